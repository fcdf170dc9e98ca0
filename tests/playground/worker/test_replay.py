"""A moment that is not kept is trained again beside the run, which stays where it is until it is there."""

import pytest
from hands import PATIENCE, SMALL
from people import Traveller, all_bits
from runners import HeardRunner, taken

from playground.observers.field import Field
from playground.observers.plane import AskPlane
from playground.observers.view import View
from playground.worker import moment_clock
from playground.worker.answer import Outcome
from playground.worker.commands import GoTo, Look, Open, Pause, Play, Step
from playground.worker.replay import Replay, Target


@pytest.fixture
def runner():
    one = HeardRunner()
    yield one
    assert one.stop(PATIENCE)


def at_rest(runner, ticket):
    return taken(runner.take_snapshot, lambda one: one.ticket == ticket and one.complete and not one.busy)


def trained(runner, epochs):
    runner.submit(Look(View((AskPlane(resolution=24),))))
    runner.submit(Open(SMALL))
    ticket = runner.submit(Play(epochs))
    runner.begin()
    return at_rest(runner, ticket)


def test_a_moment_is_shown_with_all_that_is_looked_at(runner):
    fields = {40: trained(runner, 40).get(Field).values.copy()}
    for epoch in (7, 33, 0, 40, 7):
        snapshot = at_rest(runner, runner.submit(GoTo(epoch)))
        assert (snapshot.epoch, snapshot.timeline.end, snapshot.run) == (epoch, 40, 1)
        known = fields.setdefault(epoch, snapshot.get(Field).values.copy())
        assert (snapshot.get(Field).values == known).all()
    assert len({values.tobytes() for values in fields.values()}) == 4
    assert [answer.outcome for answer in runner.answers[-5:]] == [Outcome.DONE] * 5


def test_of_many_that_are_asked_for_in_a_hurry_the_last_is_shown(runner):
    trained(runner, 60)
    tickets = [runner.submit(GoTo(epoch)) for epoch in range(60, 0, -1)]
    assert at_rest(runner, tickets[-1]).epoch == 1


def test_while_it_is_trained_again_the_window_is_told_and_a_pause_stops_it(runner, monkeypatch):
    monkeypatch.setattr("playground.worker.training.AT_ONCE", 0.0)
    monkeypatch.setattr(Replay, "advance", lambda *_: False)
    trained(runner, 20)
    runner.submit(GoTo(13))
    going = taken(runner.take_snapshot, lambda one: one.timeline.going_to == 13)
    assert (going.epoch, going.complete, going.playing, going.busy) == (20, False, False, False)
    stopped = at_rest(runner, runner.submit(Pause()))
    assert (stopped.epoch, stopped.timeline.going_to, stopped.timeline.is_past) == (20, None, False)


def test_a_failure_on_the_way_is_told_and_the_run_stays_where_it_is(runner, monkeypatch):
    monkeypatch.setattr("playground.worker.training.AT_ONCE", 0.0)
    trained(runner, 20)
    calls = []

    def fail(*_):
        calls.append(0)
        if len(calls) > 2:
            raise MemoryError
        return False

    monkeypatch.setattr(Replay, "advance", fail)
    runner.submit(GoTo(13))
    assert taken(runner.take_failure).outcome is Outcome.STOPPED
    monkeypatch.undo()
    ticket = runner.submit(Play(2))
    snapshot = at_rest(runner, ticket)
    assert (snapshot.epoch, snapshot.timeline.branches) == (22, ())
    assert at_rest(runner, runner.submit(GoTo(13))).epoch == 13


# -- how far it is ---------------------------------------------------------------------------


@pytest.fixture
def far(monkeypatch):
    """Somebody whose run keeps no moments."""
    monkeypatch.setattr(moment_clock, "SPACING", 1e9)
    monkeypatch.setattr("playground.worker.replay.SPACING", 1e9)
    someone = Traveller(1)
    someone.train_to(100)
    someone.run.leave()
    return someone


def replay(someone, *place, **named):
    line = someone.run.lines.line
    return Replay(someone.run, line, Target.of(GoTo(*place, **named), line))


def test_it_begins_at_the_nearest_moment_that_leads_there(far):
    far.go(60)
    assert replay(far, 61).there.trainer.epoch == 60, "where one stands is the nearest"
    assert replay(far, 59).there.trainer.epoch == 0
    assert replay(far, steps=far.trainer.steps + 1).there.trainer.epoch == 60


def test_its_share_is_of_what_there_is_to_train(far):
    way = replay(far, 80)
    assert (way.share, way.epoch) == (0.0, 80)
    assert not way.advance(lambda: way.there.trainer.epoch >= 20)
    assert way.share == pytest.approx(0.25, abs=0.01)
    assert way.advance(lambda: False)
    assert (way.share, way.left) == (1.0, 0.0)


def test_at_first_it_takes_about_as_long_as_it_took(far):
    line = far.run.lines.line
    line.trained = 50.0
    assert replay(far, 80).left == pytest.approx(40.0)
    assert replay(far, steps=far.trainer.steps // 2).left == pytest.approx(25.0, rel=0.05)


def test_beyond_both_ends_of_a_line_there_are_only_its_ends(far):
    line = far.run.lines.line
    end = Target(line.record.count, line.place, is_end=True)
    assert [Target.of(GoTo(epoch), line) for epoch in (None, 100, 1_000)] == [end] * 3
    assert Target.of(GoTo(steps=10**9), line) == end
    assert Target.of(GoTo(-5), line) == Target.of(GoTo(0), line)


def test_the_last_epoch_is_the_end_only_if_nothing_followed_it():
    someone = Traveller(1)
    someone.train_to(10)
    at_epoch = all_bits(someone.run)
    someone.give(Step("batch"))
    someone.run.leave()
    assert not Target.of(GoTo(10), someone.run.lines.line).is_end
    someone.go(10)
    assert all_bits(someone.run) == at_epoch


def test_a_moment_on_the_way_that_a_step_has_led_to_comes_after_that_step(monkeypatch):
    monkeypatch.setattr("playground.worker.replay.SPACING", 0.0)
    monkeypatch.setattr(moment_clock, "SHARE", float("inf"))
    someone, known = Traveller(1), {}
    for epoch in range(1, 6):
        while someone.trainer.epoch < epoch:
            someone.give(Step("batch"))
        known[epoch] = all_bits(someone.run)
    someone.run.lines.line.moments.clear()
    for epoch in (4, 3, 4, 2, 1):
        someone.go(epoch)
        assert all_bits(someone.run) == known[epoch]


def test_moments_on_the_way_are_kept_so_that_the_next_is_near(far, monkeypatch):
    monkeypatch.setattr("playground.worker.replay.SPACING", 0.0)
    monkeypatch.setattr(moment_clock, "SHARE", float("inf"))
    far.go(50)
    assert [one.place.epoch for one in far.run.lines.line.moments] == list(range(1, 51))
    assert far.timeline.moments.tolist() == list(range(51))
    assert replay(far, 49).there.trainer.epoch == 49
