"""The past of a run as plain data, and back: its lines, and the moments to go back to. No Qt."""

from __future__ import annotations

import operator
from dataclasses import asdict
from typing import Any

import numpy as np

from engine import Divergence, Experiment, Split, Stopped, Trainer
from engine.data.draw import draw
from playground.files.run_library import KeptRun
from playground.observers.history import History, Tally
from playground.worker.line import Fork, Line
from playground.worker.lines import Lines
from playground.worker.moments import Moment, Packed
from playground.worker.packing import (
    Arrays,
    Experiments,
    pack,
    record_facts,
    record_of,
    removed_facts,
    removed_of,
    unpack,
)
from playground.worker.record import Place

MOST_BYTES = 2 * 2**20  # of moments, in memory: about half as many in a file
MOST_LEFT = 5  # lines that were left
# the fields of a moment and of what is packed in it that are plain data as they are
PLAIN = ("place", "entries", "trained", "edited", "stepping", "frame", "tally")
PLAIN_INSIDE = ("generators", "updates", "scalars", "rate", "patience", "position", "last_good")
BYTES = ("parameters", "good", "slab", "frozen", "silenced", "saved")


class Moments:
    """Moments, each of them once: what refers to one has its place.

    Attributes
    ----------
    facts : list
        What is plain data of each.
    """

    def __init__(self, experiments: Experiments) -> None:
        self._experiments = experiments
        self._places: dict[int, int] = {}
        self._content: list[bytes] = []
        self.facts: list[Any] = []

    def place(self, moment: Moment | None) -> int | None:
        """Return the place of a moment, which is added where it is new."""
        if moment is None:
            return None
        if id(moment) not in self._places:
            self._places[id(moment)] = len(self.facts)
            self.facts.append(self._facts_of(moment))
        return self._places[id(moment)]

    def _facts_of(self, moment: Moment) -> dict[str, Any]:
        packed = moment.packed
        parts = [*(getattr(packed, name) for name in BYTES), packed.order.tobytes()]
        self._content += [part for part in parts if part is not None]
        return {
            **{name: getattr(moment, name) for name in PLAIN},
            **{name: getattr(packed, name) for name in PLAIN_INSIDE},
            "experiment": self._experiments.place(moment.experiment),
            "met": [*moment.met],
            "stopped": asdict(moment.stopped) if moment.stopped else None,
            "diverged": asdict(packed.diverged) if packed.diverged else None,
            "types": (packed.dtype.str, packed.order.dtype.str),
            "lengths": [None if part is None else len(part) for part in parts],
        }

    def array(self) -> Any:
        """Return the rest, as one array."""
        return np.frombuffer(b"".join(self._content), dtype=np.uint8)


class Unpacked:
    """The moments of a run, one after the other.

    Parameters
    ----------
    experiments : Experiments
    content : bytes
    trainer : Trainer
        Where the run ends: data like its own are its own.
    """

    def __init__(self, experiments: Experiments, content: bytes, trainer: Trainer) -> None:
        self._experiments, self._content, self._start = experiments, content, 0
        self._trainer = trainer
        self._data: dict[tuple[int, int], Split] = {}

    def moment(self, facts: Any) -> Moment:
        """Return the next moment."""
        experiment = self._experiments.all[facts["experiment"]]
        parts = [self._part(length) for length in facts["lengths"]]
        dtype, of_order = map(np.dtype, facts["types"])
        place = Place(*map(operator.index, facts["place"]))  # what is no number must fail here
        named: dict[str, Any] = dict(zip(BYTES, parts, strict=False))
        packed = Packed(
            dtype=dtype,
            **named,
            order=np.frombuffer(parts[-1] or b"", of_order),
            **{name: facts[name] for name in PLAIN_INSIDE},
            epoch=place.epoch,
            steps=place.steps,
            diverged=Divergence(**facts["diverged"]) if facts["diverged"] else None,
        )
        plain = {name: facts[name] for name in PLAIN} | {"place": place, "tally": Tally(*facts["tally"])}
        plain["trained"] = float(facts["trained"])
        return Moment(
            **plain,
            experiment=experiment,
            data=self._data_of(experiment),
            packed=packed,
            met=frozenset(facts["met"]),
            stopped=Stopped(**facts["stopped"]) if facts["stopped"] else None,
            size=packed.size,
        )

    def _part(self, length: int | None) -> bytes | None:
        if length is None:
            return None
        start, self._start = self._start, self._start + length
        return self._content[start : self._start]

    def _data_of(self, experiment: Experiment) -> Split:
        end = self._trainer.experiment
        key = id(experiment.data), experiment.seed
        if key not in self._data:
            is_own = (experiment.seed, experiment.data) == (end.seed, end.data)
            is_own |= not self._trainer.data.drawn
            self._data[key] = self._trainer.data if is_own else draw(experiment)
        return self._data[key]


def packed_lines(lines: Lines, here: Moment | None, edited: bool) -> bytes:
    """Return the past of a run as bytes, with as many moments as there is room for.

    Parameters
    ----------
    lines : Lines
        A copy that nobody else changes.
    here : Moment or None
        Where the run stands, if that is before the end of its line.
    edited : bool
        Whether weights were set by hand, at that end.
    """
    lines.shrink(MOST_BYTES)
    arrays: Arrays = {}
    experiments = Experiments()
    moments = Moments(experiments)
    facts = {
        "edited": edited,
        "here": moments.place(here),
        "lines": [_line_facts(one, moments, experiments, arrays) for one in _kept(lines)],
        "histories": [_history_facts(one, arrays) for one in _kept(lines)[1:]],
        "moments": moments.facts,
    }
    arrays |= {"moments": moments.array(), "experiments": experiments.array()}
    return pack(facts, arrays)


def _line_facts(line: Line, moments: Moments, experiments: Experiments, arrays: Arrays) -> dict[str, Any]:
    return {
        "number": line.number,
        "forks": line.forks,
        "place": line.place,
        "epoch": line.epoch,
        "trained": line.trained,
        "record": record_facts(line.record, experiments, arrays),
        "moments": [moments.place(one) for one in line.moments],
        "end": moments.place(line.end),
    }


def _history_facts(line: Line, arrays: Arrays) -> Any:
    """Return what to pack of the curves of a line that was left; those of the other are kept beside it."""
    history, arrays[f"rows_{line.number}"] = line.history.parts()
    return history


def packed_removed(lines: Lines) -> bytes:
    """Return what undo of changes needs, on any line."""
    arrays: Arrays = {}
    return pack([removed_facts(one.removed, arrays) for one in _kept(lines)], arrays)


def _kept(lines: Lines) -> list[Line]:
    return [lines.line, *lines.left[-MOST_LEFT:]]


def lines_of(kept: KeptRun, trainer: Trainer, with_undo: bool) -> tuple[Lines, Moment | None, bool]:
    """Return the past of a run that was kept, where it stood in that, and whether weights were set by hand.

    Parameters
    ----------
    kept : KeptRun
    trainer : Trainer
        Where it ends.
    with_undo : bool
        Whether its changes are those of this session, to be undone; if not, it stands at its end.
    """
    facts, arrays = unpack(kept.timeline)
    experiments = Experiments.of(arrays["experiments"])
    unpacked = Unpacked(experiments, arrays["moments"].tobytes(), trainer)
    moments = [unpacked.moment(one) for one in facts["moments"]]
    lines = [_line_of(one, moments, experiments, arrays) for one in facts["lines"]]
    for line, history in zip(lines[1:], facts["histories"], strict=True):
        line.history = History.of_parts(history, arrays[f"rows_{line.number}"])
    history, own = unpack(kept.curves)
    lines[0].history = History.of_parts(history, own["rows"])
    here = None
    if with_undo:
        here = None if facts["here"] is None else moments[facts["here"]]
        removed, patches = unpack(kept.removed)
        for line, one in zip(lines, removed, strict=True):
            line.removed = removed_of(one, patches)
    else:
        for line in lines:
            line.history.forget_changes()
    return Lines(lines[0], lines[1:], here), here, facts["edited"] is True


def _line_of(facts: Any, moments: list[Moment], experiments: Experiments, arrays: Arrays) -> Line:
    line = Line(facts["number"], record_of(facts["record"], experiments, arrays))
    line.forks = tuple(Fork(number, Place(*place), epoch) for number, place, epoch in facts["forks"])
    line.place, line.epoch, line.trained = Place(*facts["place"]), facts["epoch"], float(facts["trained"])
    line.moments = [moments[place] for place in facts["moments"]]
    line.end = None if facts["end"] is None else moments[facts["end"]]
    return line
