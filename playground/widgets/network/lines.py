"""The lines of the network: one picture for the space between two columns, drawn when the weights change.

A weight's line is as wide as the weight is large, blue above 0, orange and dashed below; at 0 it is grey, and
the faintest of all. Widths come in a few steps, so that most frames change few lines, and while training runs
only a few pictures are drawn a frame.
"""

from functools import cached_property

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from engine.base.values import dataclass
from playground.observers.neuron_maps import NO_STROKE, STROKES, LayerPart
from playground.style.palette import Theme
from playground.style.scaling import real, scale
from playground.widgets.network.layout import distance

# one for each of STROKES: the neurons' maps should stand out, so lines are fine, and weak ones fade into
# the panel
WIDTHS = (0.9, 1.0, 1.1, 1.5, 2.0, 2.6)  # pixels
PALE = (0.5, 0.56, 0.64, 0.8, 0.92, 1.0)  # the share of the line's colour over the panel's
# of highlighted lines, in their full colour: even the weakest must be visible
HIGHLIGHTED_WIDTHS = (1.5, 1.7, 1.9, 2.3, 2.8, 3.4)
# of a weight of 0: fainter than the weakest of the others, and still seen
AT_ZERO, HIGHLIGHTED_AT_ZERO = (0.8, 0.5), (1.5, 1.0)  # pixels, and the share of the line's colour
# pens, the weakest first
UPWARDS = [NO_STROKE, *(k + sign for k in range(STROKES) for sign in (0, STROKES))]
FADED = 0.18  # of lines that are not highlighted
ELSEWHERE = -1  # what stands out is in another layer; False would equal neuron 0
EVERY = -2  # every line stands out, while those of other layers fade
DASH, SPACE = 5.0, 3.0  # pixels
NEAR = 5.0  # pixels from the pointer to a line that counts as pointed at


@dataclass(frozen=True)
class Pens:
    """One pen for each stroke: usually; for a highlighted neuron; and for all others beside it."""

    usual: tuple[QPen, ...]
    highlighted: tuple[QPen, ...]
    faded: tuple[QPen, ...]
    ground: QColor
    mark: QColor

    @classmethod
    def of(cls, colours: Theme) -> "Pens":
        """Make the pens of a theme."""

        def pen(colour: str, width: float, share: float) -> QPen:
            result = QPen(mixed(colour, colours.panel, share), real(width))
            result.setCapStyle(Qt.PenCapStyle.FlatCap)
            return result

        def pens(
            widths: tuple[float, ...], strength: tuple[float, ...], at_zero: tuple[float, float]
        ) -> tuple[QPen, ...]:
            steps = list(zip(widths, strength, strict=True))
            below = [dashed(pen(colours.weight_negative, *step), step[0]) for step in steps]
            above = [pen(colours.weight_positive, *step) for step in steps]
            return *below, *above, pen(colours.edge, *at_zero)

        usual = pens(WIDTHS, PALE, AT_ZERO)
        highlighted = pens(HIGHLIGHTED_WIDTHS, (1.0,) * STROKES, HIGHLIGHTED_AT_ZERO)
        faded = pens(WIDTHS, (FADED,) * STROKES, (AT_ZERO[0], 0.5 * FADED))
        return cls(usual, highlighted, faded, QColor(colours.panel), QColor(colours.text))


def dashed(pen: QPen, width: float) -> QPen:
    """Return a pen of that width with the dashes of weights below 0."""
    pen.setDashPattern([DASH / width, SPACE / width])
    return pen


def mixed(colour: str, ground: str, share: float) -> QColor:
    """Return a share of a colour mixed with its ground."""
    top, below = QColor(colour), QColor(ground)
    return QColor.fromRgbF(
        share * top.redF() + (1.0 - share) * below.redF(),
        share * top.greenF() + (1.0 - share) * below.greenF(),
        share * top.blueF() + (1.0 - share) * below.blueF(),
    )


class Gap:
    """The lines between two columns.

    Parameters
    ----------
    layer : int
        The layer that the lines lead to.
    rectangle : QRect
        The space between the columns.
    sources, targets : dict of int to QPointF
        Where the lines of each visible neuron, or input, begin and end.
    """

    def __init__(
        self, layer: int, rectangle: QRect, sources: dict[int, QPointF], targets: dict[int, QPointF]
    ) -> None:
        self.layer, self.rectangle = layer, rectangle
        self._sources, self._targets = sources, targets
        self._picture: QPixmap | None = None
        self._drawn: object = None

    @cached_property
    def _lines(self) -> dict[tuple[int, int], QLineF]:
        """All lines; made when the gap is first seen, as most gaps of a deep network are not."""
        return {(j, i): QLineF(a, b) for j, b in self._targets.items() for i, a in self._sources.items()}

    def state(self, part: LayerPart | None, highlighted: object) -> object:
        """Return what the picture depends on; `highlighted` is what stands out, as in `draw`."""
        if part is None:
            return None
        marks = [one.tobytes() if one is not None else b"" for one in (part.frozen, part.silenced)]
        return part.first, part.source, part.strokes.shape, part.strokes.tobytes(), *marks, highlighted

    def is_fresh(self, state: object) -> bool:
        """Whether the picture is up to date."""
        return self._picture is not None and self._drawn == state

    def shows_highlight(self, highlighted: object) -> bool:
        """Whether there is a picture in which the right lines stand out."""
        return isinstance(self._drawn, tuple) and self._drawn[-1] == highlighted

    def paint(self, painter: QPainter) -> None:
        """Draw the picture in its place."""
        if self._picture is not None:
            painter.drawPixmap(self.rectangle.topLeft(), self._picture)

    def draw(self, part: LayerPart | None, highlighted: object, pens: Pens, scale: float) -> None:
        """Draw the picture.

        `highlighted` is what stands out while the other lines fade: the lines into a neuron, by its number;
        one line, or all lines from a source, by (neuron or None, source); all lines of this gap for EVERY, no
        line for ELSEWHERE. For None no line fades.
        """
        picture = QPixmap(self.rectangle.size() * scale)
        picture.setDevicePixelRatio(scale)
        picture.fill(pens.ground)
        painter = QPainter(picture)
        painter.translate(-QPointF(self.rectangle.topLeft()))
        self.draw_lines(painter, part, highlighted, pens)
        painter.end()
        self._picture, self._drawn = picture, self.state(part, highlighted)

    def draw_lines(self, painter: QPainter, part: LayerPart | None, highlighted: object, pens: Pens) -> None:
        """Draw the lines themselves; as `draw`."""
        if part is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for pen, lines in self._by_pen(part, highlighted, pens):
            painter.setPen(pen)
            painter.drawLines(lines)
        self._draw_marks(painter, part, pens.mark)

    def _by_pen(self, part: LayerPart, highlighted: object, pens: Pens) -> list[tuple[QPen, list[QLineF]]]:
        every = highlighted is None or highlighted == EVERY
        some = pens.usual if every else pens.highlighted
        strong: list[list[QLineF]] = [[] for _ in some]
        faded: list[list[QLineF]] = [[] for _ in some]
        for row, strokes in enumerate(part.strokes.tolist(), part.first):
            for source, stroke in enumerate(strokes, part.source):
                line = self._lines.get((row, source))
                if line is not None:
                    alike = every or highlighted in (row, (row, source), (None, source))
                    (strong if alike else faded)[stroke].append(line)
        # strong lines over weak ones, highlighted ones on top
        order = [(faded, pens.faded, k) for k in UPWARDS] + [(strong, some, k) for k in UPWARDS]
        return [(pens_of[k], lists[k]) for lists, pens_of, k in order if lists[k]]

    def _draw_marks(self, painter: QPainter, part: LayerPart, colour: QColor) -> None:
        """Mark masked weights in their middle: a bar across for a frozen one, a cross for a silenced one."""
        if part.frozen is None or part.silenced is None:
            return
        painter.setPen(QPen(colour, 1.4))
        places = np.argwhere((part.frozen | part.silenced)[:, :-1])
        for row, source in places.tolist():
            line = self._lines.get((row + part.first, source + part.source))
            if line is None:
                continue
            painter.save()
            painter.translate(line.center())
            painter.rotate(-line.angle())
            painter.scale(scale(), scale())
            if part.silenced[row, source]:
                painter.drawLine(QPointF(-3.5, -3.5), QPointF(3.5, 3.5))
                painter.drawLine(QPointF(-3.5, 3.5), QPointF(3.5, -3.5))
            else:
                painter.drawLine(QPointF(-1.5, -4.0), QPointF(-1.5, 4.0))
                painter.drawLine(QPointF(1.5, -4.0), QPointF(1.5, 4.0))
            painter.restore()

    def line_at(self, place: QPointF) -> tuple[int, int] | None:
        """Return (neuron, source) of the line at a place, the nearest one."""
        if not self.rectangle.contains(place.toPoint()):
            return None
        best, least = None, real(NEAR)
        for key, line in self._lines.items():
            off = distance(place, line.p1(), line.p2())
            if off < least:
                best, least = key, off
        return best

    def line(self, neuron: int, source: int) -> QLineF | None:
        """Return the line of a visible weight."""
        return self._lines.get((neuron, source))
