"""A table that is dropped on the window, and the dialog that it opens."""

from hands import until
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget


def dialog_of(window):
    dialog = window.findChild(QWidget, "csv")
    if dialog is not None:
        until(dialog.isActiveWindow)
    return dialog


def drop(window, path):
    """Drag a file over the window, and let it go there; return whether it was welcome."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    place = window.rect().center()
    enter = QDragEnterEvent(place, Qt.DropAction.CopyAction, mime, left, none)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(place), Qt.DropAction.CopyAction, mime, left, none))
    return enter.isAccepted()
