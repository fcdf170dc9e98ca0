"""The line below the network: what is pointed at, or else how large the network is."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from engine import Experiment, parameter_count
from playground.style.scaling import Slow, fit
from playground.texts.controls import words_of
from playground.texts.names import layer_name
from playground.widgets.controls import prepare
from playground.widgets.network.layout import Column
from playground.widgets.network.subject import Edge, Spot, Subject, shown

HEIGHT = Slow(22)
NAME = "network.status"


class StatusLine(QLabel):
    """Writes as much of what it has to say as there is room for, and the rest in its tooltip.

    Parameters
    ----------
    room : callable () -> int
        How many pixels there are; its own width follows only later.
    """

    def __init__(self, room: Callable[[], int]) -> None:
        super().__init__()
        self._room = room
        self._said = ""
        self.setProperty("role", "caption")
        prepare(self, NAME)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        fit(self.setMinimumHeight, HEIGHT)

    def say(self, text: str) -> None:
        """Say something, unless it stands there already."""
        if text != self._said:
            self._said = text
            self.write()

    def write(self) -> None:
        """Write what there is room for now."""
        metrics, end = self.fontMetrics(), Qt.TextElideMode.ElideRight
        self.setText(metrics.elidedText(self._said, end, self._room()))
        self.setToolTip(self._said if self.text() != self._said else words_of(NAME).tip)


def told(subject: Subject, what: Spot | Edge | str, settable: bool) -> str:
    """Put into words what is pointed at, with its number, and whether that can be set."""
    text = subject.words(what)
    if isinstance(what, tuple) and (bias := subject.bias(what)) is not None:
        share = subject.dropout[what[0]] if what[0] < len(subject.dropout) else 0.0
        text += f": bias {shown(bias)}" + (f", dropout {share:.6g}" if share else "")
        text += ". Click for its numbers" if settable else ""
    elif isinstance(what, Edge) and (value := subject.weight(what)) is not None:
        text += f": {shown(value)}" + (". Click to set it" if settable else "")
    return text[0].upper() + text[1:]


def told_chip(column: Column, experiment: Experiment) -> str:
    """Say which neurons of a layer are in sight, and how to come to the others."""
    where, last = layer_name(experiment, column.layer), column.first + len(column.rows)
    text = (
        f"{where}: neurons {column.first + 1:,}–{last:,} of {column.width:,}. "
        "Click: the next ones. Shift+click or right click: back"
    )
    return text[0].upper() + text[1:]


def size_of(sizes: tuple[int, ...]) -> str:
    """Return 2–8–8–1 and so on, without the middle where that would be too long for its line."""
    whole = "–".join(map(str, sizes))
    chain = whole if len(whole) <= 20 else "–".join(map(str, (*sizes[:3], "…", *sizes[-2:])))
    return f"{chain}: {parameter_count(sizes):,} weights and biases"
