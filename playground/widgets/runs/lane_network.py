"""The network of one of several runs, to be looked at: its neurons' maps, its weights, its inputs.

It is drawn by what draws the network panel, without the controls.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine import ACTIVATIONS, Experiment
from playground.observers.neuron_maps import AskNeuronMaps, feature_map
from playground.observers.plane import is_line
from playground.observers.snapshot import Snapshot
from playground.observers.view import SQUARE, Area
from playground.style import colour_maps, palette
from playground.style.palette import Theme
from playground.style.scaling import px
from playground.style.sizes import SMALL_FONT
from playground.texts import compare as texts
from playground.texts.names import input_name
from playground.widgets.network.layout import CAPTION, GAP, LABELS, USUAL, Layout, lowest
from playground.widgets.network.maps import curve_of, paint_curve
from playground.widgets.network.painting import Painting
from playground.widgets.network.subject import Subject
from playground.widgets.plots.shapes import pixel_ratio

LEAST = QSize(150, 100)
SMALLEST = 0.5  # of the usual size: a wider network is drawn so small, and cut off on the right
MOST_MAP = 40  # points along the edge of a map
LEAST_ROW = 14  # of an input
AIR = 4  # between the name of an input and its picture


class LaneNetwork(QWidget):
    """A drawing of a network that cannot be changed.

    Signals
    -------
    changed ()
        `ask` has changed: other neurons are in sight.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._theme = palette.LIGHT
        self._subject = Subject()
        self._painting = Painting(self._subject)
        self._experiment: Experiment | None = None
        self._frame: Area = SQUARE
        self._layout = Layout.of((1,), (0,), (400, 400), 0, heads=0)
        self._share = 1.0  # of the usual size
        self._pictures: list[QImage] = []  # of the inputs in sight
        self._hurried = False
        self._ask = AskNeuronMaps(())
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(LEAST.width()), px(LEAST.height()))

    @property
    def ask(self) -> AskNeuronMaps:
        """The part of the network that is in sight."""
        return self._ask

    # -- what is shown -----------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot | None) -> None:
        """Show how the network is now; None while there is none."""
        if snapshot is None:
            self._experiment = None
            self.update()
            return
        shape = self._subject.shape, self._subject.widths, self._subject.problem
        other = snapshot.experiment is not self._experiment or snapshot.frame != self._frame
        if other:
            self._experiment, self._frame = snapshot.experiment, snapshot.frame
            self._subject.show_experiment(snapshot.experiment)
        self._subject.show_snapshot(snapshot)
        if other or shape != (self._subject.shape, self._subject.widths, self._subject.problem):
            self._lay_out()
        self._hurried = snapshot.busy
        self.update()

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = colours
        self._painting.apply_theme(colours)
        self._lay_out()
        self.update()

    # -- layout ------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        """Place everything; a network that is wider than its room is drawn smaller."""
        if self._experiment is None:
            return
        widths = self._subject.widths
        rows = lowest(0, min(max(widths), USUAL))  # smaller, rather than with neurons out of sight
        self._share = min(max(self.height() / max(rows, 1), SMALLEST), 1.0)
        layout = self._laid_out(widths)
        if layout.width > self.width() / self._share:
            self._share = max(self._share * self.width() * self._share / layout.width, SMALLEST)
            layout = self._laid_out(widths)
        self._layout = layout
        self._painting.lay_out(layout, self.font())
        self._painting.small = self._font()
        ends = {
            k: QPointF(place.right() + 1, place.center().y() + 0.5) for k, place in enumerate(self._places)
        }
        self._painting.lay_out_lines(layout, ends)
        self._pictures = [
            self._picture(name, place.width()) for name, place in zip(self._names, self._places, strict=False)
        ]
        self._look()

    def _laid_out(self, widths: tuple[int, ...]) -> Layout:
        room = round(self.width() / self._share), round(self.height() / self._share)
        return Layout.of(widths, (0,) * len(widths), room, 0, heads=0)

    def _look(self) -> None:
        """Ask for what is in sight."""
        begin, end = self._layout.columns_between(0.0, self.width() / self._share)
        sight = tuple(
            (0, len(column.rows) if begin <= column.layer < end else 0) for column in self._layout.columns
        )
        size = min(round(self._layout.node * self._share * self.devicePixelRatioF()), MOST_MAP)
        ask = AskNeuronMaps(sight, size, (0, len(self._places)))
        if ask != self._ask:
            self._ask = ask
            self.changed.emit()

    @property
    def _names(self) -> tuple[str, ...]:
        return self._subject.features

    @property
    def _places(self) -> list[QRect]:
        """The pictures of the inputs, as many as there is room for."""
        layout = self._layout
        height, n = layout.bottom - layout.top, len(self._names)
        if not n:
            return []
        row = max(min(height / n, layout.node + px(GAP)), px(LEAST_ROW))
        fit = min(n, max(int(height // row), 1))
        begin = layout.top + 0.5 * (height - fit * row)
        node = min(round(row) - 6, layout.node)
        return [
            QRect(layout.inputs - node, round(begin + (k + 0.5) * row - 0.5 * node), node, node)
            for k in range(fit)
        ]

    def _picture(self, name: str, edge: int) -> QImage:
        """Return an input over the frame of the data."""
        assert self._experiment is not None
        n, line = max(edge, 1), is_line(self._experiment.data)
        places = feature_map(name, n, self._frame, line)
        if line:
            image = QImage(n, n, QImage.Format.Format_RGB32)
            painter = QPainter(image)
            paint_curve(painter, curve_of(places[0]), image.rect(), self._theme)
            painter.end()
            return image
        pixels = colour_maps.argb(colour_maps.shades(self._theme))[places]
        return QImage(pixels.tobytes(), n, n, 4 * n, QImage.Format.Format_RGB32).copy()

    # -- painting ----------------------------------------------------------------------------

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        if self._experiment is not None:
            painter.scale(self._share, self._share)
            whole = QRectF(0.0, 0.0, self.width() / self._share, self.height() / self._share)
            seen = 0, round(whole.width())
            targets = [None] * len(self._layout.columns)
            ratio = pixel_ratio(painter)
            self._painting.paint(painter, self._layout, whole, seen, targets, ratio, self._hurried)
            self._paint_inputs(painter)
            self._paint_captions(painter)
        painter.end()

    def _paint_inputs(self, painter: QPainter) -> None:
        experiment, colours = self._experiment, self._theme
        assert experiment is not None
        painter.setFont(self._font())
        metrics = painter.fontMetrics()
        for name, place, picture in zip(self._names, self._places, self._pictures, strict=False):
            painter.drawImage(place, picture)
            painter.setPen(QPen(QColor(colours.muted), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place.adjusted(0, 0, -1, -1))
            room = QRect(0, place.top(), place.left() - px(AIR), place.height())
            painter.setPen(QColor(colours.text))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            text = metrics.elidedText(
                input_name(experiment, name), Qt.TextElideMode.ElideRight, min(room.width(), px(LABELS))
            )
            painter.drawText(room, right, text)

    def _font(self) -> QFont:
        """Return the font of what is written: small, and as large in a drawing that is smaller."""
        font = QFont(self.font())
        font.setPixelSize(round(min(px(SMALL_FONT) / self._share, px(CAPTION))))
        return font

    def _paint_captions(self, painter: QPainter) -> None:
        """Write above each hidden layer how many neurons it has, and which activation."""
        experiment = self._experiment
        assert experiment is not None
        painter.setFont(self._font())
        painter.setPen(QColor(self._theme.muted))
        metrics = painter.fontMetrics()
        room = round(self._layout.pitch) - px(AIR)
        for column in self._layout.columns:
            place = QRectF(column.centre - 0.5 * room, 0.0, room, px(CAPTION))
            texts_of = _captions(experiment, column.layer)
            text = next((one for one in texts_of if metrics.horizontalAdvance(one) <= room), texts_of[-1])
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def _captions(experiment: Experiment, layer: int) -> tuple[str, ...]:
    """Return what stands above a column, the longest form first."""
    hidden = experiment.network.hidden
    if layer == len(hidden):
        return texts.OUTPUT(), ""
    one = hidden[layer]
    label = ACTIVATIONS[one.activation].label
    return texts.LAYER(n=one.width, activation=label), texts.LAYER_SHORT(n=one.width), ""
