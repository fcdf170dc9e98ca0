"""What an autosave keeps, and what becomes of one that cannot be read."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from engine import Experiment
from playground.classroom.choice import EVERYTHING, Classroom
from playground.files.atomic import FileError
from playground.files.autosave import MOST_ASIDE, Autosave
from playground.files.experiments import encode

MINE = replace(Experiment(), seed=5)
posix = pytest.mark.skipif(os.name != "posix", reason="other names and pipes are POSIX's")


@pytest.fixture
def autosave(tmp_path):
    return Autosave(tmp_path / "autosave-0.json")


def test_what_is_kept_comes_back(autosave, tmp_path):
    autosave.write(MINE, Classroom(locked={"data.noise"}), tmp_path / "mine.json", True, "abc")
    kept = autosave.read()
    assert (kept.experiment, kept.classroom) == (MINE, Classroom(locked={"data.noise"}))
    assert (kept.path, kept.by_hand, kept.digest) == (tmp_path / "mine.json", True, "abc")
    autosave.remove()
    assert autosave.read() is None


@posix
def test_a_file_name_that_is_not_unicode_comes_back(autosave, tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9\n.json")
    autosave.write(MINE, EVERYTHING, path)
    assert autosave.read().path == path


@pytest.mark.parametrize(
    ("beside", "path"),
    [
        ({"written": 10**400}, None),
        ({"written": -(10**400)}, None),
        ({"written": True, "by_hand": 1, "digest": 7}, None),
        ({"written": "x", "path": ["x"]}, None),
        ({"path": "x" * 10**5}, None),
        ({"path": "a\0b"}, None),
        ({"path": "bytes:zz"}, None),
        ({"path": "bytes:00"}, None),
        ({"path": "mine.json"}, Path("mine.json")),
        (["path"], None),
        (None, None),
        (10**400, None),
    ],
    ids=lambda one: repr(one)[:30],
)
def test_what_makes_no_sense_beside_an_experiment_is_left_out(autosave, beside, path):
    text = encode(MINE)
    text = json.dumps({**json.loads(text), "autosave": beside}).encode()
    autosave.path.write_bytes(text)
    kept = autosave.read()
    assert (kept.experiment, kept.path) == (MINE, path)
    assert kept.written in (0.0, 1.0)
    assert kept.by_hand is False


UNREADABLE = {
    "empty": b"",
    "cut": encode(MINE)[:-20],
    "newer": encode(MINE).replace(b'"seed"', b'"seeds"'),
    "rubbish": bytes(range(256)) * 9,
    "deep": b"[" * 100_000,
    "digits": encode(MINE).replace(b'"seed": 5', b'"seed": ' + b"9" * 100_000),
    "too long": b" " * 20_000_000,
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_told_and_set_aside_whole(autosave, content):
    autosave.path.write_bytes(content)
    with pytest.raises(FileError) as caught:
        autosave.read()
    assert str(caught.value).isprintable()
    aside = autosave.set_aside()
    assert "unreadable" in aside.name
    assert aside.read_bytes() == content
    assert autosave.read() is None


@posix
@pytest.mark.parametrize("kind", ["folder", "pipe", "device", "loop"])
def test_what_is_no_file_is_told_and_set_aside(autosave, kind):
    if kind == "folder":
        autosave.path.mkdir()
    elif kind == "pipe":
        os.mkfifo(autosave.path)
    else:
        autosave.path.symlink_to("/dev/zero" if kind == "device" else autosave.path)
    with pytest.raises(FileError):
        autosave.read()
    assert os.path.lexists(autosave.set_aside())
    assert autosave.read() is None
    autosave.write(MINE)
    assert autosave.read().experiment == MINE


def test_a_few_are_set_aside_and_none_of_them_is_replaced(autosave, tmp_path):
    for k in range(MOST_ASIDE):
        autosave.path.write_text(str(k))
        autosave.set_aside()
    autosave.path.write_text("last")
    with pytest.raises(FileError):
        autosave.set_aside()
    left = sorted(path.read_text() for path in tmp_path.iterdir())
    assert left == [*map(str, range(MOST_ASIDE)), "last"]
