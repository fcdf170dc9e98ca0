"""A slot for one value between two threads. No Qt."""

import threading
from typing import Generic, Protocol, Self, TypeVar


class Merging(Protocol):
    """What can take the place of an older value that nobody took."""

    def after(self, older: Self, /) -> Self:
        """Return this value, with what must not be lost of the older one."""


Value = TypeVar("Value", bound=Merging)


class Slot(Generic[Value]):
    """Holds one value: a newer one takes its place, and includes what must not be lost of it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._value: Value | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to take."""
        return self._value is None

    def put(self, value: Value) -> None:
        """Put a value in, in place of the one that is there."""
        with self._changed:
            self._value = value if self._value is None else value.after(self._value)
            self._changed.notify()

    def take(self) -> Value | None:
        """Return the value and empty the slot; None if it is empty."""
        with self._changed:
            value, self._value = self._value, None
            return value

    def wait(self) -> None:
        """Wait until there is something to take."""
        with self._changed:
            self._changed.wait_for(lambda: self._value is not None)
