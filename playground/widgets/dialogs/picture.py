"""The dialog of a picture: of what, in which format, how large, on which ground; and how it will look."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.base.checks import Range
from playground.exports.png import MOST_PIXELS, MOST_READ, largest
from playground.style import sizes
from playground.style.scaling import fit, for_dialog
from playground.texts import pictures as texts
from playground.widgets.controls import Button, Choice, WholeNumber, add_labelled, caption
from playground.widgets.dialogs.choosing import Choosing, said
from playground.widgets.dialogs.preview import Preview, lay_out

SIZE = QSize(780, 520)
LEFT = 220  # the width of what is chosen
LEAST = QSize(240, 180)  # of the preview
WIDTHS, HEIGHTS = Range(100, 7680, whole=True), Range(100, 4320, whole=True)
PIXELS = "png"  # the format that has any
PAUSE_MS = 150  # of choosing, after which the preview is drawn again


class PictureDialog(Choosing):
    """What a person chooses of a picture, beside the picture that comes of it.

    Parameters
    ----------
    chosen : dict of str to str
        What is chosen first of "what", "format", "theme" and "scale".
    kinds : dict of str to QSize
        What there are pictures of, and how large each is at first.
    parent : QWidget

    Signals
    -------
    changed
        The preview is to be drawn again: something else is chosen, or it has another size.
    save_requested, copy_requested

    Attributes
    ----------
    preview : Preview
    """

    changed = Signal()
    save_requested = Signal()
    copy_requested = Signal()

    def __init__(self, chosen: Mapping[str, str], kinds: Mapping[str, QSize], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("picture")
        self.setWindowTitle(texts.TITLE())
        self._kinds = dict(kinds)
        self.preview = Preview("picture.preview", texts.PREVIEW(), texts.MAKING(), LEAST)
        self._dots, self._timer = caption(""), QTimer(self)
        self._dots.setWordWrap(True)
        self._busy = False
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.changed)
        self._make_choices(chosen)
        self._width, self._height = (
            WholeNumber("picture.width", WIDTHS),
            WholeNumber("picture.height", HEIGHTS),
        )
        self._save, self._copy, self._cancel = (
            Button(f"picture.{name}") for name in ("save", "copy", "cancel")
        )
        self._connect()
        self._lay_out()
        self._show_kind()
        self.resize(for_dialog(SIZE))
        self._choices["what"].setFocus()

    def _make_choices(self, chosen: Mapping[str, str]) -> None:
        of_kinds = {name: words for name, words in texts.KINDS.items() if name in self._kinds}
        self._choices = {
            "what": Choice("picture.what", said(of_kinds)),
            "format": Choice("picture.format", said(texts.FORMATS)),
            "theme": Choice("picture.theme", said(texts.BACKGROUNDS)),
            "scale": Choice("picture.scale", said(texts.SCALES)),
        }
        for name, choice in self._choices.items():
            choice.show_name(chosen[name])

    def _connect(self) -> None:
        self._choices["what"].chosen.connect(self._show_kind)
        for name in ("format", "theme", "scale"):
            self._choices[name].chosen.connect(self._change)
        for number in (self._width, self._height):
            number.edited.connect(self._resize)
            self.only_set_by_enter(number)
        self.preview.resized.connect(self._timer.start)
        for button in (self._copy, self._cancel):
            button.setAutoDefault(False)
        self._save.setProperty("role", "primary")
        self._save.setDefault(True)
        self._save.clicked.connect(self.save_requested)
        self._copy.clicked.connect(self.copy_requested)
        self._cancel.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        left = QWidget()
        fit(left.setFixedWidth, LEFT)
        column, size = QVBoxLayout(left), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        for name in ("what", "format", "theme"):
            add_labelled(column, self._choices[name])
        column.addLayout(size)
        for number in (self._width, self._height):
            add_labelled(size, number, stretch=1)
        add_labelled(column, self._choices["scale"])
        column.addWidget(self._dots)
        column.addStretch()
        fit(size.setSpacing, sizes.SPACING)
        fit(column.setSpacing, sizes.MARGIN)
        lay_out(self, left, self.preview, self._copy, self._cancel, self._save)

    # -- what is chosen ----------------------------------------------------------------------

    def _show_kind(self) -> None:
        """Show the size that pictures of what is chosen had last."""
        size = self._kinds[self["what"]]
        for number, value in ((self._width, size.width()), (self._height, size.height())):
            number.show_value(value)
        self._change()

    def _resize(self) -> None:
        self._kinds[self["what"]] = QSize(self._width.value(), self._height.value())
        self._change()

    def _change(self) -> None:
        """Show how many pixels there will be, and draw the preview a little later."""
        pixels = self["format"] == PIXELS
        self._choices["scale"].setEnabled(pixels)
        width, height = self.size_chosen.toTuple()
        if pixels:
            width, height = int(self["scale"]) * width, int(self["scale"]) * height
        self._fits, self._can_be_copied = (
            not pixels or width * height <= most for most in (MOST_PIXELS, MOST_READ)
        )
        say = texts.DOTS if self._can_be_copied else texts.TOO_MANY_TO_COPY if self._fits else texts.TOO_MANY
        widest, highest = largest(width, height)
        told = say(width=width, height=height, widest=widest, highest=highest)
        self._dots.setText(told if pixels else "")
        self.show_busy(self._busy)
        self._timer.start()

    def __getitem__(self, name: str) -> str:
        """Return what is chosen of "what", "format", "theme" or "scale"."""
        return self._choices[name].name()

    @property
    def size_chosen(self) -> QSize:
        """The size of the picture."""
        return QSize(self._kinds[self["what"]])

    @property
    def share(self) -> float:
        """How large the preview is, as a share of the picture, in pixels of the screen."""
        room = self.preview.size() * self.devicePixelRatioF()
        size = self.size_chosen
        return min(1.0, room.width() / size.width(), room.height() / size.height())

    def show_busy(self, busy: bool) -> None:
        """Offer nothing more while a picture is taken to be saved or copied."""
        self._busy = busy
        self._save.setEnabled(not busy and self._fits)
        self._copy.setEnabled(not busy and self._can_be_copied)
