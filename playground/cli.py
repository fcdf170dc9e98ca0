"""The command line: the window, training without one, and pictures of it. No Qt unless a window is wanted."""

from __future__ import annotations

import argparse
import errno
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from engine import RANGES, Experiment
from playground import __version__, blas
from playground.files import streams
from playground.files.atomic import FileError, reason, target_of
from playground.render import FORMATS, PARTS, WINDOW, render
from playground.texts import cli as texts
from playground.texts.files import NO_MEMORY
from playground.texts.numbers import ENGLISH, loss_text, share_text
from playground.texts.reading import read_number
from playground.texts.tensorflow_playground import READ
from playground.worker import garbage

if TYPE_CHECKING:
    from rich.console import Console

    from engine import Metrics, State, Stopped, Trainer
    from playground.files.experiments import Document

EPOCHS = 1000
LARGE = 10_000_000  # bytes of trained weights that take a while to read
MOST_EPOCHS = 1_000_000_000
RESULT = "playground-result"
WINDOW_SIZE, PART_SIZE = (1280, 800), (800, 600)  # of pictures, where none is asked for
MOST_SCALE = 4
# what keeps a result from being written though it was asked for rightly
OF_THE_MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EPIPE, errno.EBADF)


class UsageError(ValueError):
    """Bad input; the text is the one line to print."""


class _Parser(argparse.ArgumentParser):
    """Reports bad usage in one line, without the usage text."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(texts.USAGE(what=message, program=self.prog))


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code: 0 done, 1 could not be done, 2 bad input."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(words)
    except KeyboardInterrupt:
        streams.tell(texts.INTERRUPTED())
        return 130
    except (UsageError, FileError, ValueError) as error:
        cause = error.__cause__
        _tell(str(error), words)
        return 1 if isinstance(cause, OSError) and cause.errno in OF_THE_MACHINE else 2
    except OSError as error:
        _tell(reason(error), words)
    except MemoryError:
        _tell(NO_MEMORY(), words)
    return 1


def _run(words: list[str]) -> int:
    command = COMMANDS.get(words[0]) if words else None
    try:
        return _window(words) if command is None else command(words[1:])
    except SystemExit as done:  # argparse has answered --help or --version
        streams.put("", end="")
        return int(done.code or 0)


def _tell(what: str, words: list[str]) -> None:
    """Tell what is wrong: in a dialog, where a window was wanted and nobody reads standard error."""
    from playground.system import missing_display, missing_libraries

    told = streams.tell(texts.LINE(what=what)) or (words and words[0] in COMMANDS)
    if not (told or missing_display() or missing_libraries()):
        from playground.app import show_message

        show_message(what)


def _options(parser: _Parser, words: list[str]) -> argparse.Namespace:
    """Read a command's options, with the one that all have."""
    parser.add_argument(blas.OPTION, type=_threads, metavar="N", help=texts.THREADS())
    options = parser.parse_args(words)
    if options.threads and not blas.is_limited_to(options.threads):
        streams.tell(texts.LINE(what=texts.TOO_LATE(threads=options.threads)))
    return options


# -- the window ------------------------------------------------------------------------------


def _window(words: list[str]) -> int:
    from playground.system import import_plainly, missing_display, missing_libraries

    parser = _Parser(
        prog="playground",
        description=texts.WINDOW(),
        epilog=texts.COMMANDS(),
    )
    parser.add_argument("file", nargs="?", type=Path, help=texts.FILE_TO_OPEN())
    parser.add_argument("--version", action="version", version=texts.VERSION(version=__version__))
    options = _options(parser, words)
    obstacle = missing_display()
    if obstacle:
        return _without_window(options.file, obstacle)
    lacking = missing_libraries()
    if lacking:
        streams.tell(lacking)
        return 1
    if options.file is not None:
        _check(options.file)  # a file that cannot be read is reported here, before a window opens
    garbage.take_over()  # what is imported from here on stays: looking for garbage in it takes 4 ms
    import PySide6.QtCore  # noqa: F401

    import_plainly()
    from playground.app import run

    return run(options.file)


def _without_window(file: Path | None, obstacle: str) -> int:
    """Train without a window; write a picture and the metrics to the current folder."""
    import json  # here: a window opens sooner without it

    from playground.files.atomic import write_atomically
    from playground.system import missing_libraries

    (experiment, classroom), state = _with_points(file)
    streams.tell(texts.WITHOUT_WINDOW(obstacle=obstacle, epochs=EPOCHS))
    trainer, stopped = train(experiment, EPOCHS, state)
    figures, picture = Path(f"{RESULT}.json"), Path(f"{RESULT}.png")
    write_atomically(figures, json.dumps(result(trainer, stopped), indent=2).encode() + b"\n")
    _print_table(trainer, stopped)
    streams.put(texts.FIGURES(file=figures))
    lacking = missing_libraries()
    if lacking:
        streams.tell(lacking)
        return 1
    render(experiment, EPOCHS, picture, WINDOW_SIZE, "light", classroom, state)
    streams.put(texts.PICTURE(file=picture))
    return 0


# -- train -----------------------------------------------------------------------------------


def _train(words: list[str]) -> int:
    parser = _Parser(prog="playground train", description=texts.TRAIN())
    parser.add_argument("file", type=Path, help=texts.FILE())
    parser.add_argument("--epochs", type=_epochs, default=EPOCHS, help=texts.EPOCHS(epochs=EPOCHS))
    parser.add_argument("--seed", type=_seed, help=texts.SEED())
    parser.add_argument("--json", action="store_true", help=texts.JSON())
    options = _options(parser, words)
    streams.put("", end="")  # checked now, not after training
    (experiment, _), state = _with_points(options.file)
    if options.seed is not None:
        experiment, state = replace(experiment, seed=options.seed), None
    trainer, stopped = train(experiment, options.epochs, state)
    if options.json:
        import json

        streams.put(json.dumps(result(trainer, stopped), indent=2))
    else:
        _print_table(trainer, stopped)
    return 0


def train(experiment: Experiment, epochs: int, state: State | None = None) -> tuple[Trainer, Stopped]:
    """Train an experiment, or continue at a state of it, with a bar where standard error is a terminal."""
    from engine import Trainer  # here: see `engine.later`
    from playground.observers.cost import cost_of

    trainer = Trainer(experiment) if state is None else Trainer.restore(state)
    if (cost := cost_of(experiment, trainer.network.sizes)) is not None:
        streams.tell(texts.COST(seconds=cost.seconds, memory=cost.memory / 1e9))
    if not streams.is_terminal():
        # with a callback, a loss that is not finite ends training
        return trainer, trainer.run(epochs, each_epoch=lambda _: None)
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn(texts.BAR_EPOCH()),
        BarColumn(),
        TextColumn(texts.BAR_LOSSES()),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=_console(stderr=True), transient=True) as progress:
        bar = progress.add_task("training", total=epochs, train="", test="")

        def show(metrics: Metrics) -> None:
            progress.update(
                bar,
                completed=trainer.epoch,
                train=loss_text(metrics.train_loss),
                test=loss_text(metrics.test_loss),
            )

        return trainer, trainer.run(epochs, each_epoch=show)


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


def _print_table(trainer: Trainer, stopped: Stopped) -> None:
    from rich.table import Table

    metrics = trainer.metrics()
    title = texts.TABLE(dataset=trainer.experiment.data.dataset, epoch=trainer.epoch)
    table = Table("", texts.TRAIN_COLUMN(), texts.TEST_COLUMN(), title=title)
    table.add_row(texts.LOSS(), loss_text(metrics.train_loss), loss_text(metrics.test_loss))
    if metrics.train_accuracy is not None:
        table.add_row(texts.ACCURACY(), share_text(metrics.train_accuracy), share_text(metrics.test_accuracy))
    console = _console()
    with console.capture() as printed:
        console.print(table)
    streams.put(printed.get(), end="")
    if trainer.diverged:
        streams.tell(texts.DIVERGED(message=stopped.message))
    elif stopped.by_rule:
        streams.tell(texts.LINE(what=stopped.message))


def _console(stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)


# -- render ----------------------------------------------------------------------------------


def _render(words: list[str]) -> int:
    from playground.system import missing_libraries

    parser = _Parser(prog="playground render", description=texts.RENDER())
    parser.add_argument("file", type=Path, help=texts.FILE())
    parser.add_argument("--epochs", type=_epochs, default=EPOCHS, help=texts.EPOCHS(epochs=EPOCHS))
    parser.add_argument("--out", type=_picture_file, required=True, help=texts.OUT())
    parser.add_argument("--what", choices=(WINDOW, *PARTS), default=WINDOW, help=texts.WHAT())
    parser.add_argument("--size", type=_size, help=texts.SIZE())
    parser.add_argument("--scale", type=_scale, default=1, help=texts.SCALE())
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help=texts.THEME())
    options = _options(parser, words)
    (experiment, classroom), state = _with_points(options.file)
    target_of(options.out)  # checked now, not after training
    lacking = missing_libraries()
    if lacking:
        streams.tell(lacking)
        return 1
    what, out, theme = options.what, options.out, options.theme
    size = options.size or (WINDOW_SIZE if what == WINDOW else PART_SIZE)
    render(experiment, options.epochs, out, size, theme, classroom, state, what, options.scale)
    return 0


COMMANDS = {"train": _train, "render": _render}


# -- values of options -----------------------------------------------------------------------


def _check(file: Path) -> None:
    """Refuse a file that cannot be opened; large weights are left to the window, which goes on meanwhile."""
    from playground.files.atomic import read_bytes, size_of
    from playground.files.experiments import LARGEST_STATE, STATE_SUFFIX

    if file.suffix.lower() == STATE_SUFFIX and size_of(file) > LARGE:
        read_bytes(file, LARGEST_STATE)
    else:
        _opened(file)


def _opened(file: Path | None) -> tuple[Document, State | None]:
    """Load an experiment and its choice for a class, with its trained weights where the file has them."""
    from playground.files import share
    from playground.files.experiments import STATE_SUFFIX, Document, load_document, load_state_document

    if file is None:
        return Document(Experiment()), None
    if text := share.text_at(file):
        if left_out := share.left_out(text):
            streams.tell(READ(what=left_out))
        return share.document_from_text(text), None
    if file.suffix.lower() == STATE_SUFFIX:
        return load_state_document(file)
    return load_document(file), None


def _with_points(file: Path | None) -> tuple[Document, State | None]:
    """Load an experiment that has points to learn from; as `_opened`."""
    document, state = _opened(file)
    if not document.experiment.data.count:
        raise UsageError(texts.NO_POINTS(file=file))
    return document, state


def _whole(name: str, text: str, low: float, high: float) -> int:
    number = read_number(text, ENGLISH)
    if number is None or not number.is_integer() or not low <= number <= high:
        raise argparse.ArgumentTypeError(texts.NOT_WHOLE(name=name, low=low, high=high, got=text))
    return int(number)


def _epochs(text: str) -> int:
    return _whole("epochs", text, 0, MOST_EPOCHS)


def _seed(text: str) -> int:
    return _whole("seed", text, RANGES["seed"].low, RANGES["seed"].high)


def _threads(text: str) -> int:
    return _whole("threads", text, 1, blas.MOST)


def _scale(text: str) -> int:
    return _whole("scale", text, 1, MOST_SCALE)


def _picture_file(text: str) -> Path:
    path = Path(text)
    if path.suffix and path.suffix.lower().removeprefix(".") not in FORMATS:
        raise argparse.ArgumentTypeError(texts.NO_PICTURE_FORMAT(got=path.suffix, known=", ".join(FORMATS)))
    return path


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    try:
        return _whole("width", width, 100, 7680), _whole("height", height, 100, 4320)
    except argparse.ArgumentTypeError as error:
        raise argparse.ArgumentTypeError(texts.NOT_A_SIZE(got=text, why=error)) from error
