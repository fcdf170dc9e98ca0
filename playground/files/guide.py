"""The user guide that comes with the program: pages of Markdown, cut into sections. No Qt."""

from collections.abc import Iterator
from functools import cache

from engine.base.values import dataclass
from playground.assets import ASSETS

FOLDER = ASSETS / "guide"  # with its pictures
PAGES = ("student", "teacher", "engineer")
TITLE, HEADING = "# ", "## "


@dataclass(frozen=True)
class Section:
    """A heading and the Markdown below it."""

    heading: str
    text: str


@dataclass(frozen=True)
class Page:
    """A page: its title, its sections, and all of it as Markdown."""

    title: str
    sections: tuple[Section, ...]
    text: str


@cache
def pages() -> tuple[Page, ...]:
    """Return all pages, the one for a beginner first."""
    return tuple(page_of((FOLDER / f"{name}.md").read_text(encoding="utf-8")) for name in PAGES)


def page_of(text: str) -> Page:
    """Return a page that begins with its title."""
    title, *parts = text.split(f"\n{HEADING}")
    sections = (part.partition("\n") for part in parts)
    return Page(
        title.removeprefix(TITLE).partition("\n")[0].strip(),
        tuple(Section(heading.strip(), below.strip()) for heading, _, below in sections),
        text,
    )


def found(wanted: str) -> Iterator[tuple[Page, Section]]:
    """Yield the sections that hold all the words, or the beginnings of words, that are looked for."""
    words = wanted.casefold().split()
    for page in pages():
        for section in page.sections:
            text = f"{section.heading}\n{section.text}".casefold()
            if all(word in text for word in words):
                yield page, section
