"""Headings, the labels beside controls, and texts from outside."""

from PySide6.QtCore import QTextBoundaryFinder
from PySide6.QtWidgets import QBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.style.scaling import Slow, fit, px
from playground.texts.controls import words_of
from playground.widgets.controls.base import explain_alike

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
