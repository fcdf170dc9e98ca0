"""The training panel: how the network learns. Everything but the initialiser can change during training."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine import LOSSES, RANGES, Experiment, Setting, resolve, settings_in
from engine.data.draw import train_count
from playground.classroom.catalogue import MORE, PAUSES, STRIP, TRAINING, control_for, controls
from playground.classroom.choice import Classroom
from playground.observers.snapshot import Snapshot
from playground.style import sizes
from playground.style.scaling import fit
from playground.texts import training as texts
from playground.texts.settings import short_loss
from playground.widgets.controls import (
    BatchSize,
    Button,
    Choice,
    NumberSlider,
    RealNumber,
    WholeNumber,
    caption_of,
    stops_of,
)
from playground.widgets.controls.panel import Panel
from playground.widgets.controls.scrolled import Scrolled
from playground.widgets.controls.visibility import hide
from playground.widgets.training.rows import choice_for, number_for

if TYPE_CHECKING:
    from playground.widgets.training.drawer import TrainingDrawer


STRETCH = {"learning_rate": 16, "batch_size": 13, "loss": 14, "l1": 9, "l2": 9}
OTHERS = 10  # the stretch of all other settings
MORE_WIDTH = 76


class TrainingPanel(Panel):
    """One row of settings with labels above them; the others in a drawer, made when it is first opened."""

    groups = (TRAINING, MORE, PAUSES)

    def __init__(self) -> None:
        super().__init__(texts.HEADING())
        self._experiment = Experiment()
        self._snapshot: Snapshot | None = None
        self._drawer: TrainingDrawer | None = None
        self._from_button = False  # whether the drawer was opened with the focus on its button
        self._controls = {one: self._control(one) for one in settings_in(STRIP)}
        self.more = Button("training.more")
        self.more.setCheckable(True)
        fit(self.more.setFixedWidth, MORE_WIDTH)
        self.more.toggled.connect(self._open_or_close)
        self._lay_out()

    def _control(self, setting: Setting) -> WholeNumber | RealNumber | Choice:
        """Return the control for a setting, which requests its changes."""
        control: WholeNumber | RealNumber | Choice
        if setting.name == "batch_size":
            control = BatchSize(control_for(setting), RANGES["batch_size"])
            changed = control.asked
        elif setting.kind == "choice":
            control = choice_for(setting)
            changed = control.chosen
        else:
            control = number_for(setting)
            changed = control.edited
        name = control.objectName()
        changed.connect(lambda value: self.ask(name, setting.part, **{setting.name: value}))
        return control

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
        self._sliders: dict[str, NumberSlider] = {}
        self._holders: dict[str, QWidget] = {}
        for setting, control in self._controls.items():
            head, name = QHBoxLayout(), setting.name
            head.addWidget(caption_of(control))
            if not isinstance(control, Choice) and setting.range is not None:
                self._sliders[name] = NumberSlider(control, stops_of(setting.range, setting.typical))
                head.addWidget(self._sliders[name], 1)
            else:
                head.addStretch()
            self._holders[name] = holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            fit(column.setSpacing, 3)
            column.addLayout(head)
            column.addWidget(control)
            row.addWidget(holder, STRETCH.get(name, OTHERS))
        row.addStretch()
        self._row = row
        self.column.addLayout(whole)

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
                # back to where it was; to the button only if it came from there, as Space would press it
                (self.more if self._from_button else self.window()).setFocus()
            self._drawer.hide()

    def _make_drawer(self) -> "TrainingDrawer":
        from playground.widgets.training.drawer import (
            TrainingDrawer,
        )  # here: it is rarely needed, and never at the start

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
        self._experiment = experiment
        samples = max(train_count(experiment), 1)
        for setting, control in self._controls.items():
            name = setting.name
            value = getattr(getattr(experiment, setting.part), name)
            if isinstance(control, BatchSize):
                stops = stops_of(RANGES["batch_size"], setting.typical)
                control.show_size(value, samples)
                self._sliders["batch_size"].set_stops((*(stop for stop in stops if stop < samples), samples))
            elif isinstance(control, Choice):
                control.show_name(value)
                if name == "loss":
                    _, loss = resolve(experiment.data.problem, experiment.network.output, "auto")
                    control.show_auto(short_loss(loss), LOSSES[loss].label, LOSSES[loss].formula)
            else:
                control.show_value(value)
        if self._drawer is not None and self._drawer.isVisible():
            self._drawer.show_experiment(experiment)

    def show_classroom(self, classroom: Classroom) -> None:
        """Collapse what a choice for a class leaves empty; the rest keeps its width."""
        gone = {name for name in self._holders if f"training.{name}" in classroom.hidden}
        for name, holder in self._holders.items():
            hide(holder, name in gone)
        self._row.setStretch(self._row.count() - 1, sum(STRETCH.get(name, OTHERS) for name in gone))
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
