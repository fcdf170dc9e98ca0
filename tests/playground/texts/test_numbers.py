import pytest

from playground.texts.numbers import (
    loss_text,
    power_text,
    scale_text,
    score_text,
    share_text,
    short_count_text,
    value_text,
)


@pytest.mark.parametrize(
    ("share", "text"),
    [(None, "–"), (1.0, "100.0%"), (99_999 / 100_000, "99.9%"), (0.93, "93.0%"), (0.0, "0.0%")],
)
def test_a_share_is_rounded_down_so_that_100_means_all(share, text):
    assert share_text(share) == text


@pytest.mark.parametrize(
    ("loss", "text"), [(None, "–"), (0.0, "0.0000"), (0.69314, "0.6931"), (1e-7, "1.00e-07")]
)
def test_a_loss_has_four_decimals_or_three_digits(loss, text):
    assert loss_text(loss) == text


@pytest.mark.parametrize(
    ("score", "text"), [(None, "–"), (0.0, "0.000"), (0.5, "0.500"), (0.99999, "0.999"), (1.0, "1.000")]
)
def test_a_score_is_1_only_where_all_is_right(score, text):
    assert score_text(score) == text


@pytest.mark.parametrize(("value", "text"), [(-0.5, "−0.500"), (999.5, "999.500"), (123456.0, "1.23e+05")])
def test_a_value_has_three_decimals_or_powers_of_ten(value, text):
    assert value_text(value) == text


@pytest.mark.parametrize(
    ("value", "reach", "text"),
    [(0.5, 1.0, "0.5"), (-1.0, 1.0, "−1"), (1234.0, 500.0, "1,234"), (2e5, 1e5, "2e5"), (-0.0, 1.0, "0")],
)
def test_a_scale_is_as_fine_as_can_be_told_apart(value, reach, text):
    assert scale_text(value, reach) == text


def test_powers_of_ten_are_short():
    assert (power_text(0.0, 2), power_text(-2.5e7, 1)) == ("0", "−2.5e7")


def test_a_count_is_in_thousands_only_where_it_is_to_be_brief():
    assert [short_count_text(12_345, brief) for brief in (True, False)] == ["12k", "12,345"]
    assert short_count_text(9_999, brief=True) == "9,999"
