"""Marks on the losses of several runs: a letter at the end of each curve, the goal, who reached it when."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QTransform

from playground.observers.lanes import ClockUnit, Lanes
from playground.style.palette import lane_colour
from playground.style.scaling import px, real
from playground.style.sizes import SMALL_FONT
from playground.texts import compare as texts
from playground.texts.names import part_name
from playground.texts.numbers import field_text
from playground.widgets.output.loss_marks import AIR, BACKING, DOT, LEAST_LOSS, SAMPLE, STRIP
from playground.widgets.plots.pixel_overlay import PixelOverlay, place


class LaneMarks(PixelOverlay):
    """The letters, the goal of a race, the moment of the first, and the place that is read."""

    def __init__(self) -> None:
        super().__init__()
        self._lanes: Lanes | None = None
        self._ends: Sequence[tuple[int, float]] = ()
        self._log = self._both = False
        self._at: float | None = None
        self.setZValue(1.0)  # above the curves, which are made later

    def show_lanes(
        self, lanes: Lanes | None, ends: Sequence[tuple[int, float]], log: bool, both: bool
    ) -> None:
        """Show the marks of some runs.

        Parameters
        ----------
        lanes : Lanes or None
        ends : sequence of (lane, height)
            Where each curve ends.
        log : bool
            Whether heights are logarithms.
        both : bool
            Whether there are curves of training and test loss.
        """
        self._lanes, self._ends, self._log, self._both = lanes, ends, log, both
        self.update()

    def show_place(self, at: float | None) -> None:
        """Mark a place of the clock by a line from top to bottom."""
        if at != self._at:
            self._at = at
            self.update()

    # -- drawing -----------------------------------------------------------------------------

    def draw(self, painter: QPainter, plane: QTransform) -> None:
        frame, colours = self.frame(plane), self.colours
        painter.setClipRect(frame)
        small = QFont(painter.font())
        small.setPixelSize(px(SMALL_FONT))
        lanes = self._lanes
        if lanes is None or all(one.snapshot.steps == 0 for one in lanes.lanes):
            if lanes is None or not lanes.playing:
                painter.setPen(QColor(colours.muted))
                painter.drawText(
                    frame, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, texts.APPEARS()
                )
            return
        painter.setFont(small)
        self._draw_goal(painter, plane, frame, lanes)
        if self._at is not None:
            x = place(plane, self._at, 0.0).x()
            painter.setPen(QPen(QColor(colours.muted), real(1.0)))
            painter.drawLine(QPointF(x, frame.top() + real(STRIP)), QPointF(x, frame.bottom()))
        self._draw_letters(painter, plane, frame)
        if self._both:
            self._draw_legend(painter, frame)

    def _draw_goal(self, painter: QPainter, plane: QTransform, frame: QRectF, lanes: Lanes) -> None:
        """Draw the goal as a level line, a dot where each arrived, and the moment of the first."""
        goal, colours = lanes.goal, self.colours
        if goal is None:
            return
        y = place(plane, 0.0, self._height(goal.loss)).y()
        painter.setPen(QPen(QColor(colours.text), real(1.0), Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
        by_seconds = lanes.unit is ClockUnit.SECONDS
        first: list[tuple[str, float]] = []
        for k, lane in enumerate(lanes.lanes):
            if (one := lane.arrival) is None:
                continue
            x = place(plane, one.seconds if by_seconds else one.epoch, 0.0).x()
            painter.setPen(QPen(QColor(colours.panel), real(1.0)))
            painter.setBrush(QColor(lane_colour(colours, k)))
            painter.drawEllipse(QPointF(x, y), real(DOT), real(DOT))
            if one.place == 1:
                first.append((texts.LETTERS[k], x))
        if first:
            x = min(x for _, x in first)
            painter.setPen(QPen(QColor(colours.text), real(1.2), Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, frame.top() + real(STRIP)), QPointF(x, frame.bottom()))
            names = texts.listed([letter for letter, _ in first])
            self._label(
                painter, frame, QPointF(x + real(5.0), frame.top() + real(2.0)), texts.FIRST_MARK(name=names)
            )
        below = QPointF(frame.left() + real(4.0), y - painter.fontMetrics().height() - real(1.0))
        self._label(painter, frame, below, texts.GOAL(loss=field_text(goal.loss)))

    def _height(self, loss: float) -> float:
        return math.log10(max(loss, LEAST_LOSS)) if self._log else loss

    def _draw_letters(self, painter: QPainter, plane: QTransform, frame: QRectF) -> None:
        """Write each run's letter where its curve ends, apart from the others."""
        bold = QFont(painter.font())
        bold.setBold(True)
        painter.setFont(bold)
        line = float(painter.fontMetrics().height())
        order = sorted((place(plane, 0.0, height).y(), lane) for lane, height in self._ends)
        top, bottom = frame.top() + real(STRIP), frame.bottom()
        tops = apart([min(max(y, top), bottom) - 0.5 * line for y, _ in order], line, top, bottom)
        for y, (_, lane) in zip(tops, order, strict=True):
            painter.setPen(QColor(lane_colour(self.colours, lane)))
            room = QRectF(frame.right() - real(18.0), y, real(16.0), line)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, texts.LETTERS[lane])

    def _draw_legend(self, painter: QPainter, frame: QRectF) -> None:
        """Say on the right which lines are of training, and which of test points."""
        x, strip = frame.right() - real(4.0), real(STRIP)
        for part, style in (("test", Qt.PenStyle.DashLine), ("train", Qt.PenStyle.SolidLine)):
            text = part_name(part)
            width = painter.fontMetrics().horizontalAdvance(text)
            room = QRectF(x - width, frame.top(), width, strip)
            painter.setPen(QPen(QColor(self.colours.muted), real(2.0), style))
            end = QPointF(room.left() - real(5.0), room.center().y())
            painter.drawLine(end - QPointF(real(SAMPLE), 0.0), end)
            painter.setPen(QColor(self.colours.muted))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
            x = room.left() - real(5.0 + SAMPLE + AIR)

    def _label(self, painter: QPainter, frame: QRectF, spot: QPointF, text: str) -> None:
        """Write over a backing, within the frame."""
        metrics = painter.fontMetrics()
        room = QRectF(spot.x(), spot.y(), metrics.horizontalAdvance(text) + real(6.0), metrics.height())
        room.moveRight(min(room.right(), frame.right()))
        room.moveTop(max(room.top(), frame.top()))
        back = QColor(self.colours.panel)
        back.setAlphaF(BACKING)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(back)
        painter.drawRoundedRect(room, real(3.0), real(3.0))
        painter.setPen(QColor(self.colours.text))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


def apart(tops: list[float], height: float, top: float, bottom: float) -> list[float]:
    """Return places that rise, moved so that none overlaps the one before, all between two edges."""
    placed: list[float] = []
    for one in tops:
        placed.append(max(one, placed[-1] + height if placed else top))
    limit = bottom
    for k in reversed(range(len(placed))):
        placed[k] = min(placed[k], limit - height)
        limit = placed[k]
    return placed
