"""A title and a line of a teacher's own: what they may be, and how they are kept. No window."""

import json

import pytest
from hands import SMALL

from engine import Trainer
from playground.classroom.catalogue import controls
from playground.classroom.choice import EVERYTHING, Classroom, presets
from playground.classroom.lesson import LONGEST_LINE, LONGEST_TITLE, MARK, NO_LESSON, Lesson
from playground.files.atomic import FileError
from playground.files.autosave import Autosave
from playground.files.examples import presets as examples
from playground.files.experiments import (
    decode_document,
    encode,
    load_document,
    load_state_document,
    save,
    with_classroom,
)
from playground.files.share import document_from_text, to_text

RINGS = Lesson("Two rings", "Press Play. Which neuron is needed least? Remove it “by hand” & see.")
CHOICES = {
    "a lesson alone": Classroom(lesson=RINGS),
    "a title alone": Classroom(lesson=Lesson("Zwei Ringe")),
    "with a choice": Classroom({"data.noise"}, {"data.seed"}, RINGS),
    "with what it asks for": Classroom({"data.noise"}, lesson=Lesson("Noise", "Add noise.", {"data.noise"})),
    "in other scripts": Classroom(lesson=Lesson("المتاهة 迷路 🙂", "עוד שורה")),
    "the longest": Classroom(lesson=Lesson("t" * LONGEST_TITLE, "l" * LONGEST_LINE)),
}


def test_breaks_and_what_nobody_sees_become_spaces():
    assert Lesson(" Two\nrings\t", "a\r\n\0b\u200b  c\ud800") == Lesson("Two rings", "a b c")
    assert not Lesson("\n", " ")
    assert Lesson("\n", " ") == NO_LESSON
    assert Lesson("", "one line")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"title": "t" * (LONGEST_TITLE + 1)}, "title has 81 characters: at most 80 fit"),
        ({"line": "l" * (LONGEST_LINE + 1)}, "line has 401 characters: at most 400 fit"),
        ({"asks": {"data.colour"}}, "no control called “data.colour”"),
    ],
)
def test_what_does_not_fit_is_refused(given, why):
    with pytest.raises(ValueError, match=why):
        Lesson(**given)


@pytest.mark.parametrize("chosen", CHOICES.values(), ids=CHOICES)
def test_a_lesson_comes_back_from_a_file_a_text_an_autosave_and_with_weights(chosen, tmp_path):
    save(SMALL, tmp_path / "a.json", chosen)
    assert load_document(tmp_path / "a.json") == (SMALL, chosen)
    assert document_from_text(to_text(SMALL, chosen)) == (SMALL, chosen)
    kept = Autosave(tmp_path / "autosave.json")
    kept.write(SMALL, chosen, tmp_path / "a.json", by_hand=True)
    read = kept.read()
    assert read is not None
    assert (read.experiment, read.classroom, read.path, read.by_hand) == (
        SMALL, chosen, tmp_path / "a.json", True,
    )  # fmt: skip
    (tmp_path / "a.npstate").write_bytes(with_classroom(Trainer(SMALL).state().to_bytes(), chosen))
    assert load_state_document(tmp_path / "a.npstate")[0] == (SMALL, chosen)


def test_a_file_without_a_lesson_says_nothing_of_one():
    for chosen in (EVERYTHING, Classroom({"data.noise"})):
        assert b"lesson" not in encode(SMALL, chosen)


def test_a_version_without_lessons_asks_whether_the_file_is_of_a_newer_one():
    """It ignores what stands beside an experiment, and refuses a control that it does not know."""
    document = json.loads(encode(SMALL, Classroom(lesson=RINGS)))
    assert document.keys() - json.loads(encode(SMALL)).keys() == {"classroom", "autosave"}
    assert MARK in document["classroom"]["locked"]
    assert MARK not in controls()
    del document["autosave"]
    with pytest.raises(FileError, match=r"no control called “lesson\.text”\. Was the file made with a newer"):
        decode_document(json.dumps(document).encode(), "x")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ([], "lesson: Expected an object, got a list"),
        ("Rings", "lesson: Expected an object, got text"),
        ({"title": 7}, "lesson.title: Expected text, got a whole number"),
        ({"titel": "Rings"}, "“lesson.titel” is not known: choose asks, line, title. Was the file made with"),
        ({"line": "l" * 5000}, "lesson: line has 5,000 characters: at most 400 fit"),
        ({"asks": ["data.colour"]}, "no control called “data.colour”"),
    ],
)
def test_a_bad_lesson_is_told_in_one_line(given, why):
    document = json.loads(encode(SMALL, Classroom(lesson=RINGS)))
    document["autosave"]["lesson"] = given
    with pytest.raises(FileError) as told:
        decode_document(json.dumps(document).encode(), "mine.json")
    assert why in str(told.value)
    assert "\n" not in str(told.value)
    assert len(str(told.value)) < 300


# -- what the line asks for --------------------------------------------------------------------------


@pytest.mark.parametrize("one", examples(), ids=[one.name for one in examples()])
def test_no_choice_closes_what_an_example_asks_for_nor_forgets_what_was_chosen(one):
    every = frozenset(controls())
    lockable = frozenset(name for name, control in controls().items() if control.lockable)
    for chosen in (Classroom(every, lockable, one.lesson), Classroom(locked=lockable, lesson=one.lesson)):
        assert one.lesson.asks
        assert not [name for name in one.lesson.asks if chosen.in_force.closed(name)]
        assert chosen.in_force.hidden == chosen.hidden - one.lesson.asks
        assert Classroom(chosen.hidden, chosen.locked).in_force == Classroom(chosen.hidden, chosen.locked)


NAMED = {  # what a line says, and the control that it means
    "Play": "transport.play",
    "Step": "transport.step",
    "Reset": "transport.reset",
    "hidden layer with +": "network.layers",
    "neurons with −": "network.width",
    "initialiser": "training.initializer",
    "Try 0.03": "training.learning_rate",
    "Tick Log scale": "plot.log",
    "Warm-up": "training.warmup_epochs",
    "constant rate": "training.schedule",
    "to tanh": "network.activation",
    "Metrics": "output.metrics",
    "probe": "output.probe",
    "Add x₁ and x₂": "features.x1",
    "remove the squares": "features.x1_squared",
    "accuracy": "transport.accuracy",
    "boundary": "plot.boundary",
    "loss curve": "output.loss",
    "maps": "network.view",
    "neurons": "network.view",
    "Fewer neurons": "network.width",
    "L2 penalty": "training.l2",
}


@pytest.mark.parametrize("one", examples(), ids=[one.name for one in examples()])
def test_what_a_line_names_is_what_it_asks_for(one):
    missing = {name for said, name in NAMED.items() if said in one.line} - one.lesson.asks
    assert not missing


def test_ready_made_choices_have_no_lesson():
    assert not [name for name, one in presets().items() if one.lesson]
