"""The keys of the table of runs, apart from it, as the sheet of keys reads them before it is made."""

from PySide6.QtCore import Qt

from playground.texts import keys as words
from playground.widgets.controls.keys import KeyMap, Keys

_K = Qt.Key
UP_AND_DOWN = (_K.Key_Up, _K.Key_Down, _K.Key_PageUp, _K.Key_PageDown)
ENDS = (_K.Key_Home, _K.Key_End)
FOLDS = {_K.Key_Left: False, _K.Key_Right: True}  # a group
OPENS = (_K.Key_Return, _K.Key_Enter)
STARS = (_K.Key_Asterisk,)
DELETES = (_K.Key_Delete, _K.Key_Backspace)
RUN_TABLE = KeyMap(
    words.RUNS,
    (
        Keys(UP_AND_DOWN, "↑ ↓, Page up, Page down", words.WALK_ROWS),
        Keys(ENDS, "Home, End", words.FIRST_OR_LAST_ROW),
        Keys(tuple(FOLDS), "←, →", words.FOLD_GROUP),
        Keys(OPENS, "Enter", words.OPEN_RUN),
        Keys(STARS, "*", words.STAR_RUN),
        Keys(DELETES, "Del, Backspace", words.DELETE_RUNS),
    ),
)
