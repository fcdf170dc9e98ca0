"""Curves of kept runs, pinned over those of the present one in the loss plot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from functools import partial

from PySide6.QtCore import QObject, Signal

from playground.files.atomic import FileError
from playground.files.run_library import RunLibrary
from playground.observers.curves import Curves
from playground.session.notices import Notice
from playground.session.session import Session
from playground.style.palette import LIGHT
from playground.texts import runs as texts
from playground.widgets.controls.background import Background
from playground.widgets.output.loss_others import Pinned
from playground.widgets.output.loss_plot import LossPlot

MOST = len(LIGHT.lanes)  # as many as there are colours
COLOURS = (*range(2, MOST), 0, 1)  # the last two are nearly those of the present run's own curves


class PinnedRuns(QObject):
    """Pins curves, and takes them off; they stay as long as the window is open.

    Parameters
    ----------
    session : Session
    plot : LossPlot

    Signals
    -------
    changed (dict of str to int)
        The keys of the pinned runs, with the numbers of their colours.
    """

    changed = Signal(dict)

    def __init__(self, session: Session, plot: LossPlot) -> None:
        super().__init__(plot)
        self._session, self._plot, self._reading = session, plot, Background(self)
        self._pinned: dict[str, Pinned] = {}

    def toggle(self, runs: Mapping[str, str]) -> None:
        """Pin runs, by their keys and with their names; take them off where all are pinned."""
        new = {key: name for key, name in runs.items() if key not in self._pinned}
        if not new:
            for key in runs:
                self._pinned.pop(key, None)
            self._show()
        elif len(new) + len(self._pinned) > MOST:
            self._session.notices.show(Notice("warning", texts.MOST_PINNED(most=MOST)))
        else:
            work = partial(curves_of_runs, self._session.keeping.library, list(new))
            self._reading.run(work, partial(self._pin, new), large=True)

    def _pin(self, names: Mapping[str, str], reading: Future[dict[str, Curves]]) -> None:
        try:
            found = reading.result()
        except FileError as error:
            self._session.notices.show(Notice("error", str(error)))
            return
        for key, name in names.items():
            if key not in found:
                self._session.notices.show(Notice("warning", texts.NO_CURVES(run=name)))
            elif len(self._pinned) < MOST:
                taken = {one.colour for one in self._pinned.values()}
                free = next(k for k in COLOURS if k not in taken)
                self._pinned[key] = Pinned(name, found[key], free)
        self._show()

    def _show(self) -> None:
        self._plot.pin(tuple(self._pinned.values()))
        self.changed.emit({key: one.colour for key, one in self._pinned.items()})


def curves_of_runs(library: RunLibrary, keys: Sequence[str]) -> dict[str, Curves]:
    """Return the curves of those runs that have any."""
    from playground.worker.run_copy import curves_of

    every = {key: curves_of(content) for key, content in library.parts(keys, "curves").items()}
    return {key: curves for key, curves in every.items() if curves is not None and len(curves.train.epochs)}
