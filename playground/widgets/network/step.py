"""What the drawing shows of a training step: the numbers of its lines and neurons, and what is lit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from playground.mathematics.edges import Flow, Gauge, Light, Quantity, gauges, shows_errors
from playground.mathematics.moments import Moment, Phase
from playground.mathematics.place import BIAS, Place
from playground.observers.neuron_maps import NO_STROKE, LayerPart, strokes_to
from playground.observers.view import Floats
from playground.widgets.network.lines import ELSEWHERE, EVERY

if TYPE_CHECKING:
    from engine.analysis.ledger import Ledger

LIGHTS = {Light.STRONG: EVERY, Light.USUAL: None, Light.FADED: ELSEWHERE}
INPUTS = -1  # the layer that the first one's sources are in


class Step:
    """The step that is shown, with the moment and the place in it.

    Attributes
    ----------
    chosen : Quantity
        What lines show where no moment says otherwise.
    mathematics : bool
        Whether neurons show numbers, and a click chooses a place.
    flow : Flow or None
        The numbers of the step; None until there is one of this network.
    moment : Moment or None
    place : Place or None
    """

    def __init__(self) -> None:
        self.chosen = Quantity.WEIGHTS
        self.mathematics = False
        self.flow: Flow | None = None
        self.moment: Moment | None = None
        self.place: Place | None = None
        self._ledger: Ledger | None = None
        self._shapes: tuple[tuple[int, ...], ...] = ()
        self._parts: dict[int, tuple[LayerPart, Quantity, LayerPart]] = {}

    def show_shapes(self, shapes: tuple[tuple[int, ...], ...]) -> None:
        """Show a network with layers of these weights; a step or a place of another one is not shown."""
        if shapes != self._shapes:
            self._shapes = shapes
            self._fit()
            self.show_at(self.moment, self.place)

    def show_at(self, moment: Moment | None, place: Place | None) -> None:
        """Show a moment and a place; none of a layer that is gone."""
        layer = moment.layer if moment is not None else None
        self.moment = moment if layer is None or layer < len(self._shapes) else None
        self.place = place if place is not None and place.is_in(self._shapes) else None

    def show_ledger(self, ledger: Ledger | None) -> bool:
        """Show a step; return whether it differs from the one before."""
        if ledger is self._ledger:
            return False
        self._ledger = ledger
        self._fit()
        return True

    def _fit(self) -> None:
        flow = Flow(self._ledger) if self._ledger is not None else None
        self.flow = flow if flow is not None and flow.ledger.shapes == self._shapes else None
        self._parts.clear()

    # -- what lines show ---------------------------------------------------------------------

    @property
    def needs_ledger(self) -> bool:
        """Whether lines show what only a step has."""
        return self.chosen is not Quantity.WEIGHTS

    @property
    def gauges(self) -> tuple[Gauge, ...]:
        """What is shown of the lines that lead to each layer."""
        return gauges(self.moment if self.mathematics else None, len(self._shapes), self.chosen)

    def lines(self) -> Quantity:
        """Return what the lines show that stand out most: of which the key tells."""
        shown = self.gauges
        strongest = [one.lines for one in shown if one.light is Light.STRONG]
        usual = [one.lines for one in shown if one.light is Light.USUAL]
        return next(iter([*strongest, *usual, *[one.lines for one in shown]]), self.chosen)

    @property
    def strongest(self) -> float:
        """The number that the widest line stands for."""
        return self.flow.strongest(self.lines()) if self.flow is not None else 0.0

    def values(self, layer: int) -> Floats | None:
        """Return the numbers of the lines to a layer, (fan_out, fan_in); None for weights, or unknown."""
        shown = self.gauges[layer].lines
        return self.flow.of(shown)[layer] if self.flow is not None and shown is not Quantity.WEIGHTS else None

    def parts(self, parts: Sequence[LayerPart | None]) -> list[LayerPart | None]:
        """Return the layers with the strokes of what their lines show; weights have their own."""
        shown = self.gauges
        if len(shown) != len(parts):
            return list(parts)
        return [part and self._part(i, part, shown[i].lines) for i, part in enumerate(parts)]

    def _part(self, layer: int, part: LayerPart, lines: Quantity) -> LayerPart:
        if lines is Quantity.WEIGHTS:
            return part
        known = self._parts.get(layer)
        if known is None or known[0] is not part or known[1] is not lines:
            known = self._parts[layer] = part, lines, replace(part, strokes=self._strokes(layer, part, lines))
        return known[2]

    def _strokes(self, layer: int, part: LayerPart, lines: Quantity) -> np.ndarray:
        rows, columns = part.strokes.shape
        if self.flow is None:
            return np.full((rows, columns), NO_STROKE, dtype=np.uint8)
        seen = slice(part.first, part.first + rows), slice(part.source, part.source + columns)
        return strokes_to(self.flow.of(lines)[layer][seen], self.flow.strongest(lines))

    # -- what stands out ---------------------------------------------------------------------

    @property
    def is_lit(self) -> bool:
        """Whether a place or a moment says which lines stand out."""
        return self.mathematics and (self.place is not None or self.moment is not None)

    def target(self, layer: int) -> object:
        """Return what stands out among the lines that lead to a layer, as `Gap.draw` has it."""
        place = self.place
        if place is None:
            return LIGHTS[self.gauges[layer].light]
        if layer == place.layer + 1 and place.neuron is not None and self._backwards:
            return None, place.neuron  # its error comes along them
        if layer != place.layer or place.source == BIAS:
            return ELSEWHERE
        if place.neuron is None:
            return EVERY
        return place.neuron if place.source is None else (place.neuron, place.source)

    @property
    def _backwards(self) -> bool:
        return shows_errors(self.moment) and self.place is not None and self.place.source is None

    def is_dimmed(self, layer: int, neuron: int) -> bool:
        """Whether a neuron, or with the layer INPUTS an input, has nothing to do with the chosen place."""
        place = self.place
        if place is None or not self.mathematics:
            return False
        if layer == place.layer:
            return place.neuron is not None and neuron != place.neuron
        if layer == place.layer - 1:
            return place.source is not None and neuron != place.source
        return not (layer == place.layer + 1 and place.neuron is not None and self._backwards)

    @property
    def layer_in_sight(self) -> int | None:
        """The layer that is looked at: the chosen place's, or that in which the moment happens."""
        if not self.mathematics:
            return None
        if self.place is not None:
            return self.place.layer
        if self.moment is None:
            return None
        ends = {Phase.SAMPLE: 0, Phase.LOSS: len(self._shapes) - 1}
        return ends.get(self.moment.phase, self.moment.layer)

    # -- numbers on neurons ------------------------------------------------------------------

    @property
    def symbol(self) -> str:
        """What neurons show: "a", its mean "ā", "δ", or "" for nothing."""
        if self.flow is None or not self.mathematics:
            return ""
        if shows_errors(self.moment):
            return "δ"
        return "a" if len(self.flow.ledger.indices) == 1 else "ā"

    def numbers(self, layer: int) -> Floats | None:
        """Return the number of each neuron of a layer, or of the inputs; None where there is none."""
        if self.flow is None or not self.mathematics:
            return None
        if layer == INPUTS:
            return self.flow.inputs(self.moment)
        return self.flow.neurons(self.moment)[layer]

    def neuron(self, spot: tuple[int, int]) -> tuple[float, float, float] | None:
        """Return z, a and δ of a neuron: those of the sample, or the mini-batch's means; None if unknown."""
        if self.flow is None or not self.mathematics:
            return None
        layer, k = self.flow.ledger.layers[spot[0]], spot[1]
        with np.errstate(all="ignore"):  # of numbers that are no longer finite
            return float(layer.z[k].mean()), float(layer.a[k].mean()), float(layer.error[k].sum())
