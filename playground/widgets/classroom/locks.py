"""Locks controls for a class: they stay visible, say why, and take only the keys that lead past them."""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QComboBox, QLabel, QSlider, QWidget
from shiboken6 import isValid

from playground.style import icons, palette
from playground.style.palette import Theme
from playground.style.scaling import px, real
from playground.texts.classroom import LOCK, LOCKED_CONTROL
from playground.widgets.controls import Switch
from playground.widgets.controls.base import explain

MARK_WIDTH, BADGE = 18, 15  # over the arrows of a number; in the corner of anything else
MARK_SHARE = 0.45  # of a small button, at most: its own icon stays visible
ROUND = 4.0
_KIND = QEvent.Type
PRESSES = frozenset({_KIND.MouseButtonPress, _KIND.MouseButtonDblClick, _KIND.Shortcut, _KIND.Drop})
QUIET = frozenset({_KIND.MouseButtonRelease, _KIND.MouseMove, _KIND.ContextMenu, _KIND.InputMethod})
PASSED_ON = frozenset({_KIND.ShortcutOverride, _KIND.Wheel, _KIND.DragEnter, _KIND.DragMove})
PAST = frozenset(
    {Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape}
    | {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta}
)
# endings of names that belong to a control which has the mark itself
UNMARKED = ("_on", "_menu")


class Locks(QObject):
    """All locked controls of a window.

    Signals
    -------
    refused (str)
        The name of a locked widget that the person tried to use.
    """

    refused = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = palette.LIGHT
        self._marks: dict[QWidget, LockMark | None] = {}

    def lock(self, widget: QWidget, locked: bool, marked: bool = True) -> None:
        """Lock or unlock a control, or its label; `marked` where it has a padlock of its own."""
        if locked != bool(widget.property("locked")):
            self._set(widget, locked)
        if not isinstance(widget, QLabel):
            self._mark(widget, locked and marked)

    def _set(self, widget: QWidget, locked: bool) -> None:
        widget.setProperty("locked", locked)
        widget.update()
        explain(widget, lock=LOCKED_CONTROL() if locked else "")
        if isinstance(widget, QLabel):
            return
        for one in _event_targets(widget):
            if locked:
                one.installEventFilter(self)
            else:
                one.removeEventFilter(self)

    def _mark(self, widget: QWidget, on: bool) -> None:
        """Mark a control as locked, or no longer."""
        if on == (widget in self._marks):
            return
        if on:
            self._marks = {one: mark for one, mark in self._marks.items() if isValid(one)}
            self._marks[widget] = self._marked(widget)
        elif (mark := self._marks.pop(widget)) is not None:
            mark.hide()
            mark.deleteLater()
        elif _has_text(widget):
            self._show_icon(widget, False)

    def _marked(self, widget: QWidget) -> "LockMark | None":
        if isinstance(widget, QSlider) or widget.objectName().endswith(UNMARKED):
            return None
        if _has_text(widget):
            self._show_icon(widget, True)  # before its text, which a mark would cover
            return None
        mark = LockMark(widget, self._theme)
        mark.place()
        mark.show()
        return mark

    def _show_icon(self, switch: QWidget, locked: bool) -> None:
        assert isinstance(switch, QCheckBox)
        edge = px(BADGE) - 2
        switch.setIconSize(QSize(edge, edge))
        switch.setIcon(icons.icon("lock", self._theme.muted) if locked else QIcon())

    def apply_theme(self, colours: Theme) -> None:
        """Draw the marks in the theme's colours."""
        self._theme = colours
        for widget, mark in self._marks.items():
            if mark is not None and isValid(mark):
                mark.apply_theme(colours)
            elif mark is None and isValid(widget) and _has_text(widget):
                self._show_icon(widget, not widget.objectName().endswith(UNMARKED))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == _KIND.Resize and isinstance(watched, QWidget):
            if (mark := self._marks.get(watched)) is not None:
                mark.place()
            return False
        if kind in PRESSES:
            self._refuse(watched)
            return True
        if kind in QUIET:
            return True
        if kind in PASSED_ON:
            event.ignore()  # the window's shortcuts still work, and the area around it still scrolls
            return True
        if kind == _KIND.KeyPress and isinstance(event, QKeyEvent) and event.key() not in PAST:
            self._refuse(watched)
            return True
        return False

    def _refuse(self, watched: QObject) -> None:
        if "." not in watched.objectName() and (owner := watched.parent()) is not None:
            watched = owner  # the line edit within a spin box has no name of its own
        self.refused.emit(watched.objectName())


def _has_text(widget: QWidget) -> bool:
    """Whether it is a check box with a text, and not one that is drawn as a picture."""
    return isinstance(widget, QCheckBox) and not (isinstance(widget, Switch) and widget.is_picture)


def _event_targets(widget: QWidget) -> list[QWidget]:
    """Return the widgets that get the events of a control."""
    line = widget.lineEdit() if isinstance(widget, QAbstractSpinBox) else None
    return [widget] if line is None else [widget, line]


class LockMark(QWidget):
    """A padlock: over the arrows of a number or a list, or in the upper right corner of a button."""

    def __init__(self, control: QWidget, colours: Theme) -> None:
        super().__init__(control)
        self._control, self._theme = control, colours
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(LOCK())

    @property
    def _covers(self) -> bool:
        return isinstance(self._control, (QAbstractSpinBox, QComboBox))

    def place(self) -> None:
        """Move to its place on the control."""
        area = self._control.rect()
        if self._covers:
            width = px(MARK_WIDTH)
            self.setGeometry(QRect(area.right() - width, 2, width - 1, area.height() - 4))
        else:
            edge = min(px(BADGE), round(MARK_SHARE * min(area.width(), area.height())))
            self.setGeometry(QRect(area.right() - edge + 1, 0, edge, edge))
        self.raise_()

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = colours
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.control))
        if self._covers:
            painter.drawRect(self.rect())
        else:
            painter.drawRoundedRect(QRectF(self.rect()), real(ROUND), real(ROUND))
        edge = min(px(BADGE), self.width()) - 2
        place = QRect(0, 0, edge, edge)
        place.moveCenter(self.rect().center())
        icons.icon("lock", self._theme.muted).paint(painter, place)
        painter.end()
