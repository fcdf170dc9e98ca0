"""The drawing of the network with its mouse and keyboard handling."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip

from playground.mathematics.place import BIAS, Place
from playground.widgets.controls.base import is_override, literal
from playground.widgets.network.keymaps import NETWORK
from playground.widgets.network.layout import Column
from playground.widgets.network.status import described_chip
from playground.widgets.network.step_canvas import StepCanvas
from playground.widgets.network.subject import Edge, Spot

_K = Qt.Key
_KEYS = NETWORK.every


class NetworkView(StepCanvas):
    """The drawing, with what a person can do in it.

    Signals
    -------
    opened (int, int, int)
        A neuron was chosen: its layer, its number, and the source of the clicked weight or −1.
    width_asked (int, int)
        A layer, and how many neurons to add.
    removal_asked (int, int)
        A layer, and the neuron to remove.
    place_chosen (Place or None)
        Where mathematics are shown: what of the network was chosen.
    """

    opened = Signal(int, int, int)
    width_asked = Signal(int, int)
    removal_asked = Signal(int, int)
    place_chosen = Signal(object)

    # -- the pointer -------------------------------------------------------------------------

    def _at(self, place: QPointF) -> Spot | Edge | Column | None:
        """Return what is at a place; a column stands for its chip."""
        for column in self._layout.columns:
            neuron = column.neuron_at(place)
            if neuron is not None:
                return column.layer, neuron
            if column.chip is not None and column.chip.contains(place):
                return column
        for gap in self.painting.gaps:
            key = gap.line_at(place)
            if key is not None:
                return Edge(gap.layer, *key)
        return None

    def point_at(self, what: "Spot | Edge | str | None", chip: int | None = None) -> None:
        """Set what is pointed at, or the chip of a layer."""
        if (what, chip) != (self.pointed, self._chip):
            self.pointed, self._chip = what, chip
            self.update()
            self.changed.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        what = self._at(event.position())
        shape = Qt.CursorShape.PointingHandCursor if what is not None else Qt.CursorShape.ArrowCursor
        if self.cursor().shape() != shape:
            self.setCursor(shape)
        if isinstance(what, Column):
            self.point_at(None, what.layer)
        else:
            self.point_at(what)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.point_at(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        what = self._at(event.position())
        right = event.button() == Qt.MouseButton.RightButton and isinstance(what, Column)
        if what is None and event.button() == Qt.MouseButton.LeftButton and self.subject.step.place:
            self.place_chosen.emit(None)
        if what is None or (event.button() != Qt.MouseButton.LeftButton and not right):
            super().mousePressEvent(event)
            return
        event.accept()
        if isinstance(what, Column):
            self._turn(what, back=right or bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif self.subject.step.mathematics:
            self._choose(what)
        else:
            self._open(what)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        what = self._at(event.position())
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self.subject.step.mathematics and isinstance(what, (tuple, Edge)):
            self._open(what)
        else:
            self.mousePressEvent(event)

    def _open(self, what: Spot | Edge) -> None:
        """Ask for the card of a neuron, or for that of a weight's neuron."""
        if isinstance(what, Edge):
            self.opened.emit(what.layer, what.neuron, what.source)
        else:
            self.current = what
            self.opened.emit(*what, -1)

    def _choose(self, what: Spot | Edge) -> None:
        """Choose a neuron or a weight in the mathematics."""
        if isinstance(what, Edge):
            self.current = what.layer, what.neuron
            self.place_chosen.emit(Place(what.layer, what.neuron, what.source))
        else:
            self.current = what
            self.place_chosen.emit(Place(*what))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not isinstance(self._at(QPointF(event.pos())), Column):
            super().contextMenuEvent(event)

    def _turn(self, column: Column, back: bool) -> None:
        """Show the next neurons of a layer that has more than fit, or the previous ones, in a circle."""
        last = column.first + len(column.rows)
        if back:
            self.scroll_layer(column.layer, column.first - len(column.rows) if column.first else column.width)
        else:
            self.scroll_layer(column.layer, last if last < column.width else 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = -round(event.angleDelta().y() / 120) or (-1 if event.angleDelta().y() > 0 else 1)
        place = event.position()
        if place.x() < self._layout.inputs:
            self.inputs.scroll(steps)
            event.accept()
            return
        for column in self._layout.columns:
            if abs(place.x() - column.centre) <= 0.5 * self._layout.pitch and column.chip is not None:
                self.scroll_layer(column.layer, column.first + steps)
                event.accept()
                return
        event.ignore()

    # -- the keyboard ------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if is_override(event, _KEYS) or (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Plus
        ):
            event.accept()
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.chip is not None:
            said = described_chip(self.chip, self.subject.experiment)
            QToolTip.showText(event.globalPos(), literal(said), self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.hasFocus():  # a number above a column has handled Enter itself
            super().keyPressEvent(event)
            return
        layer, neuron = self.current
        turns = {_K.Key_Up: -1, _K.Key_Down: 1}
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in turns:
            self._walk_weights(turns[_K(event.key())])
            return
        key, keys = event.key(), Qt.Key
        page = len(self._layout.columns[layer].rows)
        walks = {
            keys.Key_Left: (layer - 1, neuron), keys.Key_Right: (layer + 1, neuron),
            keys.Key_Up: (layer, neuron - 1), keys.Key_Down: (layer, neuron + 1),
            keys.Key_PageUp: (layer, neuron - page), keys.Key_PageDown: (layer, neuron + page),
            keys.Key_Home: (0, neuron), keys.Key_End: (len(self.widths) - 1, neuron),
        }  # fmt: skip
        acts: dict[int, Callable[[], None]] = {
            keys.Key_Return: self._open_current,
            keys.Key_Enter: self._open_current,
            keys.Key_Plus: partial(self._ask_width, 1),
            keys.Key_Minus: partial(self._ask_width, -1),
            keys.Key_Delete: self._ask_removal,
        }
        if key in walks:
            self.go_to(walks[keys(key)])
        elif key in acts:
            acts[key]()
        else:
            super().keyPressEvent(event)

    def go_to(self, spot: Spot) -> None:
        """Move to a neuron, or the nearest one that exists, and scroll to it."""
        layer = min(max(spot[0], 0), len(self.widths) - 1)
        neuron = min(max(spot[1], 0), self.widths[layer] - 1)
        self.current = layer, neuron
        column = self._layout.columns[layer]
        if not column.shows(neuron):
            below = neuron - len(column.rows) + 1
            self.scroll_layer(layer, neuron if neuron < column.first else below)
        self._describe_current()
        self.update()
        self.changed.emit()
        if self.subject.step.mathematics:
            self.place_chosen.emit(Place(*self.current))

    def _walk_weights(self, by: int) -> None:
        """Go to the next number of the current neuron, or the previous one: weights, and the bias last."""
        layer, neuron = self.current
        sources = [*range(self.subject.inputs_of(layer)), BIAS]
        step, at = self.subject.step, -1 if by > 0 else 0
        place = step.place
        if step.mathematics and place is not None and (place.layer, place.neuron) == self.current:
            at = sources.index(place.source) if place.source is not None else at
        elif isinstance(self.pointed, Edge) and (self.pointed.layer, self.pointed.neuron) == self.current:
            at = self.pointed.source
        source = sources[(at + by) % len(sources)]
        if step.mathematics:
            self.place_chosen.emit(Place(layer, neuron, source))
        else:
            self.point_at(Edge(layer, neuron, source) if source != BIAS else self.current)
            self._describe_current()

    def _ask_width(self, more: int) -> None:
        if self.current[0] < len(self.subject.hidden):
            self.width_asked.emit(self.current[0], more)

    def _ask_removal(self) -> None:
        if self.current[0] < len(self.subject.hidden):
            self.removal_asked.emit(*self.current)

    def _open_current(self) -> None:
        self.opened.emit(*self.current, -1)

    def rectangle_of(self, spot: Spot) -> QRect:
        """Return the rectangle of a neuron, or of the nearest one in sight."""
        column = self._layout.columns[spot[0]]
        return column.rectangle(min(max(spot[1], column.first), column.first + len(column.rows) - 1))

    def place_of(self, spot: Spot) -> QPoint:
        """Return where a neuron is."""
        return self.rectangle_of(spot).center()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._describe_current()
        self.update()
        self.changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
        self.changed.emit()
