"""Worksheets: the step of the chosen sample with the present weights, or another of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from engine import Split, State
from engine.features import compute
from playground.controllers.offered import Offered
from playground.exports.weights import weights_of
from playground.exports.worksheet import Exercise, Kind, TooLargeError, exercise, worksheet
from playground.mathematics.following import followed
from playground.session.notices import Notice
from playground.texts import worksheet as texts
from playground.widgets.dialogs.worksheet import WorksheetDialog

if TYPE_CHECKING:
    from engine import Experiment
    from playground.controllers.export_files import ExportFiles
    from playground.controllers.mathematics import Mathematics
    from playground.exports.document import Document
    from playground.observers.ledger import AskLedger
    from playground.session.session import Session


class Worksheets(QObject):
    """Makes worksheets; training continues.

    Parameters
    ----------
    window : QWidget
    session : Session
    files : ExportFiles
    mathematics : Mathematics
        Its sample is the one that is calculated.
    """

    def __init__(
        self, window: QWidget, session: Session, files: ExportFiles, mathematics: Mathematics
    ) -> None:
        super().__init__(files)
        self._window, self._session, self._files, self._mathematics = window, session, files, mathematics

    def open(self) -> None:
        """Show the first page, with what can be chosen, to save or print it."""
        self._session.keep_state(self._show)

    def _show(self, content: bytes) -> None:
        snapshot = self._session.snapshot
        if not content or snapshot is None:
            return  # it failed, which has been reported
        data = snapshot.data
        if not len(data.train):
            self._session.notices.show(Notice("warning", texts.NO_POINTS()))
            return
        experiment, weights = weights_of(State.from_bytes(content))
        ask, _ = followed(self._mathematics.ask, None, data)  # a test point may be gone
        x, y = inputs_of(experiment, data, ask)
        problem = snapshot.problem

        def made(decimals: int, seed: int) -> Exercise:
            return exercise(experiment, weights, problem, x, y, decimals, seed)

        try:
            made(2, 0)
        except TooLargeError as error:
            self._session.notices.show(Notice("warning", str(error)))
            return
        dialog = WorksheetDialog(self._window)

        def document() -> Document:
            return worksheet(made(dialog.decimals, dialog.seed), Kind[dialog.kind], dialog.title)

        offered = Offered(dialog, document, self._session, self._files, "worksheet", texts.SAVE())
        dialog.show_ready(True)
        dialog.open()  # does not block
        offered.draw()


def inputs_of(experiment: Experiment, data: Split, ask: AskLedger) -> tuple[np.ndarray, float]:
    """Return what the network gets of a sample, and its label or value; of a mini-batch, the first sample."""
    samples = data.test if ask.part == "test" else data.train
    index = 0 if ask.part == "batch" else ask.index
    x1, x2 = samples.X[index]
    inputs = [float(compute(name, x1, x2)) for name in experiment.network.features]
    return np.array(inputs), float(samples.y[index])
