import pytest

from engine import FEATURES
from playground.texts import settings
from playground.texts.controls import CONTROLS, more_of, words_of
from playground.texts.text import ControlWords


@pytest.mark.parametrize("name", CONTROLS)
def test_every_control_is_called_something_and_says_what_it_does(name):
    said = words_of(name)
    assert said.label.strip()
    assert said.tip.strip()
    assert said.text.strip()


def test_a_setting_of_training_has_the_words_of_the_setting():
    assert words_of("training.momentum") == settings.SETTINGS["momentum"]
    assert words_of("training.stop_patience") == settings.SETTINGS["patience"]
    assert more_of("training.momentum").startswith("<p>Allowed: a number from 0 to 0.9999.")
    assert "Nesterov" in more_of("training.momentum")
    assert more_of("training.momentum_on") == more_of("training.momentum")
    assert more_of("transport.play") == ""


def test_a_slider_and_a_check_box_are_called_after_their_number():
    said = settings.SETTINGS["momentum"]
    assert words_of("training.momentum_slider") == ControlWords(
        f"{said.label} slider", said.tip, formula=said.formula
    )
    assert words_of("training.momentum_on") == ControlWords(
        f"{said.label}: on", said.tip, said.label, said.formula
    )


def test_each_layer_input_and_class_has_words_of_its_own():
    assert words_of("layer0.width").label == "Hidden layer 1: neurons"
    assert words_of("layer11.activation").label == "Hidden layer 12: activation"
    assert words_of("features.x1_squared").text == FEATURES["x1_squared"].label
    assert words_of("features.=x1*sin(3*x2)").label == "Input x₁·sin(3·x₂)"
    assert words_of("data.draw_3").label == "Class 3"


@pytest.mark.parametrize("name", ["nothing", "data.nothing", "layer.width", "layer0.nothing", "other.draw_1"])
def test_a_control_that_there_is_not_has_no_words(name):
    with pytest.raises(KeyError):
        words_of(name)
