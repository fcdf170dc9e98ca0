"""Each thing is said once, when it is seen."""

from dataclasses import replace

import pytest
from hands import SMALL, at_rest

from engine import DataSpec, Divergence, Stopped
from playground.session.notices import RESTARTED, Notice, Telling
from playground.texts.changes import NO_POINTS
from playground.texts.diagnosis import Diagnosis


@pytest.fixture
def seen(session):
    """A snapshot of a network that has trained for an epoch."""
    session.play(1)
    return at_rest(session)


def test_what_is_said_of_a_start_is_said_of_the_next_one_alone(seen):
    telling = Telling()
    telling.restart = "Other points."
    assert telling.of_start(seen) == "Other points."
    assert telling.of_start(seen) == RESTARTED


def test_of_a_start_without_points_it_is_said_that_there_are_none(seen):
    empty = replace(seen, experiment=replace(SMALL, data=DataSpec(dataset="own")))
    assert Telling().of_start(empty) == NO_POINTS


def test_a_change_that_keeps_the_weights_is_told_when_it_is_seen_and_only_then(seen):
    telling = Telling()
    telling.expect_kept(seen.ticket + 1, "Kept.")
    assert telling.of_kept(seen) == ""
    later = replace(seen, ticket=seen.ticket + 1)
    assert [telling.of_kept(later), telling.of_kept(later)] == ["Kept.", ""]


def test_points_are_told_once_whether_or_not_they_keep_the_weights(seen):
    for of in (Telling.of_kept, Telling.of_start):
        telling = Telling()
        telling.expect_points(seen.ticket, "One point more.")
        assert of(telling, seen) == "One point more."
        assert telling.of_kept(seen) == ""
        assert telling.of_start(seen) == RESTARTED


def test_what_has_failed_is_not_told_as_done(seen):
    telling = Telling()
    telling.expect_kept(seen.ticket, "Kept.")
    telling.fail()
    assert telling.of_kept(seen) == ""


def test_a_divergence_is_explained_once_and_the_next_one_again(seen):
    telling = Telling()
    for epoch in (3, 4):
        diverged = replace(seen, diverged=Divergence(epoch, 7, "weight", 0))
        assert isinstance(telling.of_rest(diverged), Diagnosis)
        assert telling.of_rest(diverged) is None


def test_why_it_stopped_is_said_once(seen):
    stopped = replace(seen, stopped=Stopped("target_loss", "The loss is below 0.1."))
    telling = Telling()
    told = telling.of_rest(stopped)
    assert isinstance(told, Notice)
    assert told.text.startswith("The loss is below 0.1.")
    assert telling.of_rest(stopped) is None


def test_a_sample_is_told_unless_training_goes_on_in_another_way(seen):
    seen, telling = replace(seen, stopped=None), Telling()
    telling.expect_sample(True)
    telling.expect_sample(False)
    assert telling.of_rest(seen) is None
    telling.expect_sample(True)
    assert "mini-batch" in telling.of_rest(seen).text
    assert telling.of_rest(seen) is None
