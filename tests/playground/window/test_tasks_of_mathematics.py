"""Tasks of a reader of a text on backpropagation, done by hand in the window, each action counted."""

import hands
import numpy as np
from hands import control, neuron_place, until, weight_place
from person import CTRL, KEY
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from engine import Experiment, LayerSpec, NetworkSpec, TrainSpec
from engine.analysis.ledger import Ledger
from playground.files.examples import preset
from playground.mathematics.moments import Moment, Phase
from playground.mathematics.place import Place
from playground.observers.health import HealthCurves
from playground.texts import curve as texts
from playground.widgets.mathematics.chain import Why
from playground.widgets.mathematics.gradient_check import GradientsPage
from playground.widgets.mathematics.panel import PAGES, MathsPanel

GRADIENT = Moment(Phase.GRADIENT)


def opened(person, experiment, epochs):
    """Have someone before a network that has trained."""
    hands.bring_to_front(person.window)
    person.window.session.change(
        data=experiment.data, network=experiment.network, training=experiment.training
    )
    person.look()
    person.window.session.play(epochs)
    person.look()
    person.actions = 0


def seen(person, kind):
    return until(lambda: person.window.session.snapshot.get(kind))


def maths(person):
    return person.window.workspace.findChild(MathsPanel)


def open_page(person, name):
    """Click on the tab of a page."""
    person.actions += 1
    bar, k = maths(person).bar, [page.name for page in PAGES].index(name)
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(k).center())
    person.look()


def largest(ledger):
    """The weight with the largest gradient."""
    tops = [(float(np.abs(one.dW).max()), k, one.dW) for k, one in enumerate(ledger.layers)]
    _, layer, dW = max(tops, key=lambda one: one[0])
    neuron, source = np.unravel_index(np.abs(dW).argmax(), dW.shape)
    return Place(layer, int(neuron), int(source))


def test_the_weight_with_the_largest_gradient_is_found_and_why_it_is(person, within):
    opened(person, Experiment(network=NetworkSpec(hidden=(LayerSpec(4), LayerSpec(3)))), 20)
    person.press(KEY.Key_F3)
    person.choose("network.lines", "gradients")
    place = largest(seen(person, Ledger))
    person.click_in_the_network(weight_place(person.window, place.layer, place.neuron, place.source))
    assert person.window.mathematics.place == place
    contents = maths(person).page.tree.contents
    assert any(isinstance(one, Why) for one in contents.entries_of(contents.find(GRADIENT, place)))
    within("find the weight with the largest gradient, and why", 4)


def test_a_dead_unit_is_shown(person, within):
    opened(person, preset("dying-relus"), 200)
    person.press(KEY.Key_5, CTRL)
    curves = seen(person, HealthCurves)
    layer = next(k for k, one in enumerate(curves.now.layers) if one.dead)
    neuron = curves.now.layers[layer].dead_neurons[0]
    person.press(KEY.Key_F3)
    open_page(person, "neuron")
    person.click_in_the_network(neuron_place(person.window, layer, neuron))
    until(lambda: texts.DEAD() in [label.text() for label in maths(person).page.findChildren(QLabel)])
    within("show a dead unit", 4)


def test_vanishing_gradients_in_eight_sigmoid_layers_are_shown(person, within):
    hidden = tuple(LayerSpec(4, "sigmoid") for _ in range(8))
    opened(person, Experiment(network=NetworkSpec(hidden=hidden), training=TrainSpec()), 5)
    person.press(KEY.Key_5, CTRL)
    norms = [one.gradient_norm for one in seen(person, HealthCurves).now.layers]
    assert norms[0] < 1e-3 * norms[-1]
    within("show vanishing gradients in 8 sigmoid layers", 1)


def test_one_gradient_is_checked_by_hand(person, within):
    opened(person, Experiment(network=NetworkSpec(hidden=(LayerSpec(2, "sigmoid"),))), 20)
    person.press(KEY.Key_F3)
    person.click_in_the_network(weight_place(person.window, 1, 0, 1))
    ledger = seen(person, Ledger)
    layer = ledger.layers[1]
    assert layer.dW[0, 1] == layer.error[0, 0] * layer.inputs[1, 0]
    person.press(KEY.Key_G, CTRL)
    assert isinstance(maths(person).page, GradientsPage)
    assert control(person.window, "gradients.table").isVisible()
    within("check one gradient by hand, and against the slope of the loss", 3)
