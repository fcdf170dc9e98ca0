"""Files of the version before this one are read as they were: nobody's work is lost by a new version."""

import hashlib
from pathlib import Path

import pytest
from before import EVERY_FIELD, HIDDEN, LOCKED, OWN_CLASSES, OWN_VALUES

from engine import Experiment, Trainer
from playground.classroom.choice import EVERYTHING, Classroom
from playground.files.autosave import Autosave
from playground.files.experiments import encode, load_document, load_state_document
from playground.files.share import document_from_text

FILES = Path(__file__).parent / "written_before"
ROOM = Classroom(frozenset(HIDDEN), frozenset(LOCKED))
HELD = {
    "first": (Experiment(), EVERYTHING),
    "every_field": (EVERY_FIELD, EVERYTHING),
    "own_classes": (OWN_CLASSES, EVERYTHING),
    "own_values": (OWN_VALUES, EVERYTHING),
    "class": (Experiment(seed=3), ROOM),
}
AFTER_THREE_MORE_EPOCHS = "b8ed8c7a0f8fa351d217af7654c185c30d51dddb9d9d7f5605e5c9c2870aabc7"


@pytest.mark.parametrize("name", HELD)
def test_an_experiment_file_holds_what_it_held(name):
    assert tuple(load_document(FILES / f"{name}.json")) == HELD[name]


@pytest.mark.parametrize("name", HELD)
def test_it_is_written_byte_for_byte_as_before(name):
    assert encode(*HELD[name]) == (FILES / f"{name}.json").read_bytes()


def test_a_shared_text_holds_what_it_held():
    lines = (FILES / "shared.txt").read_text().split()
    held = [HELD["every_field"], HELD["own_classes"], HELD["class"]]
    assert [tuple(document_from_text(line)) for line in lines] == held


def test_an_autosave_is_offered_as_it_was_left(tmp_path):
    copy = tmp_path / "autosave.json"
    copy.write_bytes((FILES / "autosave.json").read_bytes())
    left = Autosave(copy).read()
    assert (left.experiment, left.classroom) == (EVERY_FIELD, ROOM)
    assert (left.path, left.written, left.by_hand) == (
        Path("/home/ada/lesson.json"),
        1795650604.2592368,
        True,
    )


def test_weights_that_were_saved_go_on_to_the_same_bits():
    document, state = load_state_document(FILES / "weights.npstate")
    assert (document.experiment, document.classroom) == (Experiment(seed=3), ROOM)
    trainer = Trainer.restore(state)
    assert (trainer.epoch, trainer.sample, trainer.frozen.any(), trainer.silenced.any()) == (4, 1, True, True)
    trainer.run(epochs=3)
    assert hashlib.sha256(trainer.network.parameters.tobytes()).hexdigest() == AFTER_THREE_MORE_EPOCHS


def test_settings_are_those_that_were_chosen(settings, open_window):
    Path(settings.fileName()).write_bytes((FILES / "settings.ini").read_bytes())
    settings.sync()
    window = open_window()
    assert window.appearance.theme == "dark"
    assert window.transport.step_of == "batch"
    assert window.appearance.percent == 115
    assert window.boundary.options.switches["uncertainty"].isChecked()
    assert window.output.tab == "metrics"
    assert window.loss.log.isChecked()
    assert window.documents.recent == ["/home/ada/lesson.json", "/home/ada/xor.json"]
    window.appearance.choose_size(100)
