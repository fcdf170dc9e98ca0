import dataclasses
import sys
import threading
import time
import weakref
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hands import PATIENCE
from runners import HeardRunner, Waits, finished, included, taken

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, Trainer, TrainSpec
from playground.observers.close_up import AskCloseUp, CloseUp
from playground.observers.errors import AskErrors
from playground.observers.field import Field, FieldObserver
from playground.observers.hardest import AskHardest
from playground.observers.neuron_maps import AskNeuronMaps, NeuronMaps
from playground.observers.neuron_parameters import AskNeuronParameters, NeuronParameters
from playground.observers.plane import AskPlane, grid
from playground.observers.scores import AskScores
from playground.observers.view import View
from playground.worker.commands import Look, Open, Pause, Play, RemoveNeuron, Reset, SetMask, SetParameter
from playground.worker.request import Evaluated
from playground.worker.revision import Revision
from playground.worker.snapshots import Snapshots
from playground.worker.training import Training

SMALL = Experiment(data=DataSpec(samples=60), network=NetworkSpec(hidden=(LayerSpec(4), LayerSpec(3))))
WIDE = replace(SMALL, network=NetworkSpec(hidden=(LayerSpec(600), LayerSpec(600))))
IMPOSSIBLE = Experiment(data=DataSpec(dataset="plane"), network=NetworkSpec(output="softmax"))
EXPLOSIVE = Experiment(
    data=DataSpec(dataset="plane"),
    network=NetworkSpec(hidden=(LayerSpec(8, "relu"),)),
    training=TrainSpec(learning_rate=1000.0),
)
MAPS = AskNeuronMaps(((0, 4), (0, 3), (0, 1)), sources=(0, 2))
COMMANDS = {
    "configure": lambda runner: runner.submit(Revision(replace(SMALL, seed=1))),
    "play": lambda runner: runner.submit(Play(3)),
    "pause": lambda runner: runner.submit(Pause()),
    "reset": lambda runner: runner.submit(Reset()),
    "look": lambda runner: runner.submit(Look(coarse(30))),
}


@pytest.fixture
def runner():
    one = HeardRunner()
    yield one
    assert one.stop(PATIENCE)


def coarse(resolution):
    return View((AskPlane(resolution=resolution),))


def begun(runner, experiment):
    """Open an experiment and start the thread; return the command's ticket."""
    runner.submit(Look(View((AskPlane(),))))
    ticket = runner.submit(Open(experiment))
    runner.begin()
    return ticket


@pytest.fixture
def started(runner):
    included(runner, begun(runner, SMALL))
    return runner


def arrays(value):
    """Walk to every array in a value made of dataclasses and tuples."""
    if isinstance(value, np.ndarray):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from arrays(getattr(value, field.name))
    elif isinstance(value, tuple | Mapping):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from arrays(part)


# -- commands and tickets --------------------------------------------------------------------


def test_it_starts_paused_at_epoch_0(runner):
    snapshot = included(runner, begun(runner, SMALL))
    assert (snapshot.epoch, snapshot.steps, snapshot.playing) == (0, 0, False)
    assert snapshot.experiment == SMALL


@pytest.mark.parametrize("command", COMMANDS)
def test_a_commands_ticket_comes_back_in_a_snapshot(started, command):
    ticket = COMMANDS[command](started)
    assert included(started, ticket).ticket == ticket


@pytest.mark.parametrize("command", COMMANDS)
def test_a_commands_ticket_comes_back_while_it_trains(started, command):
    started.submit(Play())
    ticket = COMMANDS[command](started)
    assert included(started, ticket).ticket == ticket


def test_commands_from_many_threads_have_a_ticket_each():
    runner, tickets = HeardRunner(), []  # not started: nothing takes the commands away
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [
            threading.Thread(target=lambda: tickets.extend([runner.submit(Pause()) for _ in range(20_000)]))
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(usual)
    assert sorted(tickets) == list(range(1, 80_001))


@pytest.mark.parametrize("epochs", [0, 1, 2, 57])
def test_play_for_some_epochs_stops_at_exactly_so_many(started, epochs):
    assert finished(started, started.submit(Play(epochs))).epoch == epochs
    assert finished(started, started.submit(Play(epochs))).epoch == 2 * epochs


def test_pause_stops_where_it_is_and_play_goes_on_from_there(started):
    started.submit(Play())
    taken(started.take_snapshot, lambda snapshot: snapshot.epoch > 20)
    stopped = finished(started, started.submit(Pause()))
    assert stopped.epoch > 20
    assert finished(started, started.submit(Play(5))).epoch == stopped.epoch + 5


def test_reset_goes_back_to_the_first_bits(runner):
    first = finished(runner, begun(runner, SMALL))
    finished(runner, runner.submit(Play(20)))
    again = finished(runner, runner.submit(Reset()))
    assert (again.epoch, again.metrics) == (0, first.metrics)
    np.testing.assert_array_equal(again.get(Field).values, first.get(Field).values)
    assert again.run > first.run


def test_a_new_network_starts_again_and_training_goes_on(started):
    started.submit(Play())
    before = taken(started.take_snapshot, lambda snapshot: snapshot.epoch > 100)
    new = included(started, started.submit(Revision(replace(SMALL, network=NetworkSpec(hidden=())))))
    assert new.run > before.run
    assert new.sizes == (2, 1)
    taken(started.take_snapshot, lambda snapshot: snapshot.run == new.run and snapshot.epoch > 10)


def test_a_new_learning_rate_neither_starts_again_nor_stops(started):
    started.submit(Play())
    before = taken(started.take_snapshot, lambda snapshot: snapshot.epoch > 100)
    faster = replace(SMALL, training=TrainSpec(learning_rate=0.1))
    after = included(started, started.submit(Revision(faster)))
    assert (after.run, after.playing, after.experiment) == (before.run, True, faster)
    assert after.epoch >= before.epoch


# -- determinism -----------------------------------------------------------------------------


def same_as(snapshot, trainer):
    assert (snapshot.epoch, snapshot.steps) == (trainer.epoch, trainer.steps)
    assert snapshot.metrics == trainer.metrics()
    predicted = trainer.network.predict(grid(100)).T.reshape(-1, 100, 100)
    np.testing.assert_allclose(snapshot.get(Field).values, predicted, rtol=1e-5, atol=1e-5)


def test_the_same_experiment_gives_the_same_bits_as_the_trainer_alone(started):
    trainer = Trainer(SMALL)
    trainer.run(epochs=200)
    same_as(finished(started, started.submit(Play(200))), trainer)


def test_a_live_change_gives_the_same_bits_as_the_trainer_alone(started):
    changed = replace(SMALL, training=TrainSpec(learning_rate=0.3, optimizer="adam", l2=0.01))
    trainer = Trainer(SMALL)
    trainer.run(epochs=20)
    trainer.configure(changed)
    trainer.run(epochs=30)
    finished(started, started.submit(Play(20)))
    started.submit(Revision(changed))
    same_as(finished(started, started.submit(Play(30))), trainer)


# -- snapshots -------------------------------------------------------------------------------


@pytest.mark.parametrize("spot", [(5, 0, 0), (0, 9, 0), (0, 0, 3)], ids=["layer", "neuron", "weight"])
def test_a_weight_that_there_never_came_to_be_is_left_alone(started, spot):
    started.submit(Revision(IMPOSSIBLE))  # refused; what was meant for its network comes right behind
    started.submit(SetParameter(*spot, 1.0))
    ticket = started.submit(SetMask("freeze", *spot, True))
    assert included(started, ticket).experiment == SMALL
    assert "output" in started.take_failure().failure.message
    assert started.take_failure() is None


def test_a_slow_window_leaves_one_pending_snapshot(started, monkeypatch):
    slices, fields = [], []
    run, observe = Trainer.run, FieldObserver.observe
    monkeypatch.setattr(Trainer, "run", lambda *args: (slices.append(1), run(*args))[1])
    monkeypatch.setattr(FieldObserver, "observe", lambda *args: (fields.append(1), observe(*args))[1])
    included(started, started.submit(Play()))
    limit = time.monotonic() + PATIENCE
    while len(slices) < 20 and time.monotonic() < limit:
        time.sleep(0.001)  # the window looks at nothing
    assert len(slices) >= 20
    assert len(fields) <= 3  # the answer to play, the one that waits, one under way
    pending = started.take_snapshot()
    assert pending.playing
    finished(started, started.submit(Pause()))
    assert started.take_snapshot() is None


def test_after_a_command_the_older_snapshot_gives_way_to_the_newer(started):
    finished(started, started.submit(Play(3)))
    started.submit(Play(4))
    started.submit(Pause())
    last = started.submit(Look(coarse(30)))
    assert finished(started, last).get(Field).values.shape == (1, 30, 30)
    assert started.take_snapshot() is None


def test_a_snapshot_is_complete(started):
    started.submit(Look(View((AskPlane(), MAPS))))
    snapshot = finished(started, started.submit(Play(300)))
    assert all(
        getattr(snapshot, field.name) is not None
        for field in dataclasses.fields(snapshot)
        if field.name not in ("diverged", "stopped", "restored_at")
    )
    train, test = snapshot.curves.train, snapshot.curves.test
    assert (train.epochs[0], train.epochs[-1]) == (test.epochs[0], test.epochs[-1]) == (0, 300)
    assert (train.values[-1], test.values[-1]) == (snapshot.metrics.train_loss, snapshot.metrics.test_loss)
    assert snapshot.get(Field).contours


def test_nothing_in_a_snapshot_can_be_written_to(started):
    ticket = started.submit(Look(View((AskPlane(), MAPS, AskNeuronParameters(0, 1), AskCloseUp((0, 1))))))
    assert set(included(started, ticket).values) == {CloseUp, NeuronMaps, NeuronParameters}
    started.submit(SetMask("freeze", 0, 1, None, True))
    snapshot = finished(started, started.submit(Play(300)))
    found = list(arrays(snapshot))
    assert len(found) >= 10  # field, contours, curves, data
    assert not [array.shape for array in found if array.flags.writeable]
    with pytest.raises(dataclasses.FrozenInstanceError):
        snapshot.epoch = 1


def test_a_snapshot_stays_as_it_is_while_training_goes_on(started):
    snapshot = finished(started, started.submit(Play(3)))
    before = [array.copy() for array in arrays(snapshot)]
    finished(started, started.submit(Play(300)))
    for now, then in zip(arrays(snapshot), before, strict=True):
        np.testing.assert_array_equal(now, then)


def test_no_field_is_computed_that_nobody_looks_at(started, monkeypatch):
    finished(started, started.submit(Look(View())))
    monkeypatch.setattr("engine.Forward", None)  # whoever computes one now, fails
    assert finished(started, started.submit(Play(3))).get(Field) is None
    assert started.take_failure() is None


def test_the_field_has_the_resolution_asked_for(started):
    assert finished(started, started.submit(Look(coarse(37)))).get(Field).values.shape == (1, 37, 37)


def test_speed_is_told_while_it_trains_and_is_none_when_paused(started):
    started.submit(Play())
    assert taken(started.take_snapshot, lambda snapshot: snapshot.speed > 0.0).playing
    assert finished(started, started.submit(Pause())).speed == 0.0


def test_a_frame_that_never_ends_slows_training_and_does_not_stop_it(started):
    started.give_way()
    assert finished(started, started.submit(Play(3))).epoch == 3


def test_divergence_pauses_and_is_told(runner):
    begun(runner, EXPLOSIVE)
    snapshot = finished(runner, runner.submit(Play()))
    assert snapshot.diverged
    assert np.isfinite(snapshot.metrics.train_loss)
    assert np.isfinite(snapshot.get(Field).values).all()


# -- paused ----------------------------------------------------------------------------------


def test_paused_both_threads_wait_until_something_comes(runner, monkeypatch):
    waits = Waits(runner, monkeypatch)
    begun(runner, SMALL)
    finished(runner, runner.submit(Play(3)))
    taken(lambda: sorted(waits.current) == ["observing", "training"] or None)
    begun_by_then = waits.begun
    for _ in range(20):
        assert runner.take_snapshot() is None
        time.sleep(0.001)
    assert sorted(waits.current.items()) == [("observing", None), ("training", None)], "no limit of time"
    assert waits.begun == begun_by_then, "nothing has woken them"


# -- stop ------------------------------------------------------------------------------------


def own_threads():
    return [one for one in threading.enumerate() if one.name in ("training", "observing")]


def test_stop_before_anything_happened():
    assert HeardRunner().stop(PATIENCE)


@pytest.mark.parametrize("experiment", [SMALL, WIDE, IMPOSSIBLE], ids=["small", "wide", "impossible"])
def test_stop_joins_right_after_the_start(experiment):
    runner = HeardRunner()
    begun(runner, experiment)
    assert runner.stop(PATIENCE)
    assert not own_threads()


@pytest.mark.parametrize("experiment", [SMALL, WIDE], ids=["small", "wide"])
def test_stop_joins_while_it_trains_and_may_be_called_twice(experiment):
    runner = HeardRunner()
    begun(runner, experiment)
    runner.submit(Play())
    taken(runner.take_snapshot, lambda snapshot: snapshot.steps > 0)
    assert runner.stop(PATIENCE)
    assert not own_threads()
    assert runner.stop(PATIENCE)


def test_stop_joins_while_a_frame_is_drawn_that_never_ends():
    runner = HeardRunner()
    begun(runner, SMALL)
    runner.give_way()
    runner.submit(Play())
    taken(runner.take_snapshot, lambda snapshot: snapshot.steps > 0)
    assert runner.stop(PATIENCE)
    assert not own_threads()


def test_stop_leaves_undone_what_still_waits(monkeypatch):
    runner, carried_out = HeardRunner(), []
    answer = Training.answer

    def held_up(training, ticket, command):
        carried_out.append(ticket)
        runner._stopping.wait(PATIENCE)
        return answer(training, ticket, command)

    monkeypatch.setattr(Training, "answer", held_up)
    begun(runner, WIDE)
    for seed in range(50):
        runner.submit(Revision(replace(WIDE, seed=seed)))
    assert runner.stop(PATIENCE)
    assert not own_threads()
    assert len(carried_out) <= 1


# -- failures --------------------------------------------------------------------------------


@pytest.fixture
def broken_once(monkeypatch):
    whole = Trainer.run

    def fail(*_args):
        monkeypatch.setattr(Trainer, "run", whole)
        raise RuntimeError("a slice\nwent wrong")

    monkeypatch.setattr(Trainer, "run", fail)


@pytest.mark.usefixtures("broken_once")
def test_an_exception_in_the_worker_becomes_a_failure_and_the_worker_goes_on(started):
    ticket = started.submit(Play())
    failure = taken(started.take_failure)
    assert failure.ticket == ticket
    assert failure.failure.message == "RuntimeError: a slice went wrong"
    assert "Traceback" in failure.failure.details
    assert not finished(started, ticket).playing
    assert finished(started, started.submit(Play(5))).epoch == 5
    assert started.take_failure() is None


def test_an_experiment_that_cannot_be_built_is_a_failure_and_the_old_one_stays(started):
    finished(started, started.submit(Play(3)))
    ticket = started.submit(Revision(IMPOSSIBLE))
    assert "softmax" in taken(started.take_failure).failure.message
    snapshot = finished(started, ticket)
    assert (snapshot.experiment, snapshot.epoch) == (SMALL, 3)


def test_a_start_that_fails_can_be_mended(runner):
    begun(runner, IMPOSSIBLE)
    taken(runner.take_failure)
    runner.submit(Play(3))
    runner.submit(Revision(SMALL))
    assert finished(runner, runner.submit(Play(4))).epoch == 4


@pytest.mark.parametrize("change", ["data", "network", "loss", "neuron"])
def test_after_a_change_of_what_is_learned_another_best_begins(runner, change):
    points = tuple((float(k % 7 - 3), float(k % 5 - 2), float(k % 2)) for k in range(30))
    own = replace(SMALL, data=DataSpec(dataset="own", points=points))
    included(runner, begun(runner, own))
    finished(runner, runner.submit(Play(20)))
    more, rate = replace(own.data, points=points[:20]), replace(own.training, learning_rate=0.1)
    wider = replace(own.network, hidden=(LayerSpec(5), LayerSpec(3)))
    narrower = replace(own, network=replace(own.network, hidden=(LayerSpec(3), LayerSpec(3))))
    same = included(runner, runner.submit(Revision(replace(own, training=rate), keep=True)))
    assert same.curves.best is not None
    own = replace(own, training=rate)
    ticket = {
        "data": lambda: runner.submit(Revision(replace(own, data=more), keep=True)),
        "network": lambda: runner.submit(Revision(replace(own, network=wider), keep=True)),
        "loss": lambda: runner.submit(
            Revision(replace(own, training=replace(rate, loss="squared")), keep=True)
        ),
        "neuron": lambda: runner.submit(
            RemoveNeuron(Revision(replace(narrower, training=rate), keep=True, number=1), 0, 1)
        ),
    }[change]()
    after = included(runner, ticket)
    assert after.epoch == 20
    assert after.curves.best is None
    later = finished(runner, runner.submit(Play(3)))
    assert later.curves.best[0] > 20


# -- the observing thread --------------------------------------------------------------------


@pytest.fixture
def held_up(monkeypatch):
    """A field that is not done until it is let go, and an event that says when one has begun."""
    begun, let_go, observe = threading.Event(), threading.Event(), FieldObserver.observe

    def slow(*args):
        begun.set()
        assert let_go.wait(PATIENCE)
        return observe(*args)

    def hold():
        begun.clear()
        let_go.clear()
        monkeypatch.setattr(FieldObserver, "observe", slow)

    yield hold, begun, let_go
    let_go.set()


def trainer_of(runner):
    return runner._worker._training.run.trainer


def test_training_goes_on_while_a_picture_takes_long(started, held_up):
    hold, begun, let_go = held_up
    hold()
    started.submit(Play())
    assert begun.wait(PATIENCE)
    then = trainer_of(started).steps
    taken(lambda: trainer_of(started).steps > then + 1000 or None)
    let_go.set()
    finished(started, started.submit(Pause()))


def test_what_is_seen_is_of_one_step(started):
    started.submit(Look(View((AskPlane(resolution=12), MAPS, AskNeuronParameters(0, 1)))))
    ticket, seen = started.submit(Play(400)), []
    while not seen or seen[-1].ticket < ticket or seen[-1].busy:
        seen.append(taken(started.take_snapshot))
    for snapshot in seen:
        maps, weights = snapshot.get(NeuronMaps), snapshot.get(NeuronParameters)
        assert (maps.parts[0].weights[1] == weights.values[:-1]).all()
        trainer = Trainer(SMALL)
        while trainer.steps < snapshot.steps:
            trainer.step()
        assert (trainer.network.layers[0].W[1] == weights.values[:-1]).all()
        expected = trainer.network.predict(grid(12)).T.reshape(-1, 12, 12)
        np.testing.assert_allclose(snapshot.get(Field).values, expected, rtol=1e-5, atol=1e-5)


def test_what_is_seen_changes_no_bit_of_training(started):
    everything = View((AskPlane(resolution=30), MAPS, AskScores(), AskHardest(5), AskErrors()))
    started.submit(Look(everything))
    same_as(finished(started, started.submit(Look(coarse(100)))), Trainer(SMALL))
    started.submit(Look(everything))
    started.submit(Play(100))
    trainer = Trainer(SMALL)
    trainer.run(100)
    same_as(finished(started, started.submit(Look(coarse(100)))), trainer)


def test_a_picture_that_fails_is_told_and_the_next_one_is_made(started, monkeypatch):
    whole = FieldObserver.observe

    def fail(*_args):
        monkeypatch.setattr(FieldObserver, "observe", whole)
        raise RuntimeError("no colours left")

    monkeypatch.setattr(FieldObserver, "observe", fail)
    ticket = started.submit(Play())
    failure = taken(started.take_failure)
    assert failure.failure.message == "RuntimeError: no colours left"
    assert "Traceback" in failure.failure.details
    assert failure.ticket == ticket
    later = finished(started, started.submit(Play(5)))
    assert later.get(Field) is not None
    assert started.take_failure() is None
    assert [answer.ticket for answer in started.answers if answer.failure is None][-2:] == [
        ticket,
        ticket + 1,
    ]


@pytest.mark.parametrize("thread", ["training", "observing"])
def test_a_thread_that_is_told_to_exit_tells_it_and_goes_on(started, monkeypatch, thread):
    owner, name = (Trainer, "run") if thread == "training" else (FieldObserver, "observe")
    whole = getattr(owner, name)

    def leave(*_args):
        monkeypatch.setattr(owner, name, whole)
        raise SystemExit

    monkeypatch.setattr(owner, name, leave)
    started.submit(Play(3))
    assert taken(started.take_failure).failure.message == "SystemExit"
    epoch = finished(started, started.submit(Pause())).epoch
    assert finished(started, started.submit(Play(4))).epoch == epoch + 4


def test_a_thread_that_is_told_to_exit_wherever_a_picture_begins_goes_on(started, monkeypatch):
    def leave(*_args):
        raise SystemExit

    with monkeypatch.context() as failing:
        failing.setattr(Snapshots, "take", leave)
        started.submit(Pause())
        assert taken(started.take_failure).failure.message == "SystemExit"
    ticket = started.submit(Pause())
    assert included(started, ticket).ticket == ticket


def test_a_message_is_not_kept_until_the_next_one_comes(started):
    class Message(Evaluated):
        """Can be watched: it has no slots."""

    run = started._worker._training.run
    message = Message(run.number - 1, run.state(), run.metrics)  # of the run before this one: of no use
    gone = threading.Event()
    weakref.finalize(message, gone.set)
    started._messages.put((0, message))
    del message
    assert gone.wait(PATIENCE)


def test_stop_joins_while_a_picture_takes_long(held_up):
    hold, begun, let_go = held_up
    runner = HeardRunner()
    hold()
    runner.submit(Look(View((AskPlane(),))))
    runner.submit(Open(SMALL))
    runner.begin()
    assert begun.wait(PATIENCE)
    assert not runner.stop(0.0), "it is still at it"
    let_go.set()
    assert runner.stop(PATIENCE)
    assert not own_threads()
