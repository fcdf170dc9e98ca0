"""The lines of a step: each follows from its numbers, and what is shown adds up or says it is rounded."""

import random
import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from cases import split, trainer_on
from random_trainers import some_trainer

from engine import ACTIVATIONS, LayerSpec, Samples, Split
from engine.analysis.tracer import Tracer
from playground.mathematics import line as line_module
from playground.mathematics.expression import evaluated, parsed
from playground.mathematics.formulas import STRUCTURE, formulas
from playground.mathematics.lines import lines
from playground.mathematics.moments import Moment, Phase, moments
from playground.mathematics.place import BIAS, Place

TRAINERS = 24
ELSEWHERE = {key for key in STRUCTURE if key.startswith("chain")}


def ledger_of(trainer, part="batch", index=0):
    return Tracer(trainer.experiment, trainer.data).trace(trainer.progress.copy(), part, [index])


def places(ledger, moment):
    """Every place that a moment has lines about, and none."""
    yield None
    for index, layer in enumerate(ledger.layers):
        if moment.layer in (None, index):
            yield Place(index)
            for i in range(len(layer.W)):
                yield Place(index, i)
                for j in (*range(layer.W.shape[1]), BIAS):
                    yield Place(index, i, j)


def all_lines(ledger, column=0):
    return [
        line
        for moment in moments(len(ledger.layers))
        for place in places(ledger, moment)
        for line in lines(ledger, moment, place, column)
    ]


@cache
def random_ledger(seed):
    draw = random.Random(seed)
    trainer = some_trainer(draw)
    return ledger_of(trainer, draw.choice(["batch", "train", "test"]), draw.randrange(3))


def line_of(ledger, phase, layer, place, key):
    (found,) = (one for one in lines(ledger, Moment(phase, layer), place) if one.formula == key)
    return found


# -- the numbers of a line are those of its result ---------------------------------------------------


@pytest.mark.parametrize("seed", range(TRAINERS))
def test_each_line_follows_from_the_numbers_in_it(seed):
    ledger = random_ledger(seed)
    single = ledger.update.before.dtype == np.float32
    for line in all_lines(ledger, column=len(ledger.X) - 1):
        if not line.formula:
            continue
        found = evaluated(parsed(formulas()[line.formula].expression), line.known, line.bound)
        value = np.asarray(line.value, dtype=np.float64)
        sizes = [np.abs(one).max() for one in line.known.values() if np.size(one) and not callable(one)]
        close = {"rtol": 1e-3, "atol": 1e-5} if single else {"rtol": 1e-8, "atol": 1e-12}
        if np.isfinite(value).all() and max(sizes, default=0.0) < 1e6:
            np.testing.assert_allclose(np.ravel(found), np.ravel(value), **close, err_msg=line.formula)


def test_all_formulas_are_used():
    ledgers = [random_ledger(seed) for seed in range(TRAINERS)]
    smoothed = [trainer_on(problem, label_smoothing=0.1, l1=0.1) for problem in ("binary", "multiclass")]
    ledgers += [*map(ledger_of, smoothed), flushing()]
    used = {line.formula for ledger in ledgers for line in all_lines(ledger)}
    assert set(STRUCTURE) - used == ELSEWHERE


def flushing():
    """The last step of an epoch, with a weight that is a denormal number."""
    trainer = trainer_on("regression", hidden=(), batch_size=100, learning_rate=1e-320)
    trainer.network.parameters[:] = 3e-310
    return ledger_of(trainer)


@pytest.mark.parametrize("seed", range(0, TRAINERS, 6))
@pytest.mark.parametrize("decimals", [2, 4, None])
def test_each_line_can_be_read_and_copied(seed, decimals):
    for line in all_lines(random_ledger(seed)):
        shown = line.working(decimals)
        assert shown.target
        assert shown.result
        assert bool(shown.numbers) == bool(line.formula) or not shown.numbers
        assert shown.result in line.text(decimals)
        latex = line.latex(decimals)
        assert latex.count("{") == latex.count("}")
        assert latex.count(r"\left") - latex.count(r"\leftarrow") == latex.count(r"\right")
        [float(one) for one in re.split(r"[\t\n]", line.numbers())]


# -- what is shown -----------------------------------------------------------------------------------


def two_two_one(**training):
    """The network of the design: 2-2-1, with weights that are easy to read."""
    trainer = trainer_on("binary", hidden=(LayerSpec(2, "tanh"),), data=one_sample(), **training)
    first, last = trainer.network.layers
    first.W[:], first.b[:] = [[0.41, -1.2], [0.5, 0.25]], [0.07, -0.1]
    last.W[:], last.b[:] = [[0.8, -0.6]], [0.05]
    return trainer


def one_sample():
    return Split(Samples(np.array([[0.9, 0.13]]), np.array([1])), Samples(np.empty((0, 2)), np.empty(0, int)))


def read(ledger, phase, layer, place, key, decimals):
    shown = line_of(ledger, phase, layer, place, key).working(decimals)
    numbers = f"= {shown.numbers} " if shown.numbers else ""
    return f"{shown.target} {numbers}{shown.relation} {shown.result}"


def test_a_neuron_is_read_as_in_a_book():
    ledger = ledger_of(two_two_one())
    at = Phase.FORWARD, 0, Place(0, 0)
    assert read(ledger, *at, "z.first", 3) == "z₁ = 0.410·0.900 − 1.200·0.130 + 0.070 = 0.283"
    assert read(ledger, *at, "activation.tanh", 3) == "a₁ = tanh(0.283) = 0.276"
    assert read(ledger, *at, "z.first", None) == "z₁ = 0.41·0.9 − 1.2·0.13 + 0.07 = 0.28300000000000003"
    assert read(ledger, *at, "z.first", 2) == "z₁ = 0.41·0.90 − 1.20·0.13 + 0.07 = 0.28"
    # a person who types tanh(0.28) gets 0.27
    assert read(ledger, *at, "activation.tanh", 2) == "a₁ = tanh(0.28) ≈ 0.28"


def test_the_output_its_loss_and_its_error_are_read_so_too():
    ledger, output = ledger_of(two_two_one()), Place(1, 0)
    forward, backward = (Phase.FORWARD, 1, output), (Phase.BACKWARD, 1, output)
    assert read(ledger, *forward, "z", 3) == "z₁ = 0.800·0.276 − 0.600·0.365 + 0.050 = 0.052"
    assert read(ledger, *forward, "activation.sigmoid", 3) == "a₁ = 1 / (1 + e^(−0.052)) = 0.513"
    loss = read(ledger, Phase.LOSS, None, None, "loss.binary_cross_entropy", 2)
    assert loss == "L = −1·log(0.51) − (1 − 1)·log(1 − 0.51) = 0.67"
    assert read(ledger, *backward, "delta.matched.one", 3) == "δ₁ = 0.513 − 1 = −0.487"


def test_a_hidden_error_a_gradient_and_a_step_are_read_so_too():
    ledger, weight = ledger_of(two_two_one()), Place(1, 0, 0)
    hidden = Phase.BACKWARD, 0, Place(0, 0)
    assert read(ledger, *hidden, "da", 3) == "∂L/∂a₁ = 0.800·(−0.487) = −0.390"
    assert read(ledger, *hidden, "activation.tanh.slope", 3) == "g′(z₁) = 1 − 0.276² = 0.924"
    assert read(ledger, *hidden, "delta", 3) == "δ₁ = −0.390·0.924 = −0.360"
    assert read(ledger, Phase.GRADIENT, None, weight, "dw.one", 3) == "∂L/∂w₁₁ = −0.487·0.276 = −0.134"
    assert read(ledger, Phase.UPDATE, None, None, "schedule.constant", 3) == "η = 0.03"
    assert (
        read(ledger, Phase.UPDATE, None, weight, "optimizer.sgd.1", 3) == "θ = 0.800 − 0.03·(−0.134) = 0.804"
    )


def test_adam_is_read_line_by_line():
    ledger, weight = ledger_of(two_two_one(optimizer="adam")), Place(1, 0, 0)
    shown = [one.working(2) for one in lines(ledger, Moment(Phase.UPDATE), weight)]
    assert [f"{one.target} = {one.numbers} {one.relation} {one.result}" for one in shown] == [
        "m = 0.9·0.00 + (1 − 0.9)·(−0.13) = −0.01",
        "v = 0.999·0.00 + (1 − 0.999)·(−0.13)² ≈ 1.80·10⁻⁵",
        "m̂ = −0.01 / (1 − 0.9¹) ≈ −0.13",
        "v̂ = 1.80·10⁻⁵ / (1 − 0.999¹) = 0.02",
        "θ = 0.80 − 0.03·(−0.13) / (√0.02 + 10⁻⁸) = 0.83",
    ]


def test_the_sum_over_a_long_mini_batch_is_written_in_short_and_is_that_of_all():
    trainer = trainer_on("regression", hidden=(), data=split("regression", train=400), batch_size=400)
    line = line_of(ledger_of(trainer), Phase.GRADIENT, None, Place(0, 0, 0), "dw.first")
    numbers = line.working(6).numbers
    assert numbers.count("…") == 1
    assert len(numbers) < 1000
    assert line.value == pytest.approx(np.sum(line.values["delta"][0] * line.values["x"][0]))


def test_of_a_large_layer_a_neuron_is_calculated_and_the_matrices_are_not(monkeypatch):
    trainer = trainer_on("regression", hidden=(LayerSpec(60, "tanh"), LayerSpec(60, "tanh")))
    ledger = ledger_of(trainer)
    read = []
    monkeypatch.setattr(line_module, "as_shown", lambda one, _: read.append(np.size(one)) or one)
    layer = line_of(ledger, Phase.FORWARD, 1, Place(1), "z.matrix")
    assert (layer.relation(3), read) == ("≈", [])
    line_of(ledger, Phase.FORWARD, 1, Place(1, 7), "z").relation(3)
    assert sum(read) == 121  # the weights, what they weigh, the bias


def test_a_training_that_has_diverged_can_be_read_too():
    trainer = trainer_on("regression", hidden=(LayerSpec(3, "relu"),))
    ledger = ledger_of(trainer)
    for wrong in (np.inf, np.nan, 1e300):
        trainer.network.parameters[:] = wrong
        ledger = ledger_of(trainer)
        for line in all_lines(ledger):
            for decimals in (2, None):
                assert line.working(decimals).result
                assert line.latex(decimals)


def test_dropout_says_what_its_mask_did():
    trainer = trainer_on(hidden=(LayerSpec(8, "tanh", dropout=0.5),), batch_size=5)
    ledger = ledger_of(trainer)
    keys = set()
    for i in range(8):
        found = {one.formula: one for one in lines(ledger, Moment(Phase.FORWARD, 0), Place(0, i))}
        keys |= set(found)
        kept = "mask.kept" in found
        assert found["mask.kept" if kept else "mask.dropped"].value == (2.0 if kept else 0.0)
        activation = found["activation.tanh"].value
        assert found["dropout"].value == (2.0 * activation if kept else 0.0)
    assert {"mask.kept", "mask.dropped"} <= keys


def test_an_entry_without_a_formula_still_has_its_numbers(monkeypatch):
    monkeypatch.setitem(ACTIVATIONS, "tanh", replace(ACTIVATIONS["tanh"], expression="", slope=""))
    formulas.cache_clear()
    try:
        ledger = ledger_of(two_two_one())
        shown = [one.working(3) for one in lines(ledger, Moment(Phase.FORWARD, 0), Place(0, 0))]
        assert [(one.target, one.numbers, one.result) for one in shown][1] == ("a₁", "", "0.276")
    finally:
        formulas.cache_clear()


def test_a_place_of_another_layer_has_no_lines_at_this_moment():
    assert lines(ledger_of(two_two_one()), Moment(Phase.FORWARD, 0), Place(1)) == ()


def test_latex_is_a_block_with_its_signs_below_each_other():
    ledger = ledger_of(two_two_one())
    line = line_of(ledger, Phase.FORWARD, 1, Place(1, 0), "z")
    assert line.latex(2).splitlines() == [
        r"\begin{align*}",
        r"z^{[l]}_{i} &= \sum_{j} w^{[l]}_{ij} \, a^{[l-1]}_{j} + b^{[l]}_{i} \\",
        r"z^{[2]}_{1} &= 0.80 \cdot 0.28 - 0.60 \cdot 0.36 + 0.05 \approx 0.05",
        r"\end{align*}",
    ]


def test_what_a_letter_stands_for_has_a_line_of_its_own():
    trainer = trainer_on("regression", hidden=(LayerSpec(2, "mish"),), loss="huber", batch_size=1)
    ledger = ledger_of(trainer)
    errors = lines(ledger, Moment(Phase.LOSS))[:2]
    assert [one.working(2).target for one in errors] == ["e₁", "e₂"]
    np.testing.assert_allclose([one.value for one in errors], (ledger.layers[-1].a - ledger.Y)[:, 0])
    letter = line_of(ledger, Phase.BACKWARD, 0, Place(0, 0), "activation.mish.slope.letter")
    assert letter.working(2).target == "q"


def test_matrices_too_say_that_they_are_rounded():
    ledger = ledger_of(two_two_one())
    whole = line_of(ledger, Phase.FORWARD, 0, Place(0), "z.first.matrix")
    assert whole.relation(2) == "="
    output = line_of(ledger, Phase.FORWARD, 1, Place(1), "z.matrix")
    assert output.relation(2) == "≈"
    activation = line_of(ledger, Phase.FORWARD, 0, Place(0), "a.matrix")
    assert (activation.relation(2), activation.relation(3)) == ("≈", "=")
    assert activation.relation(None) == "="
