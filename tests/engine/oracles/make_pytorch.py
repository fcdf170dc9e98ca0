"""Write pytorch.json: gradients and training steps as PyTorch computes them, in float64.

Usage: python tests/engine/oracles/make_pytorch.py    (pip install torch; the file says which version made it)

Parameters and gradients are flat, in the engine's order: layer after layer, neuron after neuron, a neuron's
bias after its weights.
"""

import json
from itertools import pairwise
from pathlib import Path

import torch
from torch.nn import functional

ACTIVATIONS = {
    "linear": lambda z: z,
    "relu": torch.relu,
    "leaky_relu": functional.leaky_relu,
    "elu": functional.elu,
    "selu": functional.selu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softplus": functional.softplus,
    "swish": functional.silu,
    "gelu": lambda z: functional.gelu(z, approximate="tanh"),
    "mish": functional.mish,
    "sine": torch.sin,
}
OPTIMIZERS = {
    "sgd": lambda p, rate: torch.optim.SGD(p, lr=rate),
    "momentum": lambda p, rate: torch.optim.SGD(p, lr=rate, momentum=0.9),
    "adam": lambda p, rate: torch.optim.Adam(p, lr=rate),
}
RATES = {"sgd": 0.3, "momentum": 0.05, "adam": 0.02}
SAVED_STEPS = (1, 2, 5, 10, 50, 100)
OUTPUTS = {"linear": ACTIVATIONS["linear"], "sigmoid": torch.sigmoid, "tanh": torch.tanh}
LABELS = {"binary": [0, 1, 1, 0, 1], "multiclass": [2, 0, 1, 1, 2]}


def numbers(*shape: int) -> torch.Tensor:
    """Draw numbers that a file writes with three digits."""
    return (torch.randn(*shape, dtype=torch.float64) * 1000).round() / 1000


def start(sizes: tuple[int, ...]) -> list[torch.Tensor]:
    """Draw [W | b] of every layer."""
    return [numbers(out, into + 1).requires_grad_() for into, out in pairwise(sizes)]


def logits(layers: list[torch.Tensor], activation: str, X: torch.Tensor) -> torch.Tensor:
    A = X
    for layer in layers[:-1]:
        A = ACTIVATIONS[activation](functional.linear(A, layer[:, :-1], layer[:, -1]))
    return functional.linear(A, layers[-1][:, :-1], layers[-1][:, -1])


def flat(tensors: list[torch.Tensor]) -> list[float]:
    """Thirteen digits of every number: more would only make the file longer."""
    return [float(f"{x:.13g}") for x in torch.cat([one.detach().flatten() for one in tensors]).tolist()]


def heads() -> dict[str, tuple[int, object]]:
    """The outputs of every problem, output and loss, and the mean loss from the logits."""

    def squared(output: str, targets: torch.Tensor) -> object:
        return lambda Z: 0.5 * (OUTPUTS[output](Z) - targets).square().sum(dim=1).mean()

    values = numbers(5, 2)
    two = torch.tensor(LABELS["binary"])
    three = torch.tensor(LABELS["multiclass"])
    column = two[:, None].double()
    one_hot = functional.one_hot(three).double()
    made = {
        "binary sigmoid binary_cross_entropy": (
            1,
            lambda Z: functional.binary_cross_entropy_with_logits(Z, column),
        ),
        "binary softmax categorical_cross_entropy": (2, lambda Z: functional.cross_entropy(Z, two)),
        "multiclass softmax categorical_cross_entropy": (3, lambda Z: functional.cross_entropy(Z, three)),
    }
    for output in OUTPUTS:
        low = -1 if output == "tanh" else 0  # the target where 1 is not
        made[f"binary {output} squared"] = (1, squared(output, low + (1 - low) * column))
        made[f"multiclass {output} squared"] = (3, squared(output, low + (1 - low) * one_hot))
        made[f"regression {output} squared"] = (2, squared(output, values))
    LABELS["regression"] = values.tolist()
    return made


def gradients() -> dict[str, object]:
    X = numbers(5, 3)
    starts = {outputs: start((3, 4, 3, outputs)) for outputs in (1, 2, 3)}
    found = {}
    for head, (outputs, loss) in heads().items():
        layers = starts[outputs]
        for activation in ACTIVATIONS:
            value = loss(logits(layers, activation, X))
            gradient = flat(torch.autograd.grad(value, layers))
            found.setdefault(head, {})[activation] = {"loss": value.item(), "gradient": gradient}
    return {"X": X.tolist(), "y": LABELS, "start": {n: flat(s) for n, s in starts.items()}, "found": found}


def trajectories() -> dict[str, object]:
    """Train 2-3-2-1, tanh and sigmoid, for 100 steps on batches of 4 out of 10 samples: the third has 2."""
    X, y = numbers(10, 2), torch.arange(10) % 2
    first = start((2, 3, 2, 1))
    after = {}
    for name, optimizer in OPTIMIZERS.items():
        layers = [layer.detach().clone().requires_grad_() for layer in first]
        stepper = optimizer(layers, RATES[name])
        after[name] = {}
        for step in range(1, 101):
            batch = [slice(0, 4), slice(4, 8), slice(8, 10)][(step - 1) % 3]
            stepper.zero_grad()
            Z = logits(layers, "tanh", X[batch])
            functional.binary_cross_entropy_with_logits(Z[:, 0], y[batch].double()).backward()
            stepper.step()
            if step in SAVED_STEPS:
                after[name][step] = flat(layers)
    return {
        "X": X.tolist(),
        "y": y.tolist(),
        "start": flat(first),
        "batch_size": 4,
        "rates": RATES,
        "after": after,
    }


if __name__ == "__main__":
    torch.manual_seed(0)
    made = {
        "made_by": f"PyTorch {torch.__version__}",
        "gradients": gradients(),
        "trajectories": trajectories(),
    }
    lines = json.dumps(made).replace("}, ", "},\n")
    Path(__file__).with_name("pytorch.json").write_text(lines + "\n")
