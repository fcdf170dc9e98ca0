import io
import os
import sys

import pytest

from playground.files import streams
from playground.files.atomic import FileError


class Full(io.StringIO):
    """A stream to a disk that is full."""

    def write(self, _text):
        raise OSError(28, os.strerror(28))


def test_what_is_told_goes_to_standard_error(capsys):
    assert streams.tell("a word")
    assert capsys.readouterr() == ("", "a word\n")


@pytest.mark.parametrize("nowhere", [None, Full()], ids=["none", "full"])
def test_what_nobody_can_read_is_not_told(nowhere, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stderr", nowhere)
    assert not streams.tell("a word")
    assert capsys.readouterr().out == ""


def test_a_result_goes_to_standard_output(capsys):
    streams.put("a number")
    assert capsys.readouterr() == ("a number\n", "")


def test_a_result_that_cannot_be_written_is_refused(monkeypatch):
    monkeypatch.setattr(sys, "stdout", Full())
    with pytest.raises(FileError, match=r"^standard output: cannot be written, no space left on device$"):
        streams.put("a number")


def test_a_result_without_an_output_is_refused_where_that_can_be_told(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(FileError, match="it is closed"):
        streams.put("a number")
    monkeypatch.setattr(sys, "stderr", None)
    streams.put("a number")


def test_signs_that_an_output_does_not_know_are_spelt(monkeypatch):
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="ascii"))
    streams.put("x₁ = 1")
    assert written.getvalue() == b"x\\u2081 = 1\n"


def test_nobody_sees_a_stream_that_is_not_there(monkeypatch):
    gone = io.StringIO()
    gone.close()
    for nowhere in (None, gone):
        monkeypatch.setattr(sys, "stderr", nowhere)
        assert not streams.is_terminal()
