"""An equation of matrices in the ledger."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from playground.mathematics.rounding import number_text
from playground.style import sizes
from playground.style.scaling import Slow, real
from playground.widgets.mathematics.ledger_blocks import RIGHT, Look, squeezed

CENTRE = Qt.AlignmentFlag.AlignCenter
AIR = Slow(8)  # between two columns
BRACKET = Slow(4)  # the width of a bracket
MOST_ROWS = 8
FEW_COLUMNS = 4  # so many of each matrix at least, if all are to be on one line
GAP_ROW, GAP_COLUMN, GAP_BOTH = "⋮", "⋯", "⋱"
LINE = 1.25  # the height of a row, in heights of its text

Matrix = NDArray[np.floating]


class Matrices:
    """An equation of matrices, on as many lines as it needs; large ones are cut short in the middle.

    Parameters
    ----------
    parts : sequence of ndarray, (rows, columns), or str
        Matrices, and what stands between them.
    """

    def __init__(self, parts: Sequence[Matrix | str]) -> None:
        self.parts = tuple(parts)

    def height(self, look: Look, width: float) -> float:
        """Return how high all lines are."""
        return sum(_height(look, line) for line in self._lines(look, width)) + real(sizes.TIGHT)

    def _lines(self, look: Look, width: float) -> list[list[Matrix | str]]:
        """Share the parts out among lines; one that goes on begins with its sign."""
        most = self._most_columns(look, width)
        lines: list[list[Matrix | str]] = [[]]
        left = width
        for one in self.parts:
            needed = _width(look, one, most)
            if needed > left and any(not isinstance(part, str) for part in lines[-1]):
                sign = [lines[-1].pop()] if isinstance(lines[-1][-1], str) else []
                left = width - sum(_width(look, text, most) for text in sign)
                lines.append([*sign])
            lines[-1].append(one)
            left -= needed
        return lines

    def _most_columns(self, look: Look, width: float) -> int:
        """Return how many columns of a matrix there is room for: on one line, if that is not too few."""
        widest = max((one.shape[1] for one in self.parts if not isinstance(one, str)), default=1)
        for most in range(widest, FEW_COLUMNS - 1, -1):
            if sum(_width(look, one, most) for one in self.parts) <= width:
                return most
        sign = _width(look, "=", 1) + 2.0 * real(BRACKET)
        return max(1, min(widest, int((width - sign) // _cell(look))))

    def paint(self, painter: QPainter, look: Look, width: float) -> None:
        """Paint the equation at the origin."""
        most, top = self._most_columns(look, width), 0.0
        painter.setFont(look.small)
        for line in self._lines(look, width):
            height, left = _height(look, line), 0.0
            for one in line:
                place = QRectF(left, top, _width(look, one, most), height)
                if isinstance(one, str):
                    painter.setPen(QColor(look.theme.text))
                    painter.drawText(place, CENTRE, one)
                else:
                    _paint_matrix(painter, look, place, one, most)
                left = place.right()
            top += height
        painter.setFont(look.font)


def _cell(look: Look) -> float:
    """Return the width of a column."""
    return QFontMetricsF(look.small).horizontalAdvance("−8." + look.digits) + real(AIR)


def _width(look: Look, part: Matrix | str, most: int) -> float:
    if isinstance(part, str):
        return QFontMetricsF(look.small).horizontalAdvance(part) + real(AIR)
    return float(min(part.shape[1], most) * _cell(look) + 2.0 * real(BRACKET))


def _height(look: Look, line: Sequence[Matrix | str]) -> float:
    rows = max((min(len(one), MOST_ROWS) for one in line if not isinstance(one, str)), default=1)
    return rows * _row(look) + real(AIR)


def _row(look: Look) -> float:
    return float(LINE * QFontMetricsF(look.small).height())


def _paint_matrix(painter: QPainter, look: Look, place: QRectF, matrix: Matrix, most: int) -> None:
    """Paint the numbers in sight, and two brackets around them."""
    rows, columns = _shown(matrix.shape[0], MOST_ROWS), _shown(matrix.shape[1], most)
    row, cell, bracket = _row(look), _cell(look), real(BRACKET)
    top = place.center().y() - 0.5 * len(rows) * row
    painter.setPen(QColor(look.theme.text))
    for y, i in enumerate(rows):
        for x, j in enumerate(columns):
            where = QRectF(place.left() + bracket + x * cell, top + y * row, cell - 0.5 * real(AIR), row)
            if i is None or j is None:
                sign = GAP_BOTH if i is j else GAP_ROW if i is None else GAP_COLUMN
                painter.drawText(where, CENTRE, sign)
            else:
                squeezed(painter, where, number_text(matrix[i, j], look.decimals), RIGHT)
    painter.setPen(QPen(QColor(look.theme.text), 1.0))
    bottom = top + len(rows) * row
    for edge, inwards in ((place.left() + 1.0, bracket), (place.right() - 3.0, -bracket)):
        corners = [(edge + inwards, top), (edge, top), (edge, bottom), (edge + inwards, bottom)]
        painter.drawPolyline([QPointF(*corner) for corner in corners])


def _shown(count: int, most: int) -> list[int | None]:
    """Return which rows or columns of a matrix are shown; None for those that are left out."""
    if count <= most:
        return list(range(count))
    return [*range(most - 2), None, count - 1] if most > 2 else [0, None][:most]
