"""The gallery: a button that shows the data set in use, and opens pictures of all of them, by problem."""

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QIcon,
    QPainter,
    QPaintEvent,
    QPixmap,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QSizePolicy

from engine import DATASETS, OWN, DataSpec
from playground.observers.view import Area
from playground.style import palette, sizes
from playground.style.palette import Theme
from playground.style.scaling import Slow, area, fit, px
from playground.texts import data as texts
from playground.widgets.controls import Choice
from playground.widgets.plots.thumbnails import own_thumbnail, thumbnail

ICON = Slow(36)  # the edge of the picture in the button
PICTURE = Slow(60)  # the edge of a picture in the list
WORDS, AIR = QSize(76, 24), Slow(16)  # the room of a name in a cell, and the air on both sides of it
HEADING = 26
TICK = QSize(16, 18)
COLUMNS = 7
EDGE = sizes.SPACING
LATER_MS = 250
SOON_MS = 20
Index = QModelIndex | QPersistentModelIndex


class Gallery(Choice):
    """The data set in use, with its picture; opened, it shows all of them.

    Arrow keys change it as in any list, even while it is closed; in the open gallery they move in their
    direction, and a letter goes to the next data set that begins with it.
    """

    def __init__(self) -> None:
        options = {name: (one.label, one.hint) for name, one in DATASETS.items()}
        super().__init__(
            "data.dataset",
            options | {OWN: (texts.OWN(), texts.OWN_HINT())},
        )
        fit(self._fix_icon)
        fit(self.setMinimumHeight, ICON + sizes.SPACING)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._pictures: _Pictures | None = None
        self._shown: set[str] = set()  # data sets whose icons are already in the theme's colours
        self._painted = False
        self._theme: Theme | None = None
        self._data = DataSpec()
        self._frame: Area | None = None  # of own points in use
        self._later = QTimer(self)  # a picture for every stroke of a brush would be too many
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._show_icon)

    def _fix_icon(self) -> None:
        self.setIconSize(QSize(px(ICON), px(ICON)))

    def show_data(self, data: DataSpec) -> None:
        """Show which data set is in use, without asking for it."""
        old, self._data = self._data, data
        self.show_name(data.dataset)
        redrawn = data.points is not old.points or data.problem != old.problem
        if redrawn and self._pictures is not None:
            self._pictures.forget(OWN)
        if data.own and old.own and redrawn:
            self._later.start(LATER_MS)
        elif data.dataset != old.dataset:
            self._show_icon()

    def show_frame(self, frame: Area) -> None:
        """Show own points in the frame that the plots have."""
        if frame != self._frame:
            self._frame = frame
            if self._data.own:
                if self._pictures is not None:
                    self._pictures.forget(OWN)
                self._later.start(LATER_MS)

    def apply_theme(self, colours: Theme) -> None:
        """Draw the pictures in the theme's colours: the visible one now, the others when it opens."""
        self._theme = colours
        self._shown.clear()
        if self._pictures is not None:
            self._pictures.forget()
        self._show_icon()

    def _show_icon(self) -> None:
        if self._theme is None or not self._painted:
            return  # it is painted later
        name = self.name()
        if self._data.own or name not in self._shown:
            self._shown.add(name)
            self.setItemIcon(self.currentIndex(), QIcon(self.picture(name, self.iconSize())))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button; its picture takes too long for the first frame and is painted just after it."""
        if not self._painted:
            self._painted = True
            self.setItemIcon(self.currentIndex(), QIcon(_nothing(self.iconSize())))
            self._later.start(SOON_MS)
        super().paintEvent(event)

    def draw_now(self) -> None:
        """Have its picture before it is first painted."""
        self._painted = True
        self._show_icon()

    def picture(self, name: str, size: QSize) -> QPixmap:
        """Return the picture of a data set."""
        if name == OWN:
            return own_thumbnail(self._data, size, self.colours, self._frame if self._data.own else None)
        return thumbnail(name, size, self.colours)

    @property
    def colours(self) -> Theme:
        """The theme to paint in."""
        return self._theme or palette.LIGHT

    def showPopup(self) -> None:
        """Open the gallery, under the button and within the screen."""
        if self._pictures is None:
            self._pictures = _Pictures(self)
            self.setView(self._pictures)
        super().showPopup()
        container, size = self._pictures.window(), self._pictures.whole_size()
        frame = container.size() - self._pictures.size()
        size += QSize(max(frame.width(), 4), max(frame.height(), 4))
        place = self.mapToGlobal(QPoint(0, self.height()))
        room = self.screen().availableGeometry()
        place.setX(max(room.left(), min(place.x(), room.right() - size.width())))
        place.setY(max(room.top(), min(place.y(), room.bottom() - size.height())))
        container.setGeometry(QRect(place, size))


def picture_size() -> QSize:
    """Return the size of a picture in the list: it grows half as fast as text, and so all have room."""
    return QSize(px(PICTURE), px(PICTURE))


def cell_size() -> QSize:
    """Return the size of a cell, with the name below its picture."""
    return QSize(px(WORDS.width()) + px(AIR), px(PICTURE) + px(Slow(8)) + px(WORDS.height()))


def _nothing(size: QSize) -> QPixmap:
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


class _Pictures(QAbstractItemView):
    """A grid of pictures under headings: one group a problem."""

    def __init__(self, gallery: Gallery) -> None:
        super().__init__()
        self.setObjectName("data.gallery")
        self.setAccessibleName(texts.GALLERY())
        self._gallery = gallery
        self._drawn: dict[str, QPixmap] = {}
        self._cells: list[QRect] = []
        self._headings: list[tuple[QRect, str]] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)

    def forget(self, name: str = "") -> None:
        """Drop one picture or all of them; they are drawn again when they are next visible."""
        for one in [name] if name else list(self._drawn):
            self._drawn.pop(one, None)
        self.viewport().update()

    def whole_size(self) -> QSize:
        """Return the size at which everything is visible."""
        self._lay_out()
        edge = px(EDGE)
        return QSize(COLUMNS * cell_size().width() + 2 * edge, self._cells[-1].bottom() + 1 + edge)

    # -- layout ---------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        """Give every data set a cell, grouped by problem; two groups share a row where both fit."""
        self._cells, self._headings = [], []
        groups: dict[str, int] = {}
        for i in range(self._gallery.count()):
            name = str(self._gallery.itemData(i))
            kind = OWN if name == OWN else DATASETS[name].problem
            groups[kind] = groups.get(kind, 0) + 1
        cell, edge, heading = cell_size(), px(EDGE), px(HEADING)
        column, top = 0, edge
        for kind, count in groups.items():
            if column + count > COLUMNS and column > 0:
                column, top = 0, top + heading + cell.height()
            rows, first = -(-count // COLUMNS), column
            width = (COLUMNS - first) * cell.width() if kind == OWN else count * cell.width()
            self._headings.append(
                (QRect(edge + first * cell.width(), top, width, heading), texts.GROUPS[kind]())
            )
            for k in range(count):
                row, place = divmod(k, COLUMNS)
                x = edge + (first + place) * cell.width()
                self._cells.append(QRect(QPoint(x, top + heading + row * cell.height()), cell))
            if rows > 1:
                top += (rows - 1) * cell.height()
                column = COLUMNS
            else:
                column += count

    def visualRect(self, index: Index) -> QRect:
        if not self._cells:
            self._lay_out()
        return self._cells[index.row()] if 0 <= index.row() < len(self._cells) else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        for i, cell in enumerate(self._cells):
            if cell.contains(point):
                return self.model().index(i, 0)
        return QModelIndex()

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        move, last = QAbstractItemView.CursorAction, self.model().rowCount() - 1
        at = max(self.currentIndex().row(), 0)
        if action in (move.MoveLeft, move.MovePrevious):
            at = max(at - 1, 0)
        elif action in (move.MoveRight, move.MoveNext):
            at = min(at + 1, last)
        elif action in (move.MoveHome, move.MovePageUp):
            at = 0
        elif action in (move.MoveEnd, move.MovePageDown):
            at = last
        else:
            at = self._beyond(at, down=action == move.MoveDown)
        return self.model().index(at, 0)

    def _beyond(self, at: int, down: bool) -> int:
        """Return the nearest cell below or above another, or that cell itself if there is none."""
        here = self._cells[at].center()
        rows = [
            i
            for i, cell in enumerate(self._cells)
            if (cell.center().y() - here.y()) * (1 if down else -1) > 0
        ]
        if not rows:
            return at

        def far(i: int) -> tuple[int, int]:
            centre = self._cells[i].center()
            return abs(centre.y() - here.y()), abs(centre.x() - here.x())

        return min(rows, key=far)

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return 0

    def isIndexHidden(self, _index: Index) -> bool:
        return False

    def scrollTo(
        self, _index: Index, _hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Do nothing: everything is always visible."""

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        index = self.indexAt(rect.center())
        if index.isValid():
            self.selectionModel().select(index, command)

    def visualRegionForSelection(self, _selection: object) -> QRegion:
        return QRegion(self.viewport().rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, colours = QPainter(self.viewport()), self._gallery.colours
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), QColor(colours.panel))
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(colours.muted))
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for rect, text in self._headings:
            painter.drawText(rect.adjusted(px(4), 0, 0, 0), align, text)
        painter.setFont(self.font())
        for i, cell in enumerate(self._cells):
            self._paint_cell(painter, colours, cell, i)
        painter.end()

    def _paint_cell(self, painter: QPainter, colours: Theme, cell: QRect, i: int) -> None:
        inside, size = cell.adjusted(2, 2, -2, -2), picture_size()
        chosen = i == self.currentIndex().row()
        if chosen:
            painter.setBrush(QColor(colours.accent))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(inside, px(sizes.RADIUS), px(sizes.RADIUS))
        name = str(self._gallery.itemData(i))
        if name not in self._drawn:
            self._drawn[name] = self._gallery.picture(name, size)
        place = QRect(QPoint(cell.left() + (cell.width() - size.width()) // 2, cell.top() + px(6)), size)
        if chosen:
            painter.fillRect(place, QColor(colours.panel))
        painter.drawPixmap(place.topLeft(), self._drawn[name])
        words = inside.adjusted(1, size.height() + px(5), -1, 0)
        painter.setPen(QColor(colours.accent_text if chosen else colours.text))
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self._gallery.itemText(i))
        if i == self._gallery.currentIndex():
            corner = QRect(inside.topLeft() + QPoint(2, 0), area(TICK))
            painter.setPen(QColor(colours.text))
            painter.drawText(corner, Qt.AlignmentFlag.AlignCenter, "✓")
