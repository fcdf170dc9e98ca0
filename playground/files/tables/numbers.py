"""Numbers in the cells of a table, as people and programs write them. No Qt.

Unlike in a field, a mark that is not the table's decimal mark never becomes one: `1,5` beside `2.5` is none.
A mark groups digits only where exactly three follow each mark, one to three precede the first, and the number
does not begin with 0: 0.125 is never 125.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache

from engine.base.values import dataclass
from playground.files.tables.rows import Written
from playground.texts.reading import ARABIC_DECIMAL, LONGEST, PLAIN, plainer

MARKS = ",. '"  # of groups
CURRENCIES = "$€£¥₹₽₩₺₴₪"
# fmt: off
UNITS = frozenset(CURRENCIES) | frozenset((
    "%", "‰", "°", "°C", "°F", "K", "mm", "cm", "dm", "m", "km", "in", "ft", "yd", "mi", "mg", "g",
    "kg", "t", "lb", "lbs", "oz", "ml", "mL", "cl", "dl", "l", "L", "s", "ms", "min", "h", "Hz",
    "kHz", "MHz", "GHz", "V", "mV", "kV", "A", "mA", "W", "kW", "MW", "J", "kJ", "N", "Pa", "hPa",
    "kPa", "bar", "mbar", "mol", "ppm", "dB", "px", "km/h", "m/s", "kWh",
    "EUR", "USD", "GBP", "CHF", "JPY", "BRL", "RUB", "PLN", "CZK", "SEK", "NOK", "DKK", "CNY", "INR",
    "kr", "zł", "R$", "Fr.", "руб.", "р.", "元", "円", "원",
))
# fmt: on
TRUTHS = dict.fromkeys(("true", "t", "yes", "y", "wahr", "ja", "vrai", "oui"), 1.0)
TRUTHS |= dict.fromkeys(("false", "f", "no", "n", "falsch", "nein", "faux", "non"), 0.0)
_CORE = r"\d[\d., ']*\d|[.,]\d+"
_GROUPS = re.compile(r"[1-9]\d{0,2}(?:([., '])\d{3})(?:\1\d{3})*", re.ASCII)


@lru_cache(maxsize=20)
def _pattern(decimal: str, units: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern of a number: sign, digits or groups of them, decimals, exponent, and a unit."""
    groups = MARKS.replace(decimal, "")
    unit = f"(?:{_any_of(units)})"
    return re.compile(
        rf"(?P<sign>[+-]?) ?(?:{unit} ?)?(?P<inner>[+-]?)"
        rf"(?:(?P<grouped>[1-9]\d{{0,2}}(?P<mark>[{groups}])\d{{3}}(?:(?P=mark)\d{{3}})*)|(?P<whole>\d+))?"
        rf"(?:[{decimal}{ARABIC_DECIMAL}](?P<part>\d*))?(?:[eEdD](?P<exponent>[+-]?\d{{1,9}}))?(?: ?{unit})?",
        re.ASCII,
    )


def _any_of(units: Iterable[str]) -> str:
    """Return a pattern of units, the long ones first; without any, one that fits nothing."""
    return "|".join(map(re.escape, sorted(units, key=len, reverse=True))) or "(?!)"


_BESIDE = re.compile(
    rf"[+-]? ?(?P<before>{_any_of(UNITS)})? ?[+-]?(?P<core>{_CORE}|\d)(?:[eEdD][+-]?\d+)? ?"
    rf"(?P<after>{_any_of(UNITS)})?",
    re.ASCII,
)


class Mark(Enum):
    """What a cell tells about the decimal mark; the last two could also group digits."""

    POINT = "."
    COMMA = ","
    POINT_OR_GROUP = "point?"
    COMMA_OR_GROUP = "comma?"


def number(text: str, decimal: str = ".", units: frozenset[str] = frozenset()) -> float | None:
    """Return the finite number that a text is, or None.

    Parameters
    ----------
    text : str
    decimal : str, optional
        The decimal mark: a point or a comma.
    units : frozenset of str, optional
        What may stand before or after it, and is left out.
    """
    if len(text) <= LONGEST and PLAIN.fullmatch(text) and (decimal == "." or "." not in text):
        value = float(text)
        return value if math.isfinite(value) else None
    found = _pattern(decimal, units).fullmatch(plainer(text))
    if found is None or (found["sign"] and found["inner"]):
        return None
    whole = found["whole"] or (found["grouped"] or "").replace(found["mark"] or " ", "")
    if not (whole or found["part"]):
        return None
    sign = found["sign"] or found["inner"]
    value = float(f"{sign}{whole or 0}.{found['part'] or 0}e{found['exponent'] or 0}")
    return value if math.isfinite(value) else None


def truth(text: str) -> float | None:
    """Return 1 for a word that says true, 0 for one that says false, else None."""
    return TRUTHS.get(text.casefold())


# -- what the cells of a table tell ------------------------------------------------------------------


def units_of(columns: Iterable[Iterable[str]]) -> frozenset[str]:
    """Return the units that stand beside numbers: of columns in which all of them have the same one."""
    used: set[str] = set()
    mixed: set[str] = set()
    for column in columns:
        units = Counter(unit for cell in column if (unit := unit_of(cell)))
        (used if len(units) == 1 else mixed).update(units)
    return frozenset(used - mixed)


def unit_of(cell: str) -> str:
    """Return the unit or currency beside a number, or nothing."""
    found = _beside(cell)
    return (found["before"] or found["after"] or "") if found else ""


def _beside(cell: str) -> re.Match[str] | None:
    """Return the parts of what may be a number with a unit beside it."""
    return _BESIDE.fullmatch(plainer(cell))


def mark_in(cell: str) -> Mark | None:
    """Return what a cell tells about the decimal mark, or None."""
    if isinstance(cell, Written) or not ("." in cell or "," in cell or not cell.isascii()):
        return None
    found = _beside(cell)
    digits = found["core"] if found else ""
    last = max(digits.rfind("."), digits.rfind(","))
    before, after = digits[: max(last, 0)], digits[last + 1 :]
    if last < 0 or not after.isdigit():
        return None
    mark, other = (".", ",") if digits[last] == "." else (",", ".")
    if digits.count(mark) > 1:  # 1.234.567: it groups
        return Mark(other) if _GROUPS.fullmatch(digits) else None
    if not (not before or before.isdigit() or _GROUPS.fullmatch(before)):
        return None
    if before.isdigit() and _GROUPS.fullmatch(digits):
        return Mark.POINT_OR_GROUP if mark == "." else Mark.COMMA_OR_GROUP
    return Mark(mark)


@dataclass(frozen=True)
class Decimal:
    """A decimal mark, and whether it is certain."""

    mark: str
    certain: bool


def find_decimal(cells: Iterable[str], grouped: str = "") -> Decimal:
    """Return the decimal mark of most numbers that have one.

    Parameters
    ----------
    cells : iterable of str
    grouped : str, optional
        The mark that is taken to group digits where it could be both.
    """
    marks = Counter(filter(None, map(mark_in, cells)))
    points, commas = marks[Mark.POINT], marks[Mark.COMMA]
    if points or commas:
        return Decimal("," if commas > points else ".", certain=True)
    points, commas = marks[Mark.POINT_OR_GROUP], marks[Mark.COMMA_OR_GROUP]
    if points and commas:
        return Decimal(".", certain=False)
    if commas:
        return Decimal("." if grouped == "," else ",", certain=False)
    return Decimal(".", certain=not points)


def is_doubtful(cell: str) -> bool:
    """Return whether a number could be read in two ways, if the decimal mark is not known otherwise."""
    return mark_in(cell) in (Mark.POINT_OR_GROUP, Mark.COMMA_OR_GROUP)
