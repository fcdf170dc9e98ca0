import random
import time
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hands import EXPLOSIVE, PATIENCE, SMALL
from runners import HeardRunner, included, taken

from engine import OPTIMIZERS, Experiment, LayerSpec, NetworkSpec, StopSpec, Trainer, TrainSpec
from playground.observers.field import Field
from playground.observers.lanes import Arrival, ClockUnit, Goal
from playground.observers.plane import AskPlane
from playground.observers.view import View
from playground.worker import run as runs
from playground.worker.answer import Outcome
from playground.worker.commands import (
    LookAtLanes,
    Open,
    OpenLanes,
    Pause,
    Play,
    Reset,
    SetParameter,
    SetSpeed,
    SetUnit,
    Step,
)
from playground.worker.kept import PLAYING_SECONDS
from playground.worker.lanes import LONG_SECONDS, ROUND_SECONDS, LanesTraining
from playground.worker.revision import Revision
from playground.worker.speed import SPEEDS, Speed
from playground.worker.training import Training

EPOCHS, SECONDS = ClockUnit.EPOCHS, ClockUnit.SECONDS
STEP = 1e-4  # what a mini-batch costs by the tests' clock, in seconds


def with_training(experiment=SMALL, **settings):
    return replace(experiment, training=replace(experiment.training, **settings))


SLOW, QUICK = with_training(learning_rate=0.01), with_training(learning_rate=0.1)
DROPPING = replace(
    SMALL, network=NetworkSpec(hidden=(LayerSpec(6, dropout=0.3),)), training=TrainSpec(optimizer="adam")
)


class Lanes:
    """Several runs, trained by hand, on a clock that counts mini-batches."""

    def __init__(self, *starts, unit=EPOCHS, goal=None, costs=(), same_weights=False, keeping=None):
        self.costs, self.tickets = costs or [STEP] * len(starts), 0
        self.training = LanesTraining(keeping, self.clock)
        assert self.do(OpenLanes(starts, unit, goal, same_weights)) is Outcome.RESTARTED

    def clock(self):
        lanes = getattr(self, "training", None)
        pairs = zip(lanes.lanes if lanes else (), self.costs, strict=False)
        return sum(cost * lane.trainer.steps for lane, cost in pairs)

    def do(self, command):
        self.tickets += 1
        answer = self.training.answer(self.tickets, command)
        assert answer.failure is None
        return answer.outcome

    def train(self, rounds=1, interrupt=lambda: True):
        for _ in range(rounds):
            self.training.train(interrupt)

    def play(self, rounds=1, epochs=None):
        self.do(Play(epochs))
        self.train(rounds)

    def finish(self, most=10_000):
        """Train until nothing trains."""
        while self.training.playback.busy and most:
            self.training.train(lambda: True)
            most -= 1
        assert most

    @property
    def lanes(self):
        return self.training.lanes

    @property
    def value(self):
        return self.training.sight(self.tickets, evaluating=False).snapshot

    @property
    def epochs(self):
        return [lane.trainer.epoch for lane in self.lanes]

    @property
    def busy(self):
        return [lane.snapshot.busy for lane in self.value.lanes]


def alone(experiment, epochs):
    """Train an experiment alone; return the loss at every epoch, from 0 on, and the trainer."""
    trainer = Trainer(experiment)
    losses = [trainer.metrics().test_loss]
    trainer.run(epochs, each_epoch=lambda metrics: losses.append(metrics.test_loss))
    return losses, trainer


def first_below(experiment, loss, epochs=400):
    losses, _ = alone(experiment, epochs)
    return next(epoch for epoch, one in enumerate(losses) if one <= loss)


# -- the same bits ---------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ClockUnit)
@pytest.mark.parametrize("speed", ["full", "epochs", "steps"])
def test_a_lane_has_the_bits_of_the_same_run_alone(unit, speed):
    starts = SLOW, DROPPING, with_training(optimizer="rmsprop", batch_size=7)
    lanes, rng = Lanes(*starts, unit=unit, costs=(STEP, 3 * STEP, 2 * STEP)), random.Random(0)
    lanes.do(SetSpeed(SPEEDS[speed]))
    lanes.do(Play())
    for _ in range(40):
        lanes.train(interrupt=lambda: rng.random() < 0.3)
    assert min(lanes.epochs) >= 1
    for start, lane in zip(starts, lanes.lanes, strict=True):
        trainer = Trainer(start)
        while trainer.steps < lane.trainer.steps:
            trainer.step()
        assert trainer.epoch - lane.trainer.epoch in (0, 1)  # it may wait to be evaluated
        assert np.array_equal(trainer.network.parameters, lane.trainer.network.parameters)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_commanded_the_bits_are_those_of_the_run_alone(seed):
    rng = random.Random(seed)
    starts = [_any_experiment(rng) for _ in range(rng.randint(1, 5))]
    costs, goal = [STEP * rng.randint(1, 9) for _ in starts], rng.choice([None, Goal(rng.random())])
    lanes = Lanes(*starts, costs=costs, goal=goal)
    commands = [
        lambda: Play(rng.choice([None, 3])),
        Pause,
        lambda: Step(rng.choice(["epoch", "batch", "sample"])),
        lambda: SetUnit(rng.choice(list(ClockUnit))),
        lambda: SetSpeed(SPEEDS[rng.choice(["full", "epochs", "steps"])]),
    ]
    for _ in range(40):
        lanes.do(rng.choice(commands)())
        for _ in range(rng.randint(0, 3)):
            if lanes.training.playback.busy:
                lanes.train(interrupt=lambda: rng.random() < 0.2)
    assert any(lane.trainer.steps for lane in lanes.lanes)
    for start, lane in zip(starts, lanes.lanes, strict=True):
        trainer = Trainer(start)
        while trainer.steps < lane.trainer.steps:
            trainer.step()
        assert np.array_equal(trainer.network.parameters, lane.trainer.network.parameters)


def _any_experiment(rng):
    layers = tuple(
        LayerSpec(rng.randint(1, 5), dropout=rng.choice([0.0, 0.4])) for _ in range(rng.randint(0, 2))
    )
    training = TrainSpec(
        optimizer=rng.choice(sorted(OPTIMIZERS)),
        batch_size=rng.choice([1, 7, 30]),
        learning_rate=0.01,
        dtype=rng.choice(["float64", "float32"]),
        schedule=rng.choice(["constant", "plateau"]),
    )
    stop = StopSpec(epochs=rng.choice([None, 3]), patience=rng.choice([None, 2]))
    network = NetworkSpec(hidden=layers)
    return replace(SMALL, network=network, training=training, stop=stop, weights_seed=rng.randint(0, 99))


def test_a_lanes_curves_are_those_of_the_same_run_alone():
    lanes = Lanes(SLOW, QUICK)
    lanes.play(epochs=30)
    lanes.finish()
    for start, lane in zip((SLOW, QUICK), lanes.value.lanes, strict=True):
        assert lane.snapshot.curves.test.values.tolist() == alone(start, 30)[0]


# -- the clock -------------------------------------------------------------------------------


@pytest.mark.parametrize("costs", [(STEP, STEP), (STEP, 9 * STEP), (9 * STEP, STEP)])
def test_by_epochs_all_stand_at_the_same_epoch(costs):
    lanes = Lanes(SLOW, QUICK, costs=costs)
    lanes.do(Play())
    for _ in range(20):
        lanes.train()
        assert len(set(lanes.epochs)) == 1
        assert lanes.value.time == lanes.epochs[0]
    assert lanes.epochs[0] >= 20


def test_rounds_take_as_many_epochs_as_there_is_time_for():
    lanes = Lanes(SLOW, QUICK, costs=(STEP / 30, STEP / 30))  # 3 mini-batches an epoch
    lanes.play(rounds=12)
    before = lanes.clock()
    lanes.train()
    assert ROUND_SECONDS / 2 < lanes.clock() - before <= ROUND_SECONDS


def test_epochs_longer_than_a_round_are_trained_by_turns_and_nobody_is_an_epoch_ahead():
    lanes = Lanes(SLOW, QUICK, costs=(2 * LONG_SECONDS, 3 * LONG_SECONDS))
    lanes.do(Play())
    seen = set()
    for _ in range(30):
        lanes.train()
        moments = [lane.time_in(EPOCHS) for lane in lanes.lanes]
        assert max(moments) - min(moments) <= 1.0
        seen.add(tuple(lane.trainer.steps for lane in lanes.lanes))
    assert len(seen) == 30  # it was shown after every mini-batch


def test_by_seconds_all_have_trained_for_as_long():
    lanes = Lanes(SLOW, QUICK, DROPPING, unit=SECONDS, costs=(STEP, 2 * STEP, 5 * STEP))
    lanes.do(Play())
    for _ in range(20):
        lanes.train()
        seconds = [lane.seconds for lane in lanes.value.lanes]
        assert max(seconds) - min(seconds) <= 5 * STEP
        assert lanes.value.time == min(seconds)
    steps = [lane.trainer.steps for lane in lanes.lanes]
    assert steps[0] / steps[2] == pytest.approx(5, rel=0.1)
    assert steps[0] / steps[1] == pytest.approx(2, rel=0.1)


def test_a_lanes_seconds_are_those_of_its_own_training():
    lanes = Lanes(SLOW, QUICK, costs=(STEP, 4 * STEP))
    lanes.play(rounds=5)
    for lane, cost in zip(lanes.value.lanes, lanes.costs, strict=True):
        assert lane.seconds == pytest.approx(cost * lane.snapshot.steps)


def test_with_another_clock_those_that_are_behind_catch_up():
    lanes = Lanes(SLOW, QUICK, unit=SECONDS, costs=(STEP, 5 * STEP))
    lanes.play(rounds=20)
    assert lanes.epochs[0] > lanes.epochs[1]
    lanes.do(SetUnit(EPOCHS))
    ahead = lanes.epochs[0]
    while lanes.epochs[1] < ahead:
        lanes.train()
        assert lanes.lanes[0].time_in(EPOCHS) <= ahead + 10  # of one round
    lanes.train(3)
    assert len(set(lanes.epochs)) == 1


@pytest.mark.parametrize("unit", ClockUnit)
def test_at_a_limited_speed_each_trains_one_unit_at_a_time(unit, monkeypatch):
    monkeypatch.setattr("playground.worker.speed.time", SimpleNamespace(perf_counter=lambda: 0.0))
    lanes = Lanes(SLOW, QUICK, unit=unit)
    lanes.do(SetSpeed(Speed("epoch", 10.0)))
    lanes.do(Play())
    lanes.train(interrupt=lambda: False)
    assert lanes.epochs == [1, 1]
    assert lanes.training.playback.wait() > 0.0
    lanes.train(interrupt=lambda: False)
    assert lanes.epochs == [2, 2]
    lanes.do(SetSpeed(Speed("batch", 10.0)))
    lanes.train(interrupt=lambda: False)
    assert [lane.snapshot.position[0] for lane in lanes.value.lanes] == [1, 1]
    assert all(lane.snapshot.by_batch for lane in lanes.value.lanes)


def test_at_a_limited_speed_by_seconds_the_quicker_one_trains_more_units():
    lanes = Lanes(SLOW, QUICK, unit=SECONDS, costs=(STEP, 3 * STEP))
    lanes.do(SetSpeed(Speed("batch", 10.0)))
    lanes.do(Play())
    for _ in range(20):
        lanes.train(interrupt=lambda: False)
    assert [lane.trainer.steps for lane in lanes.lanes] == [30, 10]


# -- play, pause, step, reset ----------------------------------------------------------------


def test_it_opens_paused_at_epoch_0():
    lanes = Lanes(SLOW, QUICK)
    assert (lanes.epochs, lanes.value.time, lanes.value.playing, lanes.value.busy) == (
        [0, 0],
        0.0,
        False,
        False,
    )
    assert [lane.snapshot.experiment for lane in lanes.value.lanes] == [SLOW, QUICK]


def test_each_has_its_own_run_number_and_no_number_comes_twice():
    lanes = Lanes(SLOW, QUICK)
    numbers = [lane.snapshot.run for lane in lanes.value.lanes]
    lanes.do(Reset())
    numbers += [lane.snapshot.run for lane in lanes.value.lanes]
    assert len(set(numbers)) == 4


def test_play_for_some_epochs_stops_all_there():
    lanes = Lanes(SLOW, QUICK)
    lanes.play(epochs=7)
    assert lanes.value.playing
    lanes.finish()
    assert (lanes.epochs, lanes.value.playing, lanes.busy) == ([7, 7], False, [False, False])


def test_pause_stops_all():
    lanes = Lanes(SLOW, QUICK)
    lanes.play()
    lanes.do(Pause())
    assert (lanes.value.playing, lanes.busy) == (False, [False, False])


@pytest.mark.parametrize(("of", "place"), [("epoch", (3, 0)), ("batch", (1, 0)), ("sample", (0, 3))])
def test_steps_are_made_by_all_and_add_up(of, place):
    lanes = Lanes(with_training(SLOW, batch_size=10), with_training(QUICK, batch_size=10))
    for _ in range(3):
        lanes.do(Step(of))
    lanes.finish()
    for lane in lanes.value.lanes:
        assert (lane.snapshot.epoch, lane.snapshot.sample) == place
        assert not lane.snapshot.busy


def test_a_mini_batch_after_an_epoch_that_is_under_way_follows_it():
    lanes = Lanes(SLOW, QUICK)
    for of in ("epoch", "batch", "batch"):
        lanes.do(Step(of))
    lanes.finish()
    assert [(lane.snapshot.epoch, lane.snapshot.position[0]) for lane in lanes.value.lanes] == [
        (1, 2),
        (1, 2),
    ]


def test_reset_goes_back_to_the_start_of_each():
    state = alone(QUICK, 5)[1].state()
    lanes = Lanes(SLOW, state, goal=Goal(0.6))
    starts = [lane.trainer.network.parameters.copy() for lane in lanes.lanes]
    lanes.play(rounds=9)
    assert lanes.do(Reset()) is Outcome.RESTARTED
    assert lanes.epochs == [0, 5]
    assert [lane.seconds for lane in lanes.value.lanes] == [0.0, 0.0]
    assert not lanes.value.playing
    for start, lane in zip(starts, lanes.lanes, strict=True):
        assert np.array_equal(start, lane.trainer.network.parameters)
    lanes.play(rounds=30)
    assert len(set(lanes.epochs)) == 1


# -- what ends one of them -------------------------------------------------------------------


def test_one_that_a_rule_stops_leaves_the_others_training():
    lanes = Lanes(replace(SLOW, stop=StopSpec(epochs=4)), QUICK)
    lanes.play(rounds=10)
    assert lanes.epochs[0] == 4
    assert lanes.epochs[1] > 4
    assert lanes.busy == [False, True]
    assert lanes.value.lanes[0].snapshot.stopped.reason == "epochs"
    assert lanes.value.time == lanes.epochs[1]
    lanes.do(Pause())
    lanes.play(rounds=3)
    assert lanes.epochs[0] == 4


def test_once_rules_have_stopped_all_play_continues_all():
    lanes = Lanes(replace(SLOW, stop=StopSpec(epochs=4)), replace(QUICK, stop=StopSpec(epochs=6)))
    lanes.play()
    lanes.finish()
    assert lanes.epochs == [4, 6]
    lanes.play(rounds=9)
    assert lanes.value.playing
    assert lanes.epochs[0] == lanes.epochs[1] > 6


def test_one_that_diverges_is_over_until_reset():
    lanes = Lanes(EXPLOSIVE, with_training(EXPLOSIVE, learning_rate=0.001))
    lanes.play(rounds=20)
    assert lanes.value.lanes[0].snapshot.diverged is not None
    assert lanes.busy == [False, True]
    stood = lanes.epochs
    lanes.do(Pause())
    lanes.do(Step())
    lanes.finish()
    lanes.play(rounds=5)
    assert lanes.epochs[0] == stood[0]
    assert lanes.epochs[1] > stood[1]
    lanes.do(Reset())
    assert lanes.value.lanes[0].snapshot.diverged is None


def test_once_all_have_diverged_play_trains_none():
    lanes = Lanes(EXPLOSIVE, EXPLOSIVE)
    lanes.play()
    lanes.finish()
    lanes.do(Play())
    assert not lanes.value.busy


# -- the goal --------------------------------------------------------------------------------


def test_each_arrives_in_the_first_epoch_with_so_low_a_loss():
    lanes = Lanes(SLOW, QUICK, goal=Goal(0.3))
    lanes.play()
    lanes.finish()
    first = [first_below(one, 0.3) for one in (SLOW, QUICK)]
    assert [lane.arrival.epoch for lane in lanes.value.lanes] == first
    assert [lane.arrival.place for lane in lanes.value.lanes] == [2, 1]
    assert lanes.value.winners == (1,)
    batches = lanes.lanes[0].trainer.position[1]
    assert lanes.value.lanes[0].arrival.seconds == pytest.approx(first[0] * batches * STEP)


def test_the_race_pauses_once_all_have_arrived_and_can_go_on():
    lanes = Lanes(SLOW, QUICK, goal=Goal(0.3))
    lanes.play()
    lanes.finish()
    arrived = [lane.arrival for lane in lanes.value.lanes]
    lanes.play(rounds=20)
    assert lanes.value.playing
    assert [lane.arrival for lane in lanes.value.lanes] == arrived


def test_the_race_does_not_wait_for_one_that_has_diverged():
    lanes = Lanes(EXPLOSIVE, with_training(EXPLOSIVE, learning_rate=0.01), goal=Goal(0.1))
    lanes.play()
    lanes.finish()
    assert [lane.arrival is not None for lane in lanes.value.lanes] == [False, True]


def test_those_that_arrive_at_the_same_moment_share_a_place():
    lanes = Lanes(QUICK, SLOW, QUICK, goal=Goal(0.3))
    lanes.play()
    lanes.finish()
    assert [lane.arrival.place for lane in lanes.value.lanes] == [1, 3, 1]
    assert lanes.value.winners == (0, 2)


def test_by_seconds_the_one_with_less_training_time_wins():
    dear = Lanes(SLOW, QUICK, unit=SECONDS, goal=Goal(0.3), costs=(STEP, 100 * STEP))
    dear.play()
    dear.finish()
    assert [lane.arrival.place for lane in dear.value.lanes] == [1, 2]
    dear.do(SetUnit(EPOCHS))
    assert [lane.arrival.place for lane in dear.value.lanes] == [2, 1]


@pytest.mark.parametrize("unit", ClockUnit)
@pytest.mark.parametrize("cost", [STEP, LONG_SECONDS / 7, 2 * LONG_SECONDS])
def test_a_place_that_is_shown_does_not_change(unit, cost):
    starts = [with_training(learning_rate=rate) for rate in (0.05, 0.1, 0.15, 0.1)]
    lanes, shown = Lanes(*starts, unit=unit, goal=Goal(0.3), costs=(cost, 2 * cost, 3 * cost, cost)), {}
    lanes.do(Play())
    while lanes.training.playback.busy:
        lanes.train()
        for k, lane in enumerate(lanes.value.lanes):
            if lane.arrival is not None:
                assert shown.setdefault(k, lane.arrival) == lane.arrival
    assert len(shown) == 4


def test_one_that_begins_below_the_goal_has_arrived():
    lanes = Lanes(SLOW, QUICK, goal=Goal(100.0))
    assert [lane.arrival for lane in lanes.value.lanes] == [Arrival(0, 0.0, 1)] * 2
    lanes.play(rounds=4)
    assert lanes.value.playing  # there was nothing to race for


def test_where_evaluating_is_dear_the_arrival_is_exact_all_the_same(monkeypatch):
    monkeypatch.setattr(runs, "are_cheap", lambda *_: False)
    lanes = Lanes(SLOW, QUICK, goal=Goal(0.3))
    lanes.play()
    lanes.finish()
    assert [lane.arrival.epoch for lane in lanes.value.lanes] == [first_below(o, 0.3) for o in (SLOW, QUICK)]


# -- the same starting weights ---------------------------------------------------------------


def test_all_start_from_the_weights_of_the_first():
    wider = replace(SMALL, network=NetworkSpec(hidden=(LayerSpec(5), LayerSpec(3))))
    lanes = Lanes(SMALL, wider, replace(SMALL, weights_seed=5), same_weights=True)
    assert [lane.shared for lane in lanes.value.lanes] == [None, (False, False, True), (True, True, True)]
    first, second, third = (lane.trainer.network for lane in lanes.lanes)
    assert np.array_equal(first.layers[-1].theta, second.layers[-1].theta)
    assert np.array_equal(first.parameters, third.parameters)
    lanes.play(rounds=3)
    lanes.do(Reset())
    assert np.array_equal(
        lanes.lanes[0].trainer.network.parameters, lanes.lanes[2].trainer.network.parameters
    )
    assert lanes.value.lanes[2].shared == (True, True, True)


# -- what is kept ----------------------------------------------------------------------------


def test_those_that_train_on_are_kept_again_where_the_first_is_over(monkeypatch):
    now, put = [0.0], []
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    lanes = Lanes(replace(SLOW, stop=StopSpec(epochs=2)), QUICK, keeping=SimpleNamespace(put=put.append))
    lanes.do(Play())
    for _ in range(3):
        lanes.train(4)
        now[0] += PLAYING_SECONDS
        lanes.training.keep_if_due()
    epochs = [copy.progress.epoch for copy in put if copy.experiment == QUICK]
    assert len(epochs) == len(set(epochs)) == 3
    assert [copy.progress.epoch for copy in put if copy.experiment != QUICK] == [2]


# -- commands --------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [Open(SMALL), Revision(SMALL), SetParameter(0, 0, 0, 1.0)])
def test_commands_for_one_run_are_refused(command):
    lanes = Lanes(SLOW, QUICK)
    assert lanes.do(command) is Outcome.REFUSED
    assert len(lanes.value.lanes) == 2


@pytest.mark.parametrize("command", [Play(), Step(), Reset()])
def test_before_any_are_open_there_is_nothing_to_train(command):
    training = LanesTraining()
    assert training.answer(1, command).outcome is Outcome.REFUSED
    assert training.sight(1, evaluating=False) is None


@pytest.mark.parametrize("command", [OpenLanes((SMALL,), EPOCHS), SetUnit(EPOCHS), LookAtLanes(())])
def test_commands_for_several_are_refused_by_one(command):
    training = Training()
    training.answer(1, Open(SMALL))
    assert training.answer(2, command).outcome is Outcome.REFUSED


def test_an_experiment_that_cannot_be_opened_leaves_those_that_there_are():
    lanes = Lanes(SLOW, QUICK)
    impossible = replace(EXPLOSIVE, network=NetworkSpec(output="softmax"))
    answer = lanes.training.answer(9, OpenLanes((SLOW, impossible), SECONDS))
    assert answer.outcome is Outcome.FAILED
    assert lanes.value.unit is EPOCHS
    assert [lane.snapshot.experiment for lane in lanes.value.lanes] == [SLOW, QUICK]


# -- in their threads ------------------------------------------------------------------------


@pytest.fixture
def runner():
    one = HeardRunner(LanesTraining)
    yield one
    assert one.stop(PATIENCE)


def test_each_is_looked_at_in_its_own_way(runner):
    fine, coarse = View((AskPlane(resolution=40),)), View((AskPlane(resolution=24),))
    runner.submit(LookAtLanes((fine, coarse, View())))
    ticket = runner.submit(OpenLanes((SLOW, QUICK, DROPPING), EPOCHS))
    runner.begin()
    value = taken(runner.take_snapshot, lambda value: value.ticket == ticket and value.complete)
    shapes = [one and one.values.shape for one in (lane.snapshot.get(Field) for lane in value.lanes)]
    assert shapes == [(1, 40, 40), (1, 24, 24), None]
    alike = [lane.snapshot.get(Field) for lane in value.lanes[:2]]
    assert alike[0] is not alike[1]


def test_they_train_in_their_thread_and_every_picture_is_of_one_epoch(runner):
    runner.submit(LookAtLanes((View((AskPlane(resolution=24),)),) * 2))
    runner.submit(OpenLanes((SLOW, QUICK), EPOCHS))
    ticket = runner.submit(Play(40))
    runner.begin()
    seen = []
    taken(
        runner.take_snapshot, lambda value: seen.append(value) or (value.ticket == ticket and not value.busy)
    )
    assert {len({lane.snapshot.epoch for lane in value.lanes}) for value in seen} == {1}
    assert [lane.snapshot.epoch for lane in seen[-1].lanes] == [40, 40]


def test_dear_ones_are_evaluated_in_the_observing_thread(runner, monkeypatch):
    monkeypatch.setattr(runs, "are_cheap", lambda *_: False)
    ticket = runner.submit(OpenLanes((SLOW, QUICK), EPOCHS))
    runner.begin()
    value = taken(runner.take_snapshot, lambda value: value.ticket == ticket and value.complete)
    for start, lane in zip((SLOW, QUICK), value.lanes, strict=True):
        assert lane.snapshot.metrics == Trainer(start).metrics()


def test_a_failure_while_they_train_pauses_all_and_is_told(runner, monkeypatch):
    included(runner, _opened(runner))

    def fail(*_):
        raise RuntimeError("broken")

    monkeypatch.setattr(LanesTraining, "_train_rounds", fail)
    runner.submit(Play())
    assert taken(runner.take_failure).outcome is Outcome.STOPPED
    monkeypatch.undo()
    ticket = runner.submit(Play(3))
    value = taken(runner.take_snapshot, lambda value: value.ticket == ticket and not value.busy)
    assert [lane.snapshot.epoch for lane in value.lanes] == [3, 3]


def _opened(runner):
    ticket = runner.submit(OpenLanes((SLOW, Experiment()), EPOCHS))
    runner.begin()
    return ticket
