"""No text is clipped, at any size; nothing moves while it trains; sizes change without leftovers."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from clipping import all_windows, clipped, named
from hands import at_rest, bring_to_front, control, notice, places, places_at_rest, plain, press, until
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QWidget,
)
from states import SPIRAL, STATES, enter, leave

from engine import DataSpec
from playground.style import scaling
from playground.style.scaling import TEXT_SIZES
from playground.widgets.plots import axis

QUICK = (
    *("start", "card", "drawer", "drawing", "metrics-classes", "health", "formula", "diverged"),
    *("csv", "keys", "restore"),
)
SIZES = ((1280, 800), (1920, 1080))
TEXTS = (100, 150)


@pytest.fixture(autouse=True)
def left_afterwards():
    yield
    leave()


# -- whether a text has room -------------------------------------------------------------------------


@pytest.mark.parametrize("name", QUICK)
def test_no_text_is_clipped(open_window, name):
    window = open_window(STATES[name].experiment)
    window.resize(*SIZES[0])
    enter(window, name)
    for text in TEXTS:
        for size in SIZES:
            window.appearance.choose_size(text)
            window.resize(*size)
            places_at_rest(window)
            assert not [found for one in all_windows() for found in clipped(one)], f"{size} at {text} %"


def test_the_checker_finds_what_is_clipped(window):
    button = control(window, "data.new_data")
    button.setFixedWidth(20)
    QApplication.processEvents()
    assert any("New data" in found for found in clipped(window))


def test_the_checker_finds_numbers_that_touch(open_window, monkeypatch):
    monkeypatch.setattr(axis, "thinned", lambda texts, **_: texts)
    window = open_window(SPIRAL, 200)
    window.resize(*SIZES[0])
    places_at_rest(window)
    assert any("lies on" in found for found in clipped(window))


# -- nothing moves -----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", TEXTS)
def test_nothing_moves_while_numbers_change(open_window, text):
    window = open_window(SPIRAL, text)
    window.session.play(2)
    snapshot = at_rest(window.session)
    before = places_at_rest(window)
    accuracies = (0.0, 1.0, 0.123456, None)
    for k, exponent in enumerate(range(-9, 10)):
        loss = 3.3333333 * 10.0**exponent
        metrics = replace(
            snapshot.metrics,
            train_loss=loss,
            test_loss=9.99 * loss,
            train_accuracy=accuracies[k % 4],
            test_accuracy=accuracies[(k + 1) % 4],
        )
        other = replace(snapshot, metrics=metrics, epoch=10**k if k < 8 else 1_234_567)
        window.session.snapshot_taken.emit(other)
        for _ in range(2):
            QApplication.processEvents()
        assert places(window) == before, f"losses about {loss}"


def test_nothing_moves_while_it_trains(open_window):
    window = open_window(SPIRAL)
    before = places_at_rest(window)
    window.session.play(400)
    until(lambda: window.session.snapshot.epoch > 20)
    assert places(window) == before
    at_rest(window.session)
    QApplication.processEvents()
    assert places(window) == before


# -- the text size -----------------------------------------------------------------------------------


def sizes_of(window):
    places_at_rest(window)
    return [
        (named(one), one.geometry().getRect(), one.font().pixelSize(), round(one.font().pointSizeF(), 2))
        for one in window.findChildren(QWidget)
        if one.isVisible()
    ]


def test_a_tall_window_tears_no_hole_into_the_data_panel(window):
    def apart():
        upper, lower = control(window, "data.classes"), control(window, "data.test_fraction")
        return (
            lower.mapTo(window, lower.rect().topLeft()).y() - upper.mapTo(window, upper.rect().topLeft()).y()
        )

    before = apart()
    window.resize(1920, 1400)
    places_at_rest(window)
    assert apart() == before


@pytest.mark.parametrize("text", TEXTS)
def test_own_points_leave_no_hole_in_the_data_panel(open_window, text):
    points = tuple((float(k % 5), float(k % 3), float(k % 2)) for k in range(40))
    window = open_window(replace(SPIRAL, data=DataSpec(dataset="own", points=points)), text)
    places_at_rest(window)
    upper, lower = control(window, "data.standardise_values"), control(window, "data.test_fraction")
    apart = lower.mapTo(window, QPoint()).y() - upper.mapTo(window, upper.rect().bottomLeft()).y()
    assert 0 < apart <= 1.5 * lower.height(), "a label, and the usual air"


def test_a_size_chosen_leaves_nothing_of_the_one_before(open_window, settings):
    window = open_window(SPIRAL)
    window.resize(1600, 900)
    usual = sizes_of(window)
    window.appearance.choose_size(150)
    changed = sizes_of(window)
    assert changed != usual
    window.appearance.choose_size(100)
    assert sizes_of(window) == usual
    settings.setValue("text_size", 150)
    another = open_window(SPIRAL)
    another.resize(1600, 900)
    for (name, one, *font), (also, other, *fonts) in zip(sizes_of(another), changed, strict=True):
        assert (name, font) == (also, fonts)
        # the splitter shares the room in whole pixels of what it was
        assert one == pytest.approx(other, abs=4), name


def test_keys_make_text_larger_and_smaller_and_it_is_remembered(window, settings):
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    high = window.transport.epoch.value.fontMetrics().height()
    for percent in TEXT_SIZES[1:]:
        press(window, Qt.Key.Key_Up, both)
        assert window.appearance.percent == percent
        assert settings.value("text_size", type=int) == percent
    assert window.transport.epoch.value.fontMetrics().height() == pytest.approx(2 * high, abs=2)
    press(window, Qt.Key.Key_Up, both)
    assert window.appearance.percent == TEXT_SIZES[-1], "there is no larger one"
    press(window, Qt.Key.Key_Down, both)
    assert window.appearance.percent == TEXT_SIZES[-2]
    press(window, Qt.Key.Key_Home, both)
    assert window.appearance.percent == 100


@pytest.mark.parametrize("kept", ["none", -7, 10**9, 137])
def test_a_text_size_that_is_none_is_read_as_the_nearest(open_window, settings, kept):
    settings.setValue("text_size", kept)
    assert open_window(SPIRAL).appearance.percent in TEXT_SIZES


# -- full screen -------------------------------------------------------------------------------------


def test_f11_takes_the_whole_screen_and_gives_it_back(window):
    size = window.size()
    press(window, Qt.Key.Key_F11)
    until(window.isFullScreen)
    assert "F11" in notice(window)
    press(window, Qt.Key.Key_Escape)
    assert window.isFullScreen(), "Escape closes what is open in the window"
    press(window, Qt.Key.Key_F11)
    until(lambda: not window.isFullScreen())
    until(lambda: window.size() == size)


def test_an_error_said_in_full_screen_is_still_there_without(window):
    press(window, Qt.Key.Key_F11)
    until(window.isFullScreen)
    window.session.edit("training.batch_size", "training", batch_size=0)
    press(window, Qt.Key.Key_F11)
    until(lambda: not window.isFullScreen())
    assert "Batch size must be" in notice(window)


def test_from_full_screen_a_window_that_was_maximised_is_so_again(window):
    window.showMaximized()
    until(window.isMaximized)
    press(window, Qt.Key.Key_F11)
    until(window.isFullScreen)
    press(window, Qt.Key.Key_F11)
    until(lambda: not window.isFullScreen())
    assert window.isMaximized()


def test_who_closes_it_in_full_screen_finds_a_window_the_next_time(open_window):
    first = open_window(SPIRAL)
    first.resize(1300, 820)
    press(first, Qt.Key.Key_F11)
    until(first.isFullScreen)
    first.close()
    second = open_window(SPIRAL)
    bring_to_front(second)
    assert not second.isFullScreen()


def test_a_notice_too_long_for_its_line_ends_in_dots_and_is_told_whole(window):
    from playground.session.notices import Notice

    text = "Much is to be said of this. " * 20
    window.session.notices.show(Notice("info", text))
    QApplication.processEvents()
    assert notice(window).endswith("…")
    assert plain(window.notices.text.toolTip()) == text.strip()
    assert window.notices.text.accessibleName() == f"Note: {text}"


def test_with_nothing_to_say_the_usual_keys_stand_there(window):
    assert window.notices.hint.isVisible()
    assert "Space" in window.notices.hint.text()


SETTERS = (
    r"set(Fixed|Minimum|Maximum)(Width|Height|Size)|set\w*Spacing|setContentsMargins|setIconSize|setPixelSize"
)


def test_every_size_derives_from_the_text_size():
    """A number of pixels in a widget would stay as it is when text becomes larger."""
    literal = re.compile(rf"\.({SETTERS})\((?!0\b)[1-9]|font-size: \d|padding: [2-9]")
    for path in (Path(scaling.__file__).parent).rglob("*.py"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            found = literal.search(line)
            assert "fit(" in line or not found, f"{path.name}, line {number}: {line.strip()}"


# -- one baseline ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", TEXTS)
def test_the_headings_of_data_network_and_output_share_one_baseline(open_window, text):
    window = open_window(SPIRAL, text)
    places_at_rest(window)
    words = {"DATA", "NETWORK", "OUTPUT"}
    named = [one for one in window.findChildren(QLabel) if one.text() in words and one.isVisible()]
    headings = [one for one in named if one.property("role") == "heading"]  # a column is called OUTPUT too
    middles = {one.text(): one.mapTo(window, one.rect().center()).y() for one in headings}
    tabs = control(window, "window.side")
    if tabs.isVisible():
        middles["DATA"] = tabs.mapTo(window, tabs.rect().center()).y()
    assert middles.keys() == words
    assert len(set(middles.values())) == 1, middles
