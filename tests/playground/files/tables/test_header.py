"""What the first rows of a table mean, and which columns are none."""

import pytest

from playground.files.table import HowRead, read_table
from playground.texts import tables as texts


def numbered(count):
    return tuple(texts.COLUMN(k=k + 1) for k in range(count))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("0,1,2\n5.1,3.5,0\n4.9,3.0,1\n", ("0", "1", "2")),
        (",0,1\n0,5.1,3.5\n1,4.9,3.0\n", (texts.COLUMN(k=1), "0", "1")),
        ("0,1\n1.5,1.8\n2.5,3.1\n", ("0", "1")),
        ("1,2,3,4\n5.1,2.5,1.5,0\n", ("1", "2", "3", "4")),
        ("2019,2020,2021\n1.5,2.5,3.5\n", ("2019", "2020", "2021")),
        ("0,1,2,3\n5,3,1,0\n7,2,5,1\n", ("0", "1", "2", "3")),
    ],
)
def test_a_header_of_consecutive_whole_numbers_is_a_header(text, names):
    sheet = read_table(text, "x")
    assert (sheet.names, sheet.how.header) == (names, True)
    assert texts.COUNTING_HEADER(line=1) in sheet.notes


@pytest.mark.parametrize(
    "text",
    [
        "1,2\n1.5,1.8\n5,8\n8,8\n1,0.6\n9,11\n",
        "1,2\n1.5,1.8\n2.5,3.1\n",
        "1,2,3\n4,5,6\n7,8,9\n",
        "0,1,2,3\n4,5,6,7\n",
        "0,1\n1,0\n0,0\n",
        "0,1,1\n1,0,1\n0,0,0\n",
        "1,2,0\n1.5,2.5,1\n",
    ],
)
def test_a_point_is_no_header(text):
    sheet = read_table(text, "x")
    assert (sheet.how.header, len(sheet.rows)) == (False, text.count("\n"))


@pytest.mark.parametrize(
    ("text", "names", "line"),
    [
        ("Messung 7\n\nx;y;Klasse\ncm;cm;-\n1,5;2,5;A\n", ("x", "y", "Klasse"), 5),
        ("Report 2024\nDate: today;;\n\nx;y;k\n1,5;2;a\n2;3,5;b\n", ("x", "y", "k"), 5),
        ("Results,,\nx,y,k\n1,2,a\n3,4,b\n", ("x", "y", "k"), 3),
        ("x,y,k\n[cm],[kg],-\n1,2,a\n", ("x", "y", "k"), 3),
        ("Title\n1,2,a\n3,4,b\n", numbered(3), 2),
    ],
)
def test_titles_and_units_are_no_rows(text, names, line):
    sheet = read_table(text, "x")
    assert (sheet.names, sheet.rows[0].line) == (names, line)
    assert sheet.problems == ()
    assert sheet.notes


@pytest.mark.parametrize(
    ("text", "names", "notes"),
    [
        ("A,B,\n1,2\n3,4\n", ("A", "B"), 0),
        ("a;b;\n1;2;\n3;4;\n", ("a", "b"), 0),
        ("1;2;\n3;4;\n", numbered(2), 0),
        ("1,2,,,\n3,4,,,\n", numbered(2), 0),
        ("a,,b\n1,,2\n3,,4\n", ("a", "b"), 0),
        ("a,b,c\n1,2,\n3,4,\n", ("a", "b"), 1),
        ("a,,c\n1,2,3\n", ("a", texts.COLUMN(k=2), "c"), 0),
    ],
)
def test_a_column_that_is_empty_in_every_row_is_no_column(text, names, notes):
    sheet = read_table(text, "x")
    assert sheet.names == names
    assert len(sheet.notes) == notes
    assert all(len(row.cells) <= len(names) for row in sheet.rows)


def test_the_names_of_rows_that_r_writes_have_no_name():
    sheet = read_table('"x1" "x2" "g"\n"1" 1.5 2.5 "A b"\n"2" -1 2 "B"\n', "x")
    assert sheet.names == (texts.COLUMN(k=1), "x1", "x2", "g")
    assert sheet.rows[0].cells == ("1", "1.5", "2.5", "A b")
    assert sheet.unnamed == (0,)


@pytest.mark.parametrize("header", [True, False])
def test_whether_there_is_a_header_can_be_said(header):
    sheet = read_table("0,1,2,3\n5,3,1,0\n7,2,5,1\n", "x", HowRead(header=header))
    assert (sheet.how.header, len(sheet.rows)) == (header, 3 - header)
