"""A kept run is opened as it was, with undo; and a session writes what it keeps before it ends."""

from dataclasses import replace

import pytest
from hands import PATIENCE, SMALL, at_rest, trained, until

from playground.classroom.choice import Classroom
from playground.files.run_library import RunLibrary
from playground.session.session import Session
from playground.texts import changes, undo
from playground.worker.commands import GoTo

OTHER = replace(SMALL, seed=5)


@pytest.fixture
def kept(session):
    """A session at epoch 0 of another experiment, and the key of a run of 4 epochs that is kept."""
    session.play(4)
    key = at_rest(session).key
    session.change(seed=5)
    at_rest(session)
    return session, key


def texts_of(session):
    told = []
    session.notices.changed.connect(lambda notice: told.append(notice and notice.text))
    return told


def test_it_is_opened_where_it_ended(kept):
    session, key = kept
    told = texts_of(session)
    assert session.openings.run(key, SMALL)
    shown = at_rest(session)
    assert (shown.epoch, shown.experiment, shown.key, shown.playing) == (4, SMALL, key, False)
    assert told[-1] == changes.OPENED_RUN(epoch=4)
    assert session.undo_stack.undoText() == undo.OPEN_RUN()


def test_what_is_shown_is_what_the_run_has_where_the_list_was_older(kept):
    session, key = kept
    session.openings.run(key, replace(SMALL, seed=7))
    assert at_rest(session).experiment == session.experiment == SMALL


def test_undo_brings_back_what_was_there_with_its_training(kept):
    session, key = kept
    session.play()
    trained(session, 6)
    before_key = session.snapshot.key
    session.openings.run(key, SMALL)
    at_rest(session)
    for _ in range(2):
        session.undo_stack.undo()
        back = at_rest(session)
        assert back.key == before_key
        assert back.epoch >= 6
        assert session.experiment == back.experiment == OTHER
        session.undo_stack.redo()
        assert at_rest(session).epoch == 4


def test_undo_goes_to_epoch_0_where_nothing_was_learned(kept):
    session, key = kept
    session.openings.run(key, SMALL)
    at_rest(session)
    told = texts_of(session)
    session.undo_stack.undo()
    assert (at_rest(session).epoch, session.experiment) == (0, OTHER)
    assert told[-1] == changes.TAKEN_BACK()


def test_what_is_trained_on_is_another_run(kept):
    session, key = kept
    session.openings.run(key, SMALL)
    at_rest(session)
    session.play(2)
    assert at_rest(session).key != key
    assert session.keeping.get(key).row.epoch == 4


def test_one_that_is_gone_changes_nothing_and_says_so(kept):
    session, _ = kept
    told = texts_of(session)
    count, run = session.undo_stack.count(), session.snapshot.key
    session.openings.run("gone", SMALL)
    assert (at_rest(session).key, session.experiment) == (run, OTHER)
    assert session.undo_stack.count() == count
    assert changes.NOT_OPENED(why=changes.NO_SUCH_RUN()) in told


def test_one_that_is_gone_leaves_no_step_of_undo_below_a_way_that_led_nowhere(kept):
    session, _ = kept
    count = session.undo_stack.count()
    session.openings.run("gone", SMALL)
    session.time.go(GoTo())  # before the answer has come
    until(lambda: session.settled and not session.time.is_going)
    assert (session.undo_stack.count(), session.experiment) == (count, OTHER)


def test_a_class_that_may_not_change_the_data_may_not_open_it(kept):
    session, key = kept
    session.gate.show(Classroom(locked={"data.seed"}))
    assert not session.openings.run(key, SMALL)
    assert session.experiment == OTHER


def test_a_run_of_the_same_experiment_leaves_a_saved_file_saved(session):
    session.play(4)
    key = at_rest(session).key
    session.reset()
    at_rest(session)
    session.undo_stack.setClean()
    session.openings.run(key, SMALL)
    at_rest(session)
    assert session.undo_stack.isClean()


def test_a_session_that_is_closed_while_it_trains_has_written_its_run(tmp_path):
    session = Session(SMALL, library=RunLibrary(tmp_path / "runs.sqlite"))
    session.begin()
    session.play()
    trained(session, 5)
    key = session.snapshot.key
    assert session.close()
    library = RunLibrary(tmp_path / "runs.sqlite")
    assert library.get(key).row.epoch >= 5
    library.close()


def test_without_a_library_nothing_is_written(session, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert session.keeping.library.path is None
    session.play(4)
    at_rest(session)
    session.reset()
    at_rest(session)
    assert session.keeping.finish(PATIENCE)
    assert list(tmp_path.iterdir()) == []
