"""What is above the drawing: a head for each column, those of layers made when they come into sight."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from engine import LayerSpec
from playground.style.scaling import px
from playground.widgets.network.heads import InputsHead, LayerHead, OutputHead
from playground.widgets.network.layout import HEADS, Layout

WIDTH = 118  # of a head, at most
APART = 6  # the least between two heads


class HeadsRow(QObject):
    """Makes, shows and places the heads.

    Parameters
    ----------
    drawing : QWidget
        Their parent.

    Signals
    -------
    made (int)
        The head of a hidden layer was made.

    Attributes
    ----------
    layers : dict of int to LayerHead
        The heads of the hidden layers that have been in sight, by layer.
    output : OutputHead
    """

    made = Signal(int)

    def __init__(self, drawing: QWidget) -> None:
        super().__init__(drawing)
        self._drawing = drawing
        self._hidden: tuple[LayerSpec, ...] = ()
        self._left_out: frozenset[str] = frozenset()
        self._inputs = InputsHead(drawing)
        self.layers: dict[int, LayerHead] = {}
        self.output = OutputHead(drawing)

    def show_layers(self, hidden: tuple[LayerSpec, ...]) -> None:
        """Show the specs of the hidden layers, and drop the heads of those that are gone."""
        self._hidden = hidden
        for index in [index for index in self.layers if index >= len(hidden)]:
            self.layers.pop(index).close()
        for index, head in self.layers.items():
            head.show_layer(hidden[index])

    def hide_controls(self, names: frozenset[str]) -> None:
        """Leave out controls, and the room that they take."""
        self._left_out = names
        self._hide_controls(self.output)
        for head in self.layers.values():
            self._hide_controls(head)

    def _hide_controls(self, head: LayerHead | OutputHead) -> None:
        for name, control in zip(head.NAMES, head.controls, strict=True):
            control.setVisible(name not in self._left_out)

    @property
    def rows(self) -> tuple[bool, bool]:
        """Which rows of controls there are: that of the numbers of neurons, and that of the activations."""
        kinds = (LayerHead, OutputHead) if self._hidden else (OutputHead,)
        neurons, activation = (
            any(kind.NAMES[k] not in self._left_out for kind in kinds) for k in range(HEADS)
        )
        return neurons, activation

    def least_pitch(self) -> int:
        """Return the least distance of two columns: that of the widest controls, in sight or not."""
        if self._hidden and not self.layers:
            self._make(0)
        least = [head.least + px(APART) for head in self.layers.values()]
        least += [
            next(iter(self.layers.values())).least_for(layer) + px(APART) for layer in set(self._hidden)
        ]
        return max(self.output.least, *least, 0)

    def make(self, layers: range) -> bool:
        """Make the heads of some layers that have none; return whether there were any."""
        missing = [i for i in layers if i < len(self._hidden) and i not in self.layers]
        for index in missing:
            self._make(index)
        return bool(missing)

    def _make(self, layer: int) -> None:
        self.layers[layer] = head = LayerHead(layer, self._drawing)
        self._hide_controls(head)
        head.show_layer(self._hidden[layer])
        self.made.emit(layer)

    def place(self, layout: Layout) -> None:
        """Move all heads above their columns."""
        width = min(round(layout.pitch) - px(APART), px(WIDTH))
        for index, head in self.layers.items():
            head.place(layout.columns[index].centre, width)
        # nothing is to its right
        self.output.place(layout.columns[-1].centre, min(round(layout.pitch) - 1, px(WIDTH)))
        numbers = [head.width for head in self.layers.values()]
        worded = all(number.has_room for number in numbers)
        for number in numbers:
            number.show_word(worded)
        self._inputs.place(layout.inputs, self.rows)
