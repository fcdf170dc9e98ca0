"""The table of starting weights: a layer at a time, a row for each neuron, its bias last."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from engine import Experiment
from engine.base.checks import WEIGHT
from engine.experiment import Weights
from playground.files.atomic import FileError
from playground.files.cells import cells_of
from playground.style import sizes
from playground.style.scaling import fit, for_dialog
from playground.texts import weights as texts
from playground.texts.names import BIAS, layer_name, neuron_name, number_of_neuron, source_name
from playground.texts.numbers import exact_text, field_text
from playground.texts.reading import read_typed
from playground.texts.text import beginning
from playground.widgets.controls import Button, add_answers, add_labelled
from playground.widgets.controls.cells import CellView, Index
from playground.widgets.controls.choice import Choice

SIZE = QSize(560, 420)
COLUMN = 96  # the least width of a column
LONGEST_CELL = 20  # characters of a cell in a sentence
ROLE = Qt.ItemDataRole


class WeightsModel(QAbstractTableModel):
    """The weights and biases of one layer of a network, as cells.

    Parameters
    ----------
    experiment : Experiment
        It names layers and neurons.
    weights : Weights
        Of all layers, as in `NetworkSpec.weights`.
    parent : QObject

    Signals
    -------
    said (str)
        What is wrong with what was typed; "" if nothing is.
    """

    said = Signal(str)

    def __init__(self, experiment: Experiment, weights: Weights, parent: QObject) -> None:
        super().__init__(parent)
        self._experiment, self._layer = experiment, 0
        self._weights = [[list(row) for row in layer] for layer in weights]

    @property
    def weights(self) -> Weights:
        """The weights of all layers, as they are now."""
        return tuple(tuple(tuple(row) for row in layer) for layer in self._weights)

    @property
    def layer(self) -> int:
        """The layer that is shown."""
        return self._layer

    def show_layer(self, layer: int) -> None:
        """Show another layer."""
        self.beginResetModel()
        self._layer = layer
        self.endResetModel()

    def paste(self, text: str, at: Index) -> None:
        """Put cells in, the first at one cell; or all numbers of the layer, in any shape.

        All of them, or none.
        """
        row, column = (at.row(), at.column()) if at.isValid() else (0, 0)
        try:
            cells = cells_of(text, single_column=_is_column(text))
            flat = [cell for line in cells for cell in line]
            rows, columns = self.rowCount(), self.columnCount()
            if len(flat) == rows * columns:
                row = column = 0
                cells = [flat[k * columns : (k + 1) * columns] for k in range(rows)]
            self._check_room(cells, rows - row, columns - column)
            numbers = [
                [self._number(i, k, cell) for k, cell in enumerate(line, start=column)]
                for i, line in enumerate(cells, start=row)
            ]
        except (FileError, ValueError) as error:
            self.said.emit(str(error))
            return
        for i, line in enumerate(numbers, start=row):
            self._weights[self._layer][i][column : column + len(line)] = line
        self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, columns - 1))
        self.said.emit(texts.PASTED(n=len(flat)))

    def index_too_large(self) -> Index | None:
        """Show the layer with the first number that is too large to start from, and return its place."""
        for layer, rows in enumerate(self._weights):
            for row, numbers in enumerate(rows):
                for column, value in enumerate(numbers):
                    if not WEIGHT.low <= value <= WEIGHT.high:
                        self.show_layer(layer)
                        return self.index(row, column)
        return None

    def say_too_large(self, index: Index) -> None:
        """Say that a number is too large to start from."""
        self.said.emit(self._refusal(index.row(), index.column(), str(self.data(index))))

    def text_of(self, indexes: Sequence[Index]) -> str:
        """Return cells as text for a spreadsheet, with all their digits."""
        rows = sorted({index.row() for index in indexes})
        chosen = {(index.row(), index.column()) for index in indexes}
        columns = sorted({column for _, column in chosen})
        values = self._weights[self._layer]
        return "".join(
            "\t".join(repr(values[i][k]) if (i, k) in chosen else "" for k in columns) + "\n" for i in rows
        )

    def _check_room(self, cells: list[list[str]], down: int, across: int) -> None:
        """Raise a ValueError where there are more cells than room for them."""
        widest = max(map(len, cells), default=0)
        if len(cells) > down or widest > across:
            n = self.rowCount() * self.columnCount()
            room = {"room_down": down, "room_across": across}
            raise ValueError(texts.DOES_NOT_FIT(rows=len(cells), columns=widest, n=n, **room))

    def _number(self, row: int, column: int, text: str) -> float:
        """Return the number in a cell, or raise a ValueError that says where and what it must be."""
        value = read_typed(text)
        if value is None or not WEIGHT.low <= value <= WEIGHT.high:
            raise ValueError(self._refusal(row, column, text))
        return value

    def _refusal(self, row: int, column: int, text: str) -> str:
        neuron = neuron_name(self._experiment, self._layer, row)
        place = texts.PLACE(neuron=neuron, source=self._source(column))
        return texts.NOT_A_WEIGHT(place=place, shown=beginning(text, LONGEST_CELL), most=WEIGHT.high)

    def _source(self, column: int) -> str:
        last = column == self.columnCount() - 1
        return BIAS() if last else source_name(self._experiment, self._layer, column)

    # -- as Qt asks --------------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._weights[self._layer])

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._weights[self._layer][0])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = ROLE.DisplayRole) -> Any:
        if role not in (ROLE.DisplayRole, ROLE.ToolTipRole):
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self._source(section)
        if self._layer == len(self._weights) - 1:
            return neuron_name(self._experiment, self._layer, section)
        return number_of_neuron(section)

    def data(self, index: Index, role: int = ROLE.DisplayRole) -> Any:
        if role == ROLE.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role in (ROLE.DisplayRole, ROLE.EditRole, ROLE.ToolTipRole):
            write = field_text if role == ROLE.DisplayRole else exact_text
            return write(self._weights[self._layer][index.row()][index.column()])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: Index, value: Any, role: int = ROLE.EditRole) -> bool:
        if role != ROLE.EditRole or not index.isValid():
            return False
        row, column, text = index.row(), index.column(), str(value).strip()
        if text == self.data(index, ROLE.EditRole):
            return False  # the very number that is there: what is shown may have fewer digits
        try:
            self._weights[self._layer][row][column] = self._number(row, column, text)
        except ValueError as error:
            self.said.emit(str(error))
            return False
        self.said.emit("")
        self.dataChanged.emit(index, index)
        return True


def _is_column(text: str) -> bool:
    """Return whether each line is one number, whatever its decimal mark."""
    return all(read_typed(line) is not None for line in text.splitlines() if line.strip())


class WeightsDialog(QDialog):
    """All starting weights and biases, to type or to paste, a layer at a time.

    Parameters
    ----------
    experiment : Experiment
    weights : Weights
        Those that there are.
    parent : QWidget

    Signals
    -------
    chosen (tuple)
        The weights, as in `NetworkSpec.weights`.
    """

    chosen = Signal(tuple)

    def __init__(self, experiment: Experiment, weights: Weights, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("weights")
        self.setWindowTitle(texts.TITLE())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(for_dialog(SIZE))
        self.model, self.view = WeightsModel(experiment, weights, self), CellView("weights.numbers")
        self.view.setModel(self.model)
        fit(self.view.horizontalHeader().setMinimumSectionSize, COLUMN)
        self.view.paste_requested.connect(self._paste)
        self.view.copy_requested.connect(self._copy)
        self.layer = Choice(
            "weights.layer", {str(i): (layer_name(experiment, i), "") for i in range(len(weights))}
        )
        self.layer.chosen.connect(lambda name: self.model.show_layer(int(name)))
        self.message = QLabel(texts.HINT())
        self.message.setObjectName("weights.message")
        self.message.setTextFormat(Qt.TextFormat.PlainText)  # what is typed is not ours
        self.message.setWordWrap(True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.model.said.connect(lambda text: self.message.setText(text or texts.HINT()))
        self._lay_out()
        self.view.setCurrentIndex(self.model.index(0, 0))
        self.view.setFocus()

    def _lay_out(self) -> None:
        paste, cancel, take = (Button(f"weights.{name}") for name in ("paste", "cancel", "set"))
        take.setProperty("role", "primary")
        take.setDefault(True)
        for button, act in ((paste, self._paste), (cancel, self.reject), (take, self._take)):
            button.setAutoDefault(False)
            button.clicked.connect(act)
        whole = QVBoxLayout(self)
        fit(whole.setContentsMargins, *(sizes.MARGIN for _ in range(4)))
        fit(whole.setSpacing, sizes.MARGIN)
        add_labelled(whole, self.layer)
        whole.addWidget(self.view, 1)
        whole.addWidget(self.message)
        add_answers(whole, paste, cancel, take)

    def _paste(self) -> None:
        self.model.paste(QGuiApplication.clipboard().text(), self.view.currentIndex())

    def _copy(self) -> None:
        if chosen := self.view.selectionModel().selectedIndexes():
            QGuiApplication.clipboard().setText(self.model.text_of(chosen))

    def _take(self) -> None:
        """Start from the numbers; where training has made one of them too large for that, show it."""
        index = self.model.index_too_large()
        if index is not None:
            self.layer.show_name(str(self.model.layer))
            self.view.setCurrentIndex(index)
            self.model.say_too_large(index)
            return
        self.accept()
        self.chosen.emit(self.model.weights)
