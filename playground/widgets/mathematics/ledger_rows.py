"""Paints the rows of the ledger: headings with their results, and lines of formulas and numbers."""

from itertools import zip_longest

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from playground.mathematics.moments import Moment, Phase
from playground.mathematics.place import BIAS, Place
from playground.style import palette, sizes
from playground.style.scaling import Slow, px, real
from playground.widgets.mathematics.ledger_blocks import LEFT, RIGHT, Block, Calculation, Look, Terms
from playground.widgets.mathematics.ledger_entries import MOST_FIGURES, How, LineEntry, Mode
from playground.widgets.mathematics.ledger_model import LedgerModel, Row

INDENT = Slow(14)  # of a row in another one
HEADS = (30, 24, 22, 22)  # the heights of rows that open, by how many rows they are in
AIR = Slow(6)  # above and below a line
TRIANGLE = Slow(8)
BAR = 3.0  # beside what is chosen
ARROW_ROOM = Slow(16)


class LedgerRows(QStyledItemDelegate):
    """Paints rows; knows how wide the ledger is, what is chosen and which moment it is.

    Attributes
    ----------
    mode : Mode
    has_code : bool
        Whether the code of each line is below it.
    moment : Moment or None
    place : Place or None
    """

    def __init__(self, view: QTreeView, model: LedgerModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self.theme = palette.LIGHT
        self.mode = Mode.TERMS
        self.has_code = False
        self.moment: Moment | None = None
        self.place: Place | None = None
        self._look: Look | None = None
        self._lines: dict[int, int] = {}  # of the calculation in a row, by its number: they stay in training

    @property
    def look(self) -> Look:
        """How numbers are written at present; what it measures is kept."""
        look = Look(self.theme, self._view.font(), self._model.decimals)
        if self._look is None or look != self._look:
            self._look = look
        return self._look

    # -- sizes -----------------------------------------------------------------------------------

    def sizeHint(self, _: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = self._model.row_at(index)
        if row is None:
            return QSize()
        if row.line is None:
            return QSize(0, px(HEADS[min(row.depth, len(HEADS) - 1)]))
        look, width = self.look, self._room(row)
        self._lines.pop(row.number, None)
        blocks = self._blocks(row)
        high = sum(block.height(look, width) for block in blocks)
        for block in blocks:
            if isinstance(block, Calculation):
                self._lines[row.number] = block.lines(look, width)
        return QSize(0, round(high + 2.0 * real(AIR)))

    def _room(self, row: Row) -> float:
        return self._view.viewport().width() - self._left(row) - real(sizes.SPACING)

    def _left(self, row: Row) -> float:
        return real(INDENT) * row.depth + real(ARROW_ROOM)

    def _blocks(self, row: Row) -> list[Block]:
        entry = self._model.entry_of(row)
        how = How(self.mode, self.has_code, self.chosen_term(row), self._lines.get(row.number))
        return [] if entry is None else list(entry.blocks(how))

    # -- painting --------------------------------------------------------------------------------

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = self._model.row_at(index)
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._view.font())
        place = QRectF(option.rect)
        self._paint_ground(painter, place, row, option)
        if row.line is None:
            self._paint_heading(painter, place, row)
        else:
            look, width = self.look, self._room(row)
            painter.translate(place.left() + self._left(row), place.top() + real(AIR))
            blocks = self._blocks(row)
            for block, following in zip_longest(blocks, blocks[1:]):
                block.paint(painter, look, width)
                if following is not None:
                    painter.translate(0.0, block.height(look, width))
        painter.restore()

    def _paint_ground(self, painter: QPainter, place: QRectF, row: Row, option: QStyleOptionViewItem) -> None:
        """Paint what tells a row from others: the moment in sight, what is chosen, where the keyboard is."""
        theme = self.theme
        if row.parent is None:
            painter.fillRect(place.adjusted(0.0, 1.0, 0.0, 0.0), QColor(theme.window))
        marked = self.is_chosen(row) or (row.parent is None and row.moment == self.moment)
        if marked:
            bar = QRectF(place.left(), place.top(), real(BAR), place.height())
            tint = QColor(theme.accent)
            painter.fillRect(bar, tint)
            tint.setAlphaF(0.12)
            painter.fillRect(place, tint)
        if option.state & QStyle.StateFlag.State_Selected and self._view.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = real(sizes.RADIUS)
            painter.drawRoundedRect(place.adjusted(1.0, 1.0, -1.0, -1.0), radius, radius)

    def _paint_heading(self, painter: QPainter, place: QRectF, row: Row) -> None:
        """Paint the triangle, the name, and on the right what it comes to."""
        theme, left = self.theme, self._left(row)
        opened = self._view.isExpanded(self._model.index_of(row))
        self._paint_triangle(painter, QPointF(left - real(ARROW_ROOM) / 2.0, place.center().y()), opened)
        font = QFont(self._view.font())
        if row.depth == 0:
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        title, bold = self._model.title(row), QFontMetricsF(font)
        room = place.adjusted(left, 0.0, -real(sizes.SPACING), 0.0)
        text, taken = "", 0.0
        if self.mode is not Mode.SYMBOLS:
            text = self.summary_in(
                row, room.width() - bold.horizontalAdvance(title) - real(2 * sizes.SPACING)
            )
            taken = self.look.metrics.horizontalAdvance(text) + real(2 * sizes.SPACING) if text else 0.0
        middle = Qt.TextElideMode.ElideMiddle  # what it ends with tells it from others
        painter.drawText(room, LEFT, bold.elidedText(title, middle, room.width() - taken))
        painter.setFont(self._view.font())
        painter.setPen(QColor(theme.muted))
        painter.drawText(room, RIGHT, text)

    def summary_in(self, row: Row, room: float) -> str:
        """Return what a heading says, with as many numbers of a vector as there is room for, each whole."""
        most, width_of = MOST_FIGURES, self.look.metrics.horizontalAdvance
        text = self._model.summary(row)
        while most and (width := width_of(text)) > room:
            most = max(0, min(most - 1, int(most * room / width) + 1))
            text = self._model.summary(row, most)
        return text

    def _paint_triangle(self, painter: QPainter, middle: QPointF, opened: bool) -> None:
        half = 0.5 * real(TRIANGLE)
        corners = ((-half, -half / 2), (half, -half / 2), (0.0, half / 2)) if opened else (
            (-half / 2, -half), (-half / 2, half), (half / 2, 0.0)
        )  # fmt: skip
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.muted))
        painter.drawPolygon(QPolygonF([middle + QPointF(*corner) for corner in corners]))

    # -- what is chosen --------------------------------------------------------------------------

    def is_chosen(self, row: Row) -> bool:
        """Whether a row is about the chosen neuron or weight itself."""
        return self.place is not None and self.place.neuron is not None and row.place == self.place

    def chosen_term(self, row: Row) -> int | None:
        """Return which term of a sum is that of the chosen weight."""
        place, entry = self.place, self._model.entry_of(row)
        if place is None or place.source is None or row.place is None or not isinstance(entry, LineEntry):
            return None
        terms = term_places(row.moment, row.place, len(entry.terms), self._model)
        return terms.index(place) if place in terms else None

    def term_at(self, row: Row, at: QPointF) -> Place | None:
        """Return the weight whose term is at a point of a row."""
        entry = self._model.entry_of(row)
        if row.place is None or not isinstance(entry, LineEntry):
            return None
        terms = term_places(row.moment, row.place, len(entry.terms), self._model)
        cells = zip(terms, self._cells(row), strict=False)
        return next((place for place, cell in cells if cell.contains(at)), None)

    def term_place(self, row: Row, k: int) -> QPointF:
        """Return where a term is in a row."""
        return self._cells(row)[k].center()

    def _cells(self, row: Row) -> list[QRectF]:
        """Return where the terms of a row are in it."""
        look, width = self.look, self._room(row)
        left, top = self._left(row), real(AIR)
        for block in self._blocks(row):
            if isinstance(block, Terms):
                return [cell.translated(left, top) for cell in block.cells(look, width)]
            top += block.height(look, width)
        return []


def term_places(moment: Moment, place: Place, count: int, model: LedgerModel) -> list[Place]:
    """Return the weight of each term of a sum: those into a neuron forward, those out of it backward."""
    assert model.ledger is not None
    layers = model.ledger.layers
    if place.neuron is None or place.source is not None:
        return []
    if moment.phase is Phase.FORWARD:
        sources = (*range(layers[place.layer].W.shape[1]), BIAS)
        some = [Place(place.layer, place.neuron, source) for source in sources]
    elif moment.phase is Phase.BACKWARD and place.layer + 1 < len(layers):
        after = place.layer + 1
        some = [Place(after, target, place.neuron) for target in range(len(layers[after].b))]
    else:
        return []
    return some if len(some) == count else []
