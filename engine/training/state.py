"""The whole state of a training run, as it is saved: enough to continue bit for bit."""

from __future__ import annotations

import io
import json
import math
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.base.limits import memory_limit
from engine.base.values import dataclass
from engine.data.draw import with_former_split
from engine.data_spec import DataSpec
from engine.experiment import Experiment, LayerSpec, NetworkSpec, StopSpec, TrainSpec, written
from engine.points import MOST_POINTS

if TYPE_CHECKING:
    import zipfile


FORMAT = 1
HEADER = 1_000  # bytes, at most, that describe an array
FACTS = "facts"
LARGEST_FACTS = 12_000_000  # bytes; a hundred thousand own points take five million
MOST_PARTS = 2 * MOST_POINTS  # lists and objects in the facts
LARGEST_UNPACKED = 64_000_000  # bytes, of a file that somebody has compressed: ours are not
MOMENT = "moment_"
# the arrays that a state may hold, besides those that begin with MOMENT
ARRAYS = frozenset(
    {"parameters", "good", "frozen", "silenced", "aside", "order", "train_X", "train_y", "test_X", "test_y"}
)
MOST_MOMENTS = 16


@dataclass(frozen=True, eq=False)
class State:
    """What `Trainer.state` returns and `Trainer.restore` takes.

    Attributes
    ----------
    facts : dict
        What JSON can hold: the experiment, counters, the states of the random generators.
    arrays : dict of str to ndarray
        Weights, moments, the order of the samples, and samples that were passed in.

    Examples
    --------
    >>> from engine import Experiment, Trainer
    >>> trainer = Trainer(Experiment())
    >>> trainer.run(epochs=1).reason
    'all_epochs'
    >>> again = Trainer.restore(State.from_bytes(trainer.state().to_bytes()))
    >>> trainer.run(epochs=1) == again.run(epochs=1)
    True
    >>> bool((trainer.network.parameters == again.network.parameters).all())
    True
    """

    facts: dict[str, Any]
    arrays: dict[str, NDArray[Any]]

    def to_bytes(self) -> bytes:
        """Return the contents of a file: an uncompressed `.npz` without pickled objects."""
        text = json.dumps({"format": FORMAT, **self.facts})
        file = io.BytesIO()
        facts = np.frombuffer(text.encode(), dtype=np.uint8)
        np.savez(file, facts=facts, **self.arrays)  # type: ignore[arg-type]
        return file.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> State:
        """Return the state in the contents of a file.

        Parameters
        ----------
        content : bytes
            As returned by `to_bytes`.

        Raises
        ------
        ValueError
            If they are not the contents of such a file. Nothing in it is ever executed.
        """
        import zipfile  # here: a window opens sooner without it

        try:
            if not content.startswith(b"PK"):  # zipfile itself only looks for the end of an archive
                raise ValueError("it is not an .npz file")
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                members = _members(archive, len(content))
                facts = json.loads(_text(archive, members.pop(FACTS)))
                arrays = {name: _array(archive, member) for name, member in members.items()}
            number = facts.pop("format", None)
        # a damaged or hostile file can make zipfile, numpy and json raise almost anything
        except Exception as error:
            raise ValueError(f"this is not the state of a training run: {one_line(error)}") from error
        if number != FORMAT:
            raise ValueError(f"this state has the format {number!r:.40}, this version reads format {FORMAT}")
        return cls(facts, arrays)


def _members(archive: zipfile.ZipFile, size: int) -> dict[str, zipfile.ZipInfo]:
    """Return what an archive of so many bytes holds, by name; nothing is unpacked before its size is known.

    Raises
    ------
    ValueError
        If something in it has no business in a state, or is too large.
    """
    found: dict[str, zipfile.ZipInfo] = {}
    for member in archive.infolist():
        name = member.filename.removesuffix(".npy")
        if name in found or not (name in ARRAYS or name == FACTS or name.startswith(MOMENT)):
            raise ValueError(f"it holds {member.filename[:40]!r}, which is not part of a state")
        if member.compress_type not in (0, 8):  # stored, or deflated by somebody
            raise ValueError(f"it is compressed by the method {member.compress_type}")
        found[name] = member
    if FACTS not in found:
        raise ValueError("it holds no facts")
    if len(found) > len(ARRAYS) + MOST_MOMENTS or found[FACTS].file_size > LARGEST_FACTS:
        raise ValueError("it holds more than a state does")
    if sum(member.file_size for member in found.values()) > min(max(size, LARGEST_UNPACKED), memory_limit()):
        raise ValueError("it would take more memory than the limit")
    return found


def _text(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Return the JSON that an array holds; refuse one whose many lists would take much memory."""
    text = _array(archive, member).tobytes()
    if text.count(b"[") + text.count(b"{") > MOST_PARTS:
        raise ValueError("its facts have too many parts")
    return text


def _array(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> NDArray[Any]:
    """Read an array of plain numbers; refuse one that does not match its header."""
    content = archive.read(member)
    file = io.BytesIO(content)
    if np.lib.format.read_magic(file) != (1, 0):
        raise ValueError(f"{member.filename} has another version of the format")
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # no header of ours was written by Python 2
        shape, by_columns, dtype = np.lib.format.read_array_header_1_0(file, max_header_size=HEADER)
    size = len(content) - file.tell()
    if dtype.kind not in "biuf" or by_columns or size != math.prod(shape) * dtype.itemsize:
        raise ValueError(f"{member.filename} does not match its header")
    return np.frombuffer(content, dtype=dtype, offset=file.tell()).reshape(shape)


def facts_of(experiment: Experiment) -> dict[str, Any]:
    """Return an experiment as a state holds it: as a file does, but for the test points.

    Earlier versions had none: without these, `with_former_split` says which points those are.
    """
    data = experiment.data
    facts = written(experiment)
    plain = facts["data"]
    drawn = with_former_split(replace(experiment, data=replace(data, test_points=())))
    if drawn == experiment:
        plain.pop("test_points", None)
    else:
        plain["test_points"] = data.test_points
    return facts


def experiment_from(facts: dict[str, Any]) -> Experiment:
    """Return the experiment from the dictionary that `facts_of` made of it.

    Raises
    ------
    ValueError
        If a part is missing or makes no sense.
    """
    try:
        network = dict(facts["network"])
        network["hidden"] = tuple(LayerSpec(**layer) for layer in network["hidden"])
        experiment = Experiment(
            data=DataSpec(**facts["data"]),
            network=NetworkSpec(**network),
            training=TrainSpec(**facts["training"]),
            seed=facts["seed"],
            stop=StopSpec(**facts["stop"]),
            weights_seed=facts["weights_seed"],
        )
        return experiment if "test_points" in facts["data"] else with_former_split(experiment)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"the state's experiment is incomplete: {one_line(error)}") from error


def one_line(error: Exception) -> str:
    """Return the message of an error, on one line and not too long."""
    return " ".join(str(error).split())[:200] or type(error).__name__
