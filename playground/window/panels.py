"""Every panel of the window, declared once: what makes it, its place, and its keys.

The order is that of reading: of the focus, of the keys that walk from panel to panel, and of the sheet of
keys. What is imported here is loaded at the start; key maps of what is made later are in modules of their
own.
"""

from collections.abc import Callable
from enum import Enum, auto

from PySide6.QtWidgets import QWidget

from engine.base.values import dataclass
from playground.widgets.classroom.keymaps import CLASS
from playground.widgets.controls.keys import KeyMap
from playground.widgets.data.keymaps import DRAWING, TABLE
from playground.widgets.data.panel import DataPanel
from playground.widgets.mathematics.keymaps import LEDGER
from playground.widgets.network.keymaps import NETWORK
from playground.widgets.network.panel import NetworkPanel
from playground.widgets.output.boundary_plot import BoundaryPlot
from playground.widgets.output.keymaps import CURVES, HARDEST, PLOT
from playground.widgets.output.loss_plot import LossPlot
from playground.widgets.output.page import Page
from playground.widgets.runs.keymaps import RUN_TABLE
from playground.widgets.runs.lane_keymaps import TOGETHER
from playground.widgets.training.panel import TrainingPanel
from playground.widgets.transport.notice_bar import NoticeBar
from playground.widgets.transport.panel import Transport
from playground.widgets.transport.views import MATHS, RUNS


class Region(Enum):
    """Where a panel is; tabs are below the panels on the right."""

    TOP = auto()
    LEFT = auto()
    MIDDLE = auto()
    BESIDE = auto()  # beside the network or in place of it, made when its view is first shown
    RIGHT = auto()
    TAB = auto()
    BELOW = auto()  # in place of the training settings, made when its view is first shown
    BOTTOM = auto()
    OVER = auto()  # over the window, made by its controller when needed


@dataclass(frozen=True)
class Panel:
    """A panel, or a tab.

    Parameters
    ----------
    name : str
        For a tab, the name of its words too; `output.name` is its control in the catalogue for a class.
    place : Region
    make : callable, optional
        Makes the widget; a tab's page is made when it is first opened, and shared by the tabs that name the
        same callable.
    keys : KeyMap, optional
        The keys that work while it has the focus.
    start : str
        The control in it that gets the focus when keys walk from panel to panel; by default its first.
    view : str
        The view in which alone it is there; by default it is in all that have its place.
    """

    name: str
    place: Region
    make: Callable[[], QWidget] | None = None
    keys: KeyMap | None = None
    start: str = ""
    view: str = ""


def _metrics() -> Page:
    from playground.widgets.output.metrics import MetricsPanel

    return MetricsPanel()


def _hardest() -> Page:
    from playground.widgets.output.hardest import HardestPoints

    return HardestPoints()


def _step() -> Page:
    from playground.widgets.output.step import StepFigures

    return StepFigures()


def _mathematics() -> QWidget:
    from playground.widgets.mathematics.panel import MathsPanel

    return MathsPanel()


def _player() -> QWidget:
    from playground.widgets.mathematics.player import Player

    return Player()


def _runs() -> QWidget:
    from playground.widgets.runs.panel import RunsPanel

    return RunsPanel()


def _run_details() -> QWidget:
    from playground.widgets.runs.details import RunDetails

    return RunDetails()


def _health() -> Page:
    from playground.widgets.output.health import HealthPanel

    return HealthPanel()


PANELS = (
    Panel("transport", Region.TOP, Transport, start="transport.play"),
    Panel("data", Region.LEFT, DataPanel, start="data.dataset"),
    Panel("network", Region.MIDDLE, NetworkPanel, NETWORK, "network.view"),
    Panel("mathematics", Region.BESIDE, _mathematics, LEDGER, "maths.ledger", view=MATHS),
    Panel("runs", Region.BESIDE, _runs, RUN_TABLE, "runs.table", view=RUNS),
    Panel("boundary", Region.RIGHT, BoundaryPlot, PLOT, "plot.boundary"),
    Panel("loss", Region.TAB, LossPlot, CURVES),
    Panel("accuracy", Region.TAB, LossPlot),
    Panel("metrics", Region.TAB, _metrics),
    Panel("hardest", Region.TAB, _hardest, HARDEST),
    Panel("health", Region.TAB, _health),
    Panel("step", Region.TAB, _step, view=MATHS),
    Panel("player", Region.BELOW, _player, start="maths.forward", view=MATHS),
    Panel("run_details", Region.BELOW, _run_details, view=RUNS),
    Panel("training", Region.BOTTOM, TrainingPanel, start="training.learning_rate_slider"),
    Panel("notices", Region.BOTTOM, NoticeBar),
    Panel("drawing", Region.OVER, keys=DRAWING),
    Panel("table", Region.OVER, keys=TABLE),
    Panel("class", Region.OVER, keys=CLASS),
    Panel("together", Region.OVER, keys=TOGETHER),
)
