"""The dialog of a film: of what, from where to where, how fast, how large; then how far it is."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from engine.base.checks import Range
from playground.exports.film import MOST_PIXELS, Stretch, usual_step
from playground.style import sizes
from playground.style.scaling import fit, resize_dialog
from playground.texts import film as texts
from playground.texts import pictures
from playground.widgets.controls import Button, Choice, WholeNumber, add_labelled, caption
from playground.widgets.dialogs.choosing import Choosing, said

WIDTH = 460
WIDTHS, HEIGHTS = Range(100, 3840, whole=True), Range(100, 2160, whole=True)


class FilmDialog(Choosing):
    """What a person chooses of a film.

    Parameters
    ----------
    chosen : dict of str to str
        What is chosen first of "what", "theme" and "rate".
    kinds : dict of str to QSize
        What there are films of, and how large each is at first.
    begin, end : int
        The first epoch of the run, and the last.
    parent : QWidget

    Signals
    -------
    save_requested
    """

    save_requested = Signal()

    def __init__(
        self, chosen: Mapping[str, str], kinds: Mapping[str, QSize], begin: int, end: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("film")
        self.setWindowTitle(texts.TITLE())
        self._kinds = dict(kinds)
        self._choices = {
            "what": Choice("film.what", said({name: pictures.KINDS[name] for name in kinds})),
            "rate": Choice("film.rate", said(texts.RATES)),
            "theme": Choice("film.theme", said(pictures.BACKGROUNDS)),
        }
        epochs = Range(begin, max(end, begin + 1), whole=True)
        self._first, self._last = (WholeNumber(f"film.{name}", epochs) for name in ("first", "last"))
        self._every = WholeNumber("film.every", Range(1, max(end - begin, 1), whole=True))
        self._width, self._height = WholeNumber("film.width", WIDTHS), WholeNumber("film.height", HEIGHTS)
        for number, value in (
            (self._first, begin),
            (self._last, end),
            (self._every, usual_step(begin, end)),
        ):
            number.show_value(value)
        for name, choice in self._choices.items():
            choice.show_name(chosen[name])
        self._count, self.progress = caption(""), QProgressBar()
        self._save, self._cancel = Button("film.save"), Button("film.cancel")
        self._connect()
        self._lay_out()
        self._show_kind()
        self.show_progress(None)
        resize_dialog(self, WIDTH)
        self._choices["what"].setFocus()

    def _connect(self) -> None:
        self._choices["what"].chosen.connect(self._show_kind)
        self._choices["rate"].chosen.connect(self._show_count)
        for number in self._numbers:
            number.edited.connect(self._show_count)
            self.only_set_by_enter(number)
        self._save.setProperty("role", "primary")
        self._save.setDefault(True)
        self._cancel.setAutoDefault(False)
        self._save.clicked.connect(self.save_requested)
        self._cancel.clicked.connect(self.reject)

    @property
    def _numbers(self) -> tuple[WholeNumber, ...]:
        return self._first, self._last, self._every, self._width, self._height

    def _lay_out(self) -> None:
        whole, ends = QVBoxLayout(self), QHBoxLayout()
        about = QLabel(texts.INTRODUCTION())
        about.setWordWrap(True)
        whole.addWidget(about)
        for groups in (
            [(self._choices["what"], self._choices["theme"])],
            [
                (self._first, self._last, self._every),
                (self._width, self._height, self._choices["rate"]),
            ],
        ):
            row = QHBoxLayout()
            whole.addLayout(row)
            columns = [QVBoxLayout() for _ in groups[0]]
            for column in columns:
                row.addLayout(column, 1)
                fit(column.setSpacing, sizes.MARGIN)
            for group in groups:  # what stands in one column begins and ends at the same place
                for column, one in zip(columns, group, strict=True):
                    add_labelled(column, one)
            fit(row.setSpacing, sizes.MARGIN)
        self.progress.setAccessibleName(texts.TITLE())
        self.progress.setAlignment(Qt.AlignmentFlag.AlignCenter)
        whole.addWidget(self._count)
        whole.addWidget(self.progress)
        whole.addStretch()
        whole.addLayout(ends)
        ends.addWidget(self._cancel)
        ends.addStretch()
        ends.addWidget(self._save)
        fit(whole.setContentsMargins, *(2 * sizes.MARGIN for _ in range(4)))
        fit(whole.setSpacing, sizes.MARGIN)

    # -- what is chosen ------------------------------------------------------------------------

    def _show_kind(self) -> None:
        size = self._kinds[self["what"]]
        self._width.show_value(size.width())
        self._height.show_value(size.height())
        self._show_count()

    def _show_count(self) -> None:
        """Show how many pictures there will be, and how long it is."""
        first, last, every = self.stretch
        count = len(Stretch(first, last, every).epochs(first, last)) if first <= last else 0
        width, height = self.size_chosen
        fits = count * width * height <= MOST_PIXELS
        self._save.setEnabled(count > 0 and fits)
        told = (texts.COUNT if fits else texts.TOO_MANY)(n=count, seconds=count / float(self["rate"]))
        self._count.setText(told if count else texts.BACKWARDS())

    def __getitem__(self, name: str) -> str:
        """Return what is chosen of "what", "rate" or "theme"."""
        return self._choices[name].name()

    @property
    def stretch(self) -> tuple[int, int, int]:
        """The first epoch, the last, and how many lie between two pictures."""
        return self._first.value(), self._last.value(), self._every.value()

    @property
    def size_chosen(self) -> tuple[int, int]:
        """The size of the film."""
        return self._width.value(), self._height.value()

    # -- while it is made ------------------------------------------------------------------------

    def show_progress(self, done: int | None, count: int = 0) -> None:
        """Show how many pictures are taken; with no count that it begins; None once nothing is made."""
        making = done is not None
        self.progress.setRange(0, count)
        self.progress.setValue(done or 0)
        self.progress.setFormat(texts.MAKING(done=done or 0, count=count) if count else texts.BEGINNING())
        keeps = self.progress.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)  # nothing moves when it appears
        self.progress.setSizePolicy(keeps)
        self.progress.setVisible(making)
        for one in (*self._choices.values(), *self._numbers, self._save):
            one.setEnabled(not making)
        if not making:
            self._show_count()
