"""The versions of everything that a result depends on, and a report of errors with them: texts to copy."""

import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from playground import __version__
from playground.texts import about as texts
from playground.texts.cli import PROGRAM

PACKAGES = (
    "numpy",
    "PySide6-Essentials",
    "pyqtgraph",
    "contourpy",
    "msgspec",
    "rich",
    "charset-normalizer",
    "python-calamine",
)
Rows = Sequence[tuple[str, str]]  # a name and its value


def versions() -> list[tuple[str, str]]:
    """Return the versions of the program, of Python, and of what both stand on."""
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return [
        (PROGRAM(), __version__),
        ("Python", f"{platform.python_version()} {platform.python_implementation()}"),
        *((name, found) for name in PACKAGES if (found := _version(name))),
        (texts.BLAS(), _blas()),
        (texts.SYSTEM(), system.strip()),
    ]


def as_text(rows: Rows) -> str:
    """Return rows as lines to copy."""
    return "".join(f"{name}: {value}\n" for name, value in rows)


def error_report(errors: Iterable[str], rows: Rows, experiment: str) -> str:
    """Return a report of errors.

    Parameters
    ----------
    errors : iterable of str
        Each with its traceback, the last one first.
    rows : sequence of (str, str)
        The versions, and what is known of the screen.
    experiment : str
        The experiment as a text to share, or "".
    """
    happened = "\n".join(one.strip() + "\n" for one in errors) or f"{texts.NO_ERROR()}\n"
    parts = [(texts.HAPPENED(), happened), (texts.VERSIONS(), as_text(rows))]
    parts += [(texts.EXPERIMENT(), f"{experiment}\n")] * bool(experiment)
    return "\n".join(f"{title}\n{'-' * len(title)}\n{text}" for title, text in parts)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _blas() -> str:
    """Return the library of numpy's matrix products: their last bits depend on it."""
    found = np.show_config(mode="dicts").get("Build Dependencies", {}).get("blas", {})
    return f"{found.get('name', '?')} {found.get('version', '')}".strip()
