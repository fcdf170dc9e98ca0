"""Own points between the engine and the window: what is said of them, how they are kept in files."""

import json
from dataclasses import replace

import pytest
from hands import SMALL, at_rest, opened_session, trained

from engine import MOST_POINTS, DataSpec, Experiment, Trainer, draw
from engine.data.draw import train_count, with_own_points
from playground import cli
from playground.files.atomic import FileError
from playground.files.experiments import LARGEST_FILE, decode_document, encode, save
from playground.texts import changes
from playground.worker.stop_rules import StopRules

POINTS = tuple((k / 7.0 - 4.0, (k % 5) - 2.0, float(k % 2)) for k in range(50))
OWN = replace(SMALL, data=DataSpec(dataset="own", points=POINTS))


def heard(session):
    """Everything the session says from now on."""
    said = []
    session.notices.changed.connect(lambda notice: said.append(notice.text if notice else ""))
    return said


@pytest.mark.parametrize("experiment", [SMALL, OWN, replace(OWN, data=DataSpec(dataset="own"))])
def test_the_train_points_are_counted(experiment):
    assert train_count(experiment) == len(draw(experiment).train)


def test_what_is_own_already_stays_as_it_is():
    assert with_own_points(OWN) is OWN.data
    made = with_own_points(SMALL)
    assert (made.dataset, made.count, made.labels) == ("own", 60, "classes")


def spec(points, **values):
    return DataSpec(dataset="own", points=points, **values)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (spec(POINTS), spec(POINTS[:-1]), ""),
        (SMALL.data, spec(POINTS), "now your own"),
        (spec(POINTS), spec((*POINTS, (0.0, 0.0, 2.0))), "There are now 3 classes"),
        (spec(((0.0, 0.0, 2.0),)), spec(POINTS), "There are now 2 classes"),
        (spec(POINTS), spec(POINTS, labels="values"), "now have values"),
        (spec(POINTS, labels="values"), spec(POINTS), "now have classes"),
        (spec(POINTS), spec(()), "No points yet"),
    ],
)
def test_what_is_said_of_a_change(old, new, said):
    text = changes.points(old, new)
    assert said in text
    assert bool(text) == bool(said)
    assert "\n" not in text


# -- in a file -------------------------------------------------------------------------------------


def test_each_point_has_a_line_of_its_own():
    text = encode(OWN).decode()
    assert f"[{POINTS[3][0]!r},{POINTS[3][1]!r},1.0]" in text.replace(",\n", "\n").replace(" ", "")
    assert text.count("\n") < 150
    assert json.loads(text)["data"]["points"] == [list(point) for point in POINTS]
    assert decode_document(text.encode(), "x").experiment == OWN


def test_as_many_points_as_there_may_be_fit_a_file_to_the_last_digit():
    odd = tuple((-1.0 / (k + 3), k * 12.3456789012345, -1e-5 / (k + 7)) for k in range(MOST_POINTS // 2)) * 2
    experiment = replace(SMALL, data=spec(odd, labels="values"))
    content = encode(experiment)
    assert len(content) < LARGEST_FILE
    assert decode_document(content, "x").experiment == experiment


def test_chosen_test_points_are_kept_on_one_line_of_the_file():
    experiment = replace(SMALL, data=spec(POINTS, test_points=tuple(range(0, 50, 3))))
    content = encode(experiment)
    assert b'"test_points": [0, 3, 6, 9,' in content
    assert decode_document(content, "x").experiment == experiment


def test_a_test_point_that_there_is_not_is_refused_in_one_line():
    content = encode(replace(SMALL, data=spec(POINTS, test_points=(4, 7)))).replace(b"[4, 7]", b"[4, 50]")
    with pytest.raises(
        FileError, match=r"data\.test_points: there is no point 50; .* there are 50"
    ) as refused:
        decode_document(content, "x")
    assert "\n" not in str(refused.value)


def test_points_of_another_data_set_are_kept_in_the_file_too():
    experiment = replace(SMALL, data=replace(SMALL.data, points=POINTS))
    assert decode_document(encode(experiment), "x").experiment == experiment


@pytest.mark.parametrize(
    ("points", "said"),
    [([[1, 2]], "data.points"), ([[1, 2, 9]], "points[0]"), ([[1, "a", 0]], "points"), (5, "points")],
)
def test_a_file_with_points_that_are_none_is_refused_in_one_line(points, said):
    document = json.loads(encode(OWN))
    document["data"]["points"] = points
    with pytest.raises(ValueError, match=r"\S") as refused:
        decode_document(json.dumps(document).encode(), "x.json")
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


# -- without points --------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [["train"], ["render", "--epochs", "1", "--out", "x.png"]])
def test_without_points_there_is_nothing_to_train_and_it_is_said_in_one_line(tmp_path, capsys, command):
    path = tmp_path / "empty.json"
    save(Experiment(data=DataSpec(dataset="own")), path)
    assert cli.main([command[0], str(path), *command[1:]]) == 2
    said = capsys.readouterr().err
    assert "data.points is empty" in said
    assert said.count("\n") == 1


def test_training_that_has_nothing_to_learn_stands():
    rules, trainer = StopRules(), Trainer(Experiment(data=DataSpec(dataset="own")))
    assert rules.note(trainer.run(5))
    assert rules.stopped is not None
    assert not rules.stopped.by_rule


def test_play_and_step_without_points_say_so_and_do_nothing(open_session):
    session = open_session(Experiment(data=DataSpec(dataset="own")))
    said = heard(session)
    session.play()
    assert not session.playing
    for of in ("epoch", "batch", "sample"):
        session.step(of)
    assert said == [changes.NOTHING_TO_LEARN()] * 4
    assert at_rest(session).epoch == 0


# -- in the session --------------------------------------------------------------------------------


def test_a_point_more_keeps_the_run_and_says_nothing(open_session):
    session = open_session(OWN)
    session.play()
    trained(session, 5)
    run, said = session.snapshot.run, heard(session)
    session.edit_points(replace(OWN.data, points=(*POINTS, (1.0, 1.0, 1.0))), "draw points", 1)
    trained(session, 5)
    assert session.snapshot.run == run
    assert said == []
    session.undo_stack.undo()
    trained(session, 5)
    assert session.snapshot.run == run
    assert session.experiment == OWN


def test_imported_points_start_again_and_are_told(open_session):
    session = open_session(SMALL)
    session.play()
    trained(session, 5)
    run, said = session.snapshot.run, heard(session)
    assert session.apply(
        replace(session.experiment, data=OWN.data), "load points", "50 points from a.csv.", pauses=False
    )
    trained(session, 1)
    assert session.snapshot.run == run + 1
    assert said == [f"50 points from a.csv. {changes.RESTARTS()}"]
    session.change(data=SMALL.data)
    trained(session, 1)
    assert changes.RESTARTS() in said[-1]


def test_a_change_of_points_that_is_refused_leaves_all_as_it_was(open_session):
    session = open_session(replace(OWN, training=replace(OWN.training, loss="binary_cross_entropy")))
    before = session.experiment
    assert not session.edit_points(replace(OWN.data, points=((0.0, 0.0, 3.0),)), "draw points", 1)
    assert session.experiment == before
    assert session.undo_stack.count() == 0


def test_a_session_may_begin_without_points():
    session = opened_session(Experiment(data=DataSpec(dataset="own")))
    assert session.snapshot.data.train.X.shape == (0, 2)
    assert session.close()
    session.deleteLater()
