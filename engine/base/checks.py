"""Checks of values: a value that is not allowed is refused in one line that says what is."""

from __future__ import annotations

from numbers import Integral, Real
from typing import Any

import numpy as np

from engine.base.values import dataclass

LONGEST = 60  # characters of a value quoted in a message


class SpecError(ValueError):
    """A value that is not allowed. Its text is one line that says which value, and what is allowed.

    Attributes
    ----------
    field : str
        The name of the field or argument.
    value : object
        What was given.
    allowed : Range, tuple of str, or None
        What is allowed; None if neither a range nor a list of names describes it.
    conflict : tuple of (str, str), or None
        Another field and its value, if `value` is allowed but not together with these.
    """

    def __init__(
        self,
        message: str,
        *,
        field: str = "",
        value: Any = None,
        allowed: Range | tuple[str, ...] | None = None,
        conflict: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.field, self.value, self.allowed, self.conflict = field, value, allowed, conflict


def quoted(value: Any) -> str:
    """Return a value as a message quotes it: on one line, shortened if it is long."""
    try:
        text = " ".join(repr(value).split())
    except ValueError:  # an integer with more digits than Python prints
        text = f"a {type(value).__name__}"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


@dataclass(frozen=True)
class Range:
    """The values a number may take: from `low` to `high`, both included; with `above`, `low` is excluded."""

    low: float
    high: float
    whole: bool = False
    above: bool = False

    def check(self, field: str, value: Any, name: str = "") -> Any:
        """Return `value` as an int or float.

        Raises
        ------
        SpecError
            If it is not in the range; the message calls it `name`, or by default `field`.
        """
        number = self._number(value)
        if number is None or not self._contains(number):
            message = f"{name or field} must be {self}, got {quoted(value)}"
            raise SpecError(message, field=field, value=value, allowed=self)
        return number

    def _number(self, value: Any) -> float | int | None:
        if isinstance(value, bool):
            return None
        if self.whole:
            return int(value) if isinstance(value, Integral) else None
        try:
            return float(value) if isinstance(value, Real) else None
        except OverflowError:
            return None

    def _contains(self, number: float) -> bool:
        # false for NaN and for infinity: both ends are finite
        return number <= self.high and (number > self.low if self.above else number >= self.low)

    def __str__(self) -> str:
        kind = "a whole number" if self.whole else "a number"
        if self.above:
            return f"{kind} above {self.low:g} and at most {self.high:,.10g}"
        return f"{kind} from {self.low:,.10g} to {self.high:,.10g}"


WEIGHT = Range(-1e9, 1e9)  # for a weight or bias set by hand


def check_choice(field: str, value: Any, choices: tuple[str, ...]) -> None:
    """Raise a SpecError, with the nearest name, unless `value` is one of `choices`."""
    if isinstance(value, str) and value in choices:
        return
    from difflib import get_close_matches  # here: only a mistake needs it

    near = get_close_matches(value[:LONGEST], choices, n=1) if isinstance(value, str) else []
    hint = f"did you mean {near[0]}?" if near else "choose " + ", ".join(choices)
    message = f"{field} {quoted(value)} is not known: {hint}"
    raise SpecError(message, field=field, value=value, allowed=choices)


def check_flag(field: str, value: Any) -> None:
    """Raise a SpecError unless `value` is True or False."""
    if not isinstance(value, bool):
        message = f"{field} must be true or false, got {quoted(value)}"
        raise SpecError(message, field=field, value=value, allowed=("true", "false"))


def check_kind(field: str, value: Any, *kinds: type | None) -> None:
    """Raise a SpecError unless `value` is of one of `kinds`, where None allows the value None."""
    if any(value is None if kind is None else isinstance(value, kind) for kind in kinds):
        return
    first = next(kind.__name__ for kind in kinds if kind is not None)
    article = "an" if first[0] in "AEIOU" else "a"
    message = f"{field} must be {article} {first}, got {quoted(value)}"
    raise SpecError(message, field=field, value=value)


def check_index(field: str, value: Any, count: int) -> int:
    """Return `value` as an int, or raise a SpecError unless it is one of 0 … count − 1."""
    if count == 0:
        raise SpecError(f"there is no {field} {quoted(value)}: there are none", field=field, value=value)
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or not 0 <= value < count:
        message = f"there is no {field} {quoted(value)}: choose 0 to {count - 1}"
        raise SpecError(message, field=field, value=value, allowed=Range(0, count - 1, whole=True))
    return int(value)
