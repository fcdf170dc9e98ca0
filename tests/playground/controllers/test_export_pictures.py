"""A person chooses a picture, sees it as it will be, and saves it, or puts it on the clipboard."""

from dataclasses import replace

import pytest
from hands import SMALL, choose, click, control, notice, press, trained, type_in, until
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel

from engine import DataSpec
from playground.classroom.choice import Classroom
from playground.controllers.pictures import How, picture_of
from playground.files.experiments import decode_document
from playground.files.pictures import experiment_in
from playground.style.palette import THEMES

SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def files(monkeypatch, tmp_path):
    """Answer the question for a file with a name in an empty folder; keep what was offered first."""
    asked = []

    def answer(name):
        def ask(_parent, _title, start, _kinds, kind=""):
            asked.append((start, kind))
            return (str(tmp_path / name) if name else "", kind)

        monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
        return tmp_path / name

    answer.asked = asked
    return answer


def opened(window):
    press(window, Qt.Key.Key_P, SHIFT)
    dialog = until(lambda: dialog_of(window))
    until(dialog.isActiveWindow)
    return dialog


def dialog_of(window):
    return window.findChild(QDialog, "picture")


def shown(dialog):
    """The preview, once it shows what is chosen."""
    until(lambda: not dialog._timer.isActive() and not dialog.preview._image.isNull())
    return dialog.preview._image


def closed(window):
    until(lambda: dialog_of(window) is None)
    window.activateWindow()  # as a desktop does
    until(window.isActiveWindow)


def test_a_picture_is_saved_by_few_keys(window, files):
    path = files("p.png")
    opened(window)
    press(window, Qt.Key.Key_Return)
    until(path.exists)
    closed(window)
    until(lambda: notice(window) == "Saved p.png.")
    image = QImage(str(path))
    assert image.size() == 2 * QSize(720, 640)
    assert image.pixelColor(2, 2) == QColor(THEMES["light"].panel)
    assert decode_document(experiment_in(path.read_bytes(), "p"), "p").experiment == SMALL


def test_what_is_chosen_is_what_is_saved(window, files):
    path = files("p.svg")
    dialog = opened(window)
    choose(dialog, "picture.what", "Network")
    choose(dialog, "picture.theme", "Dark")
    type_in(dialog, "picture.width", "700")
    type_in(dialog, "picture.height", "500")
    click(dialog, "picture.save")
    until(path.exists)
    closed(window)
    assert path.read_bytes() == picture_of(window, "network", How(700, 500, "dark", "svg"))


@pytest.mark.parametrize(
    ("name", "beginning"), [("p.svg", b"<?xml"), ("p.pdf", b"%PDF"), ("p.PNG", b"\x89PNG"), ("p", b"\x89PNG")]
)
def test_the_name_of_the_file_says_the_format(window, files, tmp_path, name, beginning):
    files(name)
    click(opened(window), "picture.save")
    closed(window)
    (path,) = until(lambda: [one for one in tmp_path.iterdir() if one.name in (name, "p.png")])
    assert path.read_bytes().startswith(beginning)


def test_format_ground_pixels_and_folder_are_remembered(window, files, tmp_path):
    path = files("p.pdf")
    dialog = opened(window)
    for name, label in (("what", "Curves"), ("format", "PDF"), ("theme", "Dark")):
        choose(dialog, f"picture.{name}", label)
    click(dialog, "picture.save")
    until(path.exists)
    closed(window)
    again = opened(window)
    assert [again[name] for name in ("what", "format", "theme")] == ["curves", "pdf", "dark"]
    click(again, "picture.save")
    closed(window)
    start, kind = files.asked[-1]
    assert start.startswith(str(tmp_path))
    assert "pdf" in kind


def test_what_was_remembered_and_makes_no_sense_is_not_chosen(window, settings):
    settings.setValue("export.picture", ".gif")
    settings.setValue("export.picture.what", "brain")
    settings.setValue("export.picture.scale", "900")
    dialog = opened(window)
    assert [dialog[name] for name in ("what", "format", "scale")] == ["window", "png", "1"]
    press(window, Qt.Key.Key_Escape)
    closed(window)


def test_no_file_chosen_leaves_the_dialog_open(window, files):
    files("")
    dialog = opened(window)
    click(dialog, "picture.save")
    assert dialog.isVisible()
    assert control(dialog, "picture.save").isEnabled()
    press(window, Qt.Key.Key_Escape)
    closed(window)


def test_a_file_that_cannot_be_written_is_told(window, files):
    files("none/p.png")
    click(opened(window), "picture.save")
    closed(window)
    until(lambda: "cannot be written" in notice(window))


@pytest.mark.parametrize("button", ["picture.save", "picture.copy"])
def test_a_picture_too_large_for_the_memory_is_told_and_another_can_be_chosen(
    window, files, monkeypatch, button
):
    path = files("p.png")
    dialog = opened(window)
    shown(dialog)
    with monkeypatch.context() as scarce:
        scarce.setattr(QImage, "isNull", lambda _: True)
        click(dialog, button)
        until(lambda: notice(window) == "The picture is too large for the available memory.")
    assert not path.exists()
    click(dialog, "picture.save")
    until(path.exists)
    closed(window)


def test_a_picture_that_cannot_be_encoded_is_told(window, files, monkeypatch):
    files("p.png")
    dialog = opened(window)
    shown(dialog)
    monkeypatch.setattr(QImage, "save", lambda *_: False)
    click(dialog, "picture.save")
    until(lambda: notice(window) == "The picture is too large for the available memory.")
    press(window, Qt.Key.Key_Escape)
    closed(window)


def test_a_picture_is_put_on_the_clipboard(window):
    click(opened(window), "picture.copy")
    closed(window)
    until(lambda: notice(window) == "The picture is on the clipboard.")
    image = QGuiApplication.clipboard().image()
    taken = QImage.fromData(picture_of(window, "output", How(720, 640)))
    assert image == taken.convertToFormat(image.format())


# -- the preview ---------------------------------------------------------------------------------


def test_the_preview_is_the_picture_as_large_as_there_is_room(window):
    dialog = opened(window)
    image = shown(dialog)
    assert image.width() <= dialog.preview.width()
    assert abs(image.width() / image.height() - 720 / 640) < 0.02
    press(window, Qt.Key.Key_Escape)
    closed(window)


def test_the_preview_follows_what_is_chosen(window):
    dialog = opened(window)
    assert shown(dialog).pixelColor(1, 1) == QColor(THEMES["light"].panel)
    choose(dialog, "picture.theme", "Dark")
    until(lambda: shown(dialog).pixelColor(1, 1) == QColor(THEMES["dark"].panel))
    choose(dialog, "picture.what", "Window")
    until(lambda: shown(dialog).pixelColor(1, 1) == QColor(THEMES["dark"].window))
    press(window, Qt.Key.Key_Escape)
    closed(window)


def test_pixels_are_chosen_for_pixels_only(window):
    dialog = opened(window)
    assert "1,440 × 1,280" in [one.text().removesuffix(" pixels") for one in dialog.findChildren(QLabel)]
    choose(dialog, "picture.format", "SVG")
    assert not control(dialog, "picture.scale").isEnabled()
    press(window, Qt.Key.Key_Escape)
    closed(window)


def test_each_kind_of_picture_keeps_its_size(window):
    dialog = opened(window)
    type_in(dialog, "picture.width", "400")
    choose(dialog, "picture.what", "Curves")
    assert control(dialog, "picture.width").value() == 800
    choose(dialog, "picture.what", "Output")
    assert control(dialog, "picture.width").value() == 400
    press(window, Qt.Key.Key_Escape)
    closed(window)


# -- around it -----------------------------------------------------------------------------------


def test_training_goes_on_while_a_picture_is_chosen(window, files):
    path = files("p.png")
    window.session.play()
    opened(window)
    trained(window.session, 5)
    press(window, Qt.Key.Key_Return)
    until(path.exists)
    closed(window)
    assert window.session.playing


def test_a_class_has_pictures_of_what_it_sees(window):
    window.session.gate.choose(Classroom(hidden=frozenset({"plot.boundary", "network.view"})))
    dialog = opened(window)
    combo = control(dialog, "picture.what")
    assert [combo.itemText(k) for k in range(combo.count())] == ["Window", "Curves"]
    press(window, Qt.Key.Key_Escape)
    closed(window)


def test_the_dialog_closes_with_the_window(open_window):
    window = open_window(replace(SMALL, data=DataSpec(dataset="xor")))
    dialog = opened(window)
    window.close()
    assert not dialog.isVisible()
