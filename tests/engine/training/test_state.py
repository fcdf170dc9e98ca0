"""The state of a training run is a value that continues bit for bit; what is not a state is refused."""

import copy
import io
import itertools
import json
import math
import tracemalloc
import warnings
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from cases import everything, retrained, split, trainer_on, weights

from engine import (
    OPTIMIZERS,
    SCHEDULES,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    Samples,
    Split,
    State,
    StopSpec,
    Trainer,
    TrainSpec,
)

DROPOUT = (LayerSpec(4, "tanh", dropout=0.3), LayerSpec(3, "relu", dropout=0.5))
# every kind of schedule changes the rate within the few epochs of these tests
QUICK = {"decay_epochs": 2, "plateau_epochs": 1, "warmup_epochs": 1, "batch_size": 5, "learning_rate": 0.05}


def at_once():
    return True


def restored(trainer):
    return Trainer.restore(State.from_bytes(trainer.state().to_bytes()))


def with_stop(trainer, **stop):
    trainer.configure(replace(trainer.experiment, stop=StopSpec(**stop)))
    return trainer


def assert_goes_on_alike(trainer, again=None):
    """What a restored trainer does from here on is what the one it is from does."""
    again = again or restored(trainer)
    assert everything(again) == everything(trainer)
    for steps in (
        lambda one: one.run(epochs=1),
        lambda one: one.step("sample"),
        lambda one: one.step("sample"),
        lambda one: one.step(),
        lambda one: one.run(epochs=3, interrupt=at_once),
        lambda one: one.run(epochs=3),
        lambda one: one.run(epochs=2, each_epoch=lambda _: None),
    ):
        assert steps(again) == steps(trainer)
        assert everything(again) == everything(trainer)
        assert repr(again.metrics()) == repr(trainer.metrics())  # a loss may be no number
        assert again.learning_rate == trainer.learning_rate


def mid_batch(trainer):
    trainer.run(epochs=1)
    trainer.step()
    trainer.step("sample")
    trainer.step("sample")


PLACES = {
    "at the start": lambda _: None,
    "after epochs": lambda trainer: trainer.run(epochs=2),
    "in an epoch": lambda trainer: (trainer.run(epochs=1), trainer.step(), trainer.step()),
    "in a mini-batch": mid_batch,
    "in the first mini-batch": lambda trainer: trainer.step("sample"),
    "interrupted": lambda trainer: trainer.run(epochs=3, interrupt=at_once),
}
places = pytest.mark.parametrize("go", PLACES.values(), ids=PLACES)


# -- resumed is never stopped --------------------------------------------------------------------


@pytest.mark.parametrize("shuffle", [True, False], ids=["shuffled", "in order"])
@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_continues_by_every_schedule(optimizer, schedule, shuffle):
    trainer = trainer_on(optimizer=optimizer, schedule=schedule, shuffle=shuffle, **QUICK)
    trainer.run(epochs=3)
    trainer.step()
    assert_goes_on_alike(trainer)


@places
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("given", [split(), None], ids=["given", "drawn"])
def test_training_continues_from_anywhere(given, dtype, go):
    settings = TrainSpec(optimizer="adam", dtype=dtype, **QUICK)
    trainer = Trainer(Experiment(DataSpec(samples=24), NetworkSpec(hidden=DROPOUT), settings), data=given)
    go(trainer)
    again = restored(trainer)
    assert weights(again).dtype == dtype
    np.testing.assert_array_equal(again.data.train.X, trainer.data.train.X)
    np.testing.assert_array_equal(again.data.test.y, trainer.data.test.y)
    assert again.data.train.y.dtype == trainer.data.train.y.dtype
    assert again.problem == trainer.problem
    assert_goes_on_alike(trainer, again)


@pytest.mark.parametrize("problem", ["binary", "multiclass", "regression"])
def test_every_problem_continues(problem):
    trainer = trainer_on(problem, optimizer="nadam", l1=0.01, l2=0.01, clip_norm=0.5, max_norm=1.0, **QUICK)
    mid_batch(trainer)
    assert_goes_on_alike(trainer)


@pytest.mark.parametrize("batches", [256, 300, 600])
def test_training_continues_from_any_page_of_batches(batches):
    trainer = trainer_on(data=split(train=batches), batch_size=1)
    trainer.run(epochs=1)
    for _ in range(batches - 2):
        trainer.step()
    assert_goes_on_alike(trainer)


@places
def test_frozen_and_silenced_parts_rest_on(go):
    trainer = trainer_on(hidden=DROPOUT, optimizer="momentum", **QUICK)
    trainer.run(epochs=1)
    trainer.freeze(0, 1)
    trainer.silence(0, 2)
    trainer.silence(1, 0, 3)
    go(trainer)
    again = restored(trainer)
    np.testing.assert_array_equal(again.frozen, trainer.frozen)
    np.testing.assert_array_equal(again.silenced, trainer.silenced)
    assert_goes_on_alike(trainer, again)
    for one in (trainer, again):
        one.silence(0, 2, on=False)
        one.silence(1, 0, 3, on=False)
        one.freeze(0, 1, on=False)
    assert_goes_on_alike(trainer, again)


def running_away(rate, **training):
    """A trainer on values, whose weights run away within some epochs."""
    hidden = (LayerSpec(4, "relu", dropout=0.2), LayerSpec(3, "linear"))
    data = split("regression", train=40)
    return trainer_on("regression", hidden=hidden, data=data, learning_rate=rate, **training)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
def test_training_continues_after_a_divergence(optimizer):
    trainer = running_away(100.0, optimizer=optimizer)
    assert trainer.run(epochs=1_000).reason == "divergence"
    again = restored(trainer)
    assert again.diverged == trainer.diverged is not None
    assert_goes_on_alike(trainer, again)


@pytest.mark.parametrize("steps", range(20))
def test_training_that_is_about_to_diverge_does_so_at_the_same_step(steps):
    trainer, batches = running_away(1.0, batch_size=2), itertools.count()
    trainer.run(epochs=2, interrupt=lambda: next(batches) == steps)
    again = restored(trainer)
    stopped = trainer.run(epochs=100)
    assert stopped.reason == "divergence"
    assert again.run(epochs=100) == stopped
    assert again.diverged == trainer.diverged
    assert everything(again) == everything(trainer)


@pytest.mark.parametrize("waited", [1, 2, 3, 4])
def test_patience_and_plateaus_are_used_up_where_they_were(waited):
    # at rest altogether, no epoch is better than the first
    trainer = with_stop(trainer_on(schedule="plateau", plateau_epochs=2), patience=5)
    for layer in range(3):
        trainer.freeze(layer)
    trainer.run(epochs=waited)
    again = restored(trainer)
    for one in (trainer, again):
        stopped = one.run(epochs=100)
        assert (stopped.reason, one.epoch) == ("patience", 6)
        assert one.learning_rate == pytest.approx(0.03 * 0.5)
    assert_goes_on_alike(trainer, again)


def test_a_state_taken_at_the_end_of_an_epoch_is_that_of_its_end():
    trainer, taken = with_stop(trainer_on(schedule="plateau", plateau_epochs=2), patience=6), []
    for layer in range(3):
        trainer.freeze(layer)
    stopped = trainer.run(epochs=100, each_epoch=lambda _: taken.append(trainer.state()))
    assert len(taken) == trainer.epoch == 7
    for state in taken[:-1]:
        again = Trainer.restore(state)
        assert again.run(epochs=100, each_epoch=lambda _: None) == stopped
        assert everything(again) == everything(trainer)


EDITS = {
    "add neuron": lambda trainer: trainer.add_neuron(0, 1),
    "remove neuron": lambda trainer: trainer.remove_neuron(1, 0),
    "add layer": lambda trainer: trainer.add_layer(1, "relu"),
    "remove layer": lambda trainer: trainer.remove_layer(0),
    "other samples": lambda trainer: trainer.use(split(train=30)),
    "own samples": lambda trainer: trainer.use(None),
    "live": lambda trainer: trainer.configure(retrained(trainer, optimizer="rmsprop", schedule="step")),
    "rate": lambda trainer: trainer.configure(retrained(trainer, learning_rate=0.5)),
    "reset": lambda trainer: trainer.reset(),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_training_continues_after_a_change(edit):
    trainer = trainer_on(optimizer="adam", schedule="exponential", **QUICK)
    trainer.run(epochs=2)
    trainer.step()
    trainer.silence(0, 1)
    edit(trainer)
    assert_goes_on_alike(trainer)
    edit(trainer)
    trainer.step()
    assert_goes_on_alike(trainer)


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_restored_trainer_takes_changes_the_same_way(edit):
    trainer = trainer_on(optimizer="adam", schedule="plateau", **QUICK)
    trainer.run(epochs=2)
    trainer.step()
    trainer.silence(0, 1)
    again = restored(trainer)
    for one in (trainer, again):
        edit(one)
    assert_goes_on_alike(trainer, again)


def layers(rng):
    return tuple(LayerSpec(int(width), dropout=0.3 * rng.integers(2)) for width in rng.integers(1, 5, 2))


def other_network(trainer, rng):
    network = replace(trainer.experiment.network, hidden=layers(rng))
    return trainer.configure(replace(trainer.experiment, network=network), keep=bool(rng.integers(3)))


def other_training(trainer, rng):
    changes = [
        {"optimizer": str(rng.choice(list(OPTIMIZERS)))},
        {"schedule": str(rng.choice(list(SCHEDULES)))},
        {"learning_rate": float(rng.choice([0.001, 0.1, 300.0]))},
        {"batch_size": int(rng.integers(1, 13))},
        {"loss": str(rng.choice(["auto", "squared"]))},
        {"beta1": 0.5, "momentum": 0.5},
        {"l1": 0.01, "max_norm": 0.5},
    ]
    return trainer.configure(retrained(trainer, **changes[rng.integers(len(changes))]))


def part(rng):
    return rng.integers(3), rng.integers(4), rng.choice([None, 0, 2]), bool(rng.integers(2))


OPERATIONS = [
    lambda trainer, rng: trainer.add_neuron(rng.integers(3)),
    lambda trainer, rng: trainer.remove_neuron(rng.integers(3)),
    lambda trainer, rng: trainer.add_layer(rng.integers(3), str(rng.choice(["linear", "relu"]))),
    lambda trainer, rng: trainer.remove_layer(rng.integers(3)),
    lambda trainer, rng: trainer.freeze(*part(rng)),
    lambda trainer, rng: trainer.silence(*part(rng)),
    lambda trainer, rng: trainer.use([None, split(), split(train=int(rng.integers(1, 20)))][rng.integers(3)]),
    lambda trainer, rng: with_stop(trainer, patience=int(rng.integers(1, 4))) and None,
    other_network,
    other_training,
    lambda trainer, _: trainer.step(),
    lambda trainer, _: trainer.step("sample"),
    lambda trainer, _: trainer.step("epoch"),
    lambda trainer, _: trainer.run(epochs=2, each_epoch=lambda _: None),
    lambda trainer, rng: trainer.run(epochs=2, interrupt=lambda: bool(rng.integers(2))),
]


@pytest.mark.parametrize("seed", range(30))
def test_whatever_is_done_a_restored_trainer_does_alike(seed):
    rng = np.random.default_rng(seed)
    trainer = trainer_on(optimizer=[*OPTIMIZERS][seed % len(OPTIMIZERS)], **QUICK)
    again = restored(trainer)
    for choice in rng.integers(2**32, size=40):
        operate, said = OPERATIONS[choice % len(OPERATIONS)], []
        for one in (trainer, again):
            before, draw = everything(one), np.random.default_rng(choice)
            try:
                said.append(operate(one, draw))
            except ValueError as error:  # there is no such part
                said.append(str(error))
                assert everything(one) == before
        assert said[0] == said[1]
        assert everything(again) == everything(trainer)
        assert np.isfinite(weights(trainer)).all()
        assert not weights(trainer)[trainer.silenced].any()
        if rng.integers(3) == 0:
            again = restored(again)


def test_it_is_restored_as_often_as_one_likes():
    once = trainer_on(optimizer="adam", hidden=DROPOUT, **QUICK)
    often = restored(once)
    for _ in range(10):
        once.step()
        often.step()
        often = restored(often)
    assert everything(often) == everything(once)


# -- it is a value -------------------------------------------------------------------------------


def taken(**training):
    """A trainer in the midst of a mini-batch, and its state."""
    trainer = trainer_on(optimizer="adam", hidden=DROPOUT, **QUICK | training)
    mid_batch(trainer)
    return trainer, trainer.state()


def test_training_on_does_not_change_it():
    trainer, state = taken()
    before = state.to_bytes()
    trainer.run(epochs=2)
    trainer.freeze(0)
    trainer.add_neuron(0)
    assert state.to_bytes() == before


def test_those_that_are_restored_from_it_share_nothing():
    trainer, state = taken()
    before = state.to_bytes()
    first, second = Trainer.restore(state), Trainer.restore(state)
    assert not np.shares_memory(first.network.parameters, second.network.parameters)
    for array in state.arrays.values():
        for one in (trainer, first, second):
            assert not np.shares_memory(array, one.network.parameters)
            assert not np.shares_memory(array, one.data.train.X)
    untouched = everything(second)
    first.run(epochs=2)
    assert everything(second) == untouched
    assert state.to_bytes() == before
    second.run(epochs=2)
    assert everything(first) == everything(second)


def test_what_is_done_to_its_arrays_is_not_done_to_a_trainer():
    trainer, state = taken()
    again, before = Trainer.restore(state), everything(trainer)
    for array in state.arrays.values():
        array[...] = 0
    state.facts["order_rng"]["state"]["state"] = 0
    assert everything(trainer) == everything(again) == before


def test_taking_it_changes_nothing():
    trainer, untouched = taken()[0], taken()[0]
    trainer.state()
    for one in (trainer, untouched):
        one.run(epochs=2)
    assert everything(trainer) == everything(untouched)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_bytes_and_back_is_the_same_state(dtype):
    _, state = taken(dtype=dtype)
    again = State.from_bytes(state.to_bytes())
    assert json.dumps(again.facts) == json.dumps(state.facts)
    assert again.arrays.keys() == state.arrays.keys()
    for name, array in state.arrays.items():
        np.testing.assert_array_equal(again.arrays[name], array)
        assert again.arrays[name].dtype == array.dtype
    assert again.to_bytes() == state.to_bytes()


def test_the_bytes_hold_no_pickle():
    content = taken()[1].to_bytes()
    with np.load(io.BytesIO(content), allow_pickle=False) as parts:
        assert all(parts[name].dtype.kind in "buif" for name in parts.files)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {one.compress_type for one in archive.infolist()} == {zipfile.ZIP_STORED}


# -- bytes that are no state ---------------------------------------------------------------------


def assert_refused(content):
    with pytest.raises(ValueError, match="state") as refusal:
        State.from_bytes(content)
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 500


def zipped(compression=zipfile.ZIP_STORED, **members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_npy", ".npy"), content)
    return file.getvalue()


def saved(array):
    file = io.BytesIO()
    np.save(file, array, allow_pickle=True)
    return file.getvalue()


def text(facts):
    return saved(np.frombuffer(facts.encode(), dtype=np.uint8))


def headed(header, data=bytes(64)):
    """A .npy with a header of one's own."""
    line = header.encode().ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(line).to_bytes(2, "little") + line + data


def shaped(shape, descr="'<f8'"):
    return headed(f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}}}")


GOOD = taken()[1].to_bytes()
NOISE = np.random.default_rng(0).bytes(5_000)
FACTS = text('{"format": 1}')
CONTENTS = {
    "nothing": b"",
    "one byte": b"P",
    "noise": NOISE,
    "noise that begins as a zip": b"PK\x03\x04" + NOISE,
    "noise that begins as a .npy": b"\x93NUMPY\x01\x00" + NOISE,
    "noise that begins as a pickle": b"\x80\x04" + NOISE,
    "text": b"{\n" * 100,
    "a .npy": saved(np.zeros(3)),
    "a .npy with a zip behind it": saved(np.zeros(3)) + zipped(facts_npy=FACTS),
    "a zip behind noise": NOISE + zipped(facts_npy=FACTS),
    "an empty zip": zipped(),
    "no facts": zipped(parameters_npy=saved(np.zeros(3))),
    "facts that are no array": zipped(facts=b"{}"),
    "facts that are no text": zipped(facts_npy=saved(np.full(9, 255, dtype=np.uint8))),
    "facts that are numbers": zipped(facts_npy=saved(np.zeros(3))),
    "facts that are no JSON": zipped(facts_npy=text("{\n\n'")),
    "facts that are a list": zipped(facts_npy=text("[]")),
    "facts without end": zipped(facts_npy=text("[" * 100_000)),
    "facts in facts": zipped(facts_npy=text('{"a":' * 100_000)),
    "a number without end": zipped(facts_npy=text('{"format": ' + "9" * 10_000 + "}")),
    "no format": zipped(facts_npy=text("{}")),
    "another format": zipped(facts_npy=text('{"format": 2}')),
    "a format of text": zipped(facts_npy=text('{"format": "1"}')),
    "a format of lines": zipped(facts_npy=text('{"format": "1\\n1"}')),
    "a format of a list": zipped(facts_npy=text('{"format": [1]}')),
    "objects": zipped(facts_npy=FACTS, order_npy=saved(np.array([print, None], dtype=object))),
    "facts of objects": zipped(facts_npy=saved(np.array([{}], dtype=object))),
    "a huge shape": zipped(facts_npy=FACTS, order_npy=shaped(f"({10**13},)")),
    "a shape no number holds": zipped(facts_npy=FACTS, order_npy=shaped(f"({2**70},)")),
    "a huge product": zipped(facts_npy=FACTS, order_npy=shaped(f"({2**40}, {2**40})")),
    "a negative shape": zipped(facts_npy=FACTS, order_npy=shaped("(-1,)")),
    "a shape of text": zipped(facts_npy=FACTS, order_npy=shaped("'a'")),
    "another type": zipped(facts_npy=FACTS, order_npy=shaped("(1,)", "'nonsense'")),
    "an open header": zipped(facts_npy=FACTS, order_npy=headed("{")),
    "a header of lists": zipped(facts_npy=FACTS, order_npy=headed("{[]: 1}")),
    "a header of brackets": zipped(facts_npy=FACTS, order_npy=headed("(" * 100)),
    "a header of Python 2": zipped(facts_npy=FACTS, order_npy=shaped("(8L,)")),
    "no header": zipped(facts_npy=FACTS, order_npy=b"\x93NUMPY\x01\x00"),
    "an unknown .npy": zipped(facts_npy=FACTS, order_npy=b"\x93NUMPY\x09\x00" + NOISE),
    "a member without bytes": zipped(facts_npy=FACTS, order_npy=b""),
    "a state with something behind it": GOOD[:-1],
}


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_what_is_not_a_state_is_refused_in_one_line(content):
    assert_refused(content)


def test_a_header_of_python_2_is_no_reason_for_a_warning():
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        complaint(lambda: State.from_bytes(CONTENTS["a header of Python 2"]))
    assert said == []


def test_a_state_that_is_cut_short_is_refused():
    for length in range(0, len(GOOD), 97):
        assert_refused(GOOD[:length])


def complaint(read):
    """Return what a ValueError said, if there was one; no other error is caught."""
    try:
        read()
    except ValueError as error:
        return str(error)
    return ""


def assert_one_line_or_nothing(content):
    """It is read and restored, or refused in one line; there is no third way."""
    assert "\n" not in complaint(lambda: Trainer.restore(State.from_bytes(content)).step())


@pytest.mark.parametrize("flip", [0x01, 0x80, 0xFF])
def test_no_byte_that_is_wrong_does_any_harm(flip):
    content = bytearray(GOOD)
    for place in range(0, len(content), 23):
        content[place] ^= flip
        assert_one_line_or_nothing(bytes(content))
        content[place] ^= flip


@pytest.mark.parametrize("flip", [0x01, 0xFF])
@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_no_byte_that_is_wrong_in_a_compressed_file_does_any_harm(compression, flip):
    content = bytearray(zipped(compression, facts_npy=FACTS))
    for place in range(len(content)):
        content[place] ^= flip
        assert_one_line_or_nothing(bytes(content))
        content[place] ^= flip


def test_a_locked_file_is_refused():
    content = bytearray(zipped(facts_npy=FACTS))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert_refused(bytes(content))


@pytest.mark.parametrize("declared", [10**8, 10**9, 10**11])
def test_a_size_that_is_only_declared_takes_no_memory(declared):
    content = zipped(facts_npy=FACTS, order_npy=shaped(f"({declared},)"))
    tracemalloc.start()
    try:
        assert_refused(content)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 10_000_000


def test_a_file_larger_than_the_memory_is_refused(monkeypatch):
    monkeypatch.setattr("engine.training.state.memory_limit", lambda: 5_000)
    assert_refused(zipped(zipfile.ZIP_DEFLATED, facts_npy=FACTS, order_npy=saved(np.zeros(10_000))))


BOMB = b"".join(b"[]," for _ in range(10**6))
BOMBS = {
    "unknown": {"facts_npy": FACTS, "other_npy": saved(np.zeros(3))},
    "a folder": {"facts_npy": FACTS, "x/order_npy": saved(np.zeros(3))},
    "many": {"facts_npy": FACTS, **{f"moment_{k}_npy": b"" for k in range(100)}},
    "long facts": {"facts_npy": bytes(100_000_000)},
    "long zeros": {"facts_npy": FACTS, "order_npy": bytes(100_000_000)},
    "many long zeros": {"facts_npy": FACTS} | {f"moment_{k}_npy": bytes(10_000_000) for k in range(9)},
    "facts that grow": {"facts_npy": b"[" + 4 * BOMB + b"0]"},
}


@pytest.mark.parametrize("members", BOMBS.values(), ids=BOMBS)
def test_what_would_unpack_to_more_is_refused_by_its_size_alone(members, monkeypatch):
    content = zipped(zipfile.ZIP_DEFLATED, **members)
    unpacked = []
    monkeypatch.setattr(zipfile.ZipExtFile, "read", lambda *_: unpacked.append(1))
    assert_refused(content)
    assert not unpacked


def test_members_that_share_their_bytes_are_refused(monkeypatch):
    """A file of megabytes could be read as hundreds of them again and again."""
    monkeypatch.setattr("engine.training.state.LARGEST_UNPACKED", 0)
    content = zipped(facts_npy=FACTS, order_npy=bytes(100_000))
    directory = content.index(b"PK\x01\x02", 100_000)
    entries = content[directory : content.rindex(b"PK\x05\x06")]
    more = entries.replace(b"facts.npy", b"goods.npy").replace(b"order.npy", b"frozen.np")
    end = bytearray(content[directory + len(entries) :])
    end[8:16] = (4).to_bytes(2, "little") * 2 + (2 * len(entries)).to_bytes(4, "little")
    assert_refused(content[:directory] + entries + more + bytes(end))


def test_a_state_that_somebody_has_compressed_is_read():
    state = State.from_bytes(GOOD)
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    again = State.from_bytes(zipped(zipfile.ZIP_DEFLATED, **members))
    assert again.facts == state.facts
    assert all((again.arrays[name] == array).all() for name, array in state.arrays.items())


# -- facts that make no sense --------------------------------------------------------------------


def changed(state, *path, value):
    """The state with one of its facts replaced."""
    facts = copy.deepcopy(state.facts)
    part = facts
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return State(facts, {name: array.copy() for name, array in state.arrays.items()})


def assert_not_restored(state):
    with pytest.raises(ValueError, match=r"\w") as refusal:
        Trainer.restore(state)
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


def paths(facts, above=()):
    for key, value in facts.items():
        yield (*above, key)
        if isinstance(value, dict):
            yield from paths(value, (*above, key))


STATE = taken(schedule="exponential")[1]
ODD = [None, "a", "a\nb", -1, 0, 1.5, True, 10**6, 10**400, -(2**70), math.nan, math.inf, [], [1], {}]


@pytest.mark.parametrize("path", [*paths(STATE.facts)], ids=".".join)
def test_no_fact_that_is_wrong_does_any_harm(path):
    for value in ODD:
        state = changed(STATE, *path, value=value)
        if refusal := complaint(lambda state=state: Trainer.restore(state)):
            assert "\n" not in refusal
            continue
        # what is taken makes sense: it can be trained, saved and restored
        trainer = Trainer.restore(state)
        trainer.step("sample")
        trainer.step()
        trainer.run(epochs=2, interrupt=at_once)
        assert_goes_on_alike(trainer)


COUNTS = [-1, 1.5, "a", None, math.nan, math.inf, []]
NUMBERS = ["a", None, math.nan, -1.0, []]
NONSENSE = {
    ("given",): ["a", None, 2],
    ("epoch",): COUNTS,
    ("steps",): COUNTS,
    ("next_batch",): [*COUNTS, 4, 10**6, -(2**70)],  # of three mini-batches
    ("begun",): ["a", None, 2, False],
    ("sample",): [*COUNTS, 5, 99],  # of a mini-batch of five
    ("updates",): COUNTS,
    ("scalars",): [None, [], "a"],
    ("pace",): [None, [], {"best": 1.0, "other": 1}],
    ("pace", "best"): NUMBERS,
    ("pace", "waited"): COUNTS,
    ("pace", "cuts"): COUNTS,
    ("watch",): [None, [], {"best": 1.0, "other": 1}],
    ("watch", "best"): NUMBERS,
    ("watch", "waited"): COUNTS,
    ("good_epoch",): COUNTS,
    ("first_loss",): ["a", math.nan, -1.0, []],
    ("sane_length_squared",): [*NUMBERS, 0.0],
    ("diverged",): ["a", 1, {"epoch": 1}, {"epoch": "a", "steps": 1, "what": "weight"}],
    ("order_rng",): [None, {}, "PCG64", {"bit_generator": "MT19937", "state": {}}],
    ("order_rng", "state", "state"): [-1, 2**128, 10**400, "a", None, 1.5],
    ("dropout_rng", "state", "inc"): [-1, 2**128, 10**400, "a", None, 1.5],
    ("dropout_rng", "has_uint32"): ["a", math.inf],
    ("experiment",): [None, [], {}],
    ("experiment", "network", "hidden"): [5, [1], ["tanh"], [{"width": 0}], [{"depth": 1}]],
    ("experiment", "network", "features"): [[], "x1", ["x3"], ["x1", "x1"]],
    ("experiment", "training", "optimizer"): ["a", None, []],
    ("experiment", "seed"): [-1, "a", None],
}


@pytest.mark.parametrize("path", NONSENSE, ids=".".join)
def test_a_fact_that_makes_no_sense_is_refused(path):
    for value in NONSENSE[path]:
        assert_not_restored(changed(STATE, *path, value=value))


@pytest.mark.parametrize("path", [*paths(STATE.facts)], ids=".".join)
def test_a_fact_that_is_missing_is_refused(path):
    facts = copy.deepcopy(STATE.facts)
    part = facts
    for key in path[:-1]:
        part = part[key]
    del part[path[-1]]
    if path[0] in ("pace", "watch", "experiment") and len(path) > 1:
        return  # what has a default need not be there
    assert_not_restored(State(facts, STATE.arrays))


@pytest.mark.parametrize("name", STATE.arrays)
def test_an_array_that_is_missing_or_of_a_different_shape_is_refused(name):
    arrays = dict(STATE.arrays)
    kept = arrays.pop(name)
    assert_not_restored(State(STATE.facts, arrays))
    if name.endswith(("_X", "_y")):  # any number of samples makes sense, but there must be labels for them
        shapes = [kept[:-1], kept[np.newaxis], np.zeros(())]
    else:
        shapes = [kept[:-1], kept[:0], kept[np.newaxis], np.append(kept, kept[:1]), np.zeros(())]
    for other in shapes:
        assert_not_restored(State(STATE.facts, {**arrays, name: other}))


@pytest.mark.parametrize("name", STATE.arrays)
@pytest.mark.parametrize("kind", ["complex128", "U3", "S3", "M8[s]", [("a", "f8"), ("b", "f8")]], ids=str)
def test_an_array_of_a_different_kind_is_refused(name, kind):
    other = np.zeros(STATE.arrays[name].shape, dtype=kind)
    assert_not_restored(State(STATE.facts, STATE.arrays | {name: other}))


ORDER = np.arange(12)
ORDERS = {
    "one sample": 0 * ORDER,
    "before the first": ORDER - 1,
    "behind the last": ORDER + 1,
    "between two": ORDER + 0.5,
    "nowhere": ORDER * np.nan,
}


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_an_order_that_does_not_go_through_the_samples_is_refused(order):
    assert_not_restored(State(STATE.facts, STATE.arrays | {"order": order}))


def test_masks_that_are_neither_yes_nor_no_are_refused():
    for name in ("frozen", "silenced"):
        marks = np.full(STATE.arrays[name].shape, 2)
        assert_not_restored(State(STATE.facts, STATE.arrays | {name: marks}))


def test_samples_that_are_no_numbers_are_refused():
    X = STATE.arrays["train_X"].copy()
    X[3, 1] = np.nan
    message = assert_not_restored(State(STATE.facts, STATE.arrays | {"train_X": X}))
    assert message == "X must hold finite numbers, row 3 does not"


def test_a_different_optimizers_moments_are_refused():
    state = changed(STATE, "experiment", "training", "optimizer", value="momentum")
    assert "velocity" in assert_not_restored(state)


def test_a_network_too_large_for_the_memory_is_refused_before_it_is_built(monkeypatch):
    monkeypatch.setattr("engine.base.limits.memory_limit", lambda: 1_000)
    assert "memory" in assert_not_restored(STATE)


X = np.random.default_rng(3).normal(size=(12, 3))
LABELS = np.arange(12) % 2
GIVEN = {
    "whole labels": (X, LABELS),
    "small labels": (X, LABELS.astype(np.uint8)),
    "yes and no": (X, LABELS == 1),
    "real labels": (X, LABELS.astype(float)),
    "several classes": (X, np.arange(12) % 3),
    "real values": (X, np.linspace(0.1, 0.9, 12)),
    "columns of values": (X, np.asfortranarray(X[:, :2])),
    "by columns": (np.asfortranarray(X), LABELS),
    "turned": (X[::-1, ::-1], LABELS[::-1]),
    "single precision": (X.astype(np.float32), LABELS),
    "half precision": (X.astype(np.float16), LABELS),
    "of another machine": (X.astype(">f8"), LABELS.astype(">i4")),
    "one column": (X[:, :1], LABELS[:, np.newaxis]),
}


@pytest.mark.parametrize("test", [12, 0], ids=["held out", "none held out"])
@pytest.mark.parametrize(("inputs", "labels"), GIVEN.values(), ids=GIVEN)
def test_samples_keep_their_kind(inputs, labels, test):
    data = Split(Samples(inputs, labels), Samples(inputs[:test], labels[:test]))
    trainer = trainer_on(data=data, batch_size=5)
    trainer.step()
    again = restored(trainer)
    for found, given in ((again.data.train, data.train), (again.data.test, data.test)):
        np.testing.assert_array_equal(found.X, given.X)
        np.testing.assert_array_equal(found.y, given.y)
        assert (found.X.dtype, found.y.dtype) == (given.X.dtype, given.y.dtype)
    assert again.problem == trainer.problem
    assert_goes_on_alike(trainer, again)
