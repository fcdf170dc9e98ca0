"""The step that is explained, in figures: output, target and loss, and the size of each layer's gradient."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent

from engine.analysis.health import norm
from engine.analysis.ledger import Ledger
from playground.mathematics.moments import Moment
from playground.mathematics.place import Place
from playground.observers.snapshot import Snapshot
from playground.style import palette
from playground.style.palette import Theme
from playground.style.scaling import px, real
from playground.texts import explained as texts
from playground.texts.names import capitalised, layer_name
from playground.texts.numbers import measure_text, value_text
from playground.widgets.controls import prepare
from playground.widgets.output.page import Page

ROW, GAP, ROUND = 20.0, 8.0, 2.0
MOST_VALUES = 4  # of an output with many classes
LEAST_WIDTH = 240
Row = tuple[str, str]


class StepFigures(Page):
    """A line for each figure, and below them a bar for each layer."""

    scrolls = True

    def __init__(self) -> None:
        super().__init__()
        prepare(self, "plot.step")
        self._theme: Theme = palette.LIGHT
        self._ledger: Ledger | None = None
        self.figures: list[Row] = []
        self.sizes: list[tuple[str, float]] = []  # of the gradients, by layer

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show nothing of it: the ledger comes by `show_step`."""

    def show_step(self, ledger: Ledger | None, _moment: Moment | None, _place: Place | None) -> None:
        """Show the figures of a step."""
        if ledger is self._ledger:
            return
        rows = len(self.figures) + len(self.sizes)
        self._ledger = ledger
        self.figures = _figures(ledger) if ledger is not None else []
        self.sizes = _sizes(ledger) if ledger is not None else []
        said = [texts.SAMPLE(name=name, value=value) for name, value in self.figures]
        said += [texts.SAMPLE(name=name, value=measure_text(size)) for name, size in self.sizes]
        self.setAccessibleDescription("; ".join(said) or texts.NO_STEP())
        if rows != len(self.figures) + len(self.sizes):
            self.updateGeometry()
        self.update()

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = colours
        self.update()

    def minimumSizeHint(self) -> QSize:
        rows = max(len(self.figures) + len(self.sizes) + bool(self.sizes), 1)
        return QSize(px(LEAST_WIDTH), round(rows * real(ROW)))

    sizeHint = minimumSizeHint

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row, gap = real(ROW), real(GAP)
        names = [name for name, _ in (*self.figures, *self.sizes)]
        left = max((self.fontMetrics().horizontalAdvance(name) for name in names), default=0) + gap
        if not names:
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(
                self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, texts.NO_STEP()
            )
        for k, (name, value) in enumerate(self.figures):
            self._write(painter, QRectF(0, k * row, left, row), name, self._theme.muted)
            self._write(painter, QRectF(left, k * row, self.width() - left, row), value, self._theme.text)
        if self.sizes:
            top = len(self.figures) * row
            self._write(painter, QRectF(0, top, self.width(), row), texts.GRADIENTS(), self._theme.muted)
            self._draw_sizes(painter, left, top + row)
        painter.end()

    def _draw_sizes(self, painter: QPainter, left: float, top: float) -> None:
        """Draw a bar for each layer, as long as its gradient is large."""
        row, gap = real(ROW), real(GAP)
        figures = [measure_text(size) for _, size in self.sizes]
        right = max(self.fontMetrics().horizontalAdvance(figure) for figure in figures) + gap
        most = max((size for _, size in self.sizes if np.isfinite(size)), default=0.0)
        for k, ((name, size), figure) in enumerate(zip(self.sizes, figures, strict=True)):
            y, room = top + k * row, max(self.width() - left - right, 0.0)
            share = size / most if most and np.isfinite(size) else float(not np.isfinite(size))
            self._write(painter, QRectF(0, y, left, row), name, self._theme.muted)
            bar = QRectF(left, y + 0.2 * row, max(room * share, 1.0), 0.6 * row)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.accent))
            painter.drawRoundedRect(bar, real(ROUND), real(ROUND))
            self._write(painter, QRectF(bar.right() + gap, y, right, row), figure, self._theme.text)

    def _write(self, painter: QPainter, place: QRectF, text: str, colour: str) -> None:
        painter.setPen(QColor(colour))
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(place.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _figures(ledger: Ledger) -> list[Row]:
    """Return output, target and loss of a sample; of several, their mean loss."""
    n = len(ledger.indices)
    if n > 1:
        rows = [(texts.MEAN_LOSS(n=n), measure_text(ledger.loss))]
    else:
        outputs, targets = ledger.layers[-1].a[:, 0], ledger.Y[:, 0]
        rows = [
            (texts.OUTPUT(), _vector(outputs)),
            (texts.TARGET(), _vector(targets)),
            (texts.LOSS_NAME(), measure_text(ledger.loss)),
        ]
    return [*rows, (texts.PENALTY(), measure_text(ledger.penalty))] if ledger.penalty else rows


def _vector(values: np.ndarray[tuple[int, ...], np.dtype[np.floating]]) -> str:
    """Return numbers as they are written, the first few of many."""
    if len(values) == 1:
        return value_text(float(values[0]))
    some = [value_text(float(value)) for value in values[:MOST_VALUES]]
    return texts.VECTOR(numbers="  ".join([*some, *(["…"] if len(values) > MOST_VALUES else [])]))


def _sizes(ledger: Ledger) -> list[tuple[str, float]]:
    """Return the length of ∂L/∂W of each layer."""
    norms = [norm(layer.dW) for layer in ledger.layers]
    names = [capitalised(layer_name(ledger.experiment, k, short=True)) for k in range(len(norms))]
    return list(zip(names, norms, strict=True))
