"""What keeping a run costs: copying it in the training thread, packing it beside that, and opening it again.

Processor time in milliseconds, the least of some trials; sizes in kB. Run it as
`python tests/benchmarks/keeping.py`.
"""

import time
from dataclasses import replace

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec
from engine.data.draw import with_own_points
from playground.worker.commands import Open, Play
from playground.worker.keeping import Keeping
from playground.worker.run_copy import opened
from playground.worker.training import Training


def network(*widths):
    return NetworkSpec(hidden=tuple(LayerSpec(width) for width in widths))


def many_points():
    data = with_own_points(Experiment(data=DataSpec(samples=10_000)))
    return replace(Experiment(), data=replace(data, points=data.points * 10))


CASES = {
    "2-4-2-1, 30 epochs": (Experiment(), 30),
    "2-8-8-1, 20,000 epochs": (Experiment(network=network(8, 8)), 20_000),
    "100,000 own points, 2 epochs": (many_points(), 2),
    "2-256-256-256-1, 3 epochs": (Experiment(network=network(256, 256, 256)), 3),
}


def least(act, trials):
    took = []
    for _ in range(trials):
        began = time.thread_time()
        result = act()
        took.append(time.thread_time() - began)
    return 1000.0 * min(took), result


def main():
    for name, (experiment, epochs) in CASES.items():
        keeping = Keeping()
        training = Training(keeping)
        training.answer(1, Open(experiment))
        training.answer(1, Play(epochs))
        while training.playback.busy:
            training.train(lambda: False)
        copying, copy = least(training.run.copied, 20)
        packing, kept = least(copy.packed, 3)
        opening, _ = least(lambda kept=kept: opened(kept, with_undo=True), 3)
        sizes = ", ".join(
            f"{part} {len(getattr(kept, part)) / 1024:.1f}"
            for part in ("state", "curves", "thumbnail", "timeline", "removed")
        )
        print(f"{name}: copy {copying:.2f}, pack {packing:.1f}, open {opening:.1f} ms; {sizes} kB")
        keeping.close(10.0)


if __name__ == "__main__":
    main()
