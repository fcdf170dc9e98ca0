"""A race, as widgets: its tiles, and the dialog that sets it up."""

from dataclasses import replace

import pytest
from hands import EXPLOSIVE, SMALL, click, control, until
from lane_values import lane_of, lanes_of
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from engine import INITIALIZERS, OPTIMIZERS, DataSpec, Divergence
from playground.observers.lanes import MOST, Arrival, ClockUnit, Goal
from playground.style.palette import DARK, LIGHT
from playground.widgets.runs.race import LaneTile, RacePage, best_columns
from playground.widgets.runs.race_dialog import Race, RaceDialog

NAMES = [one.label for one in OPTIMIZERS.values()]


@pytest.fixture
def page(show):
    one = RacePage()
    one.resize(830, 490)
    one.apply_theme(LIGHT)
    return show(one)


# -- the tiles -------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", range(2, MOST + 1))
def test_each_run_has_a_tile_with_its_letter_and_its_name(page, n):
    page.show_names(NAMES[:n])
    page.show_lanes(lanes_of(*[lane_of()] * n))
    assert [tile._name.text() for tile in page.tiles] == NAMES[:n]
    assert [tile._badge.text() for tile in page.tiles] == list("ABCDEFGH"[:n])
    assert all(tile.isVisible() for tile in page.tiles)
    assert not any(one.isVisible() for one in page.findChildren(LaneTile) if one not in page.tiles)


def test_fewer_runs_follow_more(page):
    page.show_names(NAMES)
    page.show_names(NAMES[:2])
    assert sum(tile.isVisibleTo(page) for tile in page.findChildren(LaneTile)) == 2
    page.show_lanes(lanes_of(lane_of(), lane_of()))
    assert not page.grab().isNull()


def test_places_are_numbers(page):
    page.show_names(NAMES[:3])
    first, second = Arrival(2, 0.02, 1), Arrival(3, 0.03, 2)
    page.show_lanes(lanes_of(lane_of(), lane_of(arrival=first), lane_of(arrival=second), goal=Goal(0.3)))
    assert [tile._place.text() for tile in page.tiles] == ["", "1st", "2nd"]


def test_a_tile_says_epoch_and_the_loss_that_counts(page):
    page.show_names(NAMES[:2])
    untested = lane_of(replace(SMALL, data=replace(SMALL.data, test_fraction=0.0)))
    page.show_lanes(lanes_of(lane_of(), untested))
    test, train = lane_of().snapshot.metrics.test_loss, untested.snapshot.metrics.train_loss
    said = [f"epoch 3 · test loss {test:.4f}", f"epoch 3 · training loss {train:.4f}"]
    assert [tile.figures.toolTip() for tile in page.tiles] == said


def test_figures_take_turns_with_the_losses_where_moments_follow_quickly_and_the_last_are_shown(
    page, monkeypatch
):
    page.show_names(NAMES[:2])
    drawn = []
    monkeypatch.setattr(page.curves, "show_lanes", lambda _: drawn.append("losses"))
    monkeypatch.setattr(LaneTile, "show_figures", lambda tile, _: drawn.append(tile.lane))
    monkeypatch.setattr(page, "_last", 1e12)  # a moment ago
    lanes = lanes_of(lane_of(), lane_of())
    for _ in range(4):
        page.show_lanes(replace(lanes, busy=True, playing=True))
        page._last = 1e12
    assert sorted(drawn, key=str) == [0, 0, 1, 1, "losses", "losses"]
    drawn.clear()
    page.show_lanes(lanes)
    assert sorted(drawn, key=str) == [0, 1, "losses"]


def test_a_tile_says_why_it_has_no_figures(page):
    page.show_names(NAMES[:3])
    pointless = lane_of(replace(SMALL, data=DataSpec(dataset="own", points=())), epochs=0)
    gone = lane_of(EXPLOSIVE, epochs=0, diverged=Divergence(epoch=1, steps=7, what="loss", kept=0))
    page.show_lanes(lanes_of(pointless, gone))
    said = [tile.figures.toolTip() for tile in page.tiles]
    assert said == ["No points to learn from: add some in Build.", "Diverged at epoch 1", "Preparing…"]


def test_a_tile_can_be_taken(page):
    taken = []
    page.take_asked.connect(taken.append)
    page.show_names(NAMES[:2])
    page.show_lanes(lanes_of(lane_of(), lane_of()))
    click(page, "compare.b_take")
    assert taken == [1]


def test_it_is_drawn_at_every_size(page):
    page.show_names(NAMES)
    for size, theme in ((QSize(1300, 800), DARK), (QSize(420, 500), LIGHT), (QSize(830, 490), DARK)):
        page.window().resize(size)
        page.apply_theme(theme)
        page.show_lanes(lanes_of(*[lane_of()] * len(NAMES), goal=Goal(0.1)))
        assert not page.grab().isNull()


@pytest.mark.parametrize(
    ("n", "width", "height", "columns"),
    [
        (4, 600, 600, 2),
        (4, 800, 260, 4),
        (4, 545, 460, 2),
        (8, 580, 490, 4),
        (2, 300, 900, 1),
        (8, 90, 500, 1),
        (3, 900, 300, 3),
    ],
)
def test_pictures_are_as_large_as_there_is_room_for(n, width, height, columns):
    assert best_columns(n, width, height, least=104, words=96) == columns


# -- the dialog ------------------------------------------------------------------------------------


@pytest.fixture
def ask(show):
    made = []

    def open_one(experiment=SMALL, kinds=("optimizer", "learning_rate", "initializer"), last=None):
        parent = show(QWidget())
        dialog = RaceDialog(parent, experiment, kinds, last)
        dialog.show()
        races = []
        dialog.started.connect(races.append)
        made.append(dialog)
        return dialog, races

    yield open_one
    for dialog in made:
        dialog.close()


def test_the_dialog_is_as_high_as_what_it_offers(ask):
    dialog, _ = ask()

    def fits():
        page, count = dialog._pages, dialog._count
        parts = [one for one in page.currentWidget().children() if one.isWidgetType()]
        below = page.height() - max(one.y() + one.height() for one in parts)
        return below <= 4 and 0 <= count.y() - page.geometry().bottom() <= 2 * dialog.layout().spacing()

    for kind in ("optimizer", "learning_rate", "initializer", "optimizer"):
        control(dialog, "race.what").setCurrentText(kind)
        until(fits)


def test_some_optimizers_are_chosen_and_that_of_the_run_among_them(ask):
    own = replace(SMALL, training=replace(SMALL.training, optimizer="nadam"))
    dialog, races = ask(own)
    click(dialog, "race.start")
    (race,) = races
    assert race.what == "optimizer"
    assert "nadam" in race.values
    assert 2 <= len(race.values) <= MOST
    assert (race.goal, race.unit) == (Goal(0.1), ClockUnit.EPOCHS)
    assert race.names == tuple(OPTIMIZERS[value].label for value in race.values)


def test_rates_are_typed_in_any_form_and_each_counts_once(ask):
    dialog, races = ask()
    control(dialog, "race.what").setCurrentText("learning_rate")
    control(dialog, "race.rates").setText("0.1 1/4; 3e-2  0.1")
    click(dialog, "race.start")
    assert races[0].values == (0.1, 0.25, 0.03)
    assert races[0].names == ("0.1", "0.25", "0.03")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0.1 fast", "“fast” is not a learning rate"),
        ("0.1 -1", "“-1” is no"),
        ("0", "“0” is no"),
        ("0.1", "Choose at least two"),
        ("", "Choose at least two"),
        (" ".join(str(k) for k in range(1, 11)), "10 chosen: at most 8"),
    ],
)
def test_what_cannot_be_raced_is_said_and_does_not_start(ask, typed, said):
    dialog, _ = ask()
    control(dialog, "race.what").setCurrentText("learning_rate")
    control(dialog, "race.rates").setText(typed)
    assert dialog._count.text().startswith(said)
    assert not control(dialog, "race.start").isEnabled()


def test_more_than_eight_initialisers_are_too_many(ask):
    assert len(INITIALIZERS) > MOST
    dialog, _ = ask()
    control(dialog, "race.what").setCurrentText("initializer")
    for name in INITIALIZERS:
        control(dialog, f"race.value_{name}").setChecked(True)
    assert not control(dialog, "race.start").isEnabled()
    for name in list(INITIALIZERS)[MOST:]:
        control(dialog, f"race.value_{name}").setChecked(False)
    assert control(dialog, "race.start").isEnabled()


def test_the_goal_can_be_another_or_none(ask):
    dialog, races = ask()
    control(dialog, "race.goal").setValue(0.25)
    control(dialog, "race.clock").setCurrentText("SECONDS")
    click(dialog, "race.start")
    assert (races[0].goal, races[0].unit) == (Goal(0.25), ClockUnit.SECONDS)
    dialog, races = ask(last=races[0])
    click(dialog, "race.with_goal")
    click(dialog, "race.start")
    assert races[0].goal is None


@pytest.mark.parametrize(
    "last",
    [
        Race("learning_rate", (0.5, 1.0), Goal(0.02), ClockUnit.SECONDS),
        Race("initializer", ("zeros", "he_normal"), None),
        Race("optimizer", ("adam", "sgd")),
    ],
)
def test_what_was_chosen_the_last_time_is_chosen_again(ask, last):
    dialog, races = ask(last=last)
    click(dialog, "race.start")
    assert (races[0].what, set(races[0].values), races[0].goal, races[0].unit) == (
        last.what, set(last.values), last.goal, last.unit,
    )  # fmt: skip


def test_a_class_races_only_what_it_may_change(ask):
    dialog, _ = ask(kinds=("learning_rate",))
    assert control(dialog, "race.what").count() == 1
    assert control(dialog, "race.start").isEnabled()
