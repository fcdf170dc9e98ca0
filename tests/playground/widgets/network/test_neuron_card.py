"""The neuron's card under the fingers: number after number is typed, and no key goes astray."""

import pytest
from hands import (
    at_rest,
    click,
    click_at,
    control,
    neuron_place,
    notice,
    point_at,
    press,
    settled,
    until,
    weight_place,
)  # fmt: skip
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.observers.neuron_maps import NeuronMaps
from playground.observers.neuron_parameters import NeuronParameters

KEY = Qt.Key


def type_on(text, key=KEY.Key_Tab):
    """Type wherever the focus is, key by key, and end with Tab or Enter."""
    for letter in text:
        QTest.keyClicks(QApplication.focusWidget(), letter)
    QTest.keyClick(QApplication.focusWidget(), key)


def theta(window, layer, neuron):
    """A neuron's weights, and its bias last, as they are drawn."""
    until(lambda: settled(window.session))
    part = window.session.snapshot.get(NeuronMaps).parts[layer]
    return [*part.weights[neuron], part.biases[neuron]]


def source(window):
    return control(window, "neuron.source").currentText()


def opened(window, layer, neuron):
    click_at(window, neuron_place(window, layer, neuron))
    until(lambda: settled(window.session))
    return window


def test_tab_after_a_number_goes_on_to_the_next_weight_and_the_next_neuron(window):
    opened(window, 0, 3)
    for text in ("0.5", "-1", "2e1"):  # bias, from x₁, from x₂
        type_on(text)
    assert theta(window, 0, 3) == [-1.0, 20.0, 0.5]
    title = window.network.cards.neuron.title.text()
    assert (title, source(window)) == ("Hidden layer 2, neuron 1", "bias")
    type_on("-7")
    assert theta(window, 1, 0)[-1] == -7.0
    assert source(window) == "from neuron 1"


def test_the_neuron_that_is_open_is_framed_and_its_weights_stand_out(window):
    drawing = window.network.drawing
    until(lambda: window.session.snapshot.get(NeuronMaps) is not None and settled(window.session))
    before = drawing.grab().toImage()
    opened(window, 0, 3)
    point_at(window, QPoint(2, 2))
    until(lambda: drawing.grab().toImage() != before)
    assert drawing.opened_neuron == (0, 3)
    corner = neuron_place(window, 0, 3) - drawing._layout.columns[0].rectangle(3).center()
    corner += drawing._layout.columns[0].rectangle(3).topLeft()
    colour = drawing.grab().toImage().pixelColor(corner.x() - 2, corner.y() + 4)
    assert colour.name() == window.appearance.colours.accent
    press(window, KEY.Key_Escape)
    assert drawing.opened_neuron is None
    until(lambda: settled(window.session) and drawing.grab().toImage() == before)


def test_typing_faster_than_the_worker_answers_loses_nothing(window):
    click_at(window, neuron_place(window, 0, 2))
    for text in ("1", "2", "3"):
        type_on(text)  # nothing is waited for
    assert theta(window, 0, 2) == [2.0, 3.0, 1.0]


def test_with_a_card_open_a_click_on_another_neuron_takes_what_is_typed_next(window):
    opened(window, 0, 0)
    click_at(window, neuron_place(window, 0, 1))
    type_on("-3", KEY.Key_Return)
    assert len(window.session.experiment.network.hidden) == 2  # the minus took no layer away
    assert theta(window, 0, 1)[-1] == -3.0


def test_what_was_typed_counts_when_another_neuron_is_clicked(window):
    opened(window, 0, 0)
    QTest.keyClicks(QApplication.focusWidget(), "2.5")
    opened(window, 0, 1)
    assert theta(window, 0, 0)[-1] == 2.5
    assert theta(window, 0, 1)[-1] != 2.5


def test_enter_stays_with_the_weight_so_that_it_can_be_tried_out(window):
    click_at(window, weight_place(window, 0, 3, 1))
    for text in ("1", "2", "3"):
        type_on(text, KEY.Key_Return)
        assert theta(window, 0, 3)[1] == float(text)
    type_on("")  # the number was typed, so Tab goes on from it
    assert (window.network.cards.neuron.spot, source(window)) == ((1, 0), "bias")


def test_tab_without_typing_goes_to_the_next_control(window):
    opened(window, 0, 0)
    press(window, KEY.Key_Tab)
    assert QApplication.focusWidget().objectName() == "neuron.freeze_weight"


@pytest.mark.parametrize("text", ["-", "1e", "", "."])
def test_half_a_number_sets_nothing(window, text):
    opened(window, 0, 0)
    before = theta(window, 0, 0)
    press(window, KEY.Key_Delete)
    type_on(text)
    assert theta(window, 0, 0) == before
    assert window.session.undo_stack.count() == 0


def test_after_the_last_number_of_all_tab_stays_in_the_card(window):
    opened(window, 2, 0)
    for text in "1234":
        type_on(text)
    assert theta(window, 2, 0) == [2.0, 3.0, 4.0, 1.0]
    assert window.network.cards.neuron.spot == (2, 0)
    assert QApplication.focusWidget().objectName() == "neuron.freeze_weight"


def test_a_silenced_weight_is_passed_over(window):
    click_at(window, weight_place(window, 0, 0, 0))
    click(window, "neuron.silence_weight")
    at_rest(window.session)
    opened(window, 0, 0)
    type_on("9")
    assert source(window) == "from x₂"


def test_a_silenced_weight_stays_zero_however_fast_it_is_typed(window):
    click_at(window, weight_place(window, 0, 0, 0))
    click(window, "neuron.silence_weight")
    at_rest(window.session)
    opened(window, 1, 0)
    click_at(window, weight_place(window, 0, 0, 0))
    type_on("5", KEY.Key_Return)
    assert theta(window, 0, 0)[0] == 0.0
    at_rest(window.session)


def test_the_neuron_that_is_open_is_clicked_again_and_can_be_typed(window):
    for _ in range(2):
        opened(window, 0, 0)
    value = control(window, "neuron.value")
    assert value.isEnabled()
    assert value.text() == repr(float(theta(window, 0, 0)[-1]))


def test_undo_takes_typed_numbers_back_one_by_one(window):
    before = theta(window, 0, 0)
    opened(window, 0, 0)
    type_on("9")
    type_on("8")
    press(window, KEY.Key_Escape)
    for k in (0, 2):
        press(window, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert theta(window, 0, 0)[k] == before[k]
    assert theta(window, 0, 0) == before


# -- silenced, while it is open ----------------------------------------------------------------


def silence(window):
    click(window, "neuron.silence_weight")
    at_rest(window.session)


@pytest.mark.parametrize("key", [KEY.Key_Return, None])
def test_the_card_stays_at_a_weight_that_is_silenced_after_it_was_typed(window, key):
    click_at(window, weight_place(window, 0, 3, 0))
    until(lambda: settled(window.session))
    for letter in "2.5":
        QTest.keyClicks(QApplication.focusWidget(), letter)
    if key is not None:
        QTest.keyClick(QApplication.focusWidget(), key)
    silence(window)
    assert (source(window), window.network.cards.spot) == ("from x₁", (0, 3))
    assert theta(window, 0, 3)[0] == 0.0
    assert not control(window, "neuron.value").isEnabled()
    assert QApplication.focusWidget().objectName() == "neuron.source"
    silence(window)  # the same switch, of the same weight
    assert theta(window, 0, 3)[0] == 2.5
    assert not window.session.snapshot.get(NeuronParameters).silenced.any()


# -- numbers that no weight may have -----------------------------------------------------------


@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_Tab])
def test_a_number_out_of_range_is_refused_with_the_range_and_the_card_stays(window, key):
    before = theta(window, 0, 0)
    opened(window, 0, 0)
    type_on("2e9", key)
    until(lambda: "from -1,000,000,000 to 1,000,000,000" in notice(window))
    assert theta(window, 0, 0) == before
    assert (window.network.cards.spot, source(window)) == ((0, 0), "bias")
    assert control(window, "neuron.value").text() == repr(float(before[-1]))
    assert window.session.undo_stack.count() == 0
    type_on("2", key)
    assert theta(window, 0, 0)[-1] == 2.0
    until(lambda: notice(window) == "")


def test_a_number_out_of_range_is_refused_when_another_neuron_is_clicked(window):
    before = theta(window, 0, 0)
    opened(window, 0, 0)
    QTest.keyClicks(QApplication.focusWidget(), "-2e9")
    opened(window, 0, 1)
    until(lambda: "from -1,000,000,000 to 1,000,000,000" in notice(window))
    assert theta(window, 0, 0) == before
    assert window.network.cards.spot == (0, 1)


# -- while other settings change ---------------------------------------------------------------


def test_the_card_stays_open_while_its_neuron_is_the_same_and_its_numbers_go_along(window):
    opened(window, 0, 2)
    before = theta(window, 0, 2)
    window.session.edit("training.learning_rate", "training", learning_rate=0.3)
    window.session.edit("data.noise", "data", noise=0.3)
    window.session.edit("layer0.activation", "layers/0", activation="relu")
    window.session.edit("data.seed", "experiment", seed=5)
    assert window.network.cards.spot == (0, 2)
    after = theta(window, 0, 2)
    assert after[:2] != before[:2]
    assert list(window.session.snapshot.get(NeuronParameters).values) == after


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s.edit("layer1.width", "layers/1", width=5),
        lambda s: s.edit("network.remove_layer", "network", hidden=()),
        lambda s: s.edit("features.x1", "network", features=("x2",)),
        lambda s: s.edit("data.dataset", "data", dataset="blobs"),
    ],
)
def test_the_card_closes_when_its_neuron_may_be_another(window, change):
    opened(window, 0, 2)
    change(window.session)
    until(lambda: settled(window.session) and window.network.cards.spot is None)
