"""Two runs side by side on one clock: A and B, what differs, and their losses in one plot."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.observers.lanes import Lanes
from playground.style import sizes
from playground.style.palette import Theme
from playground.style.scaling import fit
from playground.widgets.controls import Switch
from playground.widgets.runs.contender import Contender
from playground.widgets.runs.lane_column import LaneColumn
from playground.widgets.runs.lanes_page import LanesPage, lane_of

BOTH = range(2)


class SideBySide(LanesPage):
    """Two runs, each with its output and its network.

    Signals
    -------
    run_chosen (int, str), setting_chosen (int, str), value_edited (int, object)
        The side, 0 or 1, and what was chosen for it: see `ContenderRow`.
    alike_chosen (bool)
        Whether both are to start from the same weights.

    Attributes
    ----------
    sides : tuple of LaneColumn
    alike : Switch
    """

    run_chosen = Signal(int, str)
    setting_chosen = Signal(int, str)
    value_edited = Signal(int, object)
    alike_chosen = Signal(bool)

    def __init__(self) -> None:
        self.sides = tuple(LaneColumn(k) for k in BOTH)
        self.alike = Switch("compare.alike")
        main = QWidget()
        row = QHBoxLayout(main)
        row.setContentsMargins(0, 0, 0, 0)
        fit(row.setSpacing, sizes.MARGIN)
        for side in self.sides:
            row.addWidget(side, 1)
        super().__init__(main, [self.alike], both=True)
        for k, side in enumerate(self.sides):
            side.choice.run_chosen.connect(lambda key, k=k: self.run_chosen.emit(k, key))
            side.choice.setting_chosen.connect(lambda name, k=k: self.setting_chosen.emit(k, name))
            side.choice.value_edited.connect(lambda value, k=k: self.value_edited.emit(k, value))
            side.take_asked.connect(lambda k=k: self.take_asked.emit(k))
            side.changed.connect(self.look)
        self.alike.toggled.connect(self.alike_chosen)

    def _fix_note(self) -> None:
        """Keep room for what is most often said; nothing is said while they train."""
        self.note.setMinimumHeight(self._note_height)

    def offer(self, runs: Mapping[str, str], settings: tuple[str, ...]) -> None:
        """Set which runs there are to choose from, by their keys, and which settings may be changed."""
        for side in self.sides:
            side.choice.offer(runs, settings)

    def show_contenders(self, contenders: tuple[Contender, Contender]) -> None:
        """Show what is chosen for each side."""
        for side, one in zip(self.sides, contenders, strict=True):
            side.choice.show_contender(one)

    def show_alike(self, alike: bool) -> None:
        """Show whether both are to start from the same weights."""
        self.alike.show_checked(alike)

    def show_lanes(self, lanes: Lanes | None) -> None:
        super().show_lanes(lanes)
        for side in self.sides:
            side.show_lane(lane_of(lanes, side.lane))

    def show_in_turn(self, lanes: Lanes | None) -> None:
        for side in self.sides:
            lane = lane_of(lanes, side.lane)
            side.network.show_snapshot(lane.snapshot if lane is not None else None)

    @property
    def asks(self) -> tuple[tuple[object, ...], ...]:
        return tuple(side.asks for side in self.sides)

    def apply_theme(self, colours: Theme) -> None:
        super().apply_theme(colours)
        for side in self.sides:
            side.apply_theme(colours)
