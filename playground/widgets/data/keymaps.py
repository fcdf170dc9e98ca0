"""The keys for drawing points and for their table: light, as both are made only when they are wanted."""

from PySide6.QtCore import Qt

from playground.widgets.controls.base import ARROWS
from playground.widgets.controls.keys import KeyMap, Keys

_K = Qt.Key
_DIGITS = (_K.Key_0, _K.Key_1, _K.Key_2, _K.Key_3, _K.Key_4, _K.Key_5)
DRAWING = KeyMap(
    "Drawing points",
    (
        Keys(ARROWS, "← ↑ ↓ →", "Move the brush; with Shift by little"),
        Keys((_K.Key_Return, _K.Key_Enter, _K.Key_Insert), "Enter, Ins", "Draw a point there"),
        Keys((_K.Key_Delete, _K.Key_Backspace), "Del, Backspace", "Erase there"),
        Keys(_DIGITS, "0–5", "Choose the class, or the value"),
        Keys((_K.Key_B, _K.Key_E, _K.Key_M), "B, E, M", "Brush, eraser, move a point"),
        Keys((_K.Key_BracketLeft, _K.Key_BracketRight), "[, ]", "Smaller or larger brush"),
        Keys((_K.Key_F,), "F", "Flip the point there"),
        Keys((_K.Key_Escape,), "Esc", "Stop drawing"),
    ),
)
TABLE = KeyMap(
    "Table of points",
    (
        Keys((), "any number", "Type it into the cell"),
        Keys((_K.Key_V,), "Ctrl+V", "Paste cells of a spreadsheet"),
        Keys((_K.Key_C,), "Ctrl+C", "Copy the chosen points"),
        Keys((_K.Key_Delete, _K.Key_Backspace), "Del, Backspace", "Delete the chosen points"),
        Keys((_K.Key_Z, _K.Key_Y), "Ctrl+Z, Ctrl+Y", "Undo, redo"),
        Keys((_K.Key_Escape,), "Esc", "Close it"),
    ),
)
