"""How the cells of the table of runs are drawn: stars, pictures, names, curves."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from playground.observers.sparkline import heights
from playground.observers.thumbnail import Thumbnail
from playground.style import colour_maps, palette
from playground.style.palette import Theme, lane_colour
from playground.style.scaling import Slow, px, real
from playground.style.sizes import FONT, SMALL_FONT, SPACING
from playground.widgets.runs.cells import CURVE, NAME, PICTURE, STAR, Shown, ShownGroup
from playground.widgets.runs.model import SECOND, Index, RunsModel

EDGE, WIDE = 34, 92  # of a picture, of a curve
INSIDE = Slow(14)  # how far runs of a group are from the left
PIN = 4  # of the mark of pinned curves


class RunCell(QStyledItemDelegate):
    """Draws a cell."""

    def __init__(self, table: QTableView, runs: RunsModel) -> None:
        super().__init__(table)
        self._table, self._runs, self.theme = table, runs, palette.LIGHT

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        runs = self._runs
        place: QRect = option.rect
        column, line, one = runs.columns[index.column()], runs.lines[index.row()], runs.shown(index.row())
        self._ground(painter, option, index)
        if column.name not in (STAR, PICTURE, NAME, CURVE):
            self._text(painter, place, index.data(), column.is_text)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if column.name == NAME:
            self._name(painter, index, place, px(INSIDE) if line.group and not line.members else 0)
        elif isinstance(one, Shown):
            self._draw_run(painter, place, column.name, one)
        elif isinstance(one, ShownGroup) and column.name == STAR:
            self._arrow(painter, place, self._runs.is_open(index.row()))
        painter.restore()

    def _draw_run(self, painter: QPainter, place: QRect, column: str, one: Shown) -> None:
        if column == STAR:
            self._star(painter, place, one.row.starred)
        elif column == PICTURE:
            self._picture(painter, place, one)
        else:
            self._curve(painter, place, one)

    # not by the style: it would ask the model for ten things of every cell, each of which is some Python

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw what every cell has: its ground where it is selected, and a line below the current row."""
        place: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, self._table.palette().highlight())
        if index.row() == self._table.currentIndex().row() and self._table.hasFocus():
            line = QRect(place.left(), place.bottom(), place.width(), 1)
            painter.fillRect(line, QColor(self.theme.accent))

    def _text(self, painter: QPainter, place: QRect, text: str | None, at_left: bool) -> None:
        """Draw a text, cut where it is too long."""
        if text:
            inside, way = place.adjusted(px(SPACING), 0, -px(SPACING), 0), Qt.AlignmentFlag
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
            painter.setPen(QColor(self.theme.text))
            painter.drawText(inside, way.AlignVCenter | (way.AlignLeft if at_left else way.AlignRight), text)

    def _name(self, painter: QPainter, index: Index, place: QRect, indent: int) -> None:
        title, second = index.data(), index.data(SECOND)
        place = place.adjusted(px(SPACING) + indent, 0, -px(SPACING), 0)
        font = painter.font()
        font.setPixelSize(px(FONT))
        line = self._runs.lines[index.row()]
        font.setBold(bool(line.members) or line.key == self._runs.in_hand)
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
        if (number := self._runs.pinned.get(one.row.key)) is not None:
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
