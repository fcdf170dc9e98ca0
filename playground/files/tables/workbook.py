"""Workbooks of Excel and OpenDocument, worksheet by worksheet. No Qt."""

import datetime
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from engine.base.values import dataclass
from playground.files.atomic import FileError
from playground.files.tables.rows import (
    MOST_COLUMNS,
    STRIDE,
    Progress,
    Rows,
    TableRow,
    Written,
    bounded,
    usual_width,
)
from playground.files.tables.worksheet_xml import Damaged, Worksheets, elements, lengths_of_texts
from playground.texts import tables as texts

ZIP = b"PK\x03\x04"
LARGEST = 100_000_000  # bytes of a workbook, unpacked
EXCEL, OPEN_DOCUMENT = "xl/workbook.xml", "content.xml"
RELATIONS, SHARED = "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
BESIDE = {  # what the library needs besides the worksheets
    EXCEL: ("[Content_Types].xml", "_rels/.rels", EXCEL, RELATIONS, "xl/styles.xml", SHARED),
    OPEN_DOCUMENT: ("mimetype", "META-INF/manifest.xml"),
}
EMPTY_CELL = re.compile(rb'<c r="[A-Z]{1,3}\d{1,7}"[^<>]*/>')
EMPTY_ROW = re.compile(rb'<row r="\d{1,7}"[^<>]*(?:/>|></row>)')
OTHERS = {  # other files of this kind, by a member that they have
    "xl/workbook.bin": texts.BINARY_WORKBOOK,
    "Index/Document.iwa": texts.NUMBERS_WORKBOOK,
    "Index.zip": texts.NUMBERS_WORKBOOK,
}
BROKEN = (
    Damaged,
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
    KeyError,
)


@dataclass(frozen=True)
class Workbook:
    """The worksheet that was read, and which others there are."""

    rows: Rows
    worksheet: str
    worksheets: tuple[str, ...]


def is_archive(content: bytes) -> bool:
    """Return whether a file is a ZIP archive, as workbooks are."""
    return content.startswith(ZIP)


def read_workbook(content: bytes, source: str, worksheet: str | None, progress: Progress) -> Workbook:
    """Return the rows of a worksheet: by default of the first that is shown and holds any.

    Raises
    ------
    FileError
        If it is no workbook, damaged, too large, or has no such worksheet.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            names = set(file.namelist())
            kind = next((one for one in (EXCEL, OPEN_DOCUMENT) if one in names), None)
            if kind is None or (kind == OPEN_DOCUMENT and b"spreadsheet" not in _start(file, "mimetype")):
                raise FileError(_other(names, source))
            if b"encryption-data" in _start(file, "META-INF/manifest.xml"):
                raise FileError(texts.PROTECTED(source=source))
            found = _Excel(file, source) if kind == EXCEL else _OpenDocument(file, source)
            return _first(found, source, worksheet, progress)
    except FileError:
        raise
    except BROKEN as error:
        raise FileError(texts.DAMAGED_WORKBOOK(source=source)) from error


def _start(file: zipfile.ZipFile, name: str) -> bytes:
    if name not in file.namelist():
        return b""
    with file.open(name) as member:
        return member.read(100_000)


def _other(names: set[str], source: str) -> str:
    """Return what a ZIP file without a workbook is."""
    for member, text in OTHERS.items():
        if member in names:
            return text(source=source)
    return texts.NO_WORKBOOK(source=source)


def _first(
    found: "_Excel | _OpenDocument", source: str, worksheet: str | None, progress: Progress
) -> Workbook:
    """Return the worksheet that is asked for, or the first that is shown and holds a table."""
    if worksheet is not None:
        shown = [worksheet] if worksheet in found.worksheets else []
    else:
        shown = found.shown or [*found.worksheets]
    read = None
    for name in shown:
        rows = found.read(name, progress)
        if read is None or not read.rows.rows or usual_width(rows.rows) > 1:
            read = Workbook(rows, name, found.worksheets)
        if usual_width(rows.rows) > 1:
            break
    if read is None:
        raise FileError(texts.NO_WORKSHEET(source=source))
    return read


class _Members:
    """Unpacks members of a ZIP file, together no more than may be."""

    def __init__(self, file: zipfile.ZipFile, source: str) -> None:
        self._file, self._source = file, source
        self._room = LARGEST

    def unpack(self, *names: str) -> dict[str, bytes]:
        """Return those of some members that there are."""
        found = {}
        for name in names:
            if name in self._file.namelist():
                with self._file.open(name) as member:
                    found[name] = member.read(self._room + 1)
                self._room -= len(found[name])
                if self._room < 0:
                    raise FileError(texts.LARGE_WORKBOOK(source=self._source, most=LARGEST))
        return found


class _Excel:
    """A workbook of Excel: each worksheet is a member of its own; only what is read is unpacked."""

    def __init__(self, file: zipfile.ZipFile, source: str) -> None:
        self._file, self._source = file, source
        self._beside = _Members(file, source).unpack(*BESIDE[EXCEL])
        targets = {one["Id"]: one["Target"] for one in elements(self._beside[RELATIONS], "Relationship")}
        sheets = elements(self._beside[EXCEL], "sheet")
        self._paths = {one["name"]: posixpath.join("/xl", targets[one["id"]])[1:] for one in sheets}
        self._paths = {name: path for name, path in self._paths.items() if "worksheets/" in path}
        self.worksheets = tuple(self._paths)
        self.shown = [
            one["name"]
            for one in sheets
            if one["name"] in self._paths and one.get("state") in (None, "visible")
        ]

    def read(self, name: str, progress: Progress) -> Rows:
        path = self._paths[name]
        xml = _Members(self._file, self._source).unpack(path)[path]
        shared = lengths_of_texts(self._beside[SHARED], lambda _: None) if SHARED in self._beside else []
        for empty in (EMPTY_CELL, EMPTY_ROW):  # a spreadsheet may have a million
            xml = empty.sub(b"", xml)
        sheet = Worksheets(xml, shared)
        files = {**self._beside, path: sheet.bounded(lambda share: progress(share / 2))}
        cut = sheet.cut.get(0, 0)
        rows = _rows(_open(files), name, cut, progress)
        if sheet.formulas:
            rows.notes.append(texts.FORMULAS(n=sheet.formulas))
        return rows


class _OpenDocument:
    """A workbook of OpenDocument: all its worksheets are one member."""

    def __init__(self, file: zipfile.ZipFile, source: str) -> None:
        from python_calamine import SheetVisibleEnum

        members = _Members(file, source)
        self._sheet = Worksheets(members.unpack(OPEN_DOCUMENT)[OPEN_DOCUMENT])
        xml = self._sheet.bounded(lambda _: None)
        self._workbook = _open({**members.unpack(*BESIDE[OPEN_DOCUMENT]), OPEN_DOCUMENT: xml})
        self.worksheets = tuple(self._workbook.sheet_names)
        self.shown = [
            one.name for one in self._workbook.sheets_metadata if one.visible is SheetVisibleEnum.Visible
        ]

    def read(self, name: str, progress: Progress) -> Rows:
        cut = self._sheet.cut.get(self.worksheets.index(name), 0)
        return _rows(self._workbook, name, cut, progress)


def _open(files: dict[str, bytes]) -> Any:
    """Open the files of a workbook: packed anew, so that nothing is read that was not looked through."""
    from python_calamine import CalamineWorkbook

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    packed.seek(0)
    return _guarded(CalamineWorkbook.from_filelike, packed)


def _guarded(call: Any, *arguments: Any) -> Any:
    """Call the library; whatever it raises, the workbook is damaged."""
    try:
        return call(*arguments)
    except Exception as error:
        raise Damaged from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of a library in Rust; it is no Exception
            raise
        raise Damaged from error


def _rows(workbook: Any, name: str, cut: int, progress: Progress) -> Rows:
    """Return the rows of a worksheet that are not empty."""
    sheet = _guarded(workbook.get_sheet_by_name, name)
    problems: list[str] = []
    notes: list[str] = []
    rows = bounded(_filled(sheet, notes, progress), problems)
    if cut and not problems:
        problems.append(texts.TOO_MANY_ROWS(n=len(rows), line=cut))
    return Rows(rows, problems, notes)


def _filled(sheet: Any, notes: list[str], progress: Progress) -> Iterator[TableRow]:
    height = max(sheet.total_height, 1)
    for number, values in enumerate(sheet.iter_rows(), start=1):
        if number % STRIDE == 0:
            progress(0.5 + number / height / 2)
        cells = [_cell(value) for value in values[:MOST_COLUMNS]]
        if len(values) > MOST_COLUMNS:
            notes[:] = [texts.TOO_MANY_COLUMNS(most=MOST_COLUMNS)]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield TableRow(number, tuple(cells))


def _cell(value: object) -> str:
    """Return a value as a person would write it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return Written(int(value))
    if isinstance(value, (int, float)):
        return Written(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ")
    return " ".join(str(value).split())
