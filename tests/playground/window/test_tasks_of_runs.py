"""Tasks about the runs that are kept, done by hand in the window, each action counted."""

import pytest
from hands import SMALL, at_rest, control, trained, until
from person import KEY, Person
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest


@pytest.fixture
def person(open_window):
    """Someone before a window with an experiment that is soon learned."""
    return Person(open_window(SMALL))


def click_row(person, row):
    table = person.window.runs.table
    until(lambda: table.runs.shown(row) is not None)
    person.actions += 1
    place = table.visualRect(table.runs.index(row, 2)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def five_starts(person):
    """Train five starts of one experiment, one after the other."""
    session = person.window.session
    person.press(KEY.Key_Space)
    trained(session, 20)
    for _ in range(4):
        person.press(KEY.Key_W)
        trained(session, 20)
    person.press(KEY.Key_Space)
    at_rest(session)
    library = session.keeping.library
    until(lambda: len(library.find()) == 5)
    return library.rows([one.key for one in library.find()])


def test_five_starts_and_how_many_solved_it(person, within):
    rows = five_starts(person)
    person.press(KEY.Key_F4)
    table = person.window.runs.table
    until(lambda: len(table.runs.lines) == 6 and table.runs.shown(0) is not None)
    assert table.runs.index(0, 2).data() == "5 starts"
    solved = sum(row.test_accuracy >= 0.95 for row in rows)
    assert table.runs.index(0, 2).data(Qt.ItemDataRole.UserRole) == f"worked {solved} of 5"
    within("five starts, and how many of them solved it", 7)


def test_the_first_start_is_trained_on_with_a_name_and_a_note(person, within):
    rows = five_starts(person)
    person.press(KEY.Key_F4)
    table = person.window.runs.table
    until(lambda: len(table.runs.lines) == 6)
    click_row(person, 5)
    until(lambda: control(person.window, "runs.open").isEnabled())
    person.type_into(control(person.window, "runs.name"), "First")
    person.type_into(control(person.window, "runs.note"), "I expected the worst")
    person.click("runs.open")
    first = min(rows, key=lambda row: row.began)
    until(lambda: at_rest(person.window.session).epoch == first.epoch)
    assert person.window.session.experiment == first.experiment
    (row,) = until(lambda: [one for one in person.window.runs.library.rows([first.key]) if one.note])
    assert (row.name, row.note) == ("First", "I expected the worst")
    within("the first of five starts opened again, named, with a note", 11)
