"""Inject an exception at every line of the worker's loops, one at a time, and see that nothing is lost.

Usage: python tests/benchmarks/worker_faults.py [--most 1000] [--only training:worker.py:97]
A dry run notes each line that the two threads execute in `playground/worker`, and the observing one in
`playground/observers`, while commands of all kinds are carried out. Then each has an exception raised there,
once, of a kind that `except Exception` catches or does not. Afterwards the failure has been told, each
command has an answer, the experiment is the last one that was asked for, the state can be saved and restored,
and training continues from its epoch.
The exit code is 0 where all have passed.
"""

import argparse
import gc
import inspect
import itertools
import os
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "playground"))

import numpy as np

import playground
from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, State, Trainer
from playground.observers.plane import AskPlane
from playground.observers.probe import AskProbe
from playground.observers.view import View
from playground.worker import commands, slot
from playground.worker.answer import Outcome
from playground.worker.revision import Revision
from playground.worker.runner import Runner

PATIENCE = 20.0
HOUSE = Path(playground.__file__).parent
ROOMS = {"training": ("worker",), "observing": ("worker", "observers")}
FIRST = Experiment(data=DataSpec(samples=60), network=NetworkSpec(hidden=(LayerSpec(4), LayerSpec(3))))
SECOND = replace(FIRST, training=replace(FIRST.training, learning_rate=0.01))
THIRD = replace(SECOND, network=NetworkSpec(hidden=(LayerSpec(5), LayerSpec(3))))
VIEWS = View((AskPlane(),)), View((AskPlane(), AskProbe((0.5, 0.5))))
KINDS = (SystemExit, KeyboardInterrupt, MemoryError, GeneratorExit, RuntimeError, BaseException)


class Injector:
    """Notes the lines that a thread executes, and raises an exception at one of them, once.

    Parameters
    ----------
    place : (thread, file, line), optional
        Where it raises; by default nowhere.
    kind : type of exception
    """

    def __init__(self, place=None, kind=SystemExit):
        self.place, self.kind = place, kind
        self.seen, self.raised, self.armed = {}, False, False

    def __enter__(self):
        threading.settrace(self._enter)
        self._told, threading.excepthook = (
            threading.excepthook,
            lambda _: None,
        )  # a thread that ends is no news
        return self

    def __exit__(self, *_):
        threading.settrace(None)
        threading.excepthook = self._told

    def _enter(self, frame, _event, _arg):
        name = threading.current_thread().name
        folder = Path(frame.f_code.co_filename).parent
        watched = name in ROOMS and folder.parent == HOUSE and folder.name in ROOMS[name]
        return self._line if watched else None

    def _line(self, frame, event, _arg):
        if event == "line" and self.armed:
            place = threading.current_thread().name, Path(frame.f_code.co_filename).name, frame.f_lineno
            self.seen[place] = True
            if place == self.place and not self.raised:
                self.raised = True
                raise self.kind(f"at {place}")
        return self._line


class Trial:
    """Commands of all kinds, given to a runner in which a fault occurs, and what came of them."""

    def __init__(self):
        self.runner, self.answers, self.tickets, self.snapshot = Runner(), [], [], None

    def submit(self, command):
        self.tickets.append(self.runner.submit(command))
        return self.tickets[-1]

    def until(self, happened):
        limit = time.monotonic() + PATIENCE
        while not happened():
            report = self.runner.take()
            if report is not None:
                self.answers += report.answers
                self.snapshot = report.snapshot or self.snapshot
            elif time.monotonic() > limit:
                raise AssertionError("it did not happen")
            else:
                time.sleep(0.0002)

    def answered(self):
        return {answer.ticket for answer in self.answers} >= set(self.tickets)

    def begin(self):
        self.submit(commands.Look(VIEWS[0]))
        self.submit(commands.Open(FIRST))
        self.runner.begin()
        self.until(lambda: self.snapshot is not None)

    def act(self):
        """Give commands of every kind, some while it trains."""
        rate, wider = Revision(SECOND, number=1), Revision(THIRD, keep=True, number=2)
        self.submit(commands.Play())
        self.until(lambda: self.answered() and (self.snapshot.epoch > 3 or self.failures()))
        for command in (rate, wider, commands.Look(VIEWS[1]), commands.KeepState()):
            self.submit(command)
        self.until(self.answered)
        for command in (
            commands.Pause(),
            commands.SetParameter(0, 0, 0, 0.5),
            commands.SetMask("freeze", 0, 1, None, True),
            commands.Step("batch"),
            commands.Step("sample"),
            commands.Play(5),
        ):
            self.submit(command)
            self.until(self.answered)

    def failures(self):
        return [answer.failure for answer in self.answers if answer.failure is not None]

    def experiment(self):
        """Return the experiment as the window has it: the last one that no failed command led to."""
        return next(
            a.after for a in reversed(self.answers) if isinstance(a.command, (Revision, commands.Open))
        )

    def check(self, injector):
        """What must hold after a fault."""
        if injector.raised:
            self.until(self.failures)
        assert injector.raised or not self.failures(), self.failures()
        refused = [a for a in self.answers if a.outcome is Outcome.FAILED]
        assert len(refused) <= 1, refused
        self.until(self.answered)
        self.submit(commands.Pause())
        self.submit(commands.KeepState())
        self.until(lambda: self.answered() and self.snapshot.ticket == self.tickets[-1])
        assert self.experiment() == self.snapshot.experiment
        trainer = Trainer.restore(State.from_bytes(self.answers[-1].state))
        assert (trainer.experiment, trainer.epoch) == (self.snapshot.experiment, self.snapshot.epoch)
        assert np.isfinite(trainer.network.parameters).all()
        goal = self.snapshot.epoch + 3
        told = len(self.failures())
        ticket = self.submit(commands.Play(3))
        self.until(lambda: self.snapshot.ticket == ticket and self.snapshot.complete)
        assert self.snapshot.epoch == goal, (self.snapshot.epoch, goal)
        assert len(self.failures()) == told


def lines():
    """Return every place at which a fault can occur, in the order in which they are reached.

    A lock is let go on the line that took it: a trace raises before that, which no real exception can.
    """
    with Injector() as injector:
        one(injector)
    locks = {
        (Path(slot.__file__).name, number)
        for number, text in enumerate(inspect.getsource(slot).splitlines(), start=1)
        if text.strip().startswith("with ")
    }
    return [place for place in injector.seen if place[1:] not in locks]


def one(injector):
    """Run one trial; return what is wrong, or nothing."""
    trial = Trial()
    try:
        trial.begin()
        injector.armed = True
        trial.act()
        injector.armed = False
        trial.check(injector)
    finally:
        injector.armed = False
        assert trial.runner.stop(PATIENCE), "a thread is still alive"


def injected(place, kind):
    """Return what went wrong where an exception was raised at a place, and whether it was raised."""
    with Injector(place, kind) as injector:
        try:
            one(injector)
        except AssertionError as error:
            return f"{':'.join(map(str, place))} {kind.__name__}: {error}", injector.raised
    return "", injector.raised


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--most", type=int, default=1000)
    parser.add_argument("--only", help="THREAD:FILE:LINE")
    options = parser.parse_args()
    gc.disable()
    places = lines()
    if options.only:
        thread, file, line = options.only.split(":")
        places = [(thread, file, int(line))]
    step = max(1, -(-len(places) // options.most))
    done, troubles = 0, []
    for place, kind in zip(places[::step], itertools.cycle(KINDS), strict=False):
        trouble, raised = injected(place, kind)
        done += raised
        if trouble:
            troubles.append(trouble)
            print(trouble, flush=True)
        gc.collect()
    print(f"{len(places)} lines, {done} faults, {len(troubles)} troubles")
    return bool(troubles)


if __name__ == "__main__":
    sys.exit(main())
