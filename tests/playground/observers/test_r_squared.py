"""R² as it follows from the loss is that of the scores, or none."""

from dataclasses import replace

import numpy as np
import pytest
from hands import SMALL, at_rest, control
from snapshots import snapshot_of

from engine import OWN, DataSpec, Trainer, TrainSpec
from playground.observers.r_squared import TargetVariances, explained, r2_text

PLANE = replace(SMALL, data=DataSpec(dataset="plane", samples=60))


def test_it_is_that_of_the_scores():
    trainer, spreads = Trainer(PLANE), TargetVariances().of(snapshot_of(PLANE))
    trainer.run(20)
    metrics = trainer.metrics()
    for loss, spread, scores in zip(
        (metrics.train_loss, metrics.test_loss), spreads, trainer.scores(), strict=True
    ):
        assert explained(np.array([loss]), spread)[0] == pytest.approx(scores.r2, abs=1e-9)
        assert r2_text(loss, spread) == f"{scores.r2:.3f}"


@pytest.mark.parametrize(
    "experiment",
    [SMALL, replace(PLANE, training=TrainSpec(loss="absolute"))],
    ids=["classes", "another loss"],
)
def test_of_classes_and_of_another_loss_there_is_none(experiment):
    assert TargetVariances().of(snapshot_of(experiment)) is None


@pytest.mark.parametrize(
    ("loss", "spread", "text"),
    [
        (0.0, 2.0, "1.000"), (1.0, 2.0, "0.000"), (1.5, 2.0, "−0.500"), (1e9, 2.0, "< −1"),
        (None, 2.0, "–"), (1.0, 0.0, "–"), (float("nan"), 2.0, "–"), (float("inf"), 2.0, "–"),
    ],
)  # fmt: skip
def test_it_is_written_short(loss, spread, text):
    assert r2_text(loss, spread) == text


def test_the_transport_shows_it_for_a_regression_and_nothing_moves(window):
    def places():
        return [control(window, f"transport.{name}").geometry() for name in ("accuracy", "test_loss")]

    before, figure = places(), control(window, "transport.accuracy")
    assert figure.accessibleName().startswith("Accuracy, train / test")
    window.session.change(data=PLANE.data)
    window.session.play(20)
    snapshot = at_rest(window.session)
    spreads, metrics = TargetVariances().of(snapshot), snapshot.metrics
    texts = r2_text(metrics.train_loss, spreads[0]), r2_text(metrics.test_loss, spreads[1])
    assert figure.text() == " / ".join(texts)
    assert figure.accessibleName() == f"R², train / test {figure.text()}"
    assert places() == before
    window.session.change(data=DataSpec(dataset=OWN, labels="values"))
    at_rest(window.session)
    assert figure.text() == "– / –"
    window.session.change(data=SMALL.data)
    at_rest(window.session)
    assert "%" in figure.text()
    assert figure.accessibleName() == f"Accuracy, train / test {figure.text()}"
