"""The colours of the output plot: a field, a neuron map, and where the network is unsure."""

from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QPixmap, QTransform

from engine import Problem
from playground.observers.field import Field
from playground.observers.plane import DEFAULT_SCALE
from playground.observers.view import SQUARE, Area, Floats
from playground.style import colour_maps
from playground.style.colour_maps import SHADES
from playground.style.palette import Theme
from playground.style.scaling import px, real
from playground.widgets.output.points import VALUE_STEPS
from playground.widgets.plots.pixel_overlay import PixelOverlay
from playground.widgets.plots.shapes import takes_shapes

ENLARGED = 4.0  # pixels of a file along each of a field's
HATCH = 7  # pixels from one line to the next
HATCH_WIDTH = 1.0
HATCH_STRENGTH = 0.6


class SmoothImage(pg.ImageItem):  # type: ignore[misc]
    """An image, enlarged smoothly, or in sharp cells where classes have no shades between them."""

    smooth = True

    def paint(self, painter: QPainter, *args: Any) -> None:
        if takes_shapes(painter) and self.image is not None:
            self._paint_enlarged(painter, *args)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.smooth)
        super().paint(painter, *args)

    def _paint_enlarged(self, painter: QPainter, *args: Any) -> None:
        """Paint what can be seen, enlarged here: programs that draw a file enlarge in ways of their own."""
        seen = painter.clipBoundingRect() & self.boundingRect()
        image = QImage((seen.size() * ENLARGED).toSize(), QImage.Format.Format_RGB32)
        if image.isNull():
            return
        inside = QPainter(image)
        inside.scale(ENLARGED, ENLARGED)
        inside.translate(-seen.topLeft())
        self.paint(inside, *args)
        inside.end()
        painter.drawImage(seen, image)


class Hatch(PixelOverlay):
    """Lines across the field, the stronger the less sure the network is."""

    def __init__(self) -> None:
        super().__init__()
        self._mask: QImage | None = None
        self._area = SQUARE

    def show_doubt(self, doubt: Floats | None, area: Area = SQUARE) -> None:
        """Show how unsure the network is at every place, (n, n) from 0 to 1; None for no hatching."""
        self._area, self._mask = area, None
        if doubt is not None:
            alpha = np.ascontiguousarray((doubt[::-1] * 255.0).astype(np.uint8))
            n = len(alpha)
            self._mask = QImage(alpha.data, n, n, n, QImage.Format.Format_Alpha8).copy()
        self.update()

    def wanted(self) -> bool:
        return self._mask is not None

    def draw(self, painter: QPainter, plane: QTransform) -> None:
        assert self._mask is not None
        whole = plane.mapRect(rectangle_of(self._area, self._mask.width()))
        frame = self.frame(plane).intersected(whole).toAlignedRect()
        if frame.isEmpty():
            return
        lines = QImage(frame.size(), QImage.Format.Format_ARGB32_Premultiplied)
        lines.fill(Qt.GlobalColor.transparent)
        inside = QPainter(lines)
        inside.setBrushOrigin(-frame.topLeft())  # the lines keep their place while the field moves
        inside.fillRect(lines.rect(), _hatching(self.colours.contour))
        inside.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        inside.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        inside.drawImage(whole.translated(-frame.left(), -frame.top()), self._mask)
        inside.end()
        painter.setOpacity(HATCH_STRENGTH)
        painter.drawImage(frame.topLeft(), lines)


def _hatching(colour: str) -> QBrush:
    edge = px(HATCH)
    tile = QPixmap(edge, edge)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), real(HATCH_WIDTH)))
    for shift in (-edge, 0, edge):
        painter.drawLine(shift - 1, edge + 1, shift + edge + 1, -1)
    painter.end()
    return QBrush(tile)


def rectangle_of(area: Area, n: int) -> QRectF:
    """Return the rectangle of n × n cells: the centres of the outermost lie on the edges of the area."""
    left, right, bottom, top = area
    width, height = (right - left) / (n - 1), (top - bottom) / (n - 1)
    return QRectF(left - width / 2, bottom - height / 2, n * width, n * height)


def colours_of(
    field: Field,
    problem: Problem,
    colours: Theme,
    discrete: bool = False,
    scale: tuple[float, float] = DEFAULT_SCALE,
) -> NDArray[np.uint8]:
    """Return a field's picture, (n, n, 4) RGBA.

    A single output runs from orange through the middle to blue; of several, the largest gives the colour, and
    its lead over an even guess the strength. A value that is not finite is drawn as the middle. `discrete`
    leaves out all shades between classes; values, on their `scale`, are sorted into a few bands.
    """
    if problem.kind == "regression" and len(field.values) == 1:
        middle, reach = scale
        values = np.nan_to_num((field.values[0] - middle) / reach, nan=0.0, posinf=1.0, neginf=-1.0)
        return shaded(values, colours, VALUE_STEPS if discrete else 0)
    values = _finite(field)
    if len(values) > 1:
        if problem.kind == "binary":
            return shaded(values[1] - values[0], colours, 2 if discrete else 0)
        if discrete:
            return np.asarray(colour_maps.class_shades(colours)[values.argmax(axis=0), SHADES - 1])
        strength = ((1.0 - doubt_of_several(values)) * (SHADES - 1)).astype(np.intp)
        return np.asarray(colour_maps.class_shades(colours)[values.argmax(axis=0), strength])
    return shaded((values[0] - field.threshold) / (1.0 - field.threshold), colours, 2 if discrete else 0)


def _finite(field: Field) -> Floats:
    """Return the values, with the threshold where one is no number, and ±1 for one that is infinite."""
    values = field.values
    with np.errstate(all="ignore"):  # ∞ and −∞ have no sum
        is_usual = np.isfinite(np.add.reduce(values, axis=None))  # quicker than a look at each
    if is_usual:
        return values
    return np.nan_to_num(values, nan=field.threshold, posinf=1.0, neginf=-1.0)


def shaded(values: Floats, colours: Theme, bands: int = 0) -> NDArray[np.uint8]:
    """Return the colours of values from −1 to 1, sorted into `bands` unless that is 0."""
    if bands:
        # two classes: a value exactly between them is class 0, as in predictions
        within = np.clip(values, -1.0, 1.0)
        values = 2.0 * np.maximum(np.ceil((within + 1.0) * 0.5 * bands) - 1.0, 0.0) / (bands - 1) - 1.0
    return np.asarray(colour_maps.shades(colours)[_steps(values)])


def _steps(values: NDArray[Any]) -> NDArray[np.intp]:
    """Return the indices of the shades for values from −1 to 1."""
    return np.asarray((np.clip(values, -1.0, 1.0) + 1.0) * (0.5 * (SHADES - 1)), dtype=np.intp)


def doubt_of_several(values: Floats) -> Floats:
    """Return 1 where several outputs are equal, 0 where the largest is 1."""
    even = 1.0 / len(values)
    return np.asarray(1.0 - np.clip((values.max(axis=0) - even) / (1.0 - even), 0.0, 1.0))


def doubt(field: Field, problem: Problem) -> Floats | None:
    """Return how unsure the network is, from 0 to 1: the entropy of its probabilities, cubed to stand out.

    Outputs that are not probabilities are treated as such, as far as they lie between the labels.
    """
    if problem.kind == "regression":
        return None
    values = _finite(field)
    if len(values) == 1:
        one = np.clip(0.5 + 0.5 * (values[0] - field.threshold) / (1.0 - field.threshold), 0.0, 1.0)
        values = np.stack([one, 1.0 - one])
    else:
        values = np.clip(values, 0.0, None)
    shares = np.maximum(values / np.maximum(values.sum(axis=0), 1e-12), 1e-12)
    entropy = -(shares * np.log(shares)).sum(axis=0) / np.log(len(shares))
    return np.asarray(np.clip(entropy, 0.0, 1.0) ** 3)
