"""What a run consists of, as bytes and back: plain data, never code. No Qt."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Iterable
from dataclasses import asdict, fields, replace
from typing import Any, Generic, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine import DataSpec, Divergence, Experiment, NetworkSpec, State
from playground.texts.changes import DAMAGED_RUN
from playground.worker.commands import ExplainedStep, RemoveNeuron, SetMask, SetParameter, Step
from playground.worker.record import Diverged, Entry, Judged, Place, Record, Recorded, Stepping
from playground.worker.revision import Revision
from playground.worker.undo_memory import Patch, Removal, RemovedWeights

FACTS = "facts"
LARGEST = 512 * 2**20  # bytes that any of it may take unpacked
DONE = (Revision, RemoveNeuron, SetParameter, SetMask, Step, ExplainedStep, Stepping, Judged, Diverged)
RECORDED: dict[str, Any] = {one.__name__: one for one in DONE}

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
    except Exception as error:  # damaged bytes make zlib, zipfile, numpy and json raise almost anything
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
        """Return what to pack of them: points and given weights once, however many have them in common."""
        data: _Parts[DataSpec] = _Parts()
        networks: _Parts[NetworkSpec] = _Parts()
        rest = [
            (data.place(one.data), networks.place(one.network), replace(one, data=PLAIN, network=BARE))
            for one in self.all
        ]
        return _bytes(msgspec.json.encode((data.all, networks.all, rest)))

    @classmethod
    def of(cls, array: NDArray[Any]) -> Experiments:
        """Return them again; a ValueError where one makes no sense."""
        data, networks, rest = msgspec.json.decode(array.tobytes(), type=_PACKED)
        return cls(replace(one, data=data[i], network=networks[k]) for i, k, one in rest)


Part = TypeVar("Part")
PLAIN, BARE = DataSpec(), NetworkSpec()  # stand for the parts that are packed beside an experiment
_PACKED = tuple[list[DataSpec], list[NetworkSpec], list[tuple[int, int, Experiment]]]


class _Parts(Generic[Part]):
    """Parts of experiments, each object once."""

    def __init__(self) -> None:
        self.all: list[Part] = []
        self._places: dict[int, int] = {}

    def place(self, part: Part) -> int:
        place = self._places.setdefault(id(part), len(self.all))
        if place == len(self.all):
            self.all.append(part)
        return place


# -- what was done to a run -------------------------------------------------------------------


def record_facts(record: Record, experiments: Experiments, arrays: Arrays) -> Any:
    """Return what to pack of a record; experiments and weights are added to the others."""
    start = None
    if isinstance(record.start, State):
        arrays["start"] = _bytes(record.start.to_bytes())
    else:
        start = experiments.place(record.start)
    entries = [
        (one.place, one.busy, removals_facts(one.back, arrays), *_facts_of(one.what, experiments))
        for one in record.entries
    ]
    facts = {"start": start, "begins": record.begins, "forgotten": record.forgotten}
    return facts | {"stepped": record.stepped_before, "entries": entries}


def _facts_of(what: Recorded, experiments: Experiments) -> tuple[str, dict[str, Any]]:
    """Return the name of the kind of what was done, and its fields; experiments are named by their places."""
    facts = {field.name: getattr(what, field.name) for field in fields(what)}
    if isinstance(what, Revision):
        facts["experiment"] = experiments.place(what.experiment)
    elif isinstance(what, RemoveNeuron):
        facts["revision"] = _facts_of(what.revision, experiments)[1]
    elif isinstance(what, Diverged):
        facts["divergence"] = asdict(what.divergence)
    return type(what).__name__, facts


def record_of(facts: Any, experiments: Experiments, arrays: Arrays) -> Record:
    """Return the record that `record_facts` is of."""
    if facts["start"] is None:
        start: Experiment | State = State.from_bytes(arrays["start"].tobytes())
    else:
        start = experiments.all[facts["start"]]
    entries = [
        Entry(Place(*place), _done(kind, given, experiments), busy, removals_of(back, arrays))
        for place, busy, back, kind, given in facts["entries"]
    ]
    return Record(start, Place(*facts["begins"]), entries, facts["forgotten"], facts["stepped"])


def _done(kind: str, facts: dict[str, Any], experiments: Experiments) -> Any:
    if kind == Revision.__name__:
        facts = facts | {"experiment": experiments.all[facts["experiment"]]}
    elif kind == RemoveNeuron.__name__:
        facts = facts | {"revision": _done(Revision.__name__, facts["revision"], experiments)}
    elif kind == Diverged.__name__:
        facts = facts | {"divergence": Divergence(**facts["divergence"])}
    return RECORDED[kind](**facts)


# -- what undo of its changes needs -----------------------------------------------------------


def removals_facts(removals: Iterable[Removal], arrays: Arrays) -> list[Any]:
    """Return what to pack of removals; their weights are added to the arrays."""
    facts = []
    for removal in removals:
        patches = []
        for patch in removal.patches:
            name = f"patch_{len(arrays)}"
            patches.append((patch.layer, patch.axis, patch.start, name))
            arrays[name] = patch.values
        facts.append((removal.insert, patches))
    return facts


def removals_of(facts: Any, arrays: Arrays) -> tuple[Removal, ...]:
    """Return the removals that `removals_facts` is of."""
    return tuple(
        Removal([Patch(layer, axis, start, arrays[name]) for layer, axis, start, name in patches], insert)
        for insert, patches in facts
    )


def removed_facts(removed: RemovedWeights, arrays: Arrays) -> Any:
    """Return what to pack of removed weights, which are added to the arrays."""
    return {"numbers": [*removed.kept], "removals": removals_facts(removed.kept.values(), arrays)}


def removed_of(facts: Any, arrays: Arrays) -> RemovedWeights:
    """Return the removed weights that `removed_facts` is of."""
    removed = RemovedWeights()
    removed.kept = dict(zip(facts["numbers"], removals_of(facts["removals"], arrays), strict=True))
    return removed
