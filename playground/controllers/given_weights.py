"""Starting weights as a table: opens it with those of the network, and starts from what is typed."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from engine import State
from engine.experiment import Weights
from playground.exports.weights import weights_of
from playground.session.session import Session
from playground.texts import undo as labels
from playground.texts import weights as texts
from playground.widgets.dialogs.weights import WeightsDialog


class GivenWeights(QObject):
    """Sets starting weights by hand.

    Parameters
    ----------
    window : QWidget
    session : Session
    """

    def __init__(self, window: QWidget, session: Session) -> None:
        super().__init__(window)
        self._window, self._session = window, session

    def open(self) -> None:
        """Open the table with the weights set by hand, or those that the network has now if none are set."""
        self._session.keep_state(self._show)

    def _show(self, content: bytes, again: bool = True) -> None:
        if not content or any(one.isVisible() for one in self._window.findChildren(WeightsDialog)):
            return  # it failed, which has been reported; or it was asked for twice
        experiment, weights = weights_of(State.from_bytes(content))
        if again and experiment != self._session.experiment:  # it has been changed meanwhile
            self._session.keep_state(partial(self._show, again=False))
            return
        dialog = WeightsDialog(experiment, experiment.network.weights or weights, self._window)
        dialog.chosen.connect(self._set)
        dialog.open()

    def _set(self, weights: Weights) -> None:
        experiment = self._session.experiment
        network = replace(experiment.network, weights=weights)
        self._session.apply(replace(experiment, network=network), labels.SET_WEIGHTS(), texts.SET())
