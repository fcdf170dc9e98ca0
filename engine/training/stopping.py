"""Why training stops."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.evaluation.metrics import Metrics
    from engine.experiment import StopSpec


@dataclass(frozen=True)
class Stopped:
    """Why `Trainer.run` returned.

    Attributes
    ----------
    reason : str
        "epochs", "target_loss", "target_accuracy" or "patience", the rules of `StopSpec`; "divergence";
        "interrupt"; "no_samples"; or "all_epochs", if all requested epochs are done.
    message : str
        One sentence for people.
    """

    reason: str
    message: str

    @property
    def by_rule(self) -> bool:
        """Whether a rule of `StopSpec` ended it."""
        return self.reason not in ("divergence", "interrupt", "no_samples", "all_epochs")


@dataclass
class PatienceState:
    """What the stop rules have seen so far; it tells when a rule of `StopSpec` is met.

    Attributes
    ----------
    best : float
        The smallest loss so far.
    waited : int
        Epochs since then.
    """

    best: float = math.inf
    waited: int = 0

    def forget(self) -> None:
        """Forget the losses seen so far, when the loss function or the samples have changed."""
        self.best, self.waited = math.inf, 0

    def see(self, spec: StopSpec, epoch: int, metrics: Metrics | None) -> Stopped | None:
        """Take note of the end of an epoch; return why training should stop there, or None.

        Parameters
        ----------
        spec : StopSpec
        epoch : int
            Completed epochs.
        metrics : Metrics or None
            Needed if `spec.watches`.
        """
        if metrics is not None and (why := self._see_metrics(spec, epoch, metrics)):
            return why
        if epoch == spec.epochs:
            return Stopped("epochs", f"Stopped at epoch {epoch:,}, as requested.")
        return None

    def _see_metrics(self, spec: StopSpec, epoch: int, metrics: Metrics) -> Stopped | None:
        held_out = metrics.test_loss is not None
        which = "test" if held_out else "train"
        loss = metrics.test_loss if metrics.test_loss is not None else metrics.train_loss
        accuracy = metrics.test_accuracy if held_out else metrics.train_accuracy
        at = f"Stopped at epoch {epoch:,}: the {which}"
        if loss < self.best:
            self.best, self.waited = loss, 0
        else:
            self.waited += 1
        if spec.target_loss is not None and loss <= spec.target_loss:
            return Stopped("target_loss", f"{at} loss {loss:.4g} is at most {spec.target_loss:g}.")
        if spec.target_accuracy is not None and accuracy is not None and accuracy >= spec.target_accuracy:
            target = f"{100 * spec.target_accuracy:.4g}%"
            return Stopped("target_accuracy", f"{at} accuracy {accuracy:.1%} is at least {target}.")
        if spec.patience is not None and self.waited >= spec.patience:
            self.waited, best = 0, self.best  # if training continues, patience starts again
            epochs = "epoch" if spec.patience == 1 else "epochs"
            return Stopped(
                "patience", f"{at} loss has not improved on {best:.4g} for {spec.patience:,} {epochs}."
            )
        return None
