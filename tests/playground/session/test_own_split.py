"""Which own points test: what changes it, and what is said of it."""

from dataclasses import replace

import pytest
from hands import SMALL
from PySide6.QtWidgets import QLabel

from engine import DataSpec, Experiment, draw, held_out
from engine.data.draw import with_own_points
from playground.session.edits import edited
from playground.texts import changes

POINTS = tuple((k / 7.0 - 4.0, (k % 5) - 2.0, float(k % 2)) for k in range(50))


def own(count, **values):
    return DataSpec("own", points=POINTS[:count], **values)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (own(19), own(20), "With 20 points or more"),
        (own(20), own(19), "With fewer than 20 points, all are for training"),
        (own(18), own(19), ""),
        (own(20), own(21), ""),
        (own(19, test_fraction=0.0), own(20, test_fraction=0.0), ""),
        (own(19, test_points=(1,)), own(20, test_points=(1,)), ""),
    ],
)
def test_it_is_said_when_the_twentieth_point_changes_it(old, new, said):
    text = changes.points(old, new)
    assert said in text
    assert bool(said) == bool(text)


def test_another_share_draws_them_anew():
    experiment = Experiment(own(50, test_points=(0, 1)))
    data = edited(experiment, "data", test_fraction=0.3).data
    assert (data.test_points, data.test_fraction) == ((), 0.3)
    assert edited(experiment, "data", labels="values").data.test_points == (0, 1)


def test_a_new_split_is_drawn_where_they_were_chosen(open_window):
    window = open_window(replace(SMALL, data=own(50, test_points=tuple(range(10)))))
    session = window.session
    before = held_out(session.experiment)
    session.new_start(new_data=True)
    assert session.experiment.data.test_points == ()
    assert (held_out(session.experiment) != before).any()
    session.undo_stack.undo()
    assert (held_out(session.experiment) == before).all()


@pytest.mark.parametrize(
    ("data", "said"), [(own(19), "With fewer than 20"), (own(50), "Different test"), (SMALL.data, "New data")]
)
def test_it_is_said_what_another_seed_draws(data, said):
    assert said in changes.new_data(data)


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (own(4), "4 points: all for training; with 20 or more, some are for testing"),
        (own(4, test_fraction=0.0), "4 points: 4 for training, 0 for testing"),
        (own(4, test_points=(0,)), "4 points: 3 for training, 1 for testing"),
        (own(50), "50 points: 26 for training, 24 for testing"),
    ],
)
def test_the_panel_shows_how_many_train_and_test(open_window, data, shown):
    window = open_window(replace(SMALL, data=data))
    assert shown in {label.text() for label in window.findChildren(QLabel)}


@pytest.mark.parametrize("dataset", ["gaussian", "blobs", "plane"])
@pytest.mark.parametrize("samples", [12, 60])
def test_a_generated_set_keeps_its_split_as_own_points(dataset, samples):
    old = Experiment(DataSpec(dataset=dataset, samples=samples), seed=3)
    data = with_own_points(old)
    before, after = draw(old), draw(replace(old, data=data))
    for name in ("train", "test"):
        assert {*map(tuple, getattr(before, name).X)} == {*map(tuple, getattr(after, name).X)}
