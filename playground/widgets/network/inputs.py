"""The inputs of the network: a switch with a picture for each feature, and a card to type a formula."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QImage, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from engine.features import EXAMPLE, EXAMPLE_OF_X1, check_feature, label
from engine.formulas import FormulaError
from playground.observers.neuron_maps import feature_map
from playground.observers.view import SQUARE, Area
from playground.style import colour_maps, palette
from playground.style.palette import Theme
from playground.style.scaling import fit, px, real
from playground.style.sizes import FONT, SMALL_FONT
from playground.texts import network as texts
from playground.texts.controls import input_words
from playground.texts.names import capitalised
from playground.widgets.controls import Button, Switch, caption, prepare
from playground.widgets.controls.base import explain
from playground.widgets.controls.labels import show_wrapped
from playground.widgets.network.maps import curve_of, paint_curve
from playground.widgets.network.numbers import paint_number

BOX = 12  # the little box that is ticked
FADED = 0.72  # how much of the panel covers the picture of an input that is off
CARD = 250  # the width of the card that a formula is typed in
MOST_TYPED = 2_000  # characters: far more than the engine accepts, but not a whole book


class FeatureNode(Switch):
    """One feature: ticked, it is an input of the network. Its picture shows it over the frame of the data.

    Signals
    -------
    hovered (str)
        Its name when the pointer comes, "" when it goes.
    """

    hovered = Signal(str)
    is_picture = True

    def __init__(self, name: str, parent: QWidget) -> None:
        """`name` is the engine's."""
        super().__init__(f"features.{name}", input_words(label(name)))
        self.setParent(parent)
        self.name, self._shown = name, ("", "")
        self._theme, self._frame = palette.LIGHT, SQUARE
        self._node = 0
        self._picture: QImage | None = None
        self._line = False
        self._step: tuple[float | None, bool, bool] = None, False, False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_name(self, shown: str, axes: str) -> None:
        """Show the name of a column where there is room; `axes` says what those are called."""
        if (shown, axes) != self._shown:
            self._shown = shown, axes
            words = input_words(shown, axes)
            self.setAccessibleName(words.label)
            explain(self, name=words.label, tip=words.tip)
            self.update()

    def show_frame(self, frame: Area) -> None:
        """Show the feature over that part of the plane."""
        if frame != self._frame:
            self._frame, self._picture = frame, None
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(BOX + 8) + self._node, self._node)

    minimumSizeHint = sizeHint

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def place(self, right: float, middle: float, left: int, node: int) -> None:
        """Move so that the picture, with an edge of `node`, ends at `right`."""
        if node != self._node:
            self._node, self._picture = node, None
        top = round(middle - 0.5 * node) - 1
        self.setGeometry(QRect(left, top, round(right) - left + 1, node + 2))

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme, self._picture = colours, None
        self.update()

    def show_line(self, line: bool) -> None:
        """Show the feature as a curve over x₁, or over the plane."""
        if line != self._line:
            self._line, self._picture = line, None
            self.update()

    def show_step(self, number: float | None, ringed: bool, dimmed: bool) -> None:
        """Show what it is for the sample of a training step; in a ring, or dimmed."""
        if (number, ringed, dimmed) != self._step:
            self._step = number, ringed, dimmed
            self.update()

    def picture(self) -> QImage:
        """Return the feature over the plane, or as a curve."""
        if self._picture is None:
            n = max(round(self._node * self.devicePixelRatio()), 1)
            if self._line:
                self._picture = self._curve(n)
                return self._picture
            pixels = colour_maps.argb(colour_maps.shades(self._theme))[feature_map(self.name, n, self._frame)]
            image = QImage(pixels.tobytes(), n, n, 4 * n, QImage.Format.Format_RGB32)
            self._picture = image.copy()  # the bytes are not kept
        return self._picture

    def _curve(self, n: int) -> QImage:
        image = QImage(n, n, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        paint_curve(
            painter, curve_of(feature_map(self.name, n, self._frame, line=True)[0]), image.rect(), self._theme
        )
        painter.end()
        return image

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.hovered.emit(self.name)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hovered.emit("")

    def paintEvent(self, _: QPaintEvent) -> None:
        colours, on = self._theme, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        node = QRect(self.width() - self._node - 1, 1, self._node, self._node)
        painter.drawImage(node, self.picture())
        number, ringed, dimmed = self._step
        if not on or dimmed:
            cover = QColor(colours.panel)
            cover.setAlphaF(FADED)
            painter.fillRect(node, cover)
        style = Qt.PenStyle.SolidLine if on else Qt.PenStyle.DotLine
        painter.setPen(QPen(QColor(colours.text if on else colours.muted), real(1.0), style))
        painter.drawRect(node.adjusted(0, 0, -1, -1))
        self._paint_label(painter, node.left(), on)
        if number is not None and not dimmed:
            small = painter.font()
            small.setPixelSize(px(SMALL_FONT))
            painter.setFont(small)
            paint_number(painter, node, number, colours)
        if ringed:
            painter.setPen(QPen(QColor(colours.accent), real(2.0)))
            painter.drawRect(node.adjusted(0, 0, -1, -1))
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2.0))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_label(self, painter: QPainter, room: int, on: bool) -> None:
        colours, middle = self._theme, self.height() // 2
        edge = px(BOX)
        box = QRect(2, middle - edge // 2, edge, edge)
        painter.setPen(QPen(QColor(colours.text if on else colours.muted), 1.0))
        painter.setBrush(QColor(colours.control))
        painter.drawRect(box)
        if on:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours.text), real(2.0)))
            x, y = box.left() + 0.5, box.top() + 0.5
            places = [QPoint(int(x + real(a)), int(y + real(b))) for a, b in ((3, 6), (5, 9), (10, 3))]
            painter.drawPolyline(places)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        font = painter.font()
        font.setPixelSize(px(FONT))
        painter.setFont(font)
        painter.setPen(QColor(colours.text))
        place = QRect(edge + px(6), 0, room - edge - px(8), self.height())
        metrics, long = painter.fontMetrics(), self._shown[0]
        text = long if metrics.horizontalAdvance(long) <= place.width() else self.text()
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class FormulaCard(QFrame):
    """A card to type a formula in.

    Signals
    -------
    wanted (str)
        A valid formula, as the engine names it.
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget, refuse: Callable[[str], str]) -> None:
        """`refuse` returns why a formula cannot be added, or ""."""
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(texts.FORMULA())
        self._refuse = refuse
        self._line = QLineEdit()
        self._line.setMaxLength(MOST_TYPED)
        prepare(self._line, "features.formula")
        self._line.returnPressed.connect(self._add)
        self._why = QLabel()
        self._why.setTextFormat(Qt.TextFormat.PlainText)  # it may quote what was typed
        self._why.setWordWrap(True)
        self._why.setProperty("role", "caption")
        add = Button("features.add_formula")
        add.clicked.connect(self._add)
        self._foot = QPoint()
        self.column = column = QVBoxLayout(self)
        self._from = caption("")
        column.addWidget(self._from)
        column.addWidget(self._line)
        column.addWidget(self._why)
        column.addWidget(add)
        fit(self.setFixedWidth, CARD)

    def open_above(self, place: QPoint, line: bool) -> None:
        """Show the card above a place, for formulas of x₁ alone along a line."""
        self._from.setText((texts.FORMULA_FROM_X1 if line else texts.FORMULA_FROM)())
        self._line.setPlaceholderText((EXAMPLE_OF_X1 if line else EXAMPLE).removeprefix("="))
        self._foot = place
        self._show_note(texts.FORMULA_HINT())
        self.show()
        self.raise_()
        self._line.setFocus()
        self._line.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # what is typed here is a formula, not a shortcut
            plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if plain and (event.text() or event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)):
                event.accept()
                return True
        return super().event(event)

    def _show_note(self, text: str) -> None:
        """Show a note under the formula; the card grows upwards."""
        show_wrapped(self._why, text)
        margins = self.contentsMargins() + self.column.contentsMargins()
        self._why.setFixedHeight(
            self._why.heightForWidth(self.width() - margins.left() - margins.right()) + 2
        )
        self.column.activate()
        self.adjustSize()
        self.move(self._foot.x(), max(self._foot.y() - self.height(), 6))

    def _add(self) -> None:
        formula = "=" + self._line.text().strip().removeprefix("=").strip()
        try:
            check_feature(formula)
            why = self._refuse(formula)
        except FormulaError as error:
            why = capitalised(error.reason)
            if error.position is not None:  # the sign before the formula is not counted
                why = texts.FORMULA_REFUSED(reason=why, place=error.position - 1)
        except ValueError as error:
            why = str(error)
        if why:
            self._show_note(why)
            return
        self.hide()
        self.wanted.emit(formula)
