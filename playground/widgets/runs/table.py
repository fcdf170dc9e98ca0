"""The table of runs as it is seen: stars, pictures and curves in its cells, and its keys."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from playground.observers.sparkline import heights
from playground.observers.thumbnail import Thumbnail
from playground.style import colour_maps, palette
from playground.style.palette import Theme, lane_colour, rgb
from playground.style.scaling import Slow, fit, px, real
from playground.style.sizes import SMALL_FONT, SPACING
from playground.widgets.controls import is_override, prepare
from playground.widgets.runs.cells import CURVE, NAME, PICTURE, STAR, Shown, ShownGroup
from playground.widgets.runs.keymaps import DELETES, FOLDS, OPENS, STARS
from playground.widgets.runs.lines import Line
from playground.widgets.runs.model import SECOND, Index, RunsModel, keys_of

ROW, EDGE, WIDE = 44, 34, 92  # of a row, of a picture, of a curve
NARROW = {STAR: Slow(30), PICTURE: 44, CURVE: 108}  # columns without words
SIGN = Slow(14)  # of the order, in a heading
INSIDE = Slow(14)  # how far runs of a group are from the left
PIN = 4  # of the mark of pinned curves
OWN_KEYS = (*FOLDS, *OPENS, *STARS, *DELETES)


class RunTable(QTableView):
    """The table.

    Signals
    -------
    chosen ()
        Other lines are selected.
    opened (str)
        The run of this key is to be opened.
    folded (str, bool)
        A group is to be closed (False) or opened.
    starred, deleted ()
        What is selected is to have a star or not, or to go.
    sight_changed ()
        Other lines may be in sight.
    menu_asked (QPoint)
        The menu of what is selected is to be opened there, on the screen.
    """

    chosen = Signal()
    opened = Signal(str)
    folded = Signal(str, bool)
    starred = Signal()
    deleted = Signal()
    sight_changed = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self) -> None:
        super().__init__()
        prepare(self, "runs.table")
        self.runs = RunsModel(self)
        self.setModel(self.runs)
        self.setItemDelegate(_Cell(self))
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns.setHighlightSections(False)
        columns.setSectionsClickable(True)
        columns.setTextElideMode(Qt.TextElideMode.ElideRight)
        # to highlight a heading, Qt would ask for the flags of all cells below it
        columns.setSelectionModel(QItemSelectionModel(self.runs, self))
        self.selectionModel().selectionChanged.connect(self.chosen)
        self.selectionModel().currentChanged.connect(self.chosen)
        self.verticalScrollBar().valueChanged.connect(self.sight_changed)
        self.runs.modelReset.connect(self._settle)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        fit(self._settle)

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        delegate = self.itemDelegate()
        assert isinstance(delegate, _Cell)
        delegate.theme = colours
        paper, ink = rgb(colours.panel), rgb(colours.accent)
        chosen = QColor(*(round(0.8 * a + 0.2 * b) for a, b in zip(paper, ink, strict=True)))
        look = self.palette()
        look.setColor(QPalette.ColorRole.Highlight, chosen)  # pale: curves and stars are seen on it
        look.setColor(QPalette.ColorRole.HighlightedText, QColor(colours.text))
        self.setPalette(look)
        self.viewport().update()

    def _settle(self) -> None:
        """Give rows and columns their sizes."""
        self.verticalHeader().setDefaultSectionSize(px(ROW))
        words = self.fontMetrics().horizontalAdvance
        for k, column in enumerate(self.runs.columns):
            width = px(NARROW[column.name]) if column.name in NARROW else 0
            room = max(words(column.sample), words(column.heading) + px(SIGN)) + 2 * px(SPACING)
            self.setColumnWidth(k, width or room)

    # -- what is selected ------------------------------------------------------------------------

    @property
    def in_sight(self) -> tuple[int, int]:
        """The first and the last line that can be seen."""
        first = self.rowAt(0)
        last = self.rowAt(self.viewport().height() - 1)
        return max(first, 0), last if last >= 0 else len(self.runs.lines) - 1

    @property
    def selected(self) -> list[Line]:
        """The lines that are selected, from top to bottom."""
        chosen = self.selectionModel().selection()
        blocks = map(chosen.at, range(chosen.count()))
        rows = {row for block in blocks for row in range(block.top(), block.bottom() + 1)}
        return [self.runs.lines[row] for row in sorted(rows) if row < len(self.runs.lines)]

    @property
    def keys(self) -> list[str]:
        """The runs that are selected; of a group's line, all in it."""
        return keys_of(self.selected)

    def select(self, lines: list[Line]) -> None:
        """Select those of some lines that there are, without scrolling."""
        wanted, model, flags = set(lines), self.selectionModel(), QItemSelectionModel.SelectionFlag
        found = [k for k, line in enumerate(self.runs.lines) if line in wanted] if wanted else []
        for n, k in enumerate(found):
            how = flags.Rows | (flags.ClearAndSelect if n == 0 else flags.Select)
            model.select(self.runs.index(k, 0), how)
        if found:
            model.setCurrentIndex(self.runs.index(found[0], 2), flags.NoUpdate)

    # -- keys and clicks -------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if is_override(event, OWN_KEYS) or is_star(event):
            event.accept()  # no step, and nothing that the window does
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.currentIndex().row(), Qt.Key(event.key())
        if key in OPENS:
            self._open(row)
        elif key in FOLDS:
            self._fold(row, FOLDS[key])
        elif key in STARS:
            self.starred.emit()
        elif key in DELETES:
            self.deleted.emit()
        else:
            super().keyPressEvent(event)

    def _open(self, row: int) -> None:
        if 0 <= row < len(self.runs.lines):
            line = self.runs.lines[row]
            if line.members:
                self._fold(row, not self._is_open(row))
            else:
                self.opened.emit(line.key)

    def _is_open(self, row: int) -> bool:
        """Whether the runs of a group are below its line."""
        lines = self.runs.lines
        return row + 1 < len(lines) and lines[row + 1].group == lines[row].group

    def _fold(self, row: int, on: bool) -> None:
        if 0 <= row < len(self.runs.lines) and (group := self.runs.lines[row].group):
            self.folded.emit(group, on)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        if self.runs.columns[index.column()].name == STAR:
            if self.runs.lines[index.row()].members:
                self._fold(index.row(), not self._is_open(index.row()))
            else:
                self.starred.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = self.visualRect(self.currentIndex()).center() if by_key else event.pos()
        if self.indexAt(place).isValid():
            self.menu_asked.emit(self.viewport().mapToGlobal(place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sight_changed.emit()


def is_star(event: QEvent) -> bool:
    """Whether a shortcut is about to take the asterisk, which needs Shift on most keyboards."""
    return (
        isinstance(event, QKeyEvent)
        and event.type() == QEvent.Type.ShortcutOverride
        and event.key() in STARS
        and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
    )


class _Cell(QStyledItemDelegate):
    """Draws a cell."""

    def __init__(self, table: RunTable) -> None:
        super().__init__(table)
        self._table, self.theme = table, palette.LIGHT

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        runs = self._table.runs
        place: QRect = option.rect
        column, line, one = runs.columns[index.column()], runs.lines[index.row()], runs.shown(index.row())
        if column.name not in (STAR, PICTURE, NAME, CURVE):
            self._ground(painter, option)
            inside = QStyleOptionViewItem(option)
            inside.rect = place.adjusted(px(SPACING), 0, -px(SPACING), 0)
            super().paint(painter, inside, index)
            return
        self._ground(painter, option)
        if one is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if column.name == NAME:
            self._name(painter, index, place, px(INSIDE) if line.group and not line.members else 0)
        elif isinstance(one, ShownGroup):
            if column.name == STAR:
                self._arrow(painter, place, self._table._is_open(index.row()))
        elif column.name == STAR:
            self._star(painter, place, one.row.starred)
        elif column.name == PICTURE:
            self._picture(painter, place, one)
        else:
            self._curve(painter, place, one)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Draw what every cell has: its ground, selected or not."""
        style, empty = self._table.style(), QStyleOptionViewItem(option)
        empty.text = ""
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, empty, painter, self._table)

    def _name(self, painter: QPainter, index: Index, place: QRect, indent: int) -> None:
        title, second = index.data(), index.data(SECOND)
        place = place.adjusted(px(SPACING) + indent, 0, -px(SPACING), 0)
        font = painter.font()
        font.setPixelSize(self._table.font().pixelSize())
        line = self._table.runs.lines[index.row()]
        font.setBold(bool(line.members) or line.key == self._table.runs.in_hand)
        upper = QRect(place.left(), place.top(), place.width(), place.height() // 2) if second else place
        align = Qt.AlignmentFlag.AlignBottom if second else Qt.AlignmentFlag.AlignVCenter
        align |= Qt.AlignmentFlag.AlignLeft
        painter.setFont(font)
        painter.setPen(QColor(self.theme.text))
        end = Qt.TextElideMode.ElideRight
        painter.drawText(upper, align, painter.fontMetrics().elidedText(title or "", end, upper.width()))
        if second:
            font.setBold(False)
            font.setPixelSize(px(SMALL_FONT))
            painter.setFont(font)
            painter.setPen(QColor(self.theme.muted))
            lower = QRect(place.left(), upper.bottom() + 1, place.width(), place.height() - upper.height())
            text = painter.fontMetrics().elidedText(second, end, lower.width())
            painter.drawText(lower, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, text)

    def _star(self, painter: QPainter, place: QRect, on: bool) -> None:
        painter.setPen(QPen(QColor(self.theme.accent if on else self.theme.edge), real(1.2)))
        painter.setBrush(QColor(self.theme.accent) if on else Qt.BrushStyle.NoBrush)
        painter.drawPolygon(star_at(QPointF(QRectF(place).center()), real(7.0)))

    def _arrow(self, painter: QPainter, place: QRect, is_open: bool) -> None:
        painter.setPen(QPen(QColor(self.theme.text), real(1.5)))
        middle, r = QRectF(place).center(), real(4.0)
        corners = [(-r, -r / 2), (0.0, r / 2), (r, -r / 2)]
        if not is_open:
            corners = [(y, x) for x, y in corners]
        painter.drawPolyline([middle + QPointF(x, y) for x, y in corners])

    def _picture(self, painter: QPainter, place: QRect, one: Shown) -> None:
        image = picture_of(one.thumbnail, self.theme)
        edge = px(EDGE)
        inside = QRect(place.center() - QPoint(edge // 2, edge // 2), place.center())
        inside.setWidth(edge)
        inside.setHeight(edge)
        if image is None:
            painter.setPen(QPen(QColor(self.theme.border), 1.0, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(inside, image)
            painter.setPen(QColor(self.theme.border))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawRect(inside.adjusted(0, 0, -1, -1))

    def _curve(self, painter: QPainter, place: QRect, one: Shown) -> None:
        if (number := self._table.runs.pinned.get(one.row.key)) is not None:
            mark = QRect(place.topLeft(), QSize(px(PIN), place.height()))
            painter.fillRect(mark, QColor(lane_colour(self.theme, number)))
        wide, high = real(WIDE), real(EDGE) - real(6.0)
        left, top = place.center().x() - wide / 2.0, place.center().y() - high / 2.0
        for values, colour, dashed in zip(
            heights(one.row.spark), (self.theme.train_line, self.theme.test_line), (False, True), strict=True
        ):
            pen = QPen(QColor(colour), real(1.4))
            if dashed:
                pen.setDashPattern([3.0, 2.0])
            painter.setPen(pen)
            painter.drawPolyline(
                QPolygonF(
                    [
                        QPointF(left + wide * k / (len(values) - 1), top + high * (1.0 - value))
                        for k, value in enumerate(values.tolist())
                        if not math.isnan(value)
                    ]
                )
            )


def star_at(middle: QPointF, r: float) -> QPolygonF:
    """Return a star with five points."""
    corners = []
    for k in range(10):
        angle, size = math.pi * (k / 5.0 - 0.5), r if k % 2 == 0 else 0.42 * r
        corners.append(middle + QPointF(size * math.cos(angle), size * math.sin(angle)))
    return QPolygonF(corners)


@lru_cache(maxsize=512)
def picture_of(content: bytes, theme: Theme) -> QImage | None:
    """Return a thumbnail in the colours of a theme; None if there is none."""
    one = Thumbnail.of(content)
    if one is None:
        return None
    if one.classes is None:
        numbers = colour_maps.argb(colour_maps.shades(theme))[one.shades]
    else:
        table = colour_maps.argb(colour_maps.class_shades(theme))
        numbers = table[one.classes % len(table), one.shades]
    numbers = np.ascontiguousarray(numbers[::-1], dtype=np.uint32)
    rows, columns = numbers.shape
    return QImage(numbers.tobytes(), columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()
