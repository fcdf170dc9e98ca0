"""Every entry of a dictionary has its formula, each its picture; all say what the engine does."""

from xml.etree import ElementTree

import numpy as np
import pytest
from cases import HEADS, trainer_on

from engine import ACTIVATIONS, LOSSES, OPTIMIZERS, SCHEDULES, TrainSpec
from engine.analysis.tracer import Tracer
from engine.base.recipes import run
from playground.mathematics.expression import evaluated, names_in, parsed, split_name
from playground.mathematics.formulas import PICTURES, STRUCTURE, formulas
from playground.mathematics.symbols import SYMBOLS
from tests.formula_pictures import latex_in

ENTRIES = [
    *(f"activation.{name}{half}" for name in ACTIVATIONS for half in ("", ".slope")),
    *(f"loss.{name}{half}" for name in LOSSES for half in ("", ".slope")),
    *(f"optimizer.{name}.{n}" for name, kind in OPTIMIZERS.items() for n in range(1, len(kind.lines) + 1)),
    *(f"schedule.{name}" for name in SCHEDULES),
    *(f"{key}.letter" for key in ("activation.gelu.slope", "activation.mish.slope", "loss.huber")),
]
WIDEST = 400  # of a picture, whose text has 16 pixels
Z = np.array([-800.0, -30.0, -3.0, -1.0, -0.1, -1e-6, 0.0, 1e-6, 0.2, 1.0, 2.5, 30.0, 700.0])


def value_of(key, **values):
    """What a formula comes to, with its letter."""
    formula = formulas()[key]
    if formula.letter:
        name, index = split_name(formula.letter)
        values[name] = evaluated(parsed(formula.stands_for), values, {index: slice(None)} if index else {})
    return evaluated(parsed(formula.expression), values)


# -- every entry has one -----------------------------------------------------------------------------


def test_each_entry_has_its_formulas_and_there_are_no_others():
    assert set(formulas()) == {*ENTRIES, *STRUCTURE}


@pytest.mark.parametrize("key", ENTRIES)
def test_no_formula_is_empty(key):
    formula = formulas()[key]
    assert formula.expression
    assert formula.latex.count("=") + formula.latex.count(r"\leftarrow") >= 1


@pytest.mark.parametrize("registry", [ACTIVATIONS, LOSSES, OPTIMIZERS, SCHEDULES])
def test_each_entry_has_a_line_of_pytorch(registry):
    for entry in registry.values():
        compile(entry.pytorch, "pytorch", "exec")
        assert entry.pytorch


@pytest.mark.parametrize("key", [*STRUCTURE, *ENTRIES])
def test_each_name_in_a_formula_has_a_sign_and_is_said_in_words(key):
    formula = formulas()[key]
    for name in {formula.target, *names_in(formula.expression)}:
        assert name in SYMBOLS or split_name(name)[0] in SYMBOLS, name
    assert formula.words.isascii()
    assert formula.text


# -- and its picture ---------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [*STRUCTURE, *ENTRIES])
def test_each_formula_has_a_picture_of_its_present_latex(key):
    formula = formulas()[key]
    assert formula.picture.is_file(), "run python tests/formula_pictures.py"
    assert latex_in(formula.picture) == formula.latex, "run python tests/formula_pictures.py"


def test_no_picture_is_left_over():
    assert {path.stem for path in PICTURES.iterdir()} == set(formulas())


@pytest.mark.parametrize("key", [*STRUCTURE, *ENTRIES])
def test_a_picture_is_made_of_paths_alone(key):
    """What Qt draws wrongly, `symbol` and `use`, is in none."""
    tags = {node.tag.rpartition("}")[2] for node in ElementTree.parse(formulas()[key].picture).iter()}
    assert tags <= {"svg", "g", "path", "rect", "desc"}


@pytest.mark.parametrize("key", [*STRUCTURE, *ENTRIES])
def test_a_picture_is_no_wider_than_a_column(key):
    """Where a formula has less room it is made smaller, and could not be read."""
    _, _, width, _ = map(float, ElementTree.parse(formulas()[key].picture).getroot().get("viewBox").split())
    assert width <= WIDEST


# -- the formulas are what the engine does ---------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "softmax"])
def test_an_activation_is_its_formula_and_so_is_its_slope(name):
    activation, z = ACTIVATIONS[name], Z[None]
    a, slope = activation(z), np.empty_like(z)
    with np.errstate(all="ignore"):
        run(activation.derivative(z, a, slope))
    moderate = np.abs(Z) < 100.0  # a calculator overflows beyond, and the engine does not
    for key, right in ((f"activation.{name}", a), (f"activation.{name}.slope", slope)):
        found = value_of(key, z=Z, a=a[0], **activation.constants)
        np.testing.assert_allclose(np.broadcast_to(found, Z.shape)[moderate], right[0][moderate], 1e-7, 1e-14)


def test_softmax_is_its_formula():
    z = np.array([0.3, -1.0, 2.0])
    right = ACTIVATIONS["softmax"](z[:, None])[:, 0]
    node = parsed(ACTIVATIONS["softmax"].expression)
    for k in range(3):
        assert evaluated(node, {"z": z}, {"k": k}) == pytest.approx(right[k], rel=1e-14)


@pytest.mark.parametrize(("problem", "output", "loss"), HEADS)
def test_a_loss_is_its_formula_and_so_is_its_slope(problem, output, loss):
    """∂L/∂ŷ of the formula, times the slope of the output, is the error that the engine finds."""
    trainer = trainer_on(problem, output, loss=loss, huber_delta=0.4, batch_size=4)
    ledger = Tracer(trainer.experiment, trainer.data).trace(trainer.progress.copy(), "batch")
    last = ledger.layers[-1]
    for s, right in enumerate(ledger.losses):
        yhat, y = last.a[:, s], ledger.Y[:, s]
        several = "_k" in LOSSES[loss].slope
        values = {"yhat": yhat if several else yhat[0], "y": y if several else y[0], "huber_delta": 0.4}
        assert value_of(f"loss.{loss}", **values) == pytest.approx(right, rel=1e-12)
        node = parsed(LOSSES[loss].slope)
        slopes = np.array([evaluated(node, values, {"k": k}) for k in range(len(yhat))])
        if output == "softmax":
            jacobian = np.diag(yhat) - np.outer(yhat, yhat)
            errors = jacobian @ slopes
        else:
            own = evaluated(parsed(ACTIVATIONS[output].slope), {"z": last.z[:, s], "a": yhat})
            errors = slopes * own
        np.testing.assert_allclose(errors / 4, last.error[:, s], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("t", [0, 1, 9, 10, 25, 1000])
def test_a_schedule_is_its_formula(name, t):
    spec = TrainSpec(schedule=name, learning_rate=0.3, decay_epochs=10, decay_factor=0.7)
    values = {"learning_rate": 0.3, "decay_epochs": 10, "decay_factor": 0.7, "t": t, "cuts": 3}
    right = 0.3 * SCHEDULES[name].factor(spec, t, 3)
    assert value_of(f"schedule.{name}", **values) == pytest.approx(right, rel=1e-14, abs=1e-17)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizer_is_its_lines(name):
    """Followed by hand for ten updates, θ and all that is remembered are the engine's."""
    spec = TrainSpec(optimizer=name, weight_decay=0.0)
    rng, kind = np.random.default_rng(0), OPTIMIZERS[name]
    theta = rng.normal(size=5)
    optimizer = kind(theta, np.array(0.1), spec)
    calls = optimizer.update()
    values = {letter: np.zeros(5) for letter in kind.letters}
    values |= {"theta": theta.copy(), "eta": 0.1, "product": 1.0}
    values |= {one: getattr(spec, one) for one in kind.hyperparameters}
    for t in range(1, 11):
        optimizer.gradient[:] = values["g"] = rng.normal(size=5)
        run(calls)
        values |= {"t": t, **optimizer.state.scalars}
        for line in kind.lines:
            target, expression = line.split(" = ", 1)
            values[target] = evaluated(parsed(expression), values)
        np.testing.assert_allclose(values["theta"], theta, rtol=1e-12)
        for letter, moment in kind.letters.items():
            np.testing.assert_allclose(values[letter], optimizer.textbook_moments()[moment], rtol=1e-12)


def test_the_simplified_error_of_sigmoid_and_softmax_is_the_long_one():
    assert value_of("delta.matched.sigmoid", y=1.0, yhat=0.3) == pytest.approx(0.3 - 1.0)
    assert value_of("delta.matched.softmax", y_k=0.2, yhat_k=0.7) == pytest.approx(0.5)
