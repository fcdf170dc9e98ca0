"""How the small controls look: flat, with the same corners, at any scale of the screen."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from engine import RANGES
from playground.style import scaling, style_sheet
from playground.style.palette import THEMES
from playground.texts import controls
from playground.texts.text import ControlWords
from playground.widgets.controls import Button, Choice, RealNumber, Slider, Switch, WholeNumber

NAME = "area.control"
FIELDS = {
    "button": lambda: Button(NAME),
    "choice": lambda: Choice(NAME, {"one": ("First", "The first."), "two": ("Second", "The second.")}),
    "whole number": lambda: WholeNumber(NAME, RANGES["samples"]),
    "real number": lambda: RealNumber(NAME, RANGES["learning_rate"]),
}
BOTH = pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)


@pytest.fixture(autouse=True)
def _words(monkeypatch):
    monkeypatch.setitem(controls.CONTROLS, NAME, ControlWords("Label", "What it does.", text="Text"))


@pytest.fixture
def plain(application):
    """Give the application its own look back afterwards."""
    yield application
    scaling.change(100)
    application.setStyleSheet("")
    application.setProperty("sheet", None)
    style_sheet.prepare(application, THEMES["light"])


def drawn(widget, scale=1.0):
    """What a widget draws on a ground of its own colour, on a screen of some scale."""
    image = QImage(widget.size() * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(QColor("#ff00ff"))
    widget.render(image)
    return image


def colour_at(image, x, y):
    return image.pixelColor(x, y).name()


@BOTH
@pytest.mark.parametrize("make", FIELDS.values(), ids=FIELDS)
def test_what_is_pressed_typed_or_chosen_in_is_flat_with_the_same_frame(plain, show, make, colours):
    style_sheet.apply(plain, colours)
    widget = show(make())
    widget.resize(QSize(120, 28))
    widget.clearFocus()
    QApplication.processEvents()
    image = drawn(widget)
    right, bottom = image.width() - 1, image.height() - 1
    for x, y in ((right // 2, 0), (right // 2, bottom), (0, bottom // 2), (right, bottom // 2)):
        assert colour_at(image, x, y) == colours.border
    for x, y in ((0, 0), (right, 0), (0, bottom), (right, bottom)):
        assert colour_at(image, x, y) != colours.border, "its corners are round"
    column = {colour_at(image, 2, y) for y in range(7, bottom - 6)}
    assert column == {colours.control}, "no shade runs down its side"


@BOTH
@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 1.75, 2.0])
@pytest.mark.parametrize("focus", [False, True])
def test_a_box_to_be_ticked_is_whole_at_every_scale(plain, show, colours, scale, focus):
    style_sheet.apply(plain, colours)
    switch = show(Switch(NAME))
    if focus:
        switch.setFocus(Qt.FocusReason.TabFocusReason)
    image = drawn(switch, scale)
    middle = image.height() // 2
    ground, inside = QColor(colours.window), QColor(colours.control)
    row = [image.pixelColor(x, middle) for x in range(round(16 * scale))]
    unlike = [x for x, one in enumerate(row) if different(one, ground) and different(one, inside)]
    edges = [x for x in unlike if x < 4 * scale], [x for x in unlike if x > 9 * scale]
    for edge in edges:
        strongest = max(edge, key=lambda x: strength(row[x], inside))
        assert strength(row[strongest], inside) > 120
    left, right = (max(strength(row[x], inside) for x in edge) for edge in edges)
    assert left == pytest.approx(right, rel=0.35)


@pytest.mark.parametrize("percent", scaling.TEXT_SIZES)
def test_the_knob_of_a_slider_is_round_at_every_text_size(plain, show, percent):
    scaling.change(percent)
    style_sheet.apply(plain, THEMES["light"])
    slider = show(Slider(NAME, 0, 100, 10))
    slider.setValue(50)
    slider.clearFocus()
    slider.setFixedSize(300, slider.minimumHeight())
    QApplication.processEvents()
    image = drawn(slider)
    white = QColor(THEMES["light"].control)
    middle = [x for x in range(image.width()) if image.pixelColor(x, image.height() // 2) == white]
    left, right = min(middle), max(middle)
    column = [y for y in range(image.height()) if image.pixelColor((left + right) // 2, y) == white]
    top, bottom = min(column), max(column)
    assert right - left == pytest.approx(bottom - top, abs=1)
    for x, y in ((left, top), (right, top), (left, bottom), (right, bottom)):
        assert image.pixelColor(x, y) != white


def strength(one, other):
    """How far a colour is from another."""
    return sum(abs(a - b) for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True))


def different(one, other):
    return strength(one, other) > 30
