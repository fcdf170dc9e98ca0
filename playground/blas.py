"""How many threads numpy's matrix products use. No Qt, and no numpy: it reads this once, when it is imported.

The bits of a product depend on it, and small products are slower with a second thread, which also takes the
core that the window needs.
"""

import argparse
import os
import sys
from collections.abc import Sequence

OPTION = "--threads"
MOST = 1024
# what OpenBLAS, MKL, BLIS and Accelerate read; the first alone serves the numpy of PyPI
NAMES = (
    "OPENBLAS_NUM_THREADS",
    "GOTO_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)


def limit_threads(words: Sequence[str]) -> None:
    """Have numpy use as many threads as a command line asks for, or the environment; by default one.

    Nothing changes where numpy has been imported.
    """
    if "numpy" in sys.modules:
        return
    asked = _asked(words)
    if asked or not any(os.environ.get(name) for name in NAMES):
        os.environ.update(dict.fromkeys(NAMES, asked or "1"))


def is_limited_to(threads: int) -> bool:
    """Return whether numpy uses so many threads, as far as the environment tells."""
    return next((os.environ[name] for name in NAMES if os.environ.get(name)), "") == str(threads)


def _asked(words: Sequence[str]) -> str:
    """Return the number that `--threads` has; "" if it is none: the command says what is wrong with it."""
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument(OPTION, default="")
    try:
        number = int(parser.parse_known_args(words)[0].threads.replace(",", ""))
    except (argparse.ArgumentError, ValueError):
        return ""
    return str(number) if 1 <= number <= MOST else ""
