import random

from playground.worker import lane_run
from playground.worker.lane_run import Lows


def noted(losses):
    lows = Lows()
    for epoch, loss in enumerate(losses):
        lows.note(loss, epoch, epoch / 2)
    return lows


def test_the_first_epoch_with_so_low_a_loss_is_found_for_any_goal():
    rng = random.Random(0)
    losses = [rng.random() for _ in range(500)]
    lows = noted(losses)
    for goal in [rng.random() for _ in range(100)] + losses:
        first = next((epoch for epoch, loss in enumerate(losses) if loss <= goal), None)
        assert lows.first(goal) == (None if first is None else (first, first / 2))


def test_a_loss_that_is_no_number_reaches_no_goal():
    assert noted([float("nan"), 0.5, float("inf"), float("nan"), 0.2]).first(0.3) == (4, 2.0)


def test_of_too_many_every_other_one_is_remembered(monkeypatch):
    monkeypatch.setattr(lane_run, "MOST_LOWS", 100)
    lows = noted([1.0 / (1 + epoch) for epoch in range(5_000)])
    epoch, _ = lows.first(1.0 / 4_001)
    assert 4_000 <= epoch <= 4_200
    assert lows.first(1.0) == (0, 0.0)
