"""The transport as a person uses it: play, step, speed, and three ways to start again."""

from dataclasses import replace

import numpy as np
import pytest
from hands import SMALL, at_rest, choose, click, control, notice, plain, press, settled, trained, until
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from snapshots import snapshot_of

from engine import DataSpec, Metrics, Trainer
from playground.style.palette import LIGHT
from playground.texts import old
from playground.texts.changes import NEW_DATA, NEW_START, RESTARTS
from playground.texts.speeds import FULL, SPEEDS
from playground.widgets.transport.panel import FASTEST, LONG, Transport
from playground.worker import speed

KEY = Qt.Key
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
NAMES = ("epoch", "place", "train_loss", "test_loss", "accuracy")


def shown(window):
    """The snapshot that the window shows, once everything asked for has been done."""
    until(lambda: settled(window.session))
    return window.session.snapshot


def texts(window):
    return {name: control(window, f"transport.{name}").text() for name in NAMES}


def pick(window, button, action):
    """Open a button's menu by a click, and click on what stands in it."""
    click(window, button)
    menu = control(window, button).menu_of
    assert QTest.qWaitForWindowExposed(menu)
    until(menu.isActiveWindow)
    (one,) = (one for one in menu.actions() if one.text().replace("&", "") == action)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(one).center())
    until(lambda: not menu.isVisible() and window.isActiveWindow())


def test_play_is_clicked_and_clicked_again(window):
    play = control(window, "transport.play")
    click(window, "transport.play")
    trained(window.session, 10)
    assert play.text() == play.accessibleName() == "Pause"
    click(window, "transport.play")
    assert at_rest(window.session).epoch >= 10
    assert play.text() == play.accessibleName() == "Play"


def test_step_trains_one_epoch(window):
    for epoch in (1, 2, 3):
        click(window, "transport.step")
        assert at_rest(window.session).epoch == epoch
        assert texts(window)["epoch"] == str(epoch)


def test_reset_goes_back(window):
    first = texts(window)
    click(window, "transport.play")
    trained(window.session, 10)
    assert texts(window) != first
    click(window, "transport.reset")
    assert at_rest(window.session).epoch == 0
    assert texts(window) == first


def test_the_figures_are_those_of_the_snapshot(window):
    window.session.play(1000)
    snapshot = at_rest(window.session)
    metrics, said = snapshot.metrics, texts(window)
    assert said["epoch"] == "1,000"
    assert said["train_loss"] in (f"{metrics.train_loss:.4f}", f"{metrics.train_loss:.2e}")
    assert said["test_loss"] in (f"{metrics.test_loss:.4f}", f"{metrics.test_loss:.2e}")
    assert said["accuracy"] == f"{metrics.train_accuracy:.1%} / {metrics.test_accuracy:.1%}"
    assert control(window, "transport.epochs_a_second").text() == "–"


def test_every_figure_is_read_out_with_its_name(window):
    for name, text in texts(window).items():
        assert text
        assert control(window, f"transport.{name}").accessibleName().endswith(text) or text == "–"


def test_while_it_trains_the_speed_is_measured(window):
    measured = control(window, "transport.epochs_a_second")
    click(window, "transport.play")
    until(lambda: measured.text() != "–")
    assert float(measured.text().removesuffix(" / s").replace(",", "")) > 0


@pytest.mark.parametrize(
    "data", [DataSpec(dataset="plane", samples=60), DataSpec(samples=60)], ids=["values", "classes"]
)
def test_what_there_is_not_is_shown_as_a_dash(open_window, data):
    said = texts(open_window(replace(SMALL, data=replace(data, test_fraction=0.0))))
    assert said["accuracy"].endswith("/ –")
    assert said["test_loss"] == "–"


# -- steps -----------------------------------------------------------------------------------


def test_a_step_by_mini_batch_is_that_of_the_trainer(window):
    trainer = Trainer(SMALL)  # three mini-batches of ten
    for count in (1, 2):
        press(window, KEY.Key_Right, SHIFT)
        trainer.step()
        snapshot = at_rest(window.session)
        assert (snapshot.epoch, snapshot.steps, snapshot.metrics) == (0, count, trainer.metrics())
        assert texts(window)["place"] == f"{count}/3"
    press(window, KEY.Key_Right, SHIFT)
    snapshot = at_rest(window.session)
    assert (snapshot.epoch, texts(window)["place"]) == (1, "0/3")
    assert list(snapshot.curves.train.epochs) == [0, 1]


def test_a_step_by_sample_changes_the_weights_with_the_mini_batchs_last(window):
    first = shown(window).metrics
    for count in range(1, 10):
        press(window, KEY.Key_Right, CTRL)
        snapshot = at_rest(window.session)
        assert (snapshot.sample, snapshot.steps, snapshot.metrics) == (count, 0, first)
        assert texts(window)["place"] == f"0/3 · {count}/10"
        assert notice(window).startswith(f"Sample {count} of 10 in this batch. The weights")
        assert notice(window).endswith("A double ring marks this sample in the output plot.")
    press(window, KEY.Key_Right, CTRL)
    snapshot, trainer = at_rest(window.session), Trainer(SMALL)
    trainer.step()
    assert (snapshot.sample, snapshot.steps, snapshot.metrics) == (0, 1, trainer.metrics())
    until(lambda: "has moved the weights" in notice(window))


def test_steps_of_all_sizes_add_up_however_quickly_they_are_asked_for(window):
    for modifier in (CTRL | SHIFT, CTRL | SHIFT, SHIFT, SHIFT, CTRL, CTRL):
        press(window, KEY.Key_Right, modifier)
    snapshot = at_rest(window.session)
    assert (snapshot.epoch, snapshot.position[0], snapshot.sample) == (2, 2, 2)


def test_after_single_steps_an_epoch_is_trained_to_its_end(window):
    press(window, KEY.Key_Right, SHIFT)
    press(window, KEY.Key_Right, CTRL)
    at_rest(window.session)
    click(window, "transport.step")
    snapshot, trainer = at_rest(window.session), Trainer(SMALL)
    trainer.run(epochs=1)
    assert (snapshot.epoch, snapshot.metrics) == (1, trainer.metrics())


@pytest.mark.parametrize(
    ("action", "text", "stands"),
    [
        ("Step by mini-batch", "Step batch", (0, 1, 0)),
        ("Step by sample", "Step sample", (0, 0, 1)),
        ("Step by epoch", "Step", (1, 3, 0)),
    ],
)
def test_what_a_step_is_is_chosen_from_the_menu_and_remembered(window, open_window, action, text, stands):
    pick(window, "transport.step_menu", "Step by sample")
    pick(window, "transport.step_menu", action)
    assert at_rest(window.session).steps == 0, "to choose is not to step"
    step = control(window, "transport.step")
    assert step.text() == step.accessibleName() == text
    for act in (lambda: click(window, "transport.step"), lambda: press(window, KEY.Key_Right)):
        window.session.reset()
        at_rest(window.session)
        act()
        snapshot = at_rest(window.session)
        assert (snapshot.epoch, snapshot.steps, snapshot.sample) == stands
    window.close()
    assert control(open_window(SMALL), "transport.step").text() == text


def test_a_step_while_it_plays_pauses(window):
    click(window, "transport.play")
    trained(window.session, 3)
    press(window, KEY.Key_Right, SHIFT)
    assert not window.session.playing
    steps = at_rest(window.session).steps
    press(window, KEY.Key_Right, SHIFT)
    assert at_rest(window.session).steps == steps + 1


def test_the_menu_opens_and_is_used_by_keys(window):
    control(window, "transport.step_menu").setFocus()
    press(window, KEY.Key_Space)
    menu = control(window, "transport.step_menu").menu_of
    until(menu.isVisible)
    for key in (KEY.Key_Down, KEY.Key_Down, KEY.Key_Return):
        QTest.keyClick(menu, key)
    assert control(window, "transport.step").text() == "Step batch"


# -- speed -----------------------------------------------------------------------------------


def test_it_starts_at_full_speed(window):
    assert control(window, "transport.speed").name() == window.session.speed == FULL


def test_a_slow_speed_is_chosen_and_shows_each_step(window, monkeypatch):
    monkeypatch.setitem(speed.SPEEDS, "step", replace(speed.SPEEDS["step"], per_second=0.001))
    choose(window, "transport.speed", SPEEDS["step"].label)
    click(window, "transport.play")
    until(lambda: texts(window)["place"] == "1/3")
    assert window.session.snapshot.steps == 1
    choose(window, "transport.speed", SPEEDS[FULL].label)
    trained(window.session, 30)
    assert texts(window)["place"] == "–"


def test_slower_and_faster_by_keys(window):
    names = list(SPEEDS)
    for name in reversed(names[:-1]):
        press(window, KEY.Key_S)
        assert control(window, "transport.speed").name() == window.session.speed == name
    press(window, KEY.Key_S)
    assert window.session.speed == names[0]
    for name in [*names[1:], names[-1]]:
        press(window, KEY.Key_F)
        assert control(window, "transport.speed").name() == window.session.speed == name
    at_rest(window.session)


def test_pause_is_answered_without_waiting_for_the_next_slow_step(window, monkeypatch):
    monkeypatch.setitem(speed.SPEEDS, "step", replace(speed.SPEEDS["step"], per_second=0.001))
    choose(window, "transport.speed", SPEEDS["step"].label)
    click(window, "transport.play")
    until(lambda: window.session.snapshot.steps == 1)
    click(window, "transport.play")
    until(lambda: settled(window.session) and not window.session.playing)
    assert window.session.snapshot.steps == 1


# -- figures that are old, and progress within an epoch ----------------------------------------


@pytest.fixture
def transport(show):
    one = show(Transport())
    one.apply_theme(LIGHT)
    return one


def marked(transport):
    return [one.value.text().endswith("…") for one in transport._figures]


def test_old_figures_are_marked_in_words_too_and_nothing_moves(transport):
    now = snapshot_of()
    transport.show_snapshot(now)
    loss, places = transport.train_loss.value, [one.value.geometry() for one in transport._figures]
    known, name, tip = loss.text(), loss.accessibleName(), loss.toolTip()
    transport.show_snapshot(replace(now, evaluated=False, complete=False))
    assert marked(transport) == [False, False, True, True, True]
    assert loss.text() == f"{known}…"
    assert loss.accessibleName() == f"{name}. {old.VALUE()}"
    assert plain(loss.toolTip()) == f"{plain(tip)}\n{old.VALUE()}"
    QApplication.processEvents()
    assert [one.value.geometry() for one in transport._figures] == places
    transport.show_snapshot(now)
    assert marked(transport) == [False] * 5
    assert (loss.text(), loss.accessibleName(), loss.toolTip()) == (known, name, tip)


@pytest.mark.parametrize("loss", [0.0, 0.1234, 5e-5, 12.0, 999.9999])
def test_every_usual_figure_has_room_for_its_mark(transport, loss):
    metrics = Metrics(loss, loss, 1.0, 1.0)
    transport.show_snapshot(replace(snapshot_of(), metrics=metrics, evaluated=False, complete=False))
    assert marked(transport) == [False, False, True, True, True]
    assert all(one.fits(one.value.text()) for one in transport._figures)


def test_what_is_not_known_yet_is_a_dash_that_says_so(transport):
    unknown = Metrics(float("nan"), None, None, None)
    transport.show_snapshot(replace(snapshot_of(), metrics=unknown, evaluated=False, complete=False))
    assert [one.value.text() for one in transport._figures[2:]] == ["–", "–", "– / –"]
    assert all(old.UNKNOWN() in one.value.accessibleName() for one in transport._figures[2:])


def test_a_test_loss_that_there_is_not_is_not_being_computed(transport):
    data = replace(SMALL.data, test_fraction=0.0)
    transport.show_snapshot(replace(snapshot_of(replace(SMALL, data=data)), evaluated=False, complete=False))
    assert marked(transport)[2:4] == [True, False]
    assert old.VALUE() not in transport.test_loss.value.accessibleName()


def test_progress_is_shown_within_an_epoch_that_takes_long_without_flicker(transport):
    playing = replace(snapshot_of(), playing=True, busy=True, position=(7, 20, 10))

    def place(rate):
        transport.show_snapshot(replace(playing, speed=rate))
        return transport.place.value.text()

    assert place(0.0) == "–", "the speed is not known yet"
    assert place(LONG + 0.1) == "–"
    assert place(LONG - 0.1) == "7/20"
    assert place(LONG + 0.1) == place(0.0) == "7/20"
    assert place(FASTEST + 0.1) == "–"
    assert place(LONG + 0.1) == place(0.0) == "–"


def test_a_short_epoch_that_waits_for_the_next_has_no_progress_to_show(transport):
    transport.speed.show_name("epoch")
    playing = replace(snapshot_of(), playing=True, busy=True, position=(0, 25, 10))
    for rate in (1.4, 1.0, 0.97):
        transport.show_snapshot(replace(playing, speed=rate))
        assert transport.place.value.text() == "–"
    transport.show_snapshot(replace(playing, speed=0.3, position=(9, 25, 10)))
    assert transport.place.value.text() == "9/25", "one that takes three seconds has"


# -- starting again --------------------------------------------------------------------------


def samples(snapshot):
    return np.concatenate([snapshot.data.train.X, snapshot.data.test.X])


STARTS = {
    "by the menu": lambda w, action, _key: pick(w, "transport.reset_menu", action),
    "by a key": lambda w, _action, key: press(w, key),
}


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
def test_the_same_start_again(window, start):
    first = shown(window)
    window.session.play(5)
    at_rest(window.session)
    start(window, "Reset: same starting weights", KEY.Key_R)
    again = at_rest(window.session)
    assert (again.epoch, again.metrics, again.experiment) == (0, first.metrics, SMALL)
    np.testing.assert_array_equal(samples(again), samples(first))


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
def test_a_new_start_has_other_weights_and_the_same_data(window, start):
    first = shown(window)
    window.session.play(5)
    at_rest(window.session)
    start(window, "New starting weights, same data", KEY.Key_W)
    new = at_rest(window.session)
    assert (new.epoch, new.experiment.seed) == (0, SMALL.seed)
    assert new.metrics != first.metrics
    np.testing.assert_array_equal(samples(new), samples(first))
    until(lambda: notice(window) == f"{NEW_START()} {RESTARTS()}")


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
def test_new_data_and_a_new_start(window, start):
    press(window, KEY.Key_W)
    at_rest(window.session)
    window.session.play(5)
    first = at_rest(window.session)
    start(window, "New data and new starting weights", KEY.Key_N)
    new = at_rest(window.session)
    assert (new.epoch, new.experiment.weights_seed) == (0, None)
    assert (samples(new) != samples(first)).any()
    assert new.experiment.seed != SMALL.seed
    until(lambda: notice(window) == f"{NEW_DATA()} {RESTARTS()}")


def test_every_new_start_is_undone_by_itself(window):
    seeds = [None]
    for _ in range(3):
        press(window, KEY.Key_W)
        seeds.append(window.session.experiment.weights_seed)
        assert seeds[-1] != seeds[-2]
    for seed in reversed(seeds[:-1]):
        press(window, KEY.Key_Z, CTRL)
        assert window.session.experiment.weights_seed == seed
    until(lambda: shown(window).experiment == SMALL)


def test_a_new_start_while_it_plays_plays_on(window):
    click(window, "transport.play")
    trained(window.session, 30)
    run = window.session.snapshot.run
    press(window, KEY.Key_W)
    until(lambda: window.session.snapshot.run > run)
    trained(window.session, 3)
    assert window.session.playing


def test_the_transport_is_on_one_line_and_nothing_in_it_is_cut(window):
    bar = control(window, "transport.play").parentWidget()
    for name in ("reset", "reset_menu", "play", "step", "step_menu", "speed", *NAMES):
        one = control(window, f"transport.{name}")
        corner = one.mapTo(bar, QPoint(one.width(), one.height()))
        assert corner.x() <= bar.width()
        assert corner.y() <= bar.height()


def test_the_first_size_on_a_screen_of_1280_by_800_has_the_transport_on_one_line(open_window):
    window = open_window(SMALL)
    window.resize(1264, 740)  # the screen without the frame of a window
    QApplication.processEvents()
    tops = {
        name: control(window, f"transport.{name}").mapTo(window, QPoint(0, 0))
        for name in ("play", "accuracy")
    }
    assert abs(tops["play"].y() - tops["accuracy"].y()) < control(window, "transport.play").height()
