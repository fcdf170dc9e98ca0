"""What the first rows of a table mean: titles, names of columns, units; and the empty columns. No Qt."""

import re
import unicodedata

from engine.base.values import dataclass
from engine.points import LONGEST_NAME
from playground.files.tables.missing import missing
from playground.files.tables.numbers import UNITS, number, truth
from playground.files.tables.rows import LOOKED_AT, Rows, TableRow, Written, usual_width
from playground.texts import tables as texts

MOST_TITLES = 20  # rows above the names of the columns
FEW = 4  # columns or cells; fewer columns that count are more likely a point
MOSTLY = 0.9
LONGEST_UNIT = 20  # characters
FIRST_YEAR = 1_000  # consecutive numbers from here on count years
_MICRO = "u\u03bc"  # NFKC makes one of the two signs of micro
_BETWEEN_UNITS = re.compile(r"[/*·⋅^ ]|-?[0-9](?![^/*·⋅^ ])")
_ABSENT = ("", "-", "–", "—", "/", "1")  # where a row of units has none


@dataclass(frozen=True)
class Columns:
    """The columns of a table, and its rows below their names.

    Attributes
    ----------
    names : tuple of str
    rows : tuple of TableRow
    header : bool, optional
        Whether a row names the columns; None where the format does.
    notes : tuple of str
    unnamed : tuple of int
        Columns that have no name but their number.
    """

    names: tuple[str, ...]
    rows: tuple[TableRow, ...]
    header: bool | None
    notes: tuple[str, ...]
    unnamed: tuple[int, ...]


def find_columns(table: Rows, decimal: str, header: bool | None) -> Columns:
    """Return the names of the columns, and the rows that are left.

    Parameters
    ----------
    table : Rows
    decimal : str
    header : bool, optional
        Whether the first row (below any titles) names the columns; detected if None.
    """
    width = usual_width(table.rows)
    rows = table.rows
    if decimal != "." and table.separator is None:  # a workbook or a list
        rows = [_with_mark(row, decimal) for row in rows]
    if table.names is not None:
        return _without_empty([*table.names], rows, None, [])
    notes: list[str] = []
    titles = _titles(rows, decimal)
    if titles:
        notes.append(texts.TITLES(n=titles, line=rows[0].line))
    body = rows[titles:]
    counts = header is None and _counts(body, decimal)
    if counts:
        notes.append(texts.COUNTING_HEADER(line=body[0].line))
    if header is None:
        header = counts or _has_header(body, decimal)
    names, body = (list(body[0].cells), body[1:]) if header else ([], body)
    if header and body and _are_units(body[0]):
        notes.append(texts.UNITS(line=body[0].line, units=", ".join(filter(None, body[0].cells[:FEW]))))
        body = body[1:]
    if header and body and width > len(names) + 1:
        notes.append(texts.FEW_NAMES(n=len(names), columns=width))
    if names and body and all(len(row.cells) == len(names) + 1 and row.cells[-1] for row in body):
        names.insert(0, "")  # as R writes names of rows
    names += [""] * (width - len(names))
    return _without_empty(names, body, header, notes)


def _with_mark(row: TableRow, decimal: str) -> TableRow:
    """Return a row whose numbers have the decimal mark of the table."""
    return TableRow(
        row.line,
        tuple(
            Written(cell.replace(".", decimal)) if isinstance(cell, Written) else cell for cell in row.cells
        ),
    )


def _without_empty(names: list[str], rows: list[TableRow], header: bool | None, notes: list[str]) -> Columns:
    """Return the columns that hold something; a column that is empty in every row is no column."""
    names = ["".join(c if c.isprintable() else " " for c in name[:LONGEST_NAME]).strip() for name in names]
    filled: set[int] = set()
    for row in rows:
        if len(filled) < len(names):
            filled.update(k for k, cell in enumerate(row.cells) if cell)
    named = [names[k] for k in range(len(names)) if names[k] and k not in filled]
    if not rows:
        filled, named = set(range(len(names))), []
    if named:
        notes.append(texts.EMPTY_COLUMNS(n=len(named), names=texts.quoted(named)))
    kept = [k for k in range(len(names)) if k in filled]
    if len(kept) < len(names):
        rows = [TableRow(row.line, tuple(row.cells[k] for k in kept if k < len(row.cells))) for row in rows]
    numbered = tuple(names[k] or texts.COLUMN(k=k + 1) for k in kept)
    unnamed = tuple(i for i, k in enumerate(kept) if not names[k])
    return Columns(numbered, tuple(rows), header, tuple(notes), unnamed)


def _titles(rows: list[TableRow], decimal: str) -> int:
    """Return how many rows stand above the names of the columns, or above the first numbers."""
    fewer = 0  # cells at most, of the rows so far
    for k, row in enumerate(rows[: MOST_TITLES + 1]):
        filled = sum(map(bool, row.cells))
        if filled > max(fewer, 1) and _has_header(rows[k : k + 3], decimal):
            return k
        fewer = max(fewer, filled)
    alone = 0
    while alone < min(len(rows), MOST_TITLES) and _is_alone(rows[alone].cells, decimal):
        alone += 1
    return alone if alone < min(len(rows), MOST_TITLES) else 0


def _is_alone(cells: tuple[str, ...], decimal: str) -> bool:
    """Return whether a row has one text and nothing else."""
    return bool(cells[0]) and not any(cells[1:]) and number(cells[0], decimal) is None


def _has_header(rows: list[TableRow], decimal: str) -> bool:
    """Return whether the first row has no numbers but others have some."""
    if len(rows) < 2:
        return False
    first, rest = rows[0].cells, rows[1:LOOKED_AT]
    if any(number(cell, decimal) is not None for cell in first):
        return False
    filled = [cell for row in rest for cell in row.cells if cell]
    if any(number(cell, decimal, UNITS) is not None for cell in filled):
        return True
    only_truths = all(truth(cell) is not None for cell in filled)
    return only_truths and any(truth(cell) is None for cell in first)


def _counts(rows: list[TableRow], decimal: str) -> bool:
    """Return whether the first row only counts the columns: 0, 1, 2, … above numbers that do not.

    Words may stand among them, where they name a column: 0, 1, label.
    """
    if len(rows) < 2:
        return False
    first, rest = rows[0].cells, rows[1:LOOKED_AT]
    below = [[row.cells[k] for row in rest if k < len(row.cells)] for k in range(len(first))]
    numbers = [[cell for cell in cells if number(cell, decimal) is not None] for cells in below]
    words = [k for k, cell in enumerate(first) if cell and number(cell, decimal) is None]
    counted = [cell for k, cell in enumerate(first) if (cell or k) and k not in words]
    over_numbers = [k for k in words if _names_numbers(first[k], below[k], numbers[k])]
    if all(k in words or not cell for k, cell in enumerate(first)):
        return False  # it does not count at all
    if missing(first) - {""}:
        return False
    if 2 * len(over_numbers) > len(first):
        return True  # a header that begins with how many rows and columns there are
    if len(counted) < 2 or not all(counted) or not _are_consecutive(tuple(counted)):
        return False
    whole = [sum(cell.lstrip("+-").isdigit() for cell in cells) for cells in numbers]
    fractions = sum(
        bool(cells) and n <= (1 - MOSTLY) * len(cells) for cells, n in zip(numbers, whole, strict=True)
    )
    if words:
        others = [k for k in words if k not in over_numbers]
        years = int(counted[0]) >= FIRST_YEAR
        named = all(first[k] not in below[k] and (years or len({*below[k]}) < len(below[k])) for k in others)
        return named and (bool(over_numbers) or fractions >= 2)
    if len(counted) == 2 and counted[0] != "0":
        return False
    consecutive = any(_are_consecutive(row.cells) for row in rest)
    return fractions >= 2 or (len(counted) >= FEW and counted[0] == "0" and not consecutive)


def _names_numbers(word: str, cells: list[str], numbers: list[str]) -> bool:
    """Return whether a word stands above nothing but numbers, as a name may."""
    filled = [cell for cell in cells if cell]
    return len(filled) >= FEW and len(numbers) == len(filled) and word.isidentifier()


def _are_consecutive(cells: tuple[str, ...]) -> bool:
    """Return whether cells are consecutive whole numbers; the first may be empty, above an index."""
    counted = cells[1:] if not cells[0] else cells
    if not all(cell.isascii() and cell.isdigit() and len(cell) < 10 for cell in counted):
        return False
    return [int(cell) for cell in counted] == list(range(int(counted[0]), int(counted[0]) + len(counted)))


def _are_units(row: TableRow) -> bool:
    """Return whether a row below the names holds units: cm, [kg], (s), or - where there is none."""
    plain = [cell.strip("[]()") for cell in row.cells]
    if max(map(len, row.cells)) > LONGEST_UNIT:
        return False
    known = [_is_unit(one) or one != cell for one, cell in zip(plain, row.cells, strict=True)]
    return any(known) and all(is_unit or one in _ABSENT for is_unit, one in zip(known, plain, strict=True))


def _is_unit(text: str) -> bool:
    """Return whether a text is a unit, or made of some: m/s², µg·l-1."""
    parts = [part for part in _BETWEEN_UNITS.split(unicodedata.normalize("NFKC", text)) if part]
    return bool(parts) and all(part in UNITS or (part[0] in _MICRO and part[1:] in UNITS) for part in parts)
