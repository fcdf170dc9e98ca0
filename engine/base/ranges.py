"""The values that a number may take."""

from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any

from engine.base.checks import said


@dataclass(frozen=True)
class Range:
    """The values a number may take: from `low` to `high`, both included unless `above`."""

    low: float
    high: float
    whole: bool = False
    above: bool = False

    def check(self, name: str, value: Any) -> Any:
        """Return `value` as an int or float, or raise a ValueError, with `name`, that says what may stand."""
        number = self._number(value)
        if number is None or not self._holds(number):
            raise ValueError(f"{name} must be {self}, got {said(value)}")
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

    def _holds(self, number: float) -> bool:
        # true of no NaN, and of no infinity: both ends are finite
        return number <= self.high and (number > self.low if self.above else number >= self.low)

    def __str__(self) -> str:
        kind = "a whole number" if self.whole else "a number"
        if self.above:
            return f"{kind} above {self.low:g} and at most {self.high:,.10g}"
        return f"{kind} from {self.low:,.10g} to {self.high:,.10g}"


WEIGHT = Range(-1e9, 1e9)  # of a weight or a bias that is set by hand
