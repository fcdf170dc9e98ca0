"""How often a plot draws: once for each change, and only what has changed."""

import numpy as np
import pytest
from hands import at_last, until
from PySide6.QtCore import QEvent, QObject, Signal

from playground.style.palette import LIGHT
from playground.widgets.plots.axis import Axis
from playground.widgets.plots.bold_lines import MEDIUM, Lines
from playground.widgets.plots.plot import Plot
from playground.widgets.runs.lane_marks import LaneMarks


class Paints(QObject):
    """Tells of every paint of a widget."""

    painted = Signal()

    def __init__(self, widget):
        super().__init__(widget)
        widget.installEventFilter(self)

    def eventFilter(self, _widget, event):
        if event.type() == QEvent.Type.Paint:
            self.painted.emit()
        return False


@pytest.fixture
def plot(show):
    one = show(Plot("plot.loss", "x", "y", 60))
    one.apply_theme(LIGHT)
    one.parentWidget().resize(400, 300)
    lines = Lines(MEDIUM)
    lines.show_lines([(np.array([0.0, 10.0]), np.array([2.0, 7.0]))])
    one.add(lines)
    one.add(LaneMarks())
    one.view_box.setRange(xRange=(0, 10), yRange=(0, 10), padding=0)
    return one


def test_a_change_of_the_range_is_painted_once(plot):
    paints = []
    Paints(plot.viewport()).painted.connect(lambda: paints.append(1))
    for k in range(1, 4):
        before = at_last(lambda: len(paints))
        plot.view_box.setRange(xRange=(0, 10 + k), yRange=(0, 10 + 2 * k), padding=0)
        until(lambda before=before: len(paints) > before)
        assert at_last(lambda: len(paints)) == before + 1


def test_an_axis_is_drawn_again_only_where_its_own_numbers_change(plot, monkeypatch):
    drawn, draw = [], Axis.generateDrawSpecs

    def noted(axis, painter):
        drawn.append(axis.orientation)
        return draw(axis, painter)

    ticks = [[(0.0, "0"), (5.0, "5")]]
    monkeypatch.setattr(Axis, "generateDrawSpecs", noted)
    plot.axes["left"].setTicks(ticks)
    at_last(lambda: len(drawn))
    drawn.clear()
    plot.axes["left"].setTicks([list(ticks[0])])
    plot.view_box.setRange(xRange=(0, 20), yRange=(0, 10), padding=0)
    until(lambda: drawn)
    at_last(lambda: len(drawn))
    assert drawn == ["bottom"]
    plot.axes["left"].setTicks(None)
    until(lambda: len(drawn) > 1)
    at_last(lambda: len(drawn))
    assert drawn == ["bottom", "left"]
