"""The sample tables are what the examples show, and each can be learned by its example's settings."""

from dataclasses import replace

import pytest

from engine import DataSpec, Trainer
from playground.files.examples import TABLES, preset, presets
from playground.files.points_table import import_points, read, with_points

NAMES = sorted(path.stem for path in TABLES.glob("*.csv"))
ACCURACY = {"and": 1.0, "or": 1.0, "nand": 1.0, "xor": 1.0, "iris": 0.93, "exam-scores": 0.93}


def sample(name):
    """Read a table as any other file; only values are standardised besides."""
    table = read((TABLES / f"{name}.csv").read_bytes(), f"{name}.csv")
    choice = table.guess.choice
    taken = import_points(table.sheet, replace(choice, standardise_values=choice.values))
    assert (taken.problems, taken.error) == ((), "")
    return with_points(DataSpec(), taken)


def test_every_table_has_an_example():
    assert {f"table-{name}" for name in NAMES} == {
        one.name for one in presets() if one.name.startswith("table-")
    }
    assert {*ACCURACY, "used-cars"} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_example_has_the_points_and_the_names_of_its_table(name):
    shown, read = preset(f"table-{name}").data, sample(name)
    assert (shown.points, shown.labels) == (read.points, read.labels)
    assert (shown.column_names, shown.class_names) == (read.column_names, read.class_names)
    assert (shown.one_input, shown.standardise_values) == (read.one_input, read.standardise_values)
    assert any(shown.column_names)


@pytest.mark.parametrize("name", ACCURACY)
def test_classes_are_learned(name):
    trainer = Trainer(preset(f"table-{name}"))
    trainer.run(epochs=300)
    metrics = trainer.metrics()
    assert metrics.train_accuracy >= ACCURACY[name]
    assert metrics.test_accuracy is None or metrics.test_accuracy >= ACCURACY[name]


def test_prices_are_learned():
    trainer = Trainer(preset("table-used-cars"))
    trainer.run(epochs=300)
    assert all(scores.r2 > 0.95 for scores in trainer.scores())


@pytest.mark.parametrize("gate", ["and", "or", "nand", "xor"])
def test_a_gate_is_its_truth_table(gate):
    truth = {"and": int.__and__, "or": int.__or__, "xor": int.__xor__, "nand": lambda a, b: 1 - (a & b)}[gate]
    data = sample(gate)
    assert data.points == tuple((float(a), float(b), float(truth(a, b))) for a in (0, 1) for b in (0, 1))
    assert not data.is_split  # none of four points is held back for testing


def test_iris_is_the_real_one():
    from sklearn.datasets import load_iris

    iris = load_iris()
    rows = [(x[2], x[3], float(y)) for x, y in zip(iris.data, iris.target, strict=True)]
    assert sample("iris").points == tuple(rows)
    assert sample("iris").class_names == tuple(iris.target_names)


def test_tables_end_their_lines_and_say_where_they_are_from():
    read_me = (TABLES / "README.md").read_text(encoding="utf-8")
    for name in NAMES:
        content = (TABLES / f"{name}.csv").read_bytes()
        assert content.endswith(b"\n")
        assert b"\r" not in content
        assert f"`{name}.csv`" in read_me
