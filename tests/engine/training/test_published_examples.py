"""Worked examples of backpropagation as books and articles print them, to the digits that they print."""

import math

import numpy as np
import pytest

from engine import Experiment, LayerSpec, NetworkSpec, Samples, Split, Trainer, TrainSpec


def trainer_of(x, y, weights, rate, hidden=2):
    """Return a trainer of sigmoid neurons on one sample, with ½ Σ (ŷ − y)²."""
    X, Y = np.array([x], dtype=float), np.array([y], dtype=float)
    layers = (LayerSpec(hidden, activation="sigmoid"),) if hidden else ()
    experiment = Experiment(
        network=NetworkSpec(hidden=layers, output="sigmoid", weights=weights),
        training=TrainSpec(loss="squared", learning_rate=rate, batch_size=1),
    )
    return Trainer(experiment, data=Split(Samples(X, Y), Samples(X[:0], Y[:0])))


def one_step(trainer):
    """Return the forward and backward pass of the sample; its update is made as well."""
    trainer.step("sample")
    return trainer.last_pass


def near(printed, units=0.500001):
    """Return what a number is that is printed as `printed`: at most half a unit of the last digit off.

    A few printed numbers were worked out from rounded ones, and are some `units` off.
    """
    digits = len(printed.partition(".")[2])
    return pytest.approx(float(printed), rel=0.0, abs=units * 10.0**-digits)


def test_mazur_2015_a_step_by_step_backpropagation_example():
    """Mazur, 2015, "A Step by Step Backpropagation Example": two inputs, hidden neurons and outputs.

    The article leaves the biases as they are; its last error is that of the new weights with the old biases.
    """
    weights = (((0.15, 0.20, 0.35), (0.25, 0.30, 0.35)), ((0.40, 0.45, 0.60), (0.50, 0.55, 0.60)))
    trainer = trainer_of([0.05, 0.10], [0.01, 0.99], weights, rate=0.5)
    assert trainer.metrics().train_loss == near("0.298371109")
    for layer in range(2):
        for neuron in range(2):
            trainer.freeze(layer, neuron, 2)  # its bias
    done = one_step(trainer)
    hidden, output = trainer.network.layers
    assert done.Z[0].ravel().tolist() == [near("0.3775"), pytest.approx(0.3925, abs=1e-12)]
    assert done.A[0].ravel().tolist() == [near("0.593269992"), near("0.596884378")]
    assert done.Z[1].ravel()[0] == near("1.105905967")
    assert done.A[1].ravel().tolist() == [near("0.75136507"), near("0.772928465")]
    assert done.D[1].ravel().tolist() == [near("0.138498562"), near("-0.0380982")]
    assert done.dtheta[1][0][0] == near("0.082167041")
    assert done.dtheta[0][0][0] == near("0.000438568")
    assert output.W.tolist() == [
        [near("0.35891648"), near("0.408666186")],
        [near("0.511301270"), near("0.561370121")],
    ]
    assert hidden.W.tolist() == [
        [near("0.149780716"), near("0.19956143")],
        [near("0.24975114"), near("0.29950229")],
    ]
    assert trainer.metrics().train_loss == near(
        "0.291027924", units=151
    )  # from rounded weights; exactly 0.29102777…


def test_han_kamber_pei_2012_example_9_1():
    """Han, Kamber & Pei, 2012, "Data Mining", 3rd ed., example 9.1: the sample (1, 0, 1), η = 0.9.

    The book's errors have the opposite sign: its update adds them.
    """
    weights = (((0.2, 0.4, -0.5, -0.4), (-0.3, 0.1, 0.2, 0.2)), ((-0.3, -0.2, 0.1),))
    trainer = trainer_of([1.0, 0.0, 1.0], [1.0], weights, rate=0.9)
    done = one_step(trainer)
    hidden, output = trainer.network.layers
    assert done.Z[0].ravel().tolist() == [near("-0.7"), near("0.1")]
    assert done.A[0].ravel().tolist() == [near("0.332"), near("0.525")]
    assert done.Z[1].item() == near("-0.105")
    assert done.A[1].item() == near("0.474")
    assert -done.D[1].item() == near("0.1311", units=1)  # 0.474 (1 − 0.474)² in the book; exactly 0.13117
    assert (-done.D[0]).ravel().tolist() == [near("-0.0087"), near("-0.0065")]
    assert output.W.tolist() == [[near("-0.261"), near("-0.138")]]
    assert output.b.tolist() == [near("0.218")]
    assert hidden.W.tolist() == [
        [near("0.192"), near("0.4"), near("-0.508")],
        [near("-0.306"), near("0.1"), near("0.194")],
    ]
    assert hidden.b.tolist() == [near("-0.408"), near("0.194")]


def test_negnevitsky_2005_the_first_step_towards_xor():
    """Negnevitsky, 2005, "Artificial Intelligence", 2nd ed., section 6.4: the sample (1, 1), η = 0.1.

    The book has thresholds, which are biases of the opposite sign.
    """
    weights = (((0.5, 0.4, -0.8), (0.9, 1.0, 0.1)), ((-1.2, 1.1, -0.3),))
    trainer = trainer_of([1.0, 1.0], [0.0], weights, rate=0.1)
    done = one_step(trainer)
    hidden, output = trainer.network.layers
    assert done.A[0].ravel().tolist() == [near("0.5250"), near("0.8808")]
    assert done.A[1].item() == near("0.5097")
    assert -done.D[1].item() == near("-0.1274")
    assert (-done.D[0]).ravel().tolist() == [near("0.0381"), near("-0.0147")]
    assert hidden.W.tolist() == [[near("0.5038"), near("0.4038")], [near("0.8985"), near("0.9985")]]
    assert (-hidden.b).tolist() == [near("0.7962"), near("-0.0985")]
    assert output.W.tolist() == [[near("-1.2067"), near("1.0888")]]
    assert (-output.b).tolist() == [near("0.3127")]


@pytest.mark.parametrize(
    ("start", "first", "last"),
    [((0.6, 0.9), "0.82", "0.09"), ((2.0, 2.0), "0.98", "0.20")],
)
def test_nielsen_2015_a_saturated_neuron_learns_slowly(start, first, last):
    """Nielsen, 2015, "Neural Networks and Deep Learning", chapter 3: 1 → 0 with one neuron, η = 0.15."""
    trainer = trainer_of([1.0], [0.0], ((start,),), rate=0.15, hidden=0)
    assert trainer.network.predict([[1.0]]).item() == near(first)
    trainer.run(epochs=300)
    assert trainer.network.predict([[1.0]]).item() == near(last)


def test_near_is_the_last_digit_that_is_printed():
    assert math.pi == near("3.14")
    assert math.pi != near("3.15")
