"""Points from a table, with the names of its columns and labels; and points as a table again. No Qt.

A row that gives no point is reported with its line and the reason.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import field, replace

import numpy as np

from engine import MOST_CLASSES, MOST_POINTS, OWN, REACH, DataSpec, Points
from engine.base.values import dataclass
from engine.points import checked, numbers
from playground.exports.table import to_csv
from playground.files import table
from playground.files.atomic import FileError
from playground.files.points.guess import ColumnChoice, Guess, guess
from playground.files.points.labels import Classes, ExistingPoints, classes_of
from playground.files.points.rows import PointRow, TooFarError, readable_rows
from playground.files.points.words import plain
from playground.files.table import DETECT, HowRead, Sheet
from playground.observers.divergence import hard_values
from playground.texts import columns as column_texts
from playground.texts import tables as texts
from playground.texts.names import axis_names, class_label
from playground.texts.numbers import range_text

USUAL_NAMES = ("x1",), ("x2",), ("class", "value")  # of columns: they need not be kept
SPLIT = "split"  # the name of the column that says which points are for testing


@dataclass(frozen=True)
class ImportedPoints:
    """The points that a choice of columns gives, and what was left out.

    Attributes
    ----------
    points : Points
        At most as many as there is room for.
    labels : {"classes", "values"}
    classes : Classes
        Which label became which class.
    sizes : dict of float to int
        How many points each class has.
    test : tuple of int
        Indices of the points that are for testing.
    column_names : tuple of str
        What x₁, x₂ and the target are called; empty where they have no names of their own.
    one_input, standardise_values : bool
    notes : tuple of str
        Sentences on what was made of the table.
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
    labels: str = "classes"
    classes: Classes = field(default_factory=Classes)
    sizes: dict[float, int] = field(default_factory=dict)
    test: tuple[int, ...] = ()
    column_names: tuple[str, ...] = ()
    one_input: bool = False
    standardise_values: bool = False
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    rows: int = 0
    outside: int = 0
    error: str = ""


@dataclass(frozen=True)
class ReadTable:
    """A file or text, the table in it, and the columns that are most likely meant."""

    content: bytes | str
    sheet: Sheet
    guess: Guess


def read(
    content: bytes | str,
    source: str,
    how: HowRead = DETECT,
    progress: Callable[[float], None] | None = None,
) -> ReadTable:
    """Read a file or text as a table, as `read_table` does, and guess its columns.

    Raises
    ------
    FileError
        If it contains no table of numbers.
    """
    sheet = table.read_table(content, source, how, progress)
    if len(sheet.truths) < 2 and not any(map(sheet.has_numbers, range(len(sheet.names)))):
        raise FileError(texts.NO_NUMBERS(source=source))
    return ReadTable(content, sheet, guess(sheet))


def existing_of(data: DataSpec) -> ExistingPoints:
    """Return what points that are added must go with."""
    if not data.own:
        return ExistingPoints()
    classes = frozenset[int]()
    if data.labels == "classes":
        classes = frozenset(np.unique(numbers(data.points)[:, 2]).astype(int).tolist())
    return ExistingPoints(len(data.points), classes, data.class_names)


def import_points(
    sheet: Sheet,
    choice: ColumnChoice,
    existing: ExistingPoints | None = None,
    progress: Callable[[float], None] | None = None,
) -> ImportedPoints:
    """Return the points of a table, to be added to any `existing` ones, and what was left out.

    `progress` is called with the share that is done, from 0 to 1; what it raises ends the work.
    """
    existing = existing or ExistingPoints()
    if choice.x1 == choice.x2:
        x1, x2 = axis_names(DataSpec())
        return ImportedPoints(error=texts.SAME_COLUMN(x1=x1, x2=x2))
    if existing.count >= MOST_POINTS:
        return ImportedPoints(error=texts.FULL(n=existing.count))
    refused: list[ValueError] = []
    read = list(readable_rows(sheet, choice, refused, progress))
    left = ImportedPoints(problems=(*sheet.problems, *map(str, refused)), rows=len(read))
    if not read:
        far = bool(refused) and all(isinstance(one, TooFarError) for one in refused)
        too_far = texts.ALL_TOO_FAR(standardise=texts.standardise(choice.x2))
        return replace(left, error=too_far if far else texts.NO_ROWS())
    try:
        taken = _taken(sheet, choice, read[: MOST_POINTS - existing.count], existing)
    except ValueError as error:
        return replace(left, error=str(error))
    notes = [*taken.notes]
    if not choice.standardise and any(isinstance(one, TooFarError) for one in refused):
        notes.append(column_texts.TOO_FAR(standardise=texts.standardise(choice.x2)))
    if ends := hard_values(with_points(DataSpec(), taken)):
        low, high = map(range_text, ends)
        notes.append(column_texts.HARD_VALUES(low=low, high=high))
    return replace(taken, problems=left.problems, rows=left.rows, notes=tuple(notes))


def _taken(
    sheet: Sheet, choice: ColumnChoice, rows: list[PointRow], existing: ExistingPoints
) -> ImportedPoints:
    """Return the points that rows give.

    Raises
    ------
    ValueError
        If there are too many classes, or nothing to train on; the text is for people.
    """
    labels = "values" if choice.values and choice.label is not None else "classes"
    y, classes = _targets(sheet, choice, [row.label for row in rows], existing)
    test = tuple(i for i, row in enumerate(rows) if row.test)
    if len(test) == len(rows):
        raise ValueError(column_texts.ONLY_TEST_POINTS(name=sheet.names[choice.test or 0]))
    xs = [(row.x1, row.x2) for row in rows]
    if choice.standardise:
        xs = standardised(xs)
    return ImportedPoints(
        points=checked(tuple((x1, x2, one) for (x1, x2), one in zip(xs, y, strict=True)), labels),
        labels=labels,
        classes=classes,
        sizes=Counter(y) if classes.of else {},
        test=test,
        column_names=_column_names(sheet, choice),
        one_input=choice.one_input,
        standardise_values=choice.standardise_values and labels == "values",
        notes=tuple(_notes(sheet, choice, classes, test)),
        outside=sum(max(abs(x1), abs(x2)) > REACH for x1, x2 in xs),
    )


def _targets(
    sheet: Sheet, choice: ColumnChoice, labels: list[str], existing: ExistingPoints
) -> tuple[list[float], Classes]:
    """Return values or classes for labels, and which label became which class.

    Raises
    ------
    ValueError
        If there are too many classes; the text is for people.
    """
    if choice.label is None:
        return [0.0] * len(labels), Classes()
    if choice.values:
        return [sheet.number(label) or 0.0 for label in labels], Classes()
    classes = classes_of(labels, (lambda _: None) if choice.hot else sheet.number, choice.fold, existing)
    different = len(set(classes.of.values()))
    if different > MOST_CLASSES:
        numeric = sheet.numeric(choice.label)
        text = texts.MANY_LABELS_OF_NUMBERS if numeric else texts.MANY_LABELS_OF_WORDS
        raise ValueError(text(name=sheet.names[choice.label], n=different, most=MOST_CLASSES))
    if classes.count > MOST_CLASSES:
        raise ValueError(texts.MANY_CLASSES(n=classes.count, most=MOST_CLASSES))
    return [float(classes.of[label]) for label in labels], classes


def _column_names(sheet: Sheet, choice: ColumnChoice) -> tuple[str, ...]:
    """Return the names that a table gives to x₁, x₂ and the target, unless they are the usual ones."""
    columns = (choice.x1, choice.x2, None if choice.hot else choice.label)
    names = tuple(
        "" if k is None or k in sheet.unnamed or plain(sheet.names[k]) in usual else sheet.names[k]
        for k, usual in zip(columns, USUAL_NAMES, strict=True)
    )
    return names if any(names) else ()


def _notes(sheet: Sheet, choice: ColumnChoice, classes: Classes, test: tuple[int, ...]) -> Iterator[str]:
    """Yield what was made of labels, places and test marks, where it is not what the table says."""
    for name, *others in classes.folded:
        labels = texts.quoted([name, *others])
        yield column_texts.FOLDED(labels=labels, name=name.strip())
    if choice.x2 is None and not choice.one_input:
        yield column_texts.X2_IS_0(x2=axis_names(DataSpec())[1])
    if choice.test is not None:
        text = column_texts.TEST_POINTS if test else column_texts.NO_TEST_POINTS
        yield text(n=len(test), name=sheet.names[choice.test])


def with_points(
    before: DataSpec, taken: ImportedPoints, adds: bool = False, now: DataSpec | None = None
) -> DataSpec:
    """Return data with imported points instead of those before, or added to them.

    All settings that points do not bring are those of `now`, by default those before.
    """
    if not adds:
        return replace(
            now or before,
            dataset=OWN,
            points=taken.points,
            labels=taken.labels,
            column_names=taken.column_names,
            class_names=taken.classes.names,
            test_points=taken.test,
            one_input=taken.one_input,
            standardise_values=taken.standardise_values,
        )
    count = len(before.points)
    return replace(
        now or before,
        dataset=OWN,
        points=(before.points + taken.points)[:MOST_POINTS],
        labels=before.labels,
        column_names=before.column_names,
        class_names=taken.classes.names or before.class_names,
        test_points=before.test_points + tuple(count + i for i in taken.test),
        one_input=before.one_input and taken.one_input,
        standardise_values=before.standardise_values,
    )


def standardised(xs: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return points whose columns have mean 0 and standard deviation 1; a constant column is only centred."""
    columns = []
    for column in zip(*xs, strict=True):
        mean = math.fsum(column) / len(column)
        deviation = math.sqrt(math.fsum((x - mean) ** 2 for x in column) / len(column)) or 1.0
        columns.append([(x - mean) / deviation for x in column])
    return list(zip(*columns, strict=True))


def write_table(data: DataSpec) -> bytes:
    """Return own points as a CSV file, by the names of columns and classes; else x1, x2, class or value.

    With one input there is no x2.
    Where test points are chosen, a last column says which they are.
    """
    values, test = data.labels == "values", frozenset(data.test_points)
    usual = "x1", "x2", "value" if values else "class"
    names = [name or plain for name, plain in zip(data.column_names or usual, usual, strict=True)]
    header = [names[k] for k in data.columns]
    labels = [class_label(data, k) for k in range(MOST_CLASSES)]
    rows = []
    for i, point in enumerate(data.points):
        *x, y = (point[k] for k in data.columns)
        cells = *map(repr, x), repr(y) if values else labels[int(y)]
        rows.append([*cells, "test" if i in test else "train"] if test else cells)
    return to_csv([*header, SPLIT] if test else header, rows)
