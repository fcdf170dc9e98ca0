"""Fields: a control below its label and above its slider, in two columns or on one line."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from playground.classroom.catalogue import control_of
from playground.classroom.choice import Classroom
from playground.style import sizes
from playground.style.scaling import fit, px
from playground.widgets.controls.labels import BELOW, caption_of
from playground.widgets.controls.numbers import BatchSize
from playground.widgets.controls.visibility import hide, is_wanted

LABEL = 18  # the height of a label, whether a check box or not
NARROWEST = 72  # a number: what is longer scrolls


class Field(QWidget):
    """A control under its label; a number may have a slider below it, a check box has a label of its own.

    Parameters
    ----------
    control : QWidget
    slider : QAbstractSlider, optional
    label : QWidget, optional
        By default the control's caption.
    stretch : int
        Its share of a line.
    wide : bool
        Whether it has a row of two columns to itself, as a list always has.
    """

    def __init__(
        self,
        control: QWidget,
        slider: QAbstractSlider | None = None,
        label: QWidget | None = None,
        stretch: int = 1,
        wide: bool = False,
    ) -> None:
        super().__init__()
        self.stretch, self.wide = stretch, wide or isinstance(control, QComboBox)
        self.control, self.slider = control, slider
        self.label = caption_of(control) if label is None else label
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        fit(column.setSpacing, BELOW)
        if self.label is not control:
            fit(self.label.setMinimumHeight, LABEL)
        if isinstance(control, QAbstractSpinBox) and not isinstance(control, BatchSize):
            fit(control.setMinimumWidth, NARROWEST)
        for one in self.widgets:
            column.addWidget(one)
        column.addStretch()

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """All that is in it, from top to bottom."""
        found = (self.label, None if self.control is self.label else self.control, self.slider)
        return tuple(one for one in found if one is not None)


class Fields(QWidget):
    """Fields, buttons, and lines of text between them; what is hidden gives its room back.

    They stand in two columns of the panels on the left, or on one line, where each is as wide as its stretch.

    Parameters
    ----------
    *widgets : QWidget
        Fields, buttons, and lines of text.
    """

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        fit(self._grid.setSpacing, sizes.SPACING)
        self._all = widgets
        self._placed: list[tuple[QWidget, int, int, int]] = []
        self.show_on_line(False)

    def show_on_line(self, on: bool) -> None:
        """Place everything on one line, or in two columns."""
        self._on_line = on
        policy = QSizePolicy.Policy
        # in a column a list is no wider than that, and shows its names in full when it is open
        for one in self.fields:
            if isinstance(one.control, QComboBox):
                one.control.setSizePolicy(policy.Preferred if on else policy.Ignored, policy.Fixed)
        self.arrange()

    @property
    def fields(self) -> list[Field]:
        """The fields among what it shows."""
        return [one for one in self._all if isinstance(one, Field)]

    @property
    def width_on_line(self) -> int:
        """The width that one line needs."""
        shown = [one for one in self._all if is_wanted(one)]
        gaps = self._grid.horizontalSpacing() * max(len(shown) - 1, 0)
        parts = [one.widgets for one in shown if isinstance(one, Field)]
        return sum(max(map(_least, widgets)) for widgets in parts) + gaps

    def show_classroom(self, classroom: Classroom) -> None:
        """Hide the fields of the controls that a class does not see."""
        for one in self.fields:
            hide(one, control_of(one.control.objectName()) in classroom.hidden)
        self.arrange()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.arrange()
        return done

    def arrange(self) -> None:
        """Place what is shown, and move nothing that is in its place."""
        places = list(self._in_line() if self._on_line else self._in_columns())
        if places == self._placed:
            return
        self._placed = places
        for one, row, column, span in places:
            # a button stands beside a field's control, not beside its label
            how = Qt.AlignmentFlag.AlignBottom if isinstance(one, QPushButton) else Qt.AlignmentFlag(0)
            self._grid.addWidget(one, row, column, 1, span, how)
        # on a line, what is left out leaves its share of the width empty: the others stay as they are
        shares = [_stretch(one) for one in self._all] if self._on_line else [1, 1]
        shown = [column for _, _, column, _ in places] if self._on_line else [0, 1]
        for k in range(self._grid.columnCount()):
            self._grid.setColumnStretch(k, shares[k] if k in shown else 0)
        self._grid.setColumnStretch(len(self._all) + 1, sum(shares) - sum(shares[k] for k in shown))

    def _in_line(self) -> Iterable[tuple[QWidget, int, int, int]]:
        return ((one, 0, k, 1) for k, one in enumerate(self._all) if is_wanted(one))

    def _in_columns(self) -> Iterable[tuple[QWidget, int, int, int]]:
        cell = (sizes.side() - 2 - 2 * px(sizes.MARGIN) - self._grid.horizontalSpacing()) // 2
        row, column = 0, 0
        for one in filter(is_wanted, self._all):
            wide = _is_wide(one) or one.minimumSizeHint().width() > cell
            if wide and column:
                row, column = row + 1, 0
            yield one, row, column, 2 if wide else 1
            row, column = (row + 1, 0) if wide or column else (row, 1)


def _is_wide(widget: QWidget) -> bool:
    """Whether it has a row to itself however narrow it is."""
    return widget.wide if isinstance(widget, Field) else isinstance(widget, QLabel)


def _least(widget: QWidget) -> int:
    """Return the width that a widget needs, whatever its size policy."""
    return widget.minimumWidth() or widget.minimumSizeHint().width()


def _stretch(widget: QWidget) -> int:
    return widget.stretch if isinstance(widget, Field) else 0
