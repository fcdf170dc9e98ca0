"""Text in lines, split into cells: comments, quotation marks, separators. No Qt."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from engine.base.values import dataclass
from playground.files.tables.numbers import UNITS, number
from playground.files.tables.rows import (
    LOOKED_AT,
    MOST_COLUMNS,
    MOST_ROWS,
    STRIDE,
    Progress,
    Rows,
    TableRow,
    bounded,
)
from playground.texts import tables as texts

SEPARATORS = "\t;|, "  # tried in this order
LONGEST_QUOTED = 1_000_000  # characters of a line with quotation marks
NUMBERS = 0.2  # what numbers weigh where a separator is looked for, beside cells that are as many in each row
FEW_ROWS, FEW_CELLS = 50, 20  # in which they are counted
MOST_LINES = 20  # of a cell in quotation marks
_BLANK = re.compile(r"(?:[ \t,;|]*+(?:\r\n?|\n))++")
_ANY_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|$)")
_LINE = re.compile(r"([^\r\n]+)(?:\r\n?|\n)?")
_COMMENT = re.compile(r"[\t ]*([#%])\1*+(?: |[\t ]*$)")  # a mark, and a space or nothing more
_MARKED = re.compile(r"[\t ]*([#%])\1*+[\t ]*(?=[^\W\d]|[\"'])")  # a mark before a name
_ORDER = re.compile(r"\s*+\"?sep=(.)\"?[\t ,;|]*(?:\r\n?|\n|$)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t]+")


@dataclass(frozen=True)
class Body:
    """A text behind its comments, and where it begins.

    Attributes
    ----------
    text : str
    place, line : int
        The character and the line, from 1, of its first row.
    heading : str
        The last comment above, which may name the columns.
    heading_line : int
    separator : str, optional
        What the text orders itself: `sep=;`.
    """

    text: str
    place: int
    line: int
    heading: str = ""
    heading_line: int = 0
    separator: str | None = None


def read_lines(text: str, separator: str | None, progress: Progress) -> Rows:
    """Return the rows of a text; the separator is detected unless it is given."""
    body = body_of(text)
    if separator is None:
        separator = body.separator or find_separator(body)
    problems: list[str] = []
    notes: list[str] = []
    rows = bounded(split(body, separator, problems, notes, progress), problems)
    return Rows(rows, problems, notes, separator=separator)


def body_of(text: str) -> Body:
    """Return where the rows begin: behind `sep=;` and the comments above them."""
    place, separator = 0, None
    if (order := _ORDER.match(text.removeprefix("\ufeff"))) is not None and order[1] in SEPARATORS:
        separator, place = order[1], order.end() + text.startswith("\ufeff")
    place = place or int(text.startswith("\ufeff"))
    line = 1 + _breaks(text, 0, place)
    heading, heading_line = "", 0
    while True:
        place, line = _skip_blank(text, place, line)
        found = _LINE.match(text, place)
        if found is None or not (_COMMENT.match(found[1]) or _names_columns(found)):
            break
        heading, heading_line = found[1], line
        place, line = found.end(), line + 1
    return Body(text, place, line, heading, heading_line, separator)


def _names_columns(found: re.Match[str]) -> bool:
    """Return whether a line that begins with a mark splits like the next one, which holds numbers."""
    if _MARKED.match(found[1]) is None:
        return False
    below = _LINE.match(found.string, _skip_blank(found.string, found.end(), 0)[0])
    above = _without_mark(found[1])
    return below is not None and any(_heads(above, below[1], separator) for separator in SEPARATORS)


def _without_mark(line: str) -> str:
    marked = _MARKED.match(line)
    return line if marked is None else line[marked.end() :]


def _heads(above: str, below: str, separator: str) -> bool:
    """Return whether one line may name the columns of another."""
    names, cells = _plain_cells(above, separator), _plain_cells(below, separator)
    return len(names) == len(cells) > 1 and any(map(_is_number, cells)) and not any(map(_is_number, names))


def _is_number(cell: str) -> bool:
    return number(cell, ".", UNITS) is not None or number(cell, ",", UNITS) is not None


def _breaks(text: str, start: int, end: int) -> int:
    """Return how many lines end in a part of a text."""
    count = text.count
    return count("\n", start, end) + count("\r", start, end) - count("\r\n", start, end)


# -- rows ------------------------------------------------------------------------------------------


def split(
    body: Body, separator: str, problems: list[str], notes: list[str], progress: Progress | None = None
) -> Iterator[TableRow]:
    """Yield the rows that are not empty; sentences on what could not be split are added to `problems`."""
    text, place, line = body.text, body.place, body.line
    heading = _without_mark(body.heading)
    looked_at = 0
    while looked_at <= MOST_ROWS:
        place, line = _skip_blank(text, place, line)
        found = _LINE.match(text, place)
        if found is None:
            return
        cells, end = _cells(found, separator)
        if '"' in found[1] and not cells:
            problem = texts.OPEN_QUOTE if len(found[1]) <= LONGEST_QUOTED else texts.LONG_LINE
            problems.append(problem(line=line))
        if heading and any(cells):
            if _heads(heading, found[1], separator):
                yield TableRow(body.heading_line, tuple(_plain_cells(heading, separator)))
            heading = ""
        if len(cells) > MOST_COLUMNS:
            notes[:] = [texts.TOO_MANY_COLUMNS(most=MOST_COLUMNS)]
        if any(cells):
            yield TableRow(line, tuple(cells[:MOST_COLUMNS]))
        if progress is not None and looked_at % STRIDE == 0:
            progress(place / len(text))
        looked_at += 1
        place, line = end, line + max(1, _breaks(text, place, end))
    problems.append(texts.GAVE_UP(line=line))


def _skip_blank(text: str, place: int, line: int) -> tuple[int, int]:
    """Return where the next line that is not blank begins, and its number."""
    blank = _BLANK.match(text, place)
    if blank is None:
        return place, line
    return blank.end(), line + _breaks(text, place, blank.end())


def _cells(found: re.Match[str], separator: str) -> tuple[list[str], int]:
    """Return the cells of a line, none of a comment or where a quotation mark is not closed, and its end."""
    if _COMMENT.match(found[1]):
        return [], found.end()
    return _quoted(found, separator) if '"' in found[1] else (_plain_cells(found[1], separator), found.end())


def _plain_cells(line: str, separator: str) -> list[str]:
    """Return the cells of a line without quotation marks."""
    if separator == " ":
        return _SPACES.split(line.strip(), MOST_COLUMNS)
    return [cell.strip() for cell in line.split(separator, MOST_COLUMNS)]


def _quoted(found: re.Match[str], separator: str) -> tuple[list[str], int]:
    """Return the cells of a line with quotation marks, which may go on in the next few, and where it ends.

    There are no cells if a quotation mark is not closed.
    """
    text, line = found.string, found[1]
    if len(line) > LONGEST_QUOTED:
        return [], found.end()
    cells, read, complete = _record(found, separator, strict=False)
    if complete and len(read) > 1:
        cells, read, complete = _record(found, separator, strict=True)
    if not complete:
        return [], found.end()
    end = found.start() + sum(map(len, read))
    return [" ".join(cell.split()) for cell in cells], min(end, len(text))


def _record(found: re.Match[str], separator: str, strict: bool) -> tuple[list[str], list[str], bool]:
    """Return the cells of a record, the lines that it takes, and whether it is complete."""
    read: list[str] = []
    complete = True

    def following() -> Iterator[str]:
        nonlocal complete
        match: re.Match[str] | None = found
        place = found.start()
        while match is not None and len(read) < MOST_LINES:
            read.append(match[0])
            yield match[0].replace("\t", " ") if separator == " " else match[0]
            place = match.end()
            match = _ANY_LINE.match(found.string, place) if place < len(found.string) else None
        complete = False

    reader = csv.reader(following(), delimiter=separator, skipinitialspace=True, strict=strict)
    try:
        return next(reader), read, complete
    except csv.Error:
        return [], read, False


def _numeric(rows: list[TableRow]) -> float:
    """Return the share of numbers in the first cells of the first rows."""
    cells = [cell for row in rows[:FEW_ROWS] for cell in row.cells[:FEW_CELLS]]
    return sum(map(_is_number, cells)) / len(cells)


def find_separator(body: Body, separators: str = SEPARATORS) -> str:
    """Return the separator: what splits most rows into the same number of cells, more than one."""
    best, best_score = ",", 0.0
    for separator in separators:
        rows = list(islice(split(body, separator, [], []), LOOKED_AT))
        widths = Counter(len(row.cells) for row in rows)
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        # a comma may be a decimal mark, and a space be anywhere: they come last, and must win clearly
        score = count / len(rows) * (1.0 + 0.01 * (width >= 3)) if width > 1 else 0.0
        score *= 1.0 + NUMBERS * _numeric(rows)
        if score > best_score + 1e-9:
            best, best_score = separator, score
    return best
