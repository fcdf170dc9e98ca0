"""Opening another experiment as a step that undo takes back: what is on each side of it. No window."""

from dataclasses import replace
from pathlib import Path

import pytest
from hands import SMALL, at_rest

from engine import Trainer
from playground.classroom.choice import EVERYTHING, Classroom
from playground.classroom.lesson import Lesson
from playground.session.by_hand import changed_by_hand
from playground.session.opening import OpenFile, left_unsaved
from playground.worker import training

OTHER = replace(SMALL, seed=9)
READ = Classroom(lesson=Lesson("Rings", "Look."))


class File:
    """The file that is open: another one on each side."""

    def __init__(self, session):
        self.path, self.other = Path("mine.json"), Path("other.json")
        self._session = session

    def move(self):
        self.path, self.other = self.other, self.path
        return True

    def here(self):
        return OpenFile(self.path, self.move, self._session.undo_stack.isClean)


@pytest.fixture
def file(session):
    return File(session)


def open_other(session, file, experiment=OTHER):
    session.openings.example(file.here(), experiment, "open", "Opened.", READ)


def sides(session, file):
    return session.experiment, session.gate.chosen, file.path.name


MINE, THERE = (SMALL, EVERYTHING, "mine.json"), (OTHER, READ, "other.json")


def test_undo_and_redo_change_sides_with_all_that_belongs_to_them(session, file):
    open_other(session, file)
    for _ in range(3):
        assert sides(session, file) == THERE
        session.undo_stack.undo()
        assert sides(session, file) == MINE
        session.undo_stack.redo()


def test_whether_it_is_saved_is_remembered_on_each_side(session, file):
    stack = session.undo_stack
    session.edit("data.seed", "experiment", seed=5)
    open_other(session, file)
    assert stack.isClean()  # nothing is unsaved in what was opened
    assert left_unsaved(stack) == 1
    stack.undo()
    assert not stack.isClean()
    assert left_unsaved(stack) is None
    stack.setClean()  # saved
    stack.redo()
    assert stack.isClean()
    assert left_unsaved(stack) is None
    session.edit("data.seed", "experiment", seed=7)
    assert not stack.isClean()
    stack.undo()
    assert stack.isClean()
    stack.undo()
    assert stack.isClean()


def test_what_was_set_by_hand_is_of_its_own_side(session, file):
    at_rest(session)
    session.by_hand.set_mask("freeze", 0, 0, None, True)
    open_other(session, file)
    assert not changed_by_hand(session.undo_stack)
    assert changed_by_hand(session.undo_stack, left_unsaved(session.undo_stack))
    session.undo_stack.undo()
    assert changed_by_hand(session.undo_stack)


def test_training_that_runs_ends_on_both_ways(session, file):
    session.play()
    open_other(session, file)
    assert at_rest(session).epoch == 0
    assert not session.playing
    session.play()
    session.undo_stack.undo()
    assert not at_rest(session).playing
    assert session.snapshot.experiment == SMALL


def test_what_cannot_be_opened_leaves_all_as_it_was(session, file, monkeypatch):
    session.step("epoch")
    before = at_rest(session)

    def fail(_):
        raise MemoryError

    monkeypatch.setattr(training, "Trainer", fail)
    open_other(session, file)
    at_rest(session)
    assert sides(session, file) == MINE
    assert session.undo_stack.count() == 0
    assert session.snapshot.metrics == before.metrics


def test_what_cannot_be_brought_back_leaves_what_was_opened(session, file, monkeypatch):
    session.step("epoch")
    at_rest(session)
    open_other(session, file)
    at_rest(session)

    def fail(_):
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(Trainer, "restore", fail)
        session.undo_stack.undo()
        at_rest(session)
    assert sides(session, file) == THERE
    assert session.undo_stack.canUndo()
    session.undo_stack.undo()
    assert at_rest(session).epoch == 1
    assert sides(session, file) == MINE
