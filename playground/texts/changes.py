"""What a change did, in one line: to the network, to the points, to training. No Qt."""

from dataclasses import replace

from engine import ACTIVATIONS, LOSSES, DataSpec, Experiment, LayerSpec, Stopped
from engine.experiment import with_head
from playground.texts.names import capitalised, input_name, layer_name, number_of_neuron

RESTARTS = "Training restarts at epoch 0."
BACK = "Back at epoch 0, with the same data and starting weights."
NEW_START = "New starting weights, same data."
NEW_DATA = "New data and new starting weights."
NEW_SPLIT = "Different test points, and new starting weights."
UNDONE = "Undone: the network has its old shape and weights again."
RESTORED = "Undone: training is back at epoch {:,}, with its weights."
GONE = "That run can't be brought back: too old, or too big to keep."
NO_POINTS = "No points yet: draw some, type them into the table, or open a CSV file."
NOTHING_TO_LEARN = "Nothing to learn yet: draw points, type them into the table, or open a CSV file."
YOURS = "The points are now your own, to draw and change. Undo brings the data set back."
PAUSED = "Paused at {}: change a setting, then press Play."
FAILED = "That change was not possible: {}. Nothing has changed."
STOPPED = "Training stopped: {}. Change a setting, or press Reset."
CONTINUES = "{} Play continues."
SAMPLE = "Sample {} of {} in this batch. The weights change after the last one."
LAST_SAMPLE = "Last sample of the batch: the mean of all its gradients has moved the weights."

INPUT_ADDED = "{} is now an input. Its weights are zero, so the function stays the same."
INPUTS_ADDED = "{} are now inputs. Their weights are zero, so the function stays the same."
INPUT_REMOVED = "{} is no longer an input. All other weights are kept."
INPUTS_REMOVED = "{} are no longer inputs. All other weights are kept."
INPUTS_CHANGED = "The inputs changed. All other weights are kept."
LAYER_ADDED = "{} added: each neuron passes one input on, through {}."
LAYER_REMOVED = "{} removed; its weights were merged into the next layer, without its activation."
LAYERS_CHANGED = "The network now has {} hidden layers. The weights that fit are kept."
NEURON_ADDED = "One neuron added to {}. Its outgoing weights are zero, so the function stays the same."
NEURONS_ADDED = "{:,} neurons added to {}. Their outgoing weights are zero, so the function stays the same."
NEURON_REMOVED = "One neuron removed from {}. All other weights are kept."
NEURONS_REMOVED = "{:,} neurons removed from {}. All other weights are kept."
THIS_NEURON_REMOVED = "{} of hidden layer {} removed. All other weights are kept."
ACTIVATION_CHANGED = "{} now uses {}. All weights are kept."
LAYER_CHANGED = "{} changed. All weights are kept."
DROPOUT_CHANGED = "Dropout changed. All weights are kept."
DROPOUT_OF = "Dropout of {} is now {:.6g}. All weights are kept."
ALL_LAYERS = "all hidden layers"
OUTPUT_CHANGED = "Output is now {}. All weights are kept."
OUTPUT_AND_LOSS_CHANGED = "Output is now {}; the loss is now {}. All weights are kept."
NETWORK_CHANGED = "The network changed. All weights are kept."

NEW_SEED = "New seed: new data and new starting weights."
NEW_DATA_AND_NETWORK = "New data and a new network."
NEW_DATA_SET = "New data set."
DATA_CHANGED = "The data changed."
OTHER_INITIALIZER = "The starting weights are drawn differently."
OTHER_WEIGHTS = "New starting weights."
OTHER_PRECISION = "The precision changed."
NETWORK_IS_NEW = "The network changed."
OUTPUT_IS_NEW = "The output changed."

VALUES_NOW = "The points now have values, so the output changed."
CLASSES_NOW = "The points now have classes, so the output changed."
CLASS_COUNT_NOW = "There are now {} classes, so the output changed."
LOSS_FITS_NOT = "{} does not fit these data; the loss is now {} (auto)."
OUTPUT_FITS_NOT = "Output {} does not fit these data; it is now {} (auto)."


def restored(epoch: int) -> str:
    """Return what undo says when it has brought a discarded run back."""
    return RESTORED.format(epoch)


def stopped(why: Stopped) -> str:
    """Return why training stopped by itself, and whether Play continues it."""
    return CONTINUES.format(why.message) if why.by_rule else why.message


def sample(done: int, size: int) -> str:
    """Return what going through one sample has done, of a mini-batch of some size."""
    return SAMPLE.format(done, size) if done else LAST_SAMPLE


# -- with the weights kept ---------------------------------------------------------------------


def network(old: Experiment, new: Experiment) -> str:
    """Return what a change of the network did to it."""
    before, after = old.network, new.network
    if before.features != after.features:
        return _inputs(old, new)
    if len(before.hidden) != len(after.hidden):
        return _layers(old, new)
    changed = [i for i, (a, b) in enumerate(zip(before.hidden, after.hidden, strict=True)) if a != b]
    if changed and all(
        replace(before.hidden[i], dropout=after.hidden[i].dropout) == after.hidden[i] for i in changed
    ):
        return _dropout(new, changed)
    if changed:
        i = changed[0]
        return _layer(layer_name(new, i), before.hidden[i], after.hidden[i])
    if before.output != after.output:
        (_, loss_before), (output, loss) = old.head(), new.head()
        if loss == loss_before:
            return OUTPUT_CHANGED.format(ACTIVATIONS[output].label)
        return OUTPUT_AND_LOSS_CHANGED.format(ACTIVATIONS[output].label, LOSSES[loss].label)
    return NETWORK_CHANGED


def _inputs(old: Experiment, new: Experiment) -> str:
    added = [input_name(new, name) for name in new.network.features if name not in old.network.features]
    gone = [input_name(old, name) for name in old.network.features if name not in new.network.features]
    if old.network.hidden == new.network.hidden and bool(added) != bool(gone):
        one, more = (INPUT_ADDED, INPUTS_ADDED) if added else (INPUT_REMOVED, INPUTS_REMOVED)
        names = added or gone
        return (one if len(names) == 1 else more).format(" and ".join(names))
    return INPUTS_CHANGED


def _layers(old: Experiment, new: Experiment) -> str:
    before, after = len(old.network.hidden), len(new.network.hidden)
    if after == before + 1:
        where = capitalised(layer_name(new, after - 1))
        return LAYER_ADDED.format(where, ACTIVATIONS[new.network.hidden[-1].activation].label)
    if after == before - 1:
        return LAYER_REMOVED.format(capitalised(layer_name(old, before - 1)))
    return LAYERS_CHANGED.format(after)


def _dropout(new: Experiment, changed: list[int]) -> str:
    shares = {layer.dropout for layer in new.network.hidden}
    if len(changed) == 1:
        i = changed[0]
        return DROPOUT_OF.format(layer_name(new, i), new.network.hidden[i].dropout)
    return DROPOUT_OF.format(ALL_LAYERS, shares.pop()) if len(shares) == 1 else DROPOUT_CHANGED


def _layer(where: str, old: LayerSpec, new: LayerSpec) -> str:
    more = new.width - old.width
    if more > 0:
        return NEURON_ADDED.format(where) if more == 1 else NEURONS_ADDED.format(more, where)
    if more < 0:
        return NEURON_REMOVED.format(where) if more == -1 else NEURONS_REMOVED.format(-more, where)
    if old.activation != new.activation:
        return ACTIVATION_CHANGED.format(capitalised(where), ACTIVATIONS[new.activation].label)
    return LAYER_CHANGED.format(capitalised(where))


def neuron_removed(layer: int, neuron: int) -> str:
    """Return what removing one neuron of a hidden layer did."""
    return THIS_NEURON_REMOVED.format(capitalised(number_of_neuron(neuron)), layer + 1)


# -- from the start ----------------------------------------------------------------------------


def why_restarted(old: Experiment, new: Experiment) -> str:
    """Return why a change restarts training."""
    first = ("initializer", "init_scale", "init_bias")
    if old.seed != new.seed and old.data == new.data:
        return NEW_SEED
    if old.data != new.data:
        if old.network != new.network:
            return NEW_DATA_AND_NETWORK
        return NEW_DATA_SET if old.data.dataset != new.data.dataset else DATA_CHANGED
    if any(getattr(old.network, name) != getattr(new.network, name) for name in first):
        return OTHER_INITIALIZER
    if old.weights_seed != new.weights_seed:
        return OTHER_WEIGHTS
    if old.training.dtype != new.training.dtype:
        return OTHER_PRECISION
    return NETWORK_IS_NEW if old.network != new.network else OUTPUT_IS_NEW


def compatible_head(old: Experiment, new: Experiment) -> str:
    """Return which of loss and output changed because it did not fit new data; "" for none."""
    loss, output = old.training.loss, old.network.output
    alone = with_head(replace(old, data=new.data), new.training.loss, new.network.output)
    if old.data.problem == new.data.problem or new != alone:
        return ""  # an experiment that came as a whole has what it has
    now_output, now_loss = new.head()
    said = []
    if "auto" == new.training.loss != loss:
        said.append(LOSS_FITS_NOT.format(capitalised(LOSSES[loss].label), LOSSES[now_loss].label))
    if "auto" == new.network.output != output:
        said.append(OUTPUT_FITS_NOT.format(ACTIVATIONS[output].label, ACTIVATIONS[now_output].label))
    return " ".join(said)


def points(old: DataSpec, new: DataSpec) -> str:
    """Return what there is to say of points that were changed, if anything."""
    said = [YOURS] if new.own and not old.own else []
    if not new.count:
        said.append(NO_POINTS)
    elif (old.problem, old.class_count) != (new.problem, new.class_count):
        said.append(_of_targets(old, new))
    return " ".join(said)


def _of_targets(old: DataSpec, new: DataSpec) -> str:
    if new.problem == "regression":
        return VALUES_NOW
    return CLASSES_NOW if old.problem == "regression" else CLASS_COUNT_NOW.format(new.class_count)
