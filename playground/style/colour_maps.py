"""Colour maps: the shades of a field, of values and of classes."""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.style.palette import Theme, rgb

SHADES = 256

Shades = NDArray[np.uint8]


@cache
def shades(theme: Theme) -> Shades:
    """Return the colours of a field from −1 to 1: orange, the middle, blue; (SHADES, 4) RGBA."""
    middle = np.array(rgb(theme.field_middle))
    value = np.linspace(-1.0, 1.0, SHADES)[:, None]
    end = np.where(value < 0.0, rgb(theme.field_negative), rgb(theme.field_positive))
    return _rgba(middle + np.abs(value) * (end - middle))


def argb(shades: Shades) -> NDArray[np.uint32]:
    """Return RGBA colours (…, 4) as the numbers 0xAARRGGBB that a QImage holds."""
    red, green, blue, alpha = np.moveaxis(shades.astype(np.uint32), -1, 0)
    return np.asarray(alpha << 24 | red << 16 | green << 8 | blue, dtype=np.uint32)


@cache
def class_shades(theme: Theme) -> Shades:
    """Return the colours of each class from none to full certainty; (classes, SHADES, 4) RGBA."""
    middle = np.array(rgb(theme.field_middle))
    certainty = np.linspace(0.0, 1.0, SHADES)[:, None]
    return np.stack(
        [_rgba(middle + certainty * (np.array(rgb(colour)) - middle)) for colour in theme.class_fields]
    )


def _rgba(rgb: NDArray[Any]) -> Shades:
    alpha = np.full((len(rgb), 1), 255.0)
    return np.concatenate([rgb, alpha], axis=1).round().astype(np.uint8)
