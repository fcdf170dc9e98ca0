"""Files that are no tables, or tables that are not read, by what they begin with: each is named. No Qt."""

import re

from playground.texts import tables as texts
from playground.texts.text import Text

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office files, and new ones with a password
KINDS = (
    (b"\x93NUMPY", "numpy"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"RIFF", "picture"),
    (b"%PDF-", "pdf"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"{\\rtf", "document"),
    (b"PAR1", "data"),
    (b"SQLite format 3", "data"),
    (b"\x89HDF", "data"),
    (b"MATLAB 5.0", "data"),
    (b"ARROW1", "data"),
    (b"<stata_dta>", "data"),
    (b"$FL2", "data"),
)
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PAGE = re.compile(r"\ufeff?\s*<(?:!doctype|html|\?xml|table|head|body)", re.IGNORECASE)
_SPARSE = re.compile(r"[ \t]*[+-]?[\d.]+(?:[ \t]+(?:\d+|qid):[+-]?[\d.]+(?:[eE][+-]?\d+)?)+[ \t]*(?:#.*)?")
LOOKED_AT = 100_000  # characters


def refused_bytes(content: bytes, source: str) -> str:
    """Return why a file is no text that holds a table; nothing if it may be one."""
    if content.startswith(OLE):
        return (texts.PROTECTED if ENCRYPTED in content else texts.OLD_WORKBOOK)(source=source)
    for start, kind in KINDS:
        if content.startswith(start):
            return texts.NOT_TEXT_BUT(source=source, kind=texts.KINDS[kind]())
    return ""


def refused_text(text: str, source: str) -> str:
    """Return why a text is no table that is read; nothing if it may be one."""
    if _PAGE.match(text):
        return texts.WEB_PAGE(source=source)
    lines = [line for line in text[:LOOKED_AT].splitlines()[:20] if line.strip()]
    sparse: Text | None = texts.LIBSVM if lines and all(map(_SPARSE.fullmatch, lines)) else None
    return sparse(source=source) if sparse else ""
