"""Tables from files and from what a spreadsheet puts on the clipboard. No Qt.

Encoding, separator, decimal mark and header are detected, unless they are given. A row that cannot be read is
reported with its line and the reason; it never spoils the others.
"""

import codecs
import csv
import io
import math
import os
import re
from collections import Counter
from collections.abc import Callable
from itertools import islice
from typing import NamedTuple

from engine.base.values import dataclass
from playground.files.atomic import FileError, read_bytes
from playground.texts import tables as texts

LARGEST_FILE = 20_000_000  # bytes
MOST_ROWS = 200_000
MOST_COLUMNS = 1_000
MOST_FIELD = 1_000  # characters in a cell
SEPARATORS = "\t;|, "  # tried in this order
LOOKED_AT = 200  # rows from which separator, decimal mark and header are detected
_MARK = re.compile(r"^[\ufeff\t ]*#+(?:[ ]+|(?=\r?\n?$))")
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+(e[+-]?\d+)?", re.IGNORECASE)
_DECIMAL_POINT = re.compile(r"[+-]?\d*\.\d+(e[+-]?\d+)?", re.IGNORECASE)


class TableRow(NamedTuple):  # there may be hundreds of thousands
    """One row of a table, and the line of the text that it begins in, from 1."""

    line: int
    cells: tuple[str, ...]


class Cancelled(Exception):  # noqa: N818 (it is no error)
    """What `progress` raises when nobody waits for a table any more."""


@dataclass(frozen=True)
class HowRead:
    """How a table is read; None where that is to be detected.

    Attributes
    ----------
    separator, decimal : str, optional
    header : bool, optional
        Whether the first row names the columns.
    encoding : str, optional
        A name that Python knows; of text only.
    worksheet : str, optional
        Its name; of workbooks only.
    """

    separator: str | None = None
    decimal: str | None = None
    header: bool | None = None
    encoding: str | None = None
    worksheet: str | None = None


DETECT = HowRead()


@dataclass(frozen=True)
class Sheet:
    """A table that was read.

    Attributes
    ----------
    source : str
        What it came from, for people.
    names : tuple of str
        Of the columns: from the header, or "column 1", …
    rows : tuple of TableRow
        Without the header.
    how : HowRead
        How it was read. What does not apply is None: a workbook has no separator, a text no worksheet.
    problems : tuple of str
        Sentences on what could not be split into cells.
    notes : tuple of str
        Sentences on what was guessed or left out.
    worksheets, encodings : tuple of str
        What may be chosen instead; empty where there is no choice.
    ambiguous : tuple of int
        Columns whose numbers could be read in two ways; a note says which was taken.
    """

    source: str
    names: tuple[str, ...]
    rows: tuple[TableRow, ...]
    how: HowRead
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    worksheets: tuple[str, ...] = ()
    encodings: tuple[str, ...] = ()
    ambiguous: tuple[int, ...] = ()

    def number(self, text: str) -> float | None:
        """Return the finite number that a cell holds, or None."""
        return number(text, self.how.decimal or ".")

    def numeric(self, column: int) -> bool:
        """Return whether at least half of the cells of a column are numbers."""
        filled = [cell for cell in self.column(column) if cell]
        return bool(filled) and 2 * sum(self.number(cell) is not None for cell in filled) >= len(filled)

    def has_numbers(self, column: int) -> bool:
        """Return whether any cell of a column is a number."""
        return any(self.number(cell) is not None for cell in self.column(column))

    def column(self, column: int) -> list[str]:
        """Return the first cells of a column, from the rows that have it."""
        return [row.cells[column] for row in islice(self.rows, LOOKED_AT) if column < len(row.cells)]


# -- text --------------------------------------------------------------------------------------


def read_file(path: str | os.PathLike[str]) -> bytes:
    """Return what a file contains.

    Raises
    ------
    FileError
        If it cannot be read, or is too large.
    """
    return read_bytes(path, LARGEST_FILE)


def decode(content: bytes, source: str) -> str:
    """Return bytes as text: by their BOM, as UTF-16 if every other byte is 0, as UTF-8, or as Windows-1252.

    Raises
    ------
    FileError
        If they are no text.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return _decoded(content, name, source)
    head = content[:1000]
    if head.count(0) > len(head) // 4:
        little = head[1::2].count(0) > head[::2].count(0)
        return _decoded(content, "utf-16-le" if little else "utf-16-be", source)
    try:
        return _decoded(content, "utf-8", source)
    except FileError:
        if 0 in content:
            raise
        return content.decode("cp1252", errors="replace")


def _decoded(content: bytes, name: str, source: str) -> str:
    try:
        text = content.decode(name)
    except UnicodeDecodeError as error:
        raise FileError(texts.NOT_TEXT(source=source)) from error
    if "\0" in text:
        raise FileError(texts.NOT_TEXT(source=source))
    return text


# -- tables ------------------------------------------------------------------------------------


def read_table(
    content: bytes | str,
    source: str,
    how: HowRead = DETECT,
    progress: Callable[[float], None] | None = None,
) -> Sheet:
    """Split text into a table; what is not given is detected.

    Parameters
    ----------
    content : bytes or str
        Of a file, or from the clipboard.
    source : str
        What it came from, for people.
    how : HowRead, optional
    progress : callable (float), optional
        Is called with the share that is done, from 0 to 1; it may raise `Cancelled`.

    Raises
    ------
    FileError
        If there are no rows, or none with two columns.
    """
    progress = progress or (lambda _: None)
    text = content if isinstance(content, str) else decode(content, source)
    progress(0.1)
    text = _without_mark(text)
    if not text.strip():
        raise FileError(texts.EMPTY(source=source))
    separator = find_separator(text) if how.separator is None else how.separator
    rows, problems = _split(text, separator, MOST_ROWS + 1)
    progress(1.0)
    if len(rows) > MOST_ROWS:
        rows = rows[:MOST_ROWS]
        problems.append(texts.TOO_MANY_ROWS(most=MOST_ROWS))
    width = _usual_width(rows)
    if width < 2:
        raise FileError(texts.ONE_COLUMN(source=source, separator=texts.SEPARATORS[separator]()))
    decimal = find_decimal(rows, separator) if how.decimal is None else how.decimal
    header = _has_header(rows, decimal) if how.header is None else how.header
    first = rows[0].cells if header else ()
    columns = range(max(width, len(first)))
    names = tuple((first[k] if k < len(first) else "") or texts.COLUMN(k=k + 1) for k in columns)
    return Sheet(source, names, tuple(rows[header:]), HowRead(separator, decimal, header), tuple(problems))


def _without_mark(text: str) -> str:
    """Return a text without the comment lines (#) that it begins with; its lines keep their numbers.

    The last of them names the columns if it splits like the line below, which holds numbers; it stays,
    without the mark.
    """
    if not text.lstrip("\ufeff \t\r\n").startswith("#"):
        return text
    lines = text.splitlines(keepends=True)
    below = next((i for i, line in enumerate(lines) if line.strip() and not _is_marked(line)), len(lines))
    marked = [i for i in range(below) if _is_marked(lines[i])]
    if not marked:
        return text
    if below == len(lines):
        return ""
    last, cells = _MARK.sub("", lines[marked[-1]]), lines[below]
    for i in marked:
        lines[i] = "\n"
    splits = (
        _cells(last, one) and len(_cells(last, one)) == len(_cells(cells, one)) > 1 for one in SEPARATORS
    )
    numbers = [cell for one in SEPARATORS for cell in _cells(cells, one)]
    if any(splits) and any(number(cell) is not None or number(cell, ",") is not None for cell in numbers):
        lines[marked[-1]] = last
    return "".join(lines)


def _is_marked(line: str) -> bool:
    return _MARK.match(line) is not None


def _cells(line: str, separator: str) -> list[str]:
    return line.split() if separator == " " else line.strip().split(separator)


def find_separator(text: str) -> str:
    """Return the separator: what splits most rows into the same number of cells, more than one."""
    best, best_score = ",", 0.0
    for separator in SEPARATORS:
        rows, _ = _split(text, separator, LOOKED_AT)
        widths = Counter(len(row.cells) for row in rows)
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        # a comma may be a decimal mark, and a space be anywhere: they come last, and must win clearly
        score = count / len(rows) * (1.0 + 0.01 * (width >= 3)) if width > 1 else 0.0
        if score > best_score + 1e-9:
            best, best_score = separator, score
    return best


def find_decimal(rows: list[TableRow], separator: str) -> str:
    """Return the decimal mark of most numbers that have one."""
    if separator == ",":
        quoted = [cell for row in rows[:LOOKED_AT] for cell in row.cells if _DECIMAL_COMMA.fullmatch(cell)]
        plain = [cell for row in rows[:LOOKED_AT] for cell in row.cells if _DECIMAL_POINT.fullmatch(cell)]
        return "," if len(quoted) > len(plain) else "."
    cells = [cell for row in rows[:LOOKED_AT] for cell in row.cells]
    commas = sum(_DECIMAL_COMMA.fullmatch(cell) is not None for cell in cells)
    points = sum(_DECIMAL_POINT.fullmatch(cell) is not None for cell in cells)
    return "," if commas > points else "."


def _split(text: str, separator: str, most: int) -> tuple[list[TableRow], list[str]]:
    """Return the first rows that are not empty, and sentences on what could not be split."""
    if separator == " ":
        lines = enumerate(io.StringIO(text, newline=""), start=1)
        rows = (TableRow(i, tuple(line.split())) for i, line in lines if line.strip())
        return list(islice((TableRow(r.line, r.cells[:MOST_COLUMNS]) for r in rows), most)), []
    found: list[TableRow] = []
    problems: list[str] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    before = 0
    while len(found) < most:
        line = before + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            problems.append(texts.IN_LINE(line=line, why=error))
            if reader.line_num == before:
                break
            before = reader.line_num
            continue
        if reader.line_num > line:
            problems.append(texts.OPEN_QUOTE(first=line, last=reader.line_num))
            before = reader.line_num
            continue
        before = reader.line_num
        trimmed = tuple(cell.strip() for cell in cells[:MOST_COLUMNS])
        if any(trimmed):
            found.append(TableRow(line, trimmed))
    return found, problems


def _usual_width(rows: list[TableRow]) -> int:
    widths = Counter(len(row.cells) for row in rows)
    return widths.most_common(1)[0][0] if widths else 0


def _has_header(rows: list[TableRow], decimal: str) -> bool:
    """Return whether the first row has no numbers but others have some."""
    if len(rows) < 2:
        return False
    first, rest = rows[0].cells, rows[1:LOOKED_AT]
    if any(number(cell, decimal) is not None for cell in first):
        return False
    return any(number(cell, decimal) is not None for row in rest for cell in row.cells)


def number(text: str, decimal: str = ".") -> float | None:
    """Return the finite number that a text is, or None."""
    plain = text.strip().replace("\N{MINUS SIGN}", "-").replace("\N{NO-BREAK SPACE}", "")
    if decimal == ",":
        if "." in plain:
            return None
        plain = plain.replace(",", ".")
    if not plain or "_" in plain or len(plain) > MOST_FIELD:
        return None
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
