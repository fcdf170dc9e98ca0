"""Small pictures of the data sets."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from engine import DATASETS, OWN, REACH, DataSpec
from playground.observers.plane import frame_around, scale_around
from playground.observers.view import Area
from playground.style.palette import Theme, class_colour, value_colour
from playground.style.scaling import px, real

POINTS = 320
DOT = 3.8  # at a width of USUAL; larger pictures have larger dots
USUAL = 40
FEW, LARGEST = 50, 2.5  # fewer points have larger dots, up to so many times
CLASSES = 3


def thumbnail(dataset: str, size: QSize, theme: Theme) -> QPixmap:
    """Return a picture of a data set's points without noise, at twice the size for sharp screens."""
    one = DATASETS[dataset]
    X, y = one.draw(np.random.default_rng(0), POINTS, 0.0, CLASSES)
    return picture(X, y, one.problem, size, theme)


def own_thumbnail(data: DataSpec, size: QSize, theme: Theme, frame: Area | None = None) -> QPixmap:
    """Return a picture of own points, of POINTS of them where there are more; in a frame or close around."""
    data = replace(data, dataset=OWN)  # the spec keeps them while another data set is in use
    some = data.points[:: max(1, len(data.points) // POINTS)]
    numbers = np.array(some, dtype=np.float64).reshape(-1, 3)
    X = numbers[:, data.columns[:2]]
    left, right, bottom, top = frame or frame_around(X, data)
    X = (X - (left, bottom)) * 2.0 * REACH / (right - left, top - bottom) - REACH
    y = numbers[:, 2]
    if data.problem == "regression":
        middle, half = scale_around(y)
        y = (y - middle) / half
    return picture(X, y, data.problem, size, theme, empty=not data.points)


def picture(
    X: NDArray[Any], y: NDArray[Any], problem: str, size: QSize, theme: Theme, empty: bool = False
) -> QPixmap:
    """Return a picture of points; an `empty` one is a dashed frame."""
    pixmap = QPixmap(size * 2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scale = size.width() * 2 / (2.0 * REACH)
    few = min(max(1.0, FEW / max(len(y), 1)) ** 0.5, LARGEST)
    dot = DOT * max(1.0, size.width() / USUAL) ** 0.5 * few
    alike: dict[str, list[QPointF]] = {}
    for (x1, x2), label in zip(X, y, strict=True):
        colour = _colour(problem, float(label), theme)
        alike.setdefault(colour, []).append(QPointF((x1 + REACH) * scale, (REACH - x2) * scale))
    for colour, points in alike.items():
        painter.setPen(QPen(QColor(colour), dot, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPoints(points)
    if empty:
        painter.setPen(QPen(QColor(theme.muted), real(2.0), Qt.PenStyle.DashLine))
        painter.drawRect(pixmap.rect().adjusted(px(3), px(3), -px(3), -px(3)))
    painter.end()
    pixmap.setDevicePixelRatio(2.0)
    return pixmap


def _colour(problem: str, label: float, theme: Theme) -> str:
    if problem == "regression":
        return value_colour(theme, round(label, 1))
    return class_colour(theme, problem, int(label))
