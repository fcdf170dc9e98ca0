"""The parts of a line: what a page lays out by itself is what the line says as a whole."""

import numpy as np
import pytest
from ledgers import ledger_of, trainer_of

from engine import LayerSpec
from playground.mathematics.lines import lines
from playground.mathematics.moments import Moment, Phase
from playground.mathematics.parts import matrices, terms
from playground.mathematics.place import Place


def only(ledger, moment, place, key):
    return next(line for line in lines(ledger, moment, place) if line.formula == key)


@pytest.mark.parametrize("decimals", [2, 5, None])
def test_the_terms_of_a_sum_joined_are_its_numbers(decimals):
    ledger = ledger_of(trainer_of(), "batch")
    sums = [
        only(ledger, Moment(Phase.FORWARD, 1), Place(1, 2), "z"),
        only(ledger, Moment(Phase.BACKWARD, 0), Place(0, 1), "da"),
        only(ledger, Moment(Phase.GRADIENT), Place(1, 2, 3), "dw"),
    ]
    for line, count in zip(sums, (4 + 1, 3, 10), strict=True):
        some = terms(line, decimals)
        assert len(some) == count
        assert " ".join(some) == line.working(decimals).numbers


def test_what_is_no_sum_over_an_index_has_no_terms():
    ledger = ledger_of(trainer_of())
    for line in lines(ledger, Moment(Phase.LOSS), None):
        assert terms(line, 3) == ()
    assert terms(only(ledger, Moment(Phase.FORWARD, 0), Place(0), "z.first.matrix"), 3) == ()


def test_all_terms_of_a_long_sum_are_there():
    ledger = ledger_of(trainer_of(hidden=(LayerSpec(40),)))
    assert len(terms(only(ledger, Moment(Phase.FORWARD, 1), Place(1, 0), "z"), 3)) == 41


def test_the_matrices_of_a_layer_give_its_result():
    ledger = ledger_of(trainer_of())
    line = only(ledger, Moment(Phase.FORWARD, 1), Place(1), "z.matrix")
    equals, W, times, a, plus, b, same, z = matrices(line, 6)
    assert (equals, times, plus) == ("=", "·", "+")
    assert same == line.relation(6)
    assert np.allclose(W @ a + b, z)
    assert z.shape == (3, 1)


def test_errors_are_multiplied_element_by_element():
    ledger = ledger_of(trainer_of())
    _, W, dot, delta, times, slope, _, result = matrices(
        only(ledger, Moment(Phase.BACKWARD, 0), Place(0), "delta.matrix"), 6
    )
    assert (dot, times) == ("·", "⊙")
    assert np.allclose((W @ delta) * slope, result)
    assert W.shape == (4, 3)  # turned over


def test_a_single_number_is_no_matrix():
    ledger = ledger_of(trainer_of())
    assert matrices(only(ledger, Moment(Phase.FORWARD, 1), Place(1, 2), "z"), 3) == ()


def test_an_output_error_is_the_difference_over_the_number_of_samples():
    ledger = ledger_of(trainer_of(), "batch")
    line = only(ledger, Moment(Phase.BACKWARD, 2), Place(2), "delta.matched.matrix")
    opened, yhat, minus, y, closed, error = matrices(line, None)
    assert (opened, minus, closed) == ("= (", "−", f") / 10 {line.relation(None)}")
    assert np.allclose((yhat - y) / 10, error)
