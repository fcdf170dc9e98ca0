"""What inputs, classes, layers and neurons are called."""

from dataclasses import replace

import pytest

from engine import DATASETS, DataSpec, Experiment, LayerSpec, NetworkSpec
from playground.texts import names

TWO_LAYERS = NetworkSpec(features=("x1", "sin_x2"), hidden=(LayerSpec(3, "tanh"), LayerSpec(2, "tanh")))
FIVE = Experiment(data=DataSpec(dataset="blobs", classes=5), network=TWO_LAYERS)
TWO = Experiment(network=TWO_LAYERS)


def test_layers_are_counted_from_one_and_the_last_is_the_output():
    assert [names.layer_name(TWO, k) for k in range(3)] == ["hidden layer 1", "hidden layer 2", "output"]


def test_a_neuron_is_called_by_its_layer_and_its_number():
    assert names.neuron_name(TWO, 0, 2) == "hidden layer 1, neuron 3"
    assert names.neuron_name(TWO, 0, 2, short=True) == "layer 1, neuron 3"
    assert names.number_of_neuron(2) == "neuron 3"


def test_one_output_has_no_number_and_of_several_each_has_that_of_its_class():
    assert names.neuron_name(TWO, 2, 0) == "output"
    assert names.neuron_name(FIVE, 2, 4) == "output 4"
    softmax = Experiment(network=NetworkSpec(output="softmax"))
    assert names.output_name(softmax, 1) == "output 1"


@pytest.mark.parametrize("dataset", [name for name, one in DATASETS.items() if one.problem == "regression"])
def test_values_are_called_values(dataset):
    data = DataSpec(dataset=dataset)
    assert names.target_name(data) == "value"
    assert names.output_name(Experiment(data=data), 0) == "output"


def test_classes_are_called_by_their_numbers():
    assert names.target_name(FIVE.data) == "class"
    assert names.class_name(FIVE.data, 3) == "class 3"
    assert names.class_label(FIVE.data, 3) == "3"


def test_a_weight_is_called_by_its_two_ends():
    assert names.weight_name(TWO, 0, 1, 1) == "weight from sin x₂ to hidden layer 1, neuron 2"
    assert names.weight_name(TWO, 2, 0, 1) == "weight from hidden layer 2, neuron 2 to output"


def test_a_name_begins_a_sentence_with_a_capital_where_it_has_one():
    assert names.capitalised("hidden layer 1") == "Hidden layer 1"
    assert names.capitalised("x₁") == "X₁"


NAMED = DataSpec(
    dataset="own",
    points=((0.0, 1.0, 0.0), (1.0, 0.0, 2.0)),
    column_names=("petal length", "", "species"),
    class_names=("setosa", "", "1"),
)


def test_own_columns_and_classes_have_the_names_that_a_person_gave_them():
    assert names.axis_names(NAMED) == ("petal length", "x₂")
    assert names.target_name(NAMED) == "species"
    assert names.class_name(NAMED, 0) == names.class_label(NAMED, 0) == "setosa"
    assert names.class_name(NAMED, 3) == "class 3"
    assert names.axes_named(NAMED) == "x₁ is petal length."


def test_a_class_without_a_name_is_never_called_as_another_one():
    assert [names.class_label(NAMED, k) for k in range(4)] == ["setosa", "class 1", "1", "3"]


def test_names_of_own_points_are_not_those_of_a_generated_data_set():
    spiral = replace(NAMED, dataset="spiral")
    assert names.axis_names(spiral) == ("x₁", "x₂")
    assert (names.target_name(spiral), names.class_name(spiral, 0)) == ("class", "class 0")


def test_an_input_that_is_a_column_has_its_name_and_a_function_of_it_does_not():
    experiment = Experiment(data=NAMED, network=TWO_LAYERS)
    assert names.input_name(experiment, "x1") == "petal length"
    assert names.input_name(experiment, "x1_squared") == "x₁²"
    assert names.weight_name(experiment, 0, 0, 0) == "weight from petal length to hidden layer 1, neuron 1"
    assert names.output_name(experiment, 0) == "output setosa"


def test_a_letter_without_a_single_capital_stays_small():
    assert names.capitalised("ßx") == "ßx"
