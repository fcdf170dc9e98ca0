"""Measure the maps of all neurons over the plane, 100 × 100 points: median milliseconds.

Usage: python tests/benchmarks/maps.py [--seconds 2]
What the window needs for a frame: the forward pass with every activation kept, and a copy of them all that
training cannot change. The columns are the dtypes of training; the pictures are float32.
"""

import measuring
import numpy as np

from engine import FEATURES, REACH, Experiment, LayerSpec, NetworkSpec, NeuronActivations, Trainer, TrainSpec

RESOLUTION = 100
# features, hidden layers, and the milliseconds that a map may take
MAPS = {
    "7-8x6-1": (tuple(FEATURES)[:7], (LayerSpec(8, "tanh"),) * 6, 3.0),
    "2-32-32-1": (("x1", "x2"), (LayerSpec(32, "relu"),) * 2, 5.0),
}


def map_of(features, hidden, dtype):
    """Return a callable that computes all maps so many times."""
    experiment = Experiment(
        network=NetworkSpec(features=features, hidden=hidden), training=TrainSpec(dtype=dtype)
    )
    network = Trainer(experiment).network
    axis = np.linspace(-REACH, REACH, RESOLUTION)
    x1, x2 = np.meshgrid(axis, axis)
    responses = NeuronActivations(network, network.inputs(np.column_stack([x1.ravel(), x2.ravel()])))

    def repeat(times):
        for _ in range(times):
            responses.run()
            for A in responses.layers:
                A.copy()

    return repeat


def main():
    options = measuring.parser_of(__doc__, 2.0, "for each network and dtype").parse_args()
    measuring.one_core()
    print(f"Median milliseconds of a map of {RESOLUTION} × {RESOLUTION} points of every neuron\n")
    print(measuring.line("", ["float64", "float32", "goal"]))
    for name, (features, hidden, goal) in MAPS.items():
        repeats = {dtype: map_of(features, hidden, dtype) for dtype in ("float64", "float32")}
        turns = measuring.turns_of(repeats, options.seconds)
        times = measuring.medians(turns, measuring.MILLISECOND)
        print(measuring.line(name, [*times.values(), f"≤ {goal:g}"], 2), flush=True)


if __name__ == "__main__":
    main()
