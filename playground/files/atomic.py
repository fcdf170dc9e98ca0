"""Whole files or none: bounded reads, atomic writes. No Qt."""

import errno
import os
import re
import select
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import IO

from playground.files.names import resolved
from playground.texts import files as texts

LONGEST_TEXT = 600  # characters of an error: names and values come from outside
LEFT_OVER = 3600.0  # seconds; nobody writes one file for so long
SILENCE_SECONDS = 1.0  # how long a pipe may be silent
HELD_SECONDS = 2.0  # how long a file may be held by another program: a scanner or a synchroniser
PAUSE_SECONDS = 0.05
HELD = frozenset({errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY})
UNSUPPORTED = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP})
LONGEST_STEM = 64  # bytes of a name that the name of its temporary file has: that must not become too long
CHUNK = 2**20  # bytes


class FileError(ValueError):
    """A file that cannot be read or written; the text is one line for people."""

    def __init__(self, text: str) -> None:
        # names and values come from outside; whatever they hold, the text stays one line
        if len(text) > LONGEST_TEXT:
            text = f"{text[: LONGEST_TEXT // 2]}…{text[-LONGEST_TEXT // 2 :]}"
        super().__init__("".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text))


# -- reading -------------------------------------------------------------------------------------


def size_of(path: Path) -> int:
    """Return the bytes of a file; 0 where there is none, or nobody may know."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


@contextmanager
def reading_errors(path: str | os.PathLike[str]) -> Iterator[None]:
    """Turn what the system says of a file that cannot be read into a FileError."""
    try:
        yield
    except OSError as error:
        raise FileError(texts.CANNOT_READ(path=path, why=reason(error))) from error
    except ValueError as error:  # a name with a NUL byte
        if isinstance(error, FileError):
            raise
        raise FileError(texts.CANNOT_READ(path=path, why=error)) from error


def read_beginning(path: str | os.PathLike[str], most: int) -> bytes:
    """Return the first bytes of a file, at most `most`, even of one without end; as `read_bytes`."""
    with reading_errors(path), open_to_read(path) as file:
        whole = os.fstat(file.fileno()).st_size + 1  # most often it comes in one piece
        return b"".join(chunks(file, most, max(CHUNK, whole)))


def read_bytes(path: str | os.PathLike[str], largest: int) -> bytes:
    """Return the contents of a file; no more than `largest` bytes of it are read, even if it has no end.

    Raises
    ------
    FileError
        Also if it is a pipe that stays silent.
    """
    content = read_beginning(path, largest + 1)
    if len(content) > largest:
        raise FileError(texts.TOO_LARGE(path=path, most=largest))
    return content


def open_to_read(path: str | os.PathLike[str]) -> FileIO:
    """Open a file without waiting: a pipe that nobody writes to would block for ever."""

    def open_at_once(name: str, flags: int) -> int:
        return os.open(name, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))

    return open(path, "rb", buffering=0, opener=open_at_once)


def chunks(file: FileIO, most: int, size: int) -> Iterator[bytes]:
    """Yield the contents of a file in pieces of a size, at most `most` bytes."""
    while most > 0:
        part = file.read(min(most, size))
        if part is None:
            if not select.select([file], [], [], SILENCE_SECONDS)[0]:
                raise TimeoutError(errno.ETIMEDOUT, texts.NOTHING_COMES())
        elif part:
            most -= len(part)
            yield part
        else:
            return


# -- writing -------------------------------------------------------------------------------------


def write_atomically(path: Path, content: bytes | Callable[[IO[bytes]], object]) -> tuple[str, ...]:
    """Write a file beside the target, then put it in the target's place; a link stays a link.

    A target that another program holds for a moment is waited for, two seconds at most.

    Parameters
    ----------
    path : Path
    content : bytes or callable
        What is too long to be held in memory is written by a function that is called with the open file;
        if that raises, the old file is as it was.

    Returns
    -------
    tuple of str
        What of the old file could not be kept, such as its permissions.

    Raises
    ------
    FileError
        The old file is as it was.
    """
    target = target_of(path)
    try:
        old = target.stat() if target.exists() else None
        sweep(target)
        handle, temporary = _open_beside(target, 0o666 if old is None else 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                if callable(content):
                    content(file)
                else:
                    file.write(content)
                file.flush()
                os.fsync(file.fileno())
            lost = () if old is None else tuple(_keep_of(target, old, temporary))
            _replace(temporary, target)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise
        return lost if _syncs_folder(target.parent) else (*lost, texts.ITS_SAFETY())
    except OSError as error:
        raise FileError(texts.CANNOT_WRITE(path=path, why=reason(error))) from error


def target_of(path: Path) -> Path:
    """Return the file that is replaced when this one is written: what a link leads to.

    Raises
    ------
    FileError
        Where there can be no such file.
    """
    try:
        try:
            kind = path.stat().st_mode
        except FileNotFoundError:  # a loop of links, and a name that cannot be, are no such case
            target = resolved(path)
        else:
            if stat.S_ISDIR(kind):
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            if not stat.S_ISREG(kind):  # a device or a pipe would be gone afterwards
                raise OSError(errno.EINVAL, texts.NO_REGULAR_FILE())
            target = Path(os.path.realpath(path, strict=True))
        target.parent.stat()
    except OSError as error:
        raise FileError(texts.CANNOT_WRITE(path=path, why=reason(error))) from error
    except ValueError as error:  # a name with a NUL byte
        raise FileError(texts.CANNOT_WRITE(path=path, why=error)) from error
    return target


def _open_beside(target: Path, mode: int) -> tuple[int, Path]:
    """Open a new file in the folder of the target; the umask decides who may do what of `mode`."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    while True:
        # the process id tells what a dead process left from what is being written
        temporary = target.with_name(f".{_stem(target)}.{os.getpid()}-{os.urandom(4).hex()}")
        try:
            return os.open(temporary, flags | getattr(os, "O_CLOEXEC", 0), mode), temporary
        except FileExistsError:
            continue


def _stem(target: Path) -> str:
    """Return the name of a file, or its beginning if it is long."""
    name = target.name
    while len(os.fsencode(name)) > LONGEST_STEM:
        name = name[:-1]
    return name


def _keep_of(target: Path, old: os.stat_result, temporary: Path) -> Iterator[str]:
    """Give a new file what the old one has; yield what it cannot be given."""
    mode = stat.S_IMODE(old.st_mode)
    new = temporary.stat()
    if hasattr(os, "chown") and (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        try:
            os.chown(temporary, old.st_uid if old.st_uid != new.st_uid else -1, old.st_gid)
        except OSError:
            with suppress(OSError):
                os.chown(temporary, -1, old.st_gid)
        new = temporary.stat()
        if new.st_gid != old.st_gid:
            yield texts.ITS_GROUP()
            mode = mode & ~0o2070 | (mode & 0o007) << 3  # what only the old group might is not the new one's
        if new.st_uid != old.st_uid:
            yield texts.ITS_OWNER()
            mode &= ~0o4000
    try:
        os.chmod(temporary, mode)
    except OSError:
        yield texts.ITS_PERMISSIONS()
    if not _copies_attributes(target, temporary):
        yield texts.ITS_ATTRIBUTES()
    if old.st_nlink > 1:
        yield texts.ITS_OTHER_NAMES()


def _copies_attributes(target: Path, temporary: Path) -> bool:
    """Copy access lists and the like; return whether that was possible."""
    if not hasattr(os, "listxattr"):
        return True
    try:
        for name in os.listxattr(target):
            if not name.startswith("security."):  # the system's own
                os.setxattr(temporary, name, os.getxattr(target, name))
    except OSError as error:
        return error.errno in UNSUPPORTED
    return True


def _replace(temporary: Path, target: Path) -> None:
    """Put a file in the place of another; if that is held, try for two seconds."""
    end = time.monotonic() + HELD_SECONDS
    while True:
        try:
            os.replace(temporary, target)
            return
        except OSError as error:
            if error.errno not in HELD or time.monotonic() >= end:
                raise
        time.sleep(PAUSE_SECONDS)


def _syncs_folder(folder: Path) -> bool:
    """Have the new name of a file survive a power cut; return whether nothing went wrong."""
    if os.name != "posix":
        return True
    try:
        handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0))
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        return error.errno in UNSUPPORTED | HELD  # some file systems cannot do it
    return True


def sweep(target: Path) -> None:
    """Remove temporary files for this target that killed programs have left."""
    ours = re.compile(re.escape(f".{_stem(target)}.") + r"(\d+)-\w+")
    with suppress(OSError), os.scandir(target.parent) as there:
        for one in there:
            if (found := ours.fullmatch(one.name)) is not None:
                old = time.time() - one.stat(follow_symlinks=False).st_mtime > LEFT_OVER
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
