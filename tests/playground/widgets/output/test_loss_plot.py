import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from clipping import axis_texts, axis_texts_that_touch
from hands import SMALL, corners, until
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from snapshots import snapshot_of

from engine import OWN, DataSpec, Metrics, Trainer, TrainSpec
from playground.observers.events import EventKind
from playground.observers.history import History
from playground.observers.timeline import Timeline
from playground.style.palette import DARK, LIGHT
from playground.texts.output import DIVERGED
from playground.widgets.output.loss_axes import FIRST_EPOCHS, log_ticks
from playground.widgets.output.loss_marks import LEAST_LOSS, LossMarks
from playground.widgets.output.loss_plot import ACCURACY, LOSS, LossPlot


@pytest.fixture
def plot(show):
    one = show(LossPlot())
    one.apply_theme(LIGHT)
    return one


def snapshot(train, test=None):
    """A snapshot with these losses, epoch by epoch."""
    history = History()
    for epoch, loss in enumerate(train):
        history.add(epoch, Metrics(loss, None if test is None else test[epoch], None, None))
    return replace(snapshot_of(SMALL), epoch=len(train) - 1, curves=history.curves())


def shown(curve):
    x, y = zip(*corners(curve)[0], strict=True) if corners(curve) else ((), ())
    return list(x), list(y)


def ranges(plot):
    return plot._plot.view_box.viewRange()


def test_it_shows_both_losses_by_epoch(plot):
    plot.show_snapshot(snapshot([3.0, 2.0, 1.0], [4.0, 3.0, 2.0]))
    assert shown(plot._train) == ([0, 1, 2], [3.0, 2.0, 1.0])
    assert shown(plot._test) == ([0, 1, 2], [4.0, 3.0, 2.0])


def test_without_held_out_samples_the_test_curve_is_empty(plot):
    for log in (False, True):
        plot.log.setChecked(log)
        plot.show_snapshot(snapshot([3.0, 2.0, 1.0]))
        assert len(shown(plot._train)[0]) == 3
        assert shown(plot._test) == ([], [])


def test_the_axis_starts_at_0_and_holds_every_loss(plot):
    plot.show_snapshot(snapshot([3.0, 2.0, 1.0], [4.0, 3.0, 2.0]))
    (left, right), (low, high) = ranges(plot)
    assert (left, low) == (0, 0)
    assert right == FIRST_EPOCHS
    assert 4.0 < high < 4.5


def test_the_axis_grows_with_the_epochs(plot):
    plot.show_snapshot(snapshot(np.linspace(1.0, 0.1, 501)))
    assert 500 <= ranges(plot)[0][1] <= 530


def test_after_weights_were_opened_the_axis_begins_where_they_stand(plot):
    history = History()
    for k, loss in enumerate((3.0, 2.0, 1.0)):
        history.add(5000 + k, Metrics(loss, loss, None, None))
    opened = replace(snapshot_of(SMALL), epoch=5002, curves=history.curves())
    plot.show_snapshot(opened)
    assert ranges(plot)[0] == [5000, 5000 + FIRST_EPOCHS]
    axis = plot._plot.axes["bottom"]
    assert axis.labelText == "epoch, from 5,000"
    plot.show_snapshot(snapshot([3.0, 2.0], [3.0, 2.0]))
    assert ranges(plot)[0] == [0, FIRST_EPOCHS]
    assert axis.labelText == "epoch"


def test_where_opened_weights_stand_nothing_is_the_best_yet(plot):
    history = History()
    history.add(5000, Metrics(1.0, 1.0, None, None))
    plot.show_snapshot(replace(snapshot_of(SMALL), epoch=5000, curves=history.curves()))
    assert plot._marks._best is None


def test_a_logarithmic_axis_shows_powers_of_ten(plot):
    plot.log.setChecked(True)
    plot.show_snapshot(snapshot([5.0, 0.5, 0.002]))
    np.testing.assert_allclose(shown(plot._train)[1], np.log10([5.0, 0.5, 0.002]))
    low, high = ranges(plot)[1]
    assert low == -3
    assert high > 1, "the legend has its room above the curves"
    assert plot._plot.axes["left"]._tickLevels


@pytest.mark.parametrize("losses", [[0.0], [0.0, 0.0], [1.0, 0.0], [1e-300, 1e-20]])
@pytest.mark.parametrize("log", [False, True])
def test_a_loss_of_0_is_drawn_on_either_axis(plot, losses, log):
    plot.log.setChecked(log)
    plot.show_snapshot(snapshot(losses, losses))
    assert np.isfinite(shown(plot._train)[1]).all()
    low, high = ranges(plot)[1]
    assert math.isfinite(low)
    assert low < high
    if log:
        assert low == math.log10(LEAST_LOSS)
    plot.grab()


@pytest.mark.parametrize("losses", [[1e300, 1e-300], [1e12], [1.0]])
@pytest.mark.parametrize("log", [False, True])
def test_a_huge_loss_is_drawn_on_either_axis(plot, losses, log):
    plot.log.setChecked(log)
    plot.show_snapshot(snapshot(losses, losses))
    low, high = ranges(plot)[1]
    assert low < high
    plot.grab()


def test_the_switch_redraws_at_once(plot):
    plot.show_snapshot(snapshot([10.0, 100.0]))
    plot.log.click()
    assert shown(plot._train) == ([0, 1], [1.0, 2.0])
    plot.log.click()
    assert shown(plot._train) == ([0, 1], [10.0, 100.0])


def test_the_switch_may_be_turned_before_anything_is_shown(plot):
    plot.log.click()
    assert shown(plot._train) == ([], [])


def test_the_curves_differ_by_more_than_their_colour(plot):
    for colours in (DARK, LIGHT):
        plot.apply_theme(colours)
        train, test = plot._train._pen, plot._test._pen
        assert train.color() == QColor(colours.train_line)
        assert test.color() == QColor(colours.test_line)
        assert (train.style(), test.style()) == (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine)
        plot.show_snapshot(snapshot([3.0, 2.0], [3.0, 2.0]))
        with_test = plot.grab().toImage()
        plot.show_snapshot(snapshot([3.0, 2.0]))  # the legend names what there is
        assert plot.grab().toImage() != with_test


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (-1, 0, "0.1 0.2 0.5 1"),
        (-2, 0, "0.01 0.02 0.05 0.1 0.2 0.5 1"),
        (-4, 0, "1e-04 0.001 0.01 0.1 1"),
        (-12, 0, "1e-12 1e-09 1e-06 0.001 1"),
        (0, 3, "1 10 100 1000"),
    ],
)
def test_a_logarithmic_axis_has_few_ticks_and_names_the_loss(low, high, texts):
    ticks = log_ticks(low, high)
    assert [text for _, text in ticks] == texts.split()
    np.testing.assert_allclose([10.0**place for place, _ in ticks], [float(text) for _, text in ticks])


# -- accuracy and R² -------------------------------------------------------------------------


def with_accuracy(train, test=None):
    """A snapshot with these accuracies, and losses of 1."""
    history = History()
    for epoch, share in enumerate(train):
        other = None if test is None else test[epoch]
        history.add(epoch, Metrics(1.0, None if test is None else 1.0, share, other))
    return replace(snapshot_of(SMALL), epoch=len(train) - 1, curves=history.curves())


def test_the_accuracies_take_the_place_of_the_losses_and_go_again(plot):
    plot.show_snapshot(with_accuracy([0.5, 0.75, 1.0], [0.5, 0.5, 0.75]))
    plot.show_curve(ACCURACY)
    assert shown(plot._train) == ([0, 1, 2], [0.5, 0.75, 1.0])
    assert shown(plot._test) == ([0, 1, 2], [0.5, 0.5, 0.75])
    low, high = ranges(plot)[1]
    assert (low, 1.0 < high < 1.1) == (0.0, True)
    assert plot._plot.axes["left"].labelText == "accuracy"
    assert plot.log.isHidden()
    plot.show_curve(LOSS)
    assert shown(plot._train) == ([0, 1, 2], [1.0, 1.0, 1.0])
    assert plot._plot.axes["left"].labelText == "loss"
    assert not plot.log.isHidden()


def test_a_logarithmic_loss_leaves_the_accuracy_as_it_is(plot):
    plot.log.setChecked(True)
    plot.show_snapshot(with_accuracy([0.5, 0.75]))
    plot.show_curve(ACCURACY)
    assert shown(plot._train)[1] == [0.5, 0.75]


def test_r2_of_a_regression_is_that_of_its_scores(plot):
    experiment = replace(SMALL, data=DataSpec(dataset="plane", samples=60))
    plot.show_curve(ACCURACY)
    plot.show_snapshot(snapshot_of(experiment, epochs=20))
    trainer = Trainer(experiment)
    trainer.run(20)
    for curve, scores in zip((plot._train, plot._test), trainer.scores(), strict=True):
        assert shown(curve)[1][-1] == pytest.approx(scores.r2, abs=1e-9)


def test_without_any_points_there_is_no_r2(plot):
    plot.show_curve(ACCURACY)
    plot.show_snapshot(snapshot_of(replace(SMALL, data=DataSpec(dataset=OWN, labels="values"))))
    assert shown(plot._train)[1] == []


def test_where_r2_does_not_follow_from_the_loss_a_note_says_where_it_is(plot):
    training = TrainSpec(loss="absolute")
    experiment = replace(SMALL, data=DataSpec(dataset="plane", samples=60), training=training)
    plot.show_curve(ACCURACY)
    plot.show_snapshot(snapshot_of(experiment))
    assert "Metrics" in plot._marks.note
    plot.grab()
    plot.show_snapshot(with_accuracy([0.5]))
    plot.show_curve(LOSS)
    assert plot._marks.note == ""


# -- marks -----------------------------------------------------------------------------------


@pytest.mark.parametrize("log", [False, True])
def test_the_best_test_loss_is_marked(plot, log):
    plot.log.setChecked(log)
    plot.show_snapshot(snapshot([3.0, 2.0, 1.0, 0.5], [4.0, 2.0, 1.0, 3.0]))
    assert plot._marks._best == (2, 1.0)
    assert plot._marks._best_at == (0.0 if log else 1.0)
    plot.grab()
    plot.show_snapshot(snapshot([3.0, 2.0, 1.0, 0.5]))  # nothing held out: the train loss
    assert plot._marks._best == (3, 0.5)


def test_at_the_start_nothing_is_the_best_yet(plot):
    plot.show_snapshot(snapshot([3.0], [4.0]))
    assert plot._marks._best is None


def test_divergences_are_marked(plot):
    one = snapshot([3.0, 2.0, 1.0])
    plot.show_snapshot(replace(one, curves=replace(one.curves, diverged=(1, 2))))
    assert plot._marks._diverged == (1, 2)
    before = plot.grab().toImage()
    plot.show_snapshot(one)
    assert plot.grab().toImage() != before


def said(plot, monkeypatch):
    """Where "diverged" is written when the plot is drawn."""
    rooms = []
    draw = plot._marks._draw_label

    def note(painter, room, text, colour):
        if text == DIVERGED():
            rooms.append(room)
        draw(painter, room, text, colour)

    monkeypatch.setattr(plot._marks, "_draw_label", note)
    plot.grab()
    return sorted(rooms, key=lambda room: room.left())


@pytest.mark.parametrize(
    ("diverged", "count"), [((3,), 1), ((3, 4), 1), ((1, 30), 2), ((28, 29, 30), 1), (range(31), 2)]
)
def test_divergences_close_together_are_said_where_there_is_room_the_last_one_always(
    plot, monkeypatch, diverged, count
):
    plot.parentWidget().resize(500, 260)
    one = snapshot([3.0] * 31)
    plot.show_snapshot(replace(one, curves=replace(one.curves, diverged=tuple(diverged))))
    rooms = said(plot, monkeypatch)
    assert len(rooms) >= count
    assert all(left.right() < right.left() for left, right in itertools.pairwise(rooms))
    last = plot._plot.place_of(QPointF(float(max(diverged)), 0.0)).x()
    assert min(abs(rooms[-1].left() - last), abs(rooms[-1].right() - last)) < 10.0


def test_the_best_accuracy_is_marked_as_the_best_loss_is(plot):
    plot.show_snapshot(with_accuracy([0.5, 0.75, 1.0, 1.0], [0.5, 0.875, 0.75, 0.5]))
    plot.show_curve(ACCURACY)
    assert (plot._marks._best, plot._marks._best_at) == ((1, 0.875), 0.875)
    assert plot._marks._best_text == "87.5%"
    plot.grab()
    plot.show_curve(LOSS)
    assert plot._marks._best is None, "all the losses are the same"
    plot.show_curve(ACCURACY)
    plot.show_snapshot(with_accuracy([0.5], [0.5]))
    assert plot._marks._best is None, "at the start nothing is the best yet"


def test_the_best_r2_is_where_the_loss_is_the_least(plot):
    experiment = replace(SMALL, data=DataSpec(dataset="plane", samples=60))
    one, history = snapshot_of(experiment), History()
    for epoch, loss in enumerate([0.5, 0.01, 0.02]):
        history.add(epoch, Metrics(loss, loss, None, None))
    plot.show_curve(ACCURACY)
    plot.show_snapshot(replace(one, epoch=2, curves=history.curves()))
    r2 = 1.0 - 0.02 / one.data.test.y.var()
    assert plot._marks._best == (1, pytest.approx(r2))
    assert plot._marks._best_text == f"{r2:.3f}"


def test_large_losses_on_the_axis_leave_its_name_free(plot):
    plot.parentWidget().resize(420, 220)
    for highest in (2e4, 1e5, 1.5e6, 2.5e9, 3e20):
        plot.show_snapshot(snapshot([highest, 0.5 * highest]))
        assert not axis_texts_that_touch(plot), highest
        assert axis_texts(plot._plot.axes["left"]), highest


# -- the readout -----------------------------------------------------------------------------


def point_at(plot, epoch):
    viewport = plot._plot.viewport()
    x = round(plot._plot.place_of(QPointF(epoch, 0.0)).x())
    QTest.mouseMove(viewport, QPoint(x, 20))
    QTest.mouseMove(viewport, QPoint(x + 1, 21))


def told(plot):
    return {line.name: line.figure for line in plot._card.lines}


def test_the_epoch_under_the_pointer_is_read(plot):
    history = History()
    for epoch in range(6):
        history.add(epoch, Metrics(6.0 - epoch, 7.0 - epoch, 0.5, 0.25))
    plot.show_snapshot(replace(snapshot_of(SMALL), epoch=5, curves=history.curves()))
    point_at(plot, 3)
    assert plot._card.isVisible()
    expected = {
        "epoch 3": "", "training loss": "3.0000", "test loss": "4.0000",
        "accuracy": "50.0%", "on test": "25.0%",
    }  # fmt: skip
    assert told(plot) == expected
    assert plot._marks._epoch == 3
    point_at(plot, 1)
    assert told(plot)["training loss"] == "5.0000"


def test_the_readout_goes_with_the_pointer(plot):
    plot.show_snapshot(snapshot([3.0, 2.0, 1.0]))
    point_at(plot, 1)
    assert plot._card.isVisible()
    plot._plot.pointed.emit(None)
    assert plot._card.isHidden()
    assert plot._marks._epoch is None


def test_what_was_thinned_out_is_read_as_about(plot):
    losses = np.random.default_rng(0).exponential(size=4001)
    history = History()
    for epoch, loss in enumerate(losses):
        history.add(epoch, Metrics(loss, losses[-1 - epoch], None, None))
    plot.show_snapshot(replace(snapshot_of(SMALL), epoch=4000, curves=history.curves()))
    point_at(plot, 2000)
    epoch = int(next(iter(told(plot))).removeprefix("epoch ").replace(",", ""))
    assert float(told(plot)["training loss"]) == pytest.approx(losses[epoch], abs=1e-4)
    assert told(plot)["test loss"].startswith("≈ ") or epoch in history.curves().test.epochs


@pytest.mark.parametrize("batches", [0, 3])
def test_what_was_thinned_out_is_exact_where_the_run_stands(plot, batches):
    losses = np.random.default_rng(0).exponential(size=4001)
    history = History()
    for epoch, loss in enumerate(losses):
        history.add(epoch, Metrics(loss, losses[-1 - epoch], 0.5, 0.25))
    curves = history.curves()
    thinned = {*range(4001)} - {*curves.train.epochs, *curves.test.epochs, *curves.train_accuracy.epochs}
    here = min(thinned, key=lambda epoch: abs(epoch - 2000))
    past = Timeline(end=4000, is_past=True)
    metrics = Metrics(1.25, 2.5, 0.75, 0.125)
    there = replace(snapshot_of(SMALL), epoch=here, curves=curves, metrics=metrics, timeline=past)
    plot.show_snapshot(replace(there, position=(batches, 5, 10)))
    figures = [line.figure for line in plot._figures_at(here)][1:5]
    is_exact = figures == ["1.2500", "2.5000", "75.0%", "12.5%"]
    assert is_exact == (batches == 0)


def test_the_keyboard_walks_along_the_epochs(plot):
    plot.show_snapshot(snapshot([4.0, 3.0, 2.0, 1.0]))
    plot._plot.setFocus()
    until(plot._plot.hasFocus)
    steps = (("Left", 3), ("Left", 2), ("Right", 3), ("Right", 3), ("Home", 0), ("Left", 0), ("End", 3))
    for key, epoch in steps:
        QTest.keyClick(plot._plot, getattr(Qt.Key, f"Key_{key}"))
        assert f"epoch {epoch}" in told(plot)
    QTest.keyClick(plot._plot, Qt.Key.Key_Escape)
    assert plot._card.isHidden()


def test_the_readout_stays_true_while_training_goes_on(plot):
    plot.show_snapshot(snapshot([4.0, 3.0, 2.0]))
    point_at(plot, 9)
    assert "epoch 2" in told(plot)
    plot.show_snapshot(snapshot([4.0, 3.0, 2.0, 1.5]))
    assert told(plot)["training loss"] == "1.5000"


# -- what was done to the run ----------------------------------------------------------------


def history_with(losses, *events):
    """A history with these losses by epoch, and with events (step, epoch, kind, arguments)."""
    history, waiting = History(), list(events)
    for epoch, loss in enumerate(losses):
        while waiting and waiting[0][1] < epoch:
            step, at, kind, arguments = waiting.pop(0)
            history.add_events((step, at), [(kind, arguments)])
        history.add(epoch, Metrics(loss, 1.5 * loss, None, None))
    return history


def shown_with(losses, *events, **fields):
    return replace(
        snapshot_of(SMALL), epoch=len(losses) - 1, curves=history_with(losses, *events).curves(), **fields
    )


RATE = (20, 2.5, EventKind.SETTING, {"name": "learning_rate", "before": 0.03, "after": 0.1})
LAYER = (60, 6.0, EventKind.LAYERS, {"before": 2, "after": 3})
OTHER_LOSS = (40, 4.5, EventKind.LOSS, {"name": "loss", "before": "binary_cross_entropy", "after": "squared"})


def written(plot, monkeypatch):
    """What is written over a backing when the plot is drawn, with its room."""
    found = []
    draw = LossMarks._draw_label

    def note(marks, painter, room, text, colour):
        found.append((QRectF(room), text))
        draw(marks, painter, room, text, colour)

    monkeypatch.setattr(LossMarks, "_draw_label", note)
    plot.grab()
    return found


def test_events_are_written_beside_their_marks(plot, monkeypatch):
    plot.parentWidget().resize(500, 260)
    plot.show_snapshot(shown_with(np.linspace(1.0, 0.5, 11), RATE, LAYER))
    found = written(plot, monkeypatch)
    for (_, epoch, *_), text in ((RATE, "η 0.1"), (LAYER, "layer added")):
        (room,) = (room for room, one in found if one == text)
        x = plot._plot.place_of(QPointF(epoch, 0.0)).x()
        assert min(abs(room.left() - x), abs(room.right() - x)) < 10.0
    rooms = [room for room, _ in found]
    assert not any(one.intersects(other) for one, other in itertools.combinations(rooms, 2))


@pytest.mark.parametrize("kind", [LOSS, ACCURACY])
def test_events_are_marked_on_both_tabs(plot, kind):
    plot.show_curve(kind)
    with_events = shown_with(np.linspace(1.0, 0.5, 11), RATE)
    plot.show_snapshot(with_events)
    marked = plot.grab().toImage()
    plot.show_snapshot(replace(with_events, curves=replace(with_events.curves, events=())))
    assert plot.grab().toImage() != marked


def test_of_events_close_together_the_last_has_its_words(plot, monkeypatch):
    plot.parentWidget().resize(500, 260)
    many = [
        (k, 5.0 + k / 100, EventKind.SETTING, {"name": "l2", "before": k, "after": k + 1})
        for k in range(1, 9)
    ]
    plot.show_snapshot(shown_with(np.linspace(1.0, 0.5, 11), *many))
    texts = [text for _, text in written(plot, monkeypatch)]
    assert "L2 9" in texts
    assert "L2 8" not in texts


def test_the_readout_tells_what_was_done_there(plot):
    plot.show_snapshot(shown_with(np.linspace(1.0, 0.5, 11), RATE, LAYER))
    point_at(plot, 2)
    assert "η 0.1 (before: 0.03)" in told(plot)
    point_at(plot, 4)
    assert "η 0.1 (before: 0.03)" not in told(plot)


@pytest.mark.parametrize("log", [False, True])
def test_another_loss_is_a_gap_and_no_line_joins_the_two(plot, log):
    plot.log.setChecked(log)
    plot.show_snapshot(shown_with([1.0] * 11, OTHER_LOSS))
    for curve in (plot._train, plot._test):
        first, second = ([x for x, _ in piece] for piece in corners(curve))
        assert (first, second) == ([0, 1, 2, 3, 4], [5, 6, 7, 8, 9, 10])


def test_a_change_that_keeps_the_loss_leaves_no_gap(plot):
    plot.show_snapshot(shown_with([1.0] * 11, RATE, LAYER))
    assert len(corners(plot._train)) == 1


def test_r2_is_of_the_current_loss_alone(plot):
    experiment = replace(SMALL, data=DataSpec(dataset="plane", samples=60))
    one = snapshot_of(experiment)
    huber = (40, 4.5, EventKind.LOSS, {"name": "loss", "before": "huber", "after": "squared"})
    plot.show_curve(ACCURACY)
    plot.show_snapshot(replace(one, epoch=10, curves=history_with([0.1] * 11, huber).curves()))
    assert shown(plot._train)[0] == [5, 6, 7, 8, 9, 10]


@pytest.mark.parametrize("rest", [0.7, 0.05, 30.0])
@pytest.mark.parametrize("at", [[0], [1], [7], [2, 3], [0, 1, 2, 3, 4]])
def test_an_early_spike_does_not_squash_the_rest(plot, at, rest):
    losses = rest * np.linspace(1.0, 0.5, 200)
    losses[at] = 60.0 * rest
    plot.show_snapshot(shown_with(losses))
    _, (low, high) = ranges(plot)
    assert low == 0.0
    assert 1.5 * rest < high < 5.0 * rest, "the test loss is half as high again"


def test_how_high_a_spike_is_is_written(plot, monkeypatch):
    plot.parentWidget().resize(500, 260)
    losses = np.linspace(1.0, 0.5, 200)
    losses[20] = 40.0
    plot.show_snapshot(shown_with(losses))
    assert "↑ 60.0000" in [text for _, text in written(plot, monkeypatch)]
    plot.show_snapshot(shown_with(np.linspace(1.0, 0.5, 200)))
    assert not [text for _, text in written(plot, monkeypatch) if "↑" in text]


@pytest.mark.parametrize("epochs", [30, 300, 30_000])
@pytest.mark.parametrize("decay", [0.02, 0.3])
def test_a_loss_that_falls_is_shown_from_its_beginning(plot, epochs, decay):
    plot.show_snapshot(shown_with(0.7 * np.exp(-decay * np.arange(epochs))))
    assert ranges(plot)[1][1] > 0.7 * 1.5


def test_a_spike_that_has_just_come_is_seen(plot):
    losses = np.ones(200)
    losses[-1] = 15.0
    plot.show_snapshot(shown_with(losses))
    assert ranges(plot)[1][1] > 15.0


# -- words -----------------------------------------------------------------------------------


def test_empty_it_says_what_to_do(plot):
    plot.show_snapshot(snapshot([3.0], [4.0]))
    assert plot._marks.empty == "Press Play: the loss appears here"
    empty = plot.grab().toImage()
    plot.show_curve(ACCURACY)
    assert plot._marks.empty == "Press Play: the accuracy appears here"
    plot.show_curve(LOSS)
    plot.show_snapshot(replace(snapshot([3.0], [4.0]), busy=True))
    assert plot._marks.empty == "", "it is about to appear"
    assert plot.grab().toImage() != empty
    plot.show_snapshot(snapshot([3.0, 2.0], [4.0, 3.0]))
    assert plot._marks.empty == ""
    plot.show_snapshot(snapshot_of(replace(SMALL, data=DataSpec(dataset="plane", samples=60))))
    plot.show_curve(ACCURACY)
    assert plot._marks.empty == "Press Play: R² appears here"
    plot.show_snapshot(snapshot_of(replace(SMALL, data=DataSpec(dataset=OWN))))
    assert plot._marks.empty == "no points yet"


def best_words(plot, monkeypatch):
    found = []
    draw = LossMarks._draw_best
    monkeypatch.setattr(
        LossMarks, "_draw_best", lambda marks, *rest: (found.extend(rest[-1]), draw(marks, *rest))
    )
    plot.grab()
    return found


def test_what_is_best_is_said_of_the_test_points_where_there_are_any(plot, monkeypatch):
    plot.show_snapshot(snapshot([3.0, 2.0, 1.0], [4.0, 3.0, 3.5]))
    assert best_words(plot, monkeypatch) == ["best test 3.0000 at 1", "best test 3.0000"]
    plot.show_snapshot(snapshot([3.0, 2.0, 1.0]))
    assert best_words(plot, monkeypatch)[-2:] == ["best train 1.0000 at 2", "best train 1.0000"]


def test_where_an_earlier_best_does_not_count_the_words_say_since_when(plot, monkeypatch):
    one = snapshot([3.0, 1.0, 2.5, 2.0])
    plot.show_snapshot(replace(one, curves=replace(one.curves, best=(3, 2.0), best_since=2)))
    assert best_words(plot, monkeypatch) == ["best train 2.0000 since 2", "best train 2.0000"]


@pytest.mark.parametrize("size", [(400, 170), (340, 240), (660, 300)])
@pytest.mark.parametrize("highest", [0.9, 3.0, 470.0])
def test_an_axis_has_few_ticks_and_each_has_its_number(plot, size, highest):
    plot.parentWidget().resize(*size)
    for length in (5, 60, 3000):
        plot.show_snapshot(snapshot([highest] * length))
        plot.grab()
        for side, most in (("left", 12), ("bottom", 10)):
            axis = plot._plot.axes[side]
            extent = axis.height() if side == "left" else axis.width()
            values = axis.tickValues(*axis.range, extent)
            assert len(values) == 1, "no ticks between the numbers"
            assert 2 <= len(values[0][1]) <= most
