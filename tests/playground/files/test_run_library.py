"""The library of runs: what is kept comes back, is found, changed, deleted and restored."""

import gc
import math
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import pytest
from kept_runs import keys, row, run, same, with_training

from engine import OWN, DataSpec, Experiment, LayerSpec, NetworkSpec
from playground.files.run_library import Budget, Found, RunLibrary, RunQuery, new_key
from playground.files.runs import database

POINTS = tuple((0.1 * k, -0.2 * k, float(k % 2)) for k in range(50))


@pytest.fixture(autouse=True)
def no_wait_for_the_disk(monkeypatch):
    assert database.SYNCHRONOUS == "FULL"
    monkeypatch.setattr(database, "SYNCHRONOUS", "OFF")


@pytest.fixture(params=["memory", "file"])
def library(request, tmp_path):
    told = []
    made = RunLibrary(None if request.param == "memory" else tmp_path / "a" / "runs.sqlite", told=told.append)
    yield made
    made.close()
    assert not told
    assert not made.problem


def test_a_run_comes_back_as_it_was_kept(library):
    kept = run(
        1, diverged=True, group="five", worked=False, name="first", note="why?", starred=True, spark=b"\0"
    )
    assert library.put(kept) == ()
    assert same(library.get("run-1"), kept)
    assert library.rows(["run-1"]) == [kept.row]
    assert library.thumbnail("run-1") == kept.thumbnail
    assert library.parts(["run-1", "none"], "curves") == {"run-1": kept.curves}


def test_what_is_not_there_is_nothing(library):
    assert library.get("none") is None
    assert library.rows(["none"]) == []
    assert library.thumbnail("none") == b""
    assert library.find() == []


OWN_VALUES = DataSpec(dataset=OWN, points=((1, 0, 0.5), (2, 0, 1 / 3)), labels="values", one_input=True)
EXPERIMENTS = {
    "own points": Experiment(data=DataSpec(dataset=OWN, points=POINTS, test_points=(1, 3))),
    "names": Experiment(
        data=DataSpec(dataset=OWN, points=POINTS, class_names=("no", "yes"), column_names=("a", "b", "c"))
    ),
    "own values": Experiment(data=OWN_VALUES, network=NetworkSpec(features=("x1",))),
    "standardised": Experiment(data=replace(OWN_VALUES, one_input=False, standardise_values=True)),
    "own weights": Experiment(
        network=NetworkSpec(hidden=(LayerSpec(1),), weights=(((0.1, 0.2, 1e-17),), ((3.0, 1 / 3),)))
    ),
    "a seed of its own": Experiment(data=DataSpec(dataset="plane"), weights_seed=7),
    "a formula": Experiment(network=NetworkSpec(features=("x1", "=x1*sin(x2)"))),
}


@pytest.mark.parametrize("experiment", EXPERIMENTS.values(), ids=EXPERIMENTS)
def test_every_experiment_comes_back(library, experiment):
    library.put(run(1, experiment=experiment))
    library.put(run(2, experiment=experiment))
    assert [row.experiment for row in library.rows(["run-1", "run-2"])] == [experiment] * 2


def test_the_points_of_many_runs_are_kept_once(tmp_path):
    library = RunLibrary(tmp_path / "runs.sqlite")
    data = DataSpec(dataset=OWN, points=[(k / 7, -k / 3, k % 2) for k in range(5_000)])
    for k in range(20):
        library.put(run(k, size=0, experiment=Experiment(data=data, seed=k)))
    one, *others = library.rows(keys(library))
    assert all(each.experiment.data.points[0] is one.experiment.data.points[0] for each in others)
    library.delete(keys(library)[1:])
    library.close()
    assert (tmp_path / "runs.sqlite").stat().st_size < 400_000
    again = RunLibrary(tmp_path / "runs.sqlite")
    assert again.rows(["run-19"])[0].experiment.data == data
    again.close()


def test_threads_use_a_library_together(library):
    def work(k):
        for n in range(8):
            library.put(run(k, epoch=n))
            library.update(f"run-{k}", name=f"{n}")
            assert library.get(f"run-{k}").row.name == f"{n}"
            assert f"run-{k}" in keys(library, RunQuery(sort="name"))
            library.delete([f"run-{k}"])
            library.restore([f"run-{k}"])

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(4)))
    assert [row.epoch for row in library.rows(keys(library))] == [7] * 4


def test_what_is_no_number_comes_back_as_none(library):
    library.put(run(1, train_loss=math.nan, test_loss=math.inf))
    (kept,) = library.rows(["run-1"])
    assert (kept.train_loss, kept.test_loss) == (None, math.inf)


def test_a_run_that_was_trained_on_replaces_itself_but_keeps_what_a_person_gave(library):
    library.put(run(1))
    library.update("run-1", name="mine", note="it works", starred=True)
    library.put(run(1, size=50, epoch=99))
    kept = library.get("run-1")
    assert (kept.row.name, kept.row.note, kept.row.starred, kept.row.epoch) == ("mine", "it works", True, 99)
    assert kept.state == run(1, size=50).state
    assert len(library.find()) == 1


def test_a_run_that_lost_a_part_has_it_no_longer(library):
    library.put(run(1))
    library.put(run(1, size=0))
    assert library.get("run-1").timeline == b""


def test_runs_are_found_newest_first(library):
    for k in (2, 3, 1):
        library.put(run(k, group="g" * (k > 1), worked=[None, True, False][k - 1]))
    assert library.find() == [
        Found("run-3", "g", False),
        Found("run-2", "g", True),
        Found("run-1", "", None),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (RunQuery("adam"), [2]),
        (RunQuery("ADAM 0.25"), [2]),
        (RunQuery("adam 0.5"), []),
        (RunQuery("l2"), [2]),
        (RunQuery("STRASSE"), [1]),
        (RunQuery("%"), [1]),
        (RunQuery("x1 x₂"), [3, 2, 1]),
        (RunQuery("_"), []),
        (RunQuery("expected"), [3]),
        (RunQuery(starred=True), [3]),
        (RunQuery(starred=False), [2, 1]),
        (RunQuery(diverged=True), [2]),
        (RunQuery(group="g"), [3, 2]),
        (RunQuery(group=""), [1]),
        (RunQuery("adam", group="g", diverged=True, starred=False), [2]),
        (RunQuery(sort="epoch", descending=False), [1, 2, 3]),
        (RunQuery(sort="test_loss"), [2, 1, 3]),
        (RunQuery(sort="test_loss", descending=False), [1, 2, 3]),
        (RunQuery(sort="test_accuracy"), [3, 1, 2]),
        (RunQuery(sort="name", descending=False), [1, 3, 2]),
        (RunQuery(sort="training.l2"), [2, 3, 1]),
        (RunQuery(sort="seed", descending=False), [2, 1, 3]),
    ],
)
def test_runs_are_found_by_what_they_are(library, query, found):
    library.put(run(1, test_loss=0.1, test_r2=0.5, name="a straße, 100%"))
    adam = with_training(optimizer="adam", l2=0.25)
    library.put(run(2, experiment=adam, test_loss=0.2, group="g", diverged=True))
    library.put(run(3, test_accuracy=0.75, group="g", note="As I expected", name="B", starred=True))
    assert keys(library, query) == [f"run-{k}" for k in found]


@pytest.mark.parametrize("sort", ["spark", "experiment", "training.nothing", "1; DROP TABLE run"])
def test_what_cannot_be_sorted_by_is_refused(library, sort):
    with pytest.raises(ValueError, match="not sorted by"):
        library.find(RunQuery(sort=sort))


def test_the_settings_that_differ_are_known(library):
    assert library.differing() == frozenset()
    library.put(run(1, experiment=with_training(l2=0.25)))
    assert library.differing() == frozenset()
    library.put(run(2, experiment=with_training(l2=0.5)))
    assert library.differing() == {"training.l2"}
    wide = replace(with_training(l2=0.5), network=NetworkSpec(hidden=(LayerSpec(9),)), weights_seed=3)
    library.put(run(3, experiment=wide, group="g"))
    assert library.differing() == {"training.l2", "network.hidden", "weights_seed"}
    assert library.differing(RunQuery(group="g")) == frozenset()
    library.put(run(4, experiment=replace(wide, data=DataSpec(class_names=("no", "yes"))), group="g"))
    assert library.differing(RunQuery(group="g")) == {"data.class_names"}


def test_what_was_deleted_can_be_restored(library):
    for k in range(3):
        library.put(run(k))
    library.delete(["run-0", "run-2"])
    assert keys(library) == ["run-1"]
    assert library.get("run-0") is None
    assert library.rows(["run-0"]) == []
    library.restore(["run-0"])
    assert same(library.get("run-0"), run(0))
    assert keys(library) == ["run-1", "run-0"]


def test_a_deleted_run_that_is_trained_on_is_there_again(library):
    library.put(run(1))
    library.delete(["run-1"])
    library.put(run(1))
    assert keys(library) == ["run-1"]


def test_clear_leaves_nothing(library):
    for k in range(3):
        library.put(run(k, starred=True))
    library.delete(["run-1"])
    library.clear()
    assert library.find() == []
    library.restore(["run-1"])
    assert library.find() == []


def test_nothing_of_what_was_cleared_can_be_read_in_the_files(tmp_path):
    library = RunLibrary(tmp_path / "runs.sqlite")
    secret = "the name of a pupil"
    for k in range(20):
        library.put(run(k))
    library.update("run-3", note=secret)
    library.clear()
    assert not any(secret.encode() in path.read_bytes() for path in tmp_path.iterdir())
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 200_000
    library.close()


def test_what_was_deleted_is_gone_when_the_library_was_closed(tmp_path):
    library = RunLibrary(tmp_path / "runs.sqlite")
    library.put(run(1))
    library.put(run(2))
    library.delete(["run-1"])
    library.close()
    again = RunLibrary(tmp_path / "runs.sqlite")
    again.restore(["run-1"])
    assert keys(again) == ["run-2"]
    again.close()


def test_the_oldest_that_have_no_star_go_first():
    library = RunLibrary(None, Budget(runs=3))
    assert library.put(run(0, starred=True)) == ()
    assert [library.put(run(k)) for k in (1, 2)] == [(), ()]
    assert library.put(run(3)) == (row(1),)
    assert keys(library) == ["run-3", "run-2", "run-0"]
    library.delete(["run-3"])  # what was deleted goes before all others, without a word
    assert library.put(run(4)) == ()
    assert keys(library) == ["run-4", "run-2", "run-0"]


def test_the_budget_counts_bytes_and_never_takes_the_newest():
    library = RunLibrary(None, Budget(bytes=1))
    assert library.put(run(1)) == ()
    assert library.put(run(2)) == (row(1),)
    assert keys(library) == ["run-2"]


def test_a_change_is_another_version(library):
    before = library.version()
    assert library.version() == before
    library.put(run(1))
    after = library.version()
    assert after != before
    library.update("run-1", name="x")
    assert library.version() != after


def test_two_programs_see_what_each_other_keeps(tmp_path):
    one, other = (RunLibrary(tmp_path / "runs.sqlite") for _ in range(2))
    assert other.find() == []
    before = other.version()
    one.put(run(1))
    assert keys(other) == ["run-1"]
    assert other.version() != before
    other.delete(["run-1"])
    assert one.find() == []
    one.close()
    other.close()


def test_keys_are_different():
    assert len({new_key() for _ in range(100)}) == 100


def test_a_library_opens_nothing_before_the_first_call(tmp_path):
    path = tmp_path / "runs.sqlite"
    program = (
        "import sys; from pathlib import Path; from playground.files.run_library import RunLibrary;"
        f"RunLibrary(Path({str(path)!r})).close(); assert 'sqlite3' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
    assert not path.exists()


def test_a_library_that_nobody_closes_is_closed_with_the_last_who_knows_it(tmp_path):
    path = tmp_path / "runs.sqlite"
    library = RunLibrary(path)
    library.told = partial(getattr, library, "told")  # it knows itself
    library.put(run(1))
    assert (tmp_path / "runs.sqlite-wal").exists()
    del library
    gc.collect()
    assert not (tmp_path / "runs.sqlite-wal").exists()
