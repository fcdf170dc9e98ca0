"""The command line: the window, training without one, and pictures of it. No Qt unless a window is wanted."""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from engine import Experiment
from playground import __version__, options
from playground.classroom.choice import EVERYTHING
from playground.files import streams
from playground.files.atomic import FileError, reason, target_of, write_atomically
from playground.observers.history import History
from playground.options import EPOCHS, Parser, UsageError, parse
from playground.render import PARTS, WINDOW, render, render_report
from playground.texts import cli as texts
from playground.texts.files import NO_MEMORY
from playground.texts.numbers import loss_text, share_text
from playground.texts.tensorflow_playground import READ
from playground.train import console_of, export, result, train
from playground.worker import garbage

if TYPE_CHECKING:
    from engine import State, Stopped, Trainer
    from playground.files.experiments import Document

LARGE = 10_000_000  # bytes of trained weights that take a while to read
RESULT = "playground-result"
WINDOW_SIZE, PART_SIZE = (1280, 800), (800, 600)  # of pictures, where none is asked for
FILM_SIZE, RATE = (640, 560), 20.0  # of a film of a part of the window; pictures a second
# what keeps a result from being written though it was asked for rightly
OF_THE_MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EPIPE, errno.EBADF)


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


def _lacks_libraries() -> bool:
    """Return whether a window lacks libraries of the system, and tell which."""
    from playground.system import missing_libraries

    lacking = missing_libraries()
    if lacking:
        streams.tell(lacking)
    return bool(lacking)


# -- the window ------------------------------------------------------------------------------


def _window(words: list[str]) -> int:
    from playground.system import import_plainly, missing_display

    parser = Parser(
        prog="playground",
        description=texts.WINDOW(),
        epilog=texts.COMMANDS(),
    )
    parser.add_argument("file", nargs="?", type=Path, help=texts.FILE_TO_OPEN())
    parser.add_argument("--version", action="version", version=texts.VERSION(version=__version__))
    given = parse(parser, words)
    obstacle = missing_display()
    if obstacle:
        return _without_window(given.file, obstacle)
    if _lacks_libraries():
        return 1
    if given.file is not None:
        _check(given.file)  # a file that cannot be read is reported here, before a window opens
    garbage.take_over()  # what is imported from here on stays: looking for garbage in it takes 4 ms
    import PySide6.QtCore  # noqa: F401

    import_plainly()
    from playground.app import run

    return run(given.file)


def _without_window(file: Path | None, obstacle: str) -> int:
    """Train without a window; write a picture and the metrics to the current folder."""
    import json  # here: a window opens sooner without it

    (experiment, classroom), state = _with_points(file)
    streams.tell(texts.WITHOUT_WINDOW(obstacle=obstacle, epochs=EPOCHS))
    trainer, stopped = train(experiment, EPOCHS, state)
    figures, picture = Path(f"{RESULT}.json"), Path(f"{RESULT}.png")
    write_atomically(figures, json.dumps(result(trainer, stopped), indent=2).encode() + b"\n")
    _print_table(trainer, stopped)
    streams.put(texts.FIGURES(file=figures))
    if _lacks_libraries():
        return 1
    render(experiment, EPOCHS, picture, WINDOW_SIZE, "light", classroom, state)
    streams.put(texts.PICTURE(file=picture))
    return 0


# -- train -----------------------------------------------------------------------------------


def _parser(command: str, description: str) -> Parser:
    """Return a parser of a command that trains a file."""
    parser = Parser(prog=f"playground {command}", description=description)
    parser.add_argument("file", type=Path, help=texts.FILE())
    parser.add_argument("--epochs", type=options.epochs, default=EPOCHS, help=texts.EPOCHS(epochs=EPOCHS))
    return parser


def _train(words: list[str]) -> int:
    from playground.exports.catalogue import EXPORTS

    parser = _parser("train", texts.TRAIN())
    parser.add_argument("--seed", type=options.seed, help=texts.SEED())
    parser.add_argument("--json", action="store_true", help=texts.JSON())
    for name, one in EXPORTS.items():
        about = texts.EXPORT(what=name, suffix=one.suffix)
        parser.add_argument(f"--{name}", type=Path, metavar="FILE", help=about)
    given = parse(parser, words)
    streams.put("", end="")  # checked now, not after training
    wanted = {name: path for name in EXPORTS if (path := getattr(given, name)) is not None}
    for path in wanted.values():
        target_of(path)
    (experiment, _), state = _with_points(given.file)
    if given.seed is not None:
        experiment, state = replace(experiment, seed=given.seed), None
    history = History() if wanted else None
    trainer, stopped = train(experiment, given.epochs, state, history)
    if history is not None:
        export(trainer, history, wanted)
    if given.json:
        import json

        streams.put(json.dumps(result(trainer, stopped), indent=2))
    else:
        _print_table(trainer, stopped)
    return 0


def _print_table(trainer: Trainer, stopped: Stopped) -> None:
    from rich.table import Table

    metrics = trainer.metrics()
    title = texts.TABLE(dataset=trainer.experiment.data.dataset, epoch=trainer.epoch)
    table = Table("", texts.TRAIN_COLUMN(), texts.TEST_COLUMN(), title=title)
    table.add_row(texts.LOSS(), loss_text(metrics.train_loss), loss_text(metrics.test_loss))
    if metrics.train_accuracy is not None:
        table.add_row(texts.ACCURACY(), share_text(metrics.train_accuracy), share_text(metrics.test_accuracy))
    console = console_of()
    with console.capture() as printed:
        console.print(table)
    streams.put(printed.get(), end="")
    if trainer.diverged:
        streams.tell(texts.DIVERGED(message=stopped.message))
    elif stopped.by_rule:
        streams.tell(texts.LINE(what=stopped.message))


# -- pictures and reports --------------------------------------------------------------------


def _render(words: list[str]) -> int:
    parser = _parser("render", texts.RENDER())
    parser.add_argument("--out", type=options.picture_file, required=True, help=texts.OUT())
    parser.add_argument("--what", choices=(WINDOW, *PARTS), default=WINDOW, help=texts.WHAT())
    parser.add_argument("--size", type=options.size, help=texts.SIZE())
    parser.add_argument("--scale", type=options.scale, default=1, help=texts.SCALE())
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help=texts.THEME())
    given = parse(parser, words)
    (experiment, classroom), state = _with_points(given.file)
    target_of(given.out)  # checked now, not after training
    if _lacks_libraries():
        return 1
    what, out, theme = given.what, given.out, given.theme
    size = given.size or (WINDOW_SIZE if what == WINDOW else PART_SIZE)
    render(experiment, given.epochs, out, size, theme, classroom, state, what, given.scale)
    return 0


def _report(words: list[str]) -> int:
    from playground.files import share

    parser = _parser("report", texts.REPORT())
    parser.add_argument("--out", type=options.report_file, required=True, help=texts.REPORT_OUT())
    parser.add_argument("--title", default="", help=texts.REPORT_TITLE())
    parser.add_argument("--note", default="", help=texts.REPORT_NOTE())
    given = parse(parser, words)
    (experiment, classroom), state = _with_points(given.file)
    target_of(given.out)  # checked now, not after training
    if _lacks_libraries():
        return 1
    title = given.title or classroom.lesson.title or ("" if share.text_at(given.file) else given.file.stem)
    render_report(experiment, given.epochs, given.out, title, given.note, classroom, state)
    return 0


def _film(words: list[str]) -> int:
    from playground.exports.film import LacksError, Stretch
    from playground.files.runs.values import SUFFIX
    from playground.film import Look, film

    given = parse(_film_parser(), words)
    target_of(given.out)  # checked now, not after training
    source: Path | Experiment = given.file
    classroom, state = EVERYTHING, None
    if given.file.suffix.lower() != SUFFIX:
        (source, classroom), state = _with_points(given.file)
    if given.seen_as is not None:
        classroom = _opened(given.seen_as)[0].classroom
    if _lacks_libraries():
        return 1
    size = given.size or (WINDOW_SIZE if given.what == WINDOW else FILM_SIZE)
    look = Look(given.what, size, given.theme, given.fps, given.settings)
    end = given.epochs if given.last is None else given.last
    progress = _print_progress if given.progress else lambda *_: None
    try:
        stretch = Stretch(given.first, given.last, given.every)
        film(source, given.out, stretch, look, end, classroom, state, progress)
    except LacksError as error:
        _tell(str(error), words)
        return 1
    return 0


def _film_parser() -> Parser:
    from playground.exports.film import FASTEST

    parser = _parser("film", texts.FILM())
    parser.add_argument("--out", type=options.film_file, required=True, help=texts.FILM_OUT())
    parser.add_argument("--from", dest="first", type=options.epochs, default=0, help=texts.FILM_FROM())
    parser.add_argument("--to", dest="last", type=options.epochs, help=texts.FILM_TO())
    parser.add_argument("--every", type=options.every, help=texts.FILM_EVERY())
    parser.add_argument(
        "--fps", type=options.rate, default=RATE, help=texts.FILM_FPS(most=FASTEST, rate=RATE)
    )
    parser.add_argument("--what", choices=(*PARTS, WINDOW), default=PARTS[0], help=texts.FILM_WHAT())
    width, height = FILM_SIZE
    parser.add_argument("--size", type=options.size, help=texts.FILM_SIZE(width=width, height=height))
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help=texts.THEME())
    parser.add_argument("--class", dest="seen_as", type=Path, metavar="FILE", help=texts.FILM_CLASS())
    parser.add_argument("--settings", type=Path, metavar="FILE", help=texts.FILM_SETTINGS())
    parser.add_argument("--progress", action="store_true", help=texts.FILM_PROGRESS())
    return parser


def _print_progress(done: int, count: int) -> None:
    streams.put(f"{done} {count}")


COMMANDS = {"train": _train, "render": _render, "report": _report, "film": _film}


# -- files -----------------------------------------------------------------------------------


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
