"""The table of starting weights: what is typed or pasted there is where training starts."""

from dataclasses import replace

import pytest
from hands import SMALL, at_rest, notice, until
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from engine import LayerSpec
from playground.classroom.choice import Classroom
from playground.widgets.controls import Choice
from playground.widgets.dialogs.weights import WeightsDialog

TWO = replace(SMALL, network=replace(SMALL.network, hidden=(LayerSpec(2),)))
EDIT = Qt.ItemDataRole.EditRole


@pytest.fixture
def window(open_window):
    window = open_window(TWO)
    at_rest(window.session)
    return window


def opened(window):
    """The dialog, as the menu opens it."""
    window.menus.actions["weights"].trigger()
    return until(lambda: next((one for one in window.findChildren(WeightsDialog) if one.isVisible()), None))


def put(dialog, row, column, text):
    return dialog.model.setData(dialog.model.index(row, column), text, EDIT)


def set_and_restart(window, dialog):
    QTest.mouseClick(dialog.findChild(QPushButton, "weights.set"), Qt.MouseButton.LeftButton)
    at_rest(window.session)


def test_it_shows_the_numbers_that_the_network_has_a_layer_at_a_time(window):
    dialog = opened(window)
    model = dialog.model
    assert (model.rowCount(), model.columnCount()) == (2, 3)
    names = [model.headerData(k, Qt.Orientation.Horizontal) for k in range(3)]
    assert names == ["x₁", "x₂", "bias"]
    dialog.layer.setCurrentIndex(1)
    assert (model.rowCount(), model.columnCount()) == (1, 3)


def test_what_is_typed_is_where_training_starts_and_where_a_reset_goes_back_to(window):
    window.session.play(3)
    at_rest(window.session)
    dialog = opened(window)
    assert put(dialog, 0, 0, "1/3")
    assert put(dialog, 1, 2, "−0.25")
    typed = dialog.model.weights
    assert (typed[0][0][0], typed[0][1][2]) == (1 / 3, -0.25)
    set_and_restart(window, dialog)
    assert window.session.experiment.network.weights == typed
    assert window.session.snapshot.epoch == 0
    initializer = window.findChild(Choice, "training.initializer")
    assert (initializer.currentIndex(), initializer.placeholderText()) == (-1, "set by hand")
    assert initializer.accessibleName() == "Initialiser, set by hand"
    assert notice(window) == "Starting weights set. Training restarts at epoch 0."
    window.session.undo_stack.undo()
    at_rest(window.session)
    assert window.session.experiment == TWO
    assert initializer.name() == "glorot_uniform"
    assert initializer.accessibleName() == "Initialiser"
    assert window.session.snapshot.epoch == 3  # the training is back as well


def test_cells_are_pasted_from_a_cell_on_and_all_of_a_layer_in_any_shape(window):
    dialog = opened(window)
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("1\t2\n3\t4")
    dialog.view.setCurrentIndex(dialog.model.index(0, 1))
    dialog.view.paste_requested.emit()
    assert [row[1:] for row in dialog.model.weights[0]] == [(1.0, 2.0), (3.0, 4.0)]
    clipboard.setText("0.15\n0.2\n0.35\n1/4\n0.3\n0.35")
    dialog.view.paste_requested.emit()
    assert dialog.model.weights[0] == ((0.15, 0.2, 0.35), (0.25, 0.3, 0.35))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1\t2\t3\t4", "1 × 4 cells were copied; from this cell on there are 2 × 3."),
        ("1\tabc", "1, x₂: “abc” is not a number"),
        ("3e9\t1", "1, x₁: “3e9” is not a number from −1,000,000,000 to 1,000,000,000."),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_changed(window, text, said):
    dialog = opened(window)
    before = dialog.model.weights
    QGuiApplication.clipboard().setText(text)
    dialog.view.setCurrentIndex(dialog.model.index(0, 0))
    dialog.view.paste_requested.emit()
    assert said in dialog.message.text()
    assert dialog.model.weights == before


def test_cells_are_copied_with_all_their_digits(window):
    dialog = opened(window)
    put(dialog, 0, 0, "1/3")
    dialog.view.setCurrentIndex(dialog.model.index(0, 0))
    dialog.view.copy_requested.emit()
    assert QGuiApplication.clipboard().text() == "0.3333333333333333\n"


def test_cancel_keeps_everything(window):
    dialog = opened(window)
    put(dialog, 0, 0, "5")
    dialog.reject()
    at_rest(window.session)
    assert window.session.experiment == TWO


def test_a_class_that_may_not_set_weights_has_no_table(window):
    window.session.gate.show(Classroom(hidden=frozenset({"network.weights"})))
    assert not window.menus.actions["weights"].isVisible()
    window.session.gate.show(Classroom(locked=frozenset({"network.weights"})))
    window.menus.actions["weights"].trigger()
    at_rest(window.session)
    assert not window.findChildren(WeightsDialog)


def test_once_set_they_are_shown_again_wherever_training_is_by_now(window):
    dialog = opened(window)
    assert put(dialog, 0, 0, "1/3")
    typed = dialog.model.weights
    set_and_restart(window, dialog)
    window.session.play(3)
    at_rest(window.session)
    assert opened(window).model.weights == typed


def test_the_table_opens_once_however_often_it_is_asked_for(window):
    for _ in range(3):
        window.menus.actions["weights"].trigger()
    until(lambda: window.findChildren(WeightsDialog))
    at_rest(window.session)
    assert len(window.findChildren(WeightsDialog)) == 1


def test_a_network_that_is_changed_meanwhile_has_its_own_table(window):
    window.menus.actions["weights"].trigger()
    wider = replace(TWO.network, hidden=(LayerSpec(3), LayerSpec(2)))
    window.session.change(network=wider)
    dialog = until(lambda: next(iter(window.findChildren(WeightsDialog)), None))
    assert [len(layer) for layer in dialog.model.weights] == [3, 2, 1]
    set_and_restart(window, dialog)
    assert window.session.experiment.network.weights == dialog.model.weights


def test_a_trained_weight_that_is_too_large_to_start_from_is_shown(window):
    window.session.by_hand.set_parameter(1, 0, 1, 1e9, before=0.0)
    window.session.change(training=replace(TWO.training, learning_rate=1000.0, l2=0.1))
    window.session.step("batch")
    dialog = opened(window)
    numbers = [
        (i, j, k, w)
        for i, rows in enumerate(dialog.model.weights)
        for j, row in enumerate(rows)
        for k, w in enumerate(row)
    ]
    layer, row, column, _ = next(one for one in numbers if abs(one[-1]) > 1e9)
    QTest.mouseClick(dialog.findChild(QPushButton, "weights.set"), Qt.MouseButton.LeftButton)
    at_rest(window.session)
    assert dialog.isVisible()
    assert not window.session.experiment.network.weights
    assert dialog.layer.currentIndex() == layer
    assert (dialog.view.currentIndex().row(), dialog.view.currentIndex().column()) == (row, column)
    assert "is not a number from −1,000,000,000 to 1,000,000,000." in dialog.message.text()


@pytest.mark.parametrize(
    "edit",
    [
        ("training.learning_rate", "training", {"learning_rate": 0.5}),
        ("network.output", "network", {"output": "sigmoid"}),
        ("data.seed", "experiment", {"seed": 7}),
    ],
    ids=lambda edit: edit[0],
)
def test_they_stay_while_something_else_is_changed(window, edit):
    dialog = opened(window)
    put(dialog, 0, 0, "1/3")
    typed = dialog.model.weights
    set_and_restart(window, dialog)
    control, part, fields = edit
    assert window.session.edit(control, part, **fields)
    at_rest(window.session)
    assert window.session.experiment.network.weights == typed
    initializer = window.findChild(Choice, "training.initializer")
    assert (initializer.currentIndex(), initializer.placeholderText()) == (-1, "set by hand")
