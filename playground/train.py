"""Training without a window, and what comes of it. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground.files import streams
from playground.files.atomic import write_atomically
from playground.texts import cli as texts
from playground.texts.numbers import loss_text

if TYPE_CHECKING:
    from rich.console import Console

    from engine import Experiment, Metrics, State, Stopped, Trainer
    from playground.observers.history import History


def train(
    experiment: Experiment, epochs: int, state: State | None = None, history: History | None = None
) -> tuple[Trainer, Stopped]:
    """Train an experiment, or continue at a state of it, with a bar where standard error is a terminal.

    Parameters
    ----------
    experiment : Experiment
    epochs : int
    state : State, optional
    history : History, optional
        Gets the metrics of every epoch.
    """
    from engine import Trainer  # here: see `engine.later`
    from playground.observers.cost import cost_of

    trainer = Trainer(experiment) if state is None else Trainer.restore(state)
    if (cost := cost_of(experiment, trainer.network.sizes)) is not None:
        streams.tell(texts.COST(seconds=cost.seconds, memory=cost.memory / 1e9))

    if history is not None:
        history.add(trainer.epoch, trainer.metrics())
    with _bar(trainer, epochs) as show:

        def note(metrics: Metrics) -> None:  # with a callback, a loss that is not finite ends training
            if history is not None:
                history.add(trainer.epoch, metrics)
            show(metrics)

        return trainer, trainer.run(epochs, each_epoch=note)


@contextmanager
def _bar(trainer: Trainer, epochs: int) -> Iterator[Callable[[Metrics], None]]:
    """Show a bar where standard error is a terminal; give what moves it."""
    if not streams.is_terminal():
        yield lambda _: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn(texts.BAR_EPOCH()),
        BarColumn(),
        TextColumn(texts.BAR_LOSSES()),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console_of(stderr=True), transient=True) as progress:
        bar = progress.add_task("training", total=epochs, train="", test="")

        def show(metrics: Metrics) -> None:
            progress.update(
                bar,
                completed=trainer.epoch,
                train=loss_text(metrics.train_loss),
                test=loss_text(metrics.test_loss),
            )

        yield show


def export(trainer: Trainer, history: History, wanted: Mapping[str, Path]) -> None:
    """Write what training has come to, each of some formats to its file.

    Raises
    ------
    FileError
    """
    from playground.exports.catalogue import EXPORTS, Trained

    trained = Trained(history.curves(), trainer.state().to_bytes())
    for name, path in wanted.items():
        write_atomically(path, EXPORTS[name].write(trained))


def result(trainer: Trainer, stopped: Stopped) -> dict[str, Any]:
    """Return the outcome of training, ready for JSON."""
    diverged = trainer.diverged
    return {
        "epoch": trainer.epoch,
        "steps": trainer.steps,
        "metrics": asdict(trainer.metrics()),
        "stopped": asdict(stopped),
        "diverged": asdict(diverged) if diverged else None,
        "experiment": {"format": 1, **asdict(trainer.experiment)},
    }


def console_of(stderr: bool = False) -> Console:
    """Return what writes tables and bars."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)
