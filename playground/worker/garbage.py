"""Garbage collection, on the window's thread alone. No Qt.

Python collects it in whatever thread happens to allocate next, and so at times in the worker's. What it
finds there may be an old window, and Qt objects must be destroyed in their own thread.
"""

import gc

# collections of a younger generation before one of the next: Python's defaults
EVERY = (700, 10, 10)


def take_over() -> None:
    """Turn automatic collection off: from now on only `collect` collects."""
    gc.disable()


def keep() -> None:
    """Never again look for garbage in what there is now: with what was imported, that takes 40 ms."""
    gc.freeze()


def collect(paused: bool) -> None:
    """Collect what is due; the oldest generation, which takes longest, only while paused."""
    young, middle, old = gc.get_count()
    if paused and old > EVERY[2]:
        gc.collect()
    elif middle > EVERY[1]:
        gc.collect(1)
    elif young > EVERY[0]:
        gc.collect(0)
