"""The main window: places the widgets, connects them to the session. It decides nothing."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, QSettings, QSize, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QMessageBox,
    QSplitter,
    QToolTip,
    QVBoxLayout,
    QWhatsThis,
    QWidget,
)

from engine import Experiment
from playground import __version__
from playground.classroom.choice import Classroom
from playground.controllers.documents import Documents
from playground.controllers.open_file import DocumentFile
from playground.controllers.own_points import OwnPoints
from playground.controllers.view_memory import OutputMemory
from playground.observers.snapshot import Snapshot
from playground.session.notices import Notice
from playground.session.session import Session
from playground.style import icons, palette, scaling, style_sheet
from playground.style.palette import THEMES, Theme
from playground.style.scaling import fit
from playground.style.sizes import MARGIN, SPACING, TIGHT
from playground.texts.diagnosis import Diagnosis
from playground.widgets.controls.scrolled import Whole
from playground.widgets.data.panel import DataPanel
from playground.widgets.network.panel import NetworkPanel
from playground.widgets.output.boundary_plot import BoundaryPlot
from playground.widgets.output.tabs import TABS, OutputTabs
from playground.widgets.training.panel import TrainingPanel
from playground.widgets.transport.notice_bar import NoticeBar
from playground.widgets.transport.panel import Transport
from playground.window.full_screen import Screen
from playground.window.menus import Menus

if TYPE_CHECKING:
    from playground.controllers.classroom import ClassView
    from playground.widgets.transport.divergence_panel import EventPanel


FIRST_SIZE = QSize(1280, 800)
DATA_WIDTH = 236
SIDES, HALVES = (590, 420), (500, 500)  # shares of the network and the output
TITLE = "Neural Playground"


class MainWindow(QMainWindow):
    """Everything on one screen: data, network, output above training, under the transport."""

    def __init__(self, session: Session, settings: QSettings) -> None:
        super().__init__()
        self.session = session
        self._settings = settings
        self._event: EventPanel | None = None
        self._class: ClassView | None = None
        self._below = True  # whether anything is below the large plot
        self.setWindowIcon(icons.app_icon())
        self.transport, self.data, self.network = Transport(), DataPanel(), NetworkPanel()
        self.training, self.notices = TrainingPanel(), NoticeBar()
        self.boundary, self.output = BoundaryPlot(), OutputTabs()
        self.loss = self.output.loss
        self._place()
        self.own = OwnPoints(self, session, self.data, self.boundary)
        self.file = DocumentFile(self, session, settings)
        self.documents = Documents(self, self.file, session, settings)
        self.display = Screen(self, settings)
        self.menus = Menus(self)
        self._connect()
        self._show_experiment(session.experiment)
        self.choose_theme(str(settings.value("theme", "system", type=str)))
        self.transport.show_step(str(settings.value("step", "epoch", type=str)))
        OutputMemory(self, session, settings, self.boundary, self.output)
        if session.classroom:
            self._show_classroom(session.classroom)
        self._restore_geometry()

    def _place(self) -> None:
        self._output_frame = output = QFrame()
        output.setObjectName("panel")
        output.setAccessibleName("Output")
        inside = QVBoxLayout(output)
        fit(inside.setContentsMargins, MARGIN, SPACING, MARGIN, SPACING)
        plots = QSplitter(Qt.Orientation.Vertical)
        plots.addWidget(self.boundary)
        plots.addWidget(self.output)
        plots.setSizes([470, 190])
        plots.setStretchFactor(0, 3)
        plots.setStretchFactor(1, 1)
        plots.setChildrenCollapsible(False)
        fit(plots.setHandleWidth, SPACING)
        inside.addWidget(plots)
        fit(self.data.setFixedWidth, DATA_WIDTH)
        middle = QHBoxLayout()
        fit(middle.setSpacing, SPACING)
        middle.addWidget(self.data)
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.addWidget(self.network)
        sides.addWidget(output)
        self._sides = sides
        sides.setSizes(list(SIDES))
        sides.setStretchFactor(0, 3)
        sides.setStretchFactor(1, 2)
        sides.setChildrenCollapsible(False)
        fit(sides.setHandleWidth, SPACING)
        middle.addWidget(sides, 1)
        centre = QWidget()
        column = QVBoxLayout(centre)
        fit(column.setContentsMargins, SPACING, SPACING, SPACING, TIGHT)
        fit(column.setSpacing, SPACING)
        column.addWidget(self.transport)
        column.addLayout(middle, 1)
        column.addWidget(self.training)
        column.addWidget(self.notices)
        self.setCentralWidget(Whole(centre))
        self.setFocus()  # on no control: Space means Play from the first moment

    # -- between widgets and session ---------------------------------------------------------

    def _connect(self) -> None:
        session = self.session
        self.transport.play_requested.connect(session.toggle)
        self.transport.step_requested.connect(session.step)
        self.transport.step_chosen.connect(self._choose_step)
        self.transport.pace_requested.connect(session.keep_pace)
        session.pace_changed.connect(self.transport.show_pace)
        session.diverged.connect(self._show_divergence)
        self.data.new_data_requested.connect(session.new_data)
        self.transport.reset_requested.connect(session.reset)
        for panel in (self.data, self.network, self.training):
            panel.requested.connect(lambda control, part, fields: session.edit(control, part, **fields))
        self.network.layer_edited.connect(lambda index, fields: session.edit_layer(index, **fields))
        self.network.view_changed.connect(session.look_at)
        self.network.output_meant.connect(self.boundary.show_range)
        for asking in (self.boundary, self.output):
            asking.asked.connect(lambda questions: session.ask(**questions))
        self.output.chosen.connect(self.boundary.mark)
        self.network.parameter_set.connect(session.set_parameter)
        self.network.held.connect(session.hold)
        self.network.neuron_removed.connect(session.remove_neuron)
        session.experiment_changed.connect(self._show_experiment)
        session.snapshot_taken.connect(self._show_snapshot)
        session.playing_changed.connect(self._show_playing)
        session.noticed.connect(self._show_notice)
        session.refused.connect(self._show_refusal)
        session.classroom_changed.connect(self._show_classroom)
        session.undo_stack.cleanChanged.connect(self._show_title)
        self.file.changed.connect(lambda _: self._show_title())
        self.file.trained.connect(lambda _: self._show_title())
        self.notices.close_button.clicked.connect(self.documents.end_lesson)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system_theme)

    def _choose_step(self, of: str) -> None:
        self._settings.setValue("step", of)
        self.transport.show_step(of)

    def _show_experiment(self, experiment: Experiment) -> None:
        for panel in (self.data, self.network, self.training):
            panel.show_experiment(experiment)

    def _show_snapshot(self, snapshot: Snapshot) -> None:
        self.transport.show_snapshot(snapshot)
        self.training.show_snapshot(snapshot)
        self.network.show_snapshot(snapshot)
        self.boundary.show_snapshot(snapshot)
        self.output.show_snapshot(snapshot)

    def _show_playing(self, playing: bool) -> None:
        self.transport.show_playing(playing)
        self.menus.show_playing(playing)

    def _show_notice(self, notice: Notice) -> None:
        # what an example shows stands there while there is nothing else to say
        self.notices.say(notice.level, notice.text or self.documents.lesson, notice.details)

    def _show_divergence(self, what: Diagnosis | None) -> None:
        """Show what happened, in a panel that is made when it first does; or take it away."""
        if what is not None:
            self._event = self._event or self._make_event_panel()
            self._event.tell(what)
        elif self._event is not None:
            self._event.hide()

    def _make_event_panel(self) -> "EventPanel":
        from playground.widgets.transport.divergence_panel import EventPanel

        panel = EventPanel(self.transport, self.boundary)
        panel.stay_requested.connect(self.session.stay)
        panel.slower_requested.connect(self.session.go_on_slower)
        panel.apply_theme(self._colours)
        last: QWidget = self.transport.speed
        for one in (panel.stay, panel.slower, panel.close_button):  # Tab meets it where it is seen
            QWidget.setTabOrder(last, one)
            last = one
        return panel

    def _show_refusal(self, control: str, why: str) -> None:
        """Say beside the control why its change was not made."""
        widget = self.findChild(QWidget, control) if control else None
        if widget is not None and widget.isVisible():
            QToolTip.showText(widget.mapToGlobal(QPoint(0, widget.height())), why, widget)

    # -- for a class -------------------------------------------------------------------------

    def choose_class(self) -> None:
        """Choose which controls a class sees, and which it can change."""
        from playground.controllers.classroom import choose

        choose(self.session, self)

    def _show_classroom(self, classroom: Classroom) -> None:
        """Show the window as its class sees it, by what is made when something is first chosen."""
        if self._class is None:
            from playground.controllers.classroom import ClassView

            above = self.transport, self.data, self.network, self.training
            panels = (*above, self.boundary, self.output, self.notices)
            self._class = ClassView(self, self.menuBar(), self.session, panels)
            for panel in (self.network, self.training):
                panel.grown.connect(self._class.refresh)
            self.boundary.options.refused.connect(self.session.allows_widget)
            self._class.sign.clicked.connect(self.choose_class)
            self._class.apply_theme(self._colours)
            self._class.show(classroom)
        below = not {f"output.{name}" for name in TABS} <= classroom.hidden
        self._output_frame.setVisible(below or "plot.boundary" not in classroom.hidden)
        if below != self._below:  # without what is below it the large plot may be as wide as it is high
            self._below = below
            self._sides.setSizes(list(SIDES if below else HALVES))

    # -- appearance --------------------------------------------------------------------------

    def choose_theme(self, name: str) -> None:
        """Show the window "light", "dark", or as the "system" is; it is remembered."""
        chosen = name if name in THEMES else "system"
        self._settings.setValue("theme", chosen)
        self.menus.appearances[chosen].setChecked(True)
        self._apply_theme(palette.named(chosen))

    def show_text_size(self) -> None:
        """Give everything the size that text is to have."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        style_sheet.apply(app, self._colours)  # the font, before it is measured
        scaling.refit()
        self._apply_theme(self._colours)

    def _follow_system_theme(self) -> None:
        if self.menus.appearances["system"].isChecked():
            self._apply_theme(palette.system_theme())

    def _apply_theme(self, colours: Theme) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._colours = colours
        style_sheet.apply(app, colours)
        self.own.apply_theme(colours)
        self.documents.apply_theme(colours)
        for made in (self._event, self._class):
            if made is not None:
                made.apply_theme(colours)
        for widget in (self.transport, self.data, self.network, self.boundary, self.output, self.notices):
            widget.apply_theme(colours)

    @property
    def colours(self) -> Theme:
        """The theme in use."""
        return self._colours

    def _show_title(self) -> None:
        self.setWindowTitle(f"{self.file.name}[*] – {TITLE}")
        self.setWindowModified(self.file.unsaved)

    # -- help --------------------------------------------------------------------------------

    def show_keyboard(self) -> None:
        """Show every shortcut there is."""
        from playground.widgets.dialogs.shortcuts import ShortcutSheet

        sheet = self.findChild(ShortcutSheet) or ShortcutSheet(self.menuBar(), self)
        sheet.show()  # does not block: training goes on
        sheet.activateWindow()

    def explain(self) -> None:
        """Explain the control that has the focus, or the one that is clicked on next."""
        focus = QApplication.focusWidget()
        if focus is not None and focus is not self and focus.whatsThis():
            middle = focus.mapToGlobal(focus.rect().center())
            QWhatsThis.showText(middle, focus.whatsThis(), focus)
        else:
            QWhatsThis.enterWhatsThisMode()

    def show_about(self) -> None:
        """Show what the program is."""
        text = (
            f"<h3>{TITLE} {__version__}</h3><p>See a neural network learn.</p>"
            "<p>The engine is an L-layer network in numpy: forward pass, backpropagation by the chain rule, "
            "gradient descent, exactly as in the textbook.</p>"
        )
        self._show_box("About", text)

    def _show_box(self, title: str, text: str) -> None:
        box = QMessageBox(self)
        box.setWindowTitle(title)
        box.setTextFormat(Qt.TextFormat.RichText)
        box.setText(text)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()  # does not block: training goes on

    # -- the window itself -------------------------------------------------------------------

    def _restore_geometry(self) -> None:
        self.resize(FIRST_SIZE)
        saved = self._settings.value("geometry", QByteArray(), type=QByteArray)
        if isinstance(saved, QByteArray) and not saved.isEmpty():
            self.restoreGeometry(saved)
        self._show_title()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.setValue("geometry", self.display.geometry())
        self.hide()  # at once, however long the mini-batch under way
        self.session.close()
        event.accept()
