"""What to do when training has diverged: what happened, why that is likely, and two ways on."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from playground import theme
from playground.diagnosis import Diagnosis
from playground.sizes import Slow, area, fit, px
from playground.theme import Theme
from playground.widgets.controls import Button, icon_button
from playground.widgets.overlay import GAP, Overlay

BUTTON_HEIGHT = Slow(36)
BESIDE = 900  # a panel so wide has room for words beside the buttons
ICON = QSize(28, 28)


class EventPanel(Overlay):
    """Lies over the window below the transport, as wide as that, until it is answered; nothing moves for it.

    Parameters
    ----------
    above : QWidget
        What it lies below.

    Signals
    -------
    stay_requested, slower_requested
    """

    stay_requested = Signal()
    slower_requested = Signal()

    def __init__(self, above: QWidget) -> None:
        super().__init__(above)
        self.setObjectName("event")
        self._icon, self.headline, self.reason = QLabel(), QLabel(), QLabel()
        fit(self._icon.setFixedSize, ICON)
        self.headline.setObjectName("event.headline")
        self.headline.setProperty("role", "strong")
        self.reason.setObjectName("event.reason")
        self.reason.setWordWrap(True)
        for text in (self.headline, self.reason):
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.stay = Button(
            "event.stay",
            "&Back to the last good weights",
            "Back to the last good weights",
            "Training has gone back to the last weights with which all was well. Stay there, paused, and "
            "change what you like.",
        )
        self.slower = Button(
            "event.slower",
            "Halve the &learning rate and go on",
            "Halve the learning rate and go on",
            "Smaller steps from the last good weights. Undo gives the old learning rate back.",
        )
        self.slower.setProperty("role", "primary")
        self.close_button = icon_button(
            "event.close", "Close", "Take this message away; training stays paused."
        )
        self.stay.clicked.connect(self.stay_requested)
        self.slower.clicked.connect(self.slower_requested)
        self.close_button.clicked.connect(self.hide)
        self._lay_out()
        fit(self._keep_room)

    def _keep_room(self) -> None:
        """Have room for a line and two more beside the buttons, or above them."""
        beside = self.width() >= px(BESIDE)
        way = QBoxLayout.Direction
        self._both.setDirection(way.LeftToRight if beside else way.TopToBottom)
        words = 3 * self.fontMetrics().lineSpacing() + 3 * px(theme.SPACING)
        self.setFixedHeight(words if beside else words + px(BUTTON_HEIGHT) + px(theme.SPACING))

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        fit(words.setSpacing, 3)
        words.addWidget(self.headline)
        words.addWidget(self.reason, 1)
        told, row = QHBoxLayout(), QHBoxLayout()
        self._both = both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        fit(both.setContentsMargins, theme.MARGIN, theme.SPACING, theme.MARGIN, theme.SPACING)
        for one in (told, row, both):
            fit(one.setSpacing, theme.SPACING)
        told.addWidget(self._icon)
        told.addLayout(words, 1)
        both.addLayout(told, 1)
        both.addLayout(row)
        for button in (self.stay, self.slower):
            fit(button.setMinimumHeight, BUTTON_HEIGHT)
            row.addWidget(button)
        row.addWidget(self.close_button)

    def tell(self, what: Diagnosis) -> None:
        """Show what happened, and have a screen reader say it."""
        self.headline.setText(what.headline)
        self.reason.setText(what.reason)
        self.setAccessibleName(f"{what.headline} {what.reason}")
        self.open()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def apply_theme(self, colours: Theme) -> None:
        """Draw the icons in the theme's colours."""
        self._icon.setPixmap(theme.icon("warning", colours.warning).pixmap(area(ICON)))
        self.close_button.setIcon(theme.icon("close", colours.text))

    def place(self) -> None:
        """Lie below the transport."""
        above = self._beside.geometry()
        self.resize(above.width(), self.height())
        self._keep_room()
        self.move(above.x(), above.bottom() + 1 + px(GAP))
