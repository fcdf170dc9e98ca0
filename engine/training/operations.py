"""What can be done to a network while it learns: neurons and layers come, go and rest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.base.checks import check_index
from engine.experiment import Experiment, LayerSpec, NetworkSpec
from engine.network import edits
from engine.network.masks import Masks
from engine.network.network import Network
from engine.training.divergence import LastGood


class Operations:
    """The part of `Trainer` that operates on its network."""

    experiment: Experiment
    network: Network
    _masks: Masks
    _good: LastGood

    def _operate(self, network: NetworkSpec, edit: edits.Edit) -> None:
        """Change the network's shape by one edit of its matrices, and go on with the rest."""
        raise NotImplementedError

    def _hold(self, masks: Masks) -> None:
        """Take these parts at rest into account from the next step on."""
        raise NotImplementedError

    def add_neuron(self, layer: int, at: int | None = None) -> None:
        """Put a neuron into a hidden layer; its outgoing weights are zero, so the function stays as it was.

        Parameters
        ----------
        layer : int
            From 0, the first hidden layer.
        at : int, optional
            Its place; by default the last.

        Raises
        ------
        ValueError
            Where there is no such layer or place, or the layer may not be wider.
        """
        width = self._hidden(layer).width
        at = width if at is None else check_index("neuron", at, width + 1)
        self._operate(self._with_width(layer, width + 1), edits.add_neurons(layer, at))

    def remove_neuron(self, layer: int, neuron: int = -1) -> None:
        """Take a neuron out of a hidden layer, with all its weights.

        Parameters
        ----------
        layer : int
            From 0, the first hidden layer.
        neuron : int
            From 0; by default the last.

        Raises
        ------
        ValueError
            Where there is no such neuron, or it is the layer's only one.
        """
        width = self._hidden(layer).width
        neuron = check_index("neuron", neuron % width if neuron == -1 else neuron, width)
        if width == 1:
            raise ValueError("a layer needs at least one neuron: remove the layer")
        self._operate(self._with_width(layer, width - 1), edits.remove_neurons(layer, neuron))

    def add_layer(self, at: int, activation: str = "linear") -> None:
        """Put a hidden layer before hidden layer `at`, or before the output, that passes on what it receives.

        It is as wide as what it receives; with a linear activation the function stays as it was.

        Parameters
        ----------
        at : int
            From 0, before the first hidden layer, to their number, before the output.
        activation : str
            A name in `engine.ACTIVATIONS` that a hidden layer may have.

        Raises
        ------
        ValueError
            Where there is no such place, or no room for one more layer.
        """
        hidden = self.experiment.network.hidden
        at = check_index("layer", at, len(hidden) + 1)
        layer = LayerSpec(self.network.sizes[at], activation)
        spec = replace(self.experiment.network, hidden=(*hidden[:at], layer, *hidden[at:]))
        self._operate(spec, edits.add_layer(at))

    def remove_layer(self, layer: int) -> None:
        """Take a hidden layer away; the next one gets the product of both matrices.

        That is what the two did, if the layer had been linear.

        Parameters
        ----------
        layer : int
            From 0, the first hidden layer.

        Raises
        ------
        ValueError
            Where there is no such layer.
        """
        self._hidden(layer)
        hidden = self.experiment.network.hidden
        spec = replace(self.experiment.network, hidden=(*hidden[:layer], *hidden[layer + 1 :]))
        self._operate(spec, edits.remove_layer(layer))

    def _hidden(self, layer: int) -> LayerSpec:
        hidden = self.experiment.network.hidden
        return hidden[check_index("layer", layer, len(hidden))]

    def _with_width(self, layer: int, width: int) -> NetworkSpec:
        hidden = list(self.experiment.network.hidden)
        hidden[layer] = replace(hidden[layer], width=width)
        return replace(self.experiment.network, hidden=tuple(hidden))

    def freeze(
        self, layer: int, neuron: int | None = None, source: int | None = None, on: bool = True
    ) -> None:
        """Have a layer, one of its neurons, or one weight into a neuron learn no more, or again.

        Parameters
        ----------
        layer : int
            An index of `network.layers`.
        neuron : int, optional
            With its bias; by default all of the layer.
        source : int, optional
            The input that the weight comes from; the number of inputs stands for the bias.
        on : bool
            False to let it learn again.

        Raises
        ------
        ValueError
            Where there is no such part.
        """
        masks = self._masks.copy()
        masks.freeze(self.network, layer, neuron, source, on)
        self._hold(masks)

    def silence(
        self, layer: int, neuron: int | None = None, source: int | None = None, on: bool = True
    ) -> None:
        """Have a hidden layer, one of its neurons, or one weight into a neuron, count as zero, or as before.

        A silenced weight is zero and does not learn; what it was comes back when it is heard again. A neuron
        is silenced by its outgoing weights, all of them: hearing it brings back each.

        Parameters
        ----------
        layer : int
            An index of `network.layers`.
        neuron : int, optional
            By default all of the layer.
        source : int, optional
            The input that the weight comes from; the number of inputs stands for the bias.
        on : bool
            False to hear it again.

        Raises
        ------
        ValueError
            Where there is no such part, or it is a neuron of the output.
        """
        masks = self._masks.copy()
        change = masks.silence(self.network, layer, neuron, source, on)
        self._hold(masks)
        for values in (self.network.parameters, self._good.weights):
            values[change] = 0.0 if on else masks.saved[change]

    def set_parameters(self, values: ArrayLike) -> None:
        """Give all weights and biases other values; one that is silenced has its own when it is heard again.

        Parameters
        ----------
        values : array_like, (P,)
            In the order of `network.parameters`.

        Raises
        ------
        ValueError
            Where there are more or fewer.
        """
        parameters, masks = self.network.parameters, self._masks
        new = np.asarray(values, dtype=parameters.dtype)
        if new.shape != parameters.shape:
            raise ValueError(
                f"set_parameters needs 1 number for each of {len(parameters)} weights and biases, "
                f"got the shape {new.shape}"
            )
        np.copyto(masks.saved, new, where=masks.silenced & (new != parameters))
        np.copyto(parameters, new, where=~masks.silenced)

    @property
    def frozen(self) -> NDArray[np.bool_]:
        """Which parameters do not learn, (P,), in the order of `network.parameters`; see `freeze`."""
        return self._masks.frozen.copy()

    @property
    def silenced(self) -> NDArray[np.bool_]:
        """Which weights count as zero, (P,), in the order of `network.parameters`; see `silence`."""
        return self._masks.silenced.copy()
