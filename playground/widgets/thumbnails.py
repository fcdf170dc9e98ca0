"""Small pictures of the data sets."""

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from engine import DATASETS, REACH
from playground.theme import Theme, class_colour, value_colour

POINTS = 320
DOT = 3.8
CLASSES = 3


def thumbnail(dataset: str, size: QSize, theme: Theme) -> QPixmap:
    """Return a picture of a data set's points without noise, at twice the size for sharp screens."""
    one = DATASETS[dataset]
    X, y = one.draw(np.random.default_rng(0), POINTS, 0.0, CLASSES)
    pixmap = QPixmap(size * 2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scale = size.width() * 2 / (2.0 * REACH)
    alike: dict[str, list[QPointF]] = {}
    for (x1, x2), label in zip(X, y, strict=True):
        colour = _colour(one.problem, float(label), theme)
        alike.setdefault(colour, []).append(QPointF((x1 + REACH) * scale, (REACH - x2) * scale))
    for colour, points in alike.items():
        painter.setPen(QPen(QColor(colour), DOT, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPoints(points)
    painter.end()
    pixmap.setDevicePixelRatio(2.0)
    return pixmap


def _colour(problem: str, label: float, theme: Theme) -> str:
    if problem == "regression":
        return value_colour(theme, round(label, 1))
    return class_colour(theme, problem, int(label))
