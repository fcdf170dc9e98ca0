"""Curves of kept runs, pinned over those of the present one."""

import pytest
from hands import at_rest, notice, trained, until

from playground.controllers.pinned_runs import MOST, PinnedRuns, curves_of_runs
from playground.worker.run_copy import curves_of


@pytest.fixture
def pins(window):
    return PinnedRuns(window.session, window.loss)


@pytest.fixture
def kept(window):
    """The key of a run that was trained, and is kept."""
    window.session.play()
    trained(window.session, 4)
    window.session.pause()
    key = at_rest(window.session).key
    until(lambda: window.session.keeping.library.rows([key]))
    return key


def pinned(window):
    return [(one.name, one.colour) for one in window.loss._others.pinned]


def test_what_is_pinned_are_the_curves_that_were_kept(window, kept):
    found = curves_of_runs(window.session.keeping.library, [kept, "unknown"])
    assert found.keys() == {kept}
    assert found[kept].train.epochs.tolist() == window.session.snapshot.curves.train.epochs.tolist()
    assert found[kept].test.values.tolist() == window.session.snapshot.curves.test.values.tolist()


def test_a_run_is_pinned_and_taken_off_again(window, pins, kept):
    told = []
    pins.changed.connect(told.append)
    pins.toggle({kept: "First"})
    until(lambda: pinned(window) == [("First", 2)])
    assert told == [{kept: 2}]
    pins.toggle({kept: "First"})
    assert pinned(window) == []
    assert told[-1] == {}


def test_colours_that_are_free_are_taken_again(window, pins, kept):
    library = window.session.keeping.library
    one = library.get(kept)
    for k in range(2):
        library.put(type(one)(type(one.row)(f"copy{k}", 0.0, 1.0, one.row.experiment), one.state, one.curves))
    pins.toggle({kept: "A", "copy0": "B"})
    until(lambda: pinned(window) == [("A", 2), ("B", 3)])
    pins.toggle({kept: "A"})
    pins.toggle({"copy1": "C"})
    until(lambda: pinned(window) == [("B", 3), ("C", 2)])


def test_more_than_there_are_colours_are_refused(window, pins):
    pins.toggle({str(k): str(k) for k in range(MOST + 1)})
    assert notice(window) == f"At most {MOST} runs can be pinned."


def test_a_run_without_curves_is_said(window, pins):
    pins.toggle({"unknown": "Nobody"})
    until(lambda: notice(window) == "Nobody has no curves to pin.")
    assert pinned(window) == []


@pytest.mark.parametrize("content", [b"", b"nothing", b"\x00" * 40])
def test_damaged_curves_are_none(content):
    assert curves_of(content) is None
