"""Films: of which epochs, and as GIF by Pillow, as MP4 by imageio-ffmpeg, and as APNG. No Qt.

The program does without either package: what lacks one says what to install.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.base.values import dataclass
from playground.exports.png import animated
from playground.texts import film as texts

if TYPE_CHECKING:
    from PIL.Image import Image

COLOURS = 256
USUAL_PICTURES = 120  # of a film, about, where nobody says how many
# pictures a second: a GIF counts in hundredths of a second, and no program shows one that long only
SLOWEST, FASTEST = 0.1, 50.0
MOST_PIXELS = 300_000_000  # of all pictures of a film: those of a GIF are held until it is written


@dataclass(frozen=True)
class FilmFormat:
    """A format of a film.

    Parameters
    ----------
    suffix : str
        Of a file.
    needs : tuple of str
        What has to be installed, as Python imports it.
    extra : str
        The extra of this program that brings it.
    write : callable (iterator of bytes, float) -> bytes
        Makes the file, of PNG pictures of one size, at least one, and their number in a second: each is
        asked for when the one before is dealt with.
    """

    suffix: str
    needs: tuple[str, ...]
    extra: str
    write: Callable[[Iterator[bytes], float], bytes]


@dataclass(frozen=True)
class Stretch:
    """The epochs that a film shows.

    Parameters
    ----------
    first : int
    last : int or None
        None for the end of the run.
    every : int or None
        So many epochs lie between two pictures; None for about `USUAL_PICTURES` in all.
    """

    first: int = 0
    last: int | None = None
    every: int | None = None

    def epochs(self, begin: int, end: int) -> list[int]:
        """Return the epochs of the pictures, of those that a run has: the last one is among them.

        Raises
        ------
        ValueError
            Where there are none.
        """
        first, last = max(self.first, begin), end if self.last is None else min(self.last, end)
        if first > last:
            raise ValueError(texts.NO_STRETCH(first=first, last=last))
        every = self.every or usual_step(first, last)
        return [*range(first, last, every), last]


def usual_step(first: int, last: int) -> int:
    """Return how many epochs lie between two pictures where nobody says how many."""
    return max(round((last - first) / USUAL_PICTURES), 1)


class LacksError(ValueError):
    """Something has to be installed first; the text is one line that says what."""


def check(form: FilmFormat) -> None:
    """Make sure that a format can be written.

    Raises
    ------
    LacksError
    """
    if any(find_spec(name) is None for name in form.needs):
        raise LacksError(texts.LACKS(suffix=form.suffix, extra=form.extra))


def _opened(pictures: Iterator[bytes]) -> Iterator[Image]:
    from PIL import Image

    for content in pictures:
        with Image.open(BytesIO(content)) as picture:
            yield picture.convert("RGB")


def _gif(pictures: Iterator[bytes], rate: float) -> bytes:
    few = (picture.quantize(COLOURS) for picture in _opened(pictures))
    content = BytesIO()
    # whole hundredths of a second are what the format has
    how: dict[str, Any] = {"duration": 10 * round(100.0 / rate), "loop": 0, "disposal": 1}
    next(few).save(content, "GIF", save_all=True, append_images=few, **how)
    return content.getvalue()


def _mp4(pictures: Iterator[bytes], rate: float) -> bytes:
    from imageio_ffmpeg import write_frames

    opened = _opened(pictures)
    first = next(opened)
    # most players need even sizes
    width, height = first.width & ~1, first.height & ~1
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "film.mp4")
        film = write_frames(str(path), (width, height), fps=rate, macro_block_size=1, quality=8)
        film.send(None)
        try:
            for picture in itertools.chain((first,), opened):
                film.send(picture.crop((0, 0, width, height)).tobytes())
        finally:
            film.close()
        return path.read_bytes()


FORMATS = {
    one.suffix: one
    for one in (
        FilmFormat(".gif", ("PIL",), "film", _gif),
        FilmFormat(".apng", (), "", animated),
        FilmFormat(".png", (), "", animated),  # which an APNG is as well
        FilmFormat(".mp4", ("PIL", "imageio_ffmpeg"), "mp4", _mp4),
    )
}
