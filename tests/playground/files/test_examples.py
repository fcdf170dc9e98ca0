"""Every example shows what its line promises: it is trained here, and measured."""

import json
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from engine import LayerSpec, NeuronActivations, Trainer
from playground.files import experiments
from playground.files.examples import PRESETS, preset, presets

NAMES = [one.name for one in presets()]
PLANE = np.stack(np.meshgrid(*[np.linspace(-6.0, 6.0, 40)] * 2), axis=-1).reshape(-1, 2)
LONGEST_LINE = 125  # as many letters as the notice bar of a window 1280 wide has room for


def experiment(name):
    return preset(name)


def trained(experiment, epochs):
    trainer = Trainer(experiment)
    trainer.run(epochs=epochs)
    return trainer


def changed(name, part, **fields):
    one = experiment(name)
    return replace(one, **{part: replace(getattr(one, part), **fields)})


def test_there_are_at_least_ten_and_the_index_names_every_file_once():
    files = sorted(path.stem for path in PRESETS.glob("*.json") if path.name != "index.json")
    assert sorted(NAMES) == files
    assert len(NAMES) >= 10


@pytest.mark.parametrize("one", presets(), ids=NAMES)
def test_each_can_be_opened_and_has_a_title_and_one_line(one):
    assert experiments.load(PRESETS / f"{one.name}.json") == preset(one.name)
    assert one.title
    assert 40 <= len(one.line) <= LONGEST_LINE
    assert "\n" not in one.title + one.line


def test_files_hold_only_what_differs_so_that_they_can_be_read():
    for name in NAMES:
        document = json.loads((PRESETS / f"{name}.json").read_text(encoding="utf-8"))
        assert set(document) <= {"format", "data", "network", "training", "stop"}


def test_xor_needs_a_hidden_layer():
    line, hidden = Trainer(experiment("xor-no-hidden")), trained(experiment("xor-hidden"), 300)
    for _ in range(30):  # not once, however long one watches
        line.run(epochs=10)
        assert line.metrics().train_accuracy <= 0.6
        assert line.metrics().test_accuracy <= 0.6
    assert hidden.metrics().train_accuracy > 0.95
    assert hidden.metrics().test_accuracy > 0.95


def test_zeros_never_break_symmetry_and_another_initialiser_does():
    alike = trained(experiment("zeros"), 300)
    for layer in alike.network.layers[:-1]:
        assert np.ptp(layer.theta, axis=0).max() == 0.0
    assert alike.metrics().train_accuracy <= 0.6
    other = trained(changed("zeros", "network", initializer="glorot_uniform"), 300)
    assert other.metrics().train_accuracy > 0.95


def test_a_rate_too_high_runs_away_step_by_step_and_a_usual_one_does_not():
    high, losses = Trainer(experiment("rate-too-high")), []
    for _ in range(5):
        losses.append(high.metrics().train_loss)
        high.run(epochs=1)
    assert high.diverged is None  # a step is an epoch here, and there are some to watch
    assert all(after > 2.0 * before for before, after in pairwise(losses))
    high.run(epochs=10)
    assert high.diverged is not None
    low = trained(changed("rate-too-high", "training", learning_rate=0.03), 60)
    assert low.diverged is None
    assert low.metrics().test_loss < 0.02


def test_a_wide_network_overfits_few_noisy_points_and_l2_holds_it_back():
    free, held = trained(experiment("overfitting"), 300), trained(experiment("overfitting-l2"), 300)
    assert free.metrics().test_loss > 4.0 * free.metrics().train_loss
    assert held.metrics().test_loss < 0.5 * free.metrics().test_loss
    assert held.metrics().test_accuracy > free.metrics().test_accuracy + 0.1
    assert held.experiment == replace(
        free.experiment, training=replace(free.experiment.training, l2=held.experiment.training.l2)
    )


def test_overfitting_climbs_while_it_trains():
    trainer, losses = Trainer(experiment("overfitting")), []
    for _ in range(15):
        trainer.run(epochs=20)
        losses.append(trainer.metrics().test_loss)
    assert losses[-1] > 1.5 * min(losses)


def test_relus_die_and_leaky_ones_come_back():
    dead, leaky = trained(experiment("dying-relus"), 100), trained(experiment("leaky-relus"), 100)
    assert dead.metrics().train_accuracy <= 0.6
    outputs = dead.network.predict(dead.data.train.X)
    assert np.ptp(outputs) < 1e-6  # every place looks the same to it
    theta = dead.network.layers[0].theta.copy()
    maps = NeuronActivations(dead.network, dead.network.inputs(PLANE))
    maps.run()
    assert not maps.layers[1].any()
    dead.run(epochs=50)
    assert (dead.network.layers[0].theta == theta).all()
    assert leaky.metrics().train_accuracy > 0.95
    calm = trained(changed("dying-relus", "training", learning_rate=0.1), 100)
    assert calm.metrics().train_accuracy > 0.95


def test_squares_make_a_circle_a_straight_line():
    with_squares = trained(experiment("features"), 60)
    assert not with_squares.experiment.network.hidden
    assert with_squares.metrics().test_accuracy > 0.95
    without = trained(changed("features", "network", features=("x1", "x2")), 60)
    assert without.metrics().test_accuracy <= 0.7


def test_the_spiral_is_learnt_from_its_coordinates_alone():
    one = experiment("spiral")
    assert one.network.features == ("x1", "x2")
    assert trained(one, 400).metrics().test_accuracy > 0.95


def test_momentum_is_down_in_the_valley_long_before_plain_descent():
    plain, fast = trained(experiment("valley-sgd"), 200), trained(experiment("valley-momentum"), 200)
    assert fast.metrics().train_loss < 0.02 * plain.metrics().train_loss
    assert plain.experiment.training.learning_rate == fast.experiment.training.learning_rate


def test_three_spirals_have_three_probabilities():
    trainer = trained(experiment("three-spirals"), 300)
    outputs = trainer.network.predict(trainer.data.test.X)
    assert outputs.shape[1] == 3
    assert np.allclose(outputs.sum(axis=1), 1.0)
    assert trainer.metrics().test_accuracy > 0.95


def test_bumps_come_out_of_the_plane():
    assert trained(experiment("bumps"), 400).scores()[1].r2 > 0.8


def test_deep_sigmoids_stand_still_and_deep_tanh_does_not():
    still = experiment("vanishing-gradients")
    assert trained(still, 100).metrics().train_accuracy <= 0.6
    hidden = tuple(LayerSpec(one.width, "tanh") for one in still.network.hidden)
    assert (
        trained(changed("vanishing-gradients", "network", hidden=hidden), 100).metrics().train_accuracy > 0.95
    )


def test_warming_up_makes_a_high_rate_bearable():
    assert trained(experiment("warm-up"), 60).metrics().test_accuracy > 0.95
    assert trained(changed("warm-up", "training", warmup_epochs=0), 60).metrics().test_accuracy < 0.8


def test_a_decaying_rate_ends_calm_and_lower():
    def last_losses(one):
        trainer, losses = trained(one, 400), []
        for _ in range(10):
            trainer.run(epochs=1)
            losses.append(trainer.metrics().train_loss)
        return losses

    calm = last_losses(experiment("decay"))
    wild = last_losses(changed("decay", "training", schedule="constant"))
    assert max(calm) < min(wild)
    assert np.ptp(calm) < 0.5 * np.ptp(wild)


def test_accuracy_deceives_where_classes_are_unlike():
    trainer = trained(experiment("imbalance"), 60)
    assert trainer.metrics().test_accuracy > 0.85
    assert trainer.scores()[1].recall[1] < 0.1


def test_the_examples_of_books_have_their_numbers():
    def first_step(name):
        trainer = Trainer(experiment(name))
        before = trainer.network.predict(trainer.data.train.X[:1]).item()
        trainer.step()
        return before, [layer.theta.round(4).tolist() for layer in trainer.network.layers]

    output, weights = first_step("book-three-inputs")
    assert round(output, 3) == 0.474
    assert round(weights[1][0][0], 3) == -0.261
    output, weights = first_step("book-xor")
    assert round(output, 4) == 0.5097
    assert weights == [[[0.5038, 0.4038, -0.7962], [0.8985, 0.9985, 0.0985]], [[-1.2067, 1.0888, -0.3127]]]
    saturated = Trainer(experiment("book-saturated"))
    X = saturated.data.train.X
    assert round(saturated.network.predict(X).item(), 2) == 0.98
    saturated.run(epochs=300)
    assert round(saturated.network.predict(X).item(), 2) == 0.20
