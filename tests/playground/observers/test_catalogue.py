"""Observers look at a copy: any thread may have them look, and they compute nothing twice."""

import threading
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from heads import SMALL
from snapshots import observe, state_of

from engine import OWN, DataSpec, LayerSpec, Trainer
from playground.observers.catalogue import OBSERVERS, Observers
from playground.observers.close_up import AskCloseUp
from playground.observers.errors import AskErrors
from playground.observers.field import Field
from playground.observers.findings import AskDiagnosis, Findings
from playground.observers.folds import AskFolds
from playground.observers.hardest import AskHardest, Hardest, HardestObserver
from playground.observers.health import AskHealth, AskHistograms
from playground.observers.history import History
from playground.observers.layer_planes import AskLayerPlanes
from playground.observers.ledger import AskLedger
from playground.observers.neuron_maps import AskNeuronMaps, NeuronMaps
from playground.observers.neuron_parameters import AskNeuronParameters
from playground.observers.neuron_spread import AskNeuronSpread
from playground.observers.plane import AskPlane
from playground.observers.probe import AskProbe, Probe
from playground.observers.scores import AskScores
from playground.observers.snapshot import Snapshot
from playground.observers.view import View

ASKS = {
    "field": (AskPlane(),),
    "close-up": (AskPlane(), AskCloseUp((0, 1))),
    "feature": (AskPlane(), AskCloseUp("x1_x2")),
    "maps": (AskNeuronMaps(((0, 4), (0, 1)), 24, (0, 2)),),
    "parameters": (AskNeuronParameters(0, 2),),
    "spread": (AskNeuronSpread(1, 0),),
    "probe": (AskProbe((1.0, 2.0), reach=0.5),),
    "errors": (AskErrors(),),
    "hardest": (AskHardest(10),),
    "scores": (AskScores(),),
    "ledger": (AskLedger("batch"),),
    "health": (AskHealth(),),
    "histograms": (AskHistograms(1),),
    "folds": (AskFolds(),),
    "layers": (AskLayerPlanes(),),
    "findings": (AskDiagnosis(History().curves()),),
}
EVERYTHING = (*ASKS["close-up"], *(ask for name, asks in ASKS.items() if name != "feature" for ask in asks))


def numbers_in(value):
    """Everything in a value, as numbers and texts to compare."""
    if isinstance(value, np.ndarray):
        return (value.shape, value.dtype.name, value.tobytes())
    if isinstance(value, np.random.Generator):
        return numbers_in(value.bit_generator.state)
    if isinstance(value, Mapping):
        return numbers_in(tuple(value.items()))
    if isinstance(value, tuple):
        return tuple(numbers_in(part) for part in value)
    if hasattr(value, "__dataclass_fields__"):
        return type(value), tuple(numbers_in(getattr(value, name)) for name in value.__dataclass_fields__)
    return value


@pytest.fixture
def trainer():
    one = Trainer(SMALL)
    one.run(3)
    return one


def test_every_observer_is_asked_for_by_something(trainer):
    shown = [set(observe(trainer, *asks)) for asks in ASKS.values()]
    assert all(len(kinds) == 1 for kinds in shown), "one ask, one value"
    assert len(set().union(*shown)) == len(OBSERVERS)


def test_what_nobody_asks_for_is_not_computed(trainer, monkeypatch):
    monkeypatch.setattr("engine.Forward", None)
    monkeypatch.setattr("engine.NeuronActivations", None)
    monkeypatch.setattr("engine.evaluation.metrics.Evaluation", None)
    assert not observe(trainer)
    assert set(observe(trainer, *ASKS["parameters"]))


def test_an_observer_is_told_once_that_nobody_asks_it_any_more(trainer, monkeypatch):
    told, observe_hardest = [], HardestObserver.observe

    def noted(one, view):
        told.append(view.get(AskHardest))
        return observe_hardest(one, view)

    monkeypatch.setattr(HardestObserver, "observe", noted)
    kept, hardest = Observers(), ASKS["hardest"]
    for asks in (hardest, ASKS["field"], ASKS["field"], ASKS["field"], hardest, hardest):
        found = observe(trainer, *asks, observers=kept)
        assert (Hardest in found) == (asks is hardest)
        trainer.step()
    assert told == [*hardest, None, *hardest, *hardest]


@pytest.mark.parametrize("name", ASKS)
def test_in_another_thread_a_copy_gives_the_same_while_training_continues(trainer, name):
    view, copies, found, done = View(ASKS[name]), [], [], threading.Event()
    trainer.silence(0, 3)
    observers, taken = Observers(), threading.Condition()

    def look():
        while not done.is_set() or copies:
            with taken:
                taken.wait_for(lambda: copies or done.is_set())
                state = copies.pop(0) if copies else None
            if state is not None:
                found.append(observers.observe(state, view, False))

    other, expected, here = threading.Thread(target=look), [], Observers()
    other.start()
    for _ in range(5):
        state = state_of(trainer, whole=view.of_progress)
        expected.append(here.observe(state, view, False))
        with taken:
            copies.append(state)
            taken.notify()
        trainer.run(2)
    done.set()
    with taken:
        taken.notify()
    other.join(20.0)
    assert [numbers_in(tuple(one.values())) for one in found] == [
        numbers_in(tuple(one.values())) for one in expected
    ]
    assert len(found) == 5


def test_what_it_saw_stays_while_training_continues(trainer):
    kept = Observers()
    values = observe(trainer, *EVERYTHING, observers=kept)
    before = numbers_in(tuple(values.values()))
    trainer.run(5)
    observe(trainer, *EVERYTHING, observers=kept)
    assert numbers_in(tuple(values.values())) == before


def test_what_is_the_same_is_not_computed_again(trainer):
    kept, state = Observers(), state_of(trainer, whole=True)
    first = kept.observe(state, View(EVERYTHING), False)
    elsewhere = [AskProbe((0.0, 0.0)) if isinstance(ask, AskProbe) else ask for ask in EVERYTHING]
    second = kept.observe(state, View(tuple(elsewhere)), False)
    assert second[Probe] is not first[Probe]
    assert all(second[kind] is first[kind] for kind in first if kind is not Probe)
    trainer.step()
    third = observe(trainer, *elsewhere, observers=kept)
    assert [kind for kind in first if third[kind] is first[kind]] == [Findings], "an ask is answered once"


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one.set_parameters(one.network.parameters + 0.1),
        lambda one: one.freeze(0, 1),
        lambda one: one.silence(0, 1),
    ],
    ids=["weights", "frozen", "silenced"],
)
def test_a_change_without_a_step_is_seen(trainer, change):
    kept, asks = Observers(), ASKS["maps"]
    first = observe(trainer, *asks, observers=kept)
    change(trainer)
    assert numbers_in(observe(trainer, *asks, observers=kept)[NeuronMaps]) != numbers_in(first[NeuronMaps])


def test_what_was_made_busy_is_made_again_when_there_is_time(trainer):
    kept = Observers()
    first = observe(trainer, *ASKS["field"], observers=kept, busy=True)
    second = observe(trainer, *ASKS["field"], observers=kept)
    assert second[Field] is not first[Field]
    assert observe(trainer, *ASKS["field"], observers=kept, busy=True)[Field] is second[Field]


@pytest.mark.parametrize(
    ("change", "anew"),
    [
        (lambda one: replace(one, training=replace(one.training, learning_rate=0.5)), False),
        (lambda one: replace(one, training=replace(one.training, optimizer="adam")), False),
        (lambda one: replace(one, stop=replace(one.stop, patience=5)), False),
        (lambda one: replace(one, training=replace(one.training, dtype="float32")), True),
        (lambda one: replace(one, training=replace(one.training, loss="squared")), True),
        (lambda one: replace(one, network=replace(one.network, output="tanh")), True),
        (lambda one: replace(one, network=replace(one.network, features=("x1",))), True),
        (lambda one: replace(one, network=replace(one.network, hidden=(LayerSpec(7),))), True),
        (lambda one: replace(one, data=replace(one.data, dataset="blobs")), True),
    ],
)
def test_its_network_is_compiled_once_for_a_shape(trainer, change, anew):
    kept = Observers()
    observe(trainer, *EVERYTHING, observers=kept)
    network = kept._observed.network
    trainer.configure(change(trainer.experiment), keep=True)
    values = observe(trainer, *EVERYTHING, observers=kept)
    assert (kept._observed.network is not network) == anew
    fresh = observe(trainer, *EVERYTHING)
    assert numbers_in(tuple(values.values())) == numbers_in(tuple(fresh.values()))


def test_points_that_are_drawn_are_seen_at_once():
    trainer, kept = Trainer(replace(SMALL, data=DataSpec(dataset=OWN, points=()))), Observers()
    assert set(observe(trainer, AskScores(), AskPlane(), observers=kept)) == {Field}
    data = DataSpec(dataset=OWN, points=((1.0, 2.0, 0.0), (2.0, 1.0, 1.0)), test_fraction=0.0)
    trainer.configure(replace(trainer.experiment, data=data), keep=True)
    assert len(observe(trainer, AskScores(), AskPlane(), observers=kept)) == 2


# -- values by type --------------------------------------------------------------------------


def test_a_snapshot_and_a_view_give_what_they_have_by_its_type(trainer):
    values = observe(trainer, AskPlane(), AskProbe((0.0, 0.0)))
    snapshot = Snapshot(
        ticket=1, run=1, experiment=SMALL, problem=trainer.problem, data=trainer.data, sizes=(2, 4, 1),
        epoch=0, steps=0, metrics=trainer.metrics(), curves=None, diverged=None, playing=False, busy=False,
        speed=0.0, values=values,
    )  # fmt: skip
    assert snapshot.get(Field) is values[Field]
    assert snapshot.get(Probe) is values[Probe]
    assert snapshot.get(NeuronMaps) is None
    with pytest.raises(TypeError):
        snapshot.values[Field] = None
    view = View((AskPlane(), AskScores()))
    assert view.get(AskPlane) == AskPlane()
    assert view.get(AskProbe) is None
