"""The keys of the mathematics, apart from it, as the sheet of keys reads them before it is made."""

from PySide6.QtCore import Qt

from playground.texts import keys as words
from playground.widgets.controls.keys import KeyMap, Keys

_K = Qt.Key
LEDGER = KeyMap(
    words.LEDGER,
    (Keys((_K.Key_Left, _K.Key_Right), "←, →", words.CHOOSE_SAMPLE),),
)
