"""The sheet of shortcuts, and What's This."""

import inspect
import re

import pytest
from commands import run
from hands import at_rest, click, control, press, trained, until
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QPushButton,
    QScrollArea,
    QSlider,
    QWhatsThis,
    QWidget,
)

from playground.widgets.classroom import dialog
from playground.widgets.classroom.keymaps import CLASS
from playground.widgets.controls import cells
from playground.widgets.data import brush
from playground.widgets.data.keymaps import DRAWING, TABLE
from playground.widgets.dialogs import shortcuts
from playground.widgets.dialogs.shortcuts import commands_of, keys_of
from playground.widgets.network import view
from playground.widgets.network.keymaps import NETWORK
from playground.widgets.output import hardest, timeline_cursor
from playground.widgets.output import keys as output_keys
from playground.widgets.output.keymaps import CURVES, HARDEST, PLOT
from playground.widgets.output.keys import KEYS
from playground.widgets.plots import epoch_reader
from playground.window.panels import PANELS

KEY, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def sheet(window):
    press(window, KEY.Key_F1)
    one = until(lambda: window.findChild(QDialog, "shortcuts"))
    assert QTest.qWaitForWindowExposed(one)
    yield one
    for left in window.findChildren(QDialog):
        left.close()


def commands(window):
    return [one for one in window.findChildren(QAction) if not one.shortcut().isEmpty()]


def test_it_shows_every_command_that_has_a_key(window, sheet):
    said = [label.text() for label in sheet.findChildren(QLabel)]
    assert len(commands(window)) >= 20
    for action in commands(window):
        assert ", ".join(key.toString(key.SequenceFormat.NativeText) for key in action.shortcuts()) in said
        assert action.text().replace("&", "").rstrip("…") in said


def test_it_shows_every_key_of_every_place(sheet):
    said = [label.text() for label in sheet.findChildren(QLabel)]
    places = dict(keys_of(one.keys) for one in PANELS if one.keys is not None)
    assert len(places) >= 7
    for title, rows in places.items():
        assert title.upper() in said
        for keys, words in rows:
            assert keys in said
            assert words in said


def listed(place):
    return {key for some in place.keys for key in some.keys}


def test_every_place_lists_the_keys_that_it_handles():
    drawing = brush.Brush
    assert listed(DRAWING) == {key for key in KEY if drawing._knows(key)}
    assert listed(NETWORK) == set(view._KEYS)
    assert listed(PLOT) == {*KEYS, KEY.Key_Escape}
    assert listed(CURVES) == set(epoch_reader.KEYS)
    assert listed(HARDEST) == set(hardest.WALKS)
    assert listed(CLASS) == set(dialog.KEYS)
    assert listed(TABLE) > set(cells.DELETES)


@pytest.mark.parametrize(
    ("module", "place"),
    [
        (view, NETWORK),
        (output_keys, PLOT),
        (epoch_reader, CURVES),
        (timeline_cursor, CURVES),
        (hardest, HARDEST),
        (dialog, CLASS),
        (brush, DRAWING),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_no_key_is_named_in_a_module_that_its_list_does_not_have(module, place):
    handled = set(re.findall(r"Key_\w+", inspect.getsource(module)))  # Key_0 is the first of the digits
    assert {getattr(KEY, name) for name in handled} <= listed(place)


def test_what_works_in_one_place_is_read_only_when_the_sheet_opens(tmp_path):
    code = (
        "import sys, playground.window.main_window\n"
        "assert not {'playground.widgets.data.brush', 'playground.widgets.data.table', "
        "'playground.widgets.classroom.dialog', 'playground.widgets.dialogs.shortcuts'} & set(sys.modules)"
    )
    assert run(cwd=tmp_path, code=code).returncode == 0


def test_it_says_what_the_menus_say_now(window):
    click(window, "transport.play")
    listed = {keys: text for _, rows in commands_of(window.menuBar()) for keys, text in rows}
    assert listed["Space"] == "Pause"
    click(window, "transport.play")
    at_rest(window.session)


def test_no_key_does_two_things(window):
    keys = [key.toString() for action in commands(window) for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_all_of_it_fits_or_is_scrolled_down_to(sheet):
    area = sheet.findChild(QScrollArea)
    assert area.horizontalScrollBar().maximum() == 0
    for label in sheet.findChildren(QLabel):
        assert label.width() >= (0 if label.wordWrap() else label.sizeHint().width())
        needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        assert label.height() >= needed
        area.ensureWidgetVisible(label)
        assert label.visibleRegion().boundingRect() == label.rect()


def test_a_screen_of_1280_pixels_shows_all_of_it_at_once(window, monkeypatch):
    monkeypatch.setattr(shortcuts, "within_screen", lambda size: size.boundedTo(QSize(1216, 760)))
    window.guide.show_keys()
    area = window.findChild(QDialog, "shortcuts").findChild(QScrollArea)
    assert until(lambda: area.isVisible())
    assert area.horizontalScrollBar().maximum() == area.verticalScrollBar().maximum() == 0


@pytest.mark.usefixtures("sheet")
def test_training_goes_on_while_it_is_open(window):
    window.session.play()
    trained(window.session, 20)


def test_escape_closes_it(window, sheet):
    QTest.keyClick(sheet, KEY.Key_Escape)
    until(lambda: window.findChild(QDialog, "shortcuts") is None)


# -- What's This -----------------------------------------------------------------------------


def bubble():
    """The text that What's This shows now."""
    for one in QApplication.topLevelWidgets():
        if one.metaObject().className() == "QWhatsThat" and one.isVisible():
            return one
    return None


def test_everything_that_can_be_used_explains_itself(window):
    press(window, KEY.Key_T)
    kinds = (QPushButton, QCheckBox, QComboBox, QAbstractSpinBox, QSlider)
    for one in window.findChildren(QWidget):
        if isinstance(one, kinds) and one.isVisible():
            assert one.whatsThis(), one.objectName()


def test_a_choice_explains_all_that_it_offers(window):
    said = control(window, "training.optimizer").whatsThis()
    assert "θ ← θ − η g" in said
    assert "AdamW" in said


def test_shift_f1_explains_the_control_in_focus(window):
    control(window, "training.l2").setFocus()
    press(window, KEY.Key_F1, SHIFT)
    until(bubble)
    QWhatsThis.hideText()
    until(lambda: bubble() is None)


def test_shift_f1_without_a_focus_explains_what_is_clicked(window):
    press(window, KEY.Key_F1, SHIFT)
    assert QWhatsThis.inWhatsThisMode()
    play = control(window, "transport.play")
    QTest.mouseClick(play, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert not window.session.playing, "it is explained, not pressed"
    until(bubble)
    QWhatsThis.hideText()
    QWhatsThis.leaveWhatsThisMode()
    until(lambda: bubble() is None)
