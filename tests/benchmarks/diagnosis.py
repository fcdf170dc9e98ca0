"""Measure how often the diagnosis is right, and what it costs.

Usage: python tests/benchmarks/diagnosis.py [--practice]
On the 200 random experiments whose verdicts `tests/engine/diagnosis_truth.json` holds: the false alarms, the
true cases that are named, both for each cause, and the processor time of a diagnosis. `--practice` takes 200
others, and judges them first by the rules, which takes about three minutes more.
"""

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

sys.path[:0] = [str(Path(__file__).parents[1] / "engine")]

from diagnosis_experiments import EPOCHS, PRACTICE, experiment  # noqa: E402
from diagnosis_rules import TRUTH, verdict  # noqa: E402

from engine import Experiment, Metrics, Trainer  # noqa: E402
from engine.analysis.diagnosis import diagnose  # noqa: E402
from engine.analysis.symptoms import LossCurve  # noqa: E402


def diagnosed(one: Experiment) -> tuple[list[str], float]:
    """Train; return the names of what is found, and the seconds that it took."""
    trainer, seen = Trainer(one), list[Metrics]()
    trainer.run(EPOCHS, each_epoch=seen.append)
    epochs = np.arange(1.0, len(seen) + 1.0)
    tests = np.array([metrics.test_loss for metrics in seen if metrics.test_loss is not None])
    train = np.array([metrics.train_loss for metrics in seen])
    losses = LossCurve(epochs, train, epochs[: len(tests)], tests)
    start = time.process_time()
    found = diagnose(one, trainer.data, trainer.progress, losses)
    return [one.cause.name.lower() for one in found], time.process_time() - start


def verdicts(practice: bool) -> list[dict[str, Any]]:
    """Return the rows of the truth."""
    if not practice:
        rows: list[dict[str, Any]] = json.loads(TRUTH.read_text(encoding="utf-8"))
        return rows
    drawn = ((seed, *experiment(seed)) for seed in PRACTICE)
    return [{"seed": seed, "planted": planted, **verdict(one)} for seed, one, planted in drawn]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--practice", action="store_true")
    cases, named, wrong, seconds = 0, 0, list[str](), list[float]()
    of_cause, named_of_cause = Counter[str](), Counter[str]()
    for row in verdicts(parser.parse_args().practice):
        found, took = diagnosed(experiment(row["seed"])[0])
        seconds.append(took)
        true, false = set(row["true"]), sorted(set(found) - set(row["tenable"]))
        wrong += [f"{row['seed']}: {', '.join(false)}"] * bool(false)
        cases += bool(true)
        named += bool(true & set(found))
        of_cause.update(true)
        named_of_cause.update(true & set(found))
    print(f"false alarms: {len(wrong)} of {len(seconds)} experiments", *wrong, sep="\n  ")
    print(f"true cases named: {named} of {cases} ({named / cases:.0%})")
    for cause, count in sorted(of_cause.items()):
        print(f"  {cause:20} named in {named_of_cause[cause]:3} of {count:3} experiments in which it is true")
    typical = 1e3 * statistics.median(seconds)
    print(f"processor time of a diagnosis: {typical:.0f} ms typically, {1e3 * max(seconds):.0f} ms at most")


if __name__ == "__main__":
    main()
