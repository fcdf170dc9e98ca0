import ctypes.util
import os
import socket
import sys
import tempfile

import pytest
from commands import ROOT, run

from playground import system


@pytest.fixture
def bare(monkeypatch):
    """A Linux machine of which nothing is known yet."""
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def has(patch, *libraries):
    """Make the machine have these libraries and no others."""
    patch.setattr(system, "_loads", lambda library: library in libraries)


# -- libraries -------------------------------------------------------------------------------


def test_nothing_is_missing_where_these_tests_run():
    assert system.missing_libraries() is None


def test_a_library_is_looked_for_by_loading_it():
    assert system._loads(ctypes.util.find_library("c"))
    assert not system._loads("libnowhere.so.7")


def test_on_a_bare_machine_one_line_names_every_package(bare):
    has(bare)
    line = system.missing_libraries()
    assert line.isprintable()
    assert line.endswith("apt-get install --no-install-recommends " + " ".join(system.QT_LIBRARIES.values()))


def test_only_what_is_missing_is_named(bare):
    has(bare, *(set(system.QT_LIBRARIES) - {"libEGL.so.1", "libdbus-1.so.3"}))
    assert system.missing_libraries().endswith("--no-install-recommends libegl1 libdbus-1-3")


@pytest.mark.parametrize(
    ("surroundings", "wanted"),
    [
        ({"DISPLAY": ":0"}, True),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, False),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ({"QT_QPA_PLATFORM": "xcb"}, True),
        ({}, False),
    ],
)
def test_x11_libraries_are_wanted_only_where_the_window_opens_through_x11(bare, surroundings, wanted):
    for name, value in surroundings.items():
        bare.setenv(name, value)
    has(bare, *system.QT_LIBRARIES)
    line = system.missing_libraries()
    assert (line is not None and "libxcb-cursor0" in line) == wanted


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_elsewhere_than_on_linux_nothing_is_asked_for(bare, platform):
    bare.setattr(sys, "platform", platform)
    has(bare)
    assert system.missing_libraries() is None
    assert system.missing_display() is None


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_run_of_these_tests_without_qts_libraries_ends_with_one_line(workers, tmp_path):
    plugin = "from playground import system\nsystem.QT_LIBRARIES['libnowhere.so.7'] = 'libnowhere7'\n"
    (tmp_path / "bare_machine.py").write_text(plugin)
    words = ["-p", "bare_machine", "-n", workers, "tests/playground/test_system.py"]
    code = f"import sys, pytest; sys.exit(pytest.main({words!r}))"
    done = run(cwd=ROOT, code=code, env={"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"})
    assert done.returncode == 2
    (line,) = (done.stdout + done.stderr).splitlines()
    assert line.endswith("apt-get install --no-install-recommends libnowhere7")


# -- display ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("bare")
def test_without_a_display_one_line_says_so():
    line = system.missing_display()
    assert line.isprintable()
    assert "no display" in line


def test_a_platform_that_was_chosen_is_taken_at_its_word(bare):
    bare.setenv("QT_QPA_PLATFORM", "offscreen")
    assert system.missing_display() is None


@pytest.mark.parametrize(
    ("name", "display"),
    [("DISPLAY", ":4711"), ("WAYLAND_DISPLAY", "wayland-4711"), ("WAYLAND_DISPLAY", "x" * 200)],
)
def test_a_display_that_does_not_answer_is_as_good_as_none(bare, name, display):
    bare.setenv(name, display)
    assert f"{display} does not answer" in system.missing_display()


@pytest.mark.parametrize("whole_path", [True, False])
def test_a_wayland_display_that_answers_will_do(bare, whole_path):
    # the name of a socket must be short, and that of a test's own folder is long
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(f"{folder}/wayland-7")
        compositor.listen()
        bare.setenv("XDG_RUNTIME_DIR", folder)
        bare.setenv("WAYLAND_DISPLAY", f"{folder}/wayland-7" if whole_path else "wayland-7")
        assert system.missing_display() is None


def test_without_the_library_that_could_ask_the_display_is_taken_at_its_word(bare):
    def missing(_name):
        raise OSError

    bare.setenv("DISPLAY", ":4711")
    bare.setattr(system.ctypes, "CDLL", missing)
    assert system.missing_display() is None
