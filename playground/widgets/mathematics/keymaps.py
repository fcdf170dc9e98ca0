"""The keys of the mathematics, apart from it, as the sheet of keys reads them before it is made."""

from PySide6.QtCore import QKeyCombination, Qt

from playground.texts import keys as words
from playground.widgets.controls.keys import KeyMap, Keys

_K, _M = Qt.Key, Qt.KeyboardModifier
ALONG = {_K.Key_Left: -1, _K.Key_Right: 1}  # from one sample to the next
TOGGLES = (_K.Key_Return, _K.Key_Enter)
UP_AND_DOWN = (_K.Key_Up, _K.Key_Down, _K.Key_PageUp, _K.Key_PageDown)
ENDS = (_K.Key_Home, _K.Key_End)
COPIES = {
    "text": (QKeyCombination(_M.ControlModifier, _K.Key_C), "Ctrl+C"),
    "latex": (QKeyCombination(_M.ControlModifier | _M.ShiftModifier, _K.Key_L), "Ctrl+Shift+L"),
    "numbers": (QKeyCombination(_M.ControlModifier | _M.ShiftModifier, _K.Key_N), "Ctrl+Shift+N"),
    "code": (QKeyCombination(_M.ControlModifier | _M.ShiftModifier, _K.Key_K), "Ctrl+Shift+K"),
}
LEDGER = KeyMap(
    words.LEDGER,
    (
        Keys(tuple(ALONG), "←, →", words.CHOOSE_SAMPLE),
        Keys(UP_AND_DOWN, "↑ ↓, Page up, Page down", words.WALK_STEP),
        Keys(ENDS, "Home, End", words.FIRST_OR_LAST_ROW),
        Keys(TOGGLES, "Enter", words.OPEN_ROW),
        Keys((_K.Key_C,), "Ctrl+C", words.COPY_TEXT),
        Keys((_K.Key_L,), "Ctrl+Shift+L", words.COPY_LATEX),
        Keys((_K.Key_N,), "Ctrl+Shift+N", words.COPY_NUMBERS),
        Keys((_K.Key_K,), "Ctrl+Shift+K", words.COPY_CODE),
    ),
)
