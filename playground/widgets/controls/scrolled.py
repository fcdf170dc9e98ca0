"""Controls that scroll within their panel where they do not fit; where they fit, no bar is visible."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from playground.style import sizes
from playground.style.scaling import fit, px

LEAST = 84, 120  # the least height, upright, and the least width of what is visible
SMALLEST_SCREEN = QSize(1280, 720)  # the smallest screen on which everything fits without scrolling


class Scrolled(QScrollArea):
    """Scrolls its contents one way; the bar lies in the panel's margin, so that nothing moves for it.

    Parameters
    ----------
    contents : QWidget
        Its layout keeps the margin at the end free: the right one, or the lower one.
    way : Qt.Orientation
    """

    def __init__(self, contents: QWidget, way: Qt.Orientation) -> None:
        super().__init__()
        self._contents = contents
        self._upright = way == Qt.Orientation.Vertical
        never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._bar = self.verticalScrollBar() if self._upright else self.horizontalScrollBar()
        if self._upright:
            self.setHorizontalScrollBarPolicy(never)
        else:
            self.setVerticalScrollBarPolicy(never)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(contents)
        self.viewport().setAutoFillBackground(False)
        self._bar.rangeChanged.connect(self._keep_margin)
        fit(self._settle)

    def _settle(self) -> None:
        if self._upright:
            self._bar.setFixedWidth(px(sizes.MARGIN))
        else:
            self._bar.setFixedHeight(px(sizes.MARGIN))
        self._keep_margin()

    def _keep_margin(self, *_: int) -> None:
        """Keep the margin free, unless the bar takes it."""
        layout, margin = self._contents.layout(), px(sizes.MARGIN)
        free = 0 if self._bar.maximum() > self._bar.minimum() else margin
        if layout is not None:
            layout.setContentsMargins(0, 0, *((free, 0) if self._upright else (0, free)))
        self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()  # a QScrollArea does not do so by itself
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        """As large as the contents and the margin."""
        size = self._contents.sizeHint()
        return size if self._upright else QSize(size.width(), self._height())

    def minimumSizeHint(self) -> QSize:
        if self._upright:
            return QSize(self._contents.minimumSizeHint().width(), px(LEAST[0]))
        return QSize(px(LEAST[1]), self._height())

    def _height(self) -> int:
        layout = self._contents.layout()
        free = layout.contentsMargins().bottom() if layout is not None else 0
        return self._contents.sizeHint().height() - free + px(sizes.MARGIN)


class Whole(QScrollArea):
    """All contents of a window; on a screen too small for the text size, they scroll as a last resort."""

    def __init__(self, contents: QWidget, enough: QSize = SMALLEST_SCREEN) -> None:
        """`enough` is the largest minimum size that it asks for."""
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(contents)
        self._contents, self._enough = contents, enough

    def sizeHint(self) -> QSize:
        return self._beside_bar(self._contents.sizeHint())

    def minimumSizeHint(self) -> QSize:
        """As much as the contents need, within what a small screen has."""
        return self._beside_bar(self._contents.minimumSizeHint()).boundedTo(self._enough)

    def _beside_bar(self, size: QSize) -> QSize:
        """Leave room for the bar where there may be one."""
        scrolls = self._contents.minimumSizeHint().height() > self._enough.height()
        return size + QSize(self.verticalScrollBar().sizeHint().width() if scrolls else 0, 0)
