"""Every formula has its code: the engine's own lines, which are there, and PyTorch's."""

import importlib
import inspect

import pytest

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
