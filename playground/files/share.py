"""Around an experiment's file: the examples, the text to share, the recent files. No Qt."""

import base64
import binascii
import json
import os
import re
import zlib
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine import Experiment, LayerSpec
from playground.classroom.choice import EVERYTHING, KEY, Classroom
from playground.files import experiments
from playground.files.atomic import FileError
from playground.files.experiments import FORMAT, LARGEST_FILE, Document
from playground.texts import files as texts

MARK = "NP1:"  # what a shared text begins with, and the number of its format
# all that may belong to it; looked ahead at, for another may begin in what follows
SHARED = re.compile(re.escape(MARK) + r"(?=([A-Za-z0-9_\-\s]*))")
# what mail and chats put into a text: marks of a quotation at the head of a line, letters without a width
UNSEEN = re.compile(r"(?<=\n)(?:[ \t]*>)+|[\u00ad\u200b-\u200d\u2060\ufeff]")
LONGEST_TEXT = 1_500_000  # characters; an experiment without own points needs some hundreds
MOST_RECENT = 8


# -- a text to share -----------------------------------------------------------------------------


def to_text(experiment: Experiment, classroom: Classroom = EVERYTHING) -> str:
    """Return an experiment as one line of text: what differs from the first experiment, compressed."""
    plain, first = asdict(experiment), asdict(Experiment())
    short = _difference(plain, first)
    if "hidden" in short.get("network", {}):
        usual = asdict(LayerSpec())
        short["network"]["hidden"] = [_difference(layer, usual) for layer in plain["network"]["hidden"]]
    if classroom:
        short[KEY] = classroom.document()
    content = json.dumps(short, separators=(",", ":"), ensure_ascii=False).encode()
    return MARK + base64.urlsafe_b64encode(zlib.compress(content, 9)).decode().rstrip("=")


def from_text(text: str) -> Experiment:
    """Return the experiment in a shared text; raises as `document_from_text`."""
    return document_from_text(text).experiment


def document_from_text(text: str) -> Document:
    """Return what is in a shared text, wherever it stands in another, or in the text of a file.

    Raises
    ------
    FileError
        Where it holds none: one line that says why.
    """
    if len(text) > LONGEST_TEXT:
        raise FileError(texts.SHARED_TOO_LONG())
    if text.lstrip("\ufeff").lstrip().startswith("{"):
        return experiments.decode_document(text.encode(errors="replace"), texts.CLIPBOARD())
    refused = FileError(texts.NOTHING_SHARED(mark=MARK))
    for found in SHARED.finditer(UNSEEN.sub("", text)):
        try:
            return _document("".join(found[1].split()))
        except FileError as error:
            refused = error  # it may be that the words before it only speak of such a text
    raise refused


def holds_experiment(text: str) -> bool:
    """Whether a text is more likely meant to be an experiment than a table of points."""
    return MARK in text[:LONGEST_TEXT] or text.lstrip("\ufeff").lstrip().startswith("{")


def _document(packed: str) -> Document:
    """Return what is in the letters after the mark; words that follow them do no harm."""
    document = _unpacked(packed)
    if "format" in document:
        raise FileError(texts.SHARED_DAMAGED())
    content = json.dumps({"format": FORMAT, **document}).encode()
    return experiments.decode_document(content, texts.CLIPBOARD())


def _difference(value: dict[str, Any], usual: dict[str, Any]) -> dict[str, Any]:
    """Return the entries that differ, dictionaries in it likewise."""
    result: dict[str, Any] = {}
    for name, one in value.items():
        if one == usual[name]:
            continue
        result[name] = _difference(one, usual[name]) if isinstance(one, dict) else one
    return result


def _unpacked(packed: str) -> dict[str, Any]:
    """Return what a text holds, but never more than a file may: a short text can unfold to gigabytes."""
    try:
        packed = packed[: len(packed) - (len(packed) % 4 == 1)]  # one letter alone is no byte
        pressed = base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True)
        opened = zlib.decompressobj()
        content = opened.decompress(pressed, LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise FileError(texts.SHARED_TOO_LONG())
        if not opened.eof:  # what comes after the end belongs to other words
            raise FileError(texts.SHARED_DAMAGED())
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
    first = str(Path(path).resolve())
    return [first, *(one for one in paths if one != first)][:MOST_RECENT]


def without(paths: list[str], path: str | os.PathLike[str]) -> list[str]:
    """Return the recent files but for this one."""
    gone = str(Path(path).resolve())
    return [one for one in paths if one not in (gone, str(path))]
