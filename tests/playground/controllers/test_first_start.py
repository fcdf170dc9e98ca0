"""The card of a first start: once, and only where nothing else opened the window."""

from dataclasses import replace

import pytest
from hands import SMALL, bring_to_front, click, control, places_at_rest, press, until
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget

from playground import app
from playground.controllers.autosaver import Autosaver
from playground.files.experiments import save
from playground.widgets.dialogs.first_start import FirstStartCard
from playground.window.main_window import MainWindow


@pytest.fixture
def offered(open_window):
    window = open_window()
    window.first_start.offer()
    return window


def card(window):
    return next((one for one in window.findChildren(FirstStartCard) if one.isVisible()), None)


def test_it_offers_three_ways_to_begin(offered):
    for name in ("start.watch", "start.examples", "start.everything"):
        button = control(offered, name)
        assert button.isVisible()
        assert button.accessibleName()
        assert button.toolTip()


def test_it_lies_in_the_window_and_is_not_modal(offered):
    assert card(offered).window() is offered
    assert not QApplication.activeModalWidget()
    control(offered, "data.noise_slider").setValue(3)
    assert offered.session.experiment.data.noise > 0.0


def test_watch_one_learn_plays(offered):
    click(offered, "start.watch")
    assert offered.session.playing
    assert card(offered) is None


def test_space_plays_as_it_does_without_the_card(offered):
    press(offered, Qt.Key.Key_Space)
    until(lambda: offered.session.playing)
    assert card(offered) is None


def test_examples_shows_them(offered):
    click(offered, "start.examples")
    until(lambda: any(one.isVisible() for one in offered.findChildren(QDialog)))
    assert card(offered) is None
    for one in offered.findChildren(QDialog):
        one.close()


def test_everything_closes_it_and_changes_nothing(offered):
    before = offered.session.experiment
    click(offered, "start.everything")
    assert card(offered) is None
    assert (offered.session.experiment, offered.session.playing) == (before, False)
    assert QApplication.focusWidget() is offered


def test_escape_closes_it(offered):
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert card(offered) is None


@pytest.mark.usefixtures("offered")
def test_its_buttons_are_reached_by_tab():
    reached = []
    for _ in range(3):
        reached.append(QApplication.focusWidget().objectName())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert reached == ["start.watch", "start.examples", "start.everything"]


def test_whatever_else_is_done_closes_it(offered):
    offered.session.change(seed=3)
    assert card(offered) is None


def test_another_view_closes_it(offered):
    press(offered, Qt.Key.Key_F3)
    until(lambda: card(offered) is None)


def test_it_is_shown_once_in_a_life(offered, open_window):
    click(offered, "start.everything")
    offered.first_start.offer()
    assert card(offered) is None
    again = open_window()
    again.first_start.offer()
    assert card(again) is None


def test_no_window_shows_it_by_itself(open_window):
    for window in (open_window(), open_window(SMALL)):
        QApplication.processEvents()
        assert card(window) is None


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_it_has_room_in_every_window(offered, percent):
    offered.appearance.choose_size(percent)
    one = card(offered)
    for size in ((1024, 768), (1280, 800), (960, 1040), (1920, 1080)):
        offered.resize(*size)
        places_at_rest(offered)
        assert one.parentWidget().rect().contains(one.geometry()), size
        for inside in one.findChildren(QWidget):
            assert one.rect().contains(inside.geometry()), (size, inside)
        texts = [label for label in one.findChildren(QLabel) if label.wordWrap()]
        assert texts
        for label in texts:
            assert label.heightForWidth(label.width()) <= label.height(), (size, label.text())


def test_it_keeps_its_place_in_the_middle_of_the_network(offered):
    offered.resize(1600, 900)
    places_at_rest(offered)
    network, one = offered.network, card(offered)
    middle = network.mapTo(one.parentWidget(), network.rect().center())
    assert (one.geometry().center() - middle).manhattanLength() < 10
    assert offered.childAt(one.mapTo(offered, QPoint(20, 20))) is not None


# -- the program itself ------------------------------------------------------------------------


@pytest.fixture
def started(monkeypatch):
    """Start the program as a person does for the first time, and return whether the card was shown."""
    monkeypatch.setattr(app, "quiet_offscreen", lambda: None)
    monkeypatch.setattr(app.faulthandler, "enable", lambda: None)
    monkeypatch.setattr(app.garbage, "keep", lambda: None)
    for module, name in ((app.sys, "excepthook"), (app.threading, "excepthook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    usual = app.sys.getswitchinterval()
    shown = []

    def start(path=None, settings=None):
        monkeypatch.setattr(app.remembered, "settings_of", lambda *_: settings)

        def look():
            (window,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
            bring_to_front(window)
            until(lambda: window.session.snapshot is not None)
            if path is not None:
                until(lambda: window.session.experiment.seed == 5)
            until(lambda: window.findChild(Autosaver) is not None)  # the last that a start does
            shown.append(card(window) is not None)
            window.close()
            window.deleteLater()

        QTimer.singleShot(0, look)
        assert app.run(path) == 0
        return shown[-1]

    yield start
    app.sys.setswitchinterval(usual)


def test_the_program_shows_it_at_a_first_start_and_never_again(started, settings):
    assert started(settings=settings)
    assert not started(settings=settings)


def test_a_file_opens_without_it(started, settings, tmp_path):
    save(replace(SMALL, seed=5), tmp_path / "other.json")
    assert not started(tmp_path / "other.json", settings)
