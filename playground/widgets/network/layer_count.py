"""The network panel's first line: the number of hidden layers, and what the drawing's lines show."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from engine import RANGES, LayerSpec
from playground.classroom.catalogue import LAYERS
from playground.classroom.catalogue import LINES as SHOW
from playground.classroom.choice import Classroom
from playground.mathematics.edges import CHOICES
from playground.style import icons, sizes
from playground.style.palette import Theme
from playground.style.scaling import SHORT, fit, fit_gap, px, scale
from playground.texts.network import HIDDEN_LAYERS, HIDDEN_LAYERS_SHORT, LINES, LINES_SHOW
from playground.widgets.controls import caption, icon_button
from playground.widgets.controls.visibility import hide, reveal
from playground.widgets.network.heads import ShortChoice

ROOM = 10  # beside the name of what the lines show
LARGE = 1.75  # times larger than usual, text leaves no room for the number of layers, which can be counted


class LinesChoice(ShortChoice):
    """What the lines show: its name, or where there is little room its symbol."""

    def __init__(self) -> None:
        words = [(one.value, *LINES_SHOW[one.value]) for one in CHOICES]
        super().__init__(SHOW, {name: (label(), what()) for name, label, _, what in words})
        self._short_names |= {name: symbol() for name, _, symbol, _ in words}
        self._labels = [label() for _, label, _, _ in words]

    def _wide(self, names: Iterable[str]) -> QSize:
        return QSize(max(map(self.width_for, names)) + px(ROOM), px(sizes.SMALL_CONTROL))

    def sizeHint(self) -> QSize:
        return self._wide(self._labels)

    def minimumSizeHint(self) -> QSize:
        return self._wide(self._short_names[one.value] for one in CHOICES)


class LayersRow(QHBoxLayout):
    """Shows the number of hidden layers beside the panel's title, and requests others, or other lines.

    Signals
    -------
    asked (str, tuple)
        The button, and the hidden layers that it requests.
    lines_chosen (str)
        What the lines of the drawing are to show.

    Attributes
    ----------
    remove, add : Button
    lines : LinesChoice
    """

    asked = Signal(str, tuple)
    lines_chosen = Signal(str)

    def __init__(self, column: QVBoxLayout, title: QLabel) -> None:
        super().__init__()
        column.addLayout(self)
        self._hidden: tuple[LayerSpec, ...] = ()
        fit(self.setSpacing, sizes.SPACING)
        self.addWidget(title)
        self._gap = fit_gap(self, sizes.MARGIN)
        self._count = caption("")
        self.remove = icon_button("network.remove_layer")
        self.add = icon_button("network.add_layer")
        self.remove.clicked.connect(self.ask_fewer)
        self.add.clicked.connect(self.ask_more)
        for one in (self._count, self.remove, self.add):
            self.addWidget(one)
        self.addStretch()
        self._name = caption(LINES())
        self.lines = LinesChoice()
        self.lines.chosen.connect(self.lines_chosen)
        self.addWidget(self._name)
        self.addWidget(self.lines)
        for one in (self._name, self._count, title):
            one.setMinimumWidth(1)  # in a narrow panel they give way
        self._title, self._folded, self._room = title, False, 0

    def ask_more(self) -> None:
        """Ask for one more hidden layer, like the last one."""
        new = self._hidden[-1] if self._hidden else LayerSpec()
        self.asked.emit("network.add_layer", (*self._hidden, new))

    def ask_fewer(self) -> None:
        """Ask for one hidden layer fewer."""
        self.asked.emit("network.remove_layer", self._hidden[:-1])

    def show_layers(self, hidden: tuple[LayerSpec, ...]) -> None:
        """Show the number of hidden layers, and whether there can be more or fewer."""
        self._hidden = hidden
        self.remove.setEnabled(bool(hidden))
        self.add.setEnabled(len(hidden) < RANGES["layers"].high)
        self._show_count()

    def minimumSize(self) -> QSize:
        """Ask for the width of what never gives way: it is the same, whatever else there is room for."""
        kept = [one for one in (self.remove, self.add, self.lines) if not one.isHidden()]
        widths = [max(one.minimumSizeHint().width(), one.minimumWidth()) for one in kept]
        return QSize(sum(widths) + self.spacing() * max(len(kept) - 1, 0), super().minimumSize().height())

    def show_room(self, width: int) -> None:
        """Set the width that there is for the row."""
        if width != self._room:
            self._room = width
            self._show_count()

    def _show_count(self) -> None:
        text = HIDDEN_LAYERS if scale() < SHORT else HIDDEN_LAYERS_SHORT
        self._count.setText(text(n=len(self._hidden)))
        for one in (self._count, self._gap):
            reveal(one, scale() < LARGE)
        reveal(self._name, True)
        reveal(self._title, not self._folded)
        for one in (self._name, self._count, self._title):
            self.invalidate()
            if self._room and self.sizeHint().width() > self._room:
                reveal(one, False)

    def fold(self, on: bool) -> None:
        """Leave out the title, under a tab that has it, or show it again."""
        self._folded = on
        self._show_count()

    def show_classroom(self, classroom: Classroom) -> None:
        """Hide the count together with its buttons."""
        hide(self._count, LAYERS in classroom.hidden)
        for one in (self._name, self.lines):
            hide(one, SHOW in classroom.hidden)

    def apply_theme(self, colours: Theme) -> None:
        """Draw the icons in the theme's colours."""
        self._show_count()
        self.add.setIcon(icons.icon("add", colours.text))
        self.remove.setIcon(icons.icon("remove", colours.text))
