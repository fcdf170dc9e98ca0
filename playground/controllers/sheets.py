"""What a picture is drawn on: pixels for PNG, shapes for SVG and PDF.

A sheet is drawn on in the window's thread; what `finish` returns makes the file's bytes beside it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRect, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPaintDevice, QPainter, QPdfWriter

from playground.style.fonts import FAMILY
from playground.texts.cli import PROGRAM

PIECE_PIXELS = 400_000  # that are painted in one piece: a window has about a million
DPI = 96  # pixels to the inch, where a file counts in others
POINTS = 72.0 / DPI  # of a page, for each pixel
WRITE = QIODevice.OpenModeFlag.WriteOnly

Encode = Callable[[], bytes]


class Sheet(Protocol):
    """One picture under way.

    Attributes
    ----------
    painter : QPainter
        Draws in pixels of what is pictured.
    """

    painter: QPainter

    def pieces(self, part: QRect) -> Iterator[QRect]:
        """Yield the pieces in which a part is painted."""
        ...

    def finish(self) -> Encode:
        """End the drawing; return what makes the bytes, which touches no window."""
        ...


class Pixels:
    """An image of a size, with `scale` pixels along each of its units, of what is `drawn` at its own size."""

    def __init__(self, size: QSize, scale: float, drawn: QSize) -> None:
        self._image = QImage(size * scale, QImage.Format.Format_RGB32)
        if self._image.isNull():
            raise MemoryError
        self._ratio = scale * size.width() / drawn.width()
        self._image.setDevicePixelRatio(self._ratio)
        self.painter = QPainter(self._image)

    def pieces(self, part: QRect) -> Iterator[QRect]:
        """Yield bands of so many pixels."""
        height = max(math.floor(PIECE_PIXELS / (max(part.width(), 1) * self._ratio**2)), 1)
        for top in range(part.top(), part.bottom() + 1, height):
            yield QRect(part.left(), top, part.width(), min(height, part.bottom() + 1 - top))

    def finish(self) -> Encode:
        """End the drawing; the image is compressed by what is returned."""
        self.painter.end()
        image = self._image
        image.setDevicePixelRatio(1.0)  # or the file would claim finer dots than other files
        return partial(encoded, image)


class Shapes:
    """An SVG picture or a PDF page; pictures within it stay pictures, and texts texts."""

    def __init__(
        self, device: QPaintDevice, buffer: QBuffer, zoom: float, mend: Callable[[bytes], bytes] = bytes
    ) -> None:
        self._device: QPaintDevice | None = device
        self._buffer, self._mend = buffer, mend
        self.painter = QPainter(device)
        self.painter.scale(zoom, zoom)

    def pieces(self, part: QRect) -> Iterator[QRect]:
        """Yield the part as it is: a shape in two pieces would be there twice."""
        yield part

    def finish(self) -> Encode:
        """End the drawing, which writes the last bytes."""
        self.painter.end()
        self._device = None
        content = bytes(self._buffer.data().data())
        return lambda: self._mend(content)


def png(size: QSize, scale: float, drawn: QSize) -> Sheet:
    """Return a sheet for a PNG file."""
    return Pixels(size, scale, drawn)


def svg(size: QSize, _scale: float, drawn: QSize) -> Sheet:
    """Return a sheet for an SVG file."""
    from PySide6.QtSvg import QSvgGenerator  # here: the window starts without it

    buffer = _open_buffer()
    generator = QSvgGenerator()  # Tiny 1.2: every program draws it, also those that cannot clip
    generator.setOutputDevice(buffer)
    generator.setResolution(DPI)
    generator.setSize(size)
    generator.setViewBox(QRectF(0.0, 0.0, drawn.width(), drawn.height()))
    generator.setTitle(PROGRAM())
    return Shapes(generator, buffer, 1.0, _with_fonts)


def pdf(size: QSize, _scale: float, drawn: QSize) -> Sheet:
    """Return a sheet for a PDF file of one page, as large as the picture."""
    buffer = _open_buffer()
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setPageSize(QPageSize(QSizeF(size) * POINTS, QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF())
    return Shapes(writer, buffer, size.width() / drawn.width())


SHEETS: dict[str, Callable[[QSize, float, QSize], Sheet]] = {"png": png, "svg": svg, "pdf": pdf}


def _with_fonts(content: bytes) -> bytes:
    """Name fonts for programs that lack ours."""
    named = b'font-family="%b' % FAMILY.encode()
    return content.replace(named + b'"', named + b', Inter, Helvetica, Arial, sans-serif"')


def encoded(image: QImage) -> bytes:
    """Return an image as a PNG file.

    Raises
    ------
    MemoryError
        If there is not enough for that.
    """
    buffer = _open_buffer()
    # the stub asks for bytes, which the binding refuses
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise MemoryError
    return bytes(buffer.data().data())


def _open_buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(WRITE)
    return buffer
