"""The keys of the network, apart from it, as the sheet of keys reads them without the drawing."""

from PySide6.QtCore import Qt

from playground.texts import keys as words
from playground.widgets.controls.base import ARROWS
from playground.widgets.controls.keys import KeyMap, Keys

_K = Qt.Key
NETWORK = KeyMap(
    words.NETWORK,
    (
        Keys(ARROWS, "← ↑ ↓ →", words.WALK_NEURONS),
        Keys((_K.Key_Up, _K.Key_Down), "Ctrl+↑, Ctrl+↓", words.WALK_WEIGHTS),
        Keys((_K.Key_PageUp, _K.Key_PageDown), "Page up, Page down", words.WALK_MANY),
        Keys((_K.Key_Home, _K.Key_End), "Home, End", words.FIRST_OR_LAST_LAYER),
        Keys((_K.Key_Return, _K.Key_Enter), "Enter", words.OPEN_NEURON),
        Keys((_K.Key_Plus, _K.Key_Minus), "+, −", words.CHANGE_WIDTH),
        Keys((_K.Key_Delete,), "Del", words.REMOVE_NEURON),
    ),
)
