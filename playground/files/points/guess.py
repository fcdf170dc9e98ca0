"""Which columns of a table are places, label and test marks: guessed from names and contents. No Qt."""

from collections.abc import Iterator

from engine import MOST_CLASSES, DataSpec
from engine.base.values import dataclass
from playground.files.points import words
from playground.files.points.column import MOST_WAYS, OFTEN, Column
from playground.files.table import Sheet
from playground.texts import columns as texts
from playground.texts.names import axis_names
from playground.texts.tables import quoted


@dataclass(frozen=True)
class ColumnChoice:
    """Which columns are used, and how.

    Attributes
    ----------
    x1 : int
    x2 : int or None
        None where there is one coordinate.
    label : int or None
        None if all points are of class 0.
    hot : tuple of int
        Columns that together are the label, one of them 1 in each row; `label` is then the first of them.
    test : int or None
        The column that says which points are for testing.
    values : bool
        Whether labels are values, not classes.
    fold : bool
        Whether labels that differ in case or spaces only are one.
    standardise, standardise_values : bool
        The coordinates, the values.
    """

    x1: int
    x2: int | None
    label: int | None
    values: bool = False
    standardise: bool = False
    hot: tuple[int, ...] = ()
    test: int | None = None
    fold: bool = True
    standardise_values: bool = False

    @property
    def columns(self) -> tuple[object, ...]:
        """Which columns are used as what, without what is done with them."""
        return self.x1, self.x2, self.label, self.hot, self.test, self.values

    @property
    def one_input(self) -> bool:
        """Whether values are to be predicted from one coordinate."""
        return self.x2 is None and self.values and self.label is not None


@dataclass(frozen=True)
class Guess:
    """The columns that are most likely meant.

    Attributes
    ----------
    choice : ColumnChoice
    notes : tuple of str
        Sentences on what was taken, and why.
    last : tuple of int
        Columns that only count or name the rows: they are offered last.
    hot : tuple of int
        Columns that may together be the label.
    """

    choice: ColumnChoice
    notes: tuple[str, ...] = ()
    last: tuple[int, ...] = ()
    hot: tuple[int, ...] = ()


def guess(sheet: Sheet) -> Guess:
    """Return the columns that are most likely meant, and say what was taken and why.

    A label is told by its name, by its few values, or by being the last column; places by their names, or by
    being the first columns of numbers. What counts or names the rows is none of them while others are left.
    """
    columns = [Column(sheet, k) for k in range(len(sheet.names))]
    test = next((one for one in columns if one.marks_tests and one.plain not in words.LABELS), None)
    rest = [one for one in columns if one is not test]
    place = _named_place(sheet, rest)
    last = [one for one in rest if one not in place and one.only_counts]
    used = [one for one in rest if one not in last]
    if len(used) < 2:
        used, last = rest, []
    free = [one for one in used if one not in place]
    label, hot = _label(sheet, free, bool(place))
    others = [one for one in used if one is not label and one not in hot]
    x1, *x2 = place or _places(sheet, others, last) or used[:1]
    choice = ColumnChoice(
        x1=x1.k,
        x2=x2[0].k if x2 else None,
        label=None if label is None else label.k,
        values=label is not None and not hot and label.are_values(alone=not x2),
        hot=tuple(one.k for one in hot),
        test=None if test is None else test.k,
    )
    notes = tuple(_notes(sheet, choice, label, last)) + tuple(_too_many(others))
    return Guess(choice, notes, tuple(one.k for one in last), choice.hot)


def _named_place(sheet: Sheet, columns: list[Column]) -> tuple[Column, ...]:
    """Return the columns that are called x₁ and x₂, or x and y, if they hold numbers; or none.

    In a table of x and y alone, y is no place but the value to predict.
    """
    names = [one.plain for one in columns]
    for pair in words.PLACES:
        if not all(names.count(one) == 1 for one in pair):
            continue
        place = tuple(columns[names.index(one)] for one in pair)
        left = [one for one in columns if one not in place and not one.only_counts]
        if all(sheet.has_numbers(one.k) for one in place) and (left or pair == words.PLACES[0]):
            return place
    return ()


def _label(sheet: Sheet, free: list[Column], placed: bool) -> tuple[Column | None, tuple[Column, ...]]:
    """Return the column that is most likely the label, and those of a one-hot label that it begins."""
    called = [one for one in free if one.plain in words.LABELS]
    if called:
        return called[-1], ()
    if hot := _one_hot(sheet, free, least=0 if placed else 1):
        return hot[0], hot
    if not placed and len(free) < 2:
        return None, ()
    return (_label_by_contents(sheet, free) if free else None), ()


def _label_by_contents(sheet: Sheet, free: list[Column]) -> Column | None:
    """Return the last column of few values, else one of few words, else the last one that can be a label."""
    some, final = [one for one in free if one.repeats], free[-1]
    if final in some or (final.few and 1 < final.labels < final.rows):
        return final
    text = [one for one in some if not one.numeric]
    called = [one for one in free if one.few and not words.LABELS.isdisjoint(words.words_in(one.name))]
    if text or called:
        return (text or called)[-1]
    whole = [one for one in free if one.whole]
    if free[0] in some or (some and whole == some and len(sheet.unnamed) == len(sheet.names)):
        return some[0]
    possible = [one for one in free if one.numeric or one.few]
    return possible[-1] if possible else None


def _one_hot(sheet: Sheet, free: list[Column], least: int) -> tuple[Column, ...]:
    """Return the last columns if in every row one of them is 1 and the others are 0."""
    for size in range(min(MOST_CLASSES, len(free) - least), 1, -1):
        hot = tuple(free[-size:])
        if all((one.whole or one.k in sheet.truths) and one.labels <= 2 for one in hot):
            ks = tuple(one.k for one in hot)
            if all(hot_one(sheet, ks, row.cells) is not None for row in sheet.rows):
                return hot
    return ()


def hot_one(sheet: Sheet, columns: tuple[int, ...], cells: tuple[str, ...]) -> int | None:
    """Return which of some columns is 1 in a row, where all the others are 0."""
    if max(columns) >= len(cells):
        return None
    numbers = [sheet.coordinate(k, cells[k]) for k in columns]
    ones = [k for k, n in zip(columns, numbers, strict=True) if n == 1.0]
    return ones[0] if len(ones) == 1 and numbers.count(0.0) == len(columns) - 1 else None


def _places(sheet: Sheet, others: list[Column], last: list[Column]) -> list[Column]:
    """Return the first columns of numbers, or of true and false; else any: their rows say what is wrong."""
    numeric = [one for one in others if one.numeric]
    truths = [one for one in others if one.k in sheet.truths]
    return (numeric or truths or [one for one in last if one.numeric] or others or last)[:2]


def _notes(sheet: Sheet, choice: ColumnChoice, label: Column | None, last: list[Column]) -> Iterator[str]:
    """Yield what was taken, and why, where a name does not tell it."""
    x2 = axis_names(DataSpec())[1]
    if choice.hot:
        yield texts.ONE_HOT(names=quoted([sheet.names[k] for k in choice.hot]))
    elif label is not None:
        yield from _label_notes(sheet, choice, label, x2)
    if choice.x2 is None and not choice.values and label is not None:
        yield texts.ONE_PLACE(name=sheet.names[choice.x1], x2=x2)
    if truths := [k for k in (choice.x1, choice.x2) if k in sheet.truths]:
        yield texts.TRUTHS(names=quoted([sheet.names[k] for k in truths if k is not None]))
    if choice.test is not None:
        yield texts.TEST_COLUMN(name=sheet.names[choice.test])
    if last:
        yield texts.COUNTERS(n=len(last), names=quoted([sheet.names[one.k] for one in last]))


def _too_many(others: list[Column]) -> Iterator[str]:
    """Yield which columns of words would be labels if there could be more classes."""
    for one in others:
        if not one.numeric and MOST_CLASSES < one.labels <= min(MOST_WAYS, one.rows // OFTEN):
            yield texts.TOO_MANY_WORDS(name=one.shown, n=one.labels, most=MOST_CLASSES)


def _label_notes(sheet: Sheet, choice: ColumnChoice, label: Column, x2: str) -> Iterator[str]:
    name, many = sheet.names[label.k], label.whole and label.labels > MOST_CLASSES
    if choice.values and many and OFTEN * label.labels <= label.rows:
        yield texts.TOO_MANY_LABELS(name=name, n=label.labels, most=MOST_CLASSES)
    elif choice.one_input:
        yield texts.ONE_INPUT(target=name, name=sheet.names[choice.x1], x2=x2)
    elif label.plain in words.LABELS:
        return
    elif choice.values:
        yield texts.LAST_VALUES(name=name)
    else:
        yield (texts.FEW_VALUES if label.numeric else texts.FEW_WORDS)(name=name, n=label.labels)
