"""Going to moments of the past in a plot over epochs: by pointing, dragging and keys; and its marks."""

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen, QPolygonF, QTransform

from playground.observers.marks import Mark, marks_of, place_of
from playground.observers.snapshot import Snapshot
from playground.style.palette import Theme
from playground.style.scaling import px, real
from playground.style.sizes import SMALL_FONT
from playground.texts import time as texts
from playground.widgets.output.loss_marks import STRIP
from playground.widgets.plots.epoch_reader import EpochReader
from playground.widgets.plots.pixel_overlay import PixelOverlay, place
from playground.widgets.plots.plot import Plot

NEAR_MARK, NEAR_MOMENT = 5.0, 3.0  # pixels: what is closer is meant
NEAR_WHILE_MOVING = 12.0  # a kept moment that is closer is shown until the pointer rests
REST_MS = 80
VEIL = 0.6  # how much it covers of what comes after the moment that is shown
WIDE, HIGH = 11.0, 9.0  # the handle
AIR = 4.0
BELOW, BETWEEN, ABOVE = 1.0, 2.0, 3.0  # the veil, above the curves of the run; other curves; the cursor

_K, _NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
WAYS = {
    (_K.Key_Left, _NONE): ("epoch", False),
    (_K.Key_Right, _NONE): ("epoch", True),
    (_K.Key_Left, _SHIFT): ("moment", False),
    (_K.Key_Right, _SHIFT): ("moment", True),
    (_K.Key_Left, _CONTROL): ("far", False),
    (_K.Key_Right, _CONTROL): ("far", True),
    (_K.Key_PageUp, _NONE): ("mark", False),
    (_K.Key_PageDown, _NONE): ("mark", True),
    (_K.Key_Home, _NONE): ("end", False),
    (_K.Key_End, _NONE): ("end", True),
}


class Veil(PixelOverlay):
    """Pales the curves after the moment that is shown.

    Attributes
    ----------
    live : bool
        Whether the plot is a timeline at all: it is not in a picture, nor where a class has none.
    """

    def __init__(self) -> None:
        super().__init__()
        self._snapshot: Snapshot | None = None
        self.live = False

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show where a run stands."""
        self._snapshot = snapshot
        self.update()

    def wanted(self) -> bool:
        return self.live and self._snapshot is not None and self._snapshot.timeline.is_past

    def draw(self, painter: QPainter, plane: QTransform) -> None:
        frame, colour = self.frame(plane), QColor(self.colours.panel)
        colour.setAlphaF(VEIL)
        corner = QPointF(self.place(plane, frame), frame.top() + real(STRIP))
        painter.fillRect(QRectF(corner, frame.bottomRight()), colour)

    def place(self, plane: QTransform, frame: QRectF) -> float:
        """Return where the moment is on the axis, in pixels."""
        assert self._snapshot is not None
        return min(max(place(plane, place_of(self._snapshot), 0.0).x(), frame.left()), frame.right())


class CursorMarks(Veil):
    """A handle at the moment that is shown; where that is past, a line with its epoch."""

    def wanted(self) -> bool:
        return self.live and self._snapshot is not None and self._snapshot.timeline.end > 0

    def draw(self, painter: QPainter, plane: QTransform) -> None:
        snapshot = self._snapshot
        assert snapshot is not None
        frame, timeline = self.frame(plane), snapshot.timeline
        x = self.place(plane, frame)
        colour = QColor(self.colours.accent if timeline.is_past else self.colours.edge)
        if timeline.is_past:
            painter.setPen(QPen(colour, real(1.5)))
            painter.drawLine(QPointF(x, frame.top() + real(STRIP)), QPointF(x, frame.bottom()))
            self._write(painter, frame, x, texts.AT_OF(epoch=snapshot.epoch, end=timeline.end))
        if timeline.going_to is not None:
            goal = place(plane, timeline.going_to, 0.0).x()
            painter.setPen(QPen(colour, real(1.5), Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(goal, frame.top() + real(STRIP)), QPointF(goal, frame.bottom()))
        self._draw_handle(painter, QPointF(x, frame.bottom()), colour)

    def _draw_handle(self, painter: QPainter, foot: QPointF, colour: QColor) -> None:
        half, high = real(WIDE) / 2.0, real(HIGH)
        corners = [(0.0, -high), (half, -high / 2.0), (half, 0.0), (-half, 0.0), (-half, -high / 2.0)]
        painter.setPen(QPen(QColor(self.colours.panel), real(1.0)))
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([foot + QPointF(dx, dy) for dx, dy in corners]))

    def _write(self, painter: QPainter, frame: QRectF, x: float, text: str) -> None:
        """Write beside the foot of the line, on the side where there is room."""
        font = QFont(painter.font())
        font.setPixelSize(px(SMALL_FONT))
        painter.setFont(font)
        metrics = painter.fontMetrics()
        wide, high, air = metrics.horizontalAdvance(text) + real(AIR), metrics.height(), real(WIDE)
        left = x + air if x + air + wide <= frame.right() else x - air - wide
        room = QRectF(max(left, frame.left()), frame.bottom() - high - real(AIR), wide, high)
        back = QColor(self.colours.panel)
        back.setAlphaF(0.85)
        painter.fillRect(room.adjusted(-2.0, 0.0, 2.0, 0.0), back)
        painter.setPen(QColor(self.colours.text))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


class TimelineCursor(QObject):
    """Turns a plot over epochs into a timeline: it asks to go where one clicks, drags, or leads by keys.

    Parameters
    ----------
    plot : Plot
    reader : EpochReader
        Its readout follows.
    only_points : bool
        Whether keys only read, and no marks of what was done to the run can be clicked.

    Attributes
    ----------
    live : bool
        Whether one can go anywhere; if not, epochs are only read.

    Signals
    -------
    epoch_asked (int)
    mark_asked (Mark)
    walk_asked (str, bool)
        The name of a way in `WAYS`, and whether it leads forwards.
    stop_asked ()
        Where one is being trained again: stay.
    """

    epoch_asked = Signal(int)
    mark_asked = Signal(object)
    walk_asked = Signal(str, bool)
    stop_asked = Signal()

    def __init__(self, plot: Plot, reader: EpochReader, only_points: bool = False) -> None:
        super().__init__(plot)
        self._plot, self._reader, self._only_points = plot, reader, only_points
        self._snapshot: Snapshot | None = None
        self._led_by_keys = self._is_pointed_at = False
        self._dragged_to = 0.0
        self._asked: int | None = None  # by the drag under way
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._come_to_rest)
        self.marks, self._veil = CursorMarks(), Veil()
        for z, item in ((ABOVE, self.marks), (BELOW, self._veil)):
            item.setZValue(z)
            plot.add(item)
        plot.clicked.connect(self._click)
        plot.dragged.connect(self._drag)
        plot.pointed.connect(self._point)
        reader.attracted = self._attracted
        plot.installEventFilter(self)  # after the reader: it sees keys first

    @property
    def live(self) -> bool:
        return self.marks.live

    @live.setter
    def live(self, live: bool) -> None:
        for item in (self.marks, self._veil):
            item.live = live
            item.update()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show where a run stands; what keys have led to is read."""
        self._snapshot = snapshot
        for item in (self.marks, self._veil):
            item.show_snapshot(snapshot)
        self._led_by_keys = self._led_by_keys and not snapshot.busy
        if self._led_by_keys and snapshot.timeline.going_to is None:
            self._reader.read_at(float(snapshot.epoch))

    @property
    def hint(self) -> str:
        """What a click does at the epoch that is read; "" where one is there, or can go nowhere."""
        snapshot, epoch = self._snapshot, self._reader.epoch
        if not self.live or not self._is_pointed_at or snapshot is None or epoch is None:
            return ""
        return "" if int(epoch) == snapshot.epoch else texts.CLICK_TO_GO()

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        for item in (self.marks, self._veil):
            item.apply_theme(colours)

    # -- the pointer -------------------------------------------------------------------------

    def _click(self, where: QPointF) -> None:
        """Go to the mark that is clicked, or to the epoch that is read there."""
        if not self.live or self._snapshot is None or not self._is_inside(where):
            return
        at = self._plot.plane_of(where).x()
        self._plot.setFocus(Qt.FocusReason.MouseFocusReason)
        if (mark := self._mark_at(at)) is not None:
            self.mark_asked.emit(mark)
        else:
            epoch = self._reader.epoch
            self.epoch_asked.emit(round(at if epoch is None else epoch))

    def _drag(self, where: QPointF) -> None:
        """Go to the kept moment under the pointer, which comes at once; at rest, to the epoch there."""
        snapshot = self._snapshot
        if not self.live or snapshot is None:
            return
        if not self._plot.hasFocus():
            self._plot.setFocus(Qt.FocusReason.MouseFocusReason)
        timeline = snapshot.timeline
        self._dragged_to = min(max(self._plot.plane_of(where).x(), timeline.first), timeline.end)
        self._ask(self._near(self._dragged_to, NEAR_WHILE_MOVING))
        self._rest.start()

    def _come_to_rest(self) -> None:
        """The pointer rests: go to the very epoch that is under it."""
        self._ask(self._near(self._dragged_to, NEAR_MOMENT))
        self._asked = None

    def _near(self, at: float, pixels: float) -> int:
        """Return the epoch of the kept moment that is no further from a place, or else the epoch there."""
        assert self._snapshot is not None
        moments = self._snapshot.timeline.moments
        if len(moments):
            nearest = float(moments[np.abs(moments - at).argmin()])
            at = nearest if self._pixels(nearest - at) <= pixels else at
        return round(at)

    def _ask(self, epoch: int) -> None:
        """Ask for an epoch, unless it was asked for last, and read it."""
        self._reader.read_at(float(epoch))
        if epoch != self._asked:
            self._asked = epoch
            self.epoch_asked.emit(epoch)

    def _point(self, where: QPointF | None) -> None:
        """Show by the pointer's shape what can be done there."""
        self._is_pointed_at = where is not None
        if where is None or not self.live:
            self._plot.viewport().unsetCursor()
            return
        self._led_by_keys = False
        inside = self._snapshot is not None and self._is_inside(where)
        shape = Qt.CursorShape.ArrowCursor
        if inside and self._snapshot is not None:
            at = self._plot.plane_of(where).x()
            if self._pixels(at - self._snapshot.epoch) <= NEAR_MARK:
                shape = Qt.CursorShape.SplitHCursor
            elif self._mark_at(at) is not None:
                shape = Qt.CursorShape.PointingHandCursor
        self._plot.viewport().setCursor(shape)

    def _is_inside(self, where: QPointF) -> bool:
        spot = self._plot.mapToScene(where.toPoint())
        return bool(self._plot.view_box.sceneBoundingRect().contains(spot))

    def _pixels(self, epochs: float) -> float:
        """Return how long some epochs are on the axis."""
        return abs(epochs) / max(float(self._plot.view_box.viewPixelSize()[0]), 1e-12)

    def _mark_at(self, at: float) -> Mark | None:
        """Return the mark that is nearest to a place on the axis, if that is near."""
        snapshot = self._snapshot
        marks = [] if snapshot is None or self._only_points else marks_of(snapshot.curves)
        nearest = min(marks, key=lambda one: abs(one.epoch - at), default=None)
        return nearest if nearest is not None and self._pixels(nearest.epoch - at) <= NEAR_MARK else None

    def _attracted(self, at: float) -> float | None:
        mark = self._mark_at(at) if self.live else None
        return None if mark is None else float(int(mark.epoch))

    # -- keys --------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lead through time by keys while the plot has the focus."""
        kind = event.type()
        if kind == QEvent.Type.FocusOut:
            self._led_by_keys = False
        if self.live and not self._only_points and isinstance(event, QKeyEvent):
            way = WAYS.get((_K(event.key()), _plain(event)))
            if kind == QEvent.Type.ShortcutOverride and way is not None:
                event.accept()
                return True
            if kind == QEvent.Type.KeyPress and way is not None:
                self._led_by_keys = True
                self.walk_asked.emit(*way)
                return True
            if kind == QEvent.Type.KeyPress and event.key() == _K.Key_Escape:
                self._led_by_keys = False
                self.stop_asked.emit()
        return super().eventFilter(watched, event)


def _plain(event: QKeyEvent) -> Qt.KeyboardModifier:
    """Return the modifiers that are held, whether or not it is a key of the keypad."""
    return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
