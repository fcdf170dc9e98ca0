"""The row of the output plot and its colour bar."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.widgets.output.colour_bar import ColourBar
from playground.widgets.output.viewport import WIDEST
from playground.widgets.plots.plot import Plot


class SquareRow(QWidget):
    """The plot with the bar beside it, no higher than a square is in this width: the axis stays below it."""

    def __init__(self, plot: Plot, bar: ColourBar) -> None:
        super().__init__()
        self._plot, self._bar = plot, bar
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(plot, 1)
        row.addWidget(bar)
        row.addStretch()

    def limit(self, width: int, square: bool) -> int:
        """Limit its height for a width, and return it; a plot that is not square fills its room."""
        most = width - self._bar.width() - self._plot.extra_width(named=True)
        most = max(most, self._plot.minimumSizeHint().height()) if square else WIDEST
        self.setMaximumHeight(most)
        return most
