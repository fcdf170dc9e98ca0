"""How fast training goes: units are due by the clock, and commands are answered at once all the same."""

import time
from dataclasses import replace

import numpy as np
import pytest
from hands import PATIENCE
from runners import HeardRunner, Waits, taken

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, Trainer
from playground.texts import speeds
from playground.texts.speeds import FULL
from playground.worker import speed
from playground.worker.commands import Open, Pause, Play, Reset, SetSpeed, Step
from playground.worker.revision import Revision
from playground.worker.speed import SPEEDS, Speed, Throttle

SMALL = Experiment(data=DataSpec(samples=60), network=NetworkSpec(hidden=(LayerSpec(4), LayerSpec(3))))
SLOW = Speed("batch", 0.001)  # one step in a quarter of an hour: nobody here waits for the second


@pytest.fixture
def runner():
    one = HeardRunner()
    one.submit(Open(SMALL))
    one.begin()
    yield one
    assert one.stop(PATIENCE)


class Clock:
    """Time that passes only where somebody waits."""

    def __init__(self):
        self.now = 1000.0

    def perf_counter(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    one = Clock()
    monkeypatch.setattr(speed, "time", one)
    return one


def answered(runner, ticket, seconds=PATIENCE):
    return taken(runner.take_snapshot, lambda snapshot: snapshot.ticket >= ticket, seconds)


# -- the clock -------------------------------------------------------------------------------


def test_without_a_limit_nothing_waits():
    beat = Throttle()
    for _ in range(3):
        assert beat.wait() == 0.0
        beat.done()


def test_the_first_unit_is_due_at_once_and_the_next_after_its_time(clock):
    beat = Throttle()
    beat.start(Speed("epoch", 0.5))
    assert beat.wait() == 0.0
    beat.done()
    assert beat.wait() == 2.0
    clock.now += 1.5
    assert beat.wait() == 0.5


def test_what_is_late_is_not_made_up_for(clock):
    beat = Throttle()
    beat.start(Speed("epoch", 4.0))
    clock.now += 10.0
    beat.done()
    assert beat.wait() == 0.0
    beat.done()
    assert beat.wait() == 0.25


def test_paces_go_from_the_slowest_to_the_fastest():
    # an epoch is many mini-batches
    seconds = [(1.0 if one.unit == "batch" else 1e3) * one.per_second for one in SPEEDS.values()]
    assert list(SPEEDS)[-1] == FULL
    assert list(SPEEDS) == list(speeds.SPEEDS)  # each has its words
    assert not SPEEDS[FULL].limited
    assert seconds[:-1] == sorted(seconds[:-1])


# -- in the worker ---------------------------------------------------------------------------


class Waiting:
    """The worker's commands, for which it waits in no time by everybody's clock but its own."""

    def __init__(self, commands, clock):
        self._commands, self._clock = commands, clock
        self.empty = commands.empty

    def get(self, block, timeout):
        if block and timeout is not None:
            self._clock.now += timeout
            return self._commands.get(False)
        return self._commands.get(block, timeout)


@pytest.mark.parametrize(("unit", "per_second", "units"), [("batch", 50.0, 30), ("epoch", 20.0, 10)])
def test_training_keeps_to_its_pace(runner, clock, unit, per_second, units):
    runner._worker._messages = Waiting(runner._messages, clock)
    runner.submit(SetSpeed(Speed(unit, per_second)))
    start = clock.now
    runner.submit(Play(10))
    snapshot = taken(runner.take_snapshot, lambda one: one.epoch == 10 and not one.playing)
    assert units == (snapshot.steps if unit == "batch" else snapshot.epoch)
    assert clock.now - start == pytest.approx((units - 1) / per_second)  # the first is due at once


def test_paused_at_a_pace_of_epochs_none_is_left_in_its_middle(runner):
    runner.submit(SetSpeed(replace(SLOW, unit="epoch")))
    runner.submit(Play())
    taken(runner.take_snapshot, lambda one: one.epoch == 1)
    snapshot = answered(runner, runner.submit(Pause()))
    assert (snapshot.epoch, snapshot.position[0]) == (1, 0)


def test_at_a_slow_pace_every_step_is_shown_at_once_with_its_own_figures(runner):
    runner.submit(SetSpeed(SLOW))
    runner.submit(Play())
    trainer = Trainer(SMALL)
    trainer.step()
    snapshot = taken(runner.take_snapshot, lambda one: one.steps == 1)
    assert snapshot.metrics == trainer.metrics()
    assert (snapshot.position[0], snapshot.playing) == (1, True)


@pytest.mark.parametrize("command", ["configure", "pause", "reset", "step"])
def test_a_command_is_answered_without_waiting_for_the_next_slow_step(runner, command):
    runner.submit(SetSpeed(SLOW))
    runner.submit(Play())
    taken(runner.take_snapshot, lambda one: one.steps == 1)
    command = {
        "configure": Revision(replace(SMALL, seed=1)),
        "pause": Pause(),
        "reset": Reset(),
        "step": Step(),
    }[command]
    assert answered(runner, runner.submit(command)).steps <= 3


def test_a_command_does_not_bring_the_next_step_forward(runner):
    runner.submit(SetSpeed(SLOW))
    runner.submit(Play())
    taken(runner.take_snapshot, lambda one: one.steps == 1)
    for rate in (0.1, 0.2, 0.3):
        training = replace(SMALL.training, learning_rate=rate)
        assert answered(runner, runner.submit(Revision(replace(SMALL, training=training)))).steps == 1


def test_the_next_step_is_waited_for_at_one_stretch(monkeypatch):
    runner = HeardRunner()
    waits = Waits(runner, monkeypatch)
    for command in (Open(SMALL), SetSpeed(SLOW), Play()):
        runner.submit(command)
    runner.begin()
    taken(runner.take_snapshot, lambda one: one.steps == 1)
    taken(
        waits.current.copy,
        lambda now: now.keys() == {"observing", "training"} and (now["training"] or 0.0) > 100.0,
    )
    begun = waits.begun
    for _ in range(20):
        assert runner.take_snapshot() is None
        time.sleep(0.001)
    assert waits.begun == begun, "nothing has woken it"
    assert waits.current["training"] > 100.0
    assert runner.stop(PATIENCE)


def test_stop_joins_between_two_slow_steps(runner):
    runner.submit(SetSpeed(SLOW))
    runner.submit(Play())
    taken(runner.take_snapshot, lambda one: one.steps == 1)
    assert runner.stop(PATIENCE)


def test_back_at_full_speed_it_goes_on_at_once_to_the_same_bits(runner):
    runner.submit(SetSpeed(Speed("batch", 50.0)))
    runner.submit(Play(30))
    taken(runner.take_snapshot, lambda one: one.steps >= 2)
    runner.submit(SetSpeed(SPEEDS[FULL]))
    snapshot = taken(runner.take_snapshot, lambda one: not one.busy)
    trainer = Trainer(SMALL)
    trainer.run(epochs=30)
    assert (snapshot.epoch, snapshot.metrics) == (30, trainer.metrics())
    assert snapshot.curves.train.epochs[-1] == 30
    np.testing.assert_array_equal(snapshot.curves.train.epochs[:3], [0, 1, 2])


@pytest.mark.parametrize("of", ["sample", "batch", "epoch"])
def test_steps_do_not_wait_for_the_pace(runner, of):
    runner.submit(SetSpeed(SLOW))
    for _ in range(5):
        ticket = runner.submit(Step(of))
    snapshot = taken(runner.take_snapshot, lambda one: one.ticket == ticket and not one.busy)
    assert (snapshot.epoch, snapshot.steps, snapshot.sample) == {
        "sample": (0, 0, 5),
        "batch": (1, 5, 0),  # three mini-batches are an epoch
        "epoch": (5, 15, 0),
    }[of]
