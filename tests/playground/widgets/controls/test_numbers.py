"""Numbers as people type them, in any locale; what stands in a field is of the same locale."""

import pytest
from hands import key_in
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest

from engine import RANGES
from playground.texts import controls
from playground.texts.numbers import ENGLISH, Format, use_format
from playground.texts.text import ControlWords
from playground.widgets.controls import ALL, BatchSize, RealNumber, WholeNumber, commit_typing
from playground.widgets.controls.reading import Reading

NAME = "area.control"
GERMAN, FRENCH, SWISS = Format(",", "."), Format(",", "\u202f"), Format(".", "’")


@pytest.fixture(autouse=True)
def _words(monkeypatch):
    monkeypatch.setitem(controls.CONTROLS, NAME, ControlWords("Label", "What it does."))


def rate():
    return RealNumber(NAME, RANGES["learning_rate"])


def samples():
    return WholeNumber(NAME, RANGES["samples"])


def begin(spin, text):
    spin.setFocus()
    spin.selectAll()
    key_in(spin, text)


def reading(spin):
    return next((one.text() for one in spin.window().findChildren(Reading) if one.isVisible()), "")


@pytest.mark.parametrize(
    ("form", "text", "value", "shown"),
    [
        (ENGLISH, "1,234", 1234, "1,234"),
        (ENGLISH, "1 234", 1234, "1,234"),
        (ENGLISH, "1'234", 1234, "1,234"),
        (ENGLISH, "2e3", 2000, "2,000"),
        (ENGLISH, "４００", 400, "400"),
        (ENGLISH, "٤٠٠", 400, "400"),
        (ENGLISH, "400/8", 50, "50"),
        (GERMAN, "1.234", 1234, "1.234"),
        (GERMAN, "12.345", 12345, "12.345"),
        (GERMAN, "50,0", 50, "50"),
        (FRENCH, "1\u202f234", 1234, "1\u202f234"),
        (FRENCH, "1 234", 1234, "1\u202f234"),
        (SWISS, "1'234", 1234, "1’234"),
        (SWISS, "1’234", 1234, "1’234"),
    ],
)
def test_a_whole_number_is_read_as_it_is_typed_and_shown_as_the_window_shows_it(
    show, form, text, value, shown
):
    use_format(form)
    spin = show(samples())
    begin(spin, text)
    QTest.keyClick(spin, Qt.Key.Key_Return)
    assert (spin.value(), spin.text()) == (value, shown)


@pytest.mark.parametrize(
    ("form", "text", "value", "shown"),
    [
        (ENGLISH, "1/3", 1 / 3, "0.333333"),
        (ENGLISH, "0,125", 0.125, "0.125"),
        (ENGLISH, "0,03", 0.03, "0.03"),
        (ENGLISH, "３ｅ－２", 0.03, "0.03"),
        (GERMAN, "0.125", 0.125, "0,125"),
        (GERMAN, "0,125", 0.125, "0,125"),
        (GERMAN, "1.234", None, "0,5"),
        (GERMAN, "1,234", 1.234, "1,234"),
        (GERMAN, "3e-2", 0.03, "0,03"),
        (FRENCH, "½", 0.5, "0,5"),
        (FRENCH, "0.03", 0.03, "0,03"),
    ],
)
def test_a_real_number_is_read_as_it_is_typed(show, form, text, value, shown):
    use_format(form)
    spin = show(rate())
    spin.setValue(0.5)
    begin(spin, text)
    QTest.keyClick(spin, Qt.Key.Key_Return)
    assert spin.value() == pytest.approx(0.5 if value is None else value, abs=1e-12)  # 1234 is beyond 1,000
    assert spin.text() == shown


@pytest.mark.parametrize("text", ["100.5", "1/3", "1 23", "1,23,456", "10²"])
def test_what_is_no_whole_number_is_not_taken(show, text):
    spin = show(samples())
    spin.setValue(400)
    begin(spin, text)
    QTest.keyClick(spin, Qt.Key.Key_Return)
    assert (spin.value(), spin.text()) == (400, "400")


@pytest.mark.parametrize(
    ("form", "text", "line"),
    [
        (ENGLISH, "0.03", ""),
        (ENGLISH, "3e-2", "= 0.03"),
        (ENGLISH, "1/3", "= 0.333333"),
        (ENGLISH, "1/", "not a number yet"),
        (ENGLISH, "0,125", "= 0.125"),
        (ENGLISH, "5000", "= 5000: only from 1e-12 to 1000"),
        (GERMAN, "0.125", "= 0,125"),
        (GERMAN, "0,125", ""),
        (GERMAN, "1.234", "= 1234: only from 1e-12 to 1000"),
    ],
)
def test_a_field_shows_at_once_how_it_is_read(show, form, text, line):
    use_format(form)
    spin = show(rate())
    begin(spin, text)
    assert reading(spin) == line
    QTest.keyClick(spin, Qt.Key.Key_Return)
    assert reading(spin) == ""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("2e3", "= 2,000"),
        ("100.5", "= 100.5: only whole numbers from 10 to 100,000"),
        ("1,000,000", "= 1,000,000: only whole numbers from 10 to 100,000"),
        ("5", ""),
        ("1 23", "not a number yet"),
    ],
)
def test_a_whole_number_says_that_it_is_one(show, text, line):
    spin = show(samples())
    begin(spin, text)
    assert reading(spin) == line


@pytest.mark.parametrize("make", [rate, samples])
def test_a_space_in_a_number_that_is_being_typed_belongs_to_it(show, make):
    spin, told = show(make()), []
    QShortcut(QKeySequence("Space"), spin.window()).activated.connect(lambda: told.append("Space"))
    begin(spin, "1 000")
    assert (spin.text(), told) == ("1 000", [])
    QTest.keyClick(spin, Qt.Key.Key_Return)
    assert (spin.value(), told) == (1000, [])
    QTest.keyClick(spin, Qt.Key.Key_Space)
    assert told == ["Space"]


def test_a_number_typed_as_it_stands_is_being_typed_too(show):
    spin, told = show(samples()), []
    spin.setValue(10)
    QShortcut(QKeySequence("Space"), spin.window()).activated.connect(lambda: told.append("Space"))
    begin(spin, "10 000")
    assert (spin.text(), told) == ("10 000", [])


def test_the_arrows_end_what_was_being_typed(show):
    spin = show(samples())
    begin(spin, "2e3")
    QTest.keyClick(spin, Qt.Key.Key_Up)
    assert (spin.value(), spin.text(), reading(spin)) == (2001, "2,001", "")


@pytest.mark.parametrize(("form", "shown"), [(ENGLISH, "all (1,250)"), (GERMAN, "all (1.250)")])
def test_all_samples_are_counted_in_the_format_too(show, form, shown):
    use_format(form)
    spin = show(BatchSize(NAME, RANGES["batch_size"]))
    spin.show_size(ALL, 1250)
    assert spin.text() == shown
    begin(spin, "al")
    QTest.keyClick(spin, Qt.Key.Key_Return)
    assert spin.value() == 1250


def test_a_click_elsewhere_commits_the_number_and_ends_the_line_that_said_how_it_is_read(show):
    spin = show(rate())
    begin(spin, "1/8")
    assert reading(spin) == "= 0.125"
    commit_typing()
    assert (spin.value(), spin.text(), reading(spin)) == (0.125, "0.125", "")
