"""Fold lines in the output plot: where the weighted sum z of a neuron is zero."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from playground.observers.folds import AskFolds, Folds
from playground.observers.view import Area, Floats
from playground.style.palette import Theme
from playground.style.scaling import real
from playground.widgets.plots.bold_lines import Lines
from playground.widgets.plots.pixel_overlay import PixelOverlay, place
from playground.widgets.plots.plot import Plot

THIN = ((0.0, 0.0),)
DOT = 5.5  # the half width of a fold on a curve: a diamond, as points are round
DIAMOND = QPointF(0.0, -1.0), QPointF(1.0, 0.0), QPointF(0.0, 1.0), QPointF(-1.0, 0.0)
ALL = "all"

Curve = tuple[Floats, Floats]  # x₁ and heights


class FoldDots(PixelOverlay):
    """With one input: diamonds on the curve, with lines through them, where a neuron folds it."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(1.0)  # above the curve
        self.places: Floats = np.empty((0, 2))

    def show_places(self, places: Floats) -> None:
        """Show them at some places, (n, 2)."""
        if len(places) or len(self.places):
            self.places = places
            self.update()

    def wanted(self) -> bool:
        return len(self.places) > 0

    def draw(self, painter: QPainter, plane: QTransform) -> None:
        frame: QRectF = self.frame(plane)
        painter.setClipRect(frame)
        thin = QPen(QColor(self.colours.contour), 1.0, Qt.PenStyle.DashLine)
        edge = QPen(QColor(self.colours.outline), real(1.2))
        painter.setBrush(QColor(self.colours.contour))
        for x, y in self.places.tolist():
            spot = place(plane, x, y)
            painter.setPen(thin)
            painter.drawLine(QPointF(spot.x(), frame.top()), QPointF(spot.x(), frame.bottom()))
            painter.setPen(edge)
            painter.drawConvexPolygon([spot + corner * real(DOT) for corner in DIAMOND])


class FoldPicture:
    """Thin dashed lines above the field, or diamonds on a curve.

    Attributes
    ----------
    lines : Lines
    dots : FoldDots
    """

    def __init__(self, plot: Plot) -> None:
        self.lines, self.dots = Lines(THIN, dashed=True), FoldDots()
        for item in (self.lines, self.dots):
            plot.add(item)

    def show_folds(self, folds: Folds | None, curve: Curve | None) -> None:
        """Show folds, on the curve that is drawn if there is one; or none."""
        self.lines.show_lines([(line[:, 0], line[:, 1]) for line in folds.lines] if folds is not None else [])
        places = np.empty((0, 2))
        if folds is not None and curve is not None and len(folds.places):
            places = np.column_stack([folds.places, np.interp(folds.places, *curve)])
        self.dots.show_places(places[np.isfinite(places).all(axis=1)])

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self.lines.set_colour(colours.contour)
        self.dots.apply_theme(colours)


def ask_for(layer: str, area: Area) -> AskFolds:
    """Return what is asked for where a layer is chosen, by its number or as ALL."""
    return AskFolds(None if layer == ALL else int(layer) if layer.isdecimal() else 0, area)
