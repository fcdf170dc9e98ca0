"""Asks now and then why nothing is being learned, and says it in the line at the foot of the window."""

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from engine import Experiment
from playground.classroom.catalogue import DIAGNOSIS
from playground.classroom.permissions import needs
from playground.controllers.divergence import end_of_inputs
from playground.observers.findings import AskDiagnosis, Findings
from playground.observers.snapshot import Snapshot
from playground.session.notices import Notice, NoticeKind
from playground.session.session import Session
from playground.style import palette
from playground.style.palette import Theme
from playground.texts import findings as texts
from playground.widgets.network.panel import NetworkPanel
from playground.widgets.transport.notice_bar import NoticeBar
from playground.widgets.transport.panel import Transport

if TYPE_CHECKING:
    from engine.analysis.causes import Finding
    from playground.widgets.transport.diagnosis_panel import DiagnosisPanel

FIRST_SECONDS, MOST_SECONDS = 2.0, 60.0  # of training, to the first diagnosis, and between two
RARER = 2.0
FEW_EPOCHS = 5  # so many must have come for another when training pauses
KEPT = (NoticeKind.FAILURE, NoticeKind.REFUSAL, NoticeKind.DRAWING, NoticeKind.READING)


class Diagnosing(QObject):
    """Connects the diagnosis with the line that says it and the panel that explains it.

    It is asked for after a few seconds of training, then more and more rarely, and when training pauses. What
    a person has put away is not said again until the experiment changes. Of a run's past nothing is said.

    Parameters
    ----------
    session : Session
    transport : Transport
    network : NetworkPanel
        The panel lies over its foot.
    bar : NoticeBar
    """

    def __init__(self, session: Session, transport: Transport, network: NetworkPanel, bar: NoticeBar) -> None:
        super().__init__(bar)
        self._session, self._transport, self._network, self._bar = session, transport, network, bar
        self._theme = palette.LIGHT
        self._panel: DiagnosisPanel | None = None
        self._ask: AskDiagnosis | None = None
        self._found: Sequence[Finding] = ()
        self._put_away: set[str] = set()
        self._run, self._since = 0, 0
        self._line, self._stood = 0, 0  # the latest line, and the epoch of the past where the run stood last
        self._trained, self._last, self._next = 0.0, 0.0, FIRST_SECONDS
        self._examined = 0  # the epoch of the last diagnosis
        session.snapshot_taken.connect(self._see)
        session.experiment_changed.connect(self._begin_again)
        session.notices.closed.connect(self._close)
        session.notices.changed.connect(self._follow)
        bar.why.clicked.connect(self.explain)
        bar.remedy.clicked.connect(lambda: self._apply(next(iter(self._found))))

    # -- when ------------------------------------------------------------------------------------

    def _see(self, snapshot: Snapshot) -> None:
        if snapshot.run != self._run:
            self._run, self._since, self._line = snapshot.run, 0, snapshot.timeline.branch
            self._begin_again(snapshot.experiment)
        if snapshot.timeline.is_past or snapshot.timeline.going_to is not None:
            self._stop_asking()
            self._show_nothing()
            self._stood = snapshot.epoch
            return
        if snapshot.timeline.branch > self._line:  # one has begun where the run stood
            self._line, self._examined = snapshot.timeline.branch, self._stood
        if (found := snapshot.get(Findings)) is not None and found.ask is self._ask:
            self._stop_asking()
            self._show(found)
        now = time.perf_counter()
        if snapshot.busy:
            self._trained += min(now - self._last, 0.5)
        self._last = now
        paused = not snapshot.busy and snapshot.complete and snapshot.epoch >= self._examined + FEW_EPOCHS
        if self._ask is None and (paused or self._trained >= self._next):
            self._examine(snapshot)

    def _examine(self, snapshot: Snapshot) -> None:
        """Ask for a diagnosis, unless a class is not to see it."""
        if DIAGNOSIS in self._session.gate.shown.hidden or not len(snapshot.curves.train.epochs):
            return
        self._examined = snapshot.epoch
        self._next = self._trained + min(max(FIRST_SECONDS, (RARER - 1.0) * self._trained), MOST_SECONDS)
        self._ask = AskDiagnosis(snapshot.curves, self._since)
        self._session.look_at(self, (self._ask,))

    def silence(self) -> None:
        """Ask no more: a picture of a window shows it at an epoch, not what was found by then."""
        self._session.snapshot_taken.disconnect(self._see)
        self._stop_asking()

    def _stop_asking(self) -> None:
        if self._ask is not None:
            self._ask = None
            self._session.look_at(self, ())

    def _begin_again(self, _: Experiment | None = None) -> None:
        """Forget what was found: it was of another experiment."""
        snapshot = self._session.snapshot
        self._since = snapshot.epoch if snapshot is not None and snapshot.run == self._run else 0
        self._stop_asking()
        self._put_away.clear()
        self._trained, self._next, self._examined = 0.0, FIRST_SECONDS, self._since
        self._show_nothing()

    # -- what ------------------------------------------------------------------------------------

    def _show(self, found: Findings) -> None:
        silent = {*self._put_away, "DIVERGED"}
        causes = tuple(self._offered(one) for one in found.causes if one.cause.name not in silent)
        current = self._session.notices.current
        if not causes:
            self._show_nothing()
        elif current is None or current.kind not in KEPT:
            remedy = causes[0].remedy
            label = texts.remedy(remedy) if remedy is not None else ""
            line = Notice("info", texts.line(causes[0]), kind=NoticeKind.DIAGNOSIS, remedy=label)
            self._found = causes
            if line != current:  # a screen reader says it once
                self._session.notices.show(line)

    def _offered(self, found: "Finding") -> "Finding":
        """Return a finding, without its remedy where a class may not make that change."""
        if found.remedy is None:
            return found
        classroom, now = self._session.gate.shown, self._session.experiment
        is_open = not any(classroom.closed(name) for name in needs("", now, found.remedy.experiment))
        return found if is_open else replace(found, remedy=None, trial=None)

    def _show_nothing(self) -> None:
        self._found = ()
        self._session.notices.withdraw(NoticeKind.DIAGNOSIS)

    def _follow(self, notice: Notice | None) -> None:
        """Close the explanation with the line that it explains."""
        is_shown = notice is not None and notice.kind is NoticeKind.DIAGNOSIS
        if not is_shown and self._panel is not None:
            self._panel.hide()

    def _close(self, notice: Notice | None) -> None:
        if notice is not None and notice.kind is NoticeKind.DIAGNOSIS:
            self._put_away |= {one.cause.name for one in self._found}

    def explain(self) -> None:
        """Show the reasons and the evidence."""
        if self._found:
            self.panel.show_findings(self._found)
            self.panel.take_focus()

    @property
    def panel(self) -> "DiagnosisPanel":
        """The explanation; made the first time."""
        self._panel = self._panel or self._make_panel()
        return self._panel

    def _apply(self, found: "Finding") -> None:
        """Make the change that helps; undo takes it back, and training goes on."""
        if found.remedy is None:
            return
        label = texts.remedy(found.remedy)
        message = texts.APPLIED(remedy=label)
        self._session.apply(found.remedy.experiment, texts.UNDO(remedy=label), message, pauses=False)

    def _make_panel(self) -> "DiagnosisPanel":
        from playground.widgets.transport.diagnosis_panel import DiagnosisPanel

        panel = DiagnosisPanel(self._transport, self._network, partial(end_of_inputs, self._network))
        panel.remedy_requested.connect(self._apply)
        panel.apply_theme(self._theme)
        last: QWidget = self._bar.remedy
        for one in (panel.next, panel.apply, panel.close_button):
            QWidget.setTabOrder(last, one)
            last = one
        return panel

    def apply_theme(self, colours: Theme) -> None:
        """Draw the panel in the theme's colours."""
        self._theme = colours
        if self._panel is not None:
            self._panel.apply_theme(colours)
