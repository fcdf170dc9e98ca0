"""What the table of runs says: its columns, and each cell in words. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple

from engine.base.values import dataclass
from playground.exports.settings_list import settings_of
from playground.files.run_library import RunRow
from playground.observers.r_squared import bounded_text
from playground.observers.success import Criterion, Measure, criterion
from playground.texts import runs as texts
from playground.texts.names import capitalised
from playground.texts.numbers import NONE, count_text, loss_text, r_squared_text, share_text
from playground.texts.text import Text

STAR, PICTURE, NAME, CURVE = "star", "picture", "name", "curve"
# what always has a column, whether runs differ in it or not
USUAL = (
    "data.dataset",
    "network.hidden",
    "training.learning_rate",
    "training.batch_size",
    "training.optimizer",
    "training.l2",
    "seed",
)
UNSORTED = ("network.weights",)


@dataclass(frozen=True, eq=False)
class Shown:
    """A run as the table shows it: made beside the window.

    Attributes
    ----------
    row : RunRow
    settings : dict of str to str
        What was set, in words, by the paths of the fields.
    thumbnail : bytes
    """

    row: RunRow
    settings: dict[str, str]
    thumbnail: bytes = b""

    def changed(self, by_hand: Mapping[str, Mapping[str, Any]]) -> Shown:
        """Return it with another name, note or star, if its key is among these."""
        return replace(self, row=replace(self.row, **by_hand.get(self.row.key, {})))


@dataclass(frozen=True, eq=False)
class ShownGroup:
    """A group as the table shows it.

    Attributes
    ----------
    first : Shown
        The run that it stands for: all are starts of one experiment.
    worked, starts : int
        How many of its starts worked.
    runs : tuple of RunRow
    """

    first: Shown
    worked: int
    starts: int
    runs: tuple[RunRow, ...]

    def changed(self, by_hand: Mapping[str, Mapping[str, Any]]) -> ShownGroup:
        """Return it with another name, note or star of those of its runs whose keys are among these."""
        return replace(self, runs=tuple(replace(row, **by_hand.get(row.key, {})) for row in self.runs))

    @property
    def criterion(self) -> Criterion:
        """When a run of it has worked."""
        return criterion(self.first.row.experiment)


class Column(NamedTuple):
    """A column of the table.

    Attributes
    ----------
    name : str
        One of the constants above, a field of `RunRow`, or the path of a setting.
    heading, tip : str
    sample : str
        A text as long as usual ones.
    sort : str
        What runs are sorted by, as in `RunQuery`; "" where they are not.
    is_text : bool
        Whether it stands at the left, as words do.
    """

    name: str
    heading: str
    tip: str
    sample: str
    sort: str = ""
    is_text: bool = False


# fields of a row, with how each is written
FIGURES: dict[str, Callable[[RunRow], str]] = {
    "test_loss": lambda row: texts.DIVERGED() if row.diverged else loss_text(row.test_loss),
    "train_loss": lambda row: loss_text(row.train_loss),
    "test_accuracy": lambda row: _accuracy(row),
    "best_loss": lambda row: _best(row),
    "epoch": lambda row: count_text(row.epoch),
}


def shown(row: RunRow, thumbnail: bytes = b"") -> Shown:
    """Return a run as the table shows it."""
    return Shown(row, {one.name: one.value for one in settings_of(row.experiment)}, thumbnail)


def columns_of(differing: Collection[str], labels: Mapping[str, str]) -> tuple[Column, ...]:
    """Return the columns: what came out, then what was set, first that in which runs differ.

    Parameters
    ----------
    differing : collection of str
        The paths of the settings in which runs differ.
    labels : mapping of str to str
        What settings are called, by their paths.
    """
    told = [*(one for one in labels if one in differing), *(one for one in USUAL if one not in differing)]
    settings = [_setting(path, labels[path], path in differing) for path in told]
    began = Column("began", texts.WHEN(), texts.WHEN_TIP(), "28 Sep, 23:58", "began", True)
    return (*_first(), *settings, began)


def _first() -> tuple[Column, ...]:
    figures = [
        Column(name, texts.FIGURES[name][0](), texts.FIGURES[name][1](), sample, name)
        for name, sample in (
            ("test_loss", "888.8888"),
            ("test_accuracy", "100.0%"),
            ("best_loss", "0.8888 at 88,888"),
            ("epoch", "888,888"),
        )
    ]
    return (
        Column(STAR, "", texts.STAR_TIP(), "", "starred"),
        Column(PICTURE, "", texts.PICTURE_TIP(), ""),
        Column(NAME, texts.NAME(), texts.NAME_TIP(), "M" * 13, "name", True),
        Column(CURVE, texts.CURVE(), texts.CURVE_TIP(), "", is_text=True),
        *figures,
    )


def _setting(path: str, label: str, differs: bool) -> Column:
    tip = (texts.DIFFERS_TIP if differs else texts.ALIKE_TIP)(label=label)
    is_text = path in ("network.hidden", "network.features", "data.dataset", "training.optimizer")
    sort = "" if path in UNSORTED else path
    return Column(
        path,
        label,
        tip,
        "M" * (11 if path == "network.hidden" else 7) if is_text else "0.0888",
        sort,
        is_text,
    )


def title_of(one: Shown | RunRow) -> str:
    """Return what a run is called: the name it was given, or what it was trained on, and its network."""
    row = one.row if isinstance(one, Shown) else one
    return row.name or described(one)


def told_apart(row: RunRow) -> str:
    """Return what a run is called among others: one without a name, by when it began too."""
    return row.name or texts.BEGAN_AT(title=described(row), when=when_text(row.began))


def described(one: Shown | RunRow) -> str:
    """Return what a run was trained on, and its hidden layers."""
    if isinstance(one, RunRow):
        one = shown(one)
    hidden = "–".join(str(layer.width) for layer in one.row.experiment.network.hidden)
    data = capitalised(one.settings["data.dataset"])
    return texts.DATA_AND_LAYERS(data=data, layers=hidden) if hidden else data


def figures_line(row: RunRow) -> str:
    """Return what came out of a run, in a line."""
    said = {"title": described(row), "epochs": texts.EPOCHS(n=row.epoch), "test": loss_text(row.test_loss)}
    if row.test_accuracy is not None:
        return texts.FIGURES_LINE(accuracy=share_text(row.test_accuracy), **said)
    if row.test_r2 is not None:
        return texts.R2_LINE(r2=bounded_text(row.test_r2), **said)
    return texts.LOSS_LINE(train=loss_text(row.train_loss), **said)


def text_of(column: Column, one: Shown) -> str:
    """Return what a cell says; "" where it shows something else."""
    if column.name == NAME:
        return title_of(one)
    if column.name == STAR:
        return texts.STARRED() if one.row.starred else ""
    if column.name in FIGURES:
        return FIGURES[column.name](one.row)
    return one.settings.get(column.name, "" if column.name in (PICTURE, CURVE) else NONE)


def text_of_group(column: Column, group: ShownGroup) -> str:
    """Return what a cell of a group says."""
    if column.name == NAME:
        return texts.STARTS(n=group.starts)
    if column.name == "epoch":
        return count_text(max(row.epoch for row in group.runs))
    if column.name in ("seed", "weights_seed"):
        return ""
    best = max if column.name == "test_accuracy" else min
    if column.name in ("test_loss", "test_accuracy"):
        values = [(value, row) for row in group.runs if (value := _figure(row, column.name)) is not None]
        return FIGURES[column.name](best(values, key=itemgetter(0))[1]) if values else NONE
    if column.name == "best_loss":
        known = [row for row in group.runs if row.best_loss is not None]
        return _best(min(known, key=lambda row: row.best_loss or 0.0)) if known else NONE
    return group.first.settings.get(column.name, "")


def worked_text(group: ShownGroup) -> str:
    """Return how often a group worked."""
    return texts.WORKED(worked=group.worked, n=group.starts)


def worked_tip(group: ShownGroup) -> str:
    """Return what counts as having worked."""
    goal = group.criterion
    value_text = {Measure.LOSS: loss_text, Measure.R2: r_squared_text}.get(goal.measure, share_text)
    value = value_text(goal.target)
    words: Text = texts.GOALS[goal.measure.name]
    return texts.WORKED_TIP(goal=words(value=value))


def _figure(row: RunRow, name: str) -> float | None:
    """Return a figure by which runs are told better or worse."""
    value: float | None = getattr(row, name)
    return row.test_r2 if name == "test_accuracy" and value is None else value


def _accuracy(row: RunRow) -> str:
    """Return how good a run is on test points: a share, or R²."""
    if row.test_accuracy is not None:
        return share_text(row.test_accuracy)
    return NONE if row.test_r2 is None else texts.R2(r2=bounded_text(row.test_r2))


def _best(row: RunRow) -> str:
    if row.best_loss is None or row.best_epoch is None:
        return NONE
    return texts.BEST_AT(loss=loss_text(row.best_loss), epoch=row.best_epoch)


def when_text(seconds: float, now: float | None = None) -> str:
    """Return a moment as short as a cell has room for: today's time, or the day and the time."""
    try:
        then = datetime.fromtimestamp(seconds)
    except (ValueError, OverflowError, OSError):
        return NONE
    today = (datetime.now() if now is None else datetime.fromtimestamp(now)).date()
    time = texts.TIME(hour=then.hour, minute=then.minute)
    if then.date() == today:
        return time
    month = texts.MONTHS[then.month - 1]()
    if then.year == today.year:
        return texts.DAY(day=then.day, month=month, time=time)
    return texts.DAY_OF_YEAR(day=then.day, month=month, year=str(then.year))
