"""Every panel and tab is declared once, and all else follows from that."""

import gc

from hands import press
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLayout, QLayoutItem, QPushButton
from shiboken6 import delete, isValid

from playground.classroom.catalogue import controls
from playground.texts.tabs import TABS
from playground.window import panels, workspace
from playground.window.panels import PANELS, Panel, Region

TAB_LINES = [one for one in PANELS if one.place is Region.TAB]


def test_every_line_is_of_one_place_of_its_own():
    names = [one.name for one in PANELS]
    assert len(names) == len(set(names))
    assert all((one.make is None) == (one.place is Region.OVER) for one in PANELS)
    assert [one.keys for one in PANELS if one.place is Region.OVER and one.keys is None] == []


def test_every_tab_has_its_words_its_control_and_its_command(window):
    assert [one.name for one in TAB_LINES] == list(TABS) == list(window.output.names)
    for k, one in enumerate(TAB_LINES, start=1):
        assert f"output.{one.name}" in controls()
        action = window.menus.actions[f"output.{one.name}"]
        assert action.shortcut().toString() == f"Ctrl+{k}"
        action.trigger()
        assert window.output.tab == one.name


def test_a_tab_more_is_a_line_more(monkeypatch, open_window):
    from playground.texts.text import ControlWords
    from playground.widgets.output.page import Page

    shown = []

    class Third(Page):
        def show_snapshot(self, snapshot):
            shown.append(snapshot)

    monkeypatch.setitem(TABS, "third", ControlWords("Tab: third", "One more.", text="Third"))
    for module in (panels, workspace):
        monkeypatch.setattr(module, "PANELS", (*PANELS, Panel("third", Region.TAB, Third)))
    window = open_window()
    assert not shown
    window.output.open("third")
    assert shown == [window.session.snapshot]
    assert window.output.get(Third).isVisible()


def test_the_focus_goes_from_panel_to_panel_in_their_order(window):
    order, seen = window.workspace.panels, []
    for _ in range(100):
        press(window, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        if focus in seen:
            break
        seen.append(focus)
    way = [next((k for k, one in enumerate(order) if one.isAncestorOf(focus)), None) for focus in seen]
    assert way == sorted(way)
    assert {type(order[k]).__name__ for k in way} == {
        *("Transport", "DataPanel", "NetworkPanel", "BoundaryPlot", "OutputTabs", "TrainingPanel")
    }


def test_after_a_walk_nothing_is_taken_for_gone_when_a_control_is(window):
    passing = QPushButton(window.workspace)
    passing.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    passing.show()
    for _ in range(8):
        window.workspace.walk(1)
    delete(passing)
    gone = [one for one in (*window.workspace.panels, *window.menus._menus.values()) if not isValid(one)]
    assert gone == []


def test_python_keeps_no_item_of_a_layout(window):
    window.training.toggle_drawer()
    kinds = [type(one) for one in gc.get_objects()]
    items = [one for one in kinds if issubclass(one, QLayoutItem) and not issubclass(one, QLayout)]
    assert items == []
