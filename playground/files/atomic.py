"""Whole files or none: bounded reads, atomic writes. No Qt."""

import os
import re
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from playground.texts import files as texts

LEFT_OVER = 3600.0  # seconds; nobody writes one file for so long


class FileError(ValueError):
    """A file that cannot be read or written; the text is one line for people."""

    def __init__(self, text: str) -> None:
        # names and values come from outside; whatever they hold, the text stays one line
        super().__init__("".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text))


def size_of(path: Path) -> int:
    """Return the bytes of a file; 0 where there is none, or nobody may know."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


def read_bytes(path: str | os.PathLike[str], largest: int) -> bytes:
    """Return the contents of a file; no more than `largest` bytes of it are read, even if it has no end.

    Raises
    ------
    FileError
    """
    try:
        with Path(path).open("rb") as file:
            content = file.read(largest + 1)
    except OSError as error:
        raise FileError(texts.CANNOT_READ(path=path, why=reason(error))) from error
    except ValueError as error:  # a name with a NUL byte
        raise FileError(texts.CANNOT_READ(path=path, why=error)) from error
    if len(content) > largest:
        raise FileError(texts.TOO_LARGE(path=path, most=largest))
    return content


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file beside the target, then put it in the target's place.

    Raises
    ------
    FileError
    """
    try:
        target = path.resolve()
        sweep(target)
        # the process id tells what a dead process left from what is being written
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.{os.getpid()}-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, target.stat().st_mode & 0o777 if target.exists() else 0o644)
            os.replace(temporary, target)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise FileError(texts.CANNOT_WRITE(path=path, why=reason(error))) from error


def sweep(target: Path) -> None:
    """Remove temporary files for this target that killed programs have left."""
    ours = re.compile(re.escape(f".{target.name}.") + r"(\d+)-\w+")
    with suppress(OSError), os.scandir(target.parent) as there:
        for one in there:
            if (found := ours.fullmatch(one.name)) is not None:
                old = time.time() - one.stat().st_mtime > LEFT_OVER
                if old or not _alive(int(found[1])):
                    os.unlink(one)


def _alive(process: int) -> bool:
    """Whether a process may still run."""
    if os.name != "posix" or process == os.getpid():
        return True  # elsewhere os.kill would end the process
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def reason(error: OSError) -> str:
    """Return what the operating system says, as part of a sentence."""
    return (error.strerror or str(error)).lower()
