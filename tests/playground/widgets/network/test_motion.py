"""Layers and neurons come and go in a motion, which nobody has to wait for."""

import pytest
from hands import SMALL, at_rest, click, click_at, neuron_place, press, settled, until
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from playground.style import motion
from playground.widgets.network.layout import Layout
from playground.widgets.network.motion import between

KEY = Qt.Key
ROOM = (700, 560)


def layout_of(*widths, firsts=None):
    return Layout.of(widths, firsts or (0,) * len(widths), ROOM, 66)


def rows_of(layout):
    return [[round(row, 6) for row in column.rows] for column in layout.columns]


# -- from one layout to the next -------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"), [((4, 3, 1), (4, 5, 1)), ((4, 1), (4, 4, 1)), ((4, 4, 1), (1,)), ((2, 9), (9, 2))]
)
def test_a_way_begins_and_ends_where_the_layouts_are(before, after):
    begin, end = layout_of(*before), layout_of(*after)
    assert between(begin, end, 1.0) is end
    start = between(begin, end, 0.0)
    assert [len(column.rows) for column in start.columns] == [len(column.rows) for column in end.columns]
    common = min(len(before), len(after)) - 1
    for k in [*range(common), -1]:
        assert start.columns[k].centre == begin.columns[k].centre
        for one, other in zip(start.columns[k].rows, begin.columns[k].rows, strict=False):
            assert one == other
    half = between(begin, end, 0.5)
    for one, first, last in zip(half.columns, start.columns, end.columns, strict=True):
        assert one.centre == pytest.approx(0.5 * (first.centre + last.centre))
        assert one.rows == pytest.approx([0.5 * (a + b) for a, b in zip(first.rows, last.rows, strict=True)])


def test_a_new_neuron_comes_out_of_the_last_one_and_a_new_layer_out_of_the_output():
    begin = layout_of(4, 1)
    grown = between(begin, layout_of(6, 1), 0.0)
    assert rows_of(grown)[0] == [*rows_of(begin)[0], *[rows_of(begin)[0][-1]] * 2]
    deeper = between(begin, layout_of(4, 4, 1), 0.0)
    assert rows_of(deeper)[1] == rows_of(begin)[1] * 4
    assert deeper.columns[1].centre == deeper.columns[2].centre == begin.columns[1].centre


# -- in the window ---------------------------------------------------------------------------


@pytest.fixture
def moving(open_window, monkeypatch):
    """A window on a screen, in which things move."""
    window = open_window(SMALL)
    monkeypatch.setattr(motion, "UNSEEN", ())
    yield window
    motion.reduce(None)


def on_its_way(window):
    return window.network.drawing._motion.is_moving


def seen(window):
    return rows_of(window.network.drawing._motion.layout)


def there(window):
    return rows_of(window.network.drawing._layout)


CHANGES = {
    "a neuron more": lambda w: w.session.edit("layer0.width", "layers/0", width=5),
    "a neuron fewer": lambda w: w.session.edit("layer1.width", "layers/1", width=2),
    "a layer more": lambda w: w.network.add_layer(),
    "a layer fewer": lambda w: w.network.remove_layer(),
    "more outputs": lambda w: w.session.edit("data.dataset", "data", dataset="blobs"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_comes_and_goes_moves_and_is_there_in_the_end(moving, change):
    drawing, began = moving.network.drawing, []
    drawing._motion._way.stateChanged.connect(lambda *states: began.append(states))
    CHANGES[change](moving)
    until(lambda: began and not on_its_way(moving) and settled(moving.session))
    assert seen(moving) == there(moving)
    assert drawing._motion.layout is drawing._layout


def test_a_click_goes_where_a_neuron_will_be(moving):
    moving.network.add_layer()
    assert on_its_way(moving)
    click_at(moving, neuron_place(moving, 2, 1))
    assert moving.network.cards.spot == (2, 1)
    press(moving, KEY.Key_Escape)
    until(lambda: not on_its_way(moving))


def test_changes_in_a_quick_order_end_in_the_last_one(moving):
    for _ in range(3):
        moving.network.add_layer()
        moving.network.remove_layer()
        moving.session.edit("layer0.width", "layers/0", width=7)
        QApplication.processEvents()
        moving.session.edit("layer0.width", "layers/0", width=2)
        moving.resize(1200 + moving.width() % 2, 800)
        QApplication.processEvents()
    until(lambda: not on_its_way(moving) and settled(moving.session))
    assert seen(moving) == there(moving)
    assert [len(rows) for rows in seen(moving)] == [2, 3, 1]


def test_nothing_moves_where_nothing_comes_or_goes(moving):
    moving.session.edit("training.learning_rate", "training", learning_rate=0.1)
    moving.session.edit("layer0.activation", "layers/0", activation="relu")
    moving.resize(1100, 760)
    QApplication.processEvents()
    click(moving, "transport.step")
    at_rest(moving.session)
    assert not on_its_way(moving)


def test_a_window_may_close_while_something_moves(moving):
    moving.network.add_layer()
    assert on_its_way(moving)
    moving.close()


# -- reduced motion --------------------------------------------------------------------------


def test_the_view_menu_reduces_motion_and_it_is_remembered(moving, open_window):
    action = moving.menus.actions["reduced_motion"]
    assert not action.isChecked()
    action.trigger()
    assert action.isChecked()
    moving.network.add_layer()
    assert not on_its_way(moving)
    assert seen(moving) == there(moving)
    again = open_window(SMALL)
    assert again.menus.actions["reduced_motion"].isChecked()
    again.network.add_layer()
    assert not on_its_way(again)
    again.menus.actions["reduced_motion"].trigger()
    again.network.add_layer()
    assert on_its_way(again)
    until(lambda: not on_its_way(again))
