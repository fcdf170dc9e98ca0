"""What the lines and the neurons of the drawn network show of a training step: a number each. No Qt."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from engine.base.values import dataclass
from playground.mathematics.moments import Moment, Phase
from playground.observers.view import Floats

if TYPE_CHECKING:
    from engine.analysis.ledger import Ledger


class Quantity(Enum):
    """What the width and the colour of a line stand for."""

    WEIGHTS = "weights"  # w
    GRADIENTS = "gradients"  # ∂L/∂w
    UPDATES = "updates"  # what the step adds to w
    SIGNALS = "signals"  # w·a
    ERRORS = "errors"  # w·δ, on the way back


CHOICES = (
    Quantity.WEIGHTS,
    Quantity.GRADIENTS,
    Quantity.UPDATES,
    Quantity.SIGNALS,
)  # errors belong to a moment


class Light(Enum):
    """How much the lines that lead to a layer stand out."""

    STRONG = "strong"
    USUAL = "usual"
    FADED = "faded"


@dataclass(frozen=True)
class Gauge:
    """What is shown of the lines that lead to a layer."""

    lines: Quantity
    light: Light = Light.USUAL


class Flow:
    """The numbers of a step on their way through the network: those of one sample, or means.

    Parameters
    ----------
    ledger : Ledger
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._layers: dict[Quantity, tuple[Floats, ...]] = {}
        self._strongest: dict[Quantity, float] = {}
        self._neurons: dict[Moment | None, tuple[Floats | None, ...]] = {}

    def of(self, lines: Quantity) -> tuple[Floats, ...]:
        """Return a number for each weight: for each layer an array (fan_out, fan_in)."""
        if lines not in self._layers:
            with np.errstate(all="ignore"):
                self._layers[lines] = tuple(self._made(lines))
        return self._layers[lines]

    def _made(self, lines: Quantity) -> list[Floats]:
        layers = self.ledger.layers
        if lines is Quantity.GRADIENTS:
            return [layer.dW for layer in layers]
        if lines is Quantity.SIGNALS:
            return [layer.W * _mean(layer.inputs) for layer in layers]
        if lines is Quantity.ERRORS:
            return [layer.W * layer.error.sum(axis=1)[:, None] for layer in layers]
        if lines is Quantity.UPDATES:
            change = np.subtract(self.ledger.update.after, self.ledger.update.before)
            return [theta[:, :-1] for theta in self.ledger.split(change)]  # the bias comes last
        return [layer.W for layer in layers]

    def strongest(self, lines: Quantity) -> float:
        """Return the largest finite |number| of all lines, which the widest line stands for."""
        if lines not in self._strongest:
            self._strongest[lines] = max((_largest(values) for values in self.of(lines)), default=0.0)
        return self._strongest[lines]

    def inputs(self, moment: Moment | None) -> Floats | None:
        """Return what the inputs of the network show; None where errors are on their way."""
        if moment is not None and moment.phase is Phase.BACKWARD:
            return None
        return _mean(self.ledger.layers[0].inputs)

    def neurons(self, moment: Moment | None) -> tuple[Floats | None, ...]:
        """Return what the neurons of each layer show; None where a moment has not come to them.

        These are activations a, and on the way back the errors δ.
        """
        if moment not in self._neurons:
            with np.errstate(all="ignore"):
                self._neurons[moment] = self._numbers_at(moment)
        return self._neurons[moment]

    def _numbers_at(self, moment: Moment | None) -> tuple[Floats | None, ...]:
        layers = self.ledger.layers
        if moment is None or moment.phase is Phase.UPDATE:
            return tuple(_mean(layer.a) for layer in layers)
        if shows_errors(moment):
            first = moment.layer if moment.layer is not None else 0
            return tuple(layer.error.sum(axis=1) if i >= first else None for i, layer in enumerate(layers))
        last = _reached(moment, len(layers))
        return tuple(_mean(layer.a) if i <= last else None for i, layer in enumerate(layers))


def shows_errors(moment: Moment | None) -> bool:
    """Whether neurons show δ at a moment, and not a."""
    return moment is not None and moment.phase in (Phase.BACKWARD, Phase.GRADIENT)


def _reached(moment: Moment, layers: int) -> int:
    """Return the last layer that the signal has come to."""
    if moment.phase is Phase.SAMPLE:
        return -1
    return moment.layer if moment.phase is Phase.FORWARD and moment.layer is not None else layers - 1


@lru_cache(maxsize=512)
def gauges(moment: Moment | None, layers: int, chosen: Quantity) -> tuple[Gauge, ...]:
    """Return what is shown of the lines that lead to each layer at a moment; `chosen` where it is none."""
    if moment is None:
        return (Gauge(chosen),) * layers
    if moment.phase is Phase.GRADIENT:
        return (Gauge(Quantity.GRADIENTS),) * layers
    if moment.phase is Phase.UPDATE:
        return (Gauge(Quantity.UPDATES),) * layers
    if moment.phase is Phase.LOSS:  # the signal has gone through: it is about the output alone
        return (Gauge(Quantity.SIGNALS, Light.FADED),) * layers
    if moment.phase is Phase.BACKWARD and moment.layer is not None:
        # the error of a layer comes along the lines that lead to the next one
        return tuple(_backward(i, moment.layer + 1) for i in range(layers))
    return tuple(_forward(i, _reached(moment, layers), chosen) for i in range(layers))


def _backward(layer: int, current: int) -> Gauge:
    if layer < current:
        return Gauge(Quantity.SIGNALS, Light.FADED)
    return Gauge(Quantity.ERRORS, Light.STRONG if layer == current else Light.USUAL)


def _forward(layer: int, current: int, chosen: Quantity) -> Gauge:
    if layer > current:
        return Gauge(chosen, Light.FADED)
    return Gauge(Quantity.SIGNALS, Light.STRONG if layer == current else Light.USUAL)


def direction(moment: Moment | None) -> tuple[int, bool] | None:
    """Return the layer whose incoming lines carry something at a moment, and whether forwards."""
    if moment is None or moment.layer is None:
        return None
    forwards = moment.phase is Phase.FORWARD
    return (moment.layer, True) if forwards else (moment.layer + 1, False)


def _mean(values: Floats) -> Floats:
    """Return the mean over samples."""
    with np.errstate(all="ignore"):  # of numbers that are no longer finite
        return np.asarray(values.mean(axis=1))


def _largest(values: Floats) -> float:
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max()) if finite.size else 0.0
