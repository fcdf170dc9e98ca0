"""Connects what all panels have in common with the session: what they show, ask for and request."""

from collections.abc import Sequence
from functools import partial
from typing import Protocol, runtime_checkable

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from engine import Experiment
from playground.controllers.looking import Looking
from playground.controllers.turns import ShowsSnapshots, TakesTurns, Turns
from playground.session.session import Session
from playground.widgets.controls.panel import Panel


@runtime_checkable
class ShowsExperiments(Protocol):
    """A panel that shows the experiment as it is set."""

    def show_experiment(self, experiment: Experiment) -> None: ...


@runtime_checkable
class Asks(Protocol):
    """A panel that shows values which are computed only on request."""

    asked: SignalInstance


class Panels:
    """Connects the panels of a window, also those that are made later; each shows the experiment at once.

    Parameters
    ----------
    window : QWidget
    session : Session
    """

    def __init__(self, window: QWidget, session: Session) -> None:
        self._session = session
        self._looking, self._turns = Looking(window, session), Turns(session)
        session.snapshot_taken.connect(self._turns.show_snapshot)

    def add(self, panels: Sequence[object]) -> None:
        """Connect panels, or what shows snapshots to several of them."""
        session = self._session
        for panel in panels:
            if isinstance(panel, Panel):
                panel.requested.connect(lambda control, part, fields: session.edit(control, part, **fields))
            if isinstance(panel, Asks):
                panel.asked.connect(partial(self._looking.ask, panel))
            if isinstance(panel, ShowsExperiments):
                session.experiment_changed.connect(panel.show_experiment)
                panel.show_experiment(session.experiment)
            if isinstance(panel, TakesTurns):
                self._turns.add(panel)
            elif isinstance(panel, ShowsSnapshots):
                session.snapshot_taken.connect(panel.show_snapshot)
