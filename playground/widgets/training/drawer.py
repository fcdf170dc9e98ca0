"""The drawer of training settings: every one that a beginner can do without."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine import (
    INITIALIZERS,
    LOSSES,
    OPTIMIZERS,
    Experiment,
    Setting,
    StopSpec,
    setting,
    settings_in,
)
from engine.experiment import unread
from playground.classroom.catalogue import DRAWER
from playground.classroom.choice import Classroom
from playground.observers.snapshot import Snapshot
from playground.style import icons, sizes
from playground.style.palette import Theme
from playground.style.scaling import fit
from playground.texts import settings
from playground.texts import training as texts
from playground.widgets.controls import icon_button
from playground.widgets.controls.base import explain, prepare
from playground.widgets.controls.overlay import Overlay
from playground.widgets.controls.scrolled import Scrolled
from playground.widgets.controls.visibility import reveal
from playground.widgets.training.dropout import DropoutRows
from playground.widgets.training.rows import Group, NumberRow, SettingRow, row_for

ACCURACY = setting(StopSpec, "target_accuracy")


class TrainingDrawer(Overlay):
    """Lies over the column on the left while it is open: network and output stay in sight, nothing moves.

    Parameters
    ----------
    side : QWidget
        What it lies over.

    Signals
    -------
    requested (str, str, dict)
        As a panel's.
    closed
        Escape was pressed.
    """

    requested = Signal(str, str, dict)
    closed = Signal()

    def __init__(self, side: QWidget) -> None:
        super().__init__(side)
        self.setObjectName("drawer")
        self.setAccessibleName(texts.DRAWER())
        self._rows: dict[Setting, SettingRow] = {}
        # shown where the chosen optimizer or loss reads none of the settings below
        self._notes = {"optimizer": QLabel(), "loss": QLabel()}
        self._dropout = DropoutRows(self.requested.emit)
        self._rate_now = QLabel()
        prepare(self._rate_now, "training.rate_now")
        self._close = icon_button("training.close")
        self._close.clicked.connect(self.closed)
        contents = QWidget()
        column = QVBoxLayout(contents)
        fit(column.setSpacing, sizes.MARGIN)
        self._groups = [self._group(column, name) for name in DRAWER]
        column.addStretch()
        title = QLabel(texts.DRAWER_TITLE())
        title.setProperty("role", "strong")
        fit(title.setMinimumHeight, sizes.HEADING)
        whole, head = QVBoxLayout(self), QHBoxLayout()
        fit(whole.setContentsMargins, sizes.MARGIN, sizes.SPACING, 0, sizes.MARGIN)
        fit(whole.setSpacing, sizes.SPACING)
        whole.addLayout(head)
        whole.addWidget(Scrolled(contents), 1)
        fit(head.setContentsMargins, 0, 0, sizes.MARGIN, 0)
        head.addWidget(title, 1)
        head.addWidget(self._close)  # last, so that Tab comes to it last

    def _group(self, column: QVBoxLayout, name: str) -> Group:
        """Add a group with a field for every setting that is declared to be in it."""
        inside: list[QWidget] = [self._notes[name]] if name in self._notes else []
        for one in settings_in(name):
            if one.part == "layer":  # there are several hidden layers
                inside += self._dropout.fields
            else:
                self._rows[one] = row_for(one, self.requested.emit)
                inside.append(self._rows[one].field)
        if name == "schedule":
            inside.append(self._rate_now)
        return Group(column, texts.GROUPS[name](), *inside)

    # -- what is shown -----------------------------------------------------------------------

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the settings of an experiment, and only those that it reads."""
        training, network = experiment.training, experiment.network
        optimizer, loss = OPTIMIZERS[training.optimizer], LOSSES[experiment.head()[1]]
        instead = {
            "weight_decay": optimizer.weight_decay,
            "init_bias": INITIALIZERS[network.initializer].bias,
            "weights_seed": experiment.seed,
        }
        hidden = unread(experiment)
        for one, row in self._rows.items():
            holder = experiment if one.part == "experiment" else getattr(experiment, one.part)
            value = getattr(holder, one.name)
            row.show(value)
            if value is None and one.name in instead and isinstance(row, NumberRow):
                row.number.show_value(instead[one.name])  # what applies where nothing is set
            reveal(row.field, one.name not in hidden)
        self._show_accuracy_rule(experiment)
        self._notes["optimizer"].setText(texts.NOTHING_ELSE_TO_SET(optimizer=optimizer.label))
        reveal(self._notes["optimizer"], not optimizer.hyperparameters)
        self._notes["loss"].setText(texts.NOTHING_TO_SET(loss=loss.label))
        reveal(self._notes["loss"], not loss.smooths and not loss.hyperparameters)
        self._dropout.show_experiment(experiment)

    def _show_accuracy_rule(self, experiment: Experiment) -> None:
        """Disable the accuracy rule for regression, unless it is on: then it can be switched off."""
        row, regression = self._rows[ACCURACY], experiment.data.problem == "regression"
        assert isinstance(row, NumberRow)
        tip = texts.NO_ACCURACY() if regression else settings.words("target_accuracy").tip
        for one in row.field.widgets:
            explain(one, tip=tip)
            if regression:
                one.setEnabled(False)
        if row.switch is not None:
            row.switch.setEnabled(not regression or row.switch.isChecked())

    def show_classroom(self, classroom: Classroom) -> None:
        """Collapse the groups of which a class sees nothing."""
        for group in self._groups:
            group.show_classroom(classroom)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the learning rate that is in effect."""
        text = texts.RATE_NOW(rate=snapshot.learning_rate)
        if text != self._rate_now.text():
            self._rate_now.setText(text)

    # -- placing -----------------------------------------------------------------------------

    def controls(self) -> list[QWidget]:
        """Return everything that can have the focus, in the order of Tab."""
        found = [one for one in self.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
        return [one for one in found if one.window() is self.window() and "." in one.objectName()]

    def focus_first(self) -> None:
        """Focus the first enabled control in the order of Tab; there may be none for a class."""
        for one in self.controls():
            if one.isVisible() and one.isEnabled():
                one.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def place(self) -> None:
        """Lie over all of the column."""
        self.setGeometry(self._beside.geometry())
        for group in self._groups:
            group.settle()

    def apply_theme(self, colours: Theme) -> None:
        """Draw the icon in the theme's colours."""
        self._close.setIcon(icons.icon("close", colours.text))

    def leave(self) -> None:
        """Let the button close it, which stays pressed as long as the drawer is open."""
        self.closed.emit()
