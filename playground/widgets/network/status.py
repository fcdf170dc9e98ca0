"""The line below the network: what is pointed at, or else how large the network is."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from engine import Experiment, parameter_count
from playground.observers.cost import cost_of
from playground.style.scaling import fit
from playground.texts import network as texts
from playground.texts.controls import words_of
from playground.texts.names import capitalised, layer_name
from playground.texts.numbers import weight_text
from playground.widgets.controls import prepare
from playground.widgets.controls.base import explain
from playground.widgets.network.layout import Column
from playground.widgets.network.subject import Edge, Spot, Subject

HEIGHT = 16
SPARE = 2  # pixels: a label asks for a little more than its text is wide
NAME = "network.status"


class StatusLine(QLabel):
    """Shows as much of its text as fits, and all of it in its tooltip.

    Parameters
    ----------
    room : callable () -> int
        The width there is for it; its own width is set only later.
    """

    def __init__(self, room: Callable[[], int]) -> None:
        super().__init__()
        self._room = room
        self._text = ""
        self.setProperty("role", "caption")
        self.setTextFormat(Qt.TextFormat.PlainText)  # names of inputs and classes are not ours
        prepare(self, NAME)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        fit(self.setMinimumHeight, HEIGHT)

    def show_text(self, text: str) -> None:
        """Show a line, unless it is shown already."""
        if text != self._text:
            self._text = text
            self.write()

    def write(self) -> None:
        """Write as much as fits."""
        metrics, end = self.fontMetrics(), Qt.TextElideMode.ElideRight
        self.setText(metrics.elidedText(self._text, end, self._room() - SPARE))
        explain(self, tip=self._text if self.text() != self._text else words_of(NAME).tip)


def described(subject: Subject, target: Spot | Edge | str, settable: bool) -> str:
    """Return what is pointed at, with its numbers, and what a click does."""
    text = capitalised(subject.name_of(target))
    chooses = subject.step.mathematics
    if isinstance(target, tuple) and (bias := subject.bias(target)) is not None:
        share = subject.dropout[target[0]] if target[0] < len(subject.dropout) else 0.0
        sentence = texts.NEURON_WITH_DROPOUT if share else texts.NEURON
        text = _in_step(subject, target, sentence(name=text, bias=weight_text(bias), dropout=share))
        click = texts.CHOOSE_NEURON if chooses else texts.CLICK_NEURON
        return click(what=text) if settable or chooses else text
    if isinstance(target, Edge) and (value := subject.weight(target)) is not None:
        text = _with_line(subject, target, texts.WEIGHT(name=text, value=weight_text(value)))
        click = texts.CHOOSE_WEIGHT if chooses else texts.CLICK_WEIGHT
        return click(what=text) if settable or chooses else text
    return text


def spoken(subject: Subject, target: Spot | Edge) -> str:
    """Return what a screen reader says of what the keyboard is at."""
    name = subject.name_of(target)
    if isinstance(target, Edge):
        if (value := subject.weight(target)) is None:
            return name
        return _with_line(subject, target, texts.WEIGHT(name=name, value=weight_text(value)))
    if (bias := subject.bias(target)) is None:
        return name
    return _in_step(subject, target, texts.CURRENT(name=name, bias=weight_text(bias)))


def _in_step(subject: Subject, spot: Spot, text: str) -> str:
    """Return what is said of a neuron, with its numbers in the step that is shown."""
    numbers = subject.step.neuron(spot)
    if numbers is None:
        return text
    z, a, error = map(weight_text, numbers)
    return texts.NEURON_IN_STEP(what=text, z=z, a=a, error=error)


def _with_line(subject: Subject, edge: Edge, text: str) -> str:
    """Return what is said of a weight, with what its line shows if that is not the weight itself."""
    lines, value = subject.step.gauges[edge.layer].lines, subject.shown(edge)
    sentence = texts.LINE_OF.get(lines.value)
    return text if sentence is None or value is None else sentence(what=text, value=weight_text(value))


def described_chip(column: Column, experiment: Experiment) -> str:
    """Return which neurons of a layer are visible, and how to get to the others."""
    layer, last = layer_name(experiment, column.layer), column.first + len(column.rows)
    return texts.OUT_OF_SIGHT(layer=capitalised(layer), first=column.first + 1, last=last, n=column.width)


def size_of(sizes: tuple[int, ...], experiment: Experiment) -> str:
    """Return 2–8–8–1 and so on, without the middle where that is too long, and what a large one costs."""
    whole = "–".join(map(str, sizes))
    chain = whole if len(whole) <= 20 else "–".join(map(str, (*sizes[:3], "…", *sizes[-2:])))
    size, cost = texts.SIZE(layers=chain, n=parameter_count(sizes)), cost_of(experiment, sizes)
    if cost is None:
        return size
    return texts.COST(size=size, seconds=cost.seconds, memory=cost.memory / 1e9)
