"""What the two plots share: a pyqtgraph plot without its own menus, in the theme's colours."""

import os

os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen

from playground.theme import Theme

FOCUS_WIDTH = 2.0

pg.setConfigOptions(antialias=True, imageAxisOrder="row-major")


class Plot(pg.PlotWidget):  # type: ignore[misc]
    """A plot whose ranges are set by the program, with labelled axes of a fixed width.

    Signals
    -------
    pointed (QPointF or None)
        Where the pointer is, in the viewport; None when it has left.
    double_clicked
        With the left button.
    """

    pointed = Signal(object)
    double_clicked = Signal()

    def __init__(self, name: str, label: str, tip: str, bottom: str, left: str, left_width: int) -> None:
        # pyqtgraph's own menus are not for this program; making and removing them takes 10 ms a plot
        super().__init__(viewBox=pg.ViewBox(enableMenu=False), enableMenu=False)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setAccessibleDescription(tip)
        self.setToolTip(tip)
        self.setWhatsThis(f"<b>{label}</b><p>{tip}</p>")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        item = self.getPlotItem()
        item.hideButtons()
        item.getViewBox().setMouseEnabled(x=False, y=False)
        item.getViewBox().disableAutoRange()
        self._labels = {"bottom": bottom, "left": left}
        self._focus_pen, self._muted = QPen(), "gray"
        item.getAxis("left").setWidth(left_width)
        for side in ("left", "bottom"):
            item.getAxis(side).enableAutoSIPrefix(False)
        # room for half a tick label beyond the corners
        item.layout.setContentsMargins(0, 8, 12, 0)

    def apply_theme(self, colours: Theme) -> None:
        """Take on the theme's colours, axes and all."""
        self._focus_pen = pen(colours.accent, FOCUS_WIDTH)
        self.setBackground(colours.panel)
        self._muted = colours.muted
        for side, text in self._labels.items():
            axis = self.getPlotItem().getAxis(side)
            axis.setPen(colours.border)
            axis.setTextPen(colours.muted)
            self.setLabel(side, text, color=colours.muted)

    def name_axis(self, side: str, text: str) -> None:
        """Give an axis another name."""
        self._labels[side] = text
        self.setLabel(side, text, color=self._muted)

    @property
    def view_box(self) -> pg.ViewBox:
        """What holds the items: it knows which part of the plane is in sight."""
        return self.getPlotItem().getViewBox()

    def plane_of(self, place: QPointF) -> QPointF:
        """Return the point of the plot's plane at a place of the viewport."""
        return QPointF(self.view_box.mapSceneToView(self.mapToScene(place.toPoint())))

    def place_of(self, point: QPointF) -> QPointF:
        """Return the place in the viewport of a point of the plot's plane."""
        return QPointF(self.mapFromScene(self.view_box.mapViewToScene(point)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.pointed.emit(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.double_clicked.emit()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            return True  # what there is to read at a place is shown there; What's This still explains
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
