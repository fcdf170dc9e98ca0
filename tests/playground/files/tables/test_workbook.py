"""Workbooks: worksheets, values, what is damaged, and what would unpack to gigabytes."""

import io
import zipfile

import pytest
from worksheets import POINTS, excel_row, number, ods, repeated, row, word, xlsx, zipped

from playground.files.atomic import FileError
from playground.files.table import HowRead, read_table
from playground.files.tables import workbook
from playground.texts import tables as texts

HEAD = row(word("x"), word("y"), word("k"))
DATA = row(number(1.5), number(2), word("a")) + row(number(-1.5), number(3), word("b"))
READ = [(2, ("1.5", "2", "a")), (3, ("-1.5", "3", "b"))]
FAR = '<table:table-cell table:number-columns-repeated="16000"/>'
TWO = excel_row(1, 1.5, 2) + excel_row(2, 3, 4)


def rows_of(sheet):
    return [tuple(one) for one in sheet.rows]


def test_a_worksheet_is_read_and_the_others_are_offered():
    sheet = read_table(POINTS.read_bytes(), "points.xlsx")
    assert sheet.worksheets == ("measurements", "notes")
    assert sheet.how == HowRead(None, ".", True, None, "measurements")
    with pytest.raises(FileError, match="only one column"):
        read_table(POINTS.read_bytes(), "points.xlsx", HowRead(worksheet="notes"))
    with pytest.raises(FileError, match="no worksheet"):
        read_table(POINTS.read_bytes(), "points.xlsx", HowRead(worksheet="none"))


def test_a_worksheet_can_be_chosen():
    content = ods(first=HEAD + DATA, second=DATA)
    assert rows_of(read_table(content, "x")) == READ
    assert read_table(content, "x", HowRead(worksheet="second")).rows[0].line == 1


@pytest.mark.parametrize("before", ["", row(word("A remark"))])
def test_the_first_worksheet_that_holds_a_table_is_taken(before):
    sheet = read_table(ods(notes=before, data=HEAD + DATA), "x")
    assert (sheet.how.worksheet, rows_of(sheet)) == ("data", READ)
    assert sheet.worksheets == ("notes", "data")


def test_a_hidden_worksheet_is_not_taken_while_another_is_shown():
    content = ods(hidden=HEAD + DATA, shown=DATA)
    style = (
        '<office:automatic-styles><style:style style:name="h" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body>'
    )
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        members = {name: file.read(name).decode() for name in file.namelist()}
    xml = members["content.xml"].replace("<office:body>", style, 1)
    members["content.xml"] = xml.replace('table:name="hidden"', 'table:name="hidden" table:style-name="h"')
    sheet = read_table(zipped(members), "x")
    assert (sheet.how.worksheet, sheet.worksheets) == ("shown", ("hidden", "shown"))


def test_values_are_as_people_write_them():
    cells = (
        '<c r="B3"><v>1</v></c><c r="C3"><v>0.1</v></c><c r="D3" t="b"><v>1</v></c>'
        '<c r="E3" t="str"><f>A1</f><v>a  b</v></c><c r="F3"><f>1+1</f><v>2</v></c>'
        '<c r="G3" t="inlineStr"><is><t>x</t></is></c>'
    )
    sheet = read_table(xlsx(f'<row r="3">{cells}</row>'), "x")
    assert rows_of(sheet) == [(3, ("1", "0.1", "TRUE", "a b", "2", "x"))]


def test_dates_are_dates():
    date = '<table:table-cell office:value-type="date" office:date-value="2020-01-02"/>'
    assert read_table(ods(a=row(date, number(1))), "x").rows[0].cells == ("2020-01-02", "1")


def test_texts_with_a_decimal_comma_stand_beside_numbers():
    sheet = read_table(ods(a=HEAD + row(word("1,5"), number(2.5)) + row(word("2,5"), number(0.25))), "x")
    assert sheet.how.decimal == ","
    assert [[sheet.number(cell) for cell in one.cells] for one in sheet.rows] == [[1.5, 2.5], [2.5, 0.25]]


def test_formulas_without_a_value_are_told():
    sheet = read_table(xlsx('<row r="1"><c r="A1"><f>1+1</f></c></row>' + TWO), "x")
    assert texts.FORMULAS(n=1) in sheet.notes


@pytest.mark.parametrize("cut", [*range(0, 5400, 450), -1, -30])
def test_a_damaged_workbook_is_refused_in_one_line(cut):
    content = POINTS.read_bytes()[:cut]
    with pytest.raises(FileError) as refused:
        read_table(b"PK\x03\x04" + content[4:], "x.xlsx")
    assert str(refused.value).startswith("x.xlsx is ")


@pytest.mark.parametrize(
    "rows",
    [
        "<c>" * 10_000,
        '<row r="1"><c r="A1"><v>1</v></row>',
        '<row r="0"><c r="A0"><v>1</v></c></row>',
        '<row r="1"><c r="ZZZZ99999999"><v>1</v></c></row>',
        '<row r="-1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="9999999999"><c><v>1</v></c></row>',
    ],
)
def test_odd_worksheets_are_refused_in_one_line(rows):
    with pytest.raises(FileError, match=r"x\.xlsx is a damaged workbook"):
        read_table(xlsx(rows), "x.xlsx")


@pytest.mark.parametrize("times", ["-5", "99999999999999999999", "x", "1e9", "٣"])
def test_odd_repetitions_too(times):
    with pytest.raises(FileError, match="damaged"):
        read_table(ods(a=HEAD + row(number(1, repeated(columns=times)))), "x")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), texts.OLD_WORKBOOK),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), texts.PROTECTED),
        (zipped({"Index/Document.iwa": b""}), texts.NUMBERS_WORKBOOK),
        (zipped({"xl/workbook.bin": b""}), texts.BINARY_WORKBOOK),
        (zipped({"mimetype": "x", "content.xml": "<a/>"}), texts.NO_WORKBOOK),
        (b"1 1:2 3:4\n0 2:1\n", texts.LIBSVM),
        (b"-1 qid:1 1:2\n", texts.LIBSVM),
        (b"<?xml version='1.0'?><Workbook/>", texts.WEB_PAGE),
    ],
)
def test_what_is_not_read_is_named(content, text):
    with pytest.raises(FileError) as refused:
        read_table(content, "x")
    assert str(refused.value) == text(source="x")


# -- bounds ----------------------------------------------------------------------------------------


def test_empty_rows_by_the_million_are_none():
    empty = "".join(f'<row r="{k}"><c r="A{k}" s="1"/></row>' for k in range(3, 300_000))
    assert len(read_table(xlsx(TWO + empty), "x").rows) == 2
    assert rows_of(read_table(ods(a=HEAD + DATA + row(FAR, more=repeated(rows=1_048_000))), "x")) == READ


@pytest.mark.parametrize(
    ("beyond", "line"),
    [
        ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', 1_048_576),
        ('<row r="700000"><c r="P700000"><v>1</v></c></row>', 700_000),
        ('<row r="3"><c r="A3" t="s"><v>0</v></c></row>' * 60, 3),
    ],
)
def test_what_would_take_gigabytes_is_cut_off_and_told(beyond, line):
    shared = "<sst><si><t>" + "x" * 1_000_000 + "</t></si></sst>"
    sheet = read_table(xlsx(TWO + beyond, {"xl/sharedStrings.xml": shared}), "x")
    assert rows_of(sheet)[:2] == [(1, ("1.5", "2")), (2, ("3", "4"))]
    assert sheet.problems == (texts.TOO_MANY_ROWS(n=len(sheet.rows), line=line),)


@pytest.mark.parametrize(
    ("beyond", "line"),
    [
        (row(number(1), number(2), more=repeated(rows=1_048_000)), 4),
        (row(FAR, more=repeated(rows=1_048_000)) + row(FAR, number(2)), 1_048_004),
        (row(number(1, repeated(columns=16_000)), more=repeated(rows=1_000)), 4),
        (row(word("x" * 10_000, repeated(columns=10_000))), 4),
    ],
)
def test_so_is_what_is_repeated(beyond, line):
    sheet = read_table(ods(a=HEAD + DATA + beyond + DATA, b=HEAD + DATA), "x")
    assert rows_of(sheet) == READ
    assert sheet.problems == (texts.TOO_MANY_ROWS(n=3, line=line),)


def test_a_zip_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(workbook, "LARGEST", 1_000_000)
    with pytest.raises(FileError, match="when it is unpacked"):
        read_table(xlsx(TWO + " " * 2_000_000), "x")


def test_entities_are_refused():
    with zipfile.ZipFile(POINTS) as file:
        members = {name: file.read(name) for name in file.namelist()}
    members["xl/workbook.xml"] = b'<!DOCTYPE a [<!ENTITY b "c">]>' + members["xl/workbook.xml"]
    with pytest.raises(FileError, match="damaged"):
        read_table(zipped(members), "x")


def test_a_member_that_lies_about_its_size_is_refused():
    content = bytearray(POINTS.read_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        info = file.getinfo("xl/worksheets/sheet1.xml")
    place = content.rindex(info.filename.encode()) - 46 + 24
    content[place : place + 4] = (100).to_bytes(4, "little")
    with pytest.raises(FileError, match="damaged"):
        read_table(bytes(content), "x")
