"""What is below the large plot: tabs, metrics, the hardest points."""

from dataclasses import replace

import numpy as np
import pytest
from hands import SMALL, at_rest, control, press, settled, trained, until
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from snapshots import snapshot_of

from engine import DATASETS, OWN, DataSpec, Problem, Trainer
from engine.evaluation.scores import class_scores
from playground.observers.hardest import Hardest
from playground.observers.samples import Point
from playground.observers.scores import Scores
from playground.style.palette import DARK, LIGHT
from playground.texts import old
from playground.texts.tabs import TABS
from playground.widgets.output.hardest import COUNT, HardestPoints, cells, headings
from playground.widgets.output.metrics import MetricsPanel
from playground.widgets.output.score_rows import class_figures, described, regression_rows

CONTROL = Qt.KeyboardModifier.ControlModifier


def open_tab(window, name):
    """Click on a tab."""
    bar = control(window, "plot.curve")
    place = bar.tabRect(list(TABS).index(name)).center()
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert window.output.tab == name


def answered(window):
    until(lambda: settled(window.session))
    return window.session.snapshot


# -- tabs ------------------------------------------------------------------------------------


def test_metrics_and_hardest_points_are_computed_while_they_are_seen(window):
    assert window.output.get(MetricsPanel) is window.output.get(HardestPoints) is None  # and not built before
    for name in ("metrics", "loss", "hardest", "accuracy"):
        open_tab(window, name)
        answers = answered(window)
        assert (answers.get(Scores) is not None) == (name == "metrics")
        assert (answers.get(Hardest) is not None) == (name == "hardest")


def test_the_keyboard_opens_every_tab(window):
    for k, name in enumerate(TABS, start=1):
        press(window, getattr(Qt.Key, f"Key_{k}"), CONTROL)
        assert window.output.tab == name
    control(window, "plot.curve").setFocus()
    press(window, Qt.Key.Key_Left)
    assert window.output.tab == list(TABS)[-2]
    at_rest(window.session)
    assert window.session.snapshot.epoch == 0


def test_the_loss_goes_on_behind_the_other_tabs(window):
    open_tab(window, "metrics")
    window.session.play(3)
    at_rest(window.session)
    open_tab(window, "loss")
    assert window.loss._marks._best is not None
    assert len(window.loss._train._polygons[0]) == 4


def test_every_tab_shows_every_data_set_while_it_trains(window):
    window.views.show("maths")
    window.setUpdatesEnabled(False)  # only what is looked at is drawn
    for dataset in DATASETS:
        window.session.open(replace(SMALL, data=DataSpec(dataset=dataset, samples=60, classes=5)))
        window.session.play()
        for name in TABS:
            open_tab(window, name)
            trained(window.session, 2)
            window.output.grab()


# -- metrics ---------------------------------------------------------------------------------


def scores_of(trainer):
    return Scores(*trainer.scores(), step=trainer.steps)


def scored(experiment=SMALL, epochs=3):
    trainer = Trainer(experiment)
    trainer.run(epochs)
    return replace(snapshot_of(experiment, epochs=epochs), values={Scores: scores_of(trainer)})


def test_the_panel_shows_the_scores_of_the_moment(window):
    open_tab(window, "metrics")
    window.session.play(5)
    at_rest(window.session)
    panel, metrics = window.output.get(MetricsPanel), window.session.snapshot.metrics
    assert panel.scores.train.accuracy == pytest.approx(metrics.train_accuracy)
    assert panel.scores.test.accuracy == pytest.approx(metrics.test_accuracy)
    assert "macro F1" in panel.accessibleDescription()


@pytest.mark.parametrize("size", [(396, 150), (700, 220), (300, 100)])
@pytest.mark.parametrize("classes", [3, 6])
@pytest.mark.parametrize("test_fraction", [0.0, 0.5])
def test_it_is_painted_at_every_size(show, size, classes, test_fraction):
    panel = show(MetricsPanel())
    panel.parentWidget().resize(*size)
    data = DataSpec(dataset="blobs", samples=90, classes=classes, test_fraction=test_fraction)
    for colours in (LIGHT, DARK):
        panel.apply_theme(colours)
        empty = panel.grab().toImage()
        panel.show_snapshot(scored(replace(SMALL, data=data)))
        assert panel.grab().toImage() != empty or colours is DARK


def test_where_there_is_no_room_for_both_one_is_chosen(show):
    panel = show(MetricsPanel())
    panel.apply_theme(LIGHT)
    panel.parentWidget().resize(420, 180)
    panel.show_snapshot(scored())
    assert panel.part.isVisible()
    test = panel.grab().toImage()
    panel.part.setCurrentText("train")
    assert panel.grab().toImage() != test
    panel.parentWidget().resize(900, 220)
    until(lambda: panel.width() > 800)
    assert not panel.part.isVisible()


def test_a_regression_has_r2_and_errors():
    trainer = Trainer(replace(SMALL, data=DataSpec(dataset="plane")))
    trainer.run(3)
    rows, (train, test) = regression_rows(scores_of(trainer)), trainer.scores()
    assert rows[1] == ("R²: variance explained", f"{train.r2:.4g}", f"{test.r2:.4g}")
    assert rows[2][1:] == (f"{train.mae:.4g}", f"{test.mae:.4g}")
    assert rows[3][1:] == (f"{train.rmse:.4g}", f"{test.rmse:.4g}")
    assert "R²" in described(scores_of(trainer))[0]


def test_of_a_class_that_does_not_occur_nothing_is_said_and_the_mean_leaves_it_out():
    labels = np.array([0, 0, 2])
    scores = class_scores(labels, labels, np.eye(3)[labels], classes=3)
    assert class_figures(scores) == [("1.000",) * 3, ("–",) * 3, ("1.000",) * 3]
    assert scores.macro_f1 == 1.0
    missed = class_scores(labels, np.zeros(3, dtype=int), np.eye(3)[labels], classes=3)
    assert class_figures(missed)[2] == ("0.000",) * 3, "it is there, and never found"


def test_without_points_the_tabs_say_so(open_window):
    window = open_window(replace(SMALL, data=DataSpec(dataset=OWN)))
    open_tab(window, "metrics")
    at_rest(window.session)
    assert window.output.get(MetricsPanel)._empty == "no points yet"
    open_tab(window, "hardest")
    at_rest(window.session)
    assert not control(window, "plot.hardest").isVisible()
    assert window.output.get(HardestPoints)._empty.isVisible()
    assert window.output.get(HardestPoints)._empty.text() == "no points yet"
    window.session.edit_points(DataSpec(dataset=OWN, points=((1.0, 1.0, 0.0),) * 4), "draw points")
    until(lambda: control(window, "plot.hardest").isVisible())
    assert not window.output.get(HardestPoints)._empty.isVisible()
    open_tab(window, "metrics")
    until(lambda: window.output.get(MetricsPanel).scores is not None)


@pytest.mark.parametrize("classes", [2, 6])
def test_a_confusion_matrix_without_room_beside_the_figures_is_below_them(show, monkeypatch, classes):
    panel = show(MetricsPanel())
    panel.apply_theme(LIGHT)
    data = DataSpec(dataset="blobs", samples=90, classes=classes) if classes > 2 else SMALL.data
    panel.show_snapshot(scored(replace(SMALL, data=data)))
    rooms = []
    monkeypatch.setattr(panel, "_paint_matrix", lambda _, room, __: rooms.append(room))
    for width in (260, 900):
        panel.parentWidget().resize(width, 500)
        until(lambda width=width: abs(panel.width() - width) < 40)
        panel.grab()
    narrow, wide = rooms[0], rooms[-1]
    assert narrow.left() < 5.0
    assert narrow.top() > 80.0
    assert wide.left() > 200.0
    assert narrow.height() / classes >= 15.0
    panel.parentWidget().resize(260, 500)
    until(lambda: panel.width() < 300)
    assert panel.minimumSizeHint().height() >= (classes + 2) * panel.fontMetrics().height() + 20 * classes


def older(snapshot):
    """The same figures, of a moment ago."""
    return replace(snapshot, steps=snapshot.steps + 1, evaluated=False, complete=False)


@pytest.mark.parametrize("dataset", ["gaussian", "plane"])
def test_old_scores_are_marked(show, dataset):
    panel = show(MetricsPanel())
    panel.apply_theme(LIGHT)
    now = scored(replace(SMALL, data=DataSpec(dataset=dataset, samples=60)))
    panel.show_snapshot(now)
    picture, words, tip = panel.grab().toImage(), panel.accessibleDescription(), panel.toolTip()
    panel.show_snapshot(older(now))
    assert panel.grab().toImage() != picture
    assert panel.accessibleDescription() == f"{words}; {old.FIGURES()}"
    assert old.FIGURES() not in tip
    assert old.FIGURES() in panel.toolTip()
    panel.show_snapshot(now)
    assert panel.grab().toImage() == picture
    assert (panel.accessibleDescription(), panel.toolTip()) == (words, tip)


# -- the hardest points ----------------------------------------------------------------------


def test_a_row_says_what_the_point_is_and_what_was_made_of_it():
    point = Point("test", 16, (1.5, -2.25), 1.0, 0.0, 3.25)
    assert cells(3, point, Problem("binary", 2), DataSpec()) == (
        "3",
        "test 17",
        "1.50",
        "−2.25",
        "1",
        "0 ✗",
        "3.2500",
    )
    value = replace(point, label=0.5, predicted=-0.25)
    assert cells(1, value, Problem("regression", 1), DataSpec())[4:6] == ("0.500", "−0.250")


def row(table, index):
    return [table.model().index(index, column).data() for column in range(table.model().columnCount())]


def test_the_list_is_ranked_and_a_click_marks_the_point_in_the_plot(window):
    open_tab(window, "hardest")
    points = answered(window).get(Hardest).points
    table = control(window, "plot.hardest")
    assert table.model().rowCount() == COUNT == len(points)
    assert row(table, 0) == list(cells(1, points[0], Problem("binary", 2), DataSpec()))
    place = table.visualRect(table.model().index(2, 3)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert window.boundary.marks.chosen == points[2].x
    window.boundary.options.switches["errors"].click()
    answered(window)
    assert window.boundary.marks.chosen == points[2].x
    open_tab(window, "loss")
    assert window.boundary.marks.chosen is None


def test_the_keyboard_walks_through_the_list(window):
    open_tab(window, "hardest")
    points = answered(window).get(Hardest).points
    control(window, "plot.hardest").setFocus()
    for rank in range(3):
        press(window, Qt.Key.Key_Down)
        assert window.boundary.marks.chosen == points[rank].x
    at_rest(window.session)
    assert window.session.snapshot.epoch == 0


def ranked(show, *points):
    one = show(HardestPoints())
    one.show_snapshot(replace(snapshot_of(), values={Hardest: Hardest(points, 0)}))
    return one


def test_an_old_ranking_is_marked(show):
    one = ranked(show, Point("train", 0, (0.0, 0.0), 0.0, 1.0, 5.0))
    one.apply_theme(LIGHT)
    now = replace(snapshot_of(), values={Hardest: Hardest(one._model.points, 0)})
    model, cell, head = one.table.model(), one.table.model().index(0, 1), Qt.Orientation.Horizontal
    one.show_snapshot(older(now))
    assert model.headerData(0, head) == "…"
    assert cell.data(Qt.ItemDataRole.ForegroundRole).name() == LIGHT.muted
    assert old.FIGURES() in one.table.accessibleDescription()
    assert one.table.horizontalHeader().sectionSize(0) >= one.table.fontMetrics().horizontalAdvance("…")
    one.show_snapshot(now)
    assert model.headerData(0, head) == ""
    assert cell.data(Qt.ItemDataRole.ForegroundRole) is None
    assert old.FIGURES() not in one.table.accessibleDescription()


def test_no_heading_of_the_list_is_cut_off(window):
    window.resize(1280, 800)
    open_tab(window, "hardest")
    table = control(window, "plot.hardest")
    columns = table.horizontalHeader()
    for k, word in enumerate(headings(DataSpec())):
        assert columns.sectionSize(k) >= table.fontMetrics().horizontalAdvance(word), word


@pytest.mark.parametrize("width", [300, 350, 420, 700])
def test_ranks_points_and_losses_are_whole_at_every_width(show, width):
    page = ranked(show, *(Point("train", 100 + k, (-1.0, -2.0), 0.0, 1.0, 1.5) for k in range(COUNT)))
    page.resize(width, 300)
    metrics, table, model = page.table.fontMetrics(), page.table, page.table.model()
    seen = [k for k in range(model.columnCount()) if not table.isColumnHidden(k)]
    assert {0, 1, 6} <= {*seen}
    for k in seen:
        text = model.index(COUNT - 1, k).data()
        assert metrics.horizontalAdvance(text) + 4 <= table.columnWidth(k), text


def test_the_chosen_point_is_followed_to_its_new_rank(show):
    points = [Point("train", k, (float(k), 0.0), 0.0, 1.0, 5.0 - k) for k in range(5)]
    one, heard = ranked(show, *points), []
    one.chosen.connect(heard.append)
    one.table.selectRow(1)
    one.show_snapshot(replace(snapshot_of(), values={Hardest: Hardest(tuple(reversed(points)), 0)}))
    assert one.table.currentIndex().row() == 3
    assert heard == [points[1]]
    others = tuple(replace(point, index=point.index + 10) for point in points)
    one.show_snapshot(replace(snapshot_of(), values={Hardest: Hardest(others, 0)}))
    assert not one.table.selectionModel().hasSelection()


def test_new_data_have_no_chosen_point(window):
    open_tab(window, "hardest")
    answered(window)
    window.output.get(HardestPoints).table.selectRow(0)
    assert window.boundary.marks.chosen is not None
    window.session.new_start(new_data=True)
    at_rest(window.session)
    assert window.boundary.marks.chosen is None


def test_the_losses_of_the_list_are_those_of_the_network(window):
    window.session.play(3)
    at_rest(window.session)
    open_tab(window, "hardest")
    worst = answered(window).get(Hardest).points[0]
    assert worst.loss >= window.session.snapshot.metrics.train_loss
    assert np.isfinite(worst.loss)
    assert window.output.get(HardestPoints).table.viewport().rect().contains(QPoint(5, 5))
