"""How the numbers in a line are rounded, and what a person gets who calculates with what is shown. No Qt."""

import math
from typing import Any

import numpy as np

from playground.texts.numbers import with_minus

LARGEST = 1e6  # larger numbers are written as powers of ten
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
TIE = 1.0 + 1e-6  # of half a unit: a person may round it either way


class Exact(float):
    """A number that is what it is, such as a setting: it is never rounded."""


def is_plain(value: float, decimals: int) -> bool:
    """Whether a number is written without a power of ten: not if huge, or less than its last decimal."""
    return value == 0.0 or 10.0**-decimals <= abs(value) < LARGEST or not math.isfinite(value)


def split(value: Any, decimals: int | None) -> tuple[str, str]:
    """Return how a number is written in Python's form: its digits, and the power of ten behind it or "".

    Examples
    --------
    >>> split(0.4149, 2), split(3.14159e-7, 2), split(2.0, 3), split(1e-9, None)
    (('0.41', ''), ('3.14', '-7'), ('2.000', ''), ('1', '-9'))
    """
    if isinstance(value, int | np.integer | bool):
        return str(int(value)), ""
    if decimals is None or isinstance(value, Exact):
        whole = str(value) if isinstance(value, np.float32) else repr(float(value))
        digits = whole.removesuffix(".0")
    elif is_plain(float(value), decimals):
        digits = f"{float(value):z.{decimals}f}"
    else:
        digits = f"{float(value):.{decimals}e}"
    mantissa, _, power = digits.partition("e")
    return mantissa, str(int(power)) if power else ""


def as_shown(value: Any, decimals: int | None) -> Any:
    """Return a number, or each of an array, as one reads it off the screen."""
    if decimals is None or isinstance(value, Exact | int):
        return np.asarray(value, dtype=np.float64)
    if np.ndim(value):
        return np.array([_shown(one, decimals) for one in np.ravel(value).tolist()]).reshape(np.shape(value))
    return _shown(value, decimals)


def _shown(value: Any, decimals: int) -> float:
    if isinstance(value, float) and 10.0**-decimals <= abs(value) < LARGEST:
        return float(f"{value:.{decimals}f}")  # the usual case, in a third of the time
    if not math.isfinite(value):
        return float(value)
    digits, power = split(value, decimals)
    return float(f"{digits}e{power or 0}")


def unit(value: float, decimals: int | None) -> float:
    """Return what one unit of the last decimal shown is worth."""
    if decimals is None:
        return 0.0
    if is_plain(value, decimals):
        return 10.0**-decimals
    return float(10.0 ** (math.floor(math.log10(abs(value))) - decimals))


def comes_to(calculated: Any, result: float, decimals: int | None) -> bool:
    """Whether what a person has calculated is, once rounded, the result that is shown."""
    if not math.isfinite(float(calculated)) or not math.isfinite(result):
        return False
    shown = as_shown(result, decimals)
    return bool(abs(float(calculated) - shown) <= 0.5 * unit(result, decimals) * TIE)


def number_text(value: Any, decimals: int | None) -> str:
    """Return a number as it is read: 0.41, −3.14·10⁻⁷, ∞."""
    if not math.isfinite(float(value)):
        return "∞" if value > 0 else "−∞" if value < 0 else "–"
    digits, power = split(value, decimals)
    if not power:
        return with_minus(digits)
    return _times(with_minus(digits), "·", f"10{power.translate(RAISED)}")


def number_latex(value: Any, decimals: int | None) -> str:
    """Return a number in LaTeX, with a decimal point."""
    if not math.isfinite(float(value)):
        return r"\infty" if value > 0 else r"-\infty" if value < 0 else r"\text{nan}"
    digits, power = split(value, decimals)
    return _times(digits, r" \cdot ", f"10^{{{power}}}") if power else digits


def _times(digits: str, times: str, power: str) -> str:
    """Return a number as a multiple of a power of ten, where it is not that power itself."""
    return power if digits == "1" else f"{digits}{times}{power}"
