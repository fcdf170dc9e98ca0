"""What stands below the drawing: the key, and what is pointed at, or else how large the network is."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from playground.mathematics.edges import Quantity
from playground.style import sizes
from playground.style.palette import Theme
from playground.style.scaling import fit, px
from playground.widgets.controls import Button
from playground.widgets.network.key import Key
from playground.widgets.network.status import StatusLine


class Foot(QVBoxLayout):
    """The last two lines of a column; in a low window one, in which the key gives way to what is pointed at.

    Attributes
    ----------
    all : Button
        Shows the network's output in the output plot again.
    """

    def __init__(self, column: QVBoxLayout) -> None:
        super().__init__()
        column.addLayout(self)
        self._key, self._status = Key(), StatusLine(self._room)
        self._roomy, self._idle = True, True
        self._width = 0
        self.all = Button("network.show_all")
        self.all.setProperty("role", "small")
        self.all.hide()
        fit(self.setSpacing, sizes.TIGHT)
        self.addWidget(self._key)
        line = QHBoxLayout()
        self.addLayout(line)
        line.addWidget(self._status, 1)
        line.addWidget(self.all)

    @property
    def height_of_both(self) -> int:
        """The height that the two lines need."""
        return self._key.minimumHeight() + px(sizes.TIGHT) + self._status.minimumHeight()

    def show_room(self, width: int, roomy: bool) -> None:
        """Set the width, and whether there is room for both lines."""
        self._width, self._roomy = width, roomy
        self._choose_lines()
        self._status.write()

    def show_text(self, text: str, idle: bool) -> None:
        """Show what is pointed at, or if `idle` how large the network is."""
        self._idle = idle
        self._status.show_text(text)
        self._choose_lines()

    def show_lines(self, lines: Quantity, strongest: float, numbers: str) -> None:
        """Have the key say what the lines and the neurons show."""
        self._key.show_lines(lines, strongest, numbers)

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._key.apply_theme(colours)

    def _choose_lines(self) -> None:
        self._key.setVisible(self._roomy or self._idle)
        self._status.setVisible(self._roomy or not self._idle)

    def _room(self) -> int:
        """Return the width that there is for the status."""
        taken = 0 if self.all.isHidden() else self.all.sizeHint().width() + px(sizes.SPACING)
        return self._width - taken
