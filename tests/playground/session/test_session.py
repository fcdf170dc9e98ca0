import gc
import threading
import weakref
from dataclasses import replace

import numpy as np
import pytest
from hands import EXPLOSIVE, SMALL, at_rest, trained, until

from engine import DataSpec, LayerSpec, NetworkSpec, Trainer, TrainSpec
from engine.data.draw import with_own_points
from playground.observers.field import Field
from playground.observers.plane import AskPlane, grid
from playground.session.edits import with_compatible_head
from playground.session.session import Session
from playground.texts import changes
from playground.texts.changes import NO_POINTS, RESTARTS, YOURS
from playground.worker.answer import Answer, Failure, Outcome, Report
from playground.worker.commands import Play


def heard(signal):
    """Return the list that a signal's arguments will be added to."""
    told = []
    signal.connect(lambda *args: told.append(args[0] if len(args) == 1 else args))
    return told


def last_text(notices):
    return [notice.text for notice in notices if notice is not None][-1]


# -- training --------------------------------------------------------------------------------


def test_it_stands_paused_at_epoch_0(session):
    assert not session.playing
    assert (session.snapshot.epoch, session.snapshot.experiment) == (0, SMALL)


def test_play_and_pause_are_told(session):
    told = heard(session.playing_changed)
    session.play()
    trained(session, 10)
    session.pause()
    at_rest(session)
    assert told == [True, False]


def test_toggle_plays_and_pauses(session):
    session.toggle()
    trained(session, 3)
    assert session.playing
    session.toggle()
    assert at_rest(session).epoch >= 3


def test_play_for_some_epochs_stops_by_itself_and_says_so(session):
    told = heard(session.playing_changed)
    session.play(7)
    assert at_rest(session).epoch == 7
    assert told == [True, False]


def test_step_trains_exactly_one_epoch(session):
    for epoch in (1, 2, 3):
        session.step()
        assert at_rest(session).epoch == epoch


def test_step_while_it_plays_pauses(session):
    session.play()
    trained(session, 3)
    session.step()
    assert not session.playing
    epoch = at_rest(session).epoch
    session.step()
    assert at_rest(session).epoch == epoch + 1


def test_reset_gives_the_same_bits(session):
    first = session.snapshot
    session.play(20)
    trained_field = at_rest(session).get(Field).values
    session.reset()
    again = at_rest(session)
    assert (again.epoch, again.metrics) == (0, first.metrics)
    np.testing.assert_array_equal(again.get(Field).values, first.get(Field).values)
    session.play(20)
    np.testing.assert_array_equal(at_rest(session).get(Field).values, trained_field)


def test_reset_pauses_and_says_what_it_did(session):
    session.play()
    trained(session, 3)
    notices = heard(session.notices.changed)
    session.reset()
    assert not session.playing
    assert at_rest(session).epoch == 0
    assert last_text(notices) == changes.BACK()


def test_it_trains_to_the_same_bits_as_the_trainer_alone(session):
    session.play(50)
    snapshot, trainer = at_rest(session), Trainer(SMALL)
    trainer.run(epochs=50)
    assert snapshot.metrics == trainer.metrics()
    predicted = trainer.network.predict(grid(100)).T.reshape(-1, 100, 100)
    np.testing.assert_allclose(snapshot.get(Field).values, predicted, rtol=1e-5, atol=1e-5)


def test_the_timer_runs_only_while_there_is_something_to_wait_for(session):
    until(lambda: not session._clock._timer.isActive())
    session.play()
    trained(session, 3)
    assert session._clock._timer.isActive()
    session.pause()
    until(lambda: not session._clock._timer.isActive())
    session.look_at("plot", (AskPlane(resolution=30),))
    until(lambda: not session._clock._timer.isActive())
    assert session.snapshot.get(Field).values.shape == (1, 30, 30)


# -- changes ---------------------------------------------------------------------------------


def test_a_live_learning_rate_keeps_the_weights_and_the_training(session):
    notices = heard(session.notices.changed)
    session.play()
    trained(session, 50)
    before = session.snapshot
    assert session.edit("training.learning_rate", "training", learning_rate=0.1)
    until(lambda: session.snapshot.experiment.training.learning_rate == 0.1)
    assert (session.snapshot.run, session.playing) == (before.run, True)
    assert session.snapshot.epoch >= before.epoch
    trained(session, 10)
    assert not [notice for notice in notices if notice is not None]


@pytest.mark.parametrize(
    ("control", "part", "fields", "why"),
    [
        ("data.noise", "data", {"noise": 0.2}, "The data changed"),
        ("data.dataset", "data", {"dataset": "blobs"}, "New data set"),
        (
            "training.initializer",
            "network",
            {"initializer": "he_normal"},
            "The starting weights",
        ),
        ("data.seed", "experiment", {"seed": 5}, "New seed"),
        ("training.dtype", "training", {"dtype": "float32"}, "The precision changed"),
    ],
)
@pytest.mark.parametrize("playing", [True, False])
def test_other_data_or_other_first_weights_start_again_and_say_which(
    session, control, part, fields, why, playing
):
    if playing:
        session.play()
        trained(session, 50)
    else:
        session.play(50)
        at_rest(session)
    before, notices = session.snapshot.run, heard(session.notices.changed)
    assert session.edit(control, part, **fields)
    until(lambda: session.snapshot.run > before)
    first = Trainer(session.experiment).metrics().train_loss
    assert (session.snapshot.curves.train.epochs[0], session.snapshot.curves.train.values[0]) == (0, first)
    assert last_text(notices).startswith(why)
    assert last_text(notices).endswith(RESTARTS())
    assert session.playing == playing
    if playing:
        trained(session, 10)


def test_what_has_not_been_trained_does_not_start_again(session):
    notices = heard(session.notices.changed)
    assert session.edit("data.noise", "data", noise=0.2)
    at_rest(session)
    session.new_start(new_data=True)
    at_rest(session)
    assert [notice.text for notice in notices if notice is not None] == [changes.NEW_DATA()]


def test_what_was_said_of_a_change_is_not_said_when_it_is_undone(session):
    notices = heard(session.notices.changed)
    session.edit_points(with_own_points(SMALL), "draw points")
    at_rest(session)
    assert notices[-1].text == YOURS()
    session.undo_stack.undo()
    at_rest(session)
    assert notices[-1] is None
    session.play(3)
    at_rest(session)
    session.edit_points(replace(with_own_points(SMALL), points=()), "clear points")
    at_rest(session)
    assert NO_POINTS() in notices[-1].text
    session.undo_stack.undo()
    at_rest(session)
    assert notices[-1] is None


def test_change_replaces_whole_parts(session):
    network, training = NetworkSpec(hidden=()), TrainSpec(optimizer="adam")
    assert session.change(network=network, training=training, seed=3)
    assert session.experiment == replace(SMALL, network=network, training=training, seed=3)
    until(lambda: session.snapshot.experiment == session.experiment)


def test_one_field_of_one_layer_can_be_changed(session):
    assert session.edit("layer1.width", "layers/1", width=7)
    assert session.edit("layer0.activation", "layers/0", activation="relu")
    assert session.experiment.network.hidden == (LayerSpec(4, "relu"), LayerSpec(7))


def test_a_change_to_the_same_is_no_change(session):
    told = heard(session.experiment_changed)
    assert session.edit("training.learning_rate", "training", learning_rate=0.03)
    assert told == []
    assert session.undo_stack.count() == 0


REFUSED = [
    (lambda s: s.change(data=DataSpec(dataset="plane"), network=NetworkSpec(output="softmax")), "linear"),
    (lambda s: s.edit("training.learning_rate", "training", learning_rate=-1), "above 0"),
    (lambda s: s.change(data=DataSpec(dataset="blobs"), training=TrainSpec("binary_cross_entropy")), "auto"),
    (lambda s: s.edit("network.output", "network", output="sofmax"), "softmax"),
    (lambda s: s.edit("features.x1", "network", features=()), "At least one"),
    (lambda s: s.edit("data.samples", "data", samples=3), "10 to 100,000"),
    (lambda s: s.edit("layer0.width", "layers/0", width=0), "1 to 10,000"),
    (lambda s: s.edit("data.seed", "experiment", seed=float("nan")), "whole number"),
]


@pytest.mark.parametrize(("ask", "remedy"), REFUSED)
def test_a_change_that_makes_no_sense_is_refused_with_what_would(session, ask, remedy):
    session.play()
    trained(session, 3)
    run = session.snapshot.run
    refused, notices = heard(session.gate.refused), heard(session.notices.changed)
    shown = heard(session.experiment_changed)
    assert not ask(session)
    ((control, why),) = refused
    assert control
    assert why.isprintable()
    assert remedy in why
    assert [(notice.level, notice.text) for notice in notices] == [("error", why)]
    assert shown == [SMALL], "controls are told to show again what is still true"
    assert (session.experiment, session.undo_stack.count()) == (SMALL, 0)
    trained(session, 3)
    assert (session.snapshot.run, session.snapshot.experiment) == (run, SMALL)


def test_a_refusal_calls_the_setting_as_the_window_does(session):
    refused = heard(session.gate.refused)
    session.edit("training.batch_size", "training", batch_size=0)
    ((_, why),) = refused
    assert why.startswith("Batch size must be")


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (
            lambda s: s.change(training=TrainSpec("hinge"), network=NetworkSpec(output="softmax")),
            "Output softmax cannot be used with loss hinge: choose output linear or tanh, or auto",
        ),
        (
            lambda s: s.change(
                data=DataSpec(dataset="blobs"), training=TrainSpec("binary_cross_entropy", "adam")
            ),
            "Loss binary cross-entropy cannot be used for several classes: choose categorical "
            "cross-entropy or squared error or hinge or Huber or absolute error, or auto",
        ),
        (lambda s: s.edit("data.noise", "data", noise=3.0), "Noise must be a number from 0 to 1, got 3.0"),
        (lambda s: s.edit("data.test_fraction", "data", test_fraction=3.0), "Test fraction must be"),
        (lambda s: s.edit("layer0.width", "layers/0", width=0), "Neurons must be"),
        (lambda s: s.edit("features.x1", "network", features=()), "At least one input must stay on."),
    ],
)
def test_a_refusal_calls_everything_as_the_window_does(session, ask, said):
    refused = heard(session.gate.refused)
    assert not ask(session)
    assert refused[0][1].startswith(said)


def test_data_of_another_kind_bring_a_loss_and_an_output_that_fit(session):
    notices = heard(session.notices.changed)
    assert session.edit("training.loss", "training", loss="binary_cross_entropy")
    before = session.experiment
    assert session.edit("data.dataset", "data", dataset="blobs")
    at_rest(session)
    now = session.experiment
    assert (now.training.loss, now.data.dataset) == ("auto", "blobs")
    assert last_text(notices) == (
        "Binary cross-entropy does not fit these data; the loss is now categorical cross-entropy (auto)."
    )
    session.undo_stack.undo()
    at_rest(session)
    assert session.experiment == before
    assert notices[-1] is None
    assert session.edit("data.dataset", "data", dataset="xor")
    assert session.experiment.training.loss == "binary_cross_entropy"


def test_only_what_does_not_fit_becomes_another():
    plane, softmax = DataSpec(dataset="plane"), replace(SMALL.network, output="softmax")
    for network, training, now in (
        (SMALL.network, TrainSpec("hinge"), ("auto", "auto")),
        (replace(SMALL.network, output="tanh"), TrainSpec("hinge"), ("auto", "tanh")),
        (softmax, TrainSpec(), ("auto", "auto")),
        (softmax, TrainSpec("categorical_cross_entropy"), ("auto", "auto")),
        (SMALL.network, TrainSpec("huber"), ("huber", "auto")),
    ):
        old = replace(SMALL, network=network, training=training)
        new = with_compatible_head(old, replace(old, data=plane))
        assert (new.training.loss, new.network.output) == now
    with pytest.raises(ValueError, match="cannot be used for"):
        with_compatible_head(SMALL, replace(SMALL, data=plane, network=softmax))


@pytest.mark.parametrize(
    ("act", "called"),
    [
        (lambda s: s.edit("training.l2", "training", l2=0.1), "L2"),
        (lambda s: s.edit("training.learning_rate", "training", learning_rate=0.1), "learning rate η"),
        (lambda s: s.edit("features.x1_squared", "network", features=("x1", "x1_squared")), "input x₁²"),
        (lambda s: s.edit("features.=x1*x2", "network", features=("x1", "=x1*x2")), "input x₁·x₂"),
        (lambda s: s.edit("training.stop_target_loss", "stop", target_loss=0.1), "pause at loss"),
        (lambda s: s.edit("data.dataset", "data", dataset="xor"), "data set"),
        (lambda s: s.edit("data.seed", "experiment", seed=3), "seed"),
        (lambda s: s.edit("network.add_layer", "network", hidden=()), "add hidden layer"),
        (lambda s: s.edit("layer0.width", "layers/0", width=2), "neurons of hidden layer 1"),
        (lambda s: s.new_start(), "new starting weights"),
        (lambda s: s.new_start(new_data=True), "new data"),
    ],
)
def test_undo_calls_a_change_as_its_control_is_called(session, act, called):
    act(session)
    assert session.undo_stack.undoText() == called


def test_an_impossible_first_experiment_is_refused_before_anything_starts():
    before = threading.active_count()
    impossible = replace(SMALL, data=DataSpec(dataset="plane"), network=NetworkSpec(output="softmax"))
    with pytest.raises(ValueError, match="choose linear"):
        Session(impossible)
    assert threading.active_count() == before


# -- undo ------------------------------------------------------------------------------------


def test_every_change_can_be_undone_and_done_again(session, monkeypatch):
    monkeypatch.setattr("playground.session.undo.MERGE_SECONDS", -1.0)
    states = [SMALL]
    for width in (5, 6, 7):
        session.edit("layer0.width", "layers/0", width=width)
        states.append(session.experiment)
    for state in reversed(states[:-1]):
        session.undo_stack.undo()
        assert session.experiment == state
    for state in states[1:]:
        session.undo_stack.redo()
        assert session.experiment == state
    until(lambda: session.snapshot.experiment == states[-1])


def test_quick_changes_of_one_control_are_undone_together(session):
    for rate in (0.1, 0.2, 0.3, 0.4):
        session.edit("training.learning_rate", "training", learning_rate=rate)
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert session.experiment == SMALL
    session.undo_stack.redo()
    assert session.experiment.training.learning_rate == 0.4


def test_what_is_undone_together_keeps_nothing_of_what_was_between(session):
    between = []
    for k in range(5):
        points = tuple((float(i), float(k), 0.0) for i in range(10))
        session.edit_points(DataSpec(dataset="own", points=points), "draw points", stroke=1)
        between.append(weakref.ref(session.experiment))
    at_rest(session)
    gc.collect()
    assert [one() is not None for one in between] == [False] * 4 + [True]
    assert session.undo_stack.count() == 1


def test_changes_of_two_controls_are_undone_one_by_one(session):
    session.edit("training.learning_rate", "training", learning_rate=0.1)
    session.edit("training.l2", "training", l2=0.1)
    session.edit("training.learning_rate", "training", learning_rate=0.2)
    session.undo_stack.undo()
    assert (session.experiment.training.learning_rate, session.experiment.training.l2) == (0.1, 0.1)
    session.undo_stack.undo()
    assert (session.experiment.training.learning_rate, session.experiment.training.l2) == (0.1, 0.0)


def test_undo_of_a_network_starts_again_and_training_goes_on(session):
    session.play()
    session.edit("network.add_layer", "network", hidden=(LayerSpec(9),))
    until(lambda: session.snapshot.sizes == (2, 9, 1))
    session.undo_stack.undo()
    until(lambda: session.snapshot.sizes == (2, 4, 3, 1))
    trained(session, 3)
    assert session.playing


# -- opening ---------------------------------------------------------------------------------


def test_opening_another_experiment_starts_it_afresh(session):
    session.edit("training.learning_rate", "training", learning_rate=0.1)
    session.play()
    trained(session, 3)
    other = replace(SMALL, data=DataSpec(dataset="blobs"), seed=4)
    session.open(other)
    snapshot = at_rest(session)
    assert (snapshot.experiment, snapshot.epoch) == (other, 0)
    assert not session.undo_stack.canUndo()


def test_opening_the_same_experiment_starts_it_afresh_too(session):
    session.play(5)
    at_rest(session)
    session.open(SMALL)
    assert at_rest(session).epoch == 0


def test_an_impossible_experiment_is_not_opened(session):
    impossible = replace(SMALL, data=DataSpec(dataset="plane"), network=NetworkSpec(output="softmax"))
    session.play()
    with pytest.raises(ValueError, match="choose linear"):
        session.open(impossible)
    assert (session.experiment, session.playing) == (SMALL, True)


def test_opening_says_nothing_of_its_own(session):
    # whoever opens a file has something better to say
    notices = heard(session.notices.changed)
    session.open(replace(SMALL, seed=4))
    at_rest(session)
    assert notices == []


# -- what the worker tells -------------------------------------------------------------------


def test_a_snapshot_of_an_older_run_is_dropped(session, monkeypatch):
    old = session.snapshot
    session.reset()
    new = at_rest(session)
    shown = heard(session.snapshot_taken)
    monkeypatch.setattr(session._clock._runner, "take", lambda: Report((), old))
    session._clock._poll()
    assert session.snapshot is new
    assert shown == []


@pytest.fixture
def broken_once(monkeypatch):
    whole = Trainer.run

    def fail(*_args):
        monkeypatch.setattr(Trainer, "run", whole)
        raise RuntimeError("a slice\nwent wrong")

    monkeypatch.setattr(Trainer, "run", fail)


@pytest.mark.usefixtures("broken_once")
def test_a_failure_is_told_in_one_line_and_play_works_again(session):
    notices = heard(session.notices.changed)
    session.play()
    at_rest(session)
    notice = notices[-1]
    assert notice.level == "error"
    assert notice.text.isprintable()
    assert "RuntimeError: a slice went wrong" in notice.text
    assert "Traceback" in notice.details
    session.play(4)
    assert at_rest(session).epoch == 4


def test_a_failure_that_comes_together_with_the_last_snapshot_is_told(session, monkeypatch):
    until(lambda: not session._clock._timer.isActive())
    notices, last = heard(session.notices.changed), session.snapshot

    def take():
        monkeypatch.setattr(session._clock._runner, "take", lambda: None)
        stopped = Answer(last.ticket, Play(), Outcome.STOPPED, failure=Failure("late", ""))
        return Report((stopped,), last)

    monkeypatch.setattr(session._clock._runner, "take", take)
    session._clock._timer.start()
    until(lambda: not session._clock._timer.isActive())
    assert "late" in last_text(notices)


def test_divergence_is_explained_and_training_can_go_on_at_a_lower_rate(open_session):
    session = open_session(EXPLOSIVE)
    notices, told = heard(session.notices.changed), heard(session.notices.diverged)
    session.play()
    diverged = at_rest(session)
    assert diverged.diverged
    (what,) = [one for one in told if one is not None]
    assert (what.divergence, what.learning_rate) == (diverged.diverged, 1000.0)
    assert [notice for notice in notices if notice is not None] == [], "it is said in one place"
    assert np.isfinite(diverged.metrics.train_loss)
    assert np.isfinite(diverged.get(Field).values).all()
    notices.clear()
    session.edit("training.learning_rate", "training", learning_rate=0.01)
    lowered = at_rest(session)
    assert (lowered.epoch, lowered.run) == (diverged.epoch, diverged.run)
    np.testing.assert_array_equal(lowered.get(Field).values, diverged.get(Field).values)
    assert notices == [], "the new rate is not to blame"
    session.play(5)
    assert at_rest(session).epoch == diverged.epoch + 5
    assert not session.snapshot.diverged


def test_every_divergence_is_told(open_session):
    session = open_session(EXPLOSIVE)
    told = heard(session.notices.diverged)
    for times in (1, 2, 3):
        session.play()
        at_rest(session)
        assert len([what for what in told if what is not None]) == times


# -- the end ---------------------------------------------------------------------------------


@pytest.mark.parametrize("playing", [True, False])
def test_close_ends_the_worker_and_may_be_called_twice(playing):
    session = Session(SMALL)
    session.begin()
    if playing:
        session.play()
        trained(session, 3)
    assert session.close()
    assert session.close()


def test_a_closed_session_tells_nothing_more(session):
    session.edit("layer0.width", "layers/0", width=5)
    told = [heard(one) for one in (session.undo_stack.cleanChanged, session.undo_stack.indexChanged)]
    session.close()
    session.undo_stack.clear()  # as happens when Qt takes it apart
    assert told == [[], []]


def test_two_sessions_do_not_disturb_each_other(session, open_session):
    other = open_session(replace(SMALL, seed=1))
    session.play(5)
    other.play(9)
    assert (at_rest(session).epoch, at_rest(other).epoch) == (5, 9)
    assert session.snapshot.metrics != other.snapshot.metrics


def test_steps_in_quick_succession_add_up_and_are_not_playing(session):
    told = []
    session.playing_changed.connect(told.append)
    for _ in range(5):
        session.step()
    assert at_rest(session).epoch == 5
    assert told == []


def test_a_change_that_the_worker_cannot_make_goes_back(session, monkeypatch):
    before, notices = session.experiment, []
    session.notices.changed.connect(notices.append)

    def refuse(_trainer, _experiment, _keep):
        raise MemoryError("no room")

    monkeypatch.setattr(Trainer, "configure", refuse)
    assert session.edit("layer0.width", "layers/0", width=9)
    until(lambda: session.experiment == before)
    assert notices[-1].level == "error"
    assert "no room" in notices[-1].text
    until(lambda: not session._clock._timer.isActive())


@pytest.fixture
def no_room(monkeypatch):
    """From when it is called until it is called again, the worker can make no change."""

    def fail(_trainer, _experiment, _keep=False):
        raise MemoryError("no room")

    def switch():
        if Trainer.configure is fail:
            monkeypatch.undo()
        else:
            monkeypatch.setattr(Trainer, "configure", fail)

    return switch


@pytest.mark.parametrize("trained", [False, True])
def test_an_undo_that_the_worker_cannot_make_can_be_made_later(session, no_room, trained):
    before = session.experiment
    if trained:
        session.play(2)
        at_rest(session)
    assert session.edit("data.samples", "data", samples=80)
    changed = at_rest(session).experiment
    no_room()
    session.undo_stack.undo()
    until(lambda: session.experiment == changed)
    at_rest(session)
    assert (session.undo_stack.index(), session.undo_stack.count()) == (1, 1)
    no_room()
    session.undo_stack.undo()
    assert at_rest(session).experiment == session.experiment == before
    assert session.snapshot.epoch == (2 if trained else 0)
    session.undo_stack.redo()
    assert at_rest(session).experiment == changed


def test_of_changes_in_quick_succession_only_the_refused_one_is_left_out(session, no_room):
    before = session.experiment
    session.edit("layer0.width", "layers/0", width=9)
    wider = at_rest(session).experiment
    no_room()
    session.edit("layer0.width", "layers/0", width=10)
    until(lambda: session.experiment == wider)
    at_rest(session)
    no_room()
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert at_rest(session).experiment == session.experiment == before
    session.undo_stack.redo()
    assert at_rest(session).experiment == wider


def test_changes_that_are_all_refused_leave_nothing_to_undo(session, no_room):
    before = session.experiment
    no_room()
    session.edit("layer0.width", "layers/0", width=9)
    session.edit("data.samples", "data", samples=80)
    session.edit("data.samples", "data", samples=90)
    session.remove_neuron(0, 1)
    until(lambda: session.experiment == before)
    at_rest(session)
    assert session.undo_stack.count() == 0
    assert session.undo_stack.isClean()


def test_a_change_that_follows_a_refused_one_is_made(session, no_room):
    no_room()
    session.edit("layer0.width", "layers/0", width=9)
    at_rest(session)
    no_room()
    session.edit("data.samples", "data", samples=80)
    assert at_rest(session).experiment.data.samples == 80
    assert session.undo_stack.count() == 1


def test_paused_in_the_middle_of_an_epoch_the_figures_are_those_of_the_weights(open_session):
    data = replace(SMALL.data, samples=100_000)
    long = open_session(replace(SMALL, data=data, training=replace(SMALL.training, batch_size=1)))
    first = long.snapshot.metrics.train_loss
    long.play()
    until(lambda: long.snapshot.steps > 100)
    long.pause()
    last = at_rest(long)
    assert last.epoch == 0
    assert last.metrics.train_loss < first


def test_every_click_that_adds_a_layer_is_undone_by_itself(session):
    hidden = session.experiment.network.hidden
    for n in (1, 2, 3):
        session.edit("network.add_layer", "network", hidden=hidden + hidden[:1] * n)
    session.undo_stack.undo()
    assert len(session.experiment.network.hidden) == len(hidden) + 2


def test_a_control_that_comes_back_leaves_nothing_to_undo(session):
    for rate in (0.5, session.experiment.training.learning_rate):
        session.edit("training.learning_rate", "training", learning_rate=rate)
    assert not session.undo_stack.canUndo()


def test_a_change_that_is_accepted_takes_the_error_before_it_away(session):
    notices = []
    session.notices.changed.connect(notices.append)
    session.edit("features.x1", "network", features=())
    assert notices[-1].level == "error"
    session.edit("training.l2", "training", l2=0.1)
    assert notices[-1] is None
