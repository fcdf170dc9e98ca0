import json
import os
import time
import tracemalloc
from dataclasses import replace

import pytest
from commands import run

from engine import (
    DATASETS,
    FEATURES,
    INITIALIZERS,
    LOSSES,
    OPTIMIZERS,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    TrainSpec,
    hidden_activations,
    output_activations,
    resolve,
)
from playground.files import atomic, experiments
from playground.files.atomic import FileError
from playground.files.experiments import LARGEST_FILE, decode_document, encode, load, save

PLAIN = json.loads(encode(Experiment()))


def loss_for(output):
    return resolve("binary", output=output)[1]


EXPERIMENTS = [
    Experiment(),
    Experiment(seed=2**31 - 1),
    *(Experiment(data=DataSpec(dataset=name, samples=10, noise=0.1, classes=4)) for name in DATASETS),
    *(Experiment(network=NetworkSpec(hidden=(LayerSpec(3, name),))) for name in hidden_activations()),
    *(
        Experiment(
            data=DataSpec(dataset="circle"),
            network=NetworkSpec(output=name),
            training=TrainSpec(loss=loss_for(name)),
        )
        for name in output_activations()
    ),
    *(Experiment(network=NetworkSpec(initializer=name)) for name in INITIALIZERS),
    *(Experiment(training=TrainSpec(optimizer=name, learning_rate=1e-7, l1=0.1)) for name in OPTIMIZERS),
    Experiment(network=NetworkSpec(features=tuple(FEATURES), hidden=())),
    Experiment(network=NetworkSpec(hidden=tuple(LayerSpec(k) for k in range(1, 101)))),
    Experiment(training=TrainSpec(shuffle=False, dtype="float32", batch_size=1_000_000, l2=1 / 3)),
]


def refusal(content):
    """Return what is said of a file that cannot be read: always one short line that names the file."""
    with pytest.raises(FileError) as caught:
        decode_document(content if isinstance(content, bytes) else json.dumps(content).encode(), "mine.json")
    text = str(caught.value)
    assert text.isprintable(), "more than one line"
    assert len(text) < 300
    assert text.startswith("mine.json: ")
    return text.removeprefix("mine.json: ")


def altered(path, value):
    """Return a good file's document with one value replaced; `path` as in "network.hidden.1.width"."""
    document = json.loads(json.dumps(PLAIN))
    *parents, last = [int(key) if key.isdigit() else key for key in path.split(".")]
    part = document
    for key in parents:
        part = part[key]
    part[last] = value
    return document


# -- there and back --------------------------------------------------------------------------


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=range(len(EXPERIMENTS)))
def test_what_was_saved_is_loaded(experiment, tmp_path):
    save(experiment, tmp_path / "one.json")
    assert load(tmp_path / "one.json") == experiment


@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_is_saved_and_loaded(loss, tmp_path):
    experiment = Experiment(data=DataSpec(dataset="circle"), training=TrainSpec(loss=loss))
    save(experiment, tmp_path / "one.json")
    assert load(tmp_path / "one.json") == experiment


def test_a_file_is_the_json_of_the_dataclasses_and_the_format():
    assert list(PLAIN) == ["format", "data", "network", "training", "seed", "stop", "weights_seed"]
    assert PLAIN["format"] == 1
    assert PLAIN["network"]["hidden"] == [{"width": 8, "activation": "tanh", "dropout": 0.0}] * 2


def test_what_is_left_out_has_its_default():
    assert decode_document(b'{"format": 1}', "").experiment == Experiment()
    document = {"format": 1, "network": {"hidden": [{"width": 3}]}, "seed": 7}
    expected = Experiment(network=NetworkSpec(hidden=(LayerSpec(3),)), seed=7)
    assert decode_document(json.dumps(document).encode(), "").experiment == expected


def test_a_whole_number_may_stand_where_any_number_may():
    assert decode_document(b'{"format": 1, "data": {"noise": 0}}', "").experiment == Experiment()


# -- what is refused -------------------------------------------------------------------------

WRONG = [
    # a field that is not known: its name, and those that are
    ("data.sampels", 500, ["data.sampels", "samples"]),
    ("networks", {}, ["networks", "network"]),
    ("network.hidden.1.widht", 8, ["network.hidden[1].widht", "width"]),
    ("training.a\nb", 1, ["training.a", "batch_size"]),
    ("data." + "x" * 5000, 1, ["data.x", "samples"]),
    # a wrong type: where, what it is, what it should be
    ("data", None, ["data", "nothing", "an object"]),
    ("data.samples", "many", ["data.samples", "text", "a whole number"]),
    ("data.samples", 500.5, ["data.samples", "a number", "a whole number"]),
    ("seed", 1.5, ["seed", "a number with a decimal point, 1.5", "a whole number"]),
    ("weights_seed", 1e3, ["weights_seed", "decimal point, 1000.0", "a whole number or nothing"]),
    ("network.hidden.1.width", 2.5, ["network.hidden[1].width", "decimal point, 2.5", "a whole number"]),
    ("data.samples", True, ["data.samples", "true or false", "a whole number"]),
    ("training.learning_rate", "0.1", ["training.learning_rate", "text", "a number"]),
    ("training.shuffle", 1, ["training.shuffle", "a whole number", "true or false"]),
    ("network.hidden", {"width": 8}, ["network.hidden", "an object", "a list"]),
    ("network.hidden.1", 8, ["network.hidden[1]", "a whole number", "an object"]),
    ("network.hidden.1.width", "8", ["network.hidden[1].width", "text", "a whole number"]),
    ("network.features", "x1", ["network.features", "text", "a list"]),
    ("network.features.1", 2, ["network.features[1]", "a whole number", "text"]),
    # a bad value: which, and what may stand there
    ("seed", -1, ["seed", "0", "-1"]),
    ("seed", 10**40, ["seed", "0 to"]),
    ("data.samples", 5, ["samples", "10", "100,000", "5"]),
    ("data.dataset", "sprial", ["dataset", "sprial", "spiral"]),
    ("data.dataset", "x" * 5000, ["dataset", "spiral"]),
    ("data.test_fraction", 1, ["test_fraction", "0.9"]),
    ("training.learning_rate", 0, ["learning_rate", "above 0"]),
    ("training.optimizer", "sdg", ["optimizer", "sgd"]),
    ("training.dtype", "int8", ["dtype", "float32"]),
    ("network.features", [], ["features", "at least one"]),
    ("network.features.1", "x3", ["feature", "x3", "x2"]),
    ("network.hidden.1.width", 0, ["network.hidden[1]", "width", "10,000", "0"]),
    ("network.hidden.1.activation", "rleu", ["network.hidden[1]", "activation", "relu"]),
    ("network.hidden", [{"width": 10_000}] * 3, ["network", "20,000,000"]),
    ("network.hidden", [{"width": 1}] * 101, ["hidden layers", "100"]),
    # a format that this program does not read
    ("format", 2, ["format", "1", "2"]),
    ("format", "1", ["format", "'1'"]),
    ("format", True, ["format", "True"]),
    ("format", None, ["format", "1"]),
    ("format", "1\n", ["format", "1"]),
    ("format", ["x" * 5000], ["format", "1"]),
]


@pytest.mark.parametrize(
    ("path", "value", "named"), WRONG, ids=[f"{path[:30]!a} {str(value)[:20]!a}" for path, value, _ in WRONG]
)
def test_a_value_that_makes_no_sense_is_refused_by_name(path, value, named):
    said = refusal(altered(path, value))
    assert [word for word in named if word not in said] == []


def test_a_file_without_a_format_is_refused():
    assert "format" in refusal({key: part for key, part in PLAIN.items() if key != "format"})


def test_parts_that_do_not_fit_each_other_are_refused():
    document = altered("network.output", "softmax")
    document["data"]["dataset"] = "plane"
    said = refusal(document)
    assert "softmax" in said
    assert "linear" in said


NOT_EXPERIMENTS = {
    "empty": b"",
    "blank": b" \n ",
    "truncated": encode(Experiment())[:200],
    "nan": b'{"format": 1, "data": {"noise": NaN}}',
    "infinity": b'{"format": 1, "data": {"noise": Infinity}}',
    "too large a number": b'{"format": 1, "data": {"noise": 1e999}}',
    "binary": bytes(range(256)),
    "picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "not utf-8": b'{"format": 1, "\xff": 1}',
    "deep list": b"[" * 200_000,
    "deep object": b'{"format": ' * 50_000,
    "list": b"[1, 2, 3]",
    "other object": b'{"a": 1}',
    "number": b"1",
    "python": b"{'format': 1}",
    "pickle": b"\x80\x04\x95\x05\x00\x00\x00\x00\x00\x00\x00}\x94.",
}


@pytest.mark.parametrize("content", NOT_EXPERIMENTS.values(), ids=NOT_EXPERIMENTS)
def test_a_file_that_is_no_experiment_is_refused_as_such(content):
    assert refusal(content).startswith("not an experiment file")


def test_the_reason_is_written_as_people_write_it():
    assert "jSON" not in refusal(b"{'format': 1}")
    assert "`$" not in refusal(b'{"format": 1, "data": {"noise": 1e999}}')


# -- files that cannot be read ---------------------------------------------------------------


@pytest.fixture
def locked(tmp_path):
    """A file and a folder that may not be touched, not even where the tests run as root."""
    folder = tmp_path / "locked"
    folder.mkdir()
    save(Experiment(), folder / "one.json")
    (folder / "one.json").chmod(0)
    folder.chmod(0o500)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    yield folder
    if root:
        os.seteuid(0)
    folder.chmod(0o700)


def unreadable(path):
    with pytest.raises(FileError) as caught:
        load(path)
    text = str(caught.value)
    assert text.isprintable()
    return text


def test_a_missing_file_is_told(tmp_path):
    path = tmp_path / "none.json"
    assert unreadable(path) == f"{path}: cannot be read, no such file or directory"


def test_a_directory_is_told(tmp_path):
    assert "is a directory" in unreadable(tmp_path)


def test_a_file_without_permission_is_told(locked):
    assert "cannot be read, permission denied" in unreadable(locked / "one.json")


def test_a_huge_file_is_told_and_not_taken_into_memory(tmp_path):
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(10**13)
    tracemalloc.start()
    assert f"{LARGEST_FILE:,}" in unreadable(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5 * LARGEST_FILE


@pytest.mark.parametrize("name", ["nul\0.json", "two\nlines.json"])
def test_a_name_that_no_file_can_have_is_told(name):
    assert "cannot be read" in unreadable(name)


def test_nothing_but_data_is_read_from_a_file(tmp_path):
    path = tmp_path / "code.json"
    code = f"open({str(tmp_path / 'owned')!r}, 'w')"
    path.write_text(json.dumps({"format": 1, "seed": code, "__reduce__": code}))
    unreadable(path)
    assert not (tmp_path / "owned").exists()


# -- saving ----------------------------------------------------------------------------------


@pytest.mark.parametrize("broken", ["replace", "fsync", "fdopen", "open"])
@pytest.mark.parametrize("old", [None, b"the old file"])
def test_a_save_that_fails_leaves_the_old_file_and_no_other(tmp_path, monkeypatch, broken, old):
    path = tmp_path / "one.json"
    if old is not None:
        path.write_bytes(old)

    def fail(*_args, **_kw):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(experiments.os, broken, fail)
    with pytest.raises(FileError, match=r"one\.json: cannot be written, no space left on device"):
        save(Experiment(), path)
    assert [one.read_bytes() for one in tmp_path.iterdir()] == ([] if old is None else [old])


def test_a_save_that_is_interrupted_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    path = tmp_path / "one.json"
    path.write_bytes(b"the old file")

    def interrupt(_handle):
        raise KeyboardInterrupt

    monkeypatch.setattr(experiments.os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(Experiment(), path)
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"the old file"]


def test_at_no_time_is_there_half_a_file(tmp_path, monkeypatch):
    path, seen = tmp_path / "one.json", []
    save(Experiment(), path)
    fsync = os.fsync
    monkeypatch.setattr(experiments.os, "fsync", lambda handle: (seen.append(load(path)), fsync(handle)))
    save(Experiment(seed=1), path)
    assert seen == [Experiment(), Experiment(seed=1)]  # the folder is synced too, when it is there
    assert load(path) == Experiment(seed=1)


def test_saving_keeps_the_files_permissions_and_follows_a_link(tmp_path):
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    save(Experiment(), target)
    target.chmod(0o600)
    link.symlink_to(target)
    save(replace(Experiment(), seed=3), link)
    assert link.is_symlink()
    assert load(target).seed == 3
    assert target.stat().st_mode & 0o777 == 0o600


def test_saving_into_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FileError, match="cannot be written, no such file or directory"):
        save(Experiment(), tmp_path / "none" / "one.json")


def test_saving_over_a_directory_is_told_and_leaves_nothing(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileError, match="is a directory"):
        save(Experiment(), tmp_path / "folder")
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]


def test_saving_without_permission_is_told(locked):
    with pytest.raises(FileError, match="cannot be written, permission denied"):
        save(Experiment(), locked / "two.json")


DIES = """
import os, sys
from pathlib import Path
from playground.files import atomic
atomic.os.replace = lambda *_: os.kill(os.getpid(), 9)
atomic.write_atomically(Path(sys.argv[1]), b"half of it")
"""


@pytest.mark.skipif(os.name != "posix", reason="elsewhere only what is old is known to be left over")
def test_what_killed_programs_left_half_written_goes_with_the_next_save(tmp_path):
    path, other = tmp_path / "o[n]e.json", tmp_path / ".o[n]e.json.mine"
    other.write_text("not ours")
    for _ in range(2):
        assert run(path, cwd=tmp_path, code=DIES).returncode == -9
        assert len(list(tmp_path.iterdir())) == 2  # the second sweeps what the first has left
    save(Experiment(), path)
    assert sorted(tmp_path.iterdir()) == sorted([path, other])


def test_what_another_program_is_writing_now_is_left_alone(tmp_path, monkeypatch):
    path, fsync, left = tmp_path / "one.json", os.fsync, []

    def save_meanwhile(handle):
        fsync(handle)
        if not left:
            left.append(True)
            save(replace(Experiment(), seed=1), path)

    monkeypatch.setattr(experiments.os, "fsync", save_meanwhile)
    save(replace(Experiment(), seed=2), path)
    assert load(path).seed == 2
    assert [*tmp_path.iterdir()] == [path]


def test_what_was_left_over_long_ago_goes_whoever_left_it(tmp_path):
    path, old = tmp_path / "one.json", tmp_path / f".one.json.{os.getpid()}-abc"
    for age, there in ((0.0, True), (atomic.LEFT_OVER + 60.0, False)):
        old.write_text("half")
        os.utime(old, (time.time() - age,) * 2)
        save(Experiment(), path)
        assert old.exists() == there
