"""Tables of points in text, however they come."""

import codecs
import csv
import math
import os

import pytest

from engine import DataSpec
from playground.files import points_table
from playground.files.atomic import FileError
from playground.files.points.guess import ColumnChoice, guess
from playground.files.points_table import import_points, write_table
from playground.files.table import HowRead, read_file, read_table
from playground.files.tables import rows
from playground.files.tables.numbers import number
from playground.texts import tables as texts

IRIS = "sepal,petal,species\n5.1,1.4,setosa\n6.3,4.7,versicolor\n7.1,5.9,virginica\n4.9,1.5,setosa\n"
MANY = "".join(f"{k},{k % 7},{k % 3}\n" for k in range(12_000))


def taken(text, **choice):
    sheet = read_table(text, "data.csv")
    best = guess(sheet).choice
    return import_points(sheet, ColumnChoice(**{**vars(best), **choice}))


# -- text --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoded",
    [
        IRIS.encode(),
        codecs.BOM_UTF8 + IRIS.encode(),
        IRIS.encode("utf-16"),
        IRIS.encode("utf-16-le"),
        IRIS.encode("utf-16-be"),
        codecs.BOM_UTF16_BE + IRIS.encode("utf-16-be"),
        IRIS.replace("\n", "\r\n").encode(),
        IRIS.replace("\n", "\r").encode(),
    ],
)
def test_a_file_is_read_however_it_is_written(tmp_path, encoded):
    path = tmp_path / "iris.csv"
    path.write_bytes(encoded)
    sheet = read_table(read_file(path), path.name)
    assert sheet.names == ("sepal", "petal", "species")
    assert [row.line for row in sheet.rows] == [2, 3, 4, 5]
    assert sheet.rows[0].cells == ("5.1", "1.4", "setosa")


def test_what_is_no_utf_8_is_read_as_windows_writes_it(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("x;y;größe\n1;2;groß\n".encode("cp1252"))
    assert read_table(read_file(path), "a.csv").names[2] == "größe"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n \n\t\n", "is empty"),
        (b"1\n2\n3\n", "only one column"),
        (b"\x89PNG\r\n\x1a\n\0\x01\x02,\xff", "is not a text file"),
        (b"\xff\xfe1", "is not a text file"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(tmp_path, content, message):
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(FileError, match=message) as refused:
        read_table(read_file(path), path.name)
    assert "\n" not in str(refused.value)
    assert "bad.csv" in str(refused.value)


def test_a_file_that_is_too_large_is_refused(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(10**9)  # declared, not written
    with pytest.raises(FileError, match=r"larger than 20,000,000 bytes"):
        read_file(path)


@pytest.mark.parametrize("name", ["none.csv", "no/such/folder.csv", "a\0b.csv"])
def test_a_file_that_is_not_there_is_told(tmp_path, name):
    with pytest.raises(FileError, match=r"cannot be read"):
        read_file(tmp_path / name)


def test_a_device_without_an_end_is_not_read_to_it():
    with pytest.raises(FileError, match="larger than"):
        read_file("/dev/zero")


# -- separator, decimal mark, header -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "separator", "decimal", "header", "cells"),
    [
        ("1,2,0\n3,4,1\n", ",", ".", False, ("1", "2", "0")),
        ("1;2;0\n3;4;1\n", ";", ".", False, ("1", "2", "0")),
        ("1,5;2,25;0\n3;4;1\n", ";", ",", False, ("1,5", "2,25", "0")),
        ("1.5\t2\t0\n3\t4\t1\n", "\t", ".", False, ("1.5", "2", "0")),
        ("1,5\t2,5\tred\n", "\t", ",", False, ("1,5", "2,5", "red")),
        ("1 2 0\n 3  4 1\n", " ", ".", False, ("1", "2", "0")),
        ("a|b\n1|2\n", "|", ".", True, ("1", "2")),
        ('"1,5","2,5",0\n"3,5","1,5",1\n', ",", ",", False, ("1,5", "2,5", "0")),
        ('x1,x2,"a ""b"", c"\n1,2,"d,e"\n', ",", ".", True, ("1", "2", "d,e")),
        ("first name, last name, age\n1, 2, 3\n4, 5, 6\n", ",", ".", True, ("1", "2", "3")),
        ("1,2\n", ",", ".", False, ("1", "2")),
    ],
)
def test_separator_decimal_mark_and_header_are_found_out(text, separator, decimal, header, cells):
    sheet = read_table(text, "x")
    assert (sheet.how.separator, sheet.how.decimal, sheet.how.header) == (separator, decimal, header)
    assert sheet.rows[0].cells == cells


def test_what_is_said_is_not_found_out():
    sheet = read_table("1,5\n2,5\n", "x", HowRead(separator=",", decimal=".", header=True))
    assert (sheet.names, len(sheet.rows)) == (("1", "5"), 1)


def test_columns_without_a_name_have_a_number():
    assert read_table("a,,c\n1,2,3\n", "x").names == ("a", "column 2", "c")


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1.5", ".", 1.5),
        (" -1e-3 ", ".", -0.001),
        ("−2", ".", -2.0),
        ("1,5", ",", 1.5),
        ("1,5", ".", None),
        ("1.5", ",", None),
        ("nan", ".", None),
        ("inf", ".", None),
        ("1e999", ".", None),
        ("1_000", ".", None),
        ("", ".", None),
        ("0x10", ".", None),
        ("9" * 5000, ".", None),
    ],
)
def test_a_cell_is_a_finite_number_or_none(text, decimal, value):
    assert number(text, decimal) == value


# -- columns -----------------------------------------------------------------------------------


def test_text_becomes_classes_in_their_order():
    result = taken(IRIS)
    assert result.points == ((5.1, 1.4, 0.0), (6.3, 4.7, 1.0), (7.1, 5.9, 2.0), (4.9, 1.5, 0.0))
    assert result.classes.of == {"setosa": 0, "versicolor": 1, "virginica": 2}
    assert result.classes.names == ("setosa", "versicolor", "virginica")
    assert result.column_names == ("sepal", "petal", "species")
    assert (result.problems, result.error, result.rows) == ((), "", 4)
    assert result.outside == 2


@pytest.mark.parametrize(
    ("labels", "classes"),
    [
        ((0, 1, 1), {"0": 0, "1": 1}),
        ((0, 2, 2), {"0": 0, "2": 1}),
        ((1, 2, 2), {"1": 0, "2": 1}),
        ((3, 2, 1), {"1": 0, "2": 1, "3": 2}),
        ((1, 1, 1), {"1": 1}),
        ((-1, 1, 1), {"-1": 0, "1": 1}),
        ((10, 9, 8), {"8": 0, "9": 1, "10": 2}),
        (("1.0", "0", "1"), {"1.0": 1, "0": 0, "1": 1}),
        (("b", "a", "1"), {"1": 0, "a": 1, "b": 2}),
    ],
)
def test_which_label_becomes_which_class(labels, classes):
    text = "".join(f"{k}.5,{k}.25,{label}\n" for k, label in enumerate(labels))
    assert taken(text, values=False).classes.of == classes


@pytest.mark.parametrize(
    ("labels", "values"), [((0.5, 1, 2), True), (range(7), True), (range(6), False), ("abc", False)]
)
def test_numbers_that_are_no_classes_are_taken_for_values(labels, values):
    text = "".join(f"{k}.5,{k}.25,{label}\n" for k, label in enumerate(labels))
    assert guess(read_table(text, "x")).choice.values == values


def test_words_are_a_label_rather_than_numbers():
    assert guess(read_table("n,kind,a\n1,red,2\n2,blue,4\n", "x")).choice == ColumnChoice(0, 2, 1)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("id,name,x,y,label\n7,a,0.5,0.2,0\n9,b,1.5,2.2,1\n", (2, 3, 4)),
        ("label,X₂,X₁\na,1,2\nb,2,3\n", (2, 1, 0)),
        ("y,x1,x2\n0,3,4\n1,4,5\n", (1, 2, 0)),
        ("a,b,x_1,x_2,kind\n1,2,3,4,red\n2,3,4,5,blue\n", (2, 3, 4)),
        ("id,kind,a,b\n5,red,2,3\n9,blue,4,5\n", (2, 3, 1)),
        ("Nr.;a;b;class\n5;2;3;0\n6;4;5;1\n", (1, 2, 3)),
        ("#,a,b,class\n5,2,3,0\n6,4,5,1\n", (1, 2, 3)),
        ("id,a,b\n5,2,3\n9,4,5\n", (1, None, 2)),
        ("1,2.5,3,a\n2,1,1,b\n3,4,4,a\n4,1,2,b\n", (1, 2, 3)),
        ("1,2,0\n2,3,1\n3,1,0\n4,4,1\n", (0, 1, 2)),
        ("id,a\n1,2\n2,3\n", (0, None, 1)),
        ("x2,x1\n1,2\n2,3\n", (1, 0, None)),
    ],
)
def test_columns_are_told_by_their_names_and_one_that_counts_the_rows_is_left_out(text, columns):
    choice = guess(read_table(text, "x")).choice
    assert (choice.x1, choice.x2, choice.label) == columns


@pytest.mark.parametrize("bad", ["oops,1,0\n", "1,oops,0\n", "1,2,oops\n"])
@pytest.mark.parametrize("header", ["", "x,y,label\n", "a,b,c\n"])
def test_one_cell_that_cannot_be_read_swaps_no_columns(header, bad):
    for text in (header + bad + "2,3,1\n", header + "2,3,1\n" + bad):
        choice = guess(read_table(text, "x", HowRead(header=bool(header)))).choice
        assert (choice.x1, choice.x2, choice.label) == (0, 1, 2)


@pytest.mark.parametrize(
    ("text", "names", "first"),
    [
        ("# x,y,label\n1,2,0\n3,4,1\n", ("x", "y", "label"), 2),
        ("# x y label\n1 2 0\n3 4 1\n", ("x", "y", "label"), 2),
        ("# made, today\nx,y,label\n1,2,0\n3,4,1\n", ("x", "y", "label"), 3),
        ("# one, two, three\nx,y,label\n1,2,0\n3,4,1\n", ("x", "y", "label"), 3),
        ("\ufeff# from a meter\n#\n# a;b;c\n1;2;0\n3;4;1\n", ("a", "b", "c"), 4),
        ("# only numbers below\n1,2,0\n3,4,1\n", ("column 1", "column 2", "column 3"), 2),
        ("#,x,y\n1,2,0\n3,4,1\n", ("#", "x", "y"), 2),
    ],
)
def test_a_line_that_begins_with_a_mark_is_a_remark_or_names_the_columns(text, names, first):
    sheet = read_table(text, "x")
    assert (sheet.names, sheet.rows[0].line, len(sheet.rows)) == (names, first, 2)


def test_a_text_of_nothing_but_remarks_has_no_columns():
    with pytest.raises(FileError):
        read_table("# nothing\n# here\n", "x")


def test_of_two_columns_the_last_is_predicted_from_the_first():
    result = taken("1,2\n3,4\n")
    assert result.points == ((1.0, 0.0, 2.0), (3.0, 0.0, 4.0))
    assert (result.labels, result.one_input) == ("values", True)


def test_two_columns_called_as_places_are_points_of_one_class():
    assert taken("x1,x2\n1,2\n3,4\n").points == ((1.0, 2.0, 0.0), (3.0, 4.0, 0.0))


def test_too_many_labels_are_told_with_what_would_do():
    text = "".join(f"{k}.5,{k}.25,name{k}\n" for k in range(9))
    assert (
        "9 different labels, but at most 6 can be classes: choose another column"
        in taken(text, x2=1, label=2, values=False).error
    )
    text = "".join(f"{k}.5,{k}.25,{k}\n" for k in range(9))
    assert "choose values instead" in taken(text, values=False).error
    assert len(taken(text).points) == 9


def test_the_same_column_twice_is_told():
    assert "same column" in taken(IRIS, x2=0).error


# -- rows that cannot be read --------------------------------------------------------------------


def test_rows_that_cannot_be_read_are_told_with_line_and_reason_and_the_others_are_taken():
    text = "x,y,kind\n1,2,a\n\nNaN,2,a\n3,inf,a\n4,,a\n5,6\n7,8,\n9,oops,b\n1e7,2,b\n3,4,b\n"
    result = taken(text)
    assert result.points == ((1.0, 2.0, 0.0), (3.0, 4.0, 1.0))
    assert result.problems == (
        "Line 4, column “x”: “NaN” is not a finite number.",
        texts.NOT_FINITE(line=5, name="y", shown="inf"),
        texts.EMPTY_CELL(line=6, name="y"),
        texts.FEW_COLUMNS(line=7, n=2, columns=3),
        texts.EMPTY_CELL(line=8, name="kind"),
        texts.NOT_FINITE(line=9, name="y", shown="oops"),
        "Line 10, column “x”: “1e7” is beyond ±1,000,000.",
    )


def test_rows_with_another_separator_are_told():
    assert taken("1,2,0\n3;4;1\n5,6,1\n").problems == (texts.FEW_COLUMNS(line=2, n=1, columns=3),)


def test_a_quotation_mark_that_is_not_closed_is_told():
    result = taken('1,2,a\n3,4,"b\n5,6,a\n7,8,b\n')
    assert len(result.points) == 3
    assert result.problems == (texts.OPEN_QUOTE(line=2),)


def test_a_cell_without_an_end_is_told():
    result = taken("1,2,a\n3," + "9" * 200_000 + ",b\n5,6,a\n")
    assert len(result.points) == 2
    assert result.problems[0].startswith("Line 2,")
    assert len(result.problems[0]) < 100


def test_when_no_row_can_be_read_it_is_said():
    assert taken("a,b\nc,d\n").error == texts.NO_ROWS()


def test_of_too_many_rows_the_first_are_taken(monkeypatch):
    monkeypatch.setattr(points_table, "MOST_POINTS", 10_000)
    result = taken(MANY)
    assert (len(result.points), result.rows) == (10_000, 12_000)


def test_of_far_too_many_rows_only_the_first_are_read(monkeypatch):
    monkeypatch.setattr(rows, "MOST_ROWS", 50)
    sheet = read_table(MANY, "x")
    assert len(sheet.rows) == 50
    assert sheet.problems == (texts.TOO_MANY_ROWS(n=50, line=51),)


# -- standardised, and back ----------------------------------------------------------------------


def test_nothing_is_rescaled_unless_it_is_asked_for():
    assert taken("1000,2000,0\n3000,4000,1\n").points == ((1000.0, 2000.0, 0.0), (3000.0, 4000.0, 1.0))


def test_standardised_columns_have_mean_0_and_deviation_1():
    result = taken(MANY, standardise=True)
    for k in range(2):
        column = [point[k] for point in result.points]
        mean = sum(column) / len(column)
        assert abs(mean) < 1e-9
        assert math.isclose(sum((x - mean) ** 2 for x in column) / len(column), 1.0)


def test_a_column_without_a_spread_is_only_centred():
    assert taken("5,1,0\n5,3,1\n", standardise=True).points == ((0.0, -1.0, 0.0), (0.0, 1.0, 1.0))


@pytest.mark.parametrize(
    ("points", "labels"),
    [
        (((0.1, -2e-7, 0.0), (1e6, 3.0, 1.0), (2.0, -1.0, 2.0)), "classes"),
        (((0.1, 0.2, -0.30000000000000004), (1.0, 2.0, 1e-5)), "values"),
    ],
)
def test_what_was_saved_is_read_back_to_the_bit(points, labels):
    text = write_table(DataSpec(dataset="own", points=points, labels=labels)).decode()
    assert text.startswith("x1,x2,value" if labels == "values" else "x1,x2,class")
    result = taken(text, values=labels == "values")
    assert (result.points, result.problems) == (points, ())


def test_a_large_table_is_read_in_a_moment(tmp_path):
    path = tmp_path / "many.csv"
    path.write_text(MANY)
    before = os.times().user
    import_points(sheet := read_table(read_file(path), "many.csv"), guess(sheet).choice)
    assert os.times().user - before < 2.0


def test_a_table_is_written_by_the_names_of_columns_and_classes():
    data = DataSpec(
        dataset="own",
        points=((0.1, -2.0, 0.0), (1e6, 3.0, 2.0)),
        column_names=("length, in cm", "", 'the "kind"'),
        class_names=("a,b", "", "<b>c</b> 😀"),
    )
    rows = list(csv.reader(write_table(data).decode().splitlines()))
    assert rows == [
        ["length, in cm", "x2", 'the "kind"'],
        ["0.1", "-2.0", "a,b"],
        ["1000000.0", "3.0", "<b>c</b> 😀"],
    ]


@pytest.mark.parametrize("names", [(), ("hours", "", "score")])
@pytest.mark.parametrize("test_points", [(), (1, 3)])
def test_values_of_one_input_are_two_columns_and_read_back_as_such(names, test_points):
    points = tuple((0.5 * k, 0.0, 1.25 * k - 3.0) for k in range(8))
    data = DataSpec(
        dataset="own",
        points=points,
        labels="values",
        one_input=True,
        column_names=names,
        test_points=test_points,
    )
    text = write_table(data).decode()
    first, second, *_ = text.splitlines()
    split = (",split", ",train") if test_points else ("", "")
    assert (first, second) == (f"{'hours,score' if names else 'x1,value'}{split[0]}", f"0.0,-3.0{split[1]}")
    read = taken(text)
    assert (read.points, read.labels, read.one_input, read.test) == (points, "values", True, test_points)
