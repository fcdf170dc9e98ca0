import math

import pytest
from hands import plain
from PySide6.QtCore import QKeyCombination, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QKeySequence, QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QVBoxLayout, QWidget

from engine import RANGES, SETTINGS
from playground.style import palette, style_sheet
from playground.texts import controls
from playground.texts.text import ControlWords
from playground.widgets.controls import (
    ALL,
    BatchSize,
    Button,
    Choice,
    MenuButton,
    NumberSlider,
    RealNumber,
    Slider,
    Switch,
    WholeNumber,
    add_labelled,
    icon_button,
    stops_of,
)
from playground.widgets.controls.base import HOME, home_of

NAME, OTHER = "area.control", "area.other"
WORDS = ControlWords("Label", "What it does.", text="Text")
OPTIONS = {"one": ("First", "The first."), "two": ("Second", "The second."), "three": ("Third", "The third.")}


@pytest.fixture(autouse=True)
def _words(monkeypatch):
    monkeypatch.setitem(controls.CONTROLS, NAME, WORDS)
    monkeypatch.setitem(controls.CONTROLS, OTHER, ControlWords("Other", "Does nothing."))


def rate(**kw):
    return RealNumber(NAME, RANGES["learning_rate"], **kw)


def penalty():
    return RealNumber(NAME, RANGES["l1"], least=1e-5)


def noise():
    return RealNumber(NAME, RANGES["noise"], step=0.05)


MAKERS = {
    "button": lambda: Button(NAME),
    "icon button": lambda: icon_button(NAME),
    "switch": lambda: Switch(NAME),
    "choice": lambda: Choice(NAME, OPTIONS),
    "whole number": lambda: WholeNumber(NAME, RANGES["samples"]),
    "batch size": lambda: BatchSize(NAME, RANGES["batch_size"]),
    "real number": rate,
    "slider": lambda: Slider(NAME, 0, 100, 10),
}


def heard(signal):
    told = []
    signal.connect(lambda value: told.append(value))
    return told


def enter(spin, text):
    """Replace what stands in a number, and press Enter."""
    spin.setFocus()
    spin.selectAll()
    QTest.keyClicks(spin, text)
    QTest.keyClick(spin, Qt.Key.Key_Return)


def turn_wheel(widget):
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle, widget.mapToGlobal(middle), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_every_control_has_its_names_and_says_what_it_does(make, show):
    widget = show(make())
    assert (widget.objectName(), widget.accessibleName()) == (NAME, WORDS.label)
    assert widget.accessibleDescription() == WORDS.tip
    shown = plain(widget.toolTip()).splitlines()
    assert shown[:2] == [WORDS.label, WORDS.tip]
    assert shown[2:] == (["First: The first."] if isinstance(widget, Choice) else [])
    assert f"<b>{WORDS.label}</b>" in widget.toolTip()


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_every_control_is_reached_by_tab(make, show):
    assert show(make()).focusPolicy() & Qt.FocusPolicy.TabFocus


@pytest.mark.parametrize("make", [MAKERS[name] for name in ("button", "switch", "choice", "slider")])
def test_a_click_leaves_the_focus_where_it_was(make, show):
    widget = show(make())
    assert not widget.focusPolicy() & Qt.FocusPolicy.ClickFocus


@pytest.mark.parametrize("name", ["choice", "whole number", "batch size", "real number", "slider"])
def test_the_wheel_changes_nothing_that_the_pointer_happens_to_rest_on(name, show):
    widget = show(MAKERS[name]())
    show(Switch(OTHER)).setFocus()
    state = widget.currentIndex if name == "choice" else widget.value
    before = state()
    turn_wheel(widget)
    assert state() == before


def test_a_number_in_focus_is_changed_by_the_wheel(show):
    spin = show(rate())
    spin.setValue(0.03)
    spin.setFocus()
    turn_wheel(spin)
    assert spin.value() == 0.1


# -- real numbers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.03", 0.03),
        ("3e-2", 0.03),
        ("0,5", 0.5),
        ("1E-6", 1e-6),
        ("12", 12.0),
        (".5", 0.5),
        ("1000", 1000.0),
    ],
)
def test_a_number_may_be_typed_as_one_likes(show, text, value):
    spin = show(rate())
    told = heard(spin.edited)
    enter(spin, text)
    assert told == [value]
    assert spin.value() == value


def test_nothing_is_told_before_the_number_is_complete(show):
    spin = show(rate())
    spin.setFocus()
    spin.selectAll()
    told = heard(spin.edited)
    QTest.keyClicks(spin, "0.25")
    assert told == []
    QTest.keyClick(spin, Qt.Key.Key_Return)
    assert told == [0.25]


@pytest.mark.parametrize("text", ["abc", "nan", "inf", "/", "--", ""])
def test_what_is_no_number_is_not_taken(show, text):
    spin = show(rate())
    spin.setValue(0.03)
    told = heard(spin.edited)
    enter(spin, text)
    assert told == []
    assert spin.value() == 0.03
    assert float(spin.text()) == 0.03


@pytest.mark.parametrize("text", ["0", "-1", "5000", "1e9"])
def test_what_is_out_of_range_is_not_taken(show, text):
    spin = show(rate())
    spin.setValue(0.03)
    enter(spin, text)
    assert RANGES["learning_rate"].check("learning_rate", spin.value()) > 0.0


def test_the_arrows_climb_one_three_ten(show):
    spin = show(rate())
    spin.setValue(0.03)
    spin.setFocus()
    climbed = []
    for _ in range(4):
        QTest.keyClick(spin, Qt.Key.Key_Up)
        climbed.append(spin.value())
    assert climbed == [0.1, 0.3, 1.0, 3.0]
    for _ in range(4):
        QTest.keyClick(spin, Qt.Key.Key_Down)
    assert spin.value() == 0.03


@pytest.mark.parametrize(
    ("value", "down", "up"), [(0.05, 0.03, 0.1), (1e-6, 1e-6, 3e-6), (1000.0, 300.0, 1000.0)]
)
def test_between_and_at_the_ends_the_arrows_go_to_the_next_rung(show, value, down, up):
    spin = show(rate())
    for steps, expected in ((1, up), (-1, down)):
        spin.setValue(value)
        spin.stepBy(steps)
        assert spin.value() == expected


def test_a_penalty_goes_down_to_zero_and_up_again(show):
    spin = show(penalty())
    spin.setValue(1e-5)
    spin.stepBy(-1)
    assert spin.value() == 0.0
    spin.stepBy(-1)
    assert spin.value() == 0.0
    spin.stepBy(1)
    assert spin.value() == 1e-5


def test_even_steps_stay_even(show):
    spin = show(noise())
    for _ in range(7):
        spin.stepBy(1)
    assert spin.value() == 0.35
    spin.stepBy(-100)
    assert spin.value() == 0.0


@pytest.mark.parametrize("value", [1 / 3, math.pi, 0.123456789, 1e-9, 999.9999])
def test_who_walks_through_a_number_does_not_change_it(show, value):
    spin, other = show(rate()), show(Switch(OTHER))
    spin.show_value(value)
    told = heard(spin.edited)
    spin.setFocus()
    QTest.keyClick(spin, Qt.Key.Key_Return)
    other.setFocus()
    assert told == []


# -- whole numbers ---------------------------------------------------------------------------


def test_thousands_are_separated_and_may_be_typed_so(show):
    spin = show(WholeNumber(NAME, RANGES["samples"]))
    spin.setValue(12_345)
    assert spin.text() == "12,345"
    enter(spin, "54,321")
    assert spin.value() == 54_321
    enter(spin, "54322")
    assert spin.value() == 54_322


@pytest.mark.parametrize("make", [MAKERS[name] for name in ("whole number", "batch size", "real number")])
def test_showing_a_value_asks_for_nothing(make, show):
    spin = show(make())
    told = heard(spin.edited)
    spin.show_value(20)
    assert spin.value() == 20
    assert told == []


@pytest.mark.parametrize("digits", [20, 5_000])
def test_a_number_that_is_far_too_long_is_no_number(show, digits):
    spin = show(WholeNumber(NAME, RANGES["samples"]))
    spin.setValue(200)
    spin.setFocus()
    spin.selectAll()
    spin.lineEdit().insert("7" * digits)
    QTest.keyClick(spin, Qt.Key.Key_Return)
    assert spin.value() == 200


@pytest.mark.parametrize("make", [rate, MAKERS["whole number"]], ids=["real", "whole"])
def test_a_number_takes_no_whole_book_from_the_clipboard(make, show):
    spin = show(make())
    QApplication.clipboard().setText("7" * 100_000)
    spin.setFocus()
    spin.selectAll()
    QTest.keyClick(spin, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(spin.lineEdit().text()) <= 50
    QApplication.clipboard().clear()


def test_what_is_being_typed_stays_when_the_same_value_is_shown(show):
    spin = show(WholeNumber(NAME, RANGES["samples"]))
    spin.setValue(500)
    spin.setFocus()
    spin.selectAll()
    QTest.keyClicks(spin, "70")
    spin.show_value(500)
    assert spin.lineEdit().text() == "70"


def test_a_batch_of_all_samples_is_called_all(show):
    spin = show(BatchSize(NAME, RANGES["batch_size"]))
    spin.show_size(10, samples=250)
    assert spin.text() == "10"
    told = heard(spin.asked)
    enter(spin, "all")
    assert told == [ALL]
    assert spin.text() == "all (250)"
    QTest.keyClick(spin, Qt.Key.Key_Down)
    assert spin.value() == 249
    enter(spin, "25")
    assert told[-1] == 25


def test_a_batch_of_all_stays_all_whatever_the_samples(show):
    spin = show(BatchSize(NAME, RANGES["batch_size"]))
    for samples in (250, 1_000, 30):
        spin.show_size(ALL, samples)
        assert spin.text() == f"all ({samples:,})"


def test_a_batch_larger_than_the_data_is_shown_as_all(show):
    spin = show(BatchSize(NAME, RANGES["batch_size"]))
    told = heard(spin.edited)
    spin.show_size(1_000_000, samples=1_250)
    assert spin.text() == "all (1,250)"
    enter(spin, "all (1,250)")
    assert told == []


# -- choices, switches, sliders --------------------------------------------------------------


def test_a_choice_tells_the_name_and_shows_the_label(show):
    choice = show(Choice(NAME, OPTIONS))
    told = heard(choice.chosen)
    choice.setCurrentText("Second")
    choice.setCurrentText("three")
    assert told == ["two", "three"]
    assert (choice.name(), choice.currentText()) == ("three", "Third")
    assert choice.itemData(1, Qt.ItemDataRole.ToolTipRole) == "The second."


def test_showing_a_choice_asks_for_nothing(show):
    choice = show(Choice(NAME, OPTIONS))
    told = heard(choice.chosen)
    choice.show_name("three")
    assert choice.currentText() == "Third"
    assert told == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_S])
def test_a_choice_in_focus_is_made_by_keys(show, key):
    choice = show(Choice(NAME, OPTIONS))
    choice.setFocus()
    QTest.keyClick(choice, key)
    assert choice.name() == "two"


def test_showing_a_switch_asks_for_nothing(show):
    switch = show(MAKERS["switch"]())
    told = heard(switch.toggled)
    switch.show_checked(True)
    assert switch.isChecked()
    assert told == []


@pytest.mark.parametrize("name", ["button", "switch"])
def test_the_space_bar_presses_what_is_in_focus(show, name):
    widget = show(MAKERS[name]())
    told = heard(widget.clicked)
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_Space)
    assert len(told) == 1


def test_a_slider_in_focus_is_moved_by_keys(show):
    slider = show(MAKERS["slider"]())
    slider.show_value(50)
    slider.setFocus()
    told = heard(slider.valueChanged)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_Home, Qt.Key.Key_End):
        QTest.keyClick(slider, key)
    assert told == [51, 61, 0, 100]


def test_a_label_is_its_controls_buddy_and_has_its_tooltip(show):
    spin, frame = rate(), QWidget()
    add_labelled(QVBoxLayout(frame), spin)
    (label,) = show(frame).findChildren(QLabel)
    assert (label.text(), label.buddy()) == (WORDS.text, spin)
    assert label.toolTip() == spin.toolTip()


# -- numbers that are slid -------------------------------------------------------------------

TYPICAL = {one.name: one.typical for one in SETTINGS}
SLID = sorted(one.name for one in SETTINGS if one.range is not None and one.part != "data")


@pytest.mark.parametrize("name", SLID)
def test_a_sliders_stops_lie_in_the_range_from_the_smallest_to_the_largest(name):
    stops = stops_of(RANGES[name], TYPICAL[name])
    assert list(stops) == sorted(set(stops))
    assert 5 <= len(stops) <= 120
    for stop in stops:
        RANGES[name].check(name, stop)


@pytest.mark.parametrize("name", SLID)
def test_a_slider_reaches_what_most_people_want(name):
    usual = TYPICAL[name]
    stops = stops_of(RANGES[name], usual)
    assert stops[0] <= usual <= stops[-1]


def slid(number, stops):
    slider = NumberSlider(number, stops)
    slider.setParent(number.parentWidget())
    slider.show()
    return slider


def test_a_slider_moves_its_number_from_stop_to_stop(show):
    spin = show(rate())
    slider = slid(spin, (0.001, 0.03, 0.1, 10.0))
    told = heard(spin.edited)
    slider.setFocus()
    for key in (Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Right):
        QTest.keyClick(slider, key)
    assert told == [10.0, 0.1, 0.001, 0.03]


@pytest.mark.parametrize(
    ("value", "place"), [(1e-6, 0), (0.001, 0), (0.02, 1), (0.1, 2), (5.0, 2), (9.0, 3), (500.0, 3)]
)
def test_a_number_moves_its_slider_to_the_nearest_stop_and_is_not_moved_by_it(show, value, place):
    spin = show(rate())
    slider = slid(spin, (0.001, 0.03, 0.1, 10.0))
    told = heard(spin.edited)
    spin.show_value(value)
    assert (slider.value(), spin.value(), told) == (place, value, [])
    spin.show_value(1.0)
    spin.setValue(value)
    assert (slider.value(), spin.value(), told) == (place, value, [value])


def test_other_stops_leave_the_number_where_it_is(show):
    spin = show(MAKERS["batch size"]())
    spin.show_size(10, samples=100)
    slider, told = slid(spin, (1, 10, 100)), heard(spin.asked)
    slider.set_stops((1, 3, 7))
    assert (slider.value(), slider.maximum(), spin.value(), told) == (2, 2, 10, [])


def test_a_slider_is_called_after_its_number(show):
    spin = show(rate())
    slider = slid(spin, (0.1, 1.0))
    assert slider.objectName() == "area.control_slider"
    assert slider.accessibleName() == "Label slider"
    assert slider.toolTip() == spin.toolTip()


FRAMED = ("choice", "whole number", "batch size", "real number", "slider")


@pytest.mark.parametrize("appearance", palette.THEMES)
@pytest.mark.parametrize("name", FRAMED)
def test_what_has_the_focus_has_a_clear_frame_and_nothing_moves(show, application, name, appearance):
    style_sheet.apply(application, palette.THEMES[appearance])
    widget = show(MAKERS[name]())
    widget.clearFocus()
    before, size = widget.grab().toImage(), widget.size()
    widget.setFocus()  # by the program, as well as by Tab
    after, accent = widget.grab().toImage(), QColor(palette.THEMES[appearance].accent)
    right, foot = after.width() - 1, after.height() - 1
    edges = [(right // 2, y) for y in (0, 1, foot - 1, foot)] + [
        (x, foot // 2) for x in (0, 1, right - 1, right)
    ]
    assert {after.pixelColor(*place).name() for place in edges} == {accent.name()}
    assert before.pixelColor(0, 0) != accent
    assert widget.size() == size


@pytest.mark.parametrize("key", [Qt.Key.Key_R, Qt.Key.Key_H, Qt.Key.Key_E, Qt.Key.Key_Plus, Qt.Key.Key_1])
@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier])
@pytest.mark.parametrize("name", ["whole number", "batch size", "real number"])
def test_a_number_keeps_what_is_typed_from_the_windows_shortcuts(show, name, key, modifier):
    spin = show(MAKERS[name]())
    keys = QKeySequence(QKeyCombination(modifier, key))
    shortcut = QShortcut(keys, spin.window())
    told = []
    shortcut.activated.connect(lambda: told.append(keys))
    spin.setFocus()
    QTest.keyClick(spin, key, modifier)
    assert told == []
    spin.clearFocus()
    QTest.keyClick(spin.window(), key, modifier)
    assert told == [keys]


@pytest.mark.parametrize("reason", [Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason])
def test_who_came_by_the_mouse_gives_the_focus_back_with_enter_and_who_came_by_tab_does_not(show, reason):
    spin = show(rate())
    spin.clearFocus()
    spin.setFocus(reason)
    spin.selectAll()
    QTest.keyClicks(spin, "0.1")
    assert spin.hasFocus()
    QTest.keyClick(spin, Qt.Key.Key_Return)
    assert spin.value() == 0.1
    assert spin.hasFocus() == (reason == Qt.FocusReason.TabFocusReason)


def test_what_lies_over_the_window_keeps_the_focus(show):
    spin = show(rate())
    spin.parentWidget().setProperty(HOME, True)
    assert home_of(spin) == spin.parentWidget()


@pytest.mark.parametrize("name", ["whole number", "batch size", "real number"])
def test_a_number_leaves_space_and_what_has_modifiers_to_the_window(show, name):
    spin, told = show(MAKERS[name]()), []
    for keys in ("Space", "Ctrl+R", "Ctrl+D"):
        QShortcut(QKeySequence(keys), spin.window()).activated.connect(lambda keys=keys: told.append(keys))
    spin.setFocus()
    QTest.keyClick(spin, Qt.Key.Key_Space)
    for key in (Qt.Key.Key_R, Qt.Key.Key_D):
        QTest.keyClick(spin, key, Qt.KeyboardModifier.ControlModifier)
    assert told == ["Space", "Ctrl+R", "Ctrl+D"]


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_every_control_explains_itself(make, show):
    said = show(make()).whatsThis()
    assert WORDS.label in said
    assert WORDS.tip in said


def test_a_menu_button_opens_its_menu(show):
    menu = QMenu()
    menu.addAction("One")
    button = show(MenuButton(NAME, menu))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert menu.isVisible()
    menu.close()
