"""The text size, and all sizes with it: one factor, from which every size in the window derives.

Sizes are given in pixels at the usual text size. `px` returns the current one; `fit` sets one, now and
whenever the text size changes, so that nothing has to be built again.
"""

import weakref
from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLayout, QWidget

TEXT_SIZES = (100, 115, 130, 150, 175, 200)  # per cent
USUAL = TEXT_SIZES[0]
SHORT = 1.3  # times larger than usual, some words are shorter
LARGE = 1.75  # times larger than usual, some rows are two


class Slow(int):
    """A size of air, not of words: it grows half as fast as text, so that there is room for larger words."""

    def __add__(self, other: int) -> "Slow":
        return Slow(int(self) + other)

    def __mul__(self, times: int) -> "Slow":
        return Slow(int(self) * times)

    __rmul__ = __mul__


_scale = 1.0
_fitted: dict[tuple[int, str], tuple["weakref.ref[Any]", tuple[Any, ...]]] = {}


def scale() -> float:
    """Return the factor of all sizes: 1 at the usual text size."""
    return _scale


def px(size: float) -> int:
    """Return a size in whole pixels."""
    return round(real(size))


def real(size: float) -> float:
    """Return a size in pixels, for what is drawn between them: pens, markers, gaps."""
    return float(size) * (0.5 + 0.5 * _scale if isinstance(size, Slow) else _scale)


def area(size: QSize) -> QSize:
    """Return a size of two dimensions."""
    return QSize(px(size.width()), px(size.height()))


def for_dialog(size: QSize) -> QSize:
    """Return a size of a dialog: no larger than the screen."""
    return within_screen(area(size))


def resize_dialog(dialog: QWidget, width: int) -> None:
    """Make a dialog about so wide at the usual text size, and as high as all of it needs then."""
    layout = dialog.layout()
    assert layout is not None
    layout.activate()
    wide = max(for_dialog(QSize(width, 0)).width(), layout.totalMinimumSize().width())
    dialog.resize(wide, layout.totalHeightForWidth(wide))


def within_screen(size: QSize) -> QSize:
    """Return a size that the screen has room for."""
    return size.boundedTo(QGuiApplication.primaryScreen().availableSize() * 0.95)


def fit(setter: Callable[..., object], *sizes: float | QSize) -> None:
    """Call a method of a widget or layout with sizes as they are now, and again when the text size changes.

    Parameters
    ----------
    setter : bound method
        Its object is not kept alive.
    sizes : float or QSize
        At the usual text size; none for a method that sees to its sizes itself.
    """
    owner: Any = setter.__self__  # type: ignore[attr-defined]  # a bound method has one
    key = (id(owner), setter.__name__)
    _fitted[key] = (weakref.ref(owner, lambda _, key=key: _fitted.pop(key, None)), sizes)  # type: ignore[misc]
    setter(*map(_now, sizes))


def fit_gap(layout: QLayout, size: float) -> QWidget:
    """Add an empty place to a row or a column, and return it."""
    gap = QWidget()
    fit(gap.setFixedSize, size, size)
    layout.addWidget(gap)
    return gap


def change(percent: int) -> bool:
    """Set the text size; return whether it changed. `refit` then resizes everything."""
    global _scale
    before, _scale = _scale, nearest(percent) / USUAL
    return before != _scale


def nearest(percent: int) -> int:
    """Return the available text size that is nearest to a number."""
    return min(TEXT_SIZES, key=lambda size: abs(size - percent))


def refit() -> None:
    """Give everything that was fitted its current size."""
    for (_, name), (reference, sizes) in list(_fitted.items()):
        owner = reference()
        if owner is not None and (not isinstance(owner, shiboken6.Object) or shiboken6.isValid(owner)):
            getattr(owner, name)(*map(_now, sizes))


def _now(size: float | QSize) -> object:
    if isinstance(size, QSize):
        return area(size)
    return px(size) if isinstance(size, int) else real(size)
