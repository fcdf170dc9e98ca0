"""What is remembered of the output between starts, and what is not."""

import pytest
from hands import SMALL, at_rest, control, press, settled, until
from PySide6.QtCore import Qt

from playground.classroom.catalogue import controls
from playground.classroom.choice import Classroom
from playground.files.experiments import encode
from playground.observers.errors import Errors
from playground.observers.hardest import Hardest
from playground.observers.scores import Scores
from playground.texts.tabs import TABS
from playground.widgets.output.options import OPTIONS

USUAL = {name: on for name, (*_, on) in OPTIONS.items()} | {"log": False}
LOCKED = Classroom(locked=frozenset(f"plot.{name}" for name in USUAL))
HIDDEN = Classroom(hidden=frozenset(f"plot.{name}" for name in USUAL))


def shown(window):
    """Which options are on."""
    switches = {**window.boundary.options.switches, "log": window.loss.log}
    return {name: switch.isChecked() for name, switch in switches.items()}


def toggle_all(window):
    for switch in (*window.boundary.options.switches.values(), window.loss.log):
        switch.click()


def again(open_window, window, *what):
    """Close a window and open the next one."""
    window.close()
    return open_window(*what)


def test_at_the_first_start_everything_is_as_usual(window):
    assert shown(window) == USUAL
    assert window.output.tab == "loss"


def test_options_are_as_they_were_at_the_next_start(open_window):
    first = open_window(SMALL)
    toggle_all(first)
    second = again(open_window, first, SMALL)
    assert shown(second) == {name: not on for name, on in USUAL.items()}
    snapshot = until(lambda: settled(second.session) and at_rest(second.session))
    assert snapshot.get(Errors) is not None  # errors are ringed, so they were asked for
    assert control(second, "plot.log").isChecked()
    toggle_all(second)
    assert shown(again(open_window, second, SMALL)) == USUAL


@pytest.mark.parametrize("tab", TABS)
def test_the_open_tab_is_as_it_was_and_shows_something(open_window, tab):
    first = open_window(SMALL)
    press(first, Qt.Key(Qt.Key.Key_1 + list(TABS).index(tab)), Qt.KeyboardModifier.ControlModifier)
    second = again(open_window, first, SMALL)
    assert second.output.tab == tab
    snapshot = until(lambda: settled(second.session) and at_rest(second.session))
    assert (snapshot.get(Scores) is not None) == (tab == "metrics")
    assert (snapshot.get(Hardest) is not None) == (tab == "hardest")


def test_the_zoom_belongs_to_the_data_and_is_not_remembered(open_window):
    first = open_window(SMALL)
    press(first, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert first.boundary.zoomed
    assert not again(open_window, first, SMALL).boundary.zoomed


def test_damaged_settings_are_as_none(open_window, settings):
    settings.setValue("output/discrete", "perhaps")
    settings.setValue("output/tab", "nothing")
    window = open_window(SMALL)
    assert window.output.tab == "loss"
    assert shown(window)["contour"]


def test_they_are_in_no_file_and_opening_one_leaves_them(window, tmp_path):
    before = encode(window.session.experiment)
    toggle_all(window)
    assert encode(window.session.experiment) == before
    assert window.session.undo_stack.count() == 0
    window.file.save_to(tmp_path / "a.json")
    window.documents.open_example("spiral")
    assert shown(window) == {name: not on for name, on in USUAL.items()}


@pytest.mark.parametrize("closed", [LOCKED, HIDDEN], ids=["locked", "hidden"])
def test_what_a_class_cannot_change_it_sees_as_usual(window, closed):
    toggle_all(window)
    window.session.open(SMALL, classroom=closed)
    assert shown(window) == USUAL
    window.session.open(SMALL)
    assert shown(window) == {name: not on for name, on in USUAL.items()}


def test_what_is_chosen_in_front_of_a_class_is_not_kept(window, settings):
    some = Classroom(hidden=frozenset({"plot.errors"}))
    window.session.open(SMALL, classroom=some)
    press(window, Qt.Key.Key_D)
    press(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert not settings.contains("output/discrete")
    assert not settings.contains("output/tab")
    assert shown(window)["discrete"]
    window.session.open(SMALL)
    assert shown(window) == USUAL


def test_every_option_that_is_remembered_is_one_that_a_class_can_be_spared():
    assert {f"plot.{name}" for name in USUAL} <= set(controls())
