"""A film holds the pictures that it was given, in their order and at their pace."""

import sys
from io import BytesIO
from types import SimpleNamespace

import pytest
from PIL import Image

from playground.exports import film
from playground.exports.film import FORMATS, LacksError, check

SIZE = (31, 20)


def encode(pictures, form, rate):
    return form.write(iter(pictures), rate)


def picture(k):
    content = BytesIO()
    Image.new("RGB", SIZE, (40 * k, 255 - 40 * k, 7)).save(content, "PNG")
    return content.getvalue()


def frames_of(content):
    with Image.open(BytesIO(content)) as one:
        for k in range(one.n_frames):
            one.seek(k)
            yield one.convert("RGB").getpixel((3, 3)), one.info["duration"]


@pytest.mark.parametrize("suffix", [".gif", ".apng", ".png"])
@pytest.mark.parametrize(("rate", "milliseconds"), [(20.0, 50), (12.5, 80), (50.0, 20), (0.5, 2000)])
def test_it_shows_each_picture_for_its_time(suffix, rate, milliseconds):
    content = encode(map(picture, range(5)), FORMATS[suffix], rate)
    shown = list(frames_of(content))
    assert [time for _, time in shown] == [milliseconds] * 5
    for k, (colour, _) in enumerate(shown):
        assert colour == pytest.approx((40 * k, 255 - 40 * k, 7), abs=2)


@pytest.mark.parametrize("suffix", [".gif", ".apng"])
def test_it_begins_again_when_it_is_over(suffix):
    with Image.open(BytesIO(encode(map(picture, range(3)), FORMATS[suffix], 10.0))) as one:
        assert one.info["loop"] == 0


@pytest.mark.parametrize("suffix", [".gif", ".apng"])
def test_a_single_picture_is_a_film_as_well(suffix):
    with Image.open(BytesIO(encode([picture(2)], FORMATS[suffix], 10.0))) as one:
        assert one.size == SIZE


def test_pictures_are_asked_for_one_by_one():
    taken = []

    def pictures():
        for k in range(4):
            taken.append(k)
            yield picture(k)
            if k == 2:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        encode(pictures(), FORMATS[".gif"], 10.0)
    assert taken == [0, 1, 2]


def test_an_mp4_gets_whole_pictures_of_even_sizes(monkeypatch):
    """A stand-in for the encoder, which is too large to be installed for tests."""
    got = []

    def write_frames(path, size, **how):
        got.append((size, how["fps"]))
        with open(path, "wb") as file:
            while True:
                try:
                    content = yield
                except GeneratorExit:
                    return
                if content:
                    file.write(b"%d." % len(content))

    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", SimpleNamespace(write_frames=write_frames))
    content = encode(map(picture, range(3)), FORMATS[".mp4"], 25.0)
    assert got == [((30, 20), 25.0)]
    assert content == b"1800.1800.1800."


def test_what_is_lacking_is_named_with_the_line_that_installs_it(monkeypatch):
    monkeypatch.setattr(film, "find_spec", lambda _: None)
    with pytest.raises(LacksError, match=r"pip install 'neural-playground\[film\]'"):
        check(FORMATS[".gif"])
    with pytest.raises(LacksError, match=r"neural-playground\[mp4\]"):
        check(FORMATS[".mp4"])
