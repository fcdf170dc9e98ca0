"""Time from process start to the first painted frame, against a minimal pyqtgraph script, in pairs.

Usage: python tests/benchmarks/startup.py [--pairs 15] [--qt-first]
Both find their modules compiled, as an installed program does. The times are those on the clock, and of the
processor, which a busy machine disturbs less: of these the least is told.
The program starts as its command does, with its own imports in its own order. With `--qt-first` PySide6 and
pyqtgraph are imported before it, as this benchmark once did: what the program does for the speed of
these imports then comes too late, and PySide6 slows the program's own down.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time

LIMIT = 60.0  # seconds that a start may take
# End the process once the first painted plot is through the event loop.
END = """
import os
from PySide6 import QtCore, QtWidgets
import pyqtgraph
original = pyqtgraph.GraphicsView.paintEvent
def paint(self, event):
    original(self, event)
    QtCore.QTimer.singleShot(0, lambda: os._exit(0))
pyqtgraph.GraphicsView.paintEvent = paint
"""
QT_FIRST = f"""{END}
from playground.__main__ import main
main()
"""
# the same, once the program begins to import its window
OURS = f"""
import sys
class AtTheWindow:
    def find_spec(self, name, path=None, target=None):
        if name == "playground.app":
            sys.meta_path.remove(self)
            exec({END!r}, {{}})
sys.meta_path.insert(0, AtTheWindow())
from playground.__main__ import main
main()
"""
MINIMAL = f"""{END}
app = QtWidgets.QApplication([])
plot = pyqtgraph.PlotWidget()
plot.resize(1280, 800)
plot.show()
app.exec()
"""


def seconds(script: str, home: str) -> tuple[float, float]:
    """Run a script in a new process; return how long it lived, and how long it used the processor."""
    usual = {"QT_QPA_PLATFORM": "offscreen", "PYQTGRAPH_QT_LIB": "PySide6", "OPENBLAS_NUM_THREADS": "1"}
    compiled = {"PYTHONPYCACHEPREFIX": f"{home}/compiled", "PYTHONDONTWRITEBYTECODE": ""}
    environment = {**usual, **os.environ, **compiled, "HOME": home}
    before, start = _processor(), time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", script], env=environment, cwd=home)
    # not wait(timeout=…): it polls, as seldom as every 50 ms
    limit = threading.Timer(LIMIT, process.kill)
    limit.start()
    code = process.wait()
    taken = time.perf_counter() - start
    limit.cancel()
    if code != 0:
        raise SystemExit(f"a run ended with {code}")
    return taken, _processor() - before


def _processor() -> float:
    """Return the seconds that the processes which have ended used the processor."""
    times = os.times()
    return times.children_user + times.children_system


def main() -> None:
    """Print medians and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--qt-first", action="store_true")
    options = parser.parse_args()
    script = QT_FIRST if options.qt_first else OURS
    with tempfile.TemporaryDirectory() as home:
        seconds(script, home), seconds(MINIMAL, home)
        times = [(seconds(script, home), seconds(MINIMAL, home)) for _ in range(options.pairs)]
    for name, k, middle in (("clock", 0, statistics.median), ("processor", 1, min)):
        ours, minimal = (middle(one[k] for one in column) for column in zip(*times, strict=True))
        ratio = ours / minimal if k else statistics.median(a[k] / b[k] for a, b in times)
        print(
            f"{name:9}  playground {ours * 1e3:.0f} ms   minimal {minimal * 1e3:.0f} ms   ratio {ratio:.2f}"
        )


if __name__ == "__main__":
    main()
