"""Marks on the loss plot: the legend, the best loss, where training diverged, the epoch that is read."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from playground.figures import loss_text
from playground.history import Curves
from playground.widgets.output_overlay import Overlay, place

LEAST_LOSS = 1e-12  # what a logarithmic axis shows for a loss of 0


class LossMarks(Overlay):
    """The legend, the best loss, where training diverged, and the epoch that is read."""

    def __init__(self) -> None:
        super().__init__()
        self.note = ""
        self.held_out = self.rises = False
        self._best: tuple[int, float] | None = None
        self._best_at: float = 0.0
        self._diverged: tuple[int, ...] = ()
        self._epoch: float | None = None

    def show_curves(self, curves: Curves | None, log: bool) -> None:
        """Show what is to be marked of some losses; of other curves nothing."""
        self._best = curves.best if curves is not None and curves.best and curves.best[0] > 0 else None
        self._diverged = curves.diverged if curves is not None else ()
        if curves is not None:
            self.note = ""
        if self._best is not None:
            loss = max(self._best[1], LEAST_LOSS) if log else self._best[1]
            self._best_at = math.log10(loss) if log else loss
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
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, self.note)
        for epoch in self._diverged:
            x = place(plane, epoch, 0.0).x()
            painter.setPen(QPen(QColor(colours.error), 1.2, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
            _words(painter, frame, QPointF(x, frame.top() + 27.0), "✕ diverged", colours.error, colours.panel)
        if self._epoch is not None:
            x = place(plane, self._epoch, 0.0).x()
            painter.setPen(QPen(QColor(colours.muted), 1.0))
            painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
        if self._best is not None:
            self._draw_best(painter, place(plane, self._best[0], self._best_at), frame)
        if not self.note:
            self._draw_legend(painter, frame)

    def _draw_legend(self, painter: QPainter, frame: QRectF) -> None:
        """Which line is which, on the right: a loss that falls leaves room at the top, else at the foot."""
        x, y = frame.right() - 4.0, frame.bottom() - 20.0 if self.rises else frame.top()
        for text, colour, dashed in (
            ("test", self.colours.test_line, True), ("train", self.colours.train_line, False)
        )[0 if self.held_out else 1 :]:  # fmt: skip
            width = painter.fontMetrics().horizontalAdvance(text)
            room = QRectF(x - width, y, width, 18.0)
            veil = QColor(self.colours.panel)
            veil.setAlphaF(0.8)
            painter.fillRect(room.adjusted(-26.0, 0.0, 4.0, 0.0), veil)
            style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(colour), 2.0, style))
            painter.drawLine(room.topLeft() + QPointF(-24.0, 9.5), room.topLeft() + QPointF(-5.0, 9.5))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
            x = room.left() - 36.0

    def _draw_best(self, painter: QPainter, spot: QPointF, frame: QRectF) -> None:
        assert self._best is not None
        painter.setPen(QPen(QColor(self.colours.panel), 1.0))
        painter.setBrush(QColor(self.colours.text))
        painter.drawEllipse(spot, 4.0, 4.0)
        epoch, loss = self._best
        # where there is room: curves fall, so above the best there is some
        text = QPointF(spot.x(), max(spot.y() - 14.0, frame.top() + 9.0))
        _words(
            painter,
            frame,
            text,
            f"best {loss_text(loss)} at {epoch:,}",
            self.colours.text,
            self.colours.panel,
        )


def _words(painter: QPainter, frame: QRectF, spot: QPointF, text: str, colour: str, ground: str) -> None:
    """Write beside a place, on the side where there is room, on a ground that quietens the curves."""
    width = painter.fontMetrics().horizontalAdvance(text) + 6.0
    left = spot.x() + 6.0 if spot.x() + width <= frame.right() else spot.x() - width
    room = QRectF(max(left, frame.left()), spot.y() - 8.0, width, 16.0)
    veil = QColor(ground)
    veil.setAlphaF(0.8)
    painter.fillRect(room.adjusted(-2.0, 0.0, 0.0, 0.0), veil)
    painter.setPen(QColor(colour))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
