"""What a painter paints on: shapes in a file, or pixels, which may be finer than the units it counts in.

Not every program that draws a file of shapes can clip, so nothing is written that lies outside.
"""

import itertools
import math
from collections.abc import Iterator

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPaintEngine, QPainter, QPolygonF


def takes_shapes(painter: QPainter) -> bool:
    """Return whether a painter writes shapes: nothing is then drawn as a picture that need not be one."""
    return painter.paintEngine().type() in (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf)


def pixel_ratio(painter: QPainter) -> float:
    """Return how many pixels there are along a unit: more than one on a fine screen, or in a large picture.

    The device does not tell: for a picture of a widget it is the widget.
    """
    device, world = painter.deviceTransform(), painter.worldTransform()
    if not world.isInvertible():
        return 1.0  # what has no room has no pixels
    return math.sqrt(abs(device.determinant() / world.determinant()))


def clipped(polygon: QPolygonF, frame: QRectF) -> Iterator[QPolygonF]:
    """Yield the parts of a polyline that lie within a frame."""
    if frame.isNull() or frame.contains(polygon.boundingRect()):
        yield polygon
        return
    points, part = polygon.toList(), QPolygonF()
    for a, b in itertools.pairwise(points):
        line = _inside(QLineF(a, b), frame)
        if line is None or (not part.isEmpty() and part.last() != line.p1()):
            if not part.isEmpty():
                yield part
            part = QPolygonF()
        if line is not None:
            if part.isEmpty():
                part.append(line.p1())
            part.append(line.p2())
    if not part.isEmpty():
        yield part


def _inside(line: QLineF, frame: QRectF) -> QLineF | None:
    """Return the part of a line within a frame, found by Liang and Barsky's way; None where there is none."""
    begin, end = 0.0, 1.0
    for along, low, high in (
        (line.dx(), frame.left() - line.x1(), frame.right() - line.x1()),
        (line.dy(), frame.top() - line.y1(), frame.bottom() - line.y1()),
    ):
        if along == 0.0:
            if low > 0.0 or high < 0.0:
                return None
        else:
            first, second = sorted((low / along, high / along))
            begin, end = max(begin, first), min(end, second)
    if begin > end:
        return None
    return QLineF(
        line.p1() if begin == 0.0 else line.pointAt(begin), line.p2() if end == 1.0 else line.pointAt(end)
    )
