"""The gradient check: every gradient twice, the worst first, linked to the network; it can be stopped."""

import time
from dataclasses import replace

import pytest
from hands import SMALL, at_rest, control, until
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, Trainer, gradient_check
from engine.analysis import gradient_check as engines
from engine.analysis.gradient_check import GradientError
from playground.classroom.choice import Classroom
from playground.mathematics.place import BIAS, Place
from playground.mathematics.rounding import number_text
from playground.texts import gradient_check as texts
from playground.widgets.mathematics.gradient_check import GradientsPage
from playground.widgets.mathematics.gradient_table import (
    ANALYTIC,
    DIFFERENCE,
    NUMERIC,
    WHERE,
    WHY,
    summary,
    symbol,
)

TWO = replace(SMALL, network=NetworkSpec(hidden=(LayerSpec(2), LayerSpec(2))))
PARAMETERS = 6 + 6 + 3


def opened(window):
    """The page, as the menu opens it, once everything is checked."""
    window.menus.actions["gradient_check"].trigger()
    page = window.findChild(GradientsPage)
    until(lambda: page.check.isEnabled())
    return page


@pytest.fixture
def window(open_window):
    window = open_window(TWO)
    at_rest(window.session)
    return window


@pytest.fixture
def page(window):
    return opened(window)


@pytest.fixture
def alone(request):
    """The page without a window."""
    request.getfixturevalue("qapp")
    page = GradientsPage()
    page.show_found(TWO, gradient_check(Trainer(TWO)), PARAMETERS, "")
    return page


def press(page, name):
    QTest.mouseClick(control(page, f"gradients.{name}"), Qt.MouseButton.LeftButton)


def cells(page, row):
    model = page.model
    return [model.data(model.index(row, column)) for column in range(model.columnCount())]


def epoch_shown(page, epoch):
    return texts.OF(epoch=epoch, n=30) in page.status.text()


def test_every_gradient_is_there_the_worst_first_as_the_engine_finds_it(page):
    assert list(page.model.errors) == gradient_check(Trainer(TWO))
    assert page.model.rowCount() == PARAMETERS
    shares = [one.relative_error for one in page.model.errors]
    assert shares == sorted(shares, reverse=True)
    assert page.status.text().startswith("All agree")
    assert epoch_shown(page, 0)


def test_a_row_says_which_weight_it_is_of_and_both_numbers(alone):
    page = alone
    rows = {(one.layer, one.neuron, one.source): k for k, one in enumerate(page.model.errors)}
    row = cells(page, rows[1, 0, 1])
    assert (row[WHERE], row[WHY]) == ("Layer 2, w₁₂", "")
    assert row[ANALYTIC] == row[NUMERIC]  # as far as they are shown
    error = page.model.errors[rows[1, 0, 1]]
    assert row[DIFFERENCE] == number_text(error.trained_error, 1)
    index = page.model.index(rows[1, 0, 1], WHERE)
    full = "weight from hidden layer 1, neuron 2 to hidden layer 2, neuron 1"
    assert page.model.data(index, Qt.ItemDataRole.ToolTipRole) == full
    assert cells(page, rows[2, 0, None])[WHERE] == "Output, b₁"


@pytest.mark.parametrize(
    ("place", "written"),
    [
        (Place(0, 0, 2), "w₁₃"),
        (Place(3, 1, BIAS), "b₂"),
        (Place(0, 9, 2), "w₁₀,₃"),
        (Place(0, 10, BIAS), "b₁₁"),
    ],
)
def test_a_weight_is_written_as_in_the_ledger(place, written):
    assert symbol(place) == written


def test_numbers_have_the_decimals_that_are_chosen(alone):
    page = alone
    one = page.model.errors[0]
    page.show_decimals(2)
    assert len(cells(page, 0)[ANALYTIC].partition("·")[0].partition(".")[2]) == 2
    page.show_decimals(None)
    shown = cells(page, 0)[ANALYTIC].replace("−", "-").partition("·")[0]
    assert repr(one.analytic).startswith(shown)


def test_a_row_that_is_chosen_is_chosen_in_the_network_and_the_other_way_round(window, page):
    for row, one in enumerate(page.model.errors):
        page.table.selectRow(row)
        place = Place(one.layer, one.neuron, BIAS if one.source is None else one.source)
        assert window.mathematics.place == place
    window.mathematics.choose_place(Place(1, 1, 0))
    assert page.model.place(page.table.currentIndex().row()) == Place(1, 1, 0)
    window.mathematics.choose_place(Place(1, 1))  # a neuron has no row
    assert not page.table.currentIndex().isValid()


def test_it_is_of_the_network_as_it_was_until_it_is_checked_again(window, page):
    before = page.model.errors
    window.session.step("epoch")
    at_rest(window.session)
    assert page.model.errors == before
    press(page, "check")
    until(lambda: page.check.isEnabled() and epoch_shown(page, 1))
    assert page.model.errors != before


def test_training_goes_on_beside_it(window, page):
    window.session.play()
    until(lambda: window.session.snapshot.epoch > 3)
    press(page, "check")
    until(lambda: page.check.isEnabled() and not epoch_shown(page, 0))
    assert window.session.playing


@pytest.fixture
def slow(monkeypatch):
    """The same check, slow enough to be stopped."""
    checked = engines.check_each

    def each(*arguments):
        for one in checked(*arguments):
            time.sleep(0.05)
            yield one

    monkeypatch.setattr(engines, "check_each", each)


@pytest.mark.usefixtures("slow")
def test_it_shows_how_far_it_is_and_can_be_stopped(page):
    press(page, "check")
    until(lambda: page.progress.value() > 0)
    assert page.progress.isVisible()
    press(page, "stop")
    until(lambda: page.check.isEnabled())
    done = page.model.rowCount()
    assert 0 < done < PARAMETERS
    assert page.status.text().startswith(f"Stopped: {done} of {PARAMETERS}")
    assert not page.progress.isVisible()


@pytest.mark.usefixtures("slow")
def test_it_ends_with_the_window(window, page):
    press(page, "check")
    until(lambda: page.progress.value() > 0)
    window.close()
    assert page.check.isEnabled()
    assert 0 < page.model.rowCount() < PARAMETERS


@pytest.mark.usefixtures("slow")
def test_stopped_before_it_begins_it_has_checked_none(page):
    page.check_requested.emit()
    page.stop_requested.emit()  # the state is still to come
    until(lambda: page.check.isEnabled())
    assert page.status.text() == texts.NONE_CHECKED()


def test_nothing_moves_when_it_begins_and_ends(page):
    before = [one.geometry() for one in (page.check, page.progress, page.status)]
    page.show_begun()
    assert [one.geometry() for one in (page.check, page.progress, page.status)] == before


def test_without_points_it_says_so(open_window):
    window = open_window(Experiment(DataSpec("own", points=())))
    at_rest(window.session)
    page = opened(window)
    assert page.status.text() == texts.NO_POINTS()
    assert page.model.rowCount() == 0


def test_a_class_can_hide_it(window, page):
    panel = page.window().mathematics._panel
    window.session.gate.show(Classroom(hidden={"maths.gradients"}))
    assert not window.menus.actions["gradient_check"].isVisible()
    assert not page.isVisible()
    assert panel.page.isVisible()
    window.session.gate.show(Classroom())
    panel.open_page("gradients")
    assert page.isVisible()


def error(trained_error, explanation=None):
    return GradientError(0, 0, 0, 0.5, 0.5, trained_error, 0.5, trained_error, explanation)


@pytest.mark.parametrize(
    ("errors", "said"),
    [
        ([], texts.NONE_CHECKED()),
        ([error(2e-9), error(0.0)], texts.ALL_AGREE(worst="2.0·10⁻⁹")),
        ([error(0.5, "kink"), error(2e-5, "float32"), error(1e-9)], texts.EXPLAINED(n=2)),
        ([error(0.5, "kink"), error(0.1), error(1e-9)], texts.DIFFER(n=1)),
        ([error(float("inf"))], texts.DIFFER(n=1)),
    ],
)
def test_a_sentence_sums_it_up(errors, said):
    assert summary(errors) == said


@pytest.mark.parametrize(
    ("one", "short", "sentence"),
    [
        (error(0.5, "kink"), texts.KINK, texts.WHY_KINK),
        (error(0.5, "float32"), texts.SINGLE, texts.WHY_SINGLE),
        (error(0.5), texts.UNEXPLAINED, texts.WHY_UNEXPLAINED),
    ],
)
def test_a_large_difference_says_why_and_there_is_a_column_for_it_only_then(alone, one, short, sentence):
    page = alone
    assert page.table.isColumnHidden(WHY)
    page.show_found(TWO, [one], PARAMETERS, "")
    assert not page.table.isColumnHidden(WHY)
    index = page.model.index(0, WHY)
    assert page.model.data(index) == short()
    assert page.model.data(index, Qt.ItemDataRole.ToolTipRole) == sentence()


def test_the_table_is_empty_once_the_network_or_the_data_are_others(window, page):
    window.session.change(network=NetworkSpec(hidden=(LayerSpec(3),)))
    at_rest(window.session)
    assert page.model.rowCount() == 0
    assert page.status.text() == ""
    press(page, "check")
    until(lambda: page.model.rowCount() == 9 + 4)
    window.session.edit("data.noise", "data", noise=0.4)
    until(lambda: page.model.rowCount() == 0)


def test_gradients_stay_in_the_table_while_training_goes_on(window, page):
    window.session.play(2)
    at_rest(window.session)
    assert page.model.rowCount() == PARAMETERS
    assert epoch_shown(page, 0)


def test_a_difference_is_written_as_numbers_in_the_ledger_are(alone):
    assert any("·10⁻" in cells(alone, row)[DIFFERENCE] for row in range(PARAMETERS))


def test_it_says_that_the_loss_is_the_mean_of_the_training_points(page):
    assert "mean training loss" in page.about.text()
    assert "30 training points" in page.status.text()
