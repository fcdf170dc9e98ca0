"""Controls that scroll within their panel where they do not fit; where they fit, no bar is visible."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from playground.style import sizes
from playground.style.scaling import Slow, fit, px

LEAST = Slow(84)  # the least height
SMALLEST_SCREEN = QSize(960, 680)  # the smallest screen on which everything fits without scrolling


class Scrolled(QScrollArea):
    """Scrolls its contents upright; the bar lies in the panel's margin, so that nothing moves for it.

    Parameters
    ----------
    contents : QWidget
        Its layout keeps the margin on the right free.
    margin : int
        0 where the panel has none for the bar: then the contents are narrower beside it.
    """

    def __init__(self, contents: QWidget, margin: int = sizes.MARGIN) -> None:
        super().__init__()
        self._contents, self._whole, self._margin = contents, False, margin
        self._bar = self.verticalScrollBar()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(contents)
        self.viewport().setAutoFillBackground(False)
        self._bar.rangeChanged.connect(self._keep_margin)
        fit(self._settle)

    def show_whole(self, on: bool) -> None:
        """Be as high as the contents, and never scroll; or scroll where there is too little height."""
        self._whole = on
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Fixed if on else policy.Expanding)
        self.updateGeometry()

    def _settle(self) -> None:
        self._bar.setFixedWidth(px(sizes.MARGIN))
        self._keep_margin()

    def _keep_margin(self, *_: int) -> None:
        """Keep the margin free, unless the bar takes it."""
        layout = self._contents.layout()
        free = 0 if self._bar.maximum() > self._bar.minimum() else px(self._margin)
        if layout is not None:
            layout.setContentsMargins(0, 0, free, 0)
        self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()  # a QScrollArea does not do so by itself
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        """As large as the contents and the margin."""
        return self._contents.sizeHint()

    def minimumSizeHint(self) -> QSize:
        least = self._contents.minimumSizeHint()
        return QSize(least.width(), least.height() if self._whole else px(LEAST))


class Whole(QScrollArea):
    """All contents of a window; on a screen too small for the text size, they scroll as a last resort."""

    def __init__(self, contents: QWidget, enough: QSize = SMALLEST_SCREEN) -> None:
        """`enough` is the largest minimum size that it asks for."""
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(contents)
        self._contents, self._enough = contents, enough

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()  # a QScrollArea does not do so by itself
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        return self._beside_bar(self._contents.sizeHint())

    def minimumSizeHint(self) -> QSize:
        """As much as the contents need, within what a small screen has."""
        return self._beside_bar(self._contents.minimumSizeHint()).boundedTo(self._enough)

    def _beside_bar(self, size: QSize) -> QSize:
        """Leave room for the bar where there may be one."""
        scrolls = self._contents.minimumSizeHint().height() > self._enough.height()
        return size + QSize(self.verticalScrollBar().sizeHint().width() if scrolls else 0, 0)
