"""Documents on paper: the system's dialog asks for a printer."""

from collections.abc import Callable

from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from playground.controllers.pages import MARGIN, put_on, usual_page
from playground.exports.document import Document
from playground.files.atomic import FileError


def ask_and_print(document: Document, parent: QWidget, done: Callable[[str], object]) -> None:
    """Ask for a printer without blocking, and print a document.

    Parameters
    ----------
    document : Document
    parent : QWidget
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

    def print_it() -> None:
        try:
            put_on(document, printer)
        except FileError as error:
            done(str(error))
        else:
            done("")

    dialog.accepted.connect(print_it)
    QDialog.open(dialog)  # its own wants a slot
