"""Standard output and standard error, which may lead nowhere, or to a disk that is full. No Qt."""

import errno
import os
import sys
from contextlib import suppress

from playground.files.atomic import FileError, reason
from playground.texts import files as texts


def tell(line: str) -> bool:
    """Print a line on standard error; return whether it could be."""
    if sys.stderr is None:  # as a program without a console has it on Windows
        return False
    try:
        print(line, file=sys.stderr, flush=True)
    except (OSError, ValueError):  # nobody is left who could be told
        return False
    return True


def put(text: str, end: str = "\n") -> None:
    """Print a result on standard output, now.

    Raises
    ------
    FileError
        Where it cannot be written; not where nobody could be told, because there is no standard error either.
    """
    if sys.stdout is None:
        if sys.stderr is not None:
            error = OSError(errno.EBADF, texts.CLOSED())
            raise _unwritten(error) from error
        return
    try:
        print(text, end=end, flush=True)
    except UnicodeEncodeError:
        encoding = sys.stdout.encoding
        print(text.encode(encoding, "backslashreplace").decode(encoding), end=end, flush=True)
    except OSError as error:
        raise _unwritten(error) from error


def _unwritten(error: OSError) -> FileError:
    return FileError(texts.CANNOT_WRITE(path=texts.STANDARD_OUTPUT(), why=reason(error)))


def is_terminal() -> bool:
    """Return whether somebody sees standard error as it is written."""
    try:
        return sys.stderr is not None and sys.stderr.isatty()
    except ValueError:  # it is closed
        return False


def fill() -> None:
    """Open what is closed of the three descriptors, to lead nowhere.

    Otherwise a file that the program writes has one of their numbers, and what libraries print lands in it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            with suppress(OSError):
                os.open(os.devnull, os.O_RDWR)  # it has the lowest number that is free


def drop_unwritten() -> None:
    """Forget what could not be written, of which Python would complain once more at the end."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            try:
                stream.flush()
            except (OSError, ValueError):
                with suppress(OSError, ValueError):
                    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
