"""What layers and neurons are called."""


def layer_name(layer: int, layers: int) -> str:
    """Return what a layer is called; `layer` is an index of `network.layers`."""
    return "output" if layer == layers - 1 else f"hidden layer {layer + 1}"


def neuron_name(layer: int, neuron: int, layers: int, outputs: int) -> str:
    """Return what a neuron is called."""
    if layer < layers - 1:
        return f"hidden layer {layer + 1}, neuron {neuron + 1}"
    return "output" if outputs == 1 else f"output {neuron}"
