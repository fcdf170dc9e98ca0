"""A loop in a thread that outlives whatever fails in it. No Qt."""

import threading
from abc import ABC, abstractmethod

from playground.worker.answer import Failure

REST_SECONDS = 0.01  # after a failure: one that never ends must not use all of a processor


class Loop(ABC):
    """A thread's work, turn by turn.

    Parameters
    ----------
    stopping : Event
        Whether the thread is to stop.
    """

    def __init__(self, stopping: threading.Event) -> None:
        self._stopping = stopping

    def work(self, failure: Failure | None = None) -> None:
        """Loop until the thread is to stop.

        Parameters
        ----------
        failure : Failure, optional
            What ended the thread before this one: it is told first.
        """
        while not self._stopping.is_set():
            try:
                if failure is not None:
                    self._recover(failure)
                    failure = None
                self._turn()
            except BaseException as error:  # SystemExit too: nobody else would tell of it
                failure = failure or Failure.of(error)
                self._stopping.wait(REST_SECONDS)

    @abstractmethod
    def _turn(self) -> None:
        """Do what there is to do, or wait for it."""

    @abstractmethod
    def _recover(self, failure: Failure) -> None:
        """Tell of a failure, so that the next turn can go on."""
