"""Buttons and check boxes. A click on one takes no focus, but what is being typed elsewhere counts first."""

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import QCheckBox, QMenu, QPushButton, QSizePolicy

from playground.widgets.controls.base import commit_typing, is_override, prepare

ARROW_WIDTH, ARROW = 22, 12


class Button(QPushButton):
    """A push button."""

    def __init__(self, name: str, text: str, label: str, tip: str) -> None:
        super().__init__(text)
        prepare(self, name, label, tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.pressed.connect(commit_typing)

    def event(self, event: QEvent) -> bool:
        if is_override(event, (Qt.Key.Key_Space,)):
            event.accept()
            return True
        return super().event(event)


class MenuButton(Button):
    """A narrow button beside another, that opens a menu of what else that one can do."""

    def __init__(self, name: str, label: str, tip: str, menu: QMenu) -> None:
        super().__init__(name, "", label, tip)
        menu.setParent(self, menu.windowFlags())
        menu.setToolTipsVisible(True)
        self.menu_of = menu
        self.setFixedWidth(ARROW_WIDTH)
        self.setIconSize(QSize(ARROW, ARROW))
        self.setStyleSheet("padding: 2px;")
        self.clicked.connect(self._open)

    def _open(self) -> None:
        # not QPushButton.setMenu(): that would draw an arrow of its own, and open at the press
        self.menu_of.popup(self.mapToGlobal(self.rect().bottomLeft()))


class Switch(QCheckBox):
    """A check box."""

    def __init__(self, name: str, text: str, label: str, tip: str) -> None:
        super().__init__(text)
        prepare(self, name, label, tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def event(self, event: QEvent) -> bool:
        if is_override(event, (Qt.Key.Key_Space,)):
            event.accept()
            return True
        return super().event(event)

    def show_checked(self, checked: bool) -> None:
        """Show a state without asking for it."""
        with QSignalBlocker(self):
            self.setChecked(checked)


def icon_button(name: str, label: str, tip: str) -> Button:
    """Return a small square button that shows an icon only."""
    button = Button(name, "", label, tip)
    button.setFixedSize(QSize(30, 28))
    button.setStyleSheet("padding: 2px;")
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return button
