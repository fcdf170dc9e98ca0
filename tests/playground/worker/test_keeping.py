"""Runs are kept as they happen: when they end, soon after they pause, and now and then while they train."""

import threading
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hands import EXPLOSIVE, PATIENCE, SMALL

from engine import DataSpec, LayerSpec, Trainer
from playground.files.run_library import LibraryError, RunLibrary
from playground.texts.changes import NO_SUCH_RUN
from playground.worker import run_copy
from playground.worker.answer import Outcome
from playground.worker.commands import (
    ExplainedStep,
    Open,
    OpenRun,
    Pause,
    Play,
    Reset,
    Restore,
    SetParameter,
    Step,
)
from playground.worker.keeping import Keeping
from playground.worker.kept import PAUSED_SECONDS
from playground.worker.revision import Revision
from playground.worker.run import Run
from playground.worker.training import Training


class Kept:
    """A training whose runs are kept in memory."""

    def __init__(self, keeping=None):
        self.keeping = keeping or Keeping()
        self.training = Training(self.keeping)
        self.give(Open(SMALL))

    @property
    def run(self):
        return self.training.run

    def give(self, command):
        answer = self.training.answer(1, command)
        assert answer.failure is None, answer.failure.message
        return answer

    def train(self, epochs):
        self.give(Play(epochs))
        while self.training.playback.busy:
            self.training.train(lambda: False)

    def pause(self):
        """Pause for so long that the run is kept."""
        self.give(Pause())
        assert self.training.seconds_to_keep is not None
        self.training.keep()

    def row(self, key):
        return self.keeping.get(key).row


@pytest.fixture
def one():
    one = Kept()
    yield one
    assert one.keeping.close(PATIENCE)


def new_start(seed=7, number=1):
    return Revision(replace(SMALL, weights_seed=seed), number=number)


# -- when ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "end",
    [
        Reset(1),
        new_start(),
        Revision(replace(SMALL, seed=3), number=1),
        Open(SMALL),
        Revision(SMALL, afresh=True),
    ],
    ids=["reset", "new start", "new data", "open", "afresh"],
)
def test_a_run_that_ends_is_kept(one, end):
    one.train(3)
    key, alone = one.run.key, one.run.trainer.metrics()
    one.give(end)
    row = one.row(key)
    assert (row.epoch, row.steps) == (3, 3 * 3)
    assert (row.train_loss, row.test_loss) == (alone.train_loss, alone.test_loss)
    assert row.experiment == SMALL
    assert one.run.key != key


def test_a_run_that_has_learned_nothing_is_not_kept(one):
    key = one.run.key
    for command in (Pause(), Reset(1), Open(SMALL)):
        one.give(command)
        assert one.training.seconds_to_keep is None
    assert one.keeping.get(key) is None


def test_a_run_is_kept_soon_after_it_pauses(one, monkeypatch):
    now = [100.0]
    monkeypatch.setattr("playground.worker.kept.time", SimpleNamespace(monotonic=lambda: now[0]))
    one.train(3)
    assert one.training.seconds_to_keep == PAUSED_SECONDS
    now[0] += 0.25 * PAUSED_SECONDS
    assert one.training.seconds_to_keep == 0.75 * PAUSED_SECONDS
    one.training.keep()
    assert one.row(one.run.key).epoch == 3
    assert one.training.seconds_to_keep is None
    one.give(Pause())
    assert one.training.seconds_to_keep is None  # it is kept as it is


def test_a_run_is_kept_now_and_then_while_it_trains(one, monkeypatch):
    monkeypatch.setattr("playground.worker.kept.PLAYING_SECONDS", 0.0)
    one.give(Play())
    for epoch in (1, 2, 3):
        one.training.train(lambda epoch=epoch: one.run.trainer.epoch >= epoch)
        one.training.keep_if_due()
        assert one.row(one.run.key).epoch == one.run.trainer.epoch
    monkeypatch.setattr("playground.worker.kept.PLAYING_SECONDS", PATIENCE)
    one.training.train(lambda: True)
    assert one.training.seconds_to_keep > 0.5 * PATIENCE


def test_what_was_done_by_hand_is_kept(one):
    one.give(SetParameter(0, 0, 0, 2.5))
    one.pause()
    assert Trainer.restore(_state(one, one.run.key)).network.layers[0].W[0, 0] == 2.5


def _state(one, key):
    from engine import State

    return State.from_bytes(one.keeping.get(key).state)


def test_a_state_that_was_opened_is_kept_once_it_is_trained_or_left(one):
    one.train(3)
    state = one.run.trainer.state()
    one.give(Restore(state))
    assert one.training.seconds_to_keep is None
    one.give(Reset(1))
    assert one.give(Revision(SMALL, undone=(1,))).epoch == 3
    one.give(Restore(state))
    one.train(1)
    assert one.training.seconds_to_keep is not None


def test_one_too_large_is_not_kept(one, monkeypatch):
    monkeypatch.setattr(run_copy, "MOST_BYTES", 10)
    one.train(1)
    one.training.keep()
    assert one.keeping.get(one.run.key) is None


# -- what ------------------------------------------------------------------------------------


def test_a_row_says_what_came_out(one):
    one.train(4)
    one.give(Revision(replace(SMALL, training=replace(SMALL.training, learning_rate=0.5)), number=1))
    one.train(4)
    one.pause()
    row, curves = one.row(one.run.key), one.run.history.curves()
    assert (row.best_epoch, row.best_loss) == curves.best
    assert (row.changes, row.diverged, row.group) == (1, False, "")
    assert row.began <= row.ended


def test_of_a_regression_r2_is_kept(one):
    one.give(Open(replace(SMALL, data=DataSpec("plane", samples=60, noise=0.1, test_fraction=0.5))))
    one.train(20)
    one.training.keep()
    row, (_, test) = one.row(one.run.key), one.run.trainer.scores()
    assert (row.test_r2, row.worked) == (test.r2, test.r2 >= 0.95)
    assert 0.0 < row.test_r2 < 1.0
    assert row.test_accuracy is None


def test_a_run_that_has_diverged_says_so():
    one = Kept()
    one.give(Open(EXPLOSIVE))
    one.train(1000)
    one.training.keep()
    assert one.row(one.run.key).diverged
    assert one.keeping.close(PATIENCE)


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_a_kept_run_goes_on_to_the_same_bits(one, optimizer):
    experiment = replace(SMALL, training=replace(SMALL.training, optimizer=optimizer))
    one.give(Open(experiment))
    one.train(3)
    one.give(Step("batch"))
    one.pause()
    key = one.run.key
    one.give(Open(SMALL))
    one.give(OpenRun(key))
    one.train(5)
    alone = Trainer(experiment)
    alone.run(3)
    alone.step()
    alone.run(5)
    np.testing.assert_array_equal(one.run.trainer.network.parameters, alone.network.parameters)


# -- undo ------------------------------------------------------------------------------------


def test_undo_brings_a_run_back_from_the_library_alone(one):
    """Nothing of it stays with the training: with the queue written, what is read is what was packed."""
    one.train(3)
    wider = replace(SMALL, network=replace(SMALL.network, hidden=(LayerSpec(5),)))
    narrower = replace(SMALL, network=replace(SMALL.network, hidden=(LayerSpec(2),)))
    one.give(Revision(wider, keep=True, number=1))
    one.train(2)
    before = one.run.trainer.network.parameters.copy()
    one.give(Revision(narrower, keep=True, number=2))
    history, key = one.run.history.curves(), one.run.key
    one.give(Reset(3))
    assert one.keeping.finish(PATIENCE)
    assert one.give(Revision(narrower, undone=(3,))).outcome is Outcome.RESTORED
    again = one.run.history.curves()
    assert one.run.key == key
    assert again.events == history.events
    np.testing.assert_array_equal(again.train.values, history.train.values)
    one.give(Revision(wider, keep=True, undone=(2,)))  # what the change removed came with it
    np.testing.assert_array_equal(one.run.trainer.network.parameters, before)


def test_what_undo_replaces_is_kept_as_well(one):
    one.train(3)
    one.give(new_start(number=1))
    one.train(5)
    key = one.run.key
    one.give(Revision(SMALL, undone=(1,)))
    assert one.row(key).epoch == 5


def test_of_changes_that_merge_the_first_ones_run_is_kept(one):
    one.train(3)
    first = one.run.key
    one.give(new_start(5, number=1))
    one.train(1)
    between = one.run.key
    one.give(replace(new_start(6, number=2), since=1))
    assert one.keeping.get(between) is None
    assert one.give(Revision(SMALL, undone=(1, 2))).epoch == 3
    assert one.run.key == first


# -- a kept run that is opened ---------------------------------------------------------------


def test_a_run_that_is_opened_stays_what_it_was(one):
    one.train(3)
    one.give(ExplainedStep())
    one.pause()
    key, kept = one.run.key, one.keeping.get(one.run.key)
    one.give(Open(SMALL))
    answer = one.give(OpenRun(key, 1))
    assert (answer.outcome, answer.epoch) == (Outcome.RESTORED, 3)
    assert one.run.key == key
    one.training.keep()
    one.train(2)
    assert one.run.key != key
    one.training.keep()
    assert one.row(key) == kept.row
    assert one.row(one.run.key).epoch == 5


def test_undo_of_opening_brings_back_what_was_there(one):
    one.train(3)
    one.pause()
    key = one.run.key
    one.give(new_start(number=1))
    one.train(6)
    one.give(OpenRun(key, 2))
    back = one.give(Revision(replace(SMALL, weights_seed=7), undone=(2,), afresh=True))
    assert (back.outcome, back.epoch) == (Outcome.RESTORED, 6)


def test_changes_of_an_opened_run_are_not_mistaken_for_those_of_this_session(one):
    one.train(3)
    narrower = replace(SMALL, network=replace(SMALL.network, hidden=(LayerSpec(2),)))
    one.give(Revision(narrower, keep=True, number=1))
    one.train(1)
    one.pause()
    key = one.run.key
    one.give(Open(SMALL))
    one.give(OpenRun(key))
    assert one.run.removed.kept == {}
    assert {event.change for event in one.run.history.curves().events} == {0}


def test_a_run_that_is_gone_cannot_be_opened(one):
    one.train(3)
    before = one.run
    answer = one.training.answer(1, OpenRun("nothing"))
    assert (answer.outcome, answer.failure.message) == (Outcome.FAILED, NO_SUCH_RUN())
    assert one.run is before


# -- groups ----------------------------------------------------------------------------------


def test_new_starts_in_a_row_are_a_group(one):
    keys = []
    for seed in (1, 2, 3):
        one.train(2)
        keys.append(one.run.key)
        one.give(new_start(seed, number=seed))
    groups = {one.row(key).group for key in keys}
    assert len(groups) == 1
    assert groups != {""}


def test_new_data_of_the_same_kind_belong_to_the_group(one):
    one.train(2)
    first = one.run.key
    one.give(Revision(replace(SMALL, seed=4), number=1))
    assert one.run.group == one.row(first).group != ""


@pytest.mark.parametrize("between", ["setting", "weight", "other"])
def test_a_run_that_was_changed_is_no_trial_of_the_same(one, between):
    one.train(2)
    experiment = SMALL
    if between == "setting":
        experiment = replace(SMALL, training=replace(SMALL.training, l2=0.1))
        one.give(Revision(experiment, number=1))
    elif between == "weight":
        one.give(SetParameter(0, 0, 0, 1.0))
    else:
        experiment = replace(SMALL, data=replace(SMALL.data, dataset="xor"))
    key = one.run.key
    one.give(Revision(replace(experiment, weights_seed=5), number=2))
    assert one.row(key).group == one.run.group == ""


@pytest.mark.parametrize("epochs", [0, 2])
def test_a_start_of_a_group_that_is_changed_leaves_it(one, epochs):
    one.train(2)
    first = one.run.key
    one.give(new_start(5, 1))
    assert one.run.group == one.row(first).group != ""
    one.train(epochs)
    start = one.run.trainer.experiment
    one.give(Revision(replace(start, training=replace(start.training, l2=0.1)), number=2))
    one.train(2)
    one.pause()
    assert one.row(one.run.key).group == ""


def test_a_setting_chosen_before_training_is_no_change(one):
    start = replace(SMALL, training=replace(SMALL.training, l2=0.1))
    one.give(Revision(start, number=1))
    one.train(2)
    key = one.run.key
    one.give(Revision(replace(start, weights_seed=5), number=2))
    assert one.row(key).group == one.run.group != ""


def test_the_same_start_again_makes_no_group_but_stays_in_one(one):
    one.train(2)
    key = one.run.key
    one.give(Reset(1))
    assert one.row(key).group == one.run.group == ""
    one.train(2)
    one.give(new_start(5, 2))
    group = one.run.group
    assert group
    one.train(2)
    one.give(Reset(3))
    assert one.run.group == group


# -- the thread ------------------------------------------------------------------------------


class Stuck(RunLibrary):
    """A library whose disk is slow: it writes when it is told to."""

    def __init__(self):
        super().__init__(None)
        self.go_on = threading.Event()

    def put(self, run):
        assert self.go_on.wait(PATIENCE)
        return super().put(run)


def test_what_waits_to_be_written_can_be_read_at_once():
    library = Stuck()
    one = Kept(Keeping(library))
    one.train(3)
    key = one.run.key
    one.give(Reset(1))  # nobody waits for the disk
    assert library.get(key) is None
    assert one.give(Revision(SMALL, undone=(1,))).epoch == 3
    library.go_on.set()
    assert one.keeping.finish(PATIENCE)
    assert library.get(key).row.epoch == 3
    assert one.keeping.close(PATIENCE)


def test_of_a_run_that_waits_only_the_newest_is_written():
    library, written = Stuck(), []
    put = library.put
    library.put = lambda run: written.append(run.row.epoch) or put(run)
    one = Kept(Keeping(library))
    for _ in range(4):
        one.train(1)
        one.training.keep()
    library.go_on.set()
    assert one.keeping.close(PATIENCE)
    assert written[-1] == 4
    assert len(written) <= 2


def test_a_run_that_cannot_be_packed_is_told_of_and_the_next_one_is_kept(one, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(run_copy.RunCopy, "packed", lambda _: [][0])
        one.train(1)
        one.training.keep()
        assert one.keeping.finish(PATIENCE)
    assert one.keeping.has_news
    ((line,), gone) = one.keeping.take_news()
    assert "index" in line
    assert not gone
    assert not one.keeping.has_news
    one.train(1)
    one.training.keep()
    assert one.keeping.finish(PATIENCE)
    assert one.row(one.run.key).epoch == 2


def test_a_run_that_cannot_be_copied_stops_nothing(one, monkeypatch):
    one.train(3)
    with monkeypatch.context() as patch:
        patch.setattr(Run, "copied", lambda _: [][0])
        assert one.give(Reset(1)).outcome is Outcome.RESTARTED
    ((line,), _) = one.keeping.take_news()
    assert "index" in line
    assert one.give(Revision(SMALL, undone=(1,))).epoch == 0


def test_a_disk_that_cannot_be_read_is_told_of_and_training_goes_on(one, monkeypatch):
    def fail(_key):
        raise LibraryError(None, "the disk reports an error")

    one.train(3)
    one.give(Reset(1))
    assert one.keeping.finish(PATIENCE)
    monkeypatch.setattr(one.keeping.library, "get", fail)
    assert one.give(Revision(SMALL, undone=(1,))).epoch == 0
    ((line,), _) = one.keeping.take_news()
    assert "the disk reports an error" in line
    one.train(2)
    assert one.run.trainer.epoch == 2


def test_without_anything_to_keep_there_is_no_thread():
    keeping = Keeping()
    assert not [one for one in threading.enumerate() if one.name == "keeping"]
    assert keeping.close(PATIENCE)


def test_where_no_thread_can_begin_closing_writes(monkeypatch):
    def refuse(_):
        raise RuntimeError("can't create new thread at interpreter shutdown")  # as Python 3.12 does

    monkeypatch.setattr(threading.Thread, "start", refuse)
    written = []
    library = RunLibrary(None)
    put = library.put
    library.put = lambda run: written.append(run.row.epoch) or put(run)
    one = Kept(Keeping(library))
    one.train(3)
    one.training.keep()
    assert not written
    assert one.keeping.get(one.run.key).row.epoch == 3
    assert one.keeping.close(PATIENCE)
    assert written == [3]


def test_switched_off_nothing_more_goes_to_the_old_library_but_undo_finds_what_is_there(one):
    one.train(3)
    key, old = one.run.key, one.keeping.library
    one.give(Reset(1))
    assert one.keeping.finish(PATIENCE)
    one.keeping.use(RunLibrary(None))
    one.train(2)
    one.training.keep()
    assert one.keeping.finish(PATIENCE)
    assert old.get(one.run.key) is None
    one.give(Revision(SMALL, undone=(1,)))
    assert (one.run.key, one.run.trainer.epoch) == (key, 3)
    assert one.keeping.close(PATIENCE)
    old.close()
