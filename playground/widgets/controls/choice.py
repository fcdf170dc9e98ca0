"""A drop-down list that offers one of several names."""

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

from playground.texts.controls import CHOSEN, CONTROL_WITH_CHOICE, words_of
from playground.texts.settings import AUTO_IS, table
from playground.widgets.controls.base import (
    ARROWS,
    LETTERS,
    draw_arrow,
    draw_field,
    explain,
    is_override,
    literal,
    prepare,
)


class Choice(QComboBox):
    """One of several names, each shown by its label; `chosen` carries the name."""

    chosen = Signal(str)

    def __init__(self, name: str, options: dict[str, tuple[str, str]]) -> None:
        """`options`: name -> (label, tooltip)."""
        super().__init__()
        self._options = dict(options)
        self._explained = next(iter(options), "")
        prepare(self, name, formula=self._formula(), more=table(options.values()))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for i, (key, (text, hint)) in enumerate(options.items()):
            self.addItem(text, key)
            self.setItemData(i, literal(hint), Qt.ItemDataRole.ToolTipRole)
        if (
            not options
        ):  # options and width come later; with options, this policy would create the list at once
            self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.currentIndexChanged.connect(self._choose)

    def _choose(self) -> None:
        self._explain_choice()
        self.chosen.emit(self.name())

    def _explain_choice(self) -> None:
        """Explain what is chosen, most often by its formula."""
        if self._explained == (name := self.name()):
            return
        self._explained = name
        explain(self, formula=self._formula())

    def _formula(self) -> str:
        label, hint = self._options.get(self._explained, ("", ""))
        return CHOSEN(label=label, hint=hint) if hint else ""

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
            if self.placeholderText():
                self.setPlaceholderText("")  # which chooses the first one, where none is chosen
                self.setAccessibleName(words_of(self.objectName()).label)
            self.setCurrentIndex(self.findData(name))
        self._explain_choice()

    def show_none(self, text: str) -> None:
        """Show that none of the choices holds, in words of its own."""
        self.show_name("")
        self.setPlaceholderText(text)
        self.setAccessibleName(CONTROL_WITH_CHOICE(name=words_of(self.objectName()).label, choice=text))

    def show_auto(self, text: str, full: str, hint: str) -> None:
        """Say what "auto" stands for: `text` beside it, and in full in tooltip and accessible name."""
        index, name = self.findData("auto"), words_of(self.objectName()).label
        words, whole = AUTO_IS(text=text), AUTO_IS(text=full)
        if self.itemText(index) != words:
            self.setItemText(index, words)
            self.updateGeometry()
        self._options["auto"], self._explained = (whole, hint), ""
        self._explain_choice()
        chosen = self.name() == "auto"
        self.setAccessibleName(CONTROL_WITH_CHOICE(name=name, choice=whole) if chosen else name)

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
        text, end = option.currentText or self.placeholderText(), Qt.TextElideMode.ElideRight
        option.currentText = self.fontMetrics().elidedText(text, end, room)

    def paintEvent(self, _: QPaintEvent) -> None:
        paint_list(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the wheel scrolls; it does not change what the pointer happens to rest on


def paint_list(box: QComboBox) -> None:
    """Paint a closed list, with what is chosen."""
    draw_field(box)
    option, painter = QStyleOptionComboBox(), QStylePainter(box)
    box.initStyleOption(option)
    painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
    painter.end()
    draw_list_arrow(box)


def draw_list_arrow(box: QComboBox) -> None:
    """Draw the arrow of a list."""
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxArrow
    place = box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, box)
    draw_arrow(box, place, up=False, enabled=box.isEnabled())
