"""Runs as one file to hand in: exported from a library, and imported into another. No Qt.

The file is a zip archive of data alone: how many runs there are, and for each of them what its row says, its
experiment as an experiment file has it, and its parts. Nothing in it is trusted, and nothing executed.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import FileIO
from pathlib import Path
from typing import IO, NamedTuple

import msgspec

from engine import State
from playground.files import experiments
from playground.files.atomic import CHUNK, FileError, chunks, open_to_read, reading_errors, write_atomically
from playground.files.experiments import LARGEST_FILE
from playground.files.run_library import RunLibrary, new_key
from playground.files.runs.encoding import SCALARS
from playground.files.runs.values import PARTS, KeptRun, RunRow
from playground.texts import run_library as texts

FORMAT = 1
INDEX, ROW, EXPERIMENT = "runs.json", "run.json", "experiment.json"
MOST_RUNS = 10_000
LARGEST_COUNT = 2**53  # no library has room for any number
LARGEST_ROW = 1_000_000  # bytes of what is said of one run
LARGEST = 2**30  # bytes of a file, and of all in it, unpacked
LARGEST_PART = 2**28
LISTED = b"PK\x01\x02"  # begins each entry in the list of an archive
KEY = re.compile(r"[\w-]{1,64}")
# what damaged archives raise, or those of other programs
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)


class Imported(NamedTuple):
    """What came of an import: the runs that are new, how many were there already, and what went for them."""

    added: tuple[str, ...]
    known: int
    gone: tuple[RunRow, ...]


class Index(msgspec.Struct):
    """What a file of runs says of itself."""

    format: int
    runs: int


# -- out -----------------------------------------------------------------------------------------


def export_runs(
    library: RunLibrary, keys: Sequence[str], path: Path, progress: Callable[[float], None] = lambda _: None
) -> int:
    """Write runs to a file, and return how many: those that were deleted meanwhile are not in it.

    Parameters
    ----------
    library : RunLibrary
    keys : sequence of str
    path : Path
        Written whole or not at all.
    progress : callable (float), optional
        Called with the share that is done; what it raises ends the work.

    Raises
    ------
    FileError
    """
    count = 0

    def write(file: IO[bytes]) -> None:
        nonlocal count
        size = 0
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for k, key in enumerate(keys):
                progress(k / len(keys))
                run = library.get(key)
                if run is not None:
                    size += _write(archive, count, run)
                    count += 1
                if count > MOST_RUNS or size > LARGEST - LARGEST_ROW:
                    raise FileError(texts.TOO_MANY_TO_EXPORT(most=MOST_RUNS))
            if not count:
                raise FileError(texts.NONE_TO_EXPORT())
            archive.writestr(INDEX, msgspec.json.encode(Index(FORMAT, count)))

    write_atomically(path, write)
    progress(1.0)
    return count


def _write(archive: zipfile.ZipFile, number: int, run: KeptRun) -> int:
    """Write a run, and return how many bytes that is unpacked."""
    contents = {
        ROW: msgspec.json.encode({name: getattr(run.row, name) for name in SCALARS}),
        EXPERIMENT: experiments.encode(run.row.experiment),
    } | {name: part for name in PARTS if (part := getattr(run, name))}
    for name, content in contents.items():
        archive.writestr(f"{number}/{name}", content)
    return sum(map(len, contents.values()))


# -- in ------------------------------------------------------------------------------------------


def import_runs(
    library: RunLibrary, path: Path, progress: Callable[[float], None] = lambda _: None
) -> Imported:
    """Keep the runs of a file that are not yet in a library: all of them, or none.

    A run that was deleted is there again. One that was trained on since it was exported, here or there, is
    kept beside what is there, under another key.

    Parameters
    ----------
    library : RunLibrary
    path : Path
    progress : callable (float), optional
        Called with the share that is done; what it raises ends the work.

    Raises
    ------
    FileError
    """
    with reading_errors(path), open_to_read(path) as file:
        _refuse_hostile(file, path)
        with _archive(file, path) as (archive, count):
            for k in range(count):  # before any of them is kept
                progress(0.5 * k / count)
                _read(archive, k, path)
            runs = (_read(archive, k, path) for k in range(count))
            imported = _kept(library, runs, lambda k: progress(0.5 + 0.5 * k / count))
    progress(1.0)
    return imported


def _kept(library: RunLibrary, runs: Iterator[KeptRun], progress: Callable[[int], None]) -> Imported:
    added: list[str] = []
    gone: tuple[RunRow, ...] = ()
    known = 0
    try:
        for k, run in enumerate(runs):
            progress(k)
            new = _new_here(library, run)
            if new is None:
                known += 1
            else:
                gone += library.put(new)
                added.append(new.row.key)
    except BaseException:
        library.delete(added)
        raise
    return Imported(tuple(added), known, gone)


def _new_here(library: RunLibrary, run: KeptRun) -> KeptRun | None:
    """Return a run as it is kept in a library, or None if it is there."""
    library.restore([run.row.key])
    for there in library.rows([run.row.key]):
        if (there.steps, there.ended) == (run.row.steps, run.row.ended):
            return None
        return replace(run, row=replace(run.row, key=new_key()))
    return run


def _refuse_hostile(file: FileIO, path: Path) -> None:
    """Refuse what is too large, or lists more than a library has, before any of that is in memory."""
    size, listed, rest = 0, 0, b""
    for chunk in chunks(file, LARGEST + 1, CHUNK):
        size += len(chunk)
        listed += (rest + chunk).count(LISTED)
        rest = chunk[1 - len(LISTED) :]
    if size > LARGEST or listed > MOST_RUNS * (len(PARTS) + 2) + 1:
        raise FileError(texts.NO_RUNS(source=path, why=texts.TOO_MUCH()))


@contextmanager
def _archive(file: FileIO, path: Path) -> Iterator[tuple[zipfile.ZipFile, int]]:
    """Open an archive, and return it with the number of runs in it."""
    try:
        archive = zipfile.ZipFile(file)
    except (*BROKEN, OSError) as error:
        raise FileError(texts.NO_RUNS(source=path, why=texts.NO_ARCHIVE())) from error
    with archive:
        if sum(member.file_size for member in archive.infolist()) > LARGEST:
            raise FileError(texts.NO_RUNS(source=path, why=texts.TOO_MUCH()))
        try:
            index = msgspec.json.decode(_content(archive, INDEX, LARGEST_ROW), type=Index)
        except BROKEN as error:
            raise FileError(texts.NO_RUNS(source=path, why=texts.NO_ARCHIVE())) from error
        if index.format > FORMAT:
            raise FileError(texts.NO_RUNS(source=path, why=texts.OF_NEWER()))
        if not 0 <= index.runs <= MOST_RUNS:
            raise FileError(texts.NO_RUNS(source=path, why=texts.TOO_MUCH()))
        yield archive, index.runs


def _content(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Return what an archive has under a name.

    Raises
    ------
    ValueError
        If there is no such thing, or it is too large; besides, all that is in `BROKEN`.
    """
    if name not in archive.NameToInfo:
        raise ValueError(texts.MISSING(name=name))
    if archive.getinfo(name).file_size > most:
        raise ValueError(texts.TOO_MUCH())
    return archive.read(name)


def _read(archive: zipfile.ZipFile, number: int, path: Path) -> KeptRun:
    """Return a run from an archive.

    Raises
    ------
    FileError
    """
    try:
        row = _row(_content(archive, f"{number}/{ROW}", LARGEST_ROW))
        experiment = experiments.decode_document(
            _content(archive, f"{number}/{EXPERIMENT}", LARGEST_FILE), f"{number}/{EXPERIMENT}"
        ).experiment
        there = [name for name in PARTS if f"{number}/{name}" in archive.NameToInfo]
        parts = {name: _content(archive, f"{number}/{name}", LARGEST_PART) for name in there}
        if "state" in parts:
            State.from_bytes(parts["state"])
    except BROKEN as error:
        raise FileError(texts.DAMAGED_RUN(source=path, n=number + 1, why=error)) from error
    return KeptRun(replace(row, experiment=experiment), **{"state": b""} | parts)


def _row(content: bytes) -> RunRow:
    """Return what is said of a run, with the first experiment.

    Raises
    ------
    ValueError
    """
    try:
        row = msgspec.convert(msgspec.json.decode(content) | {"experiment": {}}, RunRow)
    except (msgspec.DecodeError, TypeError, RecursionError) as error:
        raise ValueError(texts.NO_SENSE()) from error
    counts = row.epoch, row.steps, row.best_epoch or 0, row.changes
    if KEY.fullmatch(row.key) is None or not all(0 <= count <= LARGEST_COUNT for count in counts):
        raise ValueError(texts.NO_SENSE())
    return row
