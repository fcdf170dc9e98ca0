"""The table of points: typed, pasted, deleted."""

import sys
from dataclasses import replace

import pytest
from hands import SMALL, click, control, press, settled, trained, until
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from engine import MOST_POINTS, DataSpec
from playground.texts.tables import PASTED

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
POINTS = ((-3.0, -3.0, 0.0), (3.0, 3.0, 1.0), (0.1, 0.25, 1.0))
OWN = replace(SMALL, data=DataSpec(dataset="own", points=POINTS, test_fraction=0.0))


@pytest.fixture
def window(open_window):
    return open_window(OWN)


@pytest.fixture
def table(window):
    return opened(window)


def opened(window):
    """The table, opened by a click."""
    click(window, "data.table")
    dialog = window.own._table
    until(dialog.isActiveWindow)
    return dialog


def points(window):
    return window.session.experiment.data.points


def cells(table):
    model = table.model
    return [
        [model.data(model.index(row, k)) for k in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def select(table, row, column):
    """Click on a cell."""
    view = table.view
    view.scrollTo(table.model.index(row, column))
    place = view.visualRect(table.model.index(row, column)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert (view.currentIndex().row(), view.currentIndex().column()) == (row, column)


def type_into(table, row, column, text):
    """Click on a cell, type, and press Enter."""
    select(table, row, column)
    QTest.keyClicks(table.view, text[0])
    editor = table.focusWidget()
    QTest.keyClicks(editor, text[1:])
    QTest.keyClick(editor, KEY.Key_Return)
    until(table.view.hasFocus)  # the cell takes what was typed a little later


def paste(table, text):
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(table.view, KEY.Key_V, CTRL)


def test_it_shows_every_point_and_an_empty_row(table):
    assert cells(table) == [["-3", "-3", "0"], ["3", "3", "1"], ["0.1", "0.25", "1"], ["", "", ""]]
    assert table.windowTitle() == "3 points"


def test_a_number_is_typed_and_learned_at_once(window, table):
    window.session.play()
    trained(window.session, 3)
    run = window.session.snapshot.run
    type_into(table, 0, 0, "1.5")
    type_into(table, 0, 2, "1")
    assert points(window) == ((1.5, -3.0, 1.0), *POINTS[1:])
    until(lambda: settled(window.session))
    assert window.session.snapshot.run == run
    assert window.session.playing
    assert window.session.undo_stack.count() == 2


def test_a_new_point_is_typed_cell_by_cell(window, table):
    for column, text in enumerate(("2", "-1,5", "1")):
        assert points(window) == POINTS
        type_into(table, 3, column, text)
    assert points(window) == (*POINTS, (2.0, -1.5, 1.0))
    assert cells(table)[-1] == ["", "", ""]


def test_what_is_no_number_is_refused_in_one_line_and_the_cell_goes_back(window, table):
    for row, column, text, said in [
        (0, 0, "oops", "Row 1: x₁ must be a number from −1,000,000 to 1,000,000, not “oops”."),
        (1, 1, "1e9", "Row 2: x₂ must be a number"),
        (2, 2, "7", "Row 3: class must be a whole number from 0 to 5, not “7”."),
        (2, 2, "0.5", "Row 3: class must be a whole number"),
        (3, 0, "nan", "Row 4: x₁ must be a number"),
    ]:
        before = cells(table)
        type_into(table, row, column, text)
        assert table.message.text().startswith(said)
        assert points(window) == POINTS
        assert cells(table) == before
        type_into(table, 0, 0, "1")
        assert "must be" not in table.message.text()
        window.session.undo_stack.undo()


def test_letters_and_space_are_for_the_cell_not_for_the_window(window, table):
    select(table, 0, 0)
    for key in (KEY.Key_Space, KEY.Key_N, KEY.Key_R):
        QTest.keyClick(table.view, key)
        QTest.keyClick(table.focusWidget(), KEY.Key_Escape)
    assert not window.session.playing
    assert window.session.experiment == OWN


def test_cells_of_a_spreadsheet_are_pasted(window, table):
    for text in [
        "1\t2\t0\n3\t4\t1\n",
        "1;2;0\n3;4;1",
        "1,2,0\r\n3,4,1",
        "x\ty\tclass\n1\t2\t0\n3\t4\t1",
        "1,0\t2\t0\n3\t4,0\t1\n",
    ]:
        select(table, 3, 0)
        paste(table, text)
        assert points(window) == (*POINTS, (1.0, 2.0, 0.0), (3.0, 4.0, 1.0))
        assert table.message.text() == PASTED(n=2)
        assert window.session.undo_stack.count() == 1
        window.session.undo_stack.undo()


def test_pasted_cells_replace_those_they_lie_on(window, table):
    select(table, 1, 0)
    paste(table, "1\t2\n3\t4\n")
    assert points(window) == (POINTS[0], (1.0, 2.0, 1.0), (3.0, 4.0, 1.0))
    select(table, 0, 2)
    paste(table, "1\n0\n0\n")
    assert [y for *_, y in points(window)] == [1.0, 0.0, 0.0]


def test_of_what_cannot_be_pasted_nothing_is(window, table):
    for text, said in [
        ("1\t2\t0\n3\t4\toops\n", "Row 5: class must be"),
        ("1\t2\n3\t4\n", "Row 4 needs three numbers: class is missing."),
        ("", "is empty"),
        ("hello world and others", "must be a number"),
    ]:
        select(table, 3, 0)
        paste(table, text)
        assert said in table.message.text()
        assert points(window) == POINTS


def test_more_points_than_there_may_be_are_refused(window, table):
    select(table, 3, 0)
    paste(table, "1\t2\t0\n" * MOST_POINTS)
    until(lambda: "100,003 points; at most 100,000" in table.message.text())
    assert points(window) == POINTS


@pytest.mark.parametrize("way", ["key", "button"])
def test_rows_are_deleted_and_come_back(window, table, way):
    select(table, 1, 0)
    if way == "key":
        QTest.keyClick(table.view, KEY.Key_Delete)
    else:
        click(table, "table.delete")
    assert points(window) == (POINTS[0], POINTS[2])
    window.activateWindow()
    until(window.isActiveWindow)
    press(window, KEY.Key_Z, CTRL)
    assert points(window) == POINTS
    assert len(cells(table)) == 4


def test_rows_are_copied_to_the_bit(window, table):
    table.view.selectAll()
    QTest.keyClick(table.view, KEY.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "-3.0\t-3.0\t0\n3.0\t3.0\t1\n0.1\t0.25\t1\n"
    select(table, 3, 0)
    QTest.keyClick(table.view, KEY.Key_V, CTRL)
    assert points(window) == (*POINTS, *POINTS)


def test_what_changes_elsewhere_is_seen_in_the_table(window, table):
    window.session.change(data=replace(OWN.data, points=((1.0, 1.0, 1.0),)))
    assert cells(table) == [["1", "1", "1"], ["", "", ""]]
    window.session.change(data=replace(OWN.data, points=((1.0, 1.0, 1.0),), labels="values"))
    assert table.model.headerData(2, Qt.Orientation.Horizontal) == "value"


def test_a_generated_set_is_shown_and_becomes_own_points_by_an_edit(open_window):
    window = open_window(SMALL)
    table = opened(window)
    assert len(cells(table)) == SMALL.data.samples + 1
    assert window.session.experiment == SMALL
    type_into(table, 0, 0, "2.5")
    data = window.session.experiment.data
    assert (data.dataset, len(data.points), data.points[0][0]) == ("own", 60, 2.5)


def test_it_closes_by_escape_and_opens_again(window, table):
    QTest.keyClick(table.view, KEY.Key_Escape)
    assert not table.isVisible()
    window.activateWindow()
    until(window.isActiveWindow)
    press(window, KEY.Key_T, CTRL)
    assert table.isVisible()
    assert control(table, "table.close").accessibleName() == "Close"


# -- undo ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["keys", "buttons"])
def test_what_is_typed_is_undone_and_made_again_in_the_table_itself(window, table, way):
    assert not control(table, "table.redo").isEnabled()
    type_into(table, 0, 0, "2.5")
    changed = points(window)
    assert changed[0] == (2.5, -3.0, 0.0)
    if way == "keys":
        QTest.keyClick(table.view, KEY.Key_Z, CTRL)
    else:
        click(table, "table.undo")
    assert points(window) == POINTS
    assert cells(table)[0][0] == "-3"
    if way == "keys":
        QTest.keyClick(table.view, KEY.Key_Y, CTRL)
    else:
        click(table, "table.redo")
    assert points(window) == changed


def test_a_row_that_was_typed_by_tab_is_undone_while_the_next_cell_is_open(window, table):
    select(table, 3, 0)
    for text in ("1", "2", "1"):
        QTest.keyClicks(table.focusWidget(), text)
        QTest.keyClick(table.focusWidget(), KEY.Key_Tab)
    until(lambda: len(points(window)) == 4)
    QTest.keyClick(table.focusWidget(), KEY.Key_Z, CTRL)
    assert points(window) == POINTS


def test_what_is_being_typed_is_undone_in_the_cell_first(window, table):
    select(table, 0, 0)
    QTest.keyClicks(table.view, "7")
    QTest.keyClicks(table.focusWidget(), "8")
    QTest.keyClick(table.focusWidget(), KEY.Key_Z, CTRL)
    assert points(window) == POINTS
    assert table.focusWidget().text() != "78"


def test_copying_and_deleting_everything_asks_for_no_cell(window, table, monkeypatch):
    """Thousands of rows are copied as blocks; only what is in sight is ever asked for cell by cell."""
    table.view.selectAll()
    asked = []
    monkeypatch.setattr(type(table.view), "selectedIndexes", lambda *_: asked.append("indexes") or [])
    monkeypatch.setattr(type(table.model), "text", lambda *_, **__: asked.append("text") or "")
    table.copy()
    assert QGuiApplication.clipboard().text().count("\n") == len(POINTS)
    table.delete()
    assert points(window) == ()
    assert not asked


def test_painting_asks_for_what_is_in_sight_however_much_is_selected(window, table):
    asked = {}
    for rows in (300, 3_000):
        some = tuple((0.01 * k % 6, 1.0, 0.0) for k in range(rows))
        window.session.change(data=replace(OWN.data, points=some))
        until(lambda: settled(window.session))
        table.view.selectAll()
        asked[rows] = calls_of(type(table.model).flags, table.view.grab)
    assert asked[300] == asked[3_000]


def calls_of(function, act):
    """Return how often a function is called while something is done, also by Qt."""
    calls = []

    def note(frame, event, _):
        if event == "call" and frame.f_code is function.__code__:
            calls.append(frame)

    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(None)
    return len(calls)


def test_many_rows_are_pasted_and_copied_beside_the_window(window, table):
    count = 20_000
    select(table, 3, 0)
    paste(table, "".join(f"{k % 12}\t{k % 7}\t{k % 2}\n" for k in range(count)))
    assert points(window) == POINTS
    until(lambda: len(points(window)) == count + 3)
    assert points(window)[-1] == ((count - 1) % 12, (count - 1) % 7, (count - 1) % 2)
    assert "20,000 rows pasted" in table.message.text()
    table.view.selectAll()
    table.copy()
    until(lambda: QGuiApplication.clipboard().text().count("\n") == count + 3)


def test_rows_that_are_being_read_do_not_undo_what_is_typed_meanwhile(window, table):
    select(table, 3, 0)
    paste(table, "1\t2\t0\n" * 20_000)
    table.model.setData(table.model.index(0, 0), "2.5")
    until(lambda: "paste again" in table.message.text())
    assert points(window) == ((2.5, *POINTS[0][1:]), *POINTS[1:])
