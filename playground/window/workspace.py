"""The middle of the window: makes the panels, and gives each its place."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from playground.classroom.choice import Classroom
from playground.style.scaling import fit, px, scale
from playground.style.sizes import MARGIN, SPACING, TIGHT
from playground.style.style_sheet import BAR
from playground.texts.window import OUTPUT
from playground.widgets.controls.panel import Panel
from playground.widgets.controls.visibility import is_closed, reveal
from playground.widgets.data.panel import DataPanel
from playground.widgets.output.tabs import OutputTabs
from playground.widgets.output.viewport import WIDEST
from playground.widgets.training.panel import TrainingPanel
from playground.widgets.transport.views import BUILD, RUNS
from playground.window.middle import Middle
from playground.window.panels import PANELS, Region
from playground.window.side import Side

NARROW = 1240  # at the usual text size: where the window has less, network and mathematics are two tabs
FOLDED = 1.5  # times larger than usual, text leaves no room for the training settings on a line of their own
SIDES, HALVES = (590, 420), (500, 500)  # shares of the network and the output
PLOTS = (420, 230)  # shares of the output plot and the tabs below it
MADE_LATER = Region.BESIDE, Region.BELOW
STARTS = frozenset(one.start for one in PANELS if one.start)
ALONE = (RUNS,)  # the views whose panel stands in place of the network
W = TypeVar("W", bound=QWidget)


class Workspace(QWidget):
    """Everything on one screen: data, network, output above training, under the transport.

    Where text is large, or the window narrow, data and training fold into two tabs of one column. In the
    Maths view they give way to the mathematics, in the Runs view to the runs, and nothing else moves.

    Attributes
    ----------
    view : str
        A name in `VIEWS`.
    """

    def __init__(
        self, made: Iterable[tuple[Region, QWidget]] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.view = BUILD
        self._at = at = {place: list[QWidget]() for place in Region}
        self._of_view: dict[tuple[str, Region], list[QWidget]] = {}  # of one view alone
        for place, widget in _made() if made is None else made:
            at[place].append(widget)
        self._below = True  # whether anything is below the output plot
        self._place(at)

    @property
    def panels(self) -> list[QWidget]:
        """From top to bottom, in each place in the order of `PANELS`; all tabs are one of them."""
        return [widget for place in Region for widget in self._at[place]]

    def _place(self, at: dict[Region, list[QWidget]]) -> None:
        """Lay all panels out."""
        column, middle = QVBoxLayout(self), QHBoxLayout()
        fit(column.setContentsMargins, SPACING, SPACING, SPACING, TIGHT)
        fit(column.setSpacing, SPACING)
        for widget in at[Region.TOP]:
            column.addWidget(widget)
        column.addLayout(middle, 1)
        fit(middle.setSpacing, SPACING)
        self._training, self._folded = self.get(TrainingPanel), False
        self._side = Side([one for one in at[Region.LEFT] if isinstance(one, Panel)])
        self._training.side = self._side
        self._training.more.toggled.connect(self._cover)
        middle.addWidget(self._side)
        self._middle = Middle([one for one in at[Region.MIDDLE] if isinstance(one, Panel)])
        self._output = _output_frame(at[Region.RIGHT])
        self._sides = _splitter(
            Qt.Orientation.Horizontal, [self._middle, self._output], SIDES, stretches=(3, 2)
        )
        self._moved = False  # whether a person has shared the width otherwise
        self._sides.splitterMoved.connect(self._note_moved)
        middle.addWidget(self._sides, 1)
        self._foot = QWidget()  # keeps the place of the training settings while they are folded away
        self._foot_pages = QStackedLayout(self._foot)  # as high as the highest, so that nothing above moves
        for widget in at[Region.BOTTOM]:
            column.addWidget(self._foot if widget is self._training else widget)
        self._unfold()
        self._withhold_tabs()
        for one in (self._side, self._middle):
            one.settle()  # now that it has its place: shown before, it would be a window of its own

    def double(self, parent: QWidget) -> Generator[int, None, "Workspace"]:
        """Make another one, for a picture: a panel in each step, and no millisecond to wait between them."""
        made = []
        for one in _made():
            made.append(one)
            yield 0
        return Workspace(made, parent)

    # -- folding -----------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fold()
            self._share()
        return done

    def _share(self) -> None:
        """Give network and output their shares of the width, until a person moves what is between them."""
        if not self._moved:
            one, other = SIDES if self._below else HALVES
            whole = self._sides.width() - self._sides.handleWidth()
            if self._side.away and self._side.is_wanted:  # the output makes room for it in any view
                whole -= self._side.width() + px(SPACING)
            self._show_output(whole - round(whole * one / (one + other)))
        self._middle.share()

    def _show_output(self, width: int) -> None:
        """Give the output a width, and what is left of it the rest."""
        self._sides.setSizes([self._sides.width() - self._sides.handleWidth() - width, width])

    def _note_moved(self) -> None:
        self._moved = True

    def _fold(self) -> None:
        """Fold, or unfold, as text size and width ask for."""
        training = self._training
        # Folded, it needs less height. Unfolded, the window may need a bar to scroll by: where there is no
        # room for that, it would fold again, need no bar, unfold, and so on for ever.
        bar = px(BAR) if self._folded else 0
        room = self.width() - 2 * px(SPACING) - bar
        folded = scale() >= FOLDED or training.width_on_line > room
        if self._side.away and self._middle.is_folded != self._folds_middle:
            self._show_middle()
        if folded == self._folded:
            return
        self._folded = folded
        if folded:
            self._side.fold_in(training)
        else:
            self._side.unfold(training)
            self._unfold()
        self._show_foot()
        before = self._side.bar if folded else _stops_in(self.get(OutputTabs))[-1]
        for one in training.focus_order():  # as the panels stand
            QWidget.setTabOrder(before, one)
            before = one

    def _unfold(self) -> None:
        self._foot_pages.addWidget(self._training)

    def _show_foot(self) -> None:
        """Give the room of the training settings back where they are elsewhere, or hidden for a class."""
        there = not self._folded and not is_closed(self._training)
        self._foot.setVisible(there)
        if not self._side.away:
            if there:
                self._foot_pages.setCurrentWidget(self._training)
            return
        for panel in self._of_view.get((self.view, Region.BELOW), ()):
            assert isinstance(panel, Panel)
            if there and panel.parent() is not self._foot:
                self._foot_pages.addWidget(panel)
            elif not there:
                self._middle.put_below(panel)
            panel.fold(not there and self._folds_middle)
            reveal(panel, there or not panel.rests)
            if there:
                self._foot_pages.setCurrentWidget(panel)

    # -- the other views ---------------------------------------------------------------------

    @property
    def _folds_middle(self) -> bool:
        """Whether what stands beside the network has no room there, and is under a tab of its own."""
        width = self.window().width()  # its own may depend on how high all is
        return width < px(NARROW) and self.view not in (BUILD, *ALONE)

    def show_view(self, view: str) -> list[QWidget]:
        """Show what a view has in place of data and training settings, or these again.

        Returns
        -------
        list of QWidget
            The panels that were made for it: they are new.
        """
        new = self._make(view)
        width = self._sides.sizes()[1]
        self._output.setFixedWidth(width)  # or it would move there and back
        if self._training.more.isChecked():
            self._training.toggle_drawer()
        for panel in self._of_view.get((self.view, Region.BELOW), ()):
            reveal(panel, False)
        self.view = view
        self._side.away = view != BUILD
        self._withhold_tabs()
        self._side.settle()
        self._show_middle()
        layout = self.layout()
        assert layout is not None
        self._sides.refresh()
        layout.activate()
        self._show_output(width)
        self._output.setMinimumWidth(0)
        self._output.setMaximumWidth(WIDEST)
        self._middle.share()
        return new

    def _make(self, view: str) -> list[QWidget]:
        """Make the panels that are in this view alone, unless there are any."""
        new = []
        for one in PANELS:
            if one.view != view or one.place not in MADE_LATER or (view, one.place) in self._of_view:
                continue
            if one.make is not None:
                new.append(widget := one.make())
                self._of_view[view, one.place] = [widget]
                self._at[one.place].append(widget)
                if isinstance(widget, Panel) and one.place is Region.BELOW:
                    widget.rested.connect(self._show_foot)
        return new

    def _show_middle(self) -> None:
        """Show the network, what stands beside it, or what stands in its place."""
        own = [one for one in self._of_view.get((self.view, Region.BESIDE), ()) if isinstance(one, Panel)]
        network = [one for one in self._at[Region.MIDDLE] if isinstance(one, Panel)]
        self._middle.show_panels(own if self.view in ALONE else [*network, *own], self._folds_middle)
        self._show_foot()

    def _withhold_tabs(self) -> None:
        """Leave the tabs out that are in another view alone."""
        self.get(OutputTabs).withhold([one.name for one in PANELS if one.view not in ("", self.view)])

    # -- folding, further --------------------------------------------------------------------

    def _cover(self, on: bool) -> None:
        """Keep the column on the left while the drawer lies over it, whatever a class sees of it."""
        self._side.covered = on
        self._side.settle()

    # -- the way by keys ---------------------------------------------------------------------

    def get(self, kind: type[W]) -> W:
        """Return the panel of a kind."""
        return next(panel for panel in self.panels if isinstance(panel, kind))

    def walk(self, by: int) -> None:
        """Give the focus to the next panel in which something can have it, or with -1 to the previous one."""
        stops = [(panel, stop) for panel in self._way() if (stop := self._start_of(panel)) is not None]
        focus = QApplication.focusWidget()
        inside = [panel for panel in self.panels if focus is not None and panel.isAncestorOf(focus)]
        here = [k for k, (panel, _) in enumerate(stops) if inside and inside[-1] is panel]
        if stops:
            panel, stop = stops[((here[0] + by) if here else min(by, 0)) % len(stops)]
            for pages in (self._side, self._middle):
                pages.bring(panel)
            stop.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _way(self) -> list[QWidget]:
        """Return the panels in the order in which keys walk from one to the next."""
        way = list(self.panels)
        if self._folded:
            way.remove(self._training)
            way.insert(way.index(self.get(DataPanel)) + 1, self._training)
        return way

    def _start_of(self, panel: QWidget) -> QWidget | None:
        """Return what gets the focus when keys lead to a panel, or None if nothing in it can have it."""
        if not panel.isVisible() and not self._side.holds(panel) and not self._middle.holds(panel):
            return None
        usable = [one for one in _stops_in(panel) if one.isVisibleTo(panel) and one.isEnabled()]
        return next((one for one in usable if one.objectName() in STARTS), next(iter(usable), None))

    def show_classroom(self, classroom: Classroom) -> None:
        """Collapse the column on the left and the output's frame if a class sees nothing of them."""
        self._side.settle()
        self._middle.settle()
        self._show_foot()
        below = any(f"output.{name}" not in classroom.hidden for name in self.get(OutputTabs).names)
        self._output.setVisible(below or "plot.boundary" not in classroom.hidden)
        if below != self._below:  # without what is below it the output plot may be as wide as it is high
            self._below, self._moved = below, False
            self._share()


def _stops_in(panel: QWidget) -> list[QWidget]:
    """Return everything in a panel that can have the focus, but not the open lists of its choices."""
    # not by nextInFocusChain: PySide takes what it returns for a child of what it was asked of, and deems
    # half of the window gone once a card is closed
    stops = [one for one in panel.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    return [one for one in stops if one.window() is panel.window()]


def _made() -> Iterator[tuple[Region, QWidget]]:
    """Make all panels, one after the other; the tabs come last."""
    for one in PANELS:
        if one.make is not None and one.place not in (Region.TAB, *MADE_LATER):
            yield one.place, one.make()
    pages = {one.name: one.make for one in PANELS if one.make and one.place is Region.TAB}
    yield Region.RIGHT, OutputTabs(pages)


def _output_frame(widgets: Sequence[QWidget]) -> QFrame:
    """The panel on the right: the output plot, and the tabs below it."""
    frame = QFrame()
    frame.setObjectName("panel")
    frame.setAccessibleName(OUTPUT())
    inside = QVBoxLayout(frame)
    fit(inside.setContentsMargins, MARGIN, SPACING, MARGIN, SPACING)
    inside.addWidget(_splitter(Qt.Orientation.Vertical, widgets, PLOTS, stretches=(3, 1)), 1)
    inside.addStretch()  # the output plot alone may be lower than the frame, and stays at its top
    return frame


def _splitter(
    orientation: Qt.Orientation, widgets: Sequence[QWidget], shares: Sequence[int], stretches: Sequence[int]
) -> QSplitter:
    splitter = QSplitter(orientation)
    for widget in widgets:
        splitter.addWidget(widget)
    splitter.setSizes(list(shares))
    for k, stretch in enumerate(stretches):
        splitter.setStretchFactor(k, stretch)
    splitter.setChildrenCollapsible(False)
    fit(splitter.setHandleWidth, SPACING)
    return splitter
