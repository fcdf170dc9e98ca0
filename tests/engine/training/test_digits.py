"""Handwritten digits, read as well as scikit-learn's network of the same shape reads them."""

import json
from pathlib import Path

import numpy as np
import pytest
from cases import trainer_on

from engine import LayerSpec, Samples, Split
from engine.evaluation.scores import class_scores, predicted_classes

ORACLES = Path(__file__).parents[1] / "oracles"
SKLEARN = json.loads((ORACLES / "sklearn.json").read_text())["digits"]
SEEDS = 5
# One seed's accuracy has a standard deviation of 0.004 to 0.008, the mean of five less than half of that.
MARGIN = 0.01


@pytest.fixture(scope="module")
def digits():
    with np.load(ORACLES / "digits.npz", allow_pickle=False) as stored:
        X, y = stored["X"] / 16.0, stored["y"]
    n = SKLEARN["train"]
    return Split(Samples(X[:n], y[:n]), Samples(X[n:], y[n:]))


def test_the_pictures_are_1797_of_ten_digits_and_64_pixels(digits):
    assert (len(digits.train), len(digits.test)) == (1_350, 447)
    for part in (digits.train, digits.test):
        assert part.X.shape[1] == 64
        assert (part.X.min(), part.X.max()) == (0.0, 1.0)
        np.testing.assert_array_equal(np.unique(part.y), np.arange(10))


@pytest.mark.parametrize("optimizer", SKLEARN["test_accuracy"])
def test_digits_are_read_as_well_as_by_scikit_learn(digits, optimizer):
    reached = []
    for seed in range(SEEDS):
        trainer = trainer_on(
            output="softmax",
            hidden=(LayerSpec(SKLEARN["hidden"], "relu"),),
            data=digits,
            seed=seed,
            optimizer=optimizer,
            learning_rate=SKLEARN["learning_rate"][optimizer],
            batch_size=SKLEARN["batch_size"],
        )
        assert trainer.network.sizes == (64, 32, 10)
        trainer.run(epochs=SKLEARN["epochs"])
        reached.append(trainer.metrics().test_accuracy)
    assert np.mean(reached) >= np.mean(SKLEARN["test_accuracy"][optimizer]) - MARGIN


def test_an_eight_is_distinguished_from_the_other_digits(digits):
    data = Split(*(Samples(part.X, part.y == 8) for part in (digits.train, digits.test)))
    trainer = trainer_on(
        hidden=(LayerSpec(64, "relu"),),
        data=data,
        optimizer="adam",
        learning_rate=0.003,
        batch_size=32,
        l2=1e-3,
    )
    trainer.run(epochs=60)
    outputs = trainer.network.predict(data.test.X)
    scores = class_scores(data.test.y, predicted_classes(outputs), outputs, classes=2)
    assert scores.f1[1] > 0.9
    assert scores.auc > 0.98
