"""Which stop rules still apply: one that was met does not stop training again, so Play continues. No Qt."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from engine import Experiment, Stopped, StopSpec, Trainer

# no other rule stops training twice: an epoch comes once, and patience starts afresh
REACHED = frozenset({"target_loss", "target_accuracy"})


class StopRules:
    """The stop rules of an experiment, without those already met.

    Attributes
    ----------
    stopped : Stopped or None
        The rule that ended training, until training continues.
    met : frozenset of str
        Those that were met.
    asked : Experiment or None
        With all rules, while a trainer is under those that still apply.
    """

    def __init__(self, met: frozenset[str] = frozenset(), stopped: Stopped | None = None) -> None:
        self.met, self.stopped = met, stopped
        self.asked: Experiment | None = None

    def reset(self) -> None:
        """Apply all rules again: after a fresh start, or a change of the rules."""
        self.stopped, self.met = None, frozenset()

    def note(self, stopped: Stopped) -> bool:
        """Note why training ended; return whether it was by a rule, or because there was nothing to learn."""
        if not stopped.by_rule and stopped.reason != "no_samples":
            return False
        self.stopped = stopped
        self.met |= REACHED & {stopped.reason}
        return True

    @contextmanager
    def enforced(self, trainer: Trainer, stepping: bool) -> Iterator[None]:
        """Have a trainer obey the rules that still apply; none while stepping."""
        self.stopped = None
        asked = trainer.experiment
        left = StopSpec() if stepping else replace(asked.stop, **dict.fromkeys(self.met))
        if left == asked.stop:
            yield
            return
        trainer.configure(replace(asked, stop=left))
        self.asked = asked
        try:
            yield
        finally:
            self.asked = None
            trainer.configure(asked)
