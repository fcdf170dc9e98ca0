"""The lines of the sample, of the forward pass and of the loss. No Qt."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from engine import LOSSES
from playground.mathematics.line import Line
from playground.mathematics.place import Place
from playground.mathematics.subject import Subject, exact


def sample(subject: Subject) -> Iterator[Line]:
    """Yield what is given: the inputs and the targets, and what was made of these."""
    ledger = subject.ledger
    inputs, y = subject.column(ledger.layers[0].inputs), subject.targets()
    yield subject.line("", "x", inputs, {}, None)
    smoothing = ledger.task.smoothing(ledger.experiment.training)
    signed = LOSSES[ledger.task.loss].signed or ledger.task.output == "tanh"
    for k in range(len(y)):
        if smoothing:
            values = _smoothed(subject, float(y[k]), smoothing)
            yield subject.line("smoothing", "y_k", y[k], values, Place(subject.last, k), k=k)
        elif signed and ledger.task.problem.kind != "regression":
            label = np.array([(int(one) + 1) // 2 for one in y])
            yield subject.line("signed", "y_k", y[k], {"y": label}, Place(subject.last, k), k=k)
    if not smoothing:
        yield subject.line("", "y", y, {}, None)


def _smoothed(subject: Subject, y: float, smoothing: float) -> dict[str, Any]:
    """Return what a smoothed target was made of: its label was 0 or 1."""
    size = subject.ledger.task.problem.size
    label = int(y > smoothing / size + 0.5 * (1.0 - smoothing))
    return {"y_k": label, "K": size, **subject.settings(("label_smoothing",))}


def forward(subject: Subject) -> Iterator[Line]:
    """Yield z = W a + b and a = g(z) of a layer, or of one of its neurons."""
    assert subject.moment.layer is not None
    index = subject.moment.layer
    one, first = subject.layer(index), "z.first" if index == 0 else "z"
    below = "x" if index == 0 else "a_prev"
    inputs, z, before, a = (subject.column(array) for array in (one.inputs, one.z, one.g, one.a))
    if subject.place is None or subject.place.neuron is None:
        at = Place(index)
        values = {"W": one.W, below: inputs[:, None], "b": one.b[:, None]}
        yield subject.line(f"{first}.matrix", "z", z, values, at, index)
        yield subject.line(
            "a.matrix", "a", before, {"g": subject.activation(index), "z": z[:, None]}, at, index
        )
        if one.mask is not None:
            mask = subject.column(one.mask)
            values = {"mask": mask[:, None], "a": before[:, None]}
            yield subject.line("dropout.matrix", "a", a, values, at, index)
        return
    i = subject.place.neuron
    at = Place(index, i)
    yield subject.line(first, "z_i", z[i], {"w": one.W, below: inputs, "b": one.b}, at, index, i=i)
    yield _activation(subject, index, i)
    if one.mask is not None:
        m = subject.column(one.mask)[i]
        share = subject.ledger.experiment.network.hidden[index].dropout
        key = "mask.kept" if m else "mask.dropped"
        yield subject.line(key, "mask_i", m, exact({"dropout": share}), at, index, i=i)
        yield subject.line("dropout", "a_i", a[i], {"mask_i": m, "a_i": before[i]}, at, index, i=i)


def _activation(subject: Subject, index: int, i: int) -> Line:
    """Return a = g(z) of a neuron: softmax has the z of all outputs in it."""
    activation, z = subject.activation(index), subject.column(subject.layer(index).z)
    values = {"z": z if "z_k" in activation.expression else z[i], **activation.constants}
    a = subject.column(subject.layer(index).g)[i]
    key = f"activation.{subject.ledger.activation(index)}"
    return subject.line(key, "a_i", a, values, Place(index, i), index, i=i, k=i)


def loss(subject: Subject) -> Iterator[Line]:
    """Yield the loss of the sample, the mean of a mini-batch, and what penalties add."""
    ledger, last = subject.ledger, subject.layer(subject.last)
    one, yhat, y = subject.loss, subject.column(last.a), subject.targets()
    several = "_k" in one.slope
    values = {
        "yhat": yhat if several else yhat[0],
        "y": y if several else y[0],
        **subject.settings(one.hyperparameters),
    }
    value = ledger.losses[subject.sample]
    target = "L" if subject.count == 1 else "losses_s"
    key, at = f"loss.{ledger.task.loss}", Place(subject.last)
    yield from subject.letters(key, values, at)
    yield subject.line(key, target, value, values, at, subject.last, s=subject.sample)
    if subject.count > 1:
        values = {"n": subject.count, "losses": ledger.losses}
        yield subject.line("loss.mean", "L", ledger.loss, values, at, subject.last)
    factors = {name: factor for name, factor in subject.settings(("l1", "l2")).items() if factor > 0.0}
    if factors:
        values = {"weights": np.concatenate([layer.W.ravel() for layer in ledger.layers]), **factors}
        key = "penalty" if len(factors) > 1 else f"penalty.{next(iter(factors))}"
        yield subject.line(key, "R", ledger.penalty, values, None)
