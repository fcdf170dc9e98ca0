from dataclasses import replace

import pytest
from commands import png_size
from hands import EXPLOSIVE, SMALL
from PySide6.QtGui import QColor, QImage

from engine import DATASETS, DataSpec
from playground.classroom.choice import EVERYTHING, Classroom
from playground.classroom.lesson import Lesson
from playground.files.atomic import FileError
from playground.render import render
from playground.style import palette


@pytest.fixture
def picture(tmp_path):
    return tmp_path / "p.png"


def draw(picture, experiment=SMALL, epochs=3, size=(1280, 800), appearance="light"):
    render(experiment, epochs, picture, size, appearance)
    return QImage(str(picture))


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_the_picture_has_the_size_asked_for(picture, size):
    draw(picture, size=size)
    assert png_size(picture) == size


@pytest.mark.parametrize("appearance", palette.THEMES)
def test_the_picture_has_the_appearance_asked_for(picture, appearance):
    image = draw(picture, appearance=appearance)
    assert image.pixelColor(1, 400) == QColor(palette.THEMES[appearance].window)


# that each data set is drawn is a law of the plots and of the tabs
@pytest.mark.parametrize("dataset", {one.problem: name for name, one in DATASETS.items()}.values())
def test_data_of_every_kind_can_be_pictured(picture, dataset):
    image = draw(picture, replace(SMALL, data=DataSpec(dataset=dataset, samples=50)))
    assert image.size().toTuple() == (1280, 800)


def test_the_picture_shows_the_network_after_training(picture):
    untrained, trained = draw(picture, epochs=0), draw(picture, epochs=200)
    again = draw(picture, epochs=200)
    assert untrained != trained
    assert trained == again


def test_the_lesson_is_in_the_picture(picture):
    chosen = [Classroom(lesson=Lesson("Rings", line)) for line in ("Look.", "Press Play.")]
    pictures = []
    for one in (*chosen, chosen[0], EVERYTHING):
        render(SMALL, 1, picture, (1280, 800), "light", one)
        pictures.append(QImage(str(picture)))
    assert pictures[0] == pictures[2]
    assert pictures[0] not in (pictures[1], pictures[3])


def test_a_training_that_diverges_is_pictured_too(picture):
    assert not draw(picture, EXPLOSIVE, epochs=1000).isNull()


def test_a_picture_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(FileError, match="cannot be written, no such file or directory"):
        draw(tmp_path / "none" / "p.png")
    assert list(tmp_path.iterdir()) == []


def test_a_size_that_the_window_does_not_fit_into_is_refused(picture):
    with pytest.raises(ValueError, match="640x480 is too small for the window: choose at least"):
        draw(picture, size=(640, 480))
    assert not picture.exists()
