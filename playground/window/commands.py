"""Every command of the menus, as data: a line here, and its words in `texts.commands`."""

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from playground.classroom.catalogue import (
    EXAMPLES,
    GRADIENT_CHECK,
    LAYERS,
    MATHS_PLAYER,
    MORE,
    NEW_DATA,
    NEW_START,
    OWN_POINTS,
    PAUSES,
    PLAY,
    RESET,
    RUNS_VIEW,
    SPEED,
    STEP,
    TIME,
    WEIGHTS,
    controls,
)
from playground.session.play_back import PACES
from playground.style.scaling import TEXT_SIZES, USUAL
from playground.texts import commands as words
from playground.texts import time as time_texts
from playground.texts.controls import CONTROLS
from playground.texts.speeds import SPEEDS
from playground.texts.tabs import TABS
from playground.texts.text import Text
from playground.widgets.controls import Button
from playground.widgets.output.options import OPTIONS
from playground.widgets.transport.views import BUILD, MATHS, RUNS, VIEWS
from playground.window.appearance import SYSTEM
from playground.window.command import Command, DynamicMenu, Parts
from playground.window.panels import PANELS, Region

KEYS = QKeySequence.StandardKey
FILE, EDIT, TRAIN, TIMES, VIEW, HELP = "file", "edit", "train", "time", "view", "help"
LEFT_LINES, PACE = "time.lines", "time.pace"
EXPORT = "file.export"
RECENT, PLOT, BELOW, SIZE, THEME = "file.recent", "view.plot", "view.tabs", "view.size", "view.theme"
STARTS = "starts"  # the menu of the Reset button
BOUNDARY = "plot.boundary"
ZOOM = 1.25


def _fill_undo(on: Parts, menu: QMenu) -> None:
    """Add Undo and Redo, whose texts Qt keeps up to date."""
    stack = on.session.undo_stack
    undo, redo = stack.createUndoAction(menu, words.UNDO()), stack.createRedoAction(menu, words.REDO())
    undo.setShortcut(KEYS.Undo)
    redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
    menu.addActions([undo, redo])


def _paste_points(on: Parts) -> None:
    """Paste points; if the clipboard holds a shared experiment, paste that."""
    from playground.files.share import holds_experiment

    if holds_experiment(QGuiApplication.clipboard().text()):
        on.documents.paste()
    else:
        on.own.paste()


def _change_speed(on: Parts, by: int) -> None:
    names = list(SPEEDS)
    on.session.set_speed(names[min(max(names.index(on.session.speed) + by, 0), len(names) - 1)])


def _option(name: str) -> Command:
    """One of the switches of the output plot."""
    keys, _on = OPTIONS[name]
    return Command(
        f"plot.{name}",
        PLOT,
        lambda: CONTROLS[f"plot.{name}"].text,
        lambda on: on.boundary.options.switches[name].toggle(),
        keys,
        f"plot.{name}",
        is_on=lambda on: on.boundary.options[name],
        is_offered=lambda on: on.boundary.options.offers(name),
    )


def _with_access_keys(texts: list[str]) -> list[str]:
    """Return texts of a menu, each with & before its first letter that is not yet taken."""
    taken, marked = set[str](), []
    for text in texts:
        k = next((k for k, letter in enumerate(text.lower()) if letter.isalpha() and letter not in taken), 0)
        taken.add(text[k].lower())
        marked.append(f"{text[:k]}&{text[k:]}")
    return marked


def _tab(name: str, number: int) -> Command:
    control, view = f"output.{name}", next(one.view for one in PANELS if one.name == name)

    def open_it(on: Parts) -> None:
        if view:
            on.views.show(view)
        on.output.open(name)

    return Command(
        control,
        BELOW,
        lambda: _with_access_keys([TABS[one].text for one in TAB_NAMES])[number - 1],
        open_it,
        f"Ctrl+{number}",
        control,
        leads_to=(VIEWS[view],) if view else (),
    )


def _size(percent: int) -> Command:
    return Command(
        f"size.{percent}",
        SIZE,
        lambda: words.SIZE(percent=percent),
        lambda on: on.appearance.choose_size(percent),
        is_on=lambda on: on.appearance.percent == percent,
        exclusive=True,
        separator=percent == TEXT_SIZES[0],
    )


def _theme(name: str, text: Text) -> Command:
    return Command(
        f"theme.{name}",
        THEME,
        text,
        lambda on: on.appearance.choose_theme(name),
        is_on=lambda on: on.appearance.theme == name,
        exclusive=True,
    )


def _view(name: str, text: Text, keys: str) -> Command:
    others = tuple(control for view, control in VIEWS.items() if view != BUILD)
    return Command(
        f"view.{name}",
        VIEW,
        text,
        lambda on: on.views.show(name),
        keys,
        "" if name == BUILD else VIEWS[name],
        leads_to=others if name == BUILD else (),  # there is nothing to come back from without these
        is_on=lambda on: on.views.shown == name,
        exclusive=True,
    )


def _check_gradients(on: Parts) -> None:
    """Show the page of the gradient check, and check."""
    from playground.widgets.mathematics.panel import MathsPanel

    on.views.show(MATHS)
    if on.views.shown == MATHS:  # a class may not see it
        panel = on.workspace.get(MathsPanel)
        panel.open_page("gradients")
        control = panel.findChild(Button, "gradients.check")
        assert control is not None
        control.click()


def _moment(way: str, text: Text, keys: str) -> Command:
    """On to another moment of the step that is explained, in the view that shows it."""

    def go(on: Parts) -> None:
        on.views.show(MATHS)
        getattr(on.mathematics.stepping, way)()

    return Command(f"moment.{way}", TRAIN, text, go, keys, MATHS_PLAYER, leads_to=(VIEWS[MATHS],))


def _pace(name: str) -> Command:
    return Command(
        f"pace.{name}",
        PACE,
        time_texts.PACES[name],
        lambda on: on.time.set_pace(name),
        control=TIME,
        is_on=lambda on: on.time.pace == name,
        exclusive=True,
    )


def _in_build(act: Callable[[Parts], object]) -> Callable[[Parts], object]:
    """Return what acts in the view that has the data and the training settings."""

    def shown(on: Parts) -> None:
        on.views.show(BUILD)
        act(on)

    return shown


TAB_NAMES = [one.name for one in PANELS if one.place is Region.TAB]
ALL_MORE = tuple(one.name for one in controls().values() if one.group in (MORE, PAUSES))

COMMANDS: tuple[Command | DynamicMenu, ...] = (
    Command("new", FILE, words.NEW, lambda on: on.documents.guard(on.file.new), KEYS.New),
    Command("open", FILE, words.OPEN, lambda on: on.documents.guard(on.file.choose_and_open), KEYS.Open),
    DynamicMenu(RECENT, lambda on, menu: on.documents.fill_recent(menu)),
    Command("examples", FILE, words.EXAMPLES, lambda on: on.documents.show_examples(), "Ctrl+E", EXAMPLES),
    Command("save", FILE, words.SAVE, lambda on: on.file.save(), KEYS.Save, separator=True),
    Command("save_as", FILE, words.SAVE_AS, lambda on: on.file.choose_and_save(), "Ctrl+Shift+S"),
    Command("picture", EXPORT, words.PICTURE, lambda on: on.pictures.open(), "Ctrl+Shift+P"),
    Command("film", EXPORT, words.FILM, lambda on: on.films.open()),
    Command("report", EXPORT, words.REPORT, lambda on: on.reports.open(), "Ctrl+R"),
    Command("worksheet", EXPORT, words.WORKSHEET, lambda on: on.worksheets.open()),
    Command("curves_csv", EXPORT, words.CURVES_CSV, lambda on: on.export_data.save("curves")),
    Command("weights_csv", EXPORT, words.WEIGHTS_CSV, lambda on: on.export_data.save("weights")),
    Command("print", EXPORT, words.PRINT, lambda on: on.reports.print(), KEYS.Print, separator=True),
    Command("class", FILE, words.FOR_A_CLASS, lambda on: on.class_mode.choose(), "Ctrl+L", separator=True),
    Command("quit", FILE, words.QUIT, lambda on: on.close(), "Ctrl+Q", separator=True),
    #
    DynamicMenu(EDIT, _fill_undo),
    Command("copy", EDIT, words.COPY, lambda on: on.documents.copy(), "Ctrl+Shift+C", separator=True),
    Command("paste", EDIT, words.PASTE_EXPERIMENT, lambda on: on.documents.paste(), "Ctrl+Shift+V"),
    Command(
        "draw", EDIT, words.DRAW, lambda on: on.drawing.toggle(), "Ctrl+D", OWN_POINTS,
        separator=True,
    ),
    Command("table", EDIT, words.TABLE, lambda on: on.own.open_table(), "Ctrl+T", OWN_POINTS),
    Command(
        "columns", EDIT, words.COLUMNS, lambda on: on.own.choose_columns(), "Ctrl+Shift+T", OWN_POINTS
    ),
    Command("paste_points", EDIT, words.PASTE_POINTS, _paste_points, KEYS.Paste, OWN_POINTS),
    Command(
        "open_points", EDIT, words.OPEN_POINTS, lambda on: on.own.choose_file(), "Ctrl+Shift+O", OWN_POINTS
    ),
    Command(
        "save_points", EDIT, words.SAVE_POINTS, lambda on: on.own.choose_and_save(), control="data.save_csv"
    ),
    Command(
        "keep_runs", EDIT, words.KEEP_RUNS, lambda on: on.kept_runs.toggle(),
        is_on=lambda on: on.kept_runs.is_on, is_offered=lambda on: on.kept_runs.is_offered, separator=True,
    ),
    Command(
        "delete_runs", EDIT, words.DELETE_RUNS, lambda on: on.kept_runs.delete_all(), control=RUNS_VIEW,
        is_offered=lambda on: on.kept_runs.is_offered,
    ),
    #
    Command(
        "play", TRAIN, words.PLAY, lambda on: on.session.toggle(), "Space", PLAY,
        is_on=lambda on: on.session.playing, text_on=words.PAUSE,
    ),
    Command("step", TRAIN, words.STEP, lambda on: on.transport.step.click(), "Right", STEP),
    Command("epoch", TRAIN, words.STEP_EPOCH, lambda on: on.session.step("epoch"), "Ctrl+Shift+Right", STEP),
    Command("batch", TRAIN, words.STEP_BATCH, lambda on: on.session.step("batch"), "Shift+Right", STEP),
    Command("sample", TRAIN, words.STEP_SAMPLE, lambda on: on.session.step("sample"), "Ctrl+Right", STEP),
    _moment("forward", words.NEXT_MOMENT, "."),
    _moment("back", words.PREVIOUS_MOMENT, ","),
    Command("slower", TRAIN, words.SLOWER, lambda on: _change_speed(on, -1), "S", SPEED),
    Command("faster", TRAIN, words.FASTER, lambda on: _change_speed(on, 1), "F", SPEED),
    Command(
        "reset", TRAIN, words.RESET, lambda on: on.session.reset(), "R", RESET,
        separator=True, second_menu=STARTS,
    ),
    Command(
        "new_start", TRAIN, words.NEW_START, lambda on: on.session.new_start(),
        "W", NEW_START, second_menu=STARTS,
    ),
    Command(
        "new_data", TRAIN, words.NEW_DATA, lambda on: on.session.new_start(new_data=True),
        "N", NEW_DATA, second_menu=STARTS,
    ),
    Command(
        "weights", TRAIN, words.WEIGHTS_TABLE, lambda on: on.given_weights.open(), "Ctrl+Shift+W", WEIGHTS
    ),
    Command(
        "more", TRAIN, words.MORE_SETTINGS, _in_build(lambda on: on.training.toggle_drawer()), "T",
        leads_to=ALL_MORE,
    ),
    Command(
        "add_layer", TRAIN, words.ADD_LAYER, lambda on: on.network.add_layer(), "+", LAYERS, separator=True
    ),
    Command("remove_layer", TRAIN, words.REMOVE_LAYER, lambda on: on.network.remove_layer(), "-", LAYERS),
    #
    Command(
        "play_back", TIMES, words.PLAY_BACK, lambda on: on.time.play_back.toggle(), "Shift+Space", TIME,
        is_on=lambda on: on.time.play_back.plays, text_on=words.STOP_PLAYING_BACK,
    ),
    *map(_pace, PACES),
    Command(
        "stop_going", TIMES, words.STOP_GOING, lambda on: on.session.time.stop(),
        is_offered=lambda on: on.session.time.is_going,
    ),
    Command(
        "to_end", TIMES, words.TO_END, lambda on: on.time.walk("end", True), "Ctrl+End", TIME,
        separator=True,
    ),
    Command("go_to_epoch", TIMES, words.GO_TO_EPOCH, lambda on: on.time.ask_epoch(), "G", TIME),
    Command("best_loss", TIMES, words.BEST_LOSS, lambda on: on.time.go_to_best(), "B", TIME),
    Command("divergence", TIMES, words.LAST_DIVERGENCE, lambda on: on.time.go_to_divergence(), control=TIME),
    Command(
        "previous_mark", TIMES, words.PREVIOUS_MARK, lambda on: on.time.walk("mark", False),
        control=TIME, separator=True,
    ),
    Command("next_mark", TIMES, words.NEXT_MARK, lambda on: on.time.walk("mark", True), control=TIME),
    DynamicMenu(LEFT_LINES, lambda on, menu: on.time.fill_left_lines(menu)),
    Command(
        "left_lines", TIMES, words.SHOW_LEFT_LINES,
        lambda on: on.loss.show_left_lines(not on.loss.shows_left_lines),
        is_on=lambda on: on.loss.shows_left_lines, control=TIME,
    ),
    #
    _view(BUILD, words.BUILD, "F2"),
    _view(MATHS, words.MATHS, "F3"),
    _view(RUNS, words.RUNS, "F4"),
    *map(_option, OPTIONS),
    Command(
        "probe", PLOT, words.PROBE, lambda on: on.boundary.probe_by_keys(), "P",
        "output.probe", separator=True,
    ),
    Command("zoom_in", PLOT, words.ZOOM_IN, lambda on: on.boundary.zoom(1.0 / ZOOM), "Ctrl++", BOUNDARY),
    Command("zoom_out", PLOT, words.ZOOM_OUT, lambda on: on.boundary.zoom(ZOOM), "Ctrl+-", BOUNDARY),
    Command("whole", PLOT, words.WHOLE_SQUARE, lambda on: on.boundary.home(), "Ctrl+0", BOUNDARY),
    *(_tab(name, number) for number, name in enumerate(TAB_NAMES, start=1)),
    Command("log", VIEW, words.LOG_LOSS, lambda on: on.loss.log.toggle(), "L", "plot.log"),
    Command("gradient_check", VIEW, words.GRADIENT_CHECK, _check_gradients, "Ctrl+G", GRADIENT_CHECK),
    Command("network_output", VIEW, words.NETWORK_OUTPUT, lambda on: on.network.show_all(), "Esc"),
    Command(
        "full_screen", VIEW, words.FULL_SCREEN, lambda on: on.full_screen.toggle(), "F11", separator=True
    ),
    Command(
        "next_panel", VIEW, words.NEXT_PANEL, lambda on: on.workspace.walk(1), "F6", separator=True
    ),
    Command("previous_panel", VIEW, words.PREVIOUS_PANEL, lambda on: on.workspace.walk(-1), "Shift+F6"),
    Command("larger", SIZE, words.LARGER, lambda on: on.appearance.step_size(1), "Ctrl+Shift+Up"),
    Command("smaller", SIZE, words.SMALLER, lambda on: on.appearance.step_size(-1), "Ctrl+Shift+Down"),
    Command(
        "usual", SIZE, words.USUAL_SIZE, lambda on: on.appearance.choose_size(USUAL), "Ctrl+Shift+Home"
    ),
    *map(_size, TEXT_SIZES),
    _theme(SYSTEM, words.SYSTEM),
    _theme("light", words.LIGHT),
    _theme("dark", words.DARK),
    Command(
        "reduced_motion", VIEW, words.REDUCE_MOTION, lambda on: on.appearance.toggle_motion(),
        is_on=lambda on: on.appearance.reduces_motion,
    ),
    #
    Command("guide", HELP, words.USER_GUIDE, lambda on: on.guide.show_user_guide(), "Ctrl+F1"),
    Command("keyboard", HELP, words.KEYBOARD, lambda on: on.guide.show_keys(), "F1"),
    Command("whats_this", HELP, words.WHATS_THIS, lambda on: on.guide.explain(), "Shift+F1"),
    Command("errors", HELP, words.ERROR_REPORT, lambda on: on.guide.show_errors(), separator=True),
    Command("about", HELP, words.ABOUT, lambda on: on.guide.show_about()),
)  # fmt: skip
