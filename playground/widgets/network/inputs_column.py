"""The column of inputs in the drawing of a network, with buttons below them."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPointF, QRect, Signal
from PySide6.QtWidgets import QWidget

from playground.style.scaling import Slow, px
from playground.texts.network import INPUTS_IN_SIGHT
from playground.widgets.controls import Button
from playground.widgets.network.inputs import FeatureNode
from playground.widgets.network.layout import GAP, INPUT_LEAST, Layout

BUTTON = Slow(27)  # the height of a button below the inputs


class InputsColumn(QObject):
    """Gives the inputs their places; where there are too many, a button shows the next ones.

    Signals
    -------
    turned ()
        Other inputs are to be shown: the column must be placed again.

    Attributes
    ----------
    nodes : list of FeatureNode
        The inputs to show.
    turn : Button
        Shows the next inputs.
    """

    turned = Signal()

    def __init__(self, drawing: QWidget) -> None:
        super().__init__(drawing)
        self.nodes: list[FeatureNode] = []
        self.turn = Button("network.next_inputs")
        self.turn.setParent(drawing)
        self.turn.setProperty("role", "small")
        self.turn.clicked.connect(self._turn)
        self.turn.hide()
        self._buttons: list[QWidget] = []
        self._first = 0

    def show(self, nodes: list[FeatureNode], buttons: list[QWidget]) -> None:
        """Set the inputs of the column, and the buttons below them; `place` then places them."""
        self.nodes, self._buttons = nodes, buttons

    def place(self, layout: Layout) -> None:
        """Give the inputs and the buttons their places."""
        high = px(BUTTON)
        height = layout.bottom - layout.top - high * len(self._buttons)
        row = 0.0
        if self.nodes:
            row = max(min(height / len(self.nodes), layout.node + px(GAP)), px(INPUT_LEAST))
        fit = len(self.nodes)
        if fit * row > height + 1.0:
            fit = max(int((height - high) // row), 1)
        self._first = max(0, min(self._first, len(self.nodes) - fit))
        shown = self.nodes[self._first : self._first + fit]
        self.turn.setVisible(fit < len(self.nodes))
        last = self._first + fit
        self.turn.setText(INPUTS_IN_SIGHT(first=self._first + 1, last=last, n=len(self.nodes)))
        buttons = [self.turn, *self._buttons] if fit < len(self.nodes) else self._buttons
        for one in self.nodes:
            one.setVisible(one in shown)
        begin = layout.top + 0.5 * max(0.0, layout.bottom - layout.top - fit * row - high * len(buttons))
        for k, one in enumerate(shown):
            one.place(layout.inputs, begin + (k + 0.5) * row, 0, int(min(row - 6, layout.node)))
        for k, button in enumerate(buttons):
            top = round(begin + fit * row + k * high)
            button.setGeometry(QRect(2, top + 2, layout.inputs - 2, high - 3))

    def ends(self, features: Sequence[str]) -> dict[int, QPointF]:
        """Return where the lines of some features begin, by their index, for the visible ones."""
        places = {node.name: node.geometry() for node in self.nodes if not node.isHidden()}
        return {
            i: QPointF(place.right(), place.center().y() + 0.5)
            for i, name in enumerate(features)
            if (place := places.get(name)) is not None
        }

    def _turn(self) -> None:
        """Show the next inputs, or the first ones again."""
        last = self._first + sum(not node.isHidden() for node in self.nodes)
        self._first = last if last < len(self.nodes) else 0
        self.turned.emit()

    def scroll(self, steps: int) -> None:
        """Scroll by so many inputs."""
        self._first += steps
        self.turned.emit()

    def bring(self, name: str) -> None:
        """Scroll to an input."""
        names = [node.name for node in self.nodes]
        if name in names and self.nodes[names.index(name)].isHidden():
            self._first = names.index(name)
            self.turned.emit()
