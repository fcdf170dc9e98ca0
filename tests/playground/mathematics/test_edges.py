"""What lines and neurons of the drawing show of a step, held against plain sums over its numbers."""

import numpy as np
import pytest
from ledgers import ledger_of, trainer_of

from playground.mathematics.edges import CHOICES, Flow, Gauge, Light, Quantity, direction, gauges
from playground.mathematics.moments import Moment, Phase, moments

SAMPLE, LOSS = Moment(Phase.SAMPLE), Moment(Phase.LOSS)
GRADIENT, UPDATE = Moment(Phase.GRADIENT), Moment(Phase.UPDATE)


@pytest.fixture(scope="module", params=["train", "batch"])
def ledger(request):
    return ledger_of(trainer_of(l2=0.1, optimizer="adam"), request.param)


def weights_of(ledger):
    return [
        (i, j, k)
        for i, layer in enumerate(ledger.layers)
        for j in range(len(layer.b))
        for k in range(layer.W.shape[1])
    ]


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        (Quantity.WEIGHTS, lambda layer, j, k: layer.W[j, k]),
        (Quantity.GRADIENTS, lambda layer, j, k: layer.dW[j, k]),
        (Quantity.SIGNALS, lambda layer, j, k: layer.W[j, k] * sum(layer.inputs[k]) / len(layer.inputs[k])),
        (Quantity.ERRORS, lambda layer, j, k: layer.W[j, k] * sum(layer.error[j])),
    ],
)
def test_a_line_shows_a_number_of_its_weight(ledger, lines, number):
    flow = Flow(ledger)
    for i, j, k in weights_of(ledger):
        assert flow.of(lines)[i][j, k] == pytest.approx(number(ledger.layers[i], j, k), rel=1e-12, abs=1e-15)


def test_an_update_is_what_the_weight_has_more_after_the_step(ledger):
    changes = Flow(ledger).of(Quantity.UPDATES)
    at = 0
    for i, layer in enumerate(ledger.layers):
        rows, columns = layer.W.shape
        for j in range(rows):
            for k in range(columns):
                place = at + j * (columns + 1) + k
                assert ledger.update.before[place] == layer.W[j, k]
                assert changes[i][j, k] == ledger.update.after[place] - ledger.update.before[place]
        at += rows * (columns + 1)
    assert at == len(ledger.update.after)


@pytest.mark.parametrize("lines", Quantity)
def test_the_widest_line_stands_for_the_largest_number_of_all(ledger, lines):
    flow = Flow(ledger)
    assert flow.strongest(lines) == max(abs(flow.of(lines)[i][j, k]) for i, j, k in weights_of(ledger))


def test_what_is_no_number_is_not_the_strongest(ledger):
    flow = Flow(ledger)
    flow._layers[Quantity.GRADIENTS] = (np.array([[np.nan, -2.0], [np.inf, 1.0]]),)
    assert flow.strongest(Quantity.GRADIENTS) == 2.0
    flow = Flow(ledger)
    flow._layers[Quantity.GRADIENTS] = (np.full((1, 1), np.nan),)
    assert flow.strongest(Quantity.GRADIENTS) == 0.0


@pytest.mark.parametrize("part", ["train", "batch"])
def test_numbers_that_are_no_longer_finite_are_shown_too(part):
    trainer = trainer_of()
    trainer.network.parameters[:] = 1e300
    trainer.network.layers[1].W[0] = -1e300
    flow = Flow(ledger_of(trainer, part))
    for lines in Quantity:
        assert len(flow.of(lines)) == 3
        assert np.isfinite(flow.strongest(lines))
    for moment in (None, *moments(3)):
        flow.neurons(moment)
        flow.inputs(moment)


# -- neurons ---------------------------------------------------------------------------------


def shown_layers(flow, moment):
    return [i for i, numbers in enumerate(flow.neurons(moment)) if numbers is not None]


def test_neurons_show_a_where_the_signal_has_come_to_and_then_their_errors(ledger):
    flow = Flow(ledger)
    assert shown_layers(flow, SAMPLE) == []
    assert [shown_layers(flow, Moment(Phase.FORWARD, i)) for i in range(3)] == [[0], [0, 1], [0, 1, 2]]
    assert shown_layers(flow, LOSS) == [0, 1, 2]
    assert [shown_layers(flow, Moment(Phase.BACKWARD, i)) for i in (2, 1, 0)] == [[2], [1, 2], [0, 1, 2]]
    for moment in (None, UPDATE, LOSS):
        for layer, numbers in zip(ledger.layers, flow.neurons(moment), strict=True):
            assert numbers == pytest.approx(layer.a.mean(axis=1))
    for moment in (GRADIENT, Moment(Phase.BACKWARD, 0)):
        for layer, numbers in zip(ledger.layers, flow.neurons(moment), strict=True):
            assert numbers == pytest.approx(layer.error.sum(axis=1))


def test_inputs_show_the_sample_until_errors_are_on_their_way(ledger):
    flow = Flow(ledger)
    for moment in (None, SAMPLE, Moment(Phase.FORWARD, 1), LOSS, GRADIENT, UPDATE):
        assert flow.inputs(moment) == pytest.approx(ledger.layers[0].inputs.mean(axis=1))
    assert flow.inputs(Moment(Phase.BACKWARD, 1)) is None


# -- moments ---------------------------------------------------------------------------------


@pytest.mark.parametrize("chosen", CHOICES)
def test_without_a_moment_all_lines_show_what_is_chosen(chosen):
    assert gauges(None, 3, chosen) == (Gauge(chosen),) * 3


def test_the_signal_goes_forwards_and_the_error_back():
    strong, usual, faded = Light.STRONG, Light.USUAL, Light.FADED
    signals, errors, weights = Quantity.SIGNALS, Quantity.ERRORS, Quantity.WEIGHTS
    expected = {
        SAMPLE: [(weights, faded)] * 3,
        Moment(Phase.FORWARD, 0): [(signals, strong), (weights, faded), (weights, faded)],
        Moment(Phase.FORWARD, 2): [(signals, usual), (signals, usual), (signals, strong)],
        LOSS: [(signals, faded)] * 3,
        Moment(Phase.BACKWARD, 2): [(signals, faded)] * 3,
        Moment(Phase.BACKWARD, 1): [(signals, faded), (signals, faded), (errors, strong)],
        Moment(Phase.BACKWARD, 0): [(signals, faded), (errors, strong), (errors, usual)],
        GRADIENT: [(Quantity.GRADIENTS, usual)] * 3,
        UPDATE: [(Quantity.UPDATES, usual)] * 3,
    }
    for moment, rows in expected.items():
        assert gauges(moment, 3, weights) == tuple(Gauge(*row) for row in rows), moment


def test_back_as_forward_a_moment_shows_the_same():
    every = moments(3)
    there = [gauges(moment, 3, Quantity.WEIGHTS) for moment in every]
    assert [gauges(moment, 3, Quantity.WEIGHTS) for moment in reversed(every)] == there[::-1]


def test_something_travels_along_the_lines_that_lead_to_a_layer_or_from_it():
    assert direction(Moment(Phase.FORWARD, 1)) == (1, True)
    assert direction(Moment(Phase.BACKWARD, 1)) == (2, False)
    assert [direction(moment) for moment in (None, SAMPLE, LOSS, GRADIENT, UPDATE)] == [None] * 5
