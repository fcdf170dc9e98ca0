"""Worksheets made small enough to be read: nobody can say how much a small file unpacks to. No Qt.

A cell far to the right and below, a text that a million cells share, or a row that is repeated a million
times make gigabytes of a few bytes, and the library that reads workbooks would then end the program. So the
XML of a worksheet is looked through first, and what lies beyond the bounds is cut out of it.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from xml.parsers import expat

from playground.files.tables.rows import MOST_CELLS, MOST_ROWS, Progress

LARGEST_EXTENT = 2 * MOST_CELLS  # from the first cell to the last, empty ones too
LARGEST_TEXT = 50_000_000  # characters
CHUNK = 1_000_000  # bytes between two calls of `progress`
REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)
CONTAINERS = ("sheetData", "table")  # the names in Excel's XML, then those in OpenDocument's
ROWS = ("row", "table-row")
CELLS = ("c", "table-cell", "covered-table-cell")
VALUES = frozenset(("value", "value-type", "string-value", "date-value", "time-value", "boolean-value"))


class Damaged(Exception):  # noqa: N818 (it becomes a sentence where the file is known)
    """What is no workbook, or a broken one."""


def elements(xml: bytes, name: str) -> list[dict[str, str]]:
    """Return the attributes of all elements of a name; both without their prefixes."""
    found: list[dict[str, str]] = []
    parser = _parser()

    def start(element: str, attributes: dict[str, str]) -> None:
        if _local(element) == name:
            found.append(_local_names(attributes))

    parser.StartElementHandler = start
    _parse(parser, xml, lambda _: None)
    return found


def lengths_of_texts(xml: bytes, progress: Progress) -> list[int]:
    """Return how many characters each text has that the cells of an Excel workbook share."""
    lengths: list[int] = []
    parser = _parser()

    def start(element: str, _: dict[str, str]) -> None:
        if _local(element) == "si":
            lengths.append(0)

    def text(data: str) -> None:
        if lengths:
            lengths[-1] += len(data)

    parser.StartElementHandler, parser.CharacterDataHandler = start, text
    _parse(parser, xml, progress)
    return lengths


class Worksheets:
    """Looks through the XML of worksheets.

    Parameters
    ----------
    xml : bytes
        Of one worksheet of an Excel workbook, or of all of an OpenDocument.
    shared : sequence of int, optional
        How many characters each text has that cells share.

    Attributes
    ----------
    cut : dict of int to int
        For a worksheet, the first row that does not fit.
    formulas : int
        Those without a value.
    """

    def __init__(self, xml: bytes, shared: Sequence[int] = ()) -> None:
        self._xml, self._shared = xml, shared
        self._parser = _parser()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._cuts: list[tuple[int, int]] = []
        self._sheets = 0
        self.cut: dict[int, int] = {}
        self.formulas = 0
        self._begin_sheet()
        self._begin_row({})
        self._begin_cell({})

    def bounded(self, progress: Progress) -> bytes:
        """Return the XML with no more rows than may be read."""
        _parse(self._parser, self._xml, progress)
        left, place = [], 0
        for start, end in self._cuts:
            left.append(self._xml[place:start])
            place = end
        return b"".join([*left, self._xml[place:]])

    def _begin_sheet(self) -> None:
        self._row = self._rows = self._cells = self._characters = self._columns = 0
        self._cut_at: int | None = None

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        self._row_place = self._parser.CurrentByteIndex
        self._repeated = _whole(attributes.get("number-rows-repeated", "1"))
        self._row = _whole(attributes["r"]) if "r" in attributes else self._row + self._repeated
        self._column = self._last = self._row_cells = self._row_characters = 0

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        self._times = _whole(attributes.get("number-columns-repeated", "1"))
        self._column += self._times
        if (reference := attributes.get("r")) is not None:
            found = REFERENCE.fullmatch(reference)
            if found is None:
                raise Damaged
            self._column = _column(found[1])
            self._row = max(self._row, int(found[2]))
        self._shares = attributes.get("t") == "s"
        self._filled = not VALUES.isdisjoint(attributes)
        self._formula = False
        self._cell: list[str] = []

    def _start(self, element: str, named: dict[str, str]) -> None:
        name = _local(element)
        if name in CELLS:
            self._begin_cell(_local_names(named))
        elif name in ROWS:
            self._begin_row(_local_names(named))
        elif name in CONTAINERS:
            self._begin_sheet()
        elif name in ("v", "is"):
            self._filled = True
        elif name == "f":
            self._formula = True

    def _text(self, data: str) -> None:
        self._cell.append(data)

    def _end(self, element: str) -> None:
        name = _local(element)
        if name in CELLS:
            self._end_cell()
        elif name in ROWS:
            self._end_row()
        elif name == "f":
            self._cell.clear()
        elif name in CONTAINERS:
            if self._cut_at is not None:
                self._cuts.append((self._cut_at, self._parser.CurrentByteIndex))
            self._sheets += 1

    def _end_cell(self) -> None:
        self.formulas += self._formula and not self._filled
        if not (self._filled or self._cell):
            return
        text = "".join(self._cell)
        length = len(text)
        if self._shares:
            index = _whole(text.strip() or "0")
            length = self._shared[index] if index < len(self._shared) else 0
        self._last = max(self._last, self._column)
        self._row_cells += self._times
        self._row_characters += self._times * length

    def _end_row(self) -> None:
        """Count a row if it fits, with those that repeat it; if not, cut from here on."""
        if self._cut_at is not None or not self._last:
            return
        rows, columns = self._rows + self._repeated, max(self._columns, self._last)
        cells = self._cells + self._repeated * self._row_cells
        characters = self._characters + self._repeated * self._row_characters
        fits = rows <= MOST_ROWS and cells <= MOST_CELLS and characters <= LARGEST_TEXT
        if fits and self._row * columns <= LARGEST_EXTENT:
            self._rows, self._columns, self._cells, self._characters = rows, columns, cells, characters
        else:
            self._cut_at = self._row_place
            self.cut[self._sheets] = max(self._row - self._repeated + 1, 1)


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.buffer_text = True
    return parser


def _refuse(*_: object) -> None:
    raise Damaged


def _parse(parser: expat.XMLParserType, xml: bytes, progress: Progress) -> None:
    try:
        for start in range(0, len(xml), CHUNK):
            parser.Parse(xml[start : start + CHUNK], False)
            progress(start / len(xml))
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Damaged from error


@lru_cache(maxsize=1000)
def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _local_names(attributes: dict[str, str]) -> dict[str, str]:
    return {_local(key): value for key, value in attributes.items()}


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Damaged
    return int(text)


@lru_cache(maxsize=1000)
def _column(letters: str) -> int:
    """Return the number of a column: 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number
