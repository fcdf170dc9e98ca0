"""Why nothing is being learned, in words: a line, the reason with its evidence, and what helps. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import ACTIVATIONS, INITIALIZERS, LOSSES, Experiment
from playground.texts.numbers import large_text, loss_text, power_text, share_text
from playground.texts.text import Text

if TYPE_CHECKING:
    from engine.analysis.causes import Finding
    from engine.analysis.remedies import Remedy

# by the name of the cause: what a line says
LINES = {
    "DIVERGED": Text("Training diverged: a number was infinite or not a number."),
    "ZERO_GRADIENTS": Text("Nothing is being learned: no weight gets a gradient."),
    "SYMMETRIC_START": Text("The neurons of hidden layer {layer} are identical, so they count as one."),
    "DEAD_UNITS": Text(
        "{share} of the neurons of hidden layer {layer} are dead: they output 0 for every point."
    ),
    "SATURATED_OUTPUTS": Text("Nothing is being learned: the output is stuck at its limit, and wrong."),
    "TARGETS_TOO_LARGE": Text("Nothing is being learned: the values are too large as they are."),
    "INPUTS_TOO_LARGE": Text("Learning is hard here: the inputs are too large as they are."),
    "EXPLODING_GRADIENTS": Text("Nothing is being learned: the gradient is far too large."),
    "VANISHING_GRADIENTS": Text("Nothing is being learned: the gradient vanishes before the first layer."),
    "OSCILLATING": Text("The loss jumps up and down: steps overshoot."),
    "RATE_TOO_HIGH": Text("Nothing is being learned: the learning rate is too high."),
    "RATE_TOO_LOW": Text("The loss hardly falls: the learning rate is too low."),
    "PLATEAU": Text("The loss is stuck on a plateau."),
    "LINEAR_NETWORK": Text("The network is linear, and this problem is not."),
    "UNDERFITTING": Text("The loss is stuck: the network is too small for this problem."),
    "CLASS_IMBALANCE": Text("The rarest class is not being learned: it has too few points."),
    "TOO_FEW_POINTS": Text("There are too few training points: the test loss stays high."),
    "OVERFITTING": Text("The network is overfitting: the test loss has risen again."),
}
# why that is so, with the evidence
REASONS = {
    "DIVERGED": Text("In epoch {epoch:,} a step was so large that a number overflowed."),
    "ZERO_GRADIENTS": Text(
        "Every ∂L/∂w is 0, so no step changes a weight. With all weights of a layer at 0, nothing "
        "passes through it, forward or backward."
    ),
    "ZERO_GRADIENTS_OTHER": Text(
        "Every ∂L/∂w is 0 for all training points, so no step changes a weight: no neuron lets a gradient "
        "through."
    ),
    "SYMMETRIC_START": Text(
        "They have the same weights, so they get the same gradient and stay the same, however long training "
        "runs. Random starting weights make them differ."
    ),
    "DEAD_UNITS": Text(
        "Below 0, ReLU is flat: its slope is 0 there. A neuron below 0 for every training point gets no "
        "gradient, so it never comes back."
    ),
    "SATURATED_OUTPUTS": Text(
        "For {share} of the training points the output is at the flat end of its activation, on the wrong "
        "side. There g′(z) is nearly 0, and so is every gradient."
    ),
    "TARGETS_TOO_LARGE": Text(
        "The values to be learned are about {size} in size, and a network starts with outputs of about "
        "1. Their size alone makes the first steps huge, or the way there long."
    ),
    "INPUTS_TOO_LARGE": Text(
        "An input is about {size} in size. With inputs much larger than 1, neurons saturate at once, "
        "and steps that suit one weight are far too large for another."
    ),
    "EXPLODING_GRADIENTS": Text(
        "The gradient is about {norm} times the loss of a constant output: it grew from layer to layer, "
        "so each step throws the weights far off."
    ),
    "VANISHING_GRADIENTS": Text(
        "The mean |∂L/∂w| is {last} in the last layer and {first} in the first. Each layer "
        "multiplies it by its weights and by g′(z), which for a sigmoid is at most ¼."
    ),
    "OSCILLATING": Text(
        "The loss goes up and down by about {swing:.2g} from epoch to epoch. With few points per step and "
        "a high rate, each step undoes what the last ones learned."
    ),
    "RATE_TOO_HIGH": Text(
        "The loss stays at {loss}. Each step jumps over the valley that it should go down into."
    ),
    "RATE_TOO_LOW": Text(
        "The loss is {loss} and hardly falls, although the gradient is not small: the steps are."
    ),
    "PLATEAU": Text("The loss is {loss} and hardly falls. The gradient is small here, and so are the steps."),
    "LINEAR_NETWORK": Text(
        "The loss stays at {loss}. Without an activation that bends, layers add up to one weighted sum: a "
        "straight boundary, or a plane."
    ),
    "UNDERFITTING": Text(
        "The loss stays at {loss}, whatever the steps. The network can't bend its output enough."
    ),
    "CLASS_IMBALANCE": Text(
        "Of its training points {recall} are classified correctly. It has {share} of an even share of the "
        "points, so ignoring it costs the loss little."
    ),
    "TOO_FEW_POINTS": Text(
        "The training loss is {train}, the test loss {test}. {points:,} training points can be memorised "
        "without finding what they have in common."
    ),
    "OVERFITTING": Text(
        "The test loss was lowest, {best}, after epoch {epoch:,}. Now it is {test}, while the training loss "
        "is {train}: the network memorises its training points."
    ),
}
TRIED = Text(
    "Tried on a copy: after {n:,} epochs with “{remedy}” its training loss is {loss}.",
    one="Tried on a copy: after 1 epoch with “{remedy}” its training loss is {loss}.",
)
ELSEWHERE = Text("More points of that class would help.")
MORE_POINTS = Text("More points would help.")
# by the name of the change: what its button says
REMEDIES = {
    "RATE": Text("Learning rate {rate:g}"),
    "BATCH": Text("Batch size {n}"),
    "OPTIMIZER": Text("Adam, learning rate {rate:g}"),
    "ACTIVATION": Text("Activation {activation}"),
    "START": Text("{start} starting weights"),
    "CLIPPING": Text("Clip the gradient at {limit:g}"),
    "HEAD": Text("Output {output}, {loss}"),
    "STANDARDISED_VALUES": Text("Standardise the values"),
    "SCALED_INPUTS": Text("Scale the inputs"),
    "L2": Text("L2 of {l2:g}"),
    "NEURONS": Text("More neurons"),
    "LAYER": Text("One more hidden layer"),
    "BALANCE": Text("Classes of equal size"),
    "SAMPLES": Text("{n:,} points"),
}
UNDO = Text("apply “{remedy}”")
APPLIED = Text("Applied: {remedy}. Undo takes it back.")


def line(found: Finding) -> str:
    """Return what a line says of a cause."""
    return LINES[found.cause.name](**_shown(found))


def reason(found: Finding) -> str:
    """Return why that is so, and what a trial of the remedy led to."""
    name = found.cause.name
    if name == "ZERO_GRADIENTS" and not found.evidence["zero"]:
        name = "ZERO_GRADIENTS_OTHER"
    sentences = [REASONS[name](**_shown(found))]
    if found.remedy is not None and found.trial is not None and found.trial.loss < float("inf"):
        loss = loss_text(found.trial.loss)
        sentences.append(TRIED(n=found.trial.epochs, remedy=remedy(found.remedy), loss=loss))
    if found.remedy is None and name in ("CLASS_IMBALANCE", "TOO_FEW_POINTS"):
        sentences.append((ELSEWHERE if name == "CLASS_IMBALANCE" else MORE_POINTS)())
    return " ".join(sentences)


def _shown(found: Finding) -> dict[str, object]:
    """Return the evidence as it is written: layers count from 1, shares are percentages."""
    shown: dict[str, object] = dict(found.evidence)
    for name, value in found.evidence.items():
        if name in ("share", "recall"):
            shown[name] = share_text(value)
        elif name in ("first", "last"):
            shown[name] = power_text(value, 1)
        elif name in ("size", "norm"):
            shown[name] = large_text(value)
        elif name in ("loss", "train", "test", "best"):
            shown[name] = loss_text(value)
    if "layer" in shown:
        shown["layer"] = int(found.evidence["layer"]) + 1
    return shown


def remedy(one: Remedy) -> str:
    """Return what the button of a remedy says."""
    after: Experiment = one.experiment
    training, network = after.training, after.network
    output, loss = after.head()
    count = {"BATCH": training.batch_size, "SAMPLES": after.data.count}.get(one.change.name, 0)
    return REMEDIES[one.change.name](
        rate=training.learning_rate,
        n=count,
        activation=ACTIVATIONS[network.hidden[0].activation].label if network.hidden else "",
        start=INITIALIZERS[network.initializer].label,
        limit=training.clip_norm,
        output=ACTIVATIONS[output].label,
        loss=LOSSES[loss].label,
        l2=training.l2,
    )
