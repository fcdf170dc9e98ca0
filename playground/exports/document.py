"""A document of a few kinds of blocks, as one HTML file; pages of it, for PDF and print, are made by Qt.

>>> document = Document("Report", (Heading("Result"), Table((("loss", "0.1"),), header=("", "test"))))
>>> "<h2>Result</h2>" in to_html(document)
True
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import field

from engine.base.values import dataclass
from playground.texts.text import escaped

WIDTH = 680  # CSS pixels of a line: that of an A4 page between its margins
GAP = 24  # between columns, in the same pixels
WHOLE = 'width="100%" cellspacing="0" cellpadding="0"'
QUOTES = str.maketrans({'"': "&quot;"})
SVG = b"<svg"
STYLE = """
body { font: 15px/1.45 Inter, system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  font-feature-settings: "tnum"; color: #1b1f24; background: #fff; max-width: %dpx; margin: 32px auto;
  padding: 0 16px; overflow-wrap: anywhere; }
h1 { font-size: 24px; margin: 0 0 4px; } h2 { font-size: 15px; margin: 16px 0 4px; }
p { margin: 4px 0; } .small, .caption { font-size: 12px; color: #57606a; }
table { border-collapse: collapse; } table.data { width: 100%%; }
.data th, .data td { padding: 2px 12px 2px 0; text-align: left; vertical-align: top;
  border-bottom: 1px solid #d8dee4; }
.data th { font-weight: 600; } .data .number { text-align: right; }
.columns { width: 100%%; table-layout: fixed; } .columns > tbody > tr > td { vertical-align: top; }
.note { white-space: pre-wrap; border-left: 3px solid #8c959f; padding-left: 12px; }
img { max-width: 100%%; height: auto; } .page { page-break-after: always; }
@media print { body { margin: 0 auto; padding: 0; } }
"""


# -- the blocks ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Heading:
    """A heading within a document."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; what is small is less important."""

    text: str
    small: bool = False


@dataclass(frozen=True)
class Note:
    """What a person has written: its lines and spaces stay."""

    text: str


@dataclass(frozen=True)
class Picture:
    """A picture.

    Parameters
    ----------
    content : bytes
        A PNG or SVG file.
    text : str
        What it shows, for those who do not see it.
    share : float
        Its width as a share of the line's, or of its column's.
    caption : str
    """

    content: bytes
    text: str
    share: float = 1.0
    caption: str = ""

    @property
    def is_svg(self) -> bool:
        """Whether it is made of shapes."""
        return SVG in self.content[:1000]


@dataclass(frozen=True)
class Table:
    """Rows of cells.

    Parameters
    ----------
    rows : tuple of tuple of str
    header : tuple of str
        Empty for none.
    numbers : frozenset of int
        The columns that are set flush right.
    """

    rows: tuple[tuple[str, ...], ...]
    header: tuple[str, ...] = ()
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PageBreak:
    """What follows begins a new page."""


@dataclass(frozen=True)
class Columns:
    """Blocks side by side, in columns of these shares of the line."""

    columns: tuple[tuple[Block, ...], ...]
    shares: tuple[float, ...]


Block = Heading | Paragraph | Note | Picture | Table | PageBreak | Columns


@dataclass(frozen=True)
class Document:
    """A title, and blocks below it.

    Parameters
    ----------
    title : str
    blocks : tuple of Block
    language : str
        Of its texts, as HTML names it.
    one_page : bool
        Whether its pictures, and then its text, are made smaller until it fits on one page.
    """

    title: str
    blocks: tuple[Block, ...] = field(default=())
    language: str = "en"
    one_page: bool = False

    def pictures(self) -> tuple[Picture, ...]:
        """Return its pictures, in the order in which `body` names them to `source`."""
        return tuple(_pictures(self.blocks))


# -- HTML ----------------------------------------------------------------------------------------


def to_html(document: Document) -> str:
    """Return a document as a single file: pictures are inside, and nothing is loaded from elsewhere."""

    def source(picture: Picture, _number: int) -> str:
        kind = "image/svg+xml" if picture.is_svg else "image/png"
        return f"data:{kind};base64,{b64encode(picture.content).decode()}"

    head = f'<meta charset="utf-8"><title>{escaped(document.title)}</title><style>{STYLE % WIDTH}</style>'
    viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    return (
        f'<!DOCTYPE html>\n<html lang="{_quoted(document.language)}">\n<head>{viewport}{head}</head>\n'
        f"<body>\n{body(document, source)}\n</body>\n</html>\n"
    )


def body(document: Document, source: Callable[[Picture, int], str], width: float = WIDTH) -> str:
    """Return what is on the pages of a document, in the HTML that browsers and Qt both read.

    Parameters
    ----------
    document : Document
    source : callable (Picture, int) -> str
        The address of a picture, and which one it is, counted from 0.
    width : float
        Pixels of a line, of which pictures take their shares.
    """
    writer = _Writer(source)
    title = f"<h1>{escaped(document.title)}</h1>" if document.title else ""
    return "\n".join(filter(None, (title, writer.blocks(document.blocks, width))))


class _Writer:
    """Writes blocks, and counts the pictures."""

    def __init__(self, source: Callable[[Picture, int], str]) -> None:
        self._source, self._count = source, 0

    def blocks(self, blocks: tuple[Block, ...], width: float) -> str:
        return "\n".join(self._block(one, width) for one in blocks)

    def _block(self, block: Block, width: float) -> str:
        match block:
            case Heading(text):
                return _element("h2", text)
            case Paragraph(text, small):
                return _element("p", text, "small" if small else "")
            case Note(text):
                return _element("p", text, "note")
            case Picture():
                return self._picture(block, width)
            case Table():
                return _table(block)
            case PageBreak():
                return _element("p", "", "page")
            case Columns():
                return self._columns(block, width)

    def _picture(self, picture: Picture, width: float) -> str:
        source = self._source(picture, self._count)
        self._count += 1
        caption = _element("p", picture.caption, "caption") if picture.caption else ""
        size = round(picture.share * width)
        return f'<p><img src="{source}" alt="{_quoted(picture.text)}" width="{size}"></p>{caption}'

    def _columns(self, block: Columns, width: float) -> str:
        """Write columns whose contents share what the gaps between them leave."""
        room, cells = width - GAP * (len(block.columns) - 1), []
        for k, (column, share) in enumerate(zip(block.columns, block.shares, strict=True)):
            gap = GAP if k else 0
            inside = self.blocks(column, share * room)
            per_cent = 100.0 * (share * room + gap) / width
            cells.append(f'<td style="padding-left:{gap}px" width="{per_cent:.4g}%">{inside}</td>')
        return f'<table class="columns" {WHOLE}><tr>{"".join(cells)}</tr></table>'


def _table(table: Table) -> str:
    def row(cells: tuple[str, ...], tag: str) -> str:
        written = (
            _element(tag, text, "number" if k in table.numbers else "") for k, text in enumerate(cells)
        )
        return f"<tr>{''.join(written)}</tr>"

    head = row(table.header, "th") if table.header else ""
    rows = "\n".join(row(cells, "td") for cells in table.rows)
    return f'<table class="data" {WHOLE}>{head}{rows}</table>'


def _element(tag: str, text: str, kind: str = "") -> str:
    opening = f'{tag} class="{kind}"' if kind else tag
    return f"<{opening}>{escaped(text)}</{tag}>"


def _quoted(text: str) -> str:
    """Return a text as the value of an attribute."""
    return escaped(text).translate(QUOTES)


def _pictures(blocks: tuple[Block, ...]) -> Iterator[Picture]:
    for one in blocks:
        if isinstance(one, Picture):
            yield one
        elif isinstance(one, Columns):
            for column in one.columns:
                yield from _pictures(column)
