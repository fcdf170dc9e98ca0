"""What the two plots share: a pyqtgraph plot without its own menus, in the theme's colours."""

import os

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy

from playground.style.palette import Theme
from playground.style.scaling import fit, px, real, scale
from playground.texts.text import escaped
from playground.widgets.controls import prepare
from playground.widgets.plots.axis import Axis

os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")

FOCUS_WIDTH = 2.0
TICK_LENGTH = 5
NAME = 16  # the room of an axis's name
LEAST = QSize(150, 84)  # a smaller plot shows nothing
BOTTOM = 44  # the height of the axis below, and the air above the plot
NAME_SHARE = 0.95  # of the length of an axis, for its name
ROOM_FOR_NAMES = 116  # from this height on, the axes have names

pg.setConfigOptions(antialias=True, imageAxisOrder="row-major")


class Plot(pg.GraphicsView):  # type: ignore[misc]
    """A plot whose ranges are set by the program, with labelled axes of a fixed width.

    It is no `pg.PlotWidget`, as each of those creates some 60 widgets for a menu that is not used here.

    Signals
    -------
    pointed (QPointF or None)
        Where the pointer is, in the viewport; None when it has left.
    clicked (QPointF)
        Where, with the left button, in the viewport.
    dragged (QPointF)
        Where the pointer is while the left button is held, once it has moved.
    double_clicked
        With the left button.
    settled
        The axes have taken another room.

    Attributes
    ----------
    view_box : pg.ViewBox
        Holds the items, and knows which part of the plane is visible.
    axes : dict of str -> Axis
        "left" and "bottom".
    """

    pointed = Signal(object)
    clicked = Signal(QPointF)
    dragged = Signal(QPointF)
    double_clicked = Signal()
    settled = Signal()

    _named = True  # a class attribute too: pyqtgraph resizes the plot while it is being created
    _settled = False

    def __init__(self, name: str, bottom: str, left: str, left_width: int) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        prepare(self, name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for one in (self, self.viewport()):
            one.setAcceptDrops(False)  # files are dropped on the window
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nothing below it is painted
        self._labels = {"bottom": bottom, "left": left}
        self._written = dict(self._labels)  # as far as there is room
        self._focus_pen, self._muted = QPen(), "gray"
        self._scale = 1.0
        self._pressed: QPointF | None = None  # where, until it is released
        self._drags = False  # whether the pointer has moved since
        self._left_width = left_width
        self.view_box = pg.ViewBox(enableMenu=False)
        self.view_box.setMouseEnabled(x=False, y=False)
        self.view_box.disableAutoRange()
        # otherwise pyqtgraph moves the items when it paints them, and so paints twice
        self.view_box.sigRangeChanged.connect(self.view_box.updateMatrix)
        self.axes = {side: Axis(side, parent=self.centralWidget) for side in self._labels}
        for axis in self.axes.values():
            axis.enableAutoSIPrefix(False)
            axis.linkToView(self.view_box)
            axis.setZValue(0.5)  # above pictures
            axis.setCacheMode(pg.QtWidgets.QGraphicsItem.CacheMode.DeviceCoordinateCache)
        layout = self.centralLayout
        layout.setSpacing(0)
        for item, *place in ((self.view_box, 0, 1), (self.axes["left"], 0, 0), (self.axes["bottom"], 1, 1)):
            layout.addItem(item, *place)
        self._settled = True
        fit(self._settle)

    def add(self, item: pg.GraphicsObject) -> None:
        """Add an item to the plane."""
        self.view_box.addItem(item, ignoreBounds=True)

    def keep_no_pictures(self) -> None:
        """Draw everything anew each time: for a picture that may have finer pixels, or none."""
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        for axis in self.axes.values():
            axis.setCacheMode(pg.QtWidgets.QGraphicsItem.CacheMode.NoCache)

    def _settle(self) -> None:
        """Give the axes their room and their font."""
        self.axes["left"].setWidth(self._left_room(self._named))
        # room for half a tick label beyond the corners
        self.centralLayout.setContentsMargins(0, real(8.0), real(12.0), 0)
        if scale() != self._scale:  # setting a font measures all the labels again
            self._scale = scale()
            for side, axis in self.axes.items():
                axis.setStyle(tickFont=self.font(), tickLength=-px(TICK_LENGTH))
                axis.label.setFont(self.font())
                self.name_axis(side, self._labels[side])
        self.settled.emit()

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours, axes included."""
        self._focus_pen = pen(colours.accent, real(FOCUS_WIDTH))
        self.setBackground(colours.panel)
        self._muted = colours.muted
        for side, text in self._labels.items():
            axis = self.axes[side]
            axis.setPen(colours.edge)
            axis.setTextPen(colours.muted)
            self.name_axis(side, text)

    def widen_left(self, width: int) -> None:
        """Change the width of the upright axis, in pixels at the usual text size."""
        if width != self._left_width:
            self._left_width = width
            self._settle()

    def name_axis(self, side: str, text: str) -> None:
        """Give an axis another name."""
        self._labels[side] = text
        self._write_name(side)

    def _write_name(self, side: str) -> None:
        """Write the name of an axis, as much of it as there is room for; pyqtgraph takes it for HTML."""
        self._written[side] = self._name_in_room(side)
        axis = self.axes[side]
        axis.setLabel(escaped(self._written[side]) if self._named else "", color=self._muted)
        axis.resizeEvent()  # pyqtgraph puts a name in the middle of its axis only when that is resized

    def _name_in_room(self, side: str) -> str:
        room = self.height() - px(BOTTOM) if side == "left" else self.width() - px(self._left_width)
        most, end = max(round(NAME_SHARE * room), 1), Qt.TextElideMode.ElideRight
        return str(self.fontMetrics().elidedText(self._labels[side], end, most))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name the axes where there is room for it."""
        super().resizeEvent(event)
        if not self._settled:
            return
        if (self.height() >= px(ROOM_FOR_NAMES)) != self._named:
            self._named = not self._named
            for side in self._labels:
                self._write_name(side)
            if scale() == self._scale:  # otherwise it settles once it has the font of that size
                self._settle()
        elif self._named:
            self._cut_names()

    @property
    def is_named(self) -> bool:
        """Whether there is room for the names of the axes."""
        return self._named

    def _cut_names(self) -> None:
        """Write names that were cut, or must be, as far as there is room now."""
        for side in self._labels:
            if self._name_in_room(side) != self._written[side]:
                self._write_name(side)

    def minimumSizeHint(self) -> QSize:
        return LEAST

    def extra_width(self, named: bool | None = None) -> int:
        """Return how much wider than high the plot is where the visible part of the plane is a square.

        Parameters
        ----------
        named : bool, optional
            Whether the axes have names; by default as it is.
        """
        named = self._named if named is None else named
        left, top, right, bottom = self.centralLayout.getContentsMargins()
        across = self._left_room(named) + left + right
        return round(float(across - self.axes["bottom"].room_below(named) - top - bottom))

    def _left_room(self, named: bool) -> int:
        return px(self._left_width if named else self._left_width - NAME)

    @property
    def aspect(self) -> float:
        """The length upwards that looks as long as a length of 1 across."""
        if locked := self.view_box.state["aspectLocked"]:
            return float(locked)
        across, up = self.view_box.viewPixelSize()
        return float(up / across)

    def plane_of(self, place: QPointF) -> QPointF:
        """Return the point of the plot's plane at a place of the viewport."""
        return QPointF(self.view_box.mapSceneToView(self.mapToScene(place.toPoint())))

    def place_of(self, point: QPointF) -> QPointF:
        """Return the place in the viewport of a point of the plot's plane."""
        return QPointF(self.mapFromScene(self.view_box.mapViewToScene(point)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if event.buttons() and self.view_box.mouseEnabled()[0] and not self.hasFocus():
            self.setFocus(Qt.FocusReason.MouseFocusReason)  # so that Home brings it back after a drag
        self.pointed.emit(event.position())
        if self._pressed is not None:
            self._drags = self._drags or self._is_far(event.position())
            if self._drags:
                self.dragged.emit(event.position())

    def _is_far(self, place: QPointF) -> bool:
        """Whether the pointer is so far from where it was pressed that it drags."""
        assert self._pressed is not None
        way: QPointF = place - self._pressed
        return bool(way.manhattanLength() >= QApplication.startDragDistance())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = event.position() if event.button() == Qt.MouseButton.LeftButton else None
        self._drags = False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        began = self._pressed
        clicks = began is not None and not self._is_far(event.position())
        self._pressed = None
        if clicks:
            self.clicked.emit(began)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.double_clicked.emit()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            return True  # the readout takes its place; What's This still explains
        return bool(super().viewportEvent(event))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(self._focus_pen)
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
            painter.end()


def pen(colour: str, width: float, dashed: bool = False) -> QPen:
    """Return a pen of a width in pixels."""
    style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
    result: QPen = pg.mkPen(colour, width=width, style=style)
    return result
