"""The training panel: how the network learns. Everything but the initialiser can change during training."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from engine import LOSSES, RANGES, Experiment, Setting, resolve, settings_in
from engine.data.draw import train_count
from playground.classroom.catalogue import MORE, PAUSES, STRIP, TRAINING, control_for, controls
from playground.classroom.choice import Classroom
from playground.observers.snapshot import Snapshot
from playground.style import sizes
from playground.style.palette import Theme
from playground.style.scaling import fit, px
from playground.texts import training as texts
from playground.texts.settings import short_loss
from playground.widgets.controls import (
    BatchSize,
    Button,
    Choice,
    NumberSlider,
    RealNumber,
    WholeNumber,
    stops_of,
)
from playground.widgets.controls.fields import Field, Fields
from playground.widgets.controls.panel import Panel
from playground.widgets.controls.scrolled import Scrolled
from playground.widgets.controls.visibility import hide
from playground.widgets.training.rows import choice_for, number_for

if TYPE_CHECKING:
    from playground.widgets.training.drawer import TrainingDrawer


STRETCH = {"learning_rate": 16, "batch_size": 13, "loss": 14, "l1": 9, "l2": 9}
OTHERS = 10  # the stretch of all other settings


class TrainingPanel(Panel):
    """The usual settings on one line, or folded into a column; the others in a drawer, made when needed.

    Attributes
    ----------
    side : QWidget
        The column on the left, which the drawer lies over.
    """

    groups = (TRAINING, MORE, PAUSES)

    def __init__(self) -> None:
        super().__init__(texts.HEADING())
        self.side: QWidget = self
        self._theme: Theme | None = None
        self._experiment = Experiment()
        self._snapshot: Snapshot | None = None
        self._drawer: TrainingDrawer | None = None
        self._from_button = False  # whether the drawer was opened with the focus on its button
        self._controls = {one: self._control(one) for one in settings_in(STRIP)}
        self.more = Button("training.more")
        self.more.setCheckable(True)
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
        self._sliders: dict[str, NumberSlider] = {}
        fields = []
        for setting, control in self._controls.items():
            name = setting.name
            if not isinstance(control, Choice) and setting.range is not None:
                self._sliders[name] = NumberSlider(control, stops_of(setting.range, setting.typical))
            fields.append(Field(control, self._sliders.get(name), stretch=STRETCH.get(name, OTHERS)))
        self._fields = Fields(*fields)
        inside = self._inside = QWidget()
        column = QVBoxLayout(inside)
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        fit(self._whole.setSpacing, sizes.MARGIN)
        column.addLayout(self._whole)
        first = QVBoxLayout()  # beside the fields: a row of its own would cost the plots its height
        fit(first.setSpacing, sizes.TIGHT)
        self._whole.addLayout(first)
        first.addWidget(self.title)
        first.addWidget(self.more)
        first.addStretch()
        self._whole.addWidget(self._fields, 1)
        column.addStretch()
        fit(self.column.setContentsMargins, sizes.MARGIN, sizes.SPACING, 0, sizes.SPACING)
        self._area = Scrolled(inside)
        self.column.addWidget(self._area)
        self.fold(False)

    def fold(self, on: bool) -> None:
        """Stand in a column and scroll there, or on one line; as a folded panel, without its heading."""
        super().fold(on)
        way = QBoxLayout.Direction
        self._whole.setDirection(way.BottomToTop if on else way.LeftToRight)
        self._fields.show_on_line(not on)
        self._area.show_whole(not on)
        # what is not visible is not measured again by itself
        inner = self._fields.layout(), self._inside.layout(), self.column if self.parent() else None
        for layout in filter(None, inner):
            layout.activate()

    @property
    def width_on_line(self) -> int:
        """The width that it needs where it is not folded."""
        beside = max(one.minimumSizeHint().width() for one in (self.title, self.more))
        return beside + self._fields.width_on_line + 3 * px(sizes.MARGIN)

    def minimumSizeHint(self) -> QSize:
        """Ask for no width: where there is too little, it is folded."""
        return QSize(0, super().minimumSizeHint().height())

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
            if not self._from_button:
                drawer.setFocus()  # so that Escape closes it after a click as well; Space still plays
        elif self._drawer is not None:
            focus = self.window().focusWidget() or self
            if focus is self._drawer or self._drawer.isAncestorOf(focus):
                # back to where it was; to the button only if it came from there, as Space would press it
                (self.more if self._from_button else self.window()).setFocus()
            self._drawer.hide()

    def _make_drawer(self) -> "TrainingDrawer":
        from playground.widgets.training.drawer import (
            TrainingDrawer,
        )  # here: it is rarely needed, and never at the start

        self._drawer = TrainingDrawer(self.side)
        if self._theme is not None:
            self._drawer.apply_theme(self._theme)
        self._drawer.requested.connect(self.requested)
        self._drawer.closed.connect(lambda: self.more.setChecked(False))
        self.grown.emit()
        last: QWidget = self.more
        for one in self._drawer.controls():  # Tab goes from the button into the drawer
            QWidget.setTabOrder(last, one)
            last = one
        return self._drawer

    def focus_order(self) -> list[QWidget]:
        """Return everything that can have the focus, in the order of Tab."""
        fields = [one for field in self._fields.fields for one in (field.control, field.slider) if one]
        drawer = [self.more, *(self._drawer.controls() if self._drawer is not None else ())]
        return [*fields, *drawer] if self.property("folded") else [*drawer, *fields]

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
            elif name == "initializer" and experiment.network.weights and isinstance(control, Choice):
                control.show_none(texts.GIVEN())
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
        self._fields.show_classroom(classroom)
        rest = {one.name for one in controls().values() if one.group in (MORE, PAUSES)}
        hide(self.more, rest <= classroom.hidden)
        hide(self, rest | {one.objectName() for one in self._controls.values()} <= classroom.hidden)
        if rest <= classroom.hidden:
            self.more.setChecked(False)
        if self._drawer is not None:
            self._drawer.show_classroom(classroom)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the learning rate in effect, where the drawer is open."""
        self._snapshot = snapshot
        if self._drawer is not None and self._drawer.isVisible():
            self._drawer.show_snapshot(snapshot)

    def apply_theme(self, colours: Theme) -> None:
        """Draw the drawer's icon in the theme's colours."""
        self._theme = colours
        if self._drawer is not None:
            self._drawer.apply_theme(colours)
