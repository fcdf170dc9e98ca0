"""The middle of the window: the network, and in the Maths view its mathematics beside it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from playground.style.scaling import fit, px
from playground.style.sizes import SPACING
from playground.widgets.controls.panel import Panel
from playground.widgets.controls.visibility import reveal
from playground.window.side import Pages

SHARES = (400, 440)  # of the network and the mathematics


class Middle(Pages):
    """The network, to which another panel can come; what is below both belongs to that one.

    Parameters
    ----------
    panels : sequence of Panel
    """

    def __init__(self, panels: Sequence[Panel]) -> None:
        self._row = QSplitter(Qt.Orientation.Horizontal)
        self._row.setChildrenCollapsible(False)
        fit(self._row.setHandleWidth, SPACING)
        self._moved = False  # whether a person has shared the width otherwise
        self._row.splitterMoved.connect(self._note_moved)
        super().__init__("window.middle", panels)
        self._column.addWidget(self._row, 1)
        fit(self._space)

    def _space(self) -> None:
        """Part what stands for itself; under tabs, all are in one frame."""
        self._column.setSpacing(0 if self._folded else px(SPACING))

    def _put(self, panel: Panel) -> None:
        self._row.addWidget(panel)

    def settle(self) -> None:
        """Show what is to be shown, and know at once how much room that needs."""
        super().settle()
        self._row.refresh()
        self._column.invalidate()
        self._column.activate()

    def _note_moved(self) -> None:
        self._moved = True

    def show_beside(self, panel: Panel, folded: bool) -> None:
        """Show another panel beside the network, or each under a tab."""
        if panel not in self._pages:
            self._pages.append(panel)
            self._add(panel)
            self.bar.setCurrentIndex(len(self._pages) - 1)
        self._folded = folded
        self._space()
        self.settle()

    @property
    def is_folded(self) -> bool:
        """Whether each panel is under a tab."""
        return self._folded

    def show_alone(self, panel: Panel) -> None:
        """Have the panel beside the network disappear; it keeps all that it shows."""
        if panel in self._pages:
            self.bar.removeTab(self._pages.index(panel))
            self._pages.remove(panel)
            self._folded = False
            panel.fold(False)
            reveal(panel, False)
            self.settle()

    def share(self) -> None:
        """Give both their shares of the width, until a person moves what is between them."""
        if not self._moved and len(self._pages) > 1:
            self._row.setSizes(list(SHARES))  # Qt makes them fit

    def put_below(self, panel: QWidget) -> None:
        """Take a panel in below all others."""
        if panel.parent() is not self:
            self._column.addWidget(panel)
