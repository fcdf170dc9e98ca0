"""Values of what was used last, kept by identity: comparing 100,000 points takes longer than it saves."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """Values of a few objects, those that were kept last; threads may share it.

    Parameters
    ----------
    most : int
        How many are kept, and with them their objects.

    Examples
    --------
    >>> squares, three = Recent[int](2), "three"
    >>> squares.keep(9, three)
    9
    >>> squares.get(three)
    9
    >>> squares.get("another") is None
    True
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[tuple[int, Any], tuple[object, Value]] = {}

    def get(self, of: object, beside: Any = None) -> Value | None:
        """Return the value of an object, with what else it depends on, or None if it is not kept."""
        found = self._kept.get((id(of), beside))
        return found[1] if found is not None and found[0] is of else None

    def keep(self, value: Value, of: object, beside: Any = None) -> Value:
        """Keep the value of an object, and return it."""
        self._kept.pop((id(of), beside), None)  # the last one was used last
        self._kept[id(of), beside] = of, value
        for key in list(self._kept)[: -self._most]:
            self._kept.pop(key, None)
        return value
