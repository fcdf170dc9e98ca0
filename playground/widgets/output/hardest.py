"""The points that the network finds hardest, ranked by their loss."""

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QHideEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
)

from engine import DataSpec, Problem
from playground.observers.hardest import AskHardest, Hardest
from playground.observers.plane import is_line
from playground.observers.samples import Point
from playground.observers.snapshot import Snapshot
from playground.style import palette
from playground.style.palette import Theme
from playground.style.scaling import LARGE, area, fit, px, scale
from playground.texts import old
from playground.texts import output as texts
from playground.texts.names import axis_names, class_label, loss_name, part_name
from playground.texts.numbers import USUAL_SPANS, coordinate_text, loss_text, value_text
from playground.widgets.controls import caption, prepare
from playground.widgets.controls.base import explain, is_override, literal
from playground.widgets.output.keymaps import HARDEST
from playground.widgets.output.metrics import nothing_in
from playground.widgets.output.page import Page

COUNT = 20
ROW = 20
CELL_AIR = 8  # beside what is in a cell
USUAL = ("88", "train 888", "−8.88", "−8.88", "", "", "8.8888")  # what columns hold; labels differ
LEAST = QSize(200, 60)
SHARES = (0.06, 0.19, 0.13, 0.13, 0.13, 0.19, 0.17)  # of the width
VALUE_SHARES = (0.06, 0.19, 0.13, 0.13, 0.16, 0.17, 0.16)
ONE_INPUT_SHARES = (0.06, 0.21, 0.15, 0.0, 0.17, 0.21, 0.20)
NARROW_SHARES = (0.08, 0.26, 0.0, 0.0, 0.20, 0.24, 0.22)
NARROWEST_SHARES = (0.0, 0.28, 0.0, 0.0, 0.22, 0.26, 0.24)
COLUMNS, PREDICTED = 7, 5
WALKS = HARDEST.every
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Ranking(QAbstractTableModel):
    """The table's contents: always as many rows as there are points to rank."""

    def __init__(self) -> None:
        super().__init__()
        self.points: tuple[Point, ...] = ()
        self.muted = QColor(palette.LIGHT.muted)
        self.is_old = False  # whether a newer ranking is being computed
        self.first = 0  # the first column in sight, whose heading says so
        self._problem, self._data, self._spans = Problem("binary", 2), DataSpec(), USUAL_SPANS

    def show_points(
        self, points: tuple[Point, ...], problem: Problem, data: DataSpec, spans: tuple[float, float]
    ) -> None:
        """Show these points, in a frame that spans so much; axes and classes have their names from `data`."""
        resized = len(points) != len(self.points)
        if resized:
            self.beginResetModel()
        renamed = headings(data) != headings(self._data)
        self.points, self._problem, self._data, self._spans = points, problem, data, spans
        if renamed:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, COLUMNS - 1)
        if resized:
            self.endResetModel()
        elif points:
            self.dataChanged.emit(self.index(0, 0), self.index(len(points) - 1, COLUMNS - 1))

    def mark(self, is_old: bool) -> None:
        """Mark the ranking as old, or not."""
        self.is_old = is_old
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, self.first, self.first)
        if self.points:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.points) - 1, COLUMNS - 1))

    @property
    def shares(self) -> tuple[float, ...]:
        """Which share of the width each column needs; with one input there is none for x₂."""
        if is_line(self._data):
            return ONE_INPUT_SHARES
        wide = self._problem.kind == "regression" or self._data.class_names  # a number of a class is narrow
        return VALUE_SHARES if wide else SHARES

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.points)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else COLUMNS

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if orientation != Qt.Orientation.Horizontal:
            return None
        heading = headings(self._data)[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return old.MARKED(figure=heading) if self.is_old and section == self.first else heading
        return literal(heading) if role == Qt.ItemDataRole.ToolTipRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            left = index.column() == 1
            side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            row = cells(index.row() + 1, self.points[index.row()], self._problem, self._data, self._spans)
            text = row[index.column()]
            return text if role == Qt.ItemDataRole.DisplayRole else literal(text)
        if role == Qt.ItemDataRole.ForegroundRole and self.is_old:
            return self.muted
        return None


def headings(data: DataSpec) -> tuple[str, ...]:
    """Return the headings of the columns."""
    names = texts.POINT(), *axis_names(data), texts.LABEL(), texts.PREDICTED(), loss_name(data)
    return ("", *names)


def cells(
    rank: int, point: Point, problem: Problem, data: DataSpec, spans: tuple[float, float] = USUAL_SPANS
) -> tuple[str, ...]:
    """Return the texts of a row; coordinates as a frame that spans so much needs them."""
    if problem.kind == "regression":
        label, predicted = value_text(point.label), value_text(point.predicted)
    else:
        right = point.label == point.predicted
        label = class_label(data, int(point.label))
        predicted = f"{class_label(data, int(point.predicted))} {'✓' if right else '✗'}"
    name = texts.PART_NUMBER(part=part_name(point.part), n=point.index + 1)
    x = [coordinate_text(*one) for one in zip(point.x, spans, strict=False)]
    x += [""] * (2 - len(x))
    return str(rank), name, *x, label, predicted, loss_text(point.loss)


class _Prediction(QStyledItemDelegate):
    """A predicted class, which ends with ✓ or ✗: a long name is cut before that."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle


class HardestPoints(Page):
    """A table; the row that is chosen is marked in the output plot, and followed as its rank changes."""

    asks = (AskHardest(COUNT),)

    def __init__(self) -> None:
        super().__init__()
        self._model = Ranking()
        self._point: Point | None = None
        self._following = False
        self.table = QTableView()
        prepare(self.table, "plot.hardest")
        self.table.setModel(self._model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.table.setWordWrap(False)
        self.table.setItemDelegateForColumn(PREDICTED, _Prediction(self.table))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows, columns = self.table.verticalHeader(), self.table.horizontalHeader()
        rows.hide()
        fit(rows.setMinimumSectionSize, ROW)
        fit(rows.setDefaultSectionSize, ROW)
        columns.setHighlightSections(False)
        columns.setTextElideMode(Qt.TextElideMode.ElideRight)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        fit(columns.setMinimumSectionSize, 20)
        self.table.installEventFilter(self)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self._empty = caption("")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.hide()
        column.addWidget(self._empty, 1)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the ranking that a snapshot brings."""
        empty = nothing_in(snapshot.data)
        if empty != self._empty.text():
            self._empty.setText(empty)
            self._empty.setVisible(bool(empty))
            self.table.setVisible(not empty)
        hardest = snapshot.get(Hardest)
        points = hardest.points if hardest is not None else ()
        is_old = hardest is not None and snapshot.is_old(hardest.step)
        if is_old != self._model.is_old:
            self._model.mark(is_old)
            explain(self.table, note=old.FIGURES() if is_old else "")
        if points is self._model.points:
            return
        shares = self._model.shares
        self._model.show_points(points, snapshot.problem, snapshot.experiment.data, snapshot.spans)
        if self._model.shares != shares:
            self._lay_out()
        self._follow()

    def apply_theme(self, colours: Theme) -> None:
        """Write an old ranking in the theme's colour for it."""
        self._model.muted = QColor(colours.muted)

    def _follow(self) -> None:
        """Keep the chosen point selected at its new rank; one that has left the table stays marked."""
        self._following = True
        rank = next((i for i, point in enumerate(self._model.points) if _same(point, self._point)), None)
        if rank is None:
            self.table.clearSelection()
            self.table.setCurrentIndex(QModelIndex())
        else:
            self.table.selectRow(rank)
        self._following = False

    def _choose(self, now: QModelIndex, _before: QModelIndex) -> None:
        if not self._following and now.isValid():
            self._point = self._model.points[now.row()]
            self.chosen.emit(self._point)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        """Share the width among the columns.

        Where it is narrow, coordinates are left out: the plot shows where the point is. Where it is narrower
        still, and text is large, so are the numbers of the rows, which stand in their order.
        """
        room = self.table.width() - self.table.verticalScrollBar().sizeHint().width() - 4
        ways = self._model.shares, NARROW_SHARES
        last = NARROWEST_SHARES if scale() >= LARGE else NARROW_SHARES
        shares = next((one for one in ways if sum(self._needs(one)) <= room), last)
        self._model.first = 0 if shares[0] else 1
        for k, share in enumerate(shares):
            self.table.setColumnHidden(k, not share)
        needs = self._needs(shares)
        if (spare := room - sum(needs)) < 0:
            needs, spare = [0] * COLUMNS, room
        for k, (needed, share) in enumerate(zip(needs, shares, strict=True)):
            self.table.setColumnWidth(k, needed + int(spare * share))

    def _needs(self, shares: tuple[float, ...]) -> list[int]:
        """Return the width that each column's heading and usual figures need; 0 for a hidden one."""
        heading, metrics = self.table.horizontalHeader().sectionSizeHint, self.table.fontMetrics()
        usual = [metrics.horizontalAdvance(text) + px(CELL_AIR) for text in USUAL]
        return [max(heading(k), usual[k]) if share else 0 for k, share in enumerate(shares)]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The table keeps the arrow keys while it has the focus."""
        if is_override(event, WALKS):
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._point = None
        self.chosen.emit(None)

    def minimumSizeHint(self) -> QSize:
        return area(LEAST)


def _same(point: Point, chosen: Point | None) -> bool:
    return chosen is not None and (point.part, point.index) == (chosen.part, chosen.index)
