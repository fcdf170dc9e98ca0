"""The number of a weight or a bias, with all its digits."""

from engine.base.checks import WEIGHT
from playground.texts.numbers import exact_text
from playground.widgets.controls import RealNumber

DECIMALS = 40


class ExactNumber(RealNumber):
    """A number with all its digits; Enter requests it even where it has not changed."""

    _gives_back = False  # Tab goes on to the next weight

    def __init__(self) -> None:
        super().__init__("neuron.value", WEIGHT, step=0.1)
        self.setDecimals(DECIMALS)
        self.typed = self._waits = False  # typed since a number was shown; typed and not yet requested
        self._outside = False  # requested, and beyond the range
        self.lineEdit().textEdited.connect(self._note_typing)
        self.lineEdit().returnPressed.connect(self._enter)
        self.edited.connect(self._note_asked)

    def _note_typing(self) -> None:
        self.typed = self._waits = True
        self._outside = False

    def _enter(self) -> None:
        """Request what is shown, but not the last number, which comes back after a refusal."""
        if not self._outside:
            self.edited.emit(self.value())
        self._outside = False

    def _note_asked(self) -> None:
        self._waits = False

    def begin(self, value: float) -> None:
        """Show another weight's value, selected to be typed over."""
        self.typed = self._waits = self._outside = False
        self._note_done()
        self.show_value(value)
        self.lineEdit().setText(self.textFromValue(value))
        self.selectAll()

    def empty(self) -> None:
        """Show nothing until the value is known; it can be typed already."""
        self.typed = self._waits = self._outside = False
        self._note_done()
        self.lineEdit().clear()

    def ask_now(self) -> bool:
        """Request what is typed, as Enter does; return False for a number that no weight can have."""
        if not self._waits:
            return True
        whole = self.hasAcceptableInput()
        self.interpretText()
        if whole and self._waits:  # it has not changed
            self.edited.emit(self.value())
        outside, self._outside = self._outside, False
        return not outside

    def fixup(self, text: str) -> str:
        waits = self._waits
        text = super().fixup(text)  # requests a number out of range, which is refused with the reason
        self._outside = waits and not self._waits
        return text

    def textFromValue(self, value: float) -> str:
        return exact_text(value)
