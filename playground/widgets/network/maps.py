"""The neurons of the network as pictures: each map, its border, its bias, and the marks of masked neurons.

With one input, a map is a curve over x₁.
"""

import math
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF, QTransform

from engine import Problem
from playground.observers.neuron_maps import LayerPart
from playground.style import colour_maps, palette
from playground.style.palette import MARKERS, Theme
from playground.style.scaling import px, real, scale
from playground.texts.network import MORE_ABOVE, MORE_BELOW, NEURONS_IN_SIGHT
from playground.widgets.network.layout import BAR, Column
from playground.widgets.plots.markers import draw_marker
from playground.widgets.plots.shapes import takes_shapes

THICK = (-0.3, 0.3)  # pixels by which the lines of a curve are shifted
MUTED = 0.7  # how much of the panel covers a silenced neuron


class Maps:
    """The maps of one layer in one image, one below the other; its pixels are written in place.

    Maps of a single row are curves, and are drawn as lines.
    """

    def __init__(self) -> None:
        self._shown: object = None
        self._curves: list[QPolygonF] = []
        self._pixels: NDArray[np.uint32] = np.empty((0, 0, 0), dtype=np.uint32)
        self._image = QImage()
        self._tables: NDArray[np.uint32] | None = None

    def show(self, images: NDArray[np.uint8], tables: NDArray[np.uint32]) -> None:
        """Show other maps, unless they are the same; `tables` holds the colours of all maps, or of each."""
        if images is self._shown and tables is self._tables:
            return
        self._shown, self._tables = images, tables
        self._curves = [curve_of(image[0]) for image in images] if images.shape[1] == 1 else []
        if self._curves:
            return
        if self._pixels.shape != images.shape:
            self._pixels = np.empty(images.shape, dtype=np.uint32)
            count, n = images.shape[0], images.shape[1]
            self._image = QImage(self._pixels.data, n, count * n, 4 * n, QImage.Format.Format_RGB32)
        if tables.ndim == 1:
            np.take(tables, images, out=self._pixels, mode="clip")
        else:
            for k, image in enumerate(images):
                np.take(tables[k % len(tables)], image, out=self._pixels[k], mode="clip")

    def paint(self, painter: QPainter, k: int, place: QRect, colours: Theme) -> None:
        """Draw the map of the k-th visible neuron."""
        if self._curves:
            paint_curve(painter, self._curves[k], place, colours)
            return
        n = self._pixels.shape[1]
        source = QRect(0, k * n, n, n)
        if takes_shapes(painter):  # of which some write the whole image
            painter.drawImage(place, self._image.copy(source))
        else:
            painter.drawImage(place, self._image, source)


def curve_of(places: NDArray[np.uint8]) -> QPolygonF:
    """Return a curve in a square of edge 1, from its places among the shades: the lowest is at the bottom."""
    x = np.linspace(0.0, 1.0, len(places))
    polygon: QPolygonF = pg.functions.arrayToQPolygonF(x, 1.0 - places / 255.0)
    return polygon


def paint_curve(painter: QPainter, curve: QPolygonF, place: QRect, colours: Theme) -> None:
    """Draw a curve over x₁, with a line at the middle of its scale."""
    painter.fillRect(place, QColor(colours.field_middle))
    middle = place.center().y()
    painter.fillRect(QRect(place.left(), middle, place.width(), 1), QColor(colours.border))
    painter.setPen(QPen(QColor(colours.contour), 0.0))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    before = painter.transform()
    for shift in THICK:  # thin lines are much cheaper: see `bold_lines.py`
        painter.setTransform(
            QTransform.fromScale(place.width() - 2.0, place.height() - 4.0)
            * QTransform.fromTranslate(place.left() + 1.0, place.top() + 2.0 + shift)
            * before
        )
        painter.drawPolyline(curve)
    painter.setTransform(before)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def tables_of(colours: Theme, problem: Problem | None, outputs: int, is_output: bool) -> NDArray[np.uint32]:
    """Return the colours of a layer's maps, (256,), or those of each neuron, (neurons, 256).

    The output has the colours of the output plot: a single one runs from orange to blue, and each of several
    has the colour of its class.
    """
    two = colour_maps.argb(colour_maps.shades(colours))
    if not is_output or problem is None or problem.kind == "regression" or outputs == 1:
        return two
    if problem.kind == "binary":
        return np.stack([two[::-1], two])
    return colour_maps.argb(colour_maps.class_shades(colours))


def paint_column(
    painter: QPainter, column: Column, part: LayerPart | None, maps: Maps, colours: Theme
) -> None:
    """Draw the visible neurons of a layer."""
    for neuron, place in enumerate(column.rectangles, column.first):
        if part is not None and part.first <= neuron < part.first + len(part.images):
            maps.paint(painter, neuron - part.first, place, colours)
        else:
            painter.fillRect(place, QColor(colours.field_middle))
    painter.setPen(QPen(QColor(colours.muted), 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRects(column.borders)
    if part is None:
        return
    _paint_biases(painter, column, part, colours)
    if part.frozen is None or part.silenced is None or part.muted is None:
        return
    panel, text = QColor(colours.panel), QColor(colours.text)
    for k, neuron in enumerate(range(part.first, part.first + len(part.biases))):
        if not column.shows(neuron):
            continue
        place = column.rectangle(neuron)
        if part.muted[k]:
            _paint_cross(painter, place, panel, text)
        if part.frozen[k].all():
            _paint_lock(painter, place, panel, text)


def _paint_biases(painter: QPainter, column: Column, part: LayerPart, colours: Theme) -> None:
    """Draw a bar below each neuron, from the middle: to the right for a positive bias, else to the left."""
    bars: tuple[list[QRectF], list[QRectF]] = ([], [])
    half, centre = 0.5 * column.node, column.centre
    for k, bias in enumerate(part.biases.tolist(), part.first - column.first):
        if 0 <= k < len(column.rows) and bias == bias != 0.0:  # not a NaN
            length = math.tanh(0.5 * bias) * half
            begin = centre if length > 0.0 else centre + length
            bars[length > 0.0].append(QRectF(begin, column.below(k), abs(length), px(BAR)))
    painter.setPen(Qt.PenStyle.NoPen)
    for some, colour in zip(bars, (colours.weight_negative, colours.weight_positive), strict=True):
        if some:
            painter.setBrush(QColor(colour))
            painter.drawRects(some)
    painter.setBrush(QColor(colours.muted))
    painter.drawRects(column.ticks)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_cross(painter: QPainter, place: QRect, panel: QColor, text: QColor) -> None:
    cover = QColor(panel)
    cover.setAlphaF(MUTED)
    painter.fillRect(place, cover)
    painter.setPen(QPen(text, real(1.6)))
    inside = place.adjusted(5, 5, -5, -5)
    painter.drawLine(inside.topLeft(), inside.bottomRight())
    painter.drawLine(inside.topRight(), inside.bottomLeft())


def _paint_lock(painter: QPainter, place: QRect, panel: QColor, text: QColor) -> None:
    """Draw a padlock in the upper right corner."""
    painter.save()
    painter.translate(place.right() - real(13.0), place.top() + 2.0)
    painter.scale(scale(), scale())
    painter.fillRect(QRectF(-1.0, -1.0, 13.0, 14.0), panel)
    painter.setPen(QPen(text, 1.4))
    painter.drawArc(QRectF(2.5, 0.5, 6.0, 8.0), 0, 180 * 16)
    painter.fillRect(QRectF(1.0, 5.0, 9.0, 7.0), text)
    painter.restore()


def paint_classes(painter: QPainter, column: Column, problem: Problem | None, colours: Theme) -> None:
    """Draw, beside each output, the marker of its class."""
    if problem is None or problem.kind == "regression" or column.width == 1:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for k in range(len(column.rows)):
        one = column.first + k
        colour = QColor(palette.class_colour(colours, problem.kind, one))
        painter.setPen(QPen(colour, real(1.2)))
        painter.setBrush(colour)
        spot = QPointF(column.right + real(8.0), column.rows[k])
        draw_marker(painter, MARKERS[one % len(MARKERS)], spot, real(9.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_chip(painter: QPainter, column: Column, colours: Theme, font: Any) -> None:
    """Show how many neurons of a layer are out of sight, and if there is room which are in sight."""
    if column.chip is None:
        return
    last = column.first + len(column.rows)
    more = column.width - last
    painter.setFont(font)
    painter.setPen(QPen(QColor(colours.muted), 1.0))
    painter.setBrush(QColor(colours.control))
    painter.drawRoundedRect(column.chip, real(5.0), real(5.0))
    painter.setPen(QColor(colours.text))
    metrics, wide = painter.fontMetrics(), column.chip.width()
    whole, short = MORE_BELOW if more else MORE_ABOVE
    n = more or column.first
    text = whole(n=n) if metrics.horizontalAdvance(whole(n=n)) <= wide else short(n=n)
    seen = NEURONS_IN_SIGHT(first=column.first + 1, last=last)
    if 2 * metrics.lineSpacing() <= column.chip.height() and metrics.horizontalAdvance(seen) <= wide:
        text = f"{text}\n{seen}"
    painter.drawText(column.chip, Qt.AlignmentFlag.AlignCenter, text)
    painter.setBrush(Qt.BrushStyle.NoBrush)
