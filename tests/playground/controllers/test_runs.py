"""The Runs view of a window: the table of what is kept, and what is done with it."""

import threading
from dataclasses import replace

import pytest
from hands import PATIENCE, SMALL, at_rest, click, control, notice, press, trained, until
from kept_runs import run
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine import TrainSpec
from playground.classroom.choice import Classroom
from playground.controllers.runs import BEYOND
from playground.files.run_library import LibraryError
from playground.widgets.runs.lines import Line

KEY = Qt.Key


def adam(k):
    return replace(SMALL, seed=k, training=TrainSpec(optimizer="adam"))


@pytest.fixture
def library(window):
    """A library of four runs, two of which are a group."""
    library = window.session.keeping.library
    library.put(run(1, experiment=SMALL, name="First", test_loss=0.3))
    library.put(run(2, experiment=adam(1), test_loss=0.2, group="g", worked=True))
    library.put(run(3, experiment=adam(2), test_loss=0.1, group="g", worked=False))
    library.put(run(4, experiment=SMALL, note="too slow", test_loss=0.4, starred=True))
    return library


@pytest.fixture
def table(window, library):  # noqa: ARG001 - it has to be filled
    """The table of these runs."""
    press(window, KEY.Key_F4)
    table = window.runs.table
    until(lambda: len(table.runs.lines) == 5 and all(map(table.runs.shown, range(5))))
    return table


def titles(table):
    return [table.runs.index(k, 2).data() for k in range(table.runs.rowCount())]


def choose(table, *rows):
    for n, k in enumerate(rows):
        modifier = Qt.KeyboardModifier.ControlModifier if n else Qt.KeyboardModifier.NoModifier
        place = table.visualRect(table.runs.index(k, 4)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def test_all_runs_are_there_with_groups_the_newest_first(window, table):
    assert titles(table) == ["Gaussian, 4–3", "2 starts", "Gaussian, 4–3", "Gaussian, 4–3", "First"]
    assert [line.key for line in table.runs.lines] == ["run-4", "run-3", "run-3", "run-2", "run-1"]
    assert window.runs.panel.count.text() == "4 runs"
    differing = ["seed", "training.optimizer"]
    until(lambda: [one.name for one in table.runs.columns][8:10] == differing)


def test_a_group_says_which_of_its_starts_a_figure_is_from(table):
    group = next(k for k in range(5) if titles(table)[k] == "2 starts")
    tips = {
        column.name: table.runs.index(group, k).data(Qt.ItemDataRole.ToolTipRole)
        for k, column in enumerate(table.runs.columns)
    }
    assert tips["test_loss"] == "0.1000\nThe lowest of these starts."
    assert tips["epoch"].endswith("The longest of these starts.")
    assert tips["began"].count("\n") == 0


def test_without_runs_it_is_said_what_will_be_there(window):
    press(window, KEY.Key_F4)
    empty = window.runs.panel.empty
    until(lambda: "appear here as you train" in empty.text())
    assert empty.isVisible()
    assert not window.runs.table.isVisible()


def test_a_run_appears_as_it_is_trained(window):
    press(window, KEY.Key_F4)
    window.session.play()
    trained(window.session, 3)
    window.session.pause()
    at_rest(window.session)
    table = window.runs.table
    until(lambda: titles(table) == ["Gaussian, 4–3"])
    until(lambda: table.runs.in_hand == table.runs.lines[0].key)


@pytest.mark.parametrize(
    ("words", "there"),
    [("first", ["run-1"]), ("adam", ["run-3", "run-3", "run-2"]), ("too slow", ["run-4"]), ("no such", [])],
)
def test_words_filter_by_name_note_and_settings(window, table, words, there):
    control(window, "runs.filter").setFocus()
    QTest.keyClicks(control(window, "runs.filter"), words)
    until(lambda: [line.key for line in table.runs.lines] == there)
    assert window.runs.panel.empty.isVisible() == (not there)
    control(window, "runs.filter").clear()
    until(lambda: len(table.runs.lines) == 5)


def test_only_runs_with_a_star(window, table):
    click(window, "runs.only_starred")
    until(lambda: [line.key for line in table.runs.lines] == ["run-4"])
    assert window.runs.panel.count.text() == "1 of 4 runs"


def test_a_heading_sorts_and_sorts_the_other_way(window, table):
    header = table.horizontalHeader()
    place = header.sectionViewportPosition(4) + 10  # the test loss
    for keys in (
        ["run-3", "run-3", "run-2", "run-1", "run-4"],
        ["run-4", "run-1", "run-2", "run-2", "run-3"],
    ):
        QTest.mouseClick(
            header.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            header.rect().topLeft() + type(header.pos())(place, 8),
        )
        until(lambda keys=keys: [line.key for line in table.runs.lines] == keys)
    window.runs.panel.sort.setCurrentText("newest first")
    until(lambda: table.runs.lines[0].key == "run-4")


def test_the_keys_of_the_table_are_no_commands_of_the_window(window, table):
    choose(table, 1)
    table.setFocus()
    steps = window.session.snapshot.steps
    press(window, KEY.Key_Left)
    until(lambda: len(table.runs.lines) == 3)
    assert table.selected == [Line("run-3", "g", ("run-3", "run-2"))]
    press(window, KEY.Key_Right)
    until(lambda: len(table.runs.lines) == 5)
    press(window, KEY.Key_Return)
    until(lambda: len(table.runs.lines) == 3)
    assert at_rest(window.session).steps == steps


def test_a_star_is_given_by_key_by_click_and_by_its_box(window, table, library):
    def starred():
        return [row.starred for row in library.rows(["run-1"])] == [True]

    choose(table, 4)
    table.setFocus()
    press(window, KEY.Key_Asterisk)
    until(starred)
    click(window, "runs.star")
    until(lambda: not starred())
    place = table.visualRect(table.runs.index(4, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    until(starred)


def test_a_star_that_is_still_to_be_written_stays_whatever_is_listed_meanwhile(
    window, table, library, monkeypatch
):
    written, update = threading.Event(), library.update
    monkeypatch.setattr(
        library, "update", lambda *run, **star: (written.wait(PATIENCE), update(*run, **star))
    )
    choose(table, 4)
    table.setFocus()
    press(window, KEY.Key_Asterisk)
    library.put(run(5, experiment=SMALL))  # as another program does
    window.runs.refresh()
    until(lambda: len(table.runs.lines) == 6)
    until(lambda: not window.runs._listing.busy and not window.runs._reading.busy)
    assert table.runs.shown(5).row.starred
    written.set()
    until(lambda: table.runs.shown(0) is not None)
    assert table.runs.shown(5).row.starred
    assert library.rows(["run-1"])[0].starred


def test_a_name_and_a_note_are_kept_with_the_run_that_they_were_typed_for(window, table, library):
    choose(table, 4)
    until(lambda: control(window, "runs.name").text() == "First")
    control(window, "runs.name").selectAll()
    QTest.keyClicks(control(window, "runs.name"), "Slow")
    control(window, "runs.note").setFocus()
    QTest.keyClicks(control(window, "runs.note"), "as I thought")
    choose(table, 0)  # at once
    until(lambda: [(row.name, row.note) for row in library.rows(["run-1"])] == [("Slow", "as I thought")])
    until(lambda: control(window, "runs.note").toPlainText() == "too slow")
    until(lambda: titles(table)[4] == "Slow")
    assert [row.note for row in library.rows(["run-4"])] == ["too slow"]


def test_names_notes_and_stars_are_undone_and_made_again(window, table, library):
    stack, (name, note) = (
        window.session.undo_stack,
        (control(window, f"runs.{one}") for one in ("name", "note")),
    )

    def kept(*has):
        return [(row.name, row.note, row.starred) for row in library.rows(["run-1"])] == [has]

    choose(table, 4)
    until(lambda: name.text() == "First")
    name.selectAll()
    for part in ("Slow", "er"):  # one step of undo, however long one thinks between
        QTest.keyClicks(name, part)
        window.runs.details.commit()
    note.setFocus()
    QTest.keyClicks(note, "as I thought")
    table.setFocus()
    press(window, KEY.Key_Asterisk)
    until(lambda: kept("Slower", "as I thought", True))
    assert [stack.text(k) for k in range(stack.count())] == ["name of run", "note on run", "star"]
    assert stack.isClean()
    for has in (("Slower", "as I thought", False), ("Slower", "", False), ("First", "", False)):
        stack.undo()
        until(lambda has=has: kept(*has))
        assert (name.text(), note.toPlainText()) == has[:2]
    until(lambda: titles(table)[4] == "First")
    while stack.canRedo():
        stack.redo()
    until(lambda: kept("Slower", "as I thought", True))
    choose(table, 0)  # nothing of it is told once more
    assert (stack.count(), stack.index()) == (3, 3)


def test_what_undo_brings_back_is_in_the_field_that_has_the_keys(window, table, library):
    name, stack = control(window, "runs.name"), window.session.undo_stack
    choose(table, 4)
    until(lambda: name.text() == "First")
    name.setFocus()
    name.selectAll()
    QTest.keyClicks(name, "Slow")
    window.runs.details.commit()
    stack.undo()
    assert name.text() == "First"
    table.setFocus()
    assert (stack.index(), stack.count()) == (0, 1)
    until(lambda: [row.name for row in library.rows(["run-1"])] == ["First"])


def test_a_star_given_and_taken_leaves_nothing_to_undo(window, table, library):
    choose(table, 4)
    until(lambda: control(window, "runs.star").isEnabled())
    for _ in range(2):
        click(window, "runs.star")
    assert window.session.undo_stack.count() == 0
    until(lambda: [row.starred for row in library.rows(["run-1"])] == [False])


def test_what_is_deleted_is_gone_until_it_is_undone(window, table, library):
    choose(table, 0, 1)  # a run, and a group
    table.setFocus()
    press(window, KEY.Key_Delete)
    until(lambda: [line.key for line in table.runs.lines] == ["run-1"])
    assert notice(window) == "3 runs deleted. Undo brings them back."
    window.session.undo_stack.undo()
    until(lambda: len(table.runs.lines) == 5)
    window.session.undo_stack.redo()
    until(lambda: len(library.find()) == 1)


def test_what_is_pinned_can_be_unpinned_by_the_same_button(window):
    window.session.play()
    trained(window.session, 4)
    window.session.pause()
    at_rest(window.session)
    press(window, KEY.Key_F4)
    table, button = window.runs.table, control(window, "runs.pin")
    until(lambda: table.runs.lines and table.runs.shown(0))
    choose(table, 0)
    assert button.text() == "Pin curves"
    click(window, "runs.pin")
    until(lambda: table.runs.pinned)
    assert (button.text(), button.accessibleName()) == ("Unpin", "Unpin curves")
    click(window, "runs.pin")
    assert not table.runs.pinned
    assert button.text() == "Pin curves"


def test_a_class_may_not_be_able_to(window, table, library):
    window.session.gate.show(Classroom(locked={"runs.delete", "runs.notes", "runs.open"}))
    choose(table, 4)
    table.setFocus()
    for key in (KEY.Key_Delete, KEY.Key_Asterisk, KEY.Key_Return):
        press(window, key)
    assert len(library.find()) == 4
    assert not library.rows(["run-1"])[0].starred
    assert not window.session.undo_stack.count()


def test_a_library_that_cannot_be_read_is_one_clear_line(window, monkeypatch):
    def broken(*_):
        raise LibraryError("The library of runs cannot be used: it is damaged", "it is damaged")

    monkeypatch.setattr(window.session.keeping.library, "version", broken)
    press(window, KEY.Key_F4)
    until(lambda: "it is damaged" in notice(window))


def test_a_run_is_opened_as_it_was_and_undo_goes_back(window):
    session = window.session
    session.play()
    trained(session, 5)
    session.pause()
    before = at_rest(session)
    session.new_start()
    session.play()
    trained(session, 2)
    session.pause()
    after = at_rest(session)
    press(window, KEY.Key_F4)
    table = window.runs.table
    until(lambda: any(line.key == before.key for line in table.runs.lines))
    row = table.runs.row_of(before.key)
    until(lambda: table.runs.shown(row) is not None)
    choose(table, row)
    table.setFocus()
    press(window, KEY.Key_Return)
    until(lambda: at_rest(session).epoch == before.epoch)
    assert session.experiment == before.experiment
    assert session.snapshot.metrics == before.metrics
    session.undo_stack.undo()
    until(lambda: at_rest(session).epoch == after.epoch)
    assert session.experiment == after.experiment


def test_nothing_is_looked_up_while_the_view_is_not_in_sight(window, table, monkeypatch):
    press(window, KEY.Key_F2)
    assert not window.runs._looking.isActive()
    monkeypatch.setattr(window.session.keeping.library, "find", None)
    window.runs._look()
    assert len(table.runs.lines) == 5


def test_no_more_is_read_than_is_in_sight_and_near_to_it(window, monkeypatch):
    library = window.session.keeping.library
    for k in range(200):
        library.put(run(k))
    asked = []
    monkeypatch.setattr(library, "rows", lambda keys, rows=library.rows: (asked.extend(keys), rows(keys))[1])
    press(window, KEY.Key_F4)
    table = window.runs.table
    until(lambda: len(table.runs.lines) == 200 and table.runs.shown(0) is not None)
    in_sight = table.in_sight[1] + 1
    assert 5 < in_sight < 30
    assert len(set(asked)) <= in_sight + BEYOND
    table.scrollToBottom()
    until(lambda: table.runs.shown(199) is not None)
    assert len(set(asked)) <= 2 * in_sight + 3 * BEYOND


def test_a_run_that_a_newer_version_has_kept_is_said(window, monkeypatch):
    library = window.session.keeping.library
    library.put(run(1))
    monkeypatch.setattr(library, "rows", lambda _: [])
    press(window, KEY.Key_F4)
    until(lambda: titles(window.runs.table) == ["made by a newer version"])
    choose(window.runs.table, 0)
    assert not control(window, "runs.open").isEnabled()
