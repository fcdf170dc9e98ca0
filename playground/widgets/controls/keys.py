"""The keys that work in one part of the window: each part has its map, and the sheet of keys shows all."""

from typing import NamedTuple

from PySide6.QtCore import Qt

from playground.texts.text import Text


class Keys(NamedTuple):
    """Some keys that belong together, how they are shown, and what they do."""

    keys: tuple[Qt.Key, ...]
    shown: str
    words: Text


class KeyMap(NamedTuple):
    """One part of the window, by its heading, and all keys that work while it has the focus."""

    title: Text
    keys: tuple[Keys, ...]

    @property
    def every(self) -> tuple[Qt.Key, ...]:
        """All keys, one by one."""
        return tuple(key for some in self.keys for key in some.keys)
