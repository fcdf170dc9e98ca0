"""The main window: places the widgets, connects them to the session, holds the menus. It decides nothing."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

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
    QWidget,
)

from engine import Experiment
from playground import __version__, theme
from playground.session import Notice, Session
from playground.snapshot import Snapshot
from playground.storage import FileError, load, save
from playground.theme import THEMES, Theme
from playground.widgets.boundary_plot import BoundaryPlot
from playground.widgets.controls import commit_typing
from playground.widgets.data_panel import DataPanel
from playground.widgets.loss_plot import LossPlot
from playground.widgets.network_panel import NetworkPanel
from playground.widgets.notice_bar import NoticeBar
from playground.widgets.training_panel import TrainingPanel
from playground.widgets.transport import Transport

FIRST_SIZE = QSize(1280, 800)
DATA_WIDTH, NETWORK_WIDTH = 236, 372
FILE_FILTER = "Experiments (*.json);;All files (*)"
TITLE = "Neural Playground"


class MainWindow(QMainWindow):
    """Everything on one screen: data, network, output above training, under the transport."""

    def __init__(self, session: Session, settings: QSettings) -> None:
        super().__init__()
        self.session = session
        self._settings = settings
        self._path: Path | None = None
        self.setWindowIcon(theme.app_icon())
        self.transport, self.data, self.network = Transport(), DataPanel(), NetworkPanel()
        self.training, self.notices = TrainingPanel(), NoticeBar()
        self.boundary, self.loss = BoundaryPlot(), LossPlot()
        self._place()
        self._fill_menus()
        self._connect()
        self._show_experiment(session.experiment)
        self._choose_theme(str(settings.value("theme", "system", type=str)))
        self._restore_geometry()

    def _place(self) -> None:
        output = QFrame()
        output.setObjectName("panel")
        output.setAccessibleName("Output")
        inside = QVBoxLayout(output)
        inside.setContentsMargins(theme.MARGIN, theme.SPACING, theme.MARGIN, theme.SPACING)
        plots = QSplitter(Qt.Orientation.Vertical)
        plots.addWidget(self.boundary)
        plots.addWidget(self.loss)
        plots.setSizes([470, 190])
        plots.setStretchFactor(0, 3)
        plots.setStretchFactor(1, 1)
        plots.setChildrenCollapsible(False)
        inside.addWidget(plots)
        self.data.setFixedWidth(DATA_WIDTH)
        self.network.setFixedWidth(NETWORK_WIDTH)
        middle = QHBoxLayout()
        middle.setSpacing(theme.SPACING)
        middle.addWidget(self.data)
        middle.addWidget(self.network)
        middle.addWidget(output, 1)
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
        self._add(file, "&New", QKeySequence.StandardKey.New, self.new_experiment)
        self._add(file, "&Open…", QKeySequence.StandardKey.Open, self.choose_and_open)
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
        train = bar.addMenu("&Train")
        self._play_action = self._add(train, "&Play", QKeySequence("Space"), session.toggle)
        self._add(train, "&Step one epoch", QKeySequence("Right"), session.step)
        self._add(train, "&Reset", QKeySequence("R"), session.reset)
        train.addSeparator()
        self._add(train, "&New data", QKeySequence("N"), self.data.ask_new_data)
        self._add(train, "&Add hidden layer", QKeySequence("+"), self.network.add_layer)
        self._add(train, "Re&move hidden layer", QKeySequence("-"), self.network.remove_layer)
        view = bar.addMenu("&View")
        self._add(view, "&Logarithmic loss axis", QKeySequence("L"), self.loss.log.toggle)
        themes = view.addMenu("&Appearance")
        self._theme_actions = self._add_theme_choices(themes)
        help_menu = bar.addMenu("&Help")
        self._add(help_menu, "&Keyboard", QKeySequence("F1"), self.show_keyboard)
        self._add(help_menu, "&About", None, self.show_about)

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
        self.transport.reset_requested.connect(session.reset)
        for panel in (self.data, self.network, self.training):
            panel.requested.connect(lambda control, part, fields: session.edit(control, part, **fields))
        self.network.layer_edited.connect(lambda index, fields: session.edit_layer(index, **fields))
        session.experiment_changed.connect(self._show_experiment)
        session.snapshot_taken.connect(self._show_snapshot)
        session.playing_changed.connect(self._show_playing)
        session.noticed.connect(self._show_notice)
        session.refused.connect(self._show_refusal)
        session.undo_stack.cleanChanged.connect(self._show_title)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system_theme)

    def _show_experiment(self, experiment: Experiment) -> None:
        for panel in (self.data, self.network, self.training):
            panel.show_experiment(experiment)

    def _show_snapshot(self, snapshot: Snapshot) -> None:
        self.transport.show_snapshot(snapshot)
        self.network.show_snapshot(snapshot)
        self.boundary.show_snapshot(snapshot)
        self.loss.show_snapshot(snapshot)

    def _show_playing(self, playing: bool) -> None:
        self.transport.show_playing(playing)
        self._play_action.setText("&Pause" if playing else "&Play")

    def _show_notice(self, notice: Notice) -> None:
        self.notices.say(notice.level, notice.text, notice.details)

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
        theme.apply(app, colours)
        for widget in (self.transport, self.data, self.network, self.boundary, self.loss, self.notices):
            widget.apply_theme(colours)

    # -- files -------------------------------------------------------------------------------

    def new_experiment(self) -> None:
        """Start again with the first experiment."""
        self.session.open(Experiment())
        self._set_path(None)
        self._show_notice(Notice("info", "A new experiment."))

    def choose_and_open(self) -> None:
        """Ask for a file, and open it."""
        name, _ = QFileDialog.getOpenFileName(self, "Open an experiment", self._folder(), FILE_FILTER)
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Open an experiment file; where it cannot be read, say why and leave all as it is."""
        try:
            self.session.open(load(path))
        except FileError as error:
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
        name, _ = QFileDialog.getSaveFileName(self, "Save the experiment", start, FILE_FILTER)
        if name:
            path = Path(name)
            self.save_file(path if path.suffix else path.with_suffix(".json"))

    def save_file(self, path: Path) -> None:
        """Save the experiment; where it cannot be written, say why."""
        commit_typing()
        try:
            save(self.session.experiment, path)
        except FileError as error:
            self._show_notice(Notice("error", str(error)))
            return
        self.session.undo_stack.setClean()
        self._set_path(path)
        self._show_notice(Notice("info", f"Saved {path.name}."))

    def _folder(self) -> str:
        return str(self._settings.value("folder", "", type=str))

    def _set_path(self, path: Path | None) -> None:
        self._path = path
        if path is not None:
            self._settings.setValue("folder", str(path.resolve().parent))
        self._show_title()

    def _show_title(self) -> None:
        name = self._path.name if self._path else "untitled"
        self.setWindowTitle(f"{name}[*] – {TITLE}")
        self.setWindowModified(not self.session.undo_stack.isClean())

    # -- help --------------------------------------------------------------------------------

    def show_keyboard(self) -> None:
        """Show every shortcut there is; the table is read from the menus."""
        rows = [
            f"<tr><td style='padding-right:24px'><b>{action.shortcut().toString()}</b></td>"
            f"<td>{action.text().replace('&', '')}</td></tr>"
            for action in self.findChildren(QAction)
            if not action.shortcut().isEmpty()
        ]
        text = "<p>Tab walks through all controls; the arrow keys change the one in focus.</p>"
        self._show_box("Keyboard", f"{text}<table>{''.join(rows)}</table>")

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
