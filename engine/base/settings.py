"""Settings: the range, group and order of a field, declared once, in the field's metadata.

>>> from dataclasses import dataclass
>>> @dataclass(frozen=True)
... class Spec:
...     part = "training"
...     momentum: float = number(0.9, Range(0.0, 0.9999), group="optimizer")
...     def __post_init__(self) -> None:
...         check_settings(self)
>>> setting(Spec, "momentum").range.high
0.9999
>>> Spec(momentum=1).momentum
Traceback (most recent call last):
...
engine.base.checks.SpecError: momentum must be a number from 0 to 0.9999, got 1
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, fields
from functools import cache
from typing import Any, NamedTuple

from engine.base.checks import Range, check_choice, check_flag

KEY = "setting"  # in a field's metadata


class Setting(NamedTuple):
    """A value of an experiment that a person can set, in whatever control.

    Attributes
    ----------
    name : str
        The name of the field.
    part : str
        Of the spec: "data", "network", "layer", "training", "stop" or "experiment".
    kind : {"number", "seed", "choice", "switch"}
        A seed is a whole number whose size means nothing.
    group : str
        The group of settings it is shown in.
    order : int
        Its place in the group, across specs; settings with the same order stay in the order of their fields.
    default : object
        None if the setting can be off.
    range : Range or None
        The range of a number.
    typical : float
        A usual value of a number, from which a control starts and by which it scales its steps.
    names : callable () -> tuple of str
        The names to choose from.
    """

    name: str
    part: str
    kind: str
    group: str
    order: int
    default: Any
    range: Range | None
    typical: float
    names: Callable[[], tuple[str, ...]]

    @property
    def optional(self) -> bool:
        """Whether it may be None."""
        return self.default is None

    def check(self, value: Any) -> Any:
        """Return `value` as the field stores it: a number becomes a plain int or float.

        Raises
        ------
        SpecError
            If it is not allowed.
        """
        if value is None and self.default is None:
            return None
        if self.range is not None:
            return self.range.check(self.name, value)
        if self.kind == "switch":
            check_flag(self.name, value)
        else:
            check_choice(self.name, value, self.names())
        return value


# -- declaring -------------------------------------------------------------------------------


def number(
    default: float | None, limits: Range, *, group: str, order: int = 0, typical: float | None = None
) -> Any:
    """Declare a number; with a default of None it can be off.

    Parameters
    ----------
    default : float or None
    limits : Range
    group : str
    order : int
    typical : float, optional
        By default, the same as `default`.
    """
    return _field(default, "number", group, order, limits, typical)


def seed_number(default: int | None, limits: Range, *, group: str, order: int = 0) -> Any:
    """Declare the seed of a random generator."""
    return _field(default, "seed", group, order, limits)


def choice(default: str, names: Callable[[], tuple[str, ...]], *, group: str, order: int = 0) -> Any:
    """Declare a choice by name; `names` is called at every check, so names can be added later."""
    return _field(default, "choice", group, order, names=names)


def switch(default: bool, *, group: str, order: int = 0) -> Any:
    """Declare a setting that is true or false."""
    return _field(default, "switch", group, order)


def _no_names() -> tuple[str, ...]:
    return ()


def _field(
    default: Any,
    kind: str,
    group: str,
    order: int,
    limits: Range | None = None,
    typical: float | None = None,
    names: Callable[[], tuple[str, ...]] = _no_names,
) -> Any:
    size = typical if typical is not None else (default or 0) if limits is not None else 0
    declared = Setting("", "", kind, group, order, default, limits, size, names)
    return field(default=default, metadata={KEY: declared})


# -- reading ---------------------------------------------------------------------------------


@cache
def settings(spec: type) -> tuple[Setting, ...]:
    """Return the settings among the fields of a spec, in field order."""
    part = getattr(spec, "part", "")
    return tuple(
        one.metadata[KEY]._replace(name=one.name, part=part) for one in fields(spec) if KEY in one.metadata
    )


def setting(spec: type, name: str) -> Setting:
    """Return the setting called `name` of `spec`."""
    return next(one for one in settings(spec) if one.name == name)


def check_settings(spec: Any) -> None:
    """Check every setting of a spec that has just been made.

    Raises
    ------
    SpecError
        For the first that is not allowed.
    """
    kind: type = type(spec)
    for one in settings(kind):
        value = getattr(spec, one.name)
        checked = one.check(value)
        if checked is not value:
            # the only write to a frozen spec: 3 becomes 3.0 in a real-valued field, and numpy's numbers
            # become Python's
            object.__setattr__(spec, one.name, checked)
