"""Shows a window as its class sees it: hides and locks controls, and collapses what is left empty."""

from collections.abc import Iterator, Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QLabel,
    QMenuBar,
    QSlider,
    QWidget,
)

from playground.classroom.catalogue import EXAMPLES, VIEW, control_of, controls
from playground.classroom.choice import EVERYTHING, Classroom, summary
from playground.session.session import Session
from playground.style import icons, palette, sizes
from playground.style.palette import Theme
from playground.style.scaling import fit, px
from playground.texts.classroom import SIGN_TIP
from playground.texts.controls import words_of
from playground.widgets.classroom.locks import Locks
from playground.widgets.controls import Button
from playground.widgets.controls.base import explain
from playground.widgets.controls.panel import Panel
from playground.widgets.controls.visibility import hide


@runtime_checkable
class Collapses(Protocol):
    """A part of the window that collapses what is left empty in it."""

    def show_classroom(self, classroom: Classroom) -> None: ...


class Sign(Button):
    """A button that does not make the menu bar higher."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width() + px(8), self.fontMetrics().height() + px(2))

    minimumSizeHint = sizeHint


class ClassView(QObject):
    """Applies a session's choice for a class to every named widget of a window.

    Parameters
    ----------
    window : QWidget
    bar : QMenuBar
        A small sign stands in its corner while something is hidden or locked, and leads back to the choice.
    session : Session
    panels : sequence of QWidget
    """

    def __init__(self, window: QWidget, bar: QMenuBar, session: Session, panels: Sequence[QWidget]) -> None:
        super().__init__(window)
        self._window, self._bar = window, bar
        self._panels = panels
        self._theme = palette.LIGHT
        self._shown = EVERYTHING
        self._locks = Locks(self)
        self._locks.refused.connect(session.gate.allows_widget)
        self.sign = self._make_sign()
        # layers and cards are added and removed
        for panel in panels:
            if isinstance(panel, Panel):
                panel.grown.connect(self.refresh)
        session.experiment_changed.connect(lambda _: self.refresh())
        session.notices.diverged.connect(lambda what: self.refresh() if what is not None else None)

    def _make_sign(self) -> Button:
        sign = Sign("class.sign")
        sign.setProperty("role", "small")
        sign.setFlat(True)
        fit(sign.setIconSize, sizes.BUTTON_ICON)
        self._bar.setCornerWidget(sign, Qt.Corner.TopRightCorner)
        return sign

    def apply_theme(self, colours: Theme) -> None:
        """Draw marks and sign in the theme's colours."""
        self._theme = colours
        self._locks.apply_theme(colours)
        self.sign.setIcon(icons.icon("lock", colours.text))
        if self._shown:
            self._show_panels_locked(self._shown)

    def refresh(self) -> None:
        """Hide and lock widgets that were made since."""
        if self._shown:
            self.show(self._shown)

    def show(self, classroom: Classroom) -> None:
        """Hide and lock what a choice says, and nothing else."""
        self._shown = classroom
        focus = self._window.focusWidget()
        whole = self._show_panels_locked(classroom)
        for name, widget in named_controls(self._window):
            hidden, locked = name in classroom.hidden, name in classroom.locked
            around = widget.parent()
            if around is None or around.objectName() != VIEW:  # the view of the network hides them itself
                hide(widget, hidden or (locked and isinstance(widget, QSlider)))
            self._locks.lock(widget, locked, marked=controls()[name].group not in whole)
        made_later = self._window.findChildren(Panel)
        for panel in dict.fromkeys([*self._panels, *made_later]):
            if isinstance(panel, Collapses):
                panel.show_classroom(classroom)
        if focus is not None and not focus.isVisibleTo(self._window):
            self._window.setFocus()  # Qt would pass it on to any button
        self._show_sign(classroom)

    def _show_panels_locked(self, classroom: Classroom) -> set[str]:
        """Show a padlock beside the heading of each panel that is locked throughout; return their groups."""
        lock, whole = icons.icon("lock", self._theme.muted), set[str]()
        for panel in self._window.findChildren(Panel):
            names = {one.name for one in controls().values() if one.lockable and one.group in panel.groups}
            seen = names - classroom.hidden - {EXAMPLES}
            is_locked = len(seen) > 1 and seen <= classroom.locked
            panel.show_lock(lock if is_locked else QIcon())
            whole.update(panel.groups if is_locked else ())
        return whole

    def _show_sign(self, classroom: Classroom) -> None:
        count, words = summary(classroom), words_of(self.sign.objectName())
        explain(self.sign, tip=SIGN_TIP(count=count, tip=words.tip))
        self.sign.setVisible(bool(count))
        self._bar.adjustSize()  # only this makes room for the corner widget


def named_controls(window: QWidget) -> Iterator[tuple[str, QWidget]]:
    """Yield every part of every control, with the control's name; labels go with what they belong to."""
    for widget in window.findChildren(QWidget):
        named = widget.buddy() if isinstance(widget, QLabel) and widget.buddy() else widget
        if "." in named.objectName() and (name := control_of(named.objectName())) is not None:
            yield name, widget
