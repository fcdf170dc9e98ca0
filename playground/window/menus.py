"""The menu bar, built from the commands: their texts and visibility follow from their data."""

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from playground.texts import commands as words
from playground.texts.classroom import LOCKED_CONTROL
from playground.widgets.controls import commit_typing
from playground.window.command import Command, DynamicMenu, Parts
from playground.window.commands import COMMANDS, STARTS


class Menus(QObject):
    """Fills a menu bar, and keeps it up to date.

    Parameters
    ----------
    bar : QMenuBar
    on : Parts
        What the commands act on.

    Attributes
    ----------
    actions : dict of QAction
        By the name of their command.
    """

    def __init__(self, bar: QMenuBar, on: Parts) -> None:
        super().__init__(bar)
        self._bar, self._on = bar, on
        self._menus: dict[str, QMenu] = {}
        self._groups: dict[str, QActionGroup] = {}  # of a menu, for its exclusive commands
        self.actions: dict[str, QAction] = {}
        for one in COMMANDS:
            if isinstance(one, DynamicMenu):
                one.fill(on, self._menu(one.menu))
            else:
                self._add(one)
        on.session.playing_changed.connect(self.refresh)
        on.session.time.play_back.changed.connect(self.refresh)
        on.session.gate.changed.connect(self.refresh)
        on.appearance.changed.connect(self.refresh)
        on.views.changed.connect(self.refresh)
        self.refresh()

    def _menu(self, name: str) -> QMenu:
        """Return a menu, made when it is first named."""
        if name == STARTS:
            return self._on.transport.starts
        if name not in self._menus:
            parent = name.rpartition(".")[0]
            menu = (self._menu(parent) if parent else self._bar).addMenu(words.MENUS[name]())
            menu.aboutToShow.connect(self.refresh)
            self._menus[name] = menu
        return self._menus[name]

    def popup(self, name: str, place: QPoint) -> None:
        """Open a menu at a place of the screen."""
        self._menu(name).popup(place)

    def _add(self, command: Command) -> None:
        action = QAction(self)
        if command.keys is not None:
            action.setShortcut(QKeySequence(command.keys))
        action.setCheckable(command.is_on is not None and command.text_on is None)
        action.triggered.connect(lambda: self._do(command))
        menu = self._menu(command.menu)
        if command.exclusive:
            self._groups.setdefault(command.menu, QActionGroup(self)).addAction(action)
        if command.separator:
            menu.addSeparator()
        menu.addAction(action)
        if command.second_menu:
            self._menu(command.second_menu).addAction(action)
        self.actions[command.name] = action

    def _do(self, command: Command) -> None:
        commit_typing()
        if self._is_offered(command) and self._on.session.gate.allows(command.control):
            command.act(self._on)
        self.refresh()  # ticks show what is the case, whatever was clicked

    def _is_offered(self, command: Command) -> bool:
        return command.is_offered is None or command.is_offered(self._on)

    def refresh(self) -> None:
        """Update the text, tick and visibility of every command."""
        classroom = self._on.session.gate.shown
        for command in COMMANDS:
            if isinstance(command, DynamicMenu):
                continue
            action, is_on = self.actions[command.name], command.is_on is not None and command.is_on(self._on)
            text = (command.text_on if is_on and command.text_on else command.text)()
            locked = command.control in classroom.locked
            action.setText(words.LOCKED(text=text) if locked else text)
            action.setToolTip(LOCKED_CONTROL() if locked else "")
            action.setVisible(not command.hidden(classroom) and self._is_offered(command))
            if action.isCheckable():
                action.setChecked(is_on)
        for menu in self._menus.values():
            visible = [one.isVisible() for one in menu.actions() if not one.isSeparator()]
            menu.menuAction().setVisible(any(visible))
