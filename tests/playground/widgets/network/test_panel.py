"""The network, drawn: what is seen, clicked and typed there."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hands import (
    SMALL,
    at_rest,
    choose,
    click,
    click_at,
    control,
    neuron_place,
    notice,
    point_at,
    press,
    settled,
    trained,
    until,
    weight_place,
)
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QEnterEvent, QHelpEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip, QWidget

from engine import FEATURES, DataSpec, Experiment, LayerSpec, NetworkSpec
from playground.observers.close_up import CloseUp
from playground.observers.field import Field
from playground.observers.neuron_maps import NeuronMaps
from playground.observers.neuron_parameters import NeuronParameters
from playground.style import colour_maps, palette
from playground.texts.numbers import parameter_text, weight_text
from playground.widgets.controls.base import literal
from playground.widgets.network.layout import Layout
from playground.widgets.network.lines import ELSEWHERE, Pens
from playground.widgets.network.neuron_card import NeuronCard
from playground.widgets.network.painting import PICTURES
from playground.widgets.network.panel import NetworkPanel
from playground.widgets.network.subject import Edge

KEY = Qt.Key
WIDE = replace(SMALL, network=NetworkSpec(hidden=(LayerSpec(128, "relu"), LayerSpec(3))))


def drawing(window):
    return window.network.drawing


def drawn(window):
    until(lambda: settled(window.session))
    return window.session.snapshot.get(NeuronMaps)


def caption(window):
    """What stands over the large plot; where it is long, it calls a hidden layer a layer."""
    return window.boundary._caption.text().removeprefix("hidden ")


def status(window):
    return control(window, "network.status").text()


def picture(window):
    """The drawing as pixels (height, width), 0xAARRGGBB."""
    image = drawing(window).grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    buffer = np.frombuffer(image.constBits(), dtype=np.uint32)
    return buffer.reshape(image.height(), image.bytesPerLine() // 4).copy()


def in_focus(name):
    """Wait until a control has the keyboard's focus."""
    return until(lambda: QApplication.focusWidget().objectName() == name)


def focus_drawing(window):
    drawing(window).setFocus(Qt.FocusReason.TabFocusReason)
    in_focus("network.view")


def row(window):
    """The parameters of the neuron whose card is open."""
    until(lambda: settled(window.session) and window.session.snapshot.get(NeuronParameters) is not None)
    return window.session.snapshot.get(NeuronParameters)


def type_value(window, text):
    value = control(window, "neuron.value")
    until(value.isEnabled)
    value.setFocus()
    value.selectAll()
    QTest.keyClicks(value, text)
    QTest.keyClick(value, KEY.Key_Return)
    until(lambda: settled(window.session))


# -- what is seen ----------------------------------------------------------------------------


def test_every_neuron_shows_its_own_map(window):
    window.session.play(200)
    at_rest(window.session)
    QApplication.processEvents()
    pixels = picture(window)
    shades = colour_maps.argb(colour_maps.shades(window.network.drawing._theme))
    for column, part in zip(drawing(window)._layout.columns, drawn(window).parts, strict=True):
        for neuron in range(column.width):
            place = column.rectangle(neuron)
            seen = pixels[place.top() : place.bottom() + 1, place.left() : place.right() + 1]
            expected = shades[part.images[neuron]]
            assert (seen[3:-3, 3:-3] == expected[3:-3, 3:-3]).mean() > 0.95


def test_a_map_changes_while_it_trains(window):
    before = picture(window)
    click(window, "transport.play")
    trained(window.session, 30)
    click(window, "transport.play")
    at_rest(window.session)
    QApplication.processEvents()
    place = drawing(window)._layout.columns[0].rectangle(2)
    inside = np.s_[place.top() : place.bottom(), place.left() : place.right()]
    assert (picture(window)[inside] != before[inside]).any()


def test_the_outputs_bias_is_drawn(window):
    column = drawing(window)._layout.columns[-1]
    place = column.rectangle(0)
    below = np.s_[place.bottom() + 2 : place.bottom() + 6, place.left() : place.right()]
    before = picture(window)[below]
    window.session.by_hand.set_parameter(2, 0, 3, 2.0, before=0.0)
    at_rest(window.session)
    QApplication.processEvents()
    after = picture(window)[below]
    changed = np.nonzero((after != before).any(axis=0))[0]
    assert len(changed) > 10
    assert changed.min() >= column.node // 2  # above 0 to the right
    window.session.by_hand.set_parameter(2, 0, 3, -2.0, before=0.0)
    at_rest(window.session)
    QApplication.processEvents()
    changed = np.nonzero((picture(window)[below] != before).any(axis=0))[0]
    assert changed.max() <= column.node // 2 + 1


def test_a_weight_above_0_and_one_below_differ_in_more_than_colour(window):
    column = drawing(window)._layout.columns[-1]
    ink = []
    for value in (3.0, -3.0):
        for source in range(3):
            window.session.by_hand.set_parameter(2, 0, source, value if source == 1 else 0.0, before=0.0)
        at_rest(window.session)
        QApplication.processEvents()
        line = drawing(window).painting.gaps[2]._lines[0, 1]
        y = round(line.center().y())
        pixels = picture(window)[y, round(line.x1()) + 2 : round(line.x2()) - 2]
        ink.append(((pixels & 0xFFFFFF) != int(palette.LIGHT.panel[1:], 16)).mean())
    assert ink[0] > 0.95
    assert 0.4 < ink[1] < 0.9  # dashed
    assert column.width == 1


def ink_along(window, layer, neuron, source):
    """The colours along a weight's line as (red, green, blue), the darkest of each column of pixels."""
    QApplication.processEvents()
    line = drawing(window).painting.gaps[layer]._lines[neuron, source]
    places = [line.pointAt(share).toPoint() for share in np.linspace(0.05, 0.95, 400)]
    pixels = picture(window)
    near = [pixels[one.y() - 1 : one.y() + 2, one.x()] & 0xFFFFFF for one in places]
    parts = [np.stack([one >> 16, one >> 8 & 0xFF, one & 0xFF], axis=1).astype(int) for one in near]
    return [tuple(column[column.sum(axis=1).argmin()]) for column in parts]


def test_a_weight_or_a_bias_of_0_has_no_sign_and_is_seen(open_window):
    window = open_window(replace(SMALL, network=NetworkSpec(hidden=(LayerSpec(3),), initializer="zeros")))
    for red, green, blue in ink_along(window, 1, 0, 0):
        assert red < 230  # solid
        assert red <= green <= blue <= red + 40  # and grey
    column = drawing(window)._layout.columns[0]
    place = column.rectangle(1)
    below = picture(window)[place.bottom() + 2 : place.bottom() + 6, place.left() : place.right()]
    assert len(np.unique(below[:, : column.node // 2 - 2])) == 1  # the panel
    assert len(np.unique(below[:, column.node // 2 + 3 :])) == 1


@pytest.mark.parametrize("colours", palette.THEMES.values(), ids=palette.THEMES)
def test_a_weight_of_0_is_the_faintest_line(colours):
    """By what a pen adds to the panel: its width times how far its colour's lightness is from the panel's."""

    def ink(pen):
        return pen.widthF() * abs(pen.color().lightnessF() - ground.lightnessF())

    pens, ground = Pens.of(colours), QColor(colours.panel)
    for some in (pens.usual, pens.highlighted, pens.faded):
        *others, zero = map(ink, some)
        assert 0.0 < zero < min(others)


def ends_with(window):
    """What stands out in each gap between two columns, once it is drawn."""
    drawing(window).repaint()
    return [gap._drawn[-1] for gap in drawing(window).painting.gaps]


def test_what_is_pointed_at_dims_the_other_lines(window):
    until(lambda: settled(window.session))
    assert ends_with(window) == [None, None, None]
    point_at(window, weight_place(window, 2, 0, 1))
    assert ends_with(window) == [ELSEWHERE, ELSEWHERE, (0, 1)]
    point_at(window, neuron_place(window, 0, 3))
    assert ends_with(window) == [3, ELSEWHERE, ELSEWHERE]
    drawing(window).point_at("x2")
    assert ends_with(window) == [(None, 1), ELSEWHERE, ELSEWHERE]
    drawing(window).point_at("sin_x1")  # no input of this network: it has no lines
    assert ends_with(window) == [None, None, None]


def test_lines_from_an_input_that_is_pointed_at_keep_their_colour_and_the_others_fade(window):
    def strength(source):
        return sum(255 - min(one) for one in ink_along(window, 0, 0, source))

    for source in (0, 1):
        window.session.by_hand.set_parameter(0, 0, source, 3.0, before=0.0)
    at_rest(window.session)
    before = strength(0), strength(1)
    drawing(window).point_at("x1")
    assert strength(0) >= before[0]
    assert strength(1) < 0.5 * before[1]


def test_a_weight_below_0_keeps_its_dashes_while_it_is_pointed_at(window):
    for value, low, high in ((3.0, 0.95, 1.01), (-3.0, 0.4, 0.9)):
        for source in range(3):
            window.session.by_hand.set_parameter(2, 0, source, value, before=0.0)
        at_rest(window.session)
        point_at(window, weight_place(window, 2, 0, 0))
        drawing(window).repaint()
        line = drawing(window).painting.gaps[2]._lines[0, 0]
        pixels = picture(window)
        places = [line.pointAt(share).toPoint() for share in np.linspace(0.05, 0.3, 200)]
        dark = [pixels[one.y(), one.x()] & 0xFF < 0x80 for one in places]
        assert low <= np.mean(dark) <= high


def test_lines_are_drawn_anew_only_when_a_weight_has_another_stroke(window):
    QApplication.processEvents()
    gap = drawing(window).painting.gaps[1]
    before = gap._picture
    value = float(drawn(window).parts[1].weights[0, 0])
    window.session.by_hand.set_parameter(1, 0, 0, value * (1.0 + 1e-9), before=value)
    at_rest(window.session)
    QApplication.processEvents()
    assert gap._picture is before
    window.session.by_hand.set_parameter(1, 0, 0, value + 5.0, before=value)
    at_rest(window.session)
    QApplication.processEvents()
    assert gap._picture is not before


def test_all_lines_are_drawn_soon_where_training_takes_its_time_for_the_next_step(open_window):
    six = replace(SMALL, network=NetworkSpec(hidden=(LayerSpec(3),) * 6))
    window = open_window(replace(six, training=replace(SMALL.training, learning_rate=1.0)))
    before = at_rest(window.session)
    window.session.step()
    after = at_rest(window.session)
    window.network.show_snapshot(before)
    drawing(window).repaint()
    parts = after.get(NeuronMaps).parts
    gaps = drawing(window).painting.gaps

    def missing():
        return sum(not gap.is_fresh(gap.state(part, None)) for gap, part in zip(gaps, parts, strict=True))

    changed = missing()
    assert changed > PICTURES
    window.network.show_snapshot(replace(after, busy=True))
    drawing(window).repaint()
    assert missing() == changed - PICTURES  # no more in one frame
    until(lambda: not missing())


def test_several_classes_have_an_output_each(open_window):
    window = open_window(replace(SMALL, data=DataSpec(dataset="blobs", classes=5, samples=60)))
    until(lambda: drawing(window).widths == (4, 3, 5))
    assert control(window, "network.output").isVisible()
    until(lambda: settled(window.session) and len(drawn(window).parts[-1].images) == 5)
    assert drawing(window).output.count.text() == "5 outputs"


def test_what_is_hidden_is_not_computed(window):
    window.network.hide()
    until(lambda: settled(window.session))
    assert window.session.snapshot.get(NeuronMaps) is None
    window.network.show()
    until(lambda: settled(window.session) and window.session.snapshot.get(NeuronMaps) is not None)


# -- pointing --------------------------------------------------------------------------------


def test_a_neuron_that_is_pointed_at_takes_the_large_plot_and_gives_it_back(window):
    window.session.play(20)
    at_rest(window.session)
    assert caption(window) == ""
    point_at(window, neuron_place(window, 0, 2))
    until(lambda: caption(window).startswith("layer 1, neuron 3: "))
    close_up = window.session.snapshot.get(CloseUp)
    assert f"{close_up.high:.3g}".replace("-", "−") in caption(window)
    assert status(window).startswith("Hidden layer 1, neuron 3: bias ")
    point_at(window, QPoint(drawing(window).width() // 2, drawing(window).height() - 2))
    until(lambda: caption(window) == "")
    assert window.session.snapshot.get(Field) is not None


@pytest.mark.parametrize("dataset", ["gaussian", "plane"])
def test_the_single_output_says_what_its_values_run_over_and_the_large_plot_stays(open_window, dataset):
    window = open_window(replace(SMALL, data=replace(SMALL.data, dataset=dataset)))
    window.session.play(20)
    at_rest(window.session)
    point_at(window, neuron_place(window, 2, 0))
    field = window.session.snapshot.get(Field).values
    low, high = (f"{value:.3g}".replace("-", "−") for value in (field.min(), field.max()))
    until(lambda: caption(window) == f"output: {low} … {high}")
    window.session.play(1)
    at_rest(window.session)
    assert window.session.snapshot.get(Field) is not None
    assert caption(window) not in ("", f"output: {low} … {high}")
    point_at(window, neuron_place(window, 0, 0))
    until(lambda: caption(window).startswith("layer 1, neuron 1: "))
    point_at(window, QPoint(drawing(window).width() // 2, drawing(window).height() - 2))
    until(lambda: caption(window) == "")


def test_an_input_that_is_pointed_at_takes_the_large_plot(window):
    node = control(window, "features.x1_x2")
    place = QPointF(node.rect().center())
    # offscreen, Qt tells a widget that the pointer has come ten seconds later, when a tooltip goes
    QApplication.sendEvent(node, QEnterEvent(place, place, node.mapToGlobal(place)))
    until(lambda: caption(window).startswith("input x₁x₂: "))
    assert caption(window) == "input x₁x₂: −36 … 36"


def test_a_line_that_is_pointed_at_says_its_weight(window):
    point_at(window, weight_place(window, 2, 0, 1))
    assert drawing(window).pointed == Edge(2, 0, 1)
    value = float(drawn(window).parts[2].weights[0, 1])
    assert (
        status(window)
        == f"Weight from hidden layer 2, neuron 2 to output: {weight_text(value)}. Click to set it"
    )


def test_the_dropout_of_a_layer_is_said_above_it_and_of_its_neurons(window):
    window.session.edit("training.dropout", "layers/1", dropout=0.5)
    at_rest(window.session)
    for layer, share in ((0, ""), (1, "0.5")):
        for name in ("width", "activation"):
            tip = control(window, f"layer{layer}.{name}").toolTip()
            assert ("Dropout: 0.5" in tip) == bool(share)
        point_at(window, neuron_place(window, layer, 0))
        assert (", dropout 0.5. Click" in status(window)) == bool(share)
    window.session.undo_stack.undo()
    assert "ropout" not in control(window, "layer1.width").toolTip()
    point_at(window, QPoint(2, 2))


def test_the_weights_into_a_neuron_stand_out_while_it_is_pointed_at(window):
    QApplication.processEvents()
    before = picture(window)
    point_at(window, neuron_place(window, 1, 0))
    until(lambda: caption(window))
    QApplication.processEvents()
    assert drawing(window).highlighted == (1, 0)
    until(lambda: [gap._drawn[-1] for gap in drawing(window).painting.gaps] == [ELSEWHERE, 0, ELSEWHERE])
    assert (picture(window) != before).any()


def test_the_weights_into_a_layers_first_neuron_stand_out_after_those_of_another_layer(window):
    QApplication.processEvents()
    gap = drawing(window).painting.gaps[2]
    point_at(window, neuron_place(window, 1, 1))
    drawing(window).repaint()
    faded = gap._picture
    point_at(window, neuron_place(window, 2, 0))
    drawing(window).repaint()
    assert gap._picture is not faded


# -- a card ----------------------------------------------------------------------------------


def test_a_click_on_a_neuron_opens_its_card_and_a_bias_is_typed(window):
    click_at(window, neuron_place(window, 1, 2))
    assert control(window, "neuron.value").isVisible()
    type_value(window, "0.1234567890123456")
    assert row(window).values[-1] == 0.1234567890123456
    assert drawn(window).parts[1].biases[2] == 0.1234567890123456
    press(window, KEY.Key_Escape)
    assert not control(window, "neuron.value").isVisible()


def test_a_click_on_a_line_opens_its_weight_which_is_typed_while_it_trains(window):
    click(window, "transport.play")
    trained(window.session, 5)
    click_at(window, weight_place(window, 0, 3, 1))
    assert control(window, "neuron.source").currentText() == "from x₂"
    click(window, "neuron.freeze_weight")
    type_value(window, "-2.5e-3")
    trained(window.session, 5)
    assert drawn(window).parts[0].weights[3, 1] == -2.5e-3
    assert window.session.playing
    window.session.undo_stack.undo()
    until(lambda: settled(window.session))
    assert drawn(window).parts[0].weights[3, 1] != -2.5e-3


def test_enter_applies_the_number_even_where_it_is_what_was_shown(window):
    click_at(window, neuron_place(window, 0, 0))
    value = control(window, "neuron.value")
    until(lambda: settled(window.session))
    shown = value.value()
    click(window, "transport.play")
    trained(window.session, 30)
    click(window, "transport.play")
    at_rest(window.session)
    assert row(window).values[-1] != shown
    QTest.keyClick(value, KEY.Key_Return)
    until(lambda: settled(window.session))
    assert row(window).values[-1] == shown


def test_a_weight_is_found_by_keyboard_alone(window):
    focus_drawing(window)
    press(window, KEY.Key_Right)
    press(window, KEY.Key_Down)
    press(window, KEY.Key_Return)
    in_focus("neuron.value")
    press(window, KEY.Key_Backtab)
    in_focus("neuron.source")
    for _ in range(3):
        press(window, KEY.Key_Down)
    assert control(window, "neuron.source").currentText() == "from neuron 3"
    press(window, KEY.Key_Tab)
    in_focus("neuron.value")
    QTest.keyClicks(QApplication.focusWidget(), "7")
    press(window, KEY.Key_Return)
    until(lambda: settled(window.session))
    assert drawn(window).parts[1].weights[1, 2] == 7.0


def test_tab_stays_in_the_card_and_escape_leaves_it(window):
    focus_drawing(window)
    press(window, KEY.Key_Return)
    in_focus("neuron.value")
    names = []
    for _ in range(12):
        press(window, KEY.Key_Tab)
        names.append(QApplication.focusWidget().objectName())
    assert {name.partition(".")[0] for name in names} == {"neuron"}
    assert "neuron.close" in names
    press(window, KEY.Key_Escape)
    assert control(window, "neuron.value").isVisible() is False


@pytest.mark.parametrize("switch", ["freeze", "silence"])
def test_a_neuron_is_frozen_or_silenced_and_it_is_seen(window, switch):
    before = picture(window)
    click_at(window, neuron_place(window, 0, 1))
    row(window)
    click(window, f"neuron.{switch}")
    until(lambda: settled(window.session))
    part_of_layer = drawn(window).parts[0]
    assert part_of_layer.frozen[1].all() == (switch == "freeze")
    assert part_of_layer.muted[1] == (switch == "silence")
    assert control(window, f"neuron.{switch}").isChecked()
    press(window, KEY.Key_Escape)
    QApplication.processEvents()
    place = drawing(window)._layout.columns[0].rectangle(1)
    inside = np.s_[place.top() : place.bottom(), place.left() : place.right()]
    assert (picture(window)[inside] != before[inside]).any()
    window.session.undo_stack.undo()
    until(lambda: settled(window.session))
    assert drawn(window).parts[0].frozen is None


def test_an_output_cannot_be_silenced_or_taken_out(window):
    click_at(window, neuron_place(window, 2, 0))
    assert not control(window, "neuron.silence").isEnabled()
    assert not control(window, "neuron.remove").isEnabled()
    assert control(window, "neuron.freeze").isEnabled()


def test_one_neuron_is_kept_in_the_large_plot(window):
    click_at(window, neuron_place(window, 0, 1))
    click(window, "neuron.focus")
    click(window, "neuron.close")
    point_at(window, QPoint(drawing(window).width() // 2, drawing(window).height() - 2))
    until(lambda: caption(window).startswith("layer 1, neuron 2: "))
    click(window, "transport.step")
    at_rest(window.session)
    assert caption(window).startswith("layer 1, neuron 2: ")
    click(window, "network.show_all")
    until(lambda: caption(window) == "")
    assert not control(window, "network.show_all").isVisible()


def test_escape_shows_all_again(window):
    click_at(window, neuron_place(window, 0, 1))
    click(window, "neuron.focus")
    press(window, KEY.Key_Escape)  # the card
    window.setFocus()
    press(window, KEY.Key_Escape)
    until(lambda: caption(window) == "")


def test_a_number_half_typed_is_not_asked_of_another_network(window):
    click_at(window, neuron_place(window, 1, 0))
    value = control(window, "neuron.value")
    until(lambda: value.isEnabled() and value.hasFocus())
    value.selectAll()
    QTest.keyClicks(value, "5")
    window.session.edit("layer0.width", "layers/0", width=1)
    at_rest(window.session)
    assert not value.isVisible()
    window.session.undo_stack.undo()
    assert not window.session.undo_stack.canUndo()


def test_the_card_removes_its_neuron_and_undo_brings_it_back(window):
    window.session.play(10)
    at_rest(window.session)
    before = [part.weights.copy() for part in drawn(window).parts]
    click_at(window, neuron_place(window, 0, 1))
    click(window, "neuron.remove")
    until(lambda: settled(window.session))
    assert window.session.snapshot.sizes == (2, 3, 3, 1)
    assert "Neuron 2 of hidden layer 1 removed" in notice(window)
    after = drawn(window).parts[0].weights
    assert (after == np.delete(before[0], 1, axis=0)).all()
    window.session.undo_stack.undo()
    until(lambda: settled(window.session))
    assert all((a == part.weights).all() for a, part in zip(before, drawn(window).parts, strict=True))


@pytest.mark.parametrize("size", [(1280, 800), (1024, 768)])
def test_a_card_stays_in_the_window_and_does_not_cover_its_neuron(open_window, size):
    window = open_window(Experiment())
    window.resize(*size)
    until(lambda: window.size().toTuple() == size)
    QApplication.processEvents()
    to_window = drawing(window).mapTo(window, QPoint())
    for layer, neuron in ((0, 0), (0, 7), (1, 3), (1, 7), (2, 0)):
        for place in (neuron_place(window, layer, neuron), weight_place(window, layer, neuron, 0)):
            click_at(window, place)
            card = window.network.cards.neuron
            assert card.spot == (layer, neuron)
            assert window.rect().contains(card.geometry())
            assert not card.geometry().intersects(
                drawing(window).rectangle_of((layer, neuron)).translated(to_window)
            )
            press(window, KEY.Key_Escape)


@pytest.mark.parametrize("room", [(300, 700), (700, 500), (1300, 400), (420, 420)])
@pytest.mark.usefixtures("qapp")
def test_a_card_finds_room_on_one_side_of_its_neuron(room):
    window = QWidget()
    window.resize(*room)
    card = NeuronCard(window)
    card.resize(252, 260)
    for x in range(6, room[0] - 46, 40):
        for y in range(6, room[1] - 46, 40):
            neuron = QRect(x, y, 40, 40)
            card.move_beside(neuron, right=room[0])
            beside = max(x, room[0] - x - 40) >= 252 + 22
            apart = beside or max(y, room[1] - y - 40) >= 260 + 22  # else there is no such place
            assert not apart or not card.geometry().intersects(neuron)
            assert window.rect().contains(card.geometry())


def test_a_card_shows_a_value_once(window):
    """In the number; what the weight is now stands below it only where the number shows something else."""
    card_of = window.network.cards
    click_at(window, neuron_place(window, 0, 1))
    bias = row(window).values[-1]
    assert float(control(window, "neuron.value").text()) == bias
    assert card_of.neuron.now.text().strip() == ""
    window.session.step()
    at_rest(window.session)
    assert float(control(window, "neuron.value").text()) == bias  # as it has the focus
    assert card_of.neuron.now.text() == f"now {parameter_text(row(window).values[-1])}"
    control(window, "neuron.source").setFocus()
    window.session.step()
    at_rest(window.session)
    assert float(control(window, "neuron.value").text()) == row(window).values[-1]
    assert card_of.neuron.now.text().strip() == ""
    type_value(window, "0.5")
    assert card_of.neuron.now.text().strip() == ""


# -- keys ------------------------------------------------------------------------------------


def test_arrow_keys_walk_through_the_neurons_and_it_is_said_where(window):
    focus_drawing(window)
    until(lambda: caption(window).startswith("layer 1, neuron 1: "))
    press(window, KEY.Key_Down)
    press(window, KEY.Key_Right)
    assert drawing(window).current == (1, 1)
    assert drawing(window).accessibleDescription().startswith("hidden layer 2, neuron 2, bias ")
    until(lambda: caption(window).startswith("layer 2, neuron 2: "))
    for key, spot in (
        (KEY.Key_End, (2, 0)), (KEY.Key_Right, (2, 0)), (KEY.Key_Home, (0, 0)), (KEY.Key_Left, (0, 0)),
        (KEY.Key_Up, (0, 0)), (KEY.Key_PageDown, (0, 3)), (KEY.Key_Down, (0, 3)), (KEY.Key_Right, (1, 2)),
    ):  # fmt: skip
        press(window, key)
        assert drawing(window).current == spot
    assert window.session.snapshot.epoch == 0


def test_plus_and_minus_change_the_layer_in_focus(window):
    focus_drawing(window)
    press(window, KEY.Key_Plus)
    assert [layer.width for layer in window.session.experiment.network.hidden] == [5, 3]
    press(window, KEY.Key_Right)
    press(window, KEY.Key_Minus)
    assert [layer.width for layer in window.session.experiment.network.hidden] == [5, 2]
    press(window, KEY.Key_Delete)
    assert [layer.width for layer in window.session.experiment.network.hidden] == [5, 1]
    for key in (KEY.Key_Minus, KEY.Key_Delete):
        press(window, key)
    assert [layer.width for layer in window.session.experiment.network.hidden] == [5, 1]
    press(window, KEY.Key_End)
    for key in (KEY.Key_Plus, KEY.Key_Minus, KEY.Key_Delete):
        press(window, key)
    assert len(window.session.experiment.network.hidden) == 2


def test_a_click_in_the_drawing_leaves_space_to_play(window):
    click_at(window, neuron_place(window, 0, 0))
    press(window, KEY.Key_Space)
    assert window.session.playing
    press(window, KEY.Key_Space)
    at_rest(window.session)


# -- inputs ----------------------------------------------------------------------------------


def test_all_features_are_one_click_away(window):
    for name in list(FEATURES)[7:]:
        assert not control(window, f"features.{name}").isVisible()
    click(window, "network.more_inputs")
    for name in FEATURES:
        assert control(window, f"features.{name}").isVisible()
    click(window, "features.radius")
    click(window, "network.more_inputs")
    assert control(window, "features.radius").isVisible()
    assert not control(window, "features.angle").isVisible()
    assert window.session.experiment.network.features == ("x1", "x2", "radius")


def type_formula(window, text):
    click(window, "network.own_formula")
    line = control(window, "features.formula")
    assert isinstance(line, QLineEdit)
    assert line.hasFocus()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, KEY.Key_Return)


def test_a_formula_of_ones_own_is_an_input(window):
    click(window, "network.more_inputs")
    type_formula(window, "x1*sin(2*x2)+r")
    assert window.session.experiment.network.features == ("x1", "x2")
    assert not control(window, "features.formula").isHidden()
    why = window.network.cards.formula._why.text()
    assert "r" in why
    control(window, "features.formula").clear()
    QTest.keyClicks(control(window, "features.formula"), "x1*sin(2*x2)")
    click(window, "features.add_formula")
    assert window.session.experiment.network.features == ("x1", "x2", "=x1*sin(2*x2)")
    node = control(window, "features.=x1*sin(2*x2)")
    until(node.isVisible)
    click(window, "features.=x1*sin(2*x2)")
    assert window.session.experiment.network.features == ("x1", "x2")
    type_formula(window, "x1*sin(2*x2)")
    assert window.session.experiment.network.features[-1] == "=x1*sin(2*x2)"
    assert not window.session.playing


def test_why_a_formula_is_refused_is_shown_as_it_is_and_wrapped(window):
    click(window, "network.more_inputs")
    for formula, said in (
        ("<b>x1</b>", "< cannot be used in a formula"),
        ("y" * 60, "y" * 60),
        ("x1 +* x2", "A number or a name is missing before * (character 5)"),
    ):
        type_formula(window, formula)
        why = window.network.cards.formula._why
        assert why.textFormat() is Qt.TextFormat.PlainText
        assert said.lower() in why.text().replace("\N{ZERO WIDTH SPACE}", "").lower()
        assert why.minimumSizeHint().width() <= why.width()
        control(window, "features.formula").clear()
        control(window, "network.own_formula").setFocus()


def test_many_inputs_are_turned_to_by_a_button(open_window):
    formulas = tuple(f"=x1*{k}" for k in range(2, 20))
    window = open_window(replace(SMALL, network=NetworkSpec(features=("x1", *formulas), hidden=())))
    assert control(window, "network.next_inputs").isVisible()
    seen = set()
    for _ in range(4):
        seen |= {node.name for node in drawing(window).inputs.nodes if node.isVisible()}
        assert len({source for _, source in drawing(window).painting.gaps[0]._lines}) > 3
        click(window, "network.next_inputs")
    assert seen >= set(formulas)


def test_inputs_in_another_order_have_lines_from_their_own_pictures(open_window):
    network = NetworkSpec(features=("sin_x2", "x1"), hidden=(LayerSpec(2),))
    window = open_window(replace(SMALL, network=network))
    lines = drawing(window).painting.gaps[0]._lines
    for source, name in enumerate(network.features):
        assert lines[0, source].y1() == pytest.approx(
            control(window, f"features.{name}").geometry().center().y(), abs=2.0
        )


# -- many ------------------------------------------------------------------------------------


def test_a_wide_layer_says_how_many_more_there_are_and_scrolls(open_window):
    window = open_window(WIDE)
    column = drawing(window)._layout.columns[0]
    shown = len(column.rows)
    assert 5 <= shown < 12
    assert len(drawn(window).parts[0].images) == shown
    click_at(window, column.chip.center().toPoint())
    until(lambda: settled(window.session) and window.session.snapshot.get(NeuronMaps).parts[0].first == shown)
    focus_drawing(window)
    press(window, KEY.Key_Home)
    for _ in range(3):
        press(window, KEY.Key_PageDown)
    layer, neuron = drawing(window).current
    assert (layer, neuron) == (0, 3 * shown)
    assert drawing(window)._layout.columns[0].shows(neuron)


def test_the_chip_of_a_wide_layer_says_what_is_in_sight_and_goes_both_ways(open_window):
    window = open_window(WIDE)

    def column():
        return drawing(window)._layout.columns[0]

    def turned(button=Qt.MouseButton.LeftButton, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.mouseClick(drawing(window), button, modifier, column().chip.center().toPoint())
        return column().first

    shown = len(column().rows)
    point_at(window, column().chip.center().toPoint())
    assert status(window).startswith(f"Hidden layer 1: neurons 1–{shown} of 128. ")
    assert "Shift+click or right-click to go back" in control(window, "network.status")._text
    place = column().chip.center().toPoint()
    asked = QHelpEvent(QEvent.Type.ToolTip, place, drawing(window).mapToGlobal(place))
    QApplication.sendEvent(drawing(window), asked)
    assert QToolTip.text() == literal(control(window, "network.status")._text), "wrapped, or it is cut"
    assert [turned(), turned()] == [shown, 2 * shown]
    assert f"neurons {2 * shown + 1}–{3 * shown} of 128. " in status(window)
    assert turned(Qt.MouseButton.RightButton) == shown
    assert turned(modifier=Qt.KeyboardModifier.ShiftModifier) == 0
    assert turned(Qt.MouseButton.RightButton) == 128 - shown  # to the end, as at the end to the beginning
    assert turned() == 0
    assert QApplication.activePopupWidget() is None
    point_at(window, QPoint(drawing(window).width() // 2, drawing(window).height() - 2))
    assert status(window).startswith("2–128–3–1")


def test_a_layer_that_is_added_out_of_sight_is_brought_into_sight(open_window):
    window = open_window(replace(SMALL, network=NetworkSpec(hidden=(LayerSpec(4),) * 12)))
    bar = window.network._area.horizontalScrollBar()
    for _ in range(2):
        bar.setValue(0)
        click(window, "network.add_layer")
        QApplication.processEvents()
        head = drawing(window).heads[len(window.session.experiment.network.hidden) - 1]
        for one in head.controls:
            assert one.visibleRegion().boundingRect() == one.rect()
    bar.setValue(0)
    window.session.edit("layer0.width", "layers/0", width=5)
    assert bar.value() == 0


def wheel(window, place, down):
    view = drawing(window)
    event = QWheelEvent(
        QPointF(place), QPointF(view.mapToGlobal(place)), QPoint(), QPoint(0, -120 if down else 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def test_the_wheel_scrolls_a_wide_layer(open_window):
    window = open_window(WIDE)
    place = neuron_place(window, 0, 0)
    for first in (1, 2, 3):
        wheel(window, place, down=True)
        assert drawing(window)._layout.columns[0].first == first
    for _ in range(9):
        wheel(window, place, down=False)
    assert drawing(window)._layout.columns[0].first == 0


def test_many_layers_scroll_and_only_those_in_sight_are_computed(open_window):
    window = open_window(replace(SMALL, network=NetworkSpec(hidden=(LayerSpec(6),) * 20)))
    bar = window.network._area.horizontalScrollBar()
    assert bar.maximum() > 0
    counts = [len(part.images) for part in drawn(window).parts]
    assert counts[0] == 6
    assert counts[-1] == 0
    bar.setValue(bar.maximum())
    until(lambda: settled(window.session) and len(drawn(window).parts[-1].images) == 1)
    assert len(drawn(window).parts[3].images) == 0


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
@pytest.mark.parametrize("hidden", [(8, 8), (8,) * 6])
def test_what_should_fit_fits_without_scrolling(open_window, size, hidden):
    network = NetworkSpec(features=tuple(FEATURES)[:7], hidden=tuple(map(LayerSpec, hidden)))
    window = open_window(Experiment(network=network))
    window.resize(*size)
    until(lambda: window.size().toTuple() == size)
    QApplication.processEvents()
    assert window.network._area.horizontalScrollBar().maximum() == 0
    assert all(column.chip is None for column in drawing(window)._layout.columns)


def test_the_panel_may_be_narrow(open_window):
    wide, narrow = LayerSpec(1000, "leaky_relu"), LayerSpec(1, "leaky_relu")
    window = open_window(replace(SMALL, network=NetworkSpec(hidden=(*(wide, narrow) * 4, wide))))
    assert window.network.minimumSizeHint().width() <= 400
    assert window.boundary.minimumSizeHint().width() <= 300


@pytest.mark.usefixtures("qapp")
def test_a_scroll_bar_below_the_network_does_not_come_and_go_for_ever():
    """With the bar there is less height, so smaller neurons and a less wide network, that may need none."""
    panel, seen = NetworkPanel(), []
    hidden = tuple(LayerSpec(4) for _ in range(5))
    panel.show_experiment(replace(SMALL, network=NetworkSpec(hidden=hidden)))
    area, drawing = panel._area, panel.drawing

    def count():
        seen.append(drawing.minimumWidth())
        if len(seen) > 20:  # otherwise this test would not end
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    panel.resize(400, 640)
    panel.show()
    QApplication.processEvents()
    room = panel.width() - area.viewport().width()
    drawing.changed.connect(count)
    bars = set()
    for width in range(drawing.minimumWidth() + 8, drawing.minimumWidth() - 8, -1):
        seen.clear()
        panel.resize(width + room, 640)
        QApplication.processEvents()
        assert len(seen) <= 20, f"at {width} pixels it was laid out again and again: {seen[-4:]}"
        bar = area.horizontalScrollBar()
        assert bar.isVisible() == (drawing.minimumWidth() > area.viewport().width())
        assert bar.isVisible() == (bar.maximum() > 0)
        bars.add(bar.isVisible())
    assert bars == {True, False}
    panel.close()


def test_neurons_never_get_smaller_than_can_be_seen():
    for height in (150, 300, 500, 900, 2000):
        layout = Layout.of((3, 128, 1), (0, 0, 0), (500, height), 66)
        assert layout.node >= 36
        for column in layout.columns:
            tops = [place.top() for place in column.rectangles]
            assert all(b - a >= 44 for a, b in pairwise(tops))


# -- changes of the network ------------------------------------------------------------------


def test_a_change_while_it_trains_keeps_the_weights_and_says_what_it_did(window):
    click(window, "transport.play")
    trained(window.session, 20)
    epoch = window.session.snapshot.epoch
    focus_drawing(window)
    press(window, KEY.Key_Plus)
    until(lambda: settled(window.session) and window.session.snapshot.sizes == (2, 5, 3, 1))
    assert window.session.snapshot.epoch >= epoch
    assert "One neuron added to hidden layer 1. Its outgoing weights are zero" in notice(window)
    choose(window, "layer1.activation", "ReLU")
    until(lambda: "Hidden layer 2 now uses ReLU. All weights are kept." in notice(window))
    assert window.session.snapshot.epoch >= epoch


def test_in_the_dark_the_drawing_is_dark(open_window, settings):
    settings.setValue("theme", "dark")
    window = open_window(SMALL)
    QApplication.processEvents()
    corner = picture(window)[-1, -1]
    assert f"#{corner & 0xFFFFFF:06x}" == palette.DARK.panel


def test_the_appearance_changes_while_paused(window):
    before = picture(window)
    window.menus.actions["theme.dark"].trigger()
    QApplication.processEvents()
    place = drawing(window)._layout.columns[0].rectangle(0)
    inside = np.s_[place.top() : place.bottom(), place.left() : place.right()]
    assert (picture(window)[inside] != before[inside]).mean() > 0.9
    window.menus.actions["theme.light"].trigger()


def test_controls_and_lines_are_made_of_what_is_in_sight(open_window):
    """A hundred layers cost as much as those that are seen."""
    made = {}
    for layers in (12, 100):
        network = NetworkSpec(hidden=(LayerSpec(8),) * layers)
        window = open_window(replace(SMALL, network=network))
        drawing = window.network.drawing
        until(lambda window=window: window.session.snapshot.sizes[1:] == window.network.drawing.widths)
        drawing.grab()
        lines = sum("_lines" in vars(gap) for gap in drawing.painting.gaps)
        made[layers] = lines, len(drawing.heads)
    assert (0, 0) < made[100] == made[12] < (12, 12)
    bar = window.network._area.horizontalScrollBar()
    bar.setValue(bar.maximum())
    drawing.grab()
    assert 99 in drawing.heads
    assert 50 not in drawing.heads
    drawing.heads[99].width.setValue(5)
    assert window.session.experiment.network.hidden[-1].width == 5


def test_tab_walks_through_the_controls_of_all_layers_also_of_those_out_of_sight(open_window):
    window = open_window(replace(SMALL, network=NetworkSpec(hidden=(LayerSpec(8),) * 20)))
    drawing, walked = window.network.drawing, []
    drawing.heads[0].width.setFocus()
    for _ in range(50):
        focus = QApplication.focusWidget()
        walked.append(focus.objectName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    expected = [f"layer{k}.{name}" for k in range(20) for name in ("width", "activation")]
    assert walked[: len(expected) + 1] == [*expected, "network.output"]
    drawing.output.activation.setFocus()
    QTest.keyClick(drawing.output.activation, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget().objectName() == "layer19.activation"


def test_the_least_width_of_the_row_of_layers_does_not_depend_on_what_there_is_room_for(window):
    row = window.network.layers
    least = set()
    for width in range(1200, 100, -50):
        row.show_room(width)
        least.add(row.minimumSize().width())
    assert len(least) == 1
