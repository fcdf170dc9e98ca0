"""The words that stand beside controls."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from playground.style.scaling import Slow, fit

BELOW = Slow(3)  # between a label and its control


def heading(text: str) -> QLabel:
    """Return the heading of a panel."""
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label


def caption(text: str, buddy: QWidget | None = None) -> QLabel:
    """Return a control's label; it shows the control's tooltip and What's This as well."""
    label = QLabel(text)
    label.setProperty("role", "caption")
    if buddy is not None:
        label.setBuddy(buddy)
        label.setToolTip(buddy.toolTip())
        label.setWhatsThis(buddy.whatsThis())
    return label


def labelled(text: str, control: QWidget) -> QVBoxLayout:
    """Return a label above its control."""
    column = QVBoxLayout()
    fit(column.setSpacing, BELOW)
    column.addWidget(caption(text, control))
    column.addWidget(control)
    return column
