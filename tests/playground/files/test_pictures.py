"""A picture that carries an experiment is opened as a file of that experiment is, or refused in one line."""

import struct
import zlib

import pytest
from hands import SMALL

from playground.classroom.choice import Classroom
from playground.exports.png import SIGNATURE, with_text
from playground.files.atomic import FileError
from playground.files.experiments import encode, load_document
from playground.files.pictures import KEYWORD, MOST, shows_experiment, with_experiment
from playground.files.share import text_at

CHOSEN = Classroom(hidden=frozenset({"data.noise"}))


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


HEADER = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
DOT = SIGNATURE + HEADER + chunk(b"IDAT", zlib.compress(bytes(4))) + chunk(b"IEND", b"")
PICTURE = with_experiment(DOT, encode(SMALL, CHOSEN))
SPOILT = PICTURE.replace(KEYWORD.encode() + b"\0\1", KEYWORD.encode() + b"\0\7")


@pytest.fixture
def written(tmp_path):
    def write(content, name="p.png"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize("name", ["p.png", "p.PNG", "p", "p.json"])
def test_the_experiment_comes_with_its_choice_for_a_class(written, name):
    assert load_document(written(PICTURE, name)) == (SMALL, CHOSEN)


def test_a_picture_larger_than_any_experiment_is_read_too(written):
    assert load_document(written(PICTURE + bytes(MOST))) == (SMALL, CHOSEN)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (DOT, "is a picture without an experiment in it"),
        (SIGNATURE, "is a picture without an experiment in it"),
        (with_text(DOT, "comment", encode(SMALL)), "is a picture without an experiment in it"),
        (SPOILT, "the experiment in this picture is damaged"),
        (with_experiment(DOT, bytes(MOST + 1)), "the experiment in this picture is damaged"),
        (with_experiment(DOT, b"{}"), "not an experiment file, it has no “format”"),
        (with_experiment(DOT, encode(SMALL).replace(b"gaussian", b"none")), "none"),
    ],
)
def test_other_pictures_are_refused_in_one_line(written, content, why):
    path = written(content)
    with pytest.raises(FileError, match=why) as refused:
        load_document(path)
    assert str(path) in str(refused.value)


def test_whether_a_file_is_such_a_picture_is_known_before_it_is_opened(written, tmp_path):
    assert shows_experiment(written(PICTURE))
    assert shows_experiment(written(SPOILT))  # so that opening it says what is wrong with it
    assert not shows_experiment(written(DOT))
    assert not shows_experiment(written(encode(SMALL)))
    assert not shows_experiment(tmp_path / "none.png")


def test_no_shared_text_is_looked_for_in_a_picture(written):
    assert text_at(written(SIGNATURE + b"NP1:")) == ""
