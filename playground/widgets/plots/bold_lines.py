"""Bold lines that cost as little as thin ones.

Qt strokes a smooth line of more than one pixel by building an outline around it: 2 ms for a decision
contour, in every frame. A line of one pixel has a fast path of its own: 0.1 ms. A bold line is therefore
drawn as a few thin ones, each shifted by a part of a pixel: more of them where pixels are finer. Where there
are none, it is one line.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF, QTransform

from playground.observers.curves import Floats
from playground.style.scaling import fit, scale
from playground.widgets.plots.plot import pen
from playground.widgets.plots.shapes import clipped, pixel_ratio, takes_shapes

BOLD = ((-0.5, -0.5), (0.5, -0.5), (-0.5, 0.5), (0.5, 0.5))  # pixels: about 2.2 wide
MEDIUM = ((0.0, -0.35), (0.0, 0.35))  # about 1.7 wide
THIN = ((0.0, 0.0),)
CLOSE = 1.2  # further apart than that, the thin lines leave a gap
DASHES = (4.0, 2.0)  # pixels, as of a thin line
DOTS = (1.0, 3.0)


class Lines(pg.GraphicsObject):  # type: ignore[misc]
    """Any number of polylines in the plot's coordinates, of one colour.

    Parameters
    ----------
    shifts : sequence of (float, float)
        Of the thin lines that it is drawn as: `BOLD`, `MEDIUM` or `THIN`.
    dashed : bool
    dashes : tuple of float
        How long dashes and gaps are, in pixels.
    """

    def __init__(
        self,
        shifts: Sequence[tuple[float, float]],
        dashed: bool = False,
        dashes: tuple[float, ...] = DASHES,
    ) -> None:
        super().__init__()
        self._base, self._dashed, self._dashes = shifts, dashed, dashes
        self._shifts: list[tuple[float, float]] = []
        self._polygons: list[QPolygonF] = []
        self._bounds = QRectF()
        fit(self._settle)
        self.set_colour("black")

    def _settle(self) -> None:
        """Be as bold as the text size asks for; where the thin lines leave a gap, add one between them."""
        self._shifts = [(scale() * x, scale() * y) for x, y in self._base]
        if scale() > CLOSE:
            self._shifts.append((0.0, 0.0))

    def show_lines(self, lines: Sequence[tuple[Floats, Floats]]) -> None:
        """Show polylines, each given by its x and its y."""
        self._polygons = [pg.functions.arrayToQPolygonF(x, y) for x, y in lines if len(x)]
        bounds = QRectF()
        for polygon in self._polygons:
            bounds = bounds.united(polygon.boundingRect())
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds
        self.update()

    def set_colour(self, colour: str) -> None:
        """Draw in another colour."""
        self._pen: QPen = pen(colour, 1.0, self._dashed)
        if self._dashes is not DASHES:
            self._pen.setDashPattern(self._dashes)
        self.update()

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, *_: Any) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plane = painter.worldTransform()
        if takes_shapes(painter):
            self._paint_whole(painter, plane)
            return
        ratio = pixel_ratio(painter)
        thin, shifts = (self._pen, self._shifts) if ratio == 1.0 else self._finer(ratio)
        painter.setPen(thin)
        for dx, dy in shifts:
            painter.setWorldTransform(plane * QTransform.fromTranslate(dx, dy))
            for polygon in self._polygons:
                painter.drawPolyline(polygon)
        painter.setWorldTransform(plane)

    def _finer(self, ratio: float) -> tuple[QPen, list[tuple[float, float]]]:
        """Return the pen and the shifts where so many pixels are along a unit: each line is a pixel wide."""
        reach = 0.5 * (self._width - 1.0 / ratio)
        steps = np.linspace(-reach, reach, math.ceil(2.0 * reach * ratio) + 1).tolist()
        thin = QPen(self._pen)
        if self._dashed:
            thin.setDashPattern([one * ratio for one in self._dashes])
        return thin, [(x, y) for x in steps for y in steps]

    @property
    def _width(self) -> float:
        return 1.0 + 2.0 * max(max(abs(x), abs(y)) for x, y in self._shifts)

    def _paint_whole(self, painter: QPainter, plane: QTransform) -> None:
        """Draw each line as one, as wide as the thin ones together."""
        width = self._width
        bold = QPen(self._pen.color(), width)
        bold.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if self._dashed:
            bold.setCapStyle(Qt.PenCapStyle.FlatCap)
            bold.setDashPattern([one / width for one in self._dashes])
        painter.setPen(bold)
        painter.resetTransform()
        frame = painter.clipBoundingRect() if takes_shapes(painter) else QRectF()
        for polygon in self._polygons:
            for part in clipped(plane.map(polygon), frame):
                painter.drawPolyline(part)
        painter.setWorldTransform(plane)
