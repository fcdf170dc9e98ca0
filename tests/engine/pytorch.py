"""What PyTorch computed, as oracles/make_pytorch.py wrote it, and the same training by the engine."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from cases import trainer_on

from engine import LayerSpec, Samples, Split

Run = dict[str, Any]  # "training": fields of TrainSpec; "after": the parameters after some of the steps


def oracle(name: str) -> dict[str, Any]:
    return json.loads((Path(__file__).parent / "oracles" / f"pytorch_{name}.json").read_text())


TRAINING = oracle("training")


def title(run: Run) -> str:
    """A run's settings, all but the rate, as the name of a test."""
    settings = {name: value for name, value in run["training"].items() if name != "learning_rate"}
    return "-".join(
        value if isinstance(value, str) else f"{name}={value}" for name, value in settings.items()
    )


def assert_trained_alike(run: Run) -> None:
    """Train as PyTorch did, and compare the parameters.

    Both compute in float64 but add in another order, and the file has 13 digits: 1e-11 is a hundred such
    errors. A plateau wants a rate at which the loss also goes up; there they grow, up to 40,000 times.
    A weight is at zero where PyTorch's is, and exactly.
    """
    rtol = 1e-9 if run["training"].get("schedule") == "plateau" else 1e-11
    data = Samples(TRAINING["X"], TRAINING["y"])
    trainer = trainer_on(
        hidden=(LayerSpec(3, "tanh"), LayerSpec(2, "tanh")),
        data=Split(data, data),
        batch_size=TRAINING["batch_size"],
        shuffle=False,
        **run["training"],
    )
    parameters = trainer.network.parameters
    parameters[:] = TRAINING["start"]
    for step in range(1, 101):
        trainer.step()
        if expected := run["after"].get(str(step)):
            np.testing.assert_allclose(parameters, expected, rtol=rtol, atol=rtol / 1e3)
            np.testing.assert_array_equal(parameters == 0.0, np.array(expected) == 0.0)
