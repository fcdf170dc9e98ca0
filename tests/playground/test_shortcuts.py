"""The sheet of shortcuts, and What's This."""

import pytest
from hands import at_rest, click, control, press, trained, until
from PySide6.QtCore import QPoint, Qt
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
    QSlider,
    QWhatsThis,
    QWidget,
)

from playground.widgets.shortcuts import commands_of

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


def test_it_says_what_the_menus_say_now(window):
    click(window, "transport.play")
    listed = {keys: text for _, rows in commands_of(window.menuBar()) for keys, text in rows}
    assert listed["Space"] == "Pause"
    click(window, "transport.play")
    at_rest(window.session)


def test_no_key_does_two_things(window):
    keys = [key.toString() for action in commands(window) for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_all_of_it_fits(sheet):
    for label in sheet.findChildren(QLabel):
        assert label.width() >= (0 if label.wordWrap() else label.sizeHint().width())
        needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        assert label.height() >= needed
        assert label.visibleRegion().boundingRect() == label.rect()


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
