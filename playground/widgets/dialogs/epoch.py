"""Asks for the epoch to go to."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from engine.base.checks import Range
from playground.style import sizes
from playground.style.scaling import fit
from playground.texts import time as texts
from playground.widgets.controls import Button, WholeNumber, add_answers, add_labelled


class EpochDialog(QDialog):
    """A number between the ends of a line of training.

    Parameters
    ----------
    first, end : int
        The ends.
    epoch : int
        What it shows at first.
    parent : QWidget

    Signals
    -------
    chosen (int)
    """

    chosen = Signal(int)

    def __init__(self, first: int, end: int, epoch: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("time")
        self.setWindowTitle(texts.EPOCH_TITLE())
        self.epoch = WholeNumber("time.epoch", Range(first, end, whole=True))
        self.epoch.show_value(epoch)
        go, cancel = Button("time.go"), Button("time.cancel")
        go.setDefault(True)
        column = QVBoxLayout(self)
        fit(column.setContentsMargins, *[sizes.MARGIN] * 4)
        fit(column.setSpacing, sizes.SPACING)
        range_ = QLabel(texts.EPOCH_RANGE(first=first, end=end))
        range_.setWordWrap(True)
        range_.setProperty("role", "caption")
        add_labelled(column, self.epoch)
        column.addWidget(range_)
        add_answers(column, cancel, go)
        go.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        self.accepted.connect(lambda: self.chosen.emit(self.epoch.value()))
        self.epoch.selectAll()
        self.epoch.setFocus()
