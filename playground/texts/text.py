"""A text that a person reads, with its arguments and its plural; and the words of a control. No Qt."""

import re
from numbers import Real

from engine.base.values import dataclass
from playground.texts.numbers import ENGLISH, current_format, localised

SURROGATES = re.compile("[\ud800-\udfff]")  # in names of files that are not Unicode, which Qt cannot show
# not html.escape: `html` imports a list of all entities, 2 ms before the first frame
ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def escaped(text: str) -> str:
    """Return a text as it stands in HTML: a name that is not ours may hold < and &."""
    return text.translate(ESCAPES) if "<" in text or ">" in text or "&" in text else text


def beginning(text: str, longest: int) -> str:
    """Return a text as a sentence quotes it: no more of it than that."""
    return text if len(text) <= longest else f"{text[:longest]}…"


def unicode_only(text: str) -> str:
    """Return a text in which what is not Unicode is replaced."""
    return text if text.isascii() else SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)


@dataclass(frozen=True, eq=False)
class Text:
    """A text with named arguments: `ADDED = Text("{n:,} neurons added", one="One neuron added")`.

    It is called where it is shown, `ADDED(n=3)`, and returns a `str` with its numbers in the format in
    use, and with what is not Unicode replaced. It holds no key: its key is the name that it is bound to,
    with that of the module.

    Parameters
    ----------
    text : str
        A format string in which each argument is named.
    one : str, optional
        The text where the argument `n` is 1.
    """

    text: str
    one: str = ""

    def __call__(self, **arguments: object) -> str:
        """Return the text with its arguments put in."""
        try:
            chosen = self.one if self.one and arguments["n"] == 1 else self.text
            if current_format() is not ENGLISH:
                arguments = {name: _localised(value) for name, value in arguments.items()}
            text = chosen.format(**arguments)
        except KeyError as error:
            raise TypeError(f'"{self.text}" needs the argument {error.args[0]}') from None
        return unicode_only(text)


class _Number:
    """A number that a text formats as it likes, with the marks of the format in use."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __format__(self, how: str) -> str:
        return localised(format(self._value, how))

    def __repr__(self) -> str:
        return localised(repr(self._value))

    __str__ = __repr__


def _localised(value: object) -> object:
    return _Number(value) if isinstance(value, Real) and not isinstance(value, bool) else value


@dataclass(frozen=True)
class ControlWords:
    """The words of a control.

    Parameters
    ----------
    label : str
        Its name, which a screen reader says.
    tip : str
        What it does to learning: its tooltip.
    text : str, optional
        What is written on it or beside it, where that is not its label.
    formula : str, optional
        The formula behind it.
    """

    label: str
    tip: str
    text: str = ""
    formula: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", self.text or self.label)
