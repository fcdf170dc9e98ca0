"""CSV files: opened, dropped, pasted, looked at before they are learned, and saved."""

import threading
from dataclasses import replace

import pytest
from hands import (
    SMALL,
    at_rest,
    bring_to_front,
    choose,
    click,
    control,
    drop,
    notice,
    press,
    settled,
    until,
)
from hands import (
    csv_dialog_of as dialog_of,
)
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog
from shiboken6 import isValid

from engine import MOST_POINTS, DataSpec
from playground.files import points_table, table
from playground.files.examples import TABLES
from playground.texts import tables as texts
from playground.widgets.controls import background
from playground.widgets.controls.scrolled import Whole
from playground.widgets.data import csv_summary

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
IRIS = "sepal,petal,species\n" + "".join(
    f"{5 + k % 7 / 3:.2f},{1 + k % 5 / 2:.2f},{('setosa', 'versicolor', 'virginica')[k % 3]}\n"
    for k in range(30)
)
BROKEN = IRIS + "oops,1,setosa\n1.5,,virginica\n"


@pytest.fixture
def file(tmp_path):
    """Write a file and return its path."""

    def write(text, name="iris.csv"):
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return write


def opened(window, path, monkeypatch):
    """The dialog, after Open CSV and a file."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    click(window, "data.open_csv")
    until(lambda: not window.own._background.busy)
    return dialog_of(window)


def pick(dialog, name, label):
    choose(dialog, name, label)


def points(window):
    return window.session.experiment.data.points


def test_a_file_is_opened_looked_at_and_learned(window, file, monkeypatch):
    dialog = opened(window, file(BROKEN), monkeypatch)
    assert control(dialog, "csv.separator").currentText() == "comma"
    assert control(dialog, "csv.header").isChecked()
    assert not control(dialog, "csv.standardise").isChecked()
    preview = control(dialog, "csv.preview")
    assert [preview.horizontalHeaderItem(k).text() for k in range(3)] == [
        "sepal → x₁",
        "petal → x₂",
        "species → label",
    ]
    assert preview.item(0, 2).text() == "setosa"
    assert "30 rows" in control(dialog, "csv.summary").text()
    assert "versicolor → class 1: 10" in control(dialog, "csv.summary").text()
    assert control(dialog, "csv.problems").toPlainText().splitlines() == [
        texts.NOT_FINITE(line=32, name="sepal", shown="oops"),
        texts.EMPTY_CELL(line=33, name="petal"),
    ]
    assert window.session.experiment == SMALL
    click(dialog, "csv.import")
    bring_to_front(window)
    assert len(points(window)) == 30
    assert at_rest(window.session).sizes[-1] == 3
    assert "30 points from iris.csv: setosa is class 0" in notice(window)
    assert texts.ROWS_LEFT_OUT(n=2) in notice(window)
    assert "outside the usual range" in notice(window)
    press(window, KEY.Key_Z, CTRL)
    assert window.session.experiment == SMALL


LONG_NAMES = "length of the sepal in cm,width of the petal in mm,name of the species\n1,2,a\n3,4,b\n5,60,a\n"
ONE_INPUT = "size,price\n" + "".join(f"{k}.5,{k * k}.25\n" for k in range(2, 12))


@pytest.mark.parametrize("text", [BROKEN, LONG_NAMES, ONE_INPUT])
def test_the_dialog_opens_as_wide_as_its_rows(window, file, monkeypatch, text):
    dialog = opened(window, file(text), monkeypatch)
    assert dialog.findChild(Whole).horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize(
    ("text", "name"), [(LONG_NAMES, "Standardise x₁ and x₂"), (ONE_INPUT, "Standardise x₁")]
)
def test_the_advice_calls_the_switch_by_its_name(window, file, monkeypatch, text, name):
    dialog = opened(window, file(text), monkeypatch)
    assert control(dialog, "csv.standardise").text() == f"{name} (mean 0, standard deviation 1)"
    assert f"tick “{name}”" in control(dialog, "csv.summary").text()


@pytest.mark.parametrize("way", ["button", "escape"])
def test_a_dialog_that_is_left_changes_nothing(window, file, monkeypatch, way):
    dialog = opened(window, file(IRIS), monkeypatch)
    if way == "button":
        click(dialog, "csv.cancel")
    else:
        QTest.keyClick(dialog, KEY.Key_Escape)
    bring_to_front(window)
    assert window.session.experiment == SMALL
    assert window.session.undo_stack.count() == 0


def test_enter_imports(window, file, monkeypatch):
    dialog = opened(window, file(IRIS), monkeypatch)
    QTest.keyClick(dialog.focusWidget(), KEY.Key_Return)
    bring_to_front(window)
    assert len(points(window)) == 30


def test_columns_are_chosen_and_values_learned(window, file, monkeypatch):
    dialog = opened(window, file(IRIS), monkeypatch)
    pick(dialog, "csv.label", "petal")
    pick(dialog, "csv.x2", "sepal")
    assert "same column" in control(dialog, "csv.summary").text()
    assert not control(dialog, "csv.import").isEnabled()
    pick(dialog, "csv.x1", "petal")
    pick(dialog, "csv.kind", "a value")
    click(dialog, "csv.import")
    assert window.session.experiment.data.labels == "values"
    assert at_rest(window.session).problem.kind == "regression"
    assert points(window)[1] == (1.5, 5.33, 1.5)


def test_without_a_label_all_points_are_of_one_class(window, file, monkeypatch):
    dialog = opened(window, file(IRIS), monkeypatch)
    pick(dialog, "csv.label", "none: all are class 0")
    assert not control(dialog, "csv.kind").isEnabled()
    click(dialog, "csv.import")
    assert {y for *_, y in points(window)} == {0.0}


def test_standardising_is_asked_for_and_never_hidden(window, file, monkeypatch):
    dialog = opened(window, file(IRIS), monkeypatch)
    click(dialog, "csv.standardise")
    click(dialog, "csv.import")
    xs = [x for x, *_ in points(window)]
    assert abs(sum(xs)) < 1e-9
    assert sum(x * x for x in xs) / len(xs) == pytest.approx(1.0)


def test_separator_decimal_mark_and_header_can_be_said(window, file, monkeypatch):
    dialog = opened(window, file("1,5;2,5;0\n3,5;4,5;1\n"), monkeypatch)
    assert control(dialog, "csv.decimal").currentText() == "comma"
    pick(dialog, "csv.separator", "tab")
    assert "only one column" in control(dialog, "csv.summary").text()
    assert not control(dialog, "csv.import").isEnabled()
    pick(dialog, "csv.separator", "semicolon")
    click(dialog, "csv.header")
    assert "1 row</b> can be read" in control(dialog, "csv.summary").text()
    click(dialog, "csv.import")
    assert points(window) == ((3.5, 4.5, 1.0),)


def test_too_many_rows_are_told_and_the_first_ones_offered(window, file, monkeypatch):
    for module in (points_table, csv_summary):
        monkeypatch.setattr(module, "MOST_POINTS", 10_000)
    text = "".join(f"{k % 12 - 6},{k % 11 - 5},{k % 2}\n" for k in range(10_050))
    dialog = opened(window, file(text), monkeypatch)
    until(lambda: "the first 10,000 are taken" in control(dialog, "csv.summary").text())
    assert control(dialog, "csv.import").text() == "Import the first 10,000"
    click(dialog, "csv.import")
    assert len(points(window)) == 10_000
    until(lambda: settled(window.session))


def test_a_file_that_is_no_table_is_refused_in_one_line(window, file, monkeypatch):
    for content, said in [
        (b"", "iris.csv is empty"),
        (b"1\n2\n", "only one column"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\0", "not a text file"),
    ]:
        window.notices.clear()
        assert opened(window, file(content), monkeypatch) is None
        assert said in notice(window)
        assert window.session.experiment == SMALL


def test_a_file_that_is_too_large_is_refused(window, file, monkeypatch):
    monkeypatch.setattr(table, "LARGEST_FILE", 10)
    assert opened(window, file(IRIS), monkeypatch) is None
    assert "larger than 10 bytes" in notice(window)


def test_a_hostile_file_breaks_nothing(window, file, monkeypatch):
    for text in [
        "a,b\n" * 50,
        '"' * 999,
        "," * 5000 + "\n" + "," * 5000,
        "1,2,3\n4;5;6\n7\t8\t9\n",
        "\n\n1,2\n\n",
        "x,y,<b>z</b>\n1,2,<script>\n3,4,&amp;\n",
        "nan,inf,0\n-inf,nan,1\n",
        "1,2,0\n" + "x" * 300_000,
        "0,0,a\0b\n",
    ]:
        window.notices.clear()
        dialog = opened(window, file(text), monkeypatch)
        if dialog is None:
            assert notice(window)
            continue
        for name in ("csv.separator", "csv.decimal", "csv.x1", "csv.x2", "csv.label", "csv.kind"):
            combo = control(dialog, name)
            for i in range(min(combo.count(), 6)):
                combo.setCurrentIndex(i)
        click(dialog, "csv.standardise")
        if control(dialog, "csv.import").isEnabled():
            click(dialog, "csv.import")
        else:
            click(dialog, "csv.cancel")
        until(lambda one=dialog: settled(window.session) and not isValid(one))


# -- dropped and pasted ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.csv", "a.TSV", "a.txt"])
def test_a_table_is_dropped_on_the_window(window, file, name):
    assert drop(window, file(IRIS, name))
    click(dialog_of(window), "csv.import")
    assert len(points(window)) == 30


def test_what_is_no_table_is_not_ours_to_take(window, file):
    drop(window, file(b"\x89PNG", "a.png"))
    assert dialog_of(window) is None
    assert window.session.experiment == SMALL


def test_cells_are_pasted_from_a_spreadsheet(window):
    QGuiApplication.clipboard().setText("x\ty\tkind\n1,5\t2\tred\n3\t4,5\tblue\n")
    press(window, KEY.Key_V, CTRL)
    dialog = dialog_of(window)
    assert control(dialog, "csv.separator").currentText() == "tab"
    click(dialog, "csv.import")
    assert points(window) == ((1.5, 2.0, 1.0), (3.0, 4.5, 0.0))
    until(lambda: "blue is class 0, red is class 1" in notice(window))


@pytest.mark.parametrize("text", ["", "hello"])
def test_what_is_no_table_is_not_pasted(window, text):
    QGuiApplication.clipboard().setText(text)
    press(window, KEY.Key_V, CTRL)
    assert notice(window).startswith("Nothing to paste: ")
    assert not window.findChildren(QDialog)  # none that was half made stays behind, with all that it holds


def test_a_number_that_is_typed_gets_the_clipboard_itself(window):
    QGuiApplication.clipboard().setText("77")
    spin = control(window, "data.seed")
    spin.setFocus()
    spin.selectAll()
    press(window, KEY.Key_V, CTRL)
    press(window, KEY.Key_Return)
    assert window.session.experiment.seed == 77


# -- saved -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("dataset", ["own", "gaussian", "plane"])
def test_what_is_saved_is_opened_again_as_it_was(open_window, tmp_path, monkeypatch, dataset):
    data = DataSpec(dataset=dataset, points=((0.1, -2.5, 1.0), (3.0, 1e-3, 0.0)), samples=60)
    window = open_window(replace(SMALL, data=data))
    path = tmp_path / "points"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    click(window, "data.save_csv")
    saved = path.with_suffix(".csv")
    assert f"Saved {data.count} points to points.csv." == notice(window)
    before = window.session.snapshot.data
    dialog = opened(window, saved, monkeypatch)
    click(dialog, "csv.import")
    assert window.session.experiment.data.problem == data.problem
    after = at_rest(window.session).data
    assert {*map(tuple, before.train.X), *map(tuple, before.test.X)} == {
        *map(tuple, after.train.X),
        *map(tuple, after.test.X),
    }


def test_what_cannot_be_written_is_told(window, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("/no/such/folder/a.csv", ""))
    click(window, "data.save_csv")
    assert "cannot be written" in notice(window)


# -- added to the points there are -----------------------------------------------------------------

FIRST = "x,y,kind\n1,1,red\n2,2,blue\n-1,0,red\n"
SECOND = "x,y,kind\n3,1,red\n2,4,green\n"
OWN_POINTS = replace(SMALL, data=DataSpec(dataset="own", points=((1.0, 1.0, 0.0), (2.0, -2.0, 1.0))))


def test_over_a_generators_points_there_is_nothing_to_add_to(window, file, monkeypatch):
    assert not control(opened(window, file(FIRST), monkeypatch), "csv.add").isVisible()


def test_points_are_added_only_where_that_is_asked_for(open_window, file, monkeypatch):
    window = open_window(OWN_POINTS)
    dialog = opened(window, file(FIRST), monkeypatch)
    assert not control(dialog, "csv.add").isChecked()
    assert control(dialog, "csv.add").text() == texts.ADD_TO(n=2)
    click(dialog, "csv.import")
    assert len(points(window)) == 3


def test_added_points_are_learned_beside_the_others_and_the_weights_stay(open_window, file, monkeypatch):
    window = open_window(OWN_POINTS)
    window.session.play(5)
    at_rest(window.session)
    dialog = opened(window, file("x,y,kind\n3,1,1\n2,4,0\n"), monkeypatch)
    click(dialog, "csv.add")
    assert "added to the 2 existing points, of classes 0, 1" in control(dialog, "csv.summary").text()
    assert control(dialog, "csv.import").text() == "Add"
    click(dialog, "csv.import")
    assert points(window) == (*OWN_POINTS.data.points, (3.0, 1.0, 1.0), (2.0, 4.0, 0.0))
    assert at_rest(window.session).epoch == 5
    assert "2 points from iris.csv, added to the 2 existing ones" in notice(window)
    bring_to_front(window)
    press(window, KEY.Key_Z, CTRL)
    assert window.session.experiment == OWN_POINTS


def test_a_label_that_was_imported_before_keeps_its_class_and_a_new_one_gets_its_own(
    window, file, monkeypatch
):
    click(opened(window, file(FIRST), monkeypatch), "csv.import")  # blue is 0, red is 1
    at_rest(window.session)
    window.session.play(3)
    at_rest(window.session)
    dialog = opened(window, file(SECOND), monkeypatch)
    click(dialog, "csv.add")
    assert "red → class 1: 1; green → class 2: 1" in control(dialog, "csv.summary").text()
    click(dialog, "csv.import")
    assert [y for *_, y in points(window)] == [1.0, 0.0, 1.0, 1.0, 2.0]
    assert at_rest(window.session).sizes[-1] == 3
    assert "Training restarts" in notice(window)
    dialog = opened(window, file("1,1,green\n2,2,blue\n"), monkeypatch)
    click(dialog, "csv.add")
    assert "blue → class 0: 1; green → class 2: 1" in control(dialog, "csv.summary").text()
    click(dialog, "csv.cancel")


@pytest.mark.parametrize("way", ["undone", "another file"])
def test_labels_of_points_that_are_gone_take_no_class_from_others(open_window, file, monkeypatch, way):
    window = open_window(OWN_POINTS)
    click(
        opened(window, file("".join(f"{k},1,{name}\n" for k, name in enumerate("abcdef"))), monkeypatch),
        "csv.import",
    )
    at_rest(window.session)
    bring_to_front(window)
    if way == "undone":
        press(window, KEY.Key_Z, CTRL)
    else:
        window.session.open(OWN_POINTS)
    at_rest(window.session)
    dialog = opened(window, file("1,2,red\n2,1,blue\n"), monkeypatch)
    click(dialog, "csv.add")
    assert "blue → class 0: 1; red → class 1: 1" in control(dialog, "csv.summary").text()
    click(dialog, "csv.cancel")


def test_the_same_file_again_is_told_at_once_and_not_of_the_next_start(window, file, monkeypatch):
    path = file("1,2,0\n2,1,1\n3,3,0\n")
    for _ in range(2):
        click(opened(window, path, monkeypatch), "csv.import")
        at_rest(window.session)
        assert notice(window) == "3 points from iris.csv."
        window.notices.clear()
        bring_to_front(window)
    assert window.session.edit("data.test_fraction", "data", test_fraction=0.3)
    at_rest(window.session)
    assert "iris.csv" not in notice(window)


def test_one_point_is_one_point(window, file, monkeypatch):
    dialog = opened(window, file("x,y,c\n1,2,0\n1,,0\n"), monkeypatch)
    assert "<b>1 row</b> cannot, and is left out." in control(dialog, "csv.summary").text()
    click(dialog, "csv.import")
    at_rest(window.session)
    assert notice(window) == "1 point from iris.csv; 1 row left out."


def test_to_points_with_values_only_values_are_added(open_window, file, monkeypatch):
    values = replace(OWN_POINTS, data=replace(OWN_POINTS.data, labels="values"))
    window = open_window(values)
    dialog = opened(window, file("x,y,v\n3,1,1\n2,4,0\n"), monkeypatch)
    assert control(dialog, "csv.kind").currentText() == "a class"
    click(dialog, "csv.add")
    assert control(dialog, "csv.kind").currentText() == "a value"
    assert not control(dialog, "csv.kind").isEnabled()
    click(dialog, "csv.import")
    assert window.session.experiment.data.labels == "values"
    assert len(points(window)) == 4
    bring_to_front(window)
    dialog = opened(window, file(FIRST), monkeypatch)
    click(dialog, "csv.add")
    assert "No row can be read" in control(dialog, "csv.summary").text()
    assert not control(dialog, "csv.import").isEnabled()
    click(dialog, "csv.add")
    assert control(dialog, "csv.kind").currentText() == "a class"
    assert control(dialog, "csv.import").isEnabled()
    click(dialog, "csv.cancel")


@pytest.mark.parametrize("count", [MOST_POINTS - 1, MOST_POINTS])
def test_no_more_are_added_than_there_is_room_for(open_window, file, monkeypatch, count):
    many = tuple((0.0, 0.0, float(k % 2)) for k in range(count))
    window = open_window(replace(OWN_POINTS, data=replace(OWN_POINTS.data, points=many)))
    dialog = opened(window, file("3,1,1\n2,4,0\n"), monkeypatch)
    click(dialog, "csv.add")
    if count < MOST_POINTS:
        assert control(dialog, "csv.import").text() == "Add the first 1"
        click(dialog, "csv.import")
        assert points(window)[-1] == (3.0, 1.0, 1.0)
    else:
        assert "the maximum" in control(dialog, "csv.summary").text()
        click(dialog, "csv.cancel")
    until(lambda: settled(window.session))


def test_more_classes_than_there_may_be_are_refused(window, file, monkeypatch):
    click(
        opened(window, file("".join(f"1,{k},{name}\n" for k, name in enumerate("abcdef"))), monkeypatch),
        "csv.import",
    )
    at_rest(window.session)
    dialog = opened(window, file("1,1,a\n2,2,new\n"), monkeypatch)
    click(dialog, "csv.add")
    assert "that makes 7 classes" in control(dialog, "csv.summary").text()
    assert not control(dialog, "csv.import").isEnabled()
    click(dialog, "csv.cancel")


def test_a_long_table_is_read_beside_the_windows_thread(window, file, monkeypatch):
    """The window's thread reads no row of it, neither at first nor when another column is chosen."""
    readers, real_read, real_import = set(), table.read_table, points_table.import_points

    def note(real):
        def noted(*arguments):
            readers.add(threading.current_thread())
            return real(*arguments)

        return noted

    monkeypatch.setattr(table, "read_table", note(real_read))
    monkeypatch.setattr(points_table, "import_points", note(real_import))
    path = file("x,y,z\n" + "1.5,2.5,0\n-1,3,1\n" * 6_000, "long.csv")
    assert path.stat().st_size > background.SMALL
    window.own.open_file(path)
    assert dialog_of(window) is None
    assert "long.csv" in notice(window)
    dialog = until(lambda: dialog_of(window))
    until(dialog.ok.isEnabled)
    click(dialog, "csv.header")
    assert not dialog.ok.isEnabled()
    until(dialog.ok.isEnabled)
    click(dialog, "csv.header")
    click(dialog, "csv.standardise")
    until(dialog.ok.isEnabled)
    assert threading.main_thread() not in readers
    assert readers
    click(dialog, "csv.import")
    until(lambda: settled(window.session))
    assert window.session.experiment.data.count == 12_000


def test_a_long_text_that_is_no_table_is_refused_as_a_short_one(window):
    QGuiApplication.clipboard().setText("word\n" * 20_000)
    window.own.paste()
    until(lambda: "Nothing to paste" in notice(window))
    assert dialog_of(window) is None


def test_a_file_is_looked_for_among_the_sample_tables_and_then_where_the_last_one_was(
    window, file, monkeypatch
):
    asked, path = [], file(IRIS)

    def ask(_parent, _title, folder, _kinds):
        asked.append(folder)
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", ask)
    for _ in range(2):
        click(window, "data.open_csv")
        until(lambda: not window.own._background.busy)
        dialog = dialog_of(window)
        dialog.close()
        until(lambda: not isValid(dialog))  # noqa: B023 - it is asked at once
    assert asked == [str(TABLES), str(path.parent)]
