"""Autosave: whatever happens to the program, what was changed is there at the next start."""

import os
import random
import signal
import time
from collections import Counter, deque
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

import doomed
import pytest
from commands import run
from hands import SMALL, bring_to_front, control, notice, press, settled, type_in, until
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton
from shiboken6 import isValid

from engine import Trainer
from playground.classroom.choice import EVERYTHING, Classroom
from playground.controllers import autosaver
from playground.controllers.autosaver import Autosaver, time_text
from playground.files.atomic import FileError
from playground.files.autosave import Autosave
from playground.files.experiments import encode, load, load_state_document, save
from playground.texts import documents as texts
from playground.widgets.classroom.dialog import ClassDialog

KILLS = int(os.environ.get("KILLS", "50"))  # KILLS=100 before a release


def start(window, folder):
    return Autosaver(window, window.file, window.session, folder)


@pytest.fixture
def soon(monkeypatch):
    """What is changed is kept without a wait, which was this long, in milliseconds."""
    usual = autosaver.DELAY_MS
    monkeypatch.setattr(autosaver, "DELAY_MS", 5)
    return usual


def offer(window):
    return window.findChild(QMessageBox, "document.restore_offer")


def answer(window, name):
    box = until(lambda: offer(window))
    QTest.mouseClick(box.findChild(QPushButton, f"document.{name}"), Qt.MouseButton.LeftButton)
    until(lambda: not isValid(box))


class Killer:
    """Lets the program of `doomed.py` run for a while, kills it, and knows what it had said by then."""

    SPARES = 2  # started while another one lives: most of its life is spent on getting ready

    def __init__(self, folder):
        self._folder = folder
        self._spares = deque(doomed.started(folder) for _ in range(self.SPARES))

    def _hear(self, heard, word=""):
        """Hear it until it says a word, or anything."""
        while self._note(heard.recv()) != word and word:
            pass

    def _note(self, words):
        what, *rest = words
        self.said.setdefault(what, []).append(rest)
        return what

    def let_live(self, words, seconds, last=""):
        """Run it until it has said a last word, then so many others, and for so long; kill it."""
        process, heard, told = self._spares[0]
        self._hear(heard, "ready")
        self.said = {}
        told.send("live")
        if last:
            self._hear(heard, last)
        for _ in range(words):
            self._hear(heard)
        time.sleep(seconds)
        process.kill()
        with suppress(EOFError):
            while True:
                self._note(heard.recv())
        self._bury(*self._spares.popleft())
        self._spares.append(doomed.started(self._folder))

    def _bury(self, process, *lines):
        process.kill()
        process.join()
        for line in lines:
            line.close()
        assert process.exitcode == -signal.SIGKILL, "it ended by itself"

    def last(self, *words):
        """The largest number that was said after one of some words, −1 where there is none."""
        return max((rest[-1] for word in words for rest in self.said.get(word, ())), default=-1)

    said: ClassVar = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for one in self._spares:
            self._bury(*one)


@pytest.mark.timeout(600)  # it starts the program fifty times
@pytest.mark.skipif(os.name != "posix", reason="elsewhere only what is old is known to be left over")
def test_killed_at_any_moment_all_files_are_whole_and_nothing_kept_is_lost(tmp_path):
    rng, left, begun, counts = random.Random(3), None, -1, Counter()
    kept = tmp_path / "state" / "autosave-0.json"
    with Killer(tmp_path) as killer:
        for k in range(KILLS):
            # now and then it lives long enough to have saved weights
            killer.let_live(rng.randrange(10), rng.uniform(0.0, 0.02), "" if k % 10 else "stored")
            # what the one before had left was offered, and taken
            assert killer.said.get("restored", [[left]]) == [[left]]
            assert ("restored" in killer.said) == (left is not None) or "began" not in killer.said
            counts.update(killer.said.keys())
            files = {path.name: path for path in tmp_path.iterdir()}
            there = [doomed.number_of(load(kept))] if kept.exists() else []
            left = there[0] if there else None
            if "mine.json" in files:
                there.append(doomed.number_of(load(files["mine.json"])))
            if "mine.npstate" in files:
                (experiment, _), state = load_state_document(files["mine.npstate"])
                there.append(doomed.number_of(experiment))
                counts["trained"] += Trainer.restore(state).epoch > 0
            # all that it said to be kept or saved is there, and nothing it had not begun
            begun = max(begun, killer.last("began"))
            assert killer.last("kept", "saved", "restored") <= max(there, default=-1) <= begun
            half = [name for name in files if name.startswith(".")]
            assert len(half) <= 2  # one of each file; the next save of it takes it away
            # Qt makes one of those of its own while it takes the lock of a dead program away
            assert len([one for one in kept.parent.iterdir() if one.suffix != ".rmlock"]) <= 3
    assert min(counts[what] for what in ("kept", "saved", "restored", "trained")) >= 3


def test_a_change_is_kept_within_a_second_or_so_and_saving_ends_that(window, tmp_path, soon):
    assert soon == 1000
    start(window, tmp_path / "state")
    kept = tmp_path / "state" / "autosave-0.json"
    type_in(window, "data.seed", "5")
    assert until(lambda: kept.exists() and load(kept)) == window.session.experiment
    window.file.save_to(tmp_path / "mine.json")
    until(lambda: not kept.exists())


def test_what_was_left_is_offered_though_its_program_died_while_it_took_the_lock(window, tmp_path):
    save(replace(SMALL, seed=99), tmp_path / "autosave-0.json")
    (tmp_path / "autosave-0.lock").touch()
    start(window, tmp_path)
    answer(window, "restore")
    assert window.session.experiment.seed == 99


@pytest.mark.parametrize("reply", ["restore", "forget"])
def test_what_was_left_is_offered_and_not_touched_before(window, tmp_path, reply):
    kept = tmp_path / "autosave-0.json"
    save(replace(SMALL, seed=99), kept)
    start(window, tmp_path)
    assert kept.exists()
    answer(window, reply)
    until(lambda: settled(window.session))
    assert window.session.experiment.seed == (99 if reply == "restore" else 0)
    assert window.isWindowModified() == (reply == "restore")
    assert notice(window).startswith("Restored") == (reply == "restore")
    until(lambda: kept.exists() == (reply == "restore"))


def test_a_damaged_file_is_no_offer(window, tmp_path):
    (tmp_path / "autosave-0.json").write_text("{")
    start(window, tmp_path)
    assert offer(window) is None


def test_closed_without_saving_it_is_there_at_the_next_start(open_window, tmp_path):
    first = open_window(SMALL)
    start(first, tmp_path)
    type_in(first, "data.seed", "5")
    first.close()
    second = open_window(SMALL)
    start(second, tmp_path)
    answer(second, "restore")
    assert second.session.experiment.seed == 5


def next_start(open_window, window, folder):
    """Close a window as a person does, and start the program again."""
    window.close()
    opened = open_window(SMALL)
    start(opened, folder)
    return opened


def test_a_number_half_typed_when_the_window_closes_is_kept_too(open_window, tmp_path):
    first = open_window(SMALL)
    start(first, tmp_path)
    seed = control(first, "data.seed")
    seed.setFocus()
    seed.selectAll()
    QTest.keyClicks(seed, "41")
    second = next_start(open_window, first, tmp_path)
    answer(second, "restore")
    assert second.session.experiment.seed == 41


@pytest.mark.parametrize("way", ["saved", "undone", "untouched"])
def test_closed_with_nothing_unsaved_nothing_is_offered(open_window, tmp_path, way):
    first = open_window(SMALL)
    start(first, tmp_path / "state")
    if way != "untouched":
        type_in(first, "data.seed", "5")
        assert "[*]" in first.windowTitle()
        assert first.isWindowModified()
    if way == "saved":
        first.file.save_to(tmp_path / "mine.json")
    elif way == "undone":
        first.session.undo_stack.undo()
    assert not first.isWindowModified()
    second = next_start(open_window, first, tmp_path / "state")
    assert offer(second) is None
    assert not second.isWindowModified()


def test_what_is_restored_is_offered_until_it_is_saved_or_given_up(open_window, tmp_path):
    first = open_window(SMALL)
    start(first, tmp_path / "state")
    type_in(first, "data.seed", "5")
    second = next_start(open_window, first, tmp_path / "state")
    assert offer(second) is not None
    third = next_start(open_window, second, tmp_path / "state")  # left without an answer
    answer(third, "restore")
    assert third.windowTitle().startswith("untitled[*]")
    assert third.isWindowModified()
    fourth = next_start(open_window, third, tmp_path / "state")  # not saved
    answer(fourth, "restore")
    assert fourth.session.experiment.seed == 5
    fourth.file.save_to(tmp_path / "mine.json")
    assert not fourth.isWindowModified()
    fifth = next_start(open_window, fourth, tmp_path / "state")
    assert offer(fifth) is None
    type_in(fifth, "data.seed", "6")
    sixth = next_start(open_window, fifth, tmp_path / "state")
    answer(sixth, "forget")
    assert offer(next_start(open_window, sixth, tmp_path / "state")) is None


@pytest.mark.usefixtures("soon")
def test_two_programs_do_not_write_to_one_file(open_window, tmp_path):
    for seed in ("5", "6"):
        window = open_window(SMALL)
        start(window, tmp_path)
        type_in(window, "data.seed", seed)
    kept = [tmp_path / f"autosave-{i}.json" for i in (0, 1)]
    until(lambda: all(one.exists() for one in kept))
    assert [load(one).seed for one in kept] == [5, 6]


def leave(folder, *seeds):
    """Leave what programs that were killed had not saved."""
    for i, seed in enumerate(seeds):
        Autosave(folder / f"autosave-{i}.json").write(replace(SMALL, seed=seed))
        (folder / f"autosave-{i}.lock").touch()


def test_what_several_programs_left_is_offered_one_after_the_other(open_window, tmp_path):
    leave(tmp_path, 41, 42, 43)
    first = open_window(SMALL)
    start(first, tmp_path)
    answer(first, "forget")
    answer(first, "restore")
    assert first.session.experiment.seed == 42
    assert "next start" in offer(first).informativeText()
    answer(first, "later")
    assert first.session.experiment.seed == 42
    assert offer(first) is None
    second = next_start(open_window, first, tmp_path)
    assert not (tmp_path / "autosave-0.json").exists()
    answer(second, "forget")
    answer(second, "restore")
    assert second.session.experiment.seed == 43
    assert offer(second) is None


def test_to_restore_another_one_loses_nothing_of_the_first(open_window, tmp_path):
    leave(tmp_path, 41, 42)
    first = open_window(SMALL)
    start(first, tmp_path)
    for seed in (41, 42):
        answer(first, "restore")
        assert first.session.experiment.seed == seed
    first.session.edit("data.noise", "data", noise=0.3)
    second = next_start(open_window, first, tmp_path)
    left = [load(tmp_path / f"autosave-{i}.json") for i in (0, 1)]
    assert [(one.seed, one.data.noise) for one in left] == [(41, SMALL.data.noise), (42, 0.3)]
    for seed in (41, 42):
        answer(second, "restore")
        assert second.session.experiment.seed == seed


def test_what_a_program_that_runs_keeps_is_not_offered_to_another(open_window, tmp_path):
    leave(tmp_path, 41, 42)
    first, second = open_window(SMALL), open_window(SMALL)
    start(first, tmp_path)
    start(second, tmp_path)
    assert offer(second) is None
    first.close()
    third = open_window(SMALL)
    start(third, tmp_path)
    for _ in range(2):
        answer(third, "forget")
    assert not list(tmp_path.glob("*.json"))


def killed_with(open_window, folder, experiment, path, **more):
    """Start the program after one was killed that had a file open."""
    Autosave(folder / "autosave-0.json").write(experiment, EVERYTHING, path, **more)
    window = open_window(SMALL)
    start(window, folder)
    return window


def test_restored_it_is_the_file_that_was_open_and_is_saved_there(open_window, tmp_path):
    path = tmp_path / "my.json"
    first = open_window(SMALL)
    start(first, tmp_path / "state")
    first.file.save_to(path)
    type_in(first, "data.seed", "5")
    second = next_start(open_window, first, tmp_path / "state")
    said = until(lambda: offer(second)).text()
    assert said.startswith("Found unsaved changes to my.json (today, ")
    answer(second, "restore")
    assert second.windowTitle().startswith("my.json[*]")
    assert second.isWindowModified()
    assert load(path).seed == 0
    bring_to_front(second)
    press(second, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert load(path).seed == 5
    assert not second.isWindowModified()


def test_what_was_written_since_is_not_replaced_without_a_word(open_window, tmp_path):
    path = tmp_path / "my.json"
    save(SMALL, path)
    Autosave(tmp_path / "state" / "autosave-0.json").write(replace(SMALL, seed=5), EVERYTHING, path)
    os.utime(path, (time.time() + 60, time.time() + 60))
    window = open_window(SMALL)
    start(window, tmp_path / "state")
    assert "saved since" in offer(window).informativeText()
    answer(window, "forget")


@pytest.mark.parametrize("name", ["gone.json", "trained.npstate"])
def test_a_file_that_is_gone_or_holds_weights_is_not_written_over(open_window, tmp_path, name):
    path = tmp_path / name
    if path.suffix == ".npstate":
        path.write_bytes(b"weights")
    window = killed_with(open_window, tmp_path / "state", replace(SMALL, seed=5), path)
    assert name in offer(window).text()
    answer(window, "restore")
    assert window.windowTitle().startswith("untitled[*]")
    assert name in notice(window)
    assert window.session.experiment.seed == 5


def test_what_was_changed_by_hand_is_not_said_to_be_restored(open_window, tmp_path):
    first = open_window(SMALL)
    start(first, tmp_path)
    first.session.by_hand.set_mask("freeze", 0, 1, None, True)
    second = next_start(open_window, first, tmp_path)
    answer(second, "restore")
    assert notice(second) == texts.RESTORED_BUT_BY_HAND()


@pytest.mark.usefixtures("soon")
def test_a_choice_for_a_class_that_is_only_tried_is_not_kept(window, tmp_path):
    start(window, tmp_path)
    window.session.gate.choose(Classroom(locked={"data.noise"}))
    window.class_mode.choose()
    dialog = window.findChild(ClassDialog, "class")
    dialog.choose(Classroom(hidden={"data.noise"}))
    window.session.edit("data.seed", "experiment", seed=5)  # as a change that was under way
    kept = Autosave(tmp_path / "autosave-0.json")
    left = until(kept.read)
    assert (left.experiment.seed, left.classroom) == (5, Classroom(locked={"data.noise"}))
    dialog.accept()
    until(lambda: kept.read().classroom == Classroom(hidden={"data.noise"}))


def test_what_was_left_unsaved_when_an_example_was_opened_is_kept(open_window, tmp_path):
    path = tmp_path / "mine.json"
    save(SMALL, path)
    first = open_window(SMALL)
    start(first, tmp_path / "state")
    first.file.open(path)
    first.session.by_hand.set_mask("freeze", 0, 1, None, True)
    first.session.edit("data.seed", "experiment", seed=5)
    first.documents.open_example("spiral")
    second = next_start(open_window, first, tmp_path / "state")
    answer(second, "restore")
    assert second.session.experiment == replace(SMALL, seed=5)
    assert second.file.path == path
    assert notice(second) == texts.RESTORED_BUT_BY_HAND()
    assert second.isWindowModified()


def test_an_example_that_was_changed_is_kept_with_its_lesson(open_window, tmp_path):
    first = open_window(SMALL)
    start(first, tmp_path)
    first.session.by_hand.set_mask("freeze", 0, 1, None, True)
    first.documents.open_example("spiral")
    first.session.edit("data.seed", "experiment", seed=5)
    chosen = first.session.gate.chosen
    assert chosen.lesson
    second = next_start(open_window, first, tmp_path)
    answer(second, "restore")
    assert second.session.gate.chosen == chosen
    assert notice(second) == texts.RESTORED()  # the mask was of what was open before
    assert second.file.path is None


def test_an_example_alone_is_nothing_unsaved(open_window, tmp_path):
    first = open_window(SMALL)
    start(first, tmp_path)
    first.documents.open_example("spiral")
    first.close()
    assert Autosave(tmp_path / "autosave-0.json").read() is None


def test_a_time_is_told_as_people_say_it():
    now = datetime(2026, 3, 2, 9, 0).timestamp()
    for when, said in (
        (datetime(2026, 3, 2, 8, 5), "today, 8:05"),
        (datetime(2026, 3, 1, 23, 59), "yesterday, 23:59"),
        (datetime(2026, 2, 3, 14, 0), "3 February, 14:00"),
        (datetime(2025, 12, 31, 14, 0), "31 December 2025, 14:00"),
    ):
        assert time_text(when.timestamp(), now) == said
    assert [time_text(odd, now) for odd in (0.0, 1e300, float("nan"))] == [""] * 3


@pytest.mark.parametrize("beside", [[], {"path": 7, "written": "x"}, {"path": "a\0b", "written": -1e300}])
def test_what_stands_beside_an_experiment_is_read_with_care(open_window, tmp_path, beside):
    (tmp_path / "autosave-0.json").write_bytes(encode(replace(SMALL, seed=5), EVERYTHING, beside))
    window = open_window(SMALL)
    start(window, tmp_path)
    answer(window, "restore")
    assert window.session.experiment.seed == 5


def test_where_nothing_can_be_kept_it_is_said_once_and_work_goes_on(window, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError):
        Autosave(tmp_path / "file" / "a.json").write(SMALL)
    start(window, tmp_path / "file" / "folder")
    assert "not kept" in notice(window)
    assert control(window, "transport.play").isEnabled()


def test_the_program_keeps_what_is_changed_in_the_state_folder(tmp_path):
    """Run the program itself, change something, and end it without a chance to save."""
    code = (
        "import os\n"
        "from pathlib import Path\n"
        "from PySide6.QtCore import QTimer\n"
        "from playground import app\n"
        "real = app.create_window\n"
        "def create(*args):\n"
        "    window = real(*args)\n"
        "    timer = QTimer(window, interval=10)\n"
        "    def look():\n"
        "        if window.session.snapshot is not None:\n"
        "            window.session.edit('seed', 'experiment', seed=42)\n"
        "        if list(Path('state-home').rglob('autosave-0.json')):\n"
        "            os._exit(9)\n"
        "    timer.timeout.connect(look)\n"
        "    timer.start()\n"
        "    return window\n"
        "app.create_window = create\n"
        "app.run()\n"
    )
    home = {"XDG_STATE_HOME": str(tmp_path / "state-home")}
    assert run(cwd=tmp_path, code=code, env=home).returncode == 9
    (kept,) = (tmp_path / "state-home").rglob("autosave-0.json")
    assert load(kept).seed == 42
