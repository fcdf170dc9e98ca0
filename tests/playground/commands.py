"""Running the program as a person does at a shell, in a process of its own."""

import os
import struct
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*words, cwd, code=None, env=None, display=True):
    """Run `playground WORDS`, or Python code; return what became of it, as text."""
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    if not display:
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            surroundings.pop(name, None)
    surroundings |= env or {}
    command = ["-c", code] if code is not None else ["-m", "playground", *map(str, words)]
    return subprocess.run(
        [sys.executable, *command], cwd=cwd, env=surroundings, capture_output=True, text=True, timeout=60
    )


def png_size(path):
    """Read width and height from a PNG file's header."""
    head = Path(path).read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert head[12:16] == b"IHDR"
    return struct.unpack(">II", head[16:])
