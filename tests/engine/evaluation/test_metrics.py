import numpy as np
import pytest
from cases import HEADS, samples, split, trainer_on

from engine import ACTIVATIONS, Metrics, Samples, Split

CLASSIFIED = [head for head in HEADS if head[0] != "regression"]
SMOOTHED = [head for head in HEADS if head[2].endswith("cross_entropy")]
DELTA = 0.3

# The loss of every output, as a textbook writes it
TEXTBOOK = {
    "squared": lambda P, Y: 0.5 * (P - Y) ** 2,
    "absolute": lambda P, Y: np.abs(P - Y),
    "huber": lambda P, Y: np.where(
        np.abs(P - Y) <= DELTA, 0.5 * (P - Y) ** 2, DELTA * (np.abs(P - Y) - 0.5 * DELTA)
    ),
    "hinge": lambda P, Y: np.where(Y * P < 1.0, 1.0 - Y * P, 0.0),
    "binary_cross_entropy": lambda P, Y: -Y * np.log(P) - (1 - Y) * np.log(1 - P),
    "categorical_cross_entropy": lambda P, Y: -Y * np.log(P),
}


def wanted(y, problem, output, loss, outputs):
    """The targets: one row a sample; the values of a regression, or 0 and 1, or −1 and 1."""
    if problem == "regression":
        return y
    Y = (y[:, None] == (np.arange(outputs) if outputs > 1 else 1)).astype(float)
    return 2.0 * Y - 1.0 if output == "tanh" or loss == "hinge" else Y


def by_hand(trainer, samples, smoothing=0.0):
    """Mean loss and accuracy of some samples, from the network's predictions."""
    output, loss = trainer.experiment.network.output, trainer.experiment.training.loss
    P = trainer.network.predict(samples.X)
    Y = wanted(samples.y, trainer.problem.kind, output, loss, P.shape[1])
    each = TEXTBOOK[loss](P, (1.0 - smoothing) * Y + smoothing / max(P.shape[1], 2))
    said = P.argmax(axis=1) if P.shape[1] > 1 else P[:, 0] > (Y.max() + Y.min()) / 2
    return each.sum(axis=1).mean(), (said == samples.y).mean() if samples.y.ndim == 1 else None


def trained(head, **training):
    problem, output, loss = head
    trainer = trainer_on(
        problem, output, data=split(problem, 30, 17), loss=loss, huber_delta=DELTA, **training
    )
    trainer.run(epochs=3)
    return trainer


@pytest.mark.parametrize("head", HEADS, ids="-".join)
def test_loss_and_accuracy_are_what_the_predictions_give(head):
    trainer = trained(head)
    metrics = trainer.metrics()
    train_loss, train_accuracy = by_hand(trainer, trainer.data.train)
    test_loss, test_accuracy = by_hand(trainer, trainer.data.test)
    assert metrics.train_loss == pytest.approx(train_loss, rel=1e-12)
    assert metrics.test_loss == pytest.approx(test_loss, rel=1e-12)
    assert (metrics.train_accuracy, metrics.test_accuracy) == (train_accuracy, test_accuracy)


@pytest.mark.parametrize("head", SMOOTHED, ids="-".join)
def test_smoothed_labels_count_in_the_loss_and_not_in_the_accuracy(head):
    trainer = trained(head, label_smoothing=0.2)
    metrics = trainer.metrics()
    train_loss, train_accuracy = by_hand(trainer, trainer.data.train, smoothing=0.2)
    assert metrics.train_loss == pytest.approx(train_loss, rel=1e-12)
    assert metrics.train_accuracy == train_accuracy


@pytest.mark.parametrize("head", [head for head in HEADS if head not in SMOOTHED], ids="-".join)
def test_other_losses_do_not_look_at_label_smoothing(head):
    smoothed, plain = trained(head, label_smoothing=0.5), trained(head)
    assert smoothed.metrics() == plain.metrics()
    np.testing.assert_array_equal(smoothed.network.parameters, plain.network.parameters)


def test_regression_has_no_accuracy():
    metrics = trainer_on("regression").metrics()
    assert metrics.train_accuracy is None
    assert metrics.test_accuracy is None


def test_without_test_samples_there_are_no_test_figures():
    train = samples("binary", 12)
    metrics = trainer_on(data=Split(train, Samples(train.X[:0], train.y[:0]))).metrics()
    assert metrics.test_loss is None
    assert metrics.test_accuracy is None


@pytest.mark.parametrize("head", CLASSIFIED, ids="-".join)
def test_outputs_that_are_the_targets_are_all_right(head):
    problem, output, loss = head
    rng = np.random.default_rng(0)
    y = np.arange(40) % (2 if problem == "binary" else 3)
    # one input a class, so that weights of the unit matrix say the class
    X = np.eye(3)[y] + rng.uniform(-0.1, 0.1, (40, 3))
    data = Split(Samples(X[:20], y[:20]), Samples(X[20:], y[20:]))
    trainer = trainer_on(problem, output, hidden=(), data=data, loss=loss)
    layer = trainer.network.layers[0]
    layer.W[:] = np.eye(3)[: len(layer.W)] if len(layer.W) > 1 else [[-1.0, 1.0, 0.0]]
    threshold = 0.0 if loss == "hinge" else ACTIVATIONS[output].threshold
    layer.b[:] = threshold if output == "linear" and len(layer.W) == 1 else 0.0
    assert trainer.metrics().train_accuracy == trainer.metrics().test_accuracy == 1.0
    layer.W[:] *= -1.0
    assert trainer.metrics().train_accuracy < 0.5


def test_metrics_follow_the_present_weights():
    trainer = trainer_on()
    before = trainer.metrics()
    trainer.network.parameters[:] *= 2.0
    assert trainer.metrics() != before
    trainer.network.parameters[:] /= 2.0
    assert trainer.metrics() == before


def test_asking_for_metrics_does_not_disturb_training():
    watched, alone = trainer_on(), trainer_on()
    for _ in range(3):
        watched.step()
        watched.metrics()
        alone.step()
    np.testing.assert_array_equal(watched.network.parameters, alone.network.parameters)


@pytest.mark.parametrize("size", [1e18, 1e30, np.inf, np.nan])
def test_weights_beyond_all_measure_give_a_loss_that_is_not_finite_and_no_warning(size):
    trainer = trainer_on("regression", dtype="float32", hidden=())
    trainer.network.parameters[:] = size
    metrics = trainer.metrics()
    assert isinstance(metrics, Metrics)
    assert np.isfinite(metrics.train_loss) == (size == 1e18)


def test_a_sum_of_losses_beyond_float32_is_infinite_and_no_warning():
    trainer = trainer_on("regression", data=split("regression", 900, 900), dtype="float32", hidden=())
    trainer.network.parameters[:] = 1e18
    assert trainer.metrics().train_loss > 1e36
