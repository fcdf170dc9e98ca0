"""Runs as a page to hand in: what differs among them, and what came of each, with its note."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import Qt

from playground import __version__
from playground.controllers.sheets import encoded
from playground.exports.document import Block, Columns, Document, Heading, Note, Paragraph, Picture, Table
from playground.exports.settings_list import settings_of
from playground.style.palette import LIGHT
from playground.texts import report
from playground.texts import runs as texts
from playground.widgets.runs.cells import FIGURES, Shown, columns_of, figures_line, text_of, title_of
from playground.widgets.runs.run_cell import picture_of

EDGE, SHARES = 160, (0.2, 0.8)
MOST_COLUMNS = 9  # of the table of all runs: more have no room on a page
MOST = 100  # runs


def page_of(
    runs: Sequence[Shown], differing: Sequence[str], labels: dict[str, str], title: str, when: str
) -> Document:
    """Return a document about runs.

    Parameters
    ----------
    runs : sequence of Shown
        In their order; those beyond `MOST` are only counted.
    differing : sequence of str
        The paths of the settings in which they differ.
    labels : dict of str to str
        What settings are called, by their paths.
    title : str
    when : str
        The date, in words.
    """
    blocks: list[Block] = [Paragraph(report.MADE(version=__version__, when=when), small=True)]
    shown = runs[:MOST]
    if len(shown) > 1:
        blocks.append(_overview(shown, differing, labels))
    for one in shown:
        blocks += _about(one)
    if more := len(runs) - len(shown):
        blocks.append(Paragraph(texts.MORE_RUNS(n=more), small=True))
    return Document(title, tuple(blocks))


def _overview(runs: Sequence[Shown], differing: Sequence[str], labels: dict[str, str]) -> Table:
    """Return the table of all runs: what differs, and what came out."""
    columns = [one for one in columns_of(differing, labels) if one.name in (*FIGURES, *differing)]
    columns = [
        *(one for one in columns if one.name in differing),
        *(one for one in columns if one.name in FIGURES),
    ]
    columns = columns[-MOST_COLUMNS:]
    rows = tuple((title_of(one), *(text_of(column, one) for column in columns)) for one in runs)
    header = (texts.NAME(), *(column.heading for column in columns))
    numbers = frozenset(k for k, column in enumerate(columns, start=1) if not column.is_text)
    return Table(rows, header, numbers)


def _about(one: Shown) -> list[Block]:
    """Return what is told of a run: its picture, what came out, what was set, its note."""
    told: list[Block] = [Paragraph(figures_line(one.row)), *_settings(one)]
    if one.row.note.strip():
        told.append(Note(one.row.note.strip("\n")))
    blocks: list[Block] = [Heading(title_of(one))]
    picture = png_of(one.thumbnail)
    if not picture:
        return [*blocks, *told]
    alike = Picture(picture, texts.PICTURE_TIP())
    return [*blocks, Columns(((alike,), tuple(told)), SHARES)]


def _settings(one: Shown) -> list[Block]:
    entries = [entry for entry in settings_of(one.row.experiment) if entry.differs]
    said = report.BETWEEN().join(report.OF_SETTING(label=entry.label, value=entry.value) for entry in entries)
    return [Paragraph(said or report.ALL_BY_DEFAULT(), small=True)]


@lru_cache(maxsize=2 * MOST)
def png_of(thumbnail: bytes) -> bytes:
    """Return the picture of a run as a PNG file; nothing if there is none."""
    image = picture_of(thumbnail, LIGHT)
    if image is None:
        return b""
    smooth = Qt.TransformationMode.SmoothTransformation
    return encoded(image.scaled(EDGE, EDGE, Qt.AspectRatioMode.IgnoreAspectRatio, smooth))
