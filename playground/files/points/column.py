"""What can be told of one column of a table: what it is called, and what it holds. No Qt."""

from functools import cached_property
from itertools import pairwise

from engine import MOST_CLASSES
from playground.files.points import words
from playground.files.points.labels import folded
from playground.files.table import Sheet
from playground.files.tables.missing import missing

FEWEST = 4  # rows that can show that a column only counts or names them
MOST_WAYS = 200  # in which the labels of one column may be written
LARGE_ID = 10_000.0  # from here on, whole numbers without a name that all differ are more likely names
OFTEN = 2  # times that each of few whole numbers must occur, on average, to be taken for labels


class Column:
    """What can be told of one column; each fact is found out when it is asked for."""

    def __init__(self, sheet: Sheet, k: int) -> None:
        self._sheet, self.k = sheet, k
        self.name = "" if k in sheet.unnamed else sheet.names[k]
        self.shown = sheet.names[k]
        self.plain = words.plain(self.name)

    @cached_property
    def cells(self) -> list[str]:
        """The first cells that hold anything."""
        first = self._sheet.column(self.k)
        none = missing(first)
        return [cell for cell in first if cell not in none]

    @cached_property
    def numeric(self) -> bool:
        """Whether at least half of the cells are numbers."""
        return self._sheet.numeric(self.k)

    @cached_property
    def whole(self) -> bool:
        """Whether it is numeric, and all its numbers are whole."""
        numbers = [self._sheet.number(cell) for cell in self.cells] if self.numeric else []
        return bool(numbers) and all(n is None or n.is_integer() for n in numbers)

    @cached_property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self._sheet.rows)

    @cached_property
    def all_different(self) -> bool:
        """Whether no cell is there twice, among enough."""
        return len(self.cells) >= FEWEST and len(set(self.cells)) == len(self.cells)

    @cached_property
    def labels(self) -> int:
        """How many different labels it holds, as far as it is worth counting."""
        written: set[str] = set()
        for row in self._sheet.rows:
            if self.k < len(row.cells):
                written.add(row.cells[self.k])
                if len(written) > MOST_WAYS:
                    break
        written -= missing(written)
        numbers = {self._sheet.number(one) for one in written}
        return len(numbers) if None not in numbers else len(set(map(folded, written)))

    @property
    def few(self) -> bool:
        """Whether it can be classes: few words, or few whole numbers."""
        return 1 <= self.labels <= MOST_CLASSES and (self.whole or not self.numeric)

    @property
    def repeats(self) -> bool:
        """Whether it looks like labels: few words, or few whole numbers, each of them several times."""
        if self.rows > 1 and self.labels == 1:
            return False  # it tells nothing
        return self.few and (not self.numeric or self.labels <= self.rows // OFTEN)

    @cached_property
    def counts(self) -> bool:
        """Whether whole numbers rise by one from row to row; in the first column, from any number on."""
        if not (self.whole and len(self.cells) >= FEWEST):
            return False
        numbers = [self._sheet.number(cell) or 0.0 for cell in self.cells]
        return (self.k == 0 or numbers[0] in (0.0, 1.0)) and all(
            after - before == 1.0 for before, after in pairwise(numbers)
        )

    @cached_property
    def identifies(self) -> bool:
        """Whether it only counts or names the rows, by its name or, being text, by what it holds."""
        if self.plain in words.IDENTIFIERS:
            return True
        different = self.all_different and (self.whole or not self.numeric)
        if self.plain in words.COUNTERS:
            return different or (self.whole and self.rows < FEWEST)
        if not self.name and self.k == 0 and different and self.whole:
            return self.unnamed or min(self._sheet.number(cell) or 0.0 for cell in self.cells) >= LARGE_ID
        last = words.words_in(self.name)[-1:]
        if different and last and (last[0] in words.COUNTERS or last[0].endswith("id")):
            return True
        ends = self.k == len(self._sheet.names) - 1 and self.labels <= MOST_CLASSES
        return self.all_different and not self.numeric and not ends

    @property
    def only_counts(self) -> bool:
        """Whether it counts or names the rows, and is not called a label."""
        if self.plain in words.LABELS:
            return False
        return self.identifies or (self.counts and (len(self._sheet.names) > 3 or self.unnamed))

    @property
    def unnamed(self) -> bool:
        """Whether other columns have names and this one has none."""
        return self.k in self._sheet.unnamed and len(self._sheet.unnamed) < len(self._sheet.names)

    def are_values(self, alone: bool) -> bool:
        """Return whether it holds values, not classes: numbers with decimals, or too many of them.

        Where there is one other column `alone`, whole numbers are classes only if each is there often.
        """
        return self.numeric and (not self.few or (alone and not self.repeats))

    @cached_property
    def marks_tests(self) -> bool:
        """Whether it says of each row whether it is for training or for testing."""
        one_is_training = self.plain in words.TRAIN_COLUMNS
        marks = [words.is_test(cell, one_is_training) for cell in self.cells]
        if self.plain in words.TEST_COLUMNS:
            return bool(marks) and 2 * marks.count(None) < len(marks)
        plain = {words.plain(cell) for cell in self.cells}
        return {True, False} <= set(marks) and plain <= words.TRAIN | words.TEST
