"""Numbers in the drawing: on its strongest lines, and on its neurons."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from engine.base.values import dataclass
from playground.observers.neuron_maps import LayerPart
from playground.observers.view import Floats
from playground.style.palette import Theme
from playground.style.scaling import real
from playground.texts.numbers import short_text
from playground.widgets.network.lines import ELSEWHERE, EVERY, Gap

FEW, SOME = 3, 8  # numbers on all lines to a layer, and on those that stand out
STAYS = 0.5  # of what the weakest of the strongest has: more, and a number stays on its line
PLACES = (0.5, 0.36, 0.64, 0.22, 0.78)  # along a line, the first that is free
OPAQUE = 0.88  # the ground of a number
AIR = 3.0  # pixels beside a number

Ends = tuple[int, int]  # a neuron and a source


@dataclass(frozen=True)
class Label:
    """A number, and where it stands."""

    text: str
    box: QRectF


class LineNumbers:
    """Chooses which lines have their number beside them, and where: it stays there while training runs."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[object, list[Ends]]] = {}

    def of(self, gap: Gap, part: LayerPart, values: Floats, target: object, what: object) -> list[Ends]:
        """Return (neuron, source) of the lines with a number.

        Parameters
        ----------
        gap : Gap
        part : LayerPart
        values : ndarray
            The numbers of the part's lines.
        target : object
            What stands out, as `Gap.draw` has it.
        what : object
            What the numbers are: of another, all is chosen again.
        """
        if target == ELSEWHERE or not values.size:
            return []
        sizes = np.abs(np.nan_to_num(values, posinf=0.0, neginf=0.0)) * _lit(values.shape, part, target)
        most = FEW if target is None or target == EVERY else SOME
        order = np.argsort(sizes, axis=None, kind="stable")[::-1][:most]
        order = order[sizes.flat[order] > 0.0]
        state = what, target, part.first, part.source, values.shape
        known, kept = self._kept.get(gap.layer, (None, []))
        least = STAYS * float(sizes.flat[order[-1]]) if order.size else np.inf
        if known == state and len(kept) == order.size and all(_at(sizes, part, one) >= least for one in kept):
            return kept
        rows, columns = np.unravel_index(order, sizes.shape)
        pairs = zip((rows + part.first).tolist(), (columns + part.source).tolist(), strict=True)
        chosen = [one for one in pairs if gap.line(*one) is not None]
        self._kept[gap.layer] = state, chosen
        return chosen

    def labels(
        self, gap: Gap, part: LayerPart, values: Floats, lines: list[Ends], painter: QPainter
    ) -> list[Label]:
        """Return the numbers with their places, none upon another; what has no room is left out."""
        taken: list[QRectF] = []
        result = []
        for ends in lines:
            line, text = gap.line(*ends), short_text(_at(values, part, ends))
            box = _free(line, text, painter, taken, gap.rectangle) if line is not None else None
            if box is not None:
                taken.append(box)
                result.append(Label(text, box))
        return result


def _lit(shape: tuple[int, ...], part: LayerPart, target: object) -> np.ndarray:
    """Return 1 for each line that stands out, else 0."""
    rows, columns = np.arange(shape[0])[:, None] + part.first, np.arange(shape[1]) + part.source
    if isinstance(target, tuple):
        neuron, source = target
        return np.asarray((columns == source) & ((neuron is None) | (rows == neuron)))
    if target is None or target == EVERY:
        return np.ones(shape, dtype=bool)
    return np.broadcast_to(rows == target, shape)


def _at(values: Floats, part: LayerPart, ends: Ends) -> float:
    return float(values[ends[0] - part.first, ends[1] - part.source])


def _free(line: QLineF, text: str, painter: QPainter, taken: list[QRectF], within: QRect) -> QRectF | None:
    """Return the first box along a line that is free."""
    metrics = painter.fontMetrics()
    wide, high = metrics.horizontalAdvance("−0.00") + 2.0 * real(AIR), float(metrics.height())
    wide = max(wide, metrics.horizontalAdvance(text) + 2.0 * real(AIR))
    for share in PLACES:
        box = QRectF(0.0, 0.0, wide, high)
        box.moveCenter(line.pointAt(share))
        inside = within.left() <= box.left() and box.right() <= within.right() + 1
        if inside and not any(box.intersects(one) for one in taken):
            return box
    return None


def paint_label(painter: QPainter, label: Label, colours: Theme) -> None:
    """Draw a number on a line."""
    ground = QColor(colours.panel)
    ground.setAlphaF(OPAQUE)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(label.box, real(3.0), real(3.0))
    painter.setPen(QColor(colours.text))
    painter.drawText(label.box, Qt.AlignmentFlag.AlignCenter, label.text)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_number(painter: QPainter, place: QRect, value: float, colours: Theme) -> None:
    """Draw a number at the foot of a neuron's map, or of an input's picture."""
    text, metrics = short_text(value), painter.fontMetrics()
    wide = max(metrics.horizontalAdvance(text) + 2.0 * real(AIR), float(place.width()))
    high = metrics.ascent() + real(1.0)
    box = QRectF(place.center().x() + 0.5 - 0.5 * wide, place.bottom() - high, wide, high)
    ground = QColor(colours.panel)
    ground.setAlphaF(OPAQUE)
    painter.fillRect(box, ground)
    painter.setPen(QPen(QColor(colours.text), 1.0))
    base = QPointF(box.center().x() - 0.5 * metrics.horizontalAdvance(text), box.bottom() - real(1.5))
    painter.drawText(base, text)
