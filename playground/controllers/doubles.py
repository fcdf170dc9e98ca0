"""Doubles of panels, for pictures of them: made once more, with what they show, and without their controls.

Each function makes one in steps that are short enough for the window, and yields how many milliseconds the
next one should wait. A double stands on a stage, which no screen shows and which has a theme of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from engine import FEATURES
from playground.classroom.choice import Classroom
from playground.observers.neuron_maps import AskNeuronMaps
from playground.observers.snapshot import Snapshot
from playground.session.session import Session
from playground.style import style_sheet
from playground.style.palette import Theme
from playground.style.scaling import px
from playground.style.sizes import MARGIN
from playground.widgets.controls.visibility import hide
from playground.widgets.network.panel import MOST_SOURCES, NetworkPanel
from playground.widgets.output.boundary_plot import BoundaryPlot
from playground.widgets.output.loss_plot import ACCURACY, LOSS, LossPlot
from playground.widgets.output.options import OPTIONS
from playground.widgets.output.tabs import OutputTabs
from playground.widgets.plots.plot import Plot

# what only a person at the window needs, or has nothing to say of the network; inputs in use stay
LEFT_OUT = frozenset(
    {"network.layers", "features.formula", *(f"features.{one}" for one in FEATURES)}
    | {f"plot.{one}" for one in OPTIONS}
)
AT_ONCE, WAIT = 0, 10  # milliseconds until the next step
MOST_WAITS = 200  # for neuron maps; then those there are must do


class Pictured(Protocol):
    """The parts of a window that pictures are taken of."""

    session: Session
    network: NetworkPanel
    boundary: BoundaryPlot
    output: OutputTabs
    loss: LossPlot

    @property
    def workspace(self) -> QWidget: ...


class Stage(QWidget):
    """Where a double stands: as large as the picture, or as the double needs, and then drawn smaller.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setUpdatesEnabled(False)  # it is painted when it is drawn, and only then
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*[px(MARGIN)] * 4)

    def put(self, double: QWidget) -> None:
        """Put a double on the stage."""
        self._column.addWidget(double)
        double.apply_theme(self._theme)  # type: ignore[attr-defined]
        for plot in double.findChildren(Plot):
            plot.keep_no_pictures()

    def show_at(self, size: QSize) -> None:
        """Have a size of the same shape as this one, and no smaller than the double needs."""
        for one in self.findChildren(QWidget):
            if isinstance(one, QPushButton) or one.property("role") == "heading":
                hide(one, True)
        least = self._column.totalMinimumSize()
        times = max(1.0, least.width() / size.width(), least.height() / size.height())
        self.resize(QSize(round(size.width() * times), round(size.height() * times)))
        self.show()
        self.lay_out()

    def lay_out(self) -> None:
        """Place everything now, and not in the next turn of the event loop."""
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    def centre(self, width: int) -> None:
        """Have a double in the middle that is no wider."""
        (double,) = (one for one in self.children() if isinstance(one, QWidget))
        double.setFixedWidth(width)
        self._column.setAlignment(double, Qt.AlignmentFlag.AlignHCenter)
        self.lay_out()

    def dress(self) -> None:
        """Give everything on the stage its theme, once all of it is made."""
        style_sheet.dress(self, self._theme)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, self._theme.panel)
        self.setPalette(palette)
        self.lay_out()


def first_snapshot(window: Pictured) -> Iterator[int]:
    """Wait until there is something to show."""
    while window.session.snapshot is None:
        yield WAIT


def output(window: Pictured, stage: Stage, size: QSize) -> Iterator[int]:
    """Have the output plot on the stage."""
    real, double = window.boundary, BoundaryPlot()
    yield AT_ONCE
    for name, switch in real.options.switches.items():
        double.options.switches[name].setChecked(switch.isChecked())
    double.show_classroom(_for_a_picture(window.session))
    stage.put(double)
    yield AT_ONCE
    double.show_snapshot(_snapshot(window))
    stage.show_at(size)
    yield AT_ONCE
    stage.centre(double.used_width)
    yield AT_ONCE
    if real.zoomed:
        left, right, bottom, top = real.viewport.area
        double.plot.view_box.setRange(xRange=(left, right), yRange=(bottom, top), padding=0)
        yield AT_ONCE


def network(window: Pictured, stage: Stage, size: QSize) -> Iterator[int]:
    """Have the drawing of the network on the stage."""
    real, double = window.network, NetworkPanel()
    double.setObjectName("")  # which has a frame
    yield AT_ONCE
    double.show_experiment(window.session.experiment)
    yield AT_ONCE
    double.show_classroom(_for_a_picture(window.session))
    double.drawing.pinned = real.drawing.pinned
    stage.put(double)
    double.have_room()
    yield AT_ONCE
    double.show_snapshot(_snapshot(window))
    stage.show_at(size)
    yield AT_ONCE
    yield from _see_maps(window, double)
    double.show_snapshot(_snapshot(window))
    yield AT_ONCE


def curves(window: Pictured, stage: Stage, size: QSize) -> Iterator[int]:
    """Have the plot of the losses on the stage, or that of the accuracies if that is open."""
    double = LossPlot()
    yield AT_ONCE
    double.log.setChecked(window.loss.log.isChecked())
    stage.put(double)
    stage.show_at(size)
    yield AT_ONCE
    assert double.corner is not None
    double.show_curve(ACCURACY if window.output.tab == ACCURACY else LOSS)
    double.corner.hide()
    double.show_snapshot(_snapshot(window))
    yield AT_ONCE


DOUBLES: dict[str, Callable[[Pictured, Stage, QSize], Iterator[int]]] = {
    "output": output,
    "network": network,
    "curves": curves,
}


def _snapshot(window: Pictured) -> Snapshot:
    snapshot = window.session.snapshot
    assert snapshot is not None
    return snapshot


def _for_a_picture(session: Session) -> Classroom:
    """Return the choice for a class, with what a picture leaves out."""
    chosen = session.gate.shown
    return replace(chosen, hidden=chosen.hidden | LEFT_OUT)


def _see_maps(window: Pictured, double: NetworkPanel) -> Iterator[int]:
    """Wait until the neurons are computed that the double shows and the window does not."""
    session, seen = window.session, _maps_of(window.network)
    wanted = _both(seen, _maps_of(double))
    if wanted == seen:
        return
    session.look_at(double, (wanted,))
    try:
        for _ in range(MOST_WAITS):
            yield WAIT
            if session.settled:
                break
    finally:
        session.look_at(double, ())


def _maps_of(panel: NetworkPanel) -> AskNeuronMaps:
    """Return what a panel shows of the neurons."""
    sight, size = panel.drawing.visible_maps
    inputs = len(panel.drawing.subject.experiment.network.features)
    return AskNeuronMaps(sight, size, (0, min(inputs, MOST_SOURCES)))


def _both(one: AskNeuronMaps, other: AskNeuronMaps) -> AskNeuronMaps:
    """Return what two panels show together."""
    if len(one.sight) != len(other.sight):
        return other
    sight = []
    for (first, n), (second, m) in zip(one.sight, other.sight, strict=True):
        begin = min(first, second) if n and m else first if n else second
        sight.append((begin, max(first + n, second + m) - begin))
    return AskNeuronMaps(tuple(sight), max(one.size, other.size), other.sources)
