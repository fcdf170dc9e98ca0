"""What the labels of points mean: which are the same, and which become which class. No Qt."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import field
from itertools import count

from engine import MOST_CLASSES
from engine.base.values import dataclass
from engine.points import LONGEST_NAME
from playground.texts.reading import UNSEEN

TWO = 0.0, 1.0  # labels that are classes themselves, even if only one of them is there

Key = str | float

_UNSEEN = dict.fromkeys(map(ord, UNSEEN))


@dataclass(frozen=True)
class ExistingPoints:
    """The points that are there already, and are added to.

    Attributes
    ----------
    count : int
    classes : frozenset of int
        Those that they have.
    names : tuple of str
        What these are called, from class 0 on, as far as they have names.
    """

    count: int = 0
    classes: frozenset[int] = frozenset()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Classes:
    """Which label becomes which class.

    Attributes
    ----------
    of : dict of str to int
        The class of each label, however it is written.
    names : tuple of str
        What the classes are called, from class 0 on; empty where each is called by its number.
    folded : tuple of tuple of str
        Labels that differ in case or spaces only, and are one: the commonest way of writing it comes first.
    """

    of: dict[str, int] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    folded: tuple[tuple[str, ...], ...] = ()

    @property
    def count(self) -> int:
        """One more than the highest class."""
        return max(self.of.values(), default=-1) + 1


def folded(label: str) -> str:
    """Return a label without case, width and needless spaces: yes, Yes and "yes " are the same."""
    return " ".join(unicodedata.normalize("NFKC", label.translate(_UNSEEN)).casefold().split())


def classes_of(
    labels: Iterable[str],
    number: Callable[[str], float | None],
    fold: bool = True,
    existing: ExistingPoints | None = None,
) -> Classes:
    """Return which label becomes which class: as many classes as there are labels, in their order.

    There are never less than two classes, so 0 and 1 are themselves even where one of them is missing.

    Beside existing points, labels keep the classes that have their names, whole numbers from 0 to 5 are
    classes themselves, and other labels get the next free classes.
    """
    counts = Counter(labels)
    numbers = {label: number(label) for label in counts}
    numeric = bool(counts) and None not in numbers.values()

    def key_of(label: str) -> Key:
        value = number(label) if numeric else None
        if value is not None:
            return value + 0.0  # −0 and 0 are one label
        return folded(label) if fold else label

    written: dict[Key, list[str]] = {}
    for label, _ in counts.most_common():
        written.setdefault(key_of(label), []).append(label)
    existing = existing or ExistingPoints()
    keys = list(written)
    classes = _beside(keys, key_of, existing) if existing.count else _in_order(keys)
    names = list(existing.names)
    names += [""] * (max(classes.values(), default=-1) + 1 - len(names))
    for key, k in classes.items():
        names[k] = names[k] or (_number_name if isinstance(key, float) else _name)(written[key][0])
    plain = all(name in ("", str(k)) for k, name in enumerate(names))
    of = {label: classes[key] for key in sorted(written, key=classes.__getitem__) for label in written[key]}
    same = () if numeric else tuple(tuple(some) for some in written.values() if len(some) > 1)
    return Classes(of, () if plain else tuple(names[:MOST_CLASSES]), same)


def _in_order(keys: list[Key]) -> dict[Key, int]:
    """Return the classes of labels, from 0 on; 0 and 1 are themselves."""
    if all(isinstance(key, float) and key in TWO for key in keys):
        return {key: int(key) for key in keys}
    return {key: k for k, key in enumerate(sorted(keys))}


def _beside(keys: list[Key], key_of: Callable[[str], Key], existing: ExistingPoints) -> dict[Key, int]:
    """Return the classes of labels that are added to existing points."""
    known = {key_of(name): k for k, name in enumerate(existing.names) if name}
    themselves = all(isinstance(key, float) and key in range(MOST_CLASSES) for key in keys)
    if themselves and known.keys().isdisjoint(keys):
        return {key: int(key) for key in keys}
    taken = existing.classes if known else frozenset[int]()
    taken |= frozenset(known.values())
    free = (k for k in count() if k not in taken)
    return {key: known[key] if key in known else next(free) for key in sorted(keys)}


def _name(label: str) -> str:
    """Return the name of a class: its label, printable and not too long."""
    plain = "".join(c if c.isprintable() else " " for c in label.translate(_UNSEEN).strip())
    return plain if len(plain) <= LONGEST_NAME else f"{plain[: LONGEST_NAME - 1]}…"


def _number_name(label: str) -> str:
    """Return the name of a class whose label is a number: 1 for 1.0, and 10 % as it is."""
    try:
        value = float(label.replace(",", "."))
    except ValueError:
        return _name(label)
    return str(int(value)) if value.is_integer() else _name(label)
