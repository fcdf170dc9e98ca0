"""Ways from one moment of a run to another: where a key or a command leads to. No Qt."""

from __future__ import annotations

import math

import numpy as np

from playground.observers.marks import Mark, best_of, marks_of, next_mark, place_of
from playground.observers.snapshot import Snapshot
from playground.worker.commands import GoTo

FAR = 10  # a far step is such a part of the line


def here(snapshot: Snapshot) -> GoTo:
    """Return how to come back to where a run stands: to the end of its line, if it stands there."""
    timeline = snapshot.timeline
    if timeline.is_past:
        return GoTo(steps=snapshot.steps, branch=timeline.branch)
    return GoTo(branch=timeline.branch)


def to_epoch(snapshot: Snapshot, epoch: float) -> GoTo:
    """Return the way to an epoch of the line that is shown; beyond its ends, to its ends."""
    timeline = snapshot.timeline
    if epoch >= timeline.end:
        return GoTo(branch=timeline.branch)
    return GoTo(epoch=round(max(epoch, timeline.first)), branch=timeline.branch)


def to_best(snapshot: Snapshot) -> GoTo | None:
    """Return the way to the lowest loss; None where nothing is the best yet."""
    best = best_of(snapshot.curves)
    return None if best is None else to_epoch(snapshot, best.epoch)


def to_divergence(snapshot: Snapshot) -> GoTo | None:
    """Return the way to where training diverged last; None where it never did."""
    diverged = snapshot.curves.diverged
    return to_epoch(snapshot, diverged[-1]) if diverged else None


def to_mark(snapshot: Snapshot, mark: Mark) -> GoTo:
    """Return the way to a mark: to a change, when it had just been made."""
    if mark.steps is not None:
        return GoTo(steps=mark.steps, branch=snapshot.timeline.branch)
    return to_epoch(snapshot, mark.epoch)


def by_epoch(snapshot: Snapshot, at: float, forwards: bool) -> GoTo:
    """Return the way to the next end of an epoch, or to the one before."""
    return to_epoch(snapshot, math.floor(at) + 1 if forwards else math.ceil(at) - 1)


def by_moment(snapshot: Snapshot, at: float, forwards: bool) -> GoTo:
    """Return the way to the next kept moment, or to the one before."""
    moments = snapshot.timeline.moments
    k = int(np.searchsorted(moments, at, side="right" if forwards else "left")) - (not forwards)
    if not 0 <= k < len(moments):
        return to_epoch(snapshot, math.inf if forwards else -math.inf)
    return to_epoch(snapshot, int(moments[k]))


def by_far(snapshot: Snapshot, at: float, forwards: bool) -> GoTo:
    """Return the way to a tenth of the line from here."""
    timeline = snapshot.timeline
    far = max((timeline.end - timeline.first) // FAR, 1)
    return to_epoch(snapshot, math.floor(at) + far if forwards else math.ceil(at) - far)


def by_mark(snapshot: Snapshot, at: float, forwards: bool) -> GoTo | None:
    """Return the way to the next mark, or to the one before; None if there is none."""
    mark = next_mark(marks_of(snapshot.curves), at, forwards)
    return None if mark is None else to_mark(snapshot, mark)


def to_end_of_line(snapshot: Snapshot, _at: float, forwards: bool) -> GoTo:
    """Return the way to the end of the line, or to its beginning."""
    return to_epoch(snapshot, math.inf if forwards else -math.inf)


def epoch_of(goal: GoTo, snapshot: Snapshot) -> float:
    """Return the epoch of a moment of the line that is shown, as near as it is known."""
    if goal.epoch is not None:
        return float(goal.epoch)
    if goal.steps is not None:
        known = (one.epoch for one in snapshot.curves.events if one.step == goal.steps)
        return next(known, place_of(snapshot))
    return float(snapshot.timeline.end)


WAYS = {
    "epoch": by_epoch,
    "moment": by_moment,
    "far": by_far,
    "mark": by_mark,
    "end": to_end_of_line,
}


def is_there(goal: GoTo, snapshot: Snapshot) -> bool:
    """Return whether a run stands at a moment that was asked for."""
    if goal.branch is not None and goal.branch != snapshot.timeline.branch:
        return False
    if goal.epoch is not None:
        return snapshot.epoch == min(goal.epoch, snapshot.timeline.end)
    return snapshot.steps == goal.steps if goal.steps is not None else not snapshot.timeline.is_past
