"""A document is opened whole or not at all, and no file is replaced without a word."""

import os
from dataclasses import replace

import pytest
from hands import SMALL, at_rest, drag_event, notice, press, type_in, until
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton

from engine import DataSpec, Experiment, NetworkSpec, State, Trainer
from playground.classroom.choice import EVERYTHING, Classroom
from playground.controllers import open_file
from playground.controllers.autosaver import Autosaver
from playground.files import atomic
from playground.files.atomic import FileError
from playground.files.autosave import Autosave
from playground.files.experiments import load, save
from playground.files.identity import Identity
from playground.files.share import to_text
from playground.texts import documents as texts
from playground.worker.training import Training

CTRL = Qt.KeyboardModifier.ControlModifier
BOTH = CTRL | Qt.KeyboardModifier.ShiftModifier
FAR = DataSpec(dataset="own", points=((-1e6, 1.0, 0.0), (1e6, 2.0, 1.0), (3.0, 1.0, 0.0)))
# experiments that are in order, field by field, and that nobody can train
REFUSED = {
    "no number": Experiment(FAR, NetworkSpec(features=("x1", "=log(x1+7)"))),
    "infinite": Experiment(FAR, NetworkSpec(features=("x1", "=exp(x1)"))),
}
OTHER = replace(SMALL, seed=77)


@pytest.fixture
def mine(window, tmp_path):
    """A file that is open, unchanged, with the window that shows it."""
    path = tmp_path / "mine.json"
    window.file.save_to(path)
    at_rest(window.session)
    return path


def click_in(window, box, name):
    found = until(lambda: window.findChild(QMessageBox, f"document.{box}"))
    QTest.mouseClick(found.findChild(QPushButton, f"document.{name}"), Qt.MouseButton.LeftButton)
    until(lambda: window.findChild(QMessageBox, f"document.{box}") is None)


def state_of(window):
    """All that shows which document is open."""
    session = window.session
    return (
        window.windowTitle(), window.isWindowModified(), window.file.path, window.documents.recent,
        session.experiment, session.gate.chosen, session.undo_stack.count(), session.undo_stack.index(),
    )  # fmt: skip


# -- opening -------------------------------------------------------------------------------------


@pytest.mark.parametrize("experiment", REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_trained_changes_nothing_and_save_does_not_replace_it(
    window, mine, tmp_path, experiment
):
    bad = tmp_path / "bad.json"
    save(experiment, bad, Classroom(hidden={"data.noise"}))
    content = bad.read_bytes()
    type_in(window, "data.seed", "5")
    window.setFocus()
    before = state_of(window)
    window.file.open(bad)
    until(lambda: str(bad) in notice(window))
    at_rest(window.session)
    assert state_of(window) == before
    press(window, Qt.Key.Key_S, CTRL)
    assert load(mine).seed == 5
    assert bad.read_bytes() == content


@pytest.mark.parametrize("experiment", [REFUSED["no number"], REFUSED["infinite"]])
def test_a_state_file_that_cannot_be_trained_changes_nothing(window, tmp_path, experiment):
    good = Trainer(replace(experiment, network=replace(experiment.network, features=("x1", "x2"))))
    state = good.state()
    facts = {**state.facts, "experiment": {**state.facts["experiment"]}}
    facts["experiment"]["network"] = {
        **facts["experiment"]["network"],
        "features": experiment.network.features,
    }
    path = tmp_path / "bad.npstate"
    path.write_bytes(State(facts, state.arrays).to_bytes())
    before = state_of(window)
    window.file.open(path)
    until(lambda: str(path) in notice(window))
    assert state_of(window) == before


def test_what_the_worker_cannot_open_after_all_leaves_what_was_open(window, mine, tmp_path, monkeypatch):
    save(OTHER, tmp_path / "other.json", Classroom(hidden={"data.noise"}))

    def fail(*_arguments):
        raise MemoryError

    monkeypatch.setattr(Training, "_open", fail)
    window.file.open(tmp_path / "other.json")
    until(lambda: "could not be opened" in notice(window))
    assert (window.file.path, window.session.experiment) == (mine, SMALL)
    assert window.session.gate.chosen == EVERYTHING
    assert window.windowTitle().startswith("mine.json")
    monkeypatch.undo()
    press(window, Qt.Key.Key_S, CTRL)
    assert load(mine) == SMALL
    assert load(tmp_path / "other.json") == OTHER


def test_a_large_experiment_is_read_and_tried_beside_the_window(window, mine, tmp_path, monkeypatch):
    monkeypatch.setattr(open_file, "takes_long", lambda _: True)
    save(OTHER, tmp_path / "other.json")
    window.file.open(tmp_path / "other.json")
    assert window.session.experiment == SMALL
    assert window.file.path == mine
    until(lambda: window.file.path == tmp_path / "other.json")
    assert window.session.experiment == OTHER


def test_what_is_changed_while_a_file_is_being_read_is_not_lost(window, mine, tmp_path, monkeypatch):
    monkeypatch.setattr(open_file, "takes_long", lambda _: True)
    save(OTHER, tmp_path / "other.json")
    window.file.open(tmp_path / "other.json")
    window.session.edit("data.seed", "experiment", seed=5)
    until(lambda: notice(window) == texts.CHANGED_MEANWHILE(file="other.json"))
    assert (window.file.path, window.session.experiment.seed) == (mine, 5)
    window.file.open(tmp_path / "other.json")
    until(lambda: window.file.path == tmp_path / "other.json")


# -- an autosave ---------------------------------------------------------------------------------


def test_an_autosave_that_cannot_be_trained_is_told_and_set_aside(window, tmp_path):
    folder = tmp_path / "state"
    kept = Autosave(folder / "autosave-0.json")
    kept.write(REFUSED["no number"], EVERYTHING, tmp_path / "mine.json")
    content = kept.path.read_bytes()
    before = state_of(window)
    Autosaver(window, window.file, window.session, folder)
    click_in(window, "restore_offer", "restore")
    assert state_of(window) == before
    (aside,) = folder.glob("unreadable*")
    assert aside.read_bytes() == content
    assert aside.name in notice(window)
    window.close()
    assert aside.read_bytes() == content


@pytest.mark.parametrize("content", [b"{", b"", b"\0" * 100])
def test_an_autosave_that_cannot_be_read_is_told_and_set_aside(window, tmp_path, content):
    folder = tmp_path / "state"
    folder.mkdir()
    (folder / "autosave-0.json").write_bytes(content)
    Autosaver(window, window.file, window.session, folder)
    (aside,) = folder.glob("unreadable*")
    assert aside.read_bytes() == content
    assert aside.name in notice(window)
    window.session.edit("data.seed", "experiment", seed=5)
    window.close()
    assert load(folder / "autosave-0.json").seed == 5
    assert aside.read_bytes() == content


@pytest.mark.parametrize("content", [b"{", None])
def test_an_autosave_that_can_be_neither_used_nor_set_aside_stays(window, tmp_path, monkeypatch, content):
    folder = tmp_path / "state"
    kept = Autosave(folder / "autosave-0.json")
    kept.write(REFUSED["no number"])
    if content is not None:
        kept.path.write_bytes(content)
    content = kept.path.read_bytes()

    def fail(_):
        raise FileError("no room")

    monkeypatch.setattr(Autosave, "set_aside", fail)
    Autosaver(window, window.file, window.session, folder)
    if content != b"{":
        click_in(window, "restore_offer", "restore")
    assert "stay where they are" in notice(window)
    window.session.edit("data.seed", "experiment", seed=5)
    window.close()
    assert kept.path.read_bytes() == content
    assert 5 in [load(one).seed for one in folder.glob("*.json") if one != kept.path]


def test_what_was_restored_is_no_longer_changed_once_another_file_is_open(window, mine, tmp_path):
    folder = tmp_path / "state"
    Autosave(folder / "autosave-0.json").write(replace(SMALL, seed=5))
    Autosaver(window, window.file, window.session, folder)
    click_in(window, "restore_offer", "restore")
    assert window.isWindowModified()
    window.file.open(mine)
    assert not window.isWindowModified()


# -- changes that the worker refuses -------------------------------------------------------------


def test_a_refused_change_is_no_step_and_nothing_is_unsaved(window, tmp_path):
    window.session.apply(replace(SMALL, data=FAR), "points", "")
    at_rest(window.session)
    window.file.save_to(tmp_path / "far.json")
    before = state_of(window)
    assert not window.isWindowModified()
    window.session.edit("features.formula", "network", features=("x1", "=log(x1+7)"))
    until(lambda: "was not possible" in notice(window))
    at_rest(window.session)
    assert state_of(window) == before
    assert "not a number" in notice(window)
    assert "too large" not in notice(window)
    assert "Traceback" not in window.notices.text.toolTip()


@pytest.mark.parametrize("classroom", [EVERYTHING, Classroom(locked={"data.noise"})])
def test_an_experiment_that_is_pasted_and_refused_is_no_step(window, classroom):
    before = state_of(window)
    QGuiApplication.clipboard().setText(to_text(REFUSED["no number"], classroom))
    press(window, Qt.Key.Key_V, BOTH)
    until(lambda: "was not possible" in notice(window))
    at_rest(window.session)
    assert state_of(window) == before


def test_a_refused_change_does_not_stop_training(window):
    window.session.play()
    window.session.change(data=FAR, network=NetworkSpec(features=("=log(x1+7)",)))
    until(lambda: "was not possible" in notice(window))
    epoch = window.session.snapshot.epoch
    until(lambda: window.session.snapshot.epoch > epoch)
    assert window.session.playing


# -- a file that another program has written to ---------------------------------------------------


@pytest.fixture
def changed(window, mine):
    """A file that another program has saved since it was opened, with a change of one's own."""
    save(OTHER, mine)
    window.session.edit("data.seed", "experiment", seed=5)
    return mine


def test_saving_asks_before_it_replaces_what_another_program_saved(window, changed):
    press(window, Qt.Key.Key_S, CTRL)
    box = until(lambda: window.findChild(QMessageBox, "document.replaced"))
    assert box.text() == texts.REPLACE_CHANGED(file="mine.json")
    click_in(window, "replaced", "cancel")
    assert load(changed) == OTHER
    assert window.isWindowModified()
    window.file.save()
    click_in(window, "replaced", "replace")
    assert load(changed).seed == 5
    assert not window.isWindowModified()
    window.session.edit("data.seed", "experiment", seed=6)
    window.file.save()
    assert load(changed).seed == 6


def test_saved_elsewhere_the_other_programs_file_stays(window, changed, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "new.json"), ""))
    press(window, Qt.Key.Key_S, CTRL)
    click_in(window, "replaced", "save_as")
    assert (load(changed), load(tmp_path / "new.json").seed) == (OTHER, 5)
    assert window.file.path == tmp_path / "new.json"


@pytest.mark.parametrize("how", ["in place, as long", "same time", "another file", "opened", "weights"])
def test_any_other_contents_are_noticed(window, mine, tmp_path, how):
    path = mine
    if how == "opened":
        window.file.new()
        window.file.open(mine)
    if how == "weights":
        path = tmp_path / "mine.npstate"
        window.file.save_to(path)
        until(lambda: window.file.path == path and path.exists())
    at_rest(window.session)
    known = path.stat()
    content = path.read_bytes()
    other = content[:-9] + bytes([content[-9] ^ 1]) + content[-8:]
    if how == "another file":
        path.unlink()
    path.write_bytes(other)
    if how == "same time":
        os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))
    window.file.save()
    click_in(window, "replaced", "cancel")
    assert path.read_bytes() == other


@pytest.mark.parametrize("how", ["touched", "replaced by the same", "untouched"])
def test_the_same_contents_are_no_question(window, mine, how):
    content = mine.read_bytes()
    if how == "touched":
        os.utime(mine, (1.0, 1.0))
    elif how == "replaced by the same":
        mine.unlink()
        mine.write_bytes(content)
    window.session.edit("data.seed", "experiment", seed=5)
    window.file.save()
    assert load(mine).seed == 5


def test_a_file_that_is_gone_is_asked_for_as_well(window, mine):
    mine.unlink()
    window.session.edit("data.seed", "experiment", seed=5)
    window.file.save()
    box = until(lambda: window.findChild(QMessageBox, "document.replaced"))
    assert box.text() == texts.REPLACE_GONE(file="mine.json")
    click_in(window, "replaced", "replace")
    assert load(mine).seed == 5


@pytest.mark.parametrize("of", ["file", "folder"])
def test_a_link_that_leads_to_another_file_by_then_is_asked_for(window, tmp_path, of):
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
    save(SMALL, tmp_path / "here" / "mine.json")
    save(OTHER, tmp_path / "there" / "mine.json")
    link = tmp_path / ("link.json" if of == "file" else "link")
    inside = "mine.json" if of == "file" else ""
    link.symlink_to(tmp_path / "here" / inside)
    path = link if of == "file" else link / "mine.json"
    window.file.open(path)
    at_rest(window.session)
    link.unlink()
    link.symlink_to(tmp_path / "there" / inside)
    window.session.edit("data.seed", "experiment", seed=5)
    window.file.save()
    click_in(window, "replaced", "cancel")
    assert load(tmp_path / "there" / "mine.json") == OTHER


def test_two_windows_on_one_file(open_window, mine):
    second = open_window(SMALL)
    second.file.open(mine)
    at_rest(second.session)
    second.session.edit("data.seed", "experiment", seed=6)
    second.file.save()
    assert load(mine).seed == 6
    first = open_window(SMALL)
    first.file.known.note(mine, Identity("of before"))
    first.file.save_to(mine)
    click_in(first, "replaced", "cancel")
    assert load(mine).seed == 6


@pytest.mark.parametrize("other", [True, False])
def test_restored_after_a_crash_it_is_asked_too(open_window, tmp_path, other):
    path, folder = tmp_path / "mine.json", tmp_path / "state"
    save(SMALL, path)
    first = open_window(SMALL)
    Autosaver(first, first.file, first.session, folder)
    first.file.open(path)
    first.session.edit("data.seed", "experiment", seed=5)
    first.close()
    if other:
        save(OTHER, path)
    second = open_window(SMALL)
    Autosaver(second, second.file, second.session, folder)
    click_in(second, "restore_offer", "restore")
    second.file.save()
    if other:
        click_in(second, "replaced", "cancel")
    assert load(path).seed == (OTHER.seed if other else 5)


# -- saving beside the window ---------------------------------------------------------------------


def test_a_file_that_is_held_is_waited_for_beside_the_window(window, mine, monkeypatch):
    import threading

    real, held, threads = os.replace, [True], []

    def hold(*arguments):
        threads.append(threading.current_thread())
        if held:
            raise PermissionError(13, "Permission denied")
        real(*arguments)

    monkeypatch.setattr(atomic.os, "replace", hold)
    monkeypatch.setattr(atomic, "HELD_SECONDS", 1e9)
    monkeypatch.setattr(open_file, "BRIEF_SECONDS", 0.01)
    window.session.edit("data.seed", "experiment", seed=5)
    window.file.save()
    assert notice(window) == "Saving mine.json…"
    assert window.isWindowModified()
    window.session.play(1)
    at_rest(window.session)  # the window goes on meanwhile
    held.clear()
    until(lambda: not window.isWindowModified())
    assert load(mine).seed == 5
    assert threading.main_thread() not in threads


def test_what_is_changed_while_it_is_being_saved_stays_unsaved(window, mine, monkeypatch):
    monkeypatch.setattr(open_file, "BRIEF_SECONDS", 0.0)
    window.session.edit("data.seed", "experiment", seed=5)
    window.file.save()
    window.session.edit("data.noise", "data", noise=0.3)
    until(lambda: notice(window) == texts.SAVED(file="mine.json"))
    assert window.isWindowModified()
    assert load(mine).seed == 5


# -- names that are not Unicode -------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="elsewhere all names are Unicode")
def test_a_name_that_is_not_unicode_is_opened_saved_kept_and_remembered(open_window, tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9.json")
    shown = "caf\N{REPLACEMENT CHARACTER}.json"
    save(OTHER, path)
    first = open_window(SMALL)
    Autosaver(first, first.file, first.session, tmp_path / "state")
    first.file.open(path)
    assert notice(first) == texts.OPENED(file=shown)
    assert first.windowTitle().startswith(shown)
    first.session.edit("data.seed", "experiment", seed=5)
    first.file.save()
    assert load(path).seed == 5
    first.session.edit("data.seed", "experiment", seed=6)
    first.close()
    second = open_window(SMALL)
    assert second.documents.recent == [str(path)]
    Autosaver(second, second.file, second.session, tmp_path / "state")
    click_in(second, "restore_offer", "restore")
    assert (second.file.path, second.session.experiment.seed) == (path, 6)
    second.file.save()
    assert load(path).seed == 6
    second.documents.open_recent(str(path))
    assert second.session.experiment.seed == 6


@pytest.mark.skipif(os.name != "posix", reason="elsewhere all names are Unicode")
def test_a_name_that_is_not_unicode_is_dropped_on_the_window(window, tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9 %41.json")
    save(OTHER, path)
    data = QMimeData()
    data.setUrls([QUrl.fromEncoded(path.as_uri().encode())])
    for kind in (QDragEnterEvent, QDropEvent):
        QApplication.sendEvent(window, drag_event(kind, window.rect().center(), data))
    until(lambda: window.session.experiment == OTHER)
    assert window.file.path == path
