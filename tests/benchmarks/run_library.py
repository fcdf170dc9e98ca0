"""The library with 10,000 runs: opening, filtering, sorting, reading a page, keeping one more, deleting.

Usage: python tests/benchmarks/run_library.py [--runs 10000] [--state 5000] [--folder FOLDER]

Each run has an experiment of its own, some of them own points, and parts of random bytes of usual sizes.
Every figure is the best of several rounds: processor time of the thread, wall-clock time, and how long at
most another thread, such as a window's, waited meanwhile for the interpreter (the least of the rounds: what
the act itself causes). The library was just written, so the system has it in memory. With `--training` a
thread trains beside it all.
"""

import argparse
import os
import random
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

from engine import (
    DATASETS,
    OPTIMIZERS,
    OWN,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    Trainer,
    TrainSpec,
)
from playground.files.run_library import Budget, KeptRun, RunLibrary, RunQuery, RunRow

ROUNDS = 7
OWN_POINTS = [
    tuple((random.uniform(-6, 6), random.uniform(-6, 6), k % 2) for k in range(300)) for _ in range(20)
]
QUERIES = {
    "all, newest first": RunQuery(),
    "three letters": RunQuery("ada"),
    "two words": RunQuery("spiral momentum"),
    "a word in notes": RunQuery("expected"),
    "nothing found": RunQuery("zebra"),
    "starred": RunQuery(starred=True),
    "a group": RunQuery(group="group-17"),
    "by test loss": RunQuery(sort="test_loss", descending=False),
    "by name": RunQuery(sort="name"),
    "by a setting": RunQuery(sort="training.learning_rate"),
    "by hidden layers": RunQuery(sort="network.hidden"),
}


def experiment_of(chance, seed):
    """Return an experiment as people make them."""
    dataset = chance.choice([*DATASETS, OWN])
    points = chance.choice(OWN_POINTS) if dataset == OWN else ()
    hidden = [
        LayerSpec(chance.randint(1, 12), chance.choice(["tanh", "relu", "gelu"]))
        for _ in range(chance.randint(1, 4))
    ]
    training = TrainSpec(
        optimizer=chance.choice(list(OPTIMIZERS)),
        learning_rate=chance.choice([0.3, 0.1, 0.03, 0.01, 0.003]),
        batch_size=chance.choice([1, 5, 10, 30]),
        l2=chance.choice([0.0, 0.0, 0.01, 0.03]),
    )
    data = DataSpec(dataset=dataset, points=points, noise=chance.choice([0.0, 0.1, 0.2]))
    return Experiment(data=data, network=NetworkSpec(hidden=tuple(hidden)), training=training, seed=seed)


def run_of(chance, k, size):
    """Return a kept run with parts of the usual sizes."""
    row = RunRow(
        key=f"{chance.getrandbits(128):032x}",
        began=1.8e9 + 60.0 * k,
        ended=1.8e9 + 60.0 * k + 50.0,
        experiment=experiment_of(chance, k),
        epoch=chance.randint(1, 100_000),
        train_loss=chance.random(),
        test_loss=chance.random(),
        test_accuracy=chance.random(),
        group=f"group-{k // 5}" if chance.random() < 0.5 else "",
        worked=chance.random() < 0.5,
        name=f"run {k}" if chance.random() < 0.1 else "",
        note="What I expected, what I saw" if chance.random() < 0.1 else "",
        starred=chance.random() < 0.05,
        spark=os.urandom(64),
    )
    return KeptRun(row, os.urandom(size), os.urandom(8_000), os.urandom(1_000), os.urandom(4 * size), b"")


def measured(act, rounds=ROUNDS):
    """Return the least processor and wall-clock time of an act, and the wait of another thread, in ms."""
    times = []

    def timed():
        cpu, wall = time.thread_time(), time.perf_counter()
        act()
        times.append(((time.thread_time() - cpu) * 1e3, (time.perf_counter() - wall) * 1e3))

    waits = []
    for _ in range(rounds):
        thread = threading.Thread(target=timed)
        longest, before = 0.0, time.perf_counter()
        thread.start()
        while thread.is_alive():
            time.sleep(0.0005)
            now = time.perf_counter()
            longest, before = max(longest, now - before), now
        waits.append(longest * 1e3)
    return *map(min, zip(*times, strict=True)), min(waits)


def train(until):
    """Train as the program does, until an event is set."""
    trainer = Trainer(Experiment())
    while not until.is_set():
        trainer.step()


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument(
        "--state", type=int, default=5_000, help="bytes of a state; a timeline has four times that"
    )
    parser.add_argument(
        "--folder", type=Path, help="where the library is written; a temporary folder if not given"
    )
    parser.add_argument("--training", action="store_true", help="train in a thread meanwhile")
    chosen = parser.parse_args()
    over = threading.Event()
    if chosen.training:
        threading.Thread(target=train, args=(over,), daemon=True).start()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        measure(Path(folder) / "runs.sqlite", chosen.runs, chosen.state)
    over.set()


def measure(path, runs, size):
    chance = random.Random(0)
    library = RunLibrary(path, Budget(runs=2 * runs, bytes=2**40))
    began = time.perf_counter()
    for k in range(runs):
        library.put(run_of(chance, k, size))
    took = time.perf_counter() - began
    print(f"{runs:,} runs kept in {took:.1f} s, {path.stat().st_size / 2**20:,.0f} MiB\n")
    library.close()

    def opened():
        one = RunLibrary(path)
        keys = [found.key for found in one.find()[:60]]
        one.rows(keys), one.parts(keys, "thumbnail")
        one.close()

    report("opened, found, a page of 60 with thumbnails", opened)
    for name, query in QUERIES.items():
        count = len(library.find(query))
        report(f"{name} ({count:,})", lambda query=query: library.find(query))
    keys = [found.key for found in library.find()]
    report("a page of 60", lambda: library.rows(keys[600:660]))
    report("its thumbnails", lambda: library.parts(keys[600:660], "thumbnail"))
    report("which settings differ", library.differing)
    report("the version", library.version)
    report("one whole run", lambda: library.get(keys[5000 % runs]))
    new = iter([run_of(chance, runs + k, size) for k in range(ROUNDS)])
    report("one more kept", lambda: library.put(next(new)))
    run = library.get(keys[0])
    report("the same kept again", lambda: library.put(replace(run)))
    report("500 deleted", lambda: library.delete(keys[:500]), 1)
    report("500 restored", lambda: library.restore(keys[:500]), 1)
    library.delete(keys[:500])
    report("500 gone for good, closed", library.close, 1)
    report("all deleted", library.clear, 1)
    library.close()


def report(what, act, rounds=ROUNDS):
    cpu, wall, wait = measured(act, rounds)
    print(f"{what:<46}{cpu:>9.1f} ms of processor{wall:>9.1f} ms{wait:>9.1f} ms another waits")


if __name__ == "__main__":
    main()
