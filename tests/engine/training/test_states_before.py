"""States written by the version before are read, and training continues as it would have continued then.

`states_before/after.npz` holds what that version itself reached from there: the parameters after three more
epochs, and after another neuron, changed settings and two further epochs. The files are never rewritten.
"""

import json
from pathlib import Path

import numpy as np
import pytest
from cases import everything, retrained

from engine import State, Trainer

FILES = Path(__file__).parent / "states_before"
NAMES = sorted(path.stem for path in FILES.glob("*.npz") if path.stem != "after")
# Processors that add in a different order give different last bits; any other difference would be far larger.
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


def change(trainer):
    """Change a trainer in several ways at once."""
    if trainer.experiment.network.hidden:
        trainer.silence(0, on=False)
        trainer.freeze(0, on=False)
        trainer.add_neuron(0)
    trainer.configure(retrained(trainer, beta1=0.8, batch_size=4))


@pytest.mark.parametrize("name", NAMES)
def test_training_continues_bit_for_bit_however_the_state_was_read(name):
    first = Trainer.restore(read(name))
    trainers = [
        first,
        Trainer.restore(State.from_bytes(first.state().to_bytes())),
        Trainer.resume(first.experiment, first.data, first.progress),
    ]
    for trainer in trainers:
        trainer.step("sample")
        trainer.run(epochs=3)
    assert everything(trainers[1]) == everything(trainers[2]) == everything(first)
    trainers.append(Trainer.restore(State.from_bytes(first.state().to_bytes())))
    for trainer in trainers:
        change(trainer)
        trainer.step()
        trainer.run(epochs=2, each_epoch=lambda _: None)
    assert everything(trainers[1]) == everything(trainers[2]) == everything(trainers[3]) == everything(first)


@pytest.mark.parametrize("name", NAMES)
def test_training_continues_as_in_the_version_before(name):
    trainer = Trainer.restore(read(name))
    trainer.run(epochs=3)
    close = CLOSE[trainer.experiment.training.dtype]
    with np.load(FILES / "after.npz") as after:
        np.testing.assert_allclose(trainer.network.parameters, after[f"{name}.trained"], **close)
        change(trainer)
        trainer.run(epochs=2, each_epoch=lambda _: None)
        np.testing.assert_allclose(trainer.network.parameters, after[f"{name}.changed"], **close)
