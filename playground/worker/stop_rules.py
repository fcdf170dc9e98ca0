"""Which stop rules still hold: one that has been met does not stop training again, so Play goes on. No Qt."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from engine import Stopped, StopSpec, Trainer

# the others do not stop training twice by themselves: an epoch comes once, patience begins anew
REACHED = frozenset({"target_loss", "target_accuracy"})


class Rules:
    """The stop rules of an experiment, less those that were met.

    Attributes
    ----------
    stopped : Stopped or None
        The rule that ended training, until it is trained on.
    """

    def __init__(self) -> None:
        self.stopped: Stopped | None = None
        self._met: frozenset[str] = frozenset()

    def begin(self) -> None:
        """Hold again, all of them: a new start, or other rules."""
        self.stopped, self._met = None, frozenset()

    def see(self, stopped: Stopped) -> bool:
        """Note why a run ended; return whether it was by a rule, or because there was nothing to learn."""
        if not stopped.by_rule and stopped.reason != "no_samples":
            return False
        self.stopped = stopped
        self._met |= REACHED & {stopped.reason}
        return True

    @contextmanager
    def held(self, trainer: Trainer, stepping: bool) -> Iterator[None]:
        """Have a trainer obey those that still hold; where it goes step by step, none."""
        self.stopped = None
        asked = trainer.experiment
        left = StopSpec() if stepping else replace(asked.stop, **dict.fromkeys(self._met))
        if left == asked.stop:
            yield
            return
        trainer.configure(replace(asked, stop=left))
        try:
            yield
        finally:
            trainer.configure(asked)
