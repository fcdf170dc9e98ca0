"""The dialog of a worksheet: what is written on it, its numbers, and the page as it will be."""

from PySide6.QtWidgets import QWidget

from engine.base.checks import Range
from playground.texts import worksheet as texts
from playground.widgets.controls import Choice, WholeNumber, add_labelled
from playground.widgets.dialogs.page import PageDialog

SEEDS = Range(0, 9999, whole=True)
USUAL_DECIMALS = "3"


class WorksheetDialog(PageDialog):
    """What is chosen of a worksheet, beside its first page.

    Parameters
    ----------
    parent : QWidget
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__("worksheet", texts.HEADING(), texts.TITLE(), parent)
        self._kind = Choice("worksheet.kind", {name: (words(), "") for name, words in texts.KINDS.items()})
        self._decimals = Choice(
            "worksheet.decimals", {str(n): (texts.DECIMALS(n=n), "") for n in range(2, 7)}
        )
        self._decimals.show_name(USUAL_DECIMALS)
        self._seed = WholeNumber("worksheet.seed", SEEDS)
        for choice in (self._kind, self._decimals):
            choice.chosen.connect(self.changed)
        self._seed.edited.connect(self.change_soon)
        for one in (self._kind, self._decimals, self._seed, self.title_edit):
            add_labelled(self.column, one)
        self.column.addStretch()
        self._kind.setFocus()

    @property
    def kind(self) -> str:
        """The name of what is written on it."""
        return self._kind.name()

    @property
    def decimals(self) -> int:
        """To which numbers are rounded."""
        return int(self._decimals.name())

    @property
    def seed(self) -> int:
        """Which exercise; 0 for the numbers of the window."""
        return self._seed.value()
