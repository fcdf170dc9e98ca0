import math

import pytest
from hypothesis import given
from hypothesis import strategies as some

from playground.texts.numbers import Format, count_text, exact_text, field_text, use_format
from playground.texts.reading import may_be_typed, read_number, read_typed

ENGLISH, GERMAN, FRENCH, SWISS = Format(), Format(",", "."), Format(",", "\u202f"), Format(".", "’")
EVERY = (ENGLISH, GERMAN, FRENCH, SWISS)


@pytest.mark.parametrize(
    ("text", "english", "german"),
    [
        ("1.234", 1.234, 1234.0),
        ("1,234", 1234.0, 1.234),
        ("-1,234", -1234.0, -1.234),
        ("12,345", 12345.0, 12.345),
        ("1.234e3", 1234.0, 1234000.0),
    ],
)
def test_a_mark_that_could_be_either_follows_the_locale(text, english, german):
    assert (read_number(text, ENGLISH), read_number(text, GERMAN)) == (english, german)


@pytest.mark.parametrize(("text", "number"), [("1.234", 1.234), ("1,234", 1.234)])
@pytest.mark.parametrize("form", [FRENCH, SWISS], ids=["French", "Swiss"])
def test_where_neither_point_nor_comma_groups_both_are_decimal_marks(text, number, form):
    assert read_number(text, form) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.125", 0.125),
        ("0,125", 0.125),
        ("0,03", 0.03),
        ("00,125", 0.125),
        (",125", 0.125),
        (".5", 0.5),
        ("5.", 5.0),
        ("5,", 5.0),
        ("12,34", 12.34),
        ("1234,567", 1234.567),
        ("1.2345", 1.2345),
        ("7", 7.0),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567", 1234567.0),
        ("1,234,567", 1234567.0),
        ("1.234.567,89", 1234567.89),
        ("1 234", 1234.0),
        ("1 234 567,8", 1234567.8),
        ("1\xa0234.5", 1234.5),
        ("1\u202f234,5", 1234.5),
        ("1\u2009234", 1234.0),
        ("1'234.5", 1234.5),
        ("1’234’567", 1234567.0),
        ("3e-2", 0.03),
        ("1E5", 1e5),
        ("1.0D+00", 1.0),
        ("−5", -5.0),
        ("–0,5", -0.5),
        ("+7", 7.0),
        ("- 7", -7.0),
        ("１２３", 123.0),
        ("－０．５", -0.5),
        ("１，２３４．５", 1234.5),
        ("𝟏𝟐", 12.0),
        ("٠٫٠٣", 0.03),
        ("١٬٢٣٤٫٥", 1234.5),
        ("१२", 12.0),
        ("\u200f12\u200e", 12.0),
        ("  8 ", 8.0),
        ("9" * 40, float("9" * 40)),
    ],
)
@pytest.mark.parametrize("form", EVERY, ids=["English", "German", "French", "Swiss"])
def test_what_can_be_read_in_one_way_only_is_read_so_everywhere(text, number, form):
    assert read_number(text, form) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "e5",
        "1e",
        "abc",
        "nan",
        "inf",
        "1e999",
        "1_000",
        "0x10",
        "10²",
        "x₁",
        "1½",
        "1 23",
        "1 234 56",
        "0 125",
        "0.000.000",
        "1,23,456",
        "1,2,3",
        "1,234 567",
        "1.234,567.8",
        "1'23",
        "1  234",
        "1 234'567",
        "12:30",
        "1/3",
        "--1",
        "1-2",
        "5 %",
        "1" * 300,
    ],
)
@pytest.mark.parametrize("form", EVERY, ids=["English", "German", "French", "Swiss"])
def test_anything_else_is_no_number(text, form):
    assert read_number(text, form) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1/3", 1 / 3),
        ("-1/4", -0.25),
        ("1 / 4", 0.25),
        ("2/-4", -0.5),
        ("½", 0.5),
        ("１／８", 0.125),
        ("1,000/8", 125.0),
    ],
)
def test_a_fraction_may_be_typed(text, number):
    assert read_typed(text) == number


@pytest.mark.parametrize("text", ["1/0", "1/", "/3", "1/2/3", "1½"])
def test_half_a_fraction_is_no_number(text):
    assert read_typed(text) is None


def test_a_number_that_is_too_large_to_be_typed_is_too_large_and_not_nothing():
    assert read_typed("1e999") == float("inf")


@pytest.mark.parametrize("form", EVERY, ids=["English", "German", "French", "Swiss"])
@pytest.mark.parametrize("value", [0.125, 1.234, -1234.0, 1e-9, 123456.789, 0.1 + 0.2])
def test_what_a_field_shows_is_read_back(form, value):
    use_format(form)
    assert read_typed(exact_text(value)) == value
    assert read_typed(field_text(value)) == pytest.approx(value, rel=1e-5)


@pytest.mark.parametrize(
    ("text", "may"), [("1 0", True), ("3e-", True), ("1/", True), ("−", True), ("r", False), ("1x", False)]
)
def test_only_the_characters_of_numbers_may_be_typed(text, may):
    assert may_be_typed(text) == may


@given(some.integers(-(10**15), 10**15), some.sampled_from(EVERY))
def test_every_whole_number_that_the_window_writes_is_read_back(number, form):
    use_format(form)
    assert read_number(count_text(number)) == read_typed(count_text(number)) == number


@given(some.floats(allow_nan=False, allow_infinity=False), some.sampled_from(EVERY))
def test_every_number_that_a_field_shows_exactly_is_read_back(number, form):
    use_format(form)
    assert read_typed(exact_text(number)) == number


@given(some.text("0123456789.,' /-+eE\u202f’−٣½²１", max_size=12), some.sampled_from(EVERY))
def test_whatever_is_typed_is_a_number_or_none(text, form):
    use_format(form)
    number = read_number(text)
    assert number is None or math.isfinite(number)
    read_typed(text)
    may_be_typed(text)
