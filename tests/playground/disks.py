"""A disk that fails, at any call of the system that a save makes, with any error."""

import errno
import functools
import os
import shutil

import pytest

from playground.files import atomic
from playground.files.atomic import FileError

NAMES = ("ENOSPC", "EIO", "EACCES", "EBUSY", "EROFS", "EDQUOT", "EINTR")
ERRORS = tuple(getattr(errno, name) for name in NAMES if hasattr(errno, name))
CALLS = (
    "open", "fdopen", "fsync", "replace", "chmod", "chown", "unlink", "scandir", "listxattr", "urandom",
    "close", "stat", "lstat", "readlink",
)  # fmt: skip
FDOPEN = os.fdopen


class Disk:
    """Counts the calls of the system that a save makes, and lets one of them fail."""

    def __init__(self, patch, fails, code):
        self.calls, self._fails, self._code = 0, fails, code
        for name in CALLS:
            if hasattr(os, name):
                patch.setattr(atomic.os, name, self._counted(getattr(os, name)))

    def _counted(self, real):
        def call(*arguments, **named):
            self.step()
            made = real(*arguments, **named)
            return Failing(made, self) if real is FDOPEN else made

        return call

    def step(self):
        self.calls += 1
        if self.calls == self._fails:
            raise OSError(self._code, os.strerror(self._code))


class Failing:
    """A file whose every call may fail."""

    def __init__(self, file, disk):
        self._file, self._disk = file, disk

    def __getattr__(self, name):
        self._disk.step()
        return getattr(self._file, name)

    def __enter__(self):
        self._file.__enter__()
        return self

    def __exit__(self, *error):
        return self._file.__exit__(*error)


def faults(folder):
    """Yield a save for each call of the system and each error: with an old file, without, and by a link."""
    for old in ("none", "file", "link"):
        path = prepared(folder, old)
        with pytest.MonkeyPatch.context() as patch:
            disk = Disk(patch, 0, 0)
            atomic.write_atomically(path, b"the new file")
        for fails in range(1, disk.calls + 1):
            for code in ERRORS:
                yield functools.partial(one_fault, folder, old, fails, code)


def prepared(folder, old):
    """Return the file that is to be written."""
    shutil.rmtree(folder / "disk", ignore_errors=True)
    (folder / "disk").mkdir()
    path, target = folder / "disk" / "one.json", folder / "disk" / "target.json"
    if old != "none":
        (target if old == "link" else path).write_bytes(b"the old file")
    if old == "link":
        path.symlink_to(target)
    return path


def one_fault(folder, old, fails, code):
    """Save while one call of the system fails; return what became of it, once all holds that must."""
    path = prepared(folder, old)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(atomic, "HELD_SECONDS", 0.01)
        patch.setattr(atomic, "PAUSE_SECONDS", 0.0)
        Disk(patch, fails, code)
        try:
            atomic.write_atomically(path, b"the new file")
            what, right = "saved", b"the new file"
        except FileError:
            what, right = "refused", None if old == "none" else b"the old file"
    assert (path.read_bytes() if path.exists() else None) == right, what
    assert path.is_symlink() == (old == "link")
    atomic.write_atomically(path, b"after")
    assert path.read_bytes() == b"after"
    return what
