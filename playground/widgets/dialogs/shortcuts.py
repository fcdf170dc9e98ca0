"""The sheet of shortcuts: every key of the menus, and of the parts of the window with keys of their own."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QMenuBar,
    QVBoxLayout,
    QWidget,
)

from playground.style import sizes
from playground.style.scaling import fit, px, within_screen
from playground.texts import keys as words
from playground.widgets.controls import heading
from playground.widgets.controls.keys import KeyMap
from playground.widgets.controls.scrolled import Whole

MOST_COLUMNS, COLUMN = 3, 380
KEYS_WIDTH = 124
ENOUGH = QSize(1200, 240)  # what must be visible of the keys at once


class ShortcutSheet(QDialog):
    """All commands that have a key, menu by menu, then part by part; training continues while it is open.

    Parameters
    ----------
    bar : QMenuBar
    places : iterable of KeyMap
        The parts of the window whose keys work only while they have the focus.
    parent : QWidget
    """

    def __init__(self, bar: QMenuBar, places: Iterable[KeyMap], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts")
        self.setWindowTitle(words.TITLE())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        hint = QLabel(words.HINT())
        hint.setWordWrap(True)
        room = within_screen(QSize(MOST_COLUMNS * px(COLUMN), 0)).width() // px(COLUMN)
        columns = [QVBoxLayout() for _ in range(max(room, 1))]
        inside = QWidget()
        sides = QHBoxLayout(inside)
        sides.setContentsMargins(0, 0, 0, 0)
        fit(sides.setSpacing, 2 * sizes.MARGIN)
        for column in columns:
            fit(column.setSpacing, sizes.SPACING)
            sides.addLayout(column)
        lengths = [0] * len(columns)
        for title, commands in [*commands_of(bar), *map(keys_of, places)]:
            shortest = lengths.index(min(lengths))
            _add_table(columns[shortest], title, commands)
            lengths[shortest] += len(commands) + 2
        for column in columns:
            column.addStretch()
        whole = QVBoxLayout(self)
        fit(whole.setContentsMargins, 2 * sizes.MARGIN, sizes.MARGIN, 2 * sizes.MARGIN, sizes.MARGIN)
        fit(whole.setSpacing, sizes.TIGHT)
        whole.addWidget(hint)
        whole.addWidget(Whole(inside, ENOUGH))  # rows are never squeezed: on a small screen they scroll
        self.resize(within_screen(self.sizeHint()))


def commands_of(bar: QMenuBar) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each menu's title, and (keys, what they do) of all its commands that have keys."""
    for action in bar.actions():
        menu = _menu_of(action)
        if menu is not None and (commands := list(_commands(menu))):
            yield menu.title().replace("&", ""), commands


def keys_of(place: KeyMap) -> tuple[str, list[tuple[str, str]]]:
    """Return the title of a part, and (keys, what they do) of all that work while it has the focus."""
    return place.title(), [(some.shown, some.words()) for some in place.keys]


def _commands(menu: QMenu) -> Iterator[tuple[str, str]]:
    for action in menu.actions():
        inside = _menu_of(action)
        if inside is not None:
            yield from _commands(inside)
        elif action.isVisible() and action.shortcuts():
            keys = ", ".join(key.toString(key.SequenceFormat.NativeText) for key in action.shortcuts())
            yield keys, action.text().replace("&", "").rstrip("…")


def _menu_of(action: QAction) -> QMenu | None:
    inside = action.menu()
    return inside if isinstance(inside, QMenu) else None


def _add_table(column: QVBoxLayout, title: str, commands: list[tuple[str, str]]) -> None:
    grid = QGridLayout()
    column.addLayout(grid)
    fit(grid.setHorizontalSpacing, sizes.MARGIN)
    grid.setVerticalSpacing(0)
    grid.setColumnMinimumWidth(0, px(KEYS_WIDTH))
    grid.setColumnStretch(1, 1)
    grid.addWidget(heading(title.upper()), 0, 0, 1, 2)
    for line, (keys, text) in enumerate(commands, 1):
        key = QLabel(keys)
        key.setProperty("role", "key")
        grid.addWidget(key, line, 0)
        what = QLabel(text)
        what.setProperty("role", "what")
        grid.addWidget(what, line, 1)
