"""Drawing on the output plot: brush, erase, move and flip points, by mouse or keys, also while training runs.

It is an event filter on the plot and takes the events that draw; the plot itself knows nothing of drawing.
What is drawn is shown at once; the worker gets it as soon as it has answered the previous change, so that a
quick hand never gets ahead of a large network.
"""

import math
import random

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGraphicsEllipseItem

from engine import MOST_CLASSES, MOST_POINTS, REACH, DataSpec, Experiment
from engine.data.draw import with_own_points
from engine.points import LARGEST, Point, numbers, places_without
from playground.observers.close_up import CloseUp
from playground.observers.plane import DEFAULT_SCALE, is_line, rounded_down, scale_of
from playground.observers.snapshot import Snapshot
from playground.observers.view import SQUARE
from playground.style import palette
from playground.style.palette import MARKERS, Theme
from playground.style.scaling import real
from playground.texts import data as texts
from playground.widgets.controls import commit_typing
from playground.widgets.data.keymaps import DRAWING
from playground.widgets.data.tools import BRUSH, ERASER, MOVE, ToolStrip, label_colour
from playground.widgets.plots.plot import Plot, pen

PICK = 12.0  # pixels around the pointer within which a point can be grabbed
SPACING = 0.6  # between two points that are sprayed, as a share of the brush's radius
LEAST_SPACING = 0.15
DIGITS = 3  # decimals of a drawn coordinate: finer than the screen
POINT_SIZE = 9.0
ABOVE = 1000.0  # in front of everything else in the plot
STEP, FINE_STEP = 0.25, 0.05  # of the arrow keys
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
DIGIT_KEYS = {Qt.Key(Qt.Key.Key_0 + k): k for k in range(MOST_CLASSES)}
TOOL_KEYS = {Qt.Key.Key_B: BRUSH, Qt.Key.Key_E: ERASER, Qt.Key.Key_M: MOVE}
SIZE_KEYS = {Qt.Key.Key_BracketLeft: -1, Qt.Key.Key_BracketRight: 1}
PUT = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Insert)
TAKE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
FLIP = Qt.Key.Key_F


class Brush(QObject):
    """Turns what the mouse and the keys do on a plot into changes of own points.

    Signals
    -------
    points_changed (DataSpec, str, int)
        The data with the changed points, what undo calls the change, and the number of the stroke.
    refused (str)
        Why no more points can be drawn.
    stopped ()
        The person wants to stop drawing.
    """

    points_changed = Signal(object, str, int)
    refused = Signal(str)
    stopped = Signal()

    def __init__(self, plot: Plot, tools: ToolStrip, parent: QObject) -> None:
        super().__init__(parent)
        self._plot, self._viewport, self._tools = plot, plot.viewport(), tools
        self._experiment = Experiment()
        self._snapshot: Snapshot | None = None
        self._theme = palette.LIGHT
        self._frame, self._scale = SQUARE, DEFAULT_SCALE
        self.on = False
        self._stroke = 0  # the number of the last one
        self._kind = ""  # what the current stroke does; empty between strokes
        self._data = self._experiment.data  # with what the stroke has changed
        self._sent: DataSpec | None = None  # what the worker has not yet answered
        self._dirty = False
        self._held = -1  # the index of the point that is moved
        self._last = (math.inf, math.inf)  # where the brush drew the last point
        self._cursor = (0.0, 0.0)
        self._random = random.Random(0)
        self._ring = QGraphicsEllipseItem()
        self._fresh = pg.ScatterPlotItem(size=POINT_SIZE)
        self._drawn: list[Point] = []  # points that no snapshot contains yet
        self._asked: list[Point] = []  # those of them that are sent
        for item in (self._ring, self._fresh):
            item.setZValue(ABOVE)
            item.hide()
            plot.add(item)
        tools.changed.connect(self._show_ring)

    def switch(self, on: bool) -> None:
        """Take the events that draw, or leave them all to the plot."""
        if on == self.on:
            return
        self.on = on
        viewport = self._viewport
        if on:
            viewport.installEventFilter(self)
            self._plot.installEventFilter(self)
            viewport.setCursor(Qt.CursorShape.CrossCursor)
            self._plot.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._end()
            viewport.removeEventFilter(self)
            self._plot.removeEventFilter(self)
            viewport.unsetCursor()
        self._ring.setVisible(on)
        self._show_ring()

    # -- what is shown ----------------------------------------------------------------------------

    def show_experiment(self, experiment: Experiment) -> None:
        """Continue from the points of an experiment; a stroke that it does not contain is over."""
        self._experiment = experiment
        if experiment.data is not self._sent:
            self._kind, self._sent, self._dirty = "", None, False
            self._show_fresh([])

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Note which points are shown now; what has been drawn since is sent."""
        if self._snapshot is None or snapshot.data is not self._snapshot.data:
            self._frame = left, right, bottom, top = snapshot.frame
            if not (left <= self._cursor[0] <= right and bottom <= self._cursor[1] <= top):
                self._cursor = (0.5 * (left + right), 0.5 * (bottom + top))
            self._scale = scale_of(snapshot.experiment, snapshot.data, snapshot.frame)
            self._show_ring()
        self._snapshot = snapshot
        if self._sent is None:
            return
        if snapshot.experiment.data is self._sent:
            self._sent = None
            known = set(self._asked)
            self._show_fresh([point for point in self._drawn if point not in known])
            self._send()

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = colours
        self._fresh.setSize(real(POINT_SIZE))
        self._ring.setPen(pen(colours.contour, real(1.5), dashed=True))

    # -- events ----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Leave and watched is self._viewport:
            self._ring.hide()
        if isinstance(event, QKeyEvent):
            return watched is self._plot and self._key(event)
        if watched is not self._viewport or not isinstance(event, QMouseEvent):
            return False
        place = self._place(event.position())
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            return self._press(event.button(), place)
        if kind == QEvent.Type.MouseMove:
            return self._drag(place, event.buttons())
        if kind == QEvent.Type.MouseButtonRelease:
            busy = bool(self._kind) or event.button() == Qt.MouseButton.RightButton
            self._end()
            return busy
        return False

    def _press(self, button: Qt.MouseButton, place: tuple[float, float]) -> bool:
        if button not in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            return False
        commit_typing()
        self._plot.setFocus(Qt.FocusReason.MouseFocusReason)
        self._move_cursor(place)
        self._end()
        if self._refuses():
            return True
        if button == Qt.MouseButton.RightButton:
            self._flip(place)
        elif self._tools.tool == MOVE:
            self._grab(place)
        else:
            self._begin(self._tools.tool)
            self._work(place, first=True)
        return True

    def _drag(self, place: tuple[float, float], buttons: Qt.MouseButton) -> bool:
        self._move_cursor(place)
        if not self._kind:
            return False
        if not buttons & Qt.MouseButton.LeftButton:
            self._end()  # the button was released elsewhere
            return False
        self._work(place)
        return True

    def _key(self, event: QKeyEvent) -> bool:
        """Handle a key; return whether it is one of the brush's."""
        plain = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        key = Qt.Key(event.key())
        if plain or not self._knows(key):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            self._do(key, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        return True

    @staticmethod
    def _knows(key: Qt.Key) -> bool:
        return key in DRAWING.every

    def _do(self, key: Qt.Key, fine: bool) -> None:
        if key in ARROWS:
            step, units = FINE_STEP if fine else STEP, (self._unit, self._unit * self._plot.aspect)
            x, y = (
                at + step * way * rounded_down(unit)
                for at, way, unit in zip(self._cursor, ARROWS[key], units, strict=True)
            )
            left, right, bottom, top = self._frame
            self._move_cursor((min(max(x, left), right), min(max(y, bottom), top)))
        elif key in DIGIT_KEYS:
            self._tools.choose_label(DIGIT_KEYS[key])
        elif key in TOOL_KEYS:
            self._tools.choose_tool(TOOL_KEYS[key])
        elif key in SIZE_KEYS:
            self._tools.extent.setValue(self._tools.extent.value() + SIZE_KEYS[key])
        elif (key in PUT or key in TAKE or key == FLIP) and self._refuses():
            return
        elif key in PUT or key in TAKE:
            self._end()
            self._begin(BRUSH if key in PUT else ERASER)
            self._work(self._cursor, first=True)
            self._end()
        elif key == FLIP:
            self._flip(self._cursor)
        else:
            self.stopped.emit()

    # -- strokes ---------------------------------------------------------------------------------

    def _refuses(self) -> bool:
        """Refuse to draw where no points are shown: over x₁, the curve of a neuron has a scale of its own."""
        now = self._snapshot
        hidden = now is not None and is_line(now.experiment.data) and now.get(CloseUp) is not None
        if hidden:
            self.refused.emit(texts.NO_POINTS_SHOWN())
        return hidden

    def _begin(self, kind: str) -> None:
        """Start a stroke on the current points, which become own points if they are not yet."""
        snapshot, experiment = self._snapshot, self._experiment
        known = snapshot is not None and (snapshot.experiment.data, snapshot.experiment.seed) == (
            experiment.data,
            experiment.seed,
        )
        self._data = with_own_points(experiment, snapshot.data if snapshot is not None and known else None)
        self._kind, self._dirty = kind, False
        self._stroke += 1
        self._last = (math.inf, math.inf)

    def _work(self, place: tuple[float, float], first: bool = False) -> None:
        """Continue the stroke at one place."""
        if self._kind == BRUSH:
            self._brush(place, first)
        elif self._kind == ERASER:
            self._erase(place)
        elif self._kind == MOVE and self._held >= 0:
            self._change(self._held, self._point_at(place, self._data.points[self._held][2]))
        self._send()

    def _end(self) -> None:
        """Finish the current stroke: what is left of it is sent, even if the worker is busy."""
        if self._kind:
            if self._dirty:
                self._sent = None
                self._send()
            self._kind = ""

    def _brush(self, place: tuple[float, float], first: bool) -> None:
        """Draw a point: a click exactly at its place, a drag around the pointer."""
        radius = self._tools.radius * self._unit
        far = math.hypot(place[0] - self._last[0], (place[1] - self._last[1]) / self._plot.aspect)
        if not first and far < max(SPACING * radius, LEAST_SPACING * self._unit):
            return
        count = self._data.count
        if count >= MOST_POINTS:
            self.refused.emit(texts.FULL(n=MOST_POINTS))
            return
        self._last = place
        if not first:
            angle, far = self._random.uniform(0.0, math.tau), radius * math.sqrt(self._random.random())
            up = far * math.sin(angle) * self._plot.aspect
            place = place[0] + far * math.cos(angle), place[1] + up
        point = self._point_at(place, self._tools.drawn)
        self._edit(np.append(np.arange(count), -1), {count: point})
        self._show_fresh([*self._drawn, point])

    def _erase(self, place: tuple[float, float]) -> None:
        radius = max(self._tools.radius * self._unit, self._pixels(real(PICK)) / 2)
        gone = np.flatnonzero(self._distances(place) <= radius)
        if len(gone):
            self._edit(places_without(self._data.count, gone.tolist()))

    def _grab(self, place: tuple[float, float]) -> None:
        self._begin(MOVE)
        self._held = self._nearest(place)
        if self._held < 0:
            self._kind = ""

    def _flip(self, place: tuple[float, float]) -> None:
        """Give the nearest point the next class, or mirror its value about the middle."""
        self._end()
        self._begin("flip")
        if (nearest := self._nearest(place)) >= 0:
            x1, x2, y = self._data.points[nearest]
            regression = self._data.problem == "regression"
            mirrored = 2.0 * self._scale[0] - y
            self._change(nearest, (x1, x2, mirrored if regression else (y + 1.0) % self._data.class_count))
        self._end()

    def _change(self, i: int, point: Point) -> None:
        if point != self._data.points[i]:
            self._edit(np.arange(self._data.count), {i: point})
            self._show_fresh([point])

    def _edit(self, origins: NDArray[np.intp], new: dict[int, Point] | None = None) -> None:
        self._data, self._dirty = self._data.edited(origins, new), True

    def _send(self) -> None:
        """Request the points as they are now, unless the worker has yet to answer the last request."""
        if not self._dirty or self._sent is not None:
            return
        self._dirty = False
        if self._data != self._experiment.data:
            self._sent, self._asked = self._data, self._drawn
            self.points_changed.emit(self._data, texts.STROKES[self._kind](), self._stroke)

    # -- places ----------------------------------------------------------------------------------

    def _point_at(self, place: tuple[float, float], y: float) -> Point:
        """Return the point at a place, with a class or value; with one input, the place has the value."""
        across, up = self._rounded(place[0]), self._rounded(place[1], self._plot.aspect)
        return (across, 0.0, up) if is_line(self._data) else (across, up, y)

    def _place(self, position: QPointF) -> tuple[float, float]:
        """Return the place in the plane under a pixel of the plot."""
        point = self._plot.plane_of(position)
        return float(point.x()), float(point.y())

    @property
    def _unit(self) -> float:
        """The length across the plane that looks like one unit of the usual square."""
        return (self._frame[1] - self._frame[0]) / (2.0 * REACH)

    def _rounded(self, x: float, aspect: float = 1.0) -> float:
        x = min(max(x, -LARGEST), LARGEST)
        return round(x, DIGITS - min(math.floor(math.log10(self._unit * aspect)), 0))

    def _pixels(self, count: float) -> float:
        """Return so many pixels across, in units of the plane."""
        return count * float(self._plot.view_box.viewPixelSize()[0])

    def _distances(self, place: tuple[float, float]) -> NDArray[np.float64]:
        """Return how far all points are from a place, in lengths across."""
        places = numbers(self._data.points)[:, self._data.columns[:2]]
        return np.asarray(np.hypot(*((places - place) / (1.0, self._plot.aspect)).T))

    def _nearest(self, place: tuple[float, float]) -> int:
        """Return the point under the pointer, or -1."""
        distances = self._distances(place)
        if not len(distances):
            return -1
        nearest = int(distances.argmin())
        return nearest if distances[nearest] <= self._pixels(real(PICK)) else -1

    # -- painting ----------------------------------------------------------------------------------

    def _move_cursor(self, place: tuple[float, float]) -> None:
        self._cursor = place
        self._show_ring()

    def _show_ring(self) -> None:
        radius = self._pixels(real(PICK)) if self._tools.tool == MOVE else self._tools.radius * self._unit
        x, y = self._cursor
        high = radius * self._plot.aspect
        self._ring.setRect(x - radius, y - high, 2.0 * radius, 2.0 * high)
        self._ring.setVisible(self.on)

    def _show_fresh(self, points: list[Point]) -> None:
        """Show points that no snapshot contains yet."""
        if not points and not self._drawn:
            return
        self._drawn = points
        self._fresh.setVisible(bool(points))
        if not points:
            self._fresh.clear()
            return
        y, data = points[-1][2], self._data if self._kind else self._experiment.data
        regression = data.problem == "regression"
        middle, half = self._scale
        colour = (
            palette.value_colour(self._theme, (y - middle) / half)
            if regression
            else label_colour(data, int(y), self._theme)
        )
        self._fresh.setData(
            pos=np.array(points)[:, data.columns[:2]],
            symbol=MARKERS[0 if regression else int(y)],
            brush=pg.mkBrush(colour),
            pen=pen(self._theme.outline, real(0.8)),
        )
