"""What the Help menu opens: the sheet of keys, What's This, and the About box."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox, QWhatsThis

from playground import __version__
from playground.texts.window import ABOUT, ABOUT_TITLE
from playground.window.panels import PANELS


class Guide(QObject):
    """Explains a window. Nothing blocks: training continues."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window

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
        """Show the About box."""
        box = QMessageBox(self._window)
        box.setWindowTitle(ABOUT_TITLE())
        box.setTextFormat(Qt.TextFormat.RichText)
        box.setText(ABOUT(version=__version__))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
