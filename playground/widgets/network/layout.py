"""The layout of the drawing of a network: columns, neurons, chips. It draws nothing."""

import math
from functools import cached_property

from PySide6.QtCore import QPointF, QRect, QRectF

from engine.base.values import dataclass
from playground.style import sizes
from playground.style.scaling import Slow, px, real

CAPTION = 16  # the row of the columns' captions
HEAD, HEADS = sizes.SMALL_CONTROL + 4, 2  # a row of the controls above each column, and how many there are
LABELS = 57  # the width of the inputs' labels
AIR = Slow(2)  # between the controls, the neurons and the edge
NODE_LEAST, NODE_MOST = 36, 56  # the least at any text size: small rather than out of sight
GAP_LEAST, GAP = Slow(8), Slow(14)  # between two neurons, with the bias in it
ROW_MOST = 84
INPUT_LEAST = 26  # the lowest row of an input
BAR = 4  # the height of a bias
COLUMN_MOST = 290
LINES_LEAST = 28  # between two columns: weights are seen at any text size
LINES_SHARE = 0.5  # of the distance between two columns: what the maps leave to the weights, where they can
USUAL = 8  # neurons that should fit in a column
FEWEST = 3  # that fit at any text size
CHIP = 84  # the width of a chip where no controls above say how wide a column is


def _row_least() -> int:
    """Return the least height of a neuron's row."""
    return NODE_LEAST + px(GAP_LEAST)


def _top(heads: int) -> float:
    """Return where the neurons begin, below the captions and the rows of controls."""
    return float(px(CAPTION) + heads * px(HEAD) + px(AIR))


def lowest(heads: int, neurons: int = FEWEST) -> int:
    """Return the least height of a drawing that shows so many neurons of a column."""
    return round(_top(heads)) + neurons * _row_least() + px(AIR) + px(BAR)


@dataclass(frozen=True)
class Column:
    """One layer's neurons, as far as they are visible.

    Attributes
    ----------
    layer : int
        An index of `network.layers`.
    centre : float
    width : int
        How many neurons the layer has.
    first : int
        The first visible one.
    rows : tuple of float
        The middle of each visible neuron, from the top.
    node : int
        The edge of a neuron's map.
    chip : QRectF or None
        Where the number of hidden neurons is shown.
    """

    layer: int
    centre: float
    width: int
    first: int
    rows: tuple[float, ...]
    node: int
    chip: QRectF | None

    @property
    def left(self) -> float:
        """Where lines end."""
        return self.centre - 0.5 * self.node

    @property
    def right(self) -> float:
        """Where lines begin."""
        return self.centre + 0.5 * self.node

    @cached_property
    def rectangles(self) -> list[QRect]:
        """The rectangles of the visible maps."""
        half = 0.5 * self.node
        return [QRect(round(self.left), round(y - half), self.node, self.node) for y in self.rows]

    @cached_property
    def borders(self) -> list[QRect]:
        """The outlines of the maps."""
        return [place.adjusted(0, 0, -1, -1) for place in self.rectangles]

    @cached_property
    def ticks(self) -> list[QRectF]:
        """Where each neuron's bias is 0."""
        return [
            QRectF(self.centre - 0.5, self.below(k) - 0.5, 1.0, px(BAR) + 1.0) for k in range(len(self.rows))
        ]

    def below(self, k: int) -> float:
        """Return the top of the bar of the k-th visible bias."""
        return self.rows[k] + 0.5 * self.node + 1.5

    def rectangle(self, neuron: int) -> QRect:
        """Return the rectangle of a neuron's map; the neuron must be visible."""
        return self.rectangles[neuron - self.first]

    def shows(self, neuron: int) -> bool:
        """Whether a neuron is visible."""
        return self.first <= neuron < self.first + len(self.rows)

    def neuron_at(self, place: QPointF) -> int | None:
        """Return the neuron at a place, its bias included."""
        if abs(place.x() - self.centre) > 0.5 * self.node + 2:
            return None
        for i, y in enumerate(self.rows):
            if -0.5 * self.node - 2 <= place.y() - y <= 0.5 * self.node + px(BAR) + 3:
                return self.first + i
        return None


@dataclass(frozen=True)
class Layout:
    """The places of everything, for one size of the drawing.

    `inputs` is where the inputs' column ends, `lowest` the least height of the drawing.
    """

    columns: tuple[Column, ...]
    pitch: float
    width: int
    top: float
    bottom: float
    node: int
    inputs: int
    lowest: int

    @classmethod
    def of(
        cls,
        widths: tuple[int, ...],
        firsts: tuple[int, ...],
        room: tuple[int, int],
        least: int,
        heads: int = HEADS,
        bar: int = 0,
    ) -> "Layout":
        """Lay out layers, beside the scroll bars that this layout itself needs.

        It does not depend on the bars shown at the moment: a bar takes height, so the neurons get smaller and
        the network narrower, which may then need no bar, and so on for ever.

        Parameters
        ----------
        widths : tuple of int
            Of the hidden layers and of the output.
        firsts : tuple of int
            The first neuron of each layer that should be visible.
        room : (width, height)
            In pixels, without any bar; the drawing may become wider.
        least : int
            The least distance between two columns.
        heads : int
            Rows of controls above each column.
        bar : int
            How much of the room a scroll bar takes.
        """
        width, height = room
        if height < lowest(heads):
            width -= bar
        layout = cls._within(widths, firsts, (width, height), least, heads)
        if layout.width > width:
            layout = cls._within(widths, firsts, (width, height - bar), least, heads)
        return layout

    @classmethod
    def _within(
        cls, widths: tuple[int, ...], firsts: tuple[int, ...], room: tuple[int, int], least: int, heads: int
    ) -> "Layout":
        """Lay out layers in a room without bars."""
        least_row = _row_least()
        top = _top(heads)
        bottom = max(float(room[1] - px(AIR)), top + FEWEST * least_row)
        row = min(max((bottom - top) / USUAL, least_row), real(ROW_MOST))
        free = (room[0] - px(LABELS)) / (
            len(widths) + 0.5 + 0.5 * (1.0 - LINES_SHARE)
        )  # where the share is just kept
        node = int(min(row - px(GAP), px(NODE_MOST), (1.0 - LINES_SHARE) * free))
        node = max(node, NODE_LEAST)
        inputs = px(LABELS) + node
        free = (room[0] - inputs + 0.5 * node) / (len(widths) + 0.5)
        pitch = float(min(max(free, least, NODE_LEAST + LINES_LEAST), real(COLUMN_MOST)))
        columns = []
        for i, (width, first) in enumerate(zip(widths, firsts, strict=True)):
            fit = int((bottom - top) // row)
            shown = width if width <= fit else fit - 1
            first = max(0, min(first, width - shown))
            slots = shown if shown == width else fit
            begin = 0.5 * (top + bottom - slots * row)
            rows = tuple(begin + (k + 0.5) * row - 0.5 * px(BAR) for k in range(shown))
            centre = inputs + pitch * (i + 1) - 0.5 * node  # as much room for lines before each column
            chip = None
            if shown < width:
                wide = least or min(pitch, px(CHIP))
                chip = QRectF(centre - 0.5 * wide + 2, begin + shown * row + 3, wide - 4, row - 6)
            columns.append(Column(i, centre, width, first, rows, node, chip))
        width = round(inputs + pitch * (len(widths) + 0.5) - 0.5 * node)
        return cls(tuple(columns), pitch, width, top, bottom, node, inputs, lowest(heads))

    def columns_between(self, left: float, right: float) -> tuple[int, int]:
        """Return the first column that is visible with its lines, and the one after the last."""
        seen = [c.layer for c in self.columns if c.right >= left and c.left - (self.pitch - c.node) <= right]
        return (max(seen[0] - 1, 0), min(seen[-1] + 1, len(self.columns))) if seen else (0, 0)


def distance(place: QPointF, a: QPointF, b: QPointF) -> float:
    """Return how far a place is from the line between two points."""
    along = b - a
    length = QPointF.dotProduct(along, along)
    share = QPointF.dotProduct(place - a, along) / length if length else 0.0
    off = place - (a + along * min(max(share, 0.0), 1.0))
    return math.sqrt(QPointF.dotProduct(off, off))
