"""The line below the drawing that says what its lines and bars mean, each beside a sample."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.mathematics.edges import Quantity
from playground.style import palette, sizes
from playground.style.palette import Theme
from playground.style.scaling import Slow, fit, px, real
from playground.texts import network as texts
from playground.texts.controls import words_of
from playground.texts.numbers import end_text
from playground.widgets.controls import prepare
from playground.widgets.controls.base import explain
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


def _number(painter: QPainter, colours: Theme) -> None:
    """Draw a neuron's map with the number at its foot."""
    edge, wide = 0.5 * real(HEIGHT) - 1.0, real(SAMPLE)
    painter.setPen(QPen(QColor(colours.muted), 1.0))
    painter.drawRect(QRectF(0.5 * wide - edge, -edge, 2.0 * edge, 2.0 * edge))
    painter.fillRect(
        QRectF(0.5 * wide - edge + 2.0, 1.0, 2.0 * edge - 3.0, edge - 2.0), QColor(colours.muted)
    )


class _Part(NamedTuple):
    """A sample with its words, the longest first: as much is said as there is room for."""

    sample: Sample
    words: tuple[str, ...]


WEIGHTS = Quantity.WEIGHTS
WIDEST = "0.00000"  # no number is written wider: what it takes is kept free, and nothing moves


class Key(QWidget):
    """Says what the colours, dashes, widths and bars of the drawing mean."""

    def __init__(self) -> None:
        super().__init__()
        prepare(self, "network.key")
        self._theme = palette.LIGHT
        self._lines, self._widest, self._numbers = WEIGHTS, "", ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        fit(self.setFixedHeight, HEIGHT)

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = colours
        self.update()

    def show_lines(self, lines: Quantity, strongest: float, numbers: str) -> None:
        """Say what the lines show, what the widest stands for, and what neurons show: "a", "δ" or ""."""
        widest = "" if lines is WEIGHTS else end_text(strongest)
        if (lines, widest, numbers) != (self._lines, self._widest, self._numbers):
            if lines is not self._lines:
                name = texts.KEY_SHOWS[lines.value]()
                self.setAccessibleName(name)
                usual = words_of(self.objectName()).tip
                explain(self, name=name, tip=usual if lines is WEIGHTS else texts.KEY_TIP())
            self._lines, self._widest, self._numbers = lines, widest, numbers
            self.update()

    def _parts(self, value: str) -> list[_Part]:
        """Return what is said now, with a number that the widest line stands for."""
        parts = [
            _Part(_positive, tuple(one() for one in texts.KEY_POSITIVE)),
            _Part(_negative, tuple(one() for one in texts.KEY_NEGATIVE)),
            _Part(_bias, tuple(one() for one in texts.KEY_BIAS)),
        ]
        if self._numbers:
            parts[2] = _Part(_number, tuple(one() for one in texts.KEY_NUMBERS[self._numbers]))
        if self._lines is WEIGHTS:
            parts.insert(2, _Part(_widths, tuple(one() for one in texts.KEY_WIDTH)))
        else:  # last: its number changes, and nothing is to its right
            words = texts.KEY_WIDEST[self._lines.value]
            parts.append(_Part(_widths, tuple(one(value=value) for one in words)))
        return parts

    def _fitting(self) -> tuple[list[int], int]:
        """Return which parts there is room for, and which of their words: 0 for the longest."""
        every = self._parts(WIDEST)
        least = [k for k, part in enumerate(every) if part.sample not in (_bias, _number)]
        for kept in (list(range(len(every))), least):
            for size in range(len(every[0].words)):
                if self._apart([every[k].words[size] for k in kept]) >= real(CLOSEST):
                    return kept, size
        return least, len(every[0].words) - 1

    def shown_words(self) -> list[str]:
        """Return the words that there is room for."""
        kept, size = self._fitting()
        parts = self._parts(self._widest)
        return [parts[k].words[size] for k in kept]

    def _apart(self, words: Sequence[str]) -> float:
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
        left, (kept, size) = 0.0, self._fitting()
        parts, widest = self._parts(self._widest), self._parts(WIDEST)
        apart = self._apart([widest[k].words[size] for k in kept])
        for part in (parts[k] for k in kept):
            words = part.words[size]
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
