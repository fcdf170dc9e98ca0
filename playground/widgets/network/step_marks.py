"""What a training step adds to the drawing: numbers, the moment's layer, what travels, what is dimmed."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from playground.mathematics.edges import Quantity
from playground.mathematics.moments import Phase
from playground.observers.neuron_maps import LayerPart
from playground.style.palette import Theme
from playground.style.scaling import real
from playground.widgets.network.layout import Column, Layout
from playground.widgets.network.lines import Gap
from playground.widgets.network.numbers import LineNumbers, paint_label, paint_number
from playground.widgets.network.subject import Subject
from playground.widgets.network.travel import Travel

DIMMED = 0.66  # how much of the panel covers what has nothing to do with the chosen place
RING = 6.0  # pixels around the neurons of a layer
BESIDE = 17.0  # of the frame, to the right of outputs that have the markers of their classes there


class StepMarks:
    """Draws over lines and neurons what a step says of them.

    Parameters
    ----------
    subject : Subject
    travel : Travel
    """

    def __init__(self, subject: Subject, travel: Travel) -> None:
        self._subject, self._step, self._travel = subject, subject.step, travel
        self._numbers = LineNumbers()

    def paint(
        self,
        painter: QPainter,
        layout: Layout,
        gaps: Sequence[Gap],
        targets: Sequence[object],
        colours: Theme,
        small: QFont,
        dirty: QRectF,
    ) -> None:
        """Draw what there is of it in a part of the drawing."""
        step = self._step
        if not (step.mathematics or step.needs_ledger):
            return
        painter.save()
        painter.setFont(small)
        parts = self._subject.shown_parts()
        begin, end = layout.columns_between(dirty.left(), dirty.right())
        for column, part in zip(layout.columns[begin:end], parts[begin:end], strict=True):
            self._paint_neurons(painter, column, colours)
            if part is not None:
                self._paint_lines(painter, gaps[column.layer], part, targets[column.layer], colours)
        self._paint_ring(painter, layout, colours)
        painter.restore()

    def _paint_neurons(self, painter: QPainter, column: Column, colours: Theme) -> None:
        numbers, cover = self._step.numbers(column.layer), QColor(colours.panel)
        cover.setAlphaF(DIMMED)
        for neuron, place in enumerate(column.rectangles, column.first):
            if self._step.is_dimmed(column.layer, neuron):
                painter.fillRect(place, cover)
            elif numbers is not None:
                paint_number(painter, place, float(numbers[neuron]), colours)

    def _paint_lines(
        self, painter: QPainter, gap: Gap, part: LayerPart, target: object, colours: Theme
    ) -> None:
        if self._travel.layer == gap.layer:
            self._travel.paint(painter, gap, part, colours)
        lines, values = self._step.gauges[gap.layer].lines, self._step.values(gap.layer)
        if lines is Quantity.WEIGHTS:
            seen = part.weights
        elif values is None:
            return
        else:
            rows, columns = part.strokes.shape
            seen = values[part.first : part.first + rows, part.source : part.source + columns]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        spots = self._numbers.of(gap, part, seen, target, lines)
        for label in self._numbers.labels(gap, part, seen, spots, painter):
            paint_label(painter, label, colours)

    def _paint_ring(self, painter: QPainter, layout: Layout, colours: Theme) -> None:
        """Draw a frame around the layer in which something happens at this moment."""
        moment = self._step.moment
        if moment is None or not self._step.mathematics or moment.phase in (Phase.GRADIENT, Phase.UPDATE):
            return
        if moment.phase is Phase.SAMPLE:
            return  # the inputs draw it themselves
        column = layout.columns[-1 if moment.layer is None else moment.layer]
        if not column.rows:
            return
        air = real(RING)
        top, bottom = column.rectangles[0], column.rectangles[-1]
        place = QRectF(top.united(bottom)).adjusted(-air, -air, air, 2.0 * air)
        place.setBottom(min(place.bottom(), layout.bottom))
        if column is layout.columns[-1] and column.width > 1:
            place.setRight(column.right + real(BESIDE))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.accent), real(2.0)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place, air, air)
