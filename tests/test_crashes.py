"""A test that ends its process, or that never ends, fails the suite soon, and is named."""

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
FIRST = "import pytest\n\n@pytest.mark.parametrize('n', range(9))\ndef test_passes(n):\n    pass\n"
# By then the other process has nothing left to do. Two more tests wait behind it.
LAST = "import time\n\ndef test_last():\n    time.sleep(0.5)\n    {}\n\n" + FIRST.replace("9", "2")


@pytest.mark.parametrize(
    "act",
    [
        "import os; os._exit(1)",
        # as Qt does, it goes on after an exception
        """
    while True:
        try:
            time.sleep(0.1)
        except BaseException:
            pass
""",
    ],
)
def test_it_fails_the_suite_soon_and_is_named(act, tmp_path):
    (tmp_path / "test_first.py").write_text(FIRST)
    (tmp_path / "test_last.py").write_text(LAST.format(act))
    options = ["--config-file", PROJECT, "--rootdir", tmp_path, "-o", "timeout=4"]
    command = [sys.executable, "-m", "pytest", *options, "-p", "no:cacheprovider", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=180)
    assert done.returncode == 1
    assert "crashed while running 'test_last.py::test_last'" in done.stdout
    assert "1 failed" in done.stdout
