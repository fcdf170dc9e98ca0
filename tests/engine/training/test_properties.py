"""Laws that hold for every possible experiment, each checked on many small random ones."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest
from cases import HEADS, everything, retrained, small_chunks
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from engine import (
    DATASETS,
    FEATURES,
    INITIALIZERS,
    OPTIMIZERS,
    SCHEDULES,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    Samples,
    Split,
    State,
    StopSpec,
    Trainer,
    TrainSpec,
    hidden_activations,
)
from engine.features import needs_x2

law = settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    database=None,
    print_blob=False,
    phases=(Phase.generate, Phase.shrink),
)
few = settings(law, max_examples=8)  # for each of many
every_head = pytest.mark.parametrize("head", HEADS, ids="-".join)
every_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS)

SMOOTH = ("linear", "sigmoid", "tanh", "softplus", "swish", "gelu", "mish", "sine")
SMOOTH_HEADS = [head for head in HEADS if head[2] == "squared" or head[2].endswith("cross_entropy")]


@dataclass(frozen=True)
class Case:
    """An experiment, and data that are passed in with it, or None for its own."""

    experiment: Experiment
    data: Split | None

    def trainer(self) -> Trainer:
        """A new trainer: the same one at every call."""
        return Trainer(self.experiment, data=self.data)

    def changed(self, **training: object) -> "Case":
        """The same with other training settings."""
        return Case(
            replace(self.experiment, training=replace(self.experiment.training, **training)), self.data
        )

    def without_dropout(self) -> "Case":
        network = self.experiment.network
        hidden = tuple(replace(layer, dropout=0.0) for layer in network.hidden)
        return Case(replace(self.experiment, network=replace(network, hidden=hidden)), self.data)


# What may be said of how to learn, at rates at which nothing runs away
SETTINGS = [
    *(("optimizer", name) for name in OPTIMIZERS),
    *(("schedule", name) for name in SCHEDULES),
    *(("batch_size", size) for size in (1, 2, 3, 5, 7, 16)),
    *(("learning_rate", 0.003), ("learning_rate", 0.05), ("shuffle", False), ("warmup_epochs", 2)),
    *(("l1", 0.02), ("l1", 0.5), ("l2", 0.1), ("weight_decay", 0.0), ("weight_decay", 0.3)),
    *(("clip_value", 0.05), ("clip_norm", 0.2), ("max_norm", 0.7)),
    *(("label_smoothing", 0.2), ("huber_delta", 0.3)),
    *(("momentum", 0.0), ("rho", 0.5), ("beta1", 0.0), ("beta2", 0.9), ("epsilon", 0.1)),
]
START = {"batch_size": 4, "decay_epochs": 2, "plateau_epochs": 1, "decay_factor": 0.6}
CHANGES = st.lists(st.sampled_from(SETTINGS), max_size=8)
SEEDS = st.integers(0, 99)
# How many samples there are, to train and in all, and the width of what is passed in
TRAIN, TEST, COLUMNS = st.integers(4, 12), st.integers(0, 4), st.integers(1, 3)
VALUES = st.integers(1, 2)
DRAWN = {
    problem: st.sampled_from([name for name, one in DATASETS.items() if one.problem == problem])
    for problem in ("binary", "multiclass", "regression")
}
FEATURE_LISTS = st.lists(st.sampled_from([*FEATURES, "=x1*sin(x2)"]), min_size=1, max_size=3, unique=True)
INITIALIZER = st.sampled_from(list(INITIALIZERS))
BIAS = st.sampled_from([None, 0.1])
NOISE, IMBALANCE = st.sampled_from([0.0, 0.2]), st.sampled_from([0.0, 0.5])
HELD_OUT = st.sampled_from([0.0, 0.3])


def layers(activations: tuple[str, ...]) -> st.SearchStrategy[LayerSpec]:
    return st.builds(
        LayerSpec, st.integers(1, 6), st.sampled_from(activations), st.sampled_from([0.0, 0.0, 0.3, 0.6])
    )


@st.composite
def splits(draw: st.DrawFn, problem: str) -> Split:
    """Samples that are passed in: every class is among those that train."""
    rng = np.random.default_rng(draw(SEEDS))
    train, test = draw(TRAIN), draw(TEST)
    X = rng.normal(size=(train + test, draw(COLUMNS)))
    if problem == "regression":
        y = rng.normal(size=(train + test, draw(VALUES)))
    else:
        y = np.arange(train + test) % (2 if problem == "binary" else 2 + draw(VALUES))
    return Split(Samples(X[:train], y[:train]), Samples(X[train:], y[train:]))


@st.composite
def own_points(draw: st.DrawFn, problem: str) -> DataSpec:
    """A person's own points, also few, also with one input, also with values that are standardised."""
    rng = np.random.default_rng(draw(SEEDS))
    count, values, one_input = draw(st.integers(3, 40)), problem == "regression", draw(st.booleans())
    X = rng.uniform(-2.0, 2.0, (count, 2)) * (1.0, 0.0 if values and one_input else 1.0)
    y = rng.normal(size=count) if values else np.arange(count) % (2 if problem == "binary" else 3)
    return DataSpec(
        "own",
        points=[(*x, label) for x, label in zip(X.tolist(), y.tolist(), strict=True)],
        labels="values" if values else "classes",
        test_fraction=draw(HELD_OUT),
        test_points=tuple(range(draw(st.integers(0, 2)))),
        one_input=values and one_input,
        standardise_values=draw(st.booleans()),
    )


@st.composite
def _experiments(draw: st.DrawFn, heads, layer_lists, passed_in) -> Case:
    problem, output, loss = draw(heads)
    if passed_in or (passed_in is None and draw(st.booleans())):
        data, spec, features = draw(splits(problem)), DataSpec(), ("x1", "x2")
    else:
        data, features = None, draw(FEATURE_LISTS)
        generated = DataSpec(
            draw(DRAWN[problem]),
            samples=10 + draw(TEST),
            noise=draw(NOISE),
            test_fraction=draw(HELD_OUT),
            imbalance=draw(IMBALANCE),
        )
        spec = draw(own_points(problem)) if draw(st.booleans()) else generated
        if 1 not in spec.columns:
            features = tuple(name for name in features if not needs_x2(name)) or ("x1",)
    network = NetworkSpec(
        features, draw(layer_lists), output, initializer=draw(INITIALIZER), init_bias=draw(BIAS)
    )
    training = TrainSpec(**START | dict(draw(CHANGES)) | {"loss": loss})
    return Case(Experiment(spec, network, training, seed=draw(SEEDS)), data)


def experiments(
    activations: tuple[str, ...] = hidden_activations(),
    heads: list[tuple[str, str, str]] = HEADS,
    least_layers: int = 0,
    passed_in: bool | None = None,
) -> st.SearchStrategy[Case]:
    """Small experiments, of every kind there is."""
    layer_lists = st.lists(layers(activations), min_size=least_layers, max_size=3)
    return _experiments(st.sampled_from(heads), layer_lists, passed_in)


STEPS = st.lists(st.sampled_from(["batch", "batch", "sample", "epoch"]), max_size=6)


def advance(trainer: Trainer, steps: list[str]) -> None:
    for of in steps:
        trainer.step(of)


def weights(trainer: Trainer) -> np.ndarray:
    return trainer.network.parameters.copy()


def flat(trainer: Trainer, X: np.ndarray | None = None, y: np.ndarray | None = None) -> np.ndarray:
    """The gradient over some samples, or those that train, in the order of the parameters."""
    train = trainer.data.train
    pairs = trainer.gradients(train.X if X is None else X, train.y if y is None else y)
    return np.concatenate([np.column_stack(pair).ravel() for pair in pairs])


def outputs(trainer: Trainer) -> np.ndarray:
    return trainer.network.predict(trainer.data.train.X)


def place(trainer: Trainer) -> tuple[object, ...]:
    """Everything visible of how far training has come, except the weights."""
    return (
        *(trainer.epoch, trainer.steps, trainer.sample, trainer.diverged, trainer.learning_rate),
        *(trainer.frozen.tolist(), trainer.silenced.tolist(), trainer.experiment, trainer.metrics()),
    )


def assert_same(one: Trainer, other: Trainer) -> None:
    np.testing.assert_array_equal(weights(one), weights(other))
    assert place(one) == place(other)


# -- gradients -------------------------------------------------------------------------------


def total_loss(trainer: Trainer) -> float:
    """The mean loss over the train samples and the penalties, as training makes it small."""
    spec = trainer.experiment.training
    W = np.concatenate([layer.W.ravel() for layer in trainer.network.layers])
    return trainer.metrics().train_loss + spec.l1 * np.abs(W).sum() + 0.5 * spec.l2 * (W**2).sum()


def slopes(trainer: Trainer, h: float = 1e-6) -> tuple[np.ndarray, np.ndarray, float]:
    """The slopes of the loss to the left and to the right along every parameter, and the loss itself."""
    p, here = trainer.network.parameters, total_loss(trainer)
    left, right = np.empty_like(p), np.empty_like(p)
    for i, w in enumerate(p.tolist()):
        p[i] = w - h
        left[i] = (here - total_loss(trainer)) / h
        p[i] = w + h
        right[i] = (total_loss(trainer) - here) / h
        p[i] = w
    return left, right, here


@every_head
@few
@given(st.data(), STEPS)
def test_a_gradient_lies_between_the_slopes_to_the_left_and_to_the_right(head, data, steps):
    # which at a kink are two, and otherwise nearly one
    trainer = data.draw(experiments(heads=[head])).trainer()
    advance(trainer, steps)
    gradient, (left, right, here) = flat(trainer), slopes(trainer)
    slack = 1e-7 * (1.0 + here + np.abs(gradient))
    assert (gradient >= np.minimum(left, right) - slack).all()
    assert (gradient <= np.maximum(left, right) + slack).all()


@pytest.mark.parametrize("activation", SMOOTH)
@few
@given(st.data())
def test_a_gradient_is_the_slope_wherever_there_is_one(activation, data):
    case = data.draw(experiments((activation,), SMOOTH_HEADS, least_layers=1))
    trainer = case.changed(l1=0.0).trainer()
    trainer.network.parameters += 0.1  # where all weights are zero, most slopes are
    gradient, (left, right, here) = flat(trainer), slopes(trainer)
    slack = 1e-8 * (1.0 + here + np.abs(gradient))
    assert (np.abs(gradient - 0.5 * (left + right)) <= slack).all()


@every_head
@few
@given(st.data(), STEPS)
def test_the_mean_of_the_samples_gradients_is_the_gradient_of_all(head, data, steps):
    case = data.draw(experiments(heads=[head]))
    trainer = case.changed(l1=0.0).trainer()  # l1 at w = 0 depends on the sign of the whole gradient
    advance(trainer, steps)
    X, y = trainer.data.train.X, trainer.data.train.y
    each = [flat(trainer, X[i : i + 1], y[i : i + 1]) for i in range(len(X))]
    np.testing.assert_allclose(np.mean(each, axis=0), flat(trainer, X, y), rtol=1e-10, atol=1e-12)


@law
@given(experiments(passed_in=True), st.randoms(use_true_random=False))
def test_the_order_of_the_samples_makes_no_difference_to_a_full_batch(case, random):
    train = case.data.train
    order = list(range(len(train)))
    random.shuffle(order)
    case = case.changed(batch_size=len(train), schedule="constant").without_dropout()
    turned = replace(case, data=Split(Samples(train.X[order], train.y[order]), case.data.test))
    one, other = case.trainer(), turned.trainer()
    np.testing.assert_allclose(flat(one), flat(other), rtol=1e-12, atol=1e-12)
    for trainer in (one, other):
        trainer.run(epochs=3)
    np.testing.assert_allclose(weights(one), weights(other), rtol=1e-7, atol=1e-7)


# -- the same bits ---------------------------------------------------------------------------


@every_optimizer
@few
@given(experiments(), STEPS)
def test_the_same_experiment_takes_the_same_steps_to_the_same_bits(optimizer, case, steps):
    case = case.changed(optimizer=optimizer)
    one, other = case.trainer(), case.trainer()
    for trainer in (one, other):
        advance(trainer, steps)
    assert_same(one, other)


@every_optimizer
@few
@given(experiments(), st.integers(1, 15))
def test_steps_by_batch_by_sample_and_runs_take_the_same_way(optimizer, case, batches):
    case = case.changed(optimizer=optimizer)
    by_batch, by_sample, run = case.trainer(), case.trainer(), case.trainer()
    advance(by_batch, ["batch"] * batches)
    while by_sample.steps < batches:
        by_sample.step("sample")
    while run.steps < batches:
        run.run(epochs=100, interrupt=lambda: run.steps >= batches)
    for other in (by_sample, run):
        np.testing.assert_array_equal(weights(by_batch), weights(other))
        assert (by_batch.epoch, by_batch.steps, other.sample) == (other.epoch, other.steps, 0)


@every_optimizer
@few
@given(experiments(least_layers=1), STEPS, STEPS, st.booleans())
def test_saved_and_restored_at_any_step_it_continues_bit_for_bit(optimizer, case, before, after, at_rest):
    trainer = case.changed(optimizer=optimizer).trainer()
    if at_rest:
        trainer.freeze(0, 0)
        trainer.silence(0, 0)
    advance(trainer, before)
    restored = Trainer.restore(State.from_bytes(trainer.state().to_bytes()))
    assert_same(trainer, restored)
    for one in (trainer, restored):
        advance(one, [*after, "batch", "epoch"])
    assert_same(trainer, restored)


@every_optimizer
@few
@given(experiments(least_layers=1), STEPS, STEPS, st.booleans())
def test_from_a_copy_of_its_progress_it_continues_bit_for_bit(optimizer, case, before, after, at_rest):
    trainer = case.changed(optimizer=optimizer).trainer()
    if at_rest:
        trainer.freeze(0, 0)
        trainer.silence(0, 0)
    advance(trainer, before)
    copy = trainer.progress.copy()
    branch = Trainer.resume(trainer.experiment, trainer.data, copy)
    assert_same(trainer, branch)
    for one in (trainer, branch):
        advance(one, [*after, "batch", "epoch"])
    assert_same(trainer, branch)
    again = Trainer.resume(trainer.experiment, trainer.data, copy)
    advance(again, [*after, "batch", "epoch"])
    assert_same(trainer, again)


@law
@given(experiments(), STEPS)
def test_taking_the_state_disturbs_nothing(case, steps):
    looked_at, alone = case.trainer(), case.trainer()
    for of in steps:
        looked_at.step(of)
        looked_at.state()
        flat(looked_at)
        alone.step(of)
    assert_same(looked_at, alone)


@law
@given(experiments(), STEPS)
def test_a_reset_is_a_new_beginning(case, steps):
    used, new = case.trainer(), case.trainer()
    advance(used, steps)
    used.reset()
    assert_same(used, new)
    for trainer in (used, new):
        advance(trainer, [*steps, "batch", "epoch"])
    assert_same(used, new)


# -- interrupted runs ------------------------------------------------------------------------


def nothing(trainer):
    return trainer


def restored(trainer):
    return Trainer.restore(State.from_bytes(trainer.state().to_bytes()))


def resumed(trainer):
    return Trainer.resume(trainer.experiment, trainer.data, trainer.progress)


def looked_at(trainer):
    trainer.metrics()
    trainer.scores()
    trainer.state()
    return trainer


def rate_there_and_back(trainer):
    rate = trainer.experiment.training.learning_rate
    trainer.configure(retrained(trainer, learning_rate=0.5))
    trainer.configure(retrained(trainer, learning_rate=rate))
    return trainer


def penalty_there_and_back(trainer):
    l2 = trainer.experiment.training.l2
    trainer.configure(retrained(trainer, l2=0.7))
    trainer.configure(retrained(trainer, l2=l2))
    return trainer


def frozen_and_free(trainer):
    trainer.freeze(0)
    trainer.freeze(0, on=False)
    return trainer


HARMLESS = [
    *[nothing] * 4, restored, resumed, looked_at, rate_there_and_back, penalty_there_and_back, frozen_and_free
]  # fmt: skip
STOPS = st.sampled_from(
    [StopSpec(), StopSpec(patience=1), StopSpec(patience=3), StopSpec(target_loss=0.3), StopSpec(epochs=2)]
)
EPOCHS = 4


def course(case: Case, seen: bool, chance: float, rng: random.Random):
    """Train; return the end, what the epochs reported, and why runs ended. Interrupted with this chance."""
    trainer, reports, ends = case.trainer(), [], []

    def report(metrics):
        reports.append((trainer.epoch, trainer.steps, metrics))

    while trainer.epoch < EPOCHS and not trainer.diverged:
        interrupt = (lambda: rng.random() < chance) if chance else None
        stopped = trainer.run(EPOCHS - trainer.epoch, interrupt, report if seen else None)
        if stopped.reason == "interrupt":
            trainer = rng.choice(HARMLESS)(trainer)
        elif stopped.reason != "all_epochs":
            ends.append(stopped)
    return everything(trainer), reports, ends


@pytest.mark.parametrize("seen", [True, False], ids=["each epoch", "by the rules"])
@law
@given(experiments(), STOPS, st.sampled_from([0.1, 0.5, 1.0]), st.randoms(use_true_random=False))
def test_however_a_run_is_interrupted_it_takes_the_same_way(seen, case, stop, chance, rng):
    case = replace(case, experiment=replace(case.experiment, stop=stop))
    with small_chunks():
        whole, cut = course(case, seen, 0.0, rng), course(case, seen, chance, rng)
    assert repr(cut) == repr(whole)


@law
@given(experiments(), st.sampled_from([0.1, 0.5, 1.0]), st.randoms(use_true_random=False))
def test_a_run_that_watches_the_loss_for_its_schedule_does_too(case, chance, rng):
    case = case.changed(schedule="plateau", plateau_epochs=1)
    with small_chunks():
        whole, cut = course(case, False, 0.0, rng), course(case, False, chance, rng)
    assert repr(cut) == repr(whole)


# -- parts at rest ---------------------------------------------------------------------------


@every_optimizer
@few
@given(experiments(), STEPS, STEPS, st.data())
def test_a_frozen_part_never_moves(optimizer, case, before, after, data):
    trainer = case.changed(optimizer=optimizer, weight_decay=0.3, max_norm=0.5).trainer()
    advance(trainer, before)
    layer = data.draw(st.integers(0, len(trainer.network.layers) - 1))
    theta = trainer.network.layers[layer].theta
    neuron = data.draw(st.none() | st.integers(0, len(theta) - 1))
    source = None if neuron is None else data.draw(st.none() | st.integers(0, theta.shape[1] - 1))
    trainer.freeze(layer, neuron, source)
    rows = slice(None) if neuron is None else neuron
    columns = slice(None) if source is None else source
    kept = theta[rows, columns].copy()
    assert trainer.frozen.sum() == kept.size
    advance(trainer, [*after, "batch", "epoch"])
    np.testing.assert_array_equal(trainer.network.layers[layer].theta[rows, columns], kept)
    assert trainer.diverged is None
    trainer.freeze(layer, neuron, source, on=False)
    assert not trainer.frozen.any()


@law
@given(experiments(least_layers=1), STEPS, STEPS, st.data())
def test_a_silenced_neuron_has_outgoing_weights_of_zero_until_it_is_heard_again(case, before, after, data):
    trainer, zeroed = case.trainer(), case.trainer()
    for one in (trainer, zeroed):
        advance(one, before)
    layer = data.draw(st.integers(0, len(trainer.network.layers) - 2))
    neuron = data.draw(st.integers(0, trainer.network.sizes[layer + 1] - 1))
    spoken, outgoing = outputs(trainer), trainer.network.layers[layer + 1].W[:, neuron].copy()
    trainer.silence(layer, neuron)
    zeroed.network.layers[layer + 1].W[:, neuron] = 0.0
    np.testing.assert_array_equal(outputs(trainer), outputs(zeroed))
    assert trainer.metrics() == zeroed.metrics()
    trainer.silence(layer, neuron, on=False)
    np.testing.assert_array_equal(outputs(trainer), spoken)
    trainer.silence(layer, neuron)
    advance(trainer, [*after, "batch", "epoch"])
    assert not trainer.network.layers[layer + 1].W[:, neuron].any()
    trainer.silence(layer, neuron, on=False)
    np.testing.assert_array_equal(trainer.network.layers[layer + 1].W[:, neuron], outgoing)


# -- operations ------------------------------------------------------------------------------


@every_optimizer
@few
@given(experiments(least_layers=1), st.data())
def test_the_order_of_the_neurons_makes_no_difference(optimizer, case, data):
    case = case.without_dropout().changed(optimizer=optimizer, schedule="constant")
    one, other = case.trainer(), case.trainer()
    layer = data.draw(st.integers(0, len(one.network.layers) - 2))
    order = data.draw(st.permutations(range(one.network.sizes[layer + 1])))

    def permuted(parameters):
        thetas = [theta.copy() for theta in one.network.split(parameters)]
        thetas[layer] = thetas[layer][order]
        thetas[layer + 1][:, :-1] = thetas[layer + 1][:, order]
        return np.concatenate([theta.ravel() for theta in thetas])

    other.network.parameters[:] = permuted(weights(one))
    np.testing.assert_allclose(outputs(other), outputs(one), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(flat(other), permuted(flat(one)), rtol=1e-10, atol=1e-12)
    for trainer in (one, other):
        trainer.run(epochs=2)
    np.testing.assert_allclose(weights(other), permuted(weights(one)), rtol=1e-7, atol=1e-7)


def assert_function_stays(case: Case, steps: list[str], operate: Callable[[Trainer], None]) -> Trainer:
    """Check that the operation changes neither the function nor the epoch and steps; then train on."""
    trainer = case.trainer()
    advance(trainer, steps)
    before, epoch, done = outputs(trainer), trainer.epoch, trainer.steps
    operate(trainer)
    np.testing.assert_allclose(outputs(trainer), before, rtol=1e-12, atol=1e-12)
    assert (trainer.epoch, trainer.steps) == (epoch, done)
    trainer.step("epoch")
    assert trainer.diverged is None
    return trainer


@law
@given(experiments(least_layers=1), STEPS, st.data())
def test_a_new_neuron_does_not_change_the_function(case, steps, data):
    widths = [layer.width for layer in case.experiment.network.hidden]
    layer = data.draw(st.integers(0, len(widths) - 1))
    at = data.draw(st.none() | st.integers(0, widths[layer]))
    trainer = assert_function_stays(case, steps, lambda trainer: trainer.add_neuron(layer, at))
    assert trainer.network.sizes[layer + 1] == widths[layer] + 1


@law
@given(experiments(), STEPS, st.data())
def test_neither_adding_a_linear_layer_nor_removing_it_changes_the_function(case, steps, data):
    count = len(case.experiment.network.hidden)
    at = data.draw(st.integers(0, count))
    trainer = assert_function_stays(case, steps, lambda trainer: trainer.add_layer(at))
    assert len(trainer.network.layers) == count + 2
    spoken = outputs(trainer)  # an epoch later
    trainer.remove_layer(at)
    np.testing.assert_allclose(outputs(trainer), spoken, rtol=1e-10, atol=1e-12)
    assert trainer.experiment.network == case.experiment.network


@law
@given(experiments(least_layers=1), STEPS, st.data())
def test_a_neuron_that_nothing_listens_to_can_be_taken_away(case, steps, data):
    widths = [layer.width for layer in case.experiment.network.hidden]
    layer = data.draw(st.integers(0, len(widths) - 1))
    assume(widths[layer] > 1)
    neuron = data.draw(st.integers(0, widths[layer] - 1))
    trainer = case.trainer()
    advance(trainer, steps)
    trainer.network.layers[layer + 1].W[:, neuron] = 0.0
    before = outputs(trainer)
    trainer.remove_neuron(layer, neuron)
    np.testing.assert_allclose(outputs(trainer), before, rtol=1e-12, atol=1e-12)
    trainer.step("epoch")


@every_optimizer
@few
@given(experiments(least_layers=1), STEPS, st.data())
def test_a_neuron_that_was_added_and_taken_away_was_never_there(optimizer, case, steps, data):
    case = case.changed(optimizer=optimizer, shuffle=False)  # the epoch under way is begun again
    trainer, untouched = case.trainer(), case.trainer()
    for one in (trainer, untouched):
        one.step("epoch")
    layer = data.draw(st.integers(0, len(case.experiment.network.hidden) - 1))
    at = data.draw(st.integers(0, case.experiment.network.hidden[layer].width))
    trainer.add_neuron(layer, at)
    trainer.remove_neuron(layer, at)
    for one in (trainer, untouched):
        advance(one, steps)
    assert_same(trainer, untouched)


# -- dropout ---------------------------------------------------------------------------------


@law
@given(experiments(least_layers=1), STEPS)
def test_dropout_is_off_wherever_nothing_is_learned(case, steps):
    sparse, dense = case.trainer(), case.without_dropout().trainer()
    advance(sparse, steps)
    dense.network.parameters[:] = sparse.network.parameters
    assert sparse.metrics() == dense.metrics()
    np.testing.assert_array_equal(outputs(sparse), outputs(dense))
    np.testing.assert_array_equal(flat(sparse), flat(dense))
    np.testing.assert_array_equal(flat(sparse), flat(sparse))
