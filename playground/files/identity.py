"""Whether a file is still the one that was opened or saved: another program may have written to it. No Qt."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from playground.files.atomic import CHUNK, chunks, open_to_read
from playground.files.names import resolved

if TYPE_CHECKING:
    from collections.abc import Iterable

LARGE = 8_000_000  # bytes; a larger file that looks untouched is not read


class Identity(NamedTuple):
    """What is known of the contents of a file.

    Attributes
    ----------
    digest : str
        Of the contents; "" matches none.
    stamp : tuple of int
        Size, time of the last change, and place on the disk; empty if unknown.
    """

    digest: str
    stamp: tuple[int, ...] = ()


def identity_of(path: Path) -> Identity | None:
    """Return the identity of a file; None if there is none, or it cannot be read."""
    try:
        with open_to_read(path) as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):  # a device may have no end
                return None
            return Identity(_digest(chunks(file, found.st_size, CHUNK)), _stamp(found))
    except (OSError, ValueError):
        return None


def identity_of_written(path: Path, content: bytes) -> Identity:
    """Return the identity of a file to which these contents have just been written."""
    digest = _digest([content])
    try:
        return Identity(digest, _stamp(path.stat()))
    except OSError:
        return Identity(digest)


def is_still(path: Path, known: Identity) -> bool:
    """Return whether a file has the contents that it had; False if it is gone."""
    try:
        looks_untouched = _stamp(path.stat()) == known.stamp
    except (OSError, ValueError):
        return False
    if looks_untouched and known.stamp[0] > LARGE:
        return True
    found = identity_of(path)
    return found is not None and found.digest == known.digest


class KnownFiles:
    """What is known of the contents of the files that were opened or saved; any thread may ask and tell.

    A file is known by its name and by what its name leads to: a link may lead to another file by then.
    """

    def __init__(self) -> None:
        self._known: dict[Path, Identity] = {}

    def note(self, path: Path, identity: Identity | None) -> None:
        """Note what a file holds; None if that is unknown."""
        for name in _names(path):
            if identity is None:
                self._known.pop(name, None)
            else:
                self._known[name] = identity

    def digest(self, path: Path | None) -> str:
        """Return the digest of what a file is known to hold; "" if nothing is known of it."""
        known = self._find(path) if path is not None else None
        return known.digest if known is not None else ""

    def is_replaced(self, path: Path) -> bool:
        """Return whether a file is known, and no longer has these contents."""
        known = self._find(path)
        return known is not None and not is_still(path, known)

    def _find(self, path: Path) -> Identity | None:
        return next((self._known[name] for name in _names(path) if name in self._known), None)


def _names(path: Path) -> tuple[Path, Path]:
    """Return the names of a file: as it was asked for, and without links."""
    return path.absolute(), resolved(path)


def _stamp(found: os.stat_result) -> tuple[int, ...]:
    return found.st_size, found.st_mtime_ns, found.st_ino, found.st_dev


def _digest(parts: Iterable[bytes]) -> str:
    from hashlib import sha256  # here: the window opens sooner, and most often without a file

    digest = sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()
