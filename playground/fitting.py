"""Other data may ask for another loss or output: which, and what is said of it. No Qt."""

from contextlib import suppress
from dataclasses import replace

from engine import ACTIVATIONS, LOSSES, Experiment


def fitted(old: Experiment, new: Experiment) -> Experiment:
    """Return a changed experiment; where only its data are others, with a loss and an output that fit them.

    Raises
    ------
    ValueError
        Where output, loss and data do not fit each other, and not because of the data alone.
    """
    try:
        new.head()
    except ValueError:
        if new != replace(old, data=new.data):
            raise
        for loss, output in (("auto", new.network.output), (new.training.loss, "auto")):
            other = _with_head(new, loss, output)
            with suppress(ValueError):
                other.head()
                return other
        return _with_head(new, "auto", "auto")
    return new


def say_fit(old: Experiment, new: Experiment) -> str:
    """Return which of loss and output is another because it did not fit new data; "" for none."""
    loss, output = old.training.loss, old.network.output
    alone = _with_head(replace(old, data=new.data), new.training.loss, new.network.output)
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


def _with_head(experiment: Experiment, loss: str, output: str) -> Experiment:
    training, network = experiment.training, experiment.network
    return replace(experiment, training=replace(training, loss=loss), network=replace(network, output=output))
