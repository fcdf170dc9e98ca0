import tracemalloc

import numpy as np
import pytest

from engine.training.batches import PAGE, Batches


def laid_out(samples, size, seed=None, order=None):
    """Batches whose one call tells which samples it would train."""
    rows = np.arange(2.0 * samples).reshape(samples, 2)
    targets = rows[:, :1] / 2.0

    def bind(X, Y, XT):
        return [lambda: (X.T.tolist(), Y.T.tolist(), XT.tolist())]

    rng = None if seed is None else np.random.default_rng(seed)
    return Batches(rows, targets, size, rng, bind, np.arange(samples) if order is None else order)


def epoch(batches):
    """The numbers of the samples in each mini-batch of an epoch that begins."""
    batches.begin()
    return rest_of_epoch(batches)


def rest_of_epoch(batches, start=0):
    """The numbers of the samples from mini-batch `start` on; inputs and targets must agree on them."""
    seen = []
    for (call,) in batches.from_batch(start):
        X, Y, XT = call()
        assert X == XT
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
def test_an_epoch_continues_where_it_was_left(stop, seed):
    n = 2 * PAGE + 10
    whole = epoch(laid_out(n, 2, seed))
    batches, begun = laid_out(n, 2, seed), []
    batches.begin()
    for (call,) in batches.from_batch(0):
        begun.append([int(row[0]) for row in call()[1]])
        if len(begun) == stop:
            break
    assert begun + rest_of_epoch(batches, stop) == whole
    assert rest_of_epoch(batches) == whole


@pytest.mark.parametrize("stop", [0, 1, PAGE - 1, PAGE, PAGE + 2])
def test_an_order_that_was_drawn_before_can_be_continued(stop):
    n = 2 * PAGE + 10
    first = laid_out(n, 2, seed=0)
    whole = epoch(first)
    second = laid_out(n, 2, seed=1, order=first.order.copy())
    assert rest_of_epoch(second, stop) == whole[stop:]
    assert epoch(second) != whole


@pytest.mark.parametrize("seed", [None, 0])
@pytest.mark.parametrize("n", [1, 5, 2 * PAGE, 4 * PAGE + 3])
def test_the_columns_of_a_mini_batch_are_those_that_it_trains(n, seed):
    batches = laid_out(n, 2, seed)
    whole = epoch(batches)
    assert [[int(y) for y in batches.columns(batch)[1][0]] for batch in range(batches.count)] == whole
    assert [[int(x / 2.0) for x in batches.columns(batch)[0][0]] for batch in range(batches.count)] == whole


@pytest.mark.parametrize("size", [7, 8, 1_000])
def test_a_batch_as_large_as_the_data_is_a_full_batch_in_the_order_it_has(size):
    batches = laid_out(7, size, seed=0)
    assert epoch(batches) == [[0, 1, 2, 3, 4, 5, 6]]


@pytest.mark.parametrize("n", [6, 7, 3 * PAGE])
def test_a_mini_batch_lies_in_columns_and_in_rows_without_gaps(n):
    rows, targets, seen = np.ones((n, 3)), np.ones((n, 2)), []
    Batches(rows, targets, 3, None, lambda *parts: seen.append(parts) or [], np.arange(len(rows)))
    assert len(seen) == min(-(-n // 3), PAGE)
    assert all(part.flags.c_contiguous for parts in seen for part in parts)


def test_no_more_than_a_page_is_copied():
    n = 40 * PAGE
    rows, targets = np.ones((n, 9)), np.ones((n, 1))
    tracemalloc.start()
    try:
        batches = Batches(rows, targets, 1, np.random.default_rng(0), lambda *_: [], np.arange(len(rows)))
        batches.begin()
        assert len(list(batches.from_batch(0))) == n
        assert tracemalloc.get_traced_memory()[1] < 8 * n + 0.2 * rows.nbytes  # the order, and the page
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("rest", [0, 1])
@pytest.mark.parametrize("count", [0, *COUNTS])
def test_the_last_mini_batch_alone_is_followed_by_the_calls_at_the_end(count, rest):
    rows = np.ones((2 * count + rest, 2))
    batches = Batches(rows, rows, 2, None, lambda *_: ["step"], np.arange(len(rows)), at_end=["end"])
    for start in {0, batches.count // 2, max(batches.count - 1, 0)}:
        left = list(batches.from_batch(start))
        assert left == [["step"]] * (len(left) - 1) + [["step", "end"]] * bool(left)
        assert len(left) == batches.count - start
