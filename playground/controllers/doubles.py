"""Doubles of panels, for pictures of them: made once more, with what they show, and without their controls.

Each function makes one in steps that are short enough for the window, and yields how many milliseconds the
next one should wait. A double stands on a `Stage`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSplitter, QWidget

from engine import FEATURES
from playground.classroom.catalogue import VIEW
from playground.classroom.choice import Classroom
from playground.controllers.class_view import Collapses, named_controls
from playground.controllers.panels import ShowsExperiments
from playground.controllers.stage import AT_ONCE, Stage
from playground.controllers.turns import ShowsSnapshots
from playground.observers.neuron_maps import AskNeuronMaps
from playground.observers.snapshot import Snapshot
from playground.session.session import Session
from playground.widgets.controls.visibility import hide
from playground.widgets.data.gallery import Gallery
from playground.widgets.data.panel import DataPanel
from playground.widgets.network.panel import MOST_SOURCES, NetworkPanel
from playground.widgets.output.boundary_plot import BoundaryPlot
from playground.widgets.output.health import HealthPanel
from playground.widgets.output.loss_plot import ACCURACY, LOSS, LossPlot
from playground.widgets.output.options import OPTIONS
from playground.widgets.output.tabs import OutputTabs
from playground.widgets.transport.notice_bar import NoticeBar
from playground.widgets.transport.panel import Transport
from playground.widgets.transport.views import BUILD, MATHS, RUNS

if TYPE_CHECKING:
    from playground.controllers.mathematics import Mathematics

# what only a person at the window needs, or has nothing to say of the network; inputs in use stay
LEFT_OUT = frozenset(
    {"network.layers", "network.lines", "features.formula", *(f"features.{one}" for one in FEATURES)}
    | {f"plot.{one}" for one in OPTIONS}
)
WAIT = 10  # milliseconds until the next step
MOST_WAITS = 200  # for neuron maps; then those there are must do


class Doubled(Protocol):
    """What has all panels in it, and can be made once more."""

    @property
    def panels(self) -> list[QWidget]: ...

    view: str

    def double(self, parent: QWidget) -> Generator[int, None, Doubled]: ...
    def show_view(self, view: str) -> Sequence[QWidget]: ...


class ShowsInDoubles(Protocol):
    """What shows several runs in further panels."""

    def show_in(self, panels: Sequence[QWidget]) -> None: ...


class Pictured(Protocol):
    """The parts of a window that pictures are taken of."""

    session: Session
    data: DataPanel
    transport: Transport
    notices: NoticeBar
    network: NetworkPanel
    boundary: BoundaryPlot
    output: OutputTabs
    loss: LossPlot

    @property
    def workspace(self) -> Doubled: ...
    @property
    def mathematics(self) -> Mathematics: ...
    @property
    def compare(self) -> ShowsInDoubles: ...
    @property
    def runs(self) -> ShowsInDoubles: ...


def first_snapshot(window: Pictured) -> Iterator[int]:
    """Wait until there is something to show."""
    while window.session.snapshot is None:
        yield WAIT


# -- parts of the window -------------------------------------------------------------------------


def output(window: Pictured, stage: Stage, size: QSize) -> Iterator[int]:
    """Have the output plot on the stage."""
    double = BoundaryPlot()
    yield AT_ONCE
    _show_options(window, double)
    double.show_classroom(_for_a_picture(window.session))
    stage.put_part(double)
    yield AT_ONCE
    double.show_snapshot(_snapshot(window))
    stage.show_at(size)
    yield AT_ONCE
    stage.centre(double.used_width)
    yield AT_ONCE
    _show_viewport(window, double)
    yield AT_ONCE


def network(window: Pictured, stage: Stage, size: QSize) -> Iterator[int]:
    """Have the drawing of the network on the stage."""
    double = NetworkPanel()
    double.setObjectName("")  # which has a frame
    yield AT_ONCE
    double.show_experiment(window.session.experiment)
    yield AT_ONCE
    double.show_classroom(_for_a_picture(window.session))
    stage.put_part(double)
    double.have_room()
    yield AT_ONCE
    double.show_snapshot(_snapshot(window))
    double.show_as(window.network)
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
    stage.put_part(double)
    stage.show_at(size)
    yield AT_ONCE
    double.show_curve(ACCURACY if window.output.tab == ACCURACY else LOSS)
    double.log.hide()
    stage.lay_out()
    double.show_snapshot(_snapshot(window))
    yield AT_ONCE


# -- all of it -----------------------------------------------------------------------------------


def whole(window: Pictured, stage: Stage, size: QSize) -> Iterator[int]:
    """Have all panels on the stage, as they are in the window."""
    session, real = window.session, window.workspace
    double = yield from real.double(stage)
    get: dict[type, Any] = {type(one): one for one in double.panels}
    assert isinstance(double, QWidget)
    for one in double.panels:
        if isinstance(one, ShowsExperiments):
            one.show_experiment(session.experiment)
            yield AT_ONCE
    if real.view != BUILD:
        double.show_view(real.view)
        yield AT_ONCE
        get[Transport].views.show_view(real.view)
        if real.view == MATHS:
            get[NetworkPanel].show_mathematics(True)
            window.mathematics.show_in(double.panels)
        elif real.view == RUNS:
            window.runs.show_in(double.panels)
            window.compare.show_in(double.panels)
        yield AT_ONCE
    _show_state(window, get)
    yield AT_ONCE
    _show_class(session.gate.shown, [*double.panels, double])
    stage.put(double)
    yield from stage.show_theme(double.panels)
    for gallery in double.findChildren(Gallery):
        gallery.draw_now()
        yield AT_ONCE
    stage.show_at(size)
    yield AT_ONCE
    assert isinstance(real, QWidget)
    for one, other in zip(double.findChildren(QSplitter), real.findChildren(QSplitter), strict=False):
        one.setSizes(other.sizes())
    stage.lay_out()
    yield AT_ONCE
    yield from _see_maps(window, get[NetworkPanel])
    for one in double.panels:
        if isinstance(one, ShowsSnapshots):
            one.show_snapshot(_snapshot(window))
            yield AT_ONCE
    get[BoundaryPlot].marks.show_ringed(window.boundary.marks.ringed)
    _show_viewport(window, get[BoundaryPlot])
    yield AT_ONCE


def _show_state(window: Pictured, get: Mapping[type, Any]) -> None:
    """Show in the doubles what their panels show beside the experiment and the snapshot."""
    session = window.session
    transport, notices, tabs = get[Transport], get[NoticeBar], get[OutputTabs]
    transport.show_step(window.transport.step_of)
    transport.show_speed(session.speed)
    transport.show_playing(session.playing)
    notices.say(window.notices.property("level") or "info", window.notices.text.text(), "")
    get[DataPanel].show_lesson(session.gate.shown.lesson)
    get[NetworkPanel].show_as(window.network)
    tabs.open(window.output.tab)
    health, double = window.output.get(HealthPanel), tabs.get(HealthPanel)
    if health is not None and double is not None:
        double.show_as(health)
    tabs.get(LossPlot).log.setChecked(window.loss.log.isChecked())
    _show_options(window, get[BoundaryPlot])


def _show_class(classroom: Classroom, panels: Sequence[QWidget]) -> None:
    """Hide what a class does not see."""
    for name, widget in named_controls(panels[-1]):
        around = widget.parent()
        if name in classroom.hidden and (around is None or around.objectName() != VIEW):
            hide(widget, True)
    for one in panels:
        if classroom and isinstance(one, Collapses):
            one.show_classroom(classroom)


DOUBLES: dict[str, Callable[[Pictured, Stage, QSize], Iterator[int]]] = {
    "window": whole,
    "output": output,
    "network": network,
    "curves": curves,
}


# -- what they show ------------------------------------------------------------------------------


def _show_options(window: Pictured, double: BoundaryPlot) -> None:
    for name, switch in window.boundary.options.switches.items():
        double.options.switches[name].setChecked(switch.isChecked())


def _show_viewport(window: Pictured, double: BoundaryPlot) -> None:
    if window.boundary.zoomed:
        left, right, bottom, top = window.boundary.viewport.area
        double.plot.view_box.setRange(xRange=(left, right), yRange=(bottom, top), padding=0)


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
