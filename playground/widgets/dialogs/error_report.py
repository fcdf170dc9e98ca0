"""The error report: what went wrong, to read and to copy."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from playground.style import sizes
from playground.style.scaling import fit, for_dialog
from playground.texts.about import COPIED, REPORT, REPORT_TITLE
from playground.texts.controls import words_of
from playground.widgets.controls import Button, add_answers, prepare
from playground.widgets.controls.base import announce

SIZE = QSize(620, 480)


class ErrorReport(QDialog):
    """A text, and a button that copies it. Training continues meanwhile.

    Parameters
    ----------
    text : str
    parent : QWidget
    """

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("errors")
        self.setWindowTitle(REPORT_TITLE())
        self.resize(for_dialog(SIZE))
        hint = QLabel(REPORT())
        hint.setWordWrap(True)
        self.text = QPlainTextEdit()
        prepare(self.text, "errors.text")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.copy_button, close = Button("errors.copy"), Button("errors.close")
        self.copy_button.setProperty("role", "primary")
        self.copy_button.setDefault(True)
        self.copy_button.clicked.connect(self._copy)
        close.clicked.connect(self.reject)
        whole = QVBoxLayout(self)
        fit(whole.setContentsMargins, *(sizes.MARGIN for _ in range(4)))
        fit(whole.setSpacing, sizes.MARGIN)
        whole.addWidget(hint)
        whole.addWidget(self.text, 1)
        add_answers(whole, close, self.copy_button)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show a newer report."""
        self.text.setPlainText(text)
        self.copy_button.setText(words_of("errors.copy").text)
        self.copy_button.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copy_button.setText(COPIED())
        announce(self.copy_button, COPIED(), urgent=False)
