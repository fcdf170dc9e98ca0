"""Pictures that carry the experiment they show, so that it can be opened again. No Qt."""

import os

from playground.exports import png
from playground.files.atomic import FileError, read_beginning
from playground.texts import files as texts

KEYWORD = "neural-playground-experiment"
SUFFIX = ".png"
MOST = 12_000_000  # bytes of an experiment, and of a picture's beginning, where it is


def with_experiment(picture: bytes, content: bytes) -> bytes:
    """Return a PNG picture that carries an experiment, given as the contents of its file."""
    return png.with_text(picture, KEYWORD, content)


def is_picture(content: bytes) -> bool:
    """Return whether the contents of a file, or their beginning, are a PNG picture."""
    return content.startswith(png.SIGNATURE)


def experiment_in(content: bytes, source: str) -> bytes:
    """Return the contents of the experiment file that a picture carries.

    Raises
    ------
    FileError
        Where it carries none, or it is damaged; `source` names the picture.
    """
    try:
        found = png.text_in(content, KEYWORD, MOST)
    except png.DamagedError as error:
        raise FileError(texts.PICTURE_DAMAGED(source=source)) from error
    if found is None:
        raise FileError(texts.PICTURE_WITHOUT(source=source))
    return found


def is_picture_at(path: str | os.PathLike[str]) -> bool:
    """Return whether a file is a PNG picture, whatever its name."""
    try:
        return is_picture(read_beginning(path, len(png.SIGNATURE)))
    except FileError:
        return False


def shows_experiment(path: str | os.PathLike[str]) -> bool:
    """Return whether a file is a picture that carries an experiment, if only a damaged one."""
    try:
        content = read_beginning(path, MOST)
        return is_picture(content) and png.text_in(content, KEYWORD, MOST) is not None
    except FileError:
        return False
    except png.DamagedError:
        return True
