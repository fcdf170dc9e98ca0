"""The diagnosis: why a network does not learn, with the evidence and a remedy. Values, no words.

What the numbers alone show is found first. The rest is found by trial: a copy of the training goes on as it
is, and others with a remedy; a cause is named if its remedy gets clearly further.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterable, Iterator, Mapping

from engine.analysis import remedies
from engine.analysis.causes import Cause, Finding
from engine.analysis.remedies import Remedy, Trial
from engine.analysis.symptoms import LossCurve, Symptoms, measured
from engine.data.samples import Split
from engine.experiment import Experiment
from engine.training.progress import Progress

# of the best constant's loss: with less left, a network is learning, or is no worse than it has to be
NOTHING, HARDLY, FAILS, BARELY = 0.9, 0.5, 0.35, 0.25
ENOUGH, LONG = 30, 100  # epochs before anything but the start is judged; before a loss counts as stuck
STEADY = 0.95  # a loss that gets so far by itself is not stuck
FALLS, SETTLES = 0.8, 0.4  # one that gets so far is falling, even if it goes up and down
HELPS, BETTER, MUCH_BETTER = 0.9, 0.6, 0.5  # a remedy that gets so far helps
LARGE_GRADIENT, HUGE_GRADIENT = 100.0, 1e4  # in units of the best constant's loss
SWINGS = 0.1
SATURATED = 0.15  # of the samples
DEEP = 5  # hidden layers: what vanishes there, vanishes on its way
FLAT = 0.03  # a loss that falls by less in a third of the training
LEAST = 0.08  # what a remedy must gain

Examination = Generator[None, None, tuple[Finding, ...]]


def diagnose(
    experiment: Experiment, data: Split, progress: Progress, losses: LossCurve
) -> tuple[Finding, ...]:
    """Return what is wrong, the likeliest first; nothing where the network learns.

    Parameters
    ----------
    experiment : Experiment
    data : Split
    progress : Progress
        It is not changed.
    losses : LossCurve
        Of the training so far.

    Examples
    --------
    >>> import numpy as np
    >>> from engine import Experiment, NetworkSpec, Trainer
    >>> trainer, losses = Trainer(Experiment(network=NetworkSpec(initializer="zeros"))), []
    >>> _ = trainer.run(5, each_epoch=lambda metrics: losses.append(metrics.train_loss))
    >>> curve = LossCurve(np.arange(1.0, 6.0), np.array(losses))
    >>> found = diagnose(trainer.experiment, trainer.data, trainer.progress, curve)
    >>> found[0].cause.name, found[0].remedy.experiment.network.initializer
    ('ZERO_GRADIENTS', 'glorot_uniform')
    """
    pieces = diagnosing(experiment, data, progress, losses)
    while True:
        try:
            next(pieces)
        except StopIteration as end:
            found: tuple[Finding, ...] = end.value
            return found


def diagnosing(experiment: Experiment, data: Split, progress: Progress, losses: LossCurve) -> Examination:
    """Do what `diagnose` does, in pieces of a few milliseconds: an epoch of a trial is the longest."""
    if not len(data.train):
        return ()
    seen = measured(experiment, data, progress, losses)
    yield
    return (yield from _Case(experiment, data, progress, seen).found())


class _Case:
    """A training run that is examined."""

    def __init__(self, one: Experiment, data: Split, progress: Progress, seen: Symptoms) -> None:
        self._one, self._data, self._progress, self._seen = one, data, progress, seen
        self._loss = seen.left * seen.constant
        self._fails = not seen.left < FAILS
        self._later = seen.left  # what is left after a trial without a remedy

    def found(self) -> Examination:
        """Return the findings of the first of these that has any."""
        if (self._seen.has_large_targets or self._seen.has_large_inputs) and (
            self._fails or self._progress.diverged is not None
        ):
            return (yield from self._of_sizes())
        if self._progress.diverged is not None:
            return (yield from self._of_divergence(self._progress.diverged.epoch))
        is_early = self._seen.epochs < ENOUGH
        if self._fails and not is_early:
            unchanged = yield from self._try(Remedy(remedies.Change.RATE, self._one))
            self._later = math.inf if unchanged is None else unchanged.loss / self._seen.constant
        if not is_early and (found := (yield from self._too_fast())):
            return found
        if found := (yield from self._of_neurons()):
            return found
        if is_early:
            return ()
        if found := (yield from self._of_network()) or (yield from self._too_slow()):
            return found
        return tuple(self._of_test())

    def _try(self, remedy: Remedy) -> Generator[None, None, Trial | None]:
        return (yield from remedies.trial(remedy, self._one, self._data, self._progress))

    # -- what numbers alone show ---------------------------------------------------------------

    def _of_sizes(self) -> Examination:
        """Find numbers that are too large to learn from."""
        seen = self._seen
        if seen.has_large_targets:
            ways = tuple(remedies.standardised_values(self._one))
            if self._progress.diverged is not None and ways and not (yield from self._is_finite(ways[0])):
                return (yield from self._of_divergence(self._progress.diverged.epoch))
            return (_finding(Cause.TARGETS_TOO_LARGE, {"size": seen.targets}, ways),)
        size, scaled = {"size": seen.inputs}, tuple(remedies.scaled_inputs(self._one, self._data))
        is_certain = not seen.left < NOTHING
        return (yield from self._tried(Cause.INPUTS_TOO_LARGE, size, scaled, HELPS, is_certain))

    def _of_divergence(self, epoch: int) -> Examination:
        """Find why a number was not finite; the weights are the last good ones."""
        if not self._seen.gradient_norm < HUGE_GRADIENT:
            return (yield from self._exploding())
        for remedy in remedies.rates(self._one, 0.1, 0.01, 0.001):
            if (yield from self._is_finite(remedy)):
                return (Finding(Cause.DIVERGED, {"epoch": epoch}, remedy),)
        return ()

    def _is_finite(self, remedy: Remedy) -> Generator[None, None, bool]:
        """Return whether training with a remedy does not diverge, as far as it was tried."""
        tried = yield from self._try(remedy)
        return tried is None or math.isfinite(tried.loss)

    def _exploding(self) -> Examination:
        one, evidence = self._one, {"norm": self._seen.gradient_norm}
        ways = (*remedies.starts(one), *remedies.clipping(one), *remedies.rates(one, 0.1))
        if self._progress.diverged is not None:  # nothing to compare with
            return (_finding(Cause.EXPLODING_GRADIENTS, evidence, ways),)
        return (yield from self._tried(Cause.EXPLODING_GRADIENTS, evidence, ways, HELPS))

    def _of_neurons(self) -> Examination:
        """Find neurons that cannot learn, or not apart from each other."""
        one, seen = self._one, self._seen
        if seen.left < BARELY:
            return ()
        found = yield from self._dead()
        starts = tuple(remedies.starts(one))
        if self._fails and seen.no_gradient:
            ways = starts if seen.zero_weights else (*starts, *remedies.activations(one, "leaky_relu"))
            zero = Cause.ZERO_GRADIENTS, {"zero": seen.zero_weights}, ways
            found += yield from self._tried(*zero, HELPS, is_certain=seen.zero_weights)
        if seen.identical is not None:
            same = Cause.SYMMETRIC_START, {"layer": seen.identical}, starts
            found += yield from self._tried(*same, HELPS, is_certain=not seen.left < NOTHING)
        if found or seen.epochs < ENOUGH or not self._fails:
            return found
        if seen.saturated >= SATURATED:
            evidence = {"share": seen.saturated}
            heads = (*remedies.heads(one), *remedies.starts(one))
            found = yield from self._tried(Cause.SATURATED_OUTPUTS, evidence, heads, HELPS)
        if not found and not seen.gradient_norm < LARGE_GRADIENT * max(seen.left, 1.0):
            found = yield from self._exploding()
        return found

    def _dead(self) -> Examination:
        """Find a layer in which neurons pass no gradient: all of them, or enough for others to help."""
        seen, leaky = self._seen, tuple(remedies.activations(self._one, "leaky_relu"))
        share = max(seen.dead, default=0.0)
        if share < 0.5 or seen.zero_weights or (share < 1.0 and seen.epochs < ENOUGH):
            return ()
        evidence = {"layer": seen.dead.index(share), "share": share}
        is_certain = share == 1.0 and not seen.no_gradient
        return (yield from self._tried(Cause.DEAD_UNITS, evidence, leaky, HELPS, is_certain))

    def _of_network(self) -> Examination:
        """Find what the network, or the data, cannot give."""
        one, seen, hidden = self._one, self._seen, self._one.network.hidden
        if seen.share < 0.4 and seen.recall < 0.5:
            evidence = {"class": seen.rarest, "share": seen.share, "recall": seen.recall}
            return (_finding(Cause.CLASS_IMBALANCE, evidence, remedies.balance(one)),)
        if not self._is_stuck:
            return ()
        if self._vanishes(0.02) and not seen.left < HARDLY:
            evidence = {"first": seen.gradients[0], "last": seen.gradients[-1]}
            ways = tuple(remedies.activations(one, "relu"))
            is_certain = len(hidden) >= DEEP
            return (yield from self._tried(Cause.VANISHING_GRADIENTS, evidence, ways, HELPS, is_certain))
        if all(layer.activation == "linear" for layer in hidden):
            ways = tuple(remedies.activations(one, "tanh") if hidden else remedies.layers(one))
            return (_finding(Cause.LINEAR_NETWORK, {"loss": self._loss, "layers": len(hidden)}, ways),)
        return ()

    def _vanishes(self, ratio: float) -> bool:
        gradients = self._seen.gradients
        return len(gradients) > 2 and gradients[0] <= ratio * gradients[-1]

    @property
    def _is_stuck(self) -> bool:
        return self._fails and not self._later < STEADY * self._seen.left

    @property
    def _swings(self) -> bool:
        return self._seen.swing >= SWINGS * max(self._seen.left, 1.0)

    def _of_test(self) -> Iterator[Finding]:
        """Find what the test samples show, where the training samples are learned."""
        one, seen, unit = self._one, self._seen, self._seen.constant
        if seen.test is None or seen.best_test is None or self._swings:
            return
        gap, losses = seen.test - seen.left, {"train": self._loss, "test": seen.test * unit}
        if gap >= 0.3 and seen.train <= 40:
            evidence = {"points": seen.train, **losses}
            yield _finding(Cause.TOO_FEW_POINTS, evidence, remedies.samples(one))
        epoch, best = seen.best_test
        if gap >= 0.25 and seen.test >= 1.25 * best:
            evidence = {"epoch": epoch, "best": best * unit, **losses}
            yield _finding(Cause.OVERFITTING, evidence, remedies.penalties(one))

    # -- what trials show ----------------------------------------------------------------------

    def _too_fast(self) -> Examination:
        """Find steps that are too large: smaller ones get further, from here or from the start."""
        seen = self._seen
        swings = self._swings and (seen.fall < seen.swing or not seen.left < NOTHING)
        rests = seen.no_gradient and seen.left < 1.1  # there are no steps
        is_other = not swings and (rests or seen.saturated >= SATURATED)
        if not self._fails or is_other or not (swings or seen.fall < 0.1):
            return ()
        if self._later < (SETTLES if swings else FALLS) * seen.left:
            return ()
        slower = tuple(remedies.rates(self._one, 0.1, 0.01))
        ways = [*remedies.batches(self._one, seen.train)] if swings else []
        ways += slower
        if seen.left > NOTHING and not (yield from self._starts_better()):
            ways += [one.afresh() for one in slower]
        cause = Cause.OSCILLATING if swings else Cause.RATE_TOO_HIGH
        return (
            yield from self._tried(cause, {"swing": seen.swing * seen.constant, "loss": self._loss}, ways)
        )

    def _starts_better(self) -> Generator[None, None, bool]:
        """Return whether other starting weights alone would do: then it is not the rate."""
        tried = yield from self._try(Remedy(remedies.Change.START, self._one).afresh())
        return tried is not None and tried.loss <= BETTER * self._loss

    def _too_slow(self) -> Examination:
        """Find what keeps a loss from falling."""
        one, seen = self._one, self._seen
        if not self._is_stuck or seen.epochs < LONG:
            return ()
        evidence: dict[str, float] = {"loss": self._loss}
        found: tuple[Finding, ...] = ()
        if seen.left >= HARDLY:
            if not self._vanishes(0.1) and seen.gradient_norm >= 0.02:
                faster = remedies.rates(one, 1e4, 1e3, 100.0, 10.0)
                found = yield from self._tried(Cause.RATE_TOO_LOW, evidence, faster)
            if not found and seen.fall < FLAT:
                found = yield from self._tried(Cause.PLATEAU, evidence, remedies.optimizers(one))
        if not found:
            larger = (*remedies.neurons(one), *remedies.layers(one))
            found = yield from self._tried(Cause.UNDERFITTING, evidence, larger, MUCH_BETTER)
        return found

    def _tried(
        self,
        cause: Cause,
        evidence: Mapping[str, float],
        ways: Iterable[Remedy],
        most: float = BETTER,
        is_certain: bool = False,
    ) -> Examination:
        """Return the cause with the remedy that helps most: of what is left, it leaves less than `most`.

        If none does, a cause that is certain anyway is returned with the first of them, others are not.
        """
        ways = tuple(ways)
        best = math.inf
        found: tuple[Finding, ...] = ()
        now = self._seen.left
        for remedy in ways:
            tried = yield from self._try(remedy)
            left = math.inf if tried is None else tried.loss / self._seen.constant
            if left <= min(most * now, now - LEAST) and left < best:
                best, found = left, (Finding(cause, evidence, remedy, tried),)
        if not found and is_certain:
            return (_finding(cause, evidence, ways),)
        return found


def _finding(cause: Cause, evidence: Mapping[str, float], *ways: Iterable[Remedy]) -> Finding:
    """Return the finding with the first remedy that there is."""
    return Finding(cause, evidence, next((remedy for one in ways for remedy in one), None))
