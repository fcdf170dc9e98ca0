"""Everything is on the screen, at every size and text size; large text folds data and training into tabs."""

import pytest
from clipping import all_windows, clipped
from hands import SMALL, control, places_at_rest, press, until
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QDialog,
    QFrame,
    QLabel,
    QScrollArea,
    QScrollBar,
    QWidget,
)
from states import SPIRAL, STATES, enter, leave

from engine import DataSpec, Experiment
from engine.analysis.ledger import Ledger
from engine.points import OWN
from playground.classroom.catalogue import controls
from playground.classroom.choice import EVERYTHING, Classroom
from playground.style import scaling
from playground.style.scaling import TEXT_SIZES, px
from playground.style.sizes import SPACING
from playground.style.style_sheet import BAR
from playground.widgets.controls.fields import Field
from playground.widgets.controls.scrolled import Whole
from playground.widgets.mathematics.ledger_tree import LedgerTree
from playground.widgets.mathematics.panel import PAGES, MathsPanel
from playground.widgets.output.legend import ROW
from playground.widgets.training.drawer import TrainingDrawer
from playground.widgets.transport.views import VIEWS
from playground.window.main_window import MainWindow
from playground.window.side import Side
from playground.window.workspace import Workspace

KEY = Qt.Key
SIZES = ((1024, 712), (1024, 768), (1280, 720), (1280, 800), (1366, 768), (960, 1040), (1920, 1080))
DATA = {one.name for one in controls().values() if one.group == "data"}
TRAINING = {name for name in controls() if name.startswith("training.")}


def settle():
    """Wait until all windows show what they asked for, and are laid out."""
    for one in QApplication.topLevelWidgets():
        if isinstance(one, MainWindow) and one.isVisible():
            until(lambda session=one.session: session.settled)
    for _ in range(5):
        QApplication.processEvents()


def shown(open_window, size=(1280, 800), text=100, experiment=SPIRAL):
    window = open_window(experiment, text)
    window.resize(*size)
    settle()
    assert window.size().toTuple() == size
    return window


def place(widget):
    """Where a widget is in its window."""
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def bars(window):
    """All scroll bars in sight."""
    return [
        one for one in window.findChildren(QScrollBar) if one.isVisible() and one.maximum() > one.minimum()
    ]


def tab(window, index):
    bar = control(window, "window.side")
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(index).center())
    settle()


# -- every text size: one window is asked for all of it -----------------------------------------------


@pytest.mark.parametrize("text", TEXT_SIZES)
def test_at_every_text_size_all_is_in_sight_and_only_what_is_long_scrolls(open_window, text):
    window = shown(open_window, text=text)
    nothing_scrolls_around_everything(window)
    no_scroll_bar_is_nested_in_another(window)
    plots_stay_plots(window)
    data_and_training_are_tabs(window, text >= 150)
    if text >= 150:
        each_tab_shows_its_panel_and_nothing_else_moves(window)
    what_scrolls_upright_is_not_cut_at_its_sides(window)
    the_pages_of_the_mathematics_scroll_and_the_window_does_not(window)


def nothing_scrolls_around_everything(window):
    whole = window.findChild(Whole)
    assert whole.verticalScrollBar().maximum() == whole.horizontalScrollBar().maximum() == 0
    for panel in window.workspace.panels:
        if panel.isVisible():
            assert window.rect().contains(place(panel)), type(panel).__name__
    assert window.notices.isVisible()


def no_scroll_bar_is_nested_in_another(window):
    areas = [one for one in window.findChildren(QAbstractScrollArea) if one.isVisible()]
    scrolling = [
        area for area in areas if {area.verticalScrollBar(), area.horizontalScrollBar()} & {*bars(window)}
    ]
    for area in scrolling:
        assert not [other for other in scrolling if other is not area and other.isAncestorOf(area)]


def plots_stay_plots(window):
    for plot in (window.boundary._plot, window.loss._plot):
        assert plot.height() >= 110
    assert window.boundary._plot.view_box.height() >= 120


def data_and_training_are_tabs(window, folded):
    assert control(window, "window.side").isVisible() == folded
    assert window.data.isVisible()
    assert window.training.isVisible() != folded


def each_tab_shows_its_panel_and_nothing_else_moves(window):
    others = [window.transport, window.network, window.boundary, window.output, window.notices]
    before = [place(one) for one in others]
    for index, (seen, other) in enumerate(((window.data, window.training), (window.training, window.data))):
        tab(window, index)
        assert seen.isVisible()
        assert not other.isVisible()
        assert [place(one) for one in others] == before
    tab(window, 0)


def what_scrolls_upright_is_not_cut_at_its_sides(window):
    for panel in (window.data, window.training):
        if not panel.isVisible():
            tab(window, 1)
        area = panel.findChild(QScrollArea)
        assert area.widget().width() <= area.viewport().width(), panel.accessibleName()


def the_pages_of_the_mathematics_scroll_and_the_window_does_not(window):
    enter(window, "maths")
    panel = window.workspace.findChild(MathsPanel)
    for page in PAGES:
        panel.open_page(page.name)
        settle()
        whole = window.findChild(Whole)
        assert whole.verticalScrollBar().maximum() == whole.horizontalScrollBar().maximum() == 0, page.name
    bar = window.output.bar
    assert bar.sizeHint().width() <= window.output.width(), "every tab is in sight"


# -- the window -------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_every_panel_is_whole_and_within_the_window(open_window, size):
    window = shown(open_window, size)
    for panel in window.workspace.panels:
        assert window.rect().contains(place(panel)), type(panel).__name__
    assert all(window.data.isAncestorOf(bar) for bar in bars(window)), "nothing else scrolls"


@pytest.mark.parametrize("size", [size for size in SIZES if size[1] >= 768])
def test_every_control_is_seen_whole_without_scrolling(open_window, size):
    window = shown(open_window, size, experiment=Experiment())
    named = [one for one in window.findChildren(QWidget) if "." in one.objectName() and one.isVisible()]
    usable = [one for one in named if one.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert len(usable) > 50
    for one in usable:
        assert window.rect().contains(place(one)), one.objectName()
        if not isinstance(one, QAbstractScrollArea):  # its viewport covers it
            assert one.visibleRegion().boundingRect() == one.rect(), one.objectName()


def test_with_large_text_what_a_table_is_read_as_is_not_scrolled_sideways(open_window):
    window = shown(open_window, text=200, experiment=Experiment())
    enter(window, "csv")
    dialog = control(window, "csv")
    dialog.resize(1216, 760)  # what a screen of this size has room for
    places_at_rest(dialog)
    assert dialog.findChild(Whole).horizontalScrollBar().maximum() == 0
    assert not clipped(dialog)
    leave()


def test_large_text_leaves_the_ledger_three_rows(open_window):
    window = shown(open_window, text=200)
    window.views.show("maths")
    tree = window.findChild(LedgerTree)

    def has_room(k):
        row = tree.visualRect(tree.model().index(k, 0))
        return not row.isEmpty() and tree.viewport().rect().contains(row)

    until(lambda: window.session.snapshot.get(Ledger) is not None and all(map(has_room, range(3))))
    assert not window.findChild(MathsPanel).chooser._line.isVisible(), "the first row says it"


def test_large_text_has_room_for_the_runs_and_for_what_compares_them(open_window):
    window = shown(open_window, text=200)
    window.views.show("runs")
    whole, details = window.findChild(Whole), window.runs.details
    places_at_rest(window)
    assert whole.horizontalScrollBar().maximum() == 0
    assert details.isVisible()
    control(window, "runs.side_by_side").click()
    places_at_rest(window)
    assert whole.horizontalScrollBar().maximum() == 0
    assert not details.isVisible(), "no run can be selected: the table is not in sight"
    outputs = [control(window, f"compare.{side}_output") for side in "ab"]
    assert all(one.visibleRegion().boundingRect().height() >= 100 for one in outputs)
    tab = control(window, "runs.pages")
    tab.setCurrentIndex(0)
    places_at_rest(window)
    assert details.isVisible()
    tab.setCurrentIndex(1)
    window.appearance.choose_size(100)
    window.resize(1280, 800)
    places_at_rest(window)
    assert details.isVisible(), "below all, where it keeps its place"


@pytest.mark.parametrize("before", [(960, 1040), (1920, 1080)])
def test_from_whatever_size_controls_and_figures_are_in_one_line_where_there_is_room(open_window, before):
    window = shown(open_window, before)
    window.resize(1280, 800)
    settle()
    assert place(window.transport.play).left() < place(window.transport.epoch.value).left()
    assert place(window.transport.play).bottom() > place(window.transport.epoch.value).top()


@pytest.mark.parametrize(("size", "text"), [((1280, 800), 100), ((1280, 800), 200), ((960, 1040), 100)])
def test_every_tab_of_the_output_is_as_wide_as_the_others(open_window, size, text):
    window = shown(open_window, size, text)
    widths = set()
    for name in window.output.names:
        window.output.open(name)
        settle()
        widths.add((window.network.width(), window.output.width()))
    assert len(widths) == 1, widths


def test_large_text_leaves_out_the_numbers_of_points_where_that_saves_a_line(open_window):
    window = shown(open_window)
    legend = window.boundary._legend
    assert [text for *_, text in legend._rows] == ["class 0", "class 1", "train 250", "test 250"]
    window.appearance.choose_size(200)
    settle()
    assert [text for *_, text in legend._rows] == ["class 0", "class 1", "train", "test"]
    assert legend.height() == scaling.px(ROW)
    assert "train 250" in legend.toolTip()
    assert "train 250" in legend.accessibleName()


def test_large_text_leaves_the_plot_of_many_classes_its_room(open_window):
    window = shown(open_window, text=200, experiment=STATES["classes"].experiment)
    plot, legend = window.boundary, window.boundary._legend

    def comes_to(names, least):
        top, bottom = plot.viewport.span()
        return [text for *_, text in legend._rows] == [*names, "train", "test"] and bottom - top >= least

    until(lambda: comes_to("012345", 120))
    assert "class 5" in legend.toolTip()
    window.drawing.toggle()
    until(lambda: comes_to("", 60))  # what one draws with shows the classes
    window.drawing.toggle()
    until(lambda: comes_to("012345", 120))


@pytest.mark.parametrize("text", TEXT_SIZES)
def test_a_window_for_a_class_needs_no_more_width_than_a_small_screen_has(open_window, text):
    window = open_window(STATES["class-watch-only"].experiment, text)
    window.resize(1272, 796)  # within a frame
    enter(window, "class-watch-only")
    settle()
    assert window.findChild(Whole).horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("text", TEXT_SIZES)
def test_own_points_are_not_cut_at_their_sides_either(open_window, text):
    window = shown(open_window, (1264, 740), text, experiment=Experiment(DataSpec(dataset=OWN)))
    area = window.data.findChild(QScrollArea)
    assert area.widget().width() <= area.viewport().width()


LOOKS = [
    ((1024, 768), 100),
    ((960, 1040), 100),
    ((1280, 800), 150),
    ((1280, 800), 200),
]  # in as few changes of text


@pytest.mark.parametrize(
    "name",
    [
        "trained",
        "drawer",
        "class-watch-only",
        "class-first-steps",
        "table",
        "hardest",
        "health",
        "histograms",
        "maths",
        "maths-neuron",
        "maths-layers",
        "maths-checked",
        "maths-step",
        "why",
        "side-by-side",
        "race",
    ],
)
def test_no_text_is_clipped_in_narrow_rooms(open_window, name):
    window = open_window(STATES[name].experiment)
    enter(window, name)
    for size, text in LOOKS:
        window.appearance.choose_size(text)
        window.resize(*size)
        settle()
        assert not [found for one in all_windows() for found in clipped(one)], f"{size} at {text} %"
    leave()


@pytest.mark.parametrize("text", [100, 200])
@pytest.mark.parametrize("name", ["worksheet", "weights-table", "race-dialog"])
def test_no_text_of_a_dialog_is_clipped(open_window, name, text):
    window = shown(open_window, text=text, experiment=STATES[name].experiment)
    enter(window, name)
    settle()
    assert not [found for one in all_windows() for found in clipped(one)]
    for dialog in window.findChildren(QDialog):
        dialog.reject()
    settle()


def test_a_scroll_bar_with_nothing_to_scroll_is_not_seen(open_window):
    window = shown(open_window, text=100)
    enter(window, "maths")
    settle()
    bar = window.workspace.findChild(LedgerTree).verticalScrollBar()
    assert bar.isVisible()
    assert bar.maximum() == bar.minimum()
    picture = bar.grab().toImage()
    middle = picture.width() // 2
    assert len({picture.pixel(middle, y) for y in range(0, picture.height(), 5)}) == 1


def test_the_buttons_of_the_step_are_one_as_high_as_the_other(open_window):
    for text in (100, 200):
        window = shown(open_window, text=text)
        enter(window, "maths")
        settle()
        names = ("start", "back", "play", "forward", "speed")
        assert len({control(window, f"maths.{name}").height() for name in names}) == 1


# -- labels, fields and sliders ------------------------------------------------------------------------


@pytest.mark.parametrize("text", [100, 150, 200])
def test_every_label_is_above_its_field_and_every_slider_below(open_window, text):
    window = shown(open_window, text=text)
    press(window, KEY.Key_T)
    until(lambda: window.findChild(TrainingDrawer).isVisible())
    fields = window.findChildren(Field)
    assert len(fields) > 25
    for one in fields:
        parts = [part for part in (one.label, one.control, one.slider) if part is not None]
        tops = [part.y() for part in parts if not part.isHidden()]
        assert tops == sorted(tops), one.control.objectName()
        assert len({part.x() for part in parts}) == 1, one.control.objectName()
    loose = [one for one in window.findChildren(QAbstractSlider) if one.objectName().endswith("_slider")]
    assert all(isinstance(one.parentWidget(), Field) for one in loose)


def test_what_stands_beside_something_stands_on_its_line(open_window):
    window = shown(open_window)
    middles = {
        place(control(window, f"transport.{name}")).center().y()
        for name in ("reset", "play", "step", "speed")
    }
    assert len(middles) == 1
    captions = [one for one in window.transport.findChildren(QLabel) if one.property("role") == "caption"]
    named = [one for one in captions if one.buddy() is not None]
    assert len({place(one).center().y() for one in named}) == 1, [one.text() for one in named]
    baselines = set()
    for figure in window.transport._figures:
        value = figure.value
        room, metrics = value.contentsRect(), value.fontMetrics()
        middle = place(value).top() + room.center().y()
        baselines.add(round(middle + (metrics.ascent() - metrics.descent()) / 2))
    speed = window.transport.speed
    metrics = speed.fontMetrics()
    baselines.add(round(place(speed).center().y() + (metrics.ascent() - metrics.descent()) / 2))
    assert max(baselines) - min(baselines) <= 1, baselines


def test_no_dash_is_written_beside_the_speed(window):
    measured = control(window, "transport.epochs_a_second")
    picture = measured.grab().toImage()
    ground = picture.pixelColor(0, 0)
    assert all(
        picture.pixelColor(x, y) == ground for x in range(picture.width()) for y in range(picture.height())
    )


# -- folding -------------------------------------------------------------------------------------------


def test_a_narrow_window_folds_where_the_line_has_no_room(open_window):
    window = shown(open_window, (1280, 800), 130)
    assert not control(window, "window.side").isVisible()
    window.resize(1000, 800)
    settle()
    assert control(window, "window.side").isVisible()
    window.resize(1280, 800)
    settle()
    assert not control(window, "window.side").isVisible()
    assert window.training.isVisible()
    assert place(window.training).top() > place(window.network).bottom()


def test_keys_lead_through_both_tabs_and_f6_brings_them_to_sight(open_window):
    window = shown(open_window, text=150)
    window.setFocus()
    way = []
    for _ in range(6):
        press(window, KEY.Key_F6)
        way.append(QApplication.focusWidget().objectName())
    assert way == [
        *("transport.play", "data.dataset", "training.learning_rate_slider", "network.view"),
        *("plot.boundary", "plot.curve"),
    ]
    press(window, KEY.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    press(window, KEY.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    press(window, KEY.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget().objectName() == "training.learning_rate_slider"
    assert window.training.isVisible()
    walked = [QApplication.focusWidget()]
    while window.training.isAncestorOf(walked[-1]):
        press(window, KEY.Key_Tab)
        walked.append(QApplication.focusWidget())
    assert walked[-2].objectName() == "training.more"
    assert window.network.isAncestorOf(walked[-1])


def test_the_focus_goes_through_the_panels_as_before_once_text_is_small_again(open_window):
    def stops():
        window.setFocus()
        found = []
        while (one := QApplication.focusWidget()) not in found:
            found.append(one)
            window.focusNextChild()
        return [one.objectName() for one in found if one is not window]

    window = shown(open_window)
    before = stops()
    window.appearance.choose_size(150)
    settle()
    window.appearance.choose_size(100)
    settle()
    assert stops() == before


@pytest.mark.parametrize("text", [100, 150])
def test_what_is_hidden_gives_its_room_back(open_window, text):
    window = shown(open_window, text=text)
    wide, high = window.network.width(), window.network.height()
    gate = window.session.gate
    gate.show(Classroom(hidden=TRAINING))
    settle()
    assert not window.training.isVisible()
    assert window.network.height() > high if text == 100 else window.network.height() == high
    gate.show(Classroom(hidden=DATA | TRAINING))
    settle()
    assert window.network.width() + window.workspace._output.width() > wide + 100
    assert not [one for one in window.findChildren(QFrame, "panel") if one.isVisible() and not one.height()]
    gate.show(EVERYTHING)
    settle()
    assert (window.network.width(), window.network.height()) == (wide, high)


def test_a_tab_whose_panel_a_class_does_not_see_is_gone(open_window):
    window = shown(open_window, text=150)
    window.session.gate.show(Classroom(hidden=DATA))
    settle()
    bar = control(window, "window.side")
    assert [bar.isTabVisible(k) for k in (0, 1)] == [False, True]
    assert window.training.isVisible()


def test_the_drawer_opens_from_its_tab_and_is_closed_by_its_button(open_window):
    window = shown(open_window, text=150)
    tab(window, 1)
    control(window, "training.more").click()
    drawer = window.findChild(TrainingDrawer)
    until(drawer.isVisible)
    assert place(drawer) == place(window.workspace._side)
    control(window, "training.close").click()
    assert not drawer.isVisible()
    assert not control(window, "training.more").isChecked()


def test_lists_in_the_column_have_a_row_of_their_own(open_window):
    window = shown(open_window, text=150)
    tab(window, 1)
    lists = [one for one in window.training.findChildren(QComboBox) if one.isVisible()]
    assert len(lists) == 3
    assert {one.width() for one in lists} == {max(one.width() for one in lists)}


def test_the_window_is_small_enough_for_half_a_screen(open_window):
    window = open_window(SMALL)
    window.resize(100, 100)
    settle()
    assert window.width() <= 960
    assert window.height() <= 690


@pytest.mark.parametrize("view", VIEWS)
def test_a_bar_to_scroll_by_never_makes_it_fold_and_unfold_for_ever(open_window, monkeypatch, view):
    """Folded, it needs less height; unfolded, a bar, which takes width away."""
    folded, fold_in = [], Side.fold_in

    def counted(side, panel):
        folded.append(panel)
        if len(folded) > 9:
            monkeypatch.setattr(Workspace, "_fold", lambda _: None)  # or the test would never end
        fold_in(side, panel)

    monkeypatch.setattr(Side, "fold_in", counted)
    window = shown(open_window, (1280, 720))
    window.views.show(view)
    settle()
    missing = window.centralWidget().viewport().height() - window.workspace.minimumSizeHint().height()
    window.boundary.setMinimumHeight(window.boundary.minimumSizeHint().height() + missing + 10)
    enough = window.training.width_on_line + 2 * px(SPACING)
    for width in (1280, enough + px(BAR), enough + 1, enough - 1, enough + 1, enough + px(BAR)):
        window.resize(width, 720)
        settle()
        assert len(folded) <= 2
