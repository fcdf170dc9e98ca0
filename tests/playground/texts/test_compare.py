"""What is said of several runs."""

import pytest

from playground.texts import compare as texts


def test_one_difference_is_said_with_both_values():
    assert texts.differs([("L2", "0", "0.03")]) == "Differs: L2 only (0 | 0.03)"


def test_several_are_said_by_their_names():
    assert texts.differs([("L2", "0", "1"), ("Noise", "0", "1")]) == "Differs: L2 and Noise"
    three = [(name, "0", "1") for name in ("L2", "Noise", "Seed")]
    assert texts.differs(three) == "Differs: L2, Noise and Seed"


@pytest.mark.parametrize(("n", "more"), [(4, "2 more settings"), (9, "7 more settings")])
def test_of_many_only_some_are_named(n, more):
    names = "ABCDEFGHI"[:n]
    assert texts.differs([(name, "0", "1") for name in names]) == f"Differs: A, B and {more}"


def test_two_runs_that_are_alike_are_called_so():
    assert texts.differs([]) == "No difference: both are the same run"


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ((True, True), "Both start from the same weights."),
        ((True, False), "The same starting weights where the shapes allow."),
        ((False, False), "No starting weights can be the same: the shapes differ."),
    ],
)
def test_it_is_said_which_starting_weights_are_the_same(layers, words):
    assert texts.alike_words(layers) == words


def test_a_race_says_what_is_raced_and_to_which_loss():
    title = texts.race_title("optimizer", 0.1, tested=True)
    assert title == "Optimisers: which is first with a test loss below 0.1?"
    assert "training loss below 0.003" in texts.race_title("learning_rate", 0.003, tested=False)
    assert texts.race_title("initializer", None, tested=True) == "Initialisers"


def test_the_first_is_named_with_its_moment():
    assert texts.first_words(["C"], ["Adam"], 1234, 0.5) == "First: C Adam, at epoch 1,234 (500 ms)"
    said = texts.first_words(["A", "C"], ["SGD", "Adam"], 3, 0.5)
    assert said == "First together: A and C, at epoch 3"


def test_every_run_that_can_be_shown_has_a_letter_and_a_place():
    from playground.observers.lanes import MOST

    assert len(set(texts.LETTERS)) == MOST
    assert [texts.place_text(k) for k in (1, 2, 3, 8)] == ["1st", "2nd", "3rd", "8th"]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.0, "0 ms"), (0.00214, "2.14 ms"), (0.25, "250 ms"), (1.0, "1.0 s"), (1234.56, "1,234.6 s")],
)
def test_times_are_said_in_milliseconds_or_seconds(seconds, said):
    assert texts.seconds_text(seconds) == said
