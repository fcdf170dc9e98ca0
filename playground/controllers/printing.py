"""Documents on paper: the system's dialog asks for a printer, and a thread beside the window's prints."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from playground.controllers.pages import MARGIN, put_on, usual_page
from playground.controllers.saving import BRIEF_SECONDS
from playground.exports.document import Document
from playground.files.atomic import FileError
from playground.widgets.controls.background import Background

if TYPE_CHECKING:
    from concurrent.futures import Future


def ask_and_print(document: Document, parent: QWidget, done: Callable[[str], object]) -> None:
    """Ask for a printer without blocking, and print a document beside the window.

    Parameters
    ----------
    document : Document
    parent : QWidget
        The main window, or a dialog of it: printing goes on where that is closed.
    done : callable (str) -> object
        Called once it is printed, with "", or with what went wrong.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(document.title)
    printer.setPageSize(usual_page())
    printer.setPageMargins(QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN), QPageLayout.Unit.Millimeter)
    dialog = QPrintDialog(printer, parent)
    dialog.setObjectName("print")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    printing = Background(parent.parentWidget() or parent)

    def printed(work: Future[None]) -> None:
        printing.deleteLater()
        try:
            work.result()
        except FileError as error:
            done(str(error))
        else:
            done("")

    def print_it() -> None:
        printing.run(partial(put_on, document, printer), printed, large=True, wait=BRIEF_SECONDS)

    dialog.accepted.connect(print_it)
    dialog.rejected.connect(printing.deleteLater)
    QDialog.open(dialog)  # its own wants a slot
