"""What lines are asked for: a place, at a moment of a step, and the numbers that belong to it. No Qt."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from engine import ACTIVATIONS, LOSSES
from engine.activations import Activation
from engine.analysis.ledger import LayerLedger, Ledger
from engine.base.recipes import Array
from engine.base.values import dataclass
from engine.losses import Loss
from playground.mathematics.expression import evaluated, parsed, split_name
from playground.mathematics.formulas import LETTER, formulas
from playground.mathematics.line import Line
from playground.mathematics.moments import Moment
from playground.mathematics.place import BIAS, Place
from playground.mathematics.rounding import Exact


@dataclass(frozen=True, eq=False)
class Subject:
    """What the lines of a moment are about.

    Attributes
    ----------
    ledger : Ledger
    moment : Moment
    place : Place or None
        None for all that the moment is about.
    sample : int
        Which of the ledger's samples.
    """

    ledger: Ledger
    moment: Moment
    place: Place | None
    sample: int

    @property
    def count(self) -> int:
        """How many samples the step has."""
        return len(self.ledger.X)

    @property
    def last(self) -> int:
        """The index of the output's layer."""
        return len(self.ledger.layers) - 1

    @property
    def loss(self) -> Loss:
        """The loss in use."""
        return LOSSES[self.ledger.task.loss]

    def layer(self, index: int) -> LayerLedger:
        """Return the numbers of a layer."""
        return self.ledger.layers[index]

    def activation(self, layer: int) -> Activation:
        """Return a layer's activation."""
        return ACTIVATIONS[self.ledger.activation(layer)]

    def column(self, array: Array) -> Array:
        """Return the numbers of the chosen sample."""
        return array[:, self.sample]

    def targets(self) -> Any:
        """Return the targets of the chosen sample: labels of classes as whole numbers."""
        y = self.column(self.ledger.Y)
        whole = self.ledger.task.problem.kind != "regression" and bool((y == np.round(y)).all())
        return y.astype(int) if whole else y

    def settings(self, names: Iterable[str]) -> dict[str, float]:
        """Return settings of training by their names; they are never rounded."""
        training = self.ledger.experiment.training
        return exact({name: getattr(training, name) for name in names})

    def rate(self) -> float:
        """Return the learning rate, never rounded where it is as it was set."""
        rate = self.ledger.update.rate
        return Exact(rate) if rate == self.ledger.experiment.training.learning_rate else rate

    # -- where parameters are ----------------------------------------------------------------

    def index(self, place: Place) -> int:
        """Return where a weight or a bias is among all parameters."""
        assert place.neuron is not None
        assert place.source is not None
        return self.ledger.index(place.layer, place.neuron, None if place.source == BIAS else place.source)

    def sources(self, place: Place) -> list[int]:
        """Return the weights of a neuron and its bias, or the one that is asked for."""
        return [*range(self.layer(place.layer).W.shape[1]), BIAS] if place.source is None else [place.source]

    # -- lines -------------------------------------------------------------------------------

    def line(
        self,
        formula: str,
        target: str,
        value: Any,
        values: Mapping[str, Any],
        place: Place | None,
        layer: int | None = None,
        **bound: int,
    ) -> Line:
        """Return a line of this moment; an entry that has no formula gives its result alone."""
        formula = formula if formula in formulas() else ""
        return Line(self.moment, place, formula, target, values, value, bound, layer)

    def letters(self, key: str, values: Mapping[str, Any], place: Place, **bound: int) -> Iterator[Line]:
        """Yield what the letter in an entry's formula comes to, if there is one: for each output, or once."""
        if key + LETTER not in formulas():
            return
        formula = formulas()[key + LETTER]
        index = split_name(formula.target)[1]
        node = parsed(formula.expression)
        for k in range(len(values["yhat"]) if index else 1):
            own = {**bound, index: k} if index else bound
            yield self.line(formula.key, formula.target, evaluated(node, values, own), values, place, **own)

    def computed(
        self, formula: str, target: str, values: Mapping[str, Any], place: Place | None, layer: int | None
    ) -> Line:
        """Return a line whose result the engine does not keep, so that it is computed here."""
        value = evaluated(parsed(formulas()[formula].expression), values)
        return self.line(formula, target, value, values, place, layer)


def exact(numbers: Mapping[str, float]) -> dict[str, float]:
    """Return numbers that are never rounded."""
    return {name: Exact(value) for name, value in numbers.items()}
