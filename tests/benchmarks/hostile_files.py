"""Read files, texts and settings as nobody would write them, and let disks fail while files are written.

Usage: python tests/benchmarks/hostile_files.py [KIND ...] [--count N] [--first 0]
The kinds, with their usual counts, are experiments (10000), states (5000), texts (2000), tables (500), starts
(200: an autosave and settings, with a window) and faults (each call of the system that a save makes, with
each error).
Each kind runs in a process of its own and prints one line. Whatever there is, it is read, or refused in one
line of readable text; no case takes more than two seconds of the processor, no process more than 500 MB, and
nothing that was kept is lost. The exit code is 0 where all of that holds.
"""

import argparse
import collections
import os
import resource
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
HERE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HERE / "playground"), str(HERE.parent)]

COUNTS = {"experiments": 10_000, "states": 5_000, "texts": 2_000, "tables": 500, "starts": 200, "faults": 0}
LONGEST = 2.0  # seconds of the processor for one case
MOST = 500  # megabytes of a process
TOLD = 5  # troubles


def cases(kind, first, count, folder):
    """Yield what reads or writes each case, and returns what became of it."""
    import disks
    import hostile
    import hostile_tables

    if kind == "faults":
        yield from disks.faults(folder)
        return
    act = {
        "experiments": lambda rng: hostile.read_experiment(hostile.experiment_file(rng)),
        "states": lambda rng: hostile.read_state(hostile.state_file(rng), folder / "one.npstate"),
        "texts": lambda rng: hostile.read_share(hostile.share_text(rng)),
        "tables": lambda rng: hostile_tables.read_table(hostile_tables.table_file(rng)),
        "starts": lambda rng: hostile.start(rng, folder),
    }[kind]
    for seed in range(first, first + count):
        yield lambda seed=seed: act(hostile.rng_of(seed))


def run(kind, first, count):
    """Run the cases of a kind; return whether all is well."""
    from playground.app import quiet_offscreen

    quiet_offscreen()
    found, slowest = collections.Counter(), (0.0, 0)
    with tempfile.TemporaryDirectory() as folder:
        for k, act in enumerate(cases(kind, first, count, Path(folder)), start=first):
            began = time.process_time()
            try:
                found[act()] += 1
            except BaseException:
                found["TROUBLE"] += 1
                if found["TROUBLE"] <= TOLD:
                    print(f"{kind} {k}: {traceback.format_exc(limit=-4)}", file=sys.stderr)
            slowest = max(slowest, (time.process_time() - began, k))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        2**20 if sys.platform == "darwin" else 2**10
    )
    well = not found["TROUBLE"] and slowest[0] <= LONGEST and memory <= MOST
    told = ", ".join(f"{n:,} {what}" for what, n in sorted(found.items()) if n)
    slow = f"slowest {slowest[0]:.2f} s (case {slowest[1]})"
    end = "passed" if well else "FAILED"
    print(f"{kind}: {sum(found.values()):,} cases: {told}; {slow}; {memory:.0f} MB: {end}")
    return well


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kinds", nargs="*", choices=[*COUNTS, []], default=[])
    parser.add_argument("--count", type=int)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args()
    kinds = options.kinds or [*COUNTS]
    if len(kinds) == 1:
        kind = kinds[0]
        return 0 if run(kind, options.first, options.count or COUNTS[kind]) else 1
    more = ["--first", str(options.first)] + (["--count", str(options.count)] if options.count else [])
    return max([subprocess.run([sys.executable, __file__, kind, *more]).returncode for kind in kinds])


if __name__ == "__main__":
    sys.exit(main())
