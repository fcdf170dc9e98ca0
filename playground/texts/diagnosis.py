"""Why training diverged, in words. No Qt."""

from collections.abc import Mapping, Sequence

from engine import Divergence

HEADLINE = "Training diverged: after {}, in epoch {:,}, {} was infinite or not a number."
ONE_STEP = "1 step"
STEPS = "{:,} steps"
WHAT = {"loss": "the loss", "weight": "a weight"}
RATE = "The learning rate {:g} is probably too high here."
OVERSHOOTS = "Each step overshoots further than the last."
HOPELESS = "Even the last good weights are far off: press Reset."
BACK = "Training is back at {}."
AFTER_EPOCH = "the weights after epoch {:,}"
AT_START = "its starting weights"

# by the name of the cause, with its evidence
CAUSES = {
    "PENALTY": "With it, the penalty flips each weight's sign and makes it {times:.3g} times as large.",
    "UNBOUNDED": "{names} outputs are unbounded, so each step overshoots further.",
    "MOMENTUM": "Momentum {momentum:g} adds steps up to {times:.3g} times their size.",
    "LARGE_WEIGHTS": "The starting weights are large, up to about {scale:g}.",
    "NO_CLIPPING": "Each step overshoots further than the last; clipping the gradient would help.",
}
# for the second cause, after a first one
BESIDES = {**CAUSES, "NO_CLIPPING": "Clipping the gradient would also help."}


def headline(divergence: Divergence) -> str:
    """Return what happened, and where."""
    steps = ONE_STEP if divergence.steps == 1 else STEPS.format(divergence.steps)
    return HEADLINE.format(steps, divergence.epoch, WHAT[divergence.what])


def reason(
    divergence: Divergence,
    learning_rate: float,
    causes: Sequence[tuple[str, Mapping[str, object]]],
    hopeless: bool,
) -> str:
    """Return why that is likely, in a few short sentences, and which weights training is back at.

    Parameters
    ----------
    divergence : Divergence
    learning_rate : float
    causes : sequence of (name, evidence)
        As in `CAUSES`, the likeliest first.
    hopeless : bool
        Whether even the last good weights are no good.
    """
    said = [RATE.format(learning_rate), _cause(CAUSES, *causes[0]) if causes else OVERSHOOTS]
    if hopeless:
        said.append(HOPELESS)
    elif len(causes) > 1:
        said.append(_cause(BESIDES, *causes[1]))
    return " ".join([*said, BACK.format(kept_weights(divergence))])


def _cause(words: Mapping[str, str], name: str, evidence: Mapping[str, object]) -> str:
    shown = {key: " and ".join(one) if isinstance(one, tuple) else one for key, one in evidence.items()}
    return words[name].format(**shown)


def kept_weights(divergence: Divergence) -> str:
    """Return which weights training has gone back to."""
    return AFTER_EPOCH.format(divergence.kept) if divergence.kept else AT_START
