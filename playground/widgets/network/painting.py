"""Paints the network: the pictures of its lines, and its neurons as live maps.

A frame paints only the part that changes: the pictures of the lines are kept, and while training
runs no more than two of them are drawn again in one frame; the others when no frame follows.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QFont, QPainter

from playground.observers.neuron_maps import LayerPart
from playground.style import palette, sizes
from playground.style.palette import Theme
from playground.style.scaling import px
from playground.widgets.network.layout import Layout
from playground.widgets.network.lines import Gap, Pens
from playground.widgets.network.maps import Maps, paint_chip, paint_classes, paint_column, tables_of
from playground.widgets.network.subject import Subject
from playground.widgets.plots.shapes import takes_shapes

PICTURES = 2  # of lines that are drawn again in a frame while training runs


class Painting:
    """Keeps what is painted, and draws again what has changed.

    Parameters
    ----------
    subject : Subject
        The network whose numbers are painted.

    Attributes
    ----------
    gaps : list of Gap
        The lines that lead to each column.
    is_behind : bool
        Whether lines were left as they were that have changed.
    small : QFont
        Of what is written in the drawing.
    """

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self.gaps: list[Gap] = []
        self.is_behind = False
        self._maps: list[Maps] = []
        self._tables: list[Any] = []  # of each column, the colours of its maps; none until they are needed
        self._next_gap = 0
        self._theme = palette.LIGHT
        self._pens = Pens.of(self._theme)
        self.small = QFont()

    def lay_out(self, layout: Layout, font: QFont) -> None:
        """Start again with other columns."""
        self.small = QFont(font)
        self.small.setPixelSize(px(sizes.SMALL_FONT))
        self._maps = [Maps() for _ in layout.columns]
        self._tables = []

    def lay_out_lines(self, layout: Layout, ends: dict[int, QPointF]) -> None:
        """Start again with the lines; those of the inputs begin at `ends`."""
        left = float(layout.inputs)
        sources = ends
        self.gaps = []
        for column in layout.columns:
            rows = range(column.first, column.first + len(column.rows))
            targets = {k: QPointF(column.left, y) for k, y in zip(rows, column.rows, strict=True)}
            begin, end = round(left), round(column.left)
            width = max(
                abs(end - begin), 1
            )  # columns on their way may lie upon each other, or in reverse order
            place = QRect(min(begin, end), round(layout.top), width, round(layout.bottom - layout.top))
            self.gaps.append(Gap(column.layer, place, sources, targets))
            sources = {k: QPointF(column.right, y) for k, y in zip(rows, column.rows, strict=True)}
            left = column.right

    def apply_theme(self, colours: Theme) -> None:
        """Paint in the theme's colours."""
        self._theme, self._pens, self._tables = colours, Pens.of(colours), []

    def forget_colours(self) -> None:
        """Drop the colours of the maps, as the problem has changed."""
        self._tables = []

    def paint(
        self,
        painter: QPainter,
        layout: Layout,
        dirty: QRectF,
        visible: tuple[int, int],
        targets: Sequence[object],
        pixels: float,
        hurried: bool,
    ) -> None:
        """Paint lines and neurons.

        Parameters
        ----------
        painter : QPainter
        layout : Layout
        dirty : QRectF
            The part to paint now.
        visible : (left, right)
            The part of the canvas that can be seen.
        targets : sequence
            For each layer what stands out among the lines that lead to it, as `Gap.draw` has it.
        pixels : float
            Device pixels per pixel.
        hurried : bool
            Whether another frame is likely to follow soon.
        """
        parts = self._subject.shown_parts()
        begin, end = layout.columns_between(dirty.left(), dirty.right())
        if takes_shapes(painter):
            for gap, part, target in zip(self.gaps, parts, targets, strict=False):
                gap.draw_lines(painter, part, target, self._pens)
        else:
            within = layout.columns_between(*visible)
            self._draw_gaps(parts, within, targets, pixels, PICTURES if hurried else len(self.gaps))
            for gap in self.gaps[begin : end + 1]:
                gap.paint(painter)
        self._paint_neurons(painter, layout, begin, end, parts)

    def _paint_neurons(
        self, painter: QPainter, layout: Layout, begin: int, end: int, parts: list[LayerPart | None]
    ) -> None:
        """Paint the neurons of some columns, with the chips for those that do not fit."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        subject, last = self._subject, len(layout.columns) - 1
        if not self._tables:
            hidden, output = (
                tables_of(self._theme, subject.problem, subject.outputs, is_output)
                for is_output in (False, True)
            )
            self._tables = [hidden] * last + [output]
        for column in layout.columns[begin:end]:
            part, maps = parts[column.layer], self._maps[column.layer]
            if part is not None:
                maps.show(part.images, self._tables[column.layer])
            paint_column(painter, column, part, maps, self._theme)
            paint_chip(painter, column, self._theme, self.small)
        if end == len(layout.columns):
            paint_classes(painter, layout.columns[-1], subject.problem, self._theme)

    def _draw_gaps(
        self,
        parts: list[LayerPart | None],
        within: tuple[int, int],
        targets: Sequence[object],
        pixels: float,
        left: int,
    ) -> None:
        """Draw the pictures of lines that have changed; no more than `left` of them, in turn."""
        self.is_behind = False
        order = list(range(*within))
        turn = next((k for k, i in enumerate(order) if i >= self._next_gap), 0)
        for i in order[turn:] + order[:turn]:
            gap, part, target = self.gaps[i], parts[i], targets[i]
            state = gap.state(part, target)
            if gap.is_fresh(state):
                continue
            if left <= 0 and gap.shows_highlight(target):
                self.is_behind = True
                continue
            gap.draw(part, target, self._pens, pixels)
            left -= 1
            self._next_gap = i + 1
