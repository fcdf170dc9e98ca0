"""Columns of the table that points came from are chosen again, without the file."""

from dataclasses import replace

import pytest
from hands import SMALL, at_rest, bring_to_front, choose, click, control, csv_dialog_of, notice, press
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from engine import DataSpec
from playground.texts import data as texts
from playground.texts import tables

KEY, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TABLE = "a\tb\tc\tkind\n" + "".join(
    f"{k}.5\t{k % 3}.25\t{-k}.75\t{'red' if k % 2 else 'blue'}\n" for k in range(8)
)


@pytest.fixture
def imported(window):
    """A window with points of a table."""
    paste(window, TABLE)
    click(csv_dialog_of(window), "csv.import")
    at_rest(window.session)
    bring_to_front(window)
    return window


def paste(window, text):
    QGuiApplication.clipboard().setText(text)
    press(window, KEY.Key_V, CTRL)


def columns(window):
    return window.session.experiment.data.column_names


def again(window):
    """The dialog, by its keys."""
    press(window, KEY.Key_T, CTRL | SHIFT)
    return csv_dialog_of(window)


def test_columns_are_chosen_again_and_undo_brings_the_first_ones_back(imported):
    window = imported
    assert columns(window) == ("a", "b", "kind")
    dialog = again(window)
    assert control(dialog, "csv.x1").currentText() == "a"
    choose(dialog, "csv.x2", "c")
    click(dialog, "csv.import")
    at_rest(window.session)
    assert columns(window) == ("a", "c", "kind")
    assert window.session.experiment.data.points[1] == (1.5, -1.75, 1.0)
    bring_to_front(window)
    dialog = again(window)
    assert control(dialog, "csv.x2").currentText() == "c"  # as it was chosen last
    click(dialog, "csv.cancel")
    bring_to_front(window)
    press(window, KEY.Key_Z, CTRL)
    assert columns(window) == ("a", "b", "kind")
    assert control(window, "data.columns").isEnabled()


def test_what_else_was_changed_meanwhile_stays(imported):
    window = imported
    assert window.session.edit("data.test_fraction", "data", test_fraction=0.25)
    click(window, "data.columns")
    dialog = csv_dialog_of(window)
    choose(dialog, "csv.label", "c")
    choose(dialog, "csv.kind", "a value")
    click(dialog, "csv.import")
    data = window.session.experiment.data
    assert (data.labels, data.test_fraction, data.class_names) == ("values", 0.25, ())


def test_points_that_were_changed_since_are_replaced_and_it_is_said(imported):
    window = imported
    data = window.session.experiment.data
    moved = replace(data, points=((9.0, 9.0, 0.0), *data.points[1:]))
    assert window.session.edit_points(moved, "edit a point")
    dialog = again(window)
    assert tables.EDITED() in control(dialog, "csv.notes").text()
    click(dialog, "csv.import")
    assert window.session.experiment.data.points == data.points


def test_added_points_are_chosen_again_beside_the_others(imported):
    window = imported
    paste(window, "p\tq\tr\tkind\n1\t2\t3\tgreen\n4\t5\t6\tred\n")
    dialog = csv_dialog_of(window)
    click(dialog, "csv.add")
    click(dialog, "csv.import")
    at_rest(window.session)
    bring_to_front(window)
    assert len(window.session.experiment.data.points) == 10
    dialog = again(window)
    assert control(dialog, "csv.add").isChecked()
    choose(dialog, "csv.x1", "r")
    click(dialog, "csv.import")
    data = window.session.experiment.data
    assert len(data.points) == 10
    assert data.points[8:] == ((3.0, 2.0, 2.0), (6.0, 5.0, 1.0))
    assert data.class_names == ("blue", "red", "green")


@pytest.mark.parametrize("way", ["another file", "another data set", "undone", "cleared"])
def test_where_the_points_are_others_it_says_why_it_cannot(imported, way):
    window = imported
    if way == "another file":
        window.session.open(SMALL)
    elif way == "undone":
        press(window, KEY.Key_Z, CTRL)
    elif way == "cleared":
        click(window, "data.clear")
    else:
        window.session.change(data=DataSpec(dataset="xor"))
    button = control(window, "data.columns")
    assert not button.isEnabled()
    assert texts.NO_LAST_TABLE() in button.toolTip()
    assert again(window) is None
    assert notice(window) == texts.NO_LAST_TABLE()


def test_a_button_has_its_words_and_a_place_beside_own_points(imported):
    button = control(imported, "data.columns")
    assert button.isVisible()
    assert button.accessibleName() == "Columns of the imported table"
