"""A typeset formula has the colour and the size of text, and says itself in words."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QPalette

from playground.mathematics.formulas import formulas
from playground.style import scaling
from playground.style.palette import DARK, LIGHT
from playground.widgets.controls.formula import FormulaView, formula_ascent, formula_size, paint_formula

WIDE = "activation.gelu.slope"


@pytest.fixture
def view(qtbot):
    view = FormulaView("z.matrix")
    qtbot.addWidget(view)
    return view


@pytest.fixture
def text_size():
    """Change the text size; it is the usual one again afterwards."""

    def change(percent):
        scaling.change(percent)
        scaling.refit()

    yield change
    change(scaling.USUAL)


def drawn(key, theme, ratio=1.0):
    """A formula in the top left corner of a picture of 200 × 80 pixels."""
    image = QImage(int(200 * ratio), int(80 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(theme.panel))
    painter = QPainter(image)
    paint_formula(painter, key, QPointF(0.0, formula_ascent(key)), QColor(theme.text))
    painter.end()
    return image


def ink(image, theme):
    """Where there is something other than the ground: left, top, right, bottom."""
    ground = QColor(theme.panel).rgb()
    dots = [
        (x, y) for x in range(image.width()) for y in range(image.height()) if image.pixel(x, y) != ground
    ]
    (xs, ys) = zip(*dots, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda one: one.name)
def test_it_is_drawn_in_the_colour_of_text(theme):
    image = drawn("z.first", theme)
    darkest = {image.pixelColor(x, y).name() for x in range(200) for y in range(80)}
    assert theme.text in darkest


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_it_fills_its_size_on_any_screen(ratio):
    size = formula_size("z.first")
    left, top, right, bottom = ink(drawn("z.first", LIGHT, ratio), LIGHT)
    assert left <= 3 * ratio
    assert top <= 3 * ratio
    assert abs(right + 1 - size.width() * ratio) <= 3 * ratio
    assert abs(bottom + 1 - size.height() * ratio) <= 3 * ratio


def test_a_fraction_hangs_about_the_baseline_and_a_letter_stands_on_it():
    fraction, letter = "activation.sigmoid", "activation.linear"
    assert 0.4 < formula_ascent(fraction) / formula_size(fraction).height() < 0.75
    assert formula_ascent(letter) / formula_size(letter).height() > 0.6


def test_it_grows_with_the_text(view, text_size):
    usual = view.sizeHint()
    text_size(200)
    assert view.sizeHint().width() == pytest.approx(2 * usual.width(), abs=2)
    assert view.sizeHint().height() == pytest.approx(2 * usual.height(), abs=2)


def test_where_there_is_little_room_it_is_smaller_as_a_whole(qtbot):
    whole, narrow = formula_size(WIDE), formula_size(WIDE, widest=150.0)
    assert narrow.width() == pytest.approx(150.0)
    assert narrow.height() / whole.height() == pytest.approx(150.0 / whole.width())
    assert formula_size("z.matrix", widest=1000.0) == formula_size("z.matrix")
    view = FormulaView(WIDE, widest=150)
    qtbot.addWidget(view)
    assert view.sizeHint().width() == 150


def test_it_is_said_in_words(view):
    assert view.accessibleName() == formulas()["z.matrix"].words == "z equals W times a before plus b"
    view.show_formula("activation.sigmoid")
    assert view.accessibleName().startswith("g of z equals 1 over")
    view.show_formula("")
    assert view.accessibleName() == ""
    assert view.sizeHint().isEmpty()


def test_it_follows_the_theme(view):
    for colour in ("#ff0000", "#00ff00"):
        palette = QPalette(view.palette())
        palette.setColor(QPalette.ColorRole.Text, QColor(colour))
        view.setPalette(palette)
        view.resize(view.sizeHint())
        image = view.grab().toImage()
        colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
        assert colour in colours
