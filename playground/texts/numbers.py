"""How numbers, losses and shares are written, in the window and on the command line alike. No Qt.

There is one format for all of them. It is the English one, as on the command line and in files, until the
window fills it from the person's locale. Digits are always 0 to 9: formulas, names and the network have no
others.
"""

import math

from engine.base.values import dataclass

NONE = "–"
USUAL_SPAN = 12.0  # of coordinates, from edge to edge of a frame
USUAL_SPANS = USUAL_SPAN, USUAL_SPAN  # across, and upwards
MOST_DECIMALS = 5  # of a coordinate; smaller ones are powers of ten
LARGEST = 1e5  # numbers of a scale that are written out are smaller


@dataclass(frozen=True)
class Format:
    """The marks of a number.

    Parameters
    ----------
    decimal : str
        The decimal mark, a point or a comma.
    group : str
        The mark between groups of three digits.
    """

    decimal: str = "."
    group: str = ","


ENGLISH = Format()

_format = ENGLISH
_marks: dict[int, str] = {}


def current_format() -> Format:
    """Return the format in which numbers are written and read."""
    return _format


def use_format(chosen: Format) -> None:
    """Write and read numbers in this format from now on."""
    global _format, _marks
    _format = chosen
    _marks = str.maketrans({".": chosen.decimal, ",": chosen.group}) if chosen != ENGLISH else {}


def between_numbers() -> str:
    """Return what stands between two numbers of a list: no comma where that is the decimal mark."""
    return "; " if _format.decimal == "," else ", "


def localised(text: str) -> str:
    """Return a number that Python has written, with the marks of the format in use."""
    return text.translate(_marks) if _marks else text


def with_minus(text: str) -> str:
    """Return a number that Python has written, with a minus, but none before 0, and the format's marks."""
    return localised(text if text.strip("-0.,") else text.lstrip("-")).replace("-", "−")


def share_text(share: float | None) -> str:
    """Return a share in per cent: 100.0% only where not one is wrong, 0.0% only where not one is right."""
    return NONE if share is None else localised(f"{_short_of_ends(share * 100.0, 100.0, 1)}%")


def loss_text(loss: float | None) -> str:
    """Return a loss with four decimals, or three digits where it is small."""
    if loss is None or math.isnan(loss):
        return NONE
    return localised(f"{loss:.4f}" if 0.001 <= loss < 10_000 or loss == 0 else f"{loss:.2e}")


def weight_text(value: float) -> str:
    """Return a weight or a bias with four digits."""
    return with_minus(f"{value:.4g}")


def parameter_text(value: float) -> str:
    """Return a weight or a bias with six digits, where there is room."""
    return with_minus(f"{value:.6g}")


def field_text(value: float) -> str:
    """Return a number as a field shows it: with six digits, and a hyphen as it is typed."""
    return localised(f"{value:z.6g}")


def exact_text(value: float) -> str:
    """Return a number to its last digit, for a field."""
    return localised(repr(value))


def count_text(count: int) -> str:
    """Return a whole number, in groups of three digits."""
    return localised(f"{count:,}")


def value_text(value: float) -> str:
    """Return a value with three decimals, or in powers of ten where it is large."""
    return with_minus(f"{value:.3f}" if abs(value) < 1000 else f"{value:.3g}")


def coordinate_text(value: float, span: float = USUAL_SPAN) -> str:
    """Return a coordinate, with two decimals in the usual frame and more or fewer in one that spans less."""
    decimals = 3 - math.floor(math.log10(span))
    return with_minus(f"{value:,.{max(decimals, 0)}f}" if decimals <= MOST_DECIMALS else f"{value:.3g}")


def range_text(value: float) -> str:
    """Return an end of a range with three digits."""
    return with_minus(f"{value:.3g}")


def end_text(value: float) -> str:
    """Return an end of the scale of one neuron with two digits."""
    return with_minus(f"{value:.2g}")


def short_text(value: float) -> str:
    """Return a number in the room of a neuron: with two decimals, three where it is small, or as 2e5."""
    size = abs(value)
    if not math.isfinite(value) or value == 0.0 or 0.001 <= size < 9999.5:
        decimals = 0 if size >= 99.995 else 2 if size >= 0.00995 or value == 0.0 else 3
        return with_minus(f"{value:.{decimals}f}")
    return power_text(value, 0)


def measure_text(value: float | None) -> str:
    """Return a measure of error with four digits."""
    return NONE if value is None else with_minus(f"{value:.4g}")


def score_text(value: float | None) -> str:
    """Return a score or a probability with three decimals: 1.000 and 0.000 are only those themselves."""
    return NONE if value is None else localised(_short_of_ends(value, 1.0, 3))


def r_squared_text(value: float | None) -> str:
    """Return an R² with three decimals: 1.000 only where all is explained."""
    if value is None:
        return NONE
    return score_text(value) if value > 0.5 else value_text(value)


def r_squared_measure_text(value: float | None) -> str:
    """Return an R² with four digits, or as `r_squared_text` does where it could not be told from 0 or 1."""
    text = measure_text(value)
    near = value is not None and (abs(value) < 0.0005 or (value < 1.0 and text == "1"))
    return r_squared_text(value) if near else text


def _short_of_ends(value: float, all_of_it: float, decimals: int) -> str:
    """Return a value rounded to the nearest, but to neither end of its range unless it is that end."""
    text = f"{value:z.{decimals}f}"
    least = 10.0**-decimals
    if value < all_of_it and text == f"{all_of_it:.{decimals}f}":
        return f"{all_of_it - least:.{decimals}f}"
    if value > 0.0 and text == f"{0.0:.{decimals}f}":
        return f"{least:.{decimals}f}"
    return text


def scale_text(value: float, reach: float) -> str:
    """Return a value of a scale with that reach, with as many decimals as the scale needs."""
    if max(abs(value), reach) >= LARGEST:
        return power_text(value, 2)
    text = f"{value:,.{max(0, 1 - math.floor(math.log10(reach)))}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return with_minus(text) if text.strip("-0.") else "0"


def power_text(value: float, digits: int) -> str:
    """Return a value as 2e5, with at most so many decimals."""
    if value == 0.0:
        return "0"
    mantissa, _, power = f"{value:.{digits}e}".partition("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return with_minus(f"{mantissa}e{int(power)}")


def large_text(value: float) -> str:
    """Return a size to three digits, written out up to nine: 0.123, 12,300, 1.2e9."""
    if not value < 1e9:
        return power_text(value, 1) if math.isfinite(value) else NONE
    rounded = float(f"{value:.3g}")
    return localised(f"{rounded:,.0f}" if rounded >= 1000.0 else f"{rounded:g}")


def tick_text(loss: float) -> str:
    """Return a loss beside a logarithmic axis."""
    return localised(f"{loss:.0e}" if loss < 0.001 else f"{loss:g}")


def rate_text(rate: float) -> str:
    """Return a rate per second."""
    return localised(f"{rate:,.0f}" if rate >= 10.0 else f"{rate:.2g}")


def short_count_text(count: int, brief: bool) -> str:
    """Return a count, from ten thousand on in thousands where it is to be brief: 12k."""
    return f"{count / 1000:.0f}k" if brief and count >= 10_000 else count_text(count)
