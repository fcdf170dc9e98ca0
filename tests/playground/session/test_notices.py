"""Each thing is said once, when it is seen; what stands is withdrawn by its kind."""

from dataclasses import replace

import pytest
from hands import SMALL, at_rest

from engine import DataSpec, Divergence, LayerSpec, NetworkSpec, Stopped
from playground.observers.divergence import Diagnosis
from playground.session.notices import Notice, NoticeKind, Notices, of_change
from playground.texts import changes
from playground.worker.answer import Answer, Failure, Outcome
from playground.worker.commands import Play, RemoveNeuron, Reset, SetParameter, Step
from playground.worker.revision import Revision

WIDER = replace(SMALL, network=NetworkSpec(hidden=(LayerSpec(5), LayerSpec(3))))
MOVED = replace(SMALL, data=DataSpec(dataset="own", points=((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))))
EMPTY = replace(SMALL, data=DataSpec(dataset="own"))
OTHER = replace(SMALL, seed=5)


@pytest.fixture
def seen(session):
    """A snapshot of a network that has trained for an epoch."""
    session.play(1)
    return replace(at_rest(session), stopped=None)


@pytest.fixture
def heard():
    """Notices, and all that they have said."""
    notices, said = Notices(), []
    notices.changed.connect(said.append)
    return notices, said


def answer(command, outcome=Outcome.KEPT, learned=True, before=SMALL, after=None, **more):
    revision = getattr(command, "revision", command)
    after = after or getattr(revision, "experiment", before)
    return Answer(1, command, outcome, before, after, had_learned=learned, **more)


# -- what a change did -----------------------------------------------------------------------

RESTARTED, RESTORED = Outcome.RESTARTED, Outcome.RESTORED
SAID = {
    "reset": (answer(Reset(), RESTARTED), changes.BACK()),
    "reset without points": (answer(Reset(), RESTARTED, before=EMPTY), changes.NO_POINTS()),
    "new seed": (answer(Revision(OTHER), RESTARTED), f"{changes.NEW_SEED()} {changes.RESTARTS()}"),
    "new seed, untrained": (answer(Revision(OTHER), RESTARTED, learned=False), ""),
    "no points": (answer(Revision(EMPTY), RESTARTED, learned=False), changes.NO_POINTS()),
    "message": (answer(Revision(OTHER, message="Loaded."), RESTARTED), f"Loaded. {changes.RESTARTS()}"),
    "message, untrained": (answer(Revision(OTHER, message="Loaded."), RESTARTED, learned=False), "Loaded."),
    "message, kept": (answer(Revision(WIDER, message="Pasted.")), "Pasted."),
    "wider": (answer(Revision(WIDER, keep=True)), changes.NEURONS_ADDED(n=1, layer="hidden layer 1")),
    "wider, untrained": (answer(Revision(WIDER, keep=True), RESTARTED, learned=False), ""),
    "undone": (answer(Revision(WIDER, keep=True, undone=(1,))), changes.UNDONE()),
    "brought back": (answer(Revision(OTHER, undone=(1,)), RESTORED, epoch=1234), changes.restored(1234)),
    "points": (answer(Revision(MOVED, keep=True)), changes.YOURS()),
    "points, restarted": (
        answer(Revision(MOVED, keep=True), RESTARTED),
        f"{changes.YOURS()} {changes.RESTARTS()}",
    ),
    "points, untrained": (answer(Revision(MOVED, keep=True), RESTARTED, learned=False), changes.YOURS()),
    "neuron": (answer(RemoveNeuron(Revision(WIDER, keep=True), 0, 2)), changes.neuron_removed(SMALL, 0, 2)),
    "live setting": (answer(Revision(SMALL)), ""),
    "weight": (answer(SetParameter(0, 0, 0, 1.0), Outcome.DONE), None),
    "play": (answer(Play(), Outcome.DONE), None),
}  # fmt: skip


@pytest.mark.parametrize(("answer", "text"), SAID.values(), ids=SAID)
def test_what_a_command_did_is_said_in_words(answer, text):
    assert of_change(answer) == text


def test_a_change_of_which_nothing_is_said_withdraws_what_was_said_of_the_one_before(heard):
    notices, said = heard
    notices.report(answer(Revision(WIDER, keep=True)))
    notices.report(answer(Play(), Outcome.DONE))
    assert [one.kind for one in said] == [NoticeKind.CHANGE]
    notices.report(answer(Revision(SMALL)))
    assert said[-1] is None


def test_a_change_withdraws_nothing_else(heard):
    notices, said = heard
    notices.show(Notice("info", "Saved."))
    notices.report(answer(Revision(SMALL)))
    assert len(said) == 1


@pytest.mark.parametrize("kind", NoticeKind)
def test_a_notice_is_withdrawn_by_its_kind_and_once(heard, kind):
    notices, said = heard
    notices.show(Notice("info", "The same words.", kind=kind))
    notices.withdraw(*(other for other in NoticeKind if other is not kind))
    assert len(said) == 1
    notices.withdraw(kind)
    notices.withdraw(kind)
    assert said[1:] == [None]


# -- failures --------------------------------------------------------------------------------


def test_what_has_failed_is_not_told_as_done(heard):
    notices, said = heard
    failure = Failure("no room", "Traceback")
    notices.report_failure(answer(Revision(WIDER), Outcome.FAILED, failure=failure))
    notices.report_failure(answer(Play(), Outcome.STOPPED, failure=failure))
    assert [one.text for one in said] == [
        changes.FAILED(why="no room"),
        changes.STOPPED(why="no room"),
    ]
    assert {(one.level, one.details, one.kind) for one in said} == {
        ("error", "Traceback", NoticeKind.FAILURE)
    }


# -- why training stands ---------------------------------------------------------------------


def test_a_divergence_is_explained_once_and_the_next_one_again(seen, heard):
    notices, said = heard
    explained = []
    notices.diverged.connect(explained.append)
    for count, epoch in ((1, 3), (2, 4)):
        diverged = replace(seen, diverged=Divergence(epoch, 7, "weight", 0))
        notices.report_stop(diverged)
        notices.report_stop(diverged)
        assert len(explained) == count
        assert isinstance(explained[-1], Diagnosis)
    assert said == [], "it is said in one place"


def test_why_it_stopped_is_said_once(seen, heard):
    notices, said = heard
    stopped = replace(seen, stopped=Stopped("target_loss", "The loss is below 0.1."))
    notices.report_stop(stopped)
    notices.report_stop(stopped)
    assert [one.text for one in said] == [changes.stopped(stopped.stopped)]
    assert said[0].text.startswith("The loss is below 0.1.")


def test_a_sample_is_told_unless_training_goes_on_in_another_way(seen, heard):
    notices, said = heard
    for command in (Step("sample"), Play()):
        notices.report(answer(command, Outcome.DONE))
    notices.report_stop(seen)
    assert said == []
    notices.report(answer(Step("sample"), Outcome.DONE))
    notices.report_stop(seen)
    notices.report_stop(seen)
    assert [one.text for one in said] == [changes.sample(seen.sample, seen.position[2])]
