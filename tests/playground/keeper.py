"""A program that is there to be killed: it keeps runs without rest, and says which are kept."""

import os
import random

from kept_runs import row

from playground.files.run_library import KeptRun, RunLibrary
from playground.files.runs import database

KEYS = 12  # of one process: each run is kept again and again, as one that trains on

# all that keeping imports is imported once, where the processes are copied from
RunLibrary(None).put(KeptRun(row(0), b""))


def content(key, version):
    """Return the state of a version of a run, as long as chance wants it."""
    chance = random.Random(f"{key} {version}")
    return f"{key} {version} ".encode() + chance.randbytes(chance.choice([10, 2_000, 60_000]))


def main(path, says):
    database.SYNCHRONOUS = "OFF"  # what is written survives a kill of the process, if not of the system
    database.WAIT_SECONDS = 60.0
    library, chance, version = RunLibrary(path), random.Random(), 0
    while True:
        version += 1
        k = os.getpid() * KEYS + chance.randrange(KEYS)
        library.put(KeptRun(row(k, epoch=version), content(f"run-{k}", version)))
        assert not library.problem, library.problem
        says.send((f"run-{k}", version))
