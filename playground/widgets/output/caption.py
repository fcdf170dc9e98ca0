"""The caption of the output plot: what it shows, where that is not simply the output."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from playground.observers.close_up import CloseUp
from playground.observers.field import Field
from playground.observers.snapshot import Snapshot
from playground.texts import output as texts
from playground.texts.names import node_name, output_name
from playground.texts.numbers import range_text


class PlotCaption(QLabel):
    """The neuron or input of a close-up with the range of its values; that of the output on request.

    Attributes
    ----------
    shows_range : bool
        Whether the range of the single output is shown.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "caption")
        self.setTextFormat(Qt.TextFormat.PlainText)  # names of inputs and classes are not ours
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.shows_range = False
        self._whole = ""

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show what the plot shows of a snapshot."""
        experiment = snapshot.experiment
        if (close_up := snapshot.get(CloseUp)) is not None:
            names = (node_name(experiment, close_up.spot, short) for short in (False, True))
            self._write(*(_range(name, close_up.low, close_up.high) for name in names))
        elif (field := snapshot.get(Field)) is not None:
            values = field.values
            finite = values[np.isfinite(values)] if self.shows_range and len(values) == 1 else values[:0]
            text = _range(output_name(experiment, 0), finite.min(), finite.max()) if finite.size else ""
            self._write(text, text)

    def _write(self, text: str, short: str) -> None:
        """Write a text, in its short form where there is no room for the whole."""
        if text != self._whole:
            self._whole = text
            metrics, room = self.fontMetrics(), self.width()
            fits = metrics.horizontalAdvance(text) <= room
            end = Qt.TextElideMode.ElideRight
            self.setText(metrics.elidedText(text if fits else short, end, room))


def _range(name: str, low: float, high: float) -> str:
    return texts.RANGE(name=name, low=range_text(low), high=range_text(high))
