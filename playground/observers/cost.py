"""What training a large network will cost, estimated before it is trained. No Qt."""

import time
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from engine import Experiment, bytes_needed, parameter_count

LARGE = 200_000  # weights and biases: with fewer, an epoch takes no time that anyone would ask about
SIDE = 1000  # of the matrix that is multiplied to measure the machine
PRODUCTS, PASSES = 3.0, 14.0  # over all weights, in one step; fitted to networks of 1 to 4 million
NOTICEABLE_SECONDS, NOTICEABLE_BYTES = 1.0, 500_000_000


class Cost(NamedTuple):
    """How long an epoch takes, in seconds, and how much memory training takes, in bytes; both roughly."""

    seconds: float
    memory: int


def cost_of(experiment: Experiment, sizes: tuple[int, ...]) -> Cost | None:
    """Return what an experiment with these layer sizes costs; None if nobody would notice."""
    count, data, training = parameter_count(sizes), experiment.data, experiment.training
    if count < LARGE or not data.count:
        return None
    samples = max(1, round(data.count * (1.0 - data.test_fraction)))
    batch = min(training.batch_size, samples)
    product, one_pass = _speed(batch, training.dtype)
    step = count / SIDE**2 * (PRODUCTS * product + PASSES * one_pass)
    evaluation = count / SIDE**2 * product * data.count / batch
    memory = bytes_needed(sizes, batch, data.count, training.dtype)
    cost = Cost(step * samples / batch + evaluation, memory)
    return cost if cost.seconds >= NOTICEABLE_SECONDS or memory >= NOTICEABLE_BYTES else None


@lru_cache(maxsize=32)
def _speed(batch: int, dtype: str) -> tuple[float, float]:
    """Return the seconds of a product with a mini-batch, and of a pass over as many weights: measured."""
    batch = min(batch, SIDE)
    W, A = np.ones((SIDE, SIDE), dtype), np.ones((SIDE, batch), dtype)
    Z, other = np.empty((SIDE, batch), dtype), np.empty_like(W)
    return _seconds(lambda: np.dot(W, A, Z)), _seconds(lambda: np.multiply(W, 2.0, other))


def _seconds(call: Callable[[], object]) -> float:
    """Return the shortest of three times that a call takes: something else may have come between."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return min(times)
