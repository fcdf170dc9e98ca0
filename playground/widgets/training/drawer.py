"""The drawer above the training strip: every training setting that a beginner can do without."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

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
from playground.classroom.catalogue import COLUMNS
from playground.classroom.choice import Classroom
from playground.observers.snapshot import Snapshot
from playground.style import sizes
from playground.style.scaling import fit, px
from playground.texts import settings
from playground.texts import training as texts
from playground.widgets.controls.base import explain, prepare
from playground.widgets.controls.overlay import GAP, Overlay
from playground.widgets.controls.visibility import hide, reveal
from playground.widgets.training.dropout import DropoutRows
from playground.widgets.training.rows import Group, NumberRow, SettingRow, row_for, show_row

COLUMN, FRAME = 254, 2
ACCURACY = setting(StopSpec, "target_accuracy")


class TrainingDrawer(Overlay):
    """Lies over the lower left of the window while it is open, so that nothing moves.

    Parameters
    ----------
    strip : QWidget
        The panel that it opens above.

    Signals
    -------
    requested (str, str, dict)
        As a panel's.
    closed
        Escape was pressed.
    """

    requested = Signal(str, str, dict)
    closed = Signal()

    def __init__(self, strip: QWidget) -> None:
        super().__init__(strip)
        self.setObjectName("drawer")
        self.setAccessibleName(texts.DRAWER())
        self._rows: dict[Setting, SettingRow] = {}
        # shown where the chosen optimizer or loss reads none of the settings below
        self._notes = {"optimizer": QLabel(), "loss": QLabel()}
        self._dropout = DropoutRows(self.requested.emit)
        self._rate_now = QLabel()
        prepare(self._rate_now, "training.rate_now")
        self._columns: list[tuple[QWidget, tuple[Group, ...]]] = []
        self._contents = QWidget()
        row = QHBoxLayout(self._contents)
        fit(row.setContentsMargins, sizes.MARGIN, sizes.SPACING, sizes.MARGIN, sizes.MARGIN)
        fit(row.setSpacing, 2 * sizes.MARGIN)
        for names in COLUMNS:
            inside = QWidget()
            fit(inside.setFixedWidth, COLUMN)
            column = QVBoxLayout(inside)
            column.setContentsMargins(0, 0, 0, 0)
            fit(column.setSpacing, sizes.MARGIN)
            groups = tuple(self._group(name) for name in names)
            for group in groups:
                column.addLayout(group)
            column.addStretch()
            self._columns.append((inside, groups))
            row.addWidget(inside)
        self._area = QScrollArea()
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidgetResizable(True)
        self._area.setWidget(self._contents)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)

    def _group(self, name: str) -> Group:
        """Return a group with a row for every setting that is declared to be in it."""
        group = Group(texts.GROUPS[name]())
        if name in self._notes:
            group.add_text(self._notes[name])
        for one in settings_in(name):
            if one.part == "layer":  # there are several hidden layers
                group.add(self._dropout.first)
                group.add(self._dropout.second)
            else:
                self._rows[one] = row_for(one, self.requested.emit)
                group.add(self._rows[one])
        if name == "schedule":
            group.add_text(self._rate_now)
        return group

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
            show_row(row, one.name not in hidden)
        self._show_accuracy_rule(experiment)
        self._notes["optimizer"].setText(texts.NOTHING_ELSE_TO_SET(optimizer=optimizer.label))
        reveal(self._notes["optimizer"], not optimizer.hyperparameters)
        self._notes["loss"].setText(texts.NOTHING_TO_SET(loss=loss.label))
        reveal(self._notes["loss"], not loss.smooths and not loss.hyperparameters)
        self._dropout.show_experiment(experiment)
        if self.isVisible():
            self.place()

    def _show_accuracy_rule(self, experiment: Experiment) -> None:
        """Disable the accuracy rule for regression, unless it is on: then it can be switched off."""
        row, regression = self._rows[ACCURACY], experiment.data.problem == "regression"
        assert isinstance(row, NumberRow)
        tip = texts.NO_ACCURACY() if regression else settings.words("target_accuracy").tip
        for one in row.widgets:
            explain(one, tip=tip)
            if regression:
                one.setEnabled(False)
        if row.switch is not None:
            row.switch.setEnabled(not regression or row.switch.isChecked())

    def show_classroom(self, classroom: Classroom) -> None:
        """Collapse the groups and columns of which a class sees nothing."""
        for inside, groups in self._columns:
            for group in groups:
                for one in (group.title, *group.texts):
                    hide(one, classroom.hidden.issuperset(group.controls))
            hide(inside, all(classroom.hidden.issuperset(group.controls) for group in groups))
        if self.isVisible():
            self.place()

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
        """Lie above the left of the strip, within the visible part of the window, or scroll."""
        whole_window = self.parentWidget()
        assert whole_window is not None
        strip, visible = self._beside.geometry(), whole_window.parentWidget() or whole_window
        for inside in (*(inside for inside, _ in self._columns), self._contents):
            layout = inside.layout()
            assert layout is not None
            layout.invalidate()  # rows may have come or gone while it was hidden
            layout.activate()
        whole = self._contents.sizeHint() + QSize(2 * FRAME, 2 * FRAME)
        room = QSize(visible.width() - 2 * strip.x(), strip.y() - px(GAP))
        bar = self._area.horizontalScrollBar().sizeHint().height()
        if whole.width() > room.width():
            whole += QSize(0, bar)
        if whole.height() > room.height():
            whole += QSize(bar, 0)
        size = whole.boundedTo(room)
        self.setGeometry(strip.x(), strip.y() - px(GAP) - size.height(), size.width(), size.height())

    def leave(self) -> None:
        """Let the button close it, which stays pressed as long as the drawer is open."""
        self.closed.emit()
