"""Let monkeys loose on the window: thousands of random acts from printed seeds, each in its own process.

Usage: python tests/benchmarks/monkeys.py [--seeds 20] [--actions 10000] [--first 1] [--only 7,9]
Nothing may go wrong: no exception, no warning, no message from Qt, no input that takes the window's thread
five seconds of a processor, no control that shows another experiment than the session has, none that sticks
out, no thread or window left.
Memory is read at rest, with the same small experiment open, every 500 acts: it is flat where the second half
of a run adds less than 5 %, and less than 1 MB for each 1,000 acts, to what is allocated, judged by the
medians of its quarters. What is resident is told as well; it has gaps in it, and swings.
The exit code is 0 where all seeds have passed.
"""

import argparse
import ctypes
import faulthandler
import gc
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import deque
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "playground"))

EVERY = 500  # acts between two readings
LONGEST = 5.0  # seconds of a processor that one key, click or drop may take in the window's thread
HANG = 60.0  # seconds without an act after which the process is ended, with all its stacks
HALF, SLOPE = 0.05, 1.0  # what the second half may add: a share, and megabytes for each 1,000 acts
REMEMBERED = 40  # last acts that are told when something goes wrong
HARMLESS = "This plugin does not support"  # the offscreen platform has no window manager


# -- one monkey, in its own process ----------------------------------------------------------------


class Troubles:
    """Catches everything that would otherwise pass unseen."""

    def __init__(self):
        from PySide6.QtCore import qInstallMessageHandler

        self.found = []
        sys.excepthook = self._exception
        sys.unraisablehook = threading.excepthook = self._of_elsewhere
        qInstallMessageHandler(self._message)

    def _exception(self, kind, error, trace):
        self.found.append("".join(traceback.format_exception(kind, error, trace)))

    def _of_elsewhere(self, args):
        self._exception(args.exc_type, args.exc_value, args.exc_traceback)

    def _message(self, _kind, _context, text):
        if not text.startswith(HARMLESS):
            self.found.append(f"Qt: {text}")

    def check(self):
        assert not self.found, "\n".join(self.found)


class Heap(ctypes.Structure):
    """What glibc's `mallinfo2` tells."""

    _fields_ = [
        *((name, ctypes.c_size_t) for name in ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks")),
        *((name, ctypes.c_size_t) for name in ("fsmblks", "uordblks", "fordblks", "keepcost")),
    ]


def memory():
    """Return megabytes: what is allocated and not freed; what the process holds, with the gaps in between."""
    library = ctypes.CDLL(None)
    library.malloc_trim(0)
    library.mallinfo2.restype = Heap
    heap = library.mallinfo2()
    with open("/proc/self/statm", encoding="ascii") as file:
        resident = int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return (heap.uordblks + heap.hblkhd) / 2**20, resident / 2**20


def let_loose(seed, actions, folder):
    """Run one monkey; return the memory at rest, every so many acts."""
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    from playground.app import SWITCH_SECONDS, application

    sys.setswitchinterval(SWITCH_SECONDS)
    application()
    troubles, threads = Troubles(), set(threading.enumerate())
    window = opened(folder)
    sizes = watched(window, seed, actions, folder, troubles)
    window.close()
    window.deleteLater()
    window.session.deleteLater()
    del window
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    for thread in set(threading.enumerate()) - threads:
        thread.join(1.0)
    left = [thread.name for thread in set(threading.enumerate()) - threads]
    assert not left, f"threads are left: {left}"
    open_ones = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    assert not open_ones, f"windows are left: {open_ones}"
    troubles.check()
    faulthandler.cancel_dump_traceback_later()
    return sizes


def opened(folder):
    """Return the window, as the program opens it."""
    import hands
    from PySide6.QtCore import QSettings

    from playground.app import create_window
    from playground.controllers.autosaver import Autosaver, state_folder
    from playground.files.run_library import RunLibrary

    window = create_window(hands.SMALL, QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat))
    Autosaver(window, window.file, window.session, state_folder())
    window.kept_runs.keep_in(RunLibrary(Path(folder, "runs.sqlite")))
    hands.bring_to_front(window)
    return window


def watched(window, seed, actions, folder, troubles):
    """Have a monkey act, and look after each act whether all is well."""
    from monkey import Monkey, answered_file_dialogs, make_files

    files = make_files(folder)
    monkey, sizes, last, slowest = Monkey(window, seed, files), [], deque(maxlen=REMEMBERED), (0.0, "")
    begun = time.monotonic()
    try:
        with answered_file_dialogs(files, seed):
            for number in range(actions):
                faulthandler.dump_traceback_later(HANG, exit=True)
                start, what = time.monotonic(), monkey.act(number)
                last.append(f"{number:6} {time.monotonic() - start:6.3f} s  {what}")
                slowest = max(slowest, (monkey.longest, last[-1]))
                assert monkey.longest < LONGEST, f"{monkey.longest:.1f} s for one input"
                monkey.check()
                troubles.check()
                if (number + 1) % EVERY == 0:
                    monkey.rest()
                    sizes.append(memory())
                    told = f"{number + 1:6,} acts {time.monotonic() - begun:6.0f} s  "
                    told += "{:6.1f} MB allocated {:6.1f} MB resident".format(*sizes[-1])
                    print(f"{seed:4} {told}  {counted(window)}", flush=True)
            monkey.end()
    except BaseException:
        print("\n".join([*last, *troubles.found]), flush=True)
        raise
    print(f"{seed:4} longest for one input {slowest[0]:.2f} s, in {slowest[1].strip()}", flush=True)
    return sizes


def counted(window):
    """Say how many objects there are."""
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QApplication

    python, qt = len(gc.get_objects()), len(window.findChildren(QObject))
    return f"{python:8,} objects  {qt:5,} of Qt  {len(QApplication.topLevelWidgets()):3} windows"


def verdict(sizes):
    """Return whether memory is flat, and by which figures."""
    quarter = len(sizes) // 4
    if quarter < 3:
        return True, "too few readings to judge the memory by"
    third, fourth = sizes[2 * quarter : 3 * quarter], sizes[3 * quarter :]
    third, fourth = statistics.median(third), statistics.median(fourth)
    slope = (fourth - third) / (quarter * EVERY / 1000.0)
    share = 2.0 * (fourth - third) / third  # the quarters' middles are half of the second half apart
    flat = share < HALF and slope < SLOPE
    text = f"second half {share:+.1%} (< {HALF:.0%}), {slope:+.2f} MB for 1,000 acts (< {SLOPE:.0f})"
    return flat, text


def one(seed, actions):
    """Be one monkey; return the exit code."""
    faulthandler.enable()
    with tempfile.TemporaryDirectory() as name:
        for kind in ("CONFIG", "STATE", "CACHE"):
            os.environ[f"XDG_{kind}_HOME"] = f"{name}/{kind.lower()}"
        folder = Path(name, "files")
        folder.mkdir()
        try:
            sizes = let_loose(seed, actions, folder)
        except BaseException:
            traceback.print_exc()
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(1)  # the window is still there, with its thread
    for name, series in zip(("allocated", "resident"), zip(*sizes, strict=True), strict=False):
        print(f"{seed:4} {name} MB: {' '.join(f'{size:.1f}' for size in series)}")
    flat, text = verdict([allocated for allocated, _ in sizes])
    print(f"{seed:4} {'flat' if flat else 'NOT FLAT'}: {text}", flush=True)
    return 0 if flat else 1


# -- all of them -----------------------------------------------------------------------------------


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=20, help="how many monkeys, one after the other")
    parser.add_argument("--actions", type=int, default=10_000, help="acts of each")
    parser.add_argument("--first", type=int, default=1, help="the first seed; the others follow it")
    parser.add_argument("--only", default="", help="these seeds alone, such as 7,9")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one is not None:
        return one(options.one, options.actions)
    seeds = [int(seed) for seed in options.only.split(",") if seed]
    failed = []
    for seed in seeds or range(options.first, options.first + options.seeds):
        print(f"seed {seed}: {options.actions:,} acts", flush=True)
        command = [
            sys.executable,
            "-W",
            "error",
            __file__,
            "--one",
            str(seed),
            "--actions",
            str(options.actions),
        ]
        code = subprocess.run(command, check=False).returncode
        print(f"seed {seed}: {'passed' if code == 0 else f'FAILED, exit code {code}'}", flush=True)
        failed += [seed] if code else []
    print(f"failed: {failed}" if failed else "all seeds passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
