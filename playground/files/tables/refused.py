"""Tables that are not read: each is named. No Qt."""

import re

from playground.texts import tables as texts

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office files, and new ones with a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PAGE = re.compile(r"\ufeff?\s*+<(?:!doctype|html|\?xml|table|head|body)", re.IGNORECASE)
_SPARSE = re.compile(r"[ \t]*[+-]?[\d.]+(?:[ \t]+(?:\d+|qid):[+-]?[\d.]+(?:[eE][+-]?\d+)?)+[ \t]*(?:#.*)?")
LOOKED_AT = 100_000  # characters


def refused_bytes(content: bytes, source: str) -> str:
    """Return why a file is not read; nothing if it may be."""
    if not content.startswith(OLE):
        return ""
    return (texts.PROTECTED if ENCRYPTED in content else texts.OLD_WORKBOOK)(source=source)


def refused_text(text: str, source: str) -> str:
    """Return why a text is not read; nothing if it may be."""
    if _PAGE.match(text):
        return texts.WEB_PAGE(source=source)
    lines = [line for line in text[:LOOKED_AT].splitlines()[:20] if line.strip()]
    return texts.LIBSVM(source=source) if lines and all(map(_SPARSE.fullmatch, lines)) else ""
