"""Documents that a dialog offers: the first page is drawn beside the window; they are saved or printed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QObject
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from playground.controllers.export_files import ExportFiles
from playground.exports.document import Document, to_html
from playground.session.notices import Notice
from playground.session.session import Session
from playground.texts import report as texts
from playground.texts.exports import PRINTED
from playground.widgets.controls.background import Background
from playground.widgets.dialogs.page import PageDialog

if TYPE_CHECKING:
    from concurrent.futures import Future

    from PySide6.QtGui import QImage

KINDS = {".pdf": texts.PDF, ".html": texts.HTML}


class Offered(QObject):
    """A document that a dialog offers, as long as that is open.

    Parameters
    ----------
    dialog : PageDialog
    document : callable () -> Document
        As it is filled in.
    session : Session
    files : ExportFiles
    name : str
        What it is, as `ExportFiles.choose` remembers it.
    title : str
        Of the dialog that asks for a file.

    Attributes
    ----------
    document : callable () -> Document
    """

    def __init__(
        self,
        dialog: PageDialog,
        document: Callable[[], Document],
        session: Session,
        files: ExportFiles,
        name: str,
        title: str,
    ) -> None:
        super().__init__(dialog)
        self._dialog, self.document, self._session, self._files = dialog, document, session, files
        self._name, self._title, self._drawing = name, title, Background(dialog)
        dialog.changed.connect(self.draw)
        dialog.save_requested.connect(self._save)
        dialog.print_requested.connect(lambda: print_document(document(), dialog, session))

    def draw(self) -> None:
        """Draw the first page again, beside the window."""
        if not self._dialog.is_ready:
            return
        from playground.controllers.pages import first_page, usual_page

        work = partial(first_page, self.document(), usual_page(), self._dialog.page_width)

        def show(drawn: Future[QImage]) -> None:
            self._dialog.page.show_image(drawn.result())

        self._drawing.run(work, show, large=True, anew=True)

    def _save(self) -> None:
        path = self._files.choose(self._name, self._title, KINDS, self._dialog)
        if path is not None:
            self._files.write(path, partial(encoded, self.document(), path))
            self._dialog.accept()


def print_document(document: Document, parent: QWidget, session: Session) -> None:
    """Ask for a printer and print; where the parent offers the document, it closes once that is done."""
    from playground.controllers.printing import ask_and_print

    def done(error: str) -> None:
        if error:
            session.notices.show(Notice("error", error))
            return
        session.notices.show(Notice("info", PRINTED(title=document.title)))
        if isinstance(parent, QDialog) and isValid(parent):  # it may have been closed meanwhile
            parent.accept()

    ask_and_print(document, parent, done)


def encoded(document: Document, path: Path) -> bytes:
    """Return a document as the kind of file that a name says."""
    from playground.controllers.pages import to_pdf, usual_page

    if path.suffix.lower() == ".pdf":
        return to_pdf(document, usual_page())
    return to_html(document).encode()


def today() -> str:
    """Return the date in words."""
    date = QDate.currentDate()
    month = QLocale(QLocale.Language.English).standaloneMonthName(date.month())
    return texts.DATE(day=date.day(), month=month, year=date.year())
