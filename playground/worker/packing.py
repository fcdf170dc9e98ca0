"""What a run consists of, as bytes and back: plain data, never code. No Qt."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine import Experiment, State
from playground.texts.changes import DAMAGED_RUN
from playground.worker.commands import ExplainedStep, RemoveNeuron, SetMask, SetParameter, Step
from playground.worker.record import Record, Recorded
from playground.worker.revision import Revision
from playground.worker.undo_memory import Patch, Removal, RemovedWeights

FACTS = "facts"
LARGEST = 512 * 2**20  # bytes that any of it may take unpacked
RECORDED: dict[str, type[Recorded]] = {
    one.__name__: one for one in (Revision, RemoveNeuron, SetParameter, SetMask, Step, ExplainedStep)
}

Arrays = dict[str, NDArray[Any]]


def pack(facts: Any, arrays: Arrays) -> bytes:
    """Return facts, of what JSON can hold, and arrays of plain numbers as bytes."""
    text = _bytes(json.dumps(facts, default=lambda number: number.item()).encode())
    file = io.BytesIO()
    np.savez(file, **{FACTS: text}, **arrays)  # type: ignore[arg-type]
    return zlib.compress(file.getvalue(), 1)


def unpack(content: bytes) -> tuple[Any, Arrays]:
    """Return the facts and the arrays that `pack` made bytes of; lists in facts come back as tuples.

    Raises
    ------
    ValueError
        If they are damaged.
    """
    try:
        opened = zlib.decompressobj()
        whole = opened.decompress(content, LARGEST)
        if opened.unconsumed_tail:
            raise ValueError(DAMAGED_RUN())
        with np.load(io.BytesIO(whole), allow_pickle=False) as file:
            if sum(one.file_size for one in file.zip.infolist()) > len(whole):
                raise ValueError(DAMAGED_RUN())
            arrays = {name: file[name] for name in file.files}
        return _tuples(json.loads(arrays.pop(FACTS).tobytes())), arrays
    # damaged bytes make zlib, zipfile, numpy and json raise almost anything
    except (zlib.error, zipfile.BadZipFile, OSError, EOFError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(DAMAGED_RUN()) from error


def _bytes(content: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(content, dtype=np.uint8)


def _tuples(value: Any) -> Any:
    """Return what JSON has made lists of as the tuples that it was."""
    if isinstance(value, list):
        return tuple(map(_tuples, value))
    return {name: _tuples(one) for name, one in value.items()} if isinstance(value, dict) else value


class Experiments:
    """Experiments, each of them once: what refers to one has its place.

    Attributes
    ----------
    all : list of Experiment
    """

    def __init__(self, known: Iterable[Experiment] = ()) -> None:
        self.all = list(known)
        self._places = {id(one): i for i, one in enumerate(self.all)}  # a look at all points takes long

    def place(self, experiment: Experiment) -> int:
        """Return the place of an experiment, which is added where it is new."""
        if id(experiment) not in self._places:
            self._places[id(experiment)] = len(self.all)
            self.all.append(experiment)
        return self._places[id(experiment)]

    def array(self) -> NDArray[np.uint8]:
        """Return what to pack of them."""
        return _bytes(msgspec.json.encode(self.all))

    @classmethod
    def of(cls, array: NDArray[Any]) -> Experiments:
        """Return them again; a ValueError where one makes no sense."""
        return cls(msgspec.json.decode(array.tobytes(), type=list[Experiment]))


# -- what was done to a run -------------------------------------------------------------------


def record_facts(record: Record) -> tuple[Any, Arrays]:
    """Return what to pack of a record."""
    experiments, start = Experiments(), None
    arrays: Arrays = {}
    if isinstance(record.start, State):
        arrays["start"] = _bytes(record.start.to_bytes())
    else:
        start = experiments.place(record.start)
    entries = [(one.steps, *_command_facts(one.command, experiments)) for one in record.entries]
    arrays["experiments"] = experiments.array()
    return {"start": start, "complete": record.complete, "entries": entries}, arrays


def _command_facts(command: Recorded, experiments: Experiments) -> tuple[str, dict[str, Any]]:
    """Return the name of a command's kind, and its fields; experiments are named by their places."""
    facts = {field.name: getattr(command, field.name) for field in fields(command)}
    if isinstance(command, Revision):
        facts["experiment"] = experiments.place(command.experiment)
    elif isinstance(command, RemoveNeuron):
        facts["revision"] = _command_facts(command.revision, experiments)[1]
    return type(command).__name__, facts


def record_of(facts: Any, arrays: Arrays) -> Record:
    """Return the record that `record_facts` is of."""
    experiments = Experiments.of(arrays["experiments"])
    if facts["start"] is None:
        record = Record(State.from_bytes(arrays["start"].tobytes()))
    else:
        record = Record(experiments.all[facts["start"]])
    for steps, kind, given in facts["entries"]:
        record.note(steps, _command(kind, given, experiments))
    record.complete = facts["complete"]
    return record


def _command(kind: str, facts: dict[str, Any], experiments: Experiments) -> Recorded:
    if kind == Revision.__name__:
        facts = facts | {"experiment": experiments.all[facts["experiment"]]}
    elif kind == RemoveNeuron.__name__:
        facts = facts | {"revision": _command(Revision.__name__, facts["revision"], experiments)}
    return RECORDED[kind](**facts)


# -- what undo of its changes needs -----------------------------------------------------------


def removed_facts(removed: RemovedWeights) -> tuple[Any, Arrays]:
    """Return what to pack of removed weights."""
    facts: list[Any] = []
    arrays: Arrays = {}
    for number, removal in removed.kept.items():
        patches = []
        for patch in removal.patches:
            patches.append((patch.layer, patch.axis, patch.start))
            arrays[f"patch_{len(arrays)}"] = patch.values
        facts.append((number, removal.insert, patches))
    return facts, arrays


def removed_of(facts: Any, arrays: Arrays) -> RemovedWeights:
    """Return the removed weights that `removed_facts` is of."""
    removed, k = RemovedWeights(), 0
    for number, insert, patches in facts:
        values = [arrays[f"patch_{k + i}"] for i in range(len(patches))]
        k += len(patches)
        parts = [
            Patch(layer, axis, start, one) for (layer, axis, start), one in zip(patches, values, strict=True)
        ]
        removed.kept[number] = Removal(parts, insert)
    return removed
