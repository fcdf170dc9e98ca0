"""Losses and accuracies at every epoch so far, thinned to what a plot can show; events beside them. No Qt."""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Iterable
from copy import copy
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

import numpy as np
from numpy.typing import NDArray

from engine.base.values import dataclass
from playground.observers.events import Event, EventKind, Progress, What
from playground.texts.changes import DAMAGED_RUN
from playground.texts.events import event_line

if TYPE_CHECKING:
    from engine import Metrics

# Each keeps its lowest and its highest value: 1,000 points a curve, about one for each pixel of the plot.
BUCKETS = 500
MOST_DIVERGENCES = 50
MOST_EVENTS = 500
# A spike is at most so many epochs, in which the loss is more than so many times as high as in all others.
SPIKES = ((2, 5.0), (5, 10.0))
SELDOM = 10  # epochs that there must be for each that may belong to a spike
Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class Curve:
    """Points of a curve, in the order of their epochs: two read-only arrays of one length."""

    epochs: Floats
    values: Floats

    def pieces(self, gaps: tuple[int, ...]) -> list[Curve]:
        """Return its parts, none of which goes on after an epoch in `gaps`."""
        if not gaps:
            return [self] if len(self.epochs) else []
        ends = [0, *np.searchsorted(self.epochs, gaps, side="right").tolist(), len(self.epochs)]
        return [Curve(self.epochs[a:b], self.values[a:b]) for a, b in pairwise(ends) if b > a]

    def since(self, epoch: float) -> Curve:
        """Return the part from an epoch on; it begins there, with the value known last."""
        first = int(np.searchsorted(self.epochs, epoch, side="right"))
        if not first:
            return self
        epochs, values = self.epochs[first - 1 :].copy(), self.values[first - 1 :].copy()
        epochs[0] = epoch
        return _curve(epochs, values)


@dataclass(frozen=True)
class Curves:
    """What the loss plot shows.

    Attributes
    ----------
    train, test : Curve
        Losses; `test` is empty where no samples are held out.
    train_accuracy, test_accuracy : Curve
        Empty for regression.
    best : (epoch, loss) or None
        The smallest test loss, or training loss if no samples are held out, and its first epoch; since the
        data, the network or the loss last changed.
    best_accuracy : (epoch, share) or None
        The same for the largest accuracy; None for regression.
    best_since : int
        The epoch after which the best values are counted; 0 if they are those of all the training.
    diverged : tuple of int
        The epochs in which training diverged.
    events : tuple of Event
        What was done to the run, in the order of its steps.
    usual : float
        The highest loss of all epochs besides those that may be a spike; infinite if there are none.
    """

    train: Curve
    test: Curve
    train_accuracy: Curve
    test_accuracy: Curve
    best: tuple[int, float] | None = None
    diverged: tuple[int, ...] = ()
    best_accuracy: tuple[int, float] | None = None
    events: tuple[Event, ...] = ()
    usual: float = math.inf
    best_since: int = 0

    def since(self, epoch: float) -> Curves:
        """Return the parts of all curves from an epoch on, and what was done since."""
        return replace(
            self,
            train=self.train.since(epoch),
            test=self.test.since(epoch),
            train_accuracy=self.train_accuracy.since(epoch),
            test_accuracy=self.test_accuracy.since(epoch),
            diverged=tuple(one for one in self.diverged if one > epoch),
            events=tuple(one for one in self.events if one.epoch >= epoch),
        )

    @property
    def gaps(self) -> tuple[int, ...]:
        """The epochs after which training has another loss, so that no line joins the two."""
        return tuple(int(one.epoch) for one in self.events if one.kind is EventKind.LOSS)


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


class _Series:
    """One metric: minimum and maximum of every bucket, the first and the last value, each with its epoch."""

    def __init__(self) -> None:
        # rows: epoch of the minimum, minimum, epoch of the maximum, maximum
        self._rows = np.zeros((4, BUCKETS))
        self._first = self._last = (0, 0.0)

    def open(self, bucket: int, epoch: int, loss: float) -> None:
        self._rows[:, bucket] = epoch, loss, epoch, loss
        self._last = (epoch, loss)
        if bucket == 0:
            self._first = self._last

    def add(self, bucket: int, epoch: int, loss: float) -> None:
        rows = self._rows
        self._last = (epoch, loss)
        if loss < rows[1, bucket]:
            rows[0, bucket], rows[1, bucket] = epoch, loss
        elif loss > rows[3, bucket]:
            rows[2, bucket], rows[3, bucket] = epoch, loss

    def copy(self) -> _Series:
        other = copy(self)
        other._rows = self._rows.copy()
        return other

    def rows(self, count: int) -> Floats:
        return self._rows[:, :count]

    def cut(self, buckets: int, epoch: int, value: float | None) -> None:
        """Forget all after an epoch in the last of so many buckets, which has this value."""
        at = epoch
        if value is None:  # the last point before it then stands for what is not known
            points = self.curve(buckets)
            k = max(int(np.searchsorted(points.epochs, epoch, side="right")) - 1, 0)
            at, value = int(points.epochs[k]), float(points.values[k])
        low_at, low, high_at, high = self._rows[:, buckets - 1].tolist()
        # of a part of a bucket only those extremes are known that lie in it
        if low_at > epoch:
            low_at, low = at, value
        if high_at > epoch:
            high_at, high = at, value
        self._rows[:, buckets - 1] = low_at, low, high_at, high
        self._last = (at, value)

    @property
    def last_epoch(self) -> int:
        return self._last[0]

    def halve(self) -> None:
        """Merge neighbouring buckets in pairs."""
        left, right = self._rows[:, 0::2], self._rows[:, 1::2]
        half = BUCKETS // 2
        merged = np.where(left[1] <= right[1], left[:2], right[:2])
        self._rows[2:, :half] = np.where(left[3] >= right[3], left[2:], right[2:])
        self._rows[:2, :half] = merged

    def curve(self, count: int) -> Curve:
        low_at, low, high_at, high = self._rows[:, :count]
        # it begins and ends where the values do, whether or not these are extremes
        points = np.empty((2, 2 * count + 2))
        points[:, 0], points[:, -1] = self._first, self._last
        earlier, later = points[:, 1:-1:2], points[:, 2:-1:2]
        np.minimum(low_at, high_at, out=earlier[0])
        np.maximum(low_at, high_at, out=later[0])
        rises = low_at <= high_at
        earlier[1], later[1] = high, low
        np.copyto(earlier[1], low, where=rises)
        np.copyto(later[1], high, where=rises)
        distinct = np.ones(2 * count + 2, dtype=bool)
        np.not_equal(low_at, high_at, out=distinct[2:-1:2])
        distinct[0], distinct[-1] = points[0, 0] < points[0, 1], points[0, -1] > points[0, -2]
        return _curve(*points.compress(distinct, axis=1))


def _curve(epochs: Floats, values: Floats) -> Curve:
    epochs.setflags(write=False)
    values.setflags(write=False)
    return Curve(epochs, values)


def _figures(metrics: Metrics) -> tuple[float | None, ...]:
    return metrics.train_loss, metrics.test_loss, metrics.train_accuracy, metrics.test_accuracy


def _can_be_said(event: Event) -> bool:
    """Return whether an event that was kept has the arguments of its kind: the plot says what they are."""
    try:
        event_line(event.kind.name, event.arguments)
    except Exception:  # what comes from elsewhere can be anything
        return False
    return event.kind is EventKind.POINTS or "before" in event.arguments


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
        self._series: tuple[_Series, ...] = (_Series(), _Series(), _Series(), _Series())
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
            series=tuple((series._first, series._last) for series in self._series),
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
        for series, own, (first, last) in zip(self._series, rows, kept["series"], strict=True):
            series._rows[:, :count] = own
            series._first, series._last = first, last
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
        return self._series[0].last_epoch if self._buckets else -1

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
            series.curve(self._buckets) if present and self._buckets else _curve(np.empty(0), np.empty(0))
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
