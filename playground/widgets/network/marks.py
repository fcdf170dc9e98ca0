"""What stands out in the drawing of a network: frames around neurons, and the weight that is pointed at."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.style.palette import Theme
from playground.style.scaling import real
from playground.texts.numbers import weight_text
from playground.widgets.network.layout import Layout
from playground.widgets.network.lines import dashed
from playground.widgets.network.subject import Spot

POINTED = 3.0  # the width of a weight that is pointed at


def accent_pen(colours: Theme) -> QPen:
    """Return the pen around the neuron in the keyboard's focus, and the one whose card is open."""
    return QPen(QColor(colours.accent), real(3.0))


def pinned_pen(colours: Theme) -> QPen:
    """Return the pen around the neuron that is pinned in the output plot."""
    return QPen(QColor(colours.text), real(2.0), Qt.PenStyle.DashLine)


def pointed_pen(colours: Theme) -> QPen:
    """Return the pen around the neuron that is pointed at."""
    return QPen(QColor(colours.text), real(2.0))


def paint_frame(painter: QPainter, layout: Layout, spot: Spot, pen: QPen) -> None:
    """Draw a frame around a neuron, if it is in sight."""
    column = layout.columns[spot[0]]
    if column.shows(spot[1]):
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(column.rectangle(spot[1]).adjusted(-2, -2, 1, 1))


def paint_weight(painter: QPainter, line: QLineF, value: float, colours: Theme) -> None:
    """Draw a weight's line so that it stands out, with its value above it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(colours.text), real(POINTED))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(dashed(pen, POINTED) if value < 0.0 else pen)
    painter.drawLine(line)
    text = weight_text(value)
    box = QRectF(painter.fontMetrics().boundingRect(text)).adjusted(-real(5.0), -2.0, real(5.0), 2.0)
    box.moveCenter(line.center() - QPointF(0.0, real(14.0)))
    painter.setPen(QPen(QColor(colours.text), 1.0))
    painter.setBrush(QColor(colours.panel))
    painter.drawRoundedRect(box, real(4.0), real(4.0))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
