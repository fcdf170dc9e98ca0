"""The text that shares an experiment, and the list of recent files. No Qt."""

import base64
import binascii
import codecs
import json
import os
import re
import zlib
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from engine import Experiment, LayerSpec
from engine.experiment import as_dict
from playground.classroom.choice import EVERYTHING, Classroom
from playground.files import experiments, pictures, tensorflow_playground
from playground.files.atomic import FileError, read_bytes
from playground.files.experiments import FORMAT, STATE_SUFFIX, Document
from playground.files.names import resolved
from playground.texts import files as texts

MARK = "NP1:"  # a shared text begins with this; the digit is the version of its format
# all that may belong to it, as a lookahead: another shared text may begin in what follows
SHARED = re.compile(re.escape(MARK) + r"(?=([A-Za-z0-9_\-\s]*))")
# what mail and chats put into a text: quotation marks at the start of a line, zero-width characters
UNSEEN = re.compile(r"(?<=\n)(?:[ \t]*>)+|[\u00ad\u200b-\u200d\u2060\ufeff]")
LONGEST_NOTE = 100_000  # bytes of a file that is looked through for an experiment as text
UTF_16 = codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE
LONGEST_TEXT = 1_500_000  # characters; an experiment without own points needs some hundreds
MOST_TRIED = 10  # marks in one text: each could unfold to as much as a file
MOST_BYTES = 6_000_000  # that a text may unfold to
MOST_RECENT = 8


# -- a text to share -----------------------------------------------------------------------------


def to_text(experiment: Experiment, classroom: Classroom = EVERYTHING) -> str:
    """Return an experiment as one line of text: its differences from the first experiment, compressed.

    Raises
    ------
    FileError
        If it would be longer than `document_from_text` reads.
    """
    plain, first = as_dict(experiment), as_dict(Experiment())
    short = _difference(plain, first)
    if "hidden" in short.get("network", {}):
        default = asdict(LayerSpec())
        short["network"]["hidden"] = [_difference(layer, default) for layer in plain["network"]["hidden"]]
    short |= experiments.class_entries(classroom)
    content = json.dumps(short, separators=(",", ":"), ensure_ascii=False).encode()
    text = MARK + base64.urlsafe_b64encode(zlib.compress(content, 9)).decode().rstrip("=")
    if len(text) > LONGEST_TEXT or len(content) > MOST_BYTES:
        raise FileError(texts.TOO_LONG_TO_SHARE(points=len(experiment.data.points)))
    return text


def document_from_text(text: str) -> Document:
    """Return what a shared text holds, anywhere within another text; or an experiment file, or an address.

    Raises
    ------
    FileError
        If it holds none: one line that says why.
    """
    if len(text) > LONGEST_TEXT:
        raise FileError(texts.SHARED_TOO_LONG())
    if _is_object(text):
        return experiments.decode_document(text.encode(errors="replace"), texts.CLIPBOARD())
    if _is_address(text):
        return Document(tensorflow_playground.read_address(text).experiment)
    refused = FileError(texts.NOTHING_SHARED(mark=MARK))
    for found in islice(SHARED.finditer(UNSEEN.sub("", text)), MOST_TRIED):
        try:
            return _document("".join(found[1].split()))
        except FileError as error:
            refused = error  # the words before may only mention such a text
    raise refused


def holds_experiment(text: str) -> bool:
    """Return whether a text is more likely to be an experiment than a table of points."""
    return MARK in text[:LONGEST_TEXT] or _is_object(text) or tensorflow_playground.holds_address(text)


def left_out(text: str) -> str:
    """Return what is not in the experiment that was read from a text, though the text says it."""
    return tensorflow_playground.read_address(text).left_out if _is_address(text) else ""


def _is_object(text: str) -> bool:
    """Whether a text begins as an experiment file does."""
    return text.lstrip("\ufeff").lstrip().startswith("{")


def _is_address(text: str) -> bool:
    """Whether a text has an address of TensorFlow Playground and no experiment of ours."""
    return MARK not in text and tensorflow_playground.holds_address(text)


def text_at(path: str | os.PathLike[str]) -> str:
    """Return the text with an experiment that a small file holds, or that is given as its path; or ""."""
    if tensorflow_playground.holds_address(str(path)):
        return str(path)
    if Path(path).suffix.lower() in (".json", STATE_SUFFIX, pictures.SUFFIX):
        return ""
    try:
        content = read_bytes(path, LONGEST_NOTE)
    except FileError:
        return ""
    text = content.decode("utf-16" if content[:2] in UTF_16 else "utf-8", errors="ignore")
    return text if holds_experiment(text) and not _is_object(text) else ""


def _document(packed: str) -> Document:
    """Return what the characters after the mark hold; words that follow do no harm."""
    document = _unpacked(packed)
    if "format" in document:
        raise FileError(texts.SHARED_DAMAGED())
    content = json.dumps({"format": FORMAT, **document}).encode()
    return experiments.decode_document(content, texts.CLIPBOARD())


def _difference(value: dict[str, Any], default: dict[str, Any]) -> dict[str, Any]:
    """Return the entries that differ from the default, in nested dictionaries too."""
    result: dict[str, Any] = {}
    for name, one in value.items():
        if one == default[name]:
            continue
        result[name] = _difference(one, default[name]) if isinstance(one, dict) else one
    return result


def _unpacked(packed: str) -> dict[str, Any]:
    """Return what a text holds, but never more than a few megabytes: a short text can expand to gigabytes."""
    try:
        packed = packed[: len(packed) - (len(packed) % 4 == 1)]  # a single character is no byte
        compressed = base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True)
        inflater = zlib.decompressobj()
        content = inflater.decompress(compressed, MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise FileError(texts.SHARED_TOO_LONG())
        if not inflater.eof:  # what follows the end are other words
            raise FileError(texts.SHARED_DAMAGED())
        if experiments.has_too_many_parts(content):
            raise FileError(texts.SHARED_TOO_LONG())
        document = json.loads(content)
    except (binascii.Error, zlib.error, ValueError, RecursionError) as error:
        if isinstance(error, FileError):
            raise
        raise FileError(texts.SHARED_DAMAGED()) from error
    if not isinstance(document, dict):
        raise FileError(texts.SHARED_DAMAGED())
    return document


# -- recent files --------------------------------------------------------------------------------


def with_recent(paths: list[str], path: str | os.PathLike[str]) -> list[str]:
    """Return the recent files with this one in front, each once."""
    first = str(resolved(path))
    return [first, *(one for one in paths if one != first)][:MOST_RECENT]


def without(paths: list[str], path: str | os.PathLike[str]) -> list[str]:
    """Return the recent files without this one."""
    removed = str(resolved(path)), str(path)
    return [one for one in paths if one not in removed]
