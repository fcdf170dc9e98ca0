"""The page of the layers: the plane and the data, as each layer sees them, from the inputs to the output."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from engine import Experiment, Problem
from engine.analysis.ledger import Ledger
from playground.mathematics.moments import Moment
from playground.mathematics.place import Place
from playground.observers.layer_planes import MOST_DIRECT, AskLayerPlanes, LayerPlane, LayerPlanes
from playground.observers.snapshot import Snapshot
from playground.observers.view import Floats
from playground.style import palette, sizes
from playground.style.palette import MARKERS, Theme
from playground.style.scaling import fit, px, real
from playground.texts import layers as texts
from playground.texts.names import layer_name
from playground.texts.numbers import share_text
from playground.widgets.controls import prepare
from playground.widgets.controls.base import ARROWS, is_override, mark_focus
from playground.widgets.controls.sliders import Slider
from playground.widgets.plots.markers import draw_marker
from playground.widgets.plots.shapes import clipped

PARTS = 50  # steps of the slider from one layer to the next
EVERY = 4  # of the grid's lines, one in so many is drawn
POINT, AIR = 6.0, 10  # pixels: of a point, and around the picture
TURN, KEY_TURN = 0.01, 0.1  # radians for a pixel of dragging, and for an arrow key
FIRST_TURN = (0.5, 0.4)
LEAST = QSize(160, 160)
TURNS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class LayersPage(QWidget):
    """A picture, a slider from layer to layer, and what it shows in words.

    Signals
    -------
    place_chosen (Place)
        Never: this page is about whole layers.
    """

    scrolls = True

    place_chosen = Signal(object)
    asks = (AskLayerPlanes(),)

    def __init__(self) -> None:
        super().__init__()
        self.picture, self.slider = PlanePicture(), Slider("layers.slider", 0, 0, PARTS)
        self.slider.valueChanged.connect(self._slide)
        self.caption = QLabel()
        self.caption.setWordWrap(True)
        self.caption.setObjectName("layers.caption")
        fit(self.caption.setMinimumHeight, 2 * sizes.CONTROL_HEIGHT)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        fit(column.setSpacing, sizes.SPACING)
        column.addWidget(self.picture, 1)
        column.addWidget(self.slider)
        column.addWidget(self.caption)
        self._experiment = Experiment()

    def show_step(self, ledger: Ledger | None, moment: Moment | None, place: Place | None) -> None:
        """Show nothing of a single step: this page is about all points."""

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the layers of the network as it is in a snapshot."""
        planes = snapshot.get(LayerPlanes)
        self._experiment = snapshot.experiment
        if planes is not None:
            self.slider.setRange(0, PARTS * (len(planes.planes) - 1))
            self.picture.show_planes(planes, snapshot.problem)
            self._say(planes)

    def _slide(self, value: int) -> None:
        self.picture.go_to(value / PARTS)
        if self.picture.planes is not None:
            self._say(self.picture.planes)

    def _say(self, planes: LayerPlanes) -> None:
        """Say which layer is shown, and how much of it."""
        at, between = divmod(self.slider.value(), PARTS)
        names = [self._name(one) for one in planes.planes]
        one = planes.planes[at]
        if between:
            text = texts.BETWEEN(first=names[at], second=names[at + 1])
        elif one.layer is None:
            text = texts.PLANE()
        else:
            words = texts.DIRECT if one.width <= MOST_DIRECT else texts.COMPONENTS
            text = words(layer=names[at], n=one.width, share=share_text(one.share))
            if self.picture.turns:
                text = texts.TURN(text=text)
        if text != self.caption.text():
            self.caption.setText(text)
            self.picture.setAccessibleDescription(text)
            self.slider.setAccessibleDescription(text)

    def _name(self, one: LayerPlane) -> str:
        if one.layer is None:
            return texts.THE_PLANE()
        if one.layer < 0:
            return texts.INPUTS()
        last = one.layer == len(self._experiment.network.hidden)
        return texts.THE_OUTPUT() if last else layer_name(self._experiment, one.layer)

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self.picture.apply_theme(colours)


class PlanePicture(QWidget):
    """The grid and the data on the way from one layer to the next; three neurons can be turned.

    Attributes
    ----------
    planes : LayerPlanes or None
        What is shown.
    """

    def __init__(self) -> None:
        super().__init__()
        self.planes: LayerPlanes | None = None
        self._colours, self._problem = palette.LIGHT, Problem("binary", 2)
        self._at, self._angles = 0.0, FIRST_TURN
        self._dragged: QPointF | None = None
        prepare(self, "layers.picture")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        fit(self.setMinimumSize, LEAST)

    def show_planes(self, planes: LayerPlanes, problem: Problem) -> None:
        """Show these, as far along as before; what is painted already is not painted again."""
        before = self._shown()
        self.planes, self._problem = planes, problem
        self._at = min(self._at, len(planes.planes) - 1.0)
        shown = self._shown()
        if len(before) != len(shown) or not all(map(np.array_equal, before, shown)):
            self.update()

    def go_to(self, at: float) -> None:
        """Show the layer with an index among the planes; with a fraction, what is between two."""
        self._at = at
        self.update()

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._colours = colours
        self.update()

    @property
    def turns(self) -> bool:
        """Whether what is shown can be turned: three neurons, or a way from or to these."""
        return any(one.places.shape[1] == 3 for one in self._both())

    def _both(self) -> tuple[LayerPlane, ...]:
        """Return the planes between which the picture is; a single one where it is at that."""
        if self.planes is None:
            return ()
        first = int(self._at)
        return self.planes.planes[first : first + (2 if self._at > first else 1)]

    def _shown(self) -> list[Any]:
        """Return what the picture is painted of."""
        if self.planes is None:
            return []
        places = [part for one in self._both() for part in (one.places, one.middle, one.reach)]
        return [self._problem, self._at, self.planes.y, self.planes.scale, *places]

    def places(self) -> Floats:
        """Return where everything is in the picture, (grid + samples, 2), from −1 to 1 from edge to edge."""
        flat = [self._flat(one) for one in self._both()]
        share = self._at - int(self._at)
        places: Floats = flat[0] if len(flat) == 1 else (1.0 - share) * flat[0] + share * flat[1]
        return places

    def _flat(self, plane: LayerPlane) -> Floats:
        """Return the places of a plane within its box; those of three neurons, turned."""
        inside: Floats = (plane.places - plane.middle) / plane.reach
        if inside.shape[1] == 2:
            return inside
        (yaw, pitch), (x, y, z) = self._angles, inside.T
        across, depth = np.cos(yaw) * x + np.sin(yaw) * z, np.cos(yaw) * z - np.sin(yaw) * x
        # a cube that is turned reaches farther than its sides
        turned: Floats = np.column_stack([across, np.cos(pitch) * y - np.sin(pitch) * depth]) / np.sqrt(3.0)
        return turned

    # -- turning -----------------------------------------------------------------------------

    def turn(self, across: float, up: float) -> None:
        """Turn what three neurons show, by angles in radians."""
        if self.turns:
            yaw, pitch = self._angles
            self._angles = yaw + across, float(np.clip(pitch + up, -np.pi / 2, np.pi / 2))
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._dragged = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None:
            by = event.position() - self._dragged
            self._dragged = event.position()
            self.turn(TURN * by.x(), TURN * by.y())

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:
        self._dragged = None

    def event(self, event: QEvent) -> bool:
        if self.turns and is_override(event, ARROWS):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = TURNS.get(Qt.Key(event.key()))
        if by is None or not self.turns:
            super().keyPressEvent(event)
        else:
            self.turn(KEY_TURN * by[0], KEY_TURN * by[1])

    # -- painting ----------------------------------------------------------------------------

    def paintEvent(self, _: QPaintEvent) -> None:
        if self.planes is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height()) - 2 * px(AIR)
        frame = QRectF(0.5 * (self.width() - side), 0.5 * (self.height() - side), side, side)
        painter.setPen(QPen(QColor(self._colours.border), 1.0))
        painter.drawRect(frame)
        centre, half = frame.center(), 0.5 * side
        places = self.places() * (half, -half) + (centre.x(), centre.y())
        self._paint_grid(painter, places, frame)
        self._paint_points(painter, places[self.planes.rows * self.planes.columns :], frame)
        painter.end()
        mark_focus(self)

    def _paint_grid(self, painter: QPainter, places: Floats, frame: QRectF) -> None:
        """Paint some lines of the grid, the outer ones among them."""
        assert self.planes is not None
        rows, columns = self.planes.rows, self.planes.columns
        lines = places[: rows * columns].reshape(rows, columns, 2)
        painter.setPen(QPen(QColor(self._colours.edge), real(1.0)))
        across = list(lines[::EVERY])
        upwards = list(lines.transpose(1, 0, 2)[::EVERY]) if rows > 1 else []
        for line in across + upwards:
            for part in clipped(QPolygonF([QPointF(x, y) for x, y in line.tolist()]), frame):
                painter.drawPolyline(part)

    def _paint_points(self, painter: QPainter, places: Floats, frame: QRectF) -> None:
        assert self.planes is not None
        painter.setPen(QPen(QColor(self._colours.outline), 1.0))
        for chosen, colour, marker in _groups(self.planes, self._problem, self._colours):
            painter.setBrush(QColor(colour))
            for x, y in places[chosen].tolist():
                if frame.contains(x, y):
                    draw_marker(painter, marker, QPointF(x, y), real(POINT))


def _groups(
    planes: LayerPlanes, problem: Problem, colours: Theme
) -> list[tuple[NDArray[np.bool_], str, str]]:
    """Return which points are drawn alike, with their colour and marker: a class, or a step of the value."""
    y = planes.y
    if problem.kind != "regression":
        return [
            (y == k, palette.class_colour(colours, problem.kind, k), MARKERS[k % len(MARKERS)])
            for k in range(problem.size)
        ]
    middle, reach = planes.scale
    steps = np.clip((y - middle) / reach, -1.0, 1.0).round(1) + 0.0  # no −0
    return [(steps == one, palette.value_colour(colours, float(one)), MARKERS[0]) for one in np.unique(steps)]
