"""What a line of the ledger is painted of, from top to bottom: a formula, numbers, matrices, code.

The height of each follows from how many numbers there are and how wide the ledger is, and not from the
numbers: nothing moves while training runs.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPainter

from engine.base.values import dataclass
from playground.style import sizes
from playground.style.palette import Theme
from playground.style.scaling import Slow, px, real
from playground.widgets.controls.formula import formula_ascent, formula_size, paint_formula

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
LINE = 1.35  # the height of a line, in heights of its text
AIR = Slow(8)  # between two terms
FORMULA_AIR = Slow(4)  # above and below a formula
SLACK = 1.08  # numbers grow: so much more room than they need at first
HIGHEST = 1e6  # of a text that wraps
# Up to a space or the "·" of a product: that of 2.5·10⁻⁴ stays in its number.
PIECE = re.compile(r"\S*?(?:·(?!10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])|\s+|$)")


@dataclass(frozen=True)
class Look:
    """How blocks are painted.

    Attributes
    ----------
    theme : Theme
    font : QFont
    decimals : int or None
        None for all digits.
    """

    theme: Theme
    font: QFont
    decimals: int | None

    @cached_property
    def metrics(self) -> QFontMetricsF:
        """The measures of the usual font."""
        return QFontMetricsF(self.font)

    @cached_property
    def bold(self) -> QFont:
        """The font of results."""
        font = QFont(self.font)
        font.setWeight(QFont.Weight.DemiBold)
        return font

    @cached_property
    def small(self) -> QFont:
        """The font of matrices."""
        font = QFont(self.font)
        font.setPixelSize(px(sizes.SMALL_FONT))
        return font

    @cached_property
    def small_line(self) -> float:
        """The height of a line of small words."""
        return QFontMetricsF(self.small).height()

    @cached_property
    def code(self) -> QFont:
        """The font of code."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(px(sizes.SMALL_FONT))
        return font

    @cached_property
    def line(self) -> float:
        """The height of a line of numbers."""
        return LINE * self.metrics.height()

    @cached_property
    def digits(self) -> str:
        """The decimals of a usual number."""
        return "8" * (17 if self.decimals is None else self.decimals)


class Block(Protocol):
    """A part of a line that is painted by itself."""

    def height(self, look: Look, width: float) -> float:
        """Return how high it is where it may be so wide."""

    def paint(self, painter: QPainter, look: Look, width: float) -> None:
        """Paint it at the origin."""


class FormulaBlock:
    """A formula, typeset."""

    def __init__(self, key: str) -> None:
        self._key = key

    def height(self, look: Look, width: float) -> float:
        """Return how high it is, with air."""
        return max(look.line, formula_size(self._key, width).height() + 2.0 * real(FORMULA_AIR))

    def paint(self, painter: QPainter, look: Look, width: float) -> None:
        """Paint it at the origin."""
        start = QPointF(0.0, formula_ascent(self._key, width) + real(FORMULA_AIR))
        paint_formula(painter, self._key, start, QColor(look.theme.text), width)


class Terms:
    """A sum with its result, in columns of one width; the term of what is chosen is underlaid.

    Parameters
    ----------
    target : str
        What is computed.
    terms : sequence of str
        Each with its sign.
    result : str
        With "=" or "≈" before it.
    chosen : int or None
        The number of the term that is underlaid.
    """

    def __init__(self, target: str, terms: Sequence[str], result: str, chosen: int | None = None) -> None:
        self.target, self.terms, self.result, self._chosen = target, terms, result, chosen

    def height(self, look: Look, width: float) -> float:
        """Return how high the sum is, with the result below it if it has no room on the same line."""
        return look.line * (self._lines(look, width) + (not self._together(look, width)))

    def _term(self, look: Look) -> float:
        """Return the width of a term: that of two numbers below 10, the second one negative."""
        return look.metrics.horizontalAdvance(f"− 8.{look.digits}·(−8.{look.digits})") + real(AIR)

    def _start(self, look: Look) -> float:
        return look.metrics.horizontalAdvance(self.target + " ")

    def _columns(self, look: Look, width: float) -> int:
        return max(1, int((width - self._start(look) + real(AIR)) // self._term(look)))

    def _lines(self, look: Look, width: float) -> int:
        return -(-len(self.terms) // self._columns(look, width))

    def _together(self, look: Look, width: float) -> bool:
        """Whether the result is on the line of the terms."""
        return len(self.terms) < self._columns(look, width)

    def cells(self, look: Look, width: float) -> list[QRectF]:
        """Return where each term is."""
        columns, left = self._columns(look, width), self._start(look)
        wide = min(self._term(look), width - left + real(AIR))
        return [
            QRectF(left + (k % columns) * wide, (k // columns) * look.line, wide - real(AIR), look.line)
            for k in range(len(self.terms))
        ]

    def paint(self, painter: QPainter, look: Look, width: float) -> None:
        """Paint the sum at the origin."""
        start, cells = self._start(look), self.cells(look, width)
        painter.setPen(QColor(look.theme.text))
        painter.drawText(QRectF(0.0, 0.0, start, look.line), LEFT, self.target)
        for k, (cell, text) in enumerate(zip(cells, self.terms, strict=True)):
            if k == self._chosen:
                underlay(painter, look, cell)
                painter.setPen(QColor(look.theme.text))
            squeezed(painter, cell, text)
        place = QRectF(start, self._lines(look, width) * look.line, width - start, look.line)
        if self._together(look, width):
            place = QRectF(cells[-1].right() + real(AIR), cells[-1].top(), width, look.line)
        painter.setFont(look.bold)
        painter.drawText(place, LEFT, self.result)
        painter.setFont(look.font)


class Calculation:
    """Numbers that are no long sum, on as many lines as they need, and the result.

    Parameters
    ----------
    target, numbers, result : str
    lines : int or None
        How many lines there are for all of it; None for as many as it needs.
    """

    def __init__(self, target: str, numbers: str, result: str, lines: int | None = None) -> None:
        self._target, self._numbers, self._result, self._kept = target, numbers, result, lines

    def _start(self, look: Look) -> float:
        return look.metrics.horizontalAdvance(self._target + " ")

    def lines(self, look: Look, width: float) -> int:
        """Return how many lines numbers and result have: the same if they grow a little."""
        if self._kept is not None:
            return self._kept
        room = max(1.0, width - self._start(look))
        numbers = SLACK * look.metrics.horizontalAdvance(self._numbers + " ")
        result = SLACK * QFontMetricsF(look.bold).horizontalAdvance(self._result)
        return 1 if not self._numbers or numbers + result <= room else 1 + int(-(-numbers // room))

    def height(self, look: Look, width: float) -> float:
        """Return how high numbers and result are."""
        return look.line * self.lines(look, width)

    def paint(self, painter: QPainter, look: Look, width: float) -> None:
        """Paint numbers and result at the origin."""
        start, below = self._start(look), self.lines(look, width) - 1
        painter.setPen(QColor(look.theme.text))
        painter.drawText(QRectF(0.0, 0.0, start, look.line), LEFT, self._target)
        place = QRectF(start, below * look.line, width - start, look.line)  # of the result
        if self._numbers and below:
            numbers = QRectF(start, 0.0, width - start, below * look.line)
            wrapped(painter, numbers, self._numbers, look.line)
        elif self._numbers:
            room = place.width() - QFontMetricsF(look.bold).horizontalAdvance(self._result)
            wide = min(room, look.metrics.horizontalAdvance(self._numbers + " "))
            squeezed(painter, QRectF(start, 0.0, wide, look.line), self._numbers)
            place.setLeft(start + wide)
        painter.setFont(look.bold)
        squeezed(painter, place, self._result)
        painter.setFont(look.font)


def underlay(painter: QPainter, look: Look, cell: QRectF) -> None:
    """Mark a term: a ground, and a line below it for those who do not see the ground."""
    place, accent = cell.adjusted(-real(3.0), real(1.0), real(3.0), -real(1.0)), QColor(look.theme.accent)
    ground = QColor(accent)
    ground.setAlphaF(0.18)
    painter.fillRect(place, ground)
    painter.fillRect(QRectF(place.left(), place.bottom() - 2.0, place.width(), 2.0), accent)


def squeezed(painter: QPainter, cell: QRectF, text: str, side: Qt.AlignmentFlag = LEFT) -> None:
    """Write a text in a cell, narrower than usual if it is too long for it."""
    width = QFontMetricsF(painter.font()).horizontalAdvance(text)
    if width <= cell.width() or cell.width() <= 0.0:
        painter.drawText(cell, side, text)
        return
    painter.save()
    painter.translate(cell.topLeft())
    painter.scale(cell.width() / width, 1.0)
    painter.drawText(QRectF(0.0, 0.0, width + 1.0, cell.height()), LEFT, text)
    painter.restore()


def wrapped(painter: QPainter, place: QRectF, text: str, line: float) -> None:
    """Write a text on the lines that there are, broken at spaces and behind "·"; narrower if need be."""
    metrics = QFontMetricsF(painter.font())
    count = max(1, round(place.height() / line))
    scale = 1.0
    while len(rows := _rows(metrics, text, place.width() / scale)) > count:
        scale *= 0.95
    for k, row in enumerate(rows):
        cell = QRectF(place.left(), place.top() + k * line, place.width(), line)
        squeezed(painter, cell, row)


def _rows(metrics: QFontMetricsF, text: str, width: float) -> list[str]:
    """Break a text into rows that are no wider than that, if no piece of it is."""
    rows = [""]
    for piece in PIECE.findall(text):
        longer = rows[-1] + piece
        if rows[-1] and metrics.horizontalAdvance(longer.rstrip()) > width:
            rows.append(piece)
        else:
            rows[-1] = longer
    return [row.rstrip() for row in rows]
