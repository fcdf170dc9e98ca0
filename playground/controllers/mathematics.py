"""The Maths view: the sample that is explained, the ledger of its step, the moment and the place in sight."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, QSettings, Signal
from PySide6.QtWidgets import QWidget

from engine import Split
from engine.analysis.ledger import Ledger
from playground.controllers import remembered
from playground.mathematics.captions import caption_of_moment, count_of_moment, sample_line
from playground.mathematics.moments import Moment, Phase, moments
from playground.mathematics.place import BIAS, Place
from playground.observers.ledger import AskLedger
from playground.observers.snapshot import Snapshot
from playground.session.session import Session
from playground.texts import explained as texts
from playground.widgets.mathematics.panel import MathsPanel
from playground.widgets.mathematics.player import Player
from playground.widgets.network.panel import NetworkPanel

FIRST, UPDATE = Moment(Phase.SAMPLE), Moment(Phase.UPDATE)
DECIMALS, SPEED = "maths/decimals", "maths/speed"  # in the settings


@runtime_checkable
class ShowsSteps(Protocol):
    """What shows a step of training."""

    def show_step(self, ledger: Ledger | None, moment: Moment | None, place: Place | None) -> None: ...


class Mathematics(QObject):
    """Holds what the Maths view shows, and hands it to everything that shows a step.

    Parameters
    ----------
    parent : QObject
    session : Session
    settings : QSettings

    Attributes
    ----------
    ask : AskLedger
        The sample, or the mini-batch, that is explained.
    moment : Moment or None
        None for the whole step, which then follows training.
    place : Place or None

    Signals
    -------
    asked (tuple)
        Everything that is looked at: no more is computed.
    sample_shown (Snapshot, AskLedger)
        What is to be ringed in the output plot.
    """

    takes_turns = True

    asked = Signal(tuple)
    sample_shown = Signal(object, object)

    def __init__(self, parent: QObject, session: Session, settings: QSettings) -> None:
        super().__init__(parent)
        self._session, self._settings = session, settings
        self.ask = AskLedger("train")
        self.moment: Moment | None = None
        self.place: Place | None = None
        self._live: Ledger | None = None  # of the step that training makes next
        self._held: Ledger | None = None  # of a step that was just made, or taken back
        self._awaits = False  # whether the first moment comes into sight with the next ledger
        self._viewers: list[QWidget] = []
        self._seen: set[QWidget] = set()  # those that are visible
        self._data: Split | None = None
        self._panel: MathsPanel | None = None
        self._player: Player | None = None
        session.explained.made.connect(self._show_made)
        session.explained.taken_back.connect(self._show_taken_back)
        session.explained.forgotten.connect(self._show_forgotten)

    # -- who shows it ------------------------------------------------------------------------

    def add(self, viewer: QWidget) -> None:
        """Have a widget show the step while it is visible."""
        assert isinstance(viewer, ShowsSteps)
        self._viewers.append(viewer)
        viewer.installEventFilter(self)
        if viewer.isVisible():
            self._seen.add(viewer)
        viewer.show_step(self._live, self.moment, self.place)
        self._look()

    def remove(self, viewer: QWidget) -> None:
        """Show a widget no step any longer."""
        if viewer in self._viewers:
            self._viewers.remove(viewer)
            self._seen.discard(viewer)
            viewer.removeEventFilter(self)
            self._look()

    def add_panel(self, panel: MathsPanel) -> None:
        """Have the panel of the mathematics choose what is explained."""
        self._panel = panel
        panel.sample_chosen.connect(self.choose)
        panel.place_chosen.connect(self.choose_place)
        panel.choose_decimals(remembered.value(self._settings, DECIMALS, panel.decimals.name()))
        panel.decimals_chosen.connect(lambda name: self._settings.setValue(DECIMALS, name))
        self.add(panel)
        self._show_sample()

    def add_player(self, player: Player) -> None:
        """Have a player go through the moments."""
        self._player = player
        player.start_asked.connect(self.start)
        player.back_asked.connect(self.back)
        player.forward_asked.connect(self.forward)
        player.show_speed(remembered.value(self._settings, SPEED, player.speed.name()))
        player.speed_chosen.connect(lambda name: self._settings.setValue(SPEED, name))
        self._show_moment()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide) and isinstance(watched, QWidget):
            (self._seen.add if event.type() == QEvent.Type.Show else self._seen.discard)(watched)
            self._look()
        return super().eventFilter(watched, event)

    def _look(self) -> None:
        """Ask for the ledger while anybody shows it."""
        self.asked.emit((self.ask,) if self._seen else ())
        if not self._seen:
            self._leave()  # what is shown next is computed then

    # -- what is explained -------------------------------------------------------------------

    def choose(self, ask: AskLedger, note: str = "") -> None:
        """Explain a sample, or the next mini-batch.

        Parameters
        ----------
        ask : AskLedger
        note : str
            What happened to the last one, if it was not the person who chose this.
        """
        self.ask = ask
        if self.moment == UPDATE:
            self._held, self.moment = None, FIRST
        self._show_sample(note)
        self._look()

    def choose_place(self, place: Place | None) -> None:
        """Light up a part of the network, and its lines; None for no part."""
        if place != self.place:
            self.place = place
            self._show()

    def _show_sample(self, note: str = "") -> None:
        """Show what is chosen, in words and in the output plot."""
        snapshot, panel = self._session.snapshot, self._panel
        if snapshot is None or panel is None:
            return
        data = snapshot.data
        panel.chooser.show_counts(len(data.train), len(data.test))
        panel.chooser.show_choice(self.ask)
        panel.chooser.show_line(sample_line(snapshot.experiment.data, data, self.ask), note)
        self.sample_shown.emit(snapshot, self.ask)

    # -- what is shown -----------------------------------------------------------------------

    @property
    def ledger(self) -> Ledger | None:
        """The ledger in sight."""
        return self._held or self._live

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the ledger of a snapshot."""
        if not self._seen:
            return
        if snapshot.data is not self._data:
            self._data = snapshot.data
            self._show_sample()
        ledger = snapshot.get(Ledger)
        if ledger is not None and _answers(ledger, self.ask):
            self._live = ledger
            if self._session.is_current and not snapshot.busy:
                self._arrive(ledger)
        elif not snapshot.experiment.data.count:
            self._leave()
        self._show()

    def _arrive(self, ledger: Ledger) -> None:
        """Go on with the ledger of a network at rest."""
        if self.moment != UPDATE:
            self._held = None
        elif ledger.progress.steps != self._steps_after:
            self._leave()  # something else has happened
            self._live = ledger
        if self._awaits:
            self._awaits = False
            self._held, self.moment = None, FIRST
        if self.moment is not None and self.moment not in moments(len(ledger.layers)):
            self.moment = None

    @property
    def _steps_after(self) -> int:
        """The mini-batches trained after the step in sight: no test point is trained on."""
        ledger = self.ledger
        assert ledger is not None
        return ledger.progress.steps + (ledger.part != "test")

    def _leave(self) -> None:
        """Show the whole step that training makes next."""
        self.moment, self._held, self._live, self._awaits = None, None, None, False
        if self._player is not None:
            self._player.stop()

    def _show(self) -> None:
        """Hand on what is to be shown."""
        ledger = self.ledger
        if self.place is not None and not (ledger is None or _has(ledger, self.place)):
            self.place = None
        for viewer in self._viewers:
            if viewer in self._seen and isinstance(viewer, ShowsSteps):
                viewer.show_step(ledger, self.moment, self.place)
        self._show_moment()

    def _show_moment(self) -> None:
        if self._player is None:
            return
        ledger = self.ledger
        caption = (
            texts.NOTHING()
            if not self._session.experiment.data.count
            else (caption_of_moment(ledger, self.moment))
        )
        before = self.moment not in (None, FIRST) or (self.moment == FIRST and self._last is not None)
        self._player.show_moment(caption, count_of_moment(ledger, self.moment), (before, ledger is not None))

    # -- the moments -------------------------------------------------------------------------

    @property
    def _last(self) -> Ledger | None:
        """The ledger of the step before, if that can be taken back."""
        return self._session.explained.last

    def forward(self) -> None:
        """Go on to the next moment; to the first where none is in sight, after the last to the next step."""
        ledger = self.ledger
        if self._awaits or ledger is None:
            return
        if self._is_busy:
            self._session.pause()
            self._awaits = True
        elif self.moment is None:
            self._held, self.moment = ledger, FIRST
        elif self.moment == UPDATE:
            self._awaits = True
            if self._live is not None and self._live.progress.steps == self._steps_after:
                self._arrive(self._live)
        else:
            every = moments(len(ledger.layers))
            self._go_to(ledger, every[every.index(self.moment) + 1])
        self._show()

    def _go_to(self, ledger: Ledger, moment: Moment) -> None:
        """Go on to a moment; to the last, by making the update."""
        if moment == UPDATE and ledger.part != "test":
            if not self._session.explained.step(ledger) and self._player is not None:
                self._player.stop()
        else:
            self.moment = moment

    def back(self) -> None:
        """Go back to the moment before; from the first to the last of the step before."""
        self._awaits = False
        ledger, last = self.ledger, self._last
        if self.moment is None or ledger is None:
            return
        if self.moment == FIRST:
            if last is not None:
                self._stay_at(last, UPDATE)
        elif self.moment == UPDATE and last is not None and last is ledger:
            self._session.explained.take_back()
        else:
            every = moments(len(ledger.layers))
            self.moment = every[every.index(self.moment) - 1]
        self._show()

    def start(self) -> None:
        """Go back to the first moment of the step; there, to the first of the step before."""
        if self.moment == FIRST:
            self.back()
        if self.moment == UPDATE:
            self.back()
        if self.moment is not None:
            self.moment = FIRST
            self._show()

    def _stay_at(self, ledger: Ledger, moment: Moment) -> None:
        """Show a moment of a step that was made, or was taken back."""
        self._held, self.moment, self._awaits = ledger, moment, False
        ask = AskLedger(ledger.part, 0 if ledger.part == "batch" else ledger.indices[0])
        if ask != self.ask:
            self.ask = ask
            self._show_sample()
            self._look()

    def _show_made(self, ledger: Ledger) -> None:
        if self._seen:
            self._stay_at(ledger, UPDATE)
            self._show()

    def _show_taken_back(self, ledger: Ledger) -> None:
        if self._seen:
            self._stay_at(ledger, Moment(Phase.GRADIENT))
            self._show()

    def _show_forgotten(self) -> None:
        """Follow training, which goes on."""
        if self.moment is not None or self._awaits:
            live = self._live
            self._leave()
            self._live = live
            self._show()

    @property
    def _is_busy(self) -> bool:
        snapshot = self._session.snapshot
        return self._session.playing or (snapshot is not None and snapshot.busy)


def connect_mathematics(mathematics: Mathematics, made: Sequence[QWidget], network: NetworkPanel) -> None:
    """Connect the panels of the Maths view, and those that were there before."""
    for one in made:
        if isinstance(one, MathsPanel):
            mathematics.add_panel(one)
        elif isinstance(one, Player):
            mathematics.add_player(one)
    network.place_chosen.connect(mathematics.choose_place)


def _answers(ledger: Ledger, ask: AskLedger) -> bool:
    """Whether a ledger is the one that was asked for."""
    return ledger.part == ask.part and (ask.part == "batch" or ledger.indices == (ask.index,))


def _has(ledger: Ledger, place: Place) -> bool:
    """Whether the network has a part."""
    if place.layer >= len(ledger.layers):
        return False
    rows, columns = ledger.layers[place.layer].W.shape
    return (place.neuron or 0) < rows and (place.source in (None, BIAS) or (place.source or 0) < columns)
