"""Marks on the loss plot: the legend, the best loss, what was done to the run, the epoch that is read.

The legend is in a strip at the top that the curves leave free; the words of events have a backing.
"""

import math
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QTransform

from playground.observers.curves import Curves
from playground.observers.events import Event
from playground.style.scaling import px, real
from playground.style.sizes import SMALL_FONT
from playground.texts import output as texts
from playground.texts.events import event_text
from playground.texts.names import part_name
from playground.texts.numbers import loss_text
from playground.widgets.plots.pixel_overlay import PixelOverlay, place

LEAST_LOSS = 1e-12  # what a logarithmic axis shows for a loss of 0
STRIP = 19.0  # the height of the legend, above the curves
DOT = 4.0  # the radius of what marks the best
SAMPLE = 19.0  # the length of a line in the legend
AIR = 12.0  # between two of its entries
CLOSE = 3.0  # pixels: nearer marks look like one
WORDS = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
BACKING = 0.85  # how much it covers of what is below the words

Label = tuple[float, Callable[[], str], str]  # where it is across, its words, its colour


class LossMarks(PixelOverlay):
    """The legend, the best figure, events and divergences, and the epoch that is read.

    Attributes
    ----------
    note : str
        What is written in place of curves that there are none of.
    empty : str
        What is written where curves will appear.
    held_out : bool
        Whether there are test points.
    """

    def __init__(self) -> None:
        super().__init__()
        self.note = self.empty = ""
        self.held_out = False
        self._events: tuple[Event, ...] = ()
        self._spike: tuple[float, float] | None = None
        self._best: tuple[int, float] | None = None
        self._best_at: float = 0.0
        self._best_text = ""
        self._best_since = 0
        self._diverged: tuple[int, ...] = ()
        self._epoch: float | None = None

    def show_curves(self, curves: Curves | None, log: bool) -> None:
        """Show the marks of loss curves; None for other curves."""
        best = curves.best if curves is not None else None
        self._diverged = curves.diverged if curves is not None else ()
        if curves is not None:
            self.note = ""
        first = curves.train.epochs[0] if best is not None and curves is not None else 0.0
        since = curves.best_since if curves is not None else 0
        at = best[1] if best is not None else 0.0
        self.show_best(best, first, loss_text(at), math.log10(max(at, LEAST_LOSS)) if log else at, since)

    def show_best(
        self, best: tuple[int, float] | None, first: float, text: str, at: float, since: int = 0
    ) -> None:
        """Mark the best figure of curves that begin at an epoch.

        Parameters
        ----------
        best : (epoch, figure) or None
        first : float
            Where the curves begin, at 0 or where weights were opened: nothing is the best there yet.
        text : str
            The figure as it is written.
        at : float
            Its place on the axis.
        since : int
            The epoch after which it is the best, where something before cannot be compared; or 0.
        """
        self._best = best if best is not None and best[0] > first else None
        self._best_text, self._best_at, self._best_since = text, at, since
        self.update()

    def show_epoch(self, epoch: float | None) -> None:
        """Mark an epoch by a line from top to bottom."""
        if epoch != self._epoch:
            self._epoch = epoch
            self.update()

    def show_events(self, events: tuple[Event, ...]) -> None:
        """Mark what was done to the run."""
        if events is not self._events:
            self._events = events
            self.update()

    def show_spike(self, spike: tuple[float, float] | None) -> None:
        """Say how high a spike is, (epoch, loss), for which the axis is too short."""
        self._spike = spike

    def draw(self, painter: QPainter, plane: QTransform) -> None:
        frame, colours = self.frame(plane), self.colours
        painter.setClipRect(frame)
        below = frame.top() + real(STRIP)
        font = QFont(painter.font())
        font.setPixelSize(px(SMALL_FONT))
        if text := self.note or self.empty:
            painter.setPen(QColor(colours.muted))
            room = frame if self.note else frame.adjusted(0.0, real(STRIP), 0.0, 0.0)  # below the legend
            if painter.boundingRect(room, WORDS, text).height() > room.height():
                painter.setFont(font)
            painter.drawText(room, WORDS, text)
        painter.setFont(font)
        self._draw_events(painter, plane, frame, below)
        if self._epoch is not None:
            x = place(plane, self._epoch, 0.0).x()
            painter.setPen(QPen(QColor(colours.muted), real(1.0)))
            painter.drawLine(QPointF(x, below), QPointF(x, frame.bottom()))
        if self._best is not None:
            self._dot(painter, place(plane, self._best[0], self._best_at))
        if not self.note:
            self._draw_legend(painter, QRectF(frame.topLeft(), frame.topRight() + QPointF(0.0, real(STRIP))))

    def _draw_events(self, painter: QPainter, plane: QTransform, frame: QRectF, top: float) -> None:
        """Draw a line for each event, and its words where they have room: the latest first."""
        muted, error = self.colours.muted, self.colours.error
        marks: list[Label] = [(float(epoch), texts.DIVERGED, error) for epoch in reversed(self._diverged)]
        marks += [(one.epoch, partial(_words, one), muted) for one in reversed(self._events)]
        seen: dict[int, Label] = {}  # of marks at one place, the latest
        for epoch, words, colour in marks:
            x = place(plane, epoch, 0.0).x()
            if frame.left() <= x <= frame.right():
                seen.setdefault(round(x / real(CLOSE)), (x, words, colour))
        for x, _, colour in seen.values():
            style = Qt.PenStyle.DotLine if colour == error else Qt.PenStyle.DashLine
            painter.setPen(QPen(QColor(colour), real(1.2 if colour == error else 1.0), style))
            painter.drawLine(QPointF(x, top), QPointF(x, frame.bottom()))
        labels = list(seen.values())
        if self._spike is not None:
            height = partial(texts.OFF_AXIS, value=loss_text(self._spike[1]))
            labels.append((place(plane, self._spike[0], 0.0).x(), height, muted))
        self._draw_labels(painter, frame, top, labels)

    def _draw_labels(self, painter: QPainter, frame: QRectF, top: float, labels: list[Label]) -> None:
        """Write labels as far as there is room: those that come first, first."""
        taken: list[QRectF] = []
        for x, words, colour in labels:
            room = self._room_beside(painter, frame, QPointF(x, top), text := words())
            air = room.adjusted(-real(AIR), 0.0, real(AIR), 0.0)
            if not any(air.intersects(other) for other in taken):
                taken.append(room)
                self._draw_label(painter, room, text, colour)

    def _draw_legend(self, painter: QPainter, strip: QRectF) -> None:
        """Draw the lines' names on the right; on the left the best figure, as fully as there is room for."""
        x = strip.right() - real(4.0)
        for text, colour, dashed in (
            (part_name("test"), self.colours.test_line, True),
            (part_name("train"), self.colours.train_line, False),
        )[0 if self.held_out else 1 :]:  # fmt: skip
            width = painter.fontMetrics().horizontalAdvance(text)
            room = QRectF(x - width, strip.top(), width, strip.height())
            style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
            whole = QRectF(room.left() - real(5.0 + SAMPLE), room.top(), 0.0, room.height())
            self._draw_label(painter, whole.united(room), "", colour)
            painter.setPen(QPen(QColor(colour), real(2.0), style))
            end = QPointF(room.left() - real(5.0), room.center().y())
            painter.drawLine(end - QPointF(real(SAMPLE), 0.0), end)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
            x = room.left() - real(5.0 + SAMPLE + AIR)
        if self._best is not None:
            what = {"part": part_name("test" if self.held_out else "train"), "value": self._best_text}
            where = (texts.BEST_AT, self._best[0])
            if self._best_since:  # there may be a better one before: the words say why it is not meant
                where = (texts.BEST_SINCE, self._best_since)
            forms = where[0](**what, epoch=where[1]), texts.BEST(**what)
            self._draw_best(painter, strip, x, forms)

    def _draw_best(self, painter: QPainter, strip: QRectF, end: float, forms: tuple[str, ...]) -> None:
        """Write the longest form that fits before the rest of the legend."""
        left = strip.left() + real(2.0 * DOT + 12.0)
        for text in forms:
            width = painter.fontMetrics().horizontalAdvance(text)
            if left + width <= end:
                room = QRectF(left, strip.top(), width + 1.0, strip.height())
                self._draw_label(painter, room.adjusted(-real(2.0 * DOT + 6.0), 0.0, 0.0, 0.0), "", "")
                self._dot(painter, QPointF(left - real(DOT + 4.0), strip.center().y()))
                painter.setPen(QColor(self.colours.text))
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
                return

    def _dot(self, painter: QPainter, spot: QPointF) -> None:
        painter.setPen(QPen(QColor(self.colours.panel), real(1.0)))
        painter.setBrush(QColor(self.colours.text))
        painter.drawEllipse(spot, real(DOT), real(DOT))

    def _room_beside(self, painter: QPainter, frame: QRectF, spot: QPointF, text: str) -> QRectF:
        """Return the place of a text beside a line, on the side where it fits."""
        metrics = painter.fontMetrics()
        width, height = metrics.horizontalAdvance(text) + real(6.0), metrics.height()
        left = spot.x() + real(6.0) if spot.x() + width <= frame.right() else spot.x() - width
        return QRectF(max(left, frame.left()), spot.y(), width, height)

    def _draw_label(self, painter: QPainter, room: QRectF, text: str, colour: str) -> None:
        """Write over a backing, so that no curve runs through the words."""
        back = QColor(self.colours.panel)
        back.setAlphaF(BACKING)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(back)
        painter.drawRoundedRect(room.adjusted(-real(3.0), 0.0, real(1.0), 0.0), real(3.0), real(3.0))
        painter.setPen(QColor(colour))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)


def _words(event: Event) -> str:
    return event_text(event.kind.name, event.arguments)
