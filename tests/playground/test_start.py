"""What the first frame waits for: what it shows, and nothing else. The rest comes just after it."""

import ast

import pytest
from commands import ROOT, run
from hands import until

from playground import app
from playground.app import LATER

# what a first frame has no use for
REST = (
    *LATER,
    "contourpy",
    "engine.analysis",
    "engine.evaluation",
    "engine.later",
    "engine.network",
    "engine.training",
    "json",
    "numpy.random",
    "playground.controllers.autosaver",
    "playground.files.run_library",
    "playground.observers.catalogue",
    "playground.worker.worker",
    "rich",
)
AT_THE_FIRST_FRAME = (
    "import linecache, os, sys\n"
    "from PySide6.QtCore import QTimer\n"
    "from pyqtgraph import GraphicsView\n"
    "paint = GraphicsView.paintEvent\n"
    "def tell(): print(*sys.modules, *linecache.cache, flush=True), os._exit(0)\n"
    "def painted(plot, event): paint(plot, event), QTimer.singleShot(0, tell)\n"
    "GraphicsView.paintEvent = painted\n"
    "from playground.cli import main\n"
    "main([])\n"
)
FOLDERS = [path for package in ("engine", "playground") for path in (ROOT / package).rglob("__init__.py")]
FRONT_DOORS = {"engine", "playground", "playground/widgets/controls"}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """What is loaded when the first frame is on the screen: modules, and files whose source was read."""
    home = tmp_path_factory.mktemp("home")
    surroundings = {"XDG_CONFIG_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    return set(run(cwd=home, code=AT_THE_FIRST_FRAME, env=surroundings).stdout.split())


def test_the_first_frame_is_shown_by_these_modules(loaded):
    assert {"playground.window.main_window", "engine.experiment", "pyqtgraph"} <= loaded


@pytest.mark.parametrize("name", REST)
def test_the_first_frame_does_not_wait_for(name, loaded):
    assert name not in loaded


def test_no_source_is_read_where_it_is_compiled(loaded):
    """PySide6 does so with each module that is imported after it."""
    window = str(ROOT / "playground" / "window")
    assert [name for name in loaded if name.startswith(window)] == []


def imported_in_functions():
    """Yield what the window's modules import while they are in use."""
    for room in ("controllers", "files", "widgets", "window"):
        for path in (ROOT / "playground" / room).rglob("*.py"):
            for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(function, ast.FunctionDef):
                    for node in ast.walk(function):
                        if isinstance(node, ast.ImportFrom) and node.module.startswith("playground"):
                            inside = f"{node.module}.{node.names[0].name}"
                            file = ROOT / (inside.replace(".", "/") + ".py")
                            yield inside if file.exists() else node.module


def test_no_first_click_waits_for_what_the_first_frame_did_not(tmp_path):
    everything = sorted(set(imported_in_functions()))
    assert len(everything) > 12
    code = "import sys\n" + "".join(f"import {name}\n" for name in LATER) + "print(*sys.modules)"
    assert set(everything) <= set(run(cwd=tmp_path, code=code).stdout.split())


def test_folders_have_no_code_of_their_own():
    for path in FOLDERS:
        if path.parent.relative_to(ROOT).as_posix() not in FRONT_DOORS:
            (text,) = ast.parse(path.read_text(encoding="utf-8")).body
            assert isinstance(text, ast.Expr), path


def test_the_rest_is_imported_by_itself(window, monkeypatch):
    imported = []
    monkeypatch.setattr(app, "import_module", imported.append)
    app._import_soon(window, iter(LATER))
    assert imported == []
    until(lambda: imported == list(LATER))
