"""Draws the curve of a neuron: g(z), g′(z) below it, and all samples' z as a strip."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.mathematics.curve import POINTS, ActivationCurve, reach_of
from playground.observers.view import Floats
from playground.style import palette, sizes
from playground.style.palette import Theme
from playground.style.scaling import Slow, px, real
from playground.texts import curve as texts
from playground.texts.numbers import range_text
from playground.widgets.controls import prepare
from playground.widgets.controls.base import mark_focus

WIDTH, HEIGHT = Slow(300), Slow(190)  # at the usual text size
LEAST = Slow(180)  # across
SHARES = (0.55, 0.27, 0.18)  # of the height: g, g′, and the strip
AIR = 0.08  # of the span, above and below a curve
TANGENT = 0.3  # of the reach, to both sides
TICK, FAINT = 0.5, 0.35  # the height of a sample's tick in the strip, and how much it covers
DOT = 4.0
NEAR = 0.005  # of a curve's span: nearer to 0 it is 0


class CurvePlot(QWidget):
    """The drawing; what it shows is said in words beside it."""

    def __init__(self) -> None:
        super().__init__()
        prepare(self, "maths.curve")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._theme = palette.LIGHT
        self._curve: ActivationCurve | None = None
        self._here: Floats = np.empty(0)
        self._all: Floats = np.empty(0)
        self._reach = reach_of()
        self._z: Floats = np.empty(0)
        self._g: Floats = self._z
        self._slope: Floats = self._z
        self._made: object = None

    def sizeHint(self) -> QSize:
        return QSize(px(WIDTH), px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        line = 1.3 * px(sizes.SMALL_FONT)
        return QSize(px(LEAST), round(2.0 * line / SHARES[1] + line + real(30.0)))  # two numbers beside g′

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = colours
        self.update()

    def show_curve(self, curve: ActivationCurve | None, here: Floats, every: Floats) -> None:
        """Show a curve, the z of the samples of a step on it, and the z of all samples beneath."""
        self._curve, self._here, self._all = curve, here, every[np.isfinite(every)]
        self._reach = reach_of(here, every)
        if curve is not None and (curve, self._reach) != self._made:
            self._made = curve, self._reach
            self._z = np.linspace(-self._reach, self._reach, POINTS)
            self._g, self._slope = curve.g(self._z), curve.slope(self._z)
        self.update()

    # -- painting ----------------------------------------------------------------------------

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        font = painter.font()
        font.setPixelSize(px(sizes.SMALL_FONT))
        painter.setFont(font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._curve is not None:
            self._paint(painter, self._curve)
        painter.end()
        mark_focus(self)

    def _paint(self, painter: QPainter, curve: ActivationCurve) -> None:
        colours, upper, lower, strip = self._theme, *self._panes(painter)
        solid = QPen(QColor(colours.train_line), real(2.0))
        dashed = QPen(QColor(colours.test_line), real(2.0), Qt.PenStyle.DashLine)
        self._paint_strip(painter, strip)
        for pane, values, pen, name in (
            (upper, self._g, solid, texts.G()),
            (lower, self._slope, dashed, texts.SLOPE()),
        ):
            low, high = _span(values)
            self._paint_pane(painter, pane, (low, high), name, pen)
            points = pg.functions.arrayToQPolygonF(
                pane.left() + (self._z + self._reach) * (pane.width() / (2.0 * self._reach)),
                pane.bottom() - (np.clip(values, low, high) - low) * (pane.height() / (high - low)),
            )
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(points)
        self._paint_samples(painter, curve, upper, lower, strip)

    def _panes(self, painter: QPainter) -> tuple[QRectF, QRectF, QRectF]:
        """Return the places of both curves and of the strip; numbers stand to the left and below."""
        metrics = QFontMetricsF(painter.font())
        left, gap = metrics.horizontalAdvance("−0.000") + real(8.0), real(8.0)
        room = QRectF(self.rect()).adjusted(left, real(4.0), -real(10.0), -metrics.height() - real(6.0))
        free, top = room.height() - 2.0 * gap, room.top()
        panes = []
        for share in SHARES:
            panes.append(QRectF(room.left(), top, room.width(), share * free))
            top += share * free + gap
        return panes[0], panes[1], panes[2]

    def _paint_pane(
        self, painter: QPainter, pane: QRectF, span: tuple[float, float], name: str, pen: QPen
    ) -> None:
        """Draw the frame of a curve, its axes, its ends and its name."""
        colours, (low, high) = self._theme, span
        painter.setPen(QPen(QColor(colours.border), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(pane)
        middle = pane.center().x()
        painter.drawLine(QPointF(middle, pane.top()), QPointF(middle, pane.bottom()))
        if low < 0.0 < high:
            y = _upwards(pane, span, 0.0)
            painter.drawLine(QPointF(pane.left(), y), QPointF(pane.right(), y))
        painter.setPen(QColor(colours.muted))
        low_text, high_text = map(range_text, _inner(span))
        line = QFontMetricsF(painter.font()).height()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for text, y in ((high_text, pane.top()), (low_text, pane.bottom() - line)):
            painter.drawText(QRectF(0.0, y, pane.left() - real(4.0), line), right, text)
        start = QPointF(pane.left() + real(8.0), pane.top() + 0.5 * line + real(3.0))
        painter.setPen(pen)
        painter.drawLine(start, start + QPointF(real(22.0), 0.0))
        painter.setPen(QColor(colours.text))
        painter.drawText(start + QPointF(real(28.0), 0.35 * line), name)

    def _paint_strip(self, painter: QPainter, strip: QRectF) -> None:
        """Draw a tick for each sample, and the numbers of the axis."""
        colours, metrics = self._theme, QFontMetricsF(painter.font())
        painter.setPen(QPen(QColor(colours.border), 1.0))
        painter.drawRect(strip)
        colour = QColor(colours.text)
        colour.setAlphaF(FAINT)
        painter.setPen(QPen(colour, 1.0))
        air = 0.5 * (1.0 - TICK) * strip.height()
        places = np.unique(np.round(2.0 * self._across(strip, self._all)) / 2.0).tolist()
        painter.drawLines([QLineF(x, strip.top() + air, x, strip.bottom() - air) for x in places])
        painter.setPen(QColor(colours.muted))
        below = strip.bottom() + real(2.0)
        for x in (-self._reach, 0.0, self._reach):
            text = range_text(x)
            wide = metrics.horizontalAdvance(text)
            at = float(self._across(strip, np.array([x]))[0]) - 0.5 * wide
            at = min(at, self.width() - wide - 1.0)
            painter.drawText(QPointF(at, below + metrics.ascent()), text)
        name = QPointF(strip.center().x() + 0.25 * strip.width(), below + metrics.ascent())
        painter.drawText(name, texts.Z())

    def _paint_samples(
        self, painter: QPainter, curve: ActivationCurve, upper: QRectF, lower: QRectF, strip: QRectF
    ) -> None:
        """Mark the samples of the step on both curves; a single one with its tangent."""
        here = self._here[np.isfinite(self._here)]
        if not here.size:
            return
        colours, g, slope = self._theme, curve.g(here), curve.slope(here)
        text = QColor(colours.text)
        spans = _span(self._g), _span(self._slope)
        xs = self._across(upper, here).tolist()
        if len(here) == 1:
            painter.setPen(QPen(text, 1.0, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(xs[0], upper.top()), QPointF(xs[0], strip.bottom()))
            painter.save()
            painter.setClipRect(upper)
            painter.setPen(QPen(text, real(1.5)))
            reach = TANGENT * self._reach
            ends = [(float(here[0]) + by, float(g[0]) + by * float(slope[0])) for by in (-reach, reach)]
            painter.drawLine(*(self._at(upper, spans[0], z, value) for z, value in ends))
            painter.restore()
        painter.setPen(QPen(QColor(colours.panel), 1.0))
        painter.setBrush(text)
        for z, value, steep in zip(here.tolist(), g.tolist(), slope.tolist(), strict=True):
            painter.drawEllipse(self._at(upper, spans[0], z, value), real(DOT), real(DOT))
            painter.drawEllipse(self._at(lower, spans[1], z, steep), real(DOT), real(DOT))

    def _across(self, pane: QRectF, z: Floats) -> Floats:
        return np.asarray(pane.left() + (z + self._reach) * (pane.width() / (2.0 * self._reach)))

    def _at(self, pane: QRectF, span: tuple[float, float], z: float, value: float) -> QPointF:
        x = float(self._across(pane, np.array([z]))[0])
        return QPointF(x, _upwards(pane, span, value))


def _upwards(pane: QRectF, span: tuple[float, float], value: float) -> float:
    low, high = span
    return pane.bottom() - (value - low) / (high - low) * pane.height()


def _span(values: Floats) -> tuple[float, float]:
    """Return the values at the lower and the upper edge of a curve's place."""
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    low, high = (low, high) if high > low else (min(low, 0.0), max(high, low + 1.0))
    return low - AIR * (high - low), high + AIR * (high - low)


def _inner(span: tuple[float, float]) -> tuple[float, float]:
    """Return the lowest and the highest value of a curve, 0 where it is as good as 0."""
    spread = (span[1] - span[0]) / (1.0 + 2.0 * AIR)
    ends = span[0] + AIR * spread, span[1] - AIR * spread
    low, high = (0.0 if abs(end) < NEAR * spread else end for end in ends)
    return low, high
