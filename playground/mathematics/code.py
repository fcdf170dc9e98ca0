"""The code of a formula: the engine's own lines of numpy, and the line of PyTorch. No Qt.

The engine's lines are read from its source: they are what runs. In PyTorch's lines samples are rows, W and b
are parameters of `model`, F is `torch.nn.functional`.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable
from functools import cache
from typing import Any

from engine import ACTIVATIONS, LOSSES, OPTIMIZERS, SCHEDULES, optimizers
from engine.analysis import tracer
from engine.base.values import dataclass
from engine.data.targets import targets
from engine.network.backprop import Backprop, dropout_mask
from engine.optimizers import Adagrad, Momentum, Nesterov, Optimizer, RmsProp, TwoMoments
from engine.schedules import RateState
from engine.training import update
from engine.training.denormals import flush
from playground.mathematics.formulas import LETTER

Function = Callable[..., Any]


@dataclass(frozen=True)
class Code:
    """The code of a formula.

    Attributes
    ----------
    numpy : str
        The engine's own lines.
    where : str
        Their file and their function.
    pytorch : str
        The lines of PyTorch.
    """

    numpy: str
    where: str
    pytorch: str


_MASK = "mask = F.dropout(torch.ones_like(a), dropout)"
_DROPOUT = "a = mask * a"
_MASKED = "partial(np.multiply, self.A[i], mask, self.A[i])"
_BACKWARD = "loss.backward()\n"
_OWN_W, _OWN_B = "losses[s].backward()\ndW = W.grad", "losses[s].backward()\ndb = b.grad"
_MEAN = "loss = losses.mean()"
_OF_LOSS = "(delta,) = torch.autograd.grad(loss, z)"
_SUBTRACT = "calls: Recipe = [partial(np.subtract, A, Y, D), mean]"
_MATCHED = (Backprop._output_error, _SUBTRACT, _OF_LOSS)
_MATCHED_ONE = (Backprop._output_error, _SUBTRACT, "(dz,) = torch.autograd.grad(losses.sum(), z)")
_CHAIN = (Backprop._chain, "", _OF_LOSS)
_PENALTY = (
    tracer._penalty,
    "",
    "R = l1 * sum(W.abs().sum() for W in weights) + 0.5 * l2 * sum(W.square().sum() for W in weights)",
)
_BACK = "back = partial(self.network.layers[i].theta.T.dot, D[i], D.with_ones(i - 1))"
_FIRST = (Backprop.stages, "partial(D.dot, XT, self.dtheta[0])", _BACKWARD + "dW = W.grad")
_PRODUCT = "product = partial(self.D[i].dot, self.A.with_ones(i - 1).T, self.dtheta[i])"
_GRADIENT = (Backprop._gradient_stages, _PRODUCT, _BACKWARD + "dW = W.grad")
_BIAS = (Backprop._gradient_stages, _PRODUCT, _BACKWARD + "db = b.grad")
_Z = (
    Backprop._forward_stages,
    "product = partial(layer.theta.dot, A.with_ones(i - 1), Z[i])",
    "z = F.linear(a, W, b)",
)
_Z_FIRST = (Backprop.stages, "partial(theta.dot, X, Z)", "z = F.linear(x, W, b)")

# key -> the function, the beginning of what computes it there ("" for all of it), and PyTorch's lines
SOURCES: dict[str, tuple[Function, str, str]] = {
    "z.first": _Z_FIRST,
    "z.first.matrix": _Z_FIRST,
    "z": _Z,
    "z.matrix": _Z,
    "a.matrix": (Backprop._forward_stages, "layer.activation.forward(Z[i], A[i])", "a = g(z)"),
    "mask.kept": (dropout_mask, "partial(np.multiply, kept.view(np.int8)", _MASK),
    "mask.dropped": (dropout_mask, "partial(np.greater_equal", _MASK),
    "dropout": (Backprop._dropout_stages, _MASKED, _DROPOUT),
    "dropout.matrix": (Backprop._dropout_stages, _MASKED, _DROPOUT),
    "dropout.slope": (
        Backprop._dropout_stages,
        "partial(np.multiply, self.dG[i], mask",
        "slope = mask * slope",
    ),
    "smoothing": (
        targets,
        "return (1.0 - smoothing) * T",
        "y = (1 - label_smoothing) * y + label_smoothing / K",
    ),
    "signed": (targets, "return 2.0 * T - 1.0", "y = 2 * y - 1"),
    "loss.mean": (tracer.Tracer.trace, "losses.mean(", _MEAN),
    "penalty": _PENALTY,
    "penalty.l1": _PENALTY,
    "penalty.l2": _PENALTY,
    "delta.matched": _MATCHED,
    "delta.matched.one": _MATCHED,
    "delta.matched.matrix": _MATCHED,
    "delta.matched.sigmoid": _MATCHED_ONE,
    "delta.matched.softmax": _MATCHED_ONE,
    "delta.output": _CHAIN,
    "delta.output.one": _CHAIN,
    "delta.output.matrix": _CHAIN,
    "da": (Backprop._backward_stages, _BACK, "(da,) = torch.autograd.grad(loss, a)"),
    "delta": _CHAIN,
    "delta.matrix": (Backprop._backward_stages, _BACK, _OF_LOSS),
    "dw.first": _FIRST,
    "dw.first.one": _FIRST,
    "dw.first.matrix": _FIRST,
    "dw": _GRADIENT,
    "dw.one": _GRADIENT,
    "dw.matrix": _GRADIENT,
    "db": _BIAS,
    "db.one": _BIAS,
    "chain": (*_GRADIENT[:2], _OWN_W),
    "chain.first": (*_FIRST[:2], _OWN_W),
    "chain.bias": (*_BIAS[:2], _OWN_B),
    "chain.output": (*_GRADIENT[:2], _OWN_W),
    "chain.output.first": (*_FIRST[:2], _OWN_W),
    "chain.output.bias": (*_BIAS[:2], _OWN_B),
    "l2": (
        update.penalty_gradient,
        "recipe: Recipe = [partial(np.multiply, p, factor, t)",
        "W.grad.add_(W.data, alpha=l2)",
    ),
    "l1": (update.penalty_gradient, "recipe = [", "W.grad.add_(W.data.sign(), alpha=l1)"),
    "l1.zero": (
        update.penalty_gradient,
        "partial(np.subtract, gradient, t, gradient, where=at_zero)",
        "W.grad -= torch.where(W == 0, W.grad.clamp(-l1, l1), 0)",
    ),
    "frozen": (update.keep_fixed, "recipe: Recipe = [", "W.grad[frozen] = 0"),
    "clip_value": (
        update.clip_values,
        "recipe: Recipe = [",
        "torch.nn.utils.clip_grad_value_(model.parameters(), clip_value)",
    ),
    "norm_g": (
        update.clip_norm,
        "norm = math.sqrt(gradient.dot(gradient))",
        "norm = torch.nn.utils.get_total_norm([p.grad for p in model.parameters()])",
    ),
    "clip_norm": (
        update.clip_norm,
        "np.multiply(gradient, largest / norm, gradient)",
        "torch.nn.utils.clip_grad_norm_(model.parameters(), clip_norm)  # divides by norm + 1e-6",
    ),
    "weight_decay": (update.decay_weights, "recipe: Recipe = [", "W.data.mul_(1 - eta * weight_decay)"),
    "stop": (update.stop_at_zero, "recipe: Recipe = [", "W.data[W * before.sign() < 0] = 0"),
    "flush": (flush, "", "W.data[W.abs() < torch.finfo(W.dtype).tiny] = 0"),
    "norm_w": (update.limit_weights, "recipe: Recipe = [", "norms = W.norm(dim=1, keepdim=True)"),
    "max_norm": (
        update.limit_weights,
        "recipe: Recipe = [",
        "W.data.mul_((max_norm / norms).clamp(max=1))",
    ),
    "frozen.after": (update.keep_fixed, "restore: Recipe = [", "W.data[frozen] = before[frozen]"),
    "warmup": (
        RateState.rate,
        "return spec.learning_rate * (epoch + 1)",
        "scheduler = lr_scheduler.LambdaLR(optimizer, lambda t: min(1, (t + 1) / warmup_epochs))",
    ),
}
# what an optimizer computes elsewhere than in its own `update`
_SHARED: dict[type[Optimizer], dict[str, Function]] = {
    Momentum: {"v": optimizers._velocity},
    Nesterov: {"v": optimizers._velocity},
    Adagrad: {"theta": optimizers._scaled_step},
    RmsProp: {"theta": optimizers._scaled_step},
    TwoMoments: {"m": TwoMoments.sums, "v": TwoMoments.sums},
}


@cache
def code(key: str) -> Code:
    """Return the code of a formula, by its key.

    Examples
    --------
    >>> code("z.matrix").numpy
    'product = partial(layer.theta.dot, A.with_ones(i - 1), Z[i])'
    >>> code("z.matrix").where
    'engine/network/backprop.py: Backprop._forward_stages'
    """
    function, beginning, pytorch = (
        SOURCES[key] if key in SOURCES else _of_entry(*key.removesuffix(LETTER).split("."))
    )
    where = f"{function.__module__.replace('.', '/')}.py: {function.__qualname__}"
    return Code(_quoted(function, beginning), where, pytorch)


def _of_entry(kind: str, name: str, part: str = "") -> tuple[Function, str, str]:
    """Return the same of an entry of a dictionary."""
    match kind, part:
        case "activation", "":
            return ACTIVATIONS[name].forward, "", ACTIVATIONS[name].pytorch
        case "activation", _:
            if (slope := ACTIVATIONS[name].derivative) is None:  # only together with its loss
                return Backprop._output_error, "", "slope = a * (1 - a)"
            return slope, "", "(slope,) = torch.autograd.grad(a.sum(), z)"
        case "loss", "":
            return LOSSES[name].value, "", f"{LOSSES[name].pytorch}\n{_MEAN}"
        case "loss", _:
            of_loss = LOSSES[name].gradient or Backprop._output_error
            return of_loss, "", "(dyhat,) = torch.autograd.grad(losses.sum(), yhat)"
        case "schedule", _:
            watched = "train_loss" if SCHEDULES[name].watches else ""
            return SCHEDULES[name].factor, "", f"{SCHEDULES[name].pytorch}\nscheduler.step({watched})"
    optimizer = OPTIMIZERS[name]
    target = optimizer.lines[int(part) - 1].split(" = ")[0]
    shared = [_SHARED[one][target] for one in optimizer.__mro__ if target in _SHARED.get(one, ())]
    return shared[0] if shared else optimizer.update, "", f"{optimizer.pytorch}\noptimizer.step()"


def _quoted(function: Function, beginning: str) -> str:
    """Return the part of a function's source that begins so, or all of its statements.

    Raises
    ------
    LookupError
        If nothing begins so: the engine has changed.
    """
    source = textwrap.dedent(inspect.getsource(function))
    (defined,) = ast.parse(source).body
    assert isinstance(defined, ast.FunctionDef)
    if not beginning:
        first = next(one for one in defined.body if not _is_docstring(one))
        return textwrap.dedent("\n".join(source.splitlines()[first.lineno - 1 :]))
    nodes = [node for node in ast.walk(defined) if isinstance(node, ast.stmt | ast.expr)]
    parts = (ast.get_source_segment(source, node, padded=True) for node in nodes)
    found = [textwrap.dedent(part) for part in parts if part and part.lstrip().startswith(beginning)]
    if not found:
        raise LookupError(beginning)
    return min(found, key=len)


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
