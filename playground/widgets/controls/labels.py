"""Headings, and the labels beside controls."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from playground.style.scaling import Slow, fit
from playground.texts.controls import words_of
from playground.widgets.controls.base import explain_alike

BELOW = Slow(2)  # between a label and its control


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


def labelled(control: QWidget) -> QVBoxLayout:
    """Return a label above its control."""
    column = QVBoxLayout()
    fit(column.setSpacing, BELOW)
    column.addWidget(caption_of(control))
    column.addWidget(control)
    return column
