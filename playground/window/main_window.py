"""The main window: makes panels, controllers, commands and menus. It decides nothing."""

from collections.abc import Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QLocale, QObject, QSettings, QSize, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QWidget

from playground.controllers import remembered
from playground.controllers.classroom import ClassMode
from playground.controllers.diagnosis import Diagnosing
from playground.controllers.divergence import Divergence
from playground.controllers.documents import Documents
from playground.controllers.drawing import Drawing
from playground.controllers.dropped import Dropped
from playground.controllers.first_start import FirstStart
from playground.controllers.keeping import KeptRuns
from playground.controllers.lessons import Lessons
from playground.controllers.network import connect_network
from playground.controllers.notices import Notices
from playground.controllers.open_file import DocumentFile
from playground.controllers.output import connect_output
from playground.controllers.own_points import OwnPoints
from playground.controllers.pace import Pace
from playground.controllers.panels import Panels
from playground.controllers.time import Time
from playground.controllers.title import Title
from playground.controllers.transport import connect_transport
from playground.controllers.view_memory import ViewMemory
from playground.mathematics.place import Place
from playground.session.session import Session
from playground.style import icons
from playground.texts.numbers import use_format
from playground.widgets.controls.scrolled import SMALLEST_SCREEN, Whole
from playground.widgets.data.panel import DataPanel
from playground.widgets.network.panel import NetworkPanel
from playground.widgets.output.boundary_plot import BoundaryPlot
from playground.widgets.output.loss_plot import LossPlot
from playground.widgets.output.page import Page
from playground.widgets.output.tabs import OutputTabs
from playground.widgets.training.panel import TrainingPanel
from playground.widgets.transport.notice_bar import NoticeBar
from playground.widgets.transport.panel import Transport
from playground.widgets.transport.views import MATHS, RUNS
from playground.window.appearance import Appearance, format_of
from playground.window.commands import TIMES
from playground.window.full_screen import FullScreen
from playground.window.guide import Guide
from playground.window.menus import Menus
from playground.window.views import Views
from playground.window.workspace import Workspace

if TYPE_CHECKING:
    from playground.controllers.compare import Compare
    from playground.controllers.export_data import ExportData
    from playground.controllers.export_files import ExportFiles
    from playground.controllers.export_pictures import ExportPictures
    from playground.controllers.film import Films
    from playground.controllers.given_weights import GivenWeights
    from playground.controllers.mathematics import Mathematics
    from playground.controllers.reports import Reports
    from playground.controllers.runs import Runs
    from playground.controllers.worksheets import Worksheets

FIRST_SIZE = QSize(1280, 800)
FRAME = QSize(16, 40)  # as large as a desktop may draw one around a window


class MainWindow(QMainWindow):
    """All panels under a menu bar; its parts are what the commands act on."""

    def __init__(self, session: Session, settings: QSettings) -> None:
        super().__init__()
        use_format(format_of(QLocale()))
        self.session, self._settings = session, settings
        self.setWindowIcon(icons.app_icon())
        self.workspace = Workspace()
        self.setCentralWidget(Whole(self.workspace))
        self.setFocus()  # on no control: Space means Play from the first moment
        self._name_panels()
        self._make_controllers()
        self.kept_runs = KeptRuns(self, session, settings)
        self.appearance, self.full_screen = Appearance(self, settings), FullScreen(self, session)
        self.guide = Guide(self, session, self.kept_runs.where)
        self.notices.details_requested.connect(self.guide.show_errors)
        self.menus = Menus(self.menuBar(), self)
        self.loss.time_bar.menu_asked.connect(partial(self.menus.popup, TIMES))
        self._show_theme()
        self._restore_geometry()
        self.views.restore()
        self._memory.restore()

    def _name_panels(self) -> None:
        """Give the panels that commands and controllers act on their names."""
        get = self.workspace.get
        self.transport, self.data, self.network = get(Transport), get(DataPanel), get(NetworkPanel)
        self.boundary, self.output, self.training = get(BoundaryPlot), get(OutputTabs), get(TrainingPanel)
        self.notices = get(NoticeBar)
        loss = self.output.get(LossPlot)
        assert loss is not None  # the first tab
        self.loss = loss

    def _make_controllers(self) -> None:
        session, settings, panels = self.session, self._settings, self.workspace.panels
        self.drawing = Drawing(self, session, self.data, self.boundary)
        self.own = OwnPoints(self, session, self.data)
        self.file = DocumentFile(self, session, settings)
        self.documents = Documents(self, self.file, session, settings)
        Dropped(self, session, self.documents, self.own)
        self._panels = Panels(self, session)
        self._panels.add(panels)
        self.output.made.connect(self._add_page)
        connect_transport(session, self.transport, settings)
        connect_network(session, self.network, settings)
        connect_output(session, self.boundary, self.output, self.network)
        self.time = Time(self, session, settings, self.loss, self.transport)
        Notices(self, session, self.notices)
        Title(self, session, self.file)
        self.pace = Pace(session, settings)
        self.first_start = FirstStart(self.workspace, self.network, session, self.documents, settings)
        self.divergence = Divergence(session, self.transport, self.network)
        self.diagnosis = Diagnosing(session, self.transport, self.network, self.notices)
        self._memory = ViewMemory(self, session, settings, self.boundary, self.output)
        Lessons(self, session, self.documents, self.data)
        self.class_mode = ClassMode(self, session, [*panels, self.workspace])
        self.views = Views(session, settings, self.workspace, self.transport, self._add_panels)
        self.views.changed.connect(self._show_step_in_network)
        self.views.changed.connect(lambda _: self.first_start.leave())
        self.network.cards.curve_asked.connect(self._show_curve)

    # -- made when it is first asked for, so that no first frame waits for it

    @cached_property
    def export_files(self) -> "ExportFiles":
        """Where exported files go."""
        from playground.controllers.export_files import ExportFiles

        return ExportFiles(self, self.session, self._settings, self.file)

    @cached_property
    def export_data(self) -> "ExportData":
        """Curves and weights."""
        from playground.controllers.export_data import ExportData

        return ExportData(self.session, self.export_files)

    @cached_property
    def pictures(self) -> "ExportPictures":
        """Pictures of the window and of its parts."""
        from playground.controllers.export_pictures import ExportPictures

        return ExportPictures(self, self.session, self._settings, self.export_files)

    @cached_property
    def films(self) -> "Films":
        """Films of the run."""
        from playground.controllers.film import Films

        return Films(self, self.session, self._settings, self.export_files)

    @cached_property
    def reports(self) -> "Reports":
        """The report, saved or printed."""
        from playground.controllers.reports import Reports

        return Reports(self, self.session, self.export_files, self.file)

    @cached_property
    def worksheets(self) -> "Worksheets":
        """Steps to calculate by hand."""
        from playground.controllers.worksheets import Worksheets

        return Worksheets(self, self.session, self.export_files, self.mathematics)

    @cached_property
    def given_weights(self) -> "GivenWeights":
        """The table of starting weights."""
        from playground.controllers.given_weights import GivenWeights

        return GivenWeights(self, self.session)

    # -- the mathematics: made when its view is first shown

    @cached_property
    def mathematics(self) -> "Mathematics":
        """The sample that is explained, and its step."""
        from playground.controllers.mathematics import Mathematics

        mathematics = Mathematics(self, self.session, self._settings)
        self._panels.add([mathematics])
        return mathematics

    # -- the runs: made when their view is first shown

    @cached_property
    def runs(self) -> "Runs":
        """The runs that are kept, in a table."""
        from playground.controllers.pinned_runs import PinnedRuns
        from playground.controllers.run_files import RunFiles
        from playground.controllers.runs import Runs

        files = RunFiles(self, self.session, self.export_files)
        return Runs(self, self.session, self.kept_runs, files, PinnedRuns(self.session, self.loss))

    @cached_property
    def compare(self) -> "Compare":
        """Two runs side by side, and races."""
        from playground.controllers.compare import Compare
        from playground.widgets.runs.panel import RunsPanel

        return Compare(self.session, self.workspace.get(RunsPanel))

    def _add_page(self, page: Page) -> None:
        """Show the step in a tab that was just made, if it shows steps; or lead through time there."""
        if hasattr(page, "show_step"):
            self.mathematics.add(page)
        if hasattr(page, "timeline"):
            self.time.add(page.timeline)

    def _add_panels(self, view: str, made: Sequence[QWidget]) -> None:
        """Connect panels that were just made for a view."""
        self._panels.add(made)
        if view == MATHS:
            from playground.controllers.mathematics import connect_mathematics

            connect_mathematics(self.mathematics, made, self.network, self.boundary)
        elif view == RUNS:
            self.runs.add_panels(made)
        drawn: list[QObject] = [*made, self.compare] if view == RUNS else [*made]
        for one in drawn:
            if hasattr(one, "apply_theme"):
                one.apply_theme(self.appearance.colours)
                self.appearance.changed.connect(one.apply_theme)
        self.class_mode.refresh()

    def _show_step_in_network(self, view: str) -> None:
        """Have the network show the step that is explained, in the Maths view alone."""
        self.network.show_mathematics(view == MATHS)
        (self.mathematics.add if view == MATHS else self.mathematics.remove)(self.network)

    def _show_curve(self, neuron: Place) -> None:
        """Show the curve of a neuron in the Maths view."""
        self.views.show(MATHS)
        self.mathematics.choose_place(neuron)
        self.mathematics.open_page("neuron")

    def _show_theme(self) -> None:
        """Have everything drawn in the theme, now and whenever it changes."""
        drawn = [
            self.drawing,
            self.documents,
            self.first_start,
            self.divergence,
            self.diagnosis,
            self.class_mode,
        ]
        for one in [*drawn, *self.workspace.panels]:
            if hasattr(one, "apply_theme"):
                self.appearance.changed.connect(one.apply_theme)
        self.appearance.choose_theme(self.appearance.theme)

    def _restore_geometry(self) -> None:
        """Take the place of last time; the first time a usual size, or all of a screen that is too small."""
        room = self.screen().availableSize() - FRAME
        # offscreen there is a tiny screen that nobody sees: a picture is as large as anywhere else
        tiny = QGuiApplication.platformName() == "offscreen" and room.width() < SMALLEST_SCREEN.width()
        size = FIRST_SIZE if tiny else FIRST_SIZE.boundedTo(room)
        self.resize(size)
        kept = self.restoreGeometry(remembered.value(self._settings, "geometry", QByteArray()))
        if size != FIRST_SIZE and not kept:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let go of a control that is hidden: Qt would go on to Reset, where the space bar is not Play."""
        focus = self.focusWidget()
        if focus is not None and not focus.isVisibleTo(self):
            self.setFocus()
            return True
        return super().focusNextPrevChild(forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.setValue("geometry", self.full_screen.geometry())
        self.hide()  # at once, however long the mini-batch under way
        self.session.close()
        event.accept()
