"""Where keys and commands lead to, and the marks among which they choose."""

from dataclasses import replace

import numpy as np
import pytest
from hands import SMALL
from snapshots import snapshot_of

from engine import Metrics
from playground.observers.events import EventKind
from playground.observers.history import History
from playground.observers.marks import MarkKind, marks_of, place_of
from playground.observers.timeline import Timeline
from playground.session.ways import WAYS, here, is_there, to_best, to_divergence, to_epoch
from playground.worker.commands import GoTo

RATE = {"name": "learning_rate", "before": 0.03, "after": 0.5}


def standing(epoch, end=200, first=0, position=(0, 4, 10)):
    history = History()
    for k in range(first, end + 1):
        loss = 0.1 + abs(k - 120) / 100.0
        history.add(k, Metrics(loss, loss, None, None))
        if k == 70:
            history.add_events((282, 70.5), [(EventKind.SETTING, RATE)])
        if k == 150:
            history.add_divergence(150)
    line = Timeline(first=first, end=end, is_past=epoch < end, moments=np.arange(first, end, 25), branch=3)
    return replace(
        snapshot_of(SMALL), epoch=epoch, steps=4 * epoch + position[0], position=position,
        curves=history.curves(), timeline=line,
    )  # fmt: skip


def go(epoch=None, steps=None):
    return GoTo(epoch=epoch, steps=steps, branch=3)


@pytest.mark.parametrize(
    ("way", "at", "back", "on"),
    [
        ("epoch", 100.0, go(99), go(101)),
        ("epoch", 100.5, go(100), go(101)),
        ("epoch", 0.0, go(0), go(1)),
        ("epoch", 199.0, go(198), go()),
        ("moment", 100.0, go(75), go(125)),
        ("moment", 101.0, go(100), go(125)),
        ("moment", 10.0, go(0), go(25)),
        ("moment", 190.0, go(175), go()),
        ("far", 100.0, go(80), go(120)),
        ("far", 10.0, go(0), go(30)),
        ("far", 190.0, go(170), go()),
        ("mark", 100.0, go(steps=282), go(120)),
        ("mark", 70.5, None, go(120)),
        ("mark", 120.0, go(steps=282), go(150)),
        ("mark", 150.0, go(120), None),
        ("end", 100.0, go(0), go()),
    ],
)
def test_a_way_leads_back_and_on(way, at, back, on):
    snapshot = standing(100)
    assert WAYS[way](snapshot, at, False) == back
    assert WAYS[way](snapshot, at, True) == on


def test_a_line_that_begins_later_is_not_left():
    snapshot = standing(5010, end=5020, first=5000)
    assert WAYS["far"](snapshot, 5001.0, False) == go(5000)
    assert to_epoch(snapshot, 3) == go(5000)
    assert to_epoch(snapshot, 1e9) == go()


def test_where_a_run_stands_is_come_back_to():
    assert here(standing(200)) == go()
    assert here(standing(100)) == go(steps=400)
    assert place_of(standing(100, position=(1, 4, 10))) == 100.25


def test_the_best_and_the_last_divergence_are_led_to():
    assert to_best(standing(100)) == go(120)
    assert to_divergence(standing(100)) == go(150)
    young = replace(standing(0), curves=History().curves())
    assert to_best(young) is None
    assert to_divergence(young) is None


def test_marks_come_in_their_order():
    kinds = [one.kind for one in marks_of(standing(100).curves)]
    assert kinds == [MarkKind.CHANGE, MarkKind.BEST, MarkKind.DIVERGED]


@pytest.mark.parametrize(
    ("goal", "there"),
    [
        (go(100), True),
        (go(99), False),
        (go(steps=400), True),
        (go(steps=401), False),
        (go(), False),
        (GoTo(epoch=100, branch=2), False),
        (GoTo(epoch=100), True),
    ],
)
def test_it_is_known_whether_one_has_arrived(goal, there):
    assert is_there(goal, standing(100)) == there
