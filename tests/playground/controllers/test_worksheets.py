"""The worksheet of the window: the chosen sample with the present weights, seen, saved."""

from dataclasses import replace

import numpy as np
import pytest
from hands import SMALL, at_rest, notice, until
from PySide6.QtWidgets import QFileDialog

from engine import DataSpec, LayerSpec
from playground.controllers.offered import Offered
from playground.exports.document import Table
from playground.observers.ledger import AskLedger
from playground.widgets.dialogs.worksheet import WorksheetDialog

TWO = replace(SMALL, network=replace(SMALL.network, hidden=(LayerSpec(2),)))


def opened(window):
    window.menus.actions["worksheet"].trigger()
    return until(lambda: next((one for one in window.findChildren(WorksheetDialog) if one.isVisible()), None))


def given(dialog):
    """The numbers of the sample, as the page has them."""
    document = dialog.findChild(Offered).document()
    return next(block for block in document.blocks if isinstance(block, Table)).rows[0]


@pytest.fixture
def window(open_window):
    window = open_window(TWO)
    at_rest(window.session)
    return window


@pytest.mark.parametrize(("ask", "part", "index"), [
    (AskLedger("train", 7), "train", 7),
    (AskLedger("test", 2), "test", 2),
    (AskLedger("batch"), "train", 0),
])  # fmt: skip
def test_it_is_about_the_sample_that_is_chosen(window, ask, part, index):
    window.mathematics.choose(ask)
    dialog = opened(window)
    x = getattr(window.session.snapshot.data, part).X[index]
    assert given(dialog)[:2] == tuple(f"{value:.3f}".replace("-", "−") for value in x)
    dialog.reject()


def test_training_goes_on_and_the_page_stays_as_it_was(window):
    dialog = opened(window)
    before = given(dialog)
    document = str(dialog.findChild(Offered).document())
    window.session.play(5)
    at_rest(window.session)
    assert given(dialog) == before
    assert str(dialog.findChild(Offered).document()) == document
    dialog.reject()


def test_another_exercise_and_other_decimals_are_shown_at_once(window):
    dialog = opened(window)
    drawn = []
    dialog.changed.connect(lambda: drawn.append(1))
    dialog._seed.setValue(5)
    dialog._decimals.setCurrentIndex(0)
    until(lambda: drawn)
    assert (dialog.seed, dialog.decimals) == (5, 2)
    numbers = [float(text.replace("−", "-")) for text in given(dialog)[:2]]
    assert np.array(numbers) % 0.5 == pytest.approx(0.0)
    dialog.reject()


@pytest.mark.parametrize("suffix", [".pdf", ".html"])
def test_it_is_saved(window, tmp_path, monkeypatch, suffix):
    path = tmp_path / f"sheet{suffix}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    dialog = opened(window)
    dialog.save.click()
    until(lambda: path.exists() and notice(window) not in ("", f"Saving {path.name}…"))
    assert path.read_bytes()[:5] in (b"%PDF-", b"<!DOC")


def test_a_network_that_is_too_large_is_said_to_be(open_window):
    window = open_window()
    at_rest(window.session)
    window.session.edit("network.add_layer", "network", hidden=(LayerSpec(8),) * 3)
    at_rest(window.session)
    window.menus.actions["worksheet"].trigger()
    until(lambda: "up to 60 weights and biases" in notice(window))
    assert not window.findChildren(WorksheetDialog)


def test_without_points_there_is_nothing_to_calculate(open_window):
    window = open_window(replace(TWO, data=DataSpec(dataset="own")))
    at_rest(window.session)
    window.menus.actions["worksheet"].trigger()
    until(lambda: "no points" in notice(window))
    assert not window.findChildren(WorksheetDialog)


def test_where_the_chosen_test_point_is_gone_it_is_a_training_point(open_window):
    points = tuple((0.1 * k, 0.5, float(k % 2)) for k in range(10))  # too few to hold some out
    window = open_window(replace(TWO, data=DataSpec(dataset="own", points=points)))
    at_rest(window.session)
    assert not len(window.session.snapshot.data.test)
    window.mathematics.ask = AskLedger("test", 4)
    dialog = opened(window)
    assert given(dialog)[0] == "0.400"  # the training point with its number
    dialog.reject()


def test_weights_that_nobody_calculates_with_are_said_to_be_too_large(window):
    window.session.by_hand.set_parameter(1, 0, 1, 1e9, before=0.0)
    window.session.change(training=replace(TWO.training, learning_rate=1000.0, l2=0.1))
    window.session.step("batch")
    window.menus.actions["worksheet"].trigger()
    until(lambda: notice(window).startswith("A worksheet is for weights"))
    assert not window.findChildren(WorksheetDialog)
