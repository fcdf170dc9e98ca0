"""What can be hidden and locked, what a change is a change of, and how a choice is kept. No window."""

import json
from dataclasses import fields, replace

import pytest
from commands import run
from hands import SMALL, at_rest, until

from engine import (
    FEATURES,
    INITIALIZERS,
    OPTIMIZERS,
    RANGES,
    SCHEDULES,
    SETTINGS,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    StopSpec,
    Trainer,
    TrainSpec,
)
from playground.classroom.catalogue import EXEMPT, OWN_POINTS, control_of, controls
from playground.classroom.choice import EVERYTHING, Classroom, presets, summary
from playground.classroom.permissions import COMMANDS, needs
from playground.cli import main
from playground.files.atomic import FileError
from playground.files.autosave import Autosave
from playground.files.experiments import (
    decode_document,
    encode,
    load,
    load_document,
    load_state_document,
    save,
    with_classroom,
)
from playground.files.share import MARK, document_from_text, to_text

SOME = Classroom(hidden={"data.noise", "plot.contour"}, locked={"training.learning_rate", "data.noise"})
OTHERS = {
    "optimizer": OPTIMIZERS, "loss": ("squared",), "initializer": INITIALIZERS, "schedule": SCHEDULES,
    "dtype": ("float64", "float32"),
}  # fmt: skip


def other(field, value):
    """Another value of a field, within its range."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return next(name for name in reversed(list(OTHERS[field])) if name != value)
    limits = RANGES[field]
    usual = next(one.typical for one in SETTINGS if one.name == field)
    tries = (usual, usual + 1, usual / 2 + 0.01, limits.low, limits.high)
    numbers = (int(one) if limits.whole else float(one) for one in tries)
    return next(one for one in numbers if one != value and limits.low < one <= limits.high)


def changed(part, field):
    """The small experiment, with another value of one field."""
    holder = SMALL if part == "experiment" else getattr(SMALL, part)
    new = replace(holder, **{field: other(field, getattr(holder, field))})
    return new if part == "experiment" else replace(SMALL, **{part: new})


def with_network(**given):
    return replace(SMALL, network=replace(SMALL.network, **given))


# what an experiment looks like after a control was used, whatever its way in
CHANGED = {
    **{f"training.{one.name}": changed("training", one.name) for one in fields(TrainSpec)},
    **{f"training.stop_{one.name}": changed("stop", one.name) for one in fields(StopSpec)},
    **{f"training.{name}": changed("network", name) for name in ("initializer", "init_scale", "init_bias")},
    "training.weights_seed": changed("experiment", "weights_seed"),
    "data.seed": changed("experiment", "seed"),
    **{
        f"data.{name}": changed("data", name)
        for name in ("samples", "noise", "imbalance", "classes", "test_fraction")
    },
    "data.dataset": replace(SMALL, data=replace(SMALL.data, dataset="circle")),
    OWN_POINTS: replace(SMALL, data=replace(SMALL.data, dataset="own", points=((1.0, 1.0, 0.0),))),
    **{
        f"features.{name}": with_network(
            features=tuple(one for one in FEATURES if (one in SMALL.network.features) != (one == name))
        )
        for name in FEATURES
    },
    "features.formula": with_network(features=(*SMALL.network.features, "=x1*x2^2")),
    "network.layers": with_network(hidden=(*SMALL.network.hidden, LayerSpec())),
    "network.width": with_network(hidden=(LayerSpec(9), LayerSpec(3))),
    "network.activation": with_network(hidden=(LayerSpec(4, "relu"), LayerSpec(3))),
    "network.output": with_network(output="tanh"),
    "training.dropout": with_network(hidden=(LayerSpec(4, dropout=0.5), LayerSpec(3))),
}


@pytest.mark.parametrize(("name", "new"), CHANGED.items(), ids=CHANGED)
def test_a_change_needs_the_control_of_what_it_changes_and_no_other(name, new):
    assert new != SMALL
    assert needs("", SMALL, new) == {name}
    assert needs("some.control", new, SMALL) >= {name}


def test_every_setting_that_the_engine_has_or_gains_has_a_control():
    for spec, prefix in ((TrainSpec, "training."), (StopSpec, "training.stop_")):
        assert {f"{prefix}{one.name}" for one in fields(spec)} <= controls().keys()
    # each field of an experiment leads to a control
    for part in (DataSpec, NetworkSpec, LayerSpec, Experiment):
        for one in fields(part):
            assert one.name in {
                "points", "labels", "features", "hidden", "width", "activation", "data", "network",
                "training", "stop", *DataSpec.added, *(name.partition(".")[2] for name in controls()),
            }, one.name  # fmt: skip


def test_commands_change_what_has_controls_of_its_own():
    new = replace(SMALL, seed=7, weights_seed=None)
    for command, what in COMMANDS.items():
        assert what <= controls().keys()
        assert command in needs(command, SMALL, new)
    assert needs("data.new_data", SMALL, new) == {"data.new_data"}
    assert needs("transport.new_start", SMALL, new) == {"transport.new_start", "data.seed"}


def test_names_are_areas_and_controls_and_no_widget_is_part_of_two():
    parts = [part for one in controls().values() for part in (one.name, *one.parts)]
    assert len(parts) == len(set(parts))
    assert not EXEMPT & set(parts)
    for name, one in controls().items():
        area, dot, rest = name.partition(".")
        assert area
        assert dot
        assert rest
        assert control_of(name) == name
        assert one.label
    assert control_of("layer7.width") == "network.width"
    assert control_of("training.weight_decay_on") == "training.weight_decay"
    assert control_of("features.=x1*x2") == "features.formula"
    assert control_of("layer.width") is control_of("data.nothing") is control_of("") is None


def test_two_controls_of_a_group_have_not_the_same_label():
    said = [(one.group, one.label) for one in controls().values()]
    assert len(said) == len(set(said))


def test_presets_are_what_they_say():
    every = presets()
    assert every["everything"] == EVERYTHING
    assert not EVERYTHING
    open_ = {name for name in controls() if not every["watch_only"].closed(name)}
    assert {"transport.play", "transport.reset", "transport.step", "transport.speed"} <= open_
    assert not [name for name in open_ if name in CHANGED]  # nothing that is learned changes
    few = controls().keys() - every["first_steps"].hidden
    assert 10 <= len(few) <= 25
    assert not every["first_steps"].locked


def test_what_is_chosen_is_said():
    assert summary(EVERYTHING) == ""
    assert summary(SOME) == "2 hidden, 1 locked"
    assert summary(Classroom(locked={"data.noise"})) == "1 locked"


@pytest.mark.parametrize("given", [{"hidden": {"data.nose"}}, {"locked": {"data.nose"}}])
def test_a_name_that_no_control_has_is_refused(given):
    with pytest.raises(ValueError, match=r"has no control called “data\.nose”"):
        Classroom(**given)


def test_what_changes_nothing_cannot_be_locked():
    with pytest.raises(ValueError, match=r"“plot.boundary” can be hidden but not locked"):
        Classroom(locked={"plot.boundary"})


# -- kept with the file ------------------------------------------------------------------------


def test_a_file_without_a_choice_is_what_it_always_was():
    assert encode(SMALL, EVERYTHING) == encode(SMALL)
    assert json.loads(encode(SMALL)).keys() == {"format", *(one.name for one in fields(Experiment))}
    assert to_text(SMALL, EVERYTHING) == to_text(SMALL)
    assert with_classroom(b"anything", EVERYTHING) == b"anything"
    assert decode_document(encode(SMALL), "x") == (SMALL, EVERYTHING)


@pytest.mark.parametrize("chosen", [SOME, *presets().values()], ids=["some", *presets()])
def test_a_choice_comes_back_from_a_file_a_text_and_an_autosave(chosen, tmp_path):
    save(SMALL, tmp_path / "a.json", chosen)
    assert load_document(tmp_path / "a.json") == (SMALL, chosen)
    assert load(tmp_path / "a.json") == SMALL
    text = to_text(SMALL, chosen)
    assert len(text) < 1500  # it still fits into a chat
    assert document_from_text(text) == (SMALL, chosen)
    assert document_from_text(text).experiment == SMALL
    assert document_from_text(encode(SMALL, chosen).decode()) == (SMALL, chosen)
    kept = Autosave(tmp_path / "autosave.json")
    kept.write(SMALL, chosen)
    assert kept.read()[:2] == (SMALL, chosen)


def test_a_choice_comes_back_with_weights_and_the_engine_never_sees_it(tmp_path):
    trainer = Trainer(SMALL)
    trainer.run(epochs=2)
    bare = trainer.state().to_bytes()
    path = tmp_path / "a.npstate"
    path.write_bytes(with_classroom(bare, SOME))
    (experiment, chosen), state = load_state_document(path)
    assert (experiment, chosen) == (SMALL, SOME)
    assert load_state_document(path)[0].experiment == SMALL
    assert state.to_bytes() == bare
    path.write_bytes(bare)
    assert load_state_document(path)[0] == (SMALL, EVERYTHING)


BAD = {
    "a list": ([], "classroom: Expected an object, got a list"),
    "nothing": (None, "classroom: Expected an object, got nothing"),
    "a misspelt part": ({"hide": []}, "“classroom.hide” is not known: choose hidden, lesson, locked"),
    "a text": ({"hidden": "data.noise"}, "classroom.hidden: Expected a list, got text"),
    "a number": ({"locked": [1]}, "classroom.locked[0]: Expected text, got a whole number"),
    "a newer control": ({"hidden": ["data.colour"]}, "no control called “data.colour”"),
    "what cannot be locked": ({"locked": ["plot.boundary"]}, "“plot.boundary” can be hidden but not locked"),
    "a long name": ({"hidden": ["x" * 5000]}, "has no control called"),
    "two lines": ({"hidden": ["a\nb"]}, "has no control called"),
}


@pytest.mark.parametrize(("chosen", "why"), BAD.values(), ids=BAD)
def test_a_bad_choice_is_told_in_one_line(chosen, why, tmp_path, capsys):
    content = json.dumps({"format": 1, "classroom": chosen}).encode()
    with pytest.raises(FileError) as told:
        decode_document(content, "mine.json")
    text = str(told.value)
    assert text.startswith("mine.json: ")
    assert why in text
    assert "\n" not in text
    assert len(text) < 300
    path = tmp_path / "mine.json"
    path.write_bytes(content)
    assert main(["train", str(path), "--epochs", "1"]) == 2
    at_the_shell = capsys.readouterr().err
    assert at_the_shell.count("\n") == 1
    assert why in at_the_shell


def test_what_is_damaged_beside_weights_is_told_in_one_line(tmp_path):
    import io
    import zipfile

    for comment in (b'{"classroom": {"hidden": ["data.colour"]}}', b'{"classroom": ', b'{"classroom": 7}'):
        file = io.BytesIO(Trainer(SMALL).state().to_bytes())
        with zipfile.ZipFile(file, "a") as archive:
            archive.comment = comment
        path = tmp_path / "a.npstate"
        path.write_bytes(file.getvalue())
        with pytest.raises(FileError) as told:
            load_state_document(path)
        assert "\n" not in str(told.value)


def test_a_text_that_is_damaged_is_told():
    with pytest.raises(FileError, match="has no control called"):
        document_from_text(json.dumps({"format": 1, "classroom": {"locked": ["a.b"]}}))
    assert to_text(SMALL, SOME).startswith(MARK)


def test_a_class_file_is_trained_without_a_window(tmp_path):
    save(SMALL, tmp_path / "a.json", presets()["watch_only"])
    done = run("train", "a.json", "--epochs", "2", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["epoch"] == 2


# -- the session -------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "new"), CHANGED.items(), ids=CHANGED)
def test_a_locked_or_hidden_control_is_not_changed_whatever_the_way(session, name, new):
    told = []
    session.gate.refused.connect(lambda _, why: told.append(why))
    for chosen in (Classroom(locked={name}), Classroom(hidden={name})):
        session.gate.show(chosen)
        assert not session.change(data=new.data, network=new.network, training=new.training, stop=new.stop,
                                  seed=new.seed) or name == "training.weights_seed"  # fmt: skip
        assert not session.edit("some.control", "experiment", **{
            one.name: getattr(new, one.name) for one in fields(Experiment)
        })  # fmt: skip
        assert not session.apply(new, "paste", "pasted")
        if new.data != SMALL.data:
            assert not session.edit_points(new.data, "draw")
            assert not session.apply(
                replace(session.experiment, data=new.data), "load points", "opened", pauses=False
            )
        assert session.experiment == SMALL
    assert set(told) == {"Locked for this class (Ctrl+L to unlock)."}
    session.gate.show(EVERYTHING)
    assert session.edit("data.dataset", "experiment", data=new.data, network=new.network)


def test_a_locked_weight_or_width_is_not_changed_neuron_by_neuron(session):
    session.gate.show(Classroom(locked={"network.weights", "network.width"}))
    assert not session.by_hand.set_mask("freeze", 0, 0, None, True)
    assert not session.by_hand.set_parameter(0, 0, 0, 1.0, 0.0)
    assert not session.remove_neuron(0, 0)
    assert not session.edit("layer0.width", "layers/0", width=9)
    assert session.edit("layer0.activation", "layers/0", activation="relu")
    assert session.undo_stack.count() == 1


def test_new_data_may_be_open_where_the_seed_is_not(session):
    session.gate.show(Classroom(hidden={"data.seed", "training.weights_seed"}))
    session.new_start(new_data=True)
    assert session.experiment.seed != SMALL.seed
    session.new_start()
    assert session.experiment.weights_seed is not None
    session.gate.show(Classroom(hidden={"data.new_data", "transport.new_start"}))
    before = session.experiment
    session.new_start(new_data=True)
    session.new_start()
    assert session.experiment == before


def test_a_choice_is_undone_like_any_change(session):
    told = []
    session.gate.changed.connect(told.append)
    session.gate.choose(SOME)
    assert not session.undo_stack.isClean()
    session.undo_stack.undo()
    assert session.gate.chosen == EVERYTHING
    session.undo_stack.redo()
    assert session.gate.chosen == SOME
    assert told == [SOME, EVERYTHING, SOME]


def test_undo_goes_back_over_what_is_locked_now(session):
    session.edit("data.noise", "data", noise=0.3)
    session.gate.choose(Classroom(locked={"data.noise"}))
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert session.experiment == SMALL
    session.undo_stack.redo()
    session.undo_stack.redo()
    assert session.experiment.data.noise == 0.3
    assert session.gate.chosen.closed("data.noise")


def test_another_file_brings_its_own_choice_or_none(session):
    session.gate.choose(SOME)
    session.open(Experiment(), classroom=presets()["watch_only"])
    assert session.gate.chosen == presets()["watch_only"]
    session.open(Experiment())
    assert session.gate.chosen == EVERYTHING


def test_a_pasted_choice_replaces_the_one_there_is_and_a_paste_without_is_no_way_round_it(session):
    session.gate.show(Classroom(locked={"data.noise"}))
    noisy = replace(SMALL, data=replace(SMALL.data, noise=0.4))
    assert not session.apply(noisy, "paste", "pasted")
    assert session.apply(noisy, "paste", "pasted", SOME)
    assert (session.experiment, session.gate.chosen) == (noisy, SOME)
    session.undo_stack.undo()
    assert (session.experiment, session.gate.chosen) == (SMALL, Classroom(locked={"data.noise"}))
    assert session.apply(replace(SMALL, seed=3), "paste", "pasted")
    assert session.gate.chosen == Classroom(locked={"data.noise"})


def test_what_a_program_plays_is_never_refused(session):
    session.gate.show(Classroom(locked={"transport.play"}))
    session.toggle()
    assert not session.playing
    session.play(2)
    until(lambda: session.snapshot.epoch == 2)


@pytest.mark.parametrize("how", ["hidden", "locked"])
def test_training_that_nobody_could_stop_any_more_is_paused(session, how):
    session.play()
    session.gate.show(Classroom(locked={"data.noise"}))
    assert session.playing
    session.gate.show(Classroom(**{how: {"transport.play"}}))
    assert not at_rest(session).playing
