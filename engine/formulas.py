"""The user's own formulas, such as "=x1*sin(3*x2)": parsed, checked, and never run as code.

A formula is parsed from left to right, so the first mistake is reported with its column. It becomes a list of
steps: numpy functions named here, which take their operands from a stack. Its length is limited, and
functions of real numbers take the same short time whatever the values, so no formula can hang.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import field
from functools import lru_cache, reduce
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.base.checks import SpecError
from engine.base.values import dataclass
from engine.datasets import REACH

MAX_LENGTH = 200  # characters
MAX_NESTING = 30  # of parentheses
MAX_NUMBER = 1e9
MAX_VALUE = 1e6  # of an input: beyond this training diverges


def _sigmoid(z: Any) -> Any:
    return 1.0 / (1.0 + np.exp(-z))


def _min(*values: Any) -> Any:
    return reduce(np.minimum, values)


def _max(*values: Any) -> Any:
    return reduce(np.maximum, values)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "tanh": np.tanh,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "sign": np.sign,
    "sigmoid": _sigmoid,
    "min": _min,
    "max": _max,
}
SEVERAL = ("min", "max")  # take two or more values; all others take one

# How a name is computed from the pair (x₁, x₂).
NAMES: dict[str, Callable[..., Any]] = {
    "x1": itemgetter(0),
    "x2": itemgetter(1),
    "pi": lambda _: np.pi,
    "e": lambda _: np.e,
}
# How tightly an operator binds what is before and after it, as in Python: −x² is −(x²), 2^−x^y is 2^(−(x^y)).
# Operators of equal precedence group from the left, powers from the right.
OPERATORS: dict[str, tuple[int, int, Callable[..., Any]]] = {
    "+": (1, 2, np.add),
    "-": (1, 2, np.subtract),
    "*": (3, 4, np.multiply),
    "/": (3, 4, np.divide),
    "**": (7, 6, np.power),
}
SIGNS: dict[str, Callable[..., Any]] = {"+": np.positive, "-": np.negative}
SIGN = 6  # how tightly a sign binds what follows it

_WORD = (
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z_0-9₁₂]*)"
    r"|(?P<sign>\*\*|//|[-+*/^·×−(),])"
)
_SPELLINGS = {"^": "**", "·": "*", "×": "*", "−": "-"}
_ELSEWHERE = {"x": "x1", "y": "x2", "ln": "log"}  # other names for the same thing
_SUBSCRIPTS = str.maketrans("₁₂", "12")
# What to write instead of a step that does not give a finite number.
_INSTEAD = {
    "log": "log(abs(x1) + 1)",
    "sqrt": "sqrt(abs(x1))",
    "/": "x1/(abs(x2) + 1)",
    "**": "(abs(x1) + 1)**0.5",
    "exp": "exp(-abs(x1))",
}


class FormulaError(SpecError):
    """A formula that cannot be used.

    Attributes
    ----------
    reason : str
        What is wrong, without the formula and the position.
    position : int or None
        Where in the formula, counted in characters; "=" is the first, 1.
    """

    def __init__(self, message: str, value: str = "", reason: str = "", position: int | None = None) -> None:
        super().__init__(message, field="features", value=value)
        self.reason, self.position = reason, position


@dataclass(frozen=True)
class Step:
    """One step of a formula: it pops `operands` values from the stack and pushes its result.

    A step without operands is a number or a coordinate: its function takes the pair (x₁, x₂).
    """

    word: str
    column: int
    operands: int
    function: Callable[..., Any]


@dataclass(frozen=True)
class Formula:
    """A function of the coordinates (x₁, x₂), written by the user.

    Attributes
    ----------
    text : str
        As it was written, with the "=".
    steps : tuple of Step
        What computes it; the last step gives the formula's value.
    """

    text: str
    steps: tuple[Step, ...] = field(repr=False, compare=False)

    @property
    def needs_x2(self) -> bool:
        """Whether x₂ is in it."""
        return any(step.function is NAMES["x2"] for step in self.steps)

    def __call__(self, x1: NDArray[Any], x2: NDArray[Any]) -> NDArray[np.float64]:
        """Return the formula's values, in the shape that `x1` and `x2` broadcast to."""
        x1, x2 = np.asarray(x1, dtype=np.float64), np.asarray(x2, dtype=np.float64)
        ((_, value),) = deque(self.results(x1, x2), maxlen=1)
        shape = np.broadcast_shapes(x1.shape, x2.shape)
        return np.array(np.broadcast_to(value, shape), dtype=np.float64)

    def results(self, x1: Any, x2: Any) -> Iterator[tuple[Step, Any]]:
        """Run the steps in order; yield each with its result."""
        stack: list[Any] = []
        for step in self.steps:
            first = len(stack) - step.operands
            operands = stack[first:] or [(x1, x2)]
            with np.errstate(all="ignore"):
                value = step.function(*operands)
            stack[first:] = [value]
            yield step, value


@lru_cache(maxsize=256)
def parse(text: str) -> Formula:
    """Parse a formula and try it on the square of the data.

    Parameters
    ----------
    text : str
        "=", then numbers, x1, x2 (or x₁, x₂), pi, e, + - * / ** (or ^), parentheses, and the names in
        `FUNCTIONS`: min and max of two or more values, the others of one; log is the natural logarithm.

    Returns
    -------
    Formula

    Raises
    ------
    FormulaError
        If it cannot be parsed, or somewhere on the square its value is not finite, or too large to learn
        from.

    Examples
    --------
    >>> parse("=x1^2 + 1")(np.array([0.0, 3.0]), np.array([0.0, 0.0]))
    array([ 1., 10.])
    """
    if not text.startswith("="):
        raise _refusal(text, "a formula begins with =")
    if len(text) > MAX_LENGTH:
        raise _refusal(text, f"has {len(text):,} characters; the limit is {MAX_LENGTH}")
    formula = Formula(text, tuple(_Parser(text).steps()))
    _check_values(formula)
    return formula


def label(text: str) -> str:
    """Return a formula as it is shown.

    Examples
    --------
    >>> label("=x1*sin(3*x2)")
    'x₁·sin(3·x₂)'
    """
    shown = re.sub(r"\bx([12])\b", lambda name: "x₁" if name[1] == "1" else "x₂", text.removeprefix("="))
    return shown.strip().replace("**", "^").replace("*", "·")


# -- reading ---------------------------------------------------------------------------------


class _Word(NamedTuple):
    text: str  # in Python's spelling
    kind: str  # "number", "name", "function" or "sign"
    column: int

    @property
    def begins_value(self) -> bool:
        return self.kind != "sign" or self.text == "("


def _words(text: str) -> Iterator[_Word]:
    """Yield the words of a formula; refuse characters, names and numbers that are not allowed."""
    word, at = re.compile(_WORD), 1
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        found = word.match(text, at)
        if found is None:
            raise _refusal(
                text,
                f"{_shown(text[at])} cannot be used in a formula; use numbers, names and + - * / ** ( )",
                at + 1,
            )
        yield _checked_word(text, found, at + 1)
        at = found.end()


def _checked_word(text: str, found: re.Match[str], column: int) -> _Word:
    kind, word = str(found.lastgroup), found[0]
    if kind == "number" and not float(word) <= MAX_NUMBER:
        raise _refusal(text, f"{_shown(word)} is too large; the limit is {MAX_NUMBER:,.0f}", column)
    if kind == "name":
        word = word.translate(_SUBSCRIPTS)
        if word in FUNCTIONS:
            kind = "function"
        elif word not in NAMES:
            called = text[found.end() :].lstrip(" ").startswith("(")
            raise _refusal(text, f"{_shown(word)} is not known; {_nearest(word, called)}", column)
    return _Word(_SPELLINGS.get(word, word), kind, column)


def _nearest(word: str, called: bool) -> str:
    from difflib import get_close_matches  # here: only a mistake needs it

    choices = tuple(FUNCTIONS) if called else tuple(NAMES)
    meant = _ELSEWHERE.get(word.lower(), word.lower())
    near = get_close_matches(meant, choices, n=1)
    return f"did you mean {near[0]}?" if near else "use " + ", ".join(choices)


class _Parser:
    """Parses a formula from left to right, by operator precedence.

    It yields the steps in the order in which they run. Recursion is only for operands, and for parentheses,
    whose nesting is limited.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = _words(text)
        self._next = next(self._words, None)
        self._last = _Word("(", "sign", 1)  # as if the whole formula were in parentheses
        self._open: list[bool] = []  # for each open parenthesis, whether it belongs to a call

    def steps(self) -> Iterator[Step]:
        """Parse the whole formula.

        Raises
        ------
        FormulaError
            If a word cannot follow the one before it, or parentheses do not match.
        """
        if self._next is None:
            raise _refusal(self._text, "is empty; try =x1*sin(x2)")
        yield from self._expression(0)
        if self._next is not None:
            raise _refusal(self._text, ") has no matching (; put one before it", self._next.column)

    def _take(self) -> _Word:
        assert self._next is not None
        self._last, self._next = self._next, next(self._words, None)
        return self._last

    def _is(self, *texts: str) -> bool:
        return self._next is not None and self._next.text in texts

    def _expression(self, least: int) -> Iterator[Step]:
        """Parse a value and the operators after it that bind at least as tightly as `least`."""
        signs = []
        while self._is(*SIGNS):
            signs.append(self._take())
        yield from self._expression(SIGN) if signs else self._value()
        for sign in reversed(signs):
            yield Step("the sign", sign.column, 1, SIGNS[sign.text])
        while self._operator() in OPERATORS:
            before, after, function = OPERATORS[self._operator()]
            if before < least:
                break
            operator = self._take()
            yield from self._expression(after)
            yield Step(operator.text, operator.column, 2, function)

    def _operator(self) -> str:
        """Return the word after a value: an operator, or the word that ends the expression."""
        word = self._next
        if word is None:
            return ""
        if word.begins_value:
            raise _refusal(self._text, f"an operator such as * is missing before {word.text}", word.column)
        if word.text == "//":
            raise _refusal(self._text, "// is not known; use /", word.column)
        if word.text == "," and not (self._open and self._open[-1]):
            raise _refusal(
                self._text,
                "a comma can only separate the values of min or max; decimals have a point",
                word.column,
            )
        return word.text

    def _value(self) -> Iterator[Step]:
        """Parse a number, a coordinate, a constant, a call, or an expression in parentheses."""
        before, word = self._last, self._next
        if word is None:
            raise _refusal(self._text, f"a number or a name is missing after {before.text}", before.column)
        if word.text == "//":
            raise _refusal(self._text, "// is not known; use /", word.column)
        if not word.begins_value:
            raise _refusal(self._text, f"a number or a name is missing before {word.text}", word.column)
        self._take()
        if word.kind == "function":
            yield from self._call(word)
        elif word.text == "(":
            yield from self._parentheses(word, of_call=False)
        elif word.kind == "number":
            yield Step("a number", word.column, 0, _constant(float(word.text)))
        else:
            yield Step(word.text, word.column, 0, NAMES[word.text])

    def _call(self, name: _Word) -> Iterator[Step]:
        several = name.text in SEVERAL
        if not self._is("("):
            call = f"{name.text}(x1, x2)" if several else f"{name.text}(x1)"
            raise _refusal(self._text, f"{name.text} needs parentheses: {call}", name.column)
        count = yield from self._parentheses(self._take(), of_call=True)
        if several and count < 2:
            raise _refusal(self._text, f"{name.text} takes two or more values, got {count}", name.column)
        if not several and count != 1:
            raise _refusal(self._text, f"{name.text} takes one value, got {count}", name.column)
        yield Step(name.text, name.column, count, FUNCTIONS[name.text])

    def _parentheses(self, opened: _Word, of_call: bool) -> Generator[Step, None, int]:
        """Parse what is in parentheses, up to the closing one; return how many values there are."""
        self._open.append(of_call)
        if len(self._open) > MAX_NESTING:
            raise _refusal(self._text, f"more than {MAX_NESTING} parentheses are open here", opened.column)
        count = 1
        yield from self._expression(0)
        while self._is(","):
            self._take()
            count += 1
            yield from self._expression(0)
        if not self._is(")"):
            raise _refusal(self._text, "( is never closed; add a )", opened.column)
        self._take()
        self._open.pop()
        return count


def _constant(value: float) -> Callable[..., Any]:
    return lambda _: value


# -- values ----------------------------------------------------------------------------------


def _check_values(formula: Formula) -> None:
    """Refuse a formula whose value is not finite, or too large, somewhere on the square.

    It is tried at every tenth, edges and axes included, so that the usual poles, such as 0, 1/2 or 0.1, are
    met exactly.
    """
    tenths = np.arange(-10.0 * REACH, 10.0 * REACH + 1.0) / 10.0
    x1, x2 = tenths[:, None], tenths[None, :]
    values = formula(x1, x2)
    infinite = ~np.isfinite(values)
    if infinite.any():
        # the place nearest to the centre explains most: 0 for a logarithm
        i, j = np.unravel_index(np.argmin(np.where(infinite, np.hypot(x1, x2), np.inf)), values.shape)
        at_place = (
            (step, np.broadcast_to(value, values.shape)[i, j]) for step, value in formula.results(x1, x2)
        )
        step = next(step for step, value in at_place if not np.isfinite(value))
        instead = f"try {_INSTEAD[step.word]}" if step.word in _INSTEAD else "make it smaller"
        raise _refusal(
            formula.text,
            f"{step.word} does not give a finite number at x1 = {tenths[i]:g}, x2 = {tenths[j]:g}; {instead}",
            step.column,
        )
    i, j = np.unravel_index(np.argmax(np.abs(values)), values.shape)
    if abs(values[i, j]) > MAX_VALUE:
        raise _refusal(
            formula.text,
            f"is {values[i, j]:.3g} at x1 = {tenths[i]:g}, x2 = {tenths[j]:g}, and training diverges on "
            f"values beyond {MAX_VALUE:,.0f}: make it smaller",
        )


def _refusal(text: str, reason: str, column: int | None = None) -> FormulaError:
    place = f", column {column}" if column is not None else ""
    return FormulaError(f'formula "{_shown(text)}"{place}: {reason}', text, reason, column)


def _shown(text: str) -> str:
    """Return a text fit for one line: shortened if long, and escaped where it is not printable."""
    cut = text if len(text) <= 60 else text[:59] + "…"
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in cut
    )
