"""Playing the past back, with a clock that a test sets."""

from dataclasses import replace

import pytest
from hands import SMALL
from snapshots import snapshot_of

from playground.observers.timeline import Timeline
from playground.session import play_back
from playground.session.play_back import PACES, WHOLE, WHOLE_SECONDS, PlayBack
from playground.worker.commands import GoTo


class Watch:
    """A play-back whose moments are shown at once, unless a test says otherwise."""

    def __init__(self, parent, monkeypatch):
        self.now, self.goals, self.waits = 0.0, [], False
        monkeypatch.setattr(play_back.time, "monotonic", lambda: self.now)
        self.player = PlayBack(parent, self._go, lambda: self.waits)
        self.show(1000, is_past=False)

    def show(self, epoch, **timeline):
        line = Timeline(end=1000, is_past=epoch < 1000)
        self.snapshot = replace(
            snapshot_of(SMALL), epoch=epoch, steps=4 * epoch, timeline=replace(line, **timeline)
        )
        self.player.take(self.snapshot)

    def _go(self, goal, told):
        self.goals.append((goal, told))
        self.show(1000 if goal.epoch is None else goal.epoch)
        return True

    def wait(self, seconds):
        self.now += seconds
        if self.player.plays:
            self.player._tick()


@pytest.fixture
def watch(application, monkeypatch):
    one = Watch(application, monkeypatch)
    yield one
    one.player.stop()
    one.player.deleteLater()


def test_at_the_end_it_begins_at_the_beginning(watch):
    watch.player.start()
    assert watch.goals == [(GoTo(epoch=0, branch=0), False)]
    assert watch.player.plays


@pytest.mark.parametrize("pace", [name for name in PACES if name != WHOLE])
def test_it_keeps_its_pace(watch, pace):
    watch.player.set_pace(pace)
    watch.player.start()
    watch.wait(0.9)
    assert watch.snapshot.epoch == min(int(0.9 * PACES[pace]), 1000)


def test_all_of_it_takes_twenty_seconds(watch):
    watch.player.start()
    watch.wait(WHOLE_SECONDS / 2.0)
    assert watch.snapshot.epoch == 500
    watch.wait(WHOLE_SECONDS / 2.0)
    assert not watch.player.plays
    assert watch.goals[-1] == (GoTo(branch=0), True), "that it has come to the end is told"


def test_it_goes_on_from_the_moment_that_is_shown(watch):
    watch.show(400)
    watch.player.set_pace("brisk")
    watch.player.start()
    watch.wait(1.0)
    assert watch.snapshot.epoch == 500


def test_moments_that_come_late_are_left_out(watch):
    watch.player.set_pace("brisk")
    watch.player.start()
    watch.waits = True
    for _ in range(10):
        watch.wait(0.1)
    assert len(watch.goals) == 1
    watch.waits = False
    watch.wait(0.0)
    assert watch.snapshot.epoch == 100


def test_an_epoch_is_shown_once(watch):
    watch.player.set_pace("epoch")
    watch.player.start()
    for _ in range(30):
        watch.wait(0.1)
    assert [goal.epoch for goal, _ in watch.goals] in ([0, 1, 2], [0, 1, 2, 3])


def test_stopped_by_a_person_it_says_where(watch):
    watch.player.set_pace("epochs")
    watch.player.toggle()
    watch.wait(1.0)
    watch.player.toggle()
    assert not watch.player.plays
    assert watch.goals[-1] == (GoTo(epoch=10, branch=0), True)


def test_on_another_line_it_ends(watch):
    watch.player.start()
    watch.show(40, branch=1)
    assert not watch.player.plays


def test_without_a_past_there_is_nothing_to_play(watch):
    watch.show(0, end=0, is_past=False)
    watch.player.start()
    assert watch.goals == []
    assert not watch.player.plays
