"""The strip of drawing tools over the output plot: tool, class, size of the brush."""

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QHBoxLayout, QWidget, QWidgetItem

from engine import MOST_CLASSES, DataSpec
from engine.points import numbers
from playground.observers.plane import DEFAULT_SCALE, is_line, scale_around
from playground.style import icons, palette, sizes
from playground.style.palette import MARKERS, Theme
from playground.style.scaling import fit, px, real
from playground.texts import data as texts
from playground.texts.controls import chip_words
from playground.texts.names import class_label, class_name
from playground.texts.numbers import with_minus
from playground.widgets.controls import Button, Slider, icon_button
from playground.widgets.controls.base import explain
from playground.widgets.controls.visibility import reveal
from playground.widgets.plots.markers import draw_marker

BRUSH, ERASER, MOVE = "brush", "eraser", "move"
TOOLS = (BRUSH, ERASER, MOVE)
VALUES = (-1.0, -0.5, 0.0, 0.5, 1.0)  # of the chips for regression, on the scale of the labels
DIGITS = 3  # of such a value
HALVES = {0.5: "½", -0.5: "−½"}  # short, for a narrow chip
CHIP = QSize(30, 28)
MARK = 11.0
WIDER, CHARACTER = 10, 5  # for two characters beside the marker, and for each one more
WHOLE = 12  # letters that a value, or a number, never has
LETTERS = 30  # of the names on all chips together: however many classes there are, the plot is no wider
SIZES = 20  # steps of the brush
UNIT = 0.1  # of the plane, for each


class Chip(Button):
    """One class, or value, that the brush draws: its marker in its colour, with its number."""

    def __init__(self, k: int) -> None:
        super().__init__(f"data.draw_{k}")
        self.setText("")
        self.setCheckable(True)
        self.k = k
        self._colour, self._marker, self._text, self._most = "#000000", MARKERS[k], str(k), WHOLE
        fit(self._settle)

    def _settle(self) -> None:
        more = min(len(self._text), self._most) - 2
        wider = WIDER + CHARACTER * more if more >= 0 else 0
        self.setFixedSize(px(CHIP.width() + wider), px(CHIP.height()))

    def show_label(self, colour: str, marker: str, text: str, name: str, most: int = WHOLE) -> None:
        """Show the class or the value that it draws; of a name, about as many letters as `most`."""
        self._colour, self._marker, self._text, self._most = colour, marker, text, most
        self._settle()
        words = chip_words(name, self.k)
        self.setAccessibleName(words.label)
        explain(self, name=words.label, tip=words.tip)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._colour), real(1.0)))
        painter.setBrush(QColor(self._colour))
        draw_marker(painter, self._marker, QPointF(real(9.0), self.height() / 2), real(MARK))
        painter.setPen(self.palette().buttonText().color())
        room = self.rect().adjusted(px(15), 0, -px(2), 0)
        text = painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()


class ToolStrip(QFrame):
    """Tools, chips, and the brush's size.

    Signals
    -------
    changed ()
        The tool, the class or the size changed.
    closed ()
    """

    changed = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("data.tools")
        self.setAccessibleName(texts.TOOLS())
        self.tool, self.label = BRUSH, 0
        self._labels, self._scale, self._count = "", DEFAULT_SCALE, 0
        self._tools = {name: self._tool(name) for name in TOOLS}
        self._chips = [Chip(k) for k in range(MOST_CLASSES)]
        self.extent = Slider(
            "data.draw_size",
            1,
            SIZES,
            5,
        )
        self.extent.setValue(5)
        fit(self.extent.setMinimumWidth, 48)
        fit(self.extent.setMaximumWidth, 110)
        self.extent.valueChanged.connect(self.changed)
        self._close = icon_button("data.draw_close")
        self._close.clicked.connect(self.closed)
        group = QButtonGroup(self)
        for chip in self._chips:
            chip.clicked.connect(lambda _, k=chip.k: self.choose_label(k))
            group.addButton(chip)
        self._tool_row, self._colours = _in_a_row(*self._tools.values()), _in_a_row(*self._chips)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(2, 1)
        fit(self._grid.setHorizontalSpacing, sizes.SPACING)
        fit(self._grid.setVerticalSpacing, 3)
        self._grid.addWidget(self._tool_row, 0, 0)
        self._grid.addWidget(self.extent, 0, 2)
        self._grid.addWidget(self._close, 0, 3)
        self._rows = 0
        self._arrange()
        self.choose_tool(BRUSH)
        self.choose_label(0)

    def _tool(self, name: str) -> Button:
        button = icon_button(f"data.draw_{name}")
        button.setCheckable(True)
        button.clicked.connect(lambda: self.choose_tool(name))
        return button

    def _arrange(self) -> None:
        """Put the chips beside the tools where there is room, else below them."""
        gap = self._grid.horizontalSpacing()
        tools, colours, extent, close = map(_least, (self._tool_row, self._colours, self.extent, self._close))
        ends = tools + extent + close + 2 * gap
        self.setMinimumWidth(max(ends, colours))  # however many classes there are, the plot is no wider
        rows = 1 if self.width() >= ends + colours + gap else 2
        if rows == self._rows:
            return
        self._rows = rows
        self._grid.removeWidget(self._colours)
        if rows == 1:
            self._grid.addWidget(self._colours, 0, 1)
        else:
            self._grid.addWidget(self._colours, 1, 0, 1, 4, Qt.AlignmentFlag.AlignLeft)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._arrange()
        return done

    # -- what is chosen ------------------------------------------------------------------------

    @property
    def radius(self) -> float:
        """How far brush and eraser reach, in units of the plane."""
        return UNIT * self.extent.value()

    @property
    def drawn(self) -> float:
        """The class, or the value, of the points that are drawn."""
        if self._labels == "values":
            return self._value(min(self.label, len(VALUES) - 1))
        return float(self.label)

    def _value(self, k: int) -> float:
        middle, half = self._scale
        return float(f"{middle + half * VALUES[k]:.{DIGITS}g}")

    def choose_tool(self, name: str) -> None:
        """Choose one of the TOOLS."""
        self.tool = name
        for one, button in self._tools.items():
            button.setChecked(one == name)
        self.changed.emit()

    def choose_label(self, k: int) -> None:
        """Draw points of class k, or of the k-th value, from now on, with the brush."""
        if self._labels == "values" and k >= self._count:
            return
        self.label = k
        self._chips[k].setChecked(True)
        self.choose_tool(BRUSH)

    # -- showing -------------------------------------------------------------------------------

    def show_data(self, data: DataSpec, colours: Theme) -> None:
        """Offer the existing classes and one more, or some values; over x₁, a place has its value."""
        self._labels = "values" if data.problem == "regression" else "classes"
        values = 0 if is_line(data) else len(VALUES)
        self._count = count = values if self._labels == "values" else min(data.class_count + 1, MOST_CLASSES)
        self.label = max(min(self.label, count - 1), 0)
        self._scale = scale_around(numbers(data.points)[:, 2])
        for chip in self._chips:
            reveal(chip, chip.k < count)
            if chip.k >= count:
                continue
            if self._labels == "values":
                value = self._value(chip.k)
                number = with_minus(f"{value:g}")
                colour = palette.value_colour(colours, VALUES[chip.k])
                chip.show_label(colour, MARKERS[0], HALVES.get(value, number), texts.VALUE(value=number))
            else:
                chip.show_label(
                    label_colour(data, chip.k, colours),
                    MARKERS[chip.k],
                    class_label(data, chip.k),
                    class_name(data, chip.k),
                    LETTERS // count,
                )
        self._chips[self.label].setChecked(True)

    def apply_theme(self, colours: Theme) -> None:
        """Draw the icons in the theme's colours."""
        for name, button in self._tools.items():
            button.setIcon(icons.icon(name, colours.text))
        self._close.setIcon(icons.icon("close", colours.text))


def _least(widget: QWidget) -> int:
    """Return the least width that a layout gives a widget."""
    return QWidgetItem(widget).minimumSize().width()


def _in_a_row(*widgets: QWidget) -> QWidget:
    """Return one widget that holds some others in a row."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    fit(row.setSpacing, 3)
    for widget in widgets:
        row.addWidget(widget)
    return whole


def label_colour(data: DataSpec, k: int, colours: Theme) -> str:
    """Return the colour of class k; from the third class on, as one of several."""
    problem = "multiclass" if k >= 2 else data.problem
    return palette.class_colour(colours, problem, k)
