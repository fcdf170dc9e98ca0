"""What travels through the drawing at a moment of a step: the signal forwards, the error back."""

from PySide6.QtCore import QEasingCurve, QObject, QPointF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QPainter, QPen

from playground.observers.neuron_maps import NO_STROKE, STROKES, LayerPart
from playground.style import motion
from playground.style.palette import Theme
from playground.style.scaling import real
from playground.widgets.network.lines import Gap

MILLISECONDS, LEAST_MILLISECONDS = 500, 100  # from one layer to the next
LEAST, MOST = 2.5, 6.5  # the radius of what travels along the weakest line, and along the strongest
MANY = 300  # lines; of more, only the strongest carry something that is seen
DIAMOND = ((-1.0, 0.0), (0.0, -1.0), (1.0, 0.0), (0.0, 1.0))


class Travel(QObject):
    """Leads something along the lines that lead to a layer, once; nothing where less motion is wanted.

    Signals
    -------
    moved ()
        What travels is to be drawn where it is now.

    Attributes
    ----------
    layer : int or None
        The layer whose incoming lines carry something now.
    """

    moved = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.layer: int | None = None
        self._forwards = True
        self._way = QVariantAnimation(self)
        self._way.setStartValue(0.0)
        self._way.setEndValue(1.0)
        self._way.setDuration(MILLISECONDS)
        self._way.setEasingCurve(QEasingCurve.Type.InOutSine)
        self._way.valueChanged.connect(lambda _: self.moved.emit())
        self._way.finished.connect(self._arrive)

    def go(self, way: tuple[int, bool] | None) -> None:
        """Begin along the lines to a layer, forwards or back; None ends what is on its way.

        Where moments follow each other sooner than something arrives, the next is as quick as they are.
        """
        arrived, elapsed = self.layer is None, self._way.currentTime()
        self._way.stop()
        self._way.setDuration(MILLISECONDS if arrived else max(elapsed, LEAST_MILLISECONDS))
        self.layer = None
        if way is not None and not motion.reduced():
            self.layer, self._forwards = way
            self._way.start()

    def _arrive(self) -> None:
        self.layer = None
        self.moved.emit()

    def paint(self, painter: QPainter, gap: Gap, part: LayerPart, colours: Theme) -> None:
        """Draw what travels along the lines of a gap: the larger the number, the larger."""
        share = float(self._way.currentValue())
        share = share if self._forwards else 1.0 - share
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.panel), real(1.0)))
        for row, source, stroke in _carrying(part):
            line = gap.line(row, source)
            if line is None:
                continue
            positive, width = divmod(stroke, STROKES)
            painter.setBrush(QColor(colours.weight_positive if positive else colours.weight_negative))
            radius = real(LEAST + (MOST - LEAST) * width / (STROKES - 1))
            place = line.pointAt(share)
            if positive:
                painter.drawEllipse(place, radius, radius)
            else:  # a diamond: the sign is seen without its colour
                painter.drawPolygon([place + QPointF(x, y) * (1.2 * radius) for x, y in DIAMOND])
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _carrying(part: LayerPart) -> list[tuple[int, int, int]]:
    """Return (neuron, source, stroke) of the lines that carry something, the strongest last."""
    lines = [
        (row, source, stroke)
        for row, strokes in enumerate(part.strokes.tolist(), part.first)
        for source, stroke in enumerate(strokes, part.source)
        if stroke != NO_STROKE
    ]
    return sorted(lines, key=lambda one: one[2] % STROKES)[-MANY:]
