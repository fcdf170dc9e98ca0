from base64 import b64decode
from html.parser import HTMLParser

import pytest

from playground.exports.document import (
    Columns,
    Document,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Picture,
    Table,
    body,
    to_html,
)

PNG = b"\x89PNG\r\n\x1a\nnot really"
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'
ONCE = ("br", "img", "meta", "link")


class Reader(HTMLParser):
    """What a browser makes of HTML: which elements stand in which, with which text."""

    def __init__(self, html):
        super().__init__()
        self.open, self.texts, self.attributes = [], [], []
        self.feed(html)
        assert self.open == [], "not everything is closed"

    def handle_starttag(self, tag, attrs):
        self.attributes.append((tag, dict(attrs)))
        if tag not in ONCE:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if data.strip():
            self.texts.append((self.open[-1], data))

    def of(self, tag):
        return [attributes for name, attributes in self.attributes if name == tag]


def read(*blocks, title="A title"):
    return Reader(to_html(Document(title, blocks)))


def test_every_block_stands_in_the_file_in_its_order():
    seen = read(
        Heading("First"),
        Paragraph("a line"),
        Table((("x", "1"),), header=("name", "value")),
        PageBreak(),
        Note("by hand"),
    ).texts
    assert [one for one in seen if one[0] != "style"] == [
        ("title", "A title"),
        ("h1", "A title"),
        ("h2", "First"),
        ("p", "a line"),
        ("th", "name"),
        ("th", "value"),
        ("td", "x"),
        ("td", "1"),
        ("p", "by hand"),
    ]


@pytest.mark.parametrize("kind", [Heading, Paragraph, Note])
def test_what_people_write_is_shown_as_they_wrote_it(kind):
    wild = '<script>alert("&amp;")</script> & "it\'s" <b>'
    seen = read(kind(wild), title=wild)
    assert [text for tag, text in seen.texts if tag != "style"] == [wild] * 3
    assert not seen.of("script")


def test_cells_and_what_pictures_show_are_as_safe():
    seen = read(Table((("<i>", "&"),)), Picture(PNG, 'a "sign" <x>', caption="<c>"))
    assert ("td", "<i>") in seen.texts
    assert ("td", "&") in seen.texts
    assert ("p", "<c>") in seen.texts
    assert seen.of("img")[0]["alt"] == 'a "sign" <x>'


def test_the_lines_and_spaces_of_a_note_stay():
    assert ("p", "one\n  two\n\nthree") in read(Note("one\n  two\n\nthree")).texts


@pytest.mark.parametrize(("content", "kind"), [(PNG, "image/png"), (SVG, "image/svg+xml")])
def test_pictures_are_inside_the_file(content, kind):
    (picture,) = read(Picture(content, "a picture")).of("img")
    start, _, data = picture["src"].partition(",")
    assert start == f"data:{kind};base64"
    assert b64decode(data) == content


def test_nothing_is_loaded_from_elsewhere():
    html = to_html(Document("t", (Picture(PNG, "x"), Heading("h"))))
    assert "http" not in html
    assert "<link" not in html
    assert "<script" not in html


def test_pictures_are_numbered_as_they_are_listed_wherever_they_stand():
    pictures = [Picture(PNG + bytes([k]), str(k)) for k in range(4)]
    document = Document(
        "", (pictures[0], Columns(((pictures[1], Heading("x")), (pictures[2],)), (0.5, 0.5)), pictures[3])
    )
    assert document.pictures() == tuple(pictures)
    asked = []
    body(document, lambda picture, number: asked.append((picture, number)) or "")
    assert asked == [(one, k) for k, one in enumerate(pictures)]


def test_a_picture_takes_its_share_of_the_line_and_of_its_column():
    blocks = Picture(PNG, "", share=0.5), Columns(((Picture(PNG, ""),), (Picture(PNG, ""),)), (0.5, 0.5))
    seen = Reader(body(Document("", blocks), lambda *_: "", width=424))
    assert [int(one["width"]) for one in seen.of("img")] == [212, 200, 200]  # with a gap of 24 between


def test_columns_fill_the_line():
    seen = Reader(body(Document("", (Columns(((), (), ()), (0.5, 0.3, 0.2)),)), lambda *_: ""))
    shares = [float(one["width"].removesuffix("%")) for one in seen.of("td")]
    assert sum(shares) == pytest.approx(100.0, abs=0.01)


def test_numbers_are_set_flush_right():
    seen = read(Table((("loss", "0.1"),), ("", "train"), frozenset({1})))
    assert [one.get("class") for one in seen.of("td")] == [None, "number"]
    assert [one.get("class") for one in seen.of("th")] == [None, "number"]
