"""PySide6 6.12.0 on Python 3.11 loses a reference at every call that returns nothing: see pyproject.toml."""

import pytest
from commands import run

STOP_A_TIMER = "timer = QTimer()\nfor _ in range(20_000): timer.stop()"
EMIT_A_SIGNAL = """
class One(QObject):
    told = Signal(int)
one, heard = One(), []
one.told.connect(heard.append)
for i in range(20_000): one.told.emit(i)
assert heard == list(range(20_000))
"""


@pytest.mark.parametrize("code", [STOP_A_TIMER, EMIT_A_SIGNAL], ids=["stop a timer", "emit a signal"])
def test_twenty_thousand_calls_do_not_kill_the_process(code, tmp_path):
    begin = "import sys\nfrom PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal\n"
    count = "app = QCoreApplication([])\nbefore = sys.getrefcount(None), sys.getrefcount(True)\n"
    # some references come and go with other objects; a lost one at each call would be 20,000
    compare = "\nafter = sys.getrefcount(None), sys.getrefcount(True)\n"
    check = "assert all(abs(a - b) < 10_000 for a, b in zip(before, after)), (before, after)\nprint('alive')"
    done = run(cwd=tmp_path, code=begin + count + code + compare + check)
    assert (done.returncode, done.stdout, done.stderr) == (0, "alive\n", "")
