"""The rows of the ledger: opened, walked through, chosen and copied."""

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QMenu, QTreeView

from engine.analysis.ledger import Ledger
from playground.mathematics.moments import Moment, Phase
from playground.mathematics.place import Place
from playground.style.palette import Theme
from playground.style.scaling import fit
from playground.texts import mathematics as texts
from playground.widgets.controls import prepare
from playground.widgets.controls.base import is_override
from playground.widgets.mathematics.keymaps import COPIES, ENDS, TOGGLES, UP_AND_DOWN
from playground.widgets.mathematics.ledger_entries import Form, Mode
from playground.widgets.mathematics.ledger_model import Index, Key, LedgerModel, Row
from playground.widgets.mathematics.ledger_rows import LedgerRows

WALKS = (*UP_AND_DOWN, *ENDS)


class LedgerTree(QTreeView):
    """Rows that a click or Enter opens and the arrow keys walk through.

    Signals
    -------
    place_chosen (Place or None)
        What the row in focus is about, or the weight whose term was clicked.
    """

    place_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        prepare(self, "maths.ledger")
        self.setToolTip("")  # it would cover what is read
        self.contents = LedgerModel(self)
        self.rows = LedgerRows(self, self.contents)
        self.setModel(self.contents)
        self.setItemDelegate(self.rows)
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setExpandsOnDoubleClick(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # none comes while one reads
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._following = False
        self._opened_for: Moment | None = None  # whose section was opened because it came
        self._kept: set[Key] = set()  # rows that were open when there was last a step
        self.verticalScrollBar().valueChanged.connect(lambda _: self._settle())
        fit(self._lay_out)

    # -- what is shown -----------------------------------------------------------------------------

    def show_step(self, ledger: Ledger | None, moment: Moment | None, place: Place | None) -> None:
        """Show a step, at a moment of it, with what is chosen in it."""
        rows = self.rows
        if not self.contents.show_numbers(ledger):
            if self.contents.ledger is not None:
                self._kept = self._opened()
            self.contents.show_ledger(ledger)
            self._open_again(self._kept)
        self._settle()
        came, chosen = moment != rows.moment, place != rows.place
        rows.moment, rows.place = moment, place
        if ledger is not None and came and moment is not None:
            self._come_to(moment, place)
        elif ledger is not None and chosen and place is not None:
            self._go_to(moment, place)
        self.viewport().update()

    def show_decimals(self, decimals: int | None) -> None:
        """Write numbers with so many decimals, or with all digits."""
        self.contents.show_decimals(decimals)
        self._lay_out()

    def show_column(self, column: int) -> None:
        """Show another sample of the mini-batch; counted from 0."""
        if column != self.contents.column:
            self.contents.show_column(column)
            self.viewport().update()

    def show_mode(self, mode: Mode) -> None:
        """Show terms, matrices, or formulas alone."""
        self.rows.mode = mode
        self._lay_out()

    def show_code(self, on: bool) -> None:
        """Show the code of each line below it, or not."""
        self.rows.has_code = on
        self._lay_out()

    def apply_theme(self, colours: Theme) -> None:
        """Paint in the theme's colours."""
        self.rows.theme = colours
        self.viewport().update()

    def _settle(self) -> None:
        """Give the rows in sight as many lines as they have now."""
        index, bottom = self.indexAt(QPoint(0, 0)), self.viewport().height()
        if row := self.contents.row_at(index.parent()):
            self.contents.settle(row)
        while index.isValid() and self.visualRect(index).top() < bottom:
            row, index = self.contents.row_at(index), self.indexBelow(index)
            if row is not None and self._is_open(row):
                self.contents.settle(row)

    def _lay_out(self) -> None:
        self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def _opened(self) -> set[Key]:
        return {row.key for row in self.contents.made if self._is_open(row)}

    def _is_open(self, row: Row) -> bool:
        return row.line is None and self.isExpanded(self.contents.index_of(row))

    def _open_again(self, opened: set[Key], inside: Row | None = None) -> None:
        for row in self.contents.rows_in(inside):
            if row.line is None and row.key in opened:
                self.expand(self.contents.index_of(row))
                self._open_again(opened, row)

    # -- what is chosen ------------------------------------------------------------------------------

    def _come_to(self, moment: Moment, place: Place | None) -> None:
        """Open the section of a moment, at its top; the one that was opened for the last moment closes."""
        last = None if self._opened_for is None else self.contents.find(self._opened_for, None)
        if last is not None:
            self.setExpanded(self.contents.index_of(last), False)
        section = self.contents.find(moment, None)
        if section is None:
            return
        index = self.contents.index_of(section)
        self._opened_for = None if self.isExpanded(index) else moment
        self.expand(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)
        at = _place_at(moment, place)
        if at is not None and (row := self.contents.find(moment, at)) and row.place == at:
            self._show_row(row)

    def _go_to(self, moment: Moment | None, place: Place) -> None:
        """Open and scroll to the lines of a place: at the moment of the step, if it has any there."""
        for one in _moments_of(moment, place):
            at = _place_at(one, place)
            row = None if at is None else self.contents.find(one, at)
            if row is not None and row.place == at:
                self._show_row(row)
                return

    def _show_row(self, row: Row) -> None:
        """Open a row and all that it is in, and bring it into sight."""
        current = self.contents.row_at(self.currentIndex())
        one: Row | None = row
        while one is not None:
            self.expand(self.contents.index_of(one))
            one = one.parent
        if current is None or current.place != row.place or current.moment != row.moment:
            self._following = True
            self.setCurrentIndex(self.contents.index_of(row))
            self._following = False
        inside = self.contents.rows_in(row)
        self.executeDelayedItemsLayout()
        lines = [one for one in inside if one.line is not None]
        if lines:
            self.scrollTo(self.contents.index_of(lines[-1]))
        self.scrollTo(self.contents.index_of(row))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        row = self.contents.row_at(current)
        if row is not None and not self._following:
            self.rows.place = row.place  # it is marked where it is, and does not move
            self.viewport().update()
            self.place_chosen.emit(row.place)

    # -- keys and clicks -----------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if is_override(event, (*WALKS, *TOGGLES)) or _copies(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (form := _form_of(event)) is not None:
            self.copy(form)
        elif event.key() in TOGGLES:
            self._toggle(self.currentIndex())
        elif event.key() in WALKS:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        row = self.contents.row_at(index)
        if row is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if row.line is None:
            self._toggle(index)
        elif place := self.rows.term_at(row, event.position() - QPointF(self.visualRect(index).topLeft())):
            self.rows.place = place
            self.viewport().update()
            self.place_chosen.emit(place)

    def _toggle(self, index: QModelIndex) -> None:
        row = self.contents.row_at(index)
        if row is not None and row.line is None:
            if row.parent is None and row.moment == self._opened_for:
                self._opened_for = None  # a person has taken it over
            self.setExpanded(index, not self.isExpanded(index))

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Leave them out: a row paints its own triangle."""

    # -- copying -------------------------------------------------------------------------------------

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.contents.row_at(self.currentIndex()) is not None:
            self.copy_menu().popup(event.globalPos())

    def copy_menu(self) -> QMenu:
        """Return a menu with the ways to copy what is in focus."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, (_, shown) in COPIES.items():
            action, form = menu.addAction(texts.COPY_AS[name]()), Form(name)
            action.setShortcut(shown)
            action.triggered.connect(lambda _=False, form=form: self.copy(form))
        return menu

    def copy(self, form: Form) -> None:
        """Copy the line in focus, or all lines that the row in focus opens to."""
        row = self.contents.row_at(self.currentIndex())
        if row is not None and (text := self.contents.copied(row, form)):
            QGuiApplication.clipboard().setText(text)


def _copies(event: QEvent) -> bool:
    """Whether a shortcut is about to take a key that copies."""
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
        return False
    return _form_of(event) is not None


def _form_of(event: QKeyEvent) -> Form | None:
    """Return in which form a key copies, if it does."""
    pressed = event.keyCombination()
    return next((Form(name) for name, (keys, _) in COPIES.items() if keys == pressed), None)


def _place_at(moment: Moment, place: Place | None) -> Place | None:
    """Return what a place has lines of at a moment: a weight is a term of two neurons'."""
    if place is None or moment.phase in (Phase.GRADIENT, Phase.UPDATE):
        return place
    if moment.phase is Phase.FORWARD and moment.layer == place.layer:
        return Place(place.layer, place.neuron)
    if moment.phase is Phase.BACKWARD:
        if moment.layer == place.layer:
            return Place(place.layer, place.neuron)
        if moment.layer == place.layer - 1 and place.source is not None and place.source >= 0:
            return Place(place.layer - 1, place.source)
    return None


def _moments_of(moment: Moment | None, place: Place) -> list[Moment]:
    """Return when a place has lines: at the moment of the step first."""
    forward, gradient = Moment(Phase.FORWARD, place.layer), Moment(Phase.GRADIENT)
    some = [gradient, forward] if place.source is not None else [forward, gradient]
    return some if moment is None else [moment, *some]
