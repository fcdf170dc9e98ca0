"""Travelling in the past of a run: one request at a time, with its undo, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack

from engine import Experiment
from playground.classroom.catalogue import TIME
from playground.observers.events import EventKind
from playground.observers.marks import place_of
from playground.observers.snapshot import Snapshot
from playground.observers.timeline import Branch
from playground.session.gate import Gate
from playground.session.notices import Notice, NoticeKind, Notices
from playground.session.play_back import PlayBack
from playground.session.undo import Undoable, last_on, push, take_off
from playground.session.ways import epoch_of, here, is_there
from playground.texts import time as texts
from playground.texts import undo as labels
from playground.worker.commands import Command, GoTo, Pause

BY_HAND = (EventKind.WEIGHT, EventKind.MASK)  # which no experiment holds


class TimeTravel(QObject):
    """Goes to moments of the run's past, and says where it stands.

    While a request is not answered, only the newest of those that follow counts: nothing piles up while a
    person drags. All that leads from one place to another without training is one step of undo, which brings
    back the line and the moment that were left; it is none where one comes back to where one was.

    Parameters
    ----------
    gate : Gate
    stack : QUndoStack
    notices : Notices
    submit : callable (Command) -> int
        Submits a command to the worker.
    pause : callable () -> None
        Shows that training pauses.
    show : callable (Experiment) -> bool
        Shows the experiment of a moment; returns False where a command that follows may change it.

    Attributes
    ----------
    play_back : PlayBack
        Goes to one moment after the other.
    """

    def __init__(
        self,
        gate: Gate,
        stack: QUndoStack,
        notices: Notices,
        submit: Callable[[Command], int],
        pause: Callable[[], None],
        show: Callable[[Experiment], bool],
    ) -> None:
        super().__init__(stack)
        self._gate, self._stack, self._notices = gate, stack, notices
        self._submit, self._pause, self._show = submit, pause, show
        self._snapshot: Snapshot | None = None
        self._ticket = 0  # of the last request
        self._answered = True  # whether a snapshot shows what became of it
        self._follows = False  # whether the experiment of where it leads is not shown yet
        self._awaited: GoTo | None = None  # what was asked for, and is not yet shown
        self._next: GoTo | None = None  # was asked for before the last request was answered
        self._trip: _Trip | None = None  # the step of undo that further going belongs to
        self._left: Experiment | None = None  # what was set where it began
        self._is_over = False  # whether it does not belong to it any more, once one has arrived
        self._told, self._undone = True, False  # whether the arrival is told; whether undo leads there
        self.play_back = PlayBack(self, self._play_on, lambda: self.is_going)
        self.play_back.changed.connect(self._forget_place)

    # -- going -------------------------------------------------------------------------------

    def go(self, goal: GoTo) -> bool:
        """Go to a moment, pausing there; return whether a class may."""
        self.play_back.stop()
        return self._play_on(goal, True)

    def show(self, goal: GoTo) -> None:
        """Go to a moment without a word; not a control's request, so never refused."""
        assert self._snapshot is not None
        self._lead(goal, False, self._snapshot)

    def _play_on(self, goal: GoTo, told: bool) -> bool:
        """Go to a moment; `told` is whether a notice says where one has arrived."""
        if self._snapshot is None or not self._gate.allows(TIME):
            return False
        self._lead(goal, told, self._snapshot)
        return True

    def _lead(self, goal: GoTo, told: bool, snapshot: Snapshot) -> None:
        self._pause()
        self._told = told
        if self._answered:
            self._start(goal, snapshot)
        else:
            self._next = goal

    def stop(self) -> None:
        """Go nowhere: stay where the run stands."""
        self._next = None
        if self.is_going:
            self._submit(Pause())

    def leave(self) -> None:
        """Training goes on: going somewhere after it is a step of undo of its own."""
        self._next = None
        self._is_over = self.is_going
        self._trip = self._trip if self.is_going else None
        self.play_back.stop()

    @property
    def is_going(self) -> bool:
        """Whether the moment that was asked for is not yet shown."""
        return self._awaited is not None

    @property
    def goal(self) -> GoTo | None:
        """The moment that was asked for, until it is shown."""
        return self._next or self._awaited

    @property
    def place(self) -> float:
        """The epoch that was asked for, or else the one where the run stands."""
        snapshot = self._snapshot
        if snapshot is None:
            return 0.0
        return place_of(snapshot) if self.goal is None else epoch_of(self.goal, snapshot)

    def _forget_place(self, plays: bool) -> None:
        """Say no longer where the run stood, once it is played back from there."""
        if plays:
            self._notices.withdraw(NoticeKind.TIME)

    def _start(self, goal: GoTo, snapshot: Snapshot) -> None:
        """Begin to go somewhere: as a step of undo, or as part of the last one."""
        trip = self._trip_on_top()
        origin = here(snapshot) if trip is None else trip.origin
        keeps = _keeps_experiment(origin, goal, snapshot)
        if trip is not None and trip.keeps_clean == keeps:
            trip.lead_to(goal, goal.epoch)
            self._send(goal)
            return
        if trip is not None:
            take_off(self._stack, trip)
        self._left = snapshot.experiment if trip is None else self._left
        self._is_over = False
        self._trip = _Trip(origin, goal, keeps, self._send, self._go_back)
        push(self._stack, self._trip)

    def _send(self, goal: GoTo, undone: bool = False) -> None:
        self._pause()
        self._undone, self._answered, self._awaited, self._follows = undone, False, goal, True
        self._ticket = self._submit(goal)

    # -- undo --------------------------------------------------------------------------------

    def _trip_on_top(self) -> _Trip | None:
        """Return the step of undo that going on belongs to, if there is one."""
        trip = self._trip
        if trip is None or self._is_over or not self._is_on_top(trip):
            return None
        # a file may hold the experiment of this very moment
        return None if self._stack.isClean() and not trip.keeps_clean else trip

    def _is_on_top(self, trip: _Trip) -> bool:
        """Whether a trip is what undo takes back next, and there is nothing to redo."""
        return last_on(self._stack) is trip

    def _go_back(self, trip: _Trip) -> None:
        """Undo: go back to where a trip began; redo comes back to what is left now."""
        if self._snapshot is not None and not self.is_going:
            trip.come_back_to(here(self._snapshot))
        self.play_back.stop()
        self._trip, self._told = None, True
        self._send(trip.origin, undone=True)

    # -- arriving ----------------------------------------------------------------------------

    def take(self, snapshot: Snapshot) -> None:
        """Take note of where the run stands now."""
        before, self._snapshot = self._snapshot, snapshot
        self.play_back.take(snapshot)
        if before is None or before.run != snapshot.run:
            self._take_other_run(snapshot)
            return
        if not self._answered and snapshot.ticket >= self._ticket:
            self._answered = True
        if self._answered and self._follows and snapshot.timeline.going_to is None:
            self._follows = not self._show(snapshot.experiment)
        if not self._answered or self._awaited is None:
            if self._awaited is None and before.timeline.branch != snapshot.timeline.branch:
                self._tell_of_branch(before, snapshot)
            return
        rests = snapshot.timeline.going_to is None
        if rests:
            self._settle(before, snapshot)
        if self._next is not None:
            goal, self._next = self._next, None
            self._start(goal, snapshot)
        elif rests:
            goal, self._awaited = self._awaited, None
            self._tell(goal, before, snapshot)

    def _take_other_run(self, snapshot: Snapshot) -> None:
        """Take note that another run is shown: the last request may have been made for it, after it."""
        goal, rests = self._awaited, snapshot.timeline.going_to is None
        self._answered = self._answered or snapshot.ticket >= self._ticket
        if self._answered and rests:
            self._awaited = None
            if self._follows:
                self._follows = not self._show(snapshot.experiment)
            if goal is not None and snapshot.timeline.is_past and is_there(goal, snapshot):
                self._tell(goal, snapshot, snapshot)
        self.leave()

    def _settle(self, before: Snapshot, snapshot: Snapshot) -> None:
        """Have the step of undo lead to the moment where the run stands."""
        trip = self._trip
        if trip is None or self._undone:
            return
        on_top = self._is_on_top(trip)
        if on_top and trip.keeps_clean and self._left != snapshot.experiment:
            trip.keeps_clean = False  # no mark told of that change
            self._stack.resetClean()
        if on_top and here(snapshot) == trip.origin:
            take_off(self._stack, trip)
            self._trip = None
        elif on_top and snapshot.timeline.branch in (before.timeline.branch, trip.branch):
            trip.lead_to(here(snapshot), snapshot.epoch)
        else:  # something was done there, or before it was reached
            branch = _line(snapshot.timeline.branches, before.timeline.branch)
            trip.setText(labels.go_to(before.epoch if branch is None else int(branch.since)))
        if self._is_over or not on_top:
            self._trip, self._is_over = None, False

    def _tell(self, goal: GoTo, before: Snapshot, snapshot: Snapshot) -> None:
        """Say where one has arrived."""
        timeline, left = snapshot.timeline, before.timeline.branch
        if timeline.is_past:
            self._notices.before_divergence()
        if not self._told:
            return
        epoch = snapshot.epoch
        if not is_there(goal, snapshot):
            if timeline.branch != left or snapshot.busy:  # something else came before
                self._tell_of_branch(before, snapshot)
                return
            text = texts.STILL(epoch=epoch)
        elif self._undone:
            branch = _line(timeline.branches, left)
            text = texts.BACK_AT(epoch=epoch)
            if branch is not None and branch.end > branch.since:
                text = texts.RETURNED(epoch=epoch, since=branch.since)
        elif timeline.is_past:
            text = texts.IN_THE_PAST(epoch=epoch, end=timeline.end)
        elif timeline.branch != left:
            text = texts.OTHER_LINE(end=timeline.end)
        else:
            text = texts.AT_THE_END(epoch=epoch)
        self._notices.show(Notice("info", text, kind=NoticeKind.TIME))

    def _tell_of_branch(self, before: Snapshot, snapshot: Snapshot) -> None:
        """Say that a branch has begun, after what was done there."""
        left = _line(snapshot.timeline.branches, before.timeline.branch)
        if left is not None:
            current = self._notices.current
            done = current.text if current is not None and current.kind is NoticeKind.CHANGE else ""
            text = texts.BRANCHED(since=left.since, end=left.end)
            self._notices.show(Notice("info", " ".join(filter(None, (done, text))), kind=NoticeKind.TIME))


def _line(branches: tuple[Branch, ...], number: int) -> Branch | None:
    """Return a line that was left, by its number."""
    return next((one for one in branches if one.number == number), None)


class _Trip(Undoable):
    """Going from one place to another, through any number of moments.

    Attributes
    ----------
    origin : GoTo
        Where it began.
    branch : int or None
        The line that it leads to.
    """

    def __init__(
        self,
        origin: GoTo,
        goal: GoTo,
        keeps_clean: bool,
        send: Callable[[GoTo], None],
        go_back: Callable[[_Trip], None],
    ) -> None:
        super().__init__(labels.go_to(goal.epoch), partial(send, goal), partial(send, origin), keeps_clean)
        self.origin, self.branch = origin, goal.branch
        self._send, self._go_back = send, go_back

    def lead_to(self, goal: GoTo, epoch: int | None) -> None:
        """Lead elsewhere: to an epoch, as undo calls it, or to the end of a line."""
        self.branch = goal.branch
        self._do = partial(self._send, goal)
        self.setText(labels.go_to(epoch))

    def come_back_to(self, place: GoTo) -> None:
        """Lead to what is left when it is undone, when it is done again; undo calls it as before."""
        self._do = partial(self._send, place)

    def undo(self) -> None:
        self._go_back(self)


def _keeps_experiment(origin: GoTo, goal: GoTo, snapshot: Snapshot) -> bool:
    """Return whether two moments have the same experiment, as far as the marks tell."""
    current, left = snapshot.timeline.branch, {one.number: one for one in snapshot.timeline.branches}
    numbers = {current if one.branch is None else one.branch for one in (origin, goal)}
    others = [left[number] for number in numbers if number in left]
    curves = [one.curves for one in others] + ([snapshot.curves] if current in numbers else [])
    since = min(epoch_of(origin, snapshot), epoch_of(goal, snapshot))
    if len(numbers) > 1:
        since = min((one.since for one in others), default=0.0)
    events = (event for each in curves for event in each.events if event.kind not in BY_HAND)
    return not any(event.epoch >= since for event in events)
