"""Points out of a table in text: a CSV file, or what a spreadsheet puts on the clipboard. No Qt.

Separator, decimal mark and header are found out, and may be said instead. A row that cannot be read is told
with its line and the reason; it never spoils the others.
"""

import codecs
import csv
import io
import math
import os
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path

from engine import MOST_CLASSES, MOST_POINTS, REACH, Points
from engine.points import LARGEST
from playground.storage import FileError, read_bytes

LARGEST_FILE = 20_000_000  # bytes
MOST_ROWS = 200_000
MOST_COLUMNS = 1_000
MOST_FIELD = 1_000  # characters in a cell
PLACES = ("x1", "x2"), ("x", "y"), ("x1", "y"), ("x", "x2")  # what the columns of a place are called
LABELS = ("label", "class", "target", "category", "species", "value")  # and of what is to be learned
COUNTERS = ("id", "index", "nr", "no", "number", "row", "#")  # and what only numbers the rows
FEWEST = 4  # rows that show that a column only counts them
LOOKED_AT = 200  # rows from which separator, decimal mark and header are told
SEPARATORS = {"\t": "tab", ";": "semicolon", "|": "bar", ",": "comma", " ": "space"}
DECIMALS = {".": "point", ",": "comma"}
_MARK = re.compile(r"^[\ufeff\t ]*#+(?:[ ]+|(?=\r?\n?$))")
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+(e[+-]?\d+)?", re.IGNORECASE)
_DECIMAL_POINT = re.compile(r"[+-]?\d*\.\d+(e[+-]?\d+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """One row of a table, and the line of the text that it begins in, from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A table that was read.

    Attributes
    ----------
    source : str
        What it came from, for people.
    names : tuple of str
        Of the columns: from the header, or "column 1", …
    rows : tuple of Row
        Without the header.
    separator, decimal : str
    header : bool
        Whether the first row names the columns.
    problems : tuple of str
        What could not even be split into cells.
    """

    source: str
    names: tuple[str, ...]
    rows: tuple[Row, ...]
    separator: str
    decimal: str
    header: bool
    problems: tuple[str, ...] = ()

    def number(self, text: str) -> float | None:
        """Return the finite number that a cell holds, or None."""
        return number(text, self.decimal)

    def numeric(self, column: int) -> bool:
        """Whether half of the cells of a column are numbers, or more."""
        filled = [cell for cell in self.column(column) if cell]
        return bool(filled) and 2 * sum(self.number(cell) is not None for cell in filled) >= len(filled)

    def has_numbers(self, column: int) -> bool:
        """Whether any cell of a column is a number."""
        return any(self.number(cell) is not None for cell in self.column(column))

    def column(self, column: int) -> list[str]:
        """Return the first cells of a column, of the rows that have it."""
        return [row.cells[column] for row in islice(self.rows, LOOKED_AT) if column < len(row.cells)]


@dataclass(frozen=True)
class Choice:
    """Which columns are taken, and how; `label` is None where all points are to be of class 0."""

    x1: int
    x2: int
    label: int | None
    values: bool = False
    standardise: bool = False


@dataclass(frozen=True)
class Taken:
    """The points that a choice of columns gives.

    Attributes
    ----------
    points : Points
        At most 10,000.
    classes : dict of str to int
        Which label became which class.
    problems : tuple of str
        "line 7: …" for every row that was left out.
    rows : int
        How many rows could be read, taken or not.
    outside : int
        Points beyond the square from −6 to 6.
    error : str
        Why nothing can be taken; empty where something can.
    """

    points: Points = ()
    classes: dict[str, int] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    rows: int = 0
    outside: int = 0
    error: str = ""


@dataclass(frozen=True)
class There:
    """The points that others are added to.

    Attributes
    ----------
    count : int
    classes : frozenset of int
        Those that they have.
    names : dict of str to int
        Which label became which class when they were imported, as far as they were.
    """

    count: int = 0
    classes: frozenset[int] = frozenset()
    names: dict[str, int] = field(default_factory=dict)


# -- text --------------------------------------------------------------------------------------


def read_file(path: str | os.PathLike[str]) -> str:
    """Return the text of a file.

    Raises
    ------
    FileError
        Where it cannot be read, is too large, or holds no text.
    """
    return decode(read_bytes(path, LARGEST_FILE), Path(path).name)


def decode(content: bytes, source: str) -> str:
    """Return bytes as text: by their mark, as UTF-16 where every other byte is 0, as UTF-8, or as Windows.

    Raises
    ------
    FileError
        Where they are no text.
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
        raise FileError(f"{source}: is no text file") from error
    if "\0" in text:
        raise FileError(f"{source}: is no text file")
    return text


# -- tables ------------------------------------------------------------------------------------


def read_table(
    text: str,
    source: str,
    separator: str | None = None,
    decimal: str | None = None,
    header: bool | None = None,
) -> Sheet:
    """Split text into a table; what is not said is found out.

    Raises
    ------
    FileError
        Where there are no rows, or none with two columns.
    """
    text = _without_mark(text)
    if not text.strip():
        raise FileError(f"{source}: is empty")
    if separator is None:
        separator = find_separator(text)
    rows, problems = _split(text, separator, MOST_ROWS + 1)
    if len(rows) > MOST_ROWS:
        rows = rows[:MOST_ROWS]
        problems.append(f"only the first {MOST_ROWS:,} rows are read")
    width = _usual_width(rows)
    if width < 2:
        raise FileError(f"{source}: has no two columns; is {SEPARATORS[separator]} what separates them?")
    if decimal is None:
        decimal = find_decimal(rows, separator)
    if header is None:
        header = _has_header(rows, decimal)
    first = rows[0].cells if header else ()
    columns = range(max(width, len(first)))
    names = tuple((first[k] if k < len(first) else "") or f"column {k + 1}" for k in columns)
    return Sheet(source, names, tuple(rows[header:]), separator, decimal, header, tuple(problems))


def _without_mark(text: str) -> str:
    """Return a text that begins with lines marked by # without them; its lines keep their numbers.

    The last of them names the columns where it is split as the line below, which holds numbers; it stays,
    without the mark. All others are remarks.
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
    """Return what separates the cells: what splits most rows into equally many, and more than one."""
    best, best_score = ",", 0.0
    for separator in SEPARATORS:
        rows, _ = _split(text, separator, LOOKED_AT)
        widths = Counter(len(row.cells) for row in rows)
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        # a comma may be a decimal mark, and a space stand anywhere: they come last, and win only clearly
        score = count / len(rows) * (1.0 + 0.01 * (width >= 3)) if width > 1 else 0.0
        if score > best_score + 1e-9:
            best, best_score = separator, score
    return best


def find_decimal(rows: list[Row], separator: str) -> str:
    """Return the decimal mark of most numbers that have one."""
    if separator == ",":
        quoted = [cell for row in rows[:LOOKED_AT] for cell in row.cells if _DECIMAL_COMMA.fullmatch(cell)]
        plain = [cell for row in rows[:LOOKED_AT] for cell in row.cells if _DECIMAL_POINT.fullmatch(cell)]
        return "," if len(quoted) > len(plain) else "."
    cells = [cell for row in rows[:LOOKED_AT] for cell in row.cells]
    commas = sum(_DECIMAL_COMMA.fullmatch(cell) is not None for cell in cells)
    points = sum(_DECIMAL_POINT.fullmatch(cell) is not None for cell in cells)
    return "," if commas > points else "."


def _split(text: str, separator: str, most: int) -> tuple[list[Row], list[str]]:
    """Return the first rows that are not empty, and what could not be split."""
    if separator == " ":
        lines = enumerate(io.StringIO(text, newline=""), start=1)
        rows = (Row(i, tuple(line.split())) for i, line in lines if line.strip())
        return list(islice((Row(r.line, r.cells[:MOST_COLUMNS]) for r in rows), most)), []
    found: list[Row] = []
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
            problems.append(f"line {line}: {error}")
            if reader.line_num == before:
                break
            before = reader.line_num
            continue
        if reader.line_num > line:
            problems.append(
                f"lines {line:,} to {reader.line_num:,}: a quotation mark is not closed in its line"
            )
            before = reader.line_num
            continue
        before = reader.line_num
        trimmed = tuple(cell.strip() for cell in cells[:MOST_COLUMNS])
        if any(trimmed):
            found.append(Row(line, trimmed))
    return found, problems


def _usual_width(rows: list[Row]) -> int:
    widths = Counter(len(row.cells) for row in rows)
    return widths.most_common(1)[0][0] if widths else 0


def _has_header(rows: list[Row], decimal: str) -> bool:
    """Whether the first row has no number where the others have some."""
    if len(rows) < 2:
        return False
    first, rest = rows[0].cells, rows[1:LOOKED_AT]
    if any(number(cell, decimal) is not None for cell in first):
        return False
    return any(number(cell, decimal) is not None for row in rest for cell in row.cells)


def number(text: str, decimal: str = ".") -> float | None:
    """Return the number that a text is, or None where it is none or not finite."""
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


# -- points ------------------------------------------------------------------------------------


def suggest(sheet: Sheet) -> Choice:
    """Return the columns that are most likely meant.

    Those of a place and of the label are told by their names, or else are the first two of numbers and the
    last other one. A column that only numbers the rows is left out where there are enough others.
    """
    columns = list(range(len(sheet.names)))
    names = [_plain(name) if sheet.header else "" for name in sheet.names]
    place = _named_place(sheet, names)
    counting = [
        k for k in columns if k not in place and names[k] not in LABELS and _counts(sheet, k, names[k])
    ]
    numeric = [k for k in columns if k not in counting and sheet.numeric(k)]
    if not place and len(numeric) < 2:
        counting, numeric = [], [k for k in columns if sheet.numeric(k)]
    words = [k for k in columns if k not in (*numeric, *counting)]
    x1, x2 = place or sorted((numeric + words + counting)[:2])
    others = [k for k in columns if k not in (x1, x2, *counting)]
    called = [k for k in others if names[k] in LABELS]
    words = [k for k in others if k not in numeric]
    label = next((some[-1] for some in (called, words, others) if some), None)
    return Choice(x1, x2, label, values=label is not None and _are_values(sheet, label))


def _named_place(sheet: Sheet, names: list[str]) -> tuple[int, ...]:
    """Return the two columns that are called x₁ and x₂, or x and y, where they hold numbers; or none."""
    for pair in PLACES:
        if all(names.count(one) == 1 and sheet.has_numbers(names.index(one)) for one in pair):
            return names.index(pair[0]), names.index(pair[1])
    return ()


def _plain(name: str) -> str:
    """Return a column's name as it is compared: X₁, x_1 and x1 are the same."""
    return unicodedata.normalize("NFKC", name).lower().replace("_", "").replace(" ", "").rstrip(".")


def _counts(sheet: Sheet, column: int, name: str) -> bool:
    """Whether a column only numbers the rows: by its name, or as it goes 1, 2, 3, … beside enough others."""
    if name in COUNTERS:
        return True
    numbers = [sheet.number(cell) for cell in sheet.column(column)]
    if len(numbers) < FEWEST or len(sheet.names) <= 3 or numbers[0] not in (0.0, 1.0):
        return False
    return numbers == [numbers[0] + k for k in range(len(numbers))]


def _are_values(sheet: Sheet, column: int) -> bool:
    """Whether a column holds values, not classes: numbers with decimals, or too many different ones."""
    if not sheet.numeric(column):
        return False
    cells = {row.cells[column] for row in sheet.rows if column < len(row.cells)}
    numbers = {n for cell in cells if (n := sheet.number(cell)) is not None}
    return len(numbers) > MOST_CLASSES or any(n != round(n) for n in numbers)


def take(sheet: Sheet, choice: Choice, there: There | None = None) -> Taken:
    """Return the points of a table, to be added to others where `there` are some, and what was left out."""
    there = there or There()
    room = MOST_POINTS - there.count
    if choice.x1 == choice.x2:
        return Taken(error="x₁ and x₂ are the same column: choose two.")
    if room <= 0:
        return Taken(error=f"There are {there.count:,} points, as many as there may be: none can be added.")
    problems: list[str] = list(sheet.problems)
    read: list[tuple[float, float, str]] = []
    for row in sheet.rows:
        try:
            read.append(_read_row(sheet, choice, row))
        except ValueError as error:
            problems.append(f"line {row.line}: {error}")
    if not read:
        return Taken(problems=tuple(problems), error="No row can be read: choose other columns.")
    labels = [label for *_, label in read]
    classes: dict[str, int] = {}
    if choice.label is None:
        y = [0.0] * len(read)
    elif choice.values:
        y = [sheet.number(label) or 0.0 for label in labels]
    else:
        classes = name_classes(labels, sheet.decimal, there)
        if len(classes) > MOST_CLASSES:
            name = sheet.names[choice.label]
            text = f"“{name}” has {len(classes):,} different labels, at most {MOST_CLASSES} can be classes"
            hint = "choose values instead" if sheet.numeric(choice.label) else "choose another column"
            return Taken(problems=tuple(problems), rows=len(read), error=f"{text}: {hint}.")
        if (most := max(classes.values()) + 1) > MOST_CLASSES:
            text = f"With the points there are, that makes {most} classes: at most {MOST_CLASSES} can be."
            return Taken(problems=tuple(problems), rows=len(read), error=text)
        y = [float(classes[label]) for label in labels]
    rows = len(read)
    xs = [row[:2] for row in read[:room]]
    if choice.standardise:
        xs = standardised(xs)
    points = tuple((x1, x2, one) for (x1, x2), one in zip(xs, y, strict=False))
    outside = sum(max(abs(x1), abs(x2)) > REACH for x1, x2 in xs)
    return Taken(points, classes, tuple(problems), rows, outside)


def _read_row(sheet: Sheet, choice: Choice, row: Row) -> tuple[float, float, str]:
    """Return the two numbers and the label of a row, or raise a ValueError that says what is wrong."""
    needed = [choice.x1, choice.x2] + ([choice.label] if choice.label is not None else [])
    if max(needed) >= len(row.cells):
        raise ValueError(f"has {len(row.cells)} of {len(sheet.names)} columns")
    x1, x2 = (_read_number(sheet, k, row.cells[k]) for k in needed[:2])
    if choice.label is None:
        return x1, x2, ""
    label = row.cells[choice.label]
    if choice.values:
        _read_number(sheet, choice.label, label)
    elif not label:
        raise ValueError(f"“{sheet.names[choice.label]}” is empty")
    return x1, x2, label


def _read_number(sheet: Sheet, column: int, text: str) -> float:
    name = sheet.names[column]
    if not text:
        raise ValueError(f"“{name}” is empty")
    value = sheet.number(text)
    shown = text if len(text) <= 24 else f"{text[:24]}…"
    if value is None:
        raise ValueError(f"“{name}” is no finite number: {shown}")
    if abs(value) > LARGEST:
        raise ValueError(f"“{name}” is beyond ±{LARGEST:,.0f}: {shown}")
    return value


def name_classes(labels: list[str], decimal: str = ".", there: There | None = None) -> dict[str, int]:
    """Return which label becomes which class: whole numbers from 0 to 5 themselves, others in their order.

    Those that were imported before stay what they are, and new ones beside them get classes of their own.
    """
    different = sorted(set(labels))
    numbers = [number(label, decimal) for label in different]
    known = {label: n for label, n in zip(different, numbers, strict=True) if n is not None}
    if len(known) == len(different) and all(n in range(MOST_CLASSES) for n in known.values()):
        return {label: int(n) for label, n in known.items()}
    if there is not None and there.names:
        return _beside(different, there)
    if len(known) < len(different):
        return {label: k for k, label in enumerate(different)}
    places = {n: k for k, n in enumerate(sorted(set(known.values())))}  # 1 and 1.0 are one class
    classes = {label: places[n] for label, n in known.items()}
    return dict(sorted(classes.items(), key=lambda one: one[1]))


def _beside(labels: list[str], there: There) -> dict[str, int]:
    """Return the classes that labels had before, and the next free ones for new labels."""
    taken = there.classes | set(there.names.values())
    free = (k for k in count() if k not in taken)
    classes = {label: there.names[label] if label in there.names else next(free) for label in labels}
    return dict(sorted(classes.items(), key=lambda one: one[1]))


def standardised(xs: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return points whose columns both have mean 0 and deviation 1; one without a spread is only centred."""
    columns = []
    for column in zip(*xs, strict=True):
        mean = math.fsum(column) / len(column)
        deviation = math.sqrt(math.fsum((x - mean) ** 2 for x in column) / len(column)) or 1.0
        columns.append([(x - mean) / deviation for x in column])
    return list(zip(*columns, strict=True))


def write_table(points: Points, labels: str) -> bytes:
    """Return points as a CSV file with a header: x1, x2, and class or value."""
    last = "value" if labels == "values" else "class"
    lines = [f"x1,x2,{last}"]
    lines += [f"{x1!r},{x2!r},{y!r}" if last == "value" else f"{x1!r},{x2!r},{y:.0f}" for x1, x2, y in points]
    return ("\r\n".join(lines) + "\r\n").encode()
