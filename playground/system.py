"""What the machine must have before a window can open: libraries, a display. No Qt."""

import builtins
import ctypes
import os
import sys

# library, Debian package; without the first group Qt cannot even be imported
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libgthread-2.0.so.0": "libglib2.0-0",
}
X11_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def missing_libraries() -> str | None:
    """Return one line with the command that installs the libraries that Qt needs; None if it has them all."""
    if not sys.platform.startswith("linux"):
        return None
    wanted = dict(QT_LIBRARIES)
    if uses_x11():
        wanted |= X11_LIBRARIES
    packages = [package for library, package in wanted.items() if not _loads(library)]
    if not packages:
        return None
    return (
        "playground: Qt needs system libraries that are not installed; on Debian or Ubuntu: "
        f"apt-get install --no-install-recommends {' '.join(packages)}"
    )


def missing_display() -> str | None:
    """Return one line on why no window can be shown here, or None if one can."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return None
    wayland, display = os.environ.get("WAYLAND_DISPLAY"), os.environ.get("DISPLAY")
    if wayland and _answers(wayland):
        return None
    if wayland and not display:
        return f"playground: the display {wayland} does not answer"
    if not display:
        return "playground: there is no display (DISPLAY and WAYLAND_DISPLAY are not set)"
    if _refuses_connections(display):
        return f"playground: the display {display} does not answer"
    return None


def import_plainly() -> None:
    """Undo what PySide6 does to imports: it reads the source of every module, to find its own name there.

    It does so for `from __feature__ import …`, which nobody here uses, and takes long.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def uses_x11() -> bool:
    """Return whether Qt will open its window through X11."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform:
        return platform.startswith("xcb")
    return bool(os.environ.get("DISPLAY")) and not os.environ.get("WAYLAND_DISPLAY")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _answers(wayland: str) -> bool:
    """Try to reach the Wayland compositor, because Qt ends the whole process if it cannot."""
    import socket  # here: only a Wayland session needs it

    path = os.path.join(os.environ.get("XDG_RUNTIME_DIR", ""), wayland)
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(path)
        except OSError:
            return False
        return True


def _refuses_connections(display: str) -> bool:
    """Try to reach the X server, because Qt ends the whole process if it cannot."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    refused = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return refused


if __name__ == "__main__":
    line = missing_libraries()
    if line:
        print(line)
        sys.exit(1)
