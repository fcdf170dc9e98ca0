"""The controls above each column of the network: how many neurons, and which activation."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QLabel,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionSpinBox,
    QStylePainter,
    QWidget,
)

from engine import ACTIVATIONS, RANGES, LayerSpec, hidden_activations, output_activations
from playground.classroom.catalogue import ACTIVATION, WIDTH
from playground.style import sizes
from playground.style.scaling import fit, px
from playground.texts import network as texts
from playground.widgets.controls import Choice, WholeNumber, mark_focus
from playground.widgets.controls.base import explain

BUTTON = 17
LIST_WIDTH = 110
ARROW = 20  # the style draws it in a fixed size
SHORT = {"leaky_relu": "leaky"}  # names that are too long for a narrow column


class NeuronCount(WholeNumber):
    """How many neurons a layer has, between a − and a +."""

    def __init__(self, index: int) -> None:
        super().__init__(f"layer{index}.width", RANGES["width"])
        self.setProperty("role", "neurons")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def sizeHint(self) -> QSize:
        return QSize(self.width_for(self.text() or "8"), px(sizes.CONTROL_HEIGHT))

    minimumSizeHint = sizeHint

    def width_for(self, text: str) -> int:
        """Return the width that a number needs."""
        return self.fontMetrics().horizontalAdvance(text) + px(2 * BUTTON + 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
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
        fit(self._settle)

    def _settle(self) -> None:
        font = self.font()
        font.setPixelSize(px(sizes.SMALL_FONT))
        self.setFont(font)

    def showPopup(self) -> None:
        self.view().setMinimumWidth(px(LIST_WIDTH))
        super().showPopup()

    def _short(self) -> str:
        return SHORT.get(self.name(), self.currentText())

    def sizeHint(self) -> QSize:
        return QSize(self.width_for(self._short()), px(sizes.CONTROL_HEIGHT))

    minimumSizeHint = sizeHint

    def width_for(self, text: str) -> int:
        """Return the width that a name needs."""
        return self.fontMetrics().horizontalAdvance(text) + px(2) + ARROW

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.setPen(self.palette().text().color())
        room = self.rect().adjusted(px(5), 0, 5 - ARROW, 0)
        whole = self.currentText()
        text = whole if self.fontMetrics().horizontalAdvance(whole) <= room.width() else self._short()
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.end()
        mark_focus(self)


class LayerHead:
    """Width and activation of one hidden layer."""

    NAMES = (WIDTH, ACTIVATION)  # the controls that can be hidden for a class

    def __init__(self, index: int, parent: QWidget) -> None:
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
        _stack(self.controls, centre, width)

    def close(self) -> None:
        """Go away; a half-typed number is no longer requested."""
        for control in self.controls:
            control.blockSignals(True)
            control.hide()
            control.deleteLater()


class OutputHead:
    """How many outputs there are, and their activation."""

    NAMES = (WIDTH, "network.output")

    def __init__(self, parent: QWidget) -> None:
        self.count = QLabel(texts.OUTPUTS(n=1), parent)
        self.count.setProperty("role", "caption")
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        options = {"auto": (texts.AUTO(), texts.AUTO_OUTPUT())}
        options |= {key: (ACTIVATIONS[key].label, ACTIVATIONS[key].formula) for key in output_activations()}
        self.activation = ShortChoice(
            "network.output",
            options,
        )
        self.activation.setParent(parent)
        self.controls: tuple[QWidget, ...] = (self.count, self.activation)
        for control in self.controls:
            control.show()

    def show_outputs(self, count: int) -> None:
        """Show how many outputs the network has."""
        self.count.setText(texts.OUTPUTS(n=count))

    @property
    def least(self) -> int:
        """The least width of the column."""
        return max(self.count.sizeHint().width(), self.activation.sizeHint().width())

    def place(self, centre: float, width: int) -> None:
        """Move above a column."""
        _stack(self.controls, centre, width)


def _stack(controls: tuple[QWidget, ...], centre: float, width: int) -> None:
    for i, control in enumerate(one for one in controls if not one.isHidden()):
        top = i * px(sizes.CONTROL_HEIGHT + sizes.TIGHT)
        control.setGeometry(QRect(round(centre - 0.5 * width), top, width, px(sizes.CONTROL_HEIGHT)))
