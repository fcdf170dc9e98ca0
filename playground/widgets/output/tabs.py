"""What is below the large plot: the loss, the accuracy, the metrics, the hardest points, one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from playground.classroom.choice import Classroom
from playground.observers.snapshot import Snapshot
from playground.style import sizes
from playground.style.palette import Theme
from playground.style.scaling import fit
from playground.widgets.controls import prepare
from playground.widgets.controls.base import ARROWS, is_override
from playground.widgets.controls.scrolled import Scrolled
from playground.widgets.controls.visibility import hide
from playground.widgets.output.loss_plot import ACCURACY, LOSS, LossPlot

if TYPE_CHECKING:
    from playground.widgets.output.hardest import HardestPoints
    from playground.widgets.output.metrics import MetricsPanel


COUNT = 20  # hardest points

# name -> (text, tooltip)
TABS = {
    "loss": ("Loss", "What training makes small, by epoch."),
    "accuracy": ("Accuracy", "The share of points classified right, by epoch; of a regression R²."),
    "metrics": ("Metrics", "Precision, recall, F1, ROC AUC and confusion; of a regression R² and errors."),
    "hardest": ("Hardest", "The points with the largest losses, ranked."),
}


class Tabs(QTabBar):
    """A bar of tabs that keeps the arrow keys while it has the focus."""

    def event(self, event: QEvent) -> bool:
        if is_override(event, ARROWS):
            event.accept()
            return True
        return super().event(event)


class OutputTabs(QWidget):
    """The tabs. Metrics and hardest points are built when first opened, and computed while they are seen.

    Signals
    -------
    asked (dict)
        Some of the `Questions` whose answers are shown from now on.
    chosen (Point or None)
        The sample to mark in the large plot.
    """

    asked = Signal(dict)
    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._theme: Theme | None = None
        self._snapshot: Snapshot | None = None
        self.loss = LossPlot()
        self.metrics: MetricsPanel | None = None
        self.hardest: HardestPoints | None = None
        self.bar = Tabs()
        prepare(self.bar, "plot.curve")
        self.bar.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.bar.setProperty("role", "figures")
        self.bar.setDrawBase(False)
        self.bar.setUsesScrollButtons(False)
        self.bar.setExpanding(False)
        for text, tip in TABS.values():
            self.bar.setTabToolTip(self.bar.addTab(text), tip)
        self.bar.currentChanged.connect(self._changed)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.loss)
        self._places: dict[QWidget, QWidget] = {self.loss: self.loss}
        head = QHBoxLayout()
        fit(head.setSpacing, sizes.SPACING)
        head.addWidget(self.bar)
        head.addWidget(self.loss.corner, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        fit(column.setSpacing, sizes.TIGHT)
        column.addLayout(head)
        column.addWidget(self._pages, 1)

    @property
    def tab(self) -> str:
        """The name of the tab that is open."""
        return list(TABS)[self.bar.currentIndex()]

    def open(self, name: str) -> None:
        """Open a tab by its name."""
        self.bar.setCurrentIndex(list(TABS).index(name))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot in the tab that is open."""
        self._snapshot = snapshot
        self._page().show_snapshot(snapshot)

    def _page(self) -> LossPlot | MetricsPanel | HardestPoints:
        """Return what the open tab shows, built when it is first opened."""
        if self.tab == "metrics":
            if self.metrics is None:
                from playground.widgets.output.metrics import MetricsPanel

                self.metrics = MetricsPanel()
                if self._theme is not None:
                    self.metrics.apply_theme(self._theme)
            return self.metrics
        if self.tab == "hardest":
            if self.hardest is None:
                from playground.widgets.output.hardest import HardestPoints

                self.hardest = HardestPoints()
                self.hardest.chosen.connect(self.chosen)
            return self.hardest
        return self.loss

    def _changed(self) -> None:
        name = self.tab
        page = self._page()
        if page not in self._places:  # a table of many classes scrolls on a small screen
            place = Scrolled(page, Qt.Orientation.Vertical) if name == "metrics" else page
            self._pages.addWidget(place)
            self._places[page] = place
        self.loss.corner.setVisible(page is self.loss)
        self._pages.setCurrentWidget(self._places[page])
        if page is self.loss:
            self.loss.show_curve(ACCURACY if name == "accuracy" else LOSS)
        self.asked.emit({"scores": name == "metrics", "hardest": COUNT if name == "hardest" else 0})
        if self._snapshot is not None:
            self.show_snapshot(self._snapshot)

    def show_classroom(self, classroom: Classroom) -> None:
        """Show the tabs that a class may see, and nothing where it may see none."""
        seen = [f"output.{name}" not in classroom.hidden for name in TABS]
        for k, shown in enumerate(seen):
            if self.bar.isTabVisible(k) != shown:  # asked for what it is, it forgets what else has changed
                self.bar.setTabVisible(k, shown)
        self.bar.updateGeometry()  # it does not ask for other room by itself
        if any(seen) and not seen[self.bar.currentIndex()]:
            self.bar.setCurrentIndex(seen.index(True))
        hide(self, not any(seen))

    def apply_theme(self, colours: Theme) -> None:
        """Draw everything in the theme's colours."""
        self._theme = colours
        self.loss.apply_theme(colours)
        if self.metrics is not None:
            self.metrics.apply_theme(colours)
