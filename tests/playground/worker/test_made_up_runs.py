"""A run that somebody has made up is refused before it is open, or can be used like any other."""

import random
from dataclasses import replace

import pytest
from hands import PATIENCE, SMALL

from engine import LayerSpec
from playground.worker.commands import GoTo, Open, Play, SetMask, SetParameter
from playground.worker.keeping import Keeping
from playground.worker.packing import pack, unpack
from playground.worker.revision import Revision
from playground.worker.run import Run
from playground.worker.run_copy import opened
from playground.worker.training import Training

VALUES = (None, -1, 0, 1, 10**30, 1.5, float("nan"), float("inf"), "x", "", [], {}, [1, 2], True, {"a": 1})
PARTS = ("curves", "timeline", "removed")


def train(training, epochs):
    training.answer(1, Play(epochs))
    while training.playback.busy:
        training.train(lambda: False)


@pytest.fixture(scope="module")
def kept():
    """A run with changes of every kind, a line that was left, and what undo needs."""
    keeping = Keeping()
    training = Training(keeping)
    narrower = replace(SMALL.network, hidden=(LayerSpec(3), LayerSpec(3)))
    smooth = replace(SMALL, training=replace(SMALL.training, l2=0.1))
    for command in (
        Open(SMALL),
        Revision(smooth, number=1),
        SetParameter(0, 0, 0, 1.5),
        SetMask("freeze", 0, 1, None, True),
        Revision(replace(smooth, network=narrower), keep=True, number=2),
        GoTo(5),
    ):
        assert training.answer(1, command).failure is None
        train(training, 4)
    training.keep()
    run = keeping.get(training.run.key)
    assert keeping.close(PATIENCE)
    return run


def places(value, path=()):
    """Yield the way to every part of plain data."""
    yield path
    if isinstance(value, dict):
        for name, one in value.items():
            yield from places(one, (*path, name))
    elif isinstance(value, (list, tuple)):
        for i, one in enumerate(value):
            yield from places(one, (*path, i))


def changed(value, path, new):
    if not path:
        return new
    here, *rest = path
    if isinstance(value, dict):
        return {name: changed(one, rest, new) if name == here else one for name, one in value.items()}
    return [changed(one, rest, new) if i == here else one for i, one in enumerate(value)]


@pytest.mark.parametrize("part", PARTS)
def test_it_is_refused_or_can_be_used(kept, part):
    chance, refused = random.Random(7), 0
    facts, arrays = unpack(getattr(kept, part))
    ways = list(places(facts))
    for _ in range(60):
        made_up = changed(facts, chance.choice(ways), chance.choice(VALUES))
        one = replace(kept, **{part: pack(made_up, arrays)})
        try:
            trainer, origin = opened(one, with_undo=chance.random() < 0.5)
        except ValueError:
            refused += 1
            continue
        training = Training()
        training.run = Run(trainer, 1, origin)
        for command in (GoTo(3), GoTo(), Play(1)):
            training.answer(1, command)
            assert training.sight(1, evaluating=False) is not None
    assert refused or part == "removed"


def test_arrays_of_another_kind_are_refused_or_can_be_used(kept):
    for part in PARTS:
        facts, arrays = unpack(getattr(kept, part))
        for name, array in arrays.items():
            for other in (array[:0], array.astype("f4"), array.reshape(-1)[::2]):
                one = replace(kept, **{part: pack(facts, arrays | {name: other})})
                try:
                    trainer, origin = opened(one, with_undo=True)
                except ValueError:
                    continue
                Run(trainer, 1, origin).history.curves()
