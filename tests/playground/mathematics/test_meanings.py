"""Every letter of a formula means something, and the right thing where a letter serves twice."""

import pytest

from playground.mathematics.expression import names_in, split_name
from playground.mathematics.formulas import formulas
from playground.mathematics.meanings import meanings
from playground.mathematics.symbols import SYMBOLS
from playground.mathematics.writing import Writer

SAID_BY_THEMSELVES = {"e", "q", "pi"}  # defined in the formula itself, or known


@pytest.mark.parametrize("key", list(formulas()))
def test_each_letter_has_its_meaning(key):
    formula, known = formulas()[key], dict(meanings(key))
    for name in {formula.target, *names_in(formula.expression)}:
        base = name if name in SYMBOLS else split_name(name)[0]
        assert base in SAID_BY_THEMSELVES or known[Writer().symbol(name)], name


def test_they_come_in_order_and_once():
    assert [letter for letter, _ in meanings("z.first")] == ["zᵢ", "wᵢⱼ", "xⱼ", "bᵢ"]
    assert meanings("optimizer.momentum.2") == (
        ("θ", "a weight or a bias"),
        ("η", "learning rate"),
        ("v", "velocity: the gradients so far, older ones counting less"),
    )


def test_a_letter_that_serves_twice_means_what_it_does_here():
    assert dict(meanings("optimizer.adam.2"))["v"] == "mean of the squared gradients so far"
    assert dict(meanings("optimizer.rmsprop.1"))["v"] == "squared gradients so far"
    assert dict(meanings("optimizer.adam.3"))["t"] == "updates made, this one included"
    assert dict(meanings("a.matrix"))["g"] == "activation function"
    assert dict(meanings("l2"))["g"] == "gradient"
    assert dict(meanings("schedule.step"))["t"] == "completed epochs, after the warm-up if there is one"
    assert dict(meanings("warmup"))["t"] == "completed epochs"
