"""The curve of a neuron: g and g′, that of softmax among its outputs, and how far it is drawn."""

import math

import numpy as np
import pytest
from ledgers import ledger_of, trainer_of

from engine import ACTIVATIONS, LayerSpec
from playground.mathematics.curve import SOFTMAX, ActivationCurve, reach_of

Z = np.array([-3.1, -0.7, 0.2, 2.4])


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_slope_is_that_of_the_curve(name):
    curve, step = ActivationCurve(name, rest=0.3), 1e-6
    measured = (curve.g(Z + step) - curve.g(Z - step)) / (2.0 * step)
    assert curve.slope(Z) == pytest.approx(measured, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != SOFTMAX])
def test_the_sample_lies_on_the_curve_of_its_neuron(name):
    ledger = ledger_of(trainer_of(hidden=(LayerSpec(3, name),) if ACTIVATIONS[name].hidden else ()))
    layer = ledger.layers[0]
    curve = ActivationCurve.of(ledger, 0, 0)
    assert curve.activation == ledger.activation(0)
    assert curve.g(layer.z[0]) == pytest.approx(layer.a[0], rel=1e-12)


def test_with_softmax_the_other_outputs_stay_as_they_are():
    ledger = ledger_of(trainer_of(dataset="blobs", hidden=()))
    layer = ledger.layers[-1]
    for k in range(len(layer.b)):
        curve = ActivationCurve.of(ledger, len(ledger.layers) - 1, k)
        assert curve.activation == SOFTMAX
        assert curve.g(layer.z[k]) == pytest.approx(layer.a[k], rel=1e-12)


@pytest.mark.parametrize(
    ("largest", "reach"),
    [(0.0, 4.0), (3.9, 4.0), (4.1, 6.0), (11.0, 15.0), (61.0, 100.0), (5_000.0, 6_000.0)],
)
def test_a_curve_reaches_as_far_as_its_samples_in_few_steps(largest, reach):
    assert reach_of(np.array([0.5, -largest])) == pytest.approx(reach)


def test_what_is_no_number_does_not_stretch_a_curve():
    assert reach_of(np.array([math.nan, math.inf, 1.0]), np.empty(0)) == 4.0
