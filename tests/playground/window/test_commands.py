"""The commands as data, and the menus that are made of them."""

import pytest
from hands import at_rest, click
from PySide6.QtCore import Qt

from playground.classroom.catalogue import controls
from playground.classroom.choice import EVERYTHING, Classroom
from playground.texts import commands as words
from playground.texts.classroom import LOCKED_CONTROL
from playground.window.command import Command, DynamicMenu
from playground.window.commands import ALL_MORE, COMMANDS

EVERY = [one for one in COMMANDS if isinstance(one, Command)]


def test_every_command_has_a_name_a_menu_and_a_control_that_there_are():
    names = [one.name for one in EVERY]
    assert len(names) == len(set(names))
    assert {one.menu for one in COMMANDS} | {"view"} == set(words.MENUS)
    assert {one.control for one in EVERY if one.control} <= controls().keys()
    assert all(set(one.leads_to) <= controls().keys() for one in EVERY)
    assert all(one.text() for one in EVERY)


def test_no_two_commands_of_a_menu_are_chosen_by_the_same_letter():
    for menu in {one.menu for one in EVERY}:
        texts = [one.text() for one in EVERY if one.menu == menu]
        letters = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
        assert len(letters) == len(set(letters)), menu


def test_each_is_where_its_line_is(window):
    for menu in {one.menu for one in EVERY}:
        there = [window.menus.actions[one.name] for one in EVERY if one.menu == menu]
        shown = window.menus._menus[menu].actions()
        assert [action for action in shown if action in there] == there
    assert [isinstance(one, DynamicMenu) for one in COMMANDS].count(True) == 3


@pytest.mark.parametrize("name", ["play", "reset", "log", "plot.errors"])
def test_a_locked_command_says_so_and_its_text_is_what_it_was_before(window, name):
    action, control = window.menus.actions[name], next(one.control for one in EVERY if one.name == name)
    before = action.text()
    window.session.gate.show(Classroom(locked={control}))
    assert action.text() == words.LOCKED(text=before)
    assert action.toolTip() == LOCKED_CONTROL()
    window.session.gate.show(EVERYTHING)
    assert action.text() == before


def test_play_says_what_it_does_locked_or_not(window):
    play = window.menus.actions["play"]
    window.session.gate.show(Classroom(locked={"transport.play"}))
    window.session.play()  # nobody asked for it at a control
    assert play.text() == words.LOCKED(text=words.PAUSE())
    window.session.gate.show(EVERYTHING)
    assert play.text() == words.PAUSE()
    window.session.pause()
    at_rest(window.session)
    assert play.text() == words.PLAY()


def test_a_tick_is_on_what_is_so(window):
    action = window.menus.actions["plot.errors"]
    click_switch = window.boundary.options.switches["errors"].toggle
    for on in (True, False):
        click_switch()
        window.menus._menus["view.plot"].aboutToShow.emit()
        assert action.isChecked() is on
    window.session.gate.show(Classroom(locked={"plot.errors"}))
    action.trigger()
    assert not action.isChecked()
    assert not window.boundary.options["errors"]


def ticked_in(window, menu):
    return [one.name for one in EVERY if one.menu == menu and window.menus.actions[one.name].isChecked()]


def test_one_theme_and_one_size_is_ticked(window):
    for name in ("dark", "light", "system"):
        window.menus.actions[f"theme.{name}"].trigger()
        assert ticked_in(window, "view.theme") == [f"theme.{name}"]
    window.menus.actions["larger"].trigger()
    assert ticked_in(window, "view.size") == [f"size.{window.appearance.percent}"]
    window.menus.actions["usual"].trigger()


def test_more_settings_go_only_when_a_class_sees_none_of_them(window):
    more = window.menus.actions["more"]
    window.session.gate.show(Classroom(hidden=set(ALL_MORE[1:])))
    assert more.isVisible()
    window.session.gate.show(Classroom(hidden=set(ALL_MORE)))
    assert not more.isVisible()


def test_a_menu_with_nothing_left_goes(window):
    every = {one.control for one in EVERY if one.menu == "train" and one.control} | set(ALL_MORE)
    window.session.gate.show(Classroom(hidden=every))
    assert not window.menus._menus["train"].menuAction().isVisible()
    window.session.gate.show(EVERYTHING)
    assert window.menus._menus["train"].menuAction().isVisible()


def test_a_click_beside_the_menus_keeps_them_true(window):
    click(window, "transport.play")
    assert window.menus.actions["play"].text() == words.PAUSE()
    click(window, "transport.play")
    at_rest(window.session)
    assert window.menus.actions["play"].shortcut() == Qt.Key.Key_Space
