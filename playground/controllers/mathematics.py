"""The Maths view: the sample that is explained, the ledger of its step, the moment and the place in sight."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, QSettings, Signal
from PySide6.QtWidgets import QWidget

from engine import Experiment, Split
from engine.analysis.ledger import Ledger
from playground.classroom.catalogue import MATHS_SAMPLE
from playground.controllers import remembered
from playground.controllers.gradient_check import GradientCheck
from playground.controllers.stepping import Stepping
from playground.mathematics.captions import caption_of_moment, count_of_moment, sample_line
from playground.mathematics.following import followed
from playground.mathematics.moments import Moment
from playground.mathematics.place import Place
from playground.observers.ledger import AskLedger
from playground.observers.snapshot import Snapshot
from playground.session.session import Session
from playground.texts import explained as texts
from playground.widgets.mathematics.panel import MathsPanel
from playground.widgets.mathematics.player import Player
from playground.widgets.network.panel import NetworkPanel
from playground.widgets.output.boundary_plot import BoundaryPlot

DECIMALS, SPEED = "maths/decimals", "maths/speed"  # in the settings
PART, INDEX, PAGE = "maths/part", "maths/index", "maths/page"  # in those for a film, and in no others
PARTS = ("train", "test", "batch")


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
    place : Place or None
        The part of the network that is lit.
    stepping : Stepping
        The ledger and the moment in sight.

    Signals
    -------
    asked (tuple)
        Everything that is looked at: no more is computed.
    ringed (str, tuple)
        "train" or "test", and the indices of the samples to be ringed in the output plot.
    """

    takes_turns = True

    asked = Signal(tuple)
    ringed = Signal(str, tuple)

    def __init__(self, parent: QObject, session: Session, settings: QSettings) -> None:
        super().__init__(parent)
        self._session, self._settings = session, settings
        part = remembered.value(settings, PART, PARTS[0])
        index = max(remembered.value(settings, INDEX, 0), 0)
        self.ask = AskLedger(part if part in PARTS else PARTS[0], index)
        self.place: Place | None = None
        self.stepping = Stepping(session)
        self.stepping.changed.connect(self._show)
        self.stepping.stayed.connect(self._stay)
        self._viewers: list[QWidget] = []
        self._seen: set[QWidget] = set()  # those that are visible
        self._data: Split | None = None
        self._panel: MathsPanel | None = None
        self._player: Player | None = None

    @property
    def ledger(self) -> Ledger | None:
        """The ledger in sight."""
        return self.stepping.ledger

    @property
    def moment(self) -> Moment | None:
        """The moment in sight; None for the whole step."""
        return self.stepping.moment

    # -- who shows it ------------------------------------------------------------------------

    def add(self, viewer: QWidget) -> None:
        """Have a widget show the step while it is visible."""
        assert isinstance(viewer, ShowsSteps)
        self._viewers.append(viewer)
        viewer.installEventFilter(self)
        if viewer.isVisible():
            self._seen.add(viewer)
        viewer.show_step(self.ledger, self.moment, self.place)
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
        panel.bar.setCurrentIndex(remembered.value(self._settings, PAGE, 0))
        panel.choose_decimals(remembered.value(self._settings, DECIMALS, panel.decimals.name()))
        panel.decimals_chosen.connect(lambda name: self._settings.setValue(DECIMALS, name))
        GradientCheck(panel, self._session)
        self.add(panel)
        self._show_sample()

    def open_page(self, name: str) -> None:
        """Open a page of the panel of the mathematics."""
        if self._panel is not None:
            self._panel.open_page(name)

    def show_in(self, panels: Sequence[QWidget]) -> None:
        """Show what is in sight in further panels too: doubles, for a picture."""
        own, player = self._panel, self._player
        for one in panels:
            if isinstance(one, MathsPanel) and own is not None:
                one.choose_decimals(own.decimals.name())
                one.bar.setCurrentIndex(own.bar.currentIndex())
                self._panel = one
                self._show_sample()
            elif isinstance(one, Player):
                self._player = one
                self._show_moment()
            if isinstance(one, (MathsPanel, NetworkPanel)):
                one.show_step(self.ledger, self.moment, self.place)
        self._panel, self._player = own, player

    def as_shown(self) -> dict[str, str | int]:
        """Return what is explained, and on which page, by the keys of the settings for a film."""
        page = 0 if self._panel is None else self._panel.bar.currentIndex()
        return {PART: self.ask.part, INDEX: self.ask.index, PAGE: page}

    def add_player(self, player: Player) -> None:
        """Have a player go through the moments."""
        self._player = player
        player.start_asked.connect(self.stepping.start)
        player.back_asked.connect(self.stepping.back)
        player.forward_asked.connect(self.stepping.forward)
        self.stepping.stopped.connect(player.stop)
        player.show_speed(remembered.value(self._settings, SPEED, player.speed.name()))
        player.speed_chosen.connect(lambda name: self._settings.setValue(SPEED, name))
        self._show_moment()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide) and isinstance(watched, QWidget):
            (self._seen.add if event.type() == QEvent.Type.Show else self._seen.discard)(watched)
            self._look()
            if watched in self._seen and isinstance(watched, ShowsSteps):
                watched.show_step(self.ledger, self.moment, self.place)  # it has missed what came meanwhile
                if self.ledger is None and (snapshot := self._session.snapshot) is not None:
                    self.show_snapshot(snapshot)  # the last one has it, where no other comes
        return super().eventFilter(watched, event)

    def _look(self) -> None:
        """Ask for the ledger while anybody shows it."""
        self.asked.emit((self.ask,) if self._seen else ())
        if not self._seen:
            self.stepping.leave()  # what is shown next is computed then
            self._ring()

    # -- what is explained -------------------------------------------------------------------

    def choose(self, ask: AskLedger, note: str = "") -> None:
        """Explain a sample, or the next mini-batch.

        Parameters
        ----------
        ask : AskLedger
        note : str
            What happened to the last one, if it was not the person who chose this.
        """
        if ask != self.ask:
            self.ask = ask
            self.stepping.restart()
        self._show_sample(note)
        self._look()

    def choose_sample(self, part: str, index: int) -> None:
        """Explain a sample that was clicked on."""
        if self._seen and self._session.gate.allows(MATHS_SAMPLE):
            self.choose(AskLedger(part, index))

    def _stay(self, ledger: Ledger) -> None:
        """Explain what a ledger is of, which is in sight again."""
        ask = AskLedger(ledger.part, 0 if ledger.part == "batch" else ledger.indices[0])
        if ask != self.ask:
            self.ask = ask
            self._show_sample()
            self._look()

    def choose_place(self, place: Place | None) -> None:
        """Light up a part of the network, and its lines; None for no part."""
        if place != self.place:
            self.place = place
            self._show()

    def _show_sample(self, note: str = "") -> None:
        """Show in words what is chosen."""
        snapshot, panel = self._session.snapshot, self._panel
        if snapshot is None or panel is None:
            return
        data = snapshot.data
        panel.chooser.show_counts(len(data.train), len(data.test))
        panel.chooser.show_choice(self.ask)
        panel.chooser.show_line(sample_line(snapshot.experiment.data, data, self.ask), note)

    # -- what is shown -----------------------------------------------------------------------

    def show_experiment(self, experiment: Experiment) -> None:
        """Show no step of a network that has another shape by now."""
        if self.ledger is not None and _shape(experiment) != _shape(self.ledger.experiment):
            self.stepping.leave()
            self._show()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the ledger of a snapshot."""
        if not self._seen:
            return
        if snapshot.data is not self._data:
            before, self._data = self._data, snapshot.data
            self.choose(*followed(self.ask, before, snapshot.data))
        ledger = snapshot.get(Ledger)
        current = _shape(snapshot.experiment) == _shape(self._session.experiment)
        if ledger is not None and current and _answers(ledger, self.ask):
            shows = snapshot.ticket >= self._session.by_hand.steps.ticket
            self.stepping.take(ledger, at_rest=shows and not snapshot.busy)
        elif not snapshot.experiment.data.count:
            self.stepping.leave()
        self._show()

    def _show(self) -> None:
        """Hand on what is to be shown."""
        ledger = self.ledger
        if self.place is not None and not (ledger is None or self.place.is_in(ledger.shapes)):
            self.place = None
        for viewer in self._viewers:
            if viewer in self._seen and isinstance(viewer, ShowsSteps):
                viewer.show_step(ledger, self.moment, self.place)
        self._show_moment()
        self._ring()

    def _ring(self) -> None:
        """Ring the sample in the output plot; those of a mini-batch where training does not change them."""
        ledger = self.ledger
        if not self._seen or ledger is None:
            self.ringed.emit(self.ask.part, ())
        elif self.ask.part != "batch" or self.moment is not None or not self._session.playing:
            self.ringed.emit(ledger.part, ledger.indices)
        else:
            self.ringed.emit(ledger.part, ())

    def _show_moment(self) -> None:
        if self._player is None:
            return
        ledger, stepping = self.ledger, self.stepping
        some = self._session.experiment.data.count
        caption = caption_of_moment(ledger, self.moment) if some else texts.NOTHING()
        ways = stepping.can_go_back, ledger is not None
        self._player.show_moment(caption, count_of_moment(ledger, self.moment), ways)


def connect_mathematics(
    mathematics: Mathematics, made: Sequence[QWidget], network: NetworkPanel, plot: BoundaryPlot
) -> None:
    """Connect the panels of the Maths view, and those that were there before."""
    for one in made:
        if isinstance(one, MathsPanel):
            mathematics.add_panel(one)
        elif isinstance(one, Player):
            mathematics.add_player(one)
    network.place_chosen.connect(mathematics.choose_place)
    plot.sample_clicked.connect(mathematics.choose_sample)
    mathematics.ringed.connect(plot.ring)


def _answers(ledger: Ledger, ask: AskLedger) -> bool:
    """Whether a ledger is the one that was asked for."""
    return ledger.part == ask.part and (ask.part == "batch" or ledger.indices == (ask.index,))


def _shape(experiment: Experiment) -> tuple[object, ...]:
    """Return what decides how many layers and weights there are."""
    network = experiment.network
    return network.features, tuple(layer.width for layer in network.hidden)
