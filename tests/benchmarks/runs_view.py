"""How the view Runs opens, filters, sorts and scrolls with 10,000 kept runs, and what the window does for it.

`python tests/benchmarks/runs_view.py [RUNS]`. For each act: how long until its lines are shown, and the
longest turn of the event loop, in processor time of the window's thread.
"""

import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "playground"))
sys.path.insert(0, str(Path(__file__).parents[2]))

from kept_runs import run, with_training
from PySide6.QtCore import QSettings

from playground.app import LATER, application, create_window
from playground.files.run_library import RunLibrary

RUNS = 10_000
PATIENCE = 20.0


def filled(path, count):
    """Return a library of so many runs, a third of them in groups."""
    library = RunLibrary(path)
    for k in range(count):
        experiment = with_training(l2=(k % 3) * 0.01, optimizer=("sgd", "adam")[k % 2])
        group = f"group {k // 15}" if k % 15 < 5 else ""
        library.put(run(k, size=1, experiment=experiment, test_loss=1.0 / (k + 1), group=group))
    return library


def act(name, do, happened):
    """Do something, and print how long it takes until it has happened."""
    app = application()
    worst, begin = 0.0, time.monotonic()
    do()
    while not happened() and time.monotonic() < begin + PATIENCE:
        before = time.thread_time()
        app.processEvents()
        worst = max(worst, time.thread_time() - before)
        time.sleep(0.001)
    shown = time.monotonic() - begin
    print(f"{name:12} {1e3 * shown:7.0f} ms until it is shown, longest turn {1e3 * worst:5.1f} ms")


def main(count):
    with tempfile.TemporaryDirectory() as folder:
        library = filled(Path(folder) / "runs.sqlite", count)
        settings = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        window = create_window(settings=settings)
        for name in LATER:
            import_module(name)
        window.session.keeping.use(library)
        act("start", lambda: None, lambda: window.session.settled)
        act("open", lambda: window.views.show("runs"), lambda: is_there(window, count))
        panel, bar = window.runs.panel, window.runs.table.verticalScrollBar()
        act("filter", lambda: panel.filter.setText("adam"), lambda: is_there(window, count // 2))
        act("filter off", panel.filter.clear, lambda: is_there(window, count))
        for way in ("sort", "sort back"):
            act(way, lambda: panel._sort_by_column(4), lambda: is_there(window, count))
        act("scroll", lambda: bar.setValue(bar.maximum() // 2), lambda: is_there(window, count))
        act("select all", window.runs.table.selectAll, lambda: is_there(window, count))
        window.close()


def is_there(window, count):
    """Whether so many runs are listed, and those in sight are read."""
    runs, table = window.runs, window.runs.table
    first, last = table.in_sight
    listed = len({line.key for line in table.runs.lines if not line.members}) == count
    return listed and not runs._listing.busy and not table.runs.missing(first, last)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
