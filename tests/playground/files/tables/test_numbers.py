"""Numbers in cells: marks, units, digits of other scripts."""

import pytest

from playground.files.table import read_table
from playground.files.tables.numbers import find_decimal, number, units_of
from playground.texts import tables as texts


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [
        ("1.5", 1.5, None),
        ("1,5", None, 1.5),
        ("1,234", 1234.0, 1.234),
        ("1.234", 1.234, 1234.0),
        ("1,234.5", 1234.5, None),
        ("1.240.294,00", None, 1240294.0),
        ("1'234.5", 1234.5, None),
        ("-1’500,25", None, -1500.25),
        ("10 237.65", 10237.65, None),
        ("10\u202f237", 10237.0, 10237.0),
        ("10\u00a0237,65", None, 10237.65),
        ("1 234 567", 1234567.0, 1234567.0),
        ("0.125", 0.125, None),
        ("0,125", None, 0.125),
        ("1234,567", None, 1234.567),
        ("12,34,567", None, None),
        ("1,23", None, 1.23),
        ("1,2345", None, 1.2345),
        ("1,234 567", None, None),
        ("1.0D+00", 1.0, None),
        ("2,5d-01", None, 0.25),
        ("٢٫٥", 2.5, 2.5),
        ("-١٫٥", -1.5, -1.5),
        ("१२", 12.0, 12.0),
        ("１２.５", 12.5, None),
        ("−3", -3.0, -3.0),
        ("- 5", -5.0, -5.0),
        ("5²", None, None),
        ("½", None, None),
        (".5", 0.5, None),
        ("5.", 5.0, None),
        (".", None, None),
        ("e5", None, None),
        ("--5", None, None),
        ("$5", None, None),
        ("12.06.2019", None, None),
        ("1e999", None, None),
    ],
)
def test_a_number_is_read_with_a_decimal_point_and_with_a_decimal_comma(text, point, comma):
    assert (number(text), number(text, ",")) == (point, comma)


@pytest.mark.parametrize(
    ("cells", "mark", "certain"),
    [
        (["1.5", "2"], ".", True),
        (["1,5", "2"], ",", True),
        (["1,234", "0,5"], ",", True),
        (["1,234", "0.5"], ".", True),
        (["1,234.5"], ".", True),
        (["1.234.567"], ",", True),
        (["19.000,50 €"], ",", True),
        (["1,234"], ",", False),
        (["1.234"], ".", False),
        (["1,234", "1.234"], ".", False),
        (["5", "word", "2019-06-12", "12.06.2019"], ".", True),
    ],
)
def test_the_decimal_mark_is_told_by_the_numbers_that_are_clear(cells, mark, certain):
    found = find_decimal(cells)
    assert (found.mark, found.certain) == (mark, certain)


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("x;y;k\n1,234;2,345;a\n3,456;7,890;b\n", ",", 1.234),
        ("x;y;k\n1.234;2.345;a\n3.456;7.890;b\n", ".", 1.234),
        ('x,y,k\n"1,234","2,345",a\n"3,456","7,890",b\n', ".", 1234.0),
        ("x\ty\tk\n1,234\t2,345\ta\n", ",", 1.234),
    ],
)
def test_columns_that_can_be_read_in_two_ways_are_told_with_what_was_taken(text, decimal, value):
    sheet = read_table(text, "x")
    assert (sheet.how.decimal, sheet.ambiguous) == (decimal, (0, 1))
    cell = sheet.rows[0].cells[0]
    assert sheet.number(cell) == value
    assert texts.DECIMAL_GUESSED(name="x", shown=cell, value=value) in sheet.notes


@pytest.mark.parametrize(
    "text",
    [
        "x;y\n1,234;0,5\n",
        "x;y\n1,234;2.5\n",
        "x;y\n19.000,50;1\n",
        "x;y\n1;2\n",
        "[[1.234, 2.345], [3.456, 4.567]]",
    ],
)
def test_columns_that_are_clear_are_not(text):
    assert read_table(text, "x").ambiguous == ()


@pytest.mark.parametrize("late", [300, 5_000])
def test_a_number_far_below_tells_the_decimal_mark(late):
    sheet = read_table("x;y\n" + "1.234;2\n" * late + "1.234,5;2\n", "x")
    assert (sheet.how.decimal, sheet.ambiguous) == (",", ())
    assert sheet.number("1.234") == 1234.0


@pytest.mark.parametrize(
    ("columns", "units"),
    [
        ([["170cm", "180 cm"], ["65kg", "70"]], {"cm", "kg"}),
        ([["45%", "5 %"]], {"%"}),
        ([["$1,500.25", "-$3"], ["€ 5", "€6"]], {"$", "€"}),
        ([["1m", "2cm"]], set()),
        ([["1m", "2cm"], ["3m", "4m"]], set()),
        ([["2D", "3D"], ["1st", "2nd"], ["a", "b"]], set()),
    ],
)
def test_units_are_left_out_where_all_of_a_column_are_the_same(columns, units):
    assert units_of(columns) == units


def test_units_beside_numbers_are_told():
    sheet = read_table("x,y,p\n$1.50,$2,50%\n-$3,$4,60 %\n", "x")
    assert [sheet.number(cell) for cell in sheet.rows[1].cells] == [-3.0, 4.0, 60.0]
    assert texts.UNITS_BESIDE(n=2, units="$, %") in sheet.notes
