"""Scores are the engine's."""

from dataclasses import replace

import numpy as np
import pytest
from heads import ALL, SMALL
from snapshots import observe

from engine import DataSpec, Trainer
from playground.observers.scores import AskScores, Scores


@ALL
@pytest.mark.parametrize("test_fraction", [0.0, 0.5])
def test_scores_are_the_engines(dataset, test_fraction):
    data = DataSpec(dataset=dataset, samples=80, test_fraction=test_fraction)
    trainer = Trainer(replace(SMALL, data=data))
    found, expected = observe(trainer, AskScores()).get(Scores), trainer.scores()
    for one, other in zip((found.train, found.test), expected, strict=True):
        if trainer.problem.kind == "regression" or other is None:
            assert one == other
        else:
            np.testing.assert_array_equal(one.confusion, other.confusion)
            assert one.auc == other.auc
