"""Measure how the cost of a training step grows with width, depth, batch size and samples.

Usage: python tests/benchmarks/growth.py [--seconds 0.5] [--only width,depth]
Microseconds of a step, and between neighbours the slope in the log-log plot: 0 where the size costs nothing,
1 where the cost is proportional to it, 2 where it is to its square. Each size grows alone.
"""

import math
from dataclasses import replace
from itertools import pairwise

import measuring

BASE = measuring.Work((2, 32, 32, 1), "tanh", 32, 1_024)


def wide(width):
    return replace(BASE, sizes=(2, width, width, 1))


def deep(depth):
    return replace(BASE, sizes=(2, *[32] * depth, 1))


def batched(batch):
    return replace(BASE, batch=batch)


def many(samples):
    return replace(BASE, samples=samples)


SWEEPS = {
    "width": (wide, (2, 4, 8, 16, 32, 64, 128, 256, 512)),
    "depth": (deep, (1, 2, 3, 5, 10, 20)),
    "batch": (batched, (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024)),
    "samples": (many, (100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)),
}


def measured(sizes, work_of, seconds, shuffle):
    """Return the median microseconds of a step, by size."""
    works = {str(size): work_of(size) for size in sizes}
    repeats = {
        name: measuring.epochs_of(measuring.trainer_of(work, shuffle=shuffle)) for name, work in works.items()
    }
    times = measuring.medians(measuring.turns_of(repeats, seconds), measuring.MICROSECOND)
    return [times[name] / work.steps for name, work in works.items()]


def slopes(sizes, costs):
    """Return the slopes between neighbours in the log-log plot."""
    points = [(math.log(x), math.log(y)) for x, y in zip(sizes, costs, strict=True)]
    return [(y1 - y0) / (x1 - x0) for (x0, y0), (x1, y1) in pairwise(points)]


def main():
    parser = measuring.parser_of(__doc__, 0.5, "for each size")
    parser.add_argument("--only", default=",".join(SWEEPS), help="what grows, such as width,depth")
    options = parser.parse_args()
    names = measuring.chosen(options.only, SWEEPS)
    measuring.one_core()
    print("Median microseconds of a step, float64, sgd, and the slope since the line before")
    print(f"around {'-'.join(map(str, BASE.sizes))} tanh, batch {BASE.batch}, {BASE.samples:,} samples")
    for name in names:
        work_of, sizes = SWEEPS[name]
        in_order, shuffled = (measured(sizes, work_of, options.seconds, shuffle) for shuffle in (False, True))
        print("\n" + measuring.line(name, ["in order", "slope", "shuffled", "slope"]))
        columns = in_order, [None, *slopes(sizes, in_order)], shuffled, [None, *slopes(sizes, shuffled)]
        for size, a, b, c, d in zip(sizes, *columns, strict=True):
            print(measuring.line(f"{size:>10,}", [a, b, c, d], 2), flush=True)


if __name__ == "__main__":
    main()
