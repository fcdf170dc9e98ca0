"""An address of TensorFlow Playground that is pasted, or opened from a text file."""

import pytest
from hands import SMALL, drag_event, notice, press, until
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from playground.files.tensorflow_playground import read_address

KEY, CONTROL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ADDRESS = "https://playground.tensorflow.org/#dataset=xor&noise=10&networkShape=3&sinX=true&seed=4"
EXPERIMENT = read_address(ADDRESS).experiment


@pytest.mark.parametrize("modifiers", [CONTROL, CONTROL | SHIFT])
def test_a_pasted_address_becomes_the_experiment_and_undo_goes_back(window, modifiers):
    QGuiApplication.clipboard().setText(f"look: {ADDRESS}")
    press(window, KEY.Key_V, modifiers)
    until(lambda: window.session.experiment == EXPERIMENT)
    until(lambda: "Not carried over: its random numbers" in notice(window))
    press(window, KEY.Key_Z, CONTROL)
    until(lambda: window.session.experiment == SMALL)


def test_a_bad_address_changes_nothing_and_says_why(window):
    QGuiApplication.clipboard().setText(f"{ADDRESS}&learningRate=fast")
    press(window, KEY.Key_V, CONTROL)
    until(lambda: "learningRate must be a number" in notice(window))
    assert window.session.experiment == SMALL
    assert not window.session.undo_stack.canUndo()


def test_a_text_file_with_an_address_is_opened_as_that_experiment_and_never_saved_over(window, tmp_path):
    file = tmp_path / "note.txt"
    file.write_text(ADDRESS)
    window.file.open(file)
    until(lambda: window.session.experiment == EXPERIMENT)
    assert window.file.path is None
    assert str(file) not in window.documents.recent


@pytest.mark.parametrize("kind", ["text", "link", "file"])
def test_a_dropped_address_becomes_the_experiment(window, tmp_path, kind):
    data = QMimeData()
    if kind == "text":
        data.setText(ADDRESS)
    elif kind == "link":
        data.setUrls([QUrl(ADDRESS)])
    else:
        file = tmp_path / "xor.url"
        file.write_text(f"[InternetShortcut]\nURL={ADDRESS}\n")
        data.setUrls([QUrl.fromLocalFile(str(file))])
    for event in (QDragEnterEvent, QDropEvent):
        QApplication.sendEvent(window, drag_event(event, window.rect().center(), data))
    until(lambda: window.session.experiment == EXPERIMENT)
