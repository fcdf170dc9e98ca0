"""The words beside the marks of what was done to a run."""

import pytest

from playground.observers.events import EventKind
from playground.texts.events import event_line, event_text

CASES = [
    ("LAYERS", {"before": 1, "after": 2}, "layer added", "layer added"),
    ("LAYERS", {"before": 3, "after": 1}, "2 layers removed", "2 layers removed"),
    ("WIDTH", {"layers": (0,), "before": 8, "after": 9}, "9 neurons",
     "9 neurons, hidden layer 1 (before: 8)"),
    ("ACTIVATION", {"layers": (0, 1), "before": "tanh", "after": "relu"}, "ReLU",
     "ReLU, hidden layer 1, hidden layer 2 (before: tanh)"),
    ("DROPOUT", {"layers": (1,), "before": 0.0, "after": 0.2}, "dropout 0.2",
     "dropout 0.2, hidden layer 2 (before: 0)"),
    ("INPUTS", {"before": ("x1",), "after": ("x1", "x1_squared")}, "+ x₁²", "+ x₁²"),
    ("INPUTS", {"before": ("x1", "x2"), "after": ("x1",)}, "− x₂", "− x₂"),
    ("INPUTS", {"before": ("x1",), "after": ("x2",)}, "inputs changed", "inputs changed"),
    ("OUTPUT", {"before": "sigmoid", "after": "tanh"}, "output: tanh", "output: tanh (before: sigmoid)"),
    ("LOSS", {"name": "loss", "before": "binary_cross_entropy", "after": "squared"}, "loss: squared error",
     "loss: squared error (before: binary cross-entropy)"),
    ("LOSS", {"name": "label_smoothing", "before": 0.0, "after": 0.1}, "smoothing 0.1",
     "smoothing 0.1 (before: 0)"),
    ("SETTING", {"name": "learning_rate", "before": 0.03, "after": 0.1}, "η 0.1", "η 0.1 (before: 0.03)"),
    ("SETTING", {"name": "batch_size", "before": 10, "after": 1000}, "batch 1,000",
     "batch 1,000 (before: 10)"),
    ("SETTING", {"name": "optimizer", "before": "sgd", "after": "adam"}, "optimiser Adam",
     "optimiser Adam (before: SGD)"),
    ("POINTS", {"before": 500, "after": 500}, "points changed", "points changed"),
    ("WEIGHT", {"layer": 0, "neuron": 1, "source": 0, "before": 1.0, "after": -0.5}, "weight set to −0.5",
     "weight set to −0.5"),
    ("MASK", {"mask": "freeze", "before": False, "after": True}, "frozen", "frozen"),
    ("MASK", {"mask": "silence", "before": True, "after": False}, "switched on", "switched on"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "given", "text", "line"), CASES)
def test_an_event_is_written_in_a_few_words_and_in_a_line(kind, given, text, line):
    assert (event_text(kind, given), event_line(kind, given)) == (text, line)


def test_every_kind_has_words():
    assert {kind for kind, *_ in CASES} == set(EventKind.__members__)
