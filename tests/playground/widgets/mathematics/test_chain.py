"""The chain of one weight as the ledger tells it: factors, paths, parts, and why it moves."""

import math

import pytest
from ledgers import ledger_of, trainer_of
from PySide6.QtCore import QObject

from engine.analysis.chain import chain_of
from playground.mathematics.moments import Moment, Phase
from playground.mathematics.place import BIAS, Place
from playground.mathematics.rounding import as_shown
from playground.mathematics.rounding import unit as unit_of
from playground.texts import mathematics as texts
from playground.widgets.mathematics.chain import (
    Factors,
    Parts,
    Why,
    chain_entries,
)
from playground.widgets.mathematics.ledger_entries import Form, How
from playground.widgets.mathematics.ledger_model import LedgerModel
from playground.widgets.mathematics.paths import path_entries, paths_title

GRADIENT = Moment(Phase.GRADIENT)


@pytest.fixture(scope="module")
def ledger():
    return ledger_of(trainer_of())


@pytest.fixture(scope="module")
def batch():
    return ledger_of(trainer_of(), "batch")


def chain(ledger, place, column=0):
    return list(chain_entries(ledger, GRADIENT, place, column, 4))


@pytest.mark.parametrize(
    ("place", "key"),
    [
        (Place(0, 1, 0), "chain.first"),
        (Place(1, 1, 2), "chain"),
        (Place(1, 1, BIAS), "chain.bias"),
    ],
)
def test_the_factors_of_a_weight_multiply_to_its_gradient(ledger, place, key):
    factors, _ = chain(ledger, place)
    assert isinstance(factors, Factors)
    assert factors.line.formula == key
    layer = ledger.layers[place.layer]
    expected = layer.db[1] if place.source == BIAS else layer.dW[1, place.source]
    assert factors.line.value == pytest.approx(expected, rel=1e-12)
    assert float(factors.copied(Form.NUMBERS)) == factors.line.value


def test_at_an_output_that_cancels_the_gradient_is_its_own_chain(ledger, batch):
    assert [type(entry) for entry in chain(ledger, Place(2, 0, 1))] == [Why]
    factors, *_ = chain(batch, Place(2, 0, 1), 4)
    assert factors.line.formula == "chain.output"


@pytest.mark.parametrize("part", ["ledger", "batch"])
def test_every_weight_and_every_bias_has_a_chain_that_can_be_shown_and_copied(part, request):
    ledger = request.getfixturevalue(part)
    for index, layer in enumerate(ledger.layers):
        for source in (0, BIAS):
            for entry in chain(ledger, Place(index, 0, source)):
                assert [*entry.blocks(How(code=True))]
                if isinstance(entry, Factors):
                    assert all(entry.copied(form) for form in Form)
                    assert part == "batch" or entry.line.value == pytest.approx(
                        layer.db[0] if source == BIAS else layer.dW[0, source], rel=1e-9
                    )


def test_in_a_mini_batch_the_part_of_a_sample_stands_beside_the_mean(batch):
    place, entries = Place(0, 1, 0), chain(batch, Place(0, 1, 0), 4)
    assert [type(entry) for entry in entries] == [Factors, Parts, Why]
    expected = chain_of(batch, 0, 1, 0, sample=4)
    assert entries[0].line.value == expected.own
    assert f"{expected.own:.4f}".replace("-", "−") in entries[1].said
    assert f"{batch.layers[0].dW[1, 0]:.4f}".replace("-", "−") in entries[1].said
    assert place.source == expected.source


def test_every_path_is_named_and_multiplied_out(ledger):
    *paths, total = path_entries(ledger, Place(0, 1, BIAS), 0, 3)
    assert [entry.said.partition(":")[0] for entry in sorted(paths, key=lambda one: one.said)] == [
        f"bias → neuron 2 → neuron {k} → output" for k in (1, 2, 3)
    ]
    assert sum(entry.value for entry in paths) == pytest.approx(total.value, rel=1e-9, abs=1e-15)
    assert total.value == pytest.approx(ledger.layers[0].db[1], rel=1e-9)
    assert paths_title(ledger, Place(0, 1, BIAS)) == "All 3 paths to the loss"


@pytest.mark.parametrize("decimals", [2, 3, 4, None])
def test_what_is_shown_of_paths_multiplies_and_adds_up_or_is_said_to_be_rounded(ledger, decimals):
    def number(text):
        mantissa, _, power = text.strip("()").replace("−", "-").partition("·10")
        digits = power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
        return float(f"{mantissa}e{digits or 0}")

    signs = set()
    for place in [Place(0, j, k) for j in range(4) for k in (0, 1, BIAS)]:
        *paths, total = path_entries(ledger, place, 0, decimals)
        products = []
        for entry in paths:
            _, numbers, sign, result = (
                entry.said.replace(": ", "|").replace(" = ", "|=|").replace(" ≈ ", "|≈|").split("|")
            )
            products.append(number(result))
            factors = [as_shown(one, decimals) for one in entry._path.factors]
            unit = 0.0 if decimals is None else 0.5 * unit_of(entry.value, decimals)
            near = abs(math.prod(map(float, factors)) - number(result)) <= unit * 1.001
            assert (sign == "=") == near, numbers
            signs.add(sign)
        sign, shown = total.said.rpartition(" ")[0][-1], number(total.said.rpartition(" ")[2])
        unit = 0.0 if decimals is None else 0.5 * unit_of(total.value, decimals)
        assert (sign == "=") == (abs(sum(products) - shown) <= unit * 1.001)
    assert decimals is None or signs == {"=", "≈"}


def test_of_many_paths_the_strongest_are_named_and_the_others_are_one_number():
    hidden = trainer_of().experiment.network.hidden[:1] * 3
    ledger = ledger_of(trainer_of(hidden=hidden))
    *paths, others, total = path_entries(ledger, Place(0, 0, 0), 0, 3)
    assert paths_title(ledger, Place(0, 0, 0)) == "The strongest 12 of 16 paths to the loss"
    assert len(paths) == 12
    assert sum(entry.value for entry in (*paths, others)) == pytest.approx(total.value, rel=1e-9)


def why(ledger, place):
    return chain(ledger, place)[-1].said


def test_a_weight_falls_where_a_larger_one_would_raise_the_loss_and_else_rises(ledger):
    for source in (0, 1):
        gradient = ledger.layers[0].dW[1, source]
        said = why(ledger, Place(0, 1, source))
        assert ("would raise the loss" in said) == ("lowers the weight" in said) == (gradient > 0.0)
        assert ("would lower the loss" in said) == ("raises the weight" in said) == (gradient < 0.0)
    assert "bias" in why(ledger, Place(0, 1, BIAS))


def test_the_update_of_a_weight_says_why_too(ledger):
    parent = QObject()
    contents = LedgerModel(parent)
    contents.show_ledger(ledger)
    update = contents.find(Moment(Phase.UPDATE), Place(0, 1, 0))
    assert contents.entries_of(update)[-1].said == why(ledger, Place(0, 1, 0))


def test_each_cause_has_its_sentence():
    trainer = trainer_of()
    trainer.freeze(0, 1)
    assert "frozen" in why(ledger_of(trainer), Place(0, 1, 0))
    trainer.network.layers[1].b[0] = -1000.0  # dead
    assert "g′(z) is 0" in why(ledger_of(trainer), Place(1, 0, 0))
    still = trainer_of(schedule="cosine", decay_epochs=1)
    assert "learning rate to 0" in why(ledger_of(still), Place(0, 1, 0))
    for text in texts.WHY.values():
        assert text(it="weight", gradient="1", before="2", after="3").endswith(".")
