"""Changes of a network that learns: which keep its weights, what is said, how they are undone. No Qt."""

from dataclasses import replace

from engine import ACTIVATIONS, LOSSES, DataSpec, Experiment, LayerSpec, NetworkSpec
from engine.experiment import with_head
from engine.features import label

AGAIN = ": training starts again at epoch 0."


def say(old: NetworkSpec, new: NetworkSpec) -> str:
    """Return what a change of the network did to it, in one line."""
    added = [name for name in new.features if name not in old.features]
    gone = [name for name in old.features if name not in new.features]
    if added and not gone and old.hidden == new.hidden:
        names = " and ".join(map(label, added))
        return f"{names} is an input now; its weights are zero, so the function is as it was."
    if gone and not added and old.hidden == new.hidden:
        return f"{' and '.join(map(label, gone))} is no input any more; all other weights are kept."
    if old.features != new.features:
        return "The inputs are others now; all other weights are kept."
    if len(old.hidden) != len(new.hidden):
        return _say_layers(old.hidden, new.hidden)
    other = [i for i, (a, b) in enumerate(zip(old.hidden, new.hidden, strict=True)) if a != b]
    if other and all(replace(old.hidden[i], dropout=new.hidden[i].dropout) == new.hidden[i] for i in other):
        return _say_dropout(other, new.hidden)
    for i in other:
        return _say_layer(i, old.hidden[i], new.hidden[i])
    if old.output != new.output:
        return "The output's activation is another now; all weights are kept."
    return "The network was changed; all weights are kept."


def _say_layers(old: tuple[LayerSpec, ...], new: tuple[LayerSpec, ...]) -> str:
    if len(new) == len(old) + 1:
        what = ACTIVATIONS[new[-1].activation].label
        return f"Hidden layer {len(new)} was added; it passes on, through {what}, what it gets."
    if len(new) == len(old) - 1:
        where = f"Hidden layer {len(old)} was taken away"
        return f"{where}; the next layer's weights do what both did, without the bend."
    return f"There are {len(new)} hidden layers now; the weights that fit are kept."


def _say_dropout(other: list[int], hidden: tuple[LayerSpec, ...]) -> str:
    shares = {layer.dropout for layer in hidden}
    if len(other) == 1:
        where, share = f"hidden layer {other[0] + 1}", hidden[other[0]].dropout
    elif len(shares) == 1:
        where, share = "all hidden layers", shares.pop()
    else:
        return "Dropout is another now; all weights are kept."
    return f"Dropout of {where} is {share:.6g} now; all weights are kept."


def _say_layer(i: int, old: LayerSpec, new: LayerSpec) -> str:
    where, more = f"hidden layer {i + 1}", new.width - old.width
    if more > 0:
        what = "A neuron was added" if more == 1 else f"{more:,} neurons were added"
        whose = "its" if more == 1 else "their"
        return f"{what} to {where}; {whose} outgoing weights are zero, so the function is as it was."
    if more < 0:
        what = "A neuron was taken" if more == -1 else f"{-more:,} neurons were taken"
        return f"{what} out of {where}; all other weights are kept."
    if old.activation != new.activation:
        return f"Hidden layer {i + 1} uses {ACTIVATIONS[new.activation].label} now; all weights are kept."
    return f"Hidden layer {i + 1} was changed; all weights are kept."


def say_start(old: Experiment, new: Experiment) -> str:
    """Return why a change has training start again, in one line."""
    first = ("initializer", "init_scale", "init_bias")
    other_first = any(getattr(old.network, name) != getattr(new.network, name) for name in first)
    if old.seed != new.seed and old.data == new.data:
        what = "The seed is another, so data and first weights are new"
    elif old.data != new.data and old.network != new.network:
        what = "The data and the network are new"
    elif old.data.dataset != new.data.dataset:
        what = "The data set is another now"
    elif old.data != new.data:
        what = "The data are new"
    elif other_first:
        what = "The first weights are drawn in another way"
    elif old.weights_seed != new.weights_seed:
        what = "The first weights are others"
    elif old.training.dtype != new.training.dtype:
        what = "The network computes in another precision"
    elif old.network != new.network:
        what = "The network is new"
    else:
        what = "The output is another"
    return f"{what}{AGAIN}"


def say_fit(old: Experiment, new: Experiment) -> str:
    """Return which of loss and output is another because it did not fit new data; "" for none."""
    loss, output = old.training.loss, old.network.output
    alone = with_head(replace(old, data=new.data), new.training.loss, new.network.output)
    if old.data.problem == new.data.problem or new != alone:
        return ""  # an experiment that came as a whole has what it has
    now_output, now_loss = new.head()
    said = []
    if "auto" == new.training.loss != loss:
        said.append(f"the loss {LOSSES[loss].label} does not fit, so it is {LOSSES[now_loss].label} (auto)")
    if "auto" == new.network.output != output:
        labels = ACTIVATIONS[output].label, ACTIVATIONS[now_output].label
        said.append(f"the output {labels[0]} does not fit, so it is {labels[1]} (auto)")
    text = "; ".join(said)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


NO_POINTS = "There are no points yet: draw some, type them into the table, or open a CSV file."
NOTHING_TO_LEARN = "There is nothing to learn yet: draw points first, type some, or open a CSV file."
YOURS = "The points are your own now, to draw and to change. Undo brings the data set back."
OTHER_SPLIT = (
    "Others of your points are held out now, and the first weights are new: training starts again at epoch 0."
)


def say_points(old: DataSpec, new: DataSpec) -> str:
    """Return what a change of points asks to be told, if anything."""
    said = [YOURS] if new.own and not old.own else []
    if not new.count:
        said.append(NO_POINTS)
    elif old.problem != new.problem or old.class_count != new.class_count:
        if new.problem == "regression":
            what = "The points have values now"
        elif old.problem == "regression":
            what = "The points have classes now"
        else:
            what = f"There are {new.class_count} classes now"
        said.append(f"{what}, so the output is another: training starts again at epoch 0.")
    return " ".join(said)
