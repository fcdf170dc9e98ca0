"""The menus of the main window: every command, with its shortcut."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from playground.classroom.catalogue import (
    LAYERS,
    LOCKED_SUFFIX,
    OTHER_DATA,
    OTHER_START,
    OWN_POINTS,
    PLAY,
    RESET,
    SPEED,
    STEP,
)
from playground.files.share import holds_experiment
from playground.style.scaling import TEXT_SIZES, USUAL
from playground.texts.speeds import SPEEDS
from playground.widgets.controls import commit_typing
from playground.widgets.output.options import OPTIONS
from playground.widgets.output.tabs import TABS

if TYPE_CHECKING:
    from playground.window.main_window import MainWindow


KEYS = QKeySequence.StandardKey
APPEARANCES = {"system": "As the &system", "light": "&Light", "dark": "&Dark"}


class Menus(QObject):
    """Fills the menu bar, once the window has its widgets.

    Attributes
    ----------
    play : QAction
        Play or pause, whichever it does now.
    appearances : dict of QAction
        The one that is checked is in use.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._fill_file_menu()
        self._fill_edit_menu()
        self.play = self._fill_train_menu()
        self.appearances = self._fill_view_menu()
        self._fill_help_menu()

    def show_playing(self, playing: bool) -> None:
        """Offer what there is to do: play, or pause."""
        locked = self.play.text().endswith(LOCKED_SUFFIX)
        self.play.setText(("&Pause" if playing else "&Play") + (LOCKED_SUFFIX if locked else ""))

    # -- menu by menu ------------------------------------------------------------------------------

    def _fill_file_menu(self) -> None:
        menu = self._window.menuBar().addMenu("&File")
        file, around = self._window.file, self._window.documents
        self._add(menu, "&New", KEYS.New, partial(around.guard, file.new))
        self._add(menu, "&Open…", KEYS.Open, partial(around.guard, file.choose_and_open))
        around.fill_recent(menu.addMenu("Open &recent"))
        self._add(menu, "&Examples…", "Ctrl+E", around.show_presets)
        menu.addSeparator()
        self._add(menu, "&Save", KEYS.Save, file.save)
        self._add(menu, "Save &as…", "Ctrl+Shift+S", file.choose_and_save)
        menu.addSeparator()
        self._add(menu, "For a &class…", "Ctrl+L", self._window.choose_class)
        menu.addSeparator()
        self._add(menu, "&Quit", "Ctrl+Q", self._window.close)

    def _fill_edit_menu(self) -> None:
        menu = self._window.menuBar().addMenu("&Edit")
        around, own = self._window.documents, self._window.own
        stack = self._window.session.undo_stack
        undo, redo = stack.createUndoAction(self, "&Undo"), stack.createRedoAction(self, "&Redo")
        undo.setShortcut(KEYS.Undo)
        redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        menu.addActions([undo, redo])
        menu.addSeparator()
        self._add(menu, "&Copy as text", "Ctrl+Shift+C", around.copy)
        self._add(menu, "Paste &experiment", "Ctrl+Shift+V", around.paste)
        menu.addSeparator()
        self._add(menu, "&Draw points", "Ctrl+D", own.toggle, OWN_POINTS)
        self._add(menu, "Points as a &table…", "Ctrl+T", own.open_table, OWN_POINTS)
        self._add(menu, "&Paste points…", KEYS.Paste, self._paste_points, OWN_POINTS)
        self._add(menu, "Open points (&CSV)…", "Ctrl+Shift+O", own.choose_file, OWN_POINTS)
        self._add(menu, "Sa&ve points (CSV)…", None, own.choose_and_save, "data.save_csv")

    def _paste_points(self) -> None:
        """Take what is on the clipboard for points; an experiment that is meant to be shared is one."""
        if holds_experiment(QGuiApplication.clipboard().text()):
            self._window.documents.paste()
        else:
            self._window.own.paste()

    def _fill_train_menu(self) -> QAction:
        menu = self._window.menuBar().addMenu("&Train")
        session, transport, network = self._window.session, self._window.transport, self._window.network
        play = self._add(menu, "&Play", "Space", session.toggle, PLAY)
        self._add(menu, "&Step", "Right", transport.step.click, STEP)
        self._add(menu, "Step one &epoch", "Ctrl+Shift+Right", partial(session.step, "epoch"), STEP)
        self._add(menu, "Step one mini-&batch", "Shift+Right", partial(session.step, "batch"), STEP)
        self._add(menu, "Step one s&ample", "Ctrl+Right", partial(session.step, "sample"), STEP)
        self._add(menu, "S&lower", "S", partial(self._change_pace, -1), SPEED)
        self._add(menu, "&Faster", "F", partial(self._change_pace, 1), SPEED)
        menu.addSeparator()
        transport.starts.addActions(
            [
                self._add(menu, "&Reset: the same start again", "R", session.reset, RESET),
                self._add(menu, "New start: other first &weights", "W", session.new_start, OTHER_START),
                self._add(menu, "&New data and new start", "N", session.new_data, OTHER_DATA),
            ]
        )
        self._add(menu, "&More training settings", "T", self._window.training.toggle_drawer, "training.more")
        menu.addSeparator()
        self._add(menu, "&Add hidden layer", "+", network.add_layer, LAYERS)
        self._add(menu, "Re&move hidden layer", "-", network.remove_layer, LAYERS)
        return play

    def _fill_view_menu(self) -> dict[str, QAction]:
        menu = self._window.menuBar().addMenu("&View")
        self._fill_plot_menu(menu.addMenu("Large &plot"))
        tabs = menu.addMenu("&Below it")
        for k, (name, (text, _)) in enumerate(TABS.items(), start=1):
            act = partial(self._window.output.open, name)
            self._add(tabs, f"&{text}", f"Ctrl+{k}", act, f"output.{name}")
        self._add(menu, "&Logarithmic loss axis", "L", self._window.loss.log.toggle, "plot.log")
        self._add(menu, "&Output in the large plot", "Esc", self._window.network.show_all)
        menu.addSeparator()
        self._add(menu, "&Full screen", "F11", self._window.display.toggle_full)
        self._text_sizes = self._fill_size_menu(menu.addMenu("&Text size"))
        return self._fill_appearance_menu(menu.addMenu("&Appearance"))

    def _fill_size_menu(self, menu: QMenu) -> dict[int, QAction]:
        display = self._window.display
        self._add(menu, "&Larger text", "Ctrl+Shift+Up", partial(display.step, 1))
        self._add(menu, "&Smaller text", "Ctrl+Shift+Down", partial(display.step, -1))
        self._add(menu, "&Usual text size", "Ctrl+Shift+Home", partial(display.choose, USUAL))
        menu.addSeparator()
        group = QActionGroup(self)
        actions = {}
        for percent in TEXT_SIZES:
            action = self._add(menu, f"{percent} %", None, partial(display.choose, percent))
            action.setCheckable(True)
            action.setChecked(percent == display.percent)
            group.addAction(action)
            actions[percent] = action
        return actions

    def show_text_size(self, percent: int) -> None:
        """Mark the text size that is in use."""
        self._text_sizes[percent].setChecked(True)

    def _fill_plot_menu(self, menu: QMenu) -> None:
        plot = self._window.boundary
        for name, (keys, _on) in OPTIONS.items():
            switch = plot.options.switches[name]
            action = self._add(menu, switch.text(), keys, switch.toggle, f"plot.{name}")
            action.setCheckable(True)
            action.setChecked(switch.isChecked())
            switch.toggled.connect(action.setChecked)
        menu.addSeparator()
        self._add(menu, "&Probe by the arrow keys", "P", plot.probe_by_keys, "output.probe")
        self._add(menu, "Zoom &in", "Ctrl++", partial(plot.zoom, 0.8), "plot.boundary")
        self._add(menu, "Zoom &out", "Ctrl+-", partial(plot.zoom, 1.25), "plot.boundary")
        self._add(menu, "&Whole square", "Ctrl+0", plot.home, "plot.boundary")

    def _fill_appearance_menu(self, menu: QMenu) -> dict[str, QAction]:
        group = QActionGroup(self)
        actions = {}
        for name, text in APPEARANCES.items():
            action = self._add(menu, text, None, partial(self._window.choose_theme, name))
            action.setCheckable(True)
            group.addAction(action)
            actions[name] = action
        return actions

    def _fill_help_menu(self) -> None:
        menu = self._window.menuBar().addMenu("&Help")
        self._add(menu, "&Keyboard", "F1", self._window.show_keyboard)
        self._add(menu, "&What's this?", "Shift+F1", self._window.explain)
        self._add(menu, "&About", None, self._window.show_about)

    # -- what they are made of ---------------------------------------------------------------------

    def _add(
        self,
        menu: QMenu,
        text: str,
        keys: str | QKeySequence.StandardKey | None,
        act: Callable[[], object],
        control: str = "",
    ) -> QAction:
        """Add a command; a class that may not use the `control` it is of may not use it either."""
        action = QAction(text, self._window)
        action.setProperty("control", control)
        if keys is not None:
            action.setShortcut(QKeySequence(keys))

        def do() -> None:
            commit_typing()
            if self._window.session.allows(control):
                act()
            elif action.isCheckable():
                action.toggle()  # the tick says again what is true

        action.triggered.connect(do)
        menu.addAction(action)
        return action

    def _change_pace(self, by: int) -> None:
        session, names = self._window.session, list(SPEEDS)
        session.keep_pace(names[min(max(names.index(session.pace) + by, 0), len(names) - 1)])
