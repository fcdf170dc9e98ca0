"""Why training diverged, in words. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from playground.texts.text import Text

if TYPE_CHECKING:
    from engine import Divergence

HEADLINE = Text(
    "Training diverged: after {n:,} steps, in epoch {epoch:,}, {what} was infinite or not a number.",
    one="Training diverged: after 1 step, in epoch {epoch:,}, {what} was infinite or not a number.",
)
WHAT = {"loss": Text("the loss"), "weight": Text("a weight")}
RATE = Text("The learning rate {rate:g} is probably too high here.")
OVERSHOOTS = Text("Each step overshoots further than the last.")
HOPELESS = Text("Even the last good weights are far off: press Reset.")
BACK = Text("Training is back at {weights}.")
BACK_AT = Text("Training is back at {weights} and their losses; the epoch count stays at {epoch:,}.")
AFTER_EPOCH = Text("the weights after epoch {epoch:,}")
AT_START = Text("the starting weights")
AND = Text(" and ")

# by the name of the cause, with its evidence
CAUSES = {
    "PENALTY": Text("With it, the penalty flips each weight's sign and makes it {times:.3g} times as large."),
    "UNBOUNDED": Text("{names} outputs are unbounded, so each step overshoots further."),
    "MOMENTUM": Text("Momentum {momentum:g} adds steps up to {times:.3g} times their size."),
    "LARGE_WEIGHTS": Text("The starting weights are large, up to about {scale:g}."),
    "NO_CLIPPING": Text("Each step overshoots further than the last; clipping the gradient would help."),
}
# for the second cause, after a first one
BESIDES = {**CAUSES, "NO_CLIPPING": Text("Clipping the gradient would also help.")}


def headline(divergence: Divergence) -> str:
    """Return what happened, and where."""
    return HEADLINE(n=divergence.steps, epoch=divergence.epoch, what=WHAT[divergence.what]())


def reason(
    divergence: Divergence,
    learning_rate: float,
    causes: Sequence[tuple[str, Mapping[str, object]]],
    hopeless: bool,
    epoch: int | None = None,
) -> str:
    """Return the likely reasons, in a few short sentences, and which weights training is back at.

    Parameters
    ----------
    divergence : Divergence
    learning_rate : float
    causes : sequence of (name, evidence)
        As in `CAUSES`, the likeliest first.
    hopeless : bool
        Whether even the last good weights are no good.
    epoch : int, optional
        The epoch that is shown: where the weights are of another one, both are said.
    """
    sentences = [RATE(rate=learning_rate), _cause(CAUSES, *causes[0]) if causes else OVERSHOOTS()]
    if hopeless:
        sentences.append(HOPELESS())
    elif len(causes) > 1:
        sentences.append(_cause(BESIDES, *causes[1]))
    weights = kept_weights(divergence)
    is_same = epoch in (None, divergence.kept)
    back = BACK(weights=weights) if is_same else BACK_AT(weights=weights, epoch=epoch)
    return " ".join([*sentences, back])


def _cause(words: Mapping[str, Text], name: str, evidence: Mapping[str, object]) -> str:
    shown = {key: AND().join(value) if isinstance(value, tuple) else value for key, value in evidence.items()}
    return words[name](**shown)


def kept_weights(divergence: Divergence) -> str:
    """Return which weights training has gone back to."""
    return AFTER_EPOCH(epoch=divergence.kept) if divergence.kept else AT_START()
