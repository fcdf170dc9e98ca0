"""Measure what looking at the metrics after every epoch costs: median microseconds of an epoch.

Usage: python tests/benchmarks/metrics_cost.py [--seconds 5]
250 train and 250 test samples, mini-batches of 10, loss and accuracy of both after every epoch, against the
same training without a look.
"""

import measuring

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, Trainer, TrainSpec

EXPERIMENT = {
    "data": DataSpec(samples=500, test_fraction=0.5),
    "network": NetworkSpec(hidden=(LayerSpec(8, "tanh"), LayerSpec(8, "tanh"))),
}


def training(dtype, each_epoch):
    """Return a callable that trains so many epochs."""
    trainer = Trainer(Experiment(training=TrainSpec(batch_size=10, dtype=dtype), **EXPERIMENT))
    return lambda epochs: trainer.run(epochs=epochs, each_epoch=each_epoch)


def main():
    options = measuring.parser_of(__doc__, 5.0, "for each dtype, with metrics and without").parse_args()
    measuring.one_core()
    print("Median microseconds of an epoch of 2-8-8-1\n")
    print(measuring.line("", ["without", "with", "ratio"]))
    for dtype in ("float64", "float32"):
        repeats = {"without": training(dtype, None), "with": training(dtype, lambda _metrics: None)}
        turns = measuring.turns_of(repeats, options.seconds)
        times = measuring.medians(turns, measuring.MICROSECOND)
        ratio = f"{measuring.ratio(turns, 'with', 'without'):.3f}"
        print(measuring.line(dtype, [*times.values(), ratio]), flush=True)


if __name__ == "__main__":
    main()
