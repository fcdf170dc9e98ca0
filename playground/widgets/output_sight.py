"""The part of the plane that is in sight in the large plot: it zooms, moves, never too far, and goes home."""

from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Signal

from engine import REACH
from playground.sizes import px
from playground.snapshot import SQUARE, Area
from playground.widgets.plot import Plot

EXTRA_WIDTH = 6  # the left axis and margin take so much more than the bottom axis and margin
FAR = 3.0 * REACH  # as far as one can look
NEAR = 0.05  # the narrowest sight
PAN = 0.1  # of what is in sight


class Sight(QObject):
    """Says which part of a plot's plane is in sight, and keeps the square of the data square.

    Parameters
    ----------
    plot : Plot
        Its wheel zooms, dragging moves it, and a double click brings it home.

    Signals
    -------
    changed (Area)
        Another part is in sight.
    resized ()
        The plot has another size.

    Attributes
    ----------
    area : Area
        What is in sight; `SQUARE` where that is the whole square of the data.
    """

    changed = Signal(object)
    resized = Signal()

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot)
        self._plot = plot
        self.area: Area = SQUARE
        self._box_size: object = None  # of what shows the plane
        box = plot.view_box
        box.setAspectLocked(True)
        box.setLimits(xMin=-FAR, xMax=FAR, yMin=-FAR, yMax=FAR, minXRange=NEAR, minYRange=NEAR)
        box.setMouseEnabled(x=True, y=True)
        self._mark_axes()
        self.home()
        box.sigRangeChanged.connect(self._range_changed)
        box.sigResized.connect(self._box_resized)
        plot.double_clicked.connect(self.home)
        plot.installEventFilter(self)

    @property
    def zoomed(self) -> bool:
        """Whether another part of the plane is in sight than the square of the data."""
        return self.area != SQUARE

    def home(self) -> None:
        """Show the whole square of the data."""
        self._plot.view_box.setRange(xRange=(-REACH, REACH), yRange=(-REACH, REACH), padding=0)
        self._set_area(SQUARE)

    def zoom(self, factor: float) -> None:
        """Look at so many times as much of the plane, about the middle."""
        self._plot.view_box.scaleBy((factor, factor))

    def pan(self, dx: int, dy: int) -> None:
        """Look so many steps further to the right, and up."""
        (left, right), _ = self._plot.view_box.viewRange()
        step = PAN * (right - left)
        self._plot.view_box.translateBy(x=dx * step, y=dy * step)

    def span(self) -> tuple[float, float]:
        """Where the square of the data, or all that is in sight, begins and ends: pixels from the top."""
        frame = QRectF(self._plot.view_box.sceneBoundingRect())
        if self.zoomed:
            return frame.top(), frame.bottom()
        top, bottom = (self._plot.place_of(QPointF(0.0, y)).y() for y in (REACH, -REACH))
        return max(top, frame.top()), min(bottom, frame.bottom())

    def _box_resized(self, _: Any) -> None:
        self._box_size = self._plot.view_box.size()
        if not self.zoomed:
            self.home()

    def _range_changed(self, *_: Any) -> None:
        if self._plot.view_box.size() != self._box_size and not self.zoomed:
            return  # it has another size, and goes home in a moment: nobody has zoomed
        (left, right), (bottom, top) = self._plot.view_box.viewRange()
        span = min(right - left, top - bottom)
        centred = abs(left + right) + abs(bottom + top) < 0.01 * span
        at_home = centred and abs(span - 2.0 * REACH) < 0.01 * span
        self._set_area(SQUARE if at_home else (left, right, bottom, top))

    def _set_area(self, area: Area) -> None:
        if area != self.area:
            before, self.area = self.zoomed, area
            if self.zoomed != before:
                self._mark_axes()
            self.changed.emit(area)

    def _mark_axes(self) -> None:
        """Number the axes of the square by even numbers, and others as there is room."""
        places = np.arange(-REACH, REACH + 1.0, 2.0)
        ticks = [[(place, f"{place:.0f}".replace("-", "−")) for place in places]]
        for edge in ("left", "bottom"):
            self._plot.axes[edge].setTicks(None if self.zoomed else ticks)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._keep_square()
        return super().eventFilter(watched, event)

    def _keep_square(self) -> None:
        """Keep the square square: the plot is never wider than its height asks for."""
        least = self._plot.minimumSizeHint().width()
        self._plot.setMaximumWidth(max(self._plot.height() + px(EXTRA_WIDTH), least))
        if not self.zoomed:
            self.home()
        self.resized.emit()
