"""The colour bar of the output plot: which colour is which value."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from engine import DataSpec
from playground.observers.close_up import CloseUp
from playground.observers.field import Field
from playground.observers.plane import DEFAULT_SCALE
from playground.observers.snapshot import Snapshot
from playground.style import colour_maps, palette
from playground.style.colour_maps import SHADES
from playground.style.palette import Theme
from playground.style.scaling import fit, px, real
from playground.texts import output as texts
from playground.texts.names import class_name, target_name
from playground.texts.numbers import end_text, localised, scale_text, with_minus
from playground.widgets.controls import prepare
from playground.widgets.controls.base import explain
from playground.widgets.output.points import VALUE_STEPS

WIDTH = 54
BAR = 14.0
INSET = 4.0
AIR = 4.0  # between the title and a figure
SHORTEST = 9  # letters of a title that is cut short: fewer say nothing


class ColourBar(QWidget):
    """A strip of colours with three figures and a title; its ends are level with the plot's.

    Parameters
    ----------
    span : callable () -> (top, bottom)
        Where the plot's square begins and ends, in pixels from the top.
    """

    def __init__(self, span: Callable[[], tuple[float, float]]) -> None:
        super().__init__()
        self._span = span
        self._theme = palette.LIGHT
        self._columns: NDArray[np.uint8] = np.zeros((1, 1, 4), dtype=np.uint8)
        self._text: tuple[str, tuple[str, str, str]] = ("", ("", "", ""))
        self._made_for: tuple[object, ...] = ()
        fit(self._settle)
        prepare(self, "plot.bar")

    def _settle(self) -> None:
        """Be as wide as usual, or wider for long figures."""
        longest = max(self.fontMetrics().horizontalAdvance(text) for text in self._text[1])
        width = max(px(WIDTH), round(real(INSET + BAR + INSET)) + longest + 1)
        if width != self.width():
            self.setFixedWidth(width)

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme, self._made_for = colours, ()
        self.update()

    def show_scale(
        self, snapshot: Snapshot, discrete: bool, values: tuple[float, float] = DEFAULT_SCALE
    ) -> None:
        """Show the colours of a snapshot's field, `values` on that scale, or those of its close-up."""
        if (close_up := snapshot.get(CloseUp)) is not None:
            self._show(close_up_scale(close_up), 0, False)
        elif (field := snapshot.get(Field)) is not None:
            problem = snapshot.problem
            several = problem.size if problem.kind == "multiclass" else 0
            titled = scale(field, problem.kind, snapshot.experiment.data, values)
            self._show(titled, several, discrete, problem.kind == "regression")

    def _show(
        self, text: tuple[str, tuple[str, str, str]], classes: int, discrete: bool, values: bool = False
    ) -> None:
        made_for = (text, classes, discrete, values)
        if made_for == self._made_for:
            return
        self._made_for, self._text = made_for, text
        self._settle()
        title, (high, _, low) = text
        described = texts.COLOURS(title=title, low=low, high=high)
        explain(self, note=described)
        self.setAccessibleDescription(described)
        place = np.linspace(1.0, 0.0, SHADES)
        if classes:
            place = np.ones(SHADES) if discrete else place
            shades = colour_maps.class_shades(self._theme)[:classes]
            self._columns = shades[:, (place * (SHADES - 1)).astype(np.intp)].transpose(1, 0, 2)
        else:
            if discrete:
                bands = VALUE_STEPS if values else 2
                place = np.floor(np.minimum(place, 0.999) * bands) / (bands - 1)
            self._columns = colour_maps.shades(self._theme)[(place * (SHADES - 1)).astype(np.intp)][:, None]
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        top, bottom = self._span()
        bar = QRectF(real(INSET), top, real(BAR), bottom - top)
        pixels = np.ascontiguousarray(self._columns)
        height, width, _depth = pixels.shape
        image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
        painter.drawImage(bar, image)
        painter.setPen(QPen(QColor(self._theme.border), 1.0))
        painter.drawRect(bar)
        painter.setPen(QColor(self._theme.muted))
        title, figures = self._text
        metrics, left, inset = painter.fontMetrics(), bar.right() + real(4.0), real(5.0)
        line = float(metrics.height())
        for text, y in zip(figures, (top + inset, (top + bottom) / 2.0, bottom - inset), strict=True):
            room = QRectF(left, y - 0.5 * line, self.width() - left, line)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        # between two figures: beyond, the title would overlap them
        share = 0.5 if figures[1] else 1.0
        free = share * (bottom - top) - line - 2.0 * inset - real(AIR)
        if metrics.horizontalAdvance(title) > free:
            title = metrics.elidedText(title, Qt.TextElideMode.ElideRight, max(round(free), 1))
        if len(title) < SHORTEST:
            painter.end()
            return
        painter.translate(QPointF(left + 0.5 * line, top + 0.5 * (share * (bottom - top) + inset)))
        painter.rotate(-90.0)
        room = QRectF(-0.5 * self.height(), -0.5 * line, self.height(), line)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, title)
        painter.end()


def scale(
    field: Field, kind: str, data: DataSpec, values: tuple[float, float] = DEFAULT_SCALE
) -> tuple[str, tuple[str, str, str]]:
    """Return the title of a field's colour bar, and its figures from the top."""
    if kind == "regression":
        middle, reach = values
        low, half, high = (scale_text(value, reach) for value in (middle - reach, middle, middle + reach))
        return target_name(data), (texts.AT_LEAST(value=high), half, texts.AT_MOST(value=low))
    if kind == "multiclass":
        return texts.LARGEST_OUTPUT(), (texts.SURE(), "", texts.UNSURE())
    if len(field.values) == 1 and field.threshold == 0.0:
        return texts.OUTPUT(), ("1", "0", with_minus("-1"))
    return texts.PROBABILITY(name=class_name(data, 1)), ("1", localised("0.5"), "0")


def close_up_scale(close_up: CloseUp) -> tuple[str, tuple[str, str, str]]:
    """Return the same for one neuron, or for an input."""
    ends = (close_up.middle + close_up.reach, close_up.middle, close_up.middle - close_up.reach)
    if abs(close_up.middle) > close_up.reach:  # an input, far from 0
        high, middle, low = (scale_text(value, close_up.reach) for value in ends)
    else:
        high, middle, low = map(end_text, ends)
    return texts.OUTPUT(), (high, middle, low)
