"""The way by keys: from panel to panel, from control to control, and what Enter and Space do there."""

import itertools

import pytest
from hands import SMALL, at_rest, control, press, until
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget

from playground.classroom.choice import Classroom
from playground.session.notices import Notice
from playground.widgets.transport.views import VIEWS
from playground.window.panels import PANELS, Region

KEY, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier
WALK = [
    "transport.play",
    "data.dataset",
    "network.view",
    "plot.boundary",
    "plot.curve",
    "training.learning_rate_slider",
]


def stops(window):
    """Return all controls that Tab leads to, in its order."""
    window.setFocus()
    found = []
    while True:
        window.focusNextChild()
        one = QApplication.focusWidget()
        if one in found or one is window:
            return found
        found.append(one)


def test_the_focus_goes_through_the_panels_in_the_order_in_which_they_are_declared(window):
    panels = window.workspace.panels
    way = [k for one in stops(window) for k, panel in enumerate(panels) if panel.isAncestorOf(one)]
    assert way == sorted(way)
    declared = [one.place for one in PANELS if one.make is not None and one.place is not Region.TAB]
    assert declared == sorted(declared, key=list(Region).index)


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("plot.loss", lambda window: window.output.open("metrics")),
        ("plot.log", lambda window: window.output.open("accuracy")),
        ("compare.close", lambda window: window.runs.panel.show_table()),
    ],
)
def test_where_the_control_in_focus_goes_out_of_sight_the_space_bar_plays_and_resets_nothing(
    window, name, way
):
    window.session.play(2)
    at_rest(window.session)
    if name.startswith("compare"):
        window.views.show("runs")
        window.compare.open_side_by_side()
    control(window, name).setFocus()
    assert QApplication.focusWidget() is control(window, name)
    way(window)
    assert not isinstance(QApplication.focusWidget(), QAbstractButton)
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Space)
    assert window.session.playing


def test_within_a_panel_the_focus_goes_from_top_to_bottom_or_from_left_to_right(window):
    for panel in window.workspace.panels[:2]:
        inside = [one for one in stops(window) if panel.isAncestorOf(one)]
        for one, following in itertools.pairwise(inside):
            a, b = one.mapTo(panel, one.rect().center()), following.mapTo(panel, following.rect().center())
            assert b.y() > a.y() or b.x() > a.x(), (one.objectName(), following.objectName())
    names = [one.objectName() for one in stops(window)]
    network = [
        "features.x1",
        "network.more_inputs",
        "network.remove_layer",
        "network.add_layer",
        "layer0.width",
    ]
    network += ["layer0.activation", "network.output", "network.view"]
    assert [name for name in names if name in network] == network


def test_f6_walks_from_panel_to_panel_and_back(window):
    window.setFocus()
    names = []
    for _ in WALK:
        press(window, KEY.Key_F6)
        names.append(QApplication.focusWidget().objectName())
    assert names == WALK
    press(window, KEY.Key_F6)
    assert QApplication.focusWidget().objectName() == WALK[0]
    for name in reversed(WALK):
        press(window, KEY.Key_F6, SHIFT)
        assert QApplication.focusWidget().objectName() == name


def test_f6_goes_on_from_wherever_the_focus_is_and_commits_what_is_typed(window):
    spin = control(window, "data.samples")
    spin.setFocus()
    spin.selectAll()
    QTest.keyClicks(spin, "1 00")
    QTest.keyClick(spin, KEY.Key_Backspace)
    QTest.keyClick(spin, KEY.Key_Backspace)
    press(window, KEY.Key_F6)
    assert QApplication.focusWidget() is window.network.drawing
    press(window, KEY.Key_F6, SHIFT)
    assert QApplication.focusWidget().objectName() == "data.dataset"


def test_f6_leads_to_the_notice_where_there_is_one_and_past_what_a_class_does_not_see(window):
    window.session.notices.show(Notice("info", "Something happened."))
    window.session.gate.choose(Classroom(hidden=frozenset({"network.view"})))
    until(lambda: not window.network.drawing.isVisible())
    window.setFocus()
    press(window, KEY.Key_F6, SHIFT)
    assert QApplication.focusWidget().objectName() == "notice.close"
    names = []
    for _ in range(3):
        press(window, KEY.Key_F6)
        names.append(QApplication.focusWidget().objectName())
    assert "network.view" not in names


def test_enter_presses_the_button_in_focus(window):
    window.transport.play.setFocus()
    press(window, KEY.Key_Return)
    until(lambda: window.session.playing)
    press(window, KEY.Key_Enter)
    until(lambda: not window.session.playing)


@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_Enter])
@pytest.mark.parametrize("name", ["features.sin_x1", "plot.log"])
def test_enter_changes_the_check_box_in_focus(window, key, name):
    switch = control(window, name)
    switch.setFocus()
    before = switch.isChecked()
    press(window, key)
    assert switch.isChecked() != before


def test_space_plays_wherever_nothing_else_needs_it(window):
    for one in stops(window):
        if isinstance(one, (QAbstractButton, QComboBox)):
            continue
        one.setFocus()
        press(window, KEY.Key_Space)
        assert window.session.playing, one.objectName()
        press(window, KEY.Key_Space)
        assert not window.session.playing, one.objectName()


@pytest.fixture
def heard(monkeypatch):
    """What a screen reader is told to say, and whether at once."""
    said = []
    how = QAccessible.AnnouncementPoliteness

    def update(event):
        if event.type() == QAccessible.Event.Announcement:
            said.append((event.message(), event.politeness() == how.Assertive))

    monkeypatch.setattr("playground.widgets.controls.base.QAccessible.updateAccessibility", update)
    return said


@pytest.mark.parametrize(("level", "urgent"), [("info", False), ("warning", True), ("error", True)])
def test_a_notice_is_announced_to_screen_readers(window, heard, level, urgent):
    window.session.notices.show(Notice(level, "Something happened."))
    assert [at_once for _, at_once in heard] == [urgent]
    assert "Something happened." in heard[0][0]
    window.session.notices.close()
    assert len(heard) == 1


def test_a_refused_number_is_announced(window, heard):
    spin = control(window, "training.learning_rate")
    spin.setFocus()
    spin.selectAll()
    QTest.keyClicks(spin, "5000")
    QTest.keyClick(spin, KEY.Key_Return)
    assert any("at most 1,000" in text and urgent for text, urgent in heard)
    assert window.session.experiment == SMALL


def test_every_panel_that_keys_lead_to_names_a_control_that_exists(window):
    for view in VIEWS:
        window.views.show(view)
    for one in PANELS:
        if one.start:
            assert window.findChild(QWidget, one.start) is not None
