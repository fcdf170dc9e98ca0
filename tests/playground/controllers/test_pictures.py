import pytest
from hands import until
from PySide6.QtGui import QColor, QImage

from playground.controllers.pictures import FORMATS, KINDS, How, picture_of, take
from playground.style.palette import THEMES

BEGINNINGS = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}


@pytest.mark.parametrize("what", KINDS)
@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_can_be_taken_of_each_part_in_each_format(window, what, kind):
    assert picture_of(window, what, How(format=kind)).startswith(BEGINNINGS[kind])


@pytest.mark.parametrize("what", KINDS)
@pytest.mark.parametrize("theme", THEMES)
def test_a_picture_has_the_size_and_the_ground_asked_for(window, what, theme):
    image = QImage.fromData(picture_of(window, what, How(900, 500, theme, scale=2)))
    assert image.size().toTuple() == (1800, 1000)
    assert image.pixelColor(3, 3) == QColor(THEMES[theme].panel)


def test_a_picture_is_handed_over_while_the_window_goes_on(window):
    taken = []
    take(window, "output", How(), taken.append)
    assert not taken
    until(lambda: taken)
    assert taken == [picture_of(window, "output", How())]
