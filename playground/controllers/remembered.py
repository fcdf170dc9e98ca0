"""What is remembered between starts, read with care: a settings file may hold anything, or be damaged."""

import os
from collections.abc import Collection, Mapping
from typing import TypeVar

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

Value = TypeVar("Value", int, bool, str, QByteArray)
MOST_WORDS = 100


def settings_of(organisation: str, name: str) -> QSettings:
    """Return the settings of a program; where Qt would read a pipe or a device for ever, others beside it."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    path = f"{place}/{organisation}/{name}.conf"  # where Qt keeps them in a file
    if os.path.lexists(path) and not (os.path.isfile(path) or os.path.isdir(path)):
        return QSettings(f"{path}.ini", QSettings.Format.IniFormat)
    return QSettings()


def value(settings: QSettings, key: str, usual: Value) -> Value:
    """Return a value of the type of `usual`; `usual` where there is none."""
    try:
        found = settings.value(key, usual, type=type(usual))
    except (TypeError, ValueError, OverflowError, RuntimeError):  # the binding raises them where Qt converts
        return usual
    return found if isinstance(found, type(usual)) else usual


def choices(
    settings: QSettings, key: str, usual: Mapping[str, str], offered: Mapping[str, Collection[str]]
) -> dict[str, str]:
    """Return what was chosen last under each of some names, or the first that is offered."""
    last = {name: value(settings, f"{key}.{name}", one) for name, one in usual.items()}
    return {name: one if one in offered[name] else next(iter(offered[name])) for name, one in last.items()}


def words(settings: QSettings, key: str) -> list[str]:
    """Return a list of texts, without those that make no sense."""
    try:
        found = settings.value(key, [])
    except (TypeError, ValueError, OverflowError, RuntimeError):
        return []
    found = [found] if isinstance(found, str) else found  # a list of one comes back as text
    return [one for one in found if isinstance(one, str)][:MOST_WORDS] if isinstance(found, list) else []
