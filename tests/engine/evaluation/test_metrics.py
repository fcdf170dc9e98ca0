import itertools

import numpy as np
import pytest
from cases import HEADS, samples, split, trainer_on

from engine import ACTIVATIONS, LOSSES, LayerSpec, Metrics, Samples, Split
from engine.evaluation.metrics import Evaluation
from engine.network.forward import multiply_adds

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


# -- piece by piece --------------------------------------------------------------------------


def evaluation_of(trainer):
    """An evaluation of its own, over the network of a trainer: all samples, the training samples first."""
    train, test, spec = trainer.data.train, trainer.data.test, trainer.experiment.training
    rows = trainer.network.inputs(np.concatenate([train.X, test.X]))
    targets = trainer.task.targets(np.concatenate([train.y, test.y]), spec)
    loss = LOSSES[trainer.loss].tuned(spec)
    return Evaluation(trainer.network, loss, trainer.problem, rows, targets, len(train))


def in_pieces(head=("multiclass", "softmax", "categorical_cross_entropy"), **training):
    """A trainer whose evaluation takes several pieces, the last one smaller, and the evaluation."""
    problem, output, loss = head
    trainer = trainer_on(
        problem, output, data=split(problem, 250, 170), hidden=(LayerSpec(990), LayerSpec(10)), loss=loss,
        **training,
    )  # fmt: skip
    return trainer, evaluation_of(trainer)


class Asked:
    """An interrupt that counts how often it is asked, and stops at the given ones; None: never."""

    def __init__(self, *stops):
        self.count, self.stops = 0, stops

    def __call__(self):
        self.count += 1
        return self.count in self.stops


def pieces_of(evaluation):
    """How many pieces a whole pass takes."""
    asked = Asked()
    assert evaluation.run(asked) is not None
    return asked.count + 1


@pytest.mark.parametrize("head", HEADS, ids="-".join)
def test_however_it_is_interrupted_an_evaluation_has_the_bits_of_the_whole(head):
    trainer, evaluation = in_pieces(head)
    whole, losses = trainer.metrics(), None
    count = pieces_of(evaluation)
    assert count == 7
    for stops in itertools.product([False, True], repeat=count - 1):
        answers, metrics = iter(stops), None
        evaluation.losses[:] = -1.0
        while metrics is None:
            metrics = evaluation.run(lambda answers=answers: next(answers))
        assert metrics == whole
        losses = evaluation.losses.copy() if losses is None else losses
        np.testing.assert_array_equal(evaluation.losses, losses)


def test_an_interrupted_evaluation_makes_only_the_pieces_that_are_left():
    trainer, evaluation = in_pieces()
    count = pieces_of(evaluation)
    for done in range(1, count):
        assert evaluation.run(Asked(done)) is None
        assert evaluation.goes_on
        asked = Asked()
        assert evaluation.run(asked) == trainer.metrics()
        assert (asked.count, evaluation.goes_on) == (count - done - 1, False)


def test_an_interrupt_that_always_says_yes_lets_one_piece_through():
    trainer, evaluation = in_pieces()
    results = [evaluation.run(lambda: True) for _ in range(pieces_of(evaluation))]
    assert results == [None] * (len(results) - 1) + [trainer.metrics()]


def test_the_complete_pass_goes_on_as_well():
    trainer, evaluation = in_pieces()
    whole = trainer.metrics()
    assert evaluation.run(Asked(2)) is None
    evaluation._recipes[:2] = [[lambda: pytest.fail("done already")]] * 2
    assert evaluation() == whole


CHANGES = {
    "a weight": lambda network: network.layers[1].W.__setitem__((3, 2), 0.5),
    "its smallest bit": lambda network: np.nextafter(network.parameters, 9.0, out=network.parameters),
    "not a number": lambda network: network.layers[0].b.__setitem__(0, np.nan),
    "the sign of zero": lambda network: network.layers[0].b.__setitem__(0, -0.0),
}


@pytest.mark.parametrize("change", CHANGES)
def test_changed_weights_are_evaluated_from_the_start(change):
    trainer, evaluation = in_pieces()
    assert trainer.network.layers[0].b[0] == 0.0
    count = pieces_of(evaluation)
    assert evaluation.run(Asked(4)) is None
    CHANGES[change](trainer.network)
    assert not evaluation.goes_on
    asked = Asked()
    assert repr(evaluation.run(asked)) == repr(trainer.metrics())
    assert asked.count == count - 1


def test_weights_that_are_no_numbers_go_on_too():
    trainer, evaluation = in_pieces()
    trainer.network.parameters[:] = np.nan
    assert evaluation.run(Asked(4)) is None
    assert evaluation.goes_on


def test_weights_that_the_interrupt_changes_are_evaluated_as_they_are_then():
    trainer, evaluation = in_pieces()

    def change():
        trainer.network.parameters[:] *= 0.9
        return False

    before = trainer.metrics()
    assert evaluation.run(change) == trainer.metrics() != before


def test_an_interrupt_may_ask_for_the_metrics_itself():
    trainer, evaluation = in_pieces()
    whole, seen = trainer.metrics(), []

    def look():
        seen.append(evaluation())
        return len(seen) == 3

    assert evaluation.run(look) is None
    assert evaluation.run(look) == whole
    assert seen == [whole] * 6


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("head", HEADS, ids="-".join)
def test_outputs_and_losses_are_those_of_every_sample(head, dtype):
    trainer, evaluation = in_pieces(head, dtype=dtype)
    metrics = evaluation()
    X = np.concatenate([trainer.data.train.X, trainer.data.test.X])
    np.testing.assert_array_equal(evaluation.outputs(), trainer.network.predict(X))
    assert evaluation.losses[:250].sum() / 250 == pytest.approx(metrics.train_loss, rel=1e-6)
    assert evaluation.losses[250:].sum() / 170 == pytest.approx(metrics.test_loss, rel=1e-6)


# -- what it costs ---------------------------------------------------------------------------


def test_the_cost_of_a_sample_counts_weights_biases_and_activations():
    trainer = trainer_on(data=split("binary", 30, 20), hidden=(LayerSpec(4),))
    inputs, hidden, outputs = trainer.network.sizes
    weights = hidden * (inputs + 1) + outputs * (hidden + 1)
    assert multiply_adds(trainer.network) == weights + 25 * (hidden + outputs)
