"""The page of the layers: the slider bends the plane, three neurons turn, and words say what is seen."""

from dataclasses import replace

import numpy as np
import pytest
from hands import SMALL, at_rest, press, until
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from engine import LayerSpec
from playground.observers.layer_planes import LayerPlanes
from playground.widgets.mathematics.layers import PARTS, LayersPage
from playground.widgets.mathematics.panel import MathsPanel


def experiment(*widths):
    return replace(SMALL, network=replace(SMALL.network, hidden=tuple(LayerSpec(n) for n in widths)))


@pytest.fixture
def page_of(open_window):
    def opened(*widths):
        window = open_window(experiment(*widths))
        window.views.show("maths")
        panel = window.workspace.findChild(MathsPanel)
        panel.open_page("layers")
        page = panel.page
        assert isinstance(page, LayersPage)
        until(lambda: page.picture.planes is not None)
        at_rest(window.session)
        return window, page

    return opened


def test_the_slider_goes_from_the_plane_through_every_layer(page_of):
    _, page = page_of(2, 8)
    assert page.slider.maximum() == PARTS * 3
    said = []
    for value in range(0, PARTS * 3 + 1, PARTS):
        page.slider.setValue(value)
        said.append(page.caption.text())
    assert said[0] == "The plane and the data. Move the slider: every layer bends it."
    assert said[1] == "What hidden layer 1 sees: 2 activations"
    assert said[2].startswith("What hidden layer 2 sees: two principal components of 8 activations, ")
    assert said[3] == "What the output sees: one activation"
    assert page.slider.accessibleDescription() == said[3]


def test_components_are_said_to_be_some_also_where_nothing_is_missing(open_window):
    linear = replace(SMALL, network=replace(SMALL.network, hidden=(LayerSpec(5, "linear"),)))
    window = open_window(linear)
    window.views.show("maths")
    panel = window.workspace.findChild(MathsPanel)
    panel.open_page("layers")
    until(lambda: panel.page.picture.planes is not None)
    panel.page.slider.setValue(PARTS)
    assert panel.page.caption.text() == (
        "What hidden layer 1 sees: two principal components of 5 activations, 100.0% of their variance"
    )


def test_between_two_layers_everything_is_on_its_way(page_of):
    _, page = page_of(2)
    picture = page.picture
    page.slider.setValue(0)
    first = picture.places()
    page.slider.setValue(PARTS)
    second = picture.places()
    page.slider.setValue(PARTS // 2)
    assert picture.places() == pytest.approx((first + second) / 2.0)
    assert page.caption.text() == "From the plane to hidden layer 1"
    assert np.abs(first).max() == pytest.approx(1.0)


def test_three_neurons_are_turned_by_mouse_and_keys_and_others_are_not(page_of):
    window, page = page_of(3, 2)
    picture = page.picture
    window.resize(1280, 800)
    page.slider.setValue(PARTS)
    assert page.caption.text().endswith("Drag, or use the arrow keys, to turn it.")
    before = picture.places()
    middle = picture.rect().center()
    QTest.mousePress(picture, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(picture, middle + QPoint(40, 0))
    QTest.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=middle + QPoint(40, 0))
    dragged = picture.places()
    assert np.abs(dragged - before).max() > 0.1
    press(picture, Qt.Key.Key_Left)
    assert np.abs(picture.places() - dragged).max() > 0.01
    page.slider.setValue(2 * PARTS)
    flat = picture.places()
    press(picture, Qt.Key.Key_Left)
    assert (picture.places() == flat).all()


def test_it_follows_training_and_nothing_is_computed_where_nobody_looks(page_of):
    window, page = page_of(2)
    page.slider.setValue(PARTS)
    before = page.picture.places()
    window.session.play(20)
    at_rest(window.session)
    until(lambda: not np.array_equal(page.picture.places(), before))
    window.workspace.findChild(MathsPanel).open_page("ledger")
    window.session.play(1)
    at_rest(window.session)
    assert window.session.snapshot.get(LayerPlanes) is None
    window.workspace.findChild(MathsPanel).open_page("layers")
    until(lambda: window.session.snapshot.get(LayerPlanes) is not None)
    window.views.show("build")
    window.session.play(1)
    at_rest(window.session)
    assert window.session.snapshot.get(LayerPlanes) is None


def test_fewer_layers_leave_the_slider_where_it_can_be(page_of):
    window, page = page_of(2, 2)
    page.slider.setValue(3 * PARTS)
    window.session.change(network=experiment(2).network)
    at_rest(window.session)
    until(lambda: page.slider.maximum() == 2 * PARTS)
    assert page.slider.value() == 2 * PARTS
    page.picture.grab()


def test_while_training_bends_only_what_is_out_of_sight_nothing_is_painted(page_of, monkeypatch):
    window, page = page_of(2)
    painted = []
    monkeypatch.setattr(page.picture, "update", lambda: painted.append(page.picture.planes.step))

    def train():
        painted.clear()
        before = page.picture.planes
        window.session.play(5)
        at_rest(window.session)
        until(lambda: page.picture.planes is not before)

    train()
    assert painted == []
    page.slider.setValue(PARTS)
    train()
    assert painted
