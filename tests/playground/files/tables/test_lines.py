"""Text in lines: separators, comments, orders, quotation marks, and bounds."""

import pytest

from playground.files.atomic import FileError
from playground.files.table import Cancelled, HowRead, read_table
from playground.files.tables import rows
from playground.texts import tables as texts


@pytest.mark.parametrize("order", ["sep=;", '"sep=;"', "SEP=;", "\ufeffsep=;", "sep=;;;", "\nsep=;"])
def test_an_order_to_the_reader_is_no_row(order):
    sheet = read_table(f"{order}\r\nx,1;y,1;k\r\n1,5;2;a\r\n", "x")
    assert (sheet.how.separator, sheet.names) == (";", ("x,1", "y,1", "k"))
    assert sheet.rows[0].line == order.count("\n") + 3


def test_what_a_person_says_comes_before_the_order():
    assert read_table("sep=;\nx,y\n1,2\n", "x", HowRead(separator=",")).names == ("x", "y")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("% x1 x2 class\n1 2 0\n3 4 1\n", ("x1", "x2", "class")),
        ("%x1 x2 class\n1 2 0\n3 4 1\n", ("x1", "x2", "class")),
        ("#x,y,label\n1,2,0\n3,4,1\n", ("x", "y", "label")),
        ("%% made today\n%\nx,y,label\n1,2,0\n3,4,1\n", ("x", "y", "label")),
        ("x,y,label\n1,2,0\n# in between\n% too\n3,4,1\n", ("x", "y", "label")),
        ("#ff0000,1,2\n#00ff00,3,4\n", tuple(texts.COLUMN(k=k) for k in (1, 2, 3))),
    ],
)
def test_comments_are_no_rows_and_may_name_the_columns(text, names):
    sheet = read_table(text, "x")
    assert (sheet.names, len(sheet.rows), sheet.problems) == (names, 2, ())


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("x;y\n" + "1,5;2,5\n" * 300, ";"),
        ("x;y\n" + "1,234;2,345\n" * 300, ";"),
        ("x\ty\n" + "1,5\t2,5\n" * 300, "\t"),
        ("x y\n" + "1,5 2,5\n" * 300, " "),
        ("name,x,y\n" + "a;b,1,2\n" * 300, ","),
        ("x,y,note\n" + '1,2,"a; b"\n' * 300, ","),
    ],
)
def test_the_separator_is_what_gives_the_most_numbers(text, separator):
    assert read_table(text, "x").how.separator == separator


def test_a_cell_in_quotation_marks_may_go_on_in_the_next_line():
    sheet = read_table('x,"y\n(cm)",k\n1,2,a\n3,4,"b\r\nc"\n5,6,d\n', "x")
    assert sheet.names == ("x", "y (cm)", "k")
    assert [(row.line, row.cells[2]) for row in sheet.rows] == [(3, "a"), (4, "b c"), (6, "d")]


def test_a_quotation_mark_that_is_not_closed_costs_its_own_line_only():
    sheet = read_table('1,2\n1,"2\n3,"4\n5,6\n' + "7,8\n" * 100, "x")
    assert len(sheet.rows) == 102
    assert sheet.problems == tuple(texts.OPEN_QUOTE(line=line) for line in (2, 3))


# -- bounds --------------------------------------------------------------------------------------

FEW = 40


@pytest.fixture
def small(monkeypatch):
    """Have rows and cells run out early."""
    monkeypatch.setattr(rows, "MOST_ROWS", FEW)
    monkeypatch.setattr(rows, "MOST_CELLS", 10 * FEW)


@pytest.mark.usefixtures("small")
def test_after_too_many_rows_it_is_said_where_the_rest_begins():
    sheet = read_table("\n" * 7 + "1,2\n\n" * 50, "x")
    assert len(sheet.rows) == FEW
    assert sheet.problems == (texts.TOO_MANY_ROWS(n=FEW, line=8 + 2 * FEW),)


@pytest.mark.usefixtures("small")
def test_after_too_many_cells_too():
    sheet = read_table((",".join("1" * 100) + "\n") * 10, "x")
    assert sheet.problems == (texts.TOO_MANY_ROWS(n=4, line=5),)


def test_blank_lines_and_empty_rows_by_the_million_are_no_rows():
    sheet = read_table("x,y\n1,2\n" + "\n" * 1_000_000 + ",,\r\n" * 1_000_000 + "3,4\n", "x")
    assert [row.line for row in sheet.rows] == [2, 2_000_003]


def test_of_far_too_many_columns_the_first_are_read():
    sheet = read_table("1," * 2_000_000 + "\n" + "2," * 5, "x")
    assert len(sheet.rows[0].cells) == rows.MOST_COLUMNS
    assert texts.TOO_MANY_COLUMNS(most=rows.MOST_COLUMNS) in sheet.notes


def test_unclosed_quotation_marks_in_every_line_come_to_an_end():
    with pytest.raises(FileError, match="Line 1"):
        read_table('1,2,"a\n' * 20_000, "x")


@pytest.mark.parametrize(
    "text",
    [
        " " * 300_000,
        "x" * 300_000,
        '"' * 300_000,
        "\t" * 300_000,
        "[" * 300_000,
        "a." * 150_000,
        "%" * 300_000,
    ],
)
def test_one_line_without_an_end_is_refused(text):
    with pytest.raises(FileError):
        read_table(text, "x")


def test_progress_is_told_and_may_end_the_work():
    shares = []
    read_table("1,2\n" * 20_000, "x", progress=shares.append)
    assert len(shares) > 5
    assert shares == sorted(shares)
    assert 0.0 <= shares[0] <= shares[-1] <= 1.0

    def leave(share):
        if share > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_table("1,2\n" * 20_000, "x", progress=leave)
