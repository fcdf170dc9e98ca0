"""Runs to keep."""

from engine import Experiment, TrainSpec
from playground.files.run_library import KeptRun, RunRow


def row(k, **named):
    """Return the row of the run with this number: the higher, the newer."""
    named = {"experiment": Experiment(seed=k), "epoch": k} | named
    return RunRow(key=f"run-{k}", began=float(k), ended=float(k) + 0.5, **named)


def run(k, size=100, **named):
    """Return a run of which everything can be told to be its own."""
    parts = (f"{name} of {k} ".encode() * size for name in ("state", "curves", "look", "moments", "removed"))
    return KeptRun(row(k, **named), *parts)


def with_training(**named):
    return Experiment(training=TrainSpec(**named))


def same(one, other):
    """Whether two kept runs are equal."""
    names = ("row", "state", "curves", "thumbnail", "timeline", "removed")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def keys(library, query=None):
    """Return which runs a library finds, in order."""
    return [found.key for found in library.find(query)]
