"""Measure what training allocates: bytes that ten thousand steps leave behind, and their peak.

Usage: python tests/benchmarks/allocation.py [--seconds 60] [--steps 10000]
Python's own account, tracemalloc, which numpy reports its arrays to. Epochs before it begins, so that caches
are filled. A step allocates no array: what is counted are the iterators and numbers of Python around it, and
they must not become more with more steps.
"""

import time
import tracemalloc

import measuring

WARM_UP = 3  # epochs


def measured(work, steps, seconds, **settings):
    """Return the steps trained, and the bytes at their end and at their peak, less those at the start."""
    trainer = measuring.trainer_of(work, **settings)
    trainer.run(epochs=WARM_UP)
    before, end = trainer.steps, time.perf_counter() + seconds
    tracemalloc.start()
    try:
        trainer.run(epochs=1)  # what is replaced every epoch is counted from here on
        start = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        trainer.run(epochs=-(-steps // work.steps), interrupt=lambda: time.perf_counter() > end)
        now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return trainer.steps - before - work.steps, now - start, peak - start


def main():
    parser = measuring.parser_of(__doc__, 60.0, "at most, for each network, optimizer and order")
    parser.add_argument("--steps", type=int, default=10_000)
    options = parser.parse_args()
    measuring.one_core()
    print("Bytes that training has taken and not given back, and the most at any time\n")
    print(measuring.line("", ["steps", "grown", "peak"]))
    for name in measuring.NARROW:
        for optimizer in ("sgd", "adam"):
            for shuffle in (False, True):
                work = measuring.WORK[name]
                counts = measured(work, options.steps, options.seconds, optimizer=optimizer, shuffle=shuffle)
                title = f"{name} {optimizer}{', shuffled' if shuffle else ''}"
                print(measuring.line(title, counts, 0), flush=True)


if __name__ == "__main__":
    main()
