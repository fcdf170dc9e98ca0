"""The window of the user guide, by clicks and keys; and whether what it says of menus and keys is so."""

import re

import pytest
from hands import press, trained, until
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from playground.files.guide import pages
from playground.texts.user_guide import NOTHING_FOUND
from playground.widgets.dialogs.user_guide import UserGuide

KEY = Qt.Key
PATH = re.compile(r"\*\*([^*]* ▸ [^*]*)\*\*(?: \(([^)]*)\))?")


@pytest.fixture
def guide(window):
    press(window, KEY.Key_F1, Qt.KeyboardModifier.ControlModifier)
    until(lambda: window.findChild(UserGuide) is not None)
    one = window.findChild(UserGuide)
    until(one.isVisible)
    one.search.setFocus()
    yield one
    one.close()


def listed(guide):
    return [guide.places.item(k).text() for k in range(guide.places.count())]


def at_top(guide):
    """The heading at the top of what is visible."""
    cursor = guide.text.cursorForPosition(guide.text.viewport().rect().topLeft())
    block = cursor.block()
    while block.isValid() and not block.blockFormat().headingLevel():
        block = block.next()
    return block.text()


def commands(menu, path=()):
    """Yield the path of every command, and of every menu, with its key."""
    for action in menu.actions():
        here = (*path, action.text().replace("&", ""))
        inside = action.menu()
        yield " ▸ ".join(here), action.shortcut().toString()
        if isinstance(inside, QMenu):
            yield from commands(inside, here)


def test_it_opens_at_the_first_page_with_all_sections_listed(guide):
    assert listed(guide) == [
        name for page in pages() for name in (page.title, *(section.heading for section in page.sections))
    ]
    assert at_top(guide) == "For students"


def test_a_section_that_is_chosen_is_shown(guide):
    for name in ("Reading the network", "Teaching live", "What a change does"):
        (item,) = guide.places.findItems(name, Qt.MatchFlag.MatchExactly)
        guide.places.setCurrentItem(item)
        assert at_top(guide) == name


def test_typing_lists_what_is_found_marks_it_and_shows_the_first(guide):
    QTest.keyClicks(guide.search, "diverges")
    assert listed(guide) == ["For engineers", "When training diverges"]
    assert "When training diverges" in guide.text.toPlainText()
    marked = [one.cursor.selectedText().casefold() for one in guide.text.extraSelections()]
    assert marked
    assert set(marked) == {"diverges"}


def test_arrow_keys_and_enter_walk_through_what_is_found(guide):
    QTest.keyClicks(guide.search, "test loss")
    walked = [guide.places.currentItem().text()]
    for key in (KEY.Key_Down, KEY.Key_Return, KEY.Key_Up):
        QTest.keyClick(guide.search, key)
        walked.append(guide.places.currentItem().text())
    assert len(set(walked)) >= 2
    assert walked[1] == walked[3]
    assert guide.search.hasFocus()
    assert guide.isVisible()


def test_nothing_found_says_so_and_clearing_lists_everything(guide):
    QTest.keyClicks(guide.search, "xyzzy")
    assert listed(guide) == [NOTHING_FOUND()]
    assert guide.text.extraSelections() == []
    guide.search.clear()
    assert len(listed(guide)) > 20


def test_training_goes_on_and_escape_closes_it(guide, window):
    window.session.play()
    trained(window.session, 10)
    QTest.keyClick(guide, KEY.Key_Escape)
    assert not guide.isVisible()
    window.guide.show_user_guide()
    assert window.findChildren(UserGuide) == [guide]


@pytest.mark.parametrize("percent", [100, 200])
def test_pictures_fit_the_page(guide, window, percent):
    window.appearance.choose_size(percent)
    for size in ((900, 700), (640, 480), (1400, 900)):
        guide.resize(*size)
        QApplication.processEvents()
        kind = QTextDocument.ResourceType.ImageResource
        picture = guide.text.document().resource(kind.value, QUrl("window.png"))
        assert 0 < picture.width() <= guide.text.viewport().width(), size


def test_every_command_that_the_guide_names_is_in_the_menus_with_that_key(window):
    known = dict(commands(window.menuBar()))
    named = [match for page in pages() for match in PATH.findall(page.text)]
    assert len(named) > 15
    for path, keys in named:
        assert path in known, path
        if keys:
            assert known[path] == keys, path
