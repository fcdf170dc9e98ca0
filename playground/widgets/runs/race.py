"""A race: one start under up to eight values of a setting, as small pictures on one clock."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from playground.observers.lanes import Lane, Lanes
from playground.observers.plane import AskPlane
from playground.style import sizes
from playground.style.palette import Theme, lane_colour
from playground.style.scaling import fit, px
from playground.texts import compare as texts
from playground.texts.numbers import loss_text
from playground.widgets.controls import Button, prepare
from playground.widgets.controls.base import announce
from playground.widgets.controls.visibility import reveal
from playground.widgets.runs.figures import Figures, why_none
from playground.widgets.runs.lane_output import LaneOutput
from playground.widgets.runs.lanes_page import LanesPage, lane_of

RESOLUTION = 40  # of the outputs
LEAST = 104  # the width of a tile
WORDS = 96  # the height of its words and its button
ABOUT = 0.1  # the share by which pictures may be smaller than they could be


class LaneTile(QWidget):
    """One run of a race.

    Signals
    -------
    take_asked ()
    """

    take_asked = Signal()

    def __init__(self, lane: int) -> None:
        super().__init__()
        self.lane = lane
        letter = texts.LETTERS[lane]
        self._badge, self._name, self._place, self.figures = QLabel(letter), QLabel(), QLabel(), Figures()
        self._badge.setProperty("role", "strong")
        self._place.setProperty("role", "strong")
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.output = LaneOutput()
        prepare(self.output, f"compare.{letter.lower()}_output")
        self.take = Button(f"compare.{letter.lower()}_take")
        self.take.setProperty("role", "slim")
        self.take.clicked.connect(self.take_asked)
        column, head = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        fit(column.setSpacing, sizes.TIGHT)
        column.addLayout(head)
        head.addWidget(self._badge)
        head.addWidget(self._name, 1)
        head.addWidget(self._place)
        column.addWidget(self.output, 1)
        column.addWidget(self.figures)
        column.addWidget(self.take)

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(px(LEAST), 0))

    def show_name(self, name: str) -> None:
        """Show what the run is called."""
        self._name.setText(name)
        self._name.setToolTip(name)

    def show_output(self, lane: Lane | None) -> None:
        """Show what the run says now."""
        self.output.show_snapshot(lane.snapshot if lane is not None else None)
        self.take.setEnabled(lane is not None)

    def show_figures(self, lane: Lane | None) -> None:
        """Show how far the run is now, and whether it has arrived."""
        place = "" if lane is None or lane.arrival is None else texts.place_text(lane.arrival.place)
        before = self._place.text()
        self.figures.show_forms(*self._said(lane))
        if place != before:
            self._place.setText(place)
        if place and place != before:
            announce(self, texts.TILE(name=self._name.text(), state=place), urgent=False)

    def _said(self, lane: Lane | None) -> tuple[str, ...]:
        why = why_none(lane)
        if lane is None or why:
            return (why,)
        snapshot = lane.snapshot
        part = "test" if len(snapshot.data.test) else "train"
        loss = loss_text(getattr(snapshot.metrics, f"{part}_loss"))
        said = {"epoch": snapshot.epoch, "part": texts.PART_OF[part](), "loss": loss}
        return tuple(one(**said) for one in texts.EPOCH_AND_LOSS)

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self.output.apply_theme(colours)
        self._badge.setStyleSheet(f"color: {lane_colour(colours, self.lane)}")


class Tiles(QWidget):
    """The runs of a race in rows, their pictures as large as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[QWidget] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        fit(self._grid.setHorizontalSpacing, sizes.SPACING)
        fit(self._grid.setVerticalSpacing, sizes.SPACING)

    def show_tiles(self, tiles: Sequence[QWidget]) -> None:
        """Show these, and no others."""
        self._shown, self._columns = list(tiles), 0
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        n = len(self._shown)
        if not n:
            return
        least = max(tile.minimumSizeHint().width() for tile in self._shown)
        columns = best_columns(n, self.width(), self.height(), least, px(WORDS))
        if columns == self._columns:
            return
        self._columns = columns
        for k, tile in enumerate(self._shown):
            self._grid.addWidget(tile, k // columns, k % columns)
        for k in range(n):
            self._grid.setColumnStretch(k, 1 if k < columns else 0)
            self._grid.setRowStretch(k, 1 if k < math.ceil(n / columns) else 0)


def best_columns(n: int, width: int, height: int, least: int, words: int) -> int:
    """Return in how many columns n pictures, each with that height of words, are about as large as can be.

    Of several numbers of columns it is the smallest, which leaves the least room empty above and below.
    """

    def edge(columns: int) -> float:
        rows = math.ceil(n / columns)
        return min(width / columns, height / rows - words)

    fitting = [columns for columns in range(1, n + 1) if width / columns >= least] or [1]
    largest = max(map(edge, fitting))
    return next(columns for columns in fitting if edge(columns) >= largest - ABOUT * abs(largest))


class RacePage(LanesPage):
    """The runs of a race, who is first, and their losses in one plot.

    Signals
    -------
    again_asked ()
        Another race is to be set up.
    """

    again_asked = Signal()

    def __init__(self) -> None:
        self._made: list[LaneTile] = []
        self.tiles: list[LaneTile] = []
        self._area = Tiles()
        self.again = Button("race.again")
        super().__init__(self._area, [self.again], both=False)
        self.again.clicked.connect(self.again_asked)
        self._theme: Theme | None = None

    def show_names(self, names: Sequence[str]) -> None:
        """Show a tile for each run, with its name."""
        while len(self._made) < len(names):
            self._made.append(tile := LaneTile(len(self._made)))
            tile.take_asked.connect(lambda k=tile.lane: self.take_asked.emit(k))
            if self._theme is not None:
                tile.apply_theme(self._theme)
        self.tiles = self._made[: len(names)]
        self._area.show_tiles(self.tiles)
        for tile in self._made:
            reveal(tile, tile in self.tiles)
        for tile, name in zip(self.tiles, names, strict=True):
            tile.show_name(name)

    def show_lanes(self, lanes: Lanes | None) -> None:
        super().show_lanes(lanes)
        frames = [tile.output.frame for tile in self.tiles]
        for tile in self.tiles:
            tile.show_output(lane_of(lanes, tile.lane))
        if frames != [tile.output.frame for tile in self.tiles]:
            self.look()

    def show_in_turn(self, lanes: Lanes | None) -> None:
        for tile in self.tiles:
            tile.show_figures(lane_of(lanes, tile.lane))

    @property
    def asks(self) -> tuple[tuple[object, ...], ...]:
        return tuple((AskPlane(one.output.frame, RESOLUTION),) for one in self.tiles)

    def apply_theme(self, colours: Theme) -> None:
        super().apply_theme(colours)
        self._theme = colours
        for tile in self._made:
            tile.apply_theme(colours)
