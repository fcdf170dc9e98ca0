"""Values of x₁ alone: what the session makes of the choice, and says of it."""

from dataclasses import replace

import pytest

from engine import DataSpec, Experiment, NetworkSpec, TrainSpec
from playground.session.edits import changed, changed_data, edited, keeps, with_compatible_head

POINTS = ((1.0, 2.0, 1.0), (-1.0, -0.5, 0.0))
OWN = DataSpec(dataset="own", points=POINTS)
FEATURES = ("x1", "x2", "x1_squared", "radius", "=x1*x2", "=x1^3")


def test_one_input_makes_labels_values_and_drops_x2():
    data = changed_data(OWN, one_input=True)
    assert (data.labels, data.columns) == ("values", (0, 2))
    assert str(data.points) == "((1.0, 0.0, 1.0), (-1.0, 0.0, 0.0))"  # no −0.0


def test_classes_need_both_inputs():
    data = changed_data(changed_data(OWN, one_input=True), labels="classes")
    assert (data.labels, data.one_input) == ("classes", False)


@pytest.mark.parametrize(
    ("features", "left"),
    [(FEATURES, ("x1", "x1_squared", "=x1^3")), (("x2", "radius"), ("x1",)), (("sin_x1",), ("sin_x1",))],
)
def test_inputs_made_of_x2_go_with_it(features, left):
    experiment = Experiment(OWN, NetworkSpec(features=features))
    assert edited(experiment, "data", one_input=True).network.features == left
    assert changed(experiment, data=changed_data(OWN, one_input=True)).network.features == left


def test_a_head_that_does_not_fit_values_is_replaced():
    loss = TrainSpec(loss="binary_cross_entropy")
    old = Experiment(OWN, NetworkSpec(features=FEATURES, output="sigmoid"), loss)
    new = with_compatible_head(old, edited(old, "data", one_input=True))
    assert new.head()[1] == "squared"
    assert new.network.features == ("x1", "x1_squared", "=x1^3")


def test_weights_are_not_kept_when_x2_comes_back():
    old = Experiment(OWN, NetworkSpec(features=FEATURES))
    new = edited(old, "data", one_input=True)
    assert not keeps(old, new)
    assert not keeps(new, old)
    assert keeps(new, replace(new, network=replace(new.network, features=("x1",))))
