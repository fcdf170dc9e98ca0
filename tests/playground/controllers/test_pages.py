"""Pages of documents: as PDF, and as pictures to look at."""

import re
import sys
import threading

import pytest
from hands import PATIENCE
from PySide6.QtCore import QBuffer, QIODevice, QLocale, QSizeF
from PySide6.QtGui import QColor, QImage, QPageSize, QPdfWriter

from playground.controllers import pages
from playground.controllers.pages import NOT_DRAWN, first_page, put_on, to_pdf, usual_page
from playground.exports.document import Document, Heading, Note, PageBreak, Paragraph, Picture, Table
from playground.files.atomic import FileError
from playground.style import style_sheet
from playground.style.palette import DARK, LIGHT

A4 = QPageSize(QPageSize.PageSizeId.A4)
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 200 100">
<rect width="200" height="100" fill="#ff0000"/></svg>"""


def png(width, height, colour="#ff0000"):
    image, file = QImage(width, height, QImage.Format.Format_RGB32), QBuffer()
    image.fill(QColor(colour))
    file.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(file, "PNG")
    return bytes(file.data().data())


def page_count(pdf):
    return len(re.findall(rb"/Type\s*/Page\b[^s]", pdf))


def extent(image, colour="#ff0000"):
    """Where a colour is: its left, right, top and bottom edge."""
    there = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y) == QColor(colour)
    ]
    xs, ys = zip(*there, strict=True)
    return min(xs), max(xs), min(ys), max(ys)


def test_a_pdf_has_its_title_and_its_pages():
    pdf = to_pdf(
        Document("Spiral", (Heading("One"), PageBreak(), Heading("Two"), PageBreak(), Heading("3"))), A4
    )
    assert pdf.startswith(b"%PDF")
    assert page_count(pdf) == 3
    assert "Spiral".encode("utf-16-be") in pdf


def test_a_heading_never_ends_a_page():
    def heading_of(rows):
        """The page of the heading, and that of what is below it."""
        table = Table(tuple(("row",) for _ in range(rows)))
        writer = QPdfWriter(QBuffer())
        writer.setPageSize(A4)
        size = QSizeF(writer.width(), writer.height())
        made = pages.Pages(Document("", (table, Heading("Heading"), Paragraph("below"))), writer, size)
        text, layout = made._text, made._text.documentLayout()
        at = text.find("Heading").block()
        return [layout.blockBoundingRect(one).bottom() // size.height() for one in (at, at.next())]

    both = [heading_of(rows) for rows in range(20, 60)]
    assert both[0] == [0.0, 0.0]
    assert both[-1] == [1.0, 1.0]
    assert all(heading == below for heading, below in both)


def test_a_document_without_anything_is_one_page():
    assert page_count(to_pdf(Document("", ()), A4)) == 1


@pytest.mark.parametrize("content", [png(400, 200), SVG])
def test_a_picture_keeps_its_shape_and_takes_its_share_of_the_line(content):
    image = first_page(Document("", (Picture(content, "red", share=0.5),)), A4, 420)  # 2 pixels a millimetre
    left, right, top, bottom = extent(image)
    width, height = right - left + 1, bottom - top + 1
    assert width == pytest.approx((210 - 30) * 2 * 0.5, abs=2)
    assert height == pytest.approx(width / 2, abs=2)
    assert left == pytest.approx(30, abs=2)


def test_what_a_picture_does_not_draw_is_not_drawn_on_paper_either():
    hidden = b'<g fill="none" stroke="none" transform="x">\n<rect x="0" y="0" width="9" height="9"/>\n</g>'
    seen = b'<g fill="none" stroke="none"><image href="data:"/></g>'
    assert NOT_DRAWN.sub(b"", hidden + seen) == seen


def test_a_report_fits_on_one_page_whatever_is_in_it():
    rows = tuple((f"setting {k}", "1", "2") for k in range(20))
    blocks = (Table(rows), *(Picture(png(400, 300), "x") for _ in range(3)), Note("line\n" * 12))
    assert page_count(to_pdf(Document("t", blocks, one_page=True), A4)) == 1
    assert page_count(to_pdf(Document("t", blocks), A4)) > 1


def test_what_cannot_fit_on_one_page_takes_more_and_loses_nothing():
    pdf = to_pdf(Document("t", (Note("line\n" * 500),), one_page=True), A4)
    assert page_count(pdf) > 1


def test_pictures_are_as_large_as_fits():
    """A document with room to spare shows them whole, one without makes them smaller."""
    one = Picture(png(400, 200), "red")
    roomy = first_page(Document("", (one,), one_page=True), A4, 420)
    full = first_page(Document("", (Note("x\n" * 45), one), one_page=True), A4, 420)
    wide, narrow = (extent(image)[1] - extent(image)[0] for image in (roomy, full))
    assert wide == pytest.approx(360, abs=2)
    assert 0.3 * wide < narrow < wide


def test_the_page_to_look_at_has_the_shape_of_the_paper():
    image = first_page(Document("t", ()), A4, 500)
    assert image.width() == 500
    assert image.height() == pytest.approx(500 * 297 / 210, abs=1)


def test_ink_is_dark_whatever_the_theme(application):
    document, images = Document("Title", (Table((("a", "1"),), ("b", "c")), Note("note"))), []
    before = application.palette()
    for theme in (LIGHT, DARK):
        style_sheet.prepare(application, theme)
        images.append(first_page(document, A4, 300))
    application.setPalette(before)
    assert images[0] == images[1]


def test_pages_can_be_made_in_a_thread():
    document, made = Document("t", (Heading("h"), Picture(png(40, 20), "x"))), []
    thread = threading.Thread(
        target=lambda: made.append((to_pdf(document, A4), first_page(document, A4, 200)))
    )
    thread.start()
    thread.join(PATIENCE)
    assert page_count(made[0][0]) == 1
    assert made[0][1] == first_page(document, A4, 200)


def test_pages_that_no_printer_takes_end_in_the_thread_that_made_them(monkeypatch):
    """Qt would say that their timers are stopped from another one."""
    monkeypatch.setattr(pages.QPainter, "begin", lambda *_: False)
    document, told = Document("t", tuple(Paragraph("word " * 400) for _ in range(20))), []

    def work():
        try:
            put_on(document, QPdfWriter(QBuffer()))
        except FileError as error:
            told.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(PATIENCE)
    assert str(told.pop()).startswith("Nothing was printed")


@pytest.mark.parametrize(("locale", "size"), [("en_US", "Letter"), ("de_DE", "A4"), ("en_GB", "A4")])
def test_paper_is_that_of_the_country(locale, size, monkeypatch):
    monkeypatch.setattr(pages, "QLocale", Locale(locale))
    assert usual_page().id() == QPageSize.PageSizeId[size]


class Locale:
    MeasurementSystem = QLocale.MeasurementSystem

    def __init__(self, name):
        self._name = name

    def __call__(self):
        return QLocale(self._name)


def test_a_page_that_was_drawn_is_held_by_nobody_else():
    image = first_page(Document("t", (Paragraph("text"),)), A4, 420)
    assert sys.getrefcount(image) == 2  # the name, and the argument
