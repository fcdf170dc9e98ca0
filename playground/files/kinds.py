"""What a file is, by its first bytes: why it is no table, in one line. No Qt."""

import io
import zipfile

from playground.files.atomic import FileError
from playground.texts import files as texts
from playground.texts.text import Text

HEAD = 4096  # bytes that are looked at
MAGIC: tuple[tuple[bytes, Text], ...] = (
    (b"\x89PNG", texts.PICTURE),
    (b"\xff\xd8\xff", texts.PICTURE),
    (b"GIF8", texts.PICTURE),
    (b"II*\0", texts.PICTURE),
    (b"MM\0*", texts.PICTURE),
    (b"<svg", texts.PICTURE),
    (b"%PDF", texts.PDF),
    (b"\x1f\x8b", texts.ARCHIVE),
    (b"BZh", texts.ARCHIVE),
    (b"\xfd7zXZ", texts.ARCHIVE),
    (b"7z\xbc\xaf", texts.ARCHIVE),
    (b"Rar!", texts.ARCHIVE),
    (b"\x93NUMPY", texts.NUMPY),
    (b"\x89HDF", texts.HDF),
    (b"PAR1", texts.PARQUET),
    (b"SQLite format 3", texts.DATABASE),
    (b"\x7fELF", texts.PROGRAM),
    (b"ID3", texts.SOUND),
    (b"OggS", texts.SOUND),
    (b"{\\rtf", texts.DOCUMENT),
)
BINARY_MAGIC = (  # which a text could begin with as well
    (b"BM", texts.PICTURE),
    (b"MZ", texts.PROGRAM),
    (b"\x80", texts.PICKLE),
    (b"RIFF", texts.SOUND),
    (b"MATLAB", texts.MATLAB),
)
WORKBOOK = ("xl/", "mimetype", "Index")  # in a zip: of Excel, of LibreOffice, of Numbers
DOCUMENTS = ("word/", "ppt/")


def refuse_no_table(content: bytes, source: str) -> None:
    """Refuse what is certainly no table.

    Raises
    ------
    FileError
        It says in one line what it is instead.
    """
    if (kind := _kind(content)) is not None:
        text = texts.NO_TEXT if b"\0" in content[:HEAD] else texts.NO_TABLE
        raise FileError(text(source=source, kind=kind()))


def _kind(content: bytes) -> Text | None:
    head = content[:HEAD]
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for magic, kind in MAGIC:
        if head.startswith(magic) or (magic[:1] == b"<" and plain.startswith(magic)):
            return kind
    if head[4:8] == b"ftyp":
        return texts.FILM
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return texts.PICTURE
    if b"\0" in head:
        found = next((kind for magic, kind in BINARY_MAGIC if head.startswith(magic)), None)
        if found is not None:
            return found
    return _kind_in_zip(content) if head.startswith(b"PK\x03\x04") else None


def _kind_in_zip(content: bytes) -> Text | None:
    """Return what a zip file is, unless it is a workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if any(name.startswith(DOCUMENTS) for name in names):
                return texts.DOCUMENT
            if any(name.endswith(".npy") for name in names):
                return texts.NUMPY
            return None if any(name.startswith(WORKBOOK) for name in names) else texts.ARCHIVE
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return texts.DAMAGED_ARCHIVE
