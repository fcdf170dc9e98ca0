"""Drawing own points: opens the tools over the output plot when they are asked for, and connects them.

They are made, and even imported, only when somebody wants to draw.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine import Experiment
from playground.classroom.catalogue import OWN_POINTS
from playground.classroom.choice import Classroom
from playground.observers.plane import is_line
from playground.observers.snapshot import Snapshot
from playground.session.notices import Notice, NoticeKind
from playground.session.session import Session
from playground.style import palette
from playground.style.palette import Theme
from playground.texts import data as texts
from playground.widgets.data.panel import DataPanel
from playground.widgets.output.boundary_plot import BoundaryPlot
from playground.widgets.plots.plot import Plot

if TYPE_CHECKING:
    from playground.widgets.data.brush import Brush
    from playground.widgets.data.tools import ToolStrip


class Drawing(QObject):
    """Connects the data panel and the brush on the output plot with the session.

    Parameters
    ----------
    window : QWidget
        Drawing ends when it closes.
    session : Session
    panel : DataPanel
    output : BoundaryPlot
        The tools go above the plot.
    """

    def __init__(self, window: QWidget, session: Session, panel: DataPanel, output: BoundaryPlot) -> None:
        super().__init__(window)
        self._window, self._session, self._panel, self._output = window, session, panel, output
        self._theme = palette.LIGHT
        self._own = session.experiment.data.own
        self._brush: Brush | None = None
        self._tools: ToolStrip | None = None
        panel.draw_toggled.connect(self.draw)
        panel.clear_requested.connect(self.clear)
        session.experiment_changed.connect(self._show_experiment)
        session.gate.changed.connect(self._show_classroom)
        session.snapshot_taken.connect(self._show_snapshot)
        window.installEventFilter(self)

    def toggle(self) -> None:
        """Draw, or stop drawing."""
        self.draw(not self._panel.draw.isChecked())

    def draw(self, on: bool) -> None:
        """Start or stop drawing on the output plot."""
        if on and not self._session.gate.allows(OWN_POINTS):
            self._panel.show_drawing(False)
            return
        self._panel.show_drawing(on)
        if not on and self._brush is None:
            return
        brush, tools = self._brush_and_tools()
        tools.setVisible(on)
        self._output.show_drawing(on)
        if on:
            data = self._session.experiment.data
            values = texts.LINE_HINT if is_line(data) else texts.VALUE_HINT
            hint = values() if data.problem == "regression" else texts.CLASS_HINT()
            self._session.notices.show(Notice("info", hint, kind=NoticeKind.DRAWING))
        else:
            self._session.notices.withdraw(NoticeKind.DRAWING)
        if not on and tools.isAncestorOf(self._window.focusWidget() or self._window):
            self._window.setFocus()
        brush.switch(on)

    def clear(self) -> None:
        """Remove all points, to draw on an empty plane."""
        if not self._session.gate.allows(OWN_POINTS):
            return
        spec = self._session.experiment.data
        if spec.own:
            self._session.edit_points(replace(spec, points=()), texts.CLEAR_POINTS())
        self.draw(True)
        self._brush_and_tools()[1].choose_tool("brush")

    def _brush_and_tools(self) -> "tuple[Brush, ToolStrip]":
        if self._brush is None or self._tools is None:
            from playground.widgets.data.brush import Brush
            from playground.widgets.data.tools import ToolStrip

            plot, column = self._output.findChild(Plot, "plot.boundary"), self._output.layout()
            assert isinstance(plot, Plot)
            assert isinstance(column, QVBoxLayout)
            self._tools = ToolStrip()
            column.insertWidget(1, self._tools)
            self._brush = Brush(plot, self._tools, self)
            self._tools.closed.connect(lambda: self.draw(False))
            self._brush.stopped.connect(lambda: self.draw(False))
            self._brush.refused.connect(lambda text: self._session.notices.show(Notice("warning", text)))
            self._brush.points_changed.connect(self._session.edit_points)
            self._show_experiment(self._session.experiment)
            if self._session.snapshot is not None:
                self._brush.show_snapshot(self._session.snapshot)
            self.apply_theme(self._theme)
        return self._brush, self._tools

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close and watched is self._window:
            self.draw(False)
        return super().eventFilter(watched, event)

    # -- what is shown -----------------------------------------------------------------------

    def _show_experiment(self, experiment: Experiment) -> None:
        was_own, self._own = self._own, experiment.data.own
        if self._brush is not None and self._tools is not None:
            self._brush.show_experiment(experiment)
            self._tools.show_data(experiment.data, self._theme)
        closed = self._session.gate.shown.closed(OWN_POINTS)
        if self._own and not was_own and not experiment.data.count and not closed:
            self.draw(True)  # an empty plane waits for somebody to draw on it

    def _show_classroom(self, classroom: Classroom) -> None:
        """Close the tools where a class may not have them."""
        if classroom.closed(OWN_POINTS):
            self.draw(False)

    def _show_snapshot(self, snapshot: Snapshot) -> None:
        if self._brush is not None:
            self._brush.show_snapshot(snapshot)

    def apply_theme(self, colours: Theme) -> None:
        """Draw the tools in the theme's colours."""
        self._theme = colours
        if self._brush is not None and self._tools is not None:
            self._brush.apply_theme(colours)
            self._tools.apply_theme(colours)
            self._tools.show_data(self._session.experiment.data, colours)
