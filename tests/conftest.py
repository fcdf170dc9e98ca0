"""Settings that must be made before numpy and Qt are imported, and one line where Qt cannot be."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")

import pytest

from playground.system import missing_libraries


@pytest.hookimpl(tryfirst=True)
def pytest_configure():
    # before pytest-qt's own, which imports Qt
    lacking = missing_libraries()
    if lacking:
        pytest.exit(lacking, returncode=2)
