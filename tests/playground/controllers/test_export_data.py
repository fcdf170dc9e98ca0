"""Curves and weights as files: asked for by the menu, written beside the window."""

import csv

import pytest
from hands import SMALL, at_rest, notice, until
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog

from engine import Trainer


@pytest.fixture
def asked(monkeypatch):
    """What the dialog was asked, and what a person answers."""

    class Answer:
        path, kind, calls = "", "", ()

        def __call__(self, *arguments):
            self.calls = (*self.calls, arguments)
            return str(self.path), self.kind

    answer = Answer()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return answer


def export(window, asked, path, command):
    asked.path = path
    window.menus.actions[command].trigger()
    if path:
        until(lambda: notice(window) not in ("", f"Saving {path.name}…"))


def read(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_curves_of_a_training_are_written(window, asked, tmp_path):
    window.session.play(5)
    at_rest(window.session)
    path = tmp_path / "loss.csv"
    export(window, asked, path, "curves_csv")
    assert notice(window) == "Saved loss.csv."
    trainer, rows = Trainer(SMALL), read(path)
    for epoch, row in enumerate(rows):
        assert int(row["epoch"]) == epoch
        assert float(row["train_loss"]) == trainer.metrics().train_loss
        trainer.run(1)
    assert len(rows) == 6


def test_the_weights_are_those_of_the_moment(window, asked, tmp_path):
    window.session.play(5)
    at_rest(window.session)
    path = tmp_path / "weights.csv"
    export(window, asked, path, "weights_csv")
    trainer = Trainer(SMALL)
    trainer.run(5)
    assert [float(row["value"]) for row in read(path)] == trainer.network.parameters.tolist()


def test_training_continues_meanwhile(window, asked, tmp_path):
    window.session.play()
    export(window, asked, tmp_path / "weights.csv", "weights_csv")
    assert window.session.playing
    window.session.pause()
    at_rest(window.session)
    assert read(tmp_path / "weights.csv")


def test_nothing_is_written_where_nothing_is_chosen(window, asked, tmp_path):
    export(window, asked, "", "curves_csv")
    at_rest(window.session)
    assert list(tmp_path.glob("*.csv")) == []


def test_a_name_without_a_suffix_gets_one(window, asked, tmp_path):
    asked.path = tmp_path / "curves"
    window.menus.actions["curves_csv"].trigger()
    until((tmp_path / "curves.csv").exists)


def test_a_file_that_cannot_be_written_is_told_and_nothing_is_left(window, asked, tmp_path):
    export(window, asked, tmp_path / "none" / "curves.csv", "curves_csv")
    assert "cannot be written" in notice(window)
    assert not (tmp_path / "none").exists()


def test_the_folder_is_remembered_for_all_that_is_exported(window, asked, tmp_path, settings):
    folder = tmp_path / "lesson 3"
    folder.mkdir()
    export(window, asked, folder / "a.csv", "curves_csv")
    export(window, asked, folder / "b.csv", "weights_csv")
    assert asked.calls[-1][2] == str(folder / "weights.csv")
    settings.sync()
    again = QSettings(settings.fileName(), QSettings.Format.IniFormat)
    assert again.value("export.folder") == str(folder)


def test_an_export_is_called_after_the_open_file_and_goes_beside_it(window, asked, tmp_path):
    window.file.save_to(tmp_path / "spiral.json")
    until((tmp_path / "spiral.json").exists)
    export(window, asked, "", "curves_csv")
    assert asked.calls[-1][2] == str(tmp_path / "spiral-curves.csv")
