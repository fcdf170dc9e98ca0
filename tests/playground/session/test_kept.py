"""What undo keeps of very many points: every experiment comes back, and hundreds of strokes take little."""

import itertools
import tracemalloc
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hands import SMALL
from PySide6.QtGui import QUndoStack

from engine import DataSpec, Experiment
from engine.points import numbers, places_without
from playground.session import kept as module
from playground.session.kept import Kept, kept, whole
from playground.session.undo import Change, push
from playground.worker.revision import Revision


def own(count, seed=0, **values):
    rng = np.random.default_rng(seed)
    points = np.column_stack([rng.uniform(-6, 6, (count, 2)).round(3), rng.integers(0, 2, count)])
    return replace(SMALL, data=DataSpec("own", points=points.tolist(), **values))


def edited(experiment, rng):
    """The experiment after one of a person's edits."""
    data, kind = experiment.data, int(rng.integers(5))
    count = len(data.points)
    point = (round(rng.uniform(-6, 6), 3), -0.0, 1.0)
    if kind == 0:
        return replace(experiment, data=data.edited([*range(count), -1], {count: point}))
    if kind == 1:
        return replace(experiment, data=data.edited(range(count), {int(rng.integers(count)): point}))
    if kind == 2:
        gone = rng.integers(0, count, 5).tolist()
        return replace(experiment, data=data.edited(places_without(count, gone)))
    if kind == 3:
        return replace(experiment, data=replace(data, labels=("values", "classes")[data.labels == "values"]))
    return replace(experiment, seed=experiment.seed + 1)


@pytest.mark.parametrize("test_points", [(), (0, 7, 99)])
def test_every_experiment_comes_back(test_points):
    rng, first = np.random.default_rng(1), own(3000, test_points=test_points)
    base, now = first.data.points, first
    for _ in range(60):
        now = edited(now, rng)
        one = kept(now, base)
        assert isinstance(one, Kept)
        assert whole(one) == now
        assert hash(whole(one)) == hash(now)
        assert (numbers(whole(one).data.points).view("i8") == numbers(now.data.points).view("i8")).all()


def test_few_points_and_those_that_differ_much_are_kept_themselves():
    few, many = own(module.MANY - 1), own(module.MANY)
    assert kept(few, own(module.MANY).data.points) is few
    assert kept(many, own(module.MANY, seed=1).data.points) is many
    assert kept(many, ()) is many
    assert kept(many, many.data.points) is many


def test_values_that_are_no_classes_may_be_what_classes_differ_from():
    values = own(3000, labels="values")
    values = replace(values, data=values.data.edited(range(3000), {4: (0.0, 0.0, 0.5)}))
    classes = replace(
        values, data=replace(values.data.edited(range(3000), {4: (0.0, 0.0, 1.0)}), labels="classes")
    )
    assert whole(kept(classes, values.data.points)) == classes


@pytest.mark.parametrize("test_points", [(), tuple(range(0, 8_000, 2))])
def test_hundreds_of_strokes_take_little_and_all_can_be_undone(test_points):
    shown: list[Experiment] = []
    stack, now, numbered = QUndoStack(), own(8_000, test_points=test_points), itertools.count(1)
    rng, history = np.random.default_rng(3), [now]
    tracemalloc.start()
    for stroke in range(1, 101):
        for _ in range(2):
            count = now.data.count
            data = now.data.edited(np.append(np.arange(count), -1), {count: (1.0, rng.random(), 0.0)})
            new = replace(now, data=data)
            revision = Revision(new, keep=True)
            control, number = f"data.draw/{stroke}", partial(next, numbered)
            push(
                stack,
                Change(now, revision, control, "draw", lambda one: shown.append(one.experiment), number),
            )
            shown.clear()
            now = new
        history += [now] if stroke % 50 == 0 else []
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert stack.count() == 100
    assert taken < 4_000_000  # 100 tuples of the points would take 6.4 MB, and those of test points more
    for _ in range(100):
        stack.undo()
    assert (shown[-1], shown[49]) == (history[0], history[1])
    for _ in range(100):
        stack.redo()
    assert shown[-1] == history[-1]
