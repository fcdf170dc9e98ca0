"""The chosen sample stays the same one when data change, or it is said that it does not."""

from dataclasses import replace

import numpy as np
import pytest

from engine import DataSpec, Experiment, Samples, Split, Trainer
from playground.mathematics.following import followed
from playground.observers.ledger import AskLedger
from playground.texts import explained as texts

X = np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0], [2.0, 3.0]])
Y = np.array([0, 1, 0, 1])
DATA = Split(Samples(X, Y), Samples(X[:2] + 9.0, Y[:2]))


def with_train(X, y):
    return Split(Samples(X, y), Samples(DATA.test.X[:, : X.shape[1]], DATA.test.y))


def test_nothing_is_said_where_nothing_has_changed():
    same = Split(Samples(X.copy(), Y.copy()), DATA.test)
    for ask in (AskLedger("train", 3), AskLedger("test", 1), AskLedger("batch")):
        assert followed(ask, DATA, same) == (ask, "")
        assert followed(ask, DATA, DATA) == (ask, "")
        assert followed(ask, None, DATA) == (ask, "")


def test_a_point_keeps_being_chosen_where_others_come_before_it_or_go():
    more = with_train(np.vstack([[[7.0, 7.0]], X]), np.append(1, Y))
    assert followed(AskLedger("train", 2), DATA, more) == (AskLedger("train", 3), texts.MOVED["train"](n=4))
    fewer = with_train(X[2:], Y[2:])
    assert followed(AskLedger("train", 2), DATA, fewer) == (AskLedger("train", 0), texts.MOVED["train"](n=1))


def test_of_equal_points_the_nearest_in_the_order_is_the_same_one():
    assert followed(AskLedger("train", 3), DATA, with_train(X[1:], Y[1:]))[0] == AskLedger("train", 2)


def test_a_point_is_followed_from_one_part_to_the_other():
    swapped = Split(DATA.test, DATA.train)
    assert followed(AskLedger("train", 2), DATA, swapped) == (AskLedger("test", 2), texts.MOVED["test"](n=3))
    assert followed(AskLedger("test", 1), DATA, swapped) == (AskLedger("train", 1), texts.MOVED["train"](n=2))


@pytest.mark.parametrize(
    ("X", "y"), [(X + 1e-9, Y), (X, 1 - Y), (X[:, :1], Y)], ids=["moved", "another label", "one input"]
)
def test_it_is_said_that_a_point_is_gone(X, y):
    assert followed(AskLedger("train", 2), DATA, with_train(X, y)) == (
        AskLedger("train", 2),
        texts.OTHER_POINT(),
    )


def test_where_there_are_fewer_points_it_is_one_of_them():
    none = Split(Samples(X, Y), Samples(X[:0], Y[:0]))
    assert followed(AskLedger("train", 2), DATA, with_train(X[:1], Y[:1]))[0] == AskLedger("train", 0)
    assert followed(AskLedger("test", 1), DATA, none)[0] == AskLedger("train", 1)
    empty = Trainer(Experiment(DataSpec(dataset="own", points=()))).data
    assert followed(AskLedger("train", 2), DATA, empty) == (AskLedger("train", 0), "")
    assert followed(AskLedger("train", 0), empty, DATA) == (AskLedger("train", 0), "")


def test_a_value_is_the_same_one_however_it_is_standardised():
    points = tuple((float(k), 0.5 * k, 10.0 * k) for k in range(6))
    spec = DataSpec(dataset="own", points=points, labels="values", standardise_values=True, test_fraction=0.0)
    one = Trainer(Experiment(spec)).data
    other = Trainer(Experiment(replace(spec, points=(*points, (9.0, 9.0, 500.0))))).data
    index = int(np.flatnonzero(one.train.X[:, 0] == 4.0)[0])
    ask, _ = followed(AskLedger("train", index), one, other)
    assert other.train.X[ask.index, 0] == 4.0
