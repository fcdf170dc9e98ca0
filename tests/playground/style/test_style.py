from dataclasses import fields
from itertools import combinations

import numpy as np
import pytest
from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from engine import RANGES
from playground.assets import ASSETS
from playground.observers.neuron_maps import NO_STROKE
from playground.style import icons, sizes, style_sheet
from playground.style.colour_maps import SHADES, class_shades, shades
from playground.style.palette import (
    DARK,
    LIGHT,
    MARKERS,
    THEMES,
    lane_colour,
    layer_colour,
    system_theme,
    value_colour,
)
from playground.widgets.controls import Switch
from playground.widgets.network.lines import HIGHLIGHTED_WIDTHS, PALE, WIDTHS, Pens, mixed
from playground.widgets.output.picture import HATCH_STRENGTH

BOTH = pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)


ICONS = sorted({path.stem for path in (ASSETS / "icons").glob("*.svg")} - {"app"})  # it has its own colours


def linear_rgb(colour):
    one = QColor(colour)
    parts = np.array([one.redF(), one.greenF(), one.blueF()])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def luminance(colour):
    """Relative luminance, as WCAG 2 defines it."""
    return float(linear_rgb(colour) @ [0.2126, 0.7152, 0.0722])


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


# Machado, Oliveira & Fernandes, 2009, "A physiologically-based model for simulation of color vision
# deficiency", table 1, severity 1.0: matrices over linear RGB
BLINDNESS = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
    ],
}  # fmt: skip
# Ottosson, 2020, "A perceptual color space for image processing"
TO_LMS = [
    [0.41222147, 0.53633254, 0.05144599], [0.21190350, 0.68069955, 0.10739696],
    [0.08830246, 0.28171884, 0.62997870],
]  # fmt: skip
TO_OKLAB = [
    [0.21045426, 0.79361779, -0.00407205], [1.97799850, -2.42859221, 0.45059371],
    [0.02590404, 0.78277177, -0.80867577],
]  # fmt: skip


def oklab(colour, eyes):
    """A colour's place in OKLab, as some eyes see it."""
    linear = linear_rgb(colour)
    if eyes in BLINDNESS:
        linear = np.clip(np.array(BLINDNESS[eyes]) @ linear, 0.0, 1.0)
    return np.array(TO_OKLAB) @ np.cbrt(np.array(TO_LMS) @ linear)


def difference(one, other, eyes):
    return float(np.linalg.norm(oklab(one, eyes) - oklab(other, eyes)))


# CIE 1931, sRGB to XYZ over linear RGB
TO_XYZ = [
    [0.4124564, 0.3575761, 0.1804375],
    [0.2126729, 0.7151522, 0.0721750],
    [0.0193339, 0.1191920, 0.9503041],
]


def cielab(colour, eyes="all cones"):
    """A colour's place in CIELAB under D65, as some eyes see it; the first number is L*."""
    linear = linear_rgb(colour)
    if eyes in BLINDNESS:
        linear = np.clip(np.array(BLINDNESS[eyes]) @ linear, 0.0, 1.0)
    t = np.array(TO_XYZ) @ linear / np.sum(TO_XYZ, axis=1)
    x, y, z = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)])


def delta_e_2000(one, other):
    """The difference of two places in CIELAB by CIEDE2000 (Sharma, Wu & Dalal, 2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = 0.5 * (np.hypot(a1, b1) + np.hypot(a2, b2))
    stretch = 1.0 + 0.5 * (1.0 - np.sqrt(mean**7 / (mean**7 + 25.0**7)))
    c1, c2 = np.hypot(stretch * a1, b1), np.hypot(stretch * a2, b2)
    h1, h2 = np.arctan2(b1, stretch * a1), np.arctan2(b2, stretch * a2)
    turn = (h2 - h1 + np.pi) % (2.0 * np.pi) - np.pi if c1 * c2 else 0.0
    hue = np.degrees(h1 + 0.5 * turn) if c1 * c2 else np.degrees(h1 + h2)
    lightness, chroma = 0.5 * (l1 + l2) - 50.0, 0.5 * (c1 + c2)
    cos = [np.cos(np.radians(k * hue - at)) for k, at in ((1, 30.0), (2, 0.0), (3, -6.0), (4, 63.0))]
    weight = 1.0 + np.dot([-0.17, 0.24, 0.32, -0.2], cos)
    by_l = (l2 - l1) / (1.0 + 0.015 * lightness**2 / np.sqrt(20.0 + lightness**2))
    by_c = (c2 - c1) / (1.0 + 0.045 * chroma)
    by_h = 2.0 * np.sqrt(c1 * c2) * np.sin(0.5 * turn) / (1.0 + 0.015 * chroma * weight)
    bend = np.sin(np.radians(60.0 * np.exp(-((((hue % 360.0) - 275.0) / 25.0) ** 2))))
    turned = -2.0 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7)) * bend
    return float(np.sqrt(by_l**2 + by_c**2 + by_h**2 + turned * by_c * by_h))


def hue_of(colour):
    """The angle of a colour's hue in OKLab, in degrees."""
    _, a, b = oklab(colour, "all cones")
    return float(np.degrees(np.arctan2(b, a)))


def apart(one, other):
    """The angle between two hues."""
    return abs((hue_of(one) - hue_of(other) + 180.0) % 360.0 - 180.0)


def hexadecimal(rgba):
    return "#{:02x}{:02x}{:02x}".format(*rgba[:3])


@pytest.fixture
def plain(application):
    """Give the application its own look back afterwards."""
    before = QPalette(application.palette()), application.styleSheet()
    yield application
    application.setPalette(before[0])
    application.setStyleSheet(before[1])
    application.setProperty("look", None)  # so that the next one is applied whole


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
        # links; what is pressed, checked or selected; tooltips; what diverged; disabled controls are muted
        ("accent", "panel"),
        ("accent", "window"),
        ("text", "border"),
        ("error", "panel"),
        ("warning", "panel"),
    ],
)
def test_texts_can_be_read(colours, text, ground):
    assert contrast(getattr(colours, text), getattr(colours, ground)) >= 4.5


def all_shades(colours):
    """Every colour that a field can have, of two classes or of several."""
    return [*shades(colours)[::8], shades(colours)[-1], *class_shades(colours)[:, ::16].reshape(-1, 4)]


def all_points(colours):
    """Every colour that a point can have."""
    values = [value_colour(colours, value) for value in np.linspace(-1.0, 1.0, 9)]
    return [colours.negative, colours.positive, *colours.classes, *values]


@BOTH
def test_lines_and_frames_that_mean_something_are_seen(colours):
    for name in ("warning", "error", "accent", "weight_negative", "weight_positive"):
        assert contrast(getattr(colours, name), colours.panel) >= 3.0, name
    for shade in all_shades(colours):
        assert contrast(colours.contour, hexadecimal(shade)) >= 4.5
        assert contrast(colours.error, hexadecimal(shade)) >= 3.0  # the rings of errors


@BOTH
def test_marks_of_controls_and_axes_are_seen(colours):
    """Axes and their ticks; the boxes to be ticked, chips, and the handles of sliders; their filled part."""
    for mark, grounds in {
        "edge": ("panel",),
        "muted": ("panel", "control", "window"),
        "accent": ("panel", "control", "window"),
        "text": ("border",),
    }.items():
        for ground in grounds:
            assert contrast(getattr(colours, mark), getattr(colours, ground)) >= 3.0, (mark, ground)


@BOTH
def test_strong_weights_are_seen_and_weak_ones_fade_in_even_steps(colours):
    for colour in (colours.weight_negative, colours.weight_positive):
        seen = [contrast(mixed(colour, colours.panel, share).name(), colours.panel) for share in PALE]
        assert seen == sorted(seen)
        assert min(seen[-2:]) >= 3.0
        assert min(seen) >= 1.2, "a weak weight is still there"
    assert sorted(WIDTHS) == list(WIDTHS)


@BOTH
def test_the_weights_of_a_neuron_that_is_meant_are_seen_however_small_they_are(colours):
    pens = Pens.of(colours)
    for pen, usual in zip(pens.highlighted, pens.usual, strict=True):
        assert contrast(pen.color().name(), colours.panel) >= 3.0
        assert pen.widthF() >= max(1.5, usual.widthF())  # a finer line is paler than its colour
        assert pen.style() == usual.style()
    assert sorted(HIGHLIGHTED_WIDTHS) == list(HIGHLIGHTED_WIDTHS)


@BOTH
def test_a_weight_of_0_is_the_faintest_line_and_has_no_sign(colours):
    pens = Pens.of(colours)
    for some in (pens.usual, pens.highlighted, pens.faded):
        pen = some[NO_STROKE]
        seen = [contrast(one.color().name(), colours.panel) for one in some]
        assert pen.style() == Qt.PenStyle.SolidLine
        assert pen.widthF() == min(one.widthF() for one in some)
        assert seen[NO_STROKE] == min(seen)
    assert contrast(pens.usual[NO_STROKE].color().name(), colours.panel) >= 1.5, "it is still there"


@BOTH
def test_hatching_is_seen_where_the_network_is_unsure(colours):
    ground = colours.field_middle  # where it is unsure, the field is pale
    assert contrast(mixed(colours.contour, ground, HATCH_STRENGTH).name(), ground) >= 3.0


@BOTH
def test_a_box_to_be_ticked_is_seen_ticked_or_not(plain, show, colours):
    style_sheet.apply(plain, colours)
    for checked in (False, True):
        switch = show(Switch("plot.log"))
        switch.setChecked(checked)
        image = switch.grab().toImage()
        row = [image.pixelColor(x, image.height() // 2).name() for x in range(14)]
        assert max(contrast(pixel, row[0]) for pixel in row[1:]) >= 3.0
        switch.setEnabled(False)
        assert switch.grab().toImage().size() == image.size()


@BOTH
def test_points_are_seen_on_every_field(colours):
    for point in all_points(colours):
        for shade in all_shades(colours):
            assert contrast(point, hexadecimal(shade)) >= 3.0, (point, hexadecimal(shade))


@BOTH
def test_points_are_seen_within_their_outline_and_hollow_ones_around_the_panel(colours):
    for point in all_points(colours):
        assert contrast(point, colours.outline) >= 3.0
        assert contrast(point, colours.panel) >= 3.0


@BOTH
def test_the_two_values_differ_in_greyscale_too(colours):
    assert contrast(colours.negative, colours.positive) >= 1.6
    assert contrast(colours.weight_negative, colours.weight_positive) >= 1.5
    assert abs(cielab(colours.field_negative)[0] - cielab(colours.field_positive)[0]) >= 15.0


@BOTH
def test_classes_differ_in_greyscale_too(colours):
    assert min(contrast(one, other) for one, other in combinations(colours.classes, 2)) >= 1.15
    assert min(contrast(one, other) for one, other in combinations(colours.classes[:3], 2)) >= 1.15


@BOTH
@pytest.mark.parametrize("eyes", ["all cones", *BLINDNESS])
def test_classes_are_told_apart_under_every_colour_blindness(colours, eyes):
    """In OKLab 0.02 is a difference that is just seen."""
    assert difference(colours.negative, colours.positive, eyes) >= 0.15
    assert difference(colours.weight_negative, colours.weight_positive, eyes) >= 0.15
    assert difference(colours.field_negative, colours.field_positive, eyes) >= 0.1
    assert difference(colours.train_line, colours.test_line, eyes) >= 0.1
    assert min(difference(*pair, eyes) for pair in combinations(colours.classes, 2)) >= 0.085


@BOTH
def test_runs_side_by_side_have_colours_of_their_own_that_letters_can_be_read_in(colours):
    assert min(contrast(one, colours.panel) for one in colours.lanes) >= 4.5
    assert min(difference(*pair, "all cones") for pair in combinations(colours.lanes, 2)) >= 0.05
    assert lane_colour(colours, 0) != lane_colour(colours, 1)
    assert lane_colour(colours, len(colours.lanes)) == lane_colour(colours, 0)


@BOTH
@pytest.mark.parametrize("eyes", ["all cones", *BLINDNESS])
def test_two_runs_side_by_side_are_told_apart_under_every_colour_blindness(colours, eyes):
    assert difference(*colours.lanes[:2], eyes) >= 0.1


@BOTH
@pytest.mark.parametrize("eyes", ["all cones", *BLINDNESS])
def test_fields_are_told_apart_under_every_colour_blindness(colours, eyes):
    two = colours.field_negative, colours.field_positive
    for one, other in [two, *combinations(colours.class_fields, 2)]:
        assert delta_e_2000(cielab(one, eyes), cielab(other, eyes)) >= 15.0, (one, other)


def test_a_class_has_one_hue_in_both_themes_and_its_field_has_it_too():
    of_light = (LIGHT.negative, LIGHT.positive, *LIGHT.classes)
    of_dark = (DARK.negative, DARK.positive, *DARK.classes)
    for one, other in zip(of_light, of_dark, strict=True):
        assert apart(one, other) <= 20.0, (one, other)
    for theme in (LIGHT, DARK):
        for point, field in zip(theme.classes, theme.class_fields, strict=True):
            assert apart(point, field) <= 20.0, (point, field)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.0, 2.0), (50.0, 0.0, 0.0), 2.3669),
        ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0011), 7.2195),
        ((50.0, 2.5, 0.0), (58.0, 24.0, 15.0), 19.4535),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_differences_are_those_that_its_authors_published(one, other, expected):
    assert delta_e_2000(one, other) == pytest.approx(expected, abs=1e-4)


def test_the_simulation_knows_what_a_colour_blind_person_confuses():
    """Equal greys stay as they are; a red and a green that a deuteranope takes for one come close."""
    for eyes in BLINDNESS:
        assert difference("#000000", "#ffffff", eyes) == pytest.approx(1.0, abs=0.02)
    red, green = "#a05000", "#507000"
    assert difference(red, green, "deuteranopia") < 0.5 * difference(red, green, "all cones")


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
    for end, colour in ((0, colours.negative), (-1, colours.positive)):  # of the hue of the points
        (_, *one), (_, *other) = oklab(hexadecimal(palette[end]), "all cones"), oklab(colour, "all cones")
        assert np.dot(one, other) > 0.9 * np.linalg.norm(one) * np.linalg.norm(other)


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
    for size in (sizes.ICON, 2 * sizes.ICON):
        image = icons.icon(name, "#ff0000").pixmap(size).toImage()
        pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
        assert {pixel.name() for pixel in pixels if pixel.alpha() > 100} == {"#ff0000"}


def test_the_program_has_an_icon():
    assert not icons.app_icon().pixmap(64).isNull()


@BOTH
def test_a_theme_is_applied_to_everything(plain, colours):
    for _ in range(2):  # a second time changes nothing
        style_sheet.apply(plain, colours)
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
    assert system_theme() is expected


@BOTH
def test_the_colours_of_layers_are_seen_on_a_panel_and_told_apart(colours):
    found = [layer_colour(colours, k, 20) for k in range(20)]
    assert all(contrast(colour, colours.panel) >= 3.0 for colour in found)
    assert len(set(found)) == 20
