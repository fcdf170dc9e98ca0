"""The main window: places the widgets, connects them to the session, holds the menus. It decides nothing."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, QSettings, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QMessageBox,
    QSplitter,
    QToolTip,
    QVBoxLayout,
    QWhatsThis,
    QWidget,
)

from engine import Experiment
from playground import __version__, theme
from playground.diagnosis import Diagnosis
from playground.pace import PACES
from playground.session import Notice, Session
from playground.snapshot import Snapshot
from playground.storage import STATE_SUFFIX, FileError, load, load_state, save
from playground.theme import THEMES, Theme
from playground.widgets.boundary_plot import BoundaryPlot
from playground.widgets.controls import commit_typing
from playground.widgets.data_own import OwnPoints
from playground.widgets.data_panel import DataPanel
from playground.widgets.document_files import Documents
from playground.widgets.network_panel import NetworkPanel
from playground.widgets.notice_bar import NoticeBar
from playground.widgets.output_options import OPTIONS
from playground.widgets.output_tabs import TABS, OutputTabs
from playground.widgets.training_panel import TrainingPanel
from playground.widgets.transport import Transport

if TYPE_CHECKING:
    from playground.widgets.event_panel import EventPanel

FIRST_SIZE = QSize(1280, 800)
DATA_WIDTH, NETWORK_WIDTH = 236, 380
FILE_FILTER = "Experiments (*.json *.npstate);;All files (*)"
SAVE_FILTER = f"Experiments (*.json);;With the trained weights (*{STATE_SUFFIX});;All files (*)"
TITLE = "Neural Playground"


class MainWindow(QMainWindow):
    """Everything on one screen: data, network, output above training, under the transport."""

    def __init__(self, session: Session, settings: QSettings) -> None:
        super().__init__()
        self.session = session
        self._settings = settings
        self._path: Path | None = None
        self._event: EventPanel | None = None
        self.setWindowIcon(theme.app_icon())
        self.transport, self.data, self.network = Transport(), DataPanel(), NetworkPanel()
        self.training, self.notices = TrainingPanel(), NoticeBar()
        self.boundary, self.output = BoundaryPlot(), OutputTabs()
        self.loss = self.output.loss
        self._place()
        self.own = OwnPoints(self, session, self.data, self.boundary)
        self.documents = Documents(self, session, settings)
        self._fill_menus()
        self._connect()
        self._show_experiment(session.experiment)
        self._choose_theme(str(settings.value("theme", "system", type=str)))
        self.transport.show_step(str(settings.value("step", "epoch", type=str)))
        self._restore_geometry()

    def _place(self) -> None:
        output = QFrame()
        output.setObjectName("panel")
        output.setAccessibleName("Output")
        inside = QVBoxLayout(output)
        inside.setContentsMargins(theme.MARGIN, theme.SPACING, theme.MARGIN, theme.SPACING)
        plots = QSplitter(Qt.Orientation.Vertical)
        plots.addWidget(self.boundary)
        plots.addWidget(self.output)
        plots.setSizes([470, 190])
        plots.setStretchFactor(0, 3)
        plots.setStretchFactor(1, 1)
        plots.setChildrenCollapsible(False)
        inside.addWidget(plots)
        self.data.setFixedWidth(DATA_WIDTH)
        self.network.setMinimumWidth(NETWORK_WIDTH)
        middle = QHBoxLayout()
        middle.setSpacing(theme.SPACING)
        middle.addWidget(self.data)
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.addWidget(self.network)
        sides.addWidget(output)
        sides.setSizes([590, 420])
        sides.setStretchFactor(0, 3)
        sides.setStretchFactor(1, 2)
        sides.setChildrenCollapsible(False)
        sides.setHandleWidth(theme.SPACING)
        middle.addWidget(sides, 1)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(theme.SPACING, theme.SPACING, theme.SPACING, 4)
        column.setSpacing(theme.SPACING)
        column.addWidget(self.transport)
        column.addLayout(middle, 1)
        column.addWidget(self.training)
        column.addWidget(self.notices)
        self.setCentralWidget(centre)
        self.setFocus()  # on no control: Space means Play from the first moment

    # -- menus -------------------------------------------------------------------------------

    def _fill_menus(self) -> None:
        session = self.session
        bar = self.menuBar()
        file = bar.addMenu("&File")
        files = self.documents
        self._add(file, "&New", QKeySequence.StandardKey.New, partial(files.guard, self.new_experiment))
        self._add(file, "&Open…", QKeySequence.StandardKey.Open, partial(files.guard, self.choose_and_open))
        files.fill_recent(file.addMenu("Open &recent"))
        self._add(file, "&Examples…", QKeySequence("Ctrl+E"), files.show_presets)
        file.addSeparator()
        self._add(file, "&Save", QKeySequence.StandardKey.Save, self.save)
        self._add(file, "Save &as…", QKeySequence("Ctrl+Shift+S"), self.choose_and_save)
        file.addSeparator()
        self._add(file, "&Quit", QKeySequence("Ctrl+Q"), self.close)
        edit = bar.addMenu("&Edit")
        undo = session.undo_stack.createUndoAction(self, "&Undo")
        redo = session.undo_stack.createRedoAction(self, "&Redo")
        undo.setShortcut(QKeySequence.StandardKey.Undo)
        redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        edit.addActions([undo, redo])
        edit.addSeparator()
        self._add(edit, "&Copy as text", QKeySequence("Ctrl+Shift+C"), files.copy)
        self._add(edit, "Paste &experiment", QKeySequence("Ctrl+Shift+V"), files.paste)
        edit.addSeparator()
        self._add(edit, "&Draw points", QKeySequence("Ctrl+D"), self.own.toggle)
        self._add(edit, "Points as a &table…", QKeySequence("Ctrl+T"), self.own.open_table)
        self._add(edit, "&Paste points…", QKeySequence.StandardKey.Paste, self.own.paste)
        self._add(edit, "Open points (&CSV)…", QKeySequence("Ctrl+Shift+O"), self.own.choose_file)
        self._add(edit, "Sa&ve points (CSV)…", None, self.own.choose_and_save)
        train = bar.addMenu("&Train")
        self._play_action = self._add(train, "&Play", QKeySequence("Space"), session.toggle)
        self._add(train, "&Step", QKeySequence("Right"), self.transport.step.click)
        for text, keys, of in (
            ("Step one &epoch", "Ctrl+Shift+Right", "epoch"),
            ("Step one mini-&batch", "Shift+Right", "batch"),
            ("Step one s&ample", "Ctrl+Right", "sample"),
        ):
            self._add(train, text, QKeySequence(keys), partial(session.step, of))
        self._add(train, "S&lower", QKeySequence("S"), partial(self._change_pace, -1))
        self._add(train, "&Faster", QKeySequence("F"), partial(self._change_pace, 1))
        train.addSeparator()
        self.transport.starts.addActions(
            [
                self._add(train, "&Reset: the same start again", QKeySequence("R"), session.reset),
                self._add(train, "New start: other first &weights", QKeySequence("W"), session.new_start),
                self._add(train, "&New data and new start", QKeySequence("N"), session.new_data),
            ]
        )
        self._add(train, "&More training settings", QKeySequence("T"), self.training.toggle_drawer)
        train.addSeparator()
        self._add(train, "&Add hidden layer", QKeySequence("+"), self.network.add_layer)
        self._add(train, "Re&move hidden layer", QKeySequence("-"), self.network.remove_layer)
        view = bar.addMenu("&View")
        self._fill_plot_menu(view.addMenu("Large &plot"))
        tabs = view.addMenu("&Below it")
        for k, (name, (text, _)) in enumerate(TABS.items(), start=1):
            self._add(tabs, f"&{text}", QKeySequence(f"Ctrl+{k}"), partial(self.output.open, name))
        self._add(view, "&Logarithmic loss axis", QKeySequence("L"), self.loss.log.toggle)
        self._add(view, "&Output in the large plot", QKeySequence("Esc"), self.network.show_all)
        themes = view.addMenu("&Appearance")
        self._theme_actions = self._add_theme_choices(themes)
        help_menu = bar.addMenu("&Help")
        self._add(help_menu, "&Keyboard", QKeySequence("F1"), self.show_keyboard)
        self._add(help_menu, "&What's this?", QKeySequence("Shift+F1"), self.explain)
        self._add(help_menu, "&About", None, self.show_about)

    def _fill_plot_menu(self, menu: QMenu) -> None:
        plot = self.boundary
        for name, (text, keys, _tip, _on) in OPTIONS.items():
            switch = plot.options.switches[name]
            action = self._add(menu, text, QKeySequence(keys), switch.toggle)
            action.setCheckable(True)
            action.setChecked(switch.isChecked())
            switch.toggled.connect(action.setChecked)
        menu.addSeparator()
        self._add(menu, "&Probe by the arrow keys", QKeySequence("P"), plot.probe_by_keys)
        self._add(menu, "Zoom &in", QKeySequence("Ctrl++"), partial(plot.zoom, 0.8))
        self._add(menu, "Zoom &out", QKeySequence("Ctrl+-"), partial(plot.zoom, 1.25))
        self._add(menu, "&Whole square", QKeySequence("Ctrl+0"), plot.home)

    def _add(
        self,
        menu: QMenu,
        text: str,
        shortcut: QKeySequence | QKeySequence.StandardKey | None,
        act: Callable[[], object],
    ) -> QAction:
        action = QAction(text, self)
        if shortcut is not None:
            action.setShortcut(QKeySequence(shortcut))

        def do() -> None:
            commit_typing()
            act()

        action.triggered.connect(do)
        menu.addAction(action)
        return action

    def _add_theme_choices(self, menu: QMenu) -> dict[str, QAction]:
        group = QActionGroup(self)
        actions = {}
        for name, text in (("system", "As the &system"), ("light", "&Light"), ("dark", "&Dark")):
            action = self._add(menu, text, None, partial(self._choose_theme, name))
            action.setCheckable(True)
            group.addAction(action)
            actions[name] = action
        return actions

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
        session.undo_stack.cleanChanged.connect(self._show_title)
        self.notices.close_button.clicked.connect(self.documents.end_lesson)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system_theme)

    def _choose_step(self, of: str) -> None:
        self._settings.setValue("step", of)
        self.transport.show_step(of)

    def _change_pace(self, by: int) -> None:
        names = list(PACES)
        self.session.keep_pace(names[min(max(names.index(self.session.pace) + by, 0), len(names) - 1)])

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
        self._play_action.setText("&Pause" if playing else "&Play")

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
        from playground.widgets.event_panel import EventPanel

        panel = EventPanel(self.transport)
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
        widget = self.findChild(QWidget, control)
        if widget is not None:
            QToolTip.showText(widget.mapToGlobal(QPoint(0, widget.height())), why, widget)

    # -- appearance --------------------------------------------------------------------------

    def _choose_theme(self, name: str) -> None:
        chosen = name if name in THEMES else "system"
        self._settings.setValue("theme", chosen)
        self._theme_actions[chosen].setChecked(True)
        self._apply_theme(theme.named(chosen))

    def _follow_system_theme(self) -> None:
        if self._theme_actions["system"].isChecked():
            self._apply_theme(theme.system_theme())

    def _apply_theme(self, colours: Theme) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._colours = colours
        theme.apply(app, colours)
        self.own.apply_theme(colours)
        if self._event is not None:
            self._event.apply_theme(colours)
        for widget in (self.transport, self.data, self.network, self.boundary, self.output, self.notices):
            widget.apply_theme(colours)

    # -- files -------------------------------------------------------------------------------

    def new_experiment(self) -> None:
        """Start again with the first experiment."""
        self.open_experiment(Experiment(), "A new experiment.")

    def open_experiment(self, experiment: Experiment, said: str) -> None:
        """Open an experiment that has no file yet, and say what it is."""
        self.session.open(experiment)
        self._set_path(None)
        self._show_notice(Notice("info", said))

    def choose_and_open(self) -> None:
        """Ask for a file, and open it."""
        name, _ = QFileDialog.getOpenFileName(self, "Open an experiment", self._folder(), FILE_FILTER)
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Open an experiment file; where it cannot be read, say why and leave all as it is."""
        try:
            if path.suffix.lower() == STATE_SUFFIX:
                self.session.open(*load_state(path))
            else:
                self.session.open(load(path))
        except (FileError, ValueError) as error:
            self._show_notice(Notice("error", str(error)))
            return
        self._set_path(path)
        self._show_notice(Notice("info", f"Opened {path.name}."))

    def save(self) -> None:
        """Save to the file it came from, or ask for one."""
        if self._path is None:
            self.choose_and_save()
        else:
            self.save_file(self._path)

    def choose_and_save(self) -> None:
        """Ask for a file, and save to it."""
        start = str(self._path or Path(self._folder()) / "experiment.json")
        name, kind = QFileDialog.getSaveFileName(self, "Save the experiment", start, SAVE_FILTER)
        if name:
            path, usual = Path(name), STATE_SUFFIX if STATE_SUFFIX in kind else ".json"
            self.save_file(path if path.suffix else path.with_suffix(usual))

    def save_file(self, path: Path) -> None:
        """Save the experiment; where it cannot be written, say why."""
        commit_typing()
        if path.suffix.lower() == STATE_SUFFIX:
            self.documents.save_weights(path)
            return
        try:
            save(self.session.experiment, path)
        except FileError as error:
            self._show_notice(Notice("error", str(error)))
            return
        self.session.undo_stack.setClean()
        self.show_saved(path, f"Saved {path.name}.")

    def show_saved(self, path: Path, said: str) -> None:
        """Show that a file now holds what is open."""
        self._set_path(path)
        self._show_notice(Notice("info", said))

    def _folder(self) -> str:
        return str(self._settings.value("folder", "", type=str))

    def _set_path(self, path: Path | None) -> None:
        self._path = path
        self.documents.lesson = ""
        if path is not None:
            self.documents.remember(path)
            self._settings.setValue("folder", str(path.resolve().parent))
        self._show_title()

    @property
    def document_name(self) -> str:
        """The file's name, or what stands for it."""
        return self._path.name if self._path else "untitled"

    @property
    def colours(self) -> Theme:
        """The theme in use."""
        return self._colours

    def _show_title(self) -> None:
        self.setWindowTitle(f"{self.document_name}[*] – {TITLE}")
        self.setWindowModified(not self.session.undo_stack.isClean())

    # -- help --------------------------------------------------------------------------------

    def show_keyboard(self) -> None:
        """Show every shortcut there is."""
        from playground.widgets.shortcuts import ShortcutSheet

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
        self._settings.setValue("geometry", self.saveGeometry())
        self.hide()  # at once, however long the mini-batch under way
        self.session.close()
        event.accept()
