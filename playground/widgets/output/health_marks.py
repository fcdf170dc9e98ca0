"""Marks on the curves of health: which layer each is of, the usual range, the epoch that is read."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QTransform

from playground.style.scaling import px, real
from playground.style.sizes import SMALL_FONT
from playground.texts import health as texts
from playground.widgets.plots.pixel_overlay import PixelOverlay, place

DOT = 2.5  # the radius of the end of a curve
GAP = 5.0  # between it and its label
ROOM = 34.0  # of labels, right of the curves
LABEL = 0.86  # the height of a label, in heights of a line
BAND, BACKING = 0.16, 0.85  # how much the usual range stands out, and what is below its name


class End(NamedTuple):
    """The end of a curve: its place in the plot, its label and its colour."""

    x: float
    y: float
    label: str
    colour: QColor


class HealthMarks(PixelOverlay):
    """Labels at the ends of curves.

    Attributes
    ----------
    note : str
        What is written where there are no curves.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(1.0)  # above the curves
        self.note = ""
        self.ends: tuple[End, ...] = ()
        self.band: tuple[float, float] | None = None
        self._epoch: float | None = None

    def show_ends(self, ends: Sequence[End], band: tuple[float, float] | None, note: str) -> None:
        """Show where curves end, the usual range if there is one, and a note."""
        self.ends, self.band, self.note = tuple(ends), band, note
        self.update()

    def show_epoch(self, epoch: float | None) -> None:
        """Mark an epoch by a line from top to bottom."""
        if epoch != self._epoch:
            self._epoch = epoch
            self.update()

    def draw(self, painter: QPainter, plane: QTransform) -> None:
        frame, colours = self.frame(plane), self.colours
        painter.setClipRect(frame)
        if self.note:
            painter.setPen(QColor(colours.muted))
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.note)
        font = QFont(painter.font())
        font.setPixelSize(px(SMALL_FONT))
        painter.setFont(font)
        if self.band is not None:
            self._draw_band(painter, plane, frame, *self.band)
        if self._epoch is not None:
            x = place(plane, self._epoch, 0.0).x()
            painter.setPen(QPen(QColor(colours.muted), real(1.0)))
            painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
        self._draw_ends(painter, plane, frame)

    def _draw_band(
        self, painter: QPainter, plane: QTransform, frame: QRectF, low: float, high: float
    ) -> None:
        """Draw the usual range, with its name in the middle: curves end at a side, with theirs."""
        top, bottom = (place(plane, 0.0, y).y() for y in (high, low))
        band = QRectF(frame.left(), top, frame.width(), bottom - top)
        shade = QColor(self.colours.muted)
        shade.setAlphaF(BAND)
        painter.fillRect(band, shade)
        painter.setPen(QPen(QColor(self.colours.muted), real(1.0), Qt.PenStyle.DotLine))
        painter.drawLine(band.topLeft(), band.topRight())
        painter.drawLine(band.bottomLeft(), band.bottomRight())
        metrics, text = painter.fontMetrics(), texts.USUAL()
        room = QRectF(0.0, 0.0, metrics.horizontalAdvance(text), LABEL * metrics.height())
        room.moveCenter(band.center())
        back = QColor(self.colours.panel)
        back.setAlphaF(BACKING)
        painter.fillRect(room.adjusted(-real(3.0), 0.0, real(3.0), 0.0), back)
        painter.setPen(QColor(self.colours.muted))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, text)

    def _draw_ends(self, painter: QPainter, plane: QTransform, frame: QRectF) -> None:
        """Draw a dot at the end of each curve, and its label; labels that would touch are moved apart."""
        height = LABEL * painter.fontMetrics().height()
        spots = [(place(plane, end.x, end.y), end) for end in self.ends]
        spots.sort(key=lambda one: one[0].y())
        heights = spread([spot.y() for spot, _ in spots], height, frame.top(), frame.bottom())
        for (spot, end), y in zip(spots, heights, strict=True):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(end.colour)
            painter.drawEllipse(spot, real(DOT), real(DOT))
            if y is None:
                continue
            painter.setPen(end.colour)
            room = QRectF(spot.x() + real(GAP), y - 0.5 * height, real(ROOM), height)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, end.label)


def spread(heights: list[float], apart: float, top: float, bottom: float) -> list[float | None]:
    """Return where labels are written that belong at these heights, from the top down.

    They keep their order and at least so much between each two; None for those without room.
    """
    room = max(int((bottom - top) / apart), 1)
    if len(heights) > room:  # the first and the last have one, and some between them
        chosen = {round(k * (len(heights) - 1) / max(room - 1, 1)) for k in range(room)}
        some = iter(spread([heights[k] for k in sorted(chosen)], apart, top, bottom))
        return [next(some) if k in chosen else None for k in range(len(heights))]
    placed: list[float] = []
    low = top + 0.5 * apart
    for height in heights:
        placed.append(max(height, low))
        low = placed[-1] + apart
    high = bottom - 0.5 * apart
    for k in reversed(range(len(placed))):
        placed[k] = min(placed[k], high)
        high = placed[k] - apart
    return list(placed)
