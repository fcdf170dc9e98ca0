"""A figure of training, under its name."""

from PySide6.QtWidgets import QLabel, QVBoxLayout

from playground.texts.controls import words_of
from playground.texts.numbers import NONE
from playground.texts.transport import READ
from playground.widgets.controls import caption_of, prepare
from playground.widgets.controls.visibility import reveal


class Figure(QVBoxLayout):
    """A number with its name above it, of a fixed width, so that nothing moves when digits come or go."""

    def __init__(self, name: str, widest: str) -> None:
        super().__init__()
        self.setSpacing(0)
        self._label = words_of(name).label
        self.value = QLabel(NONE)
        prepare(self.value, name)
        self.value.setProperty("role", "figure")
        self._widest = widest
        self._caption = caption_of(self.value)
        self.addWidget(self._caption)
        self.addWidget(self.value)

    def rename(self, label: str) -> None:
        """Set another name, for another figure."""
        if label != self._label:
            self._label = label
            self._caption.setText(label)
            self._show_name()

    def _show_name(self) -> None:
        self.value.setAccessibleName(READ(label=self._label, value=self.value.text()))

    def fix_width(self) -> None:
        """Reserve the room of the widest text, once the font is known and whenever it changes."""
        self.value.ensurePolished()
        # a label needs slightly more than its text
        self.value.setMinimumWidth(self.value.fontMetrics().horizontalAdvance(self._widest) + 2)

    def set_visible(self, visible: bool) -> None:
        """Show it, or not."""
        for one in (self._caption, self.value):
            reveal(one, visible)

    def fits(self, text: str) -> bool:
        """Whether a text has room."""
        return self.value.fontMetrics().horizontalAdvance(text) <= self.value.minimumWidth()

    def show_text(self, text: str) -> None:
        """Show a value."""
        if text != self.value.text():
            self.value.setText(text)
            self._show_name()
