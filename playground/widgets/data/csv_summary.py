"""What an import would give, in words: for the dialog, and for the notice about it."""

from collections.abc import Iterator
from html import escape

from engine import MOST_POINTS, DataSpec
from playground.files.points.guess import ColumnChoice
from playground.files.points_table import ImportedPoints, existing_of
from playground.texts import tables as texts
from playground.texts.names import class_label, class_name
from playground.widgets.data.csv_preview import short


def summary(taken: ImportedPoints, data: DataSpec, adds: bool, choice: ColumnChoice) -> str:
    """Return what would be imported, as rich text: points by class, points far out, points too many.

    Parameters
    ----------
    taken : ImportedPoints
    data : DataSpec
        The existing points.
    adds : bool
        Whether the points are added to these.
    choice : ColumnChoice
    """
    if taken.error:
        return f"<b>{escape(taken.error)}</b>"
    sentences = [texts.READABLE(n=taken.rows)]
    if taken.problems:
        sentences.append(texts.LEFT_OUT(n=len(taken.problems)))
    if taken.rows > len(taken.points):
        sentences.append(texts.MOST_POINTS(most=MOST_POINTS, n=len(taken.points)))
    if taken.classes.of:
        sentences.append(texts.CLASS_SIZES(sizes="; ".join(_class_sizes(taken))))
    if adds:
        sentences.append(_added_to(data))
        if choice.standardise:
            sentences.append(texts.NEW_STANDARDISED())
    if taken.outside:
        sentences.append(texts.OUTSIDE(n=taken.outside, standardise=texts.standardise(choice.x2)))
    return " ".join(sentences)


def _class_sizes(taken: ImportedPoints) -> Iterator[str]:
    """Yield which labels become which class, and how many points have it."""
    labels: dict[int, list[str]] = {}
    for label, k in taken.classes.of.items():
        labels.setdefault(k, []).append(short(label))
    for k in sorted(labels):
        name = class_name(DataSpec(), k)
        yield texts.CLASS_SIZE(labels=escape(", ".join(labels[k])), name=name, n=taken.sizes[k])


def _added_to(data: DataSpec) -> str:
    """Return what the points are added to."""
    count = len(data.points)
    if data.labels == "values":
        return texts.ADDED_VALUES(n=count)
    classes = [escape(class_label(data, k)) for k in sorted(existing_of(data).classes)]
    text = texts.ADDED_CLASS if len(classes) == 1 else texts.ADDED_CLASSES
    return text(n=count, classes=", ".join(classes))


def notice(taken: ImportedPoints, source: str, before: int, adds: bool) -> str:
    """Return the notice about an import, in one line; there were `before` points."""
    count = len(taken.points)
    whole = texts.IMPORTED(n=count, source=source)
    if adds:
        whole = texts.ADDED(n=count, source=source, before=before)
    if taken.classes.names:
        named = sorted(set(taken.classes.of.values()))
        classes = (
            texts.CLASS_OF(label=short(taken.classes.names[k]), name=class_name(DataSpec(), k)) for k in named
        )
        whole = texts.WITH_CLASSES(points=whole, classes=", ".join(classes))
    parts = [whole]
    if taken.test:
        parts.append(texts.FOR_TESTING(n=len(taken.test)))
    if taken.problems:
        parts.append(texts.ROWS_LEFT_OUT(n=len(taken.problems)))
    if taken.outside:
        parts.append(texts.POINTS_OUTSIDE(n=taken.outside))
    return f"{'; '.join(parts)}."
