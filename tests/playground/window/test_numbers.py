"""One locale for the whole window; what it does not understand is English."""

import re
from dataclasses import replace

import pytest
from hands import SMALL, control, notice, type_in, until
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QDialog, QDoubleSpinBox, QLabel, QSpinBox, QWidget

from engine import DataSpec
from playground.texts.numbers import ENGLISH, Format
from playground.window.appearance import format_of

LOCALES = {
    "en_US": (ENGLISH, "2,000", "0.03"),
    "de_DE": (Format(",", "."), "2.000", "0,03"),
    "fr_FR": (Format(",", "\u202f"), "2\u202f000", "0,03"),
    "hi_IN": (ENGLISH, "2,000", "0.03"),
    "ar_EG": (ENGLISH, "2,000", "0.03"),
}


@pytest.mark.parametrize("name", LOCALES)
def test_the_format_is_that_of_the_locale(name):
    assert format_of(QLocale(name)) == LOCALES[name][0]


@pytest.mark.parametrize(
    "name", ["de_CH", "C", "sv_SE", "pl_PL", "es_ES", "fa_IR", "en_ZA", "de_AT", "it_CH"]
)
def test_of_every_locale_the_marks_can_be_read_back(name):
    form = format_of(QLocale(name))
    assert form.decimal in ".,"
    assert form.group != form.decimal
    assert form.group.isspace() or form.group in ".,'’"


def texts_of(window):
    """Return every text that is seen or read out in a window, but the prose of tooltips."""
    shown = [one for one in window.findChildren(QWidget) if one.isVisible()]
    texts = [one.text() for one in shown if isinstance(one, (QLabel, QSpinBox, QDoubleSpinBox))]
    texts += [one.accessibleName() for one in shown]
    return [text for text in texts if text]


FOREIGN = {
    Format(",", "."): r"\d,\d{3}(?!\d)|\d\.\d\d?(?!\d)",  # of losses there are four decimals
    Format(",", "\u202f"): r"\d,\d{3}(?!\d)|\d\.\d",
    ENGLISH: r"\d,\d\d?(?!\d)|\d\.\d{3}(?!\d)",
}


@pytest.mark.parametrize("name", LOCALES)
def test_all_numbers_of_a_window_are_of_one_locale(open_window, name):
    form, thousands, rate = LOCALES[name]
    QLocale.setDefault(QLocale(name))
    window = open_window(replace(SMALL, data=replace(SMALL.data, samples=4000)))
    until(lambda: window.session.settled)
    assert control(window, "training.learning_rate").text() == rate
    type_in(window, "data.samples", thousands)
    until(lambda: window.session.settled)
    assert window.session.experiment.data.samples == 2000
    assert control(window, "data.samples").text() == thousands
    window.session.step("epoch")
    until(lambda: window.session.settled and window.session.snapshot.epoch == 1)
    shown = texts_of(window)
    assert not [text for text in shown if re.search(FOREIGN[form], text)]
    assert f"1{form.group}000" in " ".join(shown)  # points beside the plot
    assert f"0{form.decimal}" in window.transport.train_loss.value.text()


def test_a_seed_counts_nothing_and_has_no_groups(open_window):
    QLocale.setDefault(QLocale("de_DE"))
    window = open_window(replace(SMALL, seed=12345))
    assert control(window, "data.seed").text() == "12345"
    type_in(window, "data.seed", "54321")
    assert control(window, "data.seed").text() == "54321"


def test_a_refusal_has_the_numbers_of_the_locale(open_window):
    QLocale.setDefault(QLocale("de_DE"))
    window = open_window(SMALL)
    type_in(window, "training.learning_rate", "5.000,5")
    assert "at most 1.000" in notice(window)
    assert "5000,5" in notice(window)


def test_two_thirds_are_the_same_in_the_table_of_points(open_window):
    QLocale.setDefault(QLocale("de_DE"))
    points = ((2 / 3, -0.5, 0.0), (1.0, 2.0, 1.0))
    window = open_window(replace(SMALL, data=DataSpec(dataset="own", points=points)))
    window.own.open_table()
    dialog = window.findChild(QDialog, "table")
    model = dialog.model
    assert [model.data(model.index(0, k)) for k in range(3)] == ["0,666667", "-0,5", "0"]
    for text, value in (("1.234", 1234.0), ("0.125", 0.125), ("1/4", 0.25), ("−1,5", -1.5)):
        assert model.setData(model.index(0, 0), text)
        until(lambda value=value: window.session.experiment.data.points[0][0] == value)
    dialog.close()
