"""A first start: the card that offers three ways to begin, and a first Play to watch."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QWidget

from playground.controllers import remembered
from playground.controllers.documents import Documents
from playground.session.session import Session
from playground.style import palette
from playground.style.palette import Theme

if TYPE_CHECKING:
    from playground.widgets.dialogs.first_start import FirstStartCard

SEEN = "seen/first_start"  # a key of the settings


class FirstStart(QObject):
    """Shows the card, once in a person's life.

    Parameters
    ----------
    workspace, network : QWidget
        Where the card lies.
    session : Session
    documents : Documents
        Shows the examples.
    settings : QSettings
    """

    def __init__(
        self,
        workspace: QWidget,
        network: QWidget,
        session: Session,
        documents: Documents,
        settings: QSettings,
    ) -> None:
        super().__init__(workspace)
        self._places, self._session = (workspace, network), session
        self._documents, self._settings = documents, settings
        self._theme = palette.LIGHT
        self._card: FirstStartCard | None = None

    def offer(self) -> None:
        """Show the card if this is a first start: it has never been shown, and nothing has been done yet."""
        if remembered.value(self._settings, SEEN, False) or self._session.undo_stack.count():
            return
        from playground.widgets.dialogs.first_start import FirstStartCard

        self._settings.setValue(SEEN, True)
        card = self._card = FirstStartCard(*self._places)
        card.chosen.connect(self._begin)
        card.destroyed.connect(self._forget)
        self._session.playing_changed.connect(card.leave)
        self._session.experiment_changed.connect(card.leave)
        card.apply_theme(self._theme)
        card.open()

    def leave(self) -> None:
        """Close the card: somebody has begun without it."""
        if self._card is not None:
            self._card.leave()

    def _begin(self, name: str) -> None:
        if name == "start.watch":
            self._session.toggle()
        elif name == "start.examples":
            self._documents.show_examples()

    def _forget(self) -> None:
        self._card = None

    def apply_theme(self, colours: Theme) -> None:
        """Draw the card in the theme's colours."""
        self._theme = colours
        if self._card is not None:
            self._card.apply_theme(colours)
