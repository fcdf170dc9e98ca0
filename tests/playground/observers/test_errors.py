"""Errors are the samples that are classified wrong."""

from dataclasses import replace

import pytest
from heads import ALL, SMALL, trainer_of
from snapshots import observe

from engine import DataSpec, Trainer
from playground.observers.errors import MOST_ERRORS, AskErrors, Errors


def errors_of(trainer):
    return observe(trainer, AskErrors()).get(Errors)


@ALL
def test_errors_are_those_that_the_accuracy_counts(dataset):
    trainer = trainer_of(dataset)
    found, metrics = errors_of(trainer), trainer.metrics()
    if trainer.problem.kind == "regression":
        assert found is None
        return
    for part, wrong in (("train", found.train), ("test", found.test)):
        samples, accuracy = getattr(trainer.data, part), getattr(metrics, f"{part}_accuracy")
        assert 1.0 - len(wrong) / len(samples) == pytest.approx(accuracy)
        assert not wrong.flags.writeable


def test_of_very_many_errors_the_first_are_told():
    trainer = Trainer(replace(SMALL, data=DataSpec(samples=20_000)))
    found = errors_of(trainer)
    assert len(found.train) == len(found.test) == MOST_ERRORS
    metrics = trainer.metrics()
    wrong = 10_000 * (2.0 - metrics.train_accuracy - metrics.test_accuracy)
    assert found.more == round(wrong) - 2 * MOST_ERRORS
