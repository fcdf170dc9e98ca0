"""States that the version before wrote are read as they were, and training continues as it would have then.

`states_before/after.npz` holds what that version itself came to from there: the parameters after three more
epochs, and after a neuron more, other settings and two epochs on top. The files are never written again.
"""

import json
from pathlib import Path

import numpy as np
import pytest
from cases import retrained

from engine import State, Trainer

FILES = Path(__file__).parent / "states_before"
NAMES = sorted(path.stem for path in FILES.glob("*.npz") if path.stem != "after")
# Bits may differ between processors that add in another order; anything else would differ by far more.
CLOSE = {"float64": {"rtol": 1e-9, "atol": 1e-12}, "float32": {"rtol": 1e-4, "atol": 1e-6}}


def read(name):
    return State.from_bytes((FILES / f"{name}.npz").read_bytes())


def test_there_are_some_of_every_kind():
    states = [read(name) for name in NAMES]
    training = [state.facts["experiment"]["training"] for state in states]
    assert len({spec["optimizer"] for spec in training}) == 8
    assert {spec["dtype"] for spec in training} == {"float64", "float32"}
    assert {state.facts["given"] for state in states} == {True, False}
    assert any(state.arrays["silenced"].any() for state in states)
    assert any(state.facts["sample"] for state in states)
    assert any(state.facts["diverged"] for state in states)


@pytest.mark.parametrize("name", NAMES)
def test_a_state_of_the_version_before_holds_what_it_held(name):
    state = read(name)
    again = Trainer.restore(state).state()
    assert json.dumps(again.facts) == json.dumps(state.facts)
    assert again.arrays.keys() == state.arrays.keys()
    for key, array in state.arrays.items():
        np.testing.assert_array_equal(again.arrays[key], array)
        assert again.arrays[key].dtype == array.dtype


@pytest.mark.parametrize("name", NAMES)
def test_training_continues_as_in_the_version_before(name):
    trainer = Trainer.restore(read(name))
    trainer.run(epochs=3)
    close = CLOSE[trainer.experiment.training.dtype]
    with np.load(FILES / "after.npz") as after:
        np.testing.assert_allclose(trainer.network.parameters, after[f"{name}.trained"], **close)
        if trainer.experiment.network.hidden:
            trainer.silence(0, on=False)
            trainer.freeze(0, on=False)
            trainer.add_neuron(0)
        trainer.configure(retrained(trainer, beta1=0.8, batch_size=4))
        trainer.run(epochs=2, each_epoch=lambda _: None)
        np.testing.assert_allclose(trainer.network.parameters, after[f"{name}.changed"], **close)
