"""Make the pictures of the user guide, from states of the window.

Usage: python tests/guide_pictures.py [NAME ...]
Writes them to assets/guide, light and with few colours, so that the files are small. Runs offscreen.
"""

import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
FOLDER = HERE.parent / "assets" / "guide"
COLOURS = 96
WIDEST = 600


def window_of(window):
    return window


def network_of(window):
    return window.network


def output_of(window):
    return window.boundary


def loss_of(window):
    return window.output


def card_of(window):
    from playground.widgets.network.neuron_card import NeuronCard

    return window.findChild(NeuronCard)


def dialog_of(window):
    from playground.widgets.classroom.dialog import ClassDialog

    return window.findChild(ClassDialog)


def maths_of(window):
    from playground.widgets.mathematics.panel import MathsPanel

    return window.findChild(MathsPanel)


def runs_of(window):
    """The table of some runs that are trained here, as those of a state have no pictures."""
    from hands import at_rest, until

    for epochs in (200, 400, 600, 800):
        window.session.play(epochs)
        at_rest(window.session)
        window.session.new_start()
        at_rest(window.session)
    window.views.show("runs")
    table = window.runs.table
    until(lambda: len(table.runs.lines) > 4 and all(map(table.runs.shown, range(5))))
    table.selectRow(2)
    until(lambda: window.runs.details.open.isEnabled())
    return window.runs.panel


# name -> (the state, what of the window is shown, the window's size)
PICTURES = {
    "window": ("trained", window_of, (1024, 768)),
    "network": ("weight", network_of, (1240, 768)),
    "output": ("probe", output_of, (1500, 900)),
    "lines": ("build-gradients", network_of, (1100, 768)),
    "maths": ("maths-weight", maths_of, (1500, 900)),
    "runs": ("start", runs_of, (1180, 640)),
    "loss": ("memorised", loss_of, (1500, 1000)),
    "neuron": ("card", card_of, (1280, 800)),
    "draw": ("drawing", output_of, (1500, 900)),
    "class": ("class-dialog", dialog_of, (1280, 800)),
}


def main() -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.path[:0] = [str(HERE / "playground"), str(HERE), str(HERE.parent)]
    from playground.app import application, quiet_offscreen

    quiet_offscreen()
    application()
    for name in sys.argv[1:] or PICTURES:
        picture_of(name).save(str(FOLDER / f"{name}.png"), "PNG", 0)
        print(f"{name}.png: {(FOLDER / f'{name}.png').stat().st_size / 1000:.0f} kB")
    return 0


def picture_of(name):
    """Return a picture, as wide as the guide has room for."""
    from PySide6.QtCore import QSettings, Qt
    from PySide6.QtWidgets import QApplication
    from states import STATES, enter, leave

    from playground.app import create_window

    state, part, size = PICTURES[name]
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)
        settings.setValue("theme", "light")
        window = create_window(STATES[state].experiment, settings)
        window.resize(*size)
        enter(window, state)
        shown = part(window).grab().toImage()
        leave()
        window.close()
        window.deleteLater()
        QApplication.processEvents()
    if shown.width() > WIDEST:
        shown = shown.scaledToWidth(WIDEST, Qt.TransformationMode.SmoothTransformation)
    return few_colours(shown)


def few_colours(image):
    """Return an image of the colours that occur most; every other becomes the nearest of these."""
    from PySide6.QtGui import QImage

    whole = image.convertToFormat(QImage.Format.Format_RGB32)
    return whole.convertToFormat(QImage.Format.Format_Indexed8, most_frequent(whole))


def most_frequent(image):
    """Return the colours of an image that occur most often, of those that are nearly alike only one."""
    import numpy as np

    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    seen, count = np.unique(rows[:, : image.width(), :3].reshape(-1, 3), axis=0, return_counts=True)
    kept = {}
    for colour in seen[np.argsort(-count)]:
        kept.setdefault(tuple((colour + 8) // 16), colour)
        if len(kept) == COLOURS:
            break
    return [0xFF000000 | int(r) << 16 | int(g) << 8 | int(b) for b, g, r in kept.values()]


if __name__ == "__main__":
    sys.exit(main())
