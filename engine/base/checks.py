"""Checks at the door: what does not fit is refused in one line that says what may stand."""

from __future__ import annotations

from typing import Any

import numpy as np

LONGEST = 60  # characters of a value that a message repeats


def said(value: Any) -> str:
    """Return how a message repeats a value: on one line, and not at length."""
    try:
        text = " ".join(repr(value).split())
    except ValueError:  # a whole number of more digits than Python writes
        text = f"a {type(value).__name__}"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def check_choice(name: str, value: Any, choices: tuple[str, ...]) -> None:
    """Raise a ValueError, with the nearest name, unless `value` is one of `choices`."""
    if isinstance(value, str) and value in choices:
        return
    from difflib import get_close_matches  # here: only a mistake needs it

    near = get_close_matches(value[:LONGEST], choices, n=1) if isinstance(value, str) else []
    hint = f"did you mean {near[0]}?" if near else "choose " + ", ".join(choices)
    raise ValueError(f"{name} {said(value)} is not known: {hint}")


def check_flag(name: str, value: Any) -> None:
    """Raise a ValueError unless `value` is True or False."""
    if not isinstance(value, bool):
        raise ValueError(f"{name} must be true or false, got {said(value)}")


def check_kind(name: str, value: Any, *kinds: type | None) -> None:
    """Raise a ValueError unless `value` is of one of `kinds`; None among them stands for itself."""
    if any(value is None if kind is None else isinstance(value, kind) for kind in kinds):
        return
    first = next(kind.__name__ for kind in kinds if kind is not None)
    article = "an" if first[0] in "AEIOU" else "a"
    raise ValueError(f"{name} must be {article} {first}, got {said(value)}")


def check_index(name: str, value: Any, count: int) -> int:
    """Return `value` as an int, or raise a ValueError unless it is one of 0 … count − 1."""
    if count == 0:
        raise ValueError(f"there is no {name} {said(value)}: there are none")
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or not 0 <= value < count:
        raise ValueError(f"there is no {name} {said(value)}: choose 0 to {count - 1}")
    return int(value)
