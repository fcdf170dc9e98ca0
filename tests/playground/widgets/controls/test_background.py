"""Work beside the window's thread: in order, handed over in the window's thread, and never in vain."""

import threading

import pytest
from hands import PATIENCE, until
from PySide6.QtCore import QObject
from shiboken6 import delete

from playground.files.table import Cancelled
from playground.widgets.controls.background import Background, Progress


@pytest.fixture
def background():
    parent = QObject()
    yield Background(parent)
    parent.deleteLater()


def here():
    return threading.current_thread()


def test_large_work_is_done_elsewhere_and_handed_over_here(background):
    found = []
    background.run(here, lambda result: found.append((result.result(), here())), large=True)
    assert background.busy
    until(lambda: found)
    assert found[0][0] is not here() is found[0][1]
    assert not background.busy


def test_small_work_is_done_at_once(background):
    found = []
    background.run(here, lambda result: found.append(result.result()), large=False)
    assert found == [here()]


def test_what_work_raises_is_handed_over(background):
    found = []
    for large in (False, True):
        background.run(lambda: 1 / 0, lambda result: found.append(result.exception()), large)
    until(lambda: len(found) == 2)
    assert all(isinstance(error, ZeroDivisionError) for error in found)


def test_work_is_done_in_order_even_where_some_of_it_is_small(background):
    may, found = threading.Event(), []
    background.run(may.wait, lambda _: found.append("first"), large=True)
    background.run(lambda: None, lambda _: found.append("second"), large=False)
    background.run(lambda: None, lambda _: found.append("third"), large=True)
    assert not found
    may.set()
    until(lambda: len(found) == 3)
    assert found == ["first", "second", "third"]


def test_results_that_newer_work_replaces_are_not_handed_over(background):
    may, found = threading.Event(), []
    for name in ("old", "skipped", "new"):
        background.run(may.wait, lambda _, name=name: found.append(name), large=True, anew=True)
    may.set()
    until(lambda: found)
    assert found == ["new"]


def test_work_that_takes_long_tells_how_far_it_has_come(background, monkeypatch):
    monkeypatch.setattr("playground.widgets.controls.background.SLOW_MS", 0)
    may, shares, progress = threading.Event(), [], Progress()

    def work():
        progress(0.25)
        may.wait()

    background.slow.connect(shares.append)
    background.run(work, lambda _: None, large=True, progress=progress)
    until(lambda: 0.25 in shares)
    may.set()
    until(lambda: not background.busy)


def test_short_work_shows_no_progress(background, monkeypatch):
    monkeypatch.setattr("playground.widgets.controls.background.SLOW_MS", 1000.0 * PATIENCE)
    shares, found = [], []
    background.slow.connect(shares.append)
    background.run(here, found.append, large=True)
    until(lambda: found)
    assert not shares


@pytest.mark.parametrize("way", ["forgotten", "replaced", "its window closed"])
def test_work_that_nobody_waits_for_ends_at_its_next_report(background, way):
    began, may, ended, progress = threading.Event(), threading.Event(), threading.Event(), Progress()

    def work():
        began.set()
        may.wait()
        try:
            progress(0.5)
        except Cancelled:
            ended.set()

    background.run(work, lambda _: None, large=True, progress=progress)
    began.wait()
    if way == "forgotten":
        background.forget()
    elif way == "replaced":
        background.run(here, lambda _: None, large=True, anew=True)
    else:
        delete(background)
    may.set()
    until(ended.is_set)
    until(lambda: way == "its window closed" or not background.busy)


def test_a_share_of_work_that_was_given_up_raises():
    progress = Progress()
    progress(0.5)
    progress.cancel()
    with pytest.raises(Cancelled):
        progress(0.6)
    assert progress.share == 0.5


def test_what_is_quick_is_waited_for_and_what_is_not_comes_later(background):
    found, goes_on = [], threading.Event()
    background.run(here, lambda result: found.append(result.result()), large=True, wait=60.0)
    assert found
    assert found != [here()]
    background.run(goes_on.wait, lambda result: found.append(result.result()), large=True, wait=0.001)
    assert len(found) == 1
    assert not background.finish(0.001)
    goes_on.set()
    assert background.finish(60.0)
    assert found[1] is True
