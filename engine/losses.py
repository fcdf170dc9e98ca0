"""Losses: the only file to touch to add one.

Each is a frozen record written as recipes (see `base/recipes.py`) over arrays of shape (outputs, samples): Z
the logits, A the outputs, Y the targets; leading axes are networks side by side. The cross-entropies
are computed from the logits, so they neither overflow nor need an epsilon at |z| = 1000.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from engine.base.checks import SpecError, quoted
from engine.base.recipes import Array, Recipe, constant, filled, maximum, minimum, partial, scalar
from engine.base.values import dataclass

PROBLEMS = ("binary", "multiclass", "regression")


@dataclass(frozen=True)
class Loss:
    """What training minimises.

    Attributes
    ----------
    label, formula : str
        What a menu and a tooltip show; ŷ is the output, y the target.
    problems, outputs : tuple of str
        The problems and output activations it can be used with.
    value : callable (Z, A, Y, each) -> Recipe
        Fills `each`, of shape (samples,), with each sample's loss.
    gradient : callable (A, Y, D) -> Recipe, or None
        Fills D with ∂L/∂A of each sample. None for a loss that is only used with its matched output.
    matched : str or None
        The output activation whose derivative cancels that of the loss, so that
        ∂L/∂Z = A − Y exactly (Bishop, PRML, section 4.3.6).
    hyperparameters : tuple of str
        The fields of `TrainSpec` that it reads.
    smooths : bool
        Whether it can use label smoothing: its targets are probabilities.
    signed : bool
        Whether the targets of classes are −1 and 1 whatever the output, with the decision threshold at 0.
    jumps : bool
        Whether ∂L/∂A jumps where it changes: L has kinks.
    expression, slope : str
        L and ∂L/∂ŷ of one sample in Python's arithmetic, as in `Activation`; k is the output.
    pytorch : str
        The line of PyTorch that computes the loss of each sample; z are the logits, samples are rows.
    """

    label: str
    formula: str
    problems: tuple[str, ...]
    outputs: tuple[str, ...]
    value: Callable[[Array, Array, Array, Array], Recipe]
    gradient: Callable[[Array, Array, Array], Recipe] | None
    matched: str | None = None
    hyperparameters: tuple[str, ...] = ()
    smooths: bool = False
    signed: bool = False
    jumps: bool = False
    expression: str = ""
    slope: str = ""
    pytorch: str = ""

    def tuned(self, spec: object) -> Loss:
        """Return this loss with its hyperparameters set to their values in `spec`, a TrainSpec."""
        if not self.hyperparameters:
            return self
        chosen = {name: getattr(spec, name) for name in self.hyperparameters}
        gradient = None if self.gradient is None else partial(self.gradient, **chosen)
        return replace(self, value=partial(self.value, **chosen), gradient=gradient)


def difference(A: Array, Y: Array, D: Array) -> Recipe:
    """∂L/∂ŷ = ŷ − y."""
    return [partial(np.subtract, A, Y, D)]


def squared(Z: Array, A: Array, Y: Array, each: Array) -> Recipe:
    """L = ½ Σ (ŷ − y)²."""
    E = np.empty_like(A)
    return [
        partial(np.subtract, A, Y, E),
        partial(np.square, E, E),
        partial(np.add.reduce, E, -2, None, each),
        partial(np.multiply, each, constant(0.5, each), each),
    ]


def absolute(Z: Array, A: Array, Y: Array, each: Array) -> Recipe:
    """L = Σ |ŷ − y|."""
    E = np.empty_like(A)
    return [
        partial(np.subtract, A, Y, E),
        partial(np.absolute, E, E),
        partial(np.add.reduce, E, -2, None, each),
    ]


def absolute_gradient(A: Array, Y: Array, D: Array) -> Recipe:
    """∂L/∂ŷ = sign(ŷ − y)."""
    # 0 at ŷ = y, the middle of the sub-gradients
    return [partial(np.subtract, A, Y, D), partial(np.sign, D, D)]


def huber(Z: Array, A: Array, Y: Array, each: Array, huber_delta: float = 1.0) -> Recipe:
    """L = Σ ½ e² for |e| ≤ δ, δ (|e| − ½ δ) beyond, e = ŷ − y (Huber, 1964)."""
    # with c the error kept within ±δ, c (e − ½ c) is ½ e² inside and δ (|e| − ½ δ) outside
    E, C = np.empty_like(A), np.empty_like(A)
    return [
        partial(np.subtract, A, Y, E),
        minimum(E, filled(huber_delta, E), C),
        maximum(C, filled(-huber_delta, E), C),
        partial(np.multiply, E, C, E),
        partial(np.multiply, C, C, C),
        partial(np.multiply, C, constant(0.5, C), C),
        partial(np.subtract, E, C, E),
        partial(np.add.reduce, E, -2, None, each),
    ]


def huber_gradient(A: Array, Y: Array, D: Array, huber_delta: float = 1.0) -> Recipe:
    """∂L/∂ŷ = e, kept within ±δ."""
    return [
        partial(np.subtract, A, Y, D),
        minimum(D, filled(huber_delta, D), D),
        maximum(D, filled(-huber_delta, D), D),
    ]


def hinge(Z: Array, A: Array, Y: Array, each: Array) -> Recipe:
    """L = Σ max(0, 1 − y ŷ)."""
    M = np.empty_like(A)
    return [
        partial(np.multiply, A, Y, M),
        partial(np.subtract, constant(1.0, M), M, M),
        maximum(M, filled(0.0, M), M),
        partial(np.add.reduce, M, -2, None, each),
    ]


def hinge_gradient(A: Array, Y: Array, D: Array) -> Recipe:
    """∂L/∂ŷ = −y where y ŷ < 1, else 0."""
    # −y inside the margin, y ŷ < 1, and 0 beyond it
    inside = np.empty(A.shape, dtype=bool)
    return [
        partial(np.multiply, A, Y, D),
        partial(np.less, D, scalar(1.0, D), inside),
        partial(D.__setitem__, ..., inside.view(np.int8)),
        partial(np.multiply, D, Y, D),
        partial(np.negative, D, D),
    ]


def binary_cross_entropy(Z: Array, A: Array, Y: Array, each: Array) -> Recipe:
    """L = −y log ŷ − (1 − y) log(1 − ŷ), from the logits."""
    # -y log ŷ - (1 - y) log(1 - ŷ)  =  max(z, 0) - z y + log(1 + e^-|z|)
    S, T = np.empty_like(Z), np.empty_like(Z)
    return [
        partial(np.absolute, Z, S),
        partial(np.negative, S, S),
        partial(np.exp, S, S),
        partial(np.log1p, S, S),
        maximum(Z, filled(0.0, Z), T),
        partial(np.add, S, T, S),
        partial(np.multiply, Z, Y, T),
        partial(np.subtract, S, T, S),
        partial(np.add.reduce, S, -2, None, each),
    ]


def categorical_cross_entropy(Z: Array, A: Array, Y: Array, each: Array) -> Recipe:
    """L = −Σₖ yₖ log ŷₖ, from the logits."""
    # -Σ y log ŷ  =  log Σ e^(z - m) - Σ y (z - m), with m the largest z of the sample
    column = np.empty((*Z.shape[:-2], 1, Z.shape[-1]), dtype=Z.dtype)
    S, T = np.empty_like(Z), np.empty_like(Z)
    chosen = np.empty_like(each)
    return [
        partial(np.maximum.reduce, Z, -2, None, column, True),
        partial(np.subtract, Z, column, S),
        partial(np.multiply, S, Y, T),
        partial(np.add.reduce, T, -2, None, chosen),
        partial(np.exp, S, S),
        partial(np.add.reduce, S, -2, None, each),
        partial(np.log, each, each),
        partial(np.subtract, each, chosen, each),
    ]


# Losses that measure a difference treat class labels as numbers, and work with any of these outputs.
_ANY_OUTPUT = ("linear", "sigmoid", "tanh")

LOSSES: dict[str, Loss] = {
    "squared": Loss(
        "squared error",
        "L = ½ Σ (ŷ − y)²",
        problems=PROBLEMS,
        outputs=_ANY_OUTPUT,
        value=squared,
        gradient=difference,
        matched="linear",
        expression="1 / 2 * sum(k, (yhat_k - y_k)**2)",
        slope="yhat_k - y_k",
        pytorch='losses = 0.5 * F.mse_loss(yhat, y, reduction="none").sum(dim=1)',
    ),
    "absolute": Loss(
        "absolute error",
        "L = Σ |ŷ − y|",
        problems=PROBLEMS,
        outputs=_ANY_OUTPUT,
        value=absolute,
        gradient=absolute_gradient,
        jumps=True,
        expression="sum(k, abs(yhat_k - y_k))",
        slope="sign(yhat_k - y_k)",
        pytorch='losses = F.l1_loss(yhat, y, reduction="none").sum(dim=1)',
    ),
    # Huber, 1964
    "huber": Loss(
        "Huber",
        "L = Σ ½ e² for |e| ≤ δ, δ (|e| − ½ δ) beyond, e = ŷ − y",
        problems=PROBLEMS,
        outputs=_ANY_OUTPUT,
        value=huber,
        gradient=huber_gradient,
        hyperparameters=("huber_delta",),
        expression="sum(k, where(abs(e_k) <= huber_delta, 1 / 2 * e_k**2,"
        " huber_delta * (abs(e_k) - 1 / 2 * huber_delta))) where e_k = yhat_k - y_k",
        slope="min(max(yhat_k - y_k, -huber_delta), huber_delta)",
        pytorch='losses = F.huber_loss(yhat, y, reduction="none", delta=huber_delta).sum(dim=1)',
    ),
    "binary_cross_entropy": Loss(
        "binary cross-entropy",
        "L = −y log ŷ − (1 − y) log(1 − ŷ)",
        problems=("binary",),
        outputs=("sigmoid",),
        value=binary_cross_entropy,
        gradient=None,
        matched="sigmoid",
        smooths=True,
        expression="-y * log(yhat) - (1 - y) * log(1 - yhat)",
        slope="-(y / yhat) + (1 - y) / (1 - yhat)",
        pytorch='losses = F.binary_cross_entropy_with_logits(z, y, reduction="none").sum(dim=1)',
    ),
    "categorical_cross_entropy": Loss(
        "categorical cross-entropy",
        "L = −Σₖ yₖ log ŷₖ",
        problems=("binary", "multiclass"),
        outputs=("softmax",),
        value=categorical_cross_entropy,
        gradient=None,
        matched="softmax",
        smooths=True,
        expression="-sum(k, y_k * log(yhat_k))",
        slope="-(y_k / yhat_k)",
        pytorch='losses = F.cross_entropy(z, y, reduction="none")',
    ),
    # that of support vector machines (Cortes & Vapnik, 1995); several classes are one against the rest
    "hinge": Loss(
        "hinge",
        "L = Σ max(0, 1 − y ŷ), y = ±1",
        problems=("binary", "multiclass"),
        outputs=("linear", "tanh"),
        value=hinge,
        gradient=hinge_gradient,
        signed=True,
        jumps=True,
        expression="sum(k, max(0, 1 - y_k * yhat_k))",
        slope="where(y_k * yhat_k < 1, -y_k, 0)",
        pytorch="losses = torch.relu(1 - y * yhat).sum(dim=1)",
    ),
}

# What "auto" chooses: the first that is compatible with what is given.
_OUTPUTS = {
    "binary": ("sigmoid", "softmax", "linear", "tanh"),
    "multiclass": ("softmax", "sigmoid", "linear", "tanh"),
    "regression": ("linear", "tanh", "sigmoid"),
}
_LOSSES = {
    "binary": (
        "binary_cross_entropy",
        "categorical_cross_entropy",
        "squared",
        "hinge",
        "huber",
        "absolute",
    ),
    "multiclass": ("categorical_cross_entropy", "squared", "hinge", "huber", "absolute"),
    "regression": ("squared", "huber", "absolute"),
}


def resolve(problem: str, output: str = "auto", loss: str = "auto") -> tuple[str, str]:
    """Return the output activation and the loss for a problem, with "auto" resolved.

    Parameters
    ----------
    problem : {"binary", "multiclass", "regression"}
    output, loss : str
        A name, or "auto" for one that suits the problem and the other of the two.

    Returns
    -------
    (output, loss) : tuple of str

    Raises
    ------
    SpecError
        If the three are not compatible; the message says what would be.

    Examples
    --------
    >>> resolve("binary")
    ('sigmoid', 'binary_cross_entropy')
    >>> resolve("binary", output="tanh")
    ('tanh', 'squared')
    >>> resolve("binary", loss="hinge")
    ('linear', 'hinge')
    """
    for name, value, known in (
        ("problem", problem, PROBLEMS),
        ("output", output, ("auto", *{one for outputs in _OUTPUTS.values() for one in outputs})),
        ("loss", loss, ("auto", *LOSSES)),
    ):
        if value not in known:
            message = f"{name} {quoted(value)} is not known: choose {', '.join(known)}"
            raise SpecError(message, field=name, value=value, allowed=known)
    outputs = _OUTPUTS[problem] if output == "auto" else (output,)
    losses = _LOSSES[problem] if loss == "auto" else (loss,)
    for one_output in outputs:
        for one_loss in losses:
            if one_output in LOSSES[one_loss].outputs and problem in LOSSES[one_loss].problems:
                return one_output, one_loss
    raise _refusal(problem, output, loss)


def _refusal(problem: str, output: str, loss: str) -> SpecError:
    nouns = {"binary": "two classes", "multiclass": "several classes", "regression": "regression"}
    if loss != "auto" and problem not in LOSSES[loss].problems:
        field, value, allowed, conflict = "loss", loss, _LOSSES[problem], ("problem", problem)
        message = f"loss {loss} cannot be used for {nouns[problem]}: choose {' or '.join(allowed)}"
    elif loss == "auto":
        field, value, allowed, conflict = "output", output, _OUTPUTS[problem], ("problem", problem)
        message = f"output {output} cannot be used for {nouns[problem]}: choose {' or '.join(allowed)}"
    else:
        field, value, allowed, conflict = "output", output, LOSSES[loss].outputs, ("loss", loss)
        message = f"output {output} cannot be used with loss {loss}: choose output {' or '.join(allowed)}"
    return SpecError(f"{message}, or auto", field=field, value=value, allowed=allowed, conflict=conflict)
