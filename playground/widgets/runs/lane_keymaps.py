"""The keys of the pages with several runs, apart from them, as the sheet of keys reads all."""

from PySide6.QtCore import Qt

from playground.texts import keys as words
from playground.widgets.controls.keys import KeyMap, Keys

_K = Qt.Key
PLAY, STEP, RESET, LOG = _K.Key_Space, _K.Key_Right, _K.Key_R, _K.Key_L
TOGETHER = KeyMap(
    words.TOGETHER,
    (
        Keys((PLAY,), "Space", words.PLAY_ALL),
        Keys((STEP,), "→", words.STEP_ALL),
        Keys((RESET,), "R", words.RESET_ALL),
        Keys((LOG,), "L", words.LOG_OF_ALL),
        Keys((_K.Key_Escape,), "Esc", words.BACK_TO_RUNS),
    ),
)
