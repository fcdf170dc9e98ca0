"""The keys that work in one place of the window, in words: each place has its list, the sheet shows all."""

from typing import NamedTuple

from PySide6.QtCore import Qt


class Keys(NamedTuple):
    """Some keys that belong together, how they are written, and what they do."""

    keys: tuple[Qt.Key, ...]
    shown: str
    words: str


class KeyMap(NamedTuple):
    """One place, by its heading, and all keys that work while it has the focus."""

    title: str
    keys: tuple[Keys, ...]

    @property
    def every(self) -> tuple[Qt.Key, ...]:
        """All of them, one by one."""
        return tuple(key for some in self.keys for key in some.keys)
