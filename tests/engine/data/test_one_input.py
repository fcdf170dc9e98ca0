"""Regression on one input: own values that depend on x₁ alone."""

from dataclasses import replace

import numpy as np
import pytest

from engine import FEATURES, DataSpec, Experiment, NetworkSpec, SpecError, Trainer
from engine.data.draw import draw, with_own_points
from engine.features import compute, needs_x2

LINE = DataSpec(
    dataset="own",
    points=tuple((float(x), 0.0, 2.0 * x + 1.0) for x in range(-3, 4)),
    labels="values",
    one_input=True,
)
X1 = NetworkSpec(features=("x1",), hidden=())


def test_points_with_one_input_have_no_x2():
    assert LINE.columns == (0, 2)
    assert replace(LINE, one_input=False).columns == (0, 1, 2)
    assert replace(LINE, dataset="spiral").columns == (0, 1, 2)


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"labels": "classes", "points": ()}, "one_input"), ({"points": ((1.0, 0.5, 2.0),)}, "points")],
)
def test_one_input_needs_values_and_no_x2(changed, field):
    with pytest.raises(SpecError) as error:
        replace(LINE, **changed)
    assert error.value.field == field


@pytest.mark.parametrize("name", FEATURES)
def test_what_needs_x2_depends_on_it(name):
    x1, x2 = np.linspace(-5.0, 5.0, 11), np.linspace(0.3, 2.0, 11)
    depends = bool((compute(name, x1, x2) != compute(name, x1, np.zeros(11))).any())
    assert needs_x2(name) == depends


@pytest.mark.parametrize(
    ("formula", "needs"), [("=x1^2", False), ("=x₂ + 1", True), ("=sin(x₁)", False), ("=x1*x2", True)]
)
def test_a_formula_needs_x2_where_it_names_it(formula, needs):
    assert needs_x2(formula) == needs


@pytest.mark.parametrize("feature", ["x2", "radius", "=x1*x2"])
def test_a_feature_of_x2_is_refused_where_there_is_one_input(feature):
    with pytest.raises(SpecError, match="needs x2, but the data have one input") as error:
        Experiment(LINE, NetworkSpec(features=("x1", feature)))
    assert (error.value.field, error.value.value) == ("features", feature)
    assert error.value.allowed == ("x1", "x1_squared", "sin_x1", "cos_x1")


def test_a_generated_data_set_in_use_has_both_inputs():
    Experiment(replace(LINE, dataset="plane"), NetworkSpec(features=("x1", "x2")))


def test_a_network_learns_values_from_x1_alone():
    trainer = Trainer(Experiment(replace(LINE, test_fraction=0.0), X1))
    trainer.run(epochs=300)
    assert trainer.network.predict([[2.0, 0.0], [-1.0, 0.0]]).ravel() == pytest.approx([5.0, -1.0], abs=0.01)
    assert draw(trainer.experiment).train.X[:, 1].tolist() == [0.0] * 7


def test_a_data_set_that_becomes_ones_own_has_both_inputs():
    assert with_own_points(Experiment(replace(LINE, dataset="plane", samples=20))).columns == (0, 1, 2)
