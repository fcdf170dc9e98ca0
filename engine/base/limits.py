"""How large a network and how much memory an experiment may take; checked before any memory is allocated."""

from __future__ import annotations

import os
from functools import lru_cache
from itertools import pairwise

from engine.base.checks import Range, SpecError

MEMORY_SHARE = 0.25  # of the machine's memory: the window and other programs need some too
UNKNOWN_MACHINE = 4 * 2**30  # bytes, if the system does not say
ITEM_BYTES = {"float64": 8, "float32": 4}
# Numbers kept for each parameter, with everything switched on: the parameter, its gradient and its last good
# value; Adam's sums, powers and factors; their values at the start of the epoch; penalties and limits; the
# copies that observers see.
PER_PARAMETER = 37
# For each activation of a mini-batch: z, a, g′, δ, the dropout mask, and temporaries of the activation.
PER_ACTIVATION = 13
# For each input of a sample: points and features, and the two layouts of the mini-batches.
PER_INPUT = 6
# For each output of a sample: targets and their two layouts, and temporaries of the evaluation.
PER_OUTPUT = 12
EVALUATED = 2**16  # activations of one layer evaluated at a time, at least


def bytes_needed(sizes: tuple[int, ...], batch_size: int, samples: int, dtype: str) -> int:
    """Return how many bytes training takes, rounded up generously.

    Parameters
    ----------
    sizes : tuple of int
        Inputs, neurons of every hidden layer, outputs.
    batch_size, samples : int
        Samples in a mini-batch, and all samples.
    dtype : {"float64", "float32"}

    Returns
    -------
    int

    Examples
    --------
    >>> bytes_needed((2, 4, 1), batch_size=10, samples=100, dtype="float64")
    65264
    """
    neurons = sum(width + 1 for width in sizes[1:])
    evaluated = min(samples * neurons, max(EVALUATED, 64 * neurons))
    return (sum(_numbers(sizes, batch_size, samples)) + 4 * evaluated) * ITEM_BYTES[dtype]


def _numbers(sizes: tuple[int, ...], batch_size: int, samples: int) -> tuple[int, int, int]:
    """Return how many numbers are kept for parameters, for activations, and for inputs and outputs."""
    parameters = sum(fan_out * (fan_in + 1) for fan_in, fan_out in pairwise(sizes))
    batch = min(batch_size, samples)
    last = min(samples - batch, batch - 1)  # the smaller mini-batch at an epoch's end has buffers of its own
    neurons = sum(width + 1 for width in sizes[1:])
    columns = PER_INPUT * (sizes[0] + 1) + PER_OUTPUT * sizes[-1]
    return PER_PARAMETER * parameters, PER_ACTIVATION * (batch + last) * neurons, columns * samples


@lru_cache(maxsize=1)
def memory_limit() -> int:
    """Return how many bytes one experiment may take: a quarter of the machine's memory."""
    return int(MEMORY_SHARE * _physical_memory())


def check_memory(sizes: tuple[int, ...], batch_size: int, samples: int, dtype: str) -> None:
    """Raise a SpecError, with both figures, if training would take too much memory.

    The parameters are those of `bytes_needed`.
    """
    needed, limit = bytes_needed(sizes, batch_size, samples, dtype), memory_limit()
    if needed > limit:
        message = (
            f"training this would take {_readable(needed)} of memory; the limit is {_readable(limit)}, a "
            f"quarter of this machine's: use {_advice(sizes, batch_size, samples)}"
        )
        raise SpecError(message, field="memory", value=needed, allowed=Range(0, limit, whole=True))


def _advice(sizes: tuple[int, ...], batch_size: int, samples: int) -> str:
    """Return the advice that would save the most memory."""
    parameters, activations, columns = _numbers(sizes, batch_size, samples)
    if columns == max(parameters, activations, columns):
        return "fewer samples, or fewer inputs and outputs"
    if activations > parameters:
        return "a smaller batch_size, or narrower or fewer layers"
    return "narrower or fewer layers"


def _physical_memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf
        return _windows_memory() or UNKNOWN_MACHINE


def _windows_memory() -> int:
    import ctypes

    if not hasattr(ctypes, "windll"):
        return 0
    kilobytes = ctypes.c_ulonglong(0)
    ctypes.windll.kernel32.GetPhysicallyInstalledSystemMemory(ctypes.byref(kilobytes))
    return int(kilobytes.value) * 1024


def _readable(size: int) -> str:
    return f"{size / 1e9:,.1f} GB" if size >= 1e8 else f"{size / 1e6:,.1f} MB"


# Weights and biases together: beyond this one training step takes longer than anyone would wait.
MAX_PARAMETERS = 20_000_000


def check_size(sizes: tuple[int, ...]) -> None:
    """Raise a SpecError if a network of these layer sizes has too many parameters."""
    count = parameter_count(sizes)
    if count > MAX_PARAMETERS:
        message = (
            f"the network would have {count:,} weights and biases; the limit is {MAX_PARAMETERS:,}: "
            "use narrower or fewer layers"
        )
        raise SpecError(
            message, field="parameters", value=count, allowed=Range(0, MAX_PARAMETERS, whole=True)
        )


def parameter_count(sizes: tuple[int, ...]) -> int:
    """Return how many weights and biases a network of these layer sizes has.

    Examples
    --------
    >>> parameter_count((2, 4, 2, 1))
    25
    """
    return sum(fan_out * (fan_in + 1) for fan_in, fan_out in pairwise(sizes))
