"""The card of one neuron: its bias and weights as exact numbers, and whether it is frozen or switched off."""

from PySide6.QtCore import QEvent, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from playground.classroom.catalogue import MATHS_VIEW, NEURON_CURVE, VIEW, WEIGHTS
from playground.classroom.choice import Classroom
from playground.observers.neuron_parameters import NeuronParameters
from playground.style.scaling import fit, px
from playground.texts import network as texts
from playground.texts.numbers import parameter_text
from playground.widgets.controls import Button, Switch, caption, prepare
from playground.widgets.controls.base import literal
from playground.widgets.controls.choice import paint_list
from playground.widgets.controls.visibility import hide
from playground.widgets.network.exact_number import ExactNumber

WIDTH = 252
TITLE_AIR = 56  # beside the title: the edges and the button that closes the card
EDGE = 6  # of the window, left free
GAP = 16  # between a neuron and its card


class SourceList(QComboBox):
    """Bias and weights of a neuron; a long list scrolls, and its entries are not measured."""

    def __init__(self) -> None:
        super().__init__()
        prepare(self, "neuron.source")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(16)
        self.setMaxVisibleItems(16)

    def paintEvent(self, _: QPaintEvent) -> None:
        paint_list(self)


class NeuronCard(QFrame):
    """A card beside a neuron; everything else stays usable.

    Signals
    -------
    parameter_set (int, float, float)
        The source of a weight (the number of inputs for the bias), its new value, and what it was.
    mask_asked (str, object, bool)
        "freeze" or "silence"; the source, or None for the whole neuron; on or off.
    focus_asked (bool)
        Whether the neuron should be pinned in the output plot.
    curve_asked ()
    removal_asked ()
    next_asked ()
        The last of its numbers was typed: the next neuron is to be shown.
    closed ()
    """

    parameter_set = Signal(int, float, float)
    mask_asked = Signal(str, object, bool)
    focus_asked = Signal(bool)
    curve_asked = Signal()
    removal_asked = Signal()
    next_asked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.setObjectName("card")
        self.setAccessibleName(texts.NEURON_CARD())
        self.setAutoFillBackground(True)
        self._row: NeuronParameters | None = None
        self._spot: tuple[int, int] | None = None
        self._state = ""
        self._early: list[tuple[int, float]] = []  # typed before the neuron's numbers arrived
        self.title = QLabel()
        self.title.setProperty("role", "heading")
        self.title.setTextFormat(Qt.TextFormat.PlainText)  # the name of a class is not ours
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.close_button = Button("neuron.close")
        fit(self.close_button.setFixedSize, 26, 24)
        self.close_button.setProperty("role", "icon")
        self.close_button.clicked.connect(self.finish)
        self.source, self.value, self.now = SourceList(), ExactNumber(), QLabel()
        self.source.currentIndexChanged.connect(self._show_source)
        self.value.edited.connect(self._set_value)
        self.now.setProperty("role", "caption")
        self.whole = caption(texts.WHOLE_NEURON())
        self.freeze_weight = self._switch("freeze_weight", "freeze", single=True)
        self.silence_weight = self._switch("silence_weight", "silence", single=True)
        self.freeze = self._switch("freeze", "freeze", single=False)
        self.silence = self._switch("silence", "silence", single=False)
        self.focus = Switch("neuron.focus")
        self.focus.toggled.connect(self.focus_asked)
        self.curve = Button("neuron.curve")
        self.curve.clicked.connect(self.curve_asked)
        self.remove = Button("neuron.remove")
        self.remove.clicked.connect(self.removal_asked)
        self._place()
        fit(self.setFixedWidth, WIDTH)
        self.hide()

    def _switch(self, name: str, kind: str, single: bool) -> Switch:
        switch = Switch(f"neuron.{name}")
        switch.toggled.connect(lambda on: self._mask(kind, single, on))
        return switch

    def _mask(self, kind: str, single: bool, on: bool) -> None:
        self.value.ask_now()  # typed before, for this weight as it was
        self.mask_asked.emit(kind, self.source.currentData() if single else None, on)

    def _place(self) -> None:
        column, head, grid = QVBoxLayout(self), QHBoxLayout(), QGridLayout()
        fit(column.setContentsMargins, 10, 8, 10, 10)
        column.addLayout(head)
        column.addLayout(grid)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        fit(grid.setVerticalSpacing, 6)
        grid.addWidget(self.source, 0, 0, 1, 2)
        grid.addWidget(self.value, 1, 0, 1, 2)
        grid.addWidget(self.now, 2, 0, 1, 2)
        grid.addWidget(self.freeze_weight, 3, 0)
        grid.addWidget(self.silence_weight, 3, 1)
        grid.addWidget(self.whole, 4, 0, 1, 2)
        grid.addWidget(self.freeze, 5, 0)
        grid.addWidget(self.silence, 5, 1)
        grid.addWidget(self.focus, 6, 0, 1, 2)
        grid.addWidget(self.curve, 7, 0)
        grid.addWidget(self.remove, 7, 1)

    # -- opening and closing -----------------------------------------------------------------

    def open_for(
        self, spot: tuple[int, int], title: str, sources: list[str], source: int, hidden: bool, pinned: bool
    ) -> None:
        """Show a neuron's card; `sources` are what its weights come from, `source` −1 means the bias."""
        if self.isVisible():
            self.value.ask_now()  # typed for the neuron whose card was open
        self._spot, self._row = spot, None
        room = px(WIDTH - TITLE_AIR)
        self.title.setText(self.title.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room))
        self.title.setToolTip(literal(title))
        with QSignalBlocker(self.source):
            self.source.clear()
            self.source.addItem(texts.BIAS(), len(sources))
            self.source.addItems([texts.FROM(source=one) for one in sources])
            for k in range(len(sources)):
                self.source.setItemData(k + 1, k)
            self.source.setCurrentIndex(source + 1)
        self.silence.setEnabled(hidden)
        self.remove.setEnabled(hidden)
        self._show_switch(self.focus, pinned)
        self._early = []
        self.value.setEnabled(True)
        self.now.setText(" ")
        self._state = ""
        self.adjustSize()
        self.show()
        self.raise_()
        self.value.empty()  # after showing it, which restores its last number
        self.value.setFocus()  # at once: what is typed now must not go to the window's shortcuts

    @property
    def spot(self) -> tuple[int, int] | None:
        """The neuron whose card is open."""
        return self._spot if self.isVisible() else None

    def finish(self) -> None:
        """Close the card."""
        if self.isVisible():
            focus = self.window().focusWidget()
            if focus is not None and self.isAncestorOf(focus):
                self._parent.setFocus()  # hiding would pass the focus on within the card
            self.hide()
            self._spot = None
            self.closed.emit()

    def move_beside(self, neuron: QRect, right: int) -> None:
        """Move beside a neuron, a rectangle of the parent, and do not cover it.

        The right side is the first choice if the card then ends before `right`; then come the left side, the
        right one beyond that, and below and above.
        """
        room = self._parent.rect().adjusted(EDGE, EDGE, -EDGE, -EDGE)
        gap, width, height = px(GAP), self.width(), self.height()
        least, most = room.left(), room.right() - width
        after, before = neuron.right() + gap, neuron.left() - gap - width
        y = max(min(neuron.top(), room.bottom() - height), room.top())
        if after + width <= right or (before < least and after <= most):
            self.move(after, y)
        elif before >= least:
            self.move(before, y)
        else:
            below, above = neuron.bottom() + gap, neuron.top() - gap - height
            x = max(min(neuron.left(), most), least)
            self.move(x, below if below + height <= room.bottom() else max(above, room.top()))

    # -- showing -----------------------------------------------------------------------------

    def show_row(self, row: NeuronParameters | None) -> None:
        """Show how the neuron is now; a number that is being typed stays."""
        if row is None or self._spot != (row.layer, row.neuron) or self.source.count() != len(row.values):
            return
        first = self._row is None
        self._row = row
        if not first or self.value.typed:
            self._show_now()
        else:
            self._show_source()
        early, self._early = self._early, []
        for k, value in early:
            if not row.silenced[k]:  # not known yet when it was typed
                self.parameter_set.emit(k, value, float(row.values[k]))

    def _show_source(self) -> None:
        """Show the chosen weight, or the bias."""
        if self._row is None:
            return
        self.value.setEnabled(True)
        self.value.begin(float(self._row.values[self.source.currentData()]))
        self._show_now()
        if self.isVisible() and not self.source.hasFocus():
            self.value.setFocus()
            self.value.selectAll()

    def _show_now(self) -> None:
        row, k = self._row, self.source.currentData()
        if row is None or k is None:
            return
        value, silenced = float(row.values[k]), bool(row.silenced[k])
        if silenced and self.value.hasFocus():
            # disabled with the focus, Qt would move on as after Tab: to the next weight
            self.value.empty()
            self.source.setFocus()
        if not self.value.hasFocus():
            self.value.show_value(value)
        if self.value.isEnabled() == silenced:
            self.value.setEnabled(not silenced)
        # a value is shown once: here where the number shows another, as one that is typed is
        text = texts.NOW(value=parameter_text(value)) if self.value.value() != value else " "
        if silenced:
            text = texts.SWITCHED_OFF()
        if text != self._state:
            self._state = text
            self.now.setText(text)
        self._show_switch(self.freeze_weight, bool(row.frozen[k]))
        self._show_switch(self.silence_weight, silenced)
        self._show_switch(self.freeze, bool(row.frozen.all()))
        self._show_switch(self.silence, row.muted)

    @staticmethod
    def _show_switch(switch: Switch, on: bool) -> None:
        if switch.isChecked() != on:
            switch.show_checked(on)

    def show_classroom(self, classroom: Classroom) -> None:
        """Leave out the numbers if a class does not see them; close with the network."""
        if VIEW in classroom.hidden:
            self.finish()
        for one in (self.source, self.now, self.whole):
            hide(one, WEIGHTS in classroom.hidden)
        hide(self.curve, bool({MATHS_VIEW, NEURON_CURVE} & classroom.hidden))

    def show_pinned(self, pinned: bool) -> None:
        """Show whether the neuron is pinned in the output plot."""
        self._show_switch(self.focus, pinned)

    def _set_value(self, value: float) -> None:
        k = self.source.currentData()
        if k is None:
            return
        if self._row is not None:
            if not self._row.silenced[k]:
                self.parameter_set.emit(k, value, float(self._row.values[k]))
        elif self.value.typed:
            self._early.append((k, value))

    # -- keys --------------------------------------------------------------------------------

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep Tab within the card; after a number it moves to the next one."""
        if forward and self.value.hasFocus() and self.value.typed:
            self._next_weight()
            return True
        inside = [one for one in self._chain() if one.isVisible() and one.isEnabled()]
        if not inside:  # the card is being hidden
            return False
        focus = self.window().focusWidget()
        at = inside.index(focus) if focus in inside else -1
        inside[(at + (1 if forward else -1)) % len(inside)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _next_weight(self) -> None:
        """Set what was typed, and show the next weight, or after the last one the next neuron."""
        if not self.value.ask_now():
            self.value.selectAll()  # it was refused, with the reason: to be typed again
            return
        silenced = self._row.silenced if self._row is not None else ()
        for i in range(self.source.currentIndex() + 1, self.source.count()):
            k = self.source.itemData(i)
            if k >= len(silenced) or not silenced[k]:
                self.value.empty()
                self.source.setCurrentIndex(i)
                return
        self.value.typed = False
        if not self._early:  # otherwise they would be lost
            self.next_asked.emit()

    def _chain(self) -> list[QWidget]:
        return [
            self.source, self.value, self.freeze_weight, self.silence_weight, self.freeze, self.silence,
            self.focus, self.curve, self.remove, self.close_button,
        ]  # fmt: skip

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.finish()
        else:
            super().keyPressEvent(event)
