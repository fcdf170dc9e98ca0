"""The ledger of a step: every number that one update of the weights is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from engine.base.recipes import Array
from engine.base.values import dataclass

if TYPE_CHECKING:  # whoever shows ledgers need not import what makes them
    from engine.data.task import Task
    from engine.experiment import Experiment
    from engine.training.progress import Progress


@dataclass(frozen=True, eq=False)
class LayerLedger:
    """One layer of a step, in the numbers of the trainer's own calls; n samples are columns.

    Attributes
    ----------
    W, b : ndarray, (fan_out, fan_in) and (fan_out,)
        Before the update.
    inputs : ndarray, (fan_in, n)
        The activations of the layer before, as they come in; for the first layer, the network's inputs.
    z, g, a : ndarray, (fan_out, n)
        Pre-activations, g(z), and the activations that go on: a = g(z) ⊙ m with dropout, else g(z).
    mask : ndarray, (fan_out, n), or None
        m of dropout: 0, or 1 / (1 − share).
    dg, slope : ndarray, (fan_out, n), or None
        g′(z), and g′(z) ⊙ m with dropout, else g′(z); None for an output that cancels against its loss.
    loss_slope : ndarray, (fan_out, n), or None
        ∂L/∂a of the mean loss, so with the factor 1/n; None where it cancels.
    error : ndarray, (fan_out, n)
        δ = ∂L/∂z of the mean loss, so with the factor 1/n.
    dW, db : ndarray, (fan_out, fan_in) and (fan_out,)
        The gradient of the mean data loss.
    """

    W: Array
    b: Array
    inputs: Array
    z: Array
    g: Array
    a: Array
    mask: Array | None
    dg: Array | None
    slope: Array | None
    loss_slope: Array | None
    error: Array
    dW: Array
    db: Array


@dataclass(frozen=True, eq=False)
class UpdateStage:
    """One stage of the update, with what it wrote.

    Attributes
    ----------
    kind, formula : str
        Those of the `Stage`; or "flush", where the last mini-batch of an epoch sets to zero what is below the
        smallest normal number.
    of : {"gradient", "parameters"}
        What it wrote.
    value : ndarray, (P,)
        All of that after the stage.
    layer : int or None
        The only one that it wrote to; None for all.
    """

    kind: str
    formula: str
    of: str
    value: Array
    layer: int | None = None


@dataclass(frozen=True, eq=False)
class Update:
    """What is made of the gradient; arrays in the order of `Network.parameters`, (P,).

    Attributes
    ----------
    gradient : ndarray
        Of the mean data loss.
    stages : tuple of UpdateStage
        Penalties, mask, clipping, decay, the optimizer's step, limits: those that are switched on.
    rate : float
        The learning rate η, as scheduled.
    count : int
        The optimizer's t, this update included; 0 where it does not count.
    before, after : ndarray
        The parameters.
    moments_before, moments_after : mapping of str to ndarray
        Those of the optimizer, as its formula has them.
    scalars_before, scalars_after : mapping of str to float
        Anything else that the optimizer remembers.
    """

    gradient: Array
    stages: tuple[UpdateStage, ...]
    rate: float
    count: int
    before: Array
    after: Array
    moments_before: Mapping[str, Array]
    moments_after: Mapping[str, Array]
    scalars_before: Mapping[str, float]
    scalars_after: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Ledger:
    """One training step, from its samples to the weights after it.

    Attributes
    ----------
    experiment : Experiment
    task : Task
        With the loss and the output in use.
    progress : Progress
        That before the step, as passed: whoever keeps a ledger passes a copy.
    part : str
        "train", "test" or "batch", as asked for.
    indices : tuple of int
        The samples in their part; those of a mini-batch are training samples.
    X : ndarray, (n, d)
        The samples, as in `Samples.X`.
    Y : ndarray, (outputs, n)
        The targets, smoothed if the loss is told to.
    losses : ndarray, (n,)
        Of each sample.
    loss, penalty : float
        The mean data loss, and what L1 and L2 add to it.
    layers : tuple of LayerLedger
    update : Update
    """

    experiment: Experiment
    task: Task
    progress: Progress
    part: str
    indices: tuple[int, ...]
    X: Array
    Y: Array
    losses: Array
    loss: float
    penalty: float
    layers: tuple[LayerLedger, ...]
    update: Update

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """The shape of each layer's weights, (fan_out, fan_in)."""
        return tuple(one.W.shape for one in self.layers)

    def activation(self, layer: int) -> str:
        """Return the name of a layer's activation."""
        hidden = self.experiment.network.hidden
        return hidden[layer].activation if layer < len(hidden) else self.task.output

    def split(self, flat: Array) -> list[Array]:
        """Return views of a vector in the order of the parameters: [W | b] for each layer."""
        ends = np.cumsum([one.dW.size + one.db.size for one in self.layers])
        parts = zip(np.split(flat, ends[:-1]), self.layers, strict=True)
        return [part.reshape(len(one.b), -1) for part, one in parts]

    def index(self, layer: int, neuron: int, source: int | None) -> int:
        """Return where a weight is among all parameters; with no source, where a neuron's bias is."""
        start = sum(one.dW.size + one.db.size for one in self.layers[:layer])
        fan_in = len(self.layers[layer].inputs)
        return start + neuron * (fan_in + 1) + (fan_in if source is None else source)
