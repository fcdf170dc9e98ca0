"""Running the program as a person does at a shell, in a process of its own."""

import os
import struct
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST = 180.0  # seconds that a program may take, on a slow machine that is busy
# Whatever a test starts ends with it, also when the test is killed: the end of standard input is the end.
ON_A_LEASH = "import _thread, os\n_thread.start_new_thread(lambda: os.read(0, 1) or os._exit(1), ())\n"
AS_A_MODULE = "import runpy\nrunpy.run_module('playground', run_name='__main__', alter_sys=True)\n"


def run(*words, cwd, code=None, env=None, display=True):
    """Run `playground WORDS`, or Python code with these words; return what became of it, as text."""
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    if not display:
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            surroundings.pop(name, None)
    surroundings |= env or {}
    command = [sys.executable, "-c", ON_A_LEASH + (AS_A_MODULE if code is None else code), *map(str, words)]
    with leash() as end:
        return subprocess.run(
            command, cwd=cwd, env=surroundings, stdin=end, capture_output=True, text=True, timeout=LONGEST
        )


def shell(line, cwd):
    """Run `playground LINE` by a shell, with its redirections; return what became of it."""
    words, _, ends = line.partition(" | ")
    command = f"{sys.executable} -m playground {words}"
    if ends:
        command += f" | {ends}; exit ${{PIPESTATUS[0]}}"
    return subprocess.run(
        ["bash", "-c", command],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LONGEST,
    )


@contextmanager
def leash():
    """A standard input that ends with the block, or with this process, and has nothing to read until then."""
    end, held = os.pipe()
    try:
        yield end
    finally:
        os.close(held)
        os.close(end)


def png_size(path):
    """Read width and height from a PNG file's header."""
    head = Path(path).read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert head[12:16] == b"IHDR"
    return struct.unpack(">II", head[16:])
