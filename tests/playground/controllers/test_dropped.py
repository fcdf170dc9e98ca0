"""Whatever is dropped on the window is opened, or says in one line why it is not."""

import io
import zipfile
from functools import partial

import pytest
from hands import SMALL, csv_dialog_of, drag_event, drop, notice, until
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from engine import DataSpec, Experiment
from playground.controllers.pictures import How, picture_of
from playground.files.experiments import encode
from playground.files.pictures import with_experiment
from playground.files.share import to_text
from playground.texts import files as texts
from playground.texts import tables
from playground.texts.documents import ONE_FILE


def zipped(*names):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return content.getvalue()


def drop_data(window, data):
    place = window.rect().center()
    enter = drag_event(QDragEnterEvent, place, data)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, drag_event(QDropEvent, place, data))


def drop_text(window, text):
    data = QMimeData()
    data.setText(text)
    drop_data(window, data)


KINDS = (
    ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", texts.PICTURE),
    ("a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0", texts.PICTURE),
    ("a.bmp", b"BM\x36\0\0\0\0\0\0\0", texts.PICTURE),
    ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", texts.PDF),
    ("a.zip", zipped("notes.txt"), texts.ARCHIVE),
    ("a.docx", zipped("[Content_Types].xml", "word/document.xml"), texts.DOCUMENT),
    ("a.xlsx", b"PK\x03\x04" + bytes(40), texts.DAMAGED_ARCHIVE),
    ("a.npz", zipped("x.npy"), texts.NUMPY),
    ("a.npy", b"\x93NUMPY\x01\0v\0", texts.NUMPY),
    ("a.pkl", b"\x80\x04\x95\0\0\0\0", texts.PICKLE),
    ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", texts.PICTURE),
    ("a.html", b"<!DOCTYPE html><html>1,2,0</html>", partial(tables.WEB_PAGE, source="a.html")),
    ("a", b"\x7fELF\2\1\1\0", texts.PROGRAM),
)
DAMAGED = {
    "a.npstate": b"PK\x03\x04damaged",
    "b.json": b"{",
    "c.json": b"",
    "d.csv": b"",
    "e.txt": b"to be or not",
}


def test_a_file_that_is_no_table_says_what_it_is(window, tmp_path):
    for name, content, kind in KINDS:
        path = tmp_path / name
        path.write_bytes(content)
        window.notices.clear()
        assert drop(window, path)
        until(lambda kind=kind: kind() in notice(window))
        assert name in notice(window)
        assert csv_dialog_of(window) is None
        assert window.session.experiment == SMALL


def test_a_damaged_file_says_so(window, tmp_path):
    for name, content in DAMAGED.items():
        path = tmp_path / name
        path.write_bytes(content)
        assert drop(window, path)
        until(lambda name=name: name in notice(window))
        assert "\n" not in notice(window)
    assert window.session.experiment == SMALL


def test_a_file_that_is_not_there_and_a_folder_are_told(window, tmp_path):
    assert drop(window, tmp_path / "gone.csv")
    until(lambda: "gone.csv" in notice(window))
    assert drop(window, tmp_path)
    assert notice(window) == texts.IS_FOLDER(file=tmp_path.name)


def test_of_several_files_none_is_opened(window, tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("1,2,0\n2,3,1\n")
    assert drop(window, tmp_path / "a.csv", tmp_path / "b.csv")
    assert notice(window) == ONE_FILE()
    assert csv_dialog_of(window) is None


def test_a_list_of_points_in_json_is_a_table_and_an_experiment_none(window, tmp_path):
    (tmp_path / "points.json").write_text("[[1, 2, 0], [2, 3, 1], [3, 1, 0]]")
    (tmp_path / "experiment.json").write_bytes(encode(Experiment(data=DataSpec(dataset="xor"))))
    assert drop(window, tmp_path / "experiment.json")
    assert window.session.experiment.data.dataset == "xor"
    assert drop(window, tmp_path / "points.json")
    until(lambda: csv_dialog_of(window) is not None or "points.json" in notice(window))


def test_a_text_is_a_table_or_an_experiment_or_told(window):
    drop_text(window, "x1\tx2\tkind\n1\t2\ta\n2\t3\tb\n")
    dialog = until(lambda: csv_dialog_of(window))
    dialog.reject()
    drop_text(window, to_text(Experiment(data=DataSpec(dataset="xor"))))
    until(lambda: window.session.experiment.data.dataset == "xor")
    drop_text(window, "good morning")
    until(lambda: notice(window).startswith("Nothing to paste"))


def test_a_web_address_is_told(window):
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/points.csv")])
    drop_data(window, data)
    assert notice(window) == texts.NO_WEB_ADDRESS()
    drop_text(window, "https://example.org/points.csv")
    assert notice(window) == texts.NO_WEB_ADDRESS()


@pytest.mark.parametrize("name", ["p.png", "p", "p.json", "p.csv"])
def test_a_picture_that_carries_an_experiment_opens_it(window, tmp_path, name):
    other = Experiment(data=DataSpec(dataset="xor"))
    path = tmp_path / name
    path.write_bytes(with_experiment(picture_of(window, "output", How()), encode(other)))
    assert drop(window, path)
    until(lambda: window.session.experiment == other)
    assert notice(window) == f"Opened the experiment in {name}."
    assert window.file.path is None  # saving asks for a file, and leaves the picture as it is
    assert str(path) not in window.documents.recent


def test_a_picture_whose_experiment_is_damaged_says_so(window, tmp_path):
    content = bytearray(picture_of(window, "output", How()))
    content[content.index(b"iTXt") + 60] ^= 1
    path = tmp_path / "p.png"
    path.write_bytes(content)
    assert drop(window, path)
    until(lambda: "the experiment in this picture is damaged" in notice(window))
    assert window.session.experiment == SMALL
