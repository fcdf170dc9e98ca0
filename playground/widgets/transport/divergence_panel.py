"""The panel shown when training has diverged: what happened, the likely reasons, and two ways to go on."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from playground.observers.divergence import Diagnosis
from playground.texts import divergence
from playground.texts import transport as texts
from playground.texts.text import ControlWords
from playground.widgets.controls import Button
from playground.widgets.transport.foot_panel import FootPanel


class DivergencePanel(FootPanel):
    """Asks how to go on; see `FootPanel` for the parameters.

    Signals
    -------
    stay_requested, slower_requested
    """

    stay_requested = Signal()
    slower_requested = Signal()

    def __init__(self, above: QWidget, over: QWidget, end_of_controls: Callable[[], int]) -> None:
        self.stay = Button("event.stay")
        self.slower = Button("event.slower")
        self.slower.setProperty("role", "primary")
        super().__init__("event", above, over, end_of_controls, (self.stay, self.slower))
        self.stay.clicked.connect(self.stay_requested)
        self.slower.clicked.connect(self.slower_requested)

    def show_diagnosis(self, found: Diagnosis) -> None:
        """Show what happened, and have a screen reader say it."""
        headline = divergence.headline(found.divergence)
        causes = [(suspect.cause.name, suspect.evidence) for suspect in found.suspects]
        reason = divergence.reason(found.divergence, found.learning_rate, causes, found.hopeless, found.epoch)
        self.stay.setText(texts.STAY(weights=divergence.kept_weights(found.divergence)))
        self.say(ControlWords(headline, texts.WHAT_HAPPENED()), ControlWords(reason, texts.WHY()))
