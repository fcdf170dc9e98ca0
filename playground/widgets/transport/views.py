"""The switch between the views of the window: Build, Maths, Runs."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from playground.classroom.catalogue import MATHS_VIEW, RUNS_VIEW
from playground.classroom.choice import Classroom
from playground.style.scaling import fit
from playground.widgets.controls import Button
from playground.widgets.controls.visibility import hide, is_closed

BUILD, MATHS, RUNS = "build", "maths", "runs"
VIEWS = {BUILD: "view.build", MATHS: MATHS_VIEW, RUNS: RUNS_VIEW}  # the buttons that lead to them
GAP = 2


class ViewSwitch(QWidget):
    """A button for each view, in one row or in several; that of the view in sight is pressed.

    Signals
    -------
    chosen (str)
        A name in `VIEWS`.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._buttons = {view: Button(name) for view, name in VIEWS.items()}
        self._grid, self._columns = QGridLayout(self), len(VIEWS)
        self._grid.setContentsMargins(0, 0, 0, 0)
        fit(self._grid.setSpacing, GAP)
        for view, button in self._buttons.items():
            button.setCheckable(True)
            button.setProperty("role", "view")
            button.clicked.connect(lambda _=False, view=view: self._choose(view))
        self._place()
        self._shown = BUILD
        self.show_view(self._shown)

    def _choose(self, view: str) -> None:
        self.show_view(self._shown)  # a press does not switch by itself: whoever listens may refuse
        self.chosen.emit(view)

    def show_view(self, view: str) -> None:
        """Show which view is in sight."""
        self._shown = view
        for name, button in self._buttons.items():
            button.setChecked(name == view)

    @property
    def _open(self) -> list[Button]:
        """The buttons that a class sees."""
        return [button for button in self._buttons.values() if not is_closed(button)]

    def show_columns(self, columns: int) -> None:
        """Put the buttons into so many columns: into few where there is little width."""
        if columns != self._columns:
            self._columns = columns
            self._place()
            self._grid.activate()  # whatever it stands in knows its size at once

    def _place(self) -> None:
        some, columns = self._open, self._columns
        for k, button in enumerate(some):
            alone = k == len(some) - 1 and k % columns == 0  # in its row
            self._grid.addWidget(button, k // columns, k % columns, 1, columns if alone else 1)

    def width_in(self, columns: int) -> int:
        """Return the width that it needs with its buttons in so many columns."""
        each = [button.sizeHint().width() for button in self._open]
        rows = [each[k : k + columns] for k in range(0, len(each), columns)]
        return max((sum(row) + self._grid.spacing() * (len(row) - 1) for row in rows), default=0)

    def show_classroom(self, classroom: Classroom) -> None:
        """Have the views go that a class does not see; all of it where there is nothing left to switch."""
        for view, name in VIEWS.items():
            hide(self._buttons[view], name in classroom.hidden)
        self._place()
        hide(self, {MATHS_VIEW, RUNS_VIEW} <= classroom.hidden)
