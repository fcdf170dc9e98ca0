"""The drawer above the training strip: every option of training that a beginner can do without."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from engine import INITIALIZERS, LOSSES, OPTIMIZERS, SCHEDULES, Experiment, StopSpec, TrainSpec
from engine.experiment import DTYPES
from playground.classroom.choice import Classroom
from playground.observers.snapshot import Snapshot
from playground.style import sizes
from playground.style.scaling import fit, px
from playground.texts import settings
from playground.texts import training as texts
from playground.widgets.controls.overlay import GAP, Overlay
from playground.widgets.controls.visibility import hide, reveal
from playground.widgets.training.dropout import DropoutRows
from playground.widgets.training.rows import ChoiceRow, Group, NumberRow, SwitchRow, show_row

COLUMN, FRAME = 254, 2


class TrainingDrawer(Overlay):
    """Lies over the lower left of the window while it is open; nothing moves for it.

    Parameters
    ----------
    strip : QWidget
        What it lies above.

    Signals
    -------
    requested (str, str, dict)
        As a panel's.
    closed
        By Escape.
    """

    requested = Signal(str, str, dict)
    closed = Signal()

    def __init__(self, strip: QWidget) -> None:
        super().__init__(strip)
        self.setObjectName("drawer")
        self.setAccessibleName(texts.DRAWER())
        self._rows: dict[str, NumberRow] = {}
        self._columns: list[tuple[QWidget, tuple[Group, ...]]] = []
        self._contents = QWidget()
        row = QHBoxLayout(self._contents)
        fit(row.setContentsMargins, sizes.MARGIN, sizes.SPACING, sizes.MARGIN, sizes.MARGIN)
        fit(row.setSpacing, 2 * sizes.MARGIN)
        for groups in (
            (self._optimizer(), self._schedule()),
            (self._loss(), self._regularisation()),
            (self._start(), self._stop(), self._numbers()),
        ):
            inside = QWidget()
            fit(inside.setFixedWidth, COLUMN)
            column = QVBoxLayout(inside)
            column.setContentsMargins(0, 0, 0, 0)
            fit(column.setSpacing, sizes.MARGIN)
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

    # -- the groups --------------------------------------------------------------------------

    def _optimizer(self) -> Group:
        group = Group(texts.OPTIMIZER())
        self._plain = QLabel()
        group.add_text(self._plain)
        self._add_numbers(group, _read_by(OPTIMIZERS))
        return group

    def _schedule(self) -> Group:
        group = Group(texts.SCHEDULE())
        options = {name: (one.label, one.formula) for name, one in SCHEDULES.items()}
        self._schedules = ChoiceRow("schedule", options, self._asks("training"))
        group.add(self._schedules)
        self._add_numbers(group, _read_by(SCHEDULES))
        self._add_numbers(group, ["warmup_epochs"])
        self._rate_now = QLabel()
        self._rate_now.setObjectName("training.rate_now")
        self._rate_now.setToolTip(
            "The learning rate of the epoch under way, as schedule and warm-up have it."
        )
        group.add_text(self._rate_now)
        return group

    def _loss(self) -> Group:
        group = Group(texts.LOSS())
        self._no_loss = QLabel()
        group.add_text(self._no_loss)
        self._add_numbers(group, ["label_smoothing", *_read_by(LOSSES)])
        return group

    def _regularisation(self) -> Group:
        group = Group(texts.REGULARISATION())
        self._add_numbers(group, ["weight_decay", "clip_norm", "clip_value", "max_norm"])
        self._dropout = DropoutRows(self.requested.emit)
        group.add(self._dropout.first)
        group.add(self._dropout.second)
        return group

    def _numbers(self) -> Group:
        group = Group(texts.NUMBERS())
        self._shuffle = SwitchRow("shuffle", self._asks("training"))
        options = {name: (texts.PRECISIONS[name](), "") for name in DTYPES}
        self._dtype = ChoiceRow("dtype", options, self._asks("training"))
        group.add(self._dtype)
        group.add(self._shuffle)
        return group

    def _start(self) -> Group:
        group = Group(texts.START())
        self._add_numbers(group, ["init_scale", "init_bias"], "network")
        self._add_numbers(group, ["weights_seed"], "experiment")
        self._rows["weights_seed"].number.setGroupSeparatorShown(False)
        return group

    def _stop(self) -> Group:
        group = Group(texts.STOP())
        self._add_numbers(group, [one.name for one in fields(StopSpec)], "stop", "training.stop_")
        return group

    def _add_numbers(
        self, group: Group, names: Iterable[str], part: str = "training", prefix: str = "training."
    ) -> None:
        for name in names:
            self._rows[name] = NumberRow(name, f"{prefix}{name}", self._asks(part))
            group.add(self._rows[name])

    def _asks(self, part: str) -> Callable[[str, dict[str, Any]], None]:
        return lambda control, wanted: self.requested.emit(control, part, wanted)

    # -- what is shown -----------------------------------------------------------------------

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the settings of an experiment, and only those that it reads."""
        training, network, stop = experiment.training, experiment.network, experiment.stop
        optimizer, loss = OPTIMIZERS[training.optimizer], LOSSES[experiment.head()[1]]
        initializer = INITIALIZERS[network.initializer]
        instead = {
            "weight_decay": optimizer.weight_decay,
            "init_bias": initializer.bias,
            "weights_seed": float(experiment.seed),
        }
        for name, row in self._rows.items():
            holder = next(one for one in (training, network, stop, experiment) if hasattr(one, name))
            unset = row.number.value() if holder is stop and row.number.value() > 1 else settings.usual(name)
            row.show(getattr(holder, name), instead.get(name, unset))
        read = {
            *optimizer.hyperparameters,
            *SCHEDULES[training.schedule].hyperparameters,
            *loss.hyperparameters,
        }
        for name in {*_read_by(OPTIMIZERS), *_read_by(SCHEDULES), *_read_by(LOSSES)}:
            show_row(self._rows[name], name in read)
        show_row(self._rows["label_smoothing"], loss.smooths)
        show_row(self._rows["init_scale"], initializer.scaled)
        self._show_accuracy_rule(experiment)
        self._plain.setText(texts.NOTHING_ELSE_TO_SET(optimizer=optimizer.label))
        reveal(self._plain, not optimizer.hyperparameters)
        self._no_loss.setText(texts.NOTHING_TO_SET(loss=loss.label))
        reveal(self._no_loss, not loss.smooths and not loss.hyperparameters)
        self._dropout.show_experiment(experiment)
        self._schedules.choice.show_name(training.schedule)
        self._dtype.choice.show_name(training.dtype)
        self._shuffle.switch.show_checked(training.shuffle)
        if self.isVisible():
            self.place()

    def _show_accuracy_rule(self, experiment: Experiment) -> None:
        """Of a regression there is no accuracy to be reached; one that is asked for can be given up."""
        row, never = self._rows["target_accuracy"], experiment.data.problem == "regression"
        tips = texts.NO_ACCURACY(), settings.words("target_accuracy").tip
        for one in row.widgets:
            # what a class is told of it stays before it
            one.setToolTip(one.toolTip().replace(tips[never], tips[not never]))
            one.setAccessibleDescription(one.toolTip())
            if never:
                one.setEnabled(False)
        if row.switch is not None:
            row.switch.setEnabled(not never or row.switch.isChecked())

    def show_classroom(self, classroom: Classroom) -> None:
        """Close up groups and columns of which a class sees nothing."""
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

    # -- its place ---------------------------------------------------------------------------

    def controls(self) -> list[QWidget]:
        """All that can have the focus, in the order of Tab."""
        found = [one for one in self.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
        return [one for one in found if one.window() is self.window() and "." in one.objectName()]

    def focus_first(self) -> None:
        """Go to the control that comes first by Tab; a class may see only what nothing reads now."""
        for one in self.controls():
            if one.isVisible() and one.isEnabled():
                one.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def place(self) -> None:
        """Lie above the strip, at its left, within what is seen of the window, or scroll."""
        whole_window = self.parentWidget()
        assert whole_window is not None
        strip, seen = self._beside.geometry(), whole_window.parentWidget() or whole_window
        for inside in (*(inside for inside, _ in self._columns), self._contents):
            layout = inside.layout()
            assert layout is not None
            layout.invalidate()  # rows may have come or gone while it was hidden
            layout.activate()
        whole = self._contents.sizeHint() + QSize(2 * FRAME, 2 * FRAME)
        room = QSize(seen.width() - 2 * strip.x(), strip.y() - px(GAP))
        bar = self._area.horizontalScrollBar().sizeHint().height()
        if whole.width() > room.width():
            whole += QSize(0, bar)
        if whole.height() > room.height():
            whole += QSize(bar, 0)
        size = whole.boundedTo(room)
        self.setGeometry(strip.x(), strip.y() - px(GAP) - size.height(), size.width(), size.height())

    def leave(self) -> None:
        """Have the button close it, which is seen to be pressed as long as it is open."""
        self.closed.emit()


def _read_by(registry: dict[str, Any]) -> list[str]:
    """The hyper-parameters that anything in a registry reads, in the order of the experiment's fields."""
    names = {name for one in registry.values() for name in one.hyperparameters}
    return [one.name for one in fields(TrainSpec) if one.name in names]
