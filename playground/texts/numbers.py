"""How numbers, losses and shares are written, in the window and on the command line alike. No Qt."""

import math

NONE = "–"
LARGEST = 1e5  # numbers of a scale that are written out are smaller


def with_minus(text: str) -> str:
    """Return a number with a minus where it has a hyphen."""
    return text.replace("-", "−")


def share_text(share: float | None) -> str:
    """Return a share in per cent, rounded down: 100.0% only where not one is wrong."""
    return NONE if share is None else f"{math.floor(share * 1000.0 + 1e-9) / 10.0:.1f}%"


def loss_text(loss: float | None) -> str:
    """Return a loss with four decimals, or three digits where it is small."""
    if loss is None or math.isnan(loss):
        return NONE
    return f"{loss:.4f}" if 0.001 <= loss < 10_000 or loss == 0 else f"{loss:.2e}"


def weight_text(value: float) -> str:
    """Return a weight or a bias with four digits."""
    return with_minus(f"{value:.4g}")


def parameter_text(value: float) -> str:
    """Return a weight or a bias with six digits, where there is room."""
    return with_minus(f"{value:.6g}")


def value_text(value: float) -> str:
    """Return a value with three decimals, or in powers of ten where it is large."""
    return with_minus(f"{value:.3f}" if abs(value) < 1000 else f"{value:.3g}")


def coordinate_text(value: float) -> str:
    """Return a coordinate with two decimals."""
    return with_minus(f"{value:.2f}")


def range_text(value: float) -> str:
    """Return an end of a range with three digits."""
    return with_minus(f"{value:.3g}")


def end_text(value: float) -> str:
    """Return an end of the scale of one neuron with two digits."""
    return with_minus(f"{value:.2g}")


def measure_text(value: float | None) -> str:
    """Return a measure of error with four digits."""
    return NONE if value is None else with_minus(f"{value:.4g}")


def score_text(value: float | None) -> str:
    """Return a score from 0 to 1 with three decimals, rounded down: 1.000 only where nothing is wrong."""
    return NONE if value is None else f"{math.floor(value * 1000.0 + 1e-9) / 1000.0:.3f}"


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


def tick_text(loss: float) -> str:
    """Return a loss beside a logarithmic axis."""
    return f"{loss:.0e}" if loss < 0.001 else f"{loss:g}"


def rate_text(rate: float) -> str:
    """Return a rate per second."""
    return f"{rate:,.0f}" if rate >= 10.0 else f"{rate:.2g}"


def short_count_text(count: int, brief: bool) -> str:
    """Return a count, from ten thousand on in thousands where it is to be brief: 12k."""
    return f"{count / 1000:.0f}k" if brief and count >= 10_000 else f"{count:,}"
