"""Going to moments of the past, with a worker that a test plays."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hands import SMALL
from PySide6.QtGui import QUndoStack
from snapshots import snapshot_of

from engine import Metrics
from playground.classroom.choice import EVERYTHING, Classroom
from playground.observers.events import EventKind
from playground.observers.history import History
from playground.observers.timeline import Branch, Timeline
from playground.session.gate import Gate
from playground.session.notices import Notice, NoticeKind, Notices
from playground.session.time import TimeTravel
from playground.session.undo import Undoable, push
from playground.texts import time as texts
from playground.texts import undo as labels
from playground.worker.commands import GoTo, Pause

FASTER = replace(SMALL, training=replace(SMALL.training, learning_rate=0.5))
RATE = {"name": "learning_rate", "before": 0.03, "after": 0.5}
BATCHES = 4  # of an epoch


def history(epochs=100, changed_at=None):
    one = History()
    for epoch in range(epochs + 1):
        loss = 1.0 / (1.0 + epoch)
        one.add(epoch, Metrics(loss, loss, None, None))
        if epoch == changed_at:
            one.add_events((BATCHES * epoch, float(epoch)), [(EventKind.SETTING, RATE)])
    return one.curves()


class Player:
    """Plays the worker: notes what is submitted, and answers when it is told to."""

    def __init__(self, curves=None, classroom=EVERYTHING, left=SMALL):
        self.stack = QUndoStack()
        self.notices = Notices()
        self.gate = Gate(classroom, self.stack, self.notices, lambda: None)
        self.sent, self.paused, self.experiment = [], 0, left
        self.is_current = True
        self.time = TimeTravel(self.gate, self.stack, self.notices, self._submit, self._pause, self._show)
        first = replace(snapshot_of(SMALL), experiment=left)
        self.snapshot = replace(
            first, ticket=0, epoch=100, steps=400, curves=curves or history(),
            timeline=Timeline(end=100, moments=np.arange(0, 100, 10)), position=(0, BATCHES, 10),
        )  # fmt: skip
        self.time.take(self.snapshot)

    def _submit(self, command):
        self.sent.append(command)
        return len(self.sent)

    def _pause(self):
        self.paused += 1

    def _show(self, experiment):
        self.experiment = experiment if self.is_current else self.experiment
        return self.is_current

    def show(self, epoch=None, steps=None, **timeline):
        """Answer all that was submitted, with a snapshot of an epoch; by default of the end."""
        before = self.snapshot
        line = replace(before.timeline, going_to=None)
        line = replace(line, **timeline)
        at = line.end if epoch is None else epoch
        line = replace(line, is_past=timeline.get("is_past", at < line.end))
        self.snapshot = replace(
            before, ticket=len(self.sent), epoch=at, steps=BATCHES * at if steps is None else steps,
            timeline=line, experiment=self.moment_of(at),
        )  # fmt: skip
        self.time.take(self.snapshot)

    def moment_of(self, _epoch):
        return SMALL

    def told(self):
        current = self.notices.current
        return "" if current is None else current.text


@pytest.fixture
def player():
    one = Player()
    yield one
    one.time.play_back.stop()
    one.stack.blockSignals(True)
    one.stack.clear()


def test_it_goes_to_a_moment_and_pauses_there(player):
    assert player.time.go(GoTo(epoch=40))
    assert player.sent == [GoTo(epoch=40)]
    assert player.paused
    assert player.time.is_going
    player.show(40)
    assert not player.time.is_going
    assert player.told() == texts.IN_THE_PAST(epoch=40, end=100)
    assert player.notices.current.kind is NoticeKind.TIME


def test_where_it_is_played_back_from_there_the_place_is_not_told_any_longer(player):
    player.time.go(GoTo(epoch=40))
    player.show(40)
    player.time.play_back.start()
    assert player.told() == "", "it moves on from there"
    player.notices.show(Notice("info", "Saved."))
    player.time.play_back.stop()
    player.time.play_back.start()
    assert player.told() == "Saved.", "nothing else is taken away"


def test_of_requests_that_are_not_answered_only_the_newest_is_carried_out(player):
    for epoch in range(50, 0, -1):
        player.time.go(GoTo(epoch=epoch))
    assert player.sent == [GoTo(epoch=50)]
    assert player.time.place == 1
    player.show(50)
    assert player.sent == [GoTo(epoch=50), GoTo(epoch=1)]
    player.show(1)
    assert player.sent[2:] == []


def test_where_training_again_takes_long_the_newest_request_does_not_wait_for_it(player):
    player.time.go(GoTo(epoch=50))
    player.show(100, going_to=50, share=0.1, seconds=9.0)
    assert player.time.is_going
    player.time.go(GoTo(epoch=20))
    assert player.sent[-1] == GoTo(epoch=20)


def test_all_that_leads_to_one_place_is_one_step_of_undo(player):
    for epoch in (40, 39, 38):
        player.time.go(GoTo(epoch=epoch))
        player.show(epoch)
    assert player.stack.count() == 1
    assert player.stack.undoText() == labels.go_to(38)
    player.stack.undo()
    assert player.sent[-1] == GoTo(branch=0)
    player.show()
    assert player.told() == texts.BACK_AT(epoch=100)


def test_redo_comes_back_to_what_undo_has_left(player):
    player.time.go(GoTo(epoch=40))
    player.show(40)
    player.stack.undo()
    player.show()
    player.stack.redo()
    assert player.sent[-1] == GoTo(steps=160, branch=0)
    player.show(40)
    assert player.stack.undoText() == labels.go_to(40)


def test_coming_back_to_where_one_was_leaves_no_step_of_undo(player):
    player.time.go(GoTo(epoch=40))
    player.show(40)
    player.time.go(GoTo(branch=0))
    player.show()
    assert player.stack.count() == 0
    assert player.told() == texts.AT_THE_END(epoch=100)


def test_what_follows_training_is_a_step_of_its_own(player):
    player.time.go(GoTo(epoch=40))
    player.show(40)
    player.time.leave()
    ghost = Branch(0, 40.0, 100, history())
    player.show(60, end=60, branch=1, branches=(ghost,), is_past=False)
    assert player.told() == texts.BRANCHED(since=40, end=100)
    player.time.go(GoTo(epoch=50))
    player.show(50, is_past=True)
    assert player.stack.count() == 2
    player.stack.undo()
    assert player.sent[-1] == GoTo(branch=1)
    player.show(60, is_past=False)
    player.stack.undo()
    assert player.sent[-1] == GoTo(branch=0)
    player.show(100, end=100, branch=0, branches=(Branch(1, 40.0, 60, history(60)),), is_past=False)
    assert player.told() == texts.RETURNED(epoch=100, since=40)
    player.stack.redo()
    assert player.sent[-1] == GoTo(branch=1), "redo brings the branch back, and what was trained on it"


def test_what_was_done_in_the_past_is_told_together_with_the_branch(player):
    player.time.go(GoTo(epoch=40))
    player.show(40)
    push(player.stack, Undoable("layer", lambda: None, lambda: None))
    player.notices.show(SimpleNamespace(text="Layer added.", kind=NoticeKind.CHANGE))
    player.show(40, end=40, branch=1, branches=(Branch(0, 40.0, 100, history()),), is_past=False)
    assert player.told() == "Layer added. " + texts.BRANCHED(since=40, end=100)


def test_another_change_in_between_ends_the_step(player):
    player.time.go(GoTo(epoch=40))
    player.show(40)
    push(player.stack, Undoable("layer", lambda: None, lambda: None))
    player.time.go(GoTo(epoch=30))
    player.show(30)
    assert player.stack.count() == 3


def test_stopped_it_stays_where_it_was_and_undo_has_nothing_to_take_back(player):
    player.time.go(GoTo(epoch=40))
    player.show(100, going_to=40, share=0.5, seconds=3.0)
    player.time.stop()
    assert player.sent[-1] == Pause()
    player.show(100)
    assert not player.time.is_going
    assert player.stack.count() == 0
    assert player.told() == texts.STILL(epoch=100)


def test_the_experiment_is_that_of_the_moment(player):
    player.moment_of = lambda epoch: SMALL if epoch < 70 else FASTER
    player.time.go(GoTo(epoch=40))
    player.show(40)
    assert player.experiment == SMALL
    player.time.go(GoTo(epoch=80))
    player.show(80)
    assert player.experiment == FASTER


def test_where_another_command_follows_the_experiment_is_shown_once_that_is_carried_out(player):
    player.moment_of = lambda epoch: SMALL if epoch < 70 else FASTER
    player.experiment, player.is_current = FASTER, False
    player.time.go(GoTo(epoch=40))
    player.show(40)
    assert player.experiment == FASTER
    player.is_current = True
    player.show(40)
    assert player.experiment == SMALL


def test_a_saved_experiment_stays_saved_where_it_is_the_same(player):
    saved = Stack(player.stack)
    player.time.go(GoTo(epoch=40))
    player.show(40)
    assert saved.clean()
    player.stack.undo()
    assert saved.clean()


def test_a_saved_experiment_is_another_one_before_it_was_changed():
    player = Player(curves=history(changed_at=70), left=FASTER)
    player.moment_of = lambda epoch: SMALL if epoch <= 70 else FASTER
    saved = Stack(player.stack)
    for epoch, clean in ((80, True), (40, False), (30, False), (90, True), (60, False)):
        player.time.go(GoTo(epoch=epoch))
        player.show(epoch)
        assert saved.clean() == clean, epoch
        assert player.stack.count() == 1
    player.stack.undo()
    assert saved.clean()
    player.stack.clear()


class Stack:
    """Keeps a stack clean after steps that change nothing in a file, as a session does."""

    def __init__(self, stack):
        self._stack, self._index = stack, stack.index()
        stack.setClean()
        stack.indexChanged.connect(self._stay)

    def _stay(self, index):
        last, self._index = self._index, index
        step = self._stack.command(min(last, index)) if abs(index - last) == 1 else None
        if isinstance(step, Undoable) and step.keeps_clean and self._stack.cleanIndex() == last:
            self._stack.setClean()

    def clean(self):
        return self._stack.isClean()


def test_a_class_may_not_go_where_that_is_locked():
    player = Player(classroom=Classroom(locked={"time.travel"}))
    assert not player.time.go(GoTo(epoch=40))
    assert player.sent == []
    assert player.stack.count() == 0


def test_another_run_ends_it(player):
    player.time.go(GoTo(epoch=40))
    player.time.take(replace(player.snapshot, run=2, ticket=len(player.sent)))
    assert not player.time.is_going
    player.time.go(GoTo(epoch=3))
    assert player.sent[-1] == GoTo(epoch=3)


@pytest.mark.parametrize("at_once", [True, False])
def test_what_is_asked_of_a_run_that_is_not_shown_yet_is_followed_there(player, at_once):
    """As where undo brings a run back, and then goes to a moment of it, before either is shown."""
    player.time.go(GoTo(epoch=40))
    if not at_once:
        player.time.take(replace(player.snapshot, run=2))  # the answer to what came before
        assert player.time.is_going
    player.snapshot = replace(player.snapshot, run=2)
    player.moment_of = lambda _: FASTER
    player.show(40)
    assert not player.time.is_going
    assert player.experiment == FASTER
    assert player.told() == texts.IN_THE_PAST(epoch=40, end=100)


def test_the_place_is_where_one_is_going(player):
    assert player.time.place == 100
    player.time.go(GoTo(epoch=40))
    assert player.time.place == 40
    player.time.go(GoTo(branch=0))
    assert player.time.place == 100


def test_where_training_goes_on_before_it_has_arrived_there_is_nothing_to_undo(player):
    player.time.go(GoTo(epoch=40))
    player.show(100, going_to=40, share=0.1, seconds=9.0)
    player.time.leave()
    player.show(110, end=110)
    assert player.stack.count() == 0
    assert not player.time.is_going


def test_where_training_goes_on_as_soon_as_it_has_arrived_undo_comes_back(player):
    player.time.go(GoTo(epoch=40))
    player.time.leave()
    player.show(45, end=45, branch=1, branches=(Branch(0, 40.0, 100, history()),), is_past=False)
    assert player.stack.undoText() == labels.go_to(40)
    assert player.told() == texts.BRANCHED(since=40, end=100)
    player.time.go(GoTo(epoch=20))
    assert player.stack.count() == 2
