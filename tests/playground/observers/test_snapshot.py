"""Which figures are marked as old."""

from dataclasses import replace

import pytest
from snapshots import snapshot_of

NOW = snapshot_of(epochs=2)
OLD = NOW.steps - 1


@pytest.mark.parametrize(
    ("evaluated", "complete", "step", "is_old"),
    [
        (True, True, NOW.steps, False),
        (True, True, OLD, False),  # nothing newer will follow
        (True, False, NOW.steps, False),  # only the picture becomes finer
        (True, False, OLD, True),
        (False, False, OLD, True),
        (False, False, NOW.steps, True),  # of other weights, set by hand
    ],
)
def test_paused_what_will_be_replaced_is_old(evaluated, complete, step, is_old):
    snapshot = replace(NOW, evaluated=evaluated, complete=complete)
    assert snapshot.is_old(step) == is_old
    assert snapshot.is_old() != evaluated


@pytest.mark.parametrize("evaluated", [True, False])
def test_while_it_trains_a_moment_is_not_old_where_evaluating_is_cheap(evaluated):
    snapshot = replace(NOW, busy=True, playing=True, evaluated=evaluated, complete=False)
    assert snapshot.is_old(OLD) == snapshot.is_old() == (not evaluated)
