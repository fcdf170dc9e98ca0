"""What a dialog is about to save or print, as it will be."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from playground.style import sizes
from playground.style.scaling import fit


class Preview(QFrame):
    """A page or a picture, as large as there is room; until there is one, what it waits for.

    Parameters
    ----------
    name, label : str
        Its object name, and what a screen reader calls it.
    waiting : str
        What it says until there is something to show.
    least : QSize

    Signals
    -------
    resized
    """

    resized = Signal()

    def __init__(self, name: str, label: str, waiting: str, least: QSize) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        fit(self.setMinimumSize, least)
        self._image, self._waiting = QImage(), waiting

    def show_image(self, image: QImage) -> None:
        """Show it."""
        self._image = image
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().placeholderText().color())
        if self._image.isNull():
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._waiting)
            return
        size = self._image.size().scaled(self.size() - QSize(2, 2), Qt.AspectRatioMode.KeepAspectRatio)
        sheet = QRect(self.rect().topLeft(), size)
        sheet.moveCenter(self.rect().center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(sheet, QColor("white"))
        painter.drawImage(sheet, self._image)
        painter.drawRect(sheet.adjusted(-1, -1, 0, 0))


def lay_out(
    dialog: QDialog, left: QWidget, preview: Preview, other: QPushButton, *buttons: QPushButton
) -> None:
    """Place a preview beside what is chosen on the left; below, the buttons, with `other` apart from them."""
    whole, both, ends = QVBoxLayout(dialog), QHBoxLayout(), QHBoxLayout()
    whole.addLayout(both, 1)
    both.addWidget(left)
    both.addWidget(preview, 1)
    whole.addLayout(ends)
    ends.addWidget(other)
    ends.addStretch()
    for button in buttons:
        ends.addWidget(button)
    fit(ends.setSpacing, sizes.SPACING)
    fit(whole.setContentsMargins, *(2 * sizes.MARGIN for _ in range(4)))
    for layout in (both, whole):
        fit(layout.setSpacing, 2 * sizes.MARGIN)
