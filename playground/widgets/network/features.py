"""The inputs that a network can have: a switch for each, which of them are shown, and buttons for more."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from engine import FEATURES, Experiment
from engine.features import needs_x2
from playground.classroom.catalogue import FORMULA, control_of
from playground.classroom.choice import EVERYTHING, Classroom
from playground.observers.plane import is_line
from playground.observers.view import SQUARE, Area
from playground.style import palette
from playground.style.palette import Theme
from playground.texts.names import axes_named, input_name
from playground.texts.network import FEWER_INPUTS, MORE_INPUTS
from playground.widgets.controls import Button
from playground.widgets.network.inputs import FeatureNode

BEGINNERS = 7  # features that are shown at first


class Features(QObject):
    """Has a switch for every feature, and for every formula used so far.

    Parameters
    ----------
    drawing : QWidget
        Parent of the switches and the buttons; it places what `nodes` and `buttons` return.

    Signals
    -------
    chosen (str, tuple)
        The switch that was clicked, and the features that are ticked now.
    hovered (str)
        The feature under the pointer, or "" when it leaves.
    changed ()
        Other switches are to be shown.

    Attributes
    ----------
    more : Button
        Shows all features, or few of them again.
    own : Button
        Opens the card for a formula.
    """

    chosen = Signal(str, tuple)
    hovered = Signal(str)
    changed = Signal()

    def __init__(self, drawing: QWidget) -> None:
        super().__init__(drawing)
        self._drawing = drawing
        self._nodes: dict[str, FeatureNode] = {}
        self._used: tuple[str, ...] = ()
        self._kept: set[str] = set(list(FEATURES)[:BEGINNERS])
        self._all = False
        self._line = False  # whether inputs made of x₂ are left out
        self._classroom = EVERYTHING
        self._theme, self._frame = palette.LIGHT, SQUARE
        self.more = self._button("network.more_inputs")
        self.own = self._button("network.own_formula")
        self.more.clicked.connect(self.toggle)

    def _button(self, name: str) -> Button:
        button = Button(name)
        button.setParent(self._drawing)
        button.setProperty("role", "small")
        return button

    # -- what is chosen ----------------------------------------------------------------------

    def show_experiment(self, experiment: Experiment) -> None:
        """Tick the features that are inputs of the network, and no others."""
        used = experiment.network.features
        for name in (*FEATURES, *used):
            if name not in self._nodes:
                node = FeatureNode(name, self._drawing)
                node.apply_theme(self._theme)
                node.show_frame(self._frame)
                node.toggled.connect(self._toggled)
                node.hovered.connect(self.hovered)
                self._nodes[name] = node
        self._line = is_line(experiment.data)
        for name, node in self._nodes.items():
            node.show_name(input_name(experiment, name), axes_named(experiment.data))
            node.show_checked(name in used)
            node.show_line(self._line)
        self._used = used
        self._kept.update(used)

    def show_frame(self, frame: Area) -> None:
        """Show all features over the frame of the data."""
        if frame != self._frame:
            self._frame = frame
            for node in self._nodes.values():
                node.show_frame(frame)

    def _toggled(self, _: bool) -> None:
        ticked = tuple(name for name, node in self._nodes.items() if node.isChecked())
        self.chosen.emit(self.sender().objectName(), ticked)

    # -- what is visible --------------------------------------------------------------------

    def nodes(self) -> list[FeatureNode]:
        """Return the switches to show, and hide the others."""
        hidden = self._left_out()
        if not self._all:
            hidden |= self._nodes.keys() - self._kept
        for name in hidden:
            self._nodes[name].hide()
        return [node for name, node in self._nodes.items() if name not in hidden]

    def buttons(self) -> list[QWidget]:
        """Return the buttons to show below the switches, and hide the others."""
        self.more.setText(FEWER_INPUTS() if self._all else MORE_INPUTS())
        own = FORMULA not in self._classroom.hidden
        more = own or bool(self._nodes.keys() - self._kept - self._left_out())
        self.own.setVisible(own and self._all)
        self.more.setVisible(more)
        return [one for one in (self.own, self.more) if not one.isHidden()]

    def _left_out(self) -> set[str]:
        """Return the inputs that are hidden for a class, or need x₂ where there is none.

        One in use is part of the network, and stays.
        """
        hidden = self._classroom.hidden
        names = {name for name in self._nodes if control_of(f"features.{name}") in hidden}
        if self._line:
            names |= {name for name in self._nodes if needs_x2(name)}
        return names - set(self._used)

    def toggle(self) -> None:
        """Show all features, or only the first ones and those in use."""
        self._all = not self._all
        if not self._all:
            self._kept = set(list(FEATURES)[:BEGINNERS]) | set(self._used)
        self.changed.emit()

    def show_classroom(self, classroom: Classroom) -> None:
        """Take account of what a class does not see; `nodes` and `buttons` follow it."""
        self._classroom = classroom

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = colours
        for node in self._nodes.values():
            node.apply_theme(colours)
