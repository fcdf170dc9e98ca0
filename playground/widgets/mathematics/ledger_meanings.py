"""What the letters of a formula mean, in the ledger."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from playground.style import sizes
from playground.style.scaling import Slow, real
from playground.widgets.mathematics.ledger_blocks import HIGHEST, LEFT, TOP, Look

GAP = Slow(3)  # between two meanings


class Meanings:
    """Letters, one below the other, each with its meaning, which wraps.

    Parameters
    ----------
    pairs : sequence of (str, str)
    """

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self.pairs = tuple(pairs)

    def height(self, look: Look, width: float) -> float:
        """Return how high all meanings are."""
        return self._places(look, width)[-1].bottom() + real(sizes.TIGHT)

    def _places(self, look: Look, width: float) -> list[QRectF]:
        """Return where each meaning is."""
        metrics = QFontMetricsF(look.small)
        left = max(metrics.horizontalAdvance(letter) for letter, _ in self.pairs) + real(sizes.SPACING)
        return list(self._below_each_other(metrics, left, max(1.0, width - left)))

    def _below_each_other(self, metrics: QFontMetricsF, left: float, width: float) -> Iterator[QRectF]:
        top = 0.0
        for _, meaning in self.pairs:
            place = metrics.boundingRect(QRectF(left, top, width, HIGHEST), TOP, meaning)
            yield place
            top = place.bottom() + real(GAP)

    def paint(self, painter: QPainter, look: Look, width: float) -> None:
        """Paint letters and meanings at the origin."""
        painter.setFont(look.small)
        for (letter, meaning), place in zip(self.pairs, self._places(look, width), strict=True):
            painter.setPen(QColor(look.theme.text))
            painter.drawText(QRectF(0.0, place.top(), place.left(), look.small_line), LEFT, letter)
            painter.setPen(QColor(look.theme.muted))
            painter.drawText(place, TOP, meaning)
        painter.setFont(look.font)
