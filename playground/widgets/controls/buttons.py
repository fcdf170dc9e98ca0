"""Buttons and check boxes. A click takes no focus, but commits what is being typed elsewhere first."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
)

from playground.style import sizes
from playground.style.scaling import Slow, fit, real
from playground.texts.controls import words_of
from playground.texts.text import ControlWords
from playground.widgets.controls.base import FOCUS, commit_typing, is_override, prepare

ARROW_WIDTH, ARROW = Slow(22), QSize(12, 12)
ICON_WIDTH = Slow(30)
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ROUND = 3.0  # the corners of a box
TICK = ((3, 6), (5, 9), (10, 3))  # in twelfths of the box


class Button(QPushButton):
    """A push button."""

    def __init__(self, name: str) -> None:
        super().__init__(words_of(name).text)
        prepare(self, name)
        fit(self.setIconSize, sizes.BUTTON_ICON)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.pressed.connect(commit_typing)

    def event(self, event: QEvent) -> bool:
        if is_override(event, (Qt.Key.Key_Space,)):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


class MenuButton(Button):
    """A narrow button beside another one, which opens a menu of what else that one can do."""

    def __init__(self, name: str, menu: QMenu) -> None:
        super().__init__(name)
        self.setText("")
        menu.setParent(self, menu.windowFlags())
        menu.setToolTipsVisible(True)
        self.menu_of = menu
        fit(self.setFixedWidth, ARROW_WIDTH)
        fit(self.setIconSize, ARROW)
        self.setProperty("role", "icon")
        self.clicked.connect(self._open)

    def _open(self) -> None:
        # not QPushButton.setMenu(): that would draw an arrow of its own, and open at the press
        self.menu_of.popup(self.mapToGlobal(self.rect().bottomLeft()))


class Switch(QCheckBox):
    """A check box.

    Attributes
    ----------
    is_picture : bool
        Whether it is drawn as a picture: a padlock then lies over it instead of standing before its text.
    """

    is_picture = False

    def __init__(self, name: str, words: ControlWords | None = None) -> None:
        super().__init__((words or words_of(name)).text)
        prepare(self, name, words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def event(self, event: QEvent) -> bool:
        if is_override(event, (Qt.Key.Key_Space,)):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # in a dialog Enter is for its default button
        if event.key() in ENTER and not event.isAutoRepeat() and not isinstance(self.window(), QDialog):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw a box that can be seen: the style draws an empty one in almost its background colour."""
        option, palette = QStyleOptionButton(), self.palette()
        self.initStyleOption(option)
        part, painter = QStyle.SubElement, QStylePainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = self.style().subElementRect(part.SE_CheckBoxIndicator, option, self)
        pen = QPen(palette.placeholderText().color(), 1.0)
        if self.hasFocus():
            pen = QPen(palette.highlight().color(), real(FOCUS))
        # half of a line lies outside of its path, and at the left edge that is outside of the widget
        inside = 0.5 * pen.widthF()
        box = QRectF(place).adjusted(inside, inside, -inside, -inside)
        painter.setPen(pen)
        painter.setBrush(palette.base())
        painter.drawRoundedRect(box, real(ROUND), real(ROUND))
        if self.isChecked():
            self._tick(painter, box)
        label = QStyleOptionButton(option)
        label.rect = self.style().subElementRect(part.SE_CheckBoxContents, option, self)
        painter.drawControl(QStyle.ControlElement.CE_CheckBoxLabel, label)
        if self.hasFocus():  # around the text, beside the box
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.highlight().color(), real(FOCUS)))
            painter.drawRoundedRect(QRectF(label.rect).adjusted(-2, 1, -1, -1), real(ROUND), real(ROUND))
        painter.end()

    def _tick(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(QPen(self.palette().text().color(), real(2.0)))
        share = box.width() / 12.0
        places = [QPointF(box.left() + x * share, box.top() + y * share) for x, y in TICK]
        painter.drawPolyline(places)

    def show_checked(self, checked: bool) -> None:
        """Show a state without requesting it."""
        with QSignalBlocker(self):
            self.setChecked(checked)


def icon_button(name: str) -> Button:
    """Return a small square button that shows an icon only."""
    button = Button(name)
    button.setText("")
    fit(button.setFixedSize, ICON_WIDTH, sizes.CONTROL_HEIGHT)
    button.setProperty("role", "icon")
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return button


def add_answers(column: QVBoxLayout, *buttons: QPushButton) -> None:
    """Add the row of buttons at the foot of a dialog."""
    row = QHBoxLayout()
    column.addLayout(row)
    row.addStretch()
    for button in buttons:
        row.addWidget(button)
