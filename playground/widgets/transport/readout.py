"""A figure of training, under its name."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from playground.style.scaling import fit
from playground.texts import old
from playground.texts.controls import words_of
from playground.texts.numbers import NONE
from playground.texts.transport import READ
from playground.widgets.controls import caption_of, prepare
from playground.widgets.controls.base import explain
from playground.widgets.controls.labels import BELOW
from playground.widgets.controls.visibility import reveal


class Figure(QVBoxLayout):
    """A number with its name above it, in a row; its width is fixed: nothing moves as digits come or go."""

    def __init__(self, row: QHBoxLayout, name: str, *widest: str) -> None:
        super().__init__()
        row.addLayout(self)
        fit(self.setSpacing, BELOW)
        self._units = ""
        self._higher = 0  # how much further its baseline is from its middle than that of smaller text
        self._label, self._shown = words_of(name).label, (NONE, "")
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

    def show_units(self, text: str) -> None:
        """Say in the tooltips what units the number is in, if that has to be said."""
        if text != self._units:
            self._units = text
            tip = words_of(self.value.objectName()).tip
            for one in (self.value, self._caption):
                explain(one, tip=f"{tip}\n{text}" if text else tip)

    def _show_name(self) -> None:
        text, note = self._shown
        name = READ(label=self._label, value=text)
        self.value.setAccessibleName(old.NAMED(name=name, note=note) if note else name)

    def fix_width(self) -> None:
        """Reserve the room of the widest texts, once the font is known and whenever it changes."""
        self.value.ensurePolished()
        figure, name = self.value.fontMetrics(), self._caption.fontMetrics()
        higher = (figure.ascent() - figure.descent()) - (name.ascent() - name.descent())
        self._higher = max(higher, 0)
        widest = max(map(self.value.fontMetrics().horizontalAdvance, self._widest))
        self.value.setMinimumWidth(widest + 2)  # a label needs slightly more than its text

    @property
    def least(self) -> int:
        """The width that it needs, shown or not."""
        return max(self.value.minimumWidth(), self._caption.sizeHint().width())

    def fix_height(self, height: int) -> None:
        """Give the value the height of the controls beside it; 0 for that of its text."""
        # not the least height alone: a label remembers what it would like to have with the one before
        # beside the controls it is on the baseline of their smaller text
        self.value.setContentsMargins(0, 0, 0, self._higher if height else 0)
        self.value.setFixedHeight(height or self.value.fontMetrics().height())

    def set_visible(self, visible: bool) -> None:
        """Show it, or not."""
        for one in (self._caption, self.value):
            reveal(one, visible)

    def fits(self, text: str) -> bool:
        """Whether a text has room."""
        return self.value.fontMetrics().horizontalAdvance(text) <= self.value.minimumWidth()

    def show_text(self, text: str, is_old: bool = False, known: bool = True) -> None:
        """Show a value; one that is old, or not yet known, is marked: a newer one is being computed."""
        note = "" if not is_old else old.VALUE() if known else old.UNKNOWN()
        before, self._shown = self._shown, (text, note)
        if self._shown == before:
            return
        marked = old.MARKED(figure=text)
        self.value.setText(marked if is_old and known and self.fits(marked) else text)
        self._show_name()
        if note != before[1]:
            explain(self.value, note=note)
            self.value.setProperty("old", is_old)
            self.value.style().polish(self.value)
