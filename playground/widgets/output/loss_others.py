"""Curves beside those of the run that is shown: lines of training that were left, and pinned runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QTransform

from engine.base.values import dataclass
from playground.observers.curves import Curves, Floats
from playground.observers.timeline import Branch
from playground.style.palette import Theme, lane_colour, rgb
from playground.style.scaling import px, real
from playground.style.sizes import SMALL_FONT
from playground.texts.numbers import NONE, loss_text
from playground.texts.time import LEFT_AT
from playground.widgets.output.curve_lines import Pair, since_epoch
from playground.widgets.output.loss_axes import Points, value_at
from playground.widgets.output.loss_marks import STRIP
from playground.widgets.output.timeline_cursor import BETWEEN
from playground.widgets.plots.bold_lines import DOTS, MEDIUM, THIN, Lines
from playground.widgets.plots.pixel_overlay import PixelOverlay, place
from playground.widgets.plots.plot import Plot
from playground.widgets.plots.readout_card import CardRow

PALE = 0.55  # of the way to the ground
BROKEN = (6.0, 3.0)
# of pinned curves, one after the other: more than their colour tells them apart
DASHES = ((8.0, 3.0), (2.0, 2.0), (8.0, 3.0, 2.0, 3.0), (4.0, 2.0), (12.0, 4.0), (1.0, 3.0))
WIDEST_NAME = 96
BACKING = 0.85
MOST_READ = 3  # lines that were left, in the readout: the latest


@dataclass(frozen=True, eq=False)
class Pinned:
    """The curves of another run, drawn over those of the present one.

    Attributes
    ----------
    name : str
        What they are called in the plot.
    curves : Curves
    colour : int
        The number of its colour, as of several runs that are shown together.
    """

    name: str
    curves: Curves
    colour: int


class OtherCurves:
    """Draws them; of a pinned run the test curve, or that of the training points where there is no other.

    Parameters
    ----------
    plot : Plot

    Attributes
    ----------
    pinned : tuple of Pinned
    shows_left : bool
        Whether lines that were left are drawn.
    """

    def __init__(self, plot: Plot) -> None:
        self._plot = plot
        self._left = Lines(THIN, dashed=True, dashes=DOTS), Lines(THIN, dashed=True, dashes=BROKEN)
        self._lines: list[Lines] = []
        self._names = PinnedNames()
        self._theme: Theme | None = None
        self.pinned: tuple[Pinned, ...] = ()
        self.shows_left = True
        for one in (*self._left, self._names):
            self._add(one, BETWEEN + (one is self._names))

    def pin(self, pinned: Sequence[Pinned]) -> None:
        """Draw these runs, in place of those that were pinned before."""
        self.pinned = tuple(pinned)
        for line in self._lines:
            self._plot.view_box.removeItem(line)
        self._lines = [Lines(MEDIUM, True, DASHES[k % len(DASHES)]) for k in range(len(self.pinned))]
        for line in self._lines:
            self._add(line, BETWEEN)
        if self._theme is not None:
            self.apply_theme(self._theme)

    def _add(self, item: Lines | PinnedNames, z: float) -> None:
        item.setZValue(z)
        self._plot.add(item)

    def left(self, branches: tuple[Branch, ...]) -> tuple[Branch, ...]:
        """Return the lines that were left, if they are drawn."""
        return branches if self.shows_left else ()

    def show(self, branches: tuple[Branch, ...], lines_of: Callable[[Curves], Pair]) -> list[list[Points]]:
        """Draw what `lines_of` makes of the curves; return it, each run by itself."""
        drawn: list[list[Points]] = []
        ghosts: Pair = [], []
        for branch in self.left(branches):
            pair = lines_of(branch.curves)
            for ghost, lines in zip(ghosts, pair, strict=True):
                ghost.extend(since_epoch(lines, branch.since))
        for item, ghost in zip(self._left, ghosts, strict=True):
            item.show_lines(ghost)
            drawn.append(ghost)
        ends = []
        for one, item in zip(self.pinned, self._lines, strict=True):
            train, test = lines_of(one.curves)
            item.show_lines(test or train)
            drawn.append(test or train)
            if last := (test or train)[-1:]:
                ends.append((one, float(last[0][0][-1]), float(last[0][1][-1])))
        self._names.show_ends(ends)
        return drawn

    def lines_at(self, branches: tuple[Branch, ...], epoch: float) -> list[CardRow]:
        """Return what the readout says of them at an epoch: the test loss, or else the training loss."""
        lines = [(LEFT_AT(epoch=one.since), one.curves) for one in self.left(branches) if one.since <= epoch][
            -MOST_READ:
        ]
        lines += [(one.name, one.curves) for one in self.pinned]
        found = []
        for name, curves in lines:
            curve = curves.test if len(curves.test.epochs) else curves.train
            figure = value_at(curve, epoch, loss_text, curves.gaps)
            found += [CardRow(name, figure)] if figure != NONE else []
        return found

    def end(self, branches: tuple[Branch, ...]) -> float:
        """Return the last epoch of all that is drawn; 0 where there is nothing."""
        ends = [float(one.end) for one in self.left(branches)]
        ends += [float(one.curves.train.epochs[-1]) for one in self.pinned if len(one.curves.train.epochs)]
        return max(ends, default=0.0)

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = colours
        for item, colour in zip(self._left, (colours.train_line, colours.test_line), strict=True):
            item.set_colour(pale(colours, colour))
        for one, item in zip(self.pinned, self._lines, strict=True):
            item.set_colour(lane_colour(colours, one.colour))
        self._names.apply_theme(colours)


class PinnedNames(PixelOverlay):
    """The name of each pinned run, at the end of its curve."""

    def __init__(self) -> None:
        super().__init__()
        self._ends: list[tuple[Pinned, float, float]] = []

    def show_ends(self, ends: list[tuple[Pinned, float, float]]) -> None:
        """Write names at these places of the plane."""
        self._ends = ends
        self.update()

    def wanted(self) -> bool:
        return bool(self._ends)

    def draw(self, painter: QPainter, plane: QTransform) -> None:
        taken = list[QRectF]()
        frame = self.frame(plane).adjusted(0.0, real(STRIP), 0.0, 0.0)  # below the legend
        font = QFont(painter.font())
        font.setPixelSize(px(SMALL_FONT))
        painter.setFont(font)
        metrics = painter.fontMetrics()
        for one, x, y in self._ends:
            text = metrics.elidedText(one.name, Qt.TextElideMode.ElideRight, px(WIDEST_NAME))
            size = QSizeF(metrics.horizontalAdvance(text) + real(4.0), metrics.height())
            room = room_for_name(place(plane, x, y), size, frame, taken)
            taken.append(room)
            back = QColor(self.colours.panel)
            back.setAlphaF(BACKING)
            painter.fillRect(room, back)
            painter.setPen(QPen(QColor(lane_colour(self.colours, one.colour)), 1.0))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


def room_for_name(end: QPointF, size: QSizeF, frame: QRectF, taken: Sequence[QRectF]) -> QRectF:
    """Return where a name stands: above the end of its curve, or below, and not on other names."""
    room, gap = QRectF(QPointF(), size), real(2.0)
    room.moveBottomRight(QPointF(min(end.x(), frame.right()), end.y() - gap))
    if room.top() < frame.top():
        room.moveTop(end.y() + gap)
    room = _within(room, frame)
    while any(room.intersects(other) for other in taken) and room.bottom() < frame.bottom():
        room.translate(0.0, gap)
    return room


def _within(room: QRectF, frame: QRectF) -> QRectF:
    """Return a room, moved into the frame."""
    left = min(max(room.left(), frame.left()), max(frame.right() - room.width(), frame.left()))
    top = min(max(room.top(), frame.top()), max(frame.bottom() - room.height(), frame.top()))
    return QRectF(left, top, room.width(), room.height())


def pale(colours: Theme, colour: str) -> str:
    """Return a colour, nearer to the ground that it is drawn on."""
    mixed: Floats = (1.0 - PALE) * np.array(rgb(colour)) + PALE * np.array(rgb(colours.panel))
    return QColor(*(round(float(one)) for one in mixed)).name()
