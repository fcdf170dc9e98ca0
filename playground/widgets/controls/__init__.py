"""The small controls that every panel is made of: numbers, sliders, choices, switches, buttons.

A click leaves the keyboard focus where it was, so that Space still means Play; Tab gives each control the
focus in turn, and it then gets the keys it understands.
"""

from playground.widgets.controls.base import commit_typing, is_override, mark_focus, prepare
from playground.widgets.controls.buttons import Button, MenuButton, Switch, add_answers, icon_button
from playground.widgets.controls.choice import Choice
from playground.widgets.controls.labels import add_labelled, caption, caption_of, heading
from playground.widgets.controls.numbers import ALL, BatchSize, RealNumber, WholeNumber
from playground.widgets.controls.sliders import NumberSlider, Slider, stops_of

__all__ = [
    "ALL",
    "BatchSize",
    "Button",
    "Choice",
    "MenuButton",
    "NumberSlider",
    "RealNumber",
    "Slider",
    "Switch",
    "WholeNumber",
    "add_answers",
    "add_labelled",
    "caption",
    "caption_of",
    "commit_typing",
    "heading",
    "icon_button",
    "is_override",
    "mark_focus",
    "prepare",
    "stops_of",
]
