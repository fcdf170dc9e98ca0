"""What a command of the menus is, and the parts of a window that it acts on."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from engine.base.values import dataclass
from playground.classroom.choice import Classroom
from playground.controllers.classroom import ClassMode
from playground.controllers.documents import Documents
from playground.controllers.drawing import Drawing
from playground.controllers.keeping import KeptRuns
from playground.controllers.open_file import DocumentFile
from playground.controllers.own_points import OwnPoints
from playground.controllers.time import Time
from playground.session.session import Session
from playground.widgets.network.panel import NetworkPanel
from playground.widgets.output.boundary_plot import BoundaryPlot
from playground.widgets.output.loss_plot import LossPlot
from playground.widgets.output.tabs import OutputTabs
from playground.widgets.training.panel import TrainingPanel
from playground.widgets.transport.panel import Transport
from playground.window.appearance import Appearance
from playground.window.full_screen import FullScreen
from playground.window.guide import Guide
from playground.window.views import Views
from playground.window.workspace import Workspace

if TYPE_CHECKING:
    from playground.controllers.export_data import ExportData
    from playground.controllers.export_pictures import ExportPictures
    from playground.controllers.film import Films
    from playground.controllers.given_weights import GivenWeights
    from playground.controllers.mathematics import Mathematics
    from playground.controllers.reports import Reports
    from playground.controllers.worksheets import Worksheets


class Parts(Protocol):
    """The parts of a window that commands act on."""

    session: Session
    file: DocumentFile
    documents: Documents
    drawing: Drawing
    own: OwnPoints
    class_mode: ClassMode
    kept_runs: KeptRuns
    transport: Transport
    network: NetworkPanel
    training: TrainingPanel
    boundary: BoundaryPlot
    output: OutputTabs
    loss: LossPlot
    appearance: Appearance
    full_screen: FullScreen
    guide: Guide
    workspace: Workspace
    views: Views
    time: Time

    @property
    def mathematics(self) -> "Mathematics": ...
    @property
    def export_data(self) -> "ExportData": ...
    @property
    def pictures(self) -> "ExportPictures": ...
    @property
    def films(self) -> "Films": ...
    @property
    def reports(self) -> "Reports": ...
    @property
    def given_weights(self) -> "GivenWeights": ...
    @property
    def worksheets(self) -> "Worksheets": ...

    def close(self) -> bool: ...


@dataclass(frozen=True)
class Command:
    """One command of a menu.

    Parameters
    ----------
    name : str
        Its name in the code.
    menu : str
        A name in `texts.commands.MENUS`; "view.plot" is a submenu of "view".
    text : callable, such as a Text
    act : callable
        What it does with the parts of a window.
    keys : str or StandardKey, optional
    control : str
        The control of the class mode's catalogue that it operates: the command is hidden or locked with it.
    leads_to : tuple of str
        The controls that it leads to: it is hidden if all of them are.
    is_on : callable, optional
        Whether it is on, and so has a tick.
    text_on : callable, optional
        Its text while it is on, instead of a tick.
    is_offered : callable, optional
        Whether there is anything for it to do; if not, it is hidden.
    exclusive : bool
        Whether it is one of a group of its menu in which exactly one is on.
    separator : bool
        Whether a separator comes before it.
    second_menu : str
        Another menu that shows it as well.
    """

    name: str
    menu: str
    text: Callable[[], str]
    act: Callable[[Parts], object]
    keys: str | QKeySequence.StandardKey | None = None
    control: str = ""
    leads_to: tuple[str, ...] = ()
    is_on: Callable[[Parts], bool] | None = None
    text_on: Callable[[], str] | None = None
    is_offered: Callable[[Parts], bool] | None = None
    exclusive: bool = False
    separator: bool = False
    second_menu: str = ""

    def hidden(self, classroom: Classroom) -> bool:
        """Whether a class does not see it."""
        return self.control in classroom.hidden or (
            bool(self.leads_to) and classroom.hidden.issuperset(self.leads_to)
        )


class DynamicMenu(NamedTuple):
    """A menu, or a part of one, that fills itself."""

    menu: str
    fill: Callable[[Parts, QMenu], object]
