"""Points from a table: which columns to use, the points they give, and points as a table again. No Qt.

A row that gives no point is reported with its line and the reason.
"""

import csv
import io
import math
import unicodedata
from dataclasses import field
from itertools import count

from engine import MOST_CLASSES, MOST_POINTS, REACH, DataSpec, Points
from engine.base.values import dataclass
from engine.points import LARGEST
from playground.files.table import Sheet, TableRow, number
from playground.texts import tables as texts
from playground.texts.names import axis_names, class_label

PLACES = ("x1", "x2"), ("x", "y"), ("x1", "y"), ("x", "x2")  # names of the columns of coordinates
LABELS = ("label", "class", "target", "category", "species", "value")  # and of the target
COUNTERS = ("id", "index", "nr", "no", "number", "row", "#")  # and of a column that only numbers the rows
FEWEST = 4  # rows that can show that a column only counts them


@dataclass(frozen=True)
class ColumnChoice:
    """Which columns are used, and how; `label` is None if all points are of class 0."""

    x1: int
    x2: int
    label: int | None
    values: bool = False
    standardise: bool = False


@dataclass(frozen=True)
class ImportedPoints:
    """The points that a choice of columns gives, and what was left out.

    Attributes
    ----------
    points : Points
        At most 10,000.
    classes : dict of str to int
        Which label became which class.
    problems : tuple of str
        A sentence for every row that was left out.
    rows : int
        How many rows could be read, imported or not.
    outside : int
        Points beyond the square from −6 to 6.
    error : str
        Why nothing can be imported; empty otherwise.
    """

    points: Points = ()
    classes: dict[str, int] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    rows: int = 0
    outside: int = 0
    error: str = ""


@dataclass(frozen=True)
class ExistingPoints:
    """The points that are there already, and are added to.

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


def suggest(sheet: Sheet) -> ColumnChoice:
    """Return the columns that are most likely meant.

    Coordinates and label are recognised by their names, or else are the first two numeric columns and the
    last other one. A column that only numbers the rows is left out if there are enough others.
    """
    columns = list(range(len(sheet.names)))
    names = [_plain(name) if sheet.how.header else "" for name in sheet.names]
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
    return ColumnChoice(x1, x2, label, values=label is not None and _are_values(sheet, label))


def _named_place(sheet: Sheet, names: list[str]) -> tuple[int, ...]:
    """Return the two columns that are called x₁ and x₂, or x and y, if they hold numbers; or none."""
    for pair in PLACES:
        if all(names.count(one) == 1 and sheet.has_numbers(names.index(one)) for one in pair):
            return names.index(pair[0]), names.index(pair[1])
    return ()


def _plain(name: str) -> str:
    """Return a column's name for comparison: X₁, x_1 and x1 are the same."""
    return unicodedata.normalize("NFKC", name).lower().replace("_", "").replace(" ", "").rstrip(".")


def _counts(sheet: Sheet, column: int, name: str) -> bool:
    """Return whether a column only numbers the rows: by its name, or by 1, 2, 3, … beside enough others."""
    if name in COUNTERS:
        return True
    numbers = [sheet.number(cell) for cell in sheet.column(column)]
    if len(numbers) < FEWEST or len(sheet.names) <= 3 or numbers[0] not in (0.0, 1.0):
        return False
    return numbers == [numbers[0] + k for k in range(len(numbers))]


def _are_values(sheet: Sheet, column: int) -> bool:
    """Return whether a column holds values, not classes: numbers with decimals, or too many of them."""
    if not sheet.numeric(column):
        return False
    cells = {row.cells[column] for row in sheet.rows if column < len(row.cells)}
    numbers = {n for cell in cells if (n := sheet.number(cell)) is not None}
    return len(numbers) > MOST_CLASSES or any(n != round(n) for n in numbers)


def import_points(
    sheet: Sheet, choice: ColumnChoice, existing: ExistingPoints | None = None
) -> ImportedPoints:
    """Return the points of a table, to be added to any `existing` ones, and what was left out."""
    existing = existing or ExistingPoints()
    room = MOST_POINTS - existing.count
    if choice.x1 == choice.x2:
        x1, x2 = axis_names(DataSpec())
        return ImportedPoints(error=texts.SAME_COLUMN(x1=x1, x2=x2))
    if room <= 0:
        return ImportedPoints(error=texts.FULL(n=existing.count))
    problems: list[str] = list(sheet.problems)
    read: list[tuple[float, float, str]] = []
    for row in sheet.rows:
        try:
            read.append(_read_row(sheet, choice, row))
        except ValueError as refused:
            problems.append(str(refused))
    if not read:
        return ImportedPoints(problems=tuple(problems), error=texts.NO_ROWS())
    try:
        y, classes = _targets(sheet, choice, [label for *_, label in read], existing)
    except ValueError as refused:
        return ImportedPoints(problems=tuple(problems), rows=len(read), error=str(refused))
    rows = len(read)
    xs = [row[:2] for row in read[:room]]
    if choice.standardise:
        xs = standardised(xs)
    points = tuple((x1, x2, one) for (x1, x2), one in zip(xs, y, strict=False))
    outside = sum(max(abs(x1), abs(x2)) > REACH for x1, x2 in xs)
    return ImportedPoints(points, classes, tuple(problems), rows, outside)


def _targets(
    sheet: Sheet, choice: ColumnChoice, labels: list[str], existing: ExistingPoints
) -> tuple[list[float], dict[str, int]]:
    """Return values or classes for labels, and which label became which class.

    Raises
    ------
    ValueError
        If there are too many classes; the text is for people.
    """
    if choice.label is None:
        return [0.0] * len(labels), {}
    if choice.values:
        return [sheet.number(label) or 0.0 for label in labels], {}
    classes = name_classes(labels, sheet.how.decimal or ".", existing)
    if len(classes) > MOST_CLASSES:
        numeric = sheet.numeric(choice.label)
        text = texts.MANY_LABELS_OF_NUMBERS if numeric else texts.MANY_LABELS_OF_WORDS
        raise ValueError(text(name=sheet.names[choice.label], n=len(classes), most=MOST_CLASSES))
    if (most := max(classes.values()) + 1) > MOST_CLASSES:
        raise ValueError(texts.MANY_CLASSES(n=most, most=MOST_CLASSES))
    return [float(classes[label]) for label in labels], classes


def _read_row(sheet: Sheet, choice: ColumnChoice, row: TableRow) -> tuple[float, float, str]:
    """Return the two numbers and the label of a row, or raise a ValueError that says what is wrong."""
    needed = [choice.x1, choice.x2] + ([choice.label] if choice.label is not None else [])
    if max(needed) >= len(row.cells):
        raise ValueError(texts.FEW_COLUMNS(line=row.line, n=len(row.cells), columns=len(sheet.names)))
    x1, x2 = (_read_number(sheet, k, row) for k in needed[:2])
    if choice.label is None:
        return x1, x2, ""
    label = row.cells[choice.label]
    if choice.values:
        _read_number(sheet, choice.label, row)
    elif not label:
        raise ValueError(texts.EMPTY_CELL(line=row.line, name=sheet.names[choice.label]))
    return x1, x2, label


def _read_number(sheet: Sheet, column: int, row: TableRow) -> float:
    line, name, text = row.line, sheet.names[column], row.cells[column]
    if not text:
        raise ValueError(texts.EMPTY_CELL(line=line, name=name))
    value = sheet.number(text)
    shown = text if len(text) <= 24 else f"{text[:24]}…"
    if value is None:
        raise ValueError(texts.NOT_FINITE(line=line, name=name, shown=shown))
    if abs(value) > LARGEST:
        raise ValueError(texts.TOO_FAR(line=line, name=name, shown=shown, most=LARGEST))
    return value


def name_classes(
    labels: list[str], decimal: str = ".", existing: ExistingPoints | None = None
) -> dict[str, int]:
    """Return which label becomes which class: 0 to 5 stay themselves, others are numbered in their order.

    Labels that were imported before keep their classes; new ones beside them get classes of their own.
    """
    different = sorted(set(labels))
    numbers = [number(label, decimal) for label in different]
    known = {label: n for label, n in zip(different, numbers, strict=True) if n is not None}
    if len(known) == len(different) and all(n in range(MOST_CLASSES) for n in known.values()):
        return {label: int(n) for label, n in known.items()}
    if existing is not None and existing.names:
        return _beside(different, existing)
    if len(known) < len(different):
        return {label: k for k, label in enumerate(different)}
    places = {n: k for k, n in enumerate(sorted(set(known.values())))}  # 1 and 1.0 are one class
    classes = {label: places[n] for label, n in known.items()}
    return dict(sorted(classes.items(), key=lambda one: one[1]))


def _beside(labels: list[str], existing: ExistingPoints) -> dict[str, int]:
    """Return the earlier classes of labels, and the next free ones for new labels."""
    taken = existing.classes | set(existing.names.values())
    free = (k for k in count() if k not in taken)
    classes = {label: existing.names[label] if label in existing.names else next(free) for label in labels}
    return dict(sorted(classes.items(), key=lambda one: one[1]))


def standardised(xs: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return points whose columns have mean 0 and standard deviation 1; a constant column is only centred."""
    columns = []
    for column in zip(*xs, strict=True):
        mean = math.fsum(column) / len(column)
        deviation = math.sqrt(math.fsum((x - mean) ** 2 for x in column) / len(column)) or 1.0
        columns.append([(x - mean) / deviation for x in column])
    return list(zip(*columns, strict=True))


def write_table(data: DataSpec) -> bytes:
    """Return own points as a CSV file, by the names of columns and classes; else x1, x2, class or value."""
    values = data.labels == "values"
    usual = "x1", "x2", "value" if values else "class"
    header = [name or plain for name, plain in zip(data.column_names or usual, usual, strict=True)]
    labels = [class_label(data, k) for k in range(MOST_CLASSES)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows((repr(x1), repr(x2), repr(y) if values else labels[int(y)]) for x1, x2, y in data.points)
    return text.getvalue().encode()
