"""The output of one of several runs: its field, its boundary and its points, painted in one go.

Eight of them are shown at once, so none has axes, options or items of a plot.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPixmap, QPolygonF, QResizeEvent, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine import Split
from playground.observers.field import Field
from playground.observers.plane import is_line, placed, scale_of
from playground.observers.snapshot import Snapshot
from playground.observers.view import SQUARE, Area, Floats
from playground.style import palette
from playground.style.palette import Theme
from playground.style.scaling import fit, px, real
from playground.widgets.output.picture import colours_of, rectangle_of
from playground.widgets.output.points import POINT_SIZE, groups, look_of, put, share_in
from playground.widgets.plots.plot import pen
from playground.widgets.plots.shapes import pixel_ratio

LEAST = 110  # the edge of the smallest picture
WHOLE = 300.0  # from this edge on, points are as large as in the output plot
THICK = ((-0.35, 0.0), (0.35, 0.0), (0.0, 0.35))  # by which a boundary is shifted: see `bold_lines.py`


class LaneOutput(QWidget):
    """A square picture of what a network says over the plane; with one input, its curve."""

    def __init__(self) -> None:
        super().__init__()
        self._theme = palette.LIGHT
        self._snapshot: Snapshot | None = None
        self._field: Field | None = None
        self._scale = (0.0, 1.0)
        self._data: Split | None = None
        self._image: QImage | None = None
        self._lines: list[QPolygonF] = []
        self._points: QPixmap | None = None
        self._points_for: tuple[object, ...] = ()
        self._square, self._plane = QRectF(), QTransform()
        self._shifts: list[tuple[float, float]] = []  # in the plane, one after the other
        self._contour = pen(self._theme.contour, 1.0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        fit(self._settle)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(LEAST), px(LEAST))

    @property
    def frame(self) -> Area:
        """The part of the plane that is shown."""
        return self._snapshot.frame if self._snapshot is not None else SQUARE

    def show_snapshot(self, snapshot: Snapshot | None) -> None:
        """Show the field and the points of a run; None while there is none."""
        before, self._snapshot = self.frame, snapshot
        data = snapshot.data if snapshot is not None else None
        if data is not self._data or self.frame != before:
            self._data = data
            self._settle()
        if snapshot is None:
            self._field, self._image, self._lines = None, None, []
        else:
            if self._points is None:
                self._scale = scale_of(snapshot.experiment, snapshot.data, snapshot.frame)
            field = snapshot.get(Field)
            if field is not None and field is not self._field:
                self._field = field
                self._draw_field(field, snapshot)
        self.update()

    def _draw_field(self, field: Field, snapshot: Snapshot) -> None:
        """Keep a field as a picture and as lines."""
        if field.values.shape[1] == 1:
            self._image = None
            left, right, *_ = field.area
            heights = field.values[0, 0].astype(np.float64)
            self._lines = [_polygon(np.linspace(left, right, len(heights)), np.nan_to_num(heights))]
            return
        pixels = colours_of(field, snapshot.problem, self._theme, scale=self._scale)
        upright = np.ascontiguousarray(pixels[::-1])
        n = len(upright)
        image = QImage(upright.data, n, n, 4 * n, QImage.Format.Format_RGBA8888)
        # it owns its pixels, and they are as the screen has them
        self._image = image.convertToFormat(QImage.Format.Format_RGB32)
        self._lines = [_polygon(line[:, 0], line[:, 1]) for line in field.contours]

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme, self._points = colours, None
        self._contour = pen(colours.contour, 1.0)
        if self._field is not None and self._snapshot is not None:
            self._draw_field(self._field, self._snapshot)
        self.update()

    # -- painting ----------------------------------------------------------------------------

    @property
    def square(self) -> QRectF:
        """The square that is painted, in the middle; values over x₁ fill all of it."""
        return self._square

    def plane(self) -> QTransform:
        """Return what maps the plane to pixels."""
        return self._plane

    def _settle(self) -> None:
        """Find out where the plane is; it stays there from frame to frame, and so do the points."""
        self._points = None
        self._square = place = self._square_now()
        left, right, bottom, top = self.frame
        across, up = place.width() / (right - left), place.height() / (top - bottom)
        self._plane = QTransform(
            across, 0.0, 0.0, -up, place.left() - across * left, place.bottom() + up * bottom
        )
        places = [(0.0, 0.0), *((real(dx) / across, -real(dy) / up) for dx, dy in THICK)] if across else []
        self._shifts = [(x - x0, y - y0) for (x0, y0), (x, y) in pairwise(places)]

    def _square_now(self) -> QRectF:
        whole = QRectF(self.rect())
        if self._snapshot is not None and is_line(self._snapshot.experiment.data):
            return whole
        edge = float(min(self.width(), self.height()))
        place = QRectF(0.0, 0.0, edge, edge)
        place.moveCenter(whole.center())
        return QRectF(place.toRect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, place, plane = QPainter(self), self.square, self.plane()
        painter.fillRect(place, QColor(self._theme.field_middle))
        painter.setClipRect(place)
        is_curve = self._image is None
        if self._image is not None and self._field is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            cells = rectangle_of(self._field.area, self._image.width())
            painter.drawImage(plane.mapRect(cells), self._image)
            self._paint_lines(painter, plane)
        self._paint_points(painter, place, plane)
        if is_curve:
            self._paint_lines(painter, plane)
        painter.setClipping(False)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QColor(self._theme.edge))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place.adjusted(0.0, 0.0, -1.0, -1.0))
        painter.end()

    def _paint_lines(self, painter: QPainter, plane: QTransform) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._contour)
        before = painter.worldTransform()
        painter.setWorldTransform(plane, combine=True)
        for dx, dy in self._shifts:
            painter.translate(dx, dy)
            for line in self._lines:
                painter.drawPolyline(line)
        painter.setWorldTransform(before)

    def _paint_points(self, painter: QPainter, place: QRectF, plane: QTransform) -> None:
        """Paint the points, kept as a picture: they are the same in every frame."""
        snapshot, ratio = self._snapshot, pixel_ratio(painter)
        if snapshot is None or place.isEmpty():
            return
        made_for = (place, ratio)
        if self._points is None or made_for != self._points_for:
            self._points_for = made_for
            self._points = picture = QPixmap((place.size() * ratio).toSize())
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            inside = QPainter(picture)
            inside.translate(-place.topLeft())
            self._put_points(inside, snapshot, place, plane)
            inside.end()
        painter.drawPixmap(place.topLeft(), self._points)

    def _put_points(self, painter: QPainter, snapshot: Snapshot, place: QRectF, plane: QTransform) -> None:
        """Paint test points, and training points above them; smaller ones on a small picture."""
        share = share_in(place, WHOLE)
        spec, values = snapshot.experiment.data, snapshot.data.values
        for samples, filled in ((snapshot.data.test, False), (snapshot.data.train, True)):
            there = placed(samples, spec, values)
            for group in groups(there, snapshot.problem, self._theme, filled, self._scale):
                put(painter, look_of(group, self._theme, share * POINT_SIZE), plane, group.points)


def _polygon(x: Floats, y: NDArray[Any]) -> QPolygonF:
    polygon: QPolygonF = pg.functions.arrayToQPolygonF(x, y)
    return polygon
