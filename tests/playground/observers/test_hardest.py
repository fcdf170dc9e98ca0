"""The hardest points are those with the largest losses."""

import numpy as np
import pytest
from heads import ALL, losses_of, trainer_of
from snapshots import observe

from playground.observers.hardest import AskHardest, Hardest


def hardest_of(trainer, count):
    return observe(trainer, AskHardest(count)).get(Hardest).points


@ALL
def test_the_hardest_points_have_the_largest_losses(dataset):
    trainer = trainer_of(dataset)
    points = hardest_of(trainer, 12)
    losses = [point.loss for point in points]
    assert losses == sorted(losses, reverse=True)
    parts = {part: losses_of(trainer, getattr(trainer.data, part)) for part in ("train", "test")}
    everyone = np.sort(np.concatenate(list(parts.values())))[::-1]
    np.testing.assert_allclose(losses, everyone[:12], rtol=1e-9)
    for point in points:
        samples = getattr(trainer.data, point.part)
        assert point.x == tuple(samples.X[point.index])
        assert point.label == samples.y[point.index]
        assert point.loss == pytest.approx(parts[point.part][point.index])


def test_there_are_never_more_hardest_points_than_points():
    trainer = trainer_of()
    assert len(hardest_of(trainer, 1000)) == 80


def test_a_loss_that_is_not_a_number_is_the_hardest():
    trainer = trainer_of("plane")
    trainer.network.layers[-1].W[...] = np.inf
    assert not np.isfinite(hardest_of(trainer, 3)[0].loss)
