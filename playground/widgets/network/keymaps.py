"""The keys of the network's drawing: light, as the sheet of keys reads them without the drawing."""

from PySide6.QtCore import Qt

from playground.widgets.controls.base import ARROWS
from playground.widgets.controls.keys import KeyMap, Keys

_K = Qt.Key
NETWORK = KeyMap(
    "Network",
    (
        Keys(ARROWS, "← ↑ ↓ →", "Walk from neuron to neuron"),
        Keys((_K.Key_PageUp, _K.Key_PageDown), "Page up, Page down", "Walk as many as are shown"),
        Keys((_K.Key_Home, _K.Key_End), "Home, End", "To the first layer, to the output"),
        Keys((_K.Key_Return, _K.Key_Enter), "Enter", "Open the neuron: its weights and bias"),
        Keys((_K.Key_Plus, _K.Key_Minus), "+, −", "One neuron more or less in its layer"),
        Keys((_K.Key_Delete,), "Del", "Remove the neuron"),
    ),
)
