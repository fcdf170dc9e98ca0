"""States from before own points were split by class continue with the points that they were trained on.

The files were written by that version, `after.npz` with what it reached from there. They are never rewritten.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from engine import State, Trainer

FILES = Path(__file__).parent / "split_before"


@pytest.mark.parametrize("name", ["few", "classes", "values", "one"])
def test_an_older_state_trains_on_with_its_own_split(name):
    state = State.from_bytes((FILES / f"{name}.npz").read_bytes())
    trainer = Trainer.restore(state)
    assert json.dumps(trainer.state().facts) == json.dumps(state.facts)
    trainer.run(epochs=3)
    with np.load(FILES / "after.npz") as after:
        assert np.array_equal(trainer.data.test.X, after[f"{name}.test"])
        np.testing.assert_allclose(trainer.network.parameters, after[f"{name}.trained"], rtol=1e-9)
    again = Trainer.restore(State.from_bytes(trainer.state().to_bytes()))
    assert again.experiment == trainer.experiment
    assert np.array_equal(again.data.test.X, trainer.data.test.X)


def test_its_test_points_are_chosen_from_then_on():
    trainer = Trainer.restore(State.from_bytes((FILES / "few.npz").read_bytes()))
    assert 0 < len(trainer.experiment.data.test_points) < 6
