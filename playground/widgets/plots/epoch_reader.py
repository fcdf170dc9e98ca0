"""Reading a plot over epochs: at the pointer, or from one epoch to the next by the arrow keys."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent

from playground.observers.curves import Floats
from playground.widgets.controls.base import is_override
from playground.widgets.plots.plot import Plot
from playground.widgets.plots.readout_card import Card, CardRow

_K = Qt.Key
KEYS = (
    *(_K.Key_Left, _K.Key_Right, _K.Key_PageUp, _K.Key_PageDown),
    *(_K.Key_Home, _K.Key_End, _K.Key_Escape),
)
FAR = 10  # a page is such a part of all that can be read


class EpochReader(QObject):
    """Shows a card of figures beside an epoch of a plot.

    Parameters
    ----------
    plot : Plot
    card : Card
    epochs : callable () -> ndarray
        The epochs that can be read, in rising order; none, where there is nothing to read.
    lines : callable (epoch) -> tuple of CardRow
    mark : callable (epoch or None)
        Marks the epoch in the plot; None where none is read.

    Attributes
    ----------
    attracted : callable (float) -> float or None
        Returns the epoch that is read in place of one close to it; None for the nearest that can be read.
    """

    def __init__(
        self,
        plot: Plot,
        card: Card,
        epochs: Callable[[], Floats],
        lines: Callable[[float], tuple[CardRow, ...]],
        mark: Callable[[float | None], None],
    ) -> None:
        super().__init__(plot)
        self._plot, self.card = plot, card
        card.setParent(plot)  # until it is shown, beside the pointer
        self._epochs, self._lines, self._mark = epochs, lines, mark
        self._at: float | None = None  # the epoch that is read, where one is
        self._exact = False  # whether that very epoch is meant, and not the nearest that can be read
        self.attracted: Callable[[float], float | None] = lambda _: None
        plot.pointed.connect(self._point)
        plot.installEventFilter(self)

    def _point(self, where: QPointF | None) -> None:
        """Read the epoch under the pointer."""
        inside = where is not None and self._plot.view_box.sceneBoundingRect().contains(
            self._plot.mapToScene(where.toPoint())
        )
        at = self._plot.plane_of(where).x() if inside and where is not None else None
        near = self.attracted(at) if at is not None else None
        self._at, self._exact = (at, False) if near is None else (near, True)
        self.read()

    def read_at(self, epoch: float) -> None:
        """Read an epoch, until another one is pointed at."""
        self._at, self._exact = epoch, True
        self.read()

    @property
    def epoch(self) -> float | None:
        """The epoch that is read; None where none is."""
        epochs = self._epochs()
        if self._at is None or not len(epochs):
            return None
        return self._at if self._exact else float(epochs[np.abs(epochs - self._at).argmin()])

    def read(self) -> None:
        """Show what there is at the epoch that is read, as it is now."""
        epoch = self.epoch
        self._mark(epoch)
        if epoch is None:
            self.card.hide()
            return
        y = self._plot.viewport().height() // 2
        spot = self._plot.place_of(QPointF(epoch, 0.0)).toPoint()
        self.card.show_lines(self._lines(epoch), self._plot.viewport(), QPoint(spot.x(), y))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk along the epochs with the arrow keys while the plot has the focus."""
        if is_override(event, KEYS):
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._walk(event.key()):
            return True
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self._point(None)
        return super().eventFilter(watched, event)

    def _walk(self, key: int) -> bool:
        epochs = self._epochs()
        if key not in KEYS or not len(epochs):
            return False
        last = len(epochs) - 1
        here = last if self._at is None else int(np.abs(epochs - self._at).argmin())
        far = max(last // FAR, 1)
        goal = {
            _K.Key_PageUp: here - far,
            _K.Key_PageDown: here + far,
            _K.Key_Left: here - 1 if self._at is not None else last,
            _K.Key_Right: here + 1,
            _K.Key_Home: 0,
            _K.Key_End: last,
        }
        self._at = None if key == _K.Key_Escape else float(epochs[min(max(goal[_K(key)], 0), last)])
        self._exact = False
        self.read()
        return True
