"""The lines of the backward pass and of the gradient. No Qt."""

from collections.abc import Iterator

from playground.mathematics.line import Line
from playground.mathematics.place import BIAS, Place
from playground.mathematics.subject import Subject


def backward(subject: Subject) -> Iterator[Line]:
    """Yield δ of a layer, or of one of its neurons."""
    assert subject.moment.layer is not None
    index = subject.moment.layer
    if subject.place is None or subject.place.neuron is None:
        yield from _layer_error(subject, index)
    elif index == subject.last:
        yield from _output_error(subject, subject.place.neuron)
    else:
        yield from _hidden_error(subject, index, subject.place.neuron)


def _layer_error(subject: Subject, index: int) -> Iterator[Line]:
    one, at = subject.layer(index), Place(index)
    delta = subject.column(one.error)
    if one.slope is None:
        yhat, y = subject.column(one.a), subject.targets()
        values = {"n": subject.count, "yhat": yhat[:, None], "y": y[:, None]}
        yield subject.line("delta.matched.matrix", "delta", delta, values, at, index)
        return
    slope = subject.column(one.slope)[:, None]
    if index == subject.last:
        assert one.loss_slope is not None
        values = {"da": subject.column(one.loss_slope)[:, None], "slope": slope}
        yield subject.line("delta.output.matrix", "delta", delta, values, at, index)
    else:
        above = subject.layer(index + 1)
        values = {"W_next": above.W, "delta_next": subject.column(above.error)[:, None], "slope": slope}
        yield subject.line("delta.matrix", "delta", delta, values, at, index)


def _output_error(subject: Subject, k: int) -> Iterator[Line]:
    last, n = subject.last, subject.count
    one, at, suffix = subject.layer(last), Place(last, k), ".one" if n == 1 else ""
    yhat, y, delta = subject.column(one.a), subject.targets(), subject.column(one.error)[k]
    if one.slope is None:
        simple = f"delta.matched.{subject.ledger.task.output}"
        if subject.ledger.task.output != "linear":
            each = {"yhat_k": yhat[k], "y_k": y[k], "yhat": yhat[k], "y": y[k]}
            target = "dz_k" if len(yhat) > 1 else "dz"
            yield subject.line(simple, target, delta * n, each, at, last, k=k)
        values = {"n": n, "yhat": yhat, "y": y}
        yield subject.line(f"delta.matched{suffix}", "delta_k", delta, values, at, last, k=k)
        return
    assert one.loss_slope is not None
    dyhat = subject.column(one.loss_slope)[k] * n
    values = {"yhat": yhat, "y": y, **subject.settings(subject.loss.hyperparameters)}
    key = f"loss.{subject.ledger.task.loss}.slope"
    yield subject.line(key, "dyhat_k", dyhat, values, at, last, k=k)
    yield from _slope(subject, last, k)
    slope = subject.column(one.slope)[k]
    values = {"n": n, "dyhat_k": dyhat, "slope_k": slope}
    yield subject.line(f"delta.output{suffix}", "delta_k", delta, values, at, last, k=k)


def _hidden_error(subject: Subject, index: int, j: int) -> Iterator[Line]:
    one, above, at = subject.layer(index), subject.layer(index + 1), Place(index, j)
    assert one.loss_slope is not None
    assert one.slope is not None
    da, slope = subject.column(one.loss_slope)[j], subject.column(one.slope)[j]
    values = {"w_next": above.W, "delta_next": subject.column(above.error)}
    yield subject.line("da", "da_j", da, values, at, index, j=j)
    yield from _slope(subject, index, j)
    if one.mask is not None:
        assert one.dg is not None
        before = {"mask_i": subject.column(one.mask)[j], "slope_i": subject.column(one.dg)[j]}
        yield subject.line("dropout.slope", "slope_i", slope, before, at, index, i=j)
    values = {"da_j": da, "slope_j": slope}
    delta = subject.column(one.error)[j]
    yield subject.line("delta", "delta_j", delta, values, at, index, j=j)


def _slope(subject: Subject, index: int, j: int) -> Iterator[Line]:
    """Yield g′(z) of a neuron."""
    activation, one = subject.activation(index), subject.layer(index)
    assert one.dg is not None
    z, a, dg = (subject.column(array)[j] for array in (one.z, one.g, one.dg))
    values = {"z": z, "a": a, **activation.constants}
    key, at = f"activation.{subject.ledger.activation(index)}.slope", Place(index, j)
    yield from subject.letters(key, values, at)
    yield subject.line(key, "slope_i", dg, values, at, index, i=j)


def gradient(subject: Subject) -> Iterator[Line]:
    """Yield ∂L/∂W and ∂L/∂b: of all layers, of one, of a neuron's weights, or of one weight."""
    place = subject.place
    if place is None or place.neuron is None:
        for index in range(subject.last + 1) if place is None else [place.layer]:
            one, first = subject.layer(index), ".first" if index == 0 else ""
            values = {"delta": one.error, "x": one.inputs, "a_prev": one.inputs}
            yield subject.line(f"dw{first}.matrix", "dW", one.dW, values, Place(index), index)
        return
    sources = subject.sources(place)
    for source in sources:
        yield _parameter_gradient(subject, place.layer, place.neuron, source)


def _parameter_gradient(subject: Subject, index: int, i: int, j: int) -> Line:
    one, at = subject.layer(index), Place(index, i, j)
    alone = subject.count == 1
    delta = one.error[:, 0] if alone else one.error
    suffix = ".one" if alone else ""
    if j == BIAS:
        return subject.line(f"db{suffix}", "db_i", one.db[i], {"delta": delta}, at, index, i=i)
    inputs = one.inputs[:, 0] if alone else one.inputs
    values = {"delta": delta, "x": inputs, "a_prev": inputs}
    key = f"dw{'.first' if index == 0 else ''}{suffix}"
    return subject.line(key, "dw_ij", one.dW[i, j], values, at, index, i=i, j=j)
