"""What is dropped on the window: an experiment, a table of points, a text; or why it is neither."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from playground.controllers.documents import Documents
from playground.controllers.own_points import OwnPoints
from playground.files import pictures
from playground.files.atomic import open_to_read
from playground.files.experiments import STATE_SUFFIX
from playground.session.notices import Notice
from playground.session.session import Session
from playground.texts.files import NO_WEB_ADDRESS
from playground.widgets.controls.dropping import Dropping

EXPERIMENTS = (".json", STATE_SUFFIX)
LOOKED_AT = 4096  # bytes of a JSON file: an experiment says its format first
ADDRESSES = ("http://", "https://", "ftp://")


class Dropped(QObject):
    """Takes what is dropped on the window to where it belongs.

    Parameters
    ----------
    window : QWidget
    session : Session
    documents : Documents
        Opens experiments.
    own : OwnPoints
        Opens tables of points.
    """

    def __init__(self, window: QWidget, session: Session, documents: Documents, own: OwnPoints) -> None:
        super().__init__(window)
        self._session, self._documents, self._own = session, documents, own
        Dropping(window, self._open_file, self._open_text, self._refuse)

    def _refuse(self, text: str) -> None:
        self._session.notices.show(Notice("warning", text))

    def _open_file(self, path: Path) -> None:
        from playground.files.share import text_at

        if text := text_at(path):
            self._documents.open_text(text)
        elif pictures.shows_experiment(path) or (
            path.suffix.lower() in EXPERIMENTS and not _holds_points(path)
        ):
            self._documents.open_guarded(path)
        else:
            self._own.open_file(path)

    def _open_text(self, text: str) -> None:
        from playground.files.share import holds_experiment

        if holds_experiment(text):
            self._documents.open_text(text)
        elif text.lower().startswith(ADDRESSES):
            self._refuse(NO_WEB_ADDRESS())
        else:
            self._own.open_text(text)


def _holds_points(path: Path) -> bool:
    """Return whether a JSON file holds a list of points, and no experiment."""
    try:
        with open_to_read(path) as file:
            head = b"".join((file.read(LOOKED_AT) or b"").split())
    except (OSError, ValueError):
        return False
    return head.startswith(b"[") or (b'"format"' not in head and (b"[[" in head or b"[{" in head))
