"""One line at the foot of the window for what there is to say; it keeps its room, so that nothing jumps."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy

from playground import theme
from playground.theme import Theme
from playground.widgets.controls import icon_button

HEIGHT = 30


class NoticeBar(QFrame):
    """Shows one notice: an icon, its text, and a button that takes it away."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setFixedHeight(HEIGHT)
        self._level, self._theme = "info", theme.LIGHT
        self._icon = QLabel()
        self._icon.setFixedSize(theme.ICON + QSize(4, 0))
        self.text = QLabel()
        self.text.setObjectName("notice.text")
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.close_button = icon_button("notice.close", "Close message", "Take this message away.")
        self.close_button.setFlat(True)
        self.close_button.setFixedSize(24, 24)
        self.close_button.clicked.connect(self.clear)
        policy = self.close_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the text keeps its width
        self.close_button.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 0, 2, 0)
        row.addWidget(self._icon)
        row.addWidget(self.text, 1)
        row.addWidget(self.close_button)
        self.clear()

    def clear(self) -> None:
        """Say nothing."""
        self.say("info", "", "")

    def say(self, level: str, text: str, details: str) -> None:
        """Show a line; `level` is "info", "warning" or "error", the details are in its tooltip."""
        self._level = level
        self.text.setText(text)
        self.text.setToolTip(details or text)
        self.text.setAccessibleName(f"{level}: {text}" if text else "No message")
        self.close_button.setVisible(bool(text))
        self.setProperty("level", level if text else "")
        self.style().unpolish(self)
        self.style().polish(self)
        self._draw_icon()

    def apply_theme(self, colours: Theme) -> None:
        """Draw the icons in the theme's colours."""
        self._theme = colours
        self.close_button.setIcon(theme.icon("close", colours.text))
        self._draw_icon()

    def _draw_icon(self) -> None:
        if not self.text.text():
            self._icon.clear()
            return
        colours = {"info": self._theme.muted, "warning": self._theme.warning, "error": self._theme.error}
        self._icon.setPixmap(theme.icon(self._level, colours[self._level]).pixmap(theme.ICON))
