"""Real tasks, small enough to wait for: the engine has to learn them."""

import numpy as np
import pytest

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, Samples, Split, Trainer, TrainSpec

DEEP = tuple(LayerSpec(width, "relu") for width in (395, 200, 100, 20))


def test_a_deep_network_on_the_inputs_of_a_picture_learns():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(300, 785))
    samples = Samples(X, (X[:, :20].sum(axis=1) > 0.0).astype(int))
    experiment = Experiment(
        network=NetworkSpec(hidden=DEEP, output="sigmoid"),
        training=TrainSpec(learning_rate=0.3, batch_size=300),
    )
    trainer = Trainer(experiment, data=Split(samples, samples))
    assert trainer.network.sizes == (785, 395, 200, 100, 20, 1)
    losses = [trainer.metrics().train_loss]
    trainer.run(epochs=40, each_epoch=lambda metrics: losses.append(metrics.train_loss))
    assert len(losses) == 41
    assert np.isfinite(losses).all()
    assert losses[-1] < 0.1 * losses[0]


TWO_OF_16 = (LayerSpec(16, "tanh"), LayerSpec(16, "tanh"))


def trained(dataset, hidden, features=("x1", "x2")):
    trainer = Trainer(
        Experiment(
            data=DataSpec(dataset=dataset, samples=1_200),
            network=NetworkSpec(features=features, hidden=hidden),
            training=TrainSpec(optimizer="adam", learning_rate=0.01),
        )
    )
    trainer.run(epochs=200)
    return trainer


@pytest.mark.parametrize(
    ("dataset", "features", "hidden", "least"),
    [
        ("gaussian", ("x1", "x2"), (), 0.99),
        ("circle", ("x1_squared", "x2_squared"), (), 0.99),
        ("xor", ("x1_x2",), (), 0.99),
        ("xor", ("x1", "x2"), (LayerSpec(8, "tanh"),), 0.95),
        ("spiral", ("x1", "x2"), TWO_OF_16, 0.95),
        ("blobs", ("x1", "x2"), (LayerSpec(8, "tanh"),), 0.95),
        ("spirals", ("x1", "x2"), TWO_OF_16, 0.95),
    ],
)
def test_a_toy_problem_is_solved_by_a_network_that_can(dataset, features, hidden, least):
    assert trained(dataset, hidden, features).metrics().test_accuracy >= least


@pytest.mark.parametrize("dataset", ["plane", "bumps"])
def test_most_of_a_value_over_the_plane_is_explained(dataset):
    trainer = trained(dataset, TWO_OF_16)
    assert 2.0 * trainer.metrics().test_loss < 0.15 * trainer.data.test.y.var()
