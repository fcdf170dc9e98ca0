"""The middle of the window: the network, its mathematics beside it, or the runs in its place."""

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
    """The network, to which another panel can come, or in its place; what is below belongs to that one.

    Parameters
    ----------
    panels : sequence of Panel
    """

    def __init__(self, panels: Sequence[Panel]) -> None:
        self._row = QSplitter(Qt.Orientation.Horizontal)
        self._row.setChildrenCollapsible(False)
        fit(self._row.setHandleWidth, SPACING)
        self._shares: Sequence[int] = SHARES
        self._moved = False  # whether a person has shared the width otherwise
        self._row.splitterMoved.connect(self._note_moved)
        super().__init__("window.middle", panels)
        self._column.addWidget(self._row, 1)
        fit(self._space)

    def _space(self) -> None:
        """Part what stands for itself; under tabs, all are in one frame."""
        self._column.setSpacing(0 if self._folded else px(SPACING))

    def _put(self, panel: Panel) -> None:
        if self._row.indexOf(panel) < 0:
            self._row.addWidget(panel)

    def settle(self) -> None:
        """Show what is to be shown, and know at once how much room that needs."""
        super().settle()
        self._row.refresh()
        self._column.invalidate()
        self._column.activate()

    def _note_moved(self) -> None:
        self._moved, self._shares = True, [size for size in self._row.sizes() if size]

    def show_panels(self, panels: Sequence[Panel], folded: bool) -> None:
        """Show these panels beside each other, or each under a tab; others keep what they show, unseen."""
        new = [panel for panel in panels if panel not in self._pages]
        for panel in [one for one in self._pages if one not in panels]:
            self.bar.removeTab(self._pages.index(panel))
            self._pages.remove(panel)
            panel.fold(False)
            reveal(panel, False)
        for panel in new:
            k = panels.index(panel)
            self._pages.insert(k, panel)
            self._put(panel)
            self.bar.insertTab(k, panel.title.text())
        if new:
            self.bar.setCurrentIndex(len(self._pages) - 1)
        self._folded = folded
        self._space()
        self.settle()
        if new:
            self._give_shares()

    @property
    def is_folded(self) -> bool:
        """Whether each panel is under a tab."""
        return self._folded

    def share(self) -> None:
        """Give all their shares of the width, until a person moves what is between them."""
        if not self._moved:
            self._give_shares()

    def _give_shares(self) -> None:
        if len(self._pages) > 1:
            sizes = [0] * self._row.count()
            for panel, share in zip(self._pages, self._shares, strict=True):
                sizes[self._row.indexOf(panel)] = share
            self._row.setSizes(sizes)  # Qt makes them fit

    def put_below(self, panel: QWidget) -> None:
        """Take a panel in below all others."""
        if panel.parent() is not self:
            self._column.addWidget(panel)
