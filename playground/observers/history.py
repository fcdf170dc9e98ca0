"""Losses and accuracies at every epoch so far, thinned to what a plot can show; events beside them. No Qt."""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Iterable
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

import numpy as np
from numpy.typing import NDArray

from playground.observers.curves import Curves, Floats, curve_of
from playground.observers.events import Event, EventKind, Progress, What
from playground.observers.series import BUCKETS, Series
from playground.texts.changes import DAMAGED_RUN
from playground.texts.events import event_line

if TYPE_CHECKING:
    from engine import Metrics

MOST_DIVERGENCES = 50
MOST_EVENTS = 500
# A spike is at most so many epochs, in which the loss is more than so many times as high as in all others.
SPIKES = ((2, 5.0), (5, 10.0))
SELDOM = 10  # epochs that there must be for each that may belong to a spike


class Tally(NamedTuple):
    """What is known of all epochs up to one, besides the points of the curves.

    Attributes
    ----------
    best, best_accuracy, best_since
        As in `Curves`.
    epochs : int
        How many were added.
    highest : tuple of float
        The losses of the worst epochs, in rising order.
    """

    best: tuple[int, float] | None = None
    best_accuracy: tuple[int, float] | None = None
    best_since: int = 0
    epochs: int = 0
    highest: tuple[float, ...] = ()


class Facts(TypedDict):
    """What a history is besides the buckets of its series, as plain data; see `Tally` for some of it."""

    series: tuple[tuple[tuple[int, float], tuple[int, float]], ...]  # the first and the last point of each
    present: tuple[bool, bool, bool, bool]
    span: int
    filled: int
    tally: Tally
    diverged: tuple[int, ...]
    events: tuple[tuple[int, float, str, dict[str, Any], int], ...]


class History:
    """The metrics by epoch. Once there are more epochs than buckets, a bucket spans several."""

    def __init__(self) -> None:
        # train and test loss, train and test accuracy
        self._series: tuple[Series, ...] = (Series(), Series(), Series(), Series())
        self._present = (True, False, False, False)
        self._buckets = 0
        self._span = 1
        self._filled = 0
        self._best: tuple[int, float] | None = None
        self._best_accuracy: tuple[int, float] | None = None
        self._best_since = 0
        self._diverged: tuple[int, ...] = ()
        self._events: tuple[Event, ...] = ()
        self._count = 0
        self._highest: list[float] = []  # the losses of the worst epochs, in rising order

    def copy(self) -> History:
        """Return a copy that later metrics do not change."""
        other = copy(self)
        other._series = tuple(series.copy() for series in self._series)
        other._highest = self._highest.copy()
        return other

    def parts(self) -> tuple[Facts, Floats]:
        """Return all that it is, as plain data and the buckets of its series."""
        rows = np.stack([series.rows(self._buckets) for series in self._series])
        events = tuple((e.step, e.epoch, e.kind.name, dict(e.arguments), e.change) for e in self._events)
        facts = Facts(
            series=tuple(series.ends for series in self._series),
            present=self._present,
            span=self._span,
            filled=self._filled,
            tally=self.tally,
            diverged=self._diverged,
            events=events,
        )
        return facts, rows

    @classmethod
    def of_parts(cls, facts: Any, rows: NDArray[Any]) -> History:
        """Return the one that these parts are of, from wherever they come; lists came back as tuples.

        Raises
        ------
        ValueError
            Where they make no sense.
        """
        import msgspec  # here: only what was kept is read

        kept, self, count = msgspec.convert(facts, Facts), cls(), rows.shape[-1]
        is_sound = rows.shape == (len(self._series), 4, count) and rows.dtype == np.float64
        if not is_sound or count > BUCKETS or not 0 <= kept["filled"] <= kept["span"]:
            raise ValueError(DAMAGED_RUN())
        for series, own, ends in zip(self._series, rows, kept["series"], strict=True):
            series.rows(count)[:] = own
            series.ends = ends
        self._buckets, self._span, self._filled = count, kept["span"], kept["filled"]
        self._present, self._diverged = kept["present"], kept["diverged"][-MOST_DIVERGENCES:]
        self._recount(kept["tally"])
        events = (Event(one[0], one[1], EventKind[one[2]], one[3], one[4]) for one in kept["events"])
        self._events = tuple(filter(_can_be_said, events))[-MOST_EVENTS:]
        return self

    @classmethod
    def after(cls, tally: Tally) -> History:
        """Return a history without points, to which the epochs after those of a tally are added."""
        history = cls()
        history._recount(tally)
        return history

    @property
    def tally(self) -> Tally:
        """What is known of all epochs so far."""
        highest = tuple(self._highest)
        return Tally(self._best, self._best_accuracy, self._best_since, self._count, highest)

    def _recount(self, tally: Tally) -> None:
        self._best, self._best_accuracy, self._best_since, self._count, highest = tally
        self._highest = list(highest)

    def until(self, epoch: int, steps: int, tally: Tally, metrics: Metrics | None) -> History:
        """Return the history up to the end of an epoch.

        Parameters
        ----------
        epoch : int
        steps : int
            The mini-batches trained by then: what was done later, or there, is left out.
        tally : Tally
            That of the epochs up to this one.
        metrics : Metrics or None
            Those at its end; None where nobody knows them: it is then as for the last known epoch before it.
        """
        other = self.copy()
        other._recount(tally)
        other._diverged = tuple(one for one in self._diverged if one <= epoch)
        other._events = tuple(one for one in self._events if one.step < steps)
        if self.last_epoch <= epoch:
            return other
        lows, _, highs, _ = self._series[0].rows(self._buckets)
        other._buckets = buckets = int(np.searchsorted(np.minimum(lows, highs), epoch, side="right"))
        other._filled = min(max(tally.epochs - (buckets - 1) * self._span, 1), self._span)
        if buckets:
            figures = _figures(metrics) if metrics is not None else (None,) * len(other._series)
            for series, figure in zip(other._series, figures, strict=True):
                series.cut(buckets, epoch, figure)
        return other

    def add(self, epoch: int, metrics: Metrics) -> None:
        """Add the metrics at the end of an epoch."""
        m, figures = metrics, _figures(metrics)
        self._present = (
            True,
            m.test_loss is not None,
            m.train_accuracy is not None,
            m.test_accuracy is not None,
        )
        loss = m.train_loss if m.test_loss is None else m.test_loss
        self._note_height(max(m.train_loss, loss))
        if self._best is None or loss < self._best[1]:
            self._best = (epoch, loss)
        share = m.train_accuracy if m.test_loss is None else m.test_accuracy
        if share is not None and (self._best_accuracy is None or share > self._best_accuracy[1]):
            self._best_accuracy = (epoch, share)
        if self._buckets and self._filled < self._span:
            bucket = self._buckets - 1
            for series, figure in zip(self._series, figures, strict=True):
                if figure is not None:
                    series.add(bucket, epoch, figure)
            self._filled += 1
            return
        if self._buckets == BUCKETS:
            for series in self._series:
                series.halve()
            self._buckets //= 2
            self._span *= 2
        for series, figure in zip(self._series, figures, strict=True):
            series.open(self._buckets, epoch, figure if figure is not None else 0.0)
        self._buckets += 1
        self._filled = 1

    def _note_height(self, loss: float) -> None:
        """Note how high the loss of an epoch is, among the worst."""
        self._count += 1
        highest = self._highest
        if math.isfinite(loss) and (len(highest) <= SPIKES[-1][0] or loss > highest[0]):
            insort(highest, loss)
            del highest[: -SPIKES[-1][0] - 1]

    @property
    def _usual(self) -> float:
        """The highest loss besides those of the few epochs in which it is very much higher."""
        for length, times in SPIKES:
            if self._count >= SELDOM * length and len(self._highest) > length:
                rest = self._highest[-1 - length]
                if self._highest[-1] > times * rest:
                    return rest
        return math.inf

    @property
    def last_epoch(self) -> int:
        """The epoch added last; −1 before any."""
        return self._series[0].ends[1][0] if self._buckets else -1

    def restart_best(self) -> None:
        """Forget the best values: what follows cannot be compared with them."""
        self._best = self._best_accuracy = None
        self._best_since = max(self.last_epoch, 0)

    def add_divergence(self, epoch: int) -> None:
        """Note that training diverged in an epoch."""
        self._diverged = (*self._diverged, epoch)[-MOST_DIVERGENCES:]

    def add_events(self, progress: Progress, done: Iterable[What], change: int = 0) -> None:
        """Note what was done to a run that has begun; before that, it is just a setting.

        Parameters
        ----------
        progress : (step, epoch)
        done : iterable of (kind, arguments)
        change : int
            As in `Event`.
        """
        if progress[0]:
            for kind, arguments in done:
                self._add_event(Event(*progress, kind, arguments, change))

    def forget_changes(self) -> None:
        """Forget which changes did what: what another session does is told by the same numbers."""
        self._events = tuple(replace(event, change=0) for event in self._events)

    def _add_event(self, event: Event) -> None:
        """Note what was done; one event stands for what was done to the same thing step by step."""
        for i in reversed(range(len(self._events))):
            last = self._events[i]
            if event.continues(last):
                before = last.arguments.get("before")
                merged = {**event.arguments, "before": before} if "before" in event.arguments else {}
                event = Event(event.step, event.epoch, event.kind, merged, last.change)
                self._events = (*self._events[:i], *self._events[i + 1 :])
                break
        if event.changes_something:
            self._events = (*self._events, event)[-MOST_EVENTS:]

    def curves(self) -> Curves:
        """Return the curves as they are now."""
        train, test, train_accuracy, test_accuracy = (
            series.curve(self._buckets) if present and self._buckets else curve_of(np.empty(0), np.empty(0))
            for series, present in zip(self._series, self._present, strict=True)
        )
        return Curves(
            train,
            test,
            train_accuracy,
            test_accuracy,
            best=self._best,
            diverged=self._diverged,
            best_accuracy=self._best_accuracy,
            events=self._events,
            usual=self._usual,
            best_since=self._best_since,
        )


def _figures(metrics: Metrics) -> tuple[float | None, ...]:
    return metrics.train_loss, metrics.test_loss, metrics.train_accuracy, metrics.test_accuracy


def _can_be_said(event: Event) -> bool:
    """Return whether an event that was kept has the arguments of its kind: the plot says what they are."""
    try:
        event_line(event.kind.name, event.arguments)
    except Exception:  # what comes from elsewhere can be anything
        return False
    return event.kind is EventKind.POINTS or "before" in event.arguments
