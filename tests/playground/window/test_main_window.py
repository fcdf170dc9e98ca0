"""The window as a person uses it: with real clicks and keys."""

import json
from dataclasses import replace
from itertools import product

import pytest
from commands import run
from hands import (
    EXPLOSIVE,
    SMALL,
    at_last,
    at_rest,
    bring_to_front,
    choose,
    click,
    control,
    notice,
    places_at_rest,
    press,
    settled,
    trained,
    type_in,
    until,
)
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QMessageBox,
    QPushButton,
    QSlider,
    QStyle,
    QStyleOptionSpinBox,
    QToolTip,
    QWidget,
)

from engine import DATASETS, FEATURES, DataSpec, Experiment, LayerSpec, NetworkSpec, TrainSpec
from playground.app import create_window
from playground.files.experiments import load, save
from playground.session.clock import CLOSE_SECONDS
from playground.style import palette
from playground.texts.changes import NEW_DATA, RESTARTS
from playground.widgets.controls import ALL

CONTRACT = [
    *(f"transport.{name}" for name in ("play", "step", "reset")),
    *(f"data.{name}" for name in ("dataset", "samples", "noise", "test_fraction", "seed", "new_data")),
    *(f"network.{name}" for name in ("add_layer", "remove_layer")),
    *(f"layer{index}.{name}" for index in (0, 1) for name in ("width", "activation")),
    *(f"features.{name}" for name in FEATURES),
    *(f"training.{name}" for name in ("learning_rate", "batch_size", "optimizer", "l1", "l2", "loss")),
    *("training.initializer", "plot.boundary", "plot.loss", "plot.log"),
]
MORE_INPUTS = [f"features.{name}" for name in list(FEATURES)[7:]]  # one click away
INTERACTIVE = (QPushButton, QCheckBox, QComboBox, QAbstractSpinBox, QSlider)
KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def shown(window):
    """The snapshot that the window shows, once everything asked for has been done."""
    until(lambda: settled(window.session))
    return window.session.snapshot


def controls(window):
    return [one for one in window.findChildren(QWidget) if isinstance(one, INTERACTIVE) and one.isVisible()]


# -- names -----------------------------------------------------------------------------------


def test_every_control_of_the_contract_is_there_with_a_name_and_a_tooltip(window):
    found = {name: control(window, name) for name in CONTRACT}
    assert {name for name, widget in found.items() if not widget.isVisible()} == set(MORE_INPUTS)
    click(window, "network.more_inputs")
    for name, widget in found.items():
        assert widget.isVisible(), name
        assert widget.accessibleName(), name
        assert len(widget.toolTip()) > 10, name


def test_everything_that_can_be_used_has_a_name_of_its_own_and_says_what_it_does(open_window):
    window = open_window(replace(SMALL, data=DataSpec(dataset="blobs", samples=60)))
    found = controls(window)
    names = [one.objectName() for one in found]
    assert len(names) == len(set(names))
    for one in found:
        area, _, rest_of_name = one.objectName().partition(".")
        assert area
        assert rest_of_name
        assert one.accessibleName(), one.objectName()
        assert one.toolTip(), one.objectName()


# -- controls by the mouse -------------------------------------------------------------------


def test_a_feature_is_ticked_and_unticked(window):
    click(window, "features.x1_x2")
    assert window.session.experiment.network.features == ("x1", "x2", "x1_x2")
    assert shown(window).sizes == (3, 4, 3, 1)
    click(window, "features.x1")
    assert window.session.experiment.network.features == ("x2", "x1_x2")


def test_the_last_feature_stays_and_it_is_said_why(window):
    click(window, "features.x1")
    click(window, "features.x2")
    assert notice(window) == "At least one input must stay on."
    assert control(window, "features.x2").isChecked()
    assert window.session.experiment.network.features == ("x2",)
    assert "At least one input" in QToolTip.text()


def test_layers_are_added_and_taken_away(window):
    click(window, "network.add_layer")
    assert window.session.experiment.network.hidden == (LayerSpec(4), LayerSpec(3), LayerSpec(3))
    until(control(window, "layer2.width").isVisible)
    for _ in range(3):
        click(window, "network.remove_layer")
    assert window.session.experiment.network.hidden == ()
    assert not control(window, "network.remove_layer").isEnabled()
    assert shown(window).sizes == (2, 1)
    click(window, "transport.step")
    assert at_rest(window.session).epoch == 1
    click(window, "network.add_layer")
    assert window.session.experiment.network.hidden == (LayerSpec(),)


def test_a_layer_is_taken_away_with_its_number_half_typed(window):
    spin = control(window, "layer1.width")
    QTest.mouseClick(spin.lineEdit(), Qt.MouseButton.LeftButton)
    spin.selectAll()
    QTest.keyClicks(spin, "7")
    click(window, "network.remove_layer")
    assert window.session.experiment.network.hidden == (LayerSpec(4),)
    assert shown(window).sizes == (2, 4, 1)


def test_twelve_layers_of_128_are_built_while_it_trains(open_window):
    window = open_window(replace(SMALL, network=NetworkSpec(hidden=(LayerSpec(8, "relu"),))))
    click(window, "transport.play")
    for _ in range(11):
        click(window, "network.add_layer")
    for index in range(12):
        control(window, f"layer{index}.width").setValue(128)
    until(lambda: shown(window).sizes == (2, *[128] * 12, 1))
    trained(window.session, 3)
    assert window.session.playing
    for _ in range(12):
        click(window, "network.remove_layer")
    until(lambda: shown(window).sizes == (2, 1))
    trained(window.session, 3)


def test_a_number_is_typed(window):
    type_in(window, "layer0.width", "9")
    type_in(window, "training.learning_rate", "3e-1")
    type_in(window, "training.l2", "0.001")
    type_in(window, "data.samples", "1,234")
    type_in(window, "data.seed", "77")
    experiment = window.session.experiment
    assert experiment.network.hidden[0].width == 9
    assert (experiment.training.learning_rate, experiment.training.l2) == (0.3, 0.001)
    assert (experiment.data.samples, experiment.seed) == (1234, 77)
    until(lambda: shown(window).experiment == experiment)


def click_up(window, name):
    """Click on a number's upper arrow."""
    spin, option = control(window, name), QStyleOptionSpinBox()
    spin.initStyleOption(option)
    up = QStyle.SubControl.SC_SpinBoxUp
    place = spin.style().subControlRect(QStyle.ComplexControl.CC_SpinBox, option, up, spin).center()
    QTest.mouseClick(spin, Qt.MouseButton.LeftButton, pos=place)


@pytest.mark.parametrize(
    ("name", "value"),
    [("layer0.width", 5), ("training.learning_rate", 0.1), ("data.samples", 110), ("data.noise", 0.05)],
)
def test_a_numbers_arrow_is_clicked(window, name, value):
    click_up(window, name)
    assert control(window, name).value() == value
    assert window.session.undo_stack.count() == 1


@pytest.mark.parametrize(
    ("name", "label", "part"),
    [
        ("layer1.activation", "ReLU", lambda e: e.network.hidden[1].activation == "relu"),
        ("network.output", "tanh", lambda e: e.network.output == "tanh"),
        ("training.loss", "squared error", lambda e: e.training.loss == "squared"),
    ],
)
def test_a_choice_is_made(window, name, label, part):
    choose(window, name, label)
    assert part(window.session.experiment)
    until(lambda: shown(window).experiment == window.session.experiment)


def test_every_data_set_is_chosen_and_trained(window):
    for dataset, one in DATASETS.items():
        if dataset == "gaussian":
            continue  # it is there from the start
        choose(window, "data.dataset", one.label)
        assert window.session.experiment.data.dataset == dataset
        classes = control(window, "data.classes")
        assert classes.isEnabled() == (one.problem == "multiclass"), dataset
        assert classes.text() == {"binary": "2", "regression": "–"}.get(one.problem, "3"), dataset
        assert shown(window).epoch == 0
        click(window, "transport.step")
        assert at_rest(window.session).epoch == 1, dataset


def test_a_choice_that_does_not_fit_is_refused_and_shown_as_it_was(window):
    click(window, "transport.play")
    trained(window.session, 3)
    window.session.edit("data.dataset", "data", dataset="plane")
    combo = control(window, "training.loss")
    combo.setCurrentText("categorical cross-entropy")
    for said in (notice(window), QToolTip.text()):
        assert "choose squared error or Huber" in said
    assert combo.name() == window.session.experiment.training.loss == "auto"
    trained(window.session, 3)


def test_a_slider_moves_its_number_and_the_number_its_slider(window):
    for name in ["data.samples", "data.noise", "data.test_fraction"]:
        slider, number = control(window, f"{name}_slider"), control(window, name)
        before = number.value()
        middle = slider.rect().center()
        QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=middle)
        assert number.value() != before
        place = slider.value()
        slider.setFocus()
        at = number.value()
        press(window, KEY.Key_Right)
        assert number.value() > at
        assert slider.value() > place
        type_in(window, name, "0.3" if name != "data.samples" else "700")
        assert slider.value() == (30 if name != "data.samples" else 700)


def test_new_data_is_a_new_seed(window):
    window.session.play(3)
    before = at_rest(window.session).data
    click(window, "data.new_data")
    assert window.session.experiment.seed != SMALL.seed
    assert control(window, "data.seed").value() == window.session.experiment.seed
    until(lambda: (shown(window).data.train.X != before.train.X).any())
    until(lambda: notice(window) == f"{NEW_DATA()} {RESTARTS()}")


def test_a_message_is_taken_away(window):
    click(window, "features.x1")
    click(window, "features.x2")
    assert notice(window)
    click(window, "notice.close")
    assert notice(window) == ""
    assert not control(window, "notice.close").isVisible()


def test_another_batch_size_optimizer_or_penalty_does_not_start_again(window):
    window.session.play(20)
    run = at_rest(window.session).run
    type_in(window, "training.batch_size", "all")
    type_in(window, "training.l1", "0.01")
    control(window, "training.optimizer").setCurrentIndex(control(window, "training.optimizer").count() - 1)
    snapshot = shown(window)
    assert (snapshot.run, snapshot.epoch) == (run, 20)
    assert window.session.experiment.training.batch_size == ALL


# -- keys ------------------------------------------------------------------------------------


def nothing(_window):
    pass


BEFORE = {
    "at the start": nothing,
    "after a click on a check box": lambda w: click(w, "features.x1_x2"),
    "after a click on a button": lambda w: click(w, "network.add_layer"),
    "after a click on play": lambda w: (click(w, "transport.play"), click(w, "transport.play")),
    "after a choice": lambda w: choose(w, "layer0.activation", "ReLU"),
    "after a slider was moved": lambda w: click(w, "data.noise_slider"),
    "after a click on a plot": lambda w: click(w, "plot.boundary"),
    "after a number's arrow was clicked": lambda w: click_up(w, "layer0.width"),
    "after a number and Enter": lambda w: type_in(w, "training.learning_rate", "0.1"),
    "after a whole number and Enter": lambda w: type_in(w, "layer0.width", "6"),
    "after a batch size and Enter": lambda w: type_in(w, "training.batch_size", "7"),
    "after a message was taken away": lambda w: (click(w, "features.x1"), click(w, "features.x2"),
                                                 click(w, "notice.close")),
}  # fmt: skip


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
def test_keys_are_commands_wherever_the_focus_is(window, before):
    before(window)
    ctrl_z_undoes_and_ctrl_shift_z_does_it_again(window)
    space_plays_and_pauses_and_letters_are_commands(window)


def space_plays_and_pauses_and_letters_are_commands(window):
    experiment = window.session.experiment
    press(window, KEY.Key_Space)
    assert window.session.playing
    trained(window.session, 5)
    press(window, KEY.Key_Space)
    assert not window.session.playing
    assert at_rest(window.session).epoch >= 5
    press(window, KEY.Key_R)
    assert at_rest(window.session).epoch == 0
    press(window, KEY.Key_N)
    assert window.session.experiment == replace(experiment, seed=window.session.experiment.seed)
    assert window.session.experiment.seed != experiment.seed


def ctrl_z_undoes_and_ctrl_shift_z_does_it_again(window):
    changed = window.session.experiment
    while window.session.undo_stack.canUndo():
        count = window.session.undo_stack.index()
        press(window, KEY.Key_Z, CTRL)
        assert window.session.undo_stack.index() == count - 1
    assert window.session.experiment == SMALL
    assert control(window, "training.learning_rate").value() == 0.03
    while window.session.undo_stack.canRedo():
        press(window, KEY.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert window.session.experiment == changed


def test_right_steps(window):
    press(window, KEY.Key_Right)
    assert at_rest(window.session).epoch == 1
    press(window, KEY.Key_Right)
    assert at_rest(window.session).epoch == 2


def test_l_turns_the_logarithmic_axis_on_and_off(window):
    press(window, KEY.Key_L)
    assert control(window, "plot.log").isChecked()
    press(window, KEY.Key_L)
    assert not control(window, "plot.log").isChecked()
    click(window, "plot.log")
    assert control(window, "plot.log").isChecked()


def test_plus_and_minus_add_and_remove_layers(window):
    press(window, KEY.Key_Plus)
    assert len(window.session.experiment.network.hidden) == 3
    for count in (2, 1, 0):
        press(window, KEY.Key_Minus)
        assert len(window.session.experiment.network.hidden) == count
    press(window, KEY.Key_Minus)
    assert window.session.experiment.network.hidden == ()


def test_a_number_being_typed_is_not_taken_for_commands(window):
    spin = control(window, "training.learning_rate")
    QTest.mouseClick(spin.lineEdit(), Qt.MouseButton.LeftButton)
    spin.selectAll()
    QTest.keyClicks(spin, "1e-2")
    assert len(window.session.experiment.network.hidden) == 2
    QTest.keyClick(spin, KEY.Key_Return)
    assert window.session.experiment.training.learning_rate == 0.01


def test_a_batch_of_all_may_be_typed_though_letters_are_commands(window):
    type_in(window, "training.batch_size", "all")
    assert window.session.experiment.training.batch_size == ALL
    assert not control(window, "plot.log").isChecked()


def walk(window, key=KEY.Key_Tab, most=100):
    """Press Tab until the focus comes back to where it was first; return the names on the way."""
    names = []
    for _ in range(most):
        press(window, key)
        name = QApplication.focusWidget().objectName()
        if name in names:
            return names
        names.append(name)
    raise AssertionError("Tab does not come back")


def test_tab_reaches_every_control_and_comes_back(open_window):
    window = open_window(replace(SMALL, data=DataSpec(dataset="blobs", samples=60)))
    names = walk(window)
    assert [
        one.objectName() for one in controls(window) if one.isEnabled() and one.objectName() not in names
    ] == []


def test_tab_walks_through_the_layers_where_they_are_seen(window):
    click(window, "network.add_layer")
    until(control(window, "layer2.width").isVisible)
    names = walk(window)
    layers = [f"layer{i}.{what}" for i in range(3) for what in ("width", "activation")]
    start = names.index("layer0.width")
    assert names[start : start + 6] == layers
    assert names[start - 1] == "network.add_layer"
    assert names[start + 6] == "network.output"


def test_shift_tab_walks_back(window):
    forth = walk(window)
    back = walk(window, KEY.Key_Backtab)
    assert sorted(back) == sorted(forth)
    where = back.index(forth[5])
    assert back[where + 1] == forth[4]


def test_space_toggles_the_check_box_in_focus(window):
    until(
        lambda: (press(window, KEY.Key_Tab), QApplication.focusWidget().objectName() == "features.sin_x1")[1]
    )
    press(window, KEY.Key_Space)
    assert "sin_x1" in window.session.experiment.network.features
    assert not window.session.playing


def test_every_control_in_focus_is_seen_to_be(window):
    names = [*CONTRACT, "network.output", "network.view"]
    looks = {name: control(window, name).grab().toImage() for name in names if name not in MORE_INPUTS}
    same = []
    for _ in range(80):
        press(window, KEY.Key_Tab)
        name = QApplication.focusWidget().objectName()
        if name in looks and control(window, name).grab().toImage() == looks.pop(name):
            same.append(name)
    assert same == []
    assert looks == {}


def test_about_does_not_stop_training(window):
    click(window, "transport.play")
    window.guide.show_about()
    trained(window.session, 10)
    (box,) = window.findChildren(QMessageBox)
    assert box.isVisible()
    QTest.keyClick(box, KEY.Key_Escape)
    until(lambda: not window.findChildren(QMessageBox))


# -- files -----------------------------------------------------------------------------------


@pytest.fixture
def answer(monkeypatch):
    """Answer the next file dialogs with a path; None is Cancel."""

    def answer_with(path):
        for ask in ("getOpenFileName", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, ask, lambda *_: (str(path or ""), ""))

    return answer_with


def test_ctrl_s_saves_and_asks_only_once(window, answer, tmp_path):
    answer(tmp_path / "mine")
    press(window, KEY.Key_S, CTRL)
    assert notice(window) == "Saved mine.json."
    assert load(tmp_path / "mine.json") == SMALL
    answer(tmp_path / "another.json")
    type_in(window, "layer0.width", "5")
    press(window, KEY.Key_S, CTRL)
    assert load(tmp_path / "mine.json").network.hidden[0].width == 5
    press(window, KEY.Key_S, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert load(tmp_path / "another.json").network.hidden[0].width == 5


def test_ctrl_o_opens(window, answer, tmp_path):
    other = replace(SMALL, data=DataSpec(dataset="blobs", classes=5), training=TrainSpec(batch_size=7))
    save(other, tmp_path / "other.json")
    answer(tmp_path / "other.json")
    window.session.play(5)
    at_rest(window.session)
    press(window, KEY.Key_O, CTRL)
    assert window.session.experiment == other
    assert at_rest(window.session).epoch == 0
    assert control(window, "data.classes").value() == 5
    assert control(window, "training.batch_size").value() == 7
    assert notice(window) == "Opened other.json."
    assert window.windowTitle() == "other.json[*] · Neural Playground"


def test_cancel_does_nothing(window, answer, tmp_path):
    answer(None)
    press(window, KEY.Key_S, CTRL)
    press(window, KEY.Key_O, CTRL)
    assert notice(window) == ""
    assert list(tmp_path.glob("*.json")) == []


def test_ctrl_n_begins_anew(window):
    press(window, KEY.Key_N, CTRL)
    assert window.session.experiment == Experiment()
    assert at_rest(window.session).epoch == 0
    assert notice(window) == "New experiment."
    assert not window.session.undo_stack.canUndo()


DAMAGED = {
    "damaged": b'{"format": 1, "data": {"sampels": 5}}',
    "empty": b"",
    "no experiment": b"\x00\x01\x02",
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_told_in_one_line_and_training_goes_on(window, answer, tmp_path, content):
    (tmp_path / "bad.json").write_bytes(content)
    answer(tmp_path / "bad.json")
    click(window, "transport.play")
    trained(window.session, 5)
    run = window.session.snapshot.run
    press(window, KEY.Key_O, CTRL)
    assert "bad.json" in notice(window)
    assert notice(window).isprintable()
    trained(window.session, 5)
    assert (window.session.snapshot.run, window.session.experiment) == (run, SMALL)
    assert "untitled" in window.windowTitle()


def test_what_cannot_be_saved_is_told_and_stays_unsaved(window, answer, tmp_path):
    answer(tmp_path / "none" / "mine.json")
    type_in(window, "layer0.width", "5")
    press(window, KEY.Key_S, CTRL)
    assert "cannot be written" in notice(window)
    assert window.isWindowModified()


def test_the_title_says_what_is_not_saved(window, answer, tmp_path):
    answer(tmp_path / "mine.json")
    assert not window.isWindowModified()
    type_in(window, "layer0.width", "5")
    assert window.isWindowModified()
    press(window, KEY.Key_S, CTRL)
    assert not window.isWindowModified()
    window.session.undo_stack.undo()
    assert window.isWindowModified()
    window.session.undo_stack.redo()
    assert not window.isWindowModified()


def test_a_saved_file_is_one_that_the_command_line_reads(window, answer, tmp_path, capsys):
    from playground.cli import main

    answer(tmp_path / "mine.json")
    press(window, KEY.Key_S, CTRL)
    assert main(["train", str(tmp_path / "mine.json"), "--epochs", "3", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["epoch"] == 3


# -- what is said ----------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_the_longest_messages_fit(open_window, size):
    window = open_window(EXPLOSIVE)
    window.resize(*size)
    click(window, "transport.play")
    at_rest(window.session)
    messages = [notice(window)]
    window.session.edit("training.loss", "training", loss="categorical_cross_entropy")
    messages.append(notice(window))
    label = window.notices.text
    for message in messages:
        assert label.fontMetrics().horizontalAdvance(message) <= label.width(), message


def test_a_number_out_of_range_is_refused_with_what_would_be_right(window):
    for name, text, remedy in (
        ("training.learning_rate", "-1", "above 0"),
        ("training.learning_rate", "5000", "at most 1,000"),
        ("training.learning_rate", "0", "above 0"),
        ("training.learning_rate", "1e999", "at most 1,000"),
        ("training.l2", "-0.1", "from 0 to 100"),
        ("data.noise", "7", "from 0 to 1"),
        ("data.samples", "3", "from 10 to 100,000"),
        ("layer0.width", "0", "from 1 to 10,000"),
        ("training.batch_size", "0", "from 1 to"),
        ("layer0.width", "20000", "from 1 to 10,000"),
        ("training.batch_size", "5,000,000", "from 1 to 1,000,000"),
        ("data.samples", "99999999999", "got 99999999999"),
        ("data.samples", "100.5", "a whole number from 10 to 100,000"),
        ("layer0.width", "7/2", "a whole number from 1 to 10,000"),
        ("training.batch_size", "1e40", "from 1 to 1,000,000"),
    ):
        window.notices.clear()
        QToolTip.hideText()
        before = control(window, name).text()
        type_in(window, name, text)
        assert remedy in notice(window), (name, text)
        assert remedy in QToolTip.text(), (name, text)
        assert control(window, name).text() == before
        assert window.session.experiment == SMALL


def test_what_is_no_number_at_all_gives_way_to_the_last_one(window):
    for text in ["", "-", "e"]:
        type_in(window, "training.learning_rate", text)
        assert control(window, "training.learning_rate").text() == "0.03"
        assert window.session.experiment == SMALL


def test_a_batch_larger_than_the_data_is_a_batch_of_all(window):
    type_in(window, "training.batch_size", "5000")
    assert window.session.experiment.training.batch_size == 5000
    assert control(window, "training.batch_size").text() == "all (30)"


# -- nothing moves ---------------------------------------------------------------------------


def places(window):
    """Where every visible widget is, and how large; but for the words in the line at the foot."""
    seen = [
        one
        for one in window.findChildren(QWidget)
        if one.isVisible() and one.window() is window and not window.notices.isAncestorOf(one)
    ]
    return {
        (number, one.objectName()): QRect(one.mapTo(window, QPoint(0, 0)), one.size()).getRect()
        for number, one in enumerate(seen)
    }


@pytest.mark.parametrize("data", [DataSpec(samples=60), DataSpec(dataset="bumps", samples=60)])
def test_nothing_moves_while_it_trains(open_window, data):
    window = open_window(replace(SMALL, data=data))
    before = at_last(lambda: places(window))
    assert len(before) > 50
    click(window, "transport.play")
    until(lambda: control(window, "transport.epochs_a_second").text() != "–")
    until(lambda: window.session.snapshot.epoch >= 300)
    during = places(window)
    click(window, "transport.play")
    at_rest(window.session)
    after = at_last(lambda: places(window))
    assert {key: (before[key], during[key]) for key in before if before[key] != during.get(key)} == {}
    assert before == after


def fits(widget):
    hint = widget.sizeHint()
    if isinstance(widget, QAbstractSpinBox):
        line = widget.lineEdit()
        needed = line.fontMetrics().horizontalAdvance(line.text()) + 4
        return line.width() >= needed and widget.height() >= hint.height()
    return widget.width() >= hint.width() and widget.height() >= hint.height()


CROWDED = {
    "first": Experiment(),
    "many points": Experiment(data=DataSpec(samples=100_000), training=TrainSpec(batch_size=1_000_000)),
    "many classes": Experiment(
        data=DataSpec(dataset="blobs", classes=6), training=TrainSpec(l1=1e-5, l2=1 / 3)
    ),
    "many layers": Experiment(network=NetworkSpec(hidden=(LayerSpec(128, "leaky_relu"),) * 12)),
    "wide layers": Experiment(
        data=DataSpec(dataset="plane", samples=10), network=NetworkSpec(hidden=(LayerSpec(1000),) * 9)
    ),
}


@pytest.mark.parametrize("experiment", CROWDED.values(), ids=CROWDED)
def test_every_text_fits(open_window, experiment):
    window = open_window(experiment)
    for appearance, size in product(palette.THEMES, [(1280, 800), (1920, 1080)]):
        window.appearance.choose_theme(appearance)
        window.resize(*size)
        until(lambda size=size: window.size().toTuple() == size)
        places_at_rest(window)
        kinds = (QLabel, QPushButton, QCheckBox, QComboBox, QAbstractSpinBox)
        seen = [one for kind in kinds for one in window.findChildren(kind) if one.isVisible()]
        assert len(seen) > 40
        tight = [
            (one.objectName() or one.text(), one.size().toTuple(), one.sizeHint().toTuple())
            for one in seen
            if one is not window.notices.text and not fits(one)
        ]
        assert tight == [], (appearance, size)


def test_everything_is_on_one_screen_at_1280_by_800(open_window):
    window = open_window(Experiment())
    places_at_rest(window)
    assert window.size().toTuple() == (1280, 800)
    inside = window.rect()
    for one in controls(window):
        corner = one.mapTo(window, one.rect().bottomRight())
        assert inside.contains(corner), one.objectName()
        assert one.visibleRegion().boundingRect() == one.rect(), f"{one.objectName()} is covered in part"


# -- appearance and memory -------------------------------------------------------------------


@pytest.mark.parametrize("appearance", palette.THEMES)
def test_the_appearance_is_chosen_in_the_menu_and_remembered(open_window, appearance):
    window = open_window(SMALL)
    window.session.play(3)
    at_rest(window.session)
    window.menus.actions[f"theme.{appearance}"].trigger()
    ground = palette.THEMES[appearance].window
    assert window.grab().toImage().pixelColor(2, window.height() // 2).name() == ground
    window.close()
    again = open_window(SMALL)
    assert again.menus.actions[f"theme.{appearance}"].isChecked()
    assert again.grab().toImage().pixelColor(2, again.height() // 2).name() == ground


OPENED = """
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from playground.app import create_window
settings = QSettings("settings.ini", QSettings.Format.IniFormat)
for size in {sizes}:
    window = create_window(settings=settings)
    QApplication.processEvents()
    inside = window.screen().availableGeometry().contains(window.frameGeometry())
    if size:
        window.resize(*size)
    print(*window.size().toTuple(), window.isMaximized(), inside)
    window.close()
"""


def opened_on(folder, width, height, *sizes):
    """Open one window after another on a screen, resize it, and return what is said of each."""
    screen = {"name": "", "x": 0, "y": 0, "width": width, "height": height, "dpr": 1}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96}
    (folder / "screen.json").write_text(json.dumps({"screens": [screen]}))
    env = {"QT_QPA_PLATFORM": f"offscreen:configfile={folder / 'screen.json'}"}
    return run(cwd=folder, code=OPENED.format(sizes=sizes), env=env).stdout.splitlines()


def test_the_windows_size_is_remembered(tmp_path):
    said = opened_on(tmp_path, 1920, 1200, (1500, 900), None)
    assert said == ["1500 900 False True"] * 2


@pytest.mark.parametrize("screen", [(1024, 768), (1280, 800), (1366, 768)])
def test_on_a_small_screen_it_is_maximised_at_first(tmp_path, screen):
    width, height = screen
    frame = 4  # of Qt's offscreen windows
    said = opened_on(tmp_path, width, height, None)
    assert said == [f"{width - frame} {height - frame} True True"]


@pytest.mark.parametrize("screen", [(1440, 900), (3840, 2160)])
def test_on_a_larger_one_it_has_its_usual_size(tmp_path, screen):
    assert opened_on(tmp_path, *screen, None) == ["1280 800 False True"]


def test_what_is_remembered_of_a_larger_screen_fits_on_a_smaller_one(tmp_path):
    opened_on(tmp_path, 2560, 1440, (2400, 1300))
    (said,) = opened_on(tmp_path, 1366, 768, None)
    assert said.endswith("True"), said


@pytest.mark.parametrize("nonsense", ["pink", "", 7, b"\x00\x01"])
def test_settings_that_make_no_sense_do_no_harm(open_window, settings, nonsense):
    for key in ("theme", "geometry", "folder"):
        settings.setValue(key, nonsense)
    assert open_window(SMALL).isVisible()


def test_the_window_shows_what_it_trains(open_window):
    window = open_window(SMALL)

    def picture():
        return control(window, "plot.boundary").grab().toImage()

    before = picture()
    window.session.play(100)
    at_rest(window.session)
    assert picture() != before


# -- the end ---------------------------------------------------------------------------------


@pytest.mark.parametrize("hidden", [SMALL.network.hidden, (LayerSpec(128),) * 12, (LayerSpec(1500),) * 2])
def test_closing_while_it_trains_waits_for_one_mini_batch_and_not_for_long(open_window, hidden, monkeypatch):
    window = open_window(replace(SMALL, network=NetworkSpec(hidden=hidden)))
    click(window, "transport.play")
    until(lambda: window.session.snapshot.steps > 0)
    monkeypatch.setattr("playground.session.clock.CLOSE_SECONDS", CLOSE_SECONDS)
    runner, steps, waited = window.session._clock._runner, [], []
    trainer = runner._worker._training.run.trainer
    submit = runner.submit
    monkeypatch.setattr(runner, "submit", lambda command: (submit(command), steps.append(trainer.steps))[0])
    for thread in runner._threads.values():
        join = thread.join
        monkeypatch.setattr(
            thread, "join", lambda seconds, join=join: (waited.append(seconds), join(seconds))[0]
        )
    window.close()
    assert not window.isVisible()
    assert not window.session._clock._timer.isActive()
    assert max(waited) <= CLOSE_SECONDS <= 0.5
    until(lambda: not any(thread.is_alive() for thread in runner._threads.values()))
    assert trainer.steps - steps[-1] <= 1


@pytest.mark.parametrize("text", ["0.5", "5000"])
def test_closing_with_a_number_half_typed_ends_everything(window, text):
    spin = control(window, "training.learning_rate")
    spin.setFocus()
    spin.selectAll()
    QTest.keyClicks(spin, text)
    window.close()
    QApplication.processEvents()
    assert not window.session._clock._timer.isActive()


def test_the_window_can_be_opened_again_and_again(settings):
    for _ in range(5):
        window = create_window(SMALL, settings)
        bring_to_front(window)
        click(window, "transport.play")
        trained(window.session, 2)
        window.close()
        window.deleteLater()
        window.session.deleteLater()
    assert not [one for one in QApplication.topLevelWidgets() if one.isVisible()]


def test_a_number_half_typed_counts_before_the_next_act(window):
    spin = control(window, "layer0.width")
    spin.setFocus()
    spin.selectAll()
    QTest.keyClicks(spin, "32")
    click(window, "transport.play")
    until(lambda: window.session.playing and window.session.snapshot.epoch > 0)
    assert window.session.snapshot.sizes[1] == 32
