"""How numbers are rounded, and whether a person who calculates with them gets what is shown."""

import math

import numpy as np
import pytest

from playground.mathematics.rounding import Exact, as_shown, comes_to, number_latex, number_text
from playground.texts.numbers import ENGLISH, Format, use_format


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.4149, 2, "0.41"),
        (-1.2, 3, "−1.200"),
        (0.0, 2, "0.00"),
        (-0.0, 2, "0.00"),
        (1, 4, "1"),
        (0.0099, 2, "9.90·10⁻³"),
        (0.01, 2, "0.01"),
        (-3.14159e-7, 3, "−3.142·10⁻⁷"),
        (123_456.789, 2, "123456.79"),
        (1e6, 2, "1.00·10⁶"),
        (0.1 + 0.2, None, "0.30000000000000004"),
        (2.0, None, "2"),
        (1e-20, None, "10⁻²⁰"),
        (np.float32(0.1), None, "0.1"),
        (Exact(0.001), 2, "0.001"),
        (Exact(1e-8), 2, "10⁻⁸"),
        (math.inf, 2, "∞"),
        (-math.inf, 2, "−∞"),
        (math.nan, 2, "–"),
    ],
)
def test_a_number_is_rounded_but_never_to_nothing(value, decimals, text):
    assert number_text(value, decimals) == text


def test_numbers_have_the_marks_of_the_locale_but_not_in_latex():
    use_format(Format(",", "."))
    try:
        assert number_text(-0.25, 2) == "−0,25"
        assert number_latex(-0.25, 2) == "-0.25"
        assert number_latex(2.5e-9, 2) == r"2.50 \cdot 10^{-9}"
    finally:
        use_format(ENGLISH)


@pytest.mark.parametrize("decimals", [2, 3, 4, 5, 6])
def test_what_is_read_off_the_screen_is_what_is_shown(decimals):
    numbers = np.random.default_rng(0).normal(size=50) * 10.0 ** np.arange(-12, 13).repeat(2)
    for number, shown in zip(numbers, as_shown(numbers, decimals), strict=True):
        mantissa, _, power = number_latex(number, decimals).replace("}", "").partition(r" \cdot 10^{")
        assert shown == float(f"{mantissa}e{power or 0}")


def test_a_result_is_right_if_it_is_what_one_gets_rounded():
    assert comes_to(0.2849, 0.283, 2)
    assert not comes_to(0.2951, 0.283, 2)
    assert comes_to(0.285, 0.283, 2)  # a tie, which one may round down
    assert comes_to(0.285, 0.287, 2)  # or up
    assert comes_to(3.1416e-7, 3.14e-7, 2)
    assert not comes_to(3.2e-7, 3.14e-7, 2)
    assert not comes_to(math.nan, 0.3, 2)
    assert not comes_to(math.inf, math.inf, 2)
