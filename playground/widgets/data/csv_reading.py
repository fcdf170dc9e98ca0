"""How a table is read: each of encoding, worksheet, separator, decimal mark and header can be changed."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from playground.files.table import HowRead, Sheet
from playground.style.scaling import fit
from playground.style.sizes import SPACING
from playground.texts import tables as texts
from playground.texts.text import Text
from playground.widgets.controls import Choice, Switch, caption_of
from playground.widgets.controls.base import literal
from playground.widgets.data.csv_preview import short

NAMES = ("encoding", "worksheet", "separator", "decimal")


class ReadingControls(QWidget):
    """The controls that say how a table is read; what does not apply to it is not there.

    Attributes
    ----------
    how : HowRead
        What the person has chosen; None for what is still to be detected.

    Signals
    -------
    changed ()
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.how = HowRead()
        known = {"separator": texts.SEPARATORS, "decimal": texts.DECIMALS}
        self._choices = {name: Choice(f"csv.{name}", _options(known.get(name, {}))) for name in NAMES}
        self._captions = {name: caption_of(choice) for name, choice in self._choices.items()}
        self._header = Switch("csv.header")
        self._header.clicked.connect(lambda on: self._choose("header", on))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        fit(grid.setSpacing, SPACING)
        for k, (name, choice) in enumerate(self._choices.items()):
            choice.chosen.connect(partial(self._choose, name))
            grid.addWidget(self._captions[name], 0, k)
            grid.addWidget(choice, 1, k)
        grid.addWidget(self._header, 1, len(NAMES))
        grid.setColumnStretch(len(NAMES) + 1, 1)

    def _choose(self, name: str, chosen: Any) -> None:
        if name == "worksheet":
            self.how = HowRead()  # another worksheet has a header of its own
        self.how = replace(self.how, **{name: chosen})
        self.changed.emit()

    def show_sheet(self, sheet: Sheet) -> None:
        """Show how a table was read, and what may be chosen instead."""
        offered = {"encoding": sheet.encodings, "worksheet": sheet.worksheets}
        for name, choice in self._choices.items():
            now = getattr(sheet.how, name)
            if name in offered:
                with QSignalBlocker(choice):
                    choice.clear()
                    for one in offered[name]:
                        shown = texts.encoding(one) if name == "encoding" else one
                        choice.addItem(short(shown), one)
                        choice.setItemData(choice.count() - 1, literal(shown), Qt.ItemDataRole.ToolTipRole)
            choice.show_name(now or "")
            applies = now is not None and len(offered.get(name, (now, now))) > 1
            choice.setVisible(applies)
            self._captions[name].setVisible(applies)
        self._header.show_checked(bool(sheet.how.header))
        self._header.setVisible(sheet.how.header is not None)


def _options(words: dict[str, Text]) -> dict[str, tuple[str, str]]:
    return {key: (word(), word()) for key, word in words.items()}
