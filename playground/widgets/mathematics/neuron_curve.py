"""The page of one neuron's curve: g(z) and g′(z), where the sample is on them, and where all samples are."""

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine import ACTIVATIONS
from engine.analysis.ledger import Ledger
from playground.mathematics.curve import SOFTMAX, ActivationCurve
from playground.mathematics.moments import Moment
from playground.mathematics.place import Place
from playground.observers.neuron_spread import AskNeuronSpread, NeuronSpread
from playground.observers.snapshot import Snapshot
from playground.observers.view import Floats
from playground.style import sizes
from playground.style.palette import Theme
from playground.style.scaling import fit
from playground.texts import curve as texts
from playground.texts.names import capitalised, neuron_name
from playground.texts.numbers import share_text, weight_text
from playground.widgets.controls import caption
from playground.widgets.controls.base import is_override
from playground.widgets.controls.formula import FormulaView
from playground.widgets.controls.labels import show_wrapped
from playground.widgets.mathematics.curve_plot import CurvePlot

WIDEST = 380  # of a formula, at the usual text size
KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
NONE: Floats = np.empty(0)


class NeuronCurve(QWidget):
    """Shows the curve of the neuron that is chosen, or of the first one.

    Signals
    -------
    place_chosen (Place)
        Another neuron was chosen by a key.
    """

    scrolls = True

    place_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._ledger: Ledger | None = None
        self._spot = (0, 0)
        self._spread: NeuronSpread | None = None
        self.title = QLabel()
        self.title.setProperty("role", "strong")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self._g, self._slope = FormulaView(widest=WIDEST), FormulaView(widest=WIDEST)
        self.plot = CurvePlot()
        self.numbers, self.state = caption(""), caption("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        fit(column.setSpacing, sizes.TIGHT)
        for one in (self.title, self._g, self._slope):
            column.addWidget(one)
        column.addWidget(self.plot, 1)
        for label in (self.numbers, self.state):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            column.addWidget(label)

    def show_step(self, ledger: Ledger | None, _moment: Moment | None, place: Place | None) -> None:
        """Show the neuron of a place, and where the samples of a step are on its curve."""
        self._ledger = ledger
        if place is not None:
            self._spot = place.layer, place.neuron or 0
        if ledger is not None and not Place(*self._spot).is_in(ledger.shapes):
            self._spot = 0, 0
        self._show()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show where all samples are."""
        spread = snapshot.get(NeuronSpread)
        if spread is not None and spread is not self._spread:
            self._spread = spread
            self._show()

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self.plot.apply_theme(colours)

    @property
    def asks(self) -> tuple[object, ...]:
        """What it shows beside the step."""
        return (AskNeuronSpread(*self._spot),)

    # -- showing -----------------------------------------------------------------------------

    def _show(self) -> None:
        ledger, (layer, neuron) = self._ledger, self._spot
        if ledger is None:
            self.title.setText(texts.NOTHING())
            self.plot.show_curve(None, NONE, NONE)
            return
        curve = ActivationCurve.of(ledger, layer, neuron)
        spread = self._spread if self._spread is not None and self._is_of(self._spread) else None
        name = capitalised(neuron_name(ledger.experiment, layer, neuron))
        self.title.setText(texts.TITLE(neuron=name, activation=ACTIVATIONS[curve.activation].label))
        for view, key in ((self._g, "activation.{}"), (self._slope, "activation.{}.slope")):
            if view.key != (formula := key.format(curve.activation)):
                view.show_formula(formula)
        here = ledger.layers[layer].z[neuron]
        self.plot.show_curve(curve, here, spread.z if spread is not None else NONE)
        _say(self.numbers, _numbers(curve, here))
        _say(self.state, state_of(spread, curve) if spread is not None else " ")
        said = "\n".join((self.title.text(), self.numbers.text(), self.state.text()))
        if said != self.plot.accessibleDescription():
            self.plot.setAccessibleDescription(said)

    def _is_of(self, spread: NeuronSpread) -> bool:
        return (spread.layer, spread.neuron) == self._spot

    # -- keys --------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if is_override(event, KEYS):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = KEYS.get(Qt.Key(event.key()))
        if by is None or self._ledger is None:
            super().keyPressEvent(event)
            return
        layers = self._ledger.layers
        every = [(i, k) for i, layer in enumerate(layers) for k in range(len(layer.b))]
        at = min(max(every.index(self._spot) + by, 0), len(every) - 1)
        self.place_chosen.emit(Place(*every[at]))


def _say(label: QLabel, text: str) -> None:
    if label.text() != text:
        show_wrapped(label, text)


def _numbers(curve: ActivationCurve, here: Floats) -> str:
    """Return the numbers of a sample, or the range of several."""
    if len(here) != 1:
        low, high = weight_text(float(here.min())), weight_text(float(here.max()))
        return texts.MANY(n=len(here), low=low, high=high)
    z, a, slope = (weight_text(float(one[0])) for one in (here, curve.g(here), curve.slope(here)))
    return texts.AT(z=z, a=a, slope=slope)


def state_of(spread: NeuronSpread, curve: ActivationCurve) -> str:
    """Return in words how much of the error comes through a neuron."""
    if curve.activation == SOFTMAX:
        return texts.SOFTMAX()
    if spread.is_dead:
        return texts.DEAD()
    if spread.off is not None:
        return texts.OFF(share=share_text(spread.off)) if spread.off else texts.ON()
    if not spread.saturated:
        return texts.NEVER_FLAT()
    return (texts.SATURATED if spread.is_saturated else texts.FLAT)(share=share_text(spread.saturated))
