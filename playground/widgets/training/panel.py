"""The training panel: how the network learns. Everything but the initialiser may change while it does."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine import INITIALIZERS, LOSSES, OPTIMIZERS, RANGES, Experiment
from engine.data.draw import train_count
from playground.classroom.catalogue import MORE, PAUSES, controls
from playground.classroom.choice import Classroom
from playground.observers.snapshot import Snapshot
from playground.style import sizes
from playground.style.scaling import fit
from playground.texts import settings
from playground.texts import training as texts
from playground.widgets.controls import (
    BatchSize,
    Button,
    Choice,
    NumberSlider,
    RealNumber,
    caption_of,
    stops_of,
)
from playground.widgets.controls.panel import Panel
from playground.widgets.controls.scrolled import Scrolled
from playground.widgets.controls.visibility import hide

if TYPE_CHECKING:
    from playground.widgets.training.drawer import TrainingDrawer


STRETCH = {"learning_rate": 16, "batch_size": 13, "loss": 14, "l1": 9, "l2": 9}
USUAL = 10  # of all others
MORE_WIDTH = 76


class TrainingPanel(Panel):
    """One row of settings, their labels above them; all others in a drawer, made when it is first opened."""

    def __init__(self) -> None:
        super().__init__(texts.HEADING())
        self._experiment = Experiment()
        self._snapshot: Snapshot | None = None
        self._drawer: TrainingDrawer | None = None
        self._from_button = False  # whether the drawer was opened with the focus on its button
        self._rate, self._l1, self._l2 = (
            _real("learning_rate", 1e-6),
            _real("l1", 1e-5),
            _real("l2", 1e-5),
        )
        self._batch = BatchSize("training.batch_size", RANGES["batch_size"])
        self._optimizer = _choice("optimizer", {k: (v.label, v.formula) for k, v in OPTIMIZERS.items()})
        self._loss = _choice(
            "loss",
            {"auto": (texts.AUTO(), texts.AUTO_LOSS())}
            | {k: (v.label, v.formula) for k, v in LOSSES.items()},
        )
        self._initializer = _choice("initializer", {k: (v.label, v.formula) for k, v in INITIALIZERS.items()})
        self.more = Button("training.more")
        self.more.setCheckable(True)
        fit(self.more.setFixedWidth, MORE_WIDTH)
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        for name, number in (("learning_rate", self._rate), ("l1", self._l1), ("l2", self._l2)):
            number.edited.connect(lambda value, name=name: self._ask(name, value))
        self._batch.asked.connect(lambda value: self._ask("batch_size", value))
        self._optimizer.chosen.connect(lambda value: self._ask("optimizer", value))
        self._loss.chosen.connect(lambda value: self._ask("loss", value))
        self._initializer.chosen.connect(
            lambda value: self.ask("training.initializer", "network", initializer=value)
        )
        self.more.toggled.connect(self._open_or_close)

    def _lay_out(self) -> None:
        fit(self.column.setContentsMargins, sizes.MARGIN, sizes.SPACING, sizes.MARGIN, 0)
        inside, whole = QWidget(), QHBoxLayout()
        row = QHBoxLayout(inside)
        for one in (row, whole):
            fit(one.setSpacing, sizes.MARGIN)
        # beside the controls: a row of its own would cost the plots its height
        whole.addWidget(self.title)
        whole.addWidget(Scrolled(inside, Qt.Orientation.Horizontal), 1)
        whole.addWidget(self.more)
        self._sliders = {}
        self._holders: dict[str, QWidget] = {}
        for name, control in (
            ("learning_rate", self._rate),
            ("batch_size", self._batch),
            ("optimizer", self._optimizer),
            ("loss", self._loss),
            ("l1", self._l1),
            ("l2", self._l2),
            ("initializer", self._initializer),
        ):
            head = QHBoxLayout()
            head.addWidget(caption_of(control))
            if isinstance(control, (RealNumber, BatchSize)):
                stops = stops_of(RANGES[name], settings.usual(name))
                self._sliders[name] = NumberSlider(control, stops)
                head.addWidget(self._sliders[name], 1)
            else:
                head.addStretch()
            self._holders[name] = holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            fit(column.setSpacing, 3)
            column.addLayout(head)
            column.addWidget(control)
            row.addWidget(holder, STRETCH.get(name, USUAL))
        row.addStretch()
        self._row = row
        self.column.addLayout(whole)

    def _ask(self, name: str, value: object) -> None:
        self.ask(f"training.{name}", "training", **{name: value})

    # -- the drawer --------------------------------------------------------------------------

    def toggle_drawer(self) -> None:
        """Open the drawer with the focus on its first control, or close it."""
        self.more.toggle()
        if self._drawer is not None and self._drawer.isVisible():
            self._drawer.focus_first()

    def _open_or_close(self, wanted: bool) -> None:
        self.more.setText(texts.LESS() if wanted else texts.MORE())
        if wanted:
            self._from_button = self.more.hasFocus()
            drawer = self._drawer or self._make_drawer()
            drawer.show_experiment(self._experiment)
            if self._snapshot is not None:
                drawer.show_snapshot(self._snapshot)
            drawer.open()
        elif self._drawer is not None:
            if self._drawer.isAncestorOf(self.window().focusWidget() or self):
                # back to where it was: on the button only for who came from it, as Space would press it
                (self.more if self._from_button else self.window()).setFocus()
            self._drawer.hide()

    def _make_drawer(self) -> "TrainingDrawer":
        from playground.widgets.training.drawer import TrainingDrawer  # here: few need it, none at once

        self._drawer = TrainingDrawer(self)
        self._drawer.requested.connect(self.requested)
        self._drawer.closed.connect(lambda: self.more.setChecked(False))
        self.grown.emit()
        last: QWidget = self.more
        for one in self._drawer.controls():  # Tab goes from the button into the drawer
            QWidget.setTabOrder(last, one)
            last = one
        return self._drawer

    # -- what is shown -----------------------------------------------------------------------

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the training settings of an experiment."""
        self._experiment, training = experiment, experiment.training
        self._rate.show_value(training.learning_rate)
        self._optimizer.show_name(training.optimizer)
        self._loss.show_name(training.loss)
        self._l1.show_value(training.l1)
        self._l2.show_value(training.l2)
        self._initializer.show_name(experiment.network.initializer)
        samples = max(train_count(experiment), 1)
        self._batch.show_size(training.batch_size, samples)
        stops = stops_of(RANGES["batch_size"], settings.usual("batch_size"))
        self._sliders["batch_size"].set_stops((*(stop for stop in stops if stop < samples), samples))
        if self._drawer is not None and self._drawer.isVisible():
            self._drawer.show_experiment(experiment)

    def show_classroom(self, classroom: Classroom) -> None:
        """Close up what a choice for a class has left empty; what stays is as wide as it was."""
        gone = {name for name in self._holders if f"training.{name}" in classroom.hidden}
        for name, holder in self._holders.items():
            hide(holder, name in gone)
        self._row.setStretch(self._row.count() - 1, sum(STRETCH.get(name, USUAL) for name in gone))
        rest = {one.name for one in controls().values() if one.group in (MORE, PAUSES)}
        hide(self.more, rest <= classroom.hidden)
        hide(self, rest <= classroom.hidden and len(gone) == len(self._holders))
        if rest <= classroom.hidden:
            self.more.setChecked(False)
        if self._drawer is not None:
            self._drawer.show_classroom(classroom)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the learning rate in effect, where the drawer is open."""
        self._snapshot = snapshot
        if self._drawer is not None and self._drawer.isVisible():
            self._drawer.show_snapshot(snapshot)


def _real(name: str, least: float) -> RealNumber:
    return RealNumber(f"training.{name}", RANGES[name], least=least)


def _choice(name: str, options: dict[str, tuple[str, str]]) -> Choice:
    return Choice(f"training.{name}", options)
