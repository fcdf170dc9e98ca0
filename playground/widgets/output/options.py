"""What the output plot shows besides the field: a button that opens a card of switches."""

from PySide6.QtCore import QEvent, QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from engine import Experiment
from playground.classroom.choice import Classroom
from playground.style import icons, sizes
from playground.style.palette import Theme
from playground.style.scaling import fit, px
from playground.texts import output as texts
from playground.texts.controls import words_of
from playground.texts.names import layer_name
from playground.widgets.controls import Button, Choice, Switch
from playground.widgets.controls.visibility import hide, reveal
from playground.widgets.output.folds import ALL

# by name: the key that turns it on or off, and whether it is on at first
OPTIONS = {
    "discrete": ("D", False),
    "contour": ("C", True),
    "uncertainty": ("U", False),
    "errors": ("E", False),
    "train": ("H", True),
    "test": ("Shift+H", True),
    "folds": ("K", False),
}

OF_PLANE = ("discrete", "contour", "uncertainty", "errors")  # what a curve does not have


class Options(QFrame):
    """A card with one switch for each option; a click beside it closes it.

    Signals
    -------
    refused (str)
        The name of a locked switch whose key was pressed.

    Attributes
    ----------
    button : Button
        Opens the card.
    switches : dict of str -> Switch
    """

    refused = Signal(str)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Popup)
        self.setObjectName("drawer")
        self.setAccessibleName(words_of("plot.view").label)
        column = QVBoxLayout(self)
        fit(column.setContentsMargins, sizes.MARGIN, sizes.SPACING, sizes.MARGIN, sizes.SPACING)
        fit(column.setSpacing, sizes.TIGHT)
        self.switches: dict[str, Switch] = {}
        self._plane = True
        self._hidden: frozenset[str] = frozenset()  # for a class
        for name, (_, on) in OPTIONS.items():
            switch = Switch(f"plot.{name}")
            switch.setChecked(on)
            self.switches[name] = switch
            column.addWidget(switch)
        self.folds_of = Choice("plot.folds_of", {})
        column.addWidget(self.folds_of)
        self.switches["folds"].toggled.connect(lambda _: self._show_folds_of())
        self.button = Button("plot.view")
        self.button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        fit(self.button.setIconSize, QSize(12, 12))
        self.button.setProperty("role", "slim")
        self.button.clicked.connect(self._open)

    def __getitem__(self, name: str) -> bool:
        """Whether an option is on."""
        return self.switches[name].isChecked()

    def show_layers(self, experiment: Experiment) -> None:
        """Offer the hidden layers whose folds can be shown; the chosen one stays chosen while it exists."""
        names = [layer_name(experiment, k) for k in range(len(experiment.network.hidden))]
        if len(names) > 1:
            names.append(texts.ALL_HIDDEN())
        if names == [self.folds_of.itemText(k) for k in range(self.folds_of.count())]:
            return
        chosen = self.folds_of.name()
        with QSignalBlocker(self.folds_of):
            self.folds_of.clear()
            for k, name in enumerate(names):
                self.folds_of.addItem(name, ALL if k == len(experiment.network.hidden) else str(k))
            self.folds_of.setCurrentIndex(max(self.folds_of.findData(chosen), 0))
        if self.folds_of.name() != chosen:
            self.folds_of.chosen.emit(self.folds_of.name())
        self._show_folds_of()

    def _show_folds_of(self) -> None:
        """Show the choice of a layer where there is one to choose."""
        reveal(self.folds_of, self["folds"] and self.folds_of.count() > 1)
        if self.isVisible():
            self.adjustSize()

    def _open(self) -> None:
        self.adjustSize()
        below = self.button.height() + px(2)
        corner = self.button.mapToGlobal(QPoint(self.button.width() - self.width(), below))
        self.move(corner)
        self.show()
        next(one for one in self.switches.values() if not one.isHidden()).setFocus()

    def event(self, event: QEvent) -> bool:
        """Let the keys of the menu work while the card is open."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            pressed = ("Shift+" if shift else "") + (chr(event.key()) if event.key() < 128 else "")
            for name, (key, _) in OPTIONS.items():
                switch = self.switches[name]
                if key == pressed and not switch.isHidden():
                    if switch.property("locked"):
                        self.refused.emit(switch.objectName())
                    else:
                        switch.toggle()
                    return True
        return super().event(event)

    def show_plane(self, plane: bool) -> None:
        """Leave out what only a plane has where values are shown over x₁."""
        self._plane = plane
        for name in OF_PLANE:
            reveal(self.switches[name], plane)
        self._show_button()

    def offers(self, name: str) -> bool:
        """Whether there is such an option at present."""
        return self._plane or name not in OF_PLANE

    def show_classroom(self, classroom: Classroom) -> None:
        """Hide the button where there is nothing to choose."""
        self._hidden = classroom.hidden
        self._show_button()

    def _show_button(self) -> None:
        hide(self.button, {f"plot.{name}" for name in OPTIONS if self.offers(name)} <= self._hidden)

    def apply_theme(self, colours: Theme) -> None:
        """Draw the icon in the theme's colours."""
        self.button.setIcon(icons.icon("more", colours.text))
