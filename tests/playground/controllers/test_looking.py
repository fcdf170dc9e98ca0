"""A window that nobody can see computes no pictures; training goes on."""

import pytest
from hands import at_rest, settled, trained, until
from PySide6.QtCore import QRect
from PySide6.QtGui import QExposeEvent, QRegion
from PySide6.QtWidgets import QApplication

from playground.observers.errors import Errors
from playground.observers.field import Field
from playground.observers.findings import Findings
from playground.observers.neuron_maps import NeuronMaps


def cover(window):
    """What the window system tells of a window that is covered: none of it is exposed."""
    handle = window.windowHandle()
    handle.isExposed = lambda: False
    QApplication.sendEvent(handle, QExposeEvent(QRegion()))


def uncover(window):
    handle = window.windowHandle()
    del handle.isExposed
    QApplication.sendEvent(handle, QExposeEvent(QRegion(QRect(0, 0, 10, 10))))


WAYS = {
    "minimised": (lambda window: window.showMinimized(), lambda window: window.showNormal()),
    "hidden": (lambda window: window.hide(), lambda window: window.show()),
    "covered": (cover, uncover),
}


@pytest.fixture(params=WAYS.values(), ids=WAYS)
def way(request):
    return request.param


def shown(window):
    until(lambda: settled(window.session))
    return window.session.snapshot


def pictures(snapshot):
    """What is computed to be seen; a diagnosis of seconds of training is no picture."""
    return set(snapshot.values) - {Findings}


def test_unseen_it_trains_without_pictures(window, way):
    leave, come_back = way
    session = window.session
    session.play()
    trained(session, 3)
    leave(window)
    until(lambda: not pictures(shown(window)))
    last = session.snapshot.curves.train.epochs[-1]
    trained(session, 5)
    assert not pictures(session.snapshot)
    assert session.snapshot.evaluated
    assert session.snapshot.curves.train.epochs[-1] > last
    come_back(window)
    until(lambda: {Field, NeuronMaps} <= set(shown(window).values))


def test_seen_again_while_paused_the_present_picture_comes(window, way):
    leave, come_back = way
    session = window.session
    asked = session._view
    leave(window)
    until(lambda: not session._view.asks)
    session.play(5)
    assert not at_rest(session).values
    come_back(window)
    until(lambda: session._view == asked)
    until(lambda: session.settled)
    assert session.snapshot.epoch == 5
    assert {Field, NeuronMaps} <= set(session.snapshot.values)


def test_what_is_asked_for_unseen_comes_when_the_window_is_seen(window):
    window.showMinimized()
    until(lambda: not window.session._view.asks)
    window.boundary.options.switches["errors"].setChecked(True)
    at_rest(window.session)
    assert window.session.snapshot.get(Errors) is None
    window.showNormal()
    until(lambda: shown(window).get(Errors) is not None)


def test_full_screen_and_back_it_is_seen(window):
    for act in (window.showFullScreen, window.showMinimized, window.showFullScreen, window.showNormal):
        act()
        until(lambda: bool(window.session._view.asks) != window.isMinimized())


def test_one_window_that_is_seen_is_enough(window):
    session = window.session
    looked = session._view.asks
    session.look_at("another window", looked)
    window.showMinimized()
    session.step()
    assert at_rest(session).get(Field) is not None
