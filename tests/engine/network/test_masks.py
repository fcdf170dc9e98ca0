"""Masks: frozen parameters do not move, silenced weights count as zero, and both can be undone."""

from dataclasses import replace

import numpy as np
import pytest
from cases import everything, retrained, split, trainer_on, weights

from engine import OPTIMIZERS, LayerSpec, StopSpec, Trainer

# everything that moves a weight besides the gradient of the loss
DRIVEN = {"l1": 1e-5, "l2": 0.1, "weight_decay": 0.05, "max_norm": 0.4, "clip_value": 0.05, "clip_norm": 0.1}
PARTS = {
    "layer": (0, None, None),
    "middle layer": (1, None, None),
    "output": (2, None, None),
    "neuron": (1, 2, None),
    "weight": (0, 1, 2),
    "weights of one source": (1, None, 3),
    "bias": (0, 1, 3),
    "bias of the output": (2, 0, 3),
}
parts = pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
optimizers = pytest.mark.parametrize("optimizer", OPTIMIZERS)


def learnt(**settings):
    """A trainer two epochs old, with whatever its optimizer remembers of them."""
    trainer = trainer_on(**{"batch_size": 5, "learning_rate": 0.003} | settings)
    trainer.run(epochs=2)
    return trainer


def moved_since(trainer, before):
    """Which of the parameters are not what they were, or at zero, where L1 may hold them."""
    return (weights(trainer) != before) | (before == 0.0)


def marked(trainer, layer, neuron, source):
    """Which of the parameters a part is made of."""
    flat = np.zeros(len(trainer.network.parameters), dtype=bool)
    theta = trainer.network.split(flat)[layer]
    theta[slice(None) if neuron is None else neuron, slice(None) if source is None else source] = True
    return flat


def outgoing(trainer, layer, neuron):
    """Which of the parameters are the weights that go out of a neuron."""
    return marked(trainer, layer + 1, None, neuron)


# -- frozen --------------------------------------------------------------------------------------


@optimizers
@parts
def test_what_is_frozen_never_moves_and_the_rest_does(part, optimizer):
    trainer = learnt(optimizer=optimizer, **DRIVEN)
    frozen, before = marked(trainer, *part), weights(trainer)
    trainer.freeze(*part)
    np.testing.assert_array_equal(trainer.frozen, frozen)
    trainer.run(epochs=3)
    np.testing.assert_array_equal(weights(trainer)[frozen], before[frozen])
    assert moved_since(trainer, before)[~frozen].all()


@pytest.mark.parametrize("setting", [{name: value} for name, value in DRIVEN.items()], ids=str)
@optimizers
def test_nothing_at_all_moves_what_is_frozen(optimizer, setting):
    trainer = learnt(optimizer=optimizer, dtype="float32", **setting)
    before = weights(trainer)
    for layer in range(3):
        trainer.freeze(layer)
    trainer.run(epochs=3)
    assert trainer.epoch == 5
    np.testing.assert_array_equal(weights(trainer), before)


@optimizers
@parts
def test_what_is_thawed_moves_again(part, optimizer):
    trainer = learnt(optimizer=optimizer, **DRIVEN)
    frozen, before = marked(trainer, *part), weights(trainer)
    trainer.freeze(*part)
    trainer.run(epochs=1)
    trainer.freeze(*part, on=False)
    assert not trainer.frozen.any()
    trainer.run(epochs=1)
    assert moved_since(trainer, before)[frozen].all()


def test_a_part_of_what_is_frozen_may_thaw():
    trainer = learnt()
    before = weights(trainer)
    trainer.freeze(0)
    trainer.freeze(0, 1, 2, on=False)
    thawed = marked(trainer, 0, 1, 2)
    np.testing.assert_array_equal(trainer.frozen, marked(trainer, 0, None, None) & ~thawed)
    trainer.run(epochs=1)
    moved = weights(trainer) != before
    np.testing.assert_array_equal(moved, ~trainer.frozen)


@optimizers
def test_what_was_frozen_from_the_start_is_remembered_by_no_moment(optimizer):
    trainer = trainer_on(optimizer=optimizer, **DRIVEN)
    trainer.freeze(1)
    trainer.run(epochs=3)
    for name, array in trainer.state().arrays.items():
        if name.startswith("moment"):
            assert not array[trainer.frozen].any()
            assert array[~trainer.frozen].all()


def test_a_thawed_weight_does_not_leap():
    # the gradients it did not follow are not made up for
    trainer = learnt(optimizer="momentum", batch_size=12)
    trainer.freeze(0)
    trainer.run(epochs=400)
    trainer.freeze(0, on=False)
    before = weights(trainer)
    (dW, db), *_ = trainer.gradients(trainer.data.train.X, trainer.data.train.y)
    trainer.step()
    step = trainer.network.split(before - weights(trainer))[0]
    np.testing.assert_allclose(step, 0.003 * np.column_stack([dW, db]), rtol=1e-9, atol=1e-15)


def test_freezing_some_does_not_change_a_step_of_the_others():
    frozen, free = learnt(optimizer="adam"), learnt(optimizer="adam")
    frozen.freeze(1, 2)
    for trainer in (frozen, free):
        trainer.step()
    np.testing.assert_array_equal(weights(frozen)[~frozen.frozen], weights(free)[~frozen.frozen])


def test_the_limit_of_the_gradient_does_not_count_what_is_frozen():
    trainer = trainer_on(clip_norm=1e-3, learning_rate=1.0, batch_size=12)
    trainer.freeze(0)
    trainer.freeze(1)
    before = weights(trainer)
    trainer.step()
    assert np.linalg.norm(weights(trainer) - before) == pytest.approx(1e-3, rel=1e-9)


def test_the_last_layer_alone_learns_a_linear_model_of_the_others():
    trainer = trainer_on(learning_rate=0.5, batch_size=12)
    trainer.freeze(0)
    trainer.freeze(1)
    losses = []
    trainer.run(epochs=100, each_epoch=lambda metrics: losses.append(metrics.train_loss))
    assert losses == sorted(losses, reverse=True)


# -- silenced ------------------------------------------------------------------------------------


@optimizers
@pytest.mark.parametrize(("layer", "neuron"), [(0, 0), (0, 3), (1, 1)])
def test_a_silenced_neuron_stays_silent_while_the_rest_learns(layer, neuron, optimizer):
    trainer = learnt(optimizer=optimizer, **DRIVEN)
    before, silenced = weights(trainer), outgoing(trainer, layer, neuron)
    trainer.silence(layer, neuron)
    np.testing.assert_array_equal(trainer.silenced, silenced)
    np.testing.assert_array_equal(weights(trainer)[silenced], 0.0)
    np.testing.assert_array_equal(weights(trainer)[~silenced], before[~silenced])
    trainer.run(epochs=3)
    np.testing.assert_array_equal(weights(trainer)[silenced], 0.0)
    incoming = marked(trainer, layer, neuron, None)  # what follows is silent: nothing says where to go
    assert moved_since(trainer, before)[~silenced & ~incoming].all()
    trainer.silence(layer, neuron, on=False)
    np.testing.assert_array_equal(weights(trainer)[silenced], before[silenced])
    assert not trainer.silenced.any()


@optimizers
@pytest.mark.parametrize("part", [(0, 1, 2), (1, 0, 0), (2, 0, 1), (0, 1, 3), (2, 0, 3)], ids=str)
def test_a_silenced_weight_or_bias_is_zero_until_it_is_heard_again(part, optimizer):
    trainer = learnt(optimizer=optimizer, dtype="float32", **DRIVEN)
    before, silenced = weights(trainer), marked(trainer, *part)
    trainer.silence(*part)
    np.testing.assert_array_equal(trainer.silenced, silenced)
    trainer.run(epochs=3)
    np.testing.assert_array_equal(weights(trainer)[silenced], 0.0)
    trainer.silence(*part, on=False)
    np.testing.assert_array_equal(weights(trainer)[silenced], before[silenced])
    trainer.run(epochs=1)
    assert moved_since(trainer, before)[silenced].all()


def test_the_function_is_that_of_a_network_without_the_neuron():
    silent, without = learnt(), learnt()
    silent.silence(0, 1)
    without.remove_neuron(0, 1)
    X = silent.data.test.X
    np.testing.assert_allclose(silent.network.predict(X), without.network.predict(X), rtol=1e-14)
    for one, another in zip(vars(silent.metrics()).values(), vars(without.metrics()).values(), strict=True):
        assert one == pytest.approx(another, rel=1e-14)


def test_a_network_learns_around_a_silenced_neuron_as_if_it_were_not_there():
    silent, without = learnt(shuffle=False), learnt(shuffle=False)
    silent.silence(0, 1)
    without.remove_neuron(0, 1)
    for trainer in (silent, without):
        trainer.run(epochs=3)
    X = silent.data.test.X
    np.testing.assert_allclose(silent.network.predict(X), without.network.predict(X), rtol=1e-12)


@parts
def test_once_is_as_good_as_twice(part):
    layer, neuron, source = part
    once, twice = learnt(), learnt()
    for trainer, times in ((once, 1), (twice, 2)):
        for _ in range(times):
            trainer.freeze(*part)
        if neuron is not None and (source is not None or layer < 2):
            for _ in range(times):
                trainer.silence(*part)
            trainer.run(epochs=1)
            for _ in range(times):
                trainer.silence(*part, on=False)
        trainer.run(epochs=1)
        for _ in range(times):
            trainer.freeze(*part, on=False)
        trainer.run(epochs=1)
    assert everything(once) == everything(twice)


def test_what_is_not_silenced_or_frozen_is_not_changed_by_undoing_the_mask():
    trainer, untouched = learnt(), learnt()
    trainer.step()
    untouched.step()
    trainer.silence(0, 1, on=False)
    trainer.silence(1, 1, 2, on=False)
    trainer.freeze(0, on=False)
    assert everything(trainer) == everything(untouched)
    for one in (trainer, untouched):
        one.run(epochs=2)
    assert everything(trainer) == everything(untouched)


def test_silenced_and_heard_again_nothing_has_happened():
    trainer, untouched = learnt(optimizer="adam"), learnt(optimizer="adam")
    for one in (trainer, untouched):
        one.step()
    before = weights(trainer)
    trainer.silence(0, 1)
    trainer.silence(1, 2)
    trainer.silence(1, 2, on=False)
    trainer.silence(0, 1, on=False)
    np.testing.assert_array_equal(weights(trainer), before)
    for one in (trainer, untouched):
        one.run(epochs=2)
    np.testing.assert_array_equal(weights(trainer), weights(untouched))


def test_a_silenced_weight_that_is_set_has_its_value_when_it_is_heard_again():
    trainer = learnt()
    trainer.silence(0, 1, 2)
    values = weights(trainer)
    at = 1 * 4 + 2  # of [W | b], three inputs wide
    other = [k for k in range(len(values)) if k != at]
    trainer.set_parameters(np.where(np.arange(len(values)) == at, 2.5, values))
    np.testing.assert_array_equal(weights(trainer), values)
    assert weights(trainer)[at] == 0.0
    assert Trainer.restore(trainer.state()).silenced[at]
    trainer.silence(0, 1, 2, on=False)
    assert weights(trainer)[at] == 2.5
    np.testing.assert_array_equal(weights(trainer)[other], values[other])


def test_a_silenced_weight_set_to_its_own_value_is_restored():
    trainer = learnt()
    before = weights(trainer)
    trainer.silence(1, 2)
    trainer.set_parameters(weights(trainer))
    trainer.silence(1, 2, on=False)
    np.testing.assert_array_equal(weights(trainer), before)


@pytest.mark.parametrize("count", [0, 3, 10_000])
def test_as_many_values_are_set_as_there_are(count):
    trainer = learnt()
    with pytest.raises(ValueError, match=r"needs 1 number for each of \d+ weights and biases, got"):
        trainer.set_parameters(np.zeros(count))


def test_a_weight_silenced_on_its_own_and_with_its_neuron_is_restored():
    trainer = learnt()
    before = weights(trainer)
    trainer.silence(1, 2, 1)
    trainer.silence(0, 1)
    trainer.silence(1, 2, 1)
    trainer.run(epochs=1)
    trainer.silence(0, 1, on=False)
    trainer.silence(1, 2, 1, on=False)
    silenced = outgoing(trainer, 0, 1)
    np.testing.assert_array_equal(weights(trainer)[silenced], before[silenced])


# -- both ----------------------------------------------------------------------------------------


def test_what_is_frozen_and_silenced_is_zero_and_comes_back_frozen():
    trainer = learnt()
    before, silenced = weights(trainer), outgoing(trainer, 0, 1)
    trainer.freeze(1)
    trainer.silence(0, 1)
    trainer.run(epochs=1)
    np.testing.assert_array_equal(weights(trainer)[silenced], 0.0)
    trainer.silence(0, 1, on=False)
    trainer.run(epochs=1)
    np.testing.assert_array_equal(weights(trainer)[trainer.frozen], before[trainer.frozen])


def test_what_is_thawed_while_it_is_silenced_is_still_silenced():
    trainer = learnt()
    before, silenced = weights(trainer), outgoing(trainer, 0, 1)
    trainer.silence(0, 1)
    trainer.freeze(1)
    trainer.freeze(1, on=False)
    trainer.run(epochs=1)
    np.testing.assert_array_equal(weights(trainer)[silenced], 0.0)
    trainer.silence(0, 1, on=False)
    np.testing.assert_array_equal(weights(trainer)[silenced], before[silenced])


def test_dropout_and_masks_go_together():
    hidden = (LayerSpec(4, "tanh", dropout=0.5), LayerSpec(3, "relu", dropout=0.3))
    trainer = learnt(hidden=hidden, optimizer="nadam", **DRIVEN)
    trainer.freeze(0, 2)
    trainer.silence(0, 1)
    before, held = weights(trainer), trainer.frozen | trainer.silenced
    trainer.run(epochs=3)
    np.testing.assert_array_equal(weights(trainer)[held], before[held])


# -- how long marks last -------------------------------------------------------------------------


LIVE = [
    {"learning_rate": 0.5},
    {"optimizer": "adam"},
    {"optimizer": "momentum", "momentum": 0.5},
    {"batch_size": 3},
    {"l1": 0.1, "weight_decay": 0.1},
    {"loss": "squared"},
    {"schedule": "step", "decay_epochs": 1},
    {"shuffle": False},
]


@pytest.mark.parametrize("change", LIVE, ids=str)
def test_masks_last_through_changes_of_the_training(change):
    trainer = learnt()
    trainer.freeze(0, 2)
    trainer.silence(0, 2)
    before, frozen, silenced = weights(trainer), trainer.frozen, trainer.silenced
    assert trainer.configure(retrained(trainer, **change)) is False
    np.testing.assert_array_equal(trainer.frozen, frozen)
    np.testing.assert_array_equal(trainer.silenced, silenced)
    trainer.run(epochs=2)
    held = frozen | silenced
    np.testing.assert_array_equal(weights(trainer)[held], before[held])
    assert (weights(trainer) != before)[~held].all()


def test_masks_last_through_changes_of_dropout_and_stop_rules():
    trainer = learnt()
    trainer.freeze(0, 1)
    frozen, before = trainer.frozen, weights(trainer)
    hidden = tuple(replace(layer, dropout=0.5) for layer in trainer.experiment.network.hidden)
    network = replace(trainer.experiment.network, hidden=hidden)
    trainer.configure(replace(trainer.experiment, network=network, stop=StopSpec(patience=9)))
    trainer.run(epochs=2)
    np.testing.assert_array_equal(trainer.frozen, frozen)
    np.testing.assert_array_equal(weights(trainer)[frozen], before[frozen])


def test_a_reset_begins_without_marks():
    # as it begins without everything else that was done since: it gives the bits of a new trainer
    trainer, new = learnt(optimizer="adam"), trainer_on(optimizer="adam", batch_size=5, learning_rate=0.003)
    trainer.freeze(0)
    trainer.silence(1, 1)
    trainer.reset()
    assert not trainer.frozen.any()
    assert not trainer.silenced.any()
    for one in (trainer, new):
        one.run(epochs=2)
    assert everything(trainer) == everything(new)


def test_a_network_that_is_drawn_again_has_no_masks():
    trainer = learnt()
    trainer.freeze(0)
    trainer.silence(1, 1)
    assert trainer.configure(replace(trainer.experiment, seed=7)) is True
    assert not trainer.frozen.any()
    assert not trainer.silenced.any()
    before = weights(trainer)
    trainer.silence(1, 1, on=False)
    np.testing.assert_array_equal(weights(trainer), before)
    trainer.run(epochs=1)
    assert (weights(trainer) != before).all()


def test_masks_are_read_as_copies():
    trainer = learnt()
    trainer.frozen[:] = True
    trainer.silenced[:] = True
    assert not trainer.frozen.any()
    assert not trainer.silenced.any()


@pytest.mark.parametrize("shuffle", [True, False])
def test_masks_do_not_interrupt_the_epoch(shuffle):
    marked_in_it, before_it = (learnt(shuffle=shuffle) for _ in range(2))
    steps = marked_in_it.steps
    marked_in_it.step()
    marked_in_it.freeze(0)
    marked_in_it.freeze(0, on=False)
    before_it.step()
    for trainer in (marked_in_it, before_it):
        trainer.run(epochs=1)
        assert trainer.steps == steps + 3
    assert everything(marked_in_it) == everything(before_it)


def test_masks_do_not_interrupt_a_mini_batch_that_is_stepped_through_by_samples():
    trainer = learnt()
    trainer.step("sample")
    trainer.step("sample")
    seen = trainer.last_pass.A[0].copy()
    trainer.freeze(0, 1)
    assert trainer.sample == 2
    np.testing.assert_array_equal(trainer.last_pass.A[0], seen)
    steps = trainer.steps
    for _ in range(3):
        trainer.step("sample")
    assert (trainer.sample, trainer.steps) == (0, steps + 1)


def test_metrics_count_silenced_weights_as_zero():
    trainer = learnt()
    loud = trainer.metrics()
    trainer.silence(0, 1)
    silent = trainer.metrics()
    assert silent != loud
    trainer.silence(0, 1, on=False)
    assert trainer.metrics() == loud


# -- divergence ----------------------------------------------------------------------------------


def diverge(trainer):
    free = np.flatnonzero(~(trainer.frozen | trainer.silenced))[0]
    trainer.network.parameters[free] = np.nan
    trainer.run(epochs=2)
    assert trainer.diverged is not None
    assert np.isfinite(weights(trainer)).all()


@pytest.mark.parametrize("steps", [0, 1])
def test_a_divergence_wakes_nothing_that_is_silenced(steps):
    trainer = learnt()
    before, silenced = weights(trainer), outgoing(trainer, 0, 1)
    for _ in range(steps):
        trainer.step()
        before = weights(trainer)
    trainer.silence(0, 1)
    diverge(trainer)
    np.testing.assert_array_equal(trainer.silenced, silenced)
    np.testing.assert_array_equal(weights(trainer)[silenced], 0.0)
    trainer.silence(0, 1, on=False)
    np.testing.assert_array_equal(weights(trainer)[silenced], before[silenced])


def test_a_divergence_silences_nothing_that_is_heard_again():
    trainer = learnt()
    before, silenced = weights(trainer), outgoing(trainer, 0, 1)
    trainer.silence(0, 1)
    trainer.run(epochs=1)
    trainer.silence(0, 1, on=False)
    diverge(trainer)
    np.testing.assert_array_equal(weights(trainer)[silenced], before[silenced])


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_a_divergence_moves_nothing_that_is_frozen(steps):
    trainer = learnt()
    for _ in range(steps):
        trainer.step()
    trainer.freeze(1)
    before = weights(trainer)
    diverge(trainer)
    np.testing.assert_array_equal(weights(trainer)[trainer.frozen], before[trainer.frozen])


# -- what is refused -----------------------------------------------------------------------------


REFUSED = [
    (lambda trainer: trainer.freeze(3), "there is no layer 3: choose 0 to 2"),
    (lambda trainer: trainer.freeze(-1), "there is no layer -1: choose 0 to 2"),
    (lambda trainer: trainer.freeze("output"), "there is no layer 'output'"),
    (lambda trainer: trainer.freeze(True), "there is no layer True"),
    (lambda trainer: trainer.freeze(None), "there is no layer None"),
    (lambda trainer: trainer.freeze(0, 4), "there is no neuron 4: choose 0 to 3"),
    (lambda trainer: trainer.freeze(0, -1), "there is no neuron -1: choose 0 to 3"),
    (lambda trainer: trainer.freeze(0, 1.0), "there is no neuron 1.0: choose 0 to 3"),
    (lambda trainer: trainer.freeze(0, 0, 4), "there is no source 4: choose 0 to 3"),
    (lambda trainer: trainer.freeze(0, None, -1), "there is no source -1: choose 0 to 3"),
    (lambda trainer: trainer.silence(3, 0), "there is no layer 3: choose 0 to 2"),
    (lambda trainer: trainer.silence(0, 4), "there is no neuron 4: choose 0 to 3"),
    (lambda trainer: trainer.silence(0, -1), "there is no neuron -1: choose 0 to 3"),
    (lambda trainer: trainer.silence(2, 1), "there is no neuron 1: choose 0 to 0"),
    (lambda trainer: trainer.silence(2, 0), "an output cannot be silenced: silence the weights into it"),
    (lambda trainer: trainer.silence(1, 0, 5), "there is no source 5: choose 0 to 4"),
]


@pytest.mark.parametrize(("change", "message"), REFUSED)
def test_a_part_that_is_not_there_is_refused_and_nothing_has_changed(change, message):
    trainer, untouched = learnt(), learnt()
    for one in (trainer, untouched):
        one.freeze(1, 1)
        one.silence(0, 1)
        one.step()
    with pytest.raises(ValueError, match=message) as refusal:
        change(trainer)
    assert "\n" not in str(refusal.value)
    assert everything(trainer) == everything(untouched)
    for one in (trainer, untouched):
        one.run(epochs=2)
    assert everything(trainer) == everything(untouched)


def test_a_network_without_hidden_layers_has_parts_as_well():
    trainer = learnt(hidden=(), data=split("multiclass"))
    before = weights(trainer)
    trainer.freeze(0, 2)
    trainer.silence(0, 1, 0)
    trainer.run(epochs=1)
    theta = trainer.network.layers[0].theta
    np.testing.assert_array_equal(theta[2], trainer.network.split(before)[0][2])
    assert theta[1, 0] == 0.0


def test_a_silenced_layer_leaves_the_same_output_for_every_sample():
    trainer = learnt()
    before = weights(trainer)
    trainer.silence(0)
    assert not trainer.network.layers[1].W.any()
    assert np.ptp(trainer.network.predict(trainer.data.train.X), axis=0).max() == 0.0
    trainer.silence(0, on=False)
    np.testing.assert_array_equal(weights(trainer), before)
