"""A lesson: what a teacher, or an example, says of an experiment. No Qt."""

from engine.base.values import dataclass
from playground.classroom.catalogue import controls
from playground.texts import classroom as texts

KEY = "lesson"  # its name in an experiment file
# In a file with a lesson this stands among what is locked: a version without lessons has no such control,
# and asks whether a newer one wrote the file, instead of leaving the lesson out.
MARK = "lesson.text"
LONGEST_TITLE, LONGEST_LINE = 80, 400


@dataclass(frozen=True)
class Lesson:
    """A title, a line on what to do and to watch for, and the controls that the line asks for.

    Parameters
    ----------
    title, line : str
        Each in one line: breaks become spaces.
    asks : set of str
        Names in `controls()`: no choice for a class hides or locks them.
    """

    title: str = ""
    line: str = ""
    asks: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for name, most in (("title", LONGEST_TITLE), ("line", LONGEST_LINE)):
            text = _in_one_line(getattr(self, name))
            if len(text) > most:
                raise ValueError(texts.TOO_LONG(name=name, n=len(text), most=most))
            object.__setattr__(self, name, text)
        object.__setattr__(self, "asks", frozenset(self.asks))
        for name in sorted(self.asks):
            if name not in controls():
                raise ValueError(texts.UNKNOWN(name=name))

    def __bool__(self) -> bool:
        """Whether there is anything to read."""
        return bool(self.title or self.line)

    def document(self) -> dict[str, object]:
        """Return the lesson as in a file: controls in the order of the window."""
        asks = [name for name in controls() if name in self.asks]
        return {"title": self.title, "line": self.line} | ({"asks": asks} if asks else {})


def _in_one_line(text: str) -> str:
    """Return a text without breaks, double spaces, and characters that nobody sees."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


NO_LESSON = Lesson()
