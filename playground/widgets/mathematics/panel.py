"""The panel of the mathematics: what is explained, and pages that show it, the ledger first."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from engine.analysis.ledger import Ledger
from engine.base.values import dataclass
from playground.classroom.catalogue import MATHS
from playground.classroom.choice import Classroom
from playground.mathematics.moments import Moment
from playground.mathematics.place import Place
from playground.observers.snapshot import Snapshot
from playground.style.palette import Theme
from playground.texts import explained as texts
from playground.widgets.controls import Choice
from playground.widgets.controls.base import is_override
from playground.widgets.controls.panel import Panel
from playground.widgets.controls.scrolled import Scrolled
from playground.widgets.controls.tabs import Tabs, tabs_of_pages
from playground.widgets.mathematics.chooser import Chooser
from playground.widgets.mathematics.keymaps import ALONG

LEAST, MOST, USUAL, FULL = 2, 6, 3, "full"  # decimals


@dataclass(frozen=True)
class MathsPage:
    """A page of the panel, made when it is first opened.

    Attributes
    ----------
    name : str
        Of its words in `texts.explained.PAGES`.
    make : callable
        Makes the widget: it has `show_step` and the signal `place_chosen`, and may have `show_decimals`,
        `apply_theme`, and `show_snapshot` with the `asks` for what that shows too. One that `scrolls` does so
        where there is too little height.
    """

    name: str
    make: Callable[[], QWidget]


def _ledger() -> QWidget:
    from playground.widgets.mathematics.ledger import LedgerView

    return LedgerView()


def _neuron() -> QWidget:
    from playground.widgets.mathematics.neuron_curve import NeuronCurve

    return NeuronCurve()


def _layers() -> QWidget:
    from playground.widgets.mathematics.layers import LayersPage

    return LayersPage()


def _gradients() -> QWidget:
    from playground.widgets.mathematics.gradient_check import GradientsPage

    return GradientsPage()


PAGES = (
    MathsPage("ledger", _ledger),
    MathsPage("neuron", _neuron),
    MathsPage("layers", _layers),
    MathsPage("gradients", _gradients),
)


class MathsPanel(Panel):
    """Chooser above, pages below.

    Signals
    -------
    sample_chosen (AskLedger)
    place_chosen (Place or None)
    decimals_chosen (str)
        A number, or "full".
    asked (tuple)
        Everything that is looked at: no more is computed.
    """

    groups = (MATHS,)
    asked = Signal(tuple)
    sample_chosen = Signal(object)
    place_chosen = Signal(object)
    decimals_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(texts.HEADING())
        self._step: tuple[Ledger | None, Moment | None, Place | None] = (None, None, None)
        self._theme: Theme | None = None
        self._asks: tuple[object, ...] = ()
        self.chooser = Chooser()
        self.chooser.chosen.connect(self.sample_chosen)
        self.chooser.column_chosen.connect(self._show_column)
        self.bar, self._pages = self._make_bar(), QStackedWidget()
        self.decimals = Choice("maths.decimals", _decimals())
        self.decimals.show_name(str(USUAL))
        self.decimals.chosen.connect(self._choose_decimals)
        self.head.addWidget(self.bar)
        self.head.addStretch()
        self.head.addWidget(self.decimals)
        self.column.addWidget(self.chooser)
        self.column.addWidget(self._pages, 1)
        self._made: dict[str, QWidget] = {}  # in the order in which they were opened
        self._open(0)

    def _make_bar(self) -> Tabs:
        bar = tabs_of_pages("maths.pages", [texts.PAGES[page.name] for page in PAGES])
        bar.currentChanged.connect(self._open)
        return bar

    @property
    def page(self) -> QWidget:
        """The page that is open."""
        return self._made[PAGES[self.bar.currentIndex()].name]

    def open_page(self, name: str) -> None:
        """Open a page by its name."""
        self.bar.setCurrentIndex([page.name for page in PAGES].index(name))

    def _open(self, k: int) -> None:
        page = PAGES[k]
        if page.name not in self._made:
            self._made[page.name] = widget = page.make()
            widget.place_chosen.connect(self.place_chosen)  # type: ignore[attr-defined]  # it shows steps
            self._pages.addWidget(Scrolled(widget, 0) if getattr(widget, "scrolls", False) else widget)
            if self._theme is not None and hasattr(widget, "apply_theme"):
                widget.apply_theme(self._theme)
            self.grown.emit()
        self._pages.setCurrentIndex(list(self._made).index(page.name))
        self._look()
        self._show_decimals()
        self.show_step(*self._step)

    def _look(self) -> None:
        """Ask for what the open page shows."""
        asks = getattr(self.page, "asks", ()) if self.isVisible() else ()
        if asks != self._asks:
            self._asks = asks
            self.asked.emit(asks)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._look()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot in the page that is open, if it is about that."""
        if hasattr(self.page, "show_snapshot"):
            self.page.show_snapshot(snapshot)

    def show_step(self, ledger: Ledger | None, moment: Moment | None, place: Place | None) -> None:
        """Show a step in the page that is open."""
        self._step = ledger, moment, place
        self.chooser.show_ledger(ledger)
        self._show_column()
        self.page.show_step(ledger, moment, place)  # type: ignore[attr-defined]
        self._look()  # the page may be about the place

    def show_classroom(self, classroom: Classroom) -> None:
        """Show the pages that a class may see; the ledger is always one of them."""
        seen = [f"maths.{page.name}" not in classroom.hidden for page in PAGES]
        for k, shown in enumerate(seen):
            if self.bar.isTabVisible(k) != shown:
                self.bar.setTabVisible(k, shown)
        self.bar.setVisible(sum(seen) > 1)
        if not seen[self.bar.currentIndex()]:
            self.bar.setCurrentIndex(seen.index(True))

    def _show_column(self) -> None:
        """Have the page show the sample of the mini-batch that is chosen."""
        if hasattr(self.page, "show_column"):
            self.page.show_column(self.chooser.column)

    # -- decimals ----------------------------------------------------------------------------

    def choose_decimals(self, name: str) -> None:
        """Show numbers with so many decimals; "full" for all digits."""
        self.decimals.show_name(name)
        self._show_decimals()

    def _choose_decimals(self, name: str) -> None:
        self._show_decimals()
        self.decimals_chosen.emit(name)

    def _show_decimals(self) -> None:
        name, page = self.decimals.name(), self.page
        if hasattr(page, "show_decimals"):
            page.show_decimals(None if name == FULL else int(name))

    # -- keys --------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if is_override(event, ALONG):
            event.accept()  # the arrows choose a sample here, and are no step
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = ALONG.get(Qt.Key(event.key()))
        if by is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            self.chooser.walk(by)

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = colours
        self.chooser.apply_theme(colours)
        for page in self._made.values():
            if hasattr(page, "apply_theme"):
                page.apply_theme(colours)


def _decimals() -> dict[str, tuple[str, str]]:
    some = {str(n): (texts.DECIMALS(n=n), texts.DECIMALS_TIP(n=n)) for n in range(LEAST, MOST + 1)}
    return {**some, FULL: (texts.FULL(), texts.FULL_TIP())}
