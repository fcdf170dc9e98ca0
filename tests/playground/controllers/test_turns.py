"""At full speed some panels leave out every second snapshot, and never stay behind."""

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject
from snapshots import snapshot_of

from playground.controllers import turns as module
from playground.controllers.turns import TakesTurns, Turns

PAUSED = snapshot_of()
FRAME = 0.016


class Shown:
    """A panel that notes the epochs it shows."""

    takes_turns = True

    def __init__(self):
        self.epochs = []

    def show_snapshot(self, snapshot):
        self.epochs.append(snapshot.epoch)


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    return now


@pytest.fixture
def some(clock, qapp):
    parent = QObject(qapp)
    turns, panels = Turns(parent), (Shown(), Shown())
    for panel in panels:
        turns.add(panel)

    def show(epochs, seconds=FRAME, busy=True):
        for epoch in epochs:
            clock[0] += seconds
            turns.show_snapshot(replace(PAUSED, epoch=epoch, busy=busy))

    yield panels, show, turns
    parent.deleteLater()


def test_at_full_speed_each_frame_is_shown_by_one_of_two(some):
    (one, other), show, _ = some
    show(range(1, 21))
    assert sorted(one.epochs[1:] + other.epochs[1:]) == list(range(2, 21))
    assert abs(len(one.epochs) - len(other.epochs)) <= 1


def test_what_comes_slowly_is_shown_by_all(some):
    panels, show, _ = some
    show(range(5), seconds=module.QUICK)
    assert [panel.epochs for panel in panels] == [list(range(5))] * 2


def test_a_paused_network_is_shown_by_all_at_once(some):
    panels, show, turns = some
    show(range(4))
    show([4], busy=False)
    assert {panel.epochs[-1] for panel in panels} == {4}
    assert not turns._timer.isActive()


def test_what_was_left_out_is_shown_when_nothing_follows(some, qtbot):
    panels, show, turns = some
    show(range(4))
    assert {panel.epochs[-1] for panel in panels} == {2, 3}
    qtbot.waitUntil(lambda: {panel.epochs[-1] for panel in panels} == {3})
    assert not turns._timer.isActive()


def test_the_output_plot_shows_every_frame(window):
    taking_turns = {
        type(panel).__name__ for panel in window.workspace.panels if isinstance(panel, TakesTurns)
    }
    assert taking_turns == {"NetworkPanel", "OutputTabs", "Transport"}
