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


def connect_panels(window: QWidget, session: Session, panels: Sequence[QWidget]) -> None:
    """Connect all panels of a window; each shows the experiment at once."""
    looking, turns = Looking(window, session), Turns(session)
    session.snapshot_taken.connect(turns.show_snapshot)
    for panel in panels:
        if isinstance(panel, Panel):
            panel.requested.connect(lambda control, part, fields: session.edit(control, part, **fields))
        if isinstance(panel, Asks):
            panel.asked.connect(partial(looking.ask, panel))
        if isinstance(panel, ShowsExperiments):
            session.experiment_changed.connect(panel.show_experiment)
            panel.show_experiment(session.experiment)
        if isinstance(panel, TakesTurns):
            turns.add(panel)
        elif isinstance(panel, ShowsSnapshots):
            session.snapshot_taken.connect(panel.show_snapshot)
