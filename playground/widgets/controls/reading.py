"""How what is being typed is read, in a line below its field: over the window, so that nothing moves."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QWidget

from playground.style.scaling import px
from playground.texts.controls import NOT_YET, READ_AS
from playground.texts.numbers import count_text, field_text
from playground.texts.reading import is_written_plainly

GAP = 2


def written(number: float) -> str:
    """Return a number as fields show it."""
    return count_text(number) if isinstance(number, int) else field_text(number)


def described(text: str, number: float | None) -> str:
    """Return how a text that is being typed is read, or "" where that is plain to see."""
    if not text.strip() or is_written_plainly(text):
        return ""
    return NOT_YET() if number is None else READ_AS(number=written(number))


class Reading(QLabel):
    """A line below a field, or above it where there is no room, while something is typed in it."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field.window())
        self._field = field
        self.setProperty("role", "reading")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        field.destroyed.connect(self.deleteLater)

    def show_text(self, text: str) -> None:
        """Show how it is read; "" shows nothing."""
        self.setText(text)
        self.setVisible(bool(text))
        if not text:
            return
        self.adjustSize()
        window, gap = self.window(), px(GAP)
        spot = self._field.mapTo(window, QPoint(0, self._field.height() + gap))
        if spot.y() + self.height() > window.height():
            spot.setY(spot.y() - self._field.height() - self.height() - 2 * gap)
        spot.setX(max(min(spot.x(), window.width() - self.width()), 0))
        self.move(spot)
        self.raise_()
