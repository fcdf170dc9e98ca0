"""What a painter paints on: shapes in a file, or pixels, which may be finer than the units it counts in."""

import math

from PySide6.QtGui import QPaintEngine, QPainter


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
