"""The page of a neuron's curve: what it draws and says, and how one gets there."""

import numpy as np
import pytest
from hands import SMALL, at_rest, click, click_at, control, neuron_place, press, until
from ledgers import ledger_of, trainer_of
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine import LayerSpec
from playground.classroom.choice import Classroom
from playground.mathematics.curve import ActivationCurve
from playground.mathematics.place import Place
from playground.observers.neuron_spread import AskNeuronSpread, NeuronSpread
from playground.texts import curve as texts
from playground.texts.numbers import weight_text
from playground.widgets.mathematics.neuron_curve import NeuronCurve, state_of

KEY = Qt.Key
TANH = ActivationCurve("tanh")


@pytest.fixture
def page():
    one = NeuronCurve()
    one.resize(420, 460)
    one.show()
    yield one
    one.close()
    one.deleteLater()


def spread(**known):
    usual = {"layer": 0, "neuron": 0, "z": np.linspace(-9.0, 9.0, 50), "off": None, "saturated": None}
    return NeuronSpread(**{**usual, "is_dead": False, "is_saturated": False, **known})


def test_it_says_what_the_sample_is_on_the_curve(page):
    ledger = ledger_of(trainer_of())
    page.show_step(ledger, None, Place(1, 2))
    layer = ledger.layers[1]
    z, a, slope = (weight_text(float(one[2, 0])) for one in (layer.z, layer.g, layer.dg))
    assert page.title.text() == "Hidden layer 2, neuron 3: ReLU"
    assert page.numbers.text() == texts.AT(z=z, a=a, slope=slope)
    assert page.numbers.text() in page.plot.accessibleDescription()
    assert page.asks == (AskNeuronSpread(1, 2),)


def test_of_a_mini_batch_it_says_from_where_to_where(page):
    ledger = ledger_of(trainer_of(), "batch")
    page.show_step(ledger, None, Place(0, 1))
    z = ledger.layers[0].z[1]
    low, high = weight_text(float(z.min())), weight_text(float(z.max()))
    assert page.numbers.text() == texts.MANY(n=len(z), low=low, high=high)


def test_a_place_without_a_neuron_shows_the_first_and_one_that_is_gone_none_that_is_not_there(page):
    page.show_step(ledger_of(trainer_of()), None, Place(1))
    assert page.asks == (AskNeuronSpread(1, 0),)
    page.show_step(ledger_of(trainer_of()), None, Place(1, 2))
    page.show_step(ledger_of(trainer_of(hidden=(LayerSpec(2),))), None, None)
    assert page.asks == (AskNeuronSpread(0, 0),)
    page.show_step(None, None, None)
    assert page.title.text() == texts.NOTHING()
    page.grab()


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"off": 1.0, "is_dead": True}, texts.DEAD()),
        ({"off": 0.25}, texts.OFF(share="25.0%")),
        ({"off": 0.0}, texts.ON()),
        ({"saturated": 0.95, "is_saturated": True}, texts.SATURATED(share="95.0%")),
        ({"saturated": 0.2}, texts.FLAT(share="20.0%")),
        ({"saturated": 0.0}, texts.NEVER_FLAT()),
        ({}, texts.NEVER_FLAT()),
    ],
)
def test_saturation_and_death_are_said_in_words(known, said):
    assert state_of(spread(**known), TANH) == said


def test_with_softmax_it_says_what_the_curve_is():
    assert state_of(spread(), ActivationCurve("softmax")) == texts.SOFTMAX()


def test_the_curve_reaches_as_far_as_all_samples(page):
    plot = page.plot
    plot.show_curve(TANH, np.array([0.5]), np.array([-8.0, 3.0]))
    assert plot._reach == 10.0
    assert (plot._z[0], plot._z[-1]) == (-10.0, 10.0)
    assert np.array_equal(plot._g, np.tanh(plot._z))
    before = plot.grab().toImage()
    plot.show_curve(TANH, np.array([-2.0]), np.array([-8.0, 3.0]))
    assert plot.grab().toImage() != before


@pytest.mark.parametrize("z", [np.array([np.nan]), np.array([np.inf, 1.0]), np.empty(0)])
def test_what_is_no_number_does_no_harm(page, z):
    page.plot.show_curve(TANH, z, z)
    page.plot.grab()


# -- in the window ---------------------------------------------------------------------------


@pytest.fixture
def shown(window):
    window.resize(1300, 800)
    at_rest(window.session)
    click_at(window, neuron_place(window, 1, 2))
    click(window, "neuron.curve")
    until(lambda: window.mathematics.ledger is not None)
    return window


def page_of(window):
    return control(window, "maths.curve").parentWidget()


def test_the_card_of_a_neuron_leads_to_its_curve(shown):
    assert shown.views.shown == "maths"
    assert shown.network.cards.spot is None
    until(lambda: page_of(shown).title.text().startswith("Hidden layer 2, neuron 3"))
    found = until(lambda: shown.session.snapshot.get(NeuronSpread))
    assert (found.layer, found.neuron) == (1, 2)
    assert len(found.z) == len(shown.session.snapshot.data.train)


def test_nobody_computes_it_while_another_page_is_open(shown):
    until(lambda: shown.session.snapshot.get(NeuronSpread))
    shown.mathematics.open_page("ledger")
    until(lambda: shown.session.snapshot.get(NeuronSpread) is None)
    shown.mathematics.open_page("neuron")
    until(lambda: shown.session.snapshot.get(NeuronSpread))
    shown.views.show("build")
    until(lambda: shown.session.snapshot.get(NeuronSpread) is None)


def test_it_follows_the_drawing_and_its_own_keys(shown):
    click_at(shown, neuron_place(shown, 0, 1))
    assert page_of(shown).asks == (AskNeuronSpread(0, 1),)
    QTest.keyClick(control(shown, "maths.curve"), KEY.Key_Down)
    assert shown.mathematics.place == Place(0, 2)
    QTest.keyClick(control(shown, "maths.curve"), KEY.Key_Up)
    assert shown.mathematics.place == Place(0, 1)


@pytest.mark.parametrize("name", ["view.maths", "maths.neuron"])
def test_a_class_that_does_not_see_it_has_no_way_to_it(open_window, name):
    window = open_window(SMALL)
    at_rest(window.session)
    window.session.gate.show(Classroom(hidden={name}))
    click_at(window, neuron_place(window, 0, 0))
    QApplication.processEvents()
    assert not control(window, "neuron.curve").isVisible()
    press(window, KEY.Key_Escape)
