"""What the dialog of tables guesses, shows, and lets a person change; long tables, and how they are read."""

import threading
from pathlib import Path

import pytest
from hands import SMALL, at_rest, bring_to_front, choose, click, control, notice, settled, until
from hands import csv_dialog_of as dialog_of
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QProgressDialog
from shiboken6 import isValid
from workbooks import workbook

from playground.files import points_table, table
from playground.texts import columns
from playground.texts.files import STOPPED
from playground.texts.names import axis_names
from playground.widgets.controls import background

IRIS = "sepal,petal,species\n5.1,1.4,setosa\n6.3,4.7,versicolor\n7.1,5.9,virginica\n4.9,1.5,setosa\n"


def written(path, content):
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.fixture
def opened(window, tmp_path):
    """Open a table of some text or bytes, and return its dialog."""

    def opens(content, name="table.csv"):
        window.own.open_file(written(tmp_path / name, content))
        until(lambda: not window.own._background.busy)
        return dialog_of(window)

    return opens


def points(window):
    return window.session.experiment.data.points


def test_what_was_guessed_is_said_until_something_else_is_chosen(opened):
    rows = "".join(f"{1 + k % 3},1{k}.25,{k}.5\n" for k in range(6))
    dialog = opened(rows)
    assert control(dialog, "csv.label").currentText() == "column 1"
    said = columns.FEW_VALUES(name="column 1", n=3)
    assert said in dialog.notes.text()
    choose(dialog, "csv.label", "column 3")
    assert said not in dialog.notes.text()
    click(dialog, "csv.cancel")


def test_one_input_is_imported_and_values_are_standardised_where_that_is_chosen(window, opened):
    dialog = opened("".join(f"{k}.5,{k * k}.25\n" for k in range(9)))
    assert control(dialog, "csv.x2").currentText() == "none"
    assert "hard to learn" in dialog.notes.text()
    click(dialog, "csv.standardise_values")
    assert "hard to learn" not in dialog.notes.text()
    click(dialog, "csv.import")
    data = window.session.experiment.data
    assert (data.one_input, data.standardise_values, data.problem) == (True, True, "regression")
    assert data.points[2] == (2.5, 0.0, 4.25)
    at_rest(window.session)
    assert window.session.experiment.network.features == ("x1",)


def test_labels_are_folded_unless_that_is_not_wanted(window, opened):
    dialog = opened("x,y,passed\n1,2,yes\n2,1,Yes\n-1,-2,no\n-2,-1,NO\n")
    assert "no, NO → class 0: 2; yes, Yes → class 1: 2" in dialog.summary.text()
    click(dialog, "csv.fold")
    assert "NO → class 0: 1; Yes → class 1: 1; no → class 2: 1; yes → class 3: 1" in dialog.summary.text()
    click(dialog, "csv.fold")
    click(dialog, "csv.import")
    assert window.session.experiment.data.class_names == ("no", "yes")


def test_without_labels_to_fold_nothing_is_asked(opened):
    dialog = opened(IRIS)
    assert not control(dialog, "csv.fold").isVisible()
    assert not control(dialog, "csv.standardise_values").isVisible()
    click(dialog, "csv.cancel")


def test_a_column_says_which_points_are_for_testing_or_is_not_asked(window, opened):
    text = "x1,x2,split,kind\n" + "".join(
        f"{k}.5,{k % 3},{'test' if k % 4 == 0 else 'train'},{'ab'[k % 2]}\n" for k in range(24)
    )
    dialog = opened(text)
    assert control(dialog, "csv.test").currentText() == "split"
    assert control(dialog, "csv.preview").horizontalHeaderItem(2).text() == "split → test"
    click(dialog, "csv.import")
    assert window.session.experiment.data.test_points == tuple(range(0, 24, 4))
    snapshot = at_rest(window.session)
    assert {tuple(x) for x in snapshot.data.test.X} == {(k + 0.5, k % 3) for k in range(0, 24, 4)}
    bring_to_front(window)
    click(window, "data.columns")
    dialog = dialog_of(window)
    choose(dialog, "csv.test", "none")
    click(dialog, "csv.import")
    assert window.session.experiment.data.test_points == ()


def test_columns_that_only_count_or_name_rows_are_offered_last(opened):
    text = "User ID,a,b,kind\n" + "".join(f"{101 + 7 * k},{k}.5,{k % 3}.25,{'ab'[k % 2]}\n" for k in range(6))
    dialog = opened(text)
    x1 = control(dialog, "csv.x1")
    assert [x1.itemText(k) for k in range(x1.count())] == ["a", "b", "kind", "User ID"]
    assert "“User ID” only counts or names the rows" in dialog.notes.text()
    click(dialog, "csv.cancel")


def test_a_one_hot_label_can_be_taken_apart(window, opened):
    dialog = opened("x1,x2,p,q\n0,0,0,1\n0,1,1,0\n1,0,1,0\n1,1,0,1\n")
    assert control(dialog, "csv.label").currentText() == "p, q (one-hot)"
    assert not control(dialog, "csv.kind").isEnabled()
    choose(dialog, "csv.label", "p")
    assert "0 → class 0: 2; 1 → class 1: 2" in dialog.summary.text()
    choose(dialog, "csv.label", "p, q (one-hot)")
    click(dialog, "csv.import")
    assert [y for *_, y in points(window)] == [1.0, 0.0, 0.0, 1.0]
    assert window.session.experiment.data.class_names == ("p", "q")


def test_names_that_are_markup_are_text(window, opened):
    dialog = opened("<b>u</b>,v,kind\n1,2,<i>a</i>\n2,1,b\n3,oops,b\n")
    assert "&lt;i&gt;a&lt;/i&gt;" in dialog.summary.text()
    assert dialog.notes.textFormat() == Qt.TextFormat.PlainText
    click(dialog, "csv.import")
    at_rest(window.session)
    assert "<i>a</i> is class 0" in notice(window)


def test_an_encoding_is_told_and_can_be_chosen(opened):
    text = "Рост;Вес;Класс\n1,62;54,5;да\n1,75;71,0;нет\n1,81;83,5;нет\n1,58;49,0;да\n"
    dialog = opened(text.encode("cp1251"))
    encoding = control(dialog, "csv.encoding")
    assert encoding.isVisible()
    assert encoding.name() == "cp1251"
    assert control(dialog, "csv.label").currentText() == "Класс"
    choice = next(encoding.itemText(k) for k in range(encoding.count()) if encoding.itemData(k) != "cp1251")
    choose(dialog, "csv.encoding", choice)
    assert control(dialog, "csv.label").currentText() != "Класс"
    click(dialog, "csv.cancel")


def test_while_a_long_table_is_read_it_shows_how_far_it_is_and_can_be_stopped(window, monkeypatch, tmp_path):
    monkeypatch.setattr(background, "SLOW_MS", 0)
    may, real = threading.Event(), table.read_table

    def slow(content, source, how, progress):
        progress(0.5)
        may.wait()
        progress(0.75)
        return real(content, source, how, progress)

    monkeypatch.setattr(table, "read_table", slow)
    window.own.open_file(written(tmp_path / "long.csv", "x,y,z\n" + "1.5,2.5,0\n" * 9_000))
    bar = until(lambda: window.findChild(QProgressDialog, "reading"))
    until(lambda: bar.value() == 50)
    assert "long.csv" in bar.labelText()
    QTest.mouseClick(control(bar, "reading.cancel"), Qt.MouseButton.LeftButton)
    may.set()
    until(lambda: not window.own._background.busy)
    assert notice(window) == STOPPED(source="long.csv")
    assert dialog_of(window) is None
    assert window.session.experiment == SMALL


def test_the_dialog_shows_how_far_other_columns_of_a_long_table_are(window, monkeypatch, tmp_path):
    may, real = threading.Event(), points_table.import_points
    may.set()

    def slow(sheet, choice, existing=None, progress=None):
        progress(0.25)
        may.wait()
        return real(sheet, choice, existing, progress)

    monkeypatch.setattr(points_table, "import_points", slow)
    monkeypatch.setattr(background, "SLOW_MS", 0)
    window.own.open_file(written(tmp_path / "long.csv", "x,y,z\n" + "1.5,2.5,0\n-1,3,1\n" * 6_000))
    dialog = until(lambda: dialog_of(window))
    until(dialog.ok.isEnabled)
    may.clear()
    click(dialog, "csv.standardise")
    until(lambda: dialog.progress.isVisible() and dialog.progress.value() == 25)
    assert not dialog.ok.isEnabled()
    may.set()
    until(dialog.ok.isEnabled)
    assert not dialog.progress.isVisible()
    click(dialog, "csv.cancel")


def test_every_table_that_people_have_is_imported_with_its_names(window):
    for path in sorted((Path(__file__).parents[2] / "files" / "cases").iterdir()):
        window.notices.clear()
        window.own.open_file(path)
        until(lambda: not window.own._background.busy)
        dialog = dialog_of(window)
        if dialog is None:
            assert path.name in notice(window)
            continue
        until(dialog.ok.isEnabled)
        click(dialog, "csv.import")
        until(lambda one=dialog: settled(window.session) and not isValid(one))
        assert path.name in notice(window)
        assert axis_names(window.session.experiment.data)
        bring_to_front(window)


def test_another_worksheet_of_a_workbook_is_chosen(window, opened):
    content = workbook(first=[[1, 2, 0], [2, 1, 1]], second=[[5, 6, 1], [7, 8, 0], [9, 1, 0]])
    dialog = opened(content, "a.xlsx")
    until(dialog.ok.isEnabled)
    assert control(dialog, "csv.worksheet").currentText() == "first"
    assert not control(dialog, "csv.separator").isVisible()
    choose(dialog, "csv.worksheet", "second")
    until(dialog.ok.isEnabled)
    assert "3 rows" in dialog.summary.text()
    click(dialog, "csv.import")
    assert points(window)[0] == (5.0, 6.0, 1.0)


def test_tab_leads_through_the_whole_dialog(opened):
    dialog = opened(IRIS)
    seen = []
    while (now := QApplication.focusWidget().objectName()) not in seen:
        seen.append(now)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    names = ("separator", "decimal", "header", "preview", "x1", "x2", "label", "kind", "test", "standardise")
    assert [f"csv.{name}" for name in ("import", *names)] == seen[: len(names) + 1]
    assert seen[-1] == "csv.cancel"
    click(dialog, "csv.cancel")
