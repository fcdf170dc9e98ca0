"""A PNG picture carries a text, and any program still shows it."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.exports.png import SIGNATURE, DamagedError, text_in, with_text

MOST = 1000


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


HEADER = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
DOT = SIGNATURE + HEADER + chunk(b"IDAT", zlib.compress(bytes(4))) + chunk(b"IEND", b"")


def plain(keyword, text, packed=b"\0"):
    return SIGNATURE + HEADER + chunk(b"iTXt", keyword + b"\0" + packed + b"\0en\0name\0" + text)


@given(st.binary(max_size=MOST))
def test_what_is_put_into_a_picture_comes_out_of_it(text):
    assert text_in(with_text(DOT, "one", text), "one", MOST) == text


def test_a_picture_with_a_text_has_all_that_it_had():
    whole = with_text(DOT, "one", b"text")
    assert whole.startswith(SIGNATURE + HEADER)
    assert whole.endswith(DOT[len(SIGNATURE + HEADER) :])


def test_the_text_is_in_the_beginning_of_the_file():
    whole = with_text(DOT, "one", b"text")
    end = len(whole) - len(DOT) + len(SIGNATURE + HEADER)
    assert text_in(whole[:end], "one", MOST) == b"text"
    assert text_in(whole[: end - 1], "one", MOST) is None


def test_each_text_has_its_keyword():
    both = with_text(with_text(DOT, "one", b"first"), "two", b"second")
    assert [text_in(both, name, MOST) for name in ("one", "two", "three")] == [b"first", b"second", None]


def test_a_text_that_is_not_compressed_is_read_too():
    assert text_in(plain(b"one", b"as it is"), "one", MOST) == b"as it is"


@pytest.mark.parametrize("picture", [b"", b"GIF89a", SIGNATURE, SIGNATURE + b"\xff" * 20, DOT])
def test_a_picture_without_a_text_has_none(picture):
    assert text_in(picture, "one", MOST) is None


def test_a_text_that_is_too_long_is_refused_before_it_takes_memory():
    with pytest.raises(DamagedError):
        text_in(with_text(DOT, "one", bytes(10**7)), "one", MOST)


@given(st.data())
def test_a_damaged_text_is_refused(data):
    whole = bytearray(with_text(DOT, "one", b"a text that is long enough"))
    begin = len(SIGNATURE + HEADER) + 8
    whole[data.draw(st.integers(begin, len(whole) - len(DOT) + begin - 13))] ^= 0x20
    with pytest.raises(DamagedError):
        text_in(bytes(whole), "one", MOST)


def test_a_text_that_does_not_unfold_is_refused():
    with pytest.raises(DamagedError):
        text_in(plain(b"one", b"not compressed", packed=b"\1"), "one", MOST)


def test_a_damaged_text_of_another_program_does_no_harm():
    foreign = bytearray(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x/>"))
    foreign[-1] ^= 1
    whole = with_text(DOT, "one", b"text")
    end = len(SIGNATURE + HEADER)
    assert text_in(whole[:end] + bytes(foreign) + whole[end:], "one", MOST) == b"text"
