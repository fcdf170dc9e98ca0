"""Headings, the labels beside controls, and texts from outside."""

from PySide6.QtCore import QEvent, Qt, QTextBoundaryFinder
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from playground.style.scaling import Slow, fit, px
from playground.texts.controls import words_of
from playground.widgets.controls.base import explain_alike, literal

BELOW = Slow(2)  # between a label and its control
WORD = 150  # pixels: a wider word has no room in a column
BREAK = "\N{ZERO WIDTH SPACE}"


def heading(text: str) -> QLabel:
    """Return the heading of a panel."""
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label


def caption(text: str) -> QLabel:
    """Return a small label."""
    label = QLabel(text)
    label.setProperty("role", "caption")
    return label


class OneLine(QLabel):
    """A small label of any width: it shows as much of a text as has room, and all of it in its tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setProperty("role", "caption")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        """Show a text."""
        self._whole = text
        self.setToolTip(literal(text))
        self.setAccessibleName(text)
        self._fit()

    def _fit(self) -> None:
        text = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        if text != self.text():
            self.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()


def caption_of(control: QWidget, text: str = "") -> QLabel:
    """Return a control's label, with the text of its words or another; it has the control's tooltip too."""
    label = caption(text or words_of(control.objectName()).text)
    label.setBuddy(control)
    explain_alike(label, control)
    return label


def add_labelled(layout: QBoxLayout, control: QWidget, stretch: int = 0) -> None:
    """Add a control, with its label above it."""
    column = QVBoxLayout()
    layout.addLayout(column, stretch)
    fit(column.setSpacing, BELOW)
    column.addWidget(caption_of(control))
    column.addWidget(control)


def show_wrapped(label: QLabel, text: str) -> None:
    """Show a text in a label that wraps it; words that are too wide for that may be broken anywhere."""
    label.ensurePolished()
    width_of, widest = label.fontMetrics().horizontalAdvance, px(WORD)
    label.setText(" ".join(word if width_of(word) <= widest else _apart(word) for word in text.split(" ")))


def _apart(word: str) -> str:
    """Return a word with a place to break after each letter, with all its marks."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, word)
    coded = word.encode("utf-16-le", "surrogatepass")  # as Qt counts
    letters, begin = [], 0
    while (end := finder.toNextBoundary()) > begin:
        letters.append(coded[2 * begin : 2 * end].decode("utf-16-le", "surrogatepass"))
        begin = end
    return BREAK.join(letters)
