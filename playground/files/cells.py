"""Cells that are pasted from a spreadsheet into a table of the window. No Qt."""

from playground.files.atomic import FileError
from playground.files.table import read_table
from playground.texts import tables as texts
from playground.texts.files import CLIPBOARD
from playground.texts.numbers import exact_text
from playground.texts.reading import read_typed


def cells_of(text: str, single_column: bool) -> list[list[str]]:
    """Return the cells of a text from a spreadsheet, without its header."""
    if single_column or len(text.split()) == 1:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if not lines:
            raise FileError(texts.NO_TEXT())
        return [[line] for line in lines]
    sheet = read_table(text, CLIPBOARD())
    return [[_retyped(cell, sheet.number(cell)) for cell in row.cells] for row in sheet.rows]


def _retyped(cell: str, number: float | None) -> str:
    """Return a cell as it would be typed here, where its number would be read as another one."""
    return cell if number is None or read_typed(cell) == number else exact_text(number)
