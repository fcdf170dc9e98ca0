"""The user guide: its pages, its pictures, and the search over them."""

import re

import pytest

from playground.files.examples import presets
from playground.files.guide import FOLDER, PAGES, found, page_of, pages

PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]*)\)")
LARGEST, ALL = 60_000, 250_000  # bytes
TEXTS = {name: (FOLDER / f"{name}.md").read_text(encoding="utf-8") for name in PAGES}


def places(wanted):
    return [(page.title, section.heading) for page, section in found(wanted)]


def test_there_is_a_page_each_for_a_student_a_teacher_and_an_engineer():
    assert [page.title for page in pages()] == ["For students", "For teachers", "For engineers"]
    assert {path.stem for path in FOLDER.glob("*.md")} == set(PAGES)


def test_a_page_is_its_title_and_its_sections():
    page = page_of("# Title\n\n## One\n\nText.\n\n### Small\n\nMore.\n\n## Two\n\nLast.\n")
    assert page.title == "Title"
    assert [(one.heading, one.text) for one in page.sections] == [
        ("One", "Text.\n\n### Small\n\nMore."),
        ("Two", "Last."),
    ]


def test_headings_of_a_page_tell_its_sections_apart():
    for page in pages():
        headings = [section.heading for section in page.sections]
        assert len(headings) == len(set(headings)) >= 6
        assert all(section.text for section in page.sections)


@pytest.mark.parametrize("name", PAGES)
def test_every_picture_is_there_and_described(name):
    shown = PICTURE.findall(TEXTS[name])
    assert shown
    for words, file in shown:
        assert words
        assert (FOLDER / file).is_file()


def test_every_picture_is_shown_and_small():
    shown = {file for text in TEXTS.values() for _, file in PICTURE.findall(text)}
    files = sorted(FOLDER.glob("*.png"))
    assert {path.name for path in files} == shown
    sizes = [path.stat().st_size for path in files]
    assert max(sizes) <= LARGEST
    assert sum(sizes) <= ALL


def test_the_lessons_of_the_guide_are_examples():
    rows = re.findall(r"^\| ([^|]*) \| [^|]*\? \|$", TEXTS["teacher"], re.MULTILINE)
    assert len(rows) == 12
    assert set(rows) <= {one.title for one in presets()}


def test_the_search_finds_the_sections_that_have_all_words():
    assert ("For students", "Training loss and test loss") in places("overfitting")
    assert places("overfitting moments") == []
    assert places("DIVERGES") == [("For engineers", "When training diverges")]


@pytest.mark.parametrize("wanted", ["", "   "])
def test_without_words_the_search_lists_everything(wanted):
    everything = [(page.title, section.heading) for page in pages() for section in page.sections]
    assert places(wanted) == everything


def test_every_section_is_found_by_its_heading():
    for page in pages():
        for section in page.sections:
            assert (page.title, section.heading) in places(section.heading)


@pytest.mark.parametrize("wanted", ["[", "(", "\\", "*", "no such wxrd", "漢字"])
def test_what_is_not_there_is_not_found(wanted):
    assert all(wanted in f"{s.heading}{s.text}" for _, s in found(wanted))
