"""Names of files, which need not be Unicode: as they are shown, and as text files keep them. No Qt."""

import os
from pathlib import Path

from playground.texts.text import unicode_only

HEX = "bytes:"  # no absolute path begins so
LONGEST = 32_768  # characters of a path that is kept


def shown(path: str | os.PathLike[str]) -> str:
    """Return a name or path as it can be shown: what is not Unicode is replaced, as in every `Text`.

    Examples
    --------
    >>> shown("caf\\udce9.json") == "caf\N{REPLACEMENT CHARACTER}.json"
    True
    """
    return unicode_only(os.fspath(path))


def resolved(path: str | os.PathLike[str]) -> Path:
    """Return an absolute path without links, as far as it can be followed: a loop of links stays."""
    try:
        return Path(path).resolve()
    except (OSError, RuntimeError, ValueError):
        return Path(path).absolute()


def as_text(path: str | os.PathLike[str]) -> str:
    """Return a path as Unicode that a file can keep.

    Examples
    --------
    >>> as_text("/home/me/a.json"), as_text("/caf\\udce9")
    ('/home/me/a.json', 'bytes:2f636166e9')
    """
    text = os.fspath(path)
    return text if text == shown(text) else HEX + os.fsencode(text).hex()


def from_text(text: str) -> str:
    """Return the path that `as_text` made a text of; "" for a text that is none.

    Examples
    --------
    >>> from_text("bytes:2f636166e9") == "/caf\\udce9"
    True
    """
    try:
        path = os.fsdecode(bytes.fromhex(text.removeprefix(HEX))) if text.startswith(HEX) else text
    except ValueError:
        return ""
    return "" if "\0" in path or len(path) > LONGEST else path
