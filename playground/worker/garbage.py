"""Garbage collection, on the window's thread alone. No Qt.

Python collects it in whatever thread happens to allocate next, and so at times in the worker's. What it
finds there may be an old window, and Qt objects must be destroyed in their own thread.
"""

import gc
import time

# collections of a younger generation before one of the next: Python's defaults
EVERY = (700, 10, 10)
# While training goes on, the oldest generation is collected so many seconds after the last time, or so many
# times as long as that took: 2 ms in the program, which keeps out what was imported, and 40 elsewhere.
PLAYING_SECONDS, RARELY = 10.0, 500.0

_found: list[bool] = []  # whether collection was automatic, for each that took over
_due = 0.0


def take_over() -> None:
    """Turn automatic collection off: from now on only `collect` collects."""
    _found.append(gc.isenabled())
    gc.disable()


def give_back() -> None:
    """Have automatic collection as it was before the last `take_over`."""
    if _found.pop():
        gc.enable()


def keep() -> None:
    """Never again look for garbage in what there is now: with what was imported, that takes 40 ms."""
    gc.freeze()


def collect(paused: bool) -> None:
    """Collect what is due; the oldest generation, which takes longest, only now and then unless paused."""
    global _due
    young, middle, old = gc.get_count()
    began = time.perf_counter()
    if old > EVERY[2] and (paused or began >= _due):
        gc.collect()
        took = time.perf_counter() - began
        _due = began + max(PLAYING_SECONDS, RARELY * took)
    elif middle > EVERY[1]:
        gc.collect(1)
    elif young > EVERY[0]:
        gc.collect(0)
