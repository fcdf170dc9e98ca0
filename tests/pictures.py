"""Make pictures of every state of the window, in every size and appearance, to be looked at.

Usage: python tests/pictures.py [--out FOLDER] [--only NAME ...] [--look NAME ...]
One file a state and look: the usual screens and half a screen, screens of 125, 150 and 175 %, and text of
150 and 200 %, each light and dark. Runs offscreen, in processes of its own: a screen's scale is one for a
process.
Text that has no room is told, and then the exit code is 1.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
# name -> (the screen's scale, width and height, text size in per cent)
LOOKS = {
    "1024": (1.0, (1024, 768), 100),
    "1280": (1.0, (1280, 800), 100),
    "1366": (1.0, (1366, 768), 100),
    "1920": (1.0, (1920, 1080), 100),
    "half": (1.0, (960, 1040), 100),
    "screen-125": (1.25, (1280, 800), 100),
    "screen-150": (1.5, (1280, 800), 100),
    "screen-175": (1.75, (1280, 800), 100),
    "text-150": (1.0, (1280, 800), 150),
    "text-200": (1.0, (1280, 800), 200),
    "text-150-1920": (1.0, (1920, 1080), 150),
}
THEMES = ("light", "dark")


def main() -> int:
    parser = argparse.ArgumentParser(description="Pictures of every state of the window.")
    parser.add_argument("--out", type=Path, default=Path("pictures"))
    parser.add_argument("--only", nargs="*", default=[], help="states")
    parser.add_argument("--look", nargs="*", default=list(LOOKS), choices=list(LOOKS))
    parser.add_argument("--theme", nargs="*", default=list(THEMES), choices=THEMES)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.here:
        return make(options)
    begun, running = time.monotonic(), []
    folder = tempfile.TemporaryDirectory()
    jobs = [(look, one) for look in options.look for one in options.theme]
    failed = 0
    while jobs or running:
        while jobs and len(running) < (os.cpu_count() or 1):
            look, one = jobs.pop(0)
            command = [sys.executable, __file__, "--here", "--out", str(options.out), "--look", look]
            command += ["--theme", one, "--only", *options.only]
            running.append(subprocess.Popen(command, env=os.environ | screen(look, Path(folder.name))))
        running[0].wait()
        failed += running.pop(0).returncode != 0
    print(
        f"{len(list(options.out.glob('*.png')))} pictures in {options.out}, {time.monotonic() - begun:.0f} s"
    )
    return int(failed > 0)


def screen(look: str, folder: Path) -> dict[str, str]:
    """Return the environment in which the screen is as large as the window: dialogs have its room."""
    scale, (width, height), _ = LOOKS[look]
    path = folder / f"{look}.json"
    whole = {"width": round(scale * width), "height": round(scale * height), "logicalDpi": 96, "dpr": 1}
    path.write_text(json.dumps({"screens": [{"name": look, "x": 0, "y": 0, **whole}]}))
    return {"QT_SCALE_FACTOR": str(scale), "QT_QPA_PLATFORM": f"offscreen:configfile={path}"}


def make(options: argparse.Namespace) -> int:
    """Make the pictures of one look, in this process."""
    sys.path[:0] = [str(HERE / "playground"), str(HERE.parent)]
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from clipping import all_windows, clipped
    from states import STATES, enter, leave

    from playground.app import application, quiet_offscreen

    quiet_offscreen()
    application()
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for look in options.look:
            for theme in options.theme:
                for name in options.only or STATES:
                    window = opened(STATES[name].experiment, look, theme, Path(folder))
                    enter(window, name)
                    picture(window).save(str(options.out / f"{name}.{look}.{theme}.png"))
                    texts = [text for one in all_windows() for text in clipped(one)]
                    found += [f"{name}.{look}.{theme}: {text}" for text in texts]
                    leave()
                    window.close()
                    window.deleteLater()
                    window.session.deleteLater()
                    application().processEvents()
    print("".join(f"{one}\n" for one in found), end="", flush=True)
    return int(bool(found))


def opened(experiment, look, theme, folder):
    """Return a window of a look."""
    from hands import bring_to_front
    from PySide6.QtCore import QSettings

    from playground.app import create_window

    _, size, text = LOOKS[look]
    path = folder / f"{look}-{theme}.ini"
    path.unlink(missing_ok=True)
    settings = QSettings(str(path), QSettings.Format.IniFormat)
    settings.setValue("theme", theme)
    settings.setValue("text_size", text)
    window = create_window(experiment, settings)
    window.resize(*size)
    window.move(0, 0)
    bring_to_front(window)
    return window


def picture(window):
    """Return the window with all that lies over it: dialogs, lists, tooltips."""
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QApplication

    whole = window.grab()
    painter = QPainter(whole)
    for one in QApplication.topLevelWidgets():
        if one is not window and one.isVisible() and one.width() > 1:
            place = one.pos() - window.pos()
            if one.isModal() or place == QPoint(0, 0):  # no window manager puts it anywhere
                place = window.rect().center() - one.rect().center()
            painter.drawPixmap(place, one.grab())
    painter.end()
    return whole


if __name__ == "__main__":
    sys.exit(main())
