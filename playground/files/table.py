"""Tables from files and from what a spreadsheet puts on the clipboard. No Qt.

Encoding, separator, decimal mark and header are detected, unless they are given. A row that cannot be read is
reported with its line and the reason; it never spoils the others.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from itertools import islice

from engine.base.values import dataclass
from playground.files.atomic import FileError, read_bytes
from playground.files.kinds import refuse_no_table
from playground.files.tables.arff import is_arff, read_arff
from playground.files.tables.encodings import Decoded, decode
from playground.files.tables.header import find_columns
from playground.files.tables.lines import read_lines
from playground.files.tables.lists import may_be_list, read_list
from playground.files.tables.numbers import Decimal, find_decimal, is_doubtful, number, truth, units_of
from playground.files.tables.refused import refused_bytes, refused_text
from playground.files.tables.rows import LOOKED_AT, Progress, Rows, TableRow, usual_width
from playground.files.tables.workbook import is_archive, read_workbook
from playground.texts import tables as texts

__all__ = ["Cancelled", "HowRead", "Sheet", "TableRow", "read_file", "read_table"]

LARGEST_FILE = 20_000_000  # bytes
DECODED = 0.1  # share of the work


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
    units : frozenset of str
        What stands beside numbers and is left out: %, cm, $.
    unnamed : tuple of int
        Columns that the table gives no name.
    truths : frozenset of int
        Columns that hold nothing but words for true and false.
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
    units: frozenset[str] = frozenset()
    unnamed: tuple[int, ...] = ()
    truths: frozenset[int] = frozenset()

    def number(self, text: str) -> float | None:
        """Return the finite number that a cell holds, or None."""
        return number(text, self.how.decimal or ".", self.units)

    def coordinate(self, column: int, text: str) -> float | None:
        """Return the number in a cell of a column; where all are true or false, 1 or 0."""
        return truth(text) if column in self.truths else self.number(text)

    def numeric(self, column: int) -> bool:
        """Return whether at least half of the cells of a column are numbers."""
        filled = [cell for cell in self.column(column) if cell]
        return bool(filled) and 2 * sum(self.number(cell) is not None for cell in filled) >= len(filled)

    def has_numbers(self, column: int) -> bool:
        """Return whether any cell of a column is a number."""
        return any(self.number(cell) is not None for cell in self.column(column))

    def only_truths(self, column: int) -> bool:
        """Return whether all cells of a column say true or false."""
        filled = [cell for cell in self.column(column) if cell]
        return bool(filled) and all(truth(cell) is not None for cell in filled)

    def column(self, column: int) -> list[str]:
        """Return the first cells of a column, from the rows that have it."""
        return [row.cells[column] for row in islice(self.rows, LOOKED_AT) if column < len(row.cells)]


def read_file(path: str | os.PathLike[str]) -> bytes:
    """Return what a file contains.

    Raises
    ------
    FileError
        If it cannot be read, or is too large.
    """
    return read_bytes(path, LARGEST_FILE)


def read_table(
    content: bytes | str,
    source: str,
    how: HowRead = DETECT,
    progress: Callable[[float], None] | None = None,
) -> Sheet:
    """Read a table; what is not given is detected.

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
    progress(0.0)
    if isinstance(content, bytes):
        refuse_no_table(content, source)
        if why := refused_bytes(content, source):
            raise FileError(why)
    if isinstance(content, bytes) and is_archive(content):
        workbook = read_workbook(content, source, how.worksheet, progress)
        sheet = _sheet(workbook.rows, source, how)
        how = replace(sheet.how, worksheet=workbook.worksheet)
        return replace(sheet, how=how, worksheets=workbook.worksheets)
    text = Decoded(content, "") if isinstance(content, str) else decode(content, source, how.encoding)
    rows = _read_text(text.text, source, how, lambda share: progress(DECODED + share * (1 - DECODED)))
    sheet = _sheet(rows, source, how)
    how = replace(sheet.how, encoding=text.encoding or None)
    return replace(sheet, how=how, encodings=text.choices, notes=(*text.notes, *sheet.notes))


def _read_text(text: str, source: str, how: HowRead, progress: Progress) -> Rows:
    """Return the rows of a text: of ARFF, of a list, or in lines."""
    text = text.replace("\ufeff", "")  # one may stand in the middle, where files were put together
    if why := refused_text(text, source):
        raise FileError(why)
    if is_arff(text):
        return read_arff(text, source, progress)
    if how.separator is None and may_be_list(text):
        rows = read_list(text, source, progress)
        if rows is not None and usual_width(rows.rows) > 1:
            return rows
    return read_lines(text, how.separator, progress)


def _sheet(rows: Rows, source: str, how: HowRead) -> Sheet:
    """Return the table that rows are, with names, decimal mark and units."""
    if not rows.rows:
        raise FileError(rows.problems[0] if rows.problems else texts.EMPTY(source=source))
    found = _find_decimal(rows)
    decimal = how.decimal or found.mark
    columns = find_columns(rows, decimal, how.header)
    if len(columns.names) < 2:
        raise FileError(texts.one_column(source, rows.separator))
    sheet = Sheet(
        source,
        columns.names,
        columns.rows,
        HowRead(rows.separator, decimal, columns.header),
        tuple(rows.problems),
        (*rows.notes, *columns.notes),
        unnamed=columns.unnamed,
    )
    units = units_of(map(sheet.column, range(len(sheet.names))))
    sheet = replace(sheet, units=units, truths=frozenset(filter(sheet.only_truths, range(len(sheet.names)))))
    notes = [texts.UNITS_BESIDE(n=len(units), units=", ".join(sorted(units)))] if units else []
    doubtful = {} if found.certain else _doubtful(sheet)
    for k, shown in doubtful.items():
        notes.append(texts.DECIMAL_GUESSED(name=sheet.names[k], shown=shown, value=sheet.number(shown)))
    return replace(sheet, ambiguous=tuple(doubtful), notes=(*sheet.notes, *notes))


def _find_decimal(rows: Rows) -> Decimal:
    """Return the decimal mark of the first rows, or of all where these do not tell."""
    groups = "," if rows.separator == "," else ""
    for most in (LOOKED_AT, None):
        cells = (cell for row in islice(rows.rows, most) for cell in row.cells)
        found = find_decimal(cells, groups)
        if found.certain:
            break
    return found


def _doubtful(sheet: Sheet) -> dict[int, str]:
    """Return the columns whose numbers could be read in two ways, with such a number of each."""
    found: dict[int, str] = {}
    for row in sheet.rows:
        for k, cell in enumerate(row.cells):
            if k not in found and is_doubtful(cell) and sheet.number(cell) is not None:
                found[k] = cell
    return dict(sorted(found.items()))
