"""What the Help menu opens: the user guide, all keys, What's This, the error report, About."""

from collections.abc import Callable

from PySide6.QtCore import QLocale, QObject, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox, QWhatsThis

from playground import __version__
from playground.session.notices import Notice
from playground.session.session import Session
from playground.style import icons, scaling
from playground.style.scaling import area, px
from playground.style.sizes import SMALL_FONT
from playground.texts import about as texts
from playground.texts.controls import words_of
from playground.texts.keeping import KEPT_IN
from playground.widgets.controls import prepare
from playground.window.panels import PANELS

ROLE = QMessageBox.ButtonRole
ICON = QSize(48, 48)
MOST_ERRORS = 3
MANY_POINTS = 2_000  # own points that would bury the rest of a report


class Guide(QObject):
    """Explains a window. Nothing blocks: training continues.

    Parameters
    ----------
    window : QMainWindow
    session : Session
    where : callable () -> str
        Returns where runs are kept.

    Attributes
    ----------
    errors : list of str
        What went wrong since the start, with its details, the last first.
    """

    def __init__(self, window: QMainWindow, session: Session, where: Callable[[], str]) -> None:
        super().__init__(window)
        self._window, self._session, self._where = window, session, where
        self.errors: list[str] = []
        session.notices.changed.connect(self._keep_error)

    def show_user_guide(self) -> None:
        """Show the user guide."""
        from playground.widgets.dialogs.user_guide import UserGuide

        guide = self._window.findChild(UserGuide) or UserGuide(self._window)
        guide.show()
        guide.activateWindow()

    def show_keys(self) -> None:
        """Show all keys."""
        from playground.widgets.dialogs.shortcuts import ShortcutSheet

        sheet = self._window.findChild(ShortcutSheet)
        if sheet is None:
            places = [one.keys for one in PANELS if one.keys is not None]
            sheet = ShortcutSheet(self._window.menuBar(), places, self._window)
        sheet.show()
        sheet.activateWindow()

    def explain(self) -> None:
        """Explain the control that has the focus, or the one that is clicked on next."""
        focus = QApplication.focusWidget()
        if focus is not None and focus is not self._window and focus.whatsThis():
            middle = focus.mapToGlobal(focus.rect().center())
            QWhatsThis.showText(middle, focus.whatsThis(), focus)
        else:
            QWhatsThis.enterWhatsThisMode()

    def show_about(self) -> None:
        """Show the About box: what the program is, and the versions of everything."""
        from playground.exports.versions import as_text
        from playground.texts.settings import table

        versions = self._versions()
        box = QMessageBox(self._window)
        box.setObjectName("about")
        box.setWindowTitle(texts.TITLE())
        box.setIconPixmap(icons.app_icon().pixmap(area(ICON)))
        box.setTextFormat(Qt.TextFormat.RichText)
        box.setText(texts.ABOUT(version=__version__))
        shown = [*versions, (KEPT_IN(), self._where())]
        box.setInformativeText(texts.VERSIONS_TABLE(size=px(SMALL_FONT), table=table(shown)))
        copy = box.addButton(words_of("about.copy").text, ROLE.ActionRole)
        close = box.addButton(words_of("about.close").text, ROLE.RejectRole)
        prepare(copy, "about.copy")
        prepare(close, "about.close")
        copy.clicked.connect(lambda: self._copy_versions(as_text(versions)))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _copy_versions(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._session.notices.show(Notice("info", texts.VERSIONS_COPIED()))

    def show_errors(self) -> None:
        """Show what went wrong, as a report to copy."""
        from playground.exports.versions import error_report
        from playground.files import share
        from playground.widgets.dialogs.error_report import ErrorReport

        experiment, chosen = self._session.experiment, self._session.gate.chosen
        shared = share.to_text(experiment, chosen) if len(experiment.data.points) <= MANY_POINTS else ""
        text = error_report(self.errors, self._versions(), shared)
        dialog = self._window.findChild(ErrorReport)
        if dialog is None:
            dialog = ErrorReport(text, self._window)
        else:
            dialog.show_text(text)
        dialog.show()
        dialog.activateWindow()

    def _keep_error(self, notice: Notice | None) -> None:
        if notice is not None and notice.level == "error" and notice.details:
            self.errors = [f"{notice.text}\n{notice.details}", *self.errors][:MOST_ERRORS]

    def _versions(self) -> list[tuple[str, str]]:
        """Return the versions, and what the window looks like."""
        from playground.exports.versions import versions

        screen = self._window.screen()
        size = texts.SCREEN_SIZE(
            width=screen.size().width(), height=screen.size().height(), scale=screen.devicePixelRatio()
        )
        return [
            *versions(),
            (texts.PLATFORM(), QGuiApplication.platformName()),
            (texts.SCREEN(), size),
            (texts.TEXT_SIZE(), texts.PERCENT(percent=round(100 * scaling.scale()))),
            (texts.LOCALE(), QLocale().name()),
        ]
