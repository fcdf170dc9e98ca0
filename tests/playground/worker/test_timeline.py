"""A run can go back to any of its epochs, to the same bits, and trains on from there as it did."""

from dataclasses import replace

import pytest
from hands import PATIENCE, SMALL
from people import Person, Traveller, all_bits

from engine import StopSpec
from playground.worker import moment_clock
from playground.worker.answer import Outcome
from playground.worker.commands import (
    ExplainedStep,
    GoBack,
    GoTo,
    Look,
    OpenRun,
    Pause,
    Reset,
    SetParameter,
    Step,
)
from playground.worker.keeping import Keeping
from playground.worker.revision import Revision
from playground.worker.run import Run

WATCHED = replace(SMALL, stop=StopSpec(patience=2, target_loss=0.3))


@pytest.fixture(autouse=True)
def known(monkeypatch):
    """The bits of every end of an epoch, by run, line and epoch; moments are kept at some of them."""
    noted, end_of_epoch = {}, Run._end_of_epoch

    def note(run, metrics):
        end_of_epoch(run, metrics)
        if run.number:  # none that is trained again
            noted[run.number, run.lines.line.number, run.trainer.epoch] = all_bits(run)

    monkeypatch.setattr(Run, "_end_of_epoch", note)
    monkeypatch.setattr(moment_clock, "SPACING", 0.001)
    return noted


@pytest.mark.parametrize("seed", range(12))
def test_every_epoch_of_a_random_training_has_the_bits_that_it_had(known, seed):
    someone = Traveller(seed, SMALL if seed % 3 else WATCHED)
    for _ in range(25):
        someone.random.choice(Person.ACTS)(someone)
    here, line = all_bits(someone.run), someone.line
    epochs = {epoch: one for (*its, epoch), one in known.items() if tuple(its) == line}
    order = list(epochs)
    someone.random.shuffle(order)
    for epoch in order[:10]:
        someone.go(epoch)
        if someone.timeline.is_past:
            assert all_bits(someone.run) == epochs[epoch]
    someone.go()
    assert all_bits(someone.run) == here


def test_at_a_moment_of_the_past_the_snapshot_is_of_then_and_the_curves_go_on_to_the_end():
    someone = Traveller(1)
    someone.train_to(20)
    someone.other_rate(0.5)
    someone.train_to(40)
    assert (someone.timeline.is_past, someone.timeline.end) == (False, 40)
    assert someone.go(10).outcome is Outcome.DONE
    snapshot = someone.snapshot
    assert (snapshot.epoch, snapshot.experiment) == (10, SMALL)
    assert (snapshot.timeline.is_past, snapshot.timeline.end) == (True, 40)
    assert snapshot.curves.train.epochs[-1] == 40
    assert snapshot.metrics.train_loss == snapshot.curves.train.values[10]
    assert snapshot.complete


def test_an_epoch_is_shown_as_it_was_before_what_was_changed_there_and_a_step_as_after_it():
    someone = Traveller(1)
    someone.other_rate(0.2)
    someone.train_to(10)
    someone.other_rate(0.5)
    (steps, someone_else) = someone.trainer.steps, someone.trainer.experiment
    someone.train_to(20)
    someone.go(10)
    assert someone.trainer.experiment.training.learning_rate == 0.2
    someone.go(steps=steps)
    assert someone.trainer.experiment == someone_else
    someone.go(0)
    assert someone.trainer.experiment.training.learning_rate == 0.2, "a setting before anything was trained"


def test_training_in_the_past_begins_a_branch_with_the_bits_of_the_line_that_was_left(known):
    someone = Traveller(1)
    someone.train_to(30)
    first = someone.line
    someone.go(12)
    assert not someone.timeline.branches
    someone.train_to(30)
    second = someone.line
    assert second != first
    for epoch in range(13, 31):
        assert known[(*second, epoch)] == known[(*first, epoch)]
    (branch,) = someone.timeline.branches
    assert (branch.number, branch.since, branch.end) == (first[1], 12.0, 30)
    assert branch.curves.train.epochs.tolist() == list(range(12, 31))
    assert not someone.timeline.is_past


def test_a_branch_that_is_changed_does_not_touch_the_line_that_was_left():
    someone = Traveller(1)
    someone.train_to(30)
    end, curves = all_bits(someone.run), someone.snapshot.curves
    someone.go(12)
    someone.other_rate(1.0)
    someone.train_to(50)
    branched = all_bits(someone.run)
    assert someone.snapshot.curves.train.epochs.tolist() == list(range(51))
    assert someone.snapshot.curves.train.values[:13].tolist() == curves.train.values[:13].tolist()
    assert len(someone.snapshot.curves.events) == 1
    someone.go(branch=0)
    assert all_bits(someone.run) == end
    assert someone.snapshot.curves.train.values.tolist() == curves.train.values.tolist()
    assert not someone.snapshot.curves.events
    (branch,) = someone.timeline.branches
    assert (branch.number, branch.since, branch.end) == (1, 12.0, 50)
    someone.go(branch=1)
    assert all_bits(someone.run) == branched


def test_changes_in_the_past_begin_a_branch_too():
    someone = Traveller(1)
    someone.train_to(10)
    for number, change in enumerate((someone.set_a_weight, someone.mask, someone.remove_a_neuron), 1):
        someone.go(5)
        change()
        assert (someone.timeline.branch, someone.timeline.is_past) == (number, False)
        someone.train_to(10 + number)
    assert [(one.number, one.since, one.end) for one in someone.timeline.branches] == [
        (0, 5.0, 10),
        (1, 5.0, 11),
        (2, 5.0, 12),
    ]


def test_a_change_that_is_refused_in_the_past_begins_no_branch():
    someone = Traveller(1)
    someone.train_to(10)
    someone.go(5)
    before = all_bits(someone.run)
    assert someone.give(SetParameter(7, 0, 0, 1.0)).outcome is Outcome.REFUSED
    wrong = replace(
        SMALL,
        training=replace(SMALL.training, loss="squared"),
        network=replace(SMALL.network, output="softmax"),
    )
    someone.training.answer(1, Revision(wrong, keep=True))
    assert (all_bits(someone.run), someone.timeline.branches, someone.timeline.is_past) == (before, (), True)


def test_a_reset_in_the_past_is_undone_to_where_one_stood():
    keeping = Keeping()
    someone = Traveller(1, keeping=keeping)
    someone.train_to(30)
    end = all_bits(someone.run)
    someone.go(12)
    then = all_bits(someone.run)
    someone.give(Reset(77))
    assert (someone.trainer.epoch, someone.timeline.end) == (0, 0)
    assert someone.give(Revision(SMALL, undone=(77,))).outcome is Outcome.RESTORED
    assert keeping.close(PATIENCE)
    assert (all_bits(someone.run), someone.timeline.is_past) == (then, True)
    someone.go()
    assert all_bits(someone.run) == end


def test_a_run_in_the_past_of_a_line_whose_end_is_too_large_is_kept_as_a_branch_there():
    keeping = Keeping()
    someone = Traveller(1, keeping=keeping)
    someone.train_to(10)
    end = all_bits(someone.run)
    someone.go(5)
    someone.set_a_weight()
    someone.train_to(12)
    someone.run.lines.left[0].end = None
    someone.go(4, branch=0)
    then = all_bits(someone.run)
    someone.give(Reset(77))
    assert someone.give(Revision(SMALL, undone=(77,))).outcome is Outcome.RESTORED
    assert (all_bits(someone.run), someone.timeline.end) == (then, 4)
    assert someone.snapshot.curves.train.epochs.tolist() == list(range(5))
    someone.go(branch=0)
    assert all_bits(someone.run) == end, "nothing is lost"
    assert keeping.close(PATIENCE)


def test_a_line_without_moments_may_be_left_when_memory_runs_out(known):
    someone = Traveller(1)
    someone.train_to(10)
    someone.go(0)
    someone.set_a_weight()
    someone.give(Step("sample"))
    someone.go(branch=0)
    lines = someone.run.lines
    lines.left[0].moments.clear()
    lines.most = 1
    someone.train_to(60)
    line = someone.line
    someone.go(30)
    assert all_bits(someone.run) == known[(*line, 30)]


def test_lines_that_were_left_since_it_was_kept_come_back_with_a_run():
    keeping = Keeping()
    someone = Traveller(1, keeping=keeping)
    someone.train_to(10)
    someone.training.keep()
    someone.go(5)
    someone.train_to(8)
    someone.go(branch=0)  # where it was when it was kept
    someone.give(Reset(77))
    assert someone.give(Revision(SMALL, undone=(77,))).outcome is Outcome.RESTORED
    assert keeping.close(PATIENCE)
    assert [(one.since, one.end) for one in someone.timeline.branches] == [(5.0, 8)]


def test_a_kept_run_that_is_opened_at_its_end_comes_back_at_its_end():
    keeping = Keeping()
    someone = Traveller(1, keeping=keeping)
    someone.train_to(10)
    end, key = all_bits(someone.run), someone.run.key
    someone.go(4)
    someone.give(Reset(77))
    someone.give(OpenRun(key, 78))
    assert all_bits(someone.run) == end
    someone.give(Reset(79))
    someone.give(Revision(SMALL, undone=(79,)))
    assert (all_bits(someone.run), someone.timeline.is_past) == (end, False)
    someone.give(Revision(SMALL, undone=(78,)))
    someone.give(Revision(SMALL, undone=(77,)))
    assert (someone.trainer.epoch, someone.timeline.is_past) == (4, True), "that change was made there"
    assert keeping.close(PATIENCE)


def test_a_run_that_undo_brings_back_to_its_start_with_other_settings_starts_again():
    keeping = Keeping()
    someone = Traveller(1, keeping=keeping)
    someone.train_to(10)
    someone.go(0)
    someone.give(Reset(77))
    other = replace(SMALL, training=replace(SMALL.training, learning_rate=0.5), seed=3)
    someone.give(Revision(other, undone=(77,)))
    assert keeping.close(PATIENCE)
    assert (someone.timeline.is_past, someone.timeline.end) == (False, 0), "no other weights in that past"
    assert someone.trainer.experiment == other


def test_a_later_command_cancels_the_way_to_a_moment_and_nothing_has_changed(monkeypatch):
    monkeypatch.setattr(moment_clock, "SPACING", 1e9)
    monkeypatch.setattr("playground.worker.training.AT_ONCE", 0.0)
    someone = Traveller(1)
    someone.train_to(50)
    before = all_bits(someone.run)
    someone.give(GoTo(40))
    someone.training.train(lambda: someone.training.replay.there.trainer.epoch >= 20)
    snapshot = someone.snapshot
    assert (snapshot.epoch, snapshot.timeline.going_to, snapshot.complete) == (50, 40, False)
    assert 0.5 <= snapshot.timeline.share < 0.6
    assert snapshot.timeline.seconds > 0.0
    someone.give(Look(someone.training.sight(1, False).view))
    assert someone.timeline.going_to == 40, "looking changes nothing"
    someone.give(Pause())
    assert (all_bits(someone.run), someone.timeline.going_to, someone.training.busy) == (before, None, False)
    someone.train_to(52)
    assert someone.timeline.branches == ()


def test_there_is_no_way_to_a_line_that_is_not_there():
    someone = Traveller(1)
    someone.train_to(5)
    assert someone.go(3, branch=4).outcome is Outcome.REFUSED
    assert someone.trainer.epoch == 5


def test_a_step_that_can_be_taken_back_can_still_be_after_a_look_at_the_past():
    someone = Traveller(1)
    someone.train_to(10)
    before, progress = all_bits(someone.run), someone.trainer.progress.copy()
    someone.give(ExplainedStep())
    someone.go(4)
    assert someone.give(GoBack(progress)).outcome is Outcome.REFUSED
    someone.go()
    assert someone.give(GoBack(progress)).outcome is Outcome.DONE
    assert all_bits(someone.run) == before
