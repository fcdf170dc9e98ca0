import pytest

from playground.texts.numbers import (
    Format,
    coordinate_text,
    count_text,
    large_text,
    loss_text,
    measure_text,
    power_text,
    r_squared_measure_text,
    r_squared_text,
    rate_text,
    scale_text,
    score_text,
    share_text,
    short_count_text,
    short_text,
    use_format,
    value_text,
    weight_text,
)
from playground.texts.text import Text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (None, "–"),
        (1.0, "100.0%"),
        (99_999 / 100_000, "99.9%"),
        (0.93, "93.0%"),
        (0.0, "0.0%"),
        (2 / 3, "66.7%"),
        (1 / 3, "33.3%"),
        (0.9988, "99.9%"),
        (0.99949, "99.9%"),
        (1e-6, "0.1%"),
        (0.0014, "0.1%"),
        (0.0016, "0.2%"),
    ],
)
def test_a_share_is_rounded_to_the_nearest_but_100_means_all_and_0_none(share, text):
    assert share_text(share) == text


@pytest.mark.parametrize(
    ("loss", "text"), [(None, "–"), (0.0, "0.0000"), (0.69314, "0.6931"), (1e-7, "1.00e-07")]
)
def test_a_loss_has_four_decimals_or_three_digits(loss, text):
    assert loss_text(loss) == text


@pytest.mark.parametrize(
    ("score", "text"),
    [
        (None, "–"),
        (0.0, "0.000"),
        (0.5, "0.500"),
        (0.99999, "0.999"),
        (1.0, "1.000"),
        (2 / 3, "0.667"),
        (0.9996, "0.999"),
        (1e-9, "0.001"),
    ],
)
def test_a_score_is_1_only_where_all_is_right_and_0_only_where_nothing_is(score, text):
    assert score_text(score) == text


@pytest.mark.parametrize(
    ("r2", "text", "long"),
    [
        (-2.22e-16, "0.000", "0.000"),
        (0.0, "0.000", "0.000"),
        (1.0, "1.000", "1"),
        (0.99999, "0.999", "0.999"),
        (2 / 3, "0.667", "0.6667"),
        (-0.5, "−0.500", "−0.5"),
        (-1e-4, "0.000", "0.000"),
        (None, "–", "–"),
    ],
)
def test_r_squared_is_never_minus_nothing_and_1_only_where_all_is_explained(r2, text, long):
    assert (r_squared_text(r2), r_squared_measure_text(r2)) == (text, long)


def test_no_number_is_minus_nothing():
    texts = [text(-0.0) for text in (value_text, coordinate_text, weight_text, measure_text)]
    assert texts == ["0.000", "0.00", "0", "0"]
    assert (value_text(-0.0001), coordinate_text(-0.004)) == ("0.000", "0.00")


NARROW = "\u202f"


@pytest.mark.parametrize(
    ("form", "written"),
    [
        (Format(), ["1,234,567", "66.7%", "0.667", "−0.500", "0.6931", "1.00e-07", "2.5e7", "12,345"]),
        (
            Format(",", "."),
            ["1.234.567", "66,7%", "0,667", "−0,500", "0,6931", "1,00e-07", "2,5e7", "12.345"],
        ),
        (
            Format(",", NARROW),
            ["1\u202f234\u202f567", "66,7%", "0,667", "−0,500", "0,6931", "1,00e-07", "2,5e7", "12\u202f345"],
        ),
    ],
)
def test_every_number_is_written_in_one_format(form, written):
    use_format(form)
    assert written == [
        count_text(1_234_567),
        share_text(2 / 3),
        score_text(2 / 3),
        value_text(-0.5),
        loss_text(0.69314),
        loss_text(1e-7),
        power_text(2.5e7, 2),
        rate_text(12345.0),
    ]


def test_a_text_writes_its_numbers_in_the_same_format():
    use_format(Format(",", "."))
    text = Text("{n:,} points, η {rate:g}, {share:.1f}, {name}: {got!r}", one="{n} point at {rate}")
    assert (
        text(n=12_345, rate=0.03, share=2 / 3, name="a.b,c", got="1.5")
        == "12.345 points, η 0,03, 0,7, a.b,c: '1.5'"
    )
    assert text(n=1, rate=0.5) == "1 point at 0,5"


@pytest.mark.parametrize(("value", "text"), [(-0.5, "−0.500"), (999.5, "999.500"), (123456.0, "1.23e+05")])
def test_a_value_has_three_decimals_or_powers_of_ten(value, text):
    assert value_text(value) == text


@pytest.mark.parametrize(
    ("value", "reach", "text"),
    [(0.5, 1.0, "0.5"), (-1.0, 1.0, "−1"), (1234.0, 500.0, "1,234"), (2e5, 1e5, "2e5"), (-0.0, 1.0, "0")],
)
def test_a_scale_is_as_fine_as_can_be_told_apart(value, reach, text):
    assert scale_text(value, reach) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0.00"), (-0.374, "−0.37"), (-0.0039, "−0.004"), (5.2e-4, "5e−4"), (4.5e-6, "5e−6"),
     (123.4, "123"), (-2e5, "−2e5")],
)  # fmt: skip
def test_a_number_on_a_neuron_has_few_digits(value, text):
    assert short_text(value) == text


def test_powers_of_ten_are_short():
    assert (power_text(0.0, 2), power_text(-2.5e7, 1)) == ("0", "−2.5e7")


def test_a_count_is_in_thousands_only_where_it_is_to_be_brief():
    assert [short_count_text(12_345, brief) for brief in (True, False)] == ["12k", "12,345"]
    assert short_count_text(9_999, brief=True) == "9,999"


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (12.345, "12.3"),
        (999.9, "1,000"),
        (12_345.6, "12,300"),
        (123_456_789.0, "123,000,000"),
        (1.26e12, "1.3e12"),
        (float("inf"), "–"),
    ],
)
def test_a_large_size_is_written_out_to_three_digits(size, text):
    assert large_text(size) == text
