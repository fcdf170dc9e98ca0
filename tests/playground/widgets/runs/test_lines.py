"""The lines of the table: runs, and the groups that new starts in a row make."""

import pytest

from playground.files.run_library import Found
from playground.widgets.runs.lines import Line, lines_of


def found(text):
    """Runs in an order: "a b1 b2" are one in no group, and two in group b."""
    return [Found(key, key[0] if len(key) > 1 else "", None) for key in text.split()]


@pytest.mark.parametrize(
    ("text", "closed", "lines"),
    [
        ("", "", []),
        ("x y", "", [Line("x"), Line("y")]),
        ("b1", "", [Line("b1")]),  # one start is no group
        ("x b1 b2", "", [Line("x"), Line("b1", "b", ("b1", "b2")), Line("b1", "b"), Line("b2", "b")]),
        ("x b1 b2", "b", [Line("x"), Line("b1", "b", ("b1", "b2"))]),
        # sorted by a figure, a group stands where its best run does
        ("b2 x b1", "", [Line("b2", "b", ("b2", "b1")), Line("b2", "b"), Line("b1", "b"), Line("x")]),
        ("b1 c1 b2 c2", "bc", [Line("b1", "b", ("b1", "b2")), Line("c1", "c", ("c1", "c2"))]),
    ],
)
def test_a_group_stands_where_its_first_run_does(text, closed, lines):
    assert lines_of(found(text), set(closed)) == lines


def test_a_line_stands_for_its_run_or_for_all_runs_of_its_group():
    assert Line("x").keys == ("x",)
    assert Line("b1", "b").keys == ("b1",)
    assert Line("b1", "b", ("b1", "b2")).keys == ("b1", "b2")
