"""The gradient check of the network as it is, beside the window: it can be stopped at any time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject

from playground.session.session import Session
from playground.texts import gradient_check as texts
from playground.widgets.controls.background import Background, Progress

if TYPE_CHECKING:
    from concurrent.futures import Future

    from engine import Experiment
    from engine.analysis.gradient_check import GradientError
    from playground.widgets.controls.panel import Panel
    from playground.widgets.mathematics.gradient_check import GradientsPage

LAST_SECONDS = 0.5  # that a window which is closed waits: for the gradient under way, no more


class Check:
    """A check under way: filled by the thread beside the window's, read by the window.

    Attributes
    ----------
    experiment : Experiment or None
        None until the state is read.
    epoch, samples, count : int
        Completed epochs; samples that the loss is averaged over; all gradients.
    errors : list of GradientError
        Those that are done; at the end the largest difference comes first.
    progress : Progress
    """

    def __init__(self) -> None:
        self.experiment: Experiment | None = None
        self.epoch = self.samples = self.count = 0
        self.errors: list[GradientError] = []
        self.progress = Progress()

    def run(self, content: bytes) -> None:
        """Check every gradient of the network of a state.

        Raises
        ------
        Cancelled
            If it is to stop.
        """
        from engine import Samples, State
        from engine.analysis.gradient_check import SAMPLES, check_each
        from engine.training.checkpoint import progress_from

        experiment, data, training = progress_from(State.from_bytes(content))
        some = Samples(data.train.X[:SAMPLES], data.train.y[:SAMPLES])
        self.epoch, self.samples, self.count = training.epoch, len(some), len(training.parameters)
        self.experiment = experiment
        if not len(some):
            return
        try:
            for one in check_each(experiment, data, training, some):
                self.errors.append(one)
                self.progress(len(self.errors) / self.count)
        finally:  # also where it was stopped
            self.errors.sort(key=lambda one: one.trained_error, reverse=True)


class GradientCheck(QObject):
    """Checks all gradients at a person's request, for the page that shows them.

    Parameters
    ----------
    panel : Panel
        Makes the page when it is first opened.
    session : Session
    """

    def __init__(self, panel: Panel, session: Session) -> None:
        super().__init__(panel)
        self._panel, self._session = panel, session
        self._page: GradientsPage | None = None
        self._background = Background(self)
        self._background.slow.connect(lambda _: self._show_share())
        self._check = Check()
        panel.grown.connect(self._look_for_page)

    def _look_for_page(self) -> None:
        """Connect the page once it is made."""
        if self._page is not None:
            return
        from playground.widgets.mathematics.gradient_check import GradientsPage

        self._page = page = self._panel.findChild(GradientsPage)
        if page is not None:
            page.check_requested.connect(self._begin)
            page.stop_requested.connect(self._stop)
            page.window().installEventFilter(self)

    def _stop(self) -> None:
        self._check.progress.cancel()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide and not event.spontaneous():  # the window is closed
            self._stop()
            self._background.finish(LAST_SECONDS)
        return super().eventFilter(watched, event)

    def _begin(self) -> None:
        assert self._page is not None
        self._check = check = Check()
        self._page.show_begun()
        self._session.keep_state(lambda content: self._start(check, content))

    def _start(self, check: Check, content: bytes) -> None:
        """Check the network of a state, once that has come."""
        if check.progress.cancelled:  # before it began
            assert self._page is not None
            self._page.show_failure(texts.NONE_CHECKED())
            return
        work, then = partial(check.run, content), partial(self._show, check)
        self._background.run(work, then, large=True, progress=check.progress)

    def _show_share(self) -> None:
        if self._page is not None and self._check.count:
            self._page.show_done(len(self._check.errors), self._check.count)

    def _show(self, check: Check, done: Future[None]) -> None:
        """Show what has been checked, to the end or not."""
        page, error = self._page, done.exception()
        assert page is not None
        if error is not None and not check.progress.cancelled:
            page.show_failure(texts.FAILED(error=error))
        elif check.experiment is None or not check.samples:
            page.show_failure(texts.NO_POINTS())
        else:
            of = texts.OF(epoch=check.epoch, n=check.samples)
            page.show_found(check.experiment, check.errors, check.count, of)
