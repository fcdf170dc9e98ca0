"""Goes through a step of training moment by moment, on to the next one, and back to the one before."""

from PySide6.QtCore import QObject, Signal

from engine.analysis.ledger import Ledger
from playground.mathematics.moments import Moment, Phase, moments
from playground.session.session import Session

FIRST, GRADIENT, UPDATE = (Moment(phase) for phase in (Phase.SAMPLE, Phase.GRADIENT, Phase.UPDATE))


class Stepping(QObject):
    """The ledger and the moment in sight.

    Where no moment is, the ledger is that of the step that training makes next, and follows training. Between
    the moments the network rests; the update is made when its moment comes, and taken back on the way back.

    Parameters
    ----------
    session : Session

    Attributes
    ----------
    moment : Moment or None
    awaits : bool
        Whether the first moment comes into sight with the next ledger.

    Signals
    -------
    changed ()
    stayed (Ledger)
        This one is in sight again, though another was asked for.
    stopped ()
        Nothing goes on by itself from here.
    """

    changed = Signal()
    stayed = Signal(object)
    stopped = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session, self._steps = session, session.by_hand.steps
        self.moment: Moment | None = None
        self.awaits = False
        self._live: Ledger | None = None  # of the step that training makes next
        self._held: Ledger | None = None  # of a step that was just made, or taken back
        self._due = False  # whether the update is to be made once the ledger is that of the network as it is
        self._steps.made.connect(lambda ledger: self._stay_at(ledger, UPDATE))
        self._steps.taken_back.connect(lambda ledger: self._stay_at(ledger, GRADIENT))
        self._steps.forgotten.connect(self._follow)

    @property
    def ledger(self) -> Ledger | None:
        """The ledger in sight."""
        return self._held or self._live

    @property
    def can_go_back(self) -> bool:
        """Whether there is a moment before."""
        return self.moment is not None and (self.moment != FIRST or self._steps.last is not None)

    # -- ledgers that come -------------------------------------------------------------------

    def take(self, ledger: Ledger, at_rest: bool) -> None:
        """Take in the ledger of the step that training makes next; `at_rest`, if training is paused there."""
        self._live = ledger
        if not at_rest:
            return
        if self.moment != UPDATE:
            self._held = None
        elif ledger.progress.steps != self._steps_after:
            self.moment, self._held, self.awaits = None, None, False  # something else has happened
        if self.awaits:
            self.moment, self._held, self.awaits = FIRST, None, False
        if self.moment is not None and self.moment not in moments(len(ledger.layers)):
            self.moment = None
        if self._due and self.moment == GRADIENT:
            self._update(ledger)

    @property
    def _steps_after(self) -> int:
        """The mini-batches trained after the step in sight: no test point is trained on."""
        ledger = self.ledger
        assert ledger is not None
        return ledger.progress.steps + (ledger.part != "test")

    def restart(self) -> None:
        """Explain something else; from the first moment, where the update was just made."""
        self.awaits = self._due = False
        if self.moment == UPDATE:
            self.moment, self._held = FIRST, None

    def leave(self) -> None:
        """Show nothing until another ledger comes."""
        self.moment, self._held, self._live, self.awaits, self._due = None, None, None, False, False
        self.stopped.emit()

    def _follow(self) -> None:
        """Follow training, which goes on."""
        if self.moment is not None or self.awaits:
            live = self._live
            self.leave()
            self._live = live
            self.changed.emit()

    def _stay_at(self, ledger: Ledger, moment: Moment) -> None:
        """Show a moment of a step that was made, or was taken back."""
        self._held, self.moment, self.awaits, self._due = ledger, moment, False, False
        self.stayed.emit(ledger)
        self.changed.emit()

    # -- from moment to moment ---------------------------------------------------------------

    def forward(self) -> None:
        """Go on to the next moment; to the first where none is in sight, after the last to the next step."""
        ledger, snapshot = self.ledger, self._session.snapshot
        if self.awaits:
            return
        if self._session.playing or (snapshot is not None and snapshot.busy):
            self._session.pause()
            self.awaits = True
        elif ledger is None:
            self.awaits = True
        elif self.moment is None:
            self._held, self.moment = ledger, FIRST
        elif self.moment == UPDATE:
            self.awaits = True
            if self._live is not None and self._live.progress.steps == self._steps_after:
                self.take(self._live, at_rest=True)
        else:
            every = moments(len(ledger.layers))
            self._go_to(ledger, every[every.index(self.moment) + 1])
        self.changed.emit()

    def _go_to(self, ledger: Ledger, moment: Moment) -> None:
        """Go on to a moment; to the last, by making the update."""
        if moment != UPDATE or ledger.part == "test":
            self.moment = moment
        else:
            self._update(ledger)

    def _update(self, ledger: Ledger) -> None:
        """Make the update; where anything has just been changed, once the ledger shows it."""
        snapshot = self._session.snapshot
        self._due = not self._session.settled or snapshot is None or snapshot.get(Ledger) is not ledger
        if not self._due and not self._steps.step(ledger):
            self.stopped.emit()

    def back(self) -> None:
        """Go back to the moment before; from the first to the last of the step before."""
        ledger, last = self.ledger, self._steps.last
        self.awaits = self._due = False
        if self.moment is None or ledger is None:
            return
        if self.moment == FIRST:
            if last is not None:
                self._stay_at(last, UPDATE)
        elif self.moment == UPDATE and ledger is last:
            self._steps.take_back()
        else:
            every = moments(len(ledger.layers))
            self.moment = every[every.index(self.moment) - 1]
        self.changed.emit()

    def start(self) -> None:
        """Go back to the first moment of the step; from there, to the first of the step before."""
        if self.moment == FIRST:
            self.back()
        if self.moment == UPDATE:
            self.back()
        if self.moment not in (None, UPDATE):
            self.moment = FIRST
        self.changed.emit()
