"""The memory that training takes is known beforehand, and too much is refused before it is allocated."""

import gc
import os
import tracemalloc
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
from cases import retrained, trainer_on, weights
from cases import samples as drawn

from engine import (
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    Split,
    Trainer,
    TrainSpec,
    bytes_needed,
    memory_limit,
)
from engine.base import limits

GIGABYTE = 10**9
OBJECTS = 3_000_000  # bytes: Python's objects, 100 layers of 256 bound mini-batches among them


@contextmanager
def peak_below(limit):
    """Fail where the memory taken within grows by more than so many bytes."""
    gc.collect()
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] <= limit
    finally:
        tracemalloc.stop()


def limited(monkeypatch, limit):
    monkeypatch.setattr(limits, "memory_limit", lambda: limit)


def experiment(widths, activation="relu", dropout=0.0, samples=500, **training):
    hidden = tuple(LayerSpec(width, activation, dropout) for width in widths)
    network, training = NetworkSpec(hidden=hidden), TrainSpec(**training)
    return Experiment(data=DataSpec(samples=samples), network=network, training=training)


# -- the refusal -----------------------------------------------------------------------------

TOO_MUCH = [
    ((10_000,), {"batch_size": 1_000_000, "samples": 100_000}),
    ((4_000, 4_000), {}),
    ((100,) * 100, {"batch_size": 50_000, "samples": 100_000}),
]


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(("widths", "settings"), TOO_MUCH)
def test_too_much_is_refused_before_any_of_it_is_taken(widths, settings, dtype, monkeypatch):
    limited(monkeypatch, GIGABYTE // 2)
    with peak_below(100_000), pytest.raises(ValueError, match="would take"):
        experiment(widths, dtype=dtype, **settings)


def test_the_inputs_of_data_that_are_passed_in_count(monkeypatch):
    limited(monkeypatch, GIGABYTE // 2)
    wide = Split(drawn("binary", 12, columns=3_000), drawn("binary", 12, columns=3_000))
    hidden = (LayerSpec(6_000),)
    assert experiment((6_000,)).network.hidden[0].width == 6_000  # with two inputs it fits
    with peak_below(4_000_000), pytest.raises(ValueError, match="would take"):
        trainer_on(data=wide, hidden=hidden)


GROWING = [
    lambda trainer: trainer.configure(retrained(trainer, batch_size=2_000)),
    lambda trainer: trainer.configure(replace(retrained(trainer, batch_size=2_000), seed=9)),
    lambda trainer: trainer.add_layer(1),
    lambda trainer: trainer.add_layer(0, "relu") or trainer.add_layer(1) or trainer.add_layer(1),
]


@pytest.mark.parametrize("grow", GROWING)
def test_a_change_that_would_take_too_much_is_refused_and_changes_nothing(grow, monkeypatch):
    data = Split(drawn("binary", 2_000, columns=400), drawn("binary", 20, columns=400))
    trainer, untouched = (trainer_on(data=data, hidden=(LayerSpec(400),)) for _ in range(2))
    for one in (trainer, untouched):
        one.step()
    now = bytes_needed(trainer.network.sizes, 10, 2_020, "float64")
    limited(monkeypatch, now + 1_000_000)
    kept = trainer.experiment
    with peak_below(1_000_000), pytest.raises(ValueError, match="would take"):
        grow(trainer)
    assert trainer.experiment is kept
    for one in (trainer, untouched):
        one.step()
    np.testing.assert_array_equal(weights(trainer), weights(untouched))


@pytest.mark.parametrize(
    ("limit", "written"),
    [(4 * GIGABYTE, "4.0 GB"), (1_234_567_890, "1.2 GB"), (GIGABYTE // 10, "0.1 GB"), (9_876_543, "9.9 MB")],
)
def test_the_message_has_both_figures_and_says_what_to_do(limit, written, monkeypatch):
    needed = bytes_needed((2, 10_000, 1), 1_000_000, 100_000, "float64")
    limited(monkeypatch, limit)
    with pytest.raises(ValueError, match="would take") as refused:
        experiment((10_000,), batch_size=1_000_000, samples=100_000)
    assert str(refused.value) == (
        f"training this would take {needed / GIGABYTE:.1f} GB of memory; the limit is {written}, a quarter "
        "of this machine's: use a smaller batch_size, or narrower or fewer layers"
    )


def test_what_just_fits_is_taken(monkeypatch):
    needed = bytes_needed((2, 50, 1), 10, 500, "float64")
    limited(monkeypatch, needed)
    assert experiment((50,)).network.hidden[0].width == 50
    limited(monkeypatch, needed - 1)
    with pytest.raises(ValueError, match="would take"):
        experiment((50,))


# -- the limit -------------------------------------------------------------------------------


@pytest.fixture
def fresh_limit():
    """The limit, asked for anew and forgotten afterwards."""
    memory_limit.cache_clear()
    yield memory_limit
    memory_limit.cache_clear()


def test_a_quarter_of_the_machine_may_be_taken(fresh_limit, monkeypatch):
    told = {"SC_PAGE_SIZE": 4_096, "SC_PHYS_PAGES": 2**20}
    monkeypatch.setattr(os, "sysconf", told.__getitem__, raising=False)
    assert fresh_limit() == 2**30


def test_a_machine_that_does_not_say_has_a_limit_too(fresh_limit, monkeypatch):
    monkeypatch.delattr(os, "sysconf", raising=False)
    assert fresh_limit() >= 2**30


# -- what is needed --------------------------------------------------------------------------


def test_more_of_anything_needs_more():
    least = bytes_needed((2, 4, 1), 10, 100, "float32")
    assert least < bytes_needed((2, 4, 1), 10, 100, "float64")
    assert least < bytes_needed((3, 4, 1), 10, 100, "float32")
    assert least < bytes_needed((2, 5, 1), 10, 100, "float32")
    assert least < bytes_needed((2, 4, 4, 1), 10, 100, "float32")
    assert least < bytes_needed((2, 4, 3), 10, 100, "float32")
    assert least < bytes_needed((2, 4, 1), 11, 100, "float32")
    assert least < bytes_needed((2, 4, 1), 10, 101, "float32")


def test_a_mini_batch_is_no_larger_than_the_samples():
    assert bytes_needed((2, 4, 1), 10**6, 100, "float64") == bytes_needed((2, 4, 1), 100, 100, "float64")


# A network of many weights, a large mini-batch, many samples, many layers; each far above what objects take
SHAPES = {
    "weights": ((700, 700), 10, 100),
    "one wide layer": ((10_000,), 100, 1_000),
    "batch": ((200, 200), 4_000, 8_000),
    "samples": ((4,), 1, 100_000),
    "all samples at once": ((4,), 100_000, 100_000),
    "layers": ((10,) * 100, 1_000, 5_000),
}
SETTINGS = {
    "plain": {},
    "sparse": {"activation": "mish", "dropout": 0.5},
    "limited": {"l1": 0.01, "l2": 0.01, "clip_norm": 1.0, "clip_value": 1.0, "max_norm": 1.0},
}


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("settings", SETTINGS)
@pytest.mark.parametrize("shape", SHAPES)
def test_training_takes_no_more_memory_than_estimated(shape, settings, dtype):
    widths, batch_size, count = SHAPES[shape]
    training = {"optimizer": "adam", "batch_size": batch_size, "dtype": dtype} | SETTINGS[settings]
    one = experiment(widths, samples=count, **training)
    said = bytes_needed((2, *widths, 1), batch_size, count, dtype)
    with peak_below(said + OBJECTS):
        trainer = Trainer(one)
        trainer.step()
        trainer.metrics()
        trainer.step()
        trainer.metrics()
