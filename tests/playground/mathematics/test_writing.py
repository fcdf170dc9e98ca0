"""What is written means what is calculated: brackets and signs are where they have to be."""

import ast
import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.mathematics.expression import evaluated, parsed
from playground.mathematics.latex import LatexWriter
from playground.mathematics.spoken import WordsWriter
from playground.mathematics.writing import Writer

NAMES = ("y", "n", "t")
NUMBERS = st.sampled_from([-2.5, -1.0, -0.004, 0.0, 0.0003, 0.5, 1.0, 3.25])
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")

atoms = st.sampled_from([*NAMES, "2", "7"])
trees = st.recursive(
    atoms,
    lambda inside: st.one_of(
        st.tuples(inside, st.sampled_from(["+", "-", "*", "/"]), inside).map(
            "({0[0]}) {0[1]} ({0[2]})".format
        ),
        inside.map("-({})".format),
        inside.map("({})**2".format),
    ),
    max_leaves=8,
)


def as_python(text):
    """A text that was written with numbers, as Python reads it."""
    text = re.sub("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda found: f"**{found[0].translate(RAISED)}", text)
    return text.replace("−", "-").replace("·", "*").replace("½", "(1 / 2)")


def value_or_none(calculate):
    try:
        value = calculate()
    except (ZeroDivisionError, OverflowError):
        return None
    return value if math.isfinite(value) else None


@settings(max_examples=300, deadline=None)
@given(trees, st.tuples(NUMBERS, NUMBERS, NUMBERS))
def test_a_written_calculation_has_the_value_of_its_expression(expression, numbers):
    values, node = dict(zip(NAMES, numbers, strict=True)), parsed(expression)
    right = value_or_none(lambda: float(evaluated(node, values)))
    text = as_python(Writer(values, decimals=None).write(node))
    found = value_or_none(lambda: float(eval(compile(ast.parse(text, mode="eval"), "", "eval"))))
    if right is not None and found is not None:
        assert found == pytest.approx(right, rel=1e-9, abs=1e-12), text


@pytest.mark.parametrize(
    ("expression", "values", "text"),
    [
        ("y + n", {"y": 1.5, "n": -2.0}, "1.50 − 2.00"),
        ("y - n", {"y": 1.5, "n": -2.0}, "1.50 − (−2.00)"),
        ("y * n", {"y": -1.5, "n": -2.0}, "−1.50·(−2.00)"),
        ("y / n", {"y": 1.5, "n": -2.0}, "1.50 / (−2.00)"),
        ("-y * n", {"y": 1.5, "n": 2.0}, "−1.50·2.00"),
        ("y**2", {"y": -1.5}, "(−1.50)²"),
        ("y**t", {"y": 0.9, "t": 31}, "0.90³¹"),
        ("y * n", {"y": 2.5e-7, "n": 2.0}, "2.50·10⁻⁷·2.00"),
        ("n / y", {"y": 2.5e-7, "n": 2.0}, "2.00 / (2.50·10⁻⁷)"),
        ("1 / 2 * y", {"y": 3.0}, "½·3.00"),
        ("exp(-y)", {"y": 1.0}, "e^(−1.00)"),
        ("sqrt(y + 1)", {"y": 3.0}, "√(3.00 + 1)"),
        ("where(y > 0, y, -y)", {"y": -3.0}, "−(−3.00)"),
        ("abs(y)", {"y": -3.0}, "|−3.00|"),
    ],
)
def test_signs_and_brackets_are_those_of_a_book(expression, values, text):
    assert Writer(values, decimals=2).write(parsed(expression)) == text


def test_a_sum_is_written_term_by_term_with_the_signs_of_its_numbers():
    node, values = parsed("sum(j, w_j * x_j) + b"), {"w": [0.5, -2.0], "x": [1.0, 3.0], "b": -1.0}
    values = {name: np.array(value) for name, value in values.items()}
    assert Writer(values, decimals=1).write(node) == "0.5·1.0 − 2.0·3.0 − 1.0"
    assert Writer().write(parsed("sum(j, w_ij * x_j) + b_i")) == "Σⱼ wᵢⱼ·xⱼ + bᵢ"
    assert Writer(bound={"i": 0}).symbol("w_ij") == "w₁ⱼ"
    assert Writer(bound={"i": 10, "j": 2}).symbol("w_ij") == "w₁₁,₃"


def test_latex_numbers_its_layers_and_braces_what_is_raised():
    node = parsed("w_ij**2 * a_prev_j / n")
    latex = LatexWriter(bound={"i": 0, "j": 1}, layer=1).write(node)
    assert latex == r"\frac{{w^{[2]}_{12}}^{2} \, a^{[1]}_{2}}{n}"
    assert LatexWriter(plain=True).write(parsed("1 / (1 + exp(-z))")) == r"\frac{1}{1 + e^{-z}}"
    assert LatexWriter().write(parsed("decay_factor**(t / decay_epochs)")) == r"\gamma^{t/T}"


def test_words_say_where_a_quantity_ends():
    said = WordsWriter().write(parsed("(y + n) / 2"))
    assert said == "the quantity y plus n, end over 2"
    assert WordsWriter().write(parsed("1 / 2 * y**2")) == "one half times y squared"
    assert WordsWriter().write(parsed("where(y > 0, y, 0)")) == (
        "y if y is greater than 0, 0 if y is at most 0"
    )
