"""Garbage is collected on the window's thread alone. No Qt.

Python collects it in whatever thread happens to allocate next, and so at times in the worker's. What it
finds there may be an old window, and Qt's objects must not be destroyed in another thread than their own.
"""

import gc

# as many collections of the younger generation as come before one of the next, Python's own numbers
EVERY = (700, 10, 10)


def take_over() -> None:
    """Leave it to `collect` from now on when garbage is collected."""
    gc.disable()


def collect(at_rest: bool) -> None:
    """Collect what is due; the oldest generation, which takes longest, only while nothing moves."""
    young, middle, old = gc.get_count()
    if at_rest and old > EVERY[2]:
        gc.collect()
    elif middle > EVERY[1]:
        gc.collect(1)
    elif young > EVERY[0]:
        gc.collect(0)
