"""One line at the foot of the window for notices; it keeps its room, so that nothing jumps."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy

from playground.classroom.choice import EVERYTHING, Classroom
from playground.style import icons, palette, sizes
from playground.style.palette import Theme
from playground.style.scaling import Slow, area, fit
from playground.texts.controls import words_of
from playground.texts.transport import APPLY, KEY_HINTS, LEVELS, NO_NOTICE
from playground.widgets.controls import Button, caption, icon_button
from playground.widgets.controls.base import literal
from playground.widgets.controls.visibility import reveal

HEIGHT = Slow(26)
CLOSE = Slow(22), Slow(20)
OFFER = Slow(24)
GAP = 5 * " "


class NoticeBar(QFrame):
    """Shows one notice: an icon, its text, and a button that closes it; without a notice, the usual keys.

    Signals
    -------
    details_requested
        Of a notice that has details.
    """

    details_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        fit(self.setFixedHeight, HEIGHT)
        self._level, self._theme = "info", palette.LIGHT
        self._icon = QLabel()
        fit(self._icon.setFixedSize, sizes.ICON + QSize(4, 0))
        self.hint, self._whole = caption(_hints(EVERYTHING)), ""
        self.text = QLabel()
        self.text.setObjectName("notice.text")
        self.text.setTextFormat(Qt.TextFormat.PlainText)  # file names and labels are not ours
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for one in (self.hint, self.text):
            one.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.details = Button("notice.details")
        self.details.setProperty("role", "slim")
        fit(self.details.setFixedHeight, CLOSE[1])
        self.details.clicked.connect(self.details_requested)
        self.why, self.remedy = Button("diagnosis.why"), Button("diagnosis.remedy")
        for button in (self.why, self.remedy):
            button.setProperty("role", "line")
            fit(button.setFixedHeight, OFFER)
        self.close_button = icon_button("notice.close")
        self.close_button.setFlat(True)
        fit(self.close_button.setFixedSize, *CLOSE)
        self.close_button.clicked.connect(self.clear)
        policy = self.close_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the text keeps its width
        self.close_button.setSizePolicy(policy)
        row = self._row = QHBoxLayout(self)
        fit(row.setContentsMargins, sizes.MARGIN, 0, 2, 0)
        row.addWidget(self._icon)
        row.addWidget(self.hint, 1)
        row.addWidget(self.text, 1)
        row.addWidget(self.details)
        row.addWidget(self.why)
        row.addWidget(self.remedy)
        row.addWidget(self.close_button)
        self.clear()

    def clear(self) -> None:
        """Show no notice."""
        self.say("info", "", "")

    def say(self, level: str, text: str, details: str) -> None:
        """Show a line; `level` is "info", "warning" or "error", the details are in its tooltip."""
        self._level, self._whole = level, text
        self._icon.setVisible(bool(text))
        self.hint.setVisible(not text)
        self.text.setVisible(bool(text))
        self.text.setToolTip(literal(details or text))
        self.text.setAccessibleName(LEVELS[level](text=text) if text else NO_NOTICE())
        self.details.setVisible(bool(details))
        for button in (self.why, self.remedy):
            reveal(button, False)
        self.close_button.setVisible(bool(text))
        self.setProperty("level", level if text else "")
        self.style().unpolish(self)
        self.style().polish(self)
        self._draw_icon()
        self._row.activate()  # gives the text its final width
        self._write()

    def offer(self, why: bool, remedy: str) -> None:
        """Offer the reason of what is said, and a remedy: what its button says, "" for none."""
        reveal(self.why, why)
        reveal(self.remedy, bool(remedy))
        self.remedy.setText(remedy.replace("&", "&&"))
        self.remedy.setAccessibleName(APPLY(remedy=remedy) if remedy else words_of("diagnosis.remedy").label)
        self._row.activate()
        self._write()

    def _write(self) -> None:
        """Write what fits; the tooltip has the rest."""
        metrics, room = self.text.fontMetrics(), self.text.width()
        fits = not self.isVisible() or metrics.horizontalAdvance(self._whole) <= room
        end = Qt.TextElideMode.ElideRight
        self.text.setText(self._whole if fits else metrics.elidedText(self._whole, end, room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._row.activate()
        self._write()

    def show_classroom(self, classroom: Classroom) -> None:
        """Leave out the keys that a class cannot use."""
        self.hint.setText(_hints(classroom))

    def apply_theme(self, colours: Theme) -> None:
        """Draw the icons in the theme's colours."""
        self._theme = colours
        self.close_button.setIcon(icons.icon("close", colours.text))
        self._draw_icon()

    def _draw_icon(self) -> None:
        if not self._whole:
            self._icon.clear()
            return
        colours = {"info": self._theme.muted, "warning": self._theme.warning, "error": self._theme.error}
        self._icon.setPixmap(icons.icon(self._level, colours[self._level]).pixmap(area(sizes.ICON)))


def _hints(classroom: Classroom) -> str:
    """Return the usual keys, without those that a class cannot use."""
    return GAP.join(text() for control, text in KEY_HINTS if not classroom.closed(control))
