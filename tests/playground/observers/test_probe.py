"""A probe is what the network says at one place."""

from dataclasses import replace

import numpy as np
import pytest
from heads import ALL, HEADS, SMALL, headed, losses_of, trainer_of
from snapshots import observe

from engine import OWN, DataSpec, Samples, Split, Trainer
from playground.observers.catalogue import Observers
from playground.observers.errors import AskErrors
from playground.observers.hardest import AskHardest
from playground.observers.probe import AskProbe, Probe
from playground.observers.scores import AskScores


def probe_of(trainer, *place, **more):
    return observe(trainer, AskProbe(*place, **more)).get(Probe)


@ALL
def test_a_probe_is_what_the_network_predicts_there(dataset):
    trainer = trainer_of(dataset)
    for place in ((0.5, -1.5), (-6.0, 6.0), (20.0, 0.0)):
        probe = probe_of(trainer, place)
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
    probe = probe_of(trainer, (1.0, 1.0))
    likely = {("circle", "auto", "auto"), ("circle", "softmax", "auto"), ("circle", "sigmoid", "squared")}
    expected = (dataset, output, loss) in likely | {("blobs", "auto", "auto")}
    assert (probe.probabilities is not None) == expected


def test_it_stays_true_while_training_goes_on():
    trainer, kept = trainer_of(), Observers()
    for _ in range(3):
        values = observe(trainer, AskProbe((1.0, 1.0)), observers=kept, busy=True)
        probe = values.get(Probe)
        np.testing.assert_allclose(probe.outputs, trainer.network.predict([[1.0, 1.0]])[0])
        trainer.run(2)


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
        probe = probe_of(trainer, (x[0] + 0.001, x[1]), reach=0.01)
        assert (probe.point.part, probe.point.index) == (part, 3)
        assert probe.point.label == samples.y[3]
        assert probe.point.x == probe.x == tuple(x)  # the point itself, not the place beside it
        assert probe.point.loss == pytest.approx(losses_of(trainer, samples)[3], rel=1e-9)


def test_of_the_points_in_sight_the_nearest_is_meant():
    train = Samples([[0.0, 0.0], [1.0, 0.0]], [0, 1])
    test = Samples([[0.4, 0.0], [0.0, 0.0]], [0, 1])
    trainer = Trainer(SMALL, Split(train, test))

    def meant(x, reach=1.0, **shown):
        point = probe_of(trainer, (x, 0.0), reach=reach, **shown).point
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
    values = observe(trainer, AskProbe((1.0, 2.0), reach=0.1), AskErrors(), AskHardest(10), AskScores())
    assert set(values) == {Probe}
    probe = values[Probe]
    np.testing.assert_allclose(probe.outputs, trainer.network.predict(np.array([[1.0, 2.0]]))[0])
    assert probe.point is None


def test_samples_that_are_not_plane_cannot_be_probed():
    X = np.random.default_rng(0).normal(size=(20, 3))
    samples = Samples(X, X[:, 0] > 0)
    assert probe_of(Trainer(SMALL, Split(samples, samples)), (0.0, 0.0)) is None
