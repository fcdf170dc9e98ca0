"""What `event_loop.py` does at the window: data, points, tables, files, a class."""

import random
from dataclasses import replace
from pathlib import Path

from event_loop_scenes import CONTROL, KEY, LEFT, MANY, NONE, POINTS, act, action, close_dialogs
from hands import choose, click, control, type_in
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from engine import DATASETS
from playground.classroom.choice import FIRST_STEPS, Classroom
from playground.files import examples
from playground.files.share import to_text

# -- data ------------------------------------------------------------------------------------------


@act("every data set", ("first", "deep", "own"))
def datasets(person):
    window = person.window
    for name in DATASETS:
        person.do(f"data set {name}", window.session.edit, "data.dataset", "data", dataset=name)
        person.settle(f"data set {name}")
    while window.session.undo_stack.canUndo():
        person.do("undo", window.session.undo_stack.undo)
        person.settle("undo", seconds=0.1)


@act("the gallery", ("first",))
def gallery(person):
    person.do("the gallery", choose, person.window, "data.dataset", "Circle")
    person.settle("the gallery")


@act("100,000 samples", ("first",))
def samples(person):
    window = person.window
    slider = control(window, "data.samples_slider")
    for k in range(0, slider.maximum(), slider.maximum() // 12):
        person.do("sliding samples", slider.setValue, max(k, slider.minimum()))
    person.settle("sliding samples")
    person.do("100,000 samples", type_in, window, "data.samples", "100000")
    person.settle("100,000 samples")
    for name, value in (("noise", 0.2), ("imbalance", 0.5), ("test_fraction", 0.9)):
        person.do(name, window.session.edit, f"data.{name}", "data", **{name: value})
        person.settle(name)
    while window.session.undo_stack.canUndo():
        person.do("undo", window.session.undo_stack.undo)
        person.settle("undo", seconds=0.1)


@act("100,000 samples become own points", ("deep",))
def make_own(person):
    window = person.window
    person.do("draw", window.drawing.draw, True)
    person.settle("draw")
    view = window.boundary.plot.viewport()
    person.do("a point", QTest.mouseClick, view, LEFT, NONE, view.rect().center())
    person.settle("a point")
    person.do("undo", window.session.undo_stack.undo)
    person.settle("undo")
    person.do("the table", window.own.open_table)
    person.settle("the table")
    close_dialogs(person)
    person.do("saving points", window.own.save_file, person.folder / "points.csv")
    person.settle("saving points")
    person.do("draw no more", window.drawing.draw, False)


def stroke(person, what, moves=24):
    view = person.window.boundary.plot.viewport()
    middle = view.rect().center()
    person.do(f"press: {what}", QTest.mousePress, view, LEFT, NONE, middle - QPoint(90, 60))
    for k in range(moves):
        person.do(what, QTest.mouseMove, view, middle + QPoint(7 * k - 90, 5 * k - 60))
    person.settle(what, seconds=0.1)
    person.do(f"release: {what}", QTest.mouseRelease, view, LEFT, NONE, middle)
    person.settle(what)


@act("draw, erase, move, flip, undo", POINTS)
def draw(person):
    window = person.window
    points = window.session.experiment.data.points
    data = replace(window.session.experiment.data, points=points[:-200])
    person.do("fewer points", window.session.edit_points, data, "")
    person.do("draw", window.drawing.draw, True)
    person.settle("draw")
    for tool, letter in (("brush", KEY.Key_B), ("eraser", KEY.Key_E), ("move", KEY.Key_M)):
        person.do("choosing a tool", QTest.keyClick, window.boundary.plot, letter)
        stroke(person, tool)
    view = window.boundary.plot.viewport()
    for _ in range(3):
        place = view.rect().center()
        person.do("flip", QTest.mouseClick, view, Qt.MouseButton.RightButton, NONE, place)
        person.settle("flip")
    for step in (window.session.undo_stack.undo, window.session.undo_stack.redo) * 2:
        for _ in range(4):
            person.do(step.__name__, step)
            person.settle(step.__name__, seconds=0.1)
    person.do("draw no more", window.drawing.draw, False)


@act("undo and redo of 100 strokes", POINTS)
def many_strokes(person):
    window = person.window
    data = window.session.experiment.data
    for k in range(100):
        data = replace(data, points=(*data.points[1:], (0.01 * k, 0.5, 1.0)))
        person.do("a change of points", window.session.edit_points, data, "points")
    person.settle("changes of points")
    for step in (window.session.undo_stack.undo, window.session.undo_stack.redo):
        for _ in range(100):
            person.do(step.__name__, step)
        person.settle(step.__name__)


@act("table of points: open, walk, scroll", POINTS)
def table(person):
    window = person.window
    person.do("the table", window.own.open_table)
    person.settle("the table")
    view = control(window, "table.points")
    bar = view.verticalScrollBar()
    for k in range(12):
        person.do("scrolling", bar.setValue, bar.maximum() * k // 11)
        person.settle("scrolling", seconds=0.02)
    for code, keys in ((KEY.Key_Home, CONTROL), (KEY.Key_End, CONTROL), (KEY.Key_PageUp, NONE)):
        person.do("walking", QTest.keyClick, view, code, keys)
    person.settle("walking")
    close_dialogs(person)


@act("table of points: edit, add, delete", POINTS)
def edit_table(person):
    window = person.window
    person.do("the table", window.own.open_table)
    person.settle("the table")
    dialog = window.own._table
    model = dialog.model
    for row in (0, 5_000, 9_990):
        person.do("a cell", model.setData, model.index(row, 0), str(0.1 * (row + 1 + next(person.count))))
        person.settle("a cell")
    person.do("rows", dialog.view.selectRow, 17)
    person.do("delete", dialog.delete)
    person.settle("delete")
    person.do("everything", dialog.view.selectAll)
    person.settle("everything")
    person.do("copy everything", dialog.copy)
    person.settle("copy everything")
    person.do("delete everything", dialog.delete)
    person.settle("delete everything")
    person.do("undo", window.session.undo_stack.undo)
    person.settle("undo")
    person.do("paste everything", dialog.view.setCurrentIndex, model.index(0, 0))
    person.do("paste everything", dialog.paste)
    person.settle("paste everything")
    while window.session.undo_stack.canUndo():
        person.do("undo", window.session.undo_stack.undo)
        person.settle("undo", seconds=0.1)
    close_dialogs(person)


@act("classes and values, test fraction", POINTS)
def kinds(person):
    window = person.window
    for label in ("values", "classes"):
        person.do(label, window.session.edit, "data.labels", "data", labels=label)
        person.settle(label)
    slider = control(window, "data.test_fraction_slider")
    for k in (20, 60, 90, 50):
        person.do("test fraction", slider.setValue, k)
        person.settle("test fraction")
    while window.session.undo_stack.canUndo():
        person.do("undo", window.session.undo_stack.undo)
        person.settle("undo", seconds=0.1)


@act("clear all points, undo", POINTS)
def clear(person):
    window = person.window
    person.do("clear", window.drawing.clear)
    person.settle("clear")
    person.do("undo", window.session.undo_stack.undo)
    person.settle("undo")
    person.do("draw no more", window.drawing.draw, False)


def table_text(rows, extra=0):
    rng = random.Random(1)
    lines = ["x1,x2,kind"]
    lines += [
        f"{rng.uniform(-6, 6):.3f},{rng.uniform(-6, 6):.3f},{'abc'[k % 3]}" + ",1" * extra
        for k in range(rows)
    ]
    return "\n".join(lines)


def import_points(person):
    """Use the dialog that shows a table, and import it."""
    window = person.window
    person.run("the dialog", lambda: window.findChild(QWidget, "csv") is not None)
    person.settle("the dialog")
    dialog = window.findChild(QWidget, "csv")
    for name in ("csv.standardise", "csv.header", "csv.header"):
        person.do(name, click, dialog, name)
        person.settle(name)
    pick = control(dialog, "csv.x1")
    for k in (1, 0):
        person.do("a column", pick.setCurrentIndex, k)
        person.settle("a column")
    if control(dialog, "csv.add").isVisible():
        for _ in range(2):
            person.do("csv.add", click, dialog, "csv.add")
            person.settle("csv.add")
    person.run("all rows", control(dialog, "csv.import").isEnabled)
    person.do("import", click, dialog, "csv.import")
    person.settle("import")
    person.do("undo", window.session.undo_stack.undo)
    person.settle("undo")


@act("CSV file of 10,000 rows", ("first", "own"))
def csv_file(person):
    path = Path(person.folder, "many.csv")
    path.write_text(table_text(MANY))
    person.do("a CSV file", person.window.own.open_file, path)
    import_points(person)


@act("CSV file of 20 MB, 200,000 rows", ("first",))
def large_csv(person):
    path = Path(person.folder, "large.csv")
    if not path.exists():
        path.write_text(table_text(200_000, extra=38))
    person.do("a CSV file", person.window.own.open_file, path)
    import_points(person)


@act("paste 10,000 rows", ("first", "own"))
def paste_points(person):
    QApplication.clipboard().setText(table_text(MANY))
    action(person, "paste_points")
    import_points(person)


# -- files -----------------------------------------------------------------------------------------


@act("save, open, save weights, open them")
def files(person):
    window = person.window
    experiment = window.session.experiment
    for suffix in ("json", "npstate"):
        path = Path(person.folder, f"saved.{suffix}")
        path.unlink(missing_ok=True)
        person.do(f"saving {suffix}", window.file.save_to, path)
        person.settle(f"saving {suffix}")
        person.run(f"saving {suffix}", path.exists)
        person.do(f"opening {suffix}", window.file.open, path)
        person.settle(f"opening {suffix}")
    person.run("opening", lambda: window.session.experiment == experiment)
    person.do("new", window.file.new)
    person.settle("new")
    person.do("opening", window.session.open, experiment)


@act("copy and paste as text")
def share(person):
    window = person.window
    experiment = window.session.experiment
    action(person, "copy")
    person.settle("copy")
    person.do("a change", window.session.edit, "training.l2", "training", l2=0.001)
    QApplication.clipboard().setText(to_text(replace(experiment, seed=next(person.count) + 5)))
    action(person, "paste")
    person.settle("paste")
    action(person, "paste")
    person.settle("paste")
    while window.session.undo_stack.canUndo():
        person.do("undo", window.session.undo_stack.undo)
        person.settle("undo", seconds=0.1)


@act("every example", ("first", "own"))
def every_example(person):
    window = person.window
    person.do("the examples", window.documents.show_examples)
    person.settle("the examples")
    close_dialogs(person)
    for one in examples.presets():
        person.do(f"example {one.name}", window.documents.open_example, one.name)
        person.settle("an example", seconds=0.2)


@act("choice for a class")
def class_mode(person):
    window = person.window
    person.do("the dialog", window.class_mode.choose)
    person.settle("the dialog")
    close_dialogs(person)
    person.settle("the dialog")
    for choice in (Classroom(hidden=FIRST_STEPS), Classroom(locked=frozenset({"data.noise"}))):
        person.do("a choice", window.session.gate.choose, choice)
        person.settle("a choice")
    person.do("a locked control", window.session.edit, "data.noise", "data", noise=0.3)
    person.do("an open one", window.session.edit, "training.l2", "training", l2=0.002)
    person.settle("an open one")
    while window.session.undo_stack.canUndo():
        person.do("undo", window.session.undo_stack.undo)
        person.settle("undo", seconds=0.1)
