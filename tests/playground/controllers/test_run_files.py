"""Runs that leave the program and come back."""

import csv

import numpy as np
import pytest
from hands import control, notice, press, until
from kept_runs import run, with_training
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from engine import Trainer
from playground.controllers.run_page import MOST, page_of
from playground.exports.document import to_html
from playground.exports.settings_list import labels
from playground.files.run_library import KeptRun, RunLibrary
from playground.observers.thumbnail import Thumbnail
from playground.widgets.runs.cells import shown


@pytest.fixture
def library(window):
    library = window.session.keeping.library
    for k, l2 in enumerate((0.0, 0.03)):
        one = run(k, experiment=with_training(l2=l2), name=f"Run {k}", test_loss=0.1 * (k + 1))
        library.put(KeptRun(one.row, Trainer(one.row.experiment).state().to_bytes()))
    return library


@pytest.fixture
def menu(window, library):
    """What the button More offers, by its words."""
    press(window, Qt.Key.Key_F4)
    table = window.runs.table
    until(lambda: len(table.runs.lines) == len(library.find()))
    return dict(zip(("page", "csv", "file", "import"), window.runs.panel.menu.actions(), strict=True))


@pytest.fixture
def chosen(tmp_path, monkeypatch):
    """The file that a person chooses, whatever for."""
    path = tmp_path / "runs"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (str(path), a[3].split(";;")[0]))
    return path


def test_a_table_of_all_runs_that_are_listed(menu, chosen):
    menu["csv"].trigger()
    path = chosen.with_suffix(".csv")
    until(path.exists)
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(one["name"], one["training.l2"]) for one in rows] == [("Run 1", "0.03"), ("Run 0", "0.0")]


def test_what_is_selected_goes_into_one_file_and_comes_back_elsewhere(window, menu, chosen, monkeypatch):
    window.runs.table.selectRow(0)
    menu["file"].trigger()
    path = chosen.with_suffix(".nprun")
    until(lambda: notice(window) == "Saved 1 run in runs.nprun.")
    library = RunLibrary(None)
    window.session.keeping.use(library)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    menu["import"].trigger()
    until(lambda: notice(window) == "1 run added from runs.nprun.")
    assert [row.name for row in library.rows([one.key for one in library.find()])] == ["Run 1"]
    menu["import"].trigger()
    until(lambda: notice(window) == "Nothing added: all 1 runs of runs.nprun are here already.")


def test_a_file_that_is_none_is_one_clear_line(window, menu, tmp_path, monkeypatch):
    path = tmp_path / "other.nprun"
    path.write_bytes(b"no runs")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    menu["import"].trigger()
    until(lambda: "other.nprun" in notice(window) and "Reading" not in notice(window))
    assert "\n" not in notice(window)
    assert len(window.session.keeping.library.find()) == 2


def test_a_page_is_offered_and_drawn(window, menu):
    menu["page"].trigger()
    dialog = until(lambda: window.findChild(object, "runs_page"))
    until(lambda: not dialog.page._image.isNull())
    assert control(window, "runs_page.save").isEnabled()
    dialog.reject()


def looks(k):
    shades = np.full((4, 4), 60 * k, dtype=np.uint8)
    return shown(
        run(k, experiment=with_training(l2=0.01 * k), note=f"Note {k}").row, Thumbnail(shades).to_bytes()
    )


def test_the_page_says_what_differs_and_what_came_of_each():
    html = to_html(page_of([looks(1), looks(2)], ["training.l2"], labels(), "My <runs>", "today"))
    for text in ("My &lt;runs&gt;", ">L2</th>", "0.01", "0.02", "Note 1", "Note 2", "image/png"):
        assert text in html
    assert html.count("<h2>") == 2


def test_a_page_about_one_run_has_no_table_and_one_about_very_many_ends():
    assert "<th" not in to_html(page_of([looks(1)], [], labels(), "One", "today"))
    document = page_of([looks(1)] * (MOST + 2), [], labels(), "Many", "today")
    assert "2 more runs are not listed." in to_html(document)
