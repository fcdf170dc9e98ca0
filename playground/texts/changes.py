"""What a change did, in one line: to the network, to the points, to training. No Qt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine import ACTIVATIONS, LOSSES, DataSpec, Experiment, LayerSpec
from engine.experiment import with_data, with_head
from engine.features import needs_x2
from engine.points import FEWEST_TO_TEST
from playground.texts.names import capitalised, input_name, layer_name, number_of_neuron
from playground.texts.text import Text

if TYPE_CHECKING:
    from engine import Stopped

HARD_VALUES = Text(
    "Values from {low} to {high} are hard to learn: the network may only find their mean. Tick “Standardise "
    "the values” under DATA."
)
RESTARTS = Text("Training restarts at epoch 0.")
BACK = Text("Back at epoch 0, with the same data and starting weights.")
NEW_START = Text("New starting weights, same data.")
NEW_DATA = Text("New data and new starting weights.")
NEW_SPLIT = Text("Different test points, and new starting weights.")
NOT_SPLIT = Text("New starting weights. With fewer than {n} points, all are for training.")
TESTED_NOW = Text("With {n} points or more, a share of them is held out for testing: the test fraction.")
NOT_TESTED_NOW = Text("With fewer than {n} points, all are for training: none is held out for testing.")
UNDONE = Text("Undone: the network has its old shape and weights again.")
RESTORED = Text("Undone: training is back at epoch {epoch:,}, with its weights.")
GONE = Text("That run can't be brought back: too old, or too big to keep.")
NO_SUCH_NEURON = Text("the network has no such neuron now")
NO_SUCH_RUN = Text("this run is no longer in the library")
DAMAGED_RUN = Text("what is kept of this run is damaged")
OPENED_RUN = Text("Opened as it was at epoch {epoch:,}. Training it further makes another run of it.")
OPENED_AT_START = Text("Opened at epoch 0, not trained yet.")
TAKEN_BACK = Text("Back to what was open before.")
NO_POINTS = Text("No points yet: draw some, type them into the table, or open a CSV file.")
NOTHING_TO_LEARN = Text("Nothing to learn yet: draw points, type them into the table, or open a CSV file.")
YOURS = Text("The points are now your own, to draw and change. Undo brings the data set back.")
PAUSED = Text("Paused at {weights}: change a setting, then press Play.")
FAILED = Text("That change was not possible: {why}. Nothing has changed.")
NOT_OPENED = Text("That could not be opened: {why}. What was open still is.")
THREAD_ENDED = Text("a part of the program stopped and was started again")
STOPPED = Text("Training stopped: {why}. Change a setting, or press Reset.")
FINISHING = Text("Finishing a mini-batch of {n:,} samples.", one="Finishing a mini-batch of one sample.")
CONTINUES = Text("{why} Play continues.")
SAMPLE = Text(
    "Sample {k} of {size} in this batch. The weights change after the last one. A double ring marks this "
    "sample in the output plot."
)
LAST_SAMPLE = Text("Last sample of the batch: the mean of all its gradients has moved the weights.")

INPUTS_ADDED = Text(
    "{names} are now inputs. Their weights are zero, so the output stays the same.",
    one="{names} is now an input. Its weights are zero, so the output stays the same.",
)
INPUTS_REMOVED = Text(
    "{names} are no longer inputs. All other weights are kept.",
    one="{names} is no longer an input. All other weights are kept.",
)
INPUTS_CHANGED = Text("The inputs changed. All other weights are kept.")
LAYER_ADDED = Text("{layer} added: each neuron passes one input on, through {activation}.")
LAYER_REMOVED = Text("{layer} removed; its weights were merged into the next layer, without its activation.")
LAYERS_CHANGED = Text(
    "The network now has {n} hidden layers. The weights that fit are kept.",
    one="The network now has one hidden layer. The weights that fit are kept.",
)
NEURONS_ADDED = Text(
    "{n:,} neurons added to {layer}. Their outgoing weights are zero, so the output stays the same.",
    one="One neuron added to {layer}. Its outgoing weights are zero, so the output stays the same.",
)
NEURONS_REMOVED = Text(
    "{n:,} neurons removed from {layer}. All other weights are kept.",
    one="One neuron removed from {layer}. All other weights are kept.",
)
THIS_NEURON_REMOVED = Text("{neuron} of {layer} removed. All other weights are kept.")
ACTIVATION_CHANGED = Text("{layer} now uses {activation}. All weights are kept.")
LAYER_CHANGED = Text("{layer} changed. All weights are kept.")
DROPOUT_CHANGED = Text("Dropout changed. All weights are kept.")
DROPOUT_OF = Text("Dropout in {layer} is now {share:.6g}. All weights are kept.")
ALL_LAYERS = Text("all hidden layers")
AND = Text(" and ")
OUTPUT_CHANGED = Text("Output is now {output}. All weights are kept.")
OUTPUT_AND_LOSS_CHANGED = Text("Output is now {output}; the loss is now {loss}. All weights are kept.")
NETWORK_CHANGED = Text("The network changed. All weights are kept.")

NEW_SEED = Text("New seed: new data and new starting weights.")
ONE_INPUT = Text("Values now depend on x₁ alone.")
BOTH_INPUTS = Text("The points have an x₂ again.")
INPUTS_LOST = Text(
    "{names} are no longer inputs: there is no x₂.", one="{names} is no longer an input: there is no x₂."
)
ONLY_X1 = Text("x₁ is the input instead.")
NEW_DATA_AND_NETWORK = Text("New data and a new network.")
NEW_DATA_SET = Text("New data set.")
DATA_CHANGED = Text("The data changed.")
OTHER_INITIALIZER = Text("The starting weights are drawn differently.")
OTHER_WEIGHTS = Text("New starting weights.")
OTHER_PRECISION = Text("The precision changed.")
NETWORK_IS_NEW = Text("The network changed.")
OUTPUT_IS_NEW = Text("The output changed.")

VALUES_NOW = Text("The points now have values, so the output changed.")
CLASSES_NOW = Text("The points now have classes, so the output changed.")
CLASS_COUNT_NOW = Text("There are now {n} classes, so the output changed.")
LOSS_DOES_NOT_FIT = Text("{old} does not fit these data; the loss is now {new} (auto).")
OUTPUT_DOES_NOT_FIT = Text("Output {old} does not fit these data; it is now {new} (auto).")


def restored(epoch: int) -> str:
    """Return what undo did when it has brought a discarded run back."""
    return RESTORED(epoch=epoch)


def stopped(why: Stopped) -> str:
    """Return why training stopped by itself, and whether Play continues it."""
    return CONTINUES(why=why.message) if why.by_rule else why.message


def sample(done: int, size: int) -> str:
    """Return what stepping through one sample of a mini-batch has done."""
    return SAMPLE(k=done, size=size) if done else LAST_SAMPLE()


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
    return _output(old, new) if before.output != after.output else NETWORK_CHANGED()


def _inputs(old: Experiment, new: Experiment) -> str:
    added = [input_name(new, name) for name in new.network.features if name not in old.network.features]
    gone = [input_name(old, name) for name in old.network.features if name not in new.network.features]
    if old.network.hidden == new.network.hidden and bool(added) != bool(gone):
        names = added or gone
        return (INPUTS_ADDED if added else INPUTS_REMOVED)(n=len(names), names=AND().join(names))
    return INPUTS_CHANGED()


def _layers(old: Experiment, new: Experiment) -> str:
    before, after = len(old.network.hidden), len(new.network.hidden)
    if after == before + 1:
        where = capitalised(layer_name(new, after - 1))
        return LAYER_ADDED(layer=where, activation=ACTIVATIONS[new.network.hidden[-1].activation].label)
    if after == before - 1:
        return LAYER_REMOVED(layer=capitalised(layer_name(old, before - 1)))
    return LAYERS_CHANGED(n=after)


def _dropout(new: Experiment, changed: list[int]) -> str:
    shares = {layer.dropout for layer in new.network.hidden}
    if len(changed) == 1:
        i = changed[0]
        return DROPOUT_OF(layer=layer_name(new, i), share=new.network.hidden[i].dropout)
    return DROPOUT_OF(layer=ALL_LAYERS(), share=shares.pop()) if len(shares) == 1 else DROPOUT_CHANGED()


def _layer(where: str, old: LayerSpec, new: LayerSpec) -> str:
    more = new.width - old.width
    if more:
        return (NEURONS_ADDED if more > 0 else NEURONS_REMOVED)(n=abs(more), layer=where)
    if old.activation != new.activation:
        return ACTIVATION_CHANGED(layer=capitalised(where), activation=ACTIVATIONS[new.activation].label)
    return LAYER_CHANGED(layer=capitalised(where))


def _output(old: Experiment, new: Experiment) -> str:
    (_, loss_before), (output, loss) = old.head(), new.head()
    label = ACTIVATIONS[output].label
    if loss == loss_before:
        return OUTPUT_CHANGED(output=label)
    return OUTPUT_AND_LOSS_CHANGED(output=label, loss=LOSSES[loss].label)


def neuron_removed(experiment: Experiment, layer: int, neuron: int) -> str:
    """Return what removing one neuron of a hidden layer did."""
    return THIS_NEURON_REMOVED(
        neuron=capitalised(number_of_neuron(neuron)), layer=layer_name(experiment, layer)
    )


# -- from the start ----------------------------------------------------------------------------


def why_restarted(old: Experiment, new: Experiment) -> str:
    """Return why a change restarts training."""
    first = ("initializer", "init_scale", "init_bias")
    if old.seed != new.seed and old.data == new.data:
        why = NEW_SEED
    elif inputs := one_or_two_inputs(old, new):
        return inputs
    elif old.data != new.data and old.network != new.network:
        why = NEW_DATA_AND_NETWORK
    elif old.data != new.data:
        why = NEW_DATA_SET if old.data.dataset != new.data.dataset else DATA_CHANGED
    elif any(getattr(old.network, name) != getattr(new.network, name) for name in first):
        why = OTHER_INITIALIZER
    elif old.weights_seed != new.weights_seed:
        why = OTHER_WEIGHTS
    elif old.training.dtype != new.training.dtype:
        why = OTHER_PRECISION
    else:
        why = NETWORK_IS_NEW if old.network != new.network else OUTPUT_IS_NEW
    return why()


def one_or_two_inputs(old: Experiment, new: Experiment) -> str:
    """Return whether own points have lost their x₂, or have one again; "" for neither."""
    if not (old.data.own and new.data.own) or old.data.columns == new.data.columns:
        return ""
    return BOTH_INPUTS() if 1 in new.data.columns else ONE_INPUT()


def without_x2(old: Experiment, new: Experiment) -> str:
    """Return what else changed because the data have no x₂ any longer: labels and inputs; "" for nothing."""
    if 1 not in old.data.columns or 1 in new.data.columns:
        return ""
    before, after = old.network.features, new.network.features
    sentences = [] if old.data.problem == new.data.problem else [VALUES_NOW()]
    if gone := [input_name(old, name) for name in before if name not in after and needs_x2(name)]:
        sentences.append(INPUTS_LOST(n=len(gone), names=AND().join(gone)))
        sentences += [] if set(after) <= set(before) else [ONLY_X1()]
    return " ".join(sentences)


def compatible_head(old: Experiment, new: Experiment) -> str:
    """Return which of loss and output changed because it did not fit new data; "" for none."""
    loss, output = old.training.loss, old.network.output
    alone = with_head(with_data(old, new.data), new.training.loss, new.network.output)
    if old.data.problem == new.data.problem or new != alone:
        return ""  # an experiment that was opened as a whole keeps its own
    now_output, now_loss = new.head()
    sentences = []
    if "auto" == new.training.loss != loss:
        sentences.append(LOSS_DOES_NOT_FIT(old=capitalised(LOSSES[loss].label), new=LOSSES[now_loss].label))
    if "auto" == new.network.output != output:
        sentences.append(
            OUTPUT_DOES_NOT_FIT(old=ACTIVATIONS[output].label, new=ACTIVATIONS[now_output].label)
        )
    return " ".join(sentences)


def new_data(data: DataSpec) -> str:
    """Return what another seed draws."""
    if not data.own:
        return NEW_DATA()
    return NEW_SPLIT() if data.is_split else NOT_SPLIT(n=FEWEST_TO_TEST)


def points(old: DataSpec, new: DataSpec) -> str:
    """Return what a change of points did, if there is anything to say."""
    sentences = [YOURS()] if new.own and not old.own else []
    if not new.count:
        sentences.append(NO_POINTS())
    elif (old.problem, old.class_count) != (new.problem, new.class_count):
        sentences.append(_of_targets(old, new))
    if old.own and new.count and old.count and old.test_fraction and old.is_split != new.is_split:
        sentences.append((TESTED_NOW if new.is_split else NOT_TESTED_NOW)(n=FEWEST_TO_TEST))
    return " ".join(sentences)


def _of_targets(old: DataSpec, new: DataSpec) -> str:
    if new.problem == "regression":
        return VALUES_NOW()
    return CLASSES_NOW() if old.problem == "regression" else CLASS_COUNT_NOW(n=new.class_count)
