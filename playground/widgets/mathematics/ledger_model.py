"""The ledger as a tree: the moments of a step, layers, neurons and weights, and the lines of each."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from engine.analysis.ledger import Ledger
from playground.mathematics.lines import lines
from playground.mathematics.moments import Moment, Phase, moments
from playground.mathematics.place import BIAS, Place
from playground.texts import mathematics as texts
from playground.widgets.mathematics.chain import chain_entries, why_entry
from playground.widgets.mathematics.ledger_entries import MOST_FIGURES, Entry, Form, LineEntry
from playground.widgets.mathematics.ledger_titles import part_title, section_title
from playground.widgets.mathematics.paths import path_entries, paths_title

Index = QModelIndex | QPersistentModelIndex
Key = tuple[Moment, Place | None, bool]
_ROOT = QModelIndex()
SOURCES = (Phase.GRADIENT, Phase.UPDATE)  # in which each weight has lines of its own
DECIMALS = 3


@dataclass(eq=False)
class Row:
    """A row: a moment, a layer, a neuron or a weight, which opens; or one of its lines, which does not.

    Attributes
    ----------
    parent : Row or None
    moment : Moment
    place : Place or None
        None for what concerns all layers, or none.
    line : int or None
        The number of a line of the place at the moment.
    paths : bool
        Whether it opens to the paths from a weight to the loss, or is one of them.
    number : int
        By which an index names it.
    at : int
        Its place among its siblings.
    """

    parent: "Row | None"
    moment: Moment
    place: Place | None
    line: int | None = None
    paths: bool = False
    number: int = 0
    at: int = 0

    @property
    def key(self) -> Key:
        """What it is about."""
        return self.moment, self.place, self.paths

    @property
    def depth(self) -> int:
        """How many rows it is in."""
        return 0 if self.parent is None else self.parent.depth + 1


class LedgerModel(QAbstractItemModel):
    """Makes rows when they are first opened, and texts when they are seen.

    While the shape of the step stays, new numbers change no row.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.ledger: Ledger | None = None
        self.decimals: int | None = DECIMALS
        self.column = 0
        self._rows: dict[int, Row] = {}
        self._numbered = 0
        self._inside: dict[int, list[Row]] = {}  # those in a row, by its number; 0 for the root
        self._entries: dict[Key, tuple[Entry, ...]] = {}

    # -- what is shown ---------------------------------------------------------------------------

    def show_numbers(self, ledger: Ledger | None) -> bool:
        """Show a step in the rows that there are; return whether they are the right ones."""
        before = self.ledger
        same = before is not None and ledger is not None and shape_of(before) == shape_of(ledger)
        if same:
            self.ledger = ledger
            self._entries.clear()
        return same or before is ledger

    def show_ledger(self, ledger: Ledger | None) -> None:
        """Show a step, or none, in rows of its own."""
        self.beginResetModel()
        self.ledger = ledger
        for known in (self._rows, self._inside, self._entries):
            known.clear()
        self.endResetModel()

    def entries_of(self, row: Row) -> tuple[Entry, ...]:
        """Return the lines that a row opens to, in the numbers of the present step."""
        if row.key not in self._entries:
            self._entries[row.key] = tuple(self._made_entries(row.moment, row.place, row.paths))
        return self._entries[row.key]

    def _made_entries(self, moment: Moment, place: Place | None, paths: bool) -> Iterator[Entry]:
        assert self.ledger is not None
        column = min(self.column, len(self.ledger.indices) - 1)
        one = place is not None and place.source is not None
        if place is not None and paths:
            yield from path_entries(self.ledger, place, column, self.decimals)
            return
        for line in lines(self.ledger, moment, place, column):
            # a weight has a row of its own
            if one or moment.phase not in SOURCES or line.place == place:
                yield LineEntry(line, self.decimals)
        if place is not None and one and moment.phase is Phase.GRADIENT:
            yield from chain_entries(self.ledger, moment, place, column, self.decimals)
        elif place is not None and one:
            yield why_entry(self.ledger, place)

    def entry_of(self, row: Row) -> Entry | None:
        """Return the line that a row shows; None for one that opens."""
        if row.line is None:
            return None
        some = self.entries_of(row)
        return some[row.line] if row.line < len(some) else None

    def copied(self, row: Row, form: Form) -> str:
        """Return a line as it is copied, or all lines that a row opens to."""
        entry = self.entry_of(row)
        some = self.entries_of(row) if entry is None else (entry,)
        return "\n".join(filter(None, (one.copied(form) for one in some)))

    def show_column(self, column: int) -> None:
        """Show another sample of the mini-batch; counted from 0."""
        self.column = column
        self._entries.clear()

    def show_decimals(self, decimals: int | None) -> None:
        """Write numbers with so many decimals, or with all digits."""
        self.decimals = decimals
        self._entries.clear()

    # -- rows ------------------------------------------------------------------------------------

    def row_at(self, index: Index) -> Row | None:
        """Return the row of an index."""
        return self._rows.get(index.internalId()) if index.isValid() else None

    def index_of(self, row: Row) -> QModelIndex:
        """Return the index of a row."""
        return self.createIndex(row.at, 0, row.number)

    def find(self, moment: Moment, place: Place | None) -> Row | None:
        """Return the row that opens to the lines of a place at a moment, or that of its layer or moment."""
        way = _way_to(moment, place)
        found: Row | None = None
        inside = self.rows_in(None)
        while match := next((row for row in inside if row.moment == moment and _leads(row, way)), None):
            found, inside = match, self.rows_in(match)
        return found

    @property
    def made(self) -> list[Row]:
        """All rows that have been seen."""
        return list(self._rows.values())

    def rows_in(self, row: Row | None) -> list[Row]:
        """Return the rows in a row, or those on the outside."""
        number = 0 if row is None else row.number
        if number not in self._inside:
            if self.ledger is None:
                return []
            self._inside[number] = []
            for one in self._moments() if row is None else self._make(row):
                self._number(one)
                one.at = len(self._inside[number])
                self._inside[number].append(one)
        return self._inside[number]

    def settle(self, row: Row) -> None:
        """Give a row as many lines as it has now: a weight that a step stops at 0 has one more."""
        inside = self.rows_in(row)
        have, wanted = sum(one.line is not None for one in inside), len(self.entries_of(row))
        if have < wanted:
            self.beginInsertRows(self.index_of(row), have, wanted - 1)
            some = [Row(row, row.moment, row.place, k, row.paths) for k in range(have, wanted)]
            inside[have:have] = some
            for one in some:
                self._number(one)
        elif have > wanted:
            self.beginRemoveRows(self.index_of(row), wanted, have - 1)
            del inside[wanted:have]
        else:
            return
        for at, one in enumerate(inside):
            one.at = at
        (self.endInsertRows if have < wanted else self.endRemoveRows)()

    def _number(self, row: Row) -> None:
        self._numbered += 1
        row.number = self._numbered
        self._rows[row.number] = row

    def _moments(self) -> Iterator[Row]:
        assert self.ledger is not None
        for moment in moments(len(self.ledger.layers)):
            yield Row(None, moment, None if moment.layer is None else Place(moment.layer))

    def _make(self, row: Row) -> Iterator[Row]:
        """Yield what a row opens to: its own lines first, and then its parts."""
        if row.line is not None:
            return
        for k in range(len(self.entries_of(row))):
            yield Row(row, row.moment, row.place, k, row.paths)
        if not row.paths:
            for part in self._parts(row):
                yield Row(row, row.moment, part)
            if row.place is not None and self._has_paths(row.moment, row.place):
                yield Row(row, row.moment, row.place, paths=True)

    def _has_paths(self, moment: Moment, place: Place) -> bool:
        """Whether there is more than one way from a weight to the loss."""
        assert self.ledger is not None
        after = self.ledger.layers[place.layer + 1 :]
        return (
            moment.phase is Phase.GRADIENT
            and place.source is not None
            and any(len(one.b) > 1 for one in after)
        )

    def _parts(self, row: Row) -> Iterator[Place]:
        """Yield the layers, neurons or weights that a row opens to."""
        assert self.ledger is not None
        layers, place = self.ledger.layers, row.place
        if place is None:
            if row.moment.phase in SOURCES:
                yield from map(Place, range(len(layers)))
        elif place.neuron is None:
            for neuron in range(len(layers[place.layer].b)):
                yield Place(place.layer, neuron)
        elif place.source is None and row.moment.phase in SOURCES:
            for source in (*range(layers[place.layer].W.shape[1]), BIAS):
                yield Place(place.layer, place.neuron, source)

    # -- words -----------------------------------------------------------------------------------

    def title(self, row: Row) -> str:
        """Return the name of a row that opens."""
        assert self.ledger is not None
        if row.place is not None and row.paths:
            return paths_title(self.ledger, row.place)
        return (
            section_title(self.ledger, row.moment)
            if row.parent is None
            else part_title(self.ledger, row.place)
        )

    def summary(self, row: Row, most: int = MOST_FIGURES) -> str:
        """Return the results that a row opens to: while it is closed, they are all that one sees of it.

        Parameters
        ----------
        row : Row
        most : int
            How many numbers of a vector are written; 0 for one, and only what comes out.
        """
        some = (
            [] if row.paths else [text for one in self.entries_of(row) if (text := one.summary(max(most, 1)))]
        )
        if row.place is not None and row.place.neuron is not None:
            some = [*some[:1], *some[1:][-1:]]  # what goes in, and what comes out
        return texts.SUMMARY_GAP().join(some if most else some[-1:])

    def said(self, row: Row) -> str:
        """Return a row in words, as a screen reader says it."""
        entry = self.entry_of(row)
        if entry is not None:
            return entry.said
        if row.line is not None:
            return ""
        title, summary = self.title(row), self.summary(row)
        return texts.HEADING(title=title, summary=summary) if summary else title

    # -- Qt's --------------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        some = self.rows_in(self.row_at(parent))
        return self.index_of(some[row]) if column == 0 and 0 <= row < len(some) else QModelIndex()

    def parent(self, index: Index = _ROOT) -> QModelIndex:  # type: ignore[override]  # QObject's has no index
        row = self.row_at(index)
        return QModelIndex() if row is None or row.parent is None else self.index_of(row.parent)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return len(self.rows_in(self.row_at(parent)))

    def columnCount(self, _: Index = _ROOT) -> int:
        return 1

    def hasChildren(self, parent: Index = _ROOT) -> bool:
        row = self.row_at(parent)
        return self.ledger is not None and (row is None or row.line is None)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if row is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return self.said(row)


def shape_of(ledger: Ledger) -> tuple[object, ...]:
    """Return what decides which lines a step has."""
    return ledger.experiment, ledger.part, len(ledger.indices), len(ledger.update.stages)


def _way_to(moment: Moment, place: Place | None) -> set[Place]:
    """Return the layer, the neuron and the weight that lead to a place."""
    if place is None:
        return set() if moment.layer is None else {Place(moment.layer)}
    return {Place(place.layer), Place(place.layer, place.neuron), place}


def _leads(row: Row, way: set[Place]) -> bool:
    return row.line is None and not row.paths and (row.place is None or row.place in way)
