"""A run has worked at the target of its stop rules, or else at 95 %; of starts it is counted how many did."""

import math
from dataclasses import replace

import pytest
from hands import SMALL

from engine import DataSpec, Experiment, Metrics, StopSpec
from playground.observers.success import Criterion, Measure, criterion, how_often

PLANE = Experiment(data=DataSpec(dataset="plane"))
ACCURATE, R2 = Criterion(Measure.ACCURACY, 0.95), Criterion(Measure.R2, 0.95)


@pytest.mark.parametrize(
    ("experiment", "expected"),
    [
        (SMALL, ACCURATE),
        (PLANE, R2),
        (replace(SMALL, stop=StopSpec(target_accuracy=0.8)), Criterion(Measure.ACCURACY, 0.8)),
        (replace(SMALL, stop=StopSpec(target_loss=0.1)), Criterion(Measure.LOSS, 0.1)),
        (replace(PLANE, stop=StopSpec(target_loss=0.1)), Criterion(Measure.LOSS, 0.1)),
        (replace(PLANE, stop=StopSpec(target_accuracy=0.8)), R2),
        (
            replace(SMALL, stop=StopSpec(target_loss=0.1, target_accuracy=0.9)),
            Criterion(Measure.ACCURACY, 0.9),
        ),
        (replace(SMALL, stop=StopSpec(epochs=100, patience=5)), ACCURATE),
    ],
)
def test_the_target_of_a_stop_rule_counts_where_there_is_one(experiment, expected):
    assert criterion(experiment) == expected


@pytest.mark.parametrize(
    ("wanted", "metrics", "r2", "worked"),
    [
        (ACCURATE, Metrics(0.1, 0.2, 0.5, 0.95), None, True),
        (ACCURATE, Metrics(0.1, 0.2, 1.0, 0.94), None, False),
        (ACCURATE, Metrics(0.1, None, 0.96, None), None, True),  # none are held out
        (ACCURATE, Metrics(0.1, 0.2, None, None), None, None),
        (Criterion(Measure.LOSS, 0.1), Metrics(0.5, 0.1, None, None), None, True),
        (Criterion(Measure.LOSS, 0.1), Metrics(0.05, 0.11, None, None), None, False),
        (Criterion(Measure.LOSS, 0.1), Metrics(0.05, None, None, None), None, True),
        (Criterion(Measure.LOSS, 0.1), Metrics(math.nan, None, None, None), None, None),
        (R2, Metrics(0.1, 0.1, None, None), 0.951, True),
        (R2, Metrics(0.1, 0.1, None, None), 0.949, False),
        (R2, Metrics(0.1, 0.1, None, None), None, None),
    ],
)
def test_it_is_judged_by_the_test_samples_if_there_are_any(wanted, metrics, r2, worked):
    assert wanted.met_by(metrics, r2) is worked


def test_starts_are_counted_and_one_tried_again_counts_once():
    def start(seed, weights_seed=None):
        return replace(SMALL, seed=seed, weights_seed=weights_seed)

    assert how_often([]) == (0, 0)
    runs = [(start(0), True), (start(0, 3), False), (start(0, 4), None), (start(1), True)]
    assert how_often(runs) == (2, 4)
    assert how_often([*runs, (start(0, 3), True), (start(0), False)]) == (3, 4)
