"""Small steps and large ones: a mini-batch, one sample of it, the rest of the epoch; they add up."""

from dataclasses import replace

import numpy as np
import pytest
from cases import HEADS, everything, retrained, split, trainer_on, weights

from engine import OPTIMIZERS, LayerSpec, StopSpec, Trainer
from engine.base.recipes import run

HIDDEN = (LayerSpec(4, "tanh"), LayerSpec(3, "sigmoid"))
BATCHES = (5, 5, 2)  # 12 train samples in mini-batches of five


def small(**settings):
    return trainer_on(**{"batch_size": 5, "hidden": HIDDEN} | settings)


def by_samples(trainer, n):
    for _ in range(n):
        trainer.step("sample")


def sample_under_way(trainer, k):
    """Return inputs and label of the k-th sample of the epoch under way."""
    i = trainer.state().arrays["order"][k]
    return trainer.data.train.X[i], trainer.data.train.y[i]


def by_hand(trainer, x):
    """The z and a of one sample, layer after layer."""
    Z, A = [], [x]
    for layer in trainer.network.layers:
        Z.append(layer.W @ A[-1] + layer.b)
        A.append(layer.activation(Z[-1][:, np.newaxis])[:, 0])
    return Z, A[1:]


# -- samples add up to mini-batches --------------------------------------------------------------


@pytest.mark.parametrize("shuffle", [True, False], ids=["shuffled", "in order"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_all_samples_of_a_mini_batch_are_a_step_over_it(optimizer, shuffle):
    settings = {"optimizer": optimizer, "shuffle": shuffle, "l1": 0.01, "l2": 0.01, "clip_norm": 0.1}
    sampled, stepped = small(**settings), small(**settings)
    for _ in range(3):
        for n in BATCHES:
            by_samples(sampled, n)
            stepped.step()
            assert everything(sampled) == everything(stepped)
    assert (sampled.epoch, sampled.steps) == (3, 9)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("head", HEADS, ids="-".join)
def test_so_they_are_for_every_problem(head, dtype):
    problem, output, loss = head
    sampled, run_ = (small(problem=problem, output=output, loss=loss, dtype=dtype) for _ in range(2))
    by_samples(sampled, 24)
    run_.run(epochs=2)
    assert everything(sampled) == everything(run_)


def test_so_they_are_with_dropout():
    hidden = (LayerSpec(4, "tanh", dropout=0.5), LayerSpec(3, "relu", dropout=0.3))
    sampled, run_ = small(hidden=hidden), small(hidden=hidden)
    by_samples(sampled, 24)
    run_.run(epochs=2)
    assert everything(sampled) == everything(run_)


@pytest.mark.parametrize("batches", [256, 257, 300])
def test_so_they_are_however_many_mini_batches_there_are(batches):
    data = split(train=2 * batches)
    sampled, run_ = small(data=data, batch_size=2), small(data=data, batch_size=2)
    by_samples(sampled, 2 * batches + 2)
    run_.run()
    run_.step()
    assert everything(sampled) == everything(run_)


def test_a_mini_batch_of_one_is_done_at_once():
    sampled, stepped = small(batch_size=1), small(batch_size=1)
    for _ in range(13):
        sampled.step("sample")
        stepped.step()
        assert sampled.sample == 0
    assert everything(sampled) == everything(stepped)


def test_nothing_changes_before_the_last_sample():
    trainer = small(optimizer="adam", l2=0.1)
    trainer.run(epochs=1)
    before, metrics = trainer.state(), trainer.metrics()
    by_samples(trainer, 4)
    after = trainer.state()
    for name, array in before.arrays.items():
        if name != "order":  # is drawn with the first sample
            np.testing.assert_array_equal(after.arrays[name], array)
    for name in ("epoch", "steps", "updates", "next_batch"):
        assert after.facts[name] == before.facts[name]
    assert trainer.metrics() == metrics
    trainer.step("sample")
    assert (weights(trainer) != before.arrays["parameters"]).all()


def test_the_counter_goes_through_every_mini_batch():
    trainer, counted = small(), []
    for _ in range(14):
        trainer.step("sample")
        counted.append((trainer.epoch, trainer.steps, trainer.sample))
    first = [(0, 0, k) for k in (1, 2, 3, 4)] + [(0, 1, k) for k in (0, 1, 2, 3, 4)] + [(0, 2, 0), (0, 2, 1)]
    assert counted == [*first, (1, 3, 0), (1, 3, 1), (1, 3, 2)]


# -- the last pass -------------------------------------------------------------------------------


@pytest.mark.parametrize("shuffle", [True, False], ids=["shuffled", "in order"])
def test_the_last_pass_is_the_samples_own(shuffle):
    trainer = small(shuffle=shuffle)
    trainer.run(epochs=1)
    for k in range(12):
        layers = [(layer.W.copy(), layer.b.copy()) for layer in trainer.network.layers]
        if k == 0:
            trainer.step("sample")  # draws the order
            x, y = sample_under_way(trainer, 0)
        else:
            x, y = sample_under_way(trainer, k)
            trainer.step("sample")
        (W1, b1), (W2, b2), (W3, b3) = layers  # a mini-batch's last sample has its pass before the step
        z1 = W1 @ x + b1
        a1 = np.tanh(z1)
        z2 = W2 @ a1 + b2
        a2 = 1.0 / (1.0 + np.exp(-z2))
        z3 = W3 @ a2 + b3
        a3 = 1.0 / (1.0 + np.exp(-z3))
        d3 = a3 - y
        d2 = (W3.T @ d3) * a2 * (1.0 - a2)
        d1 = (W2.T @ d2) * (1.0 - a1**2)
        found = trainer.last_pass
        assert found.n == 1
        for stack, expected in ((found.Z, (z1, z2, z3)), (found.A, (a1, a2, a3)), (found.D, (d1, d2, d3))):
            for layer, values in enumerate(expected):
                np.testing.assert_allclose(stack[layer][:, 0], values, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(
    ("problem", "output", "settings", "delta"),
    [
        ("binary", "sigmoid", {"loss": "squared"}, lambda a, y: (a - y) * a * (1.0 - a)),
        ("binary", "sigmoid", {"label_smoothing": 0.2}, lambda a, y: a - (0.8 * y + 0.1)),
        ("binary", "tanh", {"loss": "squared"}, lambda a, y: (a - (2.0 * y - 1.0)) * (1.0 - a**2)),
        ("multiclass", "softmax", {}, lambda a, y: a - np.eye(3)[y]),
        ("regression", "linear", {}, lambda a, y: a - y),
        ("regression", "linear", {"loss": "absolute"}, lambda a, y: np.sign(a - y)),
    ],
)
def test_the_error_of_the_output_is_that_of_one_sample(problem, output, settings, delta):
    trainer = small(problem=problem, output=output, **settings)
    for k in range(4):
        trainer.step("sample")
        x, y = sample_under_way(trainer, k)
        Z, A = by_hand(trainer, x)
        np.testing.assert_allclose(trainer.last_pass.Z[2][:, 0], Z[2], rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(trainer.last_pass.A[2][:, 0], A[2], rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(trainer.last_pass.D[2][:, 0], delta(A[2], y), rtol=1e-12, atol=1e-15)


def test_the_gradients_of_the_samples_have_the_steps_gradient_as_their_mean():
    trainer = small(learning_rate=0.1)
    before, parts = weights(trainer), []
    for _ in range(5):
        trainer.step("sample")
        parts.append(np.concatenate([theta.ravel() for theta in trainer.last_pass.dtheta]))
    np.testing.assert_allclose(before - weights(trainer), 0.1 * np.mean(parts, axis=0), rtol=1e-9, atol=1e-14)


def test_the_last_pass_is_without_dropout():
    trainer = small(hidden=(LayerSpec(50, "tanh", dropout=0.9),))
    trainer.step("sample")
    assert (trainer.last_pass.A[0] != 0.0).all()


def test_there_is_none_before_the_first_sample_and_after_a_new_beginning():
    trainer = small()
    assert trainer.last_pass is None
    trainer.step()
    assert trainer.last_pass is None
    trainer.step("sample")
    assert trainer.last_pass is not None
    trainer.reset()
    assert (trainer.last_pass, trainer.sample) == (None, 0)
    trainer.step("sample")
    trainer.add_neuron(0)
    assert (trainer.last_pass, trainer.sample) == (None, 0)


def test_its_stages_can_be_stepped_through_again():
    trainer = small()
    trainer.step("sample")
    found = trainer.last_pass
    before = [found.D[layer].copy() for layer in range(3)]
    x, y = sample_under_way(trainer, 0)
    for stage in found.stages(np.append(x, 1.0)[:, np.newaxis], np.array([[float(y)]])):
        run(stage.calls)
    for layer, expected in enumerate(before):
        np.testing.assert_array_equal(found.D[layer], expected)


# -- all kinds together --------------------------------------------------------------------------


FINISH = {
    "step": Trainer.step,
    "sample": lambda trainer: by_samples(trainer, 5 - trainer.sample),
    "run": lambda trainer: trainer.run(epochs=1),
    "interrupted": lambda trainer: trainer.run(epochs=1, interrupt=lambda: True),
    "epoch": lambda trainer: trainer.step("epoch"),
}


@pytest.mark.parametrize("samples", [0, 1, 4])
@pytest.mark.parametrize("finish", FINISH.values(), ids=FINISH)
def test_samples_that_were_looked_at_are_trained_no_less_and_no_more(finish, samples):
    looked, alone = (small(optimizer="nadam") for _ in range(2))
    for trainer in (looked, alone):
        trainer.run(epochs=1)
        trainer.step()
    by_samples(looked, samples)
    finish(looked)
    finish(alone)
    assert looked.sample == 0
    assert everything(looked) == everything(alone)
    looked.run(epochs=2)
    alone.run(epochs=2)
    assert everything(looked) == everything(alone)


def test_any_mixture_of_steps_is_a_run():
    rng, mixed = np.random.default_rng(0), small(optimizer="adam")
    for kind in rng.choice(["sample", "batch", "epoch"], size=200, p=[0.8, 0.15, 0.05]):
        mixed.step(str(kind))
    by_samples(mixed, 20)
    mixed.step("epoch")
    whole = small(optimizer="adam")
    whole.run(epochs=mixed.epoch)
    assert mixed.epoch > 10
    assert everything(mixed) == everything(whole)


def test_a_step_is_a_mini_batch_by_default():
    first, second = small(), small()
    first.step()
    second.step("batch")
    assert first.steps == 1
    assert everything(first) == everything(second)


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_a_step_of_an_epoch_goes_to_its_end(steps):
    trainer, whole = small(), small()
    for _ in range(steps):
        trainer.step()
    trainer.step("epoch")
    whole.run()
    assert (trainer.epoch, trainer.steps) == (1, 3)
    assert everything(trainer) == everything(whole)


def test_stepping_an_epoch_twice_trains_two_epochs():
    trainer = small()
    for _ in range(3):
        trainer.step()
    assert trainer.epoch == 1
    trainer.step("epoch")
    assert (trainer.epoch, trainer.steps) == (2, 6)


def test_a_different_rate_does_not_restart_a_mini_batch():
    trainer, other = small(), small(learning_rate=0.5)
    by_samples(trainer, 3)
    trainer.configure(retrained(trainer, learning_rate=0.5))
    assert trainer.sample == 3
    by_samples(trainer, 2)
    other.step()
    np.testing.assert_array_equal(weights(trainer), weights(other))


def test_other_settings_do():
    trainer = small()
    by_samples(trainer, 3)
    trainer.configure(retrained(trainer, batch_size=3))
    assert (trainer.sample, trainer.steps) == (0, 0)
    by_samples(trainer, 3)
    assert trainer.steps == 1


@pytest.mark.parametrize("of", ["sample", "batch", "epoch"])
def test_a_step_clears_a_divergence(of):
    trainer = small()
    trainer.run(epochs=1)
    trainer.network.parameters[0] = np.nan
    trainer.run(epochs=1)
    assert trainer.diverged is not None
    trainer.step(of)
    assert trainer.diverged is None


def test_samples_notice_a_divergence_with_their_mini_batch():
    trainer = small()
    trainer.run(epochs=1)
    good = weights(trainer)
    trainer.network.parameters[0] = np.nan
    by_samples(trainer, 4)
    assert trainer.diverged is None
    trainer.step("sample")
    assert (trainer.diverged.epoch, trainer.diverged.steps, trainer.diverged.what) == (2, 4, "weight")
    np.testing.assert_array_equal(weights(trainer), good)


def test_single_steps_go_past_a_stop_rule():
    # whoever asks for a step gets it
    trainer = small()
    trainer.configure(replace(trainer.experiment, stop=StopSpec(epochs=1, target_loss=1e6)))
    for _ in range(9):
        trainer.step()
    assert trainer.epoch == 3


@pytest.mark.parametrize("of", ["samples", "layer", "", None, 1, ["batch"]])
def test_a_step_of_anything_else_is_refused(of):
    trainer, untouched = small(), small()
    for one in (trainer, untouched):
        by_samples(one, 7)
    with pytest.raises(ValueError, match=r"step of .* is not known") as refusal:
        trainer.step(of)
    assert "\n" not in str(refusal.value)
    assert "sample" in str(refusal.value)
    assert everything(trainer) == everything(untouched)
    for one in (trainer, untouched):
        one.run(epochs=2)
    assert everything(trainer) == everything(untouched)


# -- chosen samples ------------------------------------------------------------------------------


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_step_on_the_samples_of_the_next_mini_batch_gives_the_weights_of_that_step(optimizer):
    hidden = (LayerSpec(4, "tanh", dropout=0.5), LayerSpec(3, "relu"))
    settings = {"optimizer": optimizer, "l1": 0.01, "clip_norm": 0.1, "hidden": hidden}
    chosen, stepped = small(**settings), small(**settings)
    for _ in range(5):
        done = stepped.position[0]
        stepped.step()
        order = stepped.state().arrays["order"]
        chosen.step_on(order[5 * done : 5 * done + 5].tolist())
        assert weights(chosen).tobytes() == weights(stepped).tobytes()
        assert chosen.progress.optimizer.slab.tobytes() == stepped.progress.optimizer.slab.tobytes()


def test_it_uses_up_no_place_in_the_epoch():
    trainer = small()
    trainer.step()
    before = trainer.position
    trainer.step_on([3])
    trainer.step_on([0, 3, 3])
    assert (trainer.position, trainer.epoch, trainer.steps) == (before, 0, 3)
    trainer.run()
    assert (trainer.epoch, trainer.steps) == (1, 5)


def test_it_goes_along_the_gradient_of_these_samples():
    trainer = small(learning_rate=0.5)
    data, before = trainer.data.train, weights(trainer)
    pairs = trainer.gradients(data.X[[2, 7]], data.y[[2, 7]])
    gradient = np.concatenate([np.column_stack(pair).ravel() for pair in pairs])
    trainer.step_on([2, 7])
    np.testing.assert_allclose(weights(trainer), before - 0.5 * gradient, rtol=1e-12)


def test_a_step_on_a_sample_that_diverges_goes_back_to_good_weights():
    trainer = small(problem="regression", hidden=(LayerSpec(4, "relu"),), learning_rate=1000.0)
    before = weights(trainer)
    for _ in range(400):
        trainer.step_on([1])
        if trainer.diverged:
            break
    assert trainer.diverged.steps == trainer.steps
    np.testing.assert_array_equal(weights(trainer), before)


@pytest.mark.parametrize("indices", [[], [12], [-1], [0.5], [True]])
def test_a_step_on_samples_that_are_not_there_is_refused(indices):
    trainer = small()
    before = everything(trainer)
    with pytest.raises(ValueError, match=r"there (is|are) no"):
        trainer.step_on(indices)
    assert everything(trainer) == before
