"""Build, Maths and Runs: one window, in which only the left two thirds and the bottom bar change."""

import pytest
from hands import SMALL, at_rest, bring_to_front, click, control, places_at_rest, press, until
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.analysis.ledger import Ledger
from playground.classroom.choice import EVERYTHING, Classroom
from playground.mathematics.moments import Moment, Phase, moments
from playground.observers.ledger import AskLedger
from playground.widgets.mathematics.panel import MathsPanel
from playground.widgets.mathematics.player import Player
from playground.widgets.transport.views import VIEWS
from playground.window.workspace import NARROW

KEY = Qt.Key
SIZES = [(1280, 800), (1920, 1080), (1024, 768), (960, 1040)]
FIRST = Moment(Phase.SAMPLE)


def there(window):
    """Where everything is that stays the same in both views."""
    ws = window.workspace
    stays = window.transport, window.transport.accuracy.value, ws._output, window.boundary, window.output
    stays += window.loss, window.notices, window.transport.views
    return [(one.mapTo(window, QPoint()).toTuple(), one.size().toTuple()) for one in stays]


def at_its_place(window):
    """Return where everything is, once it stays there."""
    last = []

    def stays():
        last.append(there(window))
        QTest.qWait(2)
        return last[-4:-1] == [last[-1]] * 3

    until(stays)
    return last[-1]


def show_maths(window):
    press(window, KEY.Key_F3)
    until(lambda: window.mathematics.ledger is not None)
    at_rest(window.session)


@pytest.mark.parametrize(
    ("size", "percent"), [*((size, 100) for size in SIZES), ((1280, 800), 150), ((1920, 1080), 150)]
)
def test_what_is_at_the_right_above_and_below_never_moves(open_window, size, percent):
    window = open_window(SMALL, percent)
    window.resize(*size)
    until(lambda: window.width() == size[0])
    before = at_its_place(window)
    for _ in range(2):
        press(window, KEY.Key_F3)
        assert there(window) == before
        until(lambda: window.mathematics.ledger is not None)
        at_rest(window.session)
        assert at_its_place(window) == before
        assert not window.data.isVisible()
        assert not window.training.isVisible()
        press(window, KEY.Key_F4)
        assert there(window) == before
        assert at_its_place(window) == before
        assert not window.network.isVisible()
        press(window, KEY.Key_F2)
        assert there(window) == before
        assert window.data.isVisible()
        assert window.network.isVisible()
        assert at_its_place(window) == before


@pytest.mark.parametrize(("size", "narrow"), [((NARROW, 800), False), ((NARROW - 1, 800), True)])
def test_where_there_is_little_width_network_and_ledger_are_two_tabs(open_window, size, narrow):
    window = open_window(SMALL)
    window.resize(*size)
    show_maths(window)
    panel = window.workspace.get(MathsPanel)
    assert (window.network.isVisible(), panel.isVisible()) == (not narrow, True)
    assert control(window, "window.middle").isVisible() == narrow
    if narrow:
        assert window.workspace._output.width() >= 320
        control(window, "window.middle").setFocus()
        press(window, KEY.Key_Left)
        assert (window.network.isVisible(), panel.isVisible()) == (True, False)
        window.resize(NARROW, 800)
        until(lambda: panel.isVisible())
        assert window.network.isVisible()


def test_in_a_narrow_window_build_is_as_it_was_after_another_view(open_window):
    """No tab is left where the network stands alone."""
    window = open_window(SMALL)
    window.resize(1024, 768)
    until(lambda: window.width() == 1024)
    before = places_at_rest(window.network)
    for key in (KEY.Key_F3, KEY.Key_F2, KEY.Key_F3, KEY.Key_F4, KEY.Key_F2):
        press(window, key)
    assert not control(window, "window.middle").isVisible()
    assert places_at_rest(window.network) == before


def test_the_switch_and_the_keys_say_which_view_is_shown(window):
    for act, shown in (
        (lambda: click(window, "view.maths"), "maths"),
        (lambda: click(window, "view.maths"), "maths"),
        (lambda: press(window, KEY.Key_F2), "build"),
        (lambda: press(window, KEY.Key_F4), "runs"),
        (lambda: press(window, KEY.Key_F3), "maths"),
        (lambda: click(window, "view.runs"), "runs"),
        (lambda: click(window, "view.build"), "build"),
    ):
        act()
        assert window.views.shown == shown
        assert [view for view in VIEWS if control(window, f"view.{view}").isChecked()] == [shown]
        actions = window.menus.actions
        assert [view for view in VIEWS if actions[f"view.{view}"].isChecked()] == [shown]


def test_the_view_is_remembered_but_not_what_a_class_sees(open_window):
    window = open_window(SMALL)
    press(window, KEY.Key_F3)
    window.session.gate.show(Classroom(hidden={"plot.log"}))
    press(window, KEY.Key_F2)
    assert window.views.shown == "build"
    window.session.gate.show(EVERYTHING)
    assert window.views.shown == "maths"
    assert open_window(SMALL).views.shown == "maths"


@pytest.mark.parametrize("view", ["maths", "runs"])
def test_a_window_that_opens_in_another_view_is_laid_out_as_one_that_changes_to_it(open_window, view):
    first = open_window(SMALL)
    first.resize(1264, 760)
    first.views.show(view)
    opened = open_window(SMALL)
    assert opened.views.shown == view
    opened.resize(1264, 760)
    until(lambda: opened.width() == first.width() == 1264)
    assert at_its_place(opened) == at_its_place(first)


@pytest.mark.parametrize(("view", "key"), [("maths", KEY.Key_F3), ("runs", KEY.Key_F4)])
def test_a_class_that_does_not_see_a_view_has_neither_its_button_nor_its_keys(window, view, key):
    press(window, key)
    assert window.views.shown == view
    window.session.gate.show(Classroom(hidden={f"view.{view}"}))
    assert window.views.shown == "build"
    assert not control(window, f"view.{view}").isVisible()
    assert window.transport.views.isVisible()
    assert window.data.isVisible()
    for one in (key, KEY.Key_Period):
        press(window, one)
        assert window.views.shown == ("maths" if view == "runs" and one == KEY.Key_Period else "build")
    window.session.gate.show(EVERYTHING)
    assert control(window, f"view.{view}").isVisible()


def test_a_class_that_sees_one_view_alone_has_no_switch(window):
    press(window, KEY.Key_F4)
    window.session.gate.show(Classroom(hidden={"view.maths", "view.runs"}))
    assert window.views.shown == "build"
    assert not window.transport.views.isVisible()
    assert not window.menus.actions["view.build"].isVisible()
    window.session.gate.show(EVERYTHING)
    assert window.transport.views.isVisible()


def test_nothing_of_it_is_made_before_it_is_shown(window):
    assert not window.findChildren(MathsPanel)
    assert "mathematics" not in vars(window)
    press(window, KEY.Key_F3)
    assert len(window.findChildren(MathsPanel)) == 1
    press(window, KEY.Key_F2)
    press(window, KEY.Key_F3)
    assert len(window.findChildren(MathsPanel)) == len(window.findChildren(Player)) == 1


def test_training_settings_open_in_the_view_that_has_them(window):
    show_maths(window)
    press(window, KEY.Key_T)
    assert window.views.shown == "build"
    assert window.training.more.isChecked()
    press(window, KEY.Key_F3)
    assert not window.training.more.isChecked()


def test_keys_lead_through_all_panels_of_the_view(window):
    show_maths(window)
    panels, seen = window.workspace.panels, set()
    for _ in range(2 * len(panels)):
        press(window, KEY.Key_F6)
        focus = QApplication.focusWidget()
        seen.add(next(type(one).__name__ for one in panels if one.isAncestorOf(focus)))
    assert seen == {"Transport", "NetworkPanel", "MathsPanel", "BoundaryPlot", "OutputTabs", "Player"}


# -- the sample ----------------------------------------------------------------------------------


def test_a_click_on_a_point_explains_it_and_it_is_ringed(window):
    show_maths(window)
    data, plot = window.session.snapshot.data, window.boundary.plot
    X = data.train.X[11]
    spot = plot.place_of(QPointF(*X)).toPoint()
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    at_rest(window.session)
    ask = window.mathematics.ask
    part = data.train if ask.part == "train" else data.test
    assert abs(part.X[ask.index] - X).max() < 0.3  # of points on top of each other it may be another
    assert window.mathematics.ledger.indices == (ask.index,)
    assert window.boundary.marks.ringed.tolist() == [part.X[ask.index].tolist()]
    press(window, KEY.Key_F2)
    assert not len(window.boundary.marks.ringed)
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert not len(window.boundary.marks.ringed)


def test_arrows_in_the_ledger_choose_the_next_sample_and_are_no_step(window):
    show_maths(window)
    control(window, "maths.ledger").setFocus()
    for key, index in ((KEY.Key_Right, 1), (KEY.Key_Right, 2), (KEY.Key_Left, 1), (KEY.Key_Left, 0)):
        press(window, key)
        assert window.mathematics.ask == AskLedger("train", index)
        at_rest(window.session)
        assert window.mathematics.ledger.indices == (index,)
    press(window, KEY.Key_Left)
    assert window.mathematics.ask.index == len(window.session.snapshot.data.train) - 1
    assert window.session.snapshot.steps == 0


def test_the_chooser_says_that_other_data_have_another_point(window):
    show_maths(window)
    window.mathematics.choose(AskLedger("train", 5))
    window.session.edit("data.noise", "data", noise=0.4)
    at_rest(window.session)
    line = window.workspace.get(MathsPanel).chooser
    assert window.mathematics.ask.index == 5
    assert "data changed" in line._text
    line.walk(1)
    assert "data changed" not in line._text


def test_the_figures_of_the_step_are_those_of_the_ledger(window):
    show_maths(window)
    press(window, KEY.Key_6, Qt.KeyboardModifier.ControlModifier)
    figures = window.output._page()
    at_rest(window.session)
    ledger = window.mathematics.ledger
    assert [value for _, value in figures.figures][-1] == f"{ledger.loss:.4g}"
    assert [size for _, size in figures.sizes] == pytest.approx(
        [float((layer.dW**2).sum()) ** 0.5 for layer in ledger.layers]
    )
    press(window, KEY.Key_F2)
    assert window.output.tab != "step"


# -- the player ----------------------------------------------------------------------------------


def test_the_buttons_and_keys_of_the_player_go_through_the_moments(window):
    show_maths(window)
    every, mathematics = moments(3), window.mathematics
    press(window, KEY.Key_Period)
    assert mathematics.moment == every[0]
    click(window, "maths.forward")
    assert mathematics.moment == every[1]
    press(window, KEY.Key_Period)
    press(window, KEY.Key_Comma)
    assert mathematics.moment == every[1]
    click(window, "maths.back")
    assert mathematics.moment == every[0]
    assert not control(window, "maths.back").isEnabled()
    click(window, "maths.forward")
    click(window, "maths.start")
    assert mathematics.moment == every[0]


def test_it_plays_at_the_chosen_speed_on_to_the_next_step_until_it_is_stopped(window):
    show_maths(window)
    player = window.workspace.get(Player)
    player.speed.setCurrentText("rapid")
    assert player._timer.interval() < 200
    player._timer.setInterval(1)
    click(window, "maths.play")
    assert player.playing
    until(lambda: window.session.snapshot.steps >= 2)
    click(window, "maths.play")
    assert not player.playing
    assert at_rest(window.session).steps >= 2


def test_training_ends_the_playing_and_leaving_the_view_too(window):
    show_maths(window)
    player = window.workspace.get(Player)
    click(window, "maths.play")
    window.session.play()
    assert not player.playing
    window.session.pause()
    at_rest(window.session)
    click(window, "maths.play")
    press(window, KEY.Key_F2)
    assert not player.playing
    at_rest(window.session)
    assert window.session.snapshot.get(Ledger) is None


def test_the_ledger_follows_training(window):
    show_maths(window)
    window.session.play()
    seen = set()
    until(lambda: seen.add(window.mathematics.ledger.progress.steps) or len(seen) > 5)
    window.session.pause()
    at_rest(window.session)
    assert window.mathematics.ledger.progress.steps == window.session.snapshot.steps


@pytest.mark.parametrize("view", ["build", "maths"])
def test_after_a_change_of_the_view_the_space_bar_plays(open_window, view):
    window = open_window(SMALL)
    bring_to_front(window)
    show_maths(window)
    if view == "maths":
        press(window, KEY.Key_F2)
    control(window, {"build": "maths.ledger", "maths": "training.learning_rate"}[view]).setFocus()
    press(window, {"build": KEY.Key_F2, "maths": KEY.Key_F3}[view])
    assert window.views.shown == view
    press(window, KEY.Key_Space)
    assert window.session.playing
