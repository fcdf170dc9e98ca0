"""The training strip and its drawer, as a person uses them: every option of the engine."""

from dataclasses import fields, replace

import pytest
from hands import (
    SMALL,
    at_last,
    at_rest,
    choose,
    click,
    control,
    notice,
    press,
    settled,
    trained,
    type_in,
    until,
)
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QScrollArea, QWidget

from engine import (
    INITIALIZERS,
    LOSSES,
    OPTIMIZERS,
    RANGES,
    SCHEDULES,
    DataSpec,
    NetworkSpec,
    StopSpec,
    TrainSpec,
)
from playground.classroom.catalogue import DATA, controls
from playground.classroom.choice import Classroom
from playground.observers.neuron_maps import NeuronMaps
from playground.texts import settings
from playground.widgets.controls import ALL
from playground.widgets.training.drawer import TrainingDrawer

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(window):
    return open_drawer(window)


def drawer_of(window):
    return window.findChild(TrainingDrawer)


def open_drawer(window):
    click(window, "training.more")
    until(drawer_of(window).isVisible)
    return window


def shown(window):
    until(lambda: settled(window.session))
    return window.session.snapshot


def training(window):
    return window.session.experiment.training


def visible(window, name):
    found = window.findChild(QWidget, name)
    return found is not None and found.isVisible()


def numbers_of(registry):
    return {name for one in registry.values() for name in one.hyperparameters}


# -- the strip -------------------------------------------------------------------------------


def test_a_batch_of_all_stays_all_when_there_are_other_samples(window):
    type_in(window, "training.batch_size", "all")
    assert training(window).batch_size == ALL
    for samples, count in ((120, 60), (30, 15)):
        type_in(window, "data.samples", str(samples))
        assert control(window, "training.batch_size").text() == f"all ({count})"
        assert shown(window).position[1] == 1


def test_a_batch_of_so_many_stays_so_many(window):
    type_in(window, "training.batch_size", "25")
    type_in(window, "data.samples", "1000")
    assert training(window).batch_size == 25


def test_the_batch_sizes_slider_ends_at_all(window):
    slider = control(window, "training.batch_size_slider")
    slider.setFocus()
    press(window, KEY.Key_End)
    assert training(window).batch_size == ALL
    press(window, KEY.Key_Home)
    assert training(window).batch_size == 1


@pytest.mark.parametrize("name", ["learning_rate", "l1", "l2"])
def test_a_number_is_slid(window, name):
    slider, number = (control(window, f"training.{name}{end}") for end in ("_slider", ""))
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 4, slider.height() // 2))
    high = number.value()
    assert high == getattr(training(window), name) > getattr(SMALL.training, name)
    slider.setFocus()
    press(window, KEY.Key_Left)
    assert 0.0 < number.value() < high or slider.value() < slider.maximum()
    press(window, KEY.Key_Z, CTRL)
    assert training(window) == SMALL.training
    type_in(window, f"training.{name}", "0.5")
    assert 0 < slider.value() < slider.maximum()


# -- the drawer opens and closes -------------------------------------------------------------


def test_it_is_made_when_it_is_first_opened(window):
    assert window.findChild(TrainingDrawer) is None
    click(window, "training.more")
    assert drawer_of(window).isVisible()
    click(window, "training.more")
    assert not drawer_of(window).isVisible()


def places(window):
    """Where everything but the drawer is."""
    drawer = drawer_of(window)
    seen = [one for one in window.findChildren(QWidget) if one.isVisible() and one.window() is window]
    return {
        id(one): QRect(one.mapTo(window, QPoint(0, 0)), one.size()).getRect()
        for one in seen
        if one is not drawer and not drawer.isAncestorOf(one)
    }


def places_inside(window):
    """Where everything in the drawer is."""
    return {id(one): one.geometry().getRect() for one in drawer_of(window).findChildren(QWidget)}


def test_nothing_moves_for_it_nor_while_it_trains(opened):
    inside = at_last(lambda: places_inside(opened))
    click(opened, "training.more")
    before = at_last(lambda: places(opened))
    click(opened, "training.more")
    assert at_last(lambda: places(opened)) == before
    click(opened, "transport.play")
    trained(opened.session, 100)
    assert places_inside(opened) == inside
    assert places(opened).keys() >= before.keys()


def test_by_key_it_opens_with_the_focus_inside_and_escape_closes_it(window):
    press(window, KEY.Key_T)
    drawer = drawer_of(window)
    assert drawer.isAncestorOf(QApplication.focusWidget())
    press(window, KEY.Key_Escape)
    assert not drawer.isVisible()
    assert QApplication.focusWidget() is window  # where it was: Space means Play again
    press(window, KEY.Key_Space)
    assert window.session.playing
    click(window, "training.more")
    press(window, KEY.Key_T)
    assert not drawer.isVisible()


def test_opened_from_its_button_the_focus_goes_back_there(window):
    control(window, "training.more").setFocus()
    for key in (KEY.Key_Space, KEY.Key_Tab):
        press(window, key)
    assert drawer_of(window).isAncestorOf(QApplication.focusWidget())
    press(window, KEY.Key_Escape)
    assert QApplication.focusWidget() is control(window, "training.more")


def test_opened_by_a_click_escape_closes_it(window):
    click(window, "training.more")
    assert drawer_of(window).isVisible()
    press(window, KEY.Key_Space)
    assert window.session.playing
    press(window, KEY.Key_Escape)
    assert not drawer_of(window).isVisible()
    assert QApplication.focusWidget() is window


@pytest.mark.parametrize("kind", ["_slider", "", "_on"])
def test_escape_closes_it_wherever_the_focus_is_inside(opened, kind):
    name = "training.stop_epochs_on" if kind == "_on" else f"training.warmup_epochs{kind}"
    control(opened, name).setFocus()
    press(opened, KEY.Key_Escape)
    assert not drawer_of(opened).isVisible()


def test_tab_walks_from_the_button_through_the_drawer_and_out_of_it(opened):
    drawer = drawer_of(opened)
    control(opened, "training.more").setFocus()
    walked = []
    press(opened, KEY.Key_Tab)
    while drawer.isAncestorOf(QApplication.focusWidget()):
        walked.append(QApplication.focusWidget().objectName())
        press(opened, KEY.Key_Tab)
    usable = [one.objectName() for one in drawer.controls() if one.isVisible() and one.isEnabled()]
    assert walked == usable
    assert len(walked) > 15


def in_window(window, widget):
    """Where a widget is in its window."""
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def comes_to_sight(area, one):
    """Whether all of a control is seen, once it is scrolled to."""
    area.ensureWidgetVisible(one)
    return one.visibleRegion().boundingRect() == one.rect()


def test_all_of_it_is_on_the_screen_or_comes_to_it_by_scrolling(opened):
    drawer, inside = drawer_of(opened), opened.rect()
    area = drawer.findChild(QScrollArea)
    for optimizer in OPTIMIZERS:
        for schedule in SCHEDULES:
            opened.session.change(training=TrainSpec(optimizer=optimizer, schedule=schedule))
            QApplication.processEvents()
            assert inside.contains(in_window(opened, drawer))
            for one in drawer.controls():
                if one.isVisible() and area.isAncestorOf(one):
                    until(lambda one=one: comes_to_sight(area, one))
                if isinstance(one, QAbstractSpinBox) and one.isVisible():
                    text = one.lineEdit()
                    assert text.fontMetrics().horizontalAdvance(text.text()) + 4 <= text.width()


@pytest.mark.parametrize(
    ("size", "text"),
    [((1024, 768), 100), ((960, 1040), 100), *(((1280, 800), text) for text in (100, 130, 150, 200))],
)
def test_it_leaves_network_and_output_in_sight(open_window, size, text):
    window = open_window(SMALL, text)
    window.resize(*size)
    press(window, KEY.Key_T)
    until(drawer_of(window).isVisible)
    panels = (window.network, window.boundary, window.output)
    until(lambda: all(window.rect().contains(in_window(window, one)) for one in panels))
    drawer = in_window(window, drawer_of(window))
    assert not any(drawer.intersects(in_window(window, one)) for one in panels)
    click(window, "training.close")
    assert not drawer_of(window).isVisible()


def test_it_has_room_though_a_class_sees_no_data(window):
    window.session.gate.show(Classroom(hidden={one.name for one in controls().values() if one.group == DATA}))
    QApplication.processEvents()
    wide = window.network.width()
    press(window, KEY.Key_T)
    QApplication.processEvents()
    assert not in_window(window, drawer_of(window)).intersects(in_window(window, window.network))
    press(window, KEY.Key_Escape)
    QApplication.processEvents()
    assert window.network.width() == wide, "what is hidden gives its room back"


def test_space_goes_on_meaning_play_after_a_click_in_it(opened):
    click(opened, "training.stop_patience_on")
    press(opened, KEY.Key_Space)
    assert opened.session.playing


# -- every option ----------------------------------------------------------------------------


def test_every_field_of_the_engine_can_be_reached(opened):
    experiment = opened.session.experiment
    named = {
        *(f"training.{one.name}" for one in fields(TrainSpec)),
        *(f"training.stop_{one.name}" for one in fields(StopSpec)),
        *(f"training.{one.name}" for one in fields(NetworkSpec) if one.name.startswith("init")),
        "training.weights_seed",
        "training.dropout",
    }
    for name in named:
        one = control(opened, name)
        assert one.accessibleName()
        assert len(one.toolTip()) > 10
        assert one.whatsThis().startswith(one.toolTip())
    assert opened.session.experiment == experiment


def test_an_optimizer_shows_what_it_reads_and_nothing_else(opened):
    for optimizer in OPTIMIZERS.values():
        choose(opened, "training.optimizer", optimizer.label)
        read = set(optimizer.hyperparameters)
        assert {name for name in numbers_of(OPTIMIZERS) if visible(opened, f"training.{name}")} == read


def test_a_schedule_shows_what_it_reads_and_nothing_else(opened):
    for name, schedule in SCHEDULES.items():
        choose(opened, "training.schedule", schedule.label)
        assert training(opened).schedule == name
        read = set(schedule.hyperparameters)
        assert {name for name in numbers_of(SCHEDULES) if visible(opened, f"training.{name}")} == read


@pytest.mark.parametrize("loss", LOSSES)
def test_a_loss_shows_what_it_reads_and_nothing_else(open_window, loss):
    window = open_drawer(open_window(replace(SMALL, training=TrainSpec(loss=loss))))
    read = set(LOSSES[loss].hyperparameters)
    assert {name for name in numbers_of(LOSSES) if visible(window, f"training.{name}")} == read
    assert visible(window, "training.label_smoothing") == LOSSES[loss].smooths


def test_the_scale_is_shown_where_the_initialiser_reads_it(opened):
    for initializer in INITIALIZERS.values():
        choose(opened, "training.initializer", initializer.label)
        assert visible(opened, "training.init_scale") == initializer.scaled, initializer.label


def test_an_optimizer_that_the_engine_gains_needs_no_change_here(monkeypatch, open_window):
    class Newest(OPTIMIZERS["sgd"]):
        label = "newest"
        hyperparameters = ("momentum", "rho")

    monkeypatch.setitem(OPTIMIZERS, "newest", Newest)
    window = open_drawer(open_window(SMALL))
    choose(window, "training.optimizer", "newest")
    assert visible(window, "training.momentum")
    assert visible(window, "training.rho")
    assert not visible(window, "training.beta1")
    assert "newest" in control(window, "training.rho").whatsThis()


def test_a_setting_that_the_engine_gains_speaks_for_itself(monkeypatch):
    class Newest(OPTIMIZERS["sgd"]):
        label, formula = "newest", "θ ← θ − ν g"
        hyperparameters = ("a_new_one",)

    monkeypatch.setitem(OPTIMIZERS, "newest", Newest)
    said = settings.words("a_new_one")
    assert said.label == "a new one"
    assert "θ ← θ − ν g" in said.tip


NUMBERS = [
    *((one.name, f"training.{one.name}", "training") for one in fields(TrainSpec) if one.name in RANGES),
    *((one.name, f"training.stop_{one.name}", "stop") for one in fields(StopSpec)),
    ("init_scale", "training.init_scale", "network"),
    ("init_bias", "training.init_bias", "network"),
]


def made_to_show(window, field):
    """Choose whatever makes a number visible, and usable."""
    for name, registry in (("optimizer", OPTIMIZERS), ("schedule", SCHEDULES), ("loss", LOSSES)):
        for key, one in registry.items():
            if field in one.hyperparameters:
                window.session.edit("x", "training", **{name: key})
                break
    if field == "init_scale":
        window.session.edit("x", "network", initializer="uniform")


@pytest.mark.parametrize("where", ["training", "stop", "network"])
def test_every_number_is_typed_slid_undone_and_refused_out_of_range(opened, where):
    for field, name, part in NUMBERS:
        if part == where:
            made_to_show(opened, field)
            type_slide_and_undo(opened, field, name, part)
            to_the_first(opened)


def to_the_first(window):
    while window.session.undo_stack.canUndo():
        window.session.undo_stack.undo()
    assert window.session.experiment == SMALL


def type_slide_and_undo(opened, field, name, part):
    def value():
        return getattr(getattr(opened.session.experiment, part), field)

    if opened.findChild(QWidget, f"{name}_on"):
        assert value() is None
        click(opened, f"{name}_on")
    before = value()
    slider, number = control(opened, f"{name}_slider"), control(opened, name)
    slider.setFocus()
    press(opened, KEY.Key_Right if slider.value() < slider.maximum() else KEY.Key_Left)
    assert value() == number.value() != before
    text = "3" if RANGES[field].whole else "0.75"
    type_in(opened, name, text)
    assert value() == float(text)
    limit = RANGES[field].high
    type_in(opened, name, str(int(limit) + 1))
    assert value() == float(text)
    assert f"at most {limit:,.10g}" in opened.notices.text.text() or f"to {limit:,.10g}" in (
        opened.notices.text.text()
    )
    experiment = opened.session.experiment
    to_the_first(opened)
    while opened.session.undo_stack.canRedo():
        opened.session.undo_stack.redo()
    assert opened.session.experiment == experiment
    assert number.value() == value()
    until(lambda: shown(opened).experiment == experiment)


@pytest.mark.parametrize(
    ("name", "fallback"),
    [
        ("weight_decay", {"sgd": 0.0, "adamw": 0.01}),
        ("init_bias", {"zeros": 0.0, "uniform": 0.1}),
        ("weights_seed", {None: SMALL.seed}),
    ],
)
def test_what_is_off_shows_what_holds_instead(opened, name, fallback):
    for choice, value in fallback.items():
        if choice in OPTIMIZERS:
            opened.session.edit("x", "training", optimizer=choice)
        elif choice in INITIALIZERS:
            opened.session.edit("x", "network", initializer=choice)
        assert not control(opened, f"training.{name}").isEnabled()
        assert control(opened, f"training.{name}").value() == value
    before = opened.session.experiment
    click(opened, f"training.{name}_on")
    assert control(opened, f"training.{name}").isEnabled()
    assert opened.session.experiment != before
    click(opened, f"training.{name}_on")
    assert opened.session.experiment == before


def test_shuffling_and_precision(opened):
    click(opened, "training.shuffle")
    assert training(opened).shuffle is False
    choose(opened, "training.dtype", "float32: 7 digits")
    assert training(opened).dtype == "float32"
    assert shown(opened).experiment == opened.session.experiment


def test_a_seed_of_its_own_gives_another_start_on_the_same_data(opened):
    first = shown(opened)
    click(opened, "training.weights_seed_on")
    type_in(opened, "training.weights_seed", "77")
    new = shown(opened)
    assert opened.session.experiment == replace(SMALL, weights_seed=77)
    assert new.metrics != first.metrics
    assert (new.data.train.X == first.data.train.X).all()


def test_the_learning_rate_in_effect_is_shown(opened):
    opened.session.change(
        training=TrainSpec(learning_rate=0.1, schedule="step", decay_epochs=10, decay_factor=0.5)
    )
    now = control(opened, "training.rate_now")
    until(lambda: now.text().endswith(" 0.1"))
    opened.session.play(20)
    at_rest(opened.session)
    assert now.text().endswith(" 0.025")
    assert control(opened, "training.learning_rate").value() == 0.1


def test_another_data_set_brings_a_loss_that_fits_with_the_drawer_open(open_window):
    window = open_window(replace(SMALL, training=TrainSpec(loss="binary_cross_entropy")))
    open_drawer(window)
    choose(window, "data.dataset", "plane")
    assert not visible(window, "training.label_smoothing")
    assert window.session.experiment.data == DataSpec(dataset="plane", samples=60)
    assert control(window, "training.loss").name() == "auto"
    until(lambda: "the loss is now squared error (auto)" in notice(window))


def test_a_regression_has_no_accuracy_to_stop_at(open_window):
    window = open_drawer(open_window(SMALL))
    names = ("training.stop_target_accuracy_on", "training.stop_target_accuracy")
    click(window, names[0])
    assert control(window, names[1]).isEnabled()
    window.session.edit("data.dataset", "data", dataset="plane")
    assert [control(window, name).isEnabled() for name in names] == [True, False], "it can be given up"
    assert all("no accuracy" in control(window, name).toolTip() for name in names)
    click(window, names[0])
    assert [control(window, name).isEnabled() for name in names] == [False, False]
    window.session.edit("data.dataset", "data", dataset="xor")
    assert [control(window, name).isEnabled() for name in names] == [True, False]
    assert "no accuracy" not in control(window, names[0]).toolTip()


def test_where_text_is_large_the_drawer_stays_in_the_window_and_scrolls(open_window):
    window = open_window(SMALL, 200)
    press(window, Qt.Key.Key_T)
    drawer = drawer_of(window)
    until(drawer.isVisible)
    place = QRect(drawer.mapTo(window, QPoint(0, 0)), drawer.size())
    assert window.rect().contains(place)
    control(window, "training.stop_patience_on").setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(8):  # it scrolls to what Tab comes to
        press(window, Qt.Key.Key_Backtab)
        QApplication.processEvents()
        one = QApplication.focusWidget()
        assert one.visibleRegion().boundingRect().contains(one.rect().center()), one.objectName()


def test_the_drawer_opened_by_its_key_shows_where_the_focus_is(window):
    press(window, Qt.Key.Key_T)
    first = QApplication.focusWidget()
    assert first.objectName() == "training.schedule"
    picture, accent = first.grab().toImage(), QColor(window.appearance.colours.accent)
    for x, y in ((picture.width() // 2, 1), (1, picture.height() // 2)):  # its corners are round
        assert picture.pixelColor(x, y) == accent


# -- dropout -----------------------------------------------------------------------------------


def shares(window):
    return [layer.dropout for layer in window.session.experiment.network.hidden]


def weights(window):
    parts = shown(window).get(NeuronMaps).parts
    return [part.weights.tolist() for part in parts]


def test_dropout_is_set_for_all_hidden_layers_or_for_one_and_undone(opened):
    opened.session.play(5)
    at_rest(opened.session)
    before = weights(opened)
    assert control(opened, "training.dropout_of").currentText() == "all hidden layers"
    type_in(opened, "training.dropout", "0.5")
    assert shares(opened) == [0.5, 0.5]
    assert "Dropout in all hidden layers is now 0.5. All weights are kept." in said_of(opened)
    choose(opened, "training.dropout_of", "hidden layer 2")
    assert control(opened, "training.dropout").text() == "0.5"
    type_in(opened, "training.dropout", "0.2")
    assert shares(opened) == [0.5, 0.2]
    assert "Dropout in hidden layer 2 is now 0.2" in said_of(opened)
    assert shown(opened).epoch == 5
    assert weights(opened) == before
    while opened.session.undo_stack.canUndo():
        opened.session.undo_stack.undo()
    assert shares(opened) == [0.0, 0.0]
    assert opened.session.experiment == SMALL
    opened.session.undo_stack.redo()
    assert shown(opened).experiment.network.hidden[0].dropout == 0.5


def said_of(window):
    shown(window)
    return window.notices.text.text()


def test_dropout_of_layers_that_differ_says_so_and_what_is_typed_is_for_all(opened):
    opened.session.edit("training.dropout", "layers/1", dropout=0.3)
    number = control(opened, "training.dropout")
    assert (number.text(), number.lineEdit().placeholderText()) == ("", "differs")
    opened.session.edit("training.l2", "training", l2=0.1)
    assert shares(opened) == [0.0, 0.3]
    number.setFocus()
    press(opened, KEY.Key_Tab)
    assert shares(opened) == [0.0, 0.3]
    for text in ("0", "0.3"):  # what one of them has already
        opened.session.edit("training.dropout", "layers/0", dropout=0.0)
        opened.session.edit("training.dropout", "layers/1", dropout=0.3)
        assert number.text() == ""
        type_in(opened, "training.dropout", text)
        assert shares(opened) == [float(text)] * 2
        assert number.text() == text
        assert number.lineEdit().placeholderText() == ""


def test_dropout_is_slid_and_refused_out_of_range(opened):
    control(opened, "training.dropout_slider").setFocus()
    press(opened, KEY.Key_Right)
    assert shares(opened)[0] == shares(opened)[1] > 0.0
    before = shares(opened)
    shown(opened)
    for choice in ("all hidden layers", "hidden layer 1"):
        choose(opened, "training.dropout_of", choice)
        type_in(opened, "training.dropout", "0.99")
        assert shares(opened) == before
        assert "Dropout must be a number from 0 to 0.95" in said_of(opened)
        assert control(opened, "training.dropout").value() == before[0]


def test_the_list_of_layers_follows_the_network(opened):
    of, number = control(opened, "training.dropout_of"), control(opened, "training.dropout")
    choose(opened, "training.dropout_of", "hidden layer 2")
    click(opened, "network.add_layer")
    assert [of.itemText(k) for k in range(of.count())] == [
        "all hidden layers", "hidden layer 1", "hidden layer 2", "hidden layer 3",
    ]  # fmt: skip
    assert of.currentText() == "hidden layer 2"
    for _ in range(2):
        click(opened, "network.remove_layer")
    assert of.currentText() == "all hidden layers"
    click(opened, "network.remove_layer")
    assert of.currentText() == "no hidden layer"
    for one in (of, number, control(opened, "training.dropout_slider")):
        assert not one.isEnabled()
        assert "no hidden layer" in one.toolTip()
    opened.session.undo_stack.undo()
    for one in (of, number):
        assert one.isEnabled()
        assert "no hidden layer" not in one.toolTip()
