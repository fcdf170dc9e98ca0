"""The viewport of the output plot, the visible part of the plane: zoom, movement, limits, home."""

from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Signal

from engine import REACH
from playground.observers.view import SQUARE, Area
from playground.texts.numbers import with_minus
from playground.widgets.plots.plot import Plot

WIDEST = 16_777_215  # pixels: what Qt has for no limit
FAR = 3.0  # times as far as home reaches: the farthest view
NEAR = 0.05 / REACH  # of half the width of home: the narrowest view
PAN = 0.1  # of the visible part, for each step
AXES = (0, 2)  # where the ends of each begin in an area
LIKE = 1.6  # homes that differ in size by less count as alike


class Viewport(QObject):
    """Controls which part of a plot's plane is visible, and keeps the square of the data square.

    Home is the square of the data sets, or the frame of own points. That of values over x₁ is no square: it
    fills the plot.

    Parameters
    ----------
    plot : Plot
        Its wheel zooms, dragging moves it, and a double click brings it home.

    Signals
    -------
    changed (Area)
        Another part is shown.
    resized ()
        The plot has another size.

    Attributes
    ----------
    area : Area
        The part that is shown; equal to `frame` at home.
    frame : Area
        Home.
    """

    changed = Signal(object)
    resized = Signal()

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot)
        self._plot = plot
        self.area: Area = SQUARE
        self.frame: Area = SQUARE
        self._square = True
        self._box_size: object = None  # of the box that shows the plane
        box = plot.view_box
        box.setAspectLocked(True)
        box.setMouseEnabled(x=True, y=True)
        self._limit()
        self.home()
        self._mark_axes()
        box.sigRangeChanged.connect(self._range_changed)
        box.sigResized.connect(self._box_resized)
        plot.double_clicked.connect(self.home)
        plot.settled.connect(self._keep_square)
        plot.installEventFilter(self)

    @property
    def zoomed(self) -> bool:
        """Whether another part of the plane is shown than home."""
        return self.area != self.frame

    def settle(self, frame: Area, go_home: bool, square: bool = True) -> None:
        """Set another home, and go there or stay; it looks square, or else fills the plot."""
        if (frame, square) == (self.frame, self._square):
            return
        self.frame = frame
        self._plot.view_box.setAspectLocked(square, _side(frame, 2) / _side(frame, 0))
        if square != self._square:
            self._square = square
            self._keep_square()
        self._limit()
        if go_home:
            self.home()
        self._mark_axes()
        self.changed.emit(self.area)

    def _limit(self) -> None:
        """Limit the zoom, so that nobody gets lost far out or far in."""
        limits = {}
        for axis, low, high in (("x", *self.frame[:2]), ("y", *self.frame[2:])):
            half, middle = 0.5 * (high - low), 0.5 * (low + high)
            limits[f"{axis}Min"], limits[f"{axis}Max"] = middle - FAR * half, middle + FAR * half
            limits[f"min{axis.upper()}Range"] = NEAR * half
        self._plot.view_box.setLimits(**limits)

    def home(self) -> None:
        """Show the whole square of the data."""
        left, right, bottom, top = self.frame
        self._plot.view_box.setRange(xRange=(left, right), yRange=(bottom, top), padding=0)
        self._set_area(self.frame)

    def zoom(self, factor: float) -> None:
        """Show so many times as much of the plane, about the middle."""
        self._plot.view_box.scaleBy((factor, factor))

    def pan(self, dx: int, dy: int) -> None:
        """Move by so many steps to the right, and up."""
        (left, right), _ = self._plot.view_box.viewRange()
        step = PAN * (right - left)
        self._plot.view_box.translateBy(x=dx * step, y=dy * step * self._plot.aspect)

    def span(self) -> tuple[float, float]:
        """Return where the square of the data, or the visible part, begins and ends: pixels from the top."""
        frame = QRectF(self._plot.view_box.sceneBoundingRect())
        if self.zoomed:
            return frame.top(), frame.bottom()
        top, bottom = (self._plot.place_of(QPointF(0.0, y)).y() for y in self.frame[3:1:-1])
        return max(top, frame.top()), min(bottom, frame.bottom())

    def _box_resized(self, _: Any) -> None:
        self._box_size = self._plot.view_box.size()
        if not self.zoomed:
            self.home()

    def _range_changed(self, *_: Any) -> None:
        if self._plot.view_box.size() != self._box_size and not self.zoomed:
            return  # it was resized and goes home in a moment: nobody has zoomed
        (left, right), (bottom, top) = self._plot.view_box.viewRange()
        self._set_area(self.frame if self._is_home(shown := (left, right, bottom, top)) else shown)

    def _is_home(self, area: Area) -> bool:
        """Whether an area is home, as nearly as can be seen; the plot may show more than the square."""
        shares = [_side(area, k) / _side(self.frame, k) for k in AXES]
        if self._square:
            shares = [min(shares)] * len(AXES)
        return all(
            _gap(self.frame, area, k) < 0.01 * share * _side(self.frame, k)
            and abs(1.0 - share) < 0.01 * share
            for k, share in zip(AXES, shares, strict=True)
        )

    def _set_area(self, area: Area) -> None:
        if area != self.area:
            before, self.area = self.zoomed, area
            if self.zoomed != before:
                self._mark_axes()
            self.changed.emit(area)

    def _mark_axes(self) -> None:
        """Set even numbers on the axes of the usual square; other areas have ticks as there is room."""
        places = np.arange(-REACH, REACH + 1.0, 2.0)
        ticks = [[(place, with_minus(f"{place:.0f}")) for place in places]]
        for edge in ("left", "bottom"):
            self._plot.axes[edge].setTicks(ticks if self.area == SQUARE else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._keep_square()
        return super().eventFilter(watched, event)

    def _keep_square(self) -> None:
        """Keep the square square: the plot is never wider than its height allows."""
        least = self._plot.minimumSizeHint().width()
        self._plot.setMaximumWidth(
            max(self._plot.height() + self._plot.extra_width(), least) if self._square else WIDEST
        )
        if not self.zoomed:
            self.home()
        self.resized.emit()


def _side(area: Area, k: int) -> float:
    """Return how long an area is along one of the AXES."""
    return area[k + 1] - area[k]


def _gap(a: Area, b: Area, k: int) -> float:
    """Return how far the middles of two areas are from each other along one of the AXES."""
    return 0.5 * abs(sum(a[k : k + 2]) - sum(b[k : k + 2]))


def apart(old: Area, new: Area) -> bool:
    """Whether a new home differs so much from the old one that a view of the one does not show the other."""
    for k in AXES:
        sides = _side(old, k), _side(new, k)
        if max(sides) > LIKE * min(sides) or _gap(old, new, k) > 0.5 * min(sides):
            return True
    return False
