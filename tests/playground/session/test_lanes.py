import threading
from dataclasses import replace

import numpy as np
import pytest
from hands import EXPLOSIVE, PATIENCE, SMALL, until

from engine import NetworkSpec, State, Trainer
from playground.classroom.choice import Classroom
from playground.files.run_library import RunQuery
from playground.observers.field import Field
from playground.observers.lanes import ClockUnit, Goal
from playground.observers.plane import AskPlane
from playground.session.lanes import LanesSession
from playground.worker.commands import GoTo

OTHER = replace(SMALL, training=replace(SMALL.training, l2=0.03))
IMPOSSIBLE = replace(EXPLOSIVE, network=NetworkSpec(output="softmax"))


@pytest.fixture
def lanes(session):
    one = LanesSession(session)
    yield one
    assert one.end()


def threads():
    """Return how many there are that train or observe."""
    return sum(one.name in ("training", "observing") for one in threading.enumerate())


def opened(lanes, *starts, **options):
    lanes.open(starts or (SMALL, OTHER), **options)
    return at_rest(lanes)


def at_rest(lanes):
    until(lambda: lanes.settled and not lanes.playing and not lanes.value.busy)
    return lanes.value


def trained(lanes, epochs):
    until(lambda: lanes.value is not None and lanes.value.lanes[0].snapshot.epoch >= epochs)


def heard(signal):
    told = []
    signal.connect(lambda *args: told.append(args[0] if args else None))
    return told


def test_there_are_none_and_no_threads_until_they_are_opened(session):
    before = threads()
    lanes = LanesSession(session)
    lanes.look_at("me", (AskPlane(),))
    lanes.play()
    lanes.reset()
    assert (lanes.is_open, lanes.value, lanes.playing) == (False, None, False)
    assert threads() == before
    assert lanes.end()


def test_they_open_paused_and_pause_the_run_in_hand(session, lanes):
    session.play()
    value = opened(lanes)
    assert [lane.snapshot.experiment for lane in value.lanes] == [SMALL, OTHER]
    assert (lanes.is_open, lanes.playing, session.playing) == (True, False, False)


def test_one_play_trains_all_and_is_told(lanes):
    told = heard(lanes.playing_changed)
    opened(lanes)
    lanes.toggle()
    trained(lanes, 5)
    lanes.toggle()
    value = at_rest(lanes)
    assert told == [True, False]
    assert value.lanes[0].snapshot.epoch == value.lanes[1].snapshot.epoch >= 5


def test_playing_the_run_in_hand_pauses_them_and_the_other_way_round(session, lanes):
    opened(lanes)
    lanes.play()
    session.play()
    assert (lanes.playing, session.playing) == (False, True)
    lanes.step()
    assert not session.playing
    session.play()
    lanes.play()
    assert (lanes.playing, session.playing) == (True, False)


def test_step_and_reset_are_of_all(lanes):
    opened(lanes)
    lanes.step()
    lanes.step()
    assert [lane.snapshot.epoch for lane in at_rest(lanes).lanes] == [2, 2]
    lanes.reset()
    assert [lane.snapshot.epoch for lane in at_rest(lanes).lanes] == [0, 0]


def test_a_race_ends_by_itself(lanes):
    told = heard(lanes.playing_changed)
    opened(lanes, unit=ClockUnit.SECONDS, goal=Goal(0.5))
    lanes.play()
    until(lambda: told == [True, False])
    assert sorted(lane.arrival.place for lane in lanes.value.lanes)[0] == 1


def test_the_unit_changes_live(lanes):
    opened(lanes, goal=Goal(100.0))
    assert (at_rest(lanes).unit, lanes.value.winners) == (ClockUnit.EPOCHS, (0, 1))
    lanes.set_unit(ClockUnit.SECONDS)
    assert (at_rest(lanes).unit, lanes.value.winners) == (ClockUnit.SECONDS, (0, 1))


def test_each_is_asked_for_what_is_asked_of_all_unless_it_is_asked_for_something_else(lanes):
    lanes.look_at("one", (AskPlane(resolution=24),))
    opened(lanes, SMALL, OTHER, SMALL)
    lanes.look_at("two", (AskPlane(resolution=30),), lane=1)

    def shapes():
        return [
            lane.snapshot.get(Field) and lane.snapshot.get(Field).values.shape
            for lane in at_rest(lanes).lanes
        ]

    assert shapes() == [(1, 24, 24), (1, 30, 30), (1, 24, 24)]
    lanes.look_at("one", ())
    assert shapes() == [None, (1, 30, 30), None]


def test_what_is_asked_for_stays_with_other_runs(lanes):
    lanes.look_at("one", (AskPlane(resolution=24),))
    opened(lanes)
    value = opened(lanes, SMALL, OTHER, SMALL, SMALL)
    assert all(lane.snapshot.get(Field) is not None for lane in value.lanes)


def test_the_speed_is_the_sessions_from_the_first_on(open_session):
    session = open_session(SMALL)
    session.set_speed("step")  # before there are any
    lanes = LanesSession(session)
    opened(lanes)
    lanes.play()
    until(lambda: lanes.value.lanes[0].snapshot.by_batch)
    session.gate.show(Classroom(locked=("transport.speed",)))
    session.set_speed("full", asked=False)  # the program may, where a class may not
    until(lambda: lanes.value.lanes[0].snapshot.epoch > 20)
    assert lanes.end()


def test_what_cannot_be_opened_is_told_and_those_that_there_were_stay(session, lanes):
    notices = heard(session.notices.changed)
    lanes.look_at("one", (AskPlane(resolution=24),))
    opened(lanes)
    told = heard(lanes.failed)
    lanes.open((SMALL, SMALL, IMPOSSIBLE))
    until(lambda: told)
    assert "softmax" in told[0]
    assert notices[-1].level == "error"
    assert len(at_rest(lanes).lanes) == 2
    lanes.step()
    assert [lane.snapshot.epoch for lane in at_rest(lanes).lanes] == [1, 1]


def test_where_the_first_cannot_be_opened_nothing_is_left(session, lanes):
    told, ended = heard(lanes.failed), heard(lanes.ended)
    lanes.open((IMPOSSIBLE, SMALL))
    until(lambda: ended)
    assert (len(told), lanes.is_open, lanes.value) == (1, False, None)
    assert session.notices.current.text.startswith("That could not be opened")
    assert len(opened(lanes).lanes) == 2


def test_of_two_openings_in_a_row_the_second_counts_unless_it_fails(lanes):
    lanes.look_at("one", (AskPlane(resolution=24),))
    lanes.open((SMALL,) * 3)
    lanes.open((SMALL, OTHER))
    assert len(at_rest(lanes).lanes) == 2
    lanes.open((SMALL,) * 3)
    lanes.open((SMALL, IMPOSSIBLE))
    until(lambda: lanes.value is not None and lanes.settled)
    assert [lane.snapshot.get(Field) is not None for lane in at_rest(lanes).lanes] == [True] * 3


def test_a_class_that_may_not_play_may_not_play_them(session, lanes):
    opened(lanes)
    session.gate.show(Classroom(locked=("transport.play", "transport.step", "transport.reset")))
    lanes.toggle()
    lanes.step()
    lanes.reset()
    assert not lanes.playing
    assert at_rest(lanes).lanes[0].snapshot.epoch == 0


def test_after_the_end_nothing_is_left_and_others_can_be_opened(lanes):
    before = threads()
    told = heard(lanes.ended)
    opened(lanes)
    lanes.play()
    assert lanes.end()
    assert threads() == before
    assert (lanes.is_open, lanes.value, lanes.playing, told) == (False, None, False, [None])
    assert len(opened(lanes, SMALL, SMALL, SMALL).lanes) == 3


def test_they_end_with_the_session(session):
    before = threads()
    lanes = LanesSession(session)
    opened(lanes)
    lanes.play()
    assert session.close()
    assert threads() == before - 2  # the session's own too


# -- the run in hand -------------------------------------------------------------------------


def in_hand(session, lanes, k):
    lanes.in_hand(k)
    until(lambda: session.snapshot.experiment == lanes.value.lanes[k].snapshot.experiment and session.settled)
    return session.snapshot


def test_one_becomes_the_run_in_hand_with_its_curves_and_to_the_very_bits(session, lanes):
    opened(lanes)
    lanes.play(8)
    lane = at_rest(lanes).lanes[1].snapshot
    mine = in_hand(session, lanes, 1)
    assert (mine.experiment, mine.epoch, session.playing) == (OTHER, 8, False)
    assert mine.curves.test.values.tolist() == lane.curves.test.values.tolist()
    session.play(5)
    at_rest_in_hand(session, 13)
    trainer = Trainer(OTHER)
    trainer.run(13)
    assert np.array_equal(parameters(session), trainer.network.parameters)


def test_in_hand_it_goes_back_to_any_of_its_epochs(session, lanes):
    opened(lanes)
    lanes.play(8)
    at_rest(lanes)
    in_hand(session, lanes, 1)
    session.time.go(GoTo(3))
    at_rest_in_hand(session, 3)
    trainer = Trainer(OTHER)
    trainer.run(3)
    assert np.array_equal(parameters(session), trainer.network.parameters)


def test_it_is_paused_first_and_the_others_stay(session, lanes):
    opened(lanes)
    lanes.play()
    trained(lanes, 5)
    mine = in_hand(session, lanes, 1)
    assert not lanes.playing
    assert [lane.snapshot.epoch for lane in at_rest(lanes).lanes] == [mine.epoch] * 2


def test_undo_brings_back_the_run_that_was_there_and_redo_takes_it_again(session, lanes):
    session.play(3)
    at_rest_in_hand(session, 3)
    opened(lanes)
    lanes.play(8)
    at_rest(lanes)
    in_hand(session, lanes, 1)
    session.undo_stack.undo()
    until(lambda: session.settled and session.snapshot.experiment == SMALL)
    assert session.snapshot.epoch == 3
    session.undo_stack.redo()
    until(lambda: session.settled and session.snapshot.experiment == OTHER)
    assert session.snapshot.epoch == 8


def test_what_is_done_to_it_in_hand_leaves_the_lane_as_it_is(session, lanes):
    opened(lanes)
    lanes.step()
    at_rest(lanes)
    in_hand(session, lanes, 1)
    session.play(5)
    at_rest_in_hand(session, 6)
    assert at_rest(lanes).lanes[1].snapshot.epoch == 1
    lanes.step()
    assert at_rest(lanes).lanes[1].snapshot.epoch == 2


def test_one_that_has_not_trained_yet_starts_afresh_in_hand(session, lanes):
    session.play(3)
    at_rest_in_hand(session, 3)
    opened(lanes)
    assert in_hand(session, lanes, 1).epoch == 0
    session.undo_stack.undo()
    until(lambda: session.settled and session.snapshot.epoch == 3)
    assert (session.experiment, session.undo_stack.canUndo()) == (SMALL, False)
    session.undo_stack.redo()
    until(lambda: session.settled and session.snapshot.epoch == 0)
    assert session.experiment == OTHER
    session.undo_stack.undo()
    lanes.in_hand(0)
    until(lambda: session.settled and session.snapshot.epoch == 0)
    assert (session.experiment, session.undo_stack.isClean()) == (SMALL, True)


def test_where_neither_has_trained_the_same_experiment_in_hand_leaves_nothing_to_undo(session, lanes):
    opened(lanes)
    lanes.in_hand(0)
    at_rest(lanes)
    until(lambda: session.settled)
    assert (session.experiment, session.snapshot.epoch, session.undo_stack.count()) == (SMALL, 0, 0)


def test_a_class_gets_nothing_in_hand_that_it_may_not_change(session, lanes):
    opened(lanes)
    lanes.step()
    at_rest(lanes)
    session.gate.show(Classroom(locked=("training.l2",)))
    lanes.in_hand(1)
    at_rest(lanes)
    assert session.experiment == SMALL
    assert session.notices.current.level == "warning"


def test_every_lane_that_has_trained_is_kept_and_none_twice(session, lanes):
    opened(lanes)
    lanes.play(4)
    at_rest(lanes)
    lanes.reset()
    at_rest(lanes)
    lanes.step()
    at_rest(lanes)
    assert lanes.end()
    assert session.keeping.finish(PATIENCE)
    library = session.keeping.library
    rows = library.rows([found.key for found in library.find(RunQuery())])
    kept = sorted((row.epoch, row.experiment.training.l2) for row in rows)
    assert kept == [
        (1, 0.0),
        (1, 0.03),
        (4, 0.0),
        (4, 0.03),
    ]


def at_rest_in_hand(session, epoch):
    until(lambda: session.settled and not session.playing and session.snapshot.epoch == epoch)


def parameters(session):
    states = []
    session.keep_state(states.append)
    until(lambda: states)
    return Trainer.restore(State.from_bytes(states[0])).network.parameters
