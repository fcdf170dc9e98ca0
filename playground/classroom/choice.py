"""The choice for a class: which controls are hidden, which are locked, and what there is to read. No Qt."""

from dataclasses import replace
from functools import cache

from engine.base.values import dataclass
from playground.classroom.catalogue import (
    EXAMPLES,
    LAYERS,
    NEW_DATA,
    OUTPUT,
    PICTURED,
    PLAY,
    RESET,
    SPEED,
    STEP,
    VIEW,
    WIDTH,
    controls,
)
from playground.classroom.lesson import NO_LESSON, Lesson
from playground.texts import classroom as texts

KEY = "classroom"  # its name in an experiment file


@dataclass(frozen=True)
class Classroom:
    """What a class does not see, what it sees and cannot change, and what it reads.

    Parameters
    ----------
    hidden, locked : set of str
        Names in `controls()`. What is hidden cannot be changed either, locked or not.
    lesson : Lesson
        Of the example that was opened, or the teacher's own.
    """

    hidden: frozenset[str] = frozenset()
    locked: frozenset[str] = frozenset()
    lesson: Lesson = NO_LESSON

    def __post_init__(self) -> None:
        object.__setattr__(self, "hidden", frozenset(self.hidden))
        object.__setattr__(self, "locked", frozenset(self.locked))
        for name in sorted(self.hidden | self.locked):
            if name not in controls():
                raise ValueError(texts.UNKNOWN(name=name))
        for name in sorted(self.locked):
            if not controls()[name].lockable:
                raise ValueError(texts.NOT_LOCKABLE(name=name))

    def __bool__(self) -> bool:
        """Whether anything is hidden or locked."""
        return bool(self.hidden or self.locked)

    def closed(self, name: str) -> bool:
        """Return whether a control cannot be used."""
        return name in self.hidden or name in self.locked

    @property
    def seen_locked(self) -> frozenset[str]:
        """What is locked and visible."""
        return self.locked - self.hidden

    @property
    def pictured(self) -> tuple[str, ...]:
        """The parts of the window that pictures can show: those of which a class sees something."""
        return tuple(part for part, shown in PICTURED.items() if not self.hidden.issuperset(shown))

    @property
    def in_force(self) -> "Classroom":
        """The choice without what its lesson asks for: that stays open to the class."""
        asks = self.lesson.asks
        return replace(self, hidden=self.hidden - asks, locked=self.locked - asks)

    def document(self) -> dict[str, list[str]]:
        """Return what is hidden and locked as in a file: names in the order of the window."""
        return {
            "hidden": [name for name in controls() if name in self.hidden],
            "locked": [name for name in controls() if name in self.locked],
        }


EVERYTHING = Classroom()


def summary(classroom: Classroom) -> str:
    """Return how much is hidden and locked, in a few words; "" where nothing is."""
    hidden, locked = len(classroom.hidden), len(classroom.seen_locked)
    if hidden and locked:
        return texts.HIDDEN_AND_LOCKED(hidden=hidden, locked=locked)
    if hidden:
        return texts.HIDDEN(hidden=hidden)
    return texts.LOCKED(locked=locked) if locked else ""


# -- presets -------------------------------------------------------------------------------------

FIRST_STEPS = frozenset(
    {EXAMPLES, "data.dataset", NEW_DATA, "features.x1", "features.x2", VIEW, LAYERS, WIDTH}
    | {"training.learning_rate", RESET, PLAY, STEP, SPEED, "output.probe"}
    | {f"transport.{name}" for name in ("epoch", "train_loss", "test_loss", "accuracy")}
    | {"plot.boundary", "output.loss"}
)
RUNNING = frozenset({EXAMPLES, RESET, PLAY, STEP, SPEED})


@cache
def presets() -> dict[str, Classroom]:
    """Return ready-made choices, by name."""
    every = controls()
    kept = {one.name for one in every.values() if one.group == OUTPUT} | RUNNING
    return {
        "everything": EVERYTHING,
        "first_steps": Classroom(hidden=frozenset(every) - FIRST_STEPS),
        "watch_only": Classroom(
            locked=frozenset(one.name for one in every.values() if one.lockable and one.name not in kept)
        ),
    }
