"""Rows as people type and paste them into the table of points: read without Qt, in any thread."""

from __future__ import annotations

import csv
import io
from typing import Any

from engine import MOST_CLASSES, MOST_POINTS, DataSpec
from engine.points import LARGEST
from playground.texts import tables as texts
from playground.texts.names import class_label, number_names
from playground.texts.reading import read_typed
from playground.texts.text import beginning

CLASSES = range(MOST_CLASSES)
LONGEST_CELL = 20  # characters of a cell in a sentence


class TypedRows:
    """Reads cells as the numbers of own points.

    Parameters
    ----------
    data : DataSpec
        The points that there are: their columns, labels and names.
    """

    def __init__(self, data: DataSpec) -> None:
        self._data, self._columns, self._names = data, data.columns, number_names(data)
        self._labels = [class_label(data, k) for k in CLASSES]

    def edited(self, cells: list[list[str]], row: int, column: int) -> DataSpec:
        """Return the data with a block of cells put in, its top left corner at one cell.

        Raises
        ------
        ValueError
            For the first cell that is no such number, and for a row that lacks one.
        """
        count, columns, points = len(self._data.points), self._columns, {}
        more = max(row + len(cells) - count, 0)
        if count + more > MOST_POINTS:
            raise ValueError(texts.TOO_MANY_POINTS(n=count + more, most=MOST_POINTS))
        for i, line in enumerate(cells, start=row):
            new: list[Any] = [None if k in columns else 0.0 for k in range(3)]
            if i < count:
                new = list(self._data.points[i])
            for k, cell in enumerate(line[: len(columns) - column], start=column):
                new[columns[k]] = self.number(i, k, cell)
            if None in new:
                lacks = texts.ROW_LACKS if 1 in columns else texts.ROW_LACKS_OF_TWO
                raise ValueError(lacks(row=i + 1, name=self._names[columns.index(new.index(None))]))
            points[i] = tuple(new)
        return self._data.edited([*range(count), *[-1] * more], points)

    def number(self, row: int, column: int, text: str) -> float:
        """Return the number in a cell, or raise a ValueError that says where and what it must be."""
        value = read_typed(text)
        if is_class(self._data, column):
            if text in self._labels:  # a class by its name, as the cells show it
                return float(self._labels.index(text))
            if value is not None and value in CLASSES:
                return value
        elif value is not None and abs(value) <= LARGEST:
            return value
        raise ValueError(self._refusal(row, column, text))

    def _refusal(self, row: int, column: int, text: str) -> str:
        """Return what is wrong with a cell."""
        place = {"row": row + 1, "name": self._names[column], "shown": beginning(text, LONGEST_CELL)}
        if is_class(self._data, column):
            known = ", ".join(filter(None, self._data.class_names))
            words = texts.NOT_A_NAMED_CLASS if known else texts.NOT_A_CLASS
            return words(most=MOST_CLASSES - 1, classes=known, **place)
        return texts.NOT_A_NUMBER(most=LARGEST, **place)


def is_class(data: DataSpec, column: int) -> bool:
    """Return whether a column of the table holds classes."""
    return data.columns[column] == 2 and data.labels == "classes"


def rows_text(data: DataSpec, rows: list[int]) -> str:
    """Return points for a spreadsheet: their exact numbers, and their class by name."""
    labels = [class_label(data, k) for k in CLASSES] if data.labels == "classes" else []
    text = io.StringIO()
    csv.writer(text, "excel-tab", lineterminator="\n").writerows(
        (*map(repr, x), labels[int(y)] if labels else repr(y))
        for *x, y in ((data.points[i][k] for k in data.columns) for i in rows)
    )
    return text.getvalue()
