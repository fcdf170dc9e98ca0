"""The examples: a list of pictures, each with a title and a line on what to watch for."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from engine import Experiment, draw
from playground.files.examples import preset, presets
from playground.style import sizes
from playground.style.palette import Theme
from playground.style.scaling import area, fit, for_dialog, px
from playground.texts.documents import EXAMPLES, EXAMPLES_HINT
from playground.widgets.controls import Button, add_answers, prepare
from playground.widgets.plots.thumbnails import POINTS, own_thumbnail, picture

SIZE = QSize(720, 620)
PICTURE = QSize(56, 56)
BELOW = 2  # between the title and the line below it
LINE = Qt.ItemDataRole.UserRole + 1


class PresetDialog(QDialog):
    """All examples, first that of a row; the arrow keys walk through them, Enter or a double click opens one.

    Signals
    -------
    chosen (str)
        The name of an example.
    """

    chosen = Signal(str)

    def __init__(self, colours: Theme, parent: QWidget, row: int = 0) -> None:
        super().__init__(parent)
        self.setObjectName("presets")
        self.setWindowTitle(EXAMPLES())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(for_dialog(SIZE))
        hint = QLabel(EXAMPLES_HINT())
        hint.setWordWrap(True)
        self.list = self._make_list(colours)
        self.list.setCurrentRow(row)
        self.open_button = Button("presets.open")
        cancel = Button("presets.cancel")
        self.open_button.setProperty("role", "primary")
        self.open_button.setDefault(True)
        self.open_button.clicked.connect(self._open)
        cancel.clicked.connect(self.reject)
        whole = QVBoxLayout(self)
        fit(whole.setContentsMargins, *(sizes.MARGIN for _ in range(4)))
        fit(whole.setSpacing, sizes.MARGIN)
        whole.addWidget(hint)
        whole.addWidget(self.list, 1)
        add_answers(whole, cancel, self.open_button)
        self.list.setFocus()

    def _make_list(self, colours: Theme) -> QListWidget:
        examples = QListWidget()
        prepare(examples, "presets.list")
        fit(examples.setIconSize, PICTURE)
        examples.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        examples.setResizeMode(QListView.ResizeMode.Adjust)
        examples.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        examples.setItemDelegate(_TwoLines(colours, examples))
        for one in presets():
            item = QListWidgetItem(QIcon(thumbnail(preset(one.name), colours)), one.title, examples)
            item.setData(Qt.ItemDataRole.UserRole, one.name)
            item.setData(LINE, one.line)
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, one.line)
        examples.itemDoubleClicked.connect(self._open)
        return examples

    def _open(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.accept()
            self.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))


def thumbnail(experiment: Experiment, colours: Theme) -> QPixmap:
    """Return a picture of an experiment's points, with their noise."""
    if experiment.data.own:
        return own_thumbnail(experiment.data, area(PICTURE), colours)
    train = draw(experiment).train
    return picture(train.X[:POINTS], train.y[:POINTS], experiment.data.problem, area(PICTURE), colours)


class _TwoLines(QStyledItemDelegate):
    """Paints the picture, the title in bold, and what to watch for below it, wrapped."""

    def __init__(self, colours: Theme, view: QListWidget) -> None:
        super().__init__(view)
        self._colours, self._view = colours, view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return a size with room for the picture, and for all lines of the text as wide as the list is."""
        margin, space, size = px(sizes.MARGIN), px(sizes.SPACING), area(PICTURE)
        width = self._view.viewport().width() - size.width() - 2 * margin - space
        metrics = QFontMetrics(option.font)
        text = metrics.boundingRect(0, 0, width, 0, Qt.TextFlag.TextWordWrap, str(index.data(LINE)))
        height = metrics.height() + BELOW + text.height()
        return QSize(px(100), max(size.height(), height) + 2 * space)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        whole, state = QRect(option.rect), option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(whole, QColor(self._colours.accent))
        margin, space, size = px(sizes.MARGIN), px(sizes.SPACING), area(PICTURE)
        inside = whole.adjusted(margin, space, -space, -space)
        picture = QRect(inside.topLeft(), size)
        painter.fillRect(picture, QColor(self._colours.control))
        index.data(Qt.ItemDataRole.DecorationRole).paint(painter, picture)
        painter.setPen(QColor(self._colours.border))
        painter.drawRect(picture)
        text = inside.adjusted(size.width() + margin, 0, 0, 0)
        usual = QFont(option.font)
        strong = QFont(usual)
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(QColor(self._colours.accent_text if chosen else self._colours.text))
        painter.drawText(text, Qt.AlignmentFlag.AlignTop, str(index.data()))
        painter.setFont(usual)
        below = text.adjusted(0, painter.fontMetrics().height() + BELOW, 0, 0)
        painter.setPen(QColor(self._colours.accent_text if chosen else self._colours.muted))
        painter.drawText(below, Qt.TextFlag.TextWordWrap, str(index.data(LINE)))
        painter.restore()
