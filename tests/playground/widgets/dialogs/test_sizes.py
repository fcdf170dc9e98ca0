"""What is too large to be made is not offered, and the dialog says what is not."""

import pytest
from hands import control
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from playground.widgets.dialogs.film import FilmDialog
from playground.widgets.dialogs.picture import PictureDialog


@pytest.fixture
def parent():
    parent = QWidget()
    yield parent
    parent.deleteLater()


def test_a_film_of_too_many_large_pictures(parent):
    chosen = {"what": "window", "theme": "light", "rate": "20"}
    dialog = FilmDialog(chosen, {"window": QSize(3840, 2160)}, 0, 100, parent)
    save, said = control(dialog, "film.save"), dialog._count
    assert not save.isEnabled()
    assert said.text() == "101 pictures of this size are too many: make them fewer, or smaller."
    control(dialog, "film.every").setValue(4)  # 26 pictures
    assert save.isEnabled()
    control(dialog, "film.every").setValue(1)
    control(dialog, "film.height").setValue(700)
    assert save.isEnabled()
    assert said.text() == "101 pictures, 5.0 seconds"


@pytest.mark.parametrize(
    ("form", "scale", "saved", "copied", "words"),
    [
        ("png", "1", True, True, "7,680 × 4,320 pixels"),
        ("png", "2", True, False, "15,360 × 8,640 pixels: too many to copy, but they can be saved"),
        (
            "png",
            "4",
            False,
            False,
            "30,720 × 17,280 pixels are too many: a picture of this shape can have 21,845 × 12,288",
        ),
        ("pdf", "4", True, True, ""),
    ],
)
def test_a_poster(parent, form, scale, saved, copied, words):
    chosen = {"what": "output", "format": form, "theme": "light", "scale": scale}
    dialog = PictureDialog(chosen, {"output": QSize(7680, 4320)}, parent)
    save, copy = control(dialog, "picture.save"), control(dialog, "picture.copy")
    for busy in (False, True, False):
        dialog.show_busy(busy)
        assert (save.isEnabled(), copy.isEnabled()) == (saved and not busy, copied and not busy)
    assert dialog._dots.text() == words
