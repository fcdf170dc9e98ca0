"""Experiment files: JSON of the engine's dataclasses, read with care and written atomically. No Qt."""

from __future__ import annotations

import codecs
import os
import re
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, get_args, get_type_hints

from engine import Experiment
from engine.base.limits import parameter_count
from engine.experiment import written
from engine.points import MOST_POINTS
from playground.classroom import lesson
from playground.classroom.choice import EVERYTHING, KEY, Classroom
from playground.classroom.lesson import Lesson
from playground.files import pictures
from playground.files.atomic import FileError, read_beginning, read_bytes, write_atomically
from playground.texts import files as texts
from playground.texts.settings import OR

if TYPE_CHECKING:
    from engine import State

FORMAT = 1
BESIDE = "autosave"  # what an autosave adds to the experiment, and the lesson: the first versions ignore it
LARGEST_FILE = 12_000_000  # bytes; an experiment needs some hundreds, and 80 for each point at the most
STATE_SUFFIX = ".npstate"  # an experiment with its trained weights
MOST_PARTS = 2 * MOST_POINTS  # lists and objects in a file
LARGEST_STATE = 1_000_000_000
GOT_NUMBER = re.compile(r"(`int.*\s)`float`$")  # as msgspec says it
KIND = re.compile(r"`([a-z |]+)`")
PLACE = re.compile(r"([^.\[\]]+(?!\]))|\[(\d+)\]")
T = TypeVar("T")
MANY_NUMBERS = 200_000  # weights, or inputs of all samples


class Document(NamedTuple):
    """What an experiment file holds: the experiment, and its choice for a class."""

    experiment: Experiment
    classroom: Classroom = EVERYTHING


def load(path: str | os.PathLike[str]) -> Experiment:
    """Read an experiment without its choice for a class; raises as `load_document`."""
    return load_document(path).experiment


def load_document(path: str | os.PathLike[str]) -> Document:
    """Read an experiment, and its choice for a class; also from a picture that carries it.

    Raises
    ------
    FileError
        If there is no such file, or it holds no experiment: what is wrong, and where in the file.
    """
    content = read_beginning(path, LARGEST_FILE + 1)
    if pictures.is_picture(content):
        content = pictures.experiment_in(content, str(path))
    if len(content) > LARGEST_FILE:
        raise FileError(texts.TOO_LARGE(path=path, most=LARGEST_FILE))
    return decode_document(content, str(path))


def decode_document(content: bytes, source: str) -> Document:
    """Return what the bytes of a file hold; `source` is named in errors.

    Raises
    ------
    FileError
    """
    return decode_with_beside(content, source)[0]


def decode_with_beside(content: bytes, source: str) -> tuple[Document, Any]:
    """Return what the bytes of a file hold, and what an autosave has put beside it; as `decode_document`."""
    import msgspec  # here: the window opens sooner, and most often without a file

    if has_too_many_parts(content):
        raise FileError(texts.NO_EXPERIMENT(source=source, why=texts.TOO_MANY_PARTS()))
    try:
        document = msgspec.json.decode(content.removeprefix(codecs.BOM_UTF8))  # Notepad writes one
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FileError(texts.NO_EXPERIMENT(source=source, why=_lower(error))) from error
    if not isinstance(document, dict):
        raise FileError(texts.NO_EXPERIMENT(source=source, why=texts.NO_OBJECT()))
    if "format" not in document:
        raise FileError(texts.NO_EXPERIMENT(source=source, why=texts.NO_FORMAT()))
    number, chosen = document.pop("format"), document.pop(KEY, {})
    beside = document.pop(BESIDE, None)
    if number != FORMAT or isinstance(number, bool):
        raise FileError(_in_file(source, texts.WRONG_FORMAT(format=FORMAT, got=number)))
    try:
        _refuse_unknown(document, Experiment, "")
        experiment = msgspec.convert(document, Experiment)
        experiment.head()
        tests = document.get("data", {}).get("test_points", ())
        if len(tests) > len(experiment.data.test_points):  # the engine drops them: points may be taken away
            count = len(experiment.data.points)
            raise ValueError(texts.NO_SUCH_POINT(index=max(tests), n=count))
        return Document(experiment, _classroom(chosen, beside)), beside
    except msgspec.ValidationError as error:
        raise FileError(_in_file(source, _readable(str(error), document))) from error
    except ValueError as error:
        raise FileError(_in_file(source, str(error))) from error


def has_too_many_parts(content: bytes) -> bool:
    """Return whether there are more lists and objects in JSON than any experiment has: each takes memory."""
    return content.count(b"[") + content.count(b"{") > MOST_PARTS


def _classroom(chosen: Any, beside: Any) -> Classroom:
    """Return the choice for a class, as a file has it: what is hidden and locked, and the lesson beside it.

    Raises
    ------
    ValueError
    """
    given = beside.get(lesson.KEY) if isinstance(beside, dict) else None
    if given is None:
        return _part(chosen, Classroom, KEY)
    if isinstance(chosen, dict) and isinstance(locked := chosen.get("locked"), list):
        chosen = chosen | {"locked": [name for name in locked if name != lesson.MARK]}
    return replace(_part(chosen, Classroom, KEY), lesson=_part(given, Lesson, lesson.KEY))


def _part(document: Any, kind: type[T], name: str) -> T:
    """Return what stands beside an experiment under a name.

    Raises
    ------
    ValueError
    """
    import msgspec

    _refuse_unknown(document, kind, f"{name}.")
    try:
        return msgspec.convert(document, kind)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `$")
        raise ValueError(_readable(f"{message} - at `$.{name}{place or '`'}")) from error


def class_entries(classroom: Classroom) -> dict[str, Any]:
    """Return what a file says of a choice for a class; nothing if nothing is chosen."""
    if classroom == EVERYTHING:
        return {}
    chosen = classroom.document()
    if not classroom.lesson:
        return {KEY: chosen}
    chosen["locked"].append(lesson.MARK)
    return {KEY: chosen, BESIDE: {lesson.KEY: classroom.lesson.document()}}


def encode(
    experiment: Experiment, classroom: Classroom = EVERYTHING, beside: dict[str, Any] | None = None
) -> bytes:
    """Return the bytes of an experiment's file, with its choice for a class if there is one.

    What is put `beside` it is read by an autosave alone.
    """
    import msgspec

    document = {"format": FORMAT, **written(experiment)}
    data = document["data"]
    # a line for each point, and one for all test points: a file of very many can still be read
    points = msgspec.json.encode(data["points"])[1:-1].replace(b"],[", b"],\n      [")
    test_points = msgspec.json.encode(data.get("test_points", ())).replace(b",", b", ")
    data |= {name: () for name in ("points", "test_points") if data.get(name)}
    document |= class_entries(classroom)
    if beside is not None:
        document[BESIDE] = beside | document[BESIDE] if BESIDE in document else beside
    text = msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
    if points:
        text = text.replace(b'"points": []', b'"points": [\n      ' + points + b"\n    ]", 1)
    return text.replace(b'"test_points": []', b'"test_points": ' + test_points, 1)


def save(
    experiment: Experiment, path: str | os.PathLike[str], classroom: Classroom = EVERYTHING
) -> tuple[str, ...]:
    """Write an experiment; the old file stays whole until the new one is complete.

    Returns and raises as `write_atomically`.
    """
    return write_atomically(Path(path), encode(experiment, classroom))


def load_state_document(path: str | os.PathLike[str]) -> tuple[Document, State]:
    """Read an experiment with its trained weights, and its choice for a class.

    Raises
    ------
    FileError
        If there is no such file, it holds something else, or its arrays do not fit its experiment.
    """
    from engine import State, Trainer  # here: see `engine.later`

    content = read_bytes(path, LARGEST_STATE)
    try:
        state = State.from_bytes(content)
        if state.facts.get("given"):
            raise ValueError(texts.SAMPLES_OF_A_PROGRAM())
        # it is restored once more when it is opened; but a state that fails must not discard what is open
        return Document(Trainer.restore(state).experiment, _classroom_beside(content)), state
    except (ValueError, KeyError, TypeError, AttributeError, MemoryError) as error:
        raise FileError(_in_file(path, str(error) or texts.NO_MEMORY())) from error


def takes_long(experiment: Experiment) -> bool:
    """Return whether `refuse_untrainable` takes longer than a frame or two."""
    weights = parameter_count(experiment.network.sizes)
    numbers = experiment.data.count * len(experiment.network.features)
    return weights > MANY_NUMBERS or numbers > MANY_NUMBERS


def refuse_untrainable(experiment: Experiment, source: str = "") -> None:
    """Try whether an experiment can be trained: whatever keeps it from that is known only with its data.

    Raises
    ------
    FileError
    """
    from engine import Trainer  # here: see `engine.later`

    try:
        Trainer(experiment)
    except (ValueError, MemoryError) as error:
        why = str(error) or texts.NO_MEMORY()
        raise FileError(_in_file(source, why) if source else why) from error


def with_classroom(content: bytes, classroom: Classroom) -> bytes:
    """Return the bytes of a state with a choice for a class in its comment, which the engine ignores."""
    if classroom == EVERYTHING:
        return content
    import io
    import json
    import zipfile

    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = json.dumps(class_entries(classroom)).encode()
    return file.getvalue()


def _classroom_beside(content: bytes) -> Classroom:
    """Return the choice for a class in the comment of a state; other comments are ignored.

    Raises
    ------
    ValueError
    """
    import io
    import json
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        comment = archive.comment
    if not comment.startswith(f'{{"{KEY}"'.encode()):
        return EVERYTHING
    try:
        document = json.loads(comment)
    except (ValueError, RecursionError) as error:
        raise ValueError(texts.CLASS_DAMAGED()) from error
    return _classroom(document[KEY], document.get(BESIDE))


def _refuse_unknown(value: Any, kind: Any, where: str) -> None:
    """Raise a ValueError for a name that is no field: it is most likely misspelt."""
    if is_dataclass(kind) and isinstance(value, dict):
        known = {field.name for field in fields(kind)}
        types = get_type_hints(kind)
        for name, part in value.items():
            if name not in known:
                choices = ", ".join(sorted(known))
                raise ValueError(texts.UNKNOWN_NAME(name=f"{where}{name}", known=choices))
            _refuse_unknown(part, types[name], f"{where}{name}.")
    elif isinstance(value, list):
        element = next((one for one in get_args(kind) if is_dataclass(one)), None)
        for i, part in enumerate(value if element is not None else ()):  # thousands of points have no names
            _refuse_unknown(part, element, f"{where.removesuffix('.')}[{i}].")


def _readable(text: str, document: Any = None) -> str:
    """Turn msgspec's "… - at `$.data.samples`" into "data.samples: …"."""
    message, _, place = text.partition(" - at `$")
    place = place.rstrip("`").lstrip(".")
    if GOT_NUMBER.search(message) and (value := _value_at(document, place)) is not None:
        # it is a whole number that was expected: to have got "a number" says nothing
        message = GOT_NUMBER.sub(lambda found: found[1] + texts.WITH_POINT(value=value), message)
    message = KIND.sub(lambda found: _kinds(found[1]), message)
    return texts.IN_FILE(source=place, what=message) if place else message


def _kinds(jargon: str) -> str:
    """Return what people call the kinds of values that JSON has."""
    words = [texts.KINDS[one]() if one in texts.KINDS else one for one in jargon.split(" | ")]
    return OR().join(words)


def _value_at(document: Any, place: str) -> float | None:
    """Return the number at a place such as "network.hidden[0].width", if there is one."""
    value = document
    for name, index in PLACE.findall(place):
        try:
            value = value[name] if name else value[int(index)]
        except (KeyError, IndexError, TypeError):
            return None
    return value if isinstance(value, float) else None


def _in_file(source: str | os.PathLike[str], what: str) -> str:
    """Return what is wrong in a file; the middle is left out where it quotes too long a value."""
    return texts.IN_FILE(source=source, what=what if len(what) <= 250 else f"{what[:90]}…{what[-150:]}")


def _lower(error: Exception) -> str:
    text = str(error).partition(" - at `$")[0] or type(error).__name__
    return text if text.startswith("JSON") else text[0].lower() + text[1:]
