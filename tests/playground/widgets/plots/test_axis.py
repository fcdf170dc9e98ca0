"""The plot that the others are made of."""

import pytest
from PySide6.QtCore import QRectF

from playground.style.scaling import real
from playground.widgets.plots.axis import Axis, thinned


@pytest.mark.usefixtures("application")
@pytest.mark.parametrize(
    ("values", "spacing", "texts"),
    [
        ([0.0, 20000.0, 1e6], 20000.0, ["0", "20,000", "1,000,000"]),
        ([-4.0, 0.0, 4.0], 2.0, ["−4", "0", "4"]),
        ([-0.5, 0.5], 0.5, ["−0.5", "0.5"]),
        ([999.0, 1000.0], 1.0, ["999", "1,000"]),
    ],
)
def test_numbers_on_an_axis_are_written_as_elsewhere_in_the_window(values, spacing, texts):
    assert Axis("bottom").tickStrings(values, 1.0, spacing) == texts


@pytest.mark.usefixtures("application")
def test_an_upright_axis_writes_large_numbers_short():
    assert Axis("left").tickStrings([0.0, 1e6], 1.0, 1e6) == ["0", "1e6"]
    assert Axis("left").tickStrings([0.0, 1e5, 1.5e5], 1.0, 5e4) == ["0", "1e5", "1.5e5"]


@pytest.mark.usefixtures("application")
@pytest.mark.parametrize("width", [100.0, 130.0, 170.0, 250.0, 600.0])
def test_a_narrow_axis_has_a_number_besides_0(width):
    axis = Axis("bottom")
    for end in (10.0, 26.0, 4700.0, 5100.0, 5500.0, 9_900.0, 10_100.0, 19_900.0, 52_000.0):
        [(spacing, _)] = axis.tickSpacing(0.0, end, width)
        assert spacing <= 0.75 * end, "the number at the first tick has room before the end"
        assert spacing >= 0.99 * end / max(width / real(25.0), 1.0), "ticks are not crowded"


def texts_at(*places, size=20.0):
    return [(QRectF(x - size / 2, x - size / 2, size, size), 0, text) for x, text in places]


@pytest.mark.parametrize("upright", [False, True])
def test_numbers_that_would_touch_are_thinned_evenly_and_0_stays(upright):
    way = -1.0 if upright else 1.0
    for gap, left in (
        (40.0, ["−6", "−4", "−2", "0", "2", "4", "6"]),
        (15.0, ["−4", "0", "4"]),
        (9.0, ["−6", "0", "6"]),
        (1.0, ["0"]),
    ):
        places = [(way * gap * k, f"{2 * k}".replace("-", "−")) for k in range(-3, 4)]
        shown = thinned(texts_at(*places), upright)
        assert [text for *_, text in shown] == left, gap


def test_an_axis_without_numbers_stays_without():
    assert thinned([], upright=True) == []
