"""Pages of a document: as PDF, on a printer, or as a picture to look at. Text and vectors stay what they are.

Everything here may run in a thread beside the window's: it touches nothing that the window shows.
"""

from __future__ import annotations

import re

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEventLoop,
    QIODevice,
    QLocale,
    QMarginsF,
    QRect,
    QRectF,
    QSizeF,
)
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QImageReader,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPaintDevice,
    QPainter,
    QPalette,
    QPdfWriter,
    QPyTextObject,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtSvg import QSvgRenderer

from playground.exports.document import Document, Picture, body
from playground.files.atomic import FileError
from playground.texts.cli import PROGRAM
from playground.texts.exports import NOT_PRINTED

MARGIN = 15.0  # millimetres around a page
DPI = 1200  # at which text is laid out: fine enough for every letter to stand where it belongs
PIXEL = 96.0  # CSS pixels in an inch
HEADINGS, SMALL = {1: 1.8, 2: 1.15}, 0.85  # times the size of the text
POINTS = 9.5  # of the text
# shares of the usual size of pictures, each with a size of the text, until all is on one page
FITS = (
    *((share / 100.0, POINTS) for share in range(100, 55, -5)),
    *((share / 100.0, 8.5) for share in range(60, 45, -5)),
    *((share / 100.0, 7.5) for share in range(50, 35, -5)),
    *((share / 100.0, 6.5) for share in range(40, 15, -5)),
)
NOT_DRAWN = re.compile(rb'<g fill="none" stroke="none"[^>]*>\s*<(?:rect|path)[^>]*/>\s*</g>')
FAMILIES = re.compile(rb'font-family="([^",]+),[^"]*"')
INK = "#1b1f24"
STYLE = """
h1 { margin: 0; }
h2 { margin: 14px 0 4px 0; }
p { margin: 3px 0; }
.small { font-size: %.2fpt; color: #57606a; margin: 4px 0; }
.caption { font-size: %.2fpt; color: #57606a; margin: 0; }
.columns { margin: 8px 0; }
.data { margin-bottom: 8px; }
.data th { text-align: left; padding: 2px 8px 2px 0; border-bottom: 1px solid #8c959f; }
.data td { padding: 2px 8px 2px 0; border-bottom: 1px solid #d8dee4; }
.data .number { text-align: right; }
.note { white-space: pre-wrap; }
.page { page-break-after: always; }
"""


class _Pictures(QPyTextObject):
    """Draws the pictures of a document, at the full resolution that they have."""

    def __init__(self, pictures: tuple[Picture, ...], dots: float) -> None:
        super().__init__()
        self._dots = dots  # of the device in a CSS pixel
        self._drawn = [_shapes(one.content) if one.is_svg else _pixels(one.content) for one in pictures]

    def _of(self, form: QTextFormat) -> QImage | QSvgRenderer:
        return self._drawn[int(form.toImageFormat().name())]

    def intrinsicSize(self, _document: QTextDocument, _at: int, form: QTextFormat) -> QSizeF:
        one, width = self._of(form), form.toImageFormat().width() * self._dots
        size = one.defaultSize() if isinstance(one, QSvgRenderer) else one.size()
        return QSizeF(width, width * size.height() / max(size.width(), 1))

    def drawObject(
        self, painter: QPainter, room: QRectF | QRect, _document: QTextDocument, _at: int, form: QTextFormat
    ) -> None:
        one = self._of(form)
        if isinstance(one, QSvgRenderer):
            one.render(painter, room)
        else:
            painter.drawImage(room, one)


def _shapes(content: bytes) -> QSvgRenderer:
    """Return what draws an SVG picture."""
    content = NOT_DRAWN.sub(b"", content)  # of which PDF viewers would draw the finest line
    return QSvgRenderer(QByteArray(FAMILIES.sub(rb'font-family="\1"', content)))  # QtSvg takes one name


def _pixels(content: bytes) -> QImage:
    """Return a PNG picture; this way of reading one lets other threads run."""
    file = QBuffer()
    file.setData(content)
    return QImageReader(file).read()


class Pages:
    """A document, laid out for a device.

    Parameters
    ----------
    document : Document
    device : QPaintDevice
    size : QSizeF
        Of a page without its margins, in the dots of the device.

    Attributes
    ----------
    count : int
    """

    def __init__(self, document: Document, device: QPaintDevice, size: QSizeF) -> None:
        self._document, self._device, self._size = document, device, size
        self._loop = QEventLoop()  # the layout of several pages starts timers: a thread needs one for these
        for share, points in FITS if document.one_page else FITS[:1]:
            self._lay_out(share, points)
            if self.count == 1:
                break

    def _lay_out(self, share: float, points: float) -> None:
        """Lay out with pictures of a share of their usual size, and text of a size."""
        dots = self._device.logicalDpiX() / PIXEL
        self._pictures = _Pictures(self._document.pictures(), dots)
        self._text = text = QTextDocument()
        layout = text.documentLayout()
        layout.setPaintDevice(self._device)
        layout.registerHandler(QTextFormat.ObjectTypes.ImageObject.value, self._pictures)
        font = QFont(QGuiApplication.font())
        font.setPointSizeF(points)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        text.setDefaultFont(font)
        text.setDocumentMargin(0.0)
        text.setDefaultStyleSheet(STYLE % (SMALL * points, SMALL * points))
        text.setHtml(body(self._document, lambda _, number: str(number), share * self._size.width() / dots))
        _set_headings(text, points)
        text.setPageSize(self._size)
        if text.pageCount() > 1:
            _keep_headings(text)
        self.count = text.pageCount()

    def draw(self, painter: QPainter, page: int) -> None:
        """Draw a page, counted from 0, at the place where the painter is."""
        top = page * self._size.height()
        painter.save()
        painter.translate(0.0, -top)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = QRectF(0.0, top, self._size.width(), self._size.height())
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Text, QColor(INK))  # whatever the theme of the window
        context.palette = palette
        painter.setClipRect(context.clip)
        self._text.documentLayout().draw(painter, context)
        painter.restore()


def _set_headings(text: QTextDocument, points: float) -> None:
    """Give headings their sizes: Qt takes none from a style sheet."""
    block = text.begin()
    while block.isValid():
        if level := block.blockFormat().headingLevel():
            cursor = QTextCursor(block)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            letters = cursor.charFormat()
            letters.clearProperty(QTextFormat.Property.FontSizeAdjustment.value)
            letters.setFontPointSize(HEADINGS[level] * points)
            cursor.setCharFormat(letters)
        block = block.next()


def _keep_headings(text: QTextDocument) -> None:
    """Begin a new page before each heading that would stand at the foot of one, with nothing below it."""
    layout, height = text.documentLayout(), text.pageSize().height()
    block = text.begin()
    while block.isValid():
        below = block.next()
        ends_page = below.blockFormat().pageBreakPolicy() != QTextFormat.PageBreakFlag.PageBreak_Auto
        if block.blockFormat().headingLevel() and below.isValid() and not ends_page:
            page, after = (int(layout.blockBoundingRect(one).bottom() // height) for one in (block, below))
            if after > page:
                form = block.blockFormat()
                form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
                QTextCursor(block).setBlockFormat(form)
        block = below


# -- where pages go ------------------------------------------------------------------------------


def to_pdf(document: Document, page: QPageSize) -> bytes:
    """Return a document as a PDF file."""
    file = QBuffer()
    file.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(file)
    writer.setTitle(document.title)
    writer.setCreator(PROGRAM())
    writer.setResolution(DPI)
    writer.setPageSize(page)
    writer.setPageMargins(QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN), QPageLayout.Unit.Millimeter)
    put_on(document, writer)
    return bytes(file.data().data())


def put_on(document: Document, device: QPagedPaintDevice) -> None:
    """Put a document on a PDF writer or a printer.

    Raises
    ------
    FileError
        If the printer takes nothing.
    """
    pages, painter = Pages(document, device, QSizeF(device.width(), device.height())), QPainter()
    if not painter.begin(device):
        del pages  # they end in the thread that made them, and not with whoever is told
        raise FileError(NOT_PRINTED())
    for page in range(pages.count):
        if page:
            device.newPage()
        pages.draw(painter, page)
    painter.end()


def first_page(document: Document, page: QPageSize, width: int) -> QImage:
    """Return a picture of the first page, with its margins, so many pixels wide."""
    sheet = page.size(QPageSize.Unit.Millimeter)
    dots = width / sheet.width()  # in a millimetre
    image = _paper(width, round(dots * sheet.height()), dots)
    inside = QSizeF(dots * (sheet.width() - 2.0 * MARGIN), dots * (sheet.height() - 2.0 * MARGIN))
    pages = Pages(
        document, _paper(1, 1, dots), inside
    )  # the binding never lets go of what it is laid out for
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.translate(dots * MARGIN, dots * MARGIN)
    pages.draw(painter, 0)
    painter.end()
    return image


def _paper(width: int, height: int, dots: float) -> QImage:
    """Return a white picture with so many pixels in a millimetre."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    image.setDotsPerMeterX(round(1000.0 * dots))
    image.setDotsPerMeterY(round(1000.0 * dots))
    return image


def usual_page() -> QPageSize:
    """Return the size of paper that is usual where the person is."""
    sizes = QPageSize.PageSizeId
    letter = QLocale().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem
    return QPageSize(sizes.Letter if letter else sizes.A4)
