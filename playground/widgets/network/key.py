"""The line below the drawing that says what its lines and bars mean, each beside a sample."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.style import palette, sizes
from playground.style.palette import Theme
from playground.style.scaling import Slow, fit, px, real
from playground.texts import network as texts
from playground.texts.text import Text
from playground.widgets.controls import prepare
from playground.widgets.network.layout import BAR
from playground.widgets.network.lines import dashed

HEIGHT = 16
SAMPLE, GAP = Slow(20), Slow(4)  # a sample's width, and the gap to its words
APART, CLOSEST = Slow(14), Slow(8)  # the gap to the next sample, and the least one for longer words
THIN, LINE, THICK = 1.0, 2.0, 3.0

Sample = Callable[[QPainter, Theme], None]


def _positive(painter: QPainter, colours: Theme) -> None:
    painter.setPen(QPen(QColor(colours.weight_positive), real(LINE)))
    painter.drawLine(QPointF(0.0, 0.0), QPointF(real(SAMPLE), 0.0))


def _negative(painter: QPainter, colours: Theme) -> None:
    pen = QPen(QColor(colours.weight_negative), real(LINE))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(dashed(pen, LINE))
    painter.drawLine(QPointF(0.0, 0.0), QPointF(real(SAMPLE), 0.0))


def _widths(painter: QPainter, colours: Theme) -> None:
    half = 0.5 * real(SAMPLE)
    for begin, width in ((0.0, THIN), (half, THICK)):
        pen = QPen(QColor(colours.muted), real(width))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)  # it ends where the gap to its words begins
        painter.setPen(pen)
        painter.drawLine(QPointF(begin, 0.0), QPointF(begin + half, 0.0))


def _bias(painter: QPainter, colours: Theme) -> None:
    half, high = 0.5 * real(SAMPLE), float(px(BAR))
    painter.fillRect(QRectF(half, -0.5 * high, half, high), QColor(colours.weight_positive))
    painter.fillRect(QRectF(half - 0.5, -0.5 * high - 1.0, 1.0, high + 2.0), QColor(colours.muted))


class _Part(NamedTuple):
    """A sample with its words, the longest first: as much is said as there is room for."""

    sample: Sample
    words: tuple[Text, ...]


PARTS = (
    _Part(_positive, texts.KEY_POSITIVE),
    _Part(_negative, texts.KEY_NEGATIVE),
    _Part(_widths, texts.KEY_WIDTH),
    _Part(_bias, texts.KEY_BIAS),
)


class Key(QWidget):
    """Says what the colours, dashes, widths and bars of the drawing mean."""

    def __init__(self) -> None:
        super().__init__()
        prepare(self, "network.key")
        self._theme = palette.LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        fit(self.setFixedHeight, HEIGHT)

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = colours
        self.update()

    def shown_words(self) -> list[str]:
        """Return the words that there is room for."""
        choices = [[one() for one in words] for words in zip(*(part.words for part in PARTS), strict=True)]
        return next((words for words in choices if self._apart(words) >= real(CLOSEST)), choices[-1])

    def _apart(self, words: list[str]) -> float:
        """Return the gap between the words of a sample and the next sample, in the room there is."""
        metrics = QFontMetricsF(self._font())
        taken = sum(real(SAMPLE) + real(GAP) + metrics.horizontalAdvance(one) for one in words)
        return min((self.width() - taken) / (len(words) - 1), real(APART))

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(px(sizes.SMALL_FONT))
        return font

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._font())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, shown = 0.0, self.shown_words()
        apart = self._apart(shown)
        for part, words in zip(PARTS, shown, strict=True):
            painter.save()
            painter.translate(left, 0.5 * self.height())
            part.sample(painter, self._theme)
            painter.restore()
            left += real(SAMPLE) + real(GAP)
            painter.setPen(QColor(self._theme.muted))
            place = QRectF(left, 0.0, QFontMetricsF(painter.font()).horizontalAdvance(words), self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
            left = place.right() + apart
        painter.end()
