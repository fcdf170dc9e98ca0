import numpy as np
import pytest

from engine.batches import PAGE, Batches


def laid_out(samples, size, seed=None):
    """Batches whose one call tells which samples it would train."""
    rows = np.arange(2.0 * samples).reshape(samples, 2)
    targets = rows[:, :1] / 2.0

    def bind(X, Y):
        return [lambda: (X.T.tolist(), Y.T.tolist())]

    return Batches(rows, targets, size, None if seed is None else np.random.default_rng(seed), bind)


def epoch(batches, start=0):
    """The numbers of the samples in each mini-batch; inputs and targets must agree on them."""
    seen = []
    for (call,) in batches.from_batch(start):
        X, Y = call()
        assert [row[0] / 2.0 for row in X] == [row[0] for row in Y]
        seen.append([int(row[0]) for row in Y])
    return seen


# around the ends of a page, where a mistake would hide
COUNTS = [1, 2, 5, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, 2 * PAGE + 1, 3 * PAGE - 1]


@pytest.mark.parametrize("rest", [0, 1, 2])
@pytest.mark.parametrize("count", COUNTS)
def test_without_shuffling_samples_keep_their_order_and_the_last_batch_has_the_rest(count, rest):
    n = 3 * count + rest
    batches = laid_out(n, 3)
    expected = [list(range(start, min(start + 3, n))) for start in range(0, n, 3)]
    assert batches.count == len(expected)
    assert epoch(batches) == expected
    assert epoch(batches) == expected


@pytest.mark.parametrize("rest", [0, 1, 2])
@pytest.mark.parametrize("count", COUNTS)
def test_shuffled_every_sample_is_taken_once_an_epoch(count, rest):
    n = 3 * count + rest
    batches = laid_out(n, 3, seed=0)
    for _ in range(2):
        taken = epoch(batches)
        assert sorted(sample for batch in taken for sample in batch) == list(range(n))
        assert {len(batch) for batch in taken[:-1]} <= {3}


def test_shuffled_every_epoch_has_an_order_of_its_own():
    batches = laid_out(30, 3, seed=0)
    assert epoch(batches) != epoch(batches) != epoch(batches)


def test_the_generator_decides_the_order():
    assert epoch(laid_out(30, 3, seed=4)) == epoch(laid_out(30, 3, seed=4))
    assert epoch(laid_out(30, 3, seed=4)) != epoch(laid_out(30, 3, seed=5))


@pytest.mark.parametrize("seed", [None, 0])
@pytest.mark.parametrize("stop", [1, 4, PAGE - 1, PAGE, PAGE + 2])
def test_an_epoch_goes_on_where_it_was_left(stop, seed):
    n = 2 * PAGE + 10
    whole = epoch(laid_out(n, 2, seed))
    batches, begun = laid_out(n, 2, seed), []
    for (call,) in batches.from_batch(0):
        begun.append([int(row[0]) for row in call()[1]])
        if len(begun) == stop:
            break
    assert begun + epoch(batches, stop) == whole


@pytest.mark.parametrize("size", [7, 8, 1_000])
def test_a_batch_as_large_as_the_data_is_a_full_batch_in_the_order_it_has(size):
    batches = laid_out(7, size, seed=0)
    assert epoch(batches) == [[0, 1, 2, 3, 4, 5, 6]]


def test_inputs_are_not_copied_where_they_keep_their_order():
    rows, seen = np.ones((6, 2)), []
    Batches(rows, np.ones((6, 1)), 2, None, lambda X, _: seen.append(X) or [])
    assert all(np.shares_memory(rows, X) for X in seen)
