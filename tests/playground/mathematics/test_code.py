"""Every formula has its code: the engine's own lines, which are there, and PyTorch's."""

import ast
import importlib
import inspect
from dataclasses import fields

import pytest

from engine import TrainSpec
from playground.mathematics import code as module
from playground.mathematics.code import code
from playground.mathematics.formulas import STRUCTURE, formulas


@pytest.mark.parametrize("key", list(formulas()))
def test_the_code_of_each_formula_is_in_the_file_and_the_function_that_it_names(key):
    shown = code(key)
    path, _, function = shown.where.partition(": ")
    found = importlib.import_module(path.removesuffix(".py").replace("/", "."))
    for name in function.split("."):
        found = getattr(found, name)
    source = " ".join(inspect.getsource(found).split())
    assert shown.numpy.strip()
    assert " ".join(shown.numpy.split()) in source


@pytest.mark.parametrize("key", list(formulas()))
def test_the_lines_of_pytorch_are_python(key):
    compile(code(key).pytorch, "pytorch", "exec")


# what a formula computes -> the name that it has in lines of PyTorch; of the rest, `W.grad` or `W` is changed
MAKES = {
    "z": "z", "g_of": "a", "a": "a", "mask": "mask", "y": "y", "losses": "losses", "L": "loss", "R": "R",
    "dyhat": "dyhat", "slope": "slope", "dz": "dz", "delta": "delta", "da": "da",
    "dW": "dW", "dw": "dW", "db": "db", "norm_g": "norm", "norm_w": "norms",
}  # fmt: skip
# the libraries; the network, its samples, and the step as it begins; besides these, settings
GIVEN = {"torch", "F", "math", "lr_scheduler", "model", "W", "b", "weights", "g", "x", "y", "yhat", "K", "s"}
GIVEN |= {"before", "frozen", "eta", "dropout", "train_loss", *(one.name for one in fields(TrainSpec))}


def names(key, context):
    """The names that the lines of PyTorch read, or make."""
    nodes = ast.walk(ast.parse(code(key).pytorch))
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, context)}


@pytest.mark.parametrize("key", [key for key in formulas() if not key.endswith(".letter")])
def test_the_lines_of_pytorch_make_what_their_formula_makes(key):
    target = formulas()[key].target
    wanted = {MAKES[one] for one in (target, target[:4], target.partition("_")[0]) if one in MAKES}
    assert wanted <= names(key, ast.Store)
    if key.startswith("optimizer."):
        assert code(key).pytorch.endswith("\noptimizer.step()")


def test_the_lines_of_pytorch_use_what_is_given_and_what_lines_make():
    made = {name for key in formulas() for name in names(key, ast.Store)}
    for key in formulas():
        own = {node.arg for node in ast.walk(ast.parse(code(key).pytorch)) if isinstance(node, ast.arg)}
        built_in = {"min", "sum", "len"} | ({"p"} if "for p in" in code(key).pytorch else set())
        assert names(key, ast.Load) <= GIVEN | made | own | built_in, key


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("loss.squared", "loss = losses.mean()"),  # of the mini-batch, as delta has the factor 1/n
        ("delta.matched.softmax", "(dz,) = torch.autograd.grad(losses.sum(), z)"),  # a sample's own
        ("chain", "losses[s].backward()"),
        ("dropout.slope", "slope = mask * slope"),
        ("mask.kept", "mask = F.dropout(torch.ones_like(a), dropout)"),
        ("max_norm", "W.data.mul_((max_norm / norms).clamp(max=1))"),
    ],
)
def test_pytorch_has_the_same_numbers(key, line):
    """These gave others, or none, when they were run with PyTorch 2.13."""
    assert line in code(key).pytorch.splitlines()


def test_the_step_of_adamw_does_not_decay_the_weights_again():
    assert "weight_decay=0)" in code("optimizer.adamw.1").pytorch
    assert "weight_decay" in code("weight_decay").pytorch


def test_nothing_is_said_of_formulas_that_are_gone():
    assert set(module.SOURCES) == set(STRUCTURE)


@pytest.mark.parametrize(
    ("key", "numpy", "where"),
    [
        ("activation.tanh", "return [partial(np.tanh, Z, A)]", "engine/activations.py: tanh"),
        ("loss.squared.slope", "return [partial(np.subtract, A, Y, D)]", "engine/losses.py: difference"),
        ("dw.first", "partial(D.dot, XT, self.dtheta[0])", "engine/network/backprop.py: Backprop.stages"),
        ("signed", "return 2.0 * T - 1.0", "engine/data/targets.py: targets"),
        (
            "optimizer.momentum.1",
            "return [partial(np.multiply, v, constant(momentum, v), v), partial(np.add, v, gradient, v)]",
            "engine/optimizers.py: _velocity",
        ),
        (
            "schedule.inverse_time",
            "return 1.0 / (1.0 + t / spec.decay_epochs)",
            "engine/schedules.py: inverse_time",
        ),
    ],
)
def test_it_is_the_very_line(key, numpy, where):
    assert (code(key).numpy, code(key).where) == (numpy, where)


def test_a_line_that_the_engine_no_longer_has_is_missed(monkeypatch):
    function, _, pytorch = module.SOURCES["signed"]
    monkeypatch.setitem(module.SOURCES, "signed", (function, "return 3.0 * T", pytorch))
    code.cache_clear()
    with pytest.raises(LookupError, match="return 3"):
        code("signed")
    code.cache_clear()


def test_the_moments_of_adam_are_those_of_its_relatives():
    places = {code(f"optimizer.{name}.1").where for name in ("adam", "adamw", "nadam")}
    assert places == {"engine/optimizers.py: TwoMoments.sums"}
    assert code("optimizer.adam.5").where == "engine/optimizers.py: Adam.update"
