"""The rows of a table as points: what each says, or why it gives none. No Qt."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from engine.points import LARGEST
from playground.files.points import words
from playground.files.points.guess import ColumnChoice, hot_one
from playground.files.table import Sheet, TableRow
from playground.files.tables.missing import missing
from playground.texts import columns as column_texts
from playground.texts import tables as texts
from playground.texts.text import beginning

BLOCK = 1_000  # rows between two reports of progress
FARTHEST = 1e100  # coordinates that can be standardised without an overflow
LONGEST_CELL = 24  # characters of a cell in a sentence


class TooFarError(ValueError):
    """A number that is larger than those of points may be."""


class PointRow(NamedTuple):  # there may be hundreds of thousands
    """What a row says."""

    x1: float
    x2: float
    label: str
    test: bool = False


def readable_rows(
    sheet: Sheet, choice: ColumnChoice, refused: list[ValueError], progress: Callable[[float], None] | None
) -> Iterator[PointRow]:
    """Yield the rows that can be read, and note why others cannot."""
    unknown = _unknown_labels(sheet, choice)
    for i, row in enumerate(sheet.rows):
        if progress is not None and i % BLOCK == 0:
            progress(i / len(sheet.rows))
        try:
            yield _read_row(sheet, choice, row, unknown)
        except ValueError as error:
            refused.append(error)


def _unknown_labels(sheet: Sheet, choice: ColumnChoice) -> frozenset[str]:
    """Return what stands in the column of labels where there is none."""
    if choice.label is None:
        return frozenset()
    k = choice.label
    return missing(row.cells[k] for row in sheet.rows if k < len(row.cells))


def _read_row(sheet: Sheet, choice: ColumnChoice, row: TableRow, unknown: frozenset[str]) -> PointRow:
    """Return what a row says, or raise a ValueError that says what is wrong."""
    needed = [choice.x1, choice.x2, choice.test, *(choice.hot or (choice.label,))]
    if max(k for k in needed if k is not None) >= len(row.cells):
        raise ValueError(texts.FEW_COLUMNS(line=row.line, n=len(row.cells), columns=len(sheet.names)))
    most = FARTHEST if choice.standardise else LARGEST
    x1 = _read_number(sheet, choice.x1, row, most)
    x2 = 0.0 if choice.x2 is None else _read_number(sheet, choice.x2, row, most)
    return PointRow(x1, x2, _read_label(sheet, choice, row, unknown), _read_test(sheet, choice.test, row))


def _read_label(sheet: Sheet, choice: ColumnChoice, row: TableRow, unknown: frozenset[str]) -> str:
    if choice.hot:
        if (one := hot_one(sheet, choice.hot, row.cells)) is None:
            names = texts.quoted([sheet.names[k] for k in choice.hot])
            raise ValueError(column_texts.NO_SINGLE_1(line=row.line, names=names))
        return sheet.names[one]
    if choice.label is None:
        return ""
    label, name = row.cells[choice.label], sheet.names[choice.label]
    if not label.strip():
        raise ValueError(texts.EMPTY_CELL(line=row.line, name=name))
    if choice.values:
        _read_number(sheet, choice.label, row, label=True)
    elif label in unknown:
        raise ValueError(
            column_texts.LABEL_MISSING(line=row.line, name=name, shown=beginning(label, LONGEST_CELL))
        )
    return label


def _read_test(sheet: Sheet, column: int | None, row: TableRow) -> bool:
    if column is None:
        return False
    name, cell = sheet.names[column], row.cells[column]
    marks = words.is_test(cell, words.plain(name) in words.TRAIN_COLUMNS)
    if marks is None:
        text = column_texts.NOT_TRAIN_OR_TEST(line=row.line, name=name, shown=beginning(cell, LONGEST_CELL))
        raise ValueError(text)
    return marks


def _read_number(
    sheet: Sheet, column: int, row: TableRow, most: float = LARGEST, label: bool = False
) -> float:
    line, name, text = row.line, sheet.names[column], row.cells[column]
    if not text:
        raise ValueError(texts.EMPTY_CELL(line=line, name=name))
    value = sheet.number(text) if label else sheet.coordinate(column, text)
    if value is None:
        raise ValueError(texts.NOT_FINITE(line=line, name=name, shown=beginning(text, LONGEST_CELL)))
    if abs(value) > most:
        raise (ValueError if label else TooFarError)(
            texts.TOO_FAR(line=line, name=name, shown=beginning(text, LONGEST_CELL), most=most)
        )
    return value
