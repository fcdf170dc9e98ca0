"""The keys of the output plot and of the tabs below it, apart from them, as the sheet of keys reads all."""

from PySide6.QtCore import Qt

from playground.texts import keys as words
from playground.widgets.controls.base import ARROWS
from playground.widgets.controls.keys import KeyMap, Keys

_K = Qt.Key
PLOT = KeyMap(
    words.PLOT,
    (
        Keys(ARROWS, "← ↑ ↓ →", words.MOVE_OR_PROBE),
        Keys((_K.Key_Plus, _K.Key_Equal, _K.Key_Minus), "+, −", words.ZOOM),
        Keys((_K.Key_Home,), "Home", words.WHOLE_SQUARE),
        Keys((_K.Key_Escape,), "Esc", words.END_PROBING),
    ),
)
CURVES = KeyMap(
    words.CURVES,
    (
        Keys((_K.Key_Left, _K.Key_Right), "←, →", words.GO_EPOCH),
        Keys((_K.Key_Left, _K.Key_Right), "Shift+, Ctrl+←, →", words.GO_MOMENT),
        Keys((_K.Key_PageUp, _K.Key_PageDown), "Page up, Page down", words.GO_MARK),
        Keys((_K.Key_Home, _K.Key_End), "Home, End", words.GO_ENDS),
        Keys((_K.Key_Escape,), "Esc", words.STAY_HERE),
    ),
)
HARDEST = KeyMap(
    words.HARDEST,
    (
        Keys(ARROWS, "← ↑ ↓ →", words.CHOOSE_POINT),
        Keys((_K.Key_Home, _K.Key_End), "Home, End", words.FIRST_OR_LAST),
    ),
)
