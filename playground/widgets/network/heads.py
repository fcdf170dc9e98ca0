"""Above each column of the network: its caption, how many neurons, and which activation."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QStyle,
    QStyleOptionSpinBox,
    QWidget,
)

from engine import (
    ACTIVATIONS,
    RANGES,
    Experiment,
    LayerSpec,
    hidden_activations,
    output_activations,
    resolve,
)
from playground.classroom.catalogue import ACTIVATION, WIDTH
from playground.style import sizes
from playground.style.scaling import fit, px
from playground.texts import network as texts
from playground.texts.names import hidden_layer_name
from playground.texts.settings import AUTO
from playground.widgets.controls import Choice, WholeNumber
from playground.widgets.controls.base import draw_field, explain
from playground.widgets.controls.choice import draw_list_arrow
from playground.widgets.network.layout import CAPTION, HEAD

BUTTON = 17
WORD_GAP = 4  # between a number and its word
LIST_WIDTH = 110
ARROW = 20  # the style draws it in a fixed size
SHORT = {"leaky_relu": "leaky"}  # names that are too long for a narrow column


def column_caption(text: str, parent: QWidget) -> QLabel:
    """Return a caption in the small capitals of the drawing."""
    label = QLabel(text, parent)
    label.setProperty("role", "column")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label


class NeuronCount(WholeNumber):
    """How many neurons a layer has, between a − and a +; with a word after the number if there is room."""

    def __init__(self, index: int) -> None:
        super().__init__(f"layer{index}.width", RANGES["width"])
        self.setProperty("role", "neurons")
        fit(self.setMinimumHeight, sizes.SMALL_CONTROL)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._worded = False
        self._word = QLabel(self.lineEdit())
        self._word.setProperty("role", "caption")
        self._word.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.lineEdit().textChanged.connect(self._place_word)

    @property
    def has_room(self) -> bool:
        """Whether there is room for the word."""
        return self.width() >= self.width_for(f"{self.text()} {texts.NEURONS_AFTER(n=self.value())}")

    def show_word(self, shown: bool) -> None:
        """Show the word after the number, or not."""
        self._worded = shown
        self._place_word()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_word()

    def _place_word(self) -> None:
        """Put the word behind the number, so that both are in the middle."""
        line, word = self.lineEdit(), self._word
        worded = self._worded and self.has_room  # while a long number is typed there is none
        word.setVisible(worded)
        word.setText(texts.NEURONS_AFTER(n=self.value()))
        taken = word.sizeHint().width() + px(WORD_GAP) if worded else 0
        line.setTextMargins(0, 0, taken, 0)
        number = line.fontMetrics().horizontalAdvance(line.text())
        middle = 0.5 * (line.width() - taken + number)
        word.setGeometry(round(middle) + px(WORD_GAP), 0, word.sizeHint().width(), line.height())

    def sizeHint(self) -> QSize:
        return QSize(self.width_for(self.text() or "8"), px(sizes.SMALL_CONTROL))

    minimumSizeHint = sizeHint

    def width_for(self, text: str) -> int:
        """Return the width that a number needs."""
        return self.fontMetrics().horizontalAdvance(text) + px(2 * BUTTON + 14)

    def _draw_buttons(self) -> None:
        option = QStyleOptionSpinBox()
        self.initStyleOption(option)
        if self.property("locked"):
            return  # a padlock covers the buttons
        painter = QPainter(self)
        part, complex_control = QStyle.SubControl, QStyle.ComplexControl.CC_SpinBox
        for control, sign, ends in (
            (part.SC_SpinBoxUp, "+", self.maximum()),
            (part.SC_SpinBoxDown, "−", self.minimum()),
        ):
            place = self.style().subControlRect(complex_control, option, control, self)
            role = self.palette().placeholderText() if self.value() == ends else self.palette().text()
            painter.setPen(role.color())
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, sign)
        painter.end()


class ShortChoice(Choice):
    """A choice that is no wider than a column; the open list shows the names in full."""

    def __init__(self, name: str, options: dict[str, tuple[str, str]]) -> None:
        super().__init__(name, options)
        self._short_names = dict(SHORT)
        fit(self.setMinimumHeight, sizes.SMALL_CONTROL)
        fit(self._settle)

    def show_auto(self, text: str, full: str, hint: str) -> None:
        """Say what "auto" stands for; where there is no room for both, only what it stands for."""
        super().show_auto(text, full, hint)
        self._short_names["auto"] = full

    def _settle(self) -> None:
        font = self.font()
        font.setPixelSize(px(sizes.SMALL_FONT))
        self.setFont(font)

    def showPopup(self) -> None:
        self.view().setMinimumWidth(px(LIST_WIDTH))
        super().showPopup()

    def _short(self) -> str:
        return self._short_names.get(self.name(), self.currentText())

    def sizeHint(self) -> QSize:
        return QSize(self.width_for(self._short()), px(sizes.SMALL_CONTROL))

    minimumSizeHint = sizeHint

    def width_for(self, text: str) -> int:
        """Return the width that a name needs."""
        return self.fontMetrics().horizontalAdvance(text) + px(2) + ARROW

    def paintEvent(self, _: QPaintEvent) -> None:
        draw_field(self)
        painter = QPainter(self)
        painter.setPen(self.palette().text().color())
        room = self.rect().adjusted(px(5), 0, 5 - ARROW, 0)
        whole = self.currentText()
        text = whole if self.fontMetrics().horizontalAdvance(whole) <= room.width() else self._short()
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.end()
        draw_list_arrow(self)


class LayerHead:
    """Caption, width and activation of one hidden layer."""

    NAMES = (WIDTH, ACTIVATION)  # the controls that can be hidden for a class

    def __init__(self, index: int, parent: QWidget) -> None:
        self._long, self._brief = (hidden_layer_name(index, short).upper() for short in (False, True))
        self.caption = column_caption(self._long, parent)
        self.caption.show()
        self.width = NeuronCount(index)
        self.activation = ShortChoice(
            f"layer{index}.activation",
            {key: (ACTIVATIONS[key].label, ACTIVATIONS[key].formula) for key in hidden_activations()},
        )
        self.controls: tuple[QWidget, ...] = (self.width, self.activation)
        self._dropout = 0.0
        for control in self.controls:
            control.setParent(parent)
            control.show()

    def show_layer(self, layer: LayerSpec) -> None:
        """Show a layer's spec."""
        self.width.show_value(layer.width)
        self.activation.show_name(layer.activation)
        if layer.dropout != self._dropout:
            self._dropout = layer.dropout
            for control in self.controls:
                explain(control, note=texts.DROPOUT(share=layer.dropout) if layer.dropout else "")

    def show_caption(self, width: int) -> None:
        """Show the layer's name, as much of it as there is room for."""
        fits = self.caption.fontMetrics().horizontalAdvance(self._long) <= width
        self.caption.setText(self._long if fits else self._brief)

    @property
    def least(self) -> int:
        """The least width of the column."""
        return max(control.sizeHint().width() for control in self.controls)

    def least_for(self, layer: LayerSpec) -> int:
        """Return the least width of the column of another layer, which may be out of sight."""
        name = SHORT.get(layer.activation, ACTIVATIONS[layer.activation].label)
        count = self.width.width_for(self.width.textFromValue(layer.width))
        return max(count, self.activation.width_for(name))

    def place(self, centre: float, width: int) -> None:
        """Move above a column."""
        self.show_caption(width)
        _stack(self.caption, self.controls, centre, width)

    def close(self) -> None:
        """Go away; a half-typed number is no longer requested."""
        for control in (self.caption, *self.controls):
            control.blockSignals(True)
            control.hide()
            control.deleteLater()


class OutputHead:
    """Caption of the output, how many there are, and their activation."""

    NAMES = (WIDTH, "network.output")

    def __init__(self, parent: QWidget) -> None:
        self.caption = column_caption(texts.OUTPUT(), parent)
        self.count = QLabel(texts.OUTPUTS(n=1), parent)
        self.count.setProperty("role", "caption")
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        options = {"auto": (AUTO(), texts.AUTO_OUTPUT())}
        options |= {key: (ACTIVATIONS[key].label, ACTIVATIONS[key].formula) for key in output_activations()}
        self.activation = ShortChoice(
            "network.output",
            options,
        )
        self.activation.setParent(parent)
        self.controls: tuple[QWidget, ...] = (self.count, self.activation)
        for control in self.controls:
            control.show()

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the output's activation, and what "auto" stands for."""
        self.activation.show_name(experiment.network.output)
        name, _ = resolve(experiment.data.problem, "auto", experiment.training.loss)
        output = ACTIVATIONS[name]
        self.activation.show_auto(output.label, output.label, output.formula)

    def show_outputs(self, count: int) -> None:
        """Show how many outputs the network has."""
        self.count.setText(texts.OUTPUTS(n=count))

    @property
    def least(self) -> int:
        """The least width of the column."""
        return max(self.count.sizeHint().width(), self.activation.sizeHint().width())

    def place(self, centre: float, width: int) -> None:
        """Move above a column."""
        _stack(self.caption, self.controls, centre, width)


class InputsHead:
    """Caption of the inputs, and beside the controls of the columns what they are."""

    def __init__(self, parent: QWidget) -> None:
        self.caption = column_caption(texts.INPUTS(), parent)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._neurons, self._activation = (
            QLabel(text(), parent) for text in (texts.NEURONS, texts.ACTIVATION)
        )
        for one in (self._neurons, self._activation):
            one.setProperty("role", "row")
            one.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def place(self, width: int, rows: tuple[bool, bool]) -> None:
        """Move above the inputs.

        Parameters
        ----------
        width : int
        rows : (bool, bool)
            Whether there is a row for the number of neurons, and one for the activation.
        """
        names = (self._neurons, self._activation)
        for name, shown in zip(names, rows, strict=True):
            name.setVisible(shown)
        _stack(self.caption, names, 0.5 * width, width)


def _stack(caption: QWidget, controls: tuple[QWidget, ...], centre: float, width: int) -> None:
    left = round(centre - 0.5 * width)
    caption.setGeometry(QRect(left, 0, width, px(CAPTION)))
    for i, control in enumerate(one for one in controls if not one.isHidden()):
        top = px(CAPTION) + i * px(HEAD)
        control.setGeometry(QRect(left, top, width, px(sizes.SMALL_CONTROL)))
