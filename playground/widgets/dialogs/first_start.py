"""The card that a first start shows: three ways to begin."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from playground.style import icons, sizes
from playground.style.palette import Theme
from playground.style.scaling import fit, px
from playground.texts import first_start as texts
from playground.texts.controls import words_of
from playground.widgets.controls import Button, caption
from playground.widgets.controls.overlay import Overlay

WIDTH = 460
ICONS = {"start.watch": "play", "start.examples": "examples", "start.everything": "window"}


class FirstStartCard(Overlay):
    """Lies over the network; Escape closes it, and so does whatever a person does elsewhere.

    Signals
    -------
    chosen (str)
        "start.watch", "start.examples" or "start.everything".

    Parameters
    ----------
    workspace : QWidget
        It lies over this.
    network : QWidget
        Its place is in the middle of this panel.
    """

    chosen = Signal(str)

    def __init__(self, workspace: QWidget, network: QWidget) -> None:
        super().__init__(workspace)
        self._network, self._around = network, workspace.parentWidget() or workspace
        self._around.installEventFilter(self)
        self.setObjectName("card")
        self.setAccessibleName(texts.TITLE())
        grid = QGridLayout(self)
        fit(grid.setContentsMargins, *(2 * sizes.SPACING for _ in range(4)))
        fit(grid.setHorizontalSpacing, sizes.MARGIN)
        fit(grid.setVerticalSpacing, sizes.MARGIN)
        grid.setColumnStretch(1, 1)
        title = QLabel(texts.TITLE())
        title.setProperty("role", "title")
        for line, text in enumerate((title, _wrapped(texts.LINE()))):
            grid.addWidget(text, line, 0, 1, 2)
        self.buttons = {name: Button(name) for name in ICONS}
        for name, button in self.buttons.items():
            line = grid.rowCount()
            grid.addWidget(button, line, 0)
            grid.addWidget(_wrapped(words_of(name).tip), line, 1)
            button.clicked.connect(lambda _=False, name=name: self._choose(name))
        self.buttons["start.watch"].setProperty("role", "primary")
        grid.addWidget(caption(texts.GUIDE()), grid.rowCount(), 0, 1, 2)

    def _choose(self, name: str) -> None:
        self.leave()
        self.chosen.emit(name)

    def open(self) -> None:
        super().open()
        self.buttons["start.watch"].setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> None:
        """Lie in the middle of the network; where that is narrow, in the middle of all beside the data."""
        around = self._around
        frame = self._network.rect()
        frame.moveTopLeft(self._network.mapTo(around, frame.topLeft()))
        if frame.width() < px(WIDTH):
            frame.setRight(around.rect().right())
        seen = frame & around.rect()
        width = min(px(WIDTH), around.width())
        height = min(self.heightForWidth(width), around.height())
        left = min(seen.center().x() - width // 2, around.width() - width)
        top = min(seen.center().y() - height // 2, around.height() - height)
        self.setGeometry(max(left, 0), max(top, 0), width, height)

    def leave(self) -> None:
        """Close it for good."""
        had_focus = self.isAncestorOf(self.window().focusWidget() or self.window())
        self.hide()
        if had_focus:
            self.window().setFocus()
        self.deleteLater()

    def apply_theme(self, colours: Theme) -> None:
        """Draw the icons in the theme's colours."""
        for name, button in self.buttons.items():
            colour = colours.accent_text if button.property("role") == "primary" else colours.text
            button.setIcon(icons.icon(ICONS[name], colour))


def _wrapped(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    return label
