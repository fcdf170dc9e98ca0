"""Where what is pictured stands: no screen shows it, and it has a theme of its own."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QPushButton, QVBoxLayout, QWidget

from playground.style import style_sheet
from playground.style.palette import Theme
from playground.style.scaling import px
from playground.style.sizes import MARGIN
from playground.widgets.controls.visibility import hide
from playground.widgets.network.panel import NetworkPanel
from playground.widgets.output.boundary_plot import BoundaryPlot
from playground.widgets.output.loss_plot import LossPlot
from playground.widgets.plots.plot import Plot

AT_ONCE = 0  # milliseconds until the next step
AT_A_TIME = 40  # widgets that get their colours in one step


class Stage(QWidget):
    """Where a double stands: as large as the picture, or as the double needs, and then drawn smaller.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(None, Qt.WindowType.Tool)  # any other window would close a list that is open
        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setUpdatesEnabled(False)  # it is painted when it is drawn, and only then
        sheet, self._colours = style_sheet.look_of(theme)
        self.setStyleSheet(sheet)  # before there is anything that would be polished again
        self._theme, self._ground = theme, theme.window
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def put(self, double: QWidget) -> None:
        """Put a double on the stage."""
        self._column.addWidget(double)
        for plot in double.findChildren(Plot):
            plot.keep_no_pictures()

    def put_part(self, double: BoundaryPlot | NetworkPanel | LossPlot) -> None:
        """Put a part of the window on the stage, without its heading and its buttons."""
        self._ground = self._theme.panel
        self._column.setContentsMargins(*[px(MARGIN)] * 4)
        self.put(double)
        double.apply_theme(self._theme)
        for one in double.findChildren(QWidget):
            if isinstance(one, QPushButton) or one.property("role") == "heading":
                hide(one, True)

    def show_at(self, size: QSize) -> None:
        """Take the shape of a size, no smaller than the double needs."""
        self.lay_out()
        least = self._column.totalMinimumSize()
        times = max(1.0, least.width() / size.width(), least.height() / size.height())
        self.resize(QSize(round(size.width() * times), round(size.height() * times)))
        self.show()
        self.lay_out()

    def lay_out(self) -> None:
        """Place everything now, and not in the next turns of the event loop."""
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        for one in self.findChildren(QAbstractScrollArea):
            QApplication.sendPostedEvents(one, QEvent.Type.MetaCall)  # by which Qt shows and hides its bars
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    def centre(self, width: int) -> None:
        """Put the double in the middle, no wider than this."""
        (double,) = (one for one in self.children() if isinstance(one, QWidget))
        double.setFixedWidth(width)
        self._column.setAlignment(double, Qt.AlignmentFlag.AlignHCenter)
        self.lay_out()

    def colour(self) -> Iterator[int]:
        """Give everything on the stage its colours, once all of it is made."""
        for k, one in enumerate(self.findChildren(QWidget)):
            one.setPalette(self._colours)
            if k % AT_A_TIME == AT_A_TIME - 1:
                yield AT_ONCE
        self._colours.setColor(QPalette.ColorRole.Window, self._ground)
        self.setPalette(self._colours)

    def show_theme(self, panels: Sequence[QWidget]) -> Iterator[int]:
        """Draw panels in the theme, one after the other."""
        for one in panels:
            if hasattr(one, "apply_theme"):
                one.apply_theme(self._theme)
                yield AT_ONCE
