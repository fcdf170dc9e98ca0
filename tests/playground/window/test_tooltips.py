"""Tooltips: the name in bold, what it does to learning, its formula; 340 px wide at most."""

import pytest
from hands import SMALL, choose, control, plain, press, until
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QPushButton,
    QSlider,
    QToolTip,
    QWhatsThis,
    QWidget,
)

from engine import OPTIMIZERS
from playground.style.scaling import px
from playground.style.sizes import TIP_WIDTH
from playground.widgets.controls.base import explanation, literal

LEARNING_RATE = (
    "Learning rate η\n"
    "How far each step moves the weights. Too high: the loss jumps or explodes. Too low: it hardly falls.\n"
    "θ ← θ − η g"
)
LONG = "how far it goes from here to there, and back again. " * 8


def shown(text):
    """The tooltip on the screen that shows a text."""
    QToolTip.showText(QPoint(10, 10), text)
    (one,) = (
        one
        for one in QApplication.topLevelWidgets()
        if one.metaObject().className() == "QTipLabel" and one.isVisible()
    )
    return one


def test_a_tooltip_has_the_name_what_it_does_and_the_formula(window):
    tip = control(window, "training.learning_rate").toolTip()
    assert plain(tip) == LEARNING_RATE
    assert "<b>Learning rate η</b>" in tip


def test_every_control_has_its_name_in_bold(window):
    press(window, Qt.Key.Key_T)
    kinds = (QPushButton, QCheckBox, QComboBox, QAbstractSpinBox, QSlider)
    found = [one for one in window.findChildren(QWidget) if isinstance(one, kinds) and one.isVisible()]
    assert len(found) > 50
    for one in found:
        assert one.toolTip().count("<b>") == 1, one.objectName()
        assert len(plain(one.toolTip()).splitlines()) >= 2, one.objectName()
        assert one.whatsThis().startswith(one.toolTip()), one.objectName()


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_no_tooltip_is_wider_than_it_may_be(open_window, percent):
    window = open_window(SMALL, percent)
    wide = 0
    for one in window.findChildren(QWidget):
        if one.toolTip():
            label = shown(one.toolTip())
            assert label.width() <= px(TIP_WIDTH), one.objectName()
            wide += label.width() > 0.95 * px(TIP_WIDTH)
    assert wide > 20  # those of more than a line are all as wide


def test_a_short_tooltip_is_one_line_of_its_own_width(window):
    label = shown(control(window, "transport.play").toolTip())
    assert label.width() < 300
    assert label.height() < 5 * label.fontMetrics().height()


@pytest.mark.parametrize("text", [LONG, "/" + "x" * 300, f"<i>{'<b>' * 100}", 20 * "WM", 30 * "漢"])
@pytest.mark.usefixtures("window")
def test_whatever_a_tooltip_quotes_is_wrapped_and_shown_as_it_is(text):
    for tip in (literal(text), explanation("Name", text)):
        label = shown(tip)
        assert label.width() <= px(TIP_WIDTH)
        assert label.sizeHint().width() <= label.width() + 1
        assert text.strip() in (plain(tip) if "</p>" in tip else tip).replace("\N{ZERO WIDTH SPACE}", "")


def test_a_choice_shows_the_formula_of_what_is_chosen(window):
    optimizer = control(window, "training.optimizer")
    for one in (OPTIMIZERS["momentum"], OPTIMIZERS["adam"], OPTIMIZERS["sgd"]):
        choose(window, "training.optimizer", one.label)
        assert plain(optimizer.toolTip()).splitlines()[-1] == " ".join(f"{one.label}: {one.formula}".split())


def test_a_choice_that_undo_takes_back_shows_its_formula_again(window):
    choose(window, "training.optimizer", "Adam")
    window.session.undo_stack.undo()
    tip = plain(control(window, "training.optimizer").toolTip())
    assert tip.endswith("SGD: θ ← θ − η g")


def test_shift_f1_shows_the_same_at_the_control_in_focus(window, monkeypatch):
    said = []
    monkeypatch.setattr(QWhatsThis, "showText", lambda _place, text, _widget: said.append(text))
    rate = control(window, "training.learning_rate")
    rate.setFocus()
    press(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    until(lambda: said)
    assert plain(said[0]).startswith(LEARNING_RATE)
