"""Which columns of a table are x₁, x₂, label and test, and what is done with them."""

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from engine import DataSpec
from playground.files.points.guess import ColumnChoice, Guess
from playground.files.table import Sheet
from playground.style.scaling import LARGE, fit, scale
from playground.style.sizes import SPACING
from playground.texts import tables as texts
from playground.texts.names import axis_names, class_name
from playground.widgets.controls import Choice, Switch, caption_of
from playground.widgets.controls.base import literal
from playground.widgets.data.csv_preview import short

CHARACTERS, LONGEST = 9, 20  # of a name, for which there is room, and that are shown
NONE, HOT = "-", "hot"  # instead of the number of a column


class ColumnPicks(QWidget):
    """Choices of columns, and switches for what is done with them.

    Signals
    -------
    chosen ()
        Something else was chosen.
    """

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._guess = Guess(ColumnChoice(0, None, None))
        self._picks = {name: Choice(f"csv.{name}", {}) for name in ("x1", "x2", "label", "test")}
        self._kind = Choice(
            "csv.kind", {key: (label(), hint()) for key, (label, hint) in texts.LABEL_KINDS.items()}
        )
        self.switches = {
            name: Switch(f"csv.{name}") for name in ("standardise", "standardise_values", "fold")
        }
        whole, grid = QVBoxLayout(self), QGridLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(grid)
        for layout in (whole, grid):
            fit(layout.setSpacing, SPACING)
        x1, x2, label, test = self._picks.values()
        names = (*axis_names(DataSpec()), "", "", "")
        for pick in self._picks.values():
            # names may be long: they are cut short rather than make the dialog wider than the screen
            pick.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            pick.setMinimumContentsLength(CHARACTERS)
        fit(self._widen_label)
        for k, (name, control) in enumerate(zip(names, (x1, x2, label, self._kind, test), strict=True)):
            control.chosen.connect(lambda _: self.chosen.emit())
            grid.addWidget(caption_of(control, name), 0, k)
            grid.addWidget(control, 1, k)
            grid.setColumnStretch(k, 1)
        for switch in self.switches.values():
            switch.clicked.connect(lambda _: self.chosen.emit())
            whole.addWidget(switch)

    def _widen_label(self) -> None:
        """Have room for the longest thing to say of labels; Qt reckons with the widest letters."""
        longest = len(texts.ALL_ONE_CLASS(name=class_name(DataSpec(), 0)))
        self._picks["label"].setMinimumContentsLength(longest * 2 // 3 if scale() >= LARGE else longest)

    def show_sheet(self, sheet: Sheet, guess: Guess) -> None:
        """Offer the columns of a sheet; those that only count or name its rows come last."""
        self._guess = guess
        columns = [k for k in range(len(sheet.names)) if k not in guess.last] + [*guess.last]
        offered = [(short(sheet.names[k], LONGEST), str(k), sheet.names[k]) for k in columns]
        hot = texts.ONE_HOT(names=", ".join(short(sheet.names[k]) for k in guess.hot))
        more = {
            "x1": [],
            "x2": [(texts.NO_X2(), NONE, "")],
            "label": [(texts.ALL_ONE_CLASS(name=class_name(DataSpec(), 0)), NONE, "")],
            "test": [(texts.NO_TEST(), NONE, "")],
        }
        if guess.hot:
            more["label"].insert(0, (hot, HOT, ""))
        for name, pick in self._picks.items():
            _offer(pick, [*more[name], *offered] if name == "test" else [*offered, *more[name]])

    def show_choice(self, choice: ColumnChoice, adds: bool) -> None:
        """Show which columns are used, and how; added points get what the others have, classes or values."""
        label = HOT if choice.hot else _key(choice.label)
        keys = {"x1": str(choice.x1), "x2": _key(choice.x2), "label": label, "test": _key(choice.test)}
        for name, key in keys.items():
            self._picks[name].show_name(key)
        self._kind.show_name("values" if choice.values else "classes")
        self._kind.setEnabled(choice.label is not None and not choice.hot and not adds)
        for name, switch in self.switches.items():
            switch.show_checked(getattr(choice, name))
        standardise = texts.STANDARDISE_HOW(standardise=texts.standardise(choice.x2))
        self.switches["standardise"].setText(standardise)
        values = choice.values and choice.label is not None
        self.switches["standardise_values"].setVisible(values and not adds)

    def show_folded(self, folds: bool) -> None:
        """Offer to keep labels apart that differ in case and spaces only, where there are some."""
        self.switches["fold"].setVisible(folds)

    def choice(self, labels: str = "") -> ColumnChoice:
        """Return what is chosen; `labels` are what existing points have, if these are added to them."""
        name = {key: pick.name() for key, pick in self._picks.items()}
        hot = self._guess.hot if name["label"] == HOT else ()
        return ColumnChoice(
            x1=int(name["x1"]),
            x2=_column(name["x2"]),
            label=hot[0] if hot else _column(name["label"]),
            values=(labels or self._kind.name()) == "values" and not hot,
            hot=hot,
            test=_column(name["test"]),
            **{key: switch.isChecked() for key, switch in self.switches.items()},
        )


def _offer(pick: Choice, offered: Iterable[tuple[str, str, str]]) -> None:
    with QSignalBlocker(pick):
        pick.clear()
        for text, key, tip in offered:
            pick.addItem(text, key)
            pick.setItemData(pick.count() - 1, literal(tip), Qt.ItemDataRole.ToolTipRole)
    pick.view().setMinimumWidth(pick.view().sizeHintForColumn(0))


def _key(column: int | None) -> str:
    return NONE if column is None else str(column)


def _column(key: str) -> int | None:
    return None if key == NONE else int(key)
