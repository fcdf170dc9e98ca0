"""A panel over the foot of the network: what happened, the reasons, and buttons that answer it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from playground.style import icons, sizes
from playground.style.palette import Theme
from playground.style.scaling import Slow, area, fit, px
from playground.texts.text import ControlWords
from playground.widgets.controls import Button, icon_button, prepare
from playground.widgets.controls.overlay import GAP, Overlay

BUTTON_HEIGHT = Slow(36)
ICON = QSize(28, 28)
SHARE = 0.4  # of the height of the network that it may take beside the inputs


class FootPanel(Overlay):
    """Lies over the foot of the network until it is answered, and covers no plot and no setting.

    Nothing moves when it opens. Where a class does not see the network, it lies below the transport.

    Parameters
    ----------
    name : str
        Its object name; its parts are `name.headline`, `name.reason` and `name.close`.
    above : QWidget
        The transport.
    over : QWidget
        The network.
    end_of_controls : callable () -> int
        Where its controls at the left end, in pixels from its left edge: it leaves them free if it can.
    ways : sequence of Button
        The answers.
    """

    def __init__(
        self,
        name: str,
        above: QWidget,
        over: QWidget,
        end_of_controls: Callable[[], int],
        ways: Sequence[Button],
    ) -> None:
        super().__init__(above)
        self._over, self._end_of_controls, self._buttons = over, end_of_controls, ways
        over.installEventFilter(self)
        self.setObjectName(name)
        self._icon, self.headline, self.reason = QLabel(), QLabel(), QLabel()
        fit(self._icon.setFixedSize, ICON)
        self.headline.setProperty("role", "strong")
        for text in (self.headline, self.reason):
            text.setWordWrap(True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.close_button = icon_button(f"{name}.close")
        self.close_button.clicked.connect(self.hide)
        self._lay_out()

    def _lay_out(self) -> None:
        way = QBoxLayout.Direction
        both = QVBoxLayout(self)
        message, self._ways = QHBoxLayout(), QBoxLayout(way.LeftToRight)
        both.addLayout(message)
        both.addWidget(self.reason)
        both.addLayout(self._ways)
        fit(both.setContentsMargins, sizes.MARGIN, sizes.SPACING, sizes.MARGIN, sizes.SPACING)
        for one in (message, self._ways, both):
            fit(one.setSpacing, sizes.SPACING)
        top = Qt.AlignmentFlag.AlignTop
        message.addWidget(self._icon, 0, top)
        message.addWidget(self.headline, 1)
        message.addWidget(self.close_button, 0, top)
        for button in self._buttons:
            fit(button.setMinimumHeight, BUTTON_HEIGHT)
            self._ways.addWidget(button)

    def _fit_into(self, width: int) -> int:
        """Place the buttons side by side where there is room, and return the height of the panel."""
        both, widths = self.layout(), self._button_widths()
        assert both is not None
        buttons = sum(widths) + self._ways.spacing() * max(len(widths) - 1, 0)
        way = QBoxLayout.Direction
        self._ways.setDirection(way.LeftToRight if buttons <= self._room(width) else way.TopToBottom)
        both.invalidate()
        return both.totalHeightForWidth(width)

    def _room(self, width: int) -> int:
        """Return the width inside of the margins."""
        both = self.layout()
        assert both is not None
        margins = both.contentsMargins()
        return width - margins.left() - margins.right() - 2 * self.frameWidth()

    def _button_widths(self) -> list[int]:
        return [button.sizeHint().width() for button in self._buttons if not button.isHidden()]

    def _holds_buttons(self, width: int) -> bool:
        """Return whether the words on each button fit."""
        return max(self._button_widths(), default=0) <= self._room(width)

    def say(self, headline: ControlWords, reason: ControlWords) -> None:
        """Show what happened and why, and have a screen reader say it; the tips explain both."""
        self.headline.setText(headline.label)
        self.reason.setText(reason.label)
        self.setAccessibleName(f"{headline.label} {reason.label}")
        prepare(self.headline, f"{self.objectName()}.headline", headline)
        prepare(self.reason, f"{self.objectName()}.reason", reason)
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
            if height <= most * size.height() and self._holds_buttons(width):
                break  # otherwise, with large text, it lies over the lower inputs or the data too
        foot = corner.y() + size.height() - px(GAP)
        self.setGeometry(corner.x() + left + px(GAP), max(foot - height, corner.y()), width, height)
