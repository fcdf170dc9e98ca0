"""Losses: the only file to touch to add one.

Each is a frozen record written as recipes (see `calls.py`) over arrays of shape (outputs, samples):
Z the logits, A the outputs, Y the targets. The cross-entropies are computed from the logits, so that they
neither overflow nor need an epsilon at |z| = 1000.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.calls import Array, Recipe, constant, copies, partial

PROBLEMS = ("binary", "multiclass", "regression")


@dataclass(frozen=True)
class Loss:
    """What training makes small.

    Attributes
    ----------
    label, formula : str
        What a menu and a tooltip show; ŷ is the output, y the target.
    problems, outputs : tuple of str
        The problems and the output activations it makes sense with.
    value : callable (Z, A, Y, each) -> Recipe
        Fills `each`, of shape (samples,), with the loss of every sample.
    gradient : callable (A, Y, D) -> Recipe, or None
        Fills D with ∂L/∂A of each sample. None for a loss that goes only with its matched output.
    matched : str
        The output activation whose derivative cancels that of the loss, so that
        ∂L/∂Z = A − Y exactly (Bishop, PRML, section 4.3.6).
    """

    label: str
    formula: str
    problems: tuple[str, ...]
    outputs: tuple[str, ...]
    value: Callable[[Array, Array, Array, Array], Recipe]
    gradient: Callable[[Array, Array, Array], Recipe] | None
    matched: str


def difference(A: Array, Y: Array, D: Array) -> Recipe:
    return [partial(np.subtract, A, Y, D)]


def squared(Z: Array, A: Array, Y: Array, each: Array) -> Recipe:
    E = np.empty_like(A)
    return [
        partial(np.subtract, A, Y, E),
        partial(np.multiply, E, E, E),
        partial(np.add.reduce, E, 0, None, each),
        partial(np.multiply, each, constant(0.5, each), each),
    ]


def binary_cross_entropy(Z: Array, A: Array, Y: Array, each: Array) -> Recipe:
    # -y log ŷ - (1 - y) log(1 - ŷ)  =  max(z, 0) - z y + log(1 + e^-|z|)
    S, T = np.empty_like(Z), np.empty_like(Z)
    return [
        partial(np.absolute, Z, S),
        partial(np.negative, S, S),
        partial(np.exp, S, S),
        partial(np.log1p, S, S),
        partial(np.maximum, Z, copies(0.0, Z), out=T),
        partial(np.add, S, T, S),
        partial(np.multiply, Z, Y, T),
        partial(np.subtract, S, T, S),
        partial(np.add.reduce, S, 0, None, each),
    ]


def categorical_cross_entropy(Z: Array, A: Array, Y: Array, each: Array) -> Recipe:
    # -Σ y log ŷ  =  log Σ e^(z - m) - Σ y (z - m), with m the largest z of the sample
    column = np.empty((1, Z.shape[1]), dtype=Z.dtype)
    S, T = np.empty_like(Z), np.empty_like(Z)
    chosen = np.empty_like(each)
    return [
        partial(np.maximum.reduce, Z, 0, None, column, True),
        partial(np.subtract, Z, column, S),
        partial(np.multiply, S, Y, T),
        partial(np.add.reduce, T, 0, None, chosen),
        partial(np.exp, S, S),
        partial(np.add.reduce, S, 0, None, each),
        partial(np.log, each, each),
        partial(np.subtract, each, chosen, each),
    ]


LOSSES: dict[str, Loss] = {
    "squared": Loss(
        "squared error",
        "L = ½ Σ (ŷ − y)²",
        problems=PROBLEMS,
        outputs=("linear", "sigmoid", "tanh"),
        value=squared,
        gradient=difference,
        matched="linear",
    ),
    "binary_cross_entropy": Loss(
        "binary cross-entropy",
        "L = −y log ŷ − (1 − y) log(1 − ŷ)",
        problems=("binary",),
        outputs=("sigmoid",),
        value=binary_cross_entropy,
        gradient=None,
        matched="sigmoid",
    ),
    "categorical_cross_entropy": Loss(
        "categorical cross-entropy",
        "L = −Σₖ yₖ log ŷₖ",
        problems=("binary", "multiclass"),
        outputs=("softmax",),
        value=categorical_cross_entropy,
        gradient=None,
        matched="softmax",
    ),
}

# What "auto" chooses: the first that fits everything that is not "auto".
_OUTPUTS = {
    "binary": ("sigmoid", "softmax", "tanh", "linear"),
    "multiclass": ("softmax", "sigmoid", "tanh", "linear"),
    "regression": ("linear", "tanh", "sigmoid"),
}
_LOSSES = {
    "binary": ("binary_cross_entropy", "categorical_cross_entropy", "squared"),
    "multiclass": ("categorical_cross_entropy", "squared"),
    "regression": ("squared",),
}


def resolve(problem: str, output: str = "auto", loss: str = "auto") -> tuple[str, str]:
    """Settle the output activation and the loss of a problem.

    Parameters
    ----------
    problem : {"binary", "multiclass", "regression"}
    output, loss : str
        A name, or "auto" for what follows from the problem and from the other one.

    Returns
    -------
    (output, loss) : tuple of str

    Raises
    ------
    ValueError
        Where the three make no sense together; the message names what would.

    Examples
    --------
    >>> resolve("binary")
    ('sigmoid', 'binary_cross_entropy')
    >>> resolve("binary", output="tanh")
    ('tanh', 'squared')
    """
    outputs = _OUTPUTS[problem] if output == "auto" else (output,)
    losses = _LOSSES[problem] if loss == "auto" else (loss,)
    for one_output in outputs:
        for one_loss in losses:
            if one_output in LOSSES[one_loss].outputs and problem in LOSSES[one_loss].problems:
                return one_output, one_loss
    raise ValueError(_refusal(problem, output, loss))


def _refusal(problem: str, output: str, loss: str) -> str:
    nouns = {"binary": "two classes", "multiclass": "several classes", "regression": "regression"}
    if loss != "auto" and problem not in LOSSES[loss].problems:
        fitting = " or ".join(_LOSSES[problem])
        return f"loss {loss} does not fit a problem of {nouns[problem]}: choose {fitting}, or auto"
    if loss == "auto":
        fitting = " or ".join(_OUTPUTS[problem])
        return f"output {output} does not fit a problem of {nouns[problem]}: choose {fitting}, or auto"
    fitting = " or ".join(LOSSES[loss].outputs)
    return f"output {output} does not go with loss {loss}: choose output {fitting}, or auto"
