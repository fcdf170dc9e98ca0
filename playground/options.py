"""The options of the command line: how each is read, and refused in one line. No Qt."""

import argparse
from pathlib import Path
from typing import NoReturn

from engine import RANGES
from playground import blas
from playground.exports.film import FASTEST, SLOWEST
from playground.exports.film import FORMATS as FILMS
from playground.files import streams
from playground.render import FORMATS, REPORTS
from playground.texts import cli as texts
from playground.texts.numbers import ENGLISH
from playground.texts.reading import read_number

EPOCHS = 1000
MOST_EPOCHS = 1_000_000_000
MOST_SCALE = 4


class UsageError(ValueError):
    """Bad input; the text is the one line to print."""


class Parser(argparse.ArgumentParser):
    """Reports bad usage in one line, without the usage text."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(texts.USAGE(what=message, program=self.prog))


def parse(parser: Parser, words: list[str]) -> argparse.Namespace:
    """Read a command's options, with the one that all have."""
    parser.add_argument(blas.OPTION, type=threads, metavar="N", help=texts.THREADS())
    given = parser.parse_args(words)
    if given.threads and not blas.is_limited_to(given.threads):
        streams.tell(texts.LINE(what=texts.TOO_LATE(threads=given.threads)))
    return given


def _whole(name: str, text: str, low: float, high: float) -> int:
    number = read_number(text, ENGLISH)
    if number is None or not number.is_integer() or not low <= number <= high:
        raise argparse.ArgumentTypeError(texts.NOT_WHOLE(name=name, low=low, high=high, got=text))
    return int(number)


def epochs(text: str) -> int:
    """Read a number of epochs."""
    return _whole("epochs", text, 0, MOST_EPOCHS)


def seed(text: str) -> int:
    """Read a seed."""
    return _whole("seed", text, RANGES["seed"].low, RANGES["seed"].high)


def threads(text: str) -> int:
    """Read a number of threads."""
    return _whole("threads", text, 1, blas.MOST)


def scale(text: str) -> int:
    """Read how many pixels there are along each unit."""
    return _whole("scale", text, 1, MOST_SCALE)


def picture_file(text: str) -> Path:
    """Read the name of a picture."""
    path = Path(text)
    if path.suffix and path.suffix.lower().removeprefix(".") not in FORMATS:
        raise argparse.ArgumentTypeError(texts.NO_PICTURE_FORMAT(got=path.suffix, known=", ".join(FORMATS)))
    return path


def report_file(text: str) -> Path:
    """Read the name of a report."""
    path = Path(text)
    if path.suffix.lower() not in REPORTS:
        known = ", ".join(REPORTS)
        raise argparse.ArgumentTypeError(texts.NO_REPORT_FORMAT(got=path.suffix or path.name, known=known))
    return path


def film_file(text: str) -> Path:
    """Read the name of a film."""
    path = Path(text)
    if path.suffix.lower() not in FILMS:
        known = ", ".join(FILMS)
        raise argparse.ArgumentTypeError(texts.NO_FILM_FORMAT(got=path.suffix or path.name, known=known))
    return path


def every(text: str) -> int:
    """Read how many epochs lie between two pictures of a film."""
    return _whole("every", text, 1, MOST_EPOCHS)


def rate(text: str) -> float:
    """Read how many pictures of a film are shown in a second."""
    number = read_number(text, ENGLISH)
    if number is None or not SLOWEST <= number <= FASTEST:
        raise argparse.ArgumentTypeError(texts.NOT_A_RATE(low=SLOWEST, high=FASTEST, got=text))
    return number


def size(text: str) -> tuple[int, int]:
    """Read a size in pixels."""
    width, _, height = text.partition("x")
    try:
        return _whole("width", width, 100, 7680), _whole("height", height, 100, 4320)
    except argparse.ArgumentTypeError as error:
        raise argparse.ArgumentTypeError(texts.NOT_A_SIZE(got=text, why=error)) from error
