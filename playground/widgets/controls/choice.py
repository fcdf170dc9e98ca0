"""A drop-down list that offers one of several names."""

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox

from playground.texts.text import escaped
from playground.widgets.controls.base import ARROWS, LETTERS, explain, is_override, mark_focus, prepare


class Choice(QComboBox):
    """One of several names, each shown by its label; `chosen` carries the name."""

    chosen = Signal(str)

    def __init__(self, name: str, options: dict[str, tuple[str, str]]) -> None:
        """`options`: name -> (label, tooltip)."""
        super().__init__()
        prepare(self, name)
        rows = "".join(
            f"<tr><td style='padding-right:12px'><b>{text}</b></td><td>{hint}</td></tr>"
            for text, hint in (map(escaped, words) for words in options.values())
        )
        explain(self, help=f"{self.whatsThis()}<table>{rows}</table>")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for i, (key, (text, hint)) in enumerate(options.items()):
            self.addItem(text, key)
            self.setItemData(i, hint, Qt.ItemDataRole.ToolTipRole)
        if (
            not options
        ):  # options and width come later; with options, this policy would create the list at once
            self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.currentIndexChanged.connect(lambda: self.chosen.emit(self.name()))

    def name(self) -> str:
        """Return the chosen name."""
        return str(self.currentData())

    def setCurrentText(self, text: str) -> None:
        """Choose by label, or by name."""
        index = self.findData(text)
        self.setCurrentIndex(index if index >= 0 else self.findText(text))

    def show_name(self, name: str) -> None:
        """Show a choice without requesting it."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(name))

    def event(self, event: QEvent) -> bool:
        if is_override(event, (Qt.Key.Key_Space, *ARROWS, *LETTERS)):
            event.accept()
            return True
        return super().event(event)

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """Show that a label goes on where it has no room."""
        super().initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self).width()
        text, end = option.currentText, Qt.TextElideMode.ElideRight
        option.currentText = self.fontMetrics().elidedText(text, end, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        mark_focus(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the wheel scrolls; it does not change what the pointer happens to rest on
