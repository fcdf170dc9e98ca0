"""The keys for drawing points and for their table, apart from both, which are imported only when opened."""

from PySide6.QtCore import Qt

from playground.texts import keys as words
from playground.widgets.controls.base import ARROWS
from playground.widgets.controls.keys import KeyMap, Keys

_K = Qt.Key
_DIGITS = (_K.Key_0, _K.Key_1, _K.Key_2, _K.Key_3, _K.Key_4, _K.Key_5)
DRAWING = KeyMap(
    words.DRAWING,
    (
        Keys(ARROWS, "← ↑ ↓ →", words.MOVE_BRUSH),
        Keys((_K.Key_Return, _K.Key_Enter, _K.Key_Insert), "Enter, Ins", words.DRAW_POINT),
        Keys((_K.Key_Delete, _K.Key_Backspace), "Del, Backspace", words.ERASE),
        Keys(_DIGITS, "0–5", words.CHOOSE_LABEL),
        Keys((_K.Key_B, _K.Key_E, _K.Key_M), "B, E, M", words.CHOOSE_TOOL),
        Keys((_K.Key_BracketLeft, _K.Key_BracketRight), "[, ]", words.BRUSH_SIZE),
        Keys((_K.Key_F,), "F", words.FLIP_POINT),
        Keys((_K.Key_Escape,), "Esc", words.STOP_DRAWING),
    ),
)
TABLE = KeyMap(
    words.TABLE,
    (
        Keys((), "0–9", words.TYPE_NUMBER),
        Keys((_K.Key_V,), "Ctrl+V", words.PASTE_CELLS),
        Keys((_K.Key_C,), "Ctrl+C", words.COPY_POINTS),
        Keys((_K.Key_Delete, _K.Key_Backspace), "Del, Backspace", words.DELETE_POINTS),
        Keys((_K.Key_Z, _K.Key_Y), "Ctrl+Z, Ctrl+Y", words.UNDO_REDO),
        Keys((_K.Key_Escape,), "Esc", words.CLOSE),
    ),
)
