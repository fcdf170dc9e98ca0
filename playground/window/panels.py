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
from playground.widgets.training.panel import TrainingPanel
from playground.widgets.transport.notice_bar import NoticeBar
from playground.widgets.transport.panel import Transport


class Place(Enum):
    """Where a panel is; tabs are below the panels on the right."""

    TOP = auto()
    LEFT = auto()
    MIDDLE = auto()
    MATHS = auto()  # beside the network, made when the Maths view is first shown
    RIGHT = auto()
    TAB = auto()
    PLAYER = auto()  # below, in the Maths view
    BOTTOM = auto()
    OVER = auto()  # over the window, made by its controller when needed


@dataclass(frozen=True)
class Panel:
    """A panel, or a tab.

    Parameters
    ----------
    name : str
        For a tab, the name of its words too; `output.name` is its control in the catalogue for a class.
    place : Place
    make : callable, optional
        Makes the widget; a tab's page is made when it is first opened, and shared by the tabs that name the
        same callable.
    keys : KeyMap, optional
        The keys that work while it has the focus.
    start : str
        The control in it that gets the focus when keys walk from panel to panel; by default its first.
    in_maths : bool
        Whether a tab is there in the Maths view alone.
    """

    name: str
    place: Place
    make: Callable[[], QWidget] | None = None
    keys: KeyMap | None = None
    start: str = ""
    in_maths: bool = False


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


def _health() -> Page:
    from playground.widgets.output.health import HealthPanel

    return HealthPanel()


PANELS = (
    Panel("transport", Place.TOP, Transport, start="transport.play"),
    Panel("data", Place.LEFT, DataPanel, start="data.dataset"),
    Panel("network", Place.MIDDLE, NetworkPanel, NETWORK, "network.view"),
    Panel("mathematics", Place.MATHS, _mathematics, LEDGER, "maths.ledger"),
    Panel("boundary", Place.RIGHT, BoundaryPlot, PLOT, "plot.boundary"),
    Panel("loss", Place.TAB, LossPlot, CURVES),
    Panel("accuracy", Place.TAB, LossPlot),
    Panel("metrics", Place.TAB, _metrics),
    Panel("hardest", Place.TAB, _hardest, HARDEST),
    Panel("health", Place.TAB, _health),
    Panel("step", Place.TAB, _step, in_maths=True),
    Panel("player", Place.PLAYER, _player, start="maths.forward"),
    Panel("training", Place.BOTTOM, TrainingPanel, start="training.learning_rate_slider"),
    Panel("notices", Place.BOTTOM, NoticeBar),
    Panel("drawing", Place.OVER, keys=DRAWING),
    Panel("table", Place.OVER, keys=TABLE),
    Panel("class", Place.OVER, keys=CLASS),
)
