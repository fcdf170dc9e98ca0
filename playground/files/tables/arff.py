"""ARFF, the format of Weka: names of columns, then rows in lines. No Qt."""

import re
from itertools import islice

from playground.files.atomic import FileError
from playground.files.tables.lines import Body, find_separator, split
from playground.files.tables.rows import MOST_COLUMNS, Progress, Rows, bounded
from playground.texts import tables as texts

_RELATION = re.compile(r"\ufeff?(?:[ \t]*(?:%[^\r\n]*)?(?:\r\n?|\n))*+[ \t]*@relation\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"^[ \t]*@attribute[ \t]+(?:'((?:[^'\\\r\n]|\\.)*)'|\"((?:[^\"\\\r\n]|\\.)*)\"|([^\s{]+))",
    re.IGNORECASE | re.MULTILINE,
)
_DATA = re.compile(r"^[ \t]*@data\b[^\r\n]*(?:\r\n?|\n|$)", re.IGNORECASE | re.MULTILINE)
_QUOTED = re.compile(r"(?<![^\s,])'((?:[^'\\\n]|\\.)*+)'(?=[ \t]*(?:[\s,]|$))")


def is_arff(text: str) -> bool:
    """Return whether a text is ARFF: it begins with @relation, after comments."""
    return _RELATION.match(text) is not None


def read_arff(text: str, source: str, progress: Progress) -> Rows:
    """Return the rows of an ARFF file, and the names of its columns.

    Raises
    ------
    FileError
        If it has no data, or sparse data.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    data = _DATA.search(text)
    if data is None:
        raise FileError(texts.NO_DATA(source=source))
    attributes = islice(_ATTRIBUTE.finditer(text, 0, data.start()), MOST_COLUMNS)
    names = ["".join(filter(None, one.groups())) for one in attributes]
    text = text[: data.end()] + _QUOTED.sub(_double, text[data.end() :])
    body = Body(text, data.end(), 1 + text.count("\n", 0, data.end()))
    separator = find_separator(body, ", \t")
    problems: list[str] = []
    notes: list[str] = []
    rows = bounded(split(body, separator, problems, notes, progress), problems)
    if rows and rows[0].cells[0].startswith("{"):
        raise FileError(texts.SPARSE_ARFF(source=source))
    return Rows(rows, problems, notes, names=tuple(name.replace("\\", "") for name in names))


def _double(quoted: re.Match[str]) -> str:
    """Return a cell with the quotation marks of other tables."""
    plain = quoted[1].replace("\\", "").replace('"', '""')
    return f'"{plain}"'
