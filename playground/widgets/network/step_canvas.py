"""The drawing of the network with a training step in it: numbers, moments, and the place that is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from engine import Experiment
from playground.mathematics.edges import Quantity, direction
from playground.mathematics.moments import Moment, Phase
from playground.mathematics.place import Place
from playground.widgets.network.canvas import Canvas
from playground.widgets.network.inputs import FeatureNode
from playground.widgets.network.step import INPUTS
from playground.widgets.network.step_marks import StepMarks
from playground.widgets.network.subject import Edge, Spot
from playground.widgets.network.travel import Travel

if TYPE_CHECKING:
    from engine.analysis.ledger import Ledger


class StepCanvas(Canvas):
    """The drawing, and what it shows of a step."""

    def __init__(self) -> None:
        super().__init__()
        self._travel = Travel(self)
        self._travel.moved.connect(lambda: self.update(self._live()))
        self._step_marks = StepMarks(self.subject, self._travel)

    def show_network(self, experiment: Experiment, nodes: list[FeatureNode], buttons: list[QWidget]) -> None:
        super().show_network(experiment, nodes, buttons)
        self._show_step_of_inputs()

    def show_lines(self, lines: Quantity) -> None:
        """Choose what the lines show."""
        self.subject.step.chosen = lines
        self.update()

    def show_mathematics(self, on: bool) -> None:
        """Show numbers on the neurons, and have a click choose a place in the mathematics; or not."""
        self.subject.step.mathematics = on
        self._travel.go(None)
        self._show_step_of_inputs()
        self.update()

    def show_step(self, ledger: Ledger | None, moment: Moment | None, place: Place | None) -> None:
        """Show a step, a moment of it, and the place in the network that is chosen."""
        step = self.subject.step
        before = step.moment, step.place
        changed = step.show_ledger(ledger)
        step.show_at(moment, place)
        if step.moment != before[0]:
            way = direction(step.moment)
            self._travel.go(way if way is not None and way[0] < len(self.widths) else None)
        if changed or (step.moment, step.place) != before:
            self._show_step_of_inputs()
            self._describe_current()
            self.update(self._live())

    def _show_step_of_inputs(self) -> None:
        """Have the inputs show their numbers, and whether it is they that are looked at."""
        step = self.subject.step
        numbers, features = step.numbers(INPUTS), self.subject.features
        ringed = step.mathematics and step.moment is not None and step.moment.phase is Phase.SAMPLE
        for node in self.inputs.nodes:
            k = features.index(node.name) if node.name in features else None
            number = float(numbers[k]) if k is not None and numbers is not None else None
            node.show_step(number, ringed and k is not None, k is not None and step.is_dimmed(INPUTS, k))

    @property
    def _read(self) -> Spot | Edge:
        step, place = self.subject.step, self.subject.step.place
        if not step.mathematics or place is None or (place.layer, place.neuron) != self.current:
            return super()._read
        k = place.source
        return Edge(*self.current, k) if k is not None and k >= 0 else self.current

    def _paint_step(self, painter: QPainter, targets: list[object], dirty: QRectF) -> None:
        layout, gaps, small = self._motion.layout, self.painting.gaps, self.painting.small
        self._step_marks.paint(painter, layout, gaps, targets, self._theme, small, dirty)
