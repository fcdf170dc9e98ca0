"""The plot that the others are made of."""

import pytest

from playground.widgets.plot import Axis


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
    assert Axis("left").tickStrings([0.0, 1e6], 1.0, 1e6) == ["0", "1e+06"]
