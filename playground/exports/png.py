"""PNG pictures that carry a text with them, such as the experiment that they show, and animated ones.

A PNG file is a signature and then chunks: a length, a name, the contents, and a checksum. A text stands in a
chunk of its own, `iTXt`, under a keyword; programs that only show pictures pass over it.
"""

import math
import struct
import zlib
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEADER, PIXELS, TEXT, END = b"IHDR", b"IDAT", b"iTXt", b"IEND"
ANIMATION, FRAME, FRAME_PIXELS = b"acTL", b"fcTL", b"fdAT"  # of an animated PNG
MOST_PIXELS = 2**28  # of a picture: while it is drawn, each needs four bytes
MOST_READ = 2**26  # of those that Qt reads: it refuses larger ones
COMPRESSED = b"\0\1\0\0\0"  # after the keyword: compressed, by zlib, in no language, not translated


def largest(width: int, height: int, most: int = MOST_PIXELS) -> tuple[int, int]:
    """Return the largest size of the same shape that has no more pixels than `most`, if this has more.

    Examples
    --------
    >>> largest(1920, 1080)
    (1920, 1080)
    >>> largest(4000, 1000, 1_000_000)
    (2000, 500)
    """
    share = min(math.sqrt(most / (width * height)), 1.0)
    return math.floor(share * width), math.floor(share * height)


class DamagedError(ValueError):
    """A text in a picture is damaged, or longer than it may be."""


def with_text(picture: bytes, keyword: str, text: bytes) -> bytes:
    """Return a PNG picture that carries a text.

    Parameters
    ----------
    picture : bytes
        The contents of a PNG file.
    keyword : str
        At most 79 characters of Latin-1.
    text : bytes
        In UTF-8.
    """
    header_end = len(SIGNATURE) + 12 + struct.unpack_from(">I", picture, len(SIGNATURE))[0]
    content = keyword.encode("latin-1") + COMPRESSED + zlib.compress(text, 9)
    return picture[:header_end] + _chunk(TEXT, content) + picture[header_end:]


def animated(pictures: Iterator[bytes], rate: float) -> bytes:
    """Return a PNG file that shows one picture after the other, again and again.

    Parameters
    ----------
    pictures : iterator of bytes
        The contents of PNG files of one size and kind, at least one.
    rate : float
        Pictures a second.
    """
    parts: list[bytes] = []
    count, number, header = 0, 0, b""
    for picture in pictures:
        chunks = list(_chunks(picture))
        found = next(content for name, content, _ in chunks if name == HEADER)
        header = header or found
        assert found == header
        control = struct.pack(">I8s2I2H2B", number, header[:8], 0, 0, round(1000.0 / rate), 1000, 0, 0)
        parts.append(_chunk(FRAME, control))
        number += 1
        for pixels in (content for name, content, _ in chunks if name == PIXELS):
            if count:
                parts.append(_chunk(FRAME_PIXELS, struct.pack(">I", number) + pixels))
                number += 1
            else:
                parts.append(_chunk(PIXELS, pixels))
        count += 1
    begin = _chunk(HEADER, header) + _chunk(ANIMATION, struct.pack(">2I", count, 0))
    return b"".join((SIGNATURE, begin, *parts, _chunk(END, b"")))


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def text_in(picture: bytes, keyword: str, most: int) -> bytes | None:
    """Return the text that a PNG picture carries under a keyword, or None.

    Parameters
    ----------
    picture : bytes
        The contents of a PNG file, or of its beginning.
    keyword : str
    most : int
        Bytes that the text may have.

    Raises
    ------
    DamagedError
        Also where it is longer, or where it may have been in a chunk whose checksum is wrong.
    """
    named, damaged = keyword.encode("latin-1"), False
    for content, whole in _texts(picture):
        damaged = damaged or not whole
        found, separator, rest = content.partition(b"\0")
        if found != named or not separator or not whole:
            continue
        packed, rest = rest[:1] == b"\1", rest[2:]
        *_, text = rest.split(b"\0", 2)
        try:
            inflater = zlib.decompressobj()
            text = inflater.decompress(text, most + 1) if packed else text
        except zlib.error as error:
            raise DamagedError from error
        if len(text) > most or (packed and not inflater.eof):
            raise DamagedError
        return text
    if damaged:
        raise DamagedError
    return None


def _texts(picture: bytes) -> Iterator[tuple[bytes, bool]]:
    """Yield the contents of every text chunk, and whether its checksum is right."""
    return ((content, whole) for name, content, whole in _chunks(picture) if name == TEXT)


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes, bool]]:
    """Yield the name and the contents of every chunk but the last, and whether its checksum is right."""
    at = len(SIGNATURE)
    while picture.startswith(SIGNATURE) and at + 12 <= len(picture):
        length, name = struct.unpack_from(">I4s", picture, at)
        begin, end = at + 8, at + 8 + length
        if name == END or end + 4 > len(picture):
            return
        content = picture[begin:end]
        yield name, content, struct.unpack_from(">I", picture, end)[0] == zlib.crc32(name + content)
        at = end + 4
