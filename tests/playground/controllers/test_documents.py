"""Documents at the window: examples, recent files, files dropped, text to paste, unsaved changes."""

import threading
from dataclasses import replace

import numpy as np
import pytest
from hands import (
    SMALL,
    at_rest,
    choose,
    click,
    control,
    drag_event,
    drop,
    files_dragged,
    notice,
    press,
    settled,
    type_in,
    until,
)
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QGuiApplication,
    QUndoCommand,
    QUndoStack,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QMessageBox, QPushButton

from engine import Experiment, State, Trainer
from playground.classroom.catalogue import controls
from playground.classroom.choice import EVERYTHING, Classroom
from playground.controllers import open_file
from playground.controllers.documents import _go_to
from playground.files.atomic import FileError
from playground.files.examples import preset, presets
from playground.files.experiments import load, load_state_document, save
from playground.files.share import MARK, MOST_RECENT, to_text, with_recent, without
from playground.texts import documents as texts
from playground.texts.files import NOTHING_SHARED, SHARED_DAMAGED

KEY, MODIFIER = Qt.Key, Qt.KeyboardModifier
CTRL, BOTH = MODIFIER.ControlModifier, MODIFIER.ControlModifier | MODIFIER.ShiftModifier
OTHER = replace(SMALL, seed=77)


def change(window):
    """Change something, as a person does."""
    type_in(window, "data.seed", "5")
    window.setFocus()


def read(window):
    """The title and the line that there are to read, or None."""
    if (line := window.findChild(QLabel, "lesson.line")) is None or not line.isVisible():
        return None
    return window.findChild(QLabel, "lesson.title").text(), line.text()


def question(window):
    return window.findChild(QMessageBox, "document.unsaved")


def answer(window, name):
    box = until(lambda: question(window))
    QTest.mouseClick(box.findChild(QPushButton, f"document.{name}"), Qt.MouseButton.LeftButton)
    until(lambda: question(window) is None)


@pytest.fixture
def other(tmp_path):
    save(OTHER, tmp_path / "other.json")
    return tmp_path / "other.json"


@pytest.fixture
def gallery(window):
    press(window, KEY.Key_E, CTRL)
    one = until(lambda: window.findChild(QDialog, "presets"))
    assert QTest.qWaitForWindowExposed(one)
    yield one
    for left in window.findChildren(QDialog, "presets"):
        left.close()


# -- examples --------------------------------------------------------------------------------


def test_an_example_is_opened_by_the_keyboard_and_says_what_to_look_for(window, gallery):
    until(gallery.isActiveWindow)
    for _ in range(2):
        QTest.keyClick(gallery.list, KEY.Key_Down)
    QTest.keyClick(gallery.list, KEY.Key_Return)
    one = presets()[2]
    until(lambda: settled(window.session) and window.session.experiment == preset(one.name))
    assert read(window) == (one.title, one.line)
    assert notice(window) == f"Example: {one.title}. Undo goes back to what was open."
    assert "untitled" in window.windowTitle()
    assert not window.isWindowModified()


def test_an_example_is_opened_by_a_double_click(window, gallery):
    place = gallery.list.visualItemRect(gallery.list.item(1)).center()
    for act in (QTest.mouseClick, QTest.mouseDClick):
        act(gallery.list.viewport(), Qt.MouseButton.LeftButton, MODIFIER.NoModifier, place)
    until(lambda: window.session.experiment == preset(presets()[1].name))


def test_escape_leaves_all_as_it_is(window, gallery):
    QTest.keyClick(gallery, KEY.Key_Escape)
    until(lambda: window.findChild(QDialog, "presets") is None)
    assert window.session.experiment == SMALL


def test_the_gallery_shows_all_examples_with_pictures_and_names(gallery):
    rows = [gallery.list.item(i) for i in range(gallery.list.count())]
    assert [row.text() for row in rows] == [one.title for one in presets()]
    assert all(not row.icon().isNull() for row in rows)
    for button in ("presets.open", "presets.cancel", "presets.list"):
        assert control(gallery, button).accessibleName()


def test_examples_stand_in_the_window_and_arrows_walk_through_them(window):
    assert control(window, "lesson.examples").isVisible()
    assert read(window) is None
    click(window, "lesson.next")
    assert window.session.experiment == preset(presets()[0].name)
    click(window, "lesson.next")
    click(window, "lesson.next")
    assert read(window) == (presets()[2].title, presets()[2].line)
    click(window, "lesson.previous")
    assert read(window) == (presets()[1].title, presets()[1].line)
    for _ in range(2):
        click(window, "lesson.previous")
    assert window.session.experiment == preset(presets()[-1].name)
    click(window, "lesson.examples")
    dialog = until(lambda: window.findChild(QDialog, "presets"))
    assert dialog.list.currentRow() == len(presets()) - 1  # the one that is open
    dialog.reject()


def test_an_example_is_seen_as_the_class_sees_what_was_open(window):
    chosen = Classroom(hidden={"data.noise"}, locked={"training.batch_size"})
    window.session.gate.choose(chosen)
    window.documents.open_example(presets()[0].name)
    assert window.session.gate.shown == replace(chosen, lesson=presets()[0].lesson)
    assert not control(window, "data.noise").isVisible()


def test_a_class_sees_what_the_line_of_an_example_asks_for(window):
    everything = Classroom(hidden=frozenset(controls()))
    window.session.gate.choose(everything)
    window.documents.open_example("zeros")
    asked = control(window, "training.initializer")
    assert asked.isVisible()
    assert control(window, "transport.play").isVisible()
    assert read(window) == (window.session.gate.chosen.lesson.title, window.session.gate.chosen.lesson.line)
    choose(window, "training.initializer", "He normal")
    assert window.session.experiment.network.initializer == "he_normal"
    window.documents.open_example("valley-sgd")
    assert not asked.isVisible()  # what was chosen for the class is not forgotten
    assert control(window, "plot.log").isVisible()
    for _ in range(3):
        press(window, KEY.Key_Z, CTRL)
    assert window.session.gate.shown == everything


def test_a_lesson_stays_while_it_trains_and_is_changed_until_it_is_closed(window):
    one = presets()[0]
    window.documents.open_example(one.name)
    click(window, "transport.play")
    until(lambda: window.session.snapshot.epoch > 0)
    click(window, "network.add_layer")
    click(window, "transport.play")
    until(lambda: settled(window.session))
    press(window, KEY.Key_R)
    assert read(window) == (one.title, one.line)
    click(window, "lesson.close")
    assert read(window) is None
    press(window, KEY.Key_Z, CTRL)
    assert read(window) == (one.title, one.line)


def test_a_lesson_goes_with_the_example(window, other):
    window.documents.open_example(presets()[0].name)
    press(window, KEY.Key_N, CTRL)
    assert read(window) is None
    window.documents.open_example(presets()[0].name)
    window.file.open(other)
    assert read(window) is None


def test_an_example_that_is_saved_keeps_its_lesson(window, tmp_path):
    one = presets()[0]
    window.documents.open_example(one.name)
    window.file.save_to(tmp_path / "mine.json")
    until(lambda: (tmp_path / "mine.json").exists() and "mine.json" in window.windowTitle())
    press(window, KEY.Key_N, CTRL)
    window.file.open(tmp_path / "mine.json")
    assert read(window) == (one.title, one.line)


def test_opening_an_example_asks_nothing_and_undo_brings_back_all_that_was_open(window, other):
    window.file.open(other)
    window.session.gate.choose(Classroom(hidden={"data.noise"}))
    window.session.step("epoch")
    window.session.step("epoch")
    until(lambda: settled(window.session) and window.session.snapshot.epoch == 2)
    before = window.session.snapshot
    window.documents.open_example("spiral")
    assert question(window) is None
    assert "untitled" in window.windowTitle()
    until(lambda: settled(window.session) and window.session.snapshot.epoch == 0)
    window.session.play()
    until(lambda: window.session.snapshot.epoch > 0)
    press(window, KEY.Key_Z, CTRL)
    until(lambda: settled(window.session) and window.session.experiment == OTHER)
    assert not window.session.playing
    assert window.session.snapshot.epoch == 2
    assert window.session.snapshot.metrics == before.metrics
    assert window.session.gate.chosen == Classroom(hidden={"data.noise"})
    assert "other.json" in window.windowTitle()
    assert window.isWindowModified()
    press(window, KEY.Key_Y, CTRL)
    assert window.session.experiment == preset("spiral")
    assert not window.isWindowModified()
    assert "untitled" in window.windowTitle()


def test_an_example_starts_afresh_however_alike_what_was_open_is(window):
    window.documents.open_example("overfitting")
    window.session.step("epoch")
    until(lambda: settled(window.session) and window.session.snapshot.epoch == 1)
    window.documents.open_example("overfitting-l2")  # one training setting differs
    until(lambda: settled(window.session) and window.session.snapshot.epoch == 0)
    window.documents.open_example("overfitting-l2")
    window.session.step("epoch")
    until(lambda: settled(window.session) and window.session.snapshot.epoch == 1)
    window.documents.open_example("overfitting-l2")  # nothing differs
    until(lambda: settled(window.session) and window.session.snapshot.epoch == 0)
    press(window, KEY.Key_Z, CTRL)
    until(lambda: settled(window.session) and window.session.snapshot.epoch == 1)


def test_what_was_untrained_comes_back_untrained(window):
    window.documents.open_example("overfitting")
    window.session.step("epoch")
    until(lambda: settled(window.session) and window.session.snapshot.epoch == 1)
    press(window, KEY.Key_Z, CTRL)
    until(lambda: settled(window.session) and window.session.snapshot.epoch == 0)
    assert window.session.experiment == SMALL
    assert notice(window) == "Back to what was open before."


def test_a_file_saved_after_an_example_was_opened_is_the_open_one_on_its_side(window, other, tmp_path):
    window.file.open(other)
    window.documents.open_example("spiral")
    window.file.save_to(tmp_path / "mine.json")
    until(lambda: "mine.json" in window.windowTitle())
    press(window, KEY.Key_Z, CTRL)
    assert window.file.path == other
    assert not window.isWindowModified()
    press(window, KEY.Key_Y, CTRL)
    assert window.file.path == tmp_path / "mine.json"
    assert not window.isWindowModified()


def test_what_another_experiment_was_saved_over_is_unsaved_again(window, other):
    window.file.open(other)
    window.documents.open_example("spiral")
    window.file.save_to(other)
    until(lambda: window.file.path == other)
    press(window, KEY.Key_Z, CTRL)
    assert window.session.experiment == OTHER
    assert window.file.path == other
    assert window.isWindowModified()
    press(window, KEY.Key_Y, CTRL)
    assert not window.isWindowModified()


@pytest.mark.parametrize("saved", [False, True])
def test_what_was_left_unsaved_is_asked_for_before_it_is_lost(window, other, tmp_path, saved):
    change(window)
    left = window.session.experiment
    window.documents.open_example("spiral")
    window.documents.open_example("zeros")
    if saved:
        window.file.save_to(tmp_path / "mine.json")
        until(lambda: "mine.json" in window.windowTitle())
    assert question(window) is None
    window.documents.open_guarded(other)
    assert window.session.experiment == left  # it is in sight while it is asked for
    answer(window, "cancel")
    assert window.session.experiment == preset("zeros")
    window.documents.open_guarded(other)
    answer(window, "discard")
    assert window.session.experiment == OTHER


def test_changes_of_an_example_and_those_left_before_it_are_both_asked_for(window, monkeypatch, tmp_path):
    names = iter(("example.json", "mine.json"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / next(names)), ""))
    change(window)
    left = window.session.experiment
    window.documents.open_example("spiral")
    change(window)
    changed = window.session.experiment
    press(window, KEY.Key_N, CTRL)
    for asked in (changed, left):
        box = until(lambda: question(window))
        assert window.session.experiment == asked
        QTest.mouseClick(box.findChild(QPushButton, "document.save"), Qt.MouseButton.LeftButton)
        until(lambda box=box: question(window) is not box)
    until(lambda: window.session.experiment == Experiment())
    assert load(tmp_path / "example.json") == changed
    assert load(tmp_path / "mine.json") == left


def test_nothing_is_asked_where_nothing_is_lost(window, other):
    window.file.open(other)
    window.documents.open_example("spiral")
    window.documents.open_example("zeros")
    press(window, KEY.Key_N, CTRL)
    assert question(window) is None
    assert window.session.experiment == Experiment()


def test_a_class_from_which_the_examples_are_hidden_or_locked_opens_none(window):
    for chosen in (Classroom(hidden={"lesson.examples"}), Classroom(locked={"lesson.examples"})):
        window.session.gate.choose(chosen)
        assert control(window, "lesson.examples").isVisible() != bool(chosen.hidden)
        press(window, KEY.Key_E, CTRL)
        assert window.findChild(QDialog, "presets") is None
        window.documents.walk_examples(1)
        assert window.session.experiment == SMALL


# -- unsaved changes -------------------------------------------------------------------------


def test_what_is_saved_is_left_without_a_question(window):
    press(window, KEY.Key_N, CTRL)
    assert question(window) is None
    assert window.session.experiment == Experiment()


@pytest.mark.parametrize(("reply", "left"), [("discard", True), ("cancel", False), ("save", True)])
def test_changes_are_asked_for_before_they_are_lost(window, monkeypatch, tmp_path, reply, left):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine.json"), ""))
    change(window)
    changed = window.session.experiment
    press(window, KEY.Key_N, CTRL)
    assert window.session.experiment == changed  # nothing is lost while it is asked
    answer(window, reply)
    assert (window.session.experiment == Experiment()) == left
    assert (tmp_path / "mine.json").exists() == (reply == "save")
    if reply == "save":
        assert load(tmp_path / "mine.json") == changed


def test_who_cancels_the_file_dialog_loses_nothing(window, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    change(window)
    changed = window.session.experiment
    press(window, KEY.Key_N, CTRL)
    answer(window, "save")
    assert window.session.experiment == changed
    assert window.isWindowModified()


def test_training_goes_on_while_it_is_asked(window):
    change(window)
    window.session.play()
    press(window, KEY.Key_N, CTRL)
    until(lambda: question(window))
    epoch = window.session.snapshot.epoch
    until(lambda: window.session.snapshot.epoch > epoch)
    answer(window, "cancel")


# -- recent files ----------------------------------------------------------------------------


def test_a_file_opened_or_saved_comes_first_and_once(window, other, tmp_path):
    window.file.save_to(tmp_path / "mine.json")
    window.file.open(other)
    window.file.open(tmp_path / "mine.json")
    assert window.documents.recent == [str(tmp_path / "mine.json"), str(other)]


def test_a_recent_file_is_opened_from_the_menu(window, other):
    window.documents.remember(other)
    menu = recent_menu(window)
    menu.aboutToShow.emit()
    (action,) = menu.actions()
    assert "other.json" in action.text()
    action.trigger()
    assert window.session.experiment == OTHER


def test_one_that_is_gone_is_told_and_forgotten(window, other):
    window.documents.remember(other)
    other.unlink()
    window.documents.open_recent(str(other))
    assert "no longer there" in notice(window)
    assert window.documents.recent == []
    assert window.session.experiment == SMALL


def test_no_more_than_a_few_are_kept(tmp_path):
    paths = []
    for i in range(20):
        paths = with_recent(paths, tmp_path / f"{i}.json")
    assert len(paths) == MOST_RECENT
    assert paths[0].endswith("19.json")
    assert without(paths, paths[3]) == paths[:3] + paths[4:]


def recent_menu(window):
    file = window.menuBar().actions()[0].menu()
    return next(one.menu() for one in file.actions() if "recent" in one.text())


# -- files dropped ---------------------------------------------------------------------------


def test_an_experiment_dropped_on_the_window_is_opened(window, other):
    assert drop(window, other)
    assert window.session.experiment == OTHER
    assert "other.json" in window.windowTitle()


def test_of_another_file_it_is_said_why_it_is_not_opened(window, tmp_path):
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    assert drop(window, tmp_path / "picture.png")
    assert "picture.png is not a text file: it is a picture." in notice(window)
    assert window.session.experiment == SMALL


@pytest.mark.parametrize("second", ["other.json", "points.csv", "picture.png"])
def test_of_several_files_none_is_opened_and_it_is_said(window, other, tmp_path, second):
    assert drop(window, other, tmp_path / second)
    assert notice(window).startswith(texts.ONE_FILE())
    assert window.session.experiment == SMALL


def test_what_is_not_taken_leaves_every_part_without_a_word(window, tmp_path):
    for name in ["plot.boundary", "plot.loss", "network.view"]:
        widget, data = control(window, name), files_dragged(tmp_path / "picture.png")
        place, desktop = widget.mapTo(window, widget.rect().center()), window.windowHandle()
        over = [drag_event(kind, place, data) for kind in (QDragEnterEvent, QDragMoveEvent)]
        for event in (*over, QDragLeaveEvent()):
            QApplication.sendEvent(desktop, event)  # what Qt would say of it fails the test


def test_a_damaged_file_dropped_is_told(window, tmp_path):
    (tmp_path / "bad.json").write_text("{")
    assert drop(window, tmp_path / "bad.json")
    assert "bad.json" in notice(window)
    assert window.session.experiment == SMALL


def test_a_drop_asks_for_changes_as_well(window, other):
    change(window)
    drop(window, other)
    answer(window, "discard")
    assert window.session.experiment == OTHER


def test_a_name_that_looks_like_markup_is_told_as_it_is(window, tmp_path):
    path = tmp_path / "<b>bold<b>.json"
    save(OTHER, path)
    window.file.open(path)
    assert notice(window) == f"Opened {path.name}."
    assert window.notices.text.textFormat() == Qt.TextFormat.PlainText


# -- text to share ---------------------------------------------------------------------------


def test_copied_as_text_and_pasted_it_is_the_same_and_undo_goes_back(window):
    press(window, KEY.Key_C, BOTH)
    text = QGuiApplication.clipboard().text()
    assert text == to_text(SMALL)
    QGuiApplication.clipboard().setText(to_text(OTHER))
    press(window, KEY.Key_V, BOTH)
    until(lambda: settled(window.session))
    assert window.session.experiment == OTHER
    assert notice(window).startswith("Pasted")
    assert window.isWindowModified()
    press(window, KEY.Key_Z, CTRL)
    assert window.session.experiment == SMALL


@pytest.mark.parametrize(
    ("experiment", "classroom"),
    [
        (replace(SMALL, training=replace(SMALL.training, learning_rate=0.5)), EVERYTHING),
        (SMALL, Classroom(locked={"data.noise"})),
    ],
    ids=["another rate", "another choice for a class"],
)
def test_what_is_pasted_and_goes_on_is_told_at_once_and_never_again(window, experiment, classroom):
    QGuiApplication.clipboard().setText(to_text(experiment, classroom))
    press(window, KEY.Key_V, BOTH)
    at_rest(window.session)
    assert notice(window) == texts.PASTED()
    window.session.gate.show(EVERYTHING)
    window.session.play(3)
    at_rest(window.session)
    assert window.session.edit("data.noise", "data", noise=0.3)
    at_rest(window.session)
    assert notice(window).startswith("The data changed")


def test_what_is_no_experiment_is_told_and_changes_nothing(window):
    for text in ["", "hello", "NP1:zzzz", "NP1:"]:
        window.notices.clear()
        QGuiApplication.clipboard().setText(text)
        press(window, KEY.Key_V, BOTH)
        assert notice(window).startswith((NOTHING_SHARED(mark=MARK), SHARED_DAMAGED()))
        assert window.session.experiment == SMALL
        assert not window.isWindowModified()


@pytest.mark.parametrize("text", [to_text(OTHER), f"Try {to_text(OTHER)}."], ids=["bare", "in a sentence"])
def test_pasted_where_points_are_pasted_an_experiment_is_one(window, text):
    QGuiApplication.clipboard().setText(text)
    press(window, KEY.Key_V, CTRL)
    until(lambda: settled(window.session))
    assert window.session.experiment == OTHER
    assert notice(window).startswith("Pasted")
    assert not window.findChildren(QDialog)


def test_one_that_was_cut_off_is_not_taken_for_points(window):
    QGuiApplication.clipboard().setText(to_text(OTHER)[:-9])
    press(window, KEY.Key_V, CTRL)
    assert notice(window) == SHARED_DAMAGED()


@pytest.mark.parametrize(("text", "why"), [("", "is empty."), ("hello", "has only one column.")])
def test_what_is_neither_is_told_in_a_sentence(window, text, why):
    QGuiApplication.clipboard().setText(text)
    press(window, KEY.Key_V, CTRL)
    assert notice(window).startswith(f"Nothing to paste: the clipboard {why}")


def test_copied_without_what_was_changed_by_hand_it_is_said(window):
    window.session.by_hand.set_mask("silence", 0, 1, None, True)
    press(window, KEY.Key_C, BOTH)
    assert "by hand are not in it" in notice(window)
    window.session.undo_stack.undo()
    press(window, KEY.Key_C, BOTH)
    assert "by hand" not in notice(window)


# -- trained weights -------------------------------------------------------------------------


def learned(window):
    """Train a little, and return the snapshot training stands at."""
    window.session.play(7)
    return until(lambda: settled(window.session) and at_rest(window.session))


def test_saved_with_its_weights_it_goes_on_where_it_was(window, tmp_path):
    before = learned(window)
    window.file.save_to(tmp_path / "mine.npstate")
    until(lambda: "with the trained weights" in notice(window))
    assert not window.isWindowModified()
    window.session.step()
    after = at_rest(window.session)
    window.file.new()
    window.file.open(tmp_path / "mine.npstate")
    again = at_rest(window.session)
    assert (again.epoch, again.metrics) == (before.epoch, before.metrics)
    assert window.session.experiment == SMALL
    assert "mine.npstate" in window.windowTitle()
    window.session.step()
    assert at_rest(window.session).metrics == after.metrics


@pytest.mark.parametrize("way", ["saved", "opened"])
def test_what_was_learned_since_the_weights_were_kept_is_asked_for(window, tmp_path, way):
    path = tmp_path / "mine.npstate"
    learned(window)
    window.file.save_to(path)
    until(lambda: "with the trained weights" in notice(window))
    if way == "opened":
        window.file.new()
        window.file.open(path)
        at_rest(window.session)
    assert not window.isWindowModified()
    window.session.step()
    at_rest(window.session)
    assert window.isWindowModified()
    press(window, KEY.Key_N, CTRL)
    answer(window, "save")
    until(lambda: window.session.experiment == Experiment())
    at_rest(window.session)
    assert not window.isWindowModified()
    assert load_state_document(path)[1].facts["epoch"] == 8
    window.session.step()
    at_rest(window.session)
    assert not window.isWindowModified()  # no weights were asked to be kept


def test_weights_that_were_opened_and_not_trained_are_left_without_a_question(window, tmp_path):
    learned(window)
    window.file.save_to(tmp_path / "mine.npstate")
    until(lambda: "with the trained weights" in notice(window))
    window.session.reset()
    at_rest(window.session)
    press(window, KEY.Key_N, CTRL)
    assert question(window) is None
    assert window.session.experiment == Experiment()


def test_reset_of_restored_weights_is_the_very_first_start(window, tmp_path):
    first = at_rest(window.session).metrics
    learned(window)
    window.file.save_to(tmp_path / "mine.npstate")
    until((tmp_path / "mine.npstate").exists)
    window.file.open(tmp_path / "mine.npstate")
    window.session.reset()
    snapshot = at_rest(window.session)
    assert (snapshot.epoch, snapshot.metrics) == (0, first)


def test_weights_are_saved_before_what_was_asked_for_is_done(window, monkeypatch, tmp_path):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "a"), "(*.npstate)"))
    change(window)
    press(window, KEY.Key_N, CTRL)
    answer(window, "save")
    until(lambda: window.session.experiment == Experiment())
    assert load_state_document(tmp_path / "a.npstate")[0].experiment.seed == 5


def test_weights_that_are_damaged_are_told(window, tmp_path):
    for content in [b"", b"PK", b"PK\x03\x04" + bytes(200), b"hello", b"{}"]:
        window.notices.clear()
        (tmp_path / "bad.npstate").write_bytes(content)
        assert drop(window, tmp_path / "bad.npstate")
        assert "not the state of a training" in notice(window)
        assert window.session.experiment == SMALL


def test_a_state_file_that_is_cut_anywhere_is_refused(tmp_path):
    whole = Trainer(SMALL).state().to_bytes()
    for length in range(0, len(whole), 97):
        (tmp_path / "cut.npstate").write_bytes(whole[:length])
        with pytest.raises(FileError, match=r"cut\.npstate"):
            load_state_document(tmp_path / "cut.npstate")


@pytest.mark.parametrize("what", ["weights", "order", "more"])
def test_a_state_that_does_not_fit_its_experiment_changes_nothing(window, tmp_path, what):
    """It is refused in one line, before the title, the experiment or the weights are others."""
    state = Trainer(Experiment()).state()
    arrays = dict(state.arrays)
    if what == "weights":
        arrays["parameters"] = arrays["parameters"][:-1]
    elif what == "order":
        arrays["order"] = np.zeros_like(arrays["order"])
    else:
        del arrays["good"]
    path = tmp_path / "odd.npstate"
    path.write_bytes(State(state.facts, arrays).to_bytes())
    learned(window)
    before, title = at_rest(window.session), window.windowTitle()
    window.file.open(path)
    assert notice(window).startswith(f"{path}: the state")
    assert (window.windowTitle(), window.session.experiment) == (title, SMALL)
    window.session.step()
    assert at_rest(window.session).epoch == before.epoch + 1
    assert window.documents.recent == []


@pytest.mark.parametrize("kind", ["set", "freeze", "silence"])
def test_who_saves_without_weights_that_were_changed_by_hand_is_told(window, tmp_path, kind):
    session = window.session
    if kind == "set":
        session.by_hand.set_parameter(0, 1, 0, 2.5, 0.0)
    else:
        session.by_hand.set_mask(kind, 0, 1, None, True)
    window.file.save_to(tmp_path / "a.json")
    assert "by hand are not in it" in notice(window)
    window.file.save_to(tmp_path / "a.npstate")
    until(lambda: notice(window) == texts.SAVED_WEIGHTS(file="a.npstate"))
    session.undo_stack.undo()
    window.file.save_to(tmp_path / "a.json")
    assert notice(window) == texts.SAVED(file="a.json")


def test_the_weights_of_a_large_network_are_read_and_written_beside_the_windows_thread(
    window, tmp_path, monkeypatch
):
    """What is open stays until they are read; a file that is no state changes nothing."""
    threads = []

    def note(real):
        def noted(*arguments):
            threads.append(threading.current_thread())
            return real(*arguments)

        return noted

    for name in ("load_state_document", "write_atomically"):
        monkeypatch.setattr(open_file, name, note(getattr(open_file, name)))
    monkeypatch.setattr(open_file, "LARGE", 0)
    path = tmp_path / "trained.npstate"
    window.session.play(3)
    at_rest(window.session)
    window.file.save_to(path)
    until(lambda: window.file.path == path)
    window.file.new()
    at_rest(window.session)
    window.file.open(path)
    assert window.session.experiment == Experiment()
    assert "trained.npstate" in notice(window)
    until(lambda: window.file.path == path)
    assert at_rest(window.session).epoch == 3
    assert len(threads) == 2
    assert threading.main_thread() not in threads
    bad = tmp_path / "bad.npstate"
    bad.write_bytes(path.read_bytes()[:500])
    window.file.open(bad)
    until(lambda: "bad.npstate" in notice(window) and "Reading" not in notice(window))
    assert window.file.path == path


def test_a_place_of_the_stack_that_is_gone_is_its_end():
    stack = QUndoStack()
    commands = [QUndoCommand() for _ in range(3)]
    for one in commands:
        stack.push(one)
    stack.setIndex(1)
    commands[2].setObsolete(True)  # as a step of training that cannot be made again
    _go_to(stack, 3)
    assert (stack.index(), stack.count()) == (2, 2)
