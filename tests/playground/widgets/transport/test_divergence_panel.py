"""When training diverges: what is shown, and the two buttons that help."""

import re
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hands import EXPLOSIVE, SMALL, at_last, at_rest, click, control, notice, press, settled, trained, until
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from engine import DataSpec, Trainer, TrainSpec
from playground.classroom.choice import Classroom
from playground.style import palette
from playground.texts.divergence import kept_weights

KEY = Qt.Key
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
# one that learns at half the rate
STEEP = replace(EXPLOSIVE, training=TrainSpec(learning_rate=0.12, batch_size=1))


def faster(rate):
    return replace(STEEP, training=replace(STEEP.training, learning_rate=rate))


def panel(window):
    found = window.findChild(QWidget, "event")
    return found if found is not None and found.isVisible() else None


@pytest.fixture
def diverged(open_window):
    return diverge(open_window(STEEP))


def diverge(window):
    click(window, "transport.play")
    snapshot = at_rest(window.session)
    assert snapshot.diverged
    until(lambda: panel(window))
    return window


def test_it_says_what_happened_where_and_why(diverged):
    where = diverged.session.snapshot.diverged
    headline, why = (control(diverged, f"event.{name}").text() for name in ("headline", "reason"))
    assert f"after {where.steps:,} steps, in epoch {where.epoch:,}, " in headline
    assert "The learning rate 0.12 is probably too high" in why
    assert "ReLU" in why
    assert notice(diverged) == "", "it is said once"


def test_training_is_paused_at_weights_that_are_good(diverged):
    snapshot = diverged.session.snapshot
    assert np.isfinite(snapshot.metrics.train_loss)
    assert control(diverged, "transport.play").text() == "Play"


BACK = {
    "click": lambda w: click(w, "event.stay"),
    "key": lambda w: press(w, KEY.Key_S, ALT),
}
SLOWER = {
    "click": lambda w: click(w, "event.slower"),
    "key": lambda w: press(w, KEY.Key_L, ALT),
}


@pytest.mark.parametrize("act", BACK.values(), ids=BACK)
def test_back_to_the_last_good_weights(diverged, act):
    before = diverged.session.snapshot
    act(diverged)
    until(lambda: panel(diverged) is None)
    assert not diverged.session.playing
    assert notice(diverged).startswith(f"Paused at {kept_weights(before.diverged)}: ")
    assert diverged.session.experiment == STEEP
    until(lambda: settled(diverged.session))
    assert diverged.session.snapshot.metrics == before.metrics


@pytest.mark.parametrize("act", SLOWER.values(), ids=SLOWER)
def test_half_the_learning_rate_and_on(diverged, act):
    act(diverged)
    until(lambda: panel(diverged) is None)
    assert diverged.session.experiment == replace(STEEP, training=replace(STEEP.training, learning_rate=0.06))
    assert control(diverged, "training.learning_rate").value() == 0.06
    assert diverged.session.playing
    assert diverged.session.undo_stack.count() == 1
    press(diverged, KEY.Key_Z, CTRL)
    assert diverged.session.experiment == STEEP


def test_halved_as_often_as_it_takes_it_learns(open_window):
    window = diverge(open_window(faster(0.96)))
    rates = [0.96]
    while panel(window):
        rates.append(rates[-1] / 2)
        click(window, "event.slower")
        assert window.session.experiment == faster(rates[-1])
        goal = window.session.snapshot.epoch + 30
        until(lambda goal=goal: panel(window) or window.session.snapshot.epoch > goal)
    assert len(rates) > 2
    assert window.session.snapshot.metrics.train_loss < 0.01
    for rate in reversed(rates[:-1]):  # each by itself
        press(window, KEY.Key_Z, CTRL)
        assert window.session.experiment == faster(rate)


OVER = {
    "play": lambda w: click(w, "transport.play"),
    "step": lambda w: click(w, "transport.step"),
    "one mini-batch": lambda w: press(w, KEY.Key_Right, Qt.KeyboardModifier.ShiftModifier),
    "reset": lambda w: click(w, "transport.reset"),
    "other data": lambda w: click(w, "data.new_data"),
    "close": lambda w: click(w, "event.close"),
}


@pytest.mark.parametrize("act", OVER.values(), ids=OVER)
def test_it_goes_when_it_is_answered_in_another_way(diverged, act):
    diverged.session.edit("training.learning_rate", "training", learning_rate=1e-4)
    assert panel(diverged), "a change alone does not answer it"
    act(diverged)
    until(lambda: panel(diverged) is None)


def test_every_divergence_is_told(open_window):
    window = diverge(open_window(faster(1.0)))
    for _ in range(2):
        headline = control(window, "event.headline").text()
        click(window, "transport.play")
        at_rest(window.session)
        until(
            lambda headline=headline: panel(window) and control(window, "event.headline").text() != headline
        )


def test_a_step_into_divergence_is_told_too(open_window):
    window = open_window(faster(1000.0))
    for _ in range(250):
        press(window, KEY.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        if at_rest(window.session).diverged:
            break
    until(lambda: panel(window))
    assert re.search(r"after \d+ steps?, in epoch 1", control(window, "event.headline").text())


def test_nothing_moves_for_it(open_window):
    window = open_window(STEEP)

    def places():
        seen = [one for one in window.findChildren(QWidget) if one.isVisible() and one.window() is window]
        over = panel(window)
        return {
            (id(one), one.objectName()): QRect(one.mapTo(window, QPoint(0, 0)), one.size()).getRect()
            for one in seen
            if over is None or not (one is over or over.isAncestorOf(one))
        }

    before = at_last(places)
    diverge(window)
    after = at_last(places)
    assert {key: after[key] for key in before if key in after} == {
        key: place for key, place in before.items() if key in after
    }


@pytest.mark.parametrize(("size", "percent"), [((1280, 800), 100), ((1920, 1080), 100), ((1280, 800), 150)])
def test_it_covers_nothing_that_can_be_changed(open_window, size, percent):
    window = open_window(STEEP, percent)
    window.resize(*size)
    diverge(window)
    for step in (0, 60):
        window.resize(size[0] + step, size[1] + step)
        QApplication.processEvents()
        place = QRect(panel(window).mapTo(window, QPoint(0, 0)), panel(window).size())
        assert window.rect().contains(place)
        for name in (
            "data.dataset",
            "network.add_layer",
            "network.output",
            "plot.view",
            "transport.play",
        ):
            one = control(window, name)
            assert not place.intersects(QRect(one.mapTo(window, QPoint(0, 0)), one.size())), name


PLOTS = ("plot.boundary", "plot.bar", "plot.loss", "plot.curve")
SETTINGS = ("training.learning_rate", "training.optimizer", "data.samples", "network.output", "layer0.width")


def place_in(window, widget):
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (1024, 768), (960, 1040)])
@pytest.mark.parametrize("hidden", [(), ("plot.boundary",)], ids=["all", "no output plot"])
def test_it_covers_no_plot_and_no_setting(open_window, size, hidden):
    window = open_window(STEEP)
    window.resize(*size)
    window.session.gate.show(Classroom(hidden=frozenset(hidden)))
    diverge(window)
    place = place_in(window, panel(window))
    assert window.rect().contains(place)
    for name in (*PLOTS, *SETTINGS):
        one = control(window, name)
        assert not (one.isVisible() and place.intersects(place_in(window, one))), name


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_where_there_is_room_it_leaves_the_inputs_free(open_window, size):
    window = open_window(STEEP)
    window.resize(*size)
    diverge(window)
    place = place_in(window, panel(window))
    for name in ("features.x1", "features.sin_x2", "network.more_inputs"):
        assert not place.intersects(place_in(window, control(window, name))), name


def test_what_it_says_of_the_weights_agrees_with_the_figures(diverged):
    snapshot, why = diverged.session.snapshot, control(diverged, "event.reason").text()
    kept, shown = snapshot.diverged.kept, control(diverged, "transport.epoch").text()
    back = f"Training is back at {kept_weights(snapshot.diverged)}"
    same = shown == f"{kept:,}"  # where the interrupt of a slice found it, its epoch has not ended
    assert why.endswith(f"{back}." if same else f"{back} and their losses; the epoch count stays at {shown}.")
    trainer = Trainer(STEEP)
    trainer.run(kept)
    assert snapshot.metrics == trainer.metrics()


def test_its_buttons_are_reached_by_tab_and_pressed_by_space(diverged):
    control(diverged, "transport.speed").setFocus()
    walked = []
    for _ in range(3):
        press(diverged, KEY.Key_Tab)
        walked.append(QApplication.focusWidget().objectName())
    assert walked == ["event.stay", "event.slower", "event.close"]
    control(diverged, "event.stay").setFocus()
    press(diverged, KEY.Key_Space)
    assert panel(diverged) is None


def test_escape_takes_it_away_when_the_focus_is_in_it(diverged):
    control(diverged, "event.slower").setFocus()
    press(diverged, KEY.Key_Escape)
    assert panel(diverged) is None
    assert not diverged.session.playing


def test_a_screen_reader_can_say_it(diverged):
    headline, why = (control(diverged, f"event.{name}").text() for name in ("headline", "reason"))
    said = QAccessible.queryAccessibleInterface(panel(diverged)).text(QAccessible.Text.Name)
    assert said == f"{headline} {why}"


WORST = replace(
    EXPLOSIVE,
    training=TrainSpec(learning_rate=999.123, optimizer="nesterov", momentum=0.9999, l2=12.3456),
)


@pytest.mark.parametrize("experiment", [STEEP, EXPLOSIVE, WORST], ids=["steep", "explosive", "worst"])
def test_all_of_it_can_be_read(open_window, experiment):
    window = diverge(open_window(experiment))
    for appearance, size in product(palette.THEMES, [(1280, 800), (1920, 1080)]):
        window.appearance.choose_theme(appearance)
        window.resize(*size)
        QApplication.processEvents()
        for label in panel(window).findChildren(QLabel):
            if label.text():
                width = label.width()
                needed = label.heightForWidth(width) if label.wordWrap() else label.sizeHint().height()
                assert label.height() >= needed, label.text()
                assert label.wordWrap() or label.fontMetrics().horizontalAdvance(label.text()) <= width
        for name in ("stay", "slower", "close"):
            one = control(window, f"event.{name}")
            assert one.visibleRegion().boundingRect() == one.rect(), (name, appearance, size)


def test_where_all_is_well_it_is_not_even_made(window):
    click(window, "transport.play")
    trained(window.session, 20)
    assert window.findChild(QWidget, "event") is None
    assert window.session.experiment == SMALL
    assert window.session.experiment.data != DataSpec()
