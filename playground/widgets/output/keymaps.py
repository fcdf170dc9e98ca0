"""The keys of the output plot and of what is below it: light, as the sheet of keys reads them all."""

from PySide6.QtCore import Qt

from playground.widgets.controls.base import ARROWS
from playground.widgets.controls.keys import KeyMap, Keys

_K = Qt.Key
PLOT = KeyMap(
    "Output plot",
    (
        Keys(ARROWS, "← ↑ ↓ →", "Move it, or walk the probe"),
        Keys((_K.Key_Plus, _K.Key_Equal, _K.Key_Minus), "+, −", "Zoom in or out"),
        Keys((_K.Key_Home,), "Home", "Show the whole square"),
        Keys((_K.Key_Escape,), "Esc", "End probing"),
    ),
)
CURVES = KeyMap(
    "Loss and accuracy",
    (
        Keys((_K.Key_Left, _K.Key_Right), "←, →", "Read the epoch before or after"),
        Keys((_K.Key_Home, _K.Key_End), "Home, End", "Read the first epoch or the last"),
        Keys((_K.Key_Escape,), "Esc", "Close the readout"),
    ),
)
HARDEST = KeyMap(
    "Hardest points",
    (
        Keys(ARROWS, "← ↑ ↓ →", "Choose a point, marked in the plot"),
        Keys((_K.Key_Home, _K.Key_End), "Home, End", "The first one, the last one"),
    ),
)
