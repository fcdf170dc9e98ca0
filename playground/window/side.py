"""The column on the left: the data, and with large text the training settings too, each under a tab."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from playground.style import sizes
from playground.style.scaling import Slow, fit, px
from playground.widgets.controls import prepare
from playground.widgets.controls.panel import Panel
from playground.widgets.controls.tabs import Tabs
from playground.widgets.controls.visibility import is_closed, reveal

LOCK = Slow(12)  # the edge of a padlock on a tab


class Pages(QFrame):
    """Panels beside each other; folded, as pages of which one is in sight.

    Parameters
    ----------
    name : str
        Of the bar of tabs.
    panels : sequence of Panel
        Those that always stand here.

    Attributes
    ----------
    covered : bool
        Whether something lies over it, for which it keeps its room.
    away : bool
        Whether it gives way to something else.
    bar : Tabs
    """

    covered = away = False

    def __init__(self, name: str, panels: Sequence[Panel]) -> None:
        super().__init__()
        self._pages, self._folded = list(panels), False
        self.bar = Tabs()
        prepare(self.bar, name)
        self.bar.setProperty("role", "headings")
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        fit(self.bar.setFixedHeight, sizes.HEADING)
        fit(self._fix_icon)
        self._head = QWidget()
        row = QHBoxLayout(self._head)
        fit(row.setContentsMargins, sizes.TIGHT, sizes.SPACING, sizes.TIGHT, 0)
        row.addWidget(self.bar)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._head)
        for panel in panels:
            self._add(panel)
        self.bar.currentChanged.connect(self.settle)

    def _fix_icon(self) -> None:
        self.bar.setIconSize(QSize(px(LOCK), px(LOCK)))

    def _add(self, panel: Panel) -> None:
        self._put(panel)
        self.bar.addTab(panel.title.text())

    def _put(self, panel: Panel) -> None:
        """Place a panel."""
        self._column.addWidget(panel, 1)

    def fold_in(self, panel: Panel) -> None:
        """Take one more panel in, and put each under a tab."""
        self._folded = True
        self._pages.append(panel)
        self._add(panel)
        self.settle()

    def unfold(self, panel: Panel) -> None:
        """Let go of the panel that was taken in."""
        self._folded = False
        self.bar.removeTab(self._pages.index(panel))
        self._pages.remove(panel)
        panel.fold(False)
        reveal(panel, True)
        self.settle()

    def holds(self, panel: QWidget) -> bool:
        """Whether a panel stands here for its class, in sight or under a tab."""
        return panel in self._pages and not self.away and not is_closed(panel)

    def bring(self, panel: QWidget) -> None:
        """Bring a panel to sight that may be under another tab."""
        if panel in self._pages:
            self.bar.setCurrentIndex(self._pages.index(panel))

    def settle(self) -> None:
        """Show what is to be shown, and give the room of the column back where that is nothing."""
        for k, panel in enumerate(self._pages):
            self.bar.setTabVisible(k, not is_closed(panel))
            self.bar.setTabIcon(k, panel.lock)
            panel.fold(self._folded)
            reveal(panel, not self._folded or k == self.bar.currentIndex())
        self._head.setVisible(self._folded)
        self.setObjectName("panel" if self._folded else "")
        self.style().unpolish(self)
        self.style().polish(self)
        # a style sheet changes how a frame looks, and not how much room it takes
        self.setFrameShape(self.Shape.StyledPanel if self._folded else self.Shape.NoFrame)
        self.setVisible(self.is_wanted and not self.away)

    @property
    def is_wanted(self) -> bool:
        """Whether there is anything to be shown."""
        return self.covered or not all(map(is_closed, self._pages))


class Side(Pages):
    """The column on the left.

    Parameters
    ----------
    panels : sequence of Panel
    """

    def __init__(self, panels: Sequence[Panel]) -> None:
        super().__init__("window.side", panels)
        fit(self._fix_width)

    def _fix_width(self) -> None:
        self.setFixedWidth(sizes.side())
