from dataclasses import FrozenInstanceError

import pytest

from playground.texts.text import ControlWords, Text


def test_a_text_without_arguments_is_called_as_well():
    assert Text("No points yet")() == "No points yet"


def test_a_text_formats_its_arguments():
    added = Text("{n:,} neurons added to {layer}", one="One neuron added to {layer}")
    assert added(n=1234, layer="hidden layer 2") == "1,234 neurons added to hidden layer 2"


@pytest.mark.parametrize(("n", "said"), [(0, "0 points"), (1, "One point"), (2, "2 points")])
def test_a_text_knows_its_plural(n, said):
    assert Text("{n} points", one="One point")(n=n) == said


def test_a_missing_argument_is_an_error_that_says_which():
    with pytest.raises(TypeError, match=r'"\{n\} of \{file\}" needs the argument file'):
        Text("{n} of {file}")(n=3)
    with pytest.raises(TypeError, match="needs the argument n"):
        Text("{n} points", one="One point")()


def test_a_text_and_the_words_of_a_control_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        Text("One").text = "Two"
    with pytest.raises(FrozenInstanceError):
        ControlWords("Label", "Tip").tip = "Other"


def test_what_is_written_on_a_control_is_its_label_unless_it_says_otherwise():
    assert ControlWords("Open CSV", "Tip").text == "Open CSV"
    assert ControlWords("Open CSV", "Tip", text="Open CSV…").text == "Open CSV…"
