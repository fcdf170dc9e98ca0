"""The panel shown when training has diverged: what happened, the likely reasons, and two ways to go on."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from playground.observers.diagnosis import Diagnosis
from playground.style import icons, sizes
from playground.style.palette import Theme
from playground.style.scaling import Slow, area, fit, px
from playground.texts import diagnosis
from playground.texts import transport as texts
from playground.texts.text import ControlWords
from playground.widgets.controls import Button, icon_button, prepare
from playground.widgets.controls.overlay import GAP, Overlay

BUTTON_HEIGHT = Slow(36)
ICON = QSize(28, 28)
SHARE = 0.4  # of the height of the network that it may take beside the inputs


class DivergencePanel(Overlay):
    """Lies over the foot of the network until it is answered, and covers no plot and no setting.

    Nothing moves when it opens. Where a class does not see the network, it lies below the transport.

    Parameters
    ----------
    above : QWidget
        The transport.
    over : QWidget
        The network.
    end_of_controls : callable () -> int
        Where its controls at the left end, in pixels from its left edge: it leaves them free if it can.

    Signals
    -------
    stay_requested, slower_requested
    """

    stay_requested = Signal()
    slower_requested = Signal()

    def __init__(self, above: QWidget, over: QWidget, end_of_controls: Callable[[], int]) -> None:
        super().__init__(above)
        self._over, self._end_of_controls = over, end_of_controls
        over.installEventFilter(self)
        self.setObjectName("event")
        self._icon, self.headline, self.reason = QLabel(), QLabel(), QLabel()
        fit(self._icon.setFixedSize, ICON)
        self.headline.setProperty("role", "strong")
        for text in (self.headline, self.reason):
            text.setWordWrap(True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.stay = Button("event.stay")
        self.slower = Button("event.slower")
        self.slower.setProperty("role", "primary")
        self.close_button = icon_button("event.close")
        self.stay.clicked.connect(self.stay_requested)
        self.slower.clicked.connect(self.slower_requested)
        self.close_button.clicked.connect(self.hide)
        self._lay_out()

    def _lay_out(self) -> None:
        way = QBoxLayout.Direction
        message, self._ways = QHBoxLayout(), QBoxLayout(way.LeftToRight)
        both = QVBoxLayout(self)
        fit(both.setContentsMargins, sizes.MARGIN, sizes.SPACING, sizes.MARGIN, sizes.SPACING)
        for one in (message, self._ways, both):
            fit(one.setSpacing, sizes.SPACING)
        top = Qt.AlignmentFlag.AlignTop
        both.addLayout(message)
        message.addWidget(self._icon, 0, top)
        message.addWidget(self.headline, 1)
        message.addWidget(self.close_button, 0, top)
        both.addWidget(self.reason)
        both.addLayout(self._ways)
        for button in (self.stay, self.slower):
            fit(button.setMinimumHeight, BUTTON_HEIGHT)
            self._ways.addWidget(button)

    def _fit_into(self, width: int) -> int:
        """Place the buttons side by side where there is room, and return the height of the panel."""
        both = self.layout()
        assert both is not None
        margins = both.contentsMargins()
        room = width - margins.left() - margins.right() - 2 * self.frameWidth()
        buttons = self.stay.sizeHint().width() + self._ways.spacing() + self.slower.sizeHint().width()
        way = QBoxLayout.Direction
        self._ways.setDirection(way.LeftToRight if buttons <= room else way.TopToBottom)
        both.invalidate()
        return both.totalHeightForWidth(width)

    def show_diagnosis(self, found: Diagnosis) -> None:
        """Show what happened, and have a screen reader say it."""
        headline = diagnosis.headline(found.divergence)
        causes = [(suspect.cause.name, suspect.evidence) for suspect in found.suspects]
        reason = diagnosis.reason(found.divergence, found.learning_rate, causes, found.hopeless, found.epoch)
        self.stay.setText(texts.STAY(weights=diagnosis.kept_weights(found.divergence)))
        self.headline.setText(headline)
        self.reason.setText(reason)
        self.setAccessibleName(f"{headline} {reason}")
        prepare(self.headline, "event.headline", ControlWords(headline, texts.WHAT_HAPPENED()))
        prepare(self.reason, "event.reason", ControlWords(reason, texts.WHY()))
        self.open()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def apply_theme(self, colours: Theme) -> None:
        """Draw the icons in the theme's colours."""
        self._icon.setPixmap(icons.icon("warning", colours.warning).pixmap(area(ICON)))
        self.close_button.setIcon(icons.icon("close", colours.text))

    def place(self) -> None:
        """Lie over the foot of the network; or below the transport."""
        above, inside = self._beside.geometry(), self.parentWidget()
        assert inside is not None
        if not self._over.isVisible():
            self.setGeometry(
                above.x(), above.bottom() + px(GAP), above.width(), self._fit_into(above.width())
            )
            return
        corner, size = self._over.mapTo(inside, QPoint(0, 0)), self._over.size()
        beyond = above.x() - corner.x()  # as far to the left as the window is used
        for left, most in ((self._end_of_controls(), SHARE), (0, 1.0), (beyond, 1.0)):
            width = size.width() - left - 2 * px(GAP)
            height = self._fit_into(width)
            if height <= most * size.height() and self.slower.sizeHint().width() <= width:
                break  # otherwise, with large text, it lies over the lower inputs or the data too
        foot = corner.y() + size.height() - px(GAP)
        self.setGeometry(corner.x() + left + px(GAP), max(foot - height, corner.y()), width, height)
