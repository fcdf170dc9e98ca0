"""The switch between the views of the window: Build, Maths, Runs."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from playground.classroom.catalogue import MATHS_VIEW, RUNS_VIEW
from playground.classroom.choice import Classroom
from playground.style.scaling import fit
from playground.widgets.controls import Button
from playground.widgets.controls.visibility import hide

BUILD, MATHS, RUNS = "build", "maths", "runs"
VIEWS = {BUILD: "view.build", MATHS: MATHS_VIEW, RUNS: RUNS_VIEW}  # the buttons that lead to them
GAP = 2


class ViewSwitch(QWidget):
    """A button for each view, side by side or one above the other; that of the view in sight is pressed.

    Signals
    -------
    chosen (str)
        A name in `VIEWS`.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._buttons = {view: Button(name) for view, name in VIEWS.items()}
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        fit(self._row.setSpacing, GAP)
        for view, button in self._buttons.items():
            button.setCheckable(True)
            button.setProperty("role", "view")
            button.clicked.connect(lambda _=False, view=view: self._choose(view))
            self._row.addWidget(button)
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

    def stack(self, on: bool) -> None:
        """Put the buttons one above the other, where there is little width."""
        way = QBoxLayout.Direction
        self._row.setDirection(way.TopToBottom if on else way.LeftToRight)

    @property
    def widths(self) -> tuple[int, int]:
        """The widths that it needs: with its buttons one above the other, and side by side."""
        each = [button.sizeHint().width() for button in self._buttons.values()]
        return max(each), sum(each) + self._row.spacing() * (len(each) - 1)

    def show_classroom(self, classroom: Classroom) -> None:
        """Have the views go that a class does not see; all of it where there is nothing left to switch."""
        for view, name in VIEWS.items():
            hide(self._buttons[view], name in classroom.hidden)
        hide(self, {MATHS_VIEW, RUNS_VIEW} <= classroom.hidden)
