from dataclasses import fields

import numpy as np
import pytest
from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from engine import RANGES
from playground import theme
from playground.assets import ASSETS
from playground.theme import DARK, LIGHT, MARKERS, SHADES, THEMES, class_shades, shades

BOTH = pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)


ICONS = sorted({path.stem for path in (ASSETS / "icons").glob("*.svg")} - {"app"})  # it has its own colours


def luminance(colour):
    """Relative luminance, as WCAG 2 defines it."""
    one = QColor(colour)
    parts = np.array([one.redF(), one.greenF(), one.blueF()])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def hexadecimal(rgba):
    return "#{:02x}{:02x}{:02x}".format(*rgba[:3])


@pytest.fixture
def plain(application):
    """Give the application its own look back afterwards."""
    before = QPalette(application.palette()), application.styleSheet()
    yield application
    application.setPalette(before[0])
    application.setStyleSheet(before[1])


@BOTH
def test_every_colour_is_one(colours):
    for field in fields(colours):
        value = getattr(colours, field.name)
        for colour in (value if isinstance(value, tuple) else (value,)) if field.name != "name" else ():
            assert QColor.isValidColorName(colour), field.name


@BOTH
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("text", "window"),
        ("text", "panel"),
        ("text", "control"),
        ("muted", "window"),
        ("muted", "panel"),
        ("muted", "control"),
        ("accent_text", "accent"),
        ("train_line", "panel"),
        ("test_line", "panel"),
    ],
)
def test_texts_can_be_read(colours, text, ground):
    assert contrast(getattr(colours, text), getattr(colours, ground)) >= 4.5


@BOTH
def test_lines_and_frames_that_mean_something_are_seen(colours):
    for name in ("warning", "error", "accent"):
        assert contrast(getattr(colours, name), colours.panel) >= 3.0
    for shade in (*shades(colours)[[0, -1]], *class_shades(colours)[:, -1], shades(colours)[SHADES // 2]):
        assert contrast(colours.contour, hexadecimal(shade)) >= 3.0


@BOTH
def test_the_two_values_differ_in_greyscale_too(colours):
    assert contrast(colours.negative, colours.positive) >= 1.3


@BOTH
def test_a_field_runs_from_one_colour_over_the_middle_to_the_other(colours):
    palette = shades(colours).astype(int)
    assert palette.shape == (SHADES, 4)
    assert (palette[:, 3] == 255).all()
    middle = QColor(colours.field_middle).getRgb()[:3]
    from_middle = np.abs(palette[:, :3] - middle).sum(axis=1)
    assert from_middle[[SHADES // 2 - 1, SHADES // 2]].max() <= 3
    assert (np.diff(from_middle[SHADES // 2 :]) >= 0).all()
    assert (np.diff(from_middle[: SHADES // 2]) <= 0).all()
    for end, colour in ((0, colours.negative), (-1, colours.positive)):
        # nearer to its own colour than to the other
        gaps = [
            np.abs(palette[end, :3] - QColor(c).getRgb()[:3]).sum()
            for c in (colours.negative, colours.positive)
        ]
        assert colour == (colours.negative, colours.positive)[int(np.argmin(gaps))]


@BOTH
def test_points_are_stronger_than_the_field_they_lie_on(colours):
    for end, colour in ((0, colours.negative), (-1, colours.positive)):
        assert np.abs(shades(colours)[end, :3].astype(int) - QColor(colour).getRgb()[:3]).sum() >= 60


@BOTH
def test_a_class_runs_from_the_middle_to_its_colour(colours):
    palettes = class_shades(colours)
    assert palettes.shape == (len(colours.classes), SHADES, 4)
    assert {hexadecimal(palette[0]) for palette in palettes} == {colours.field_middle}
    assert len({hexadecimal(palette[-1]) for palette in palettes}) == len(colours.classes)


@BOTH
def test_every_class_there_can_be_has_a_colour_and_a_marker_of_its_own(colours):
    most = int(RANGES["classes"].high)
    assert len(set(colours.classes[:most])) == len(set(MARKERS[:most])) == most
    assert set(MARKERS) <= set(Symbols)


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_drawn_in_the_colour_asked_for(name):
    for size in (theme.ICON, 2 * theme.ICON):
        image = theme.icon(name, "#ff0000").pixmap(size).toImage()
        pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
        assert {pixel.name() for pixel in pixels if pixel.alpha() > 100} == {"#ff0000"}


def test_the_program_has_an_icon():
    assert not theme.app_icon().pixmap(64).isNull()


@BOTH
def test_a_theme_is_applied_to_everything(plain, colours):
    for _ in range(2):  # a second time changes nothing
        theme.apply(plain, colours)
        assert plain.palette().color(QPalette.ColorRole.Window) == QColor(colours.window)
        assert plain.palette().color(QPalette.ColorRole.Text) == QColor(colours.text)
        assert colours.panel in plain.styleSheet()
    plain.setStyleSheet("")
    assert plain.style().objectName() == "fusion"


@pytest.mark.parametrize(("scheme", "expected"), [("Dark", DARK), ("Light", LIGHT), ("Unknown", LIGHT)])
def test_the_systems_theme_is_followed(monkeypatch, scheme, expected):
    class Hints:
        def colorScheme(self):
            return Qt.ColorScheme[scheme]

    monkeypatch.setattr(QGuiApplication, "styleHints", Hints)
    assert theme.system_theme() is expected
