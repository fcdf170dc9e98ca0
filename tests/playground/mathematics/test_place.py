import pytest

from playground.mathematics.place import BIAS, Place

SHAPES = (3, 2), (1, 3)  # two inputs, three hidden neurons, one output


@pytest.mark.parametrize(
    "place", [Place(0), Place(1), Place(0, 2), Place(0, 2, 1), Place(0, 2, BIAS), Place(1, 0, 2)]
)
def test_a_network_has_its_layers_neurons_weights_and_biases(place):
    assert place.is_in(SHAPES)


@pytest.mark.parametrize(
    "place",
    [Place(2), Place(-1), Place(0, 3), Place(1, 1), Place(0, 2, 2), Place(1, 1, BIAS), Place(0, 0, -2)],
)
def test_it_has_no_others(place):
    assert not place.is_in(SHAPES)
