import time
from dataclasses import replace

import numpy as np
import pytest

from engine import (
    DATASETS,
    OWN,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    Samples,
    Split,
    Trainer,
    TrainSpec,
)
from playground.observers.points import MOST_ERRORS, Answerer
from playground.observers.view import Questions

SMALL = Experiment(data=DataSpec(samples=80, noise=0.3), network=NetworkSpec(hidden=(LayerSpec(4),)))
EVERYTHING = Questions(probe=(1.0, 2.0), reach=0.1, errors=True, hardest=10, scores=True)
ALL = pytest.mark.parametrize("dataset", DATASETS)
# every kind of output, and of loss
HEADS = [
    ("circle", "auto", "auto"), ("circle", "tanh", "auto"), ("circle", "softmax", "auto"),
    ("circle", "auto", "hinge"), ("circle", "sigmoid", "squared"), ("blobs", "auto", "auto"),
    ("blobs", "auto", "hinge"), ("blobs", "sigmoid", "squared"), ("plane", "auto", "huber"),
    ("plane", "auto", "absolute"),
]  # fmt: skip


def trainer_of(dataset="circle", epochs=3, **training):
    data = DataSpec(dataset=dataset, samples=80, noise=0.3)
    trainer = Trainer(replace(SMALL, data=data, training=replace(SMALL.training, **training)))
    trainer.run(epochs)
    return trainer


def headed(dataset, output, loss):
    data, network = DataSpec(dataset=dataset, samples=80, noise=0.3), replace(SMALL.network, output=output)
    trainer = Trainer(Experiment(data=data, network=network, training=TrainSpec(loss=loss)))
    trainer.run(2)
    return trainer


def asked(trainer, hurry=False, **questions):
    return Answerer().answer(trainer, Questions(**questions), in_a_hurry=hurry)


def test_what_is_not_asked_is_not_computed(monkeypatch):
    monkeypatch.setattr("playground.observers.points._Pass", None)
    found = asked(trainer_of())
    assert (found.probe, found.wrong_train, found.hardest, found.scores) == (None, None, (), None)


# -- the probe -------------------------------------------------------------------------------


@ALL
def test_a_probe_is_what_the_network_predicts_there(dataset):
    trainer = trainer_of(dataset)
    for place in ((0.5, -1.5), (-6.0, 6.0), (20.0, 0.0)):
        probe = asked(trainer, probe=place).probe
        predicted = trainer.network.predict(np.array([place]))[0]
        np.testing.assert_allclose(probe.outputs, predicted, rtol=1e-12)
        assert probe.x == place
        if trainer.problem.kind == "regression":
            assert probe.predicted == probe.outputs[0]
            assert probe.probabilities is None
        else:
            assert sum(probe.probabilities) == pytest.approx(1.0)
            assert probe.predicted == np.argmax(probe.probabilities)


@pytest.mark.parametrize(("dataset", "output", "loss"), HEADS)
def test_only_probabilities_are_called_that(dataset, output, loss):
    trainer = headed(dataset, output, loss)
    probe = asked(trainer, probe=(1.0, 1.0)).probe
    likely = {("circle", "auto", "auto"), ("circle", "softmax", "auto"), ("circle", "sigmoid", "squared")}
    expected = (dataset, output, loss) in likely | {("blobs", "auto", "auto")}
    assert (probe.probabilities is not None) == expected


def test_it_stays_true_while_training_goes_on():
    trainer, answerer = trainer_of(), Answerer()
    for _ in range(3):
        probe = answerer.answer(trainer, Questions(probe=(1.0, 1.0)), in_a_hurry=True).probe
        np.testing.assert_allclose(probe.outputs, trainer.network.predict([[1.0, 1.0]])[0])
        trainer.run(2)


def losses_of(trainer, samples):
    """Each sample's loss, asked for one by one: the train loss of a trainer that has only this one."""
    found = []
    for k in range(len(samples)):
        one = Samples(samples.X[k : k + 1], samples.y[k : k + 1])
        other = Trainer(trainer.experiment, Split(Samples(trainer.data.train.X, trainer.data.train.y), one))
        other.network.parameters[...] = trainer.network.parameters
        found.append(other.metrics().test_loss)
    return np.array(found)


@pytest.mark.parametrize(("dataset", "output", "loss"), HEADS)
@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_the_point_that_is_there_comes_with_its_label_and_its_loss(dataset, output, loss, smoothing):
    trainer = headed(dataset, output, loss)
    if smoothing:
        training = replace(trainer.experiment.training, label_smoothing=smoothing)
        trainer.configure(replace(trainer.experiment, training=training))
    for part in ("train", "test"):
        samples = getattr(trainer.data, part)
        x = samples.X[3]
        probe = asked(trainer, probe=(x[0] + 0.001, x[1]), reach=0.01).probe
        assert (probe.point.part, probe.point.index) == (part, 3)
        assert probe.point.label == samples.y[3]
        assert probe.point.x == probe.x == tuple(x)  # the point itself, not the place beside it
        assert probe.point.loss == pytest.approx(losses_of(trainer, samples)[3], rel=1e-9)


def test_of_the_points_in_sight_the_nearest_is_meant():
    train = Samples([[0.0, 0.0], [1.0, 0.0]], [0, 1])
    test = Samples([[0.4, 0.0], [0.0, 0.0]], [0, 1])
    trainer = Trainer(SMALL, Split(train, test))

    def meant(x, reach=1.0, **shown):
        point = asked(trainer, probe=(x, 0.0), reach=reach, **shown).probe.point
        return point and (point.part, point.index)

    assert meant(0.3) == ("test", 0)
    assert meant(0.9) == ("train", 1)
    assert meant(0.0) == ("train", 0)  # which lies on top of the other
    assert meant(0.3, test=False) == ("train", 0)
    assert meant(0.9, train=False) == ("test", 0)
    assert meant(0.3, train=False, test=False) is None
    assert meant(0.2, reach=0.1) is None


@pytest.mark.parametrize("labels", ["classes", "values"])
def test_where_there_are_no_points_the_network_can_still_be_probed(labels):
    trainer = Trainer(replace(SMALL, data=DataSpec(dataset=OWN, points=(), labels=labels)))
    found = Answerer().answer(trainer, EVERYTHING, in_a_hurry=False)
    np.testing.assert_allclose(found.probe.outputs, trainer.network.predict(np.array([[1.0, 2.0]]))[0])
    assert found.probe.point is None
    assert (found.hardest, found.scores) == ((), None)


def test_samples_that_are_not_plane_cannot_be_probed():
    X = np.random.default_rng(0).normal(size=(20, 3))
    samples = Samples(X, X[:, 0] > 0)
    assert asked(Trainer(SMALL, Split(samples, samples)), probe=(0.0, 0.0)).probe is None


# -- errors ----------------------------------------------------------------------------------


@ALL
def test_errors_are_those_that_the_accuracy_counts(dataset):
    trainer = trainer_of(dataset)
    found, metrics = asked(trainer, errors=True), trainer.metrics()
    if trainer.problem.kind == "regression":
        assert found.wrong_train is found.wrong_test is None
        return
    for part, wrong in (("train", found.wrong_train), ("test", found.wrong_test)):
        samples, accuracy = getattr(trainer.data, part), getattr(metrics, f"{part}_accuracy")
        assert 1.0 - len(wrong) / len(samples) == pytest.approx(accuracy)
        assert not wrong.flags.writeable


def test_of_very_many_errors_the_first_are_told():
    trainer = Trainer(replace(SMALL, data=DataSpec(samples=20_000)))
    found = asked(trainer, errors=True)
    assert len(found.wrong_train) == len(found.wrong_test) == MOST_ERRORS


# -- the hardest -----------------------------------------------------------------------------


@ALL
def test_the_hardest_points_have_the_largest_losses(dataset):
    trainer = trainer_of(dataset)
    points = asked(trainer, hardest=12).hardest
    losses = [point.loss for point in points]
    assert losses == sorted(losses, reverse=True)
    parts = {part: losses_of(trainer, getattr(trainer.data, part)) for part in ("train", "test")}
    everyone = np.sort(np.concatenate(list(parts.values())))[::-1]
    np.testing.assert_allclose(losses, everyone[:12], rtol=1e-9)
    for point in points:
        samples = getattr(trainer.data, point.part)
        assert point.x == tuple(samples.X[point.index])
        assert point.label == samples.y[point.index]
        assert point.loss == pytest.approx(parts[point.part][point.index])


def test_there_are_never_more_hardest_points_than_points():
    trainer = trainer_of()
    assert len(asked(trainer, hardest=1000).hardest) == 80


def test_a_loss_that_is_not_a_number_is_the_hardest():
    trainer = trainer_of("plane")
    trainer.network.layers[-1].W[...] = np.inf
    assert not np.isfinite(asked(trainer, hardest=3).hardest[0].loss)


# -- scores ----------------------------------------------------------------------------------


@ALL
@pytest.mark.parametrize("test_fraction", [0.0, 0.5])
def test_scores_are_the_engines(dataset, test_fraction):
    data = DataSpec(dataset=dataset, samples=80, test_fraction=test_fraction)
    trainer = Trainer(replace(SMALL, data=data))
    found, expected = asked(trainer, scores=True).scores, trainer.scores()
    for one, other in zip(found, expected, strict=True):
        if trainer.problem.kind == "regression" or other is None:
            assert one == other
        else:
            np.testing.assert_array_equal(one.confusion, other.confusion)
            assert one.auc == other.auc


# -- how often -------------------------------------------------------------------------------


def test_figures_of_all_samples_come_a_few_times_a_second_while_training(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    trainer, answerer = trainer_of(), Answerer()
    first = answerer.answer(trainer, EVERYTHING, in_a_hurry=True)
    trainer.run(5)
    now[0] += 0.05
    second = answerer.answer(trainer, EVERYTHING, in_a_hurry=True)
    assert second.scores is first.scores
    assert second.hardest is first.hardest
    assert second.wrong_train is first.wrong_train
    assert second.probe != first.probe  # one place is asked every time
    now[0] += 0.1
    third = answerer.answer(trainer, EVERYTHING, in_a_hurry=True)
    assert third.wrong_train is not first.wrong_train
    assert third.scores is first.scores
    now[0] += 0.2
    assert answerer.answer(trainer, EVERYTHING, in_a_hurry=True).scores is not first.scores


def test_what_costs_much_comes_less_often(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    trainer, answerer = trainer_of(), Answerer()
    examine = answerer._examine

    def slow(*given):
        now[0] += 0.5
        examine(*given)

    answerer._examine = slow
    first = answerer.answer(trainer, EVERYTHING, in_a_hurry=True)
    now[0] += 1.0
    assert answerer.answer(trainer, EVERYTHING, in_a_hurry=True).scores is first.scores
    now[0] += 1.1
    assert answerer.answer(trainer, EVERYTHING, in_a_hurry=True).scores is not first.scores


def test_at_rest_all_is_true_of_the_weights_there_are():
    trainer, answerer = trainer_of(), Answerer()
    answerer.answer(trainer, EVERYTHING, in_a_hurry=True)
    trainer.run(20)
    found = answerer.answer(trainer, EVERYTHING, in_a_hurry=False)
    assert found.scores[0].accuracy == trainer.scores()[0].accuracy
    assert found.hardest[0].loss == pytest.approx(asked(trainer, hardest=1).hardest[0].loss)


@pytest.mark.parametrize(
    "change",
    [
        lambda one: replace(one, seed=5),
        lambda one: replace(one, data=replace(one.data, dataset="blobs")),
        lambda one: replace(one, network=replace(one.network, hidden=(LayerSpec(7),))),
        lambda one: replace(one, training=replace(one.training, loss="squared")),
        lambda one: replace(one, training=replace(one.training, label_smoothing=0.1)),
    ],
)
def test_another_network_other_data_or_another_loss_are_noticed(change):
    trainer, answerer = trainer_of(), Answerer()
    answerer.answer(trainer, EVERYTHING, in_a_hurry=True)
    trainer.configure(change(trainer.experiment))
    found = answerer.answer(trainer, EVERYTHING, in_a_hurry=True)
    fresh = asked(trainer, hardest=10, probe=(1.0, 2.0), reach=0.1)
    assert found.hardest == fresh.hardest
    assert found.probe == fresh.probe
