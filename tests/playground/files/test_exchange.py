"""Runs as one file: what was exported comes back elsewhere, and a hostile file does no harm."""

import io
import json
import os
import pickle
import random
import zipfile
from dataclasses import replace

import pytest
from kept_runs import keys, run, same

from engine import OWN, DataSpec, Experiment, NetworkSpec, Trainer
from playground.files.atomic import FileError
from playground.files.run_library import KeptRun, RunLibrary
from playground.files.runs import exchange
from playground.files.runs.exchange import export_runs, import_runs

POINTS = tuple((0.1 * k, -0.2 * k, float(k % 2)) for k in range(50))


def trained(k, **named):
    """Return a run whose state is one."""
    trainer = Trainer(Experiment(seed=k, network=NetworkSpec(hidden=())))
    trainer.run(epochs=1)
    kept = run(k, experiment=trainer.experiment, spark=bytes(range(k)), **named)
    return replace(kept, state=trainer.state().to_bytes())


@pytest.fixture
def home():
    """A library with three runs."""
    library = RunLibrary(None)
    library.put(trained(1, name="first", note="What I expected,\nwhat I saw", starred=True, worked=True))
    own = Experiment(data=DataSpec(dataset=OWN, points=POINTS, test_points=(3, 5)))
    library.put(replace(trained(2), row=replace(trained(2).row, experiment=own, group="g", best_loss=0.1)))
    library.put(trained(3, diverged=True, changes=2))
    return library


@pytest.fixture
def path(tmp_path):
    return tmp_path / "mine.nprun"


def test_what_was_exported_comes_back_elsewhere(home, path):
    shares = []
    assert export_runs(home, ["run-1", "run-2", "run-3"], path, shares.append) == 3
    school = RunLibrary(None)
    assert import_runs(school, path, shares.append) == (("run-1", "run-2", "run-3"), 0, ())
    for key in ("run-1", "run-2", "run-3"):
        assert same(school.get(key), home.get(key))
    assert [round(6 * share) for share in shares] == [0, 2, 4, 6, 0, 1, 2, 3, 4, 5, 6]


def test_only_what_is_there_is_exported(home, path):
    home.delete(["run-1"])
    assert export_runs(home, ["run-1", "run-2", "none"], path) == 1
    school = RunLibrary(None)
    assert import_runs(school, path).added == ("run-2",)


def test_nothing_is_no_file(home, path):
    with pytest.raises(FileError, match=r"None of these runs is in the library any more\."):
        export_runs(home, ["none"], path)
    assert list(path.parent.iterdir()) == []


def test_what_is_there_already_is_not_imported_twice(home, path):
    export_runs(home, ["run-1", "run-2"], path)
    home.update("run-1", name="renamed")
    home.delete(["run-2"])
    assert import_runs(home, path) == ((), 2, ())
    assert keys(home) == ["run-3", "run-2", "run-1"]
    assert home.rows(["run-1"])[0].name == "renamed"


def test_a_run_that_was_trained_on_is_kept_beside_the_one_that_is_there(home, path):
    export_runs(home, ["run-1"], path)
    home.put(replace(home.get("run-1"), row=replace(home.get("run-1").row, steps=99)))
    (key,), known, _ = import_runs(home, path)
    assert known == 0
    assert key != "run-1"
    assert home.get("run-1").row.steps == 99
    assert home.get(key).row == replace(home.get("run-1").row, key=key, steps=0)
    assert import_runs(home, path).added != ()


def test_a_stopped_export_leaves_the_old_file(home, path):
    path.write_text("old")

    def stop(share):
        if share > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_runs(home, ["run-1", "run-2", "run-3"], path, stop)
    assert path.read_text() == "old"
    assert list(path.parent.iterdir()) == [path]


def test_a_stopped_import_leaves_the_library_as_it_was(home, path):
    export_runs(home, ["run-1", "run-2", "run-3"], path)

    def stop(share):
        if share > 0.8:
            raise KeyboardInterrupt

    school = RunLibrary(None)
    school.put(run(9))
    with pytest.raises(KeyboardInterrupt):
        import_runs(school, path, stop)
    assert keys(school) == ["run-9"]


def test_no_more_is_exported_than_can_be_imported(home, path, monkeypatch):
    monkeypatch.setattr(exchange, "MOST_RUNS", 2)
    with pytest.raises(FileError, match="at most 2, or one gigabyte"):
        export_runs(home, ["run-1", "run-2", "run-3"], path)


# -- hostile files -------------------------------------------------------------------------------


def rewritten(path, changed):
    """Change the members of an archive; None takes one out."""
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    write(path, members | changed)


def write(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in members.items():
            if content is not None:
                new.writestr(name, content)


def said(path, **changed):
    """Return what is said of the first run, changed."""
    with zipfile.ZipFile(path) as archive:
        return json.dumps(json.loads(archive.read("0/run.json")) | changed)


def npz(**arrays):
    import numpy as np

    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


HOSTILE = {
    "no archive": (lambda path: path.write_bytes(b"PK and then nothing"), "no runs, it is no file that"),
    "empty": (lambda path: path.write_bytes(b""), "no runs, it is no file that"),
    "no index": (lambda path: rewritten(path, {"runs.json": None}), "no runs, it is no file that"),
    "an index of lists": (
        lambda path: rewritten(path, {"runs.json": b"[]"}),
        "no runs, it is no file that",
    ),
    "newer": (
        lambda path: rewritten(path, {"runs.json": b'{"format": 2, "runs": 1}'}),
        "no runs, it was made by a newer version",
    ),
    "very many": (
        lambda path: rewritten(path, {"runs.json": b'{"format": 1, "runs": 1000000000}'}),
        "contains more than a library can hold",
    ),
    "fewer than it says": (
        lambda path: rewritten(path, {"runs.json": b'{"format": 1, "runs": 7}'}),
        "run 2 is damaged, 1/run.json is missing",
    ),
    "no experiment": (
        lambda path: rewritten(path, {"0/experiment.json": None}),
        "0/experiment.json is missing",
    ),
    "another experiment": (
        lambda path: rewritten(path, {"0/experiment.json": b'{"format": 1, "seed": -1}'}),
        "run 1 is damaged, 0/experiment.json: ",
    ),
    "a key that is none": (
        lambda path: rewritten(path, {"0/run.json": said(path, key="../../etc")}),
        "run 1 is damaged, what is said of it makes no sense",
    ),
    "words for numbers": (
        lambda path: rewritten(path, {"0/run.json": said(path, epoch="many")}),
        "run 1 is damaged, what is said of it makes no sense",
    ),
    "a number that no library has room for": (
        lambda path: rewritten(path, {"0/run.json": said(path, steps=2**70)}),
        "run 1 is damaged, what is said of it makes no sense",
    ),
    "fewer changes than none": (
        lambda path: rewritten(path, {"0/run.json": said(path, changes=-1)}),
        "run 1 is damaged, what is said of it makes no sense",
    ),
    "a pickle": (
        lambda path: rewritten(path, {"0/state": pickle.dumps({})}),
        "run 1 is damaged, this is not",
    ),
    "a state of objects": (
        lambda path: rewritten(path, {"0/state": npz(facts=[object()])}),
        "run 1 is damaged, this is not the state",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_in_one_line(home, path, case):
    make, why = HOSTILE[case]
    export_runs(home, ["run-1"], path)
    make(path)
    school = RunLibrary(None)
    with pytest.raises(FileError) as refused:
        import_runs(school, path)
    assert str(refused.value).startswith(f"{path}: ")
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)
    assert school.find() == []


def test_what_would_unfold_to_too_much_is_not_unpacked(home, path, monkeypatch):
    export_runs(home, ["run-1"], path)
    rewritten(path, {"0/curves": bytes(3_000_000)})
    monkeypatch.setattr(exchange, "LARGEST_PART", 2_000_000)
    with pytest.raises(FileError, match="run 1 is damaged, it contains more"):
        import_runs(RunLibrary(None), path)
    monkeypatch.setattr(exchange, "LARGEST", 2_000_000)
    with pytest.raises(FileError, match="no runs, it contains more"):
        import_runs(RunLibrary(None), path)


def test_an_endless_list_is_not_read_into_memory(path, monkeypatch):
    monkeypatch.setattr(exchange, "MOST_RUNS", 10)
    write(path, {f"{k}": b"" for k in range(1000)})
    with pytest.raises(FileError, match="more than a library can hold"):
        import_runs(RunLibrary(None), path)


def test_what_else_is_in_an_archive_is_never_read(home, path):
    export_runs(home, ["run-1"], path)
    rewritten(path, {"../../outside": b"x", "/0/state": b"x", "0/other": b"x"})
    assert import_runs(RunLibrary(None), path).added == ("run-1",)
    assert list(path.parent.iterdir()) == [path]


def test_any_damage_is_an_error_or_does_no_harm(home, path):
    export_runs(home, ["run-1", "run-2"], path)
    content, chance = path.read_bytes(), random.Random(0)
    refused = 0
    for _ in range(150):
        damaged = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        cut = chance.choice([len(damaged), chance.randrange(len(damaged))])
        path.write_bytes(damaged[:cut])
        school = RunLibrary(None)
        try:
            import_runs(school, path)
        except FileError:
            refused += 1
            assert keys(school) == []
        else:
            assert set(keys(school)) <= {"run-1", "run-2"}
    assert refused > 75


def test_a_file_that_is_not_there_or_a_pipe_is_said(tmp_path):
    with pytest.raises(FileError, match="cannot be read"):
        import_runs(RunLibrary(None), tmp_path / "none.nprun")
    with pytest.raises(FileError, match="cannot be read"):
        import_runs(RunLibrary(None), tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(FileError):
            import_runs(RunLibrary(None), tmp_path / "pipe")


def test_a_run_whose_state_was_lost_can_be_handed_in(path):
    library = RunLibrary(None)
    library.put(KeptRun(trained(1).row, b""))
    export_runs(library, ["run-1"], path)
    school = RunLibrary(None)
    import_runs(school, path)
    assert school.get("run-1").state == b""
