"""How numbers, losses and shares are written, in the window and on the command line alike. No Qt."""

import math

NONE = "–"


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
