"""Formulas of a user's own, such as "=x1*sin(3*x2)": read, checked, and never run as code.

A formula is read twice. First as a row of words, where a slip can be told in plain words, with its column.
Then as the tree that Python's grammar makes of it: a node must be of a kind that is named here, and becomes
a step, a numpy function that takes its operands from a stack. At most 200 characters bound the tree, and a
function of real numbers takes the same short time whatever they are: no formula can hang.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.datasets import REACH

if TYPE_CHECKING:
    import ast

MAX_LENGTH = 200  # characters
MAX_NESTING = 30  # parentheses in parentheses
MAX_NUMBER = 1e9
MAX_VALUE = 1e6  # of an input: beyond it training does nothing but diverge


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
SEVERAL = ("min", "max")  # take two values or more, the others one
CONSTANTS = {"pi": np.pi, "e": np.e}
NAMES = ("x1", "x2", *CONSTANTS)

# By the name of the tree's node: how an operator is written, and what computes it.
OPERATORS: dict[str, tuple[str, Callable[..., Any]]] = {
    "Add": ("+", np.add),
    "Sub": ("-", np.subtract),
    "Mult": ("*", np.multiply),
    "Div": ("/", np.divide),
    "Pow": ("**", np.power),
}
SIGNS: dict[str, Callable[..., Any]] = {"UAdd": np.positive, "USub": np.negative}

_WORD = (
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z_0-9₁₂]*)"
    r"|(?P<sign>\*\*|//|[-+*/^·×−(),])"
)
_SPELLINGS = {"^": "**", "·": "*", "×": "*", "−": "-"}
_ELSEWHERE = {"x": "x1", "y": "x2", "ln": "log"}  # what others call it
_SUBSCRIPTS = str.maketrans("₁₂", "12")
# What to write instead of a step whose result is not a finite number.
_INSTEAD = {
    "log": "log(abs(x1) + 1)",
    "sqrt": "sqrt(abs(x1))",
    "/": "x1/(abs(x2) + 1)",
    "**": "(abs(x1) + 1)**0.5",
    "exp": "exp(-abs(x1))",
}


@dataclass(frozen=True)
class Step:
    """What a formula does next: take `operands` values from the stack, and put one there.

    A step without operands is a number or a coordinate: its function takes the pair (x₁, x₂).
    """

    word: str
    column: int
    operands: int
    function: Callable[..., Any]


@dataclass(frozen=True)
class Formula:
    """A function of the coordinates (x₁, x₂) that a user wrote.

    Attributes
    ----------
    text : str
        As it was written, with "=" in front.
    steps : tuple of Step
        What computes it; the last one's result is the formula's.
    """

    text: str
    steps: tuple[Step, ...] = field(repr=False, compare=False)

    def __call__(self, x1: NDArray[Any], x2: NDArray[Any]) -> NDArray[np.float64]:
        """Return the formula's values, in the shape that `x1` and `x2` have together."""
        x1, x2 = np.asarray(x1, dtype=np.float64), np.asarray(x2, dtype=np.float64)
        ((_, value),) = deque(self.results(x1, x2), maxlen=1)
        shape = np.broadcast_shapes(x1.shape, x2.shape)
        return np.array(np.broadcast_to(value, shape), dtype=np.float64)

    def results(self, x1: Any, x2: Any) -> Iterator[tuple[Step, Any]]:
        """Take the steps one after the other, and tell the result of each."""
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
    """Read a formula and try it on the square.

    Parameters
    ----------
    text : str
        "=", then numbers, x1, x2 (or x₁, x₂), pi, e, + - * / ** (or ^), parentheses, and the names in
        `FUNCTIONS`: min and max of two values or more, the others of one; log is the natural logarithm.

    Returns
    -------
    Formula

    Raises
    ------
    ValueError
        Of one line: what cannot be read and in which column, where "=" is column 1; or where on the
        square the formula is not a finite number, or too large to learn from.

    Examples
    --------
    >>> parse("=x1^2 + 1")(np.array([0.0, 3.0]), np.array([0.0, 0.0]))
    array([ 1., 10.])
    """
    if not text.startswith("="):
        raise _refusal(text, "a formula begins with =")
    if len(text) > MAX_LENGTH:
        raise _refusal(text, f"has {len(text):,} characters, at most {MAX_LENGTH} can be read")
    words = _words(text)
    _check_order(text, words)
    try:
        formula = Formula(text, tuple(_Tree(text, words).steps()))
    except (SyntaxError, RecursionError, MemoryError):
        raise _refusal(text, "cannot be read, write it in a simpler way") from None
    _check_values(formula)
    return formula


def label(text: str) -> str:
    """Return what a formula is shown as.

    Examples
    --------
    >>> label("=x1*sin(3*x2)")
    'x₁·sin(3·x₂)'
    """
    shown = re.sub(r"\bx([12])\b", lambda name: "x₁" if name[1] == "1" else "x₂", text.removeprefix("="))
    return shown.strip().replace("**", "^").replace("*", "·")


# -- words -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Word:
    text: str  # in Python's spelling
    kind: str  # "number", "name", "function" or "sign"
    column: int


def _words(text: str) -> list[_Word]:
    """Cut a formula into its words; refuse characters, names and numbers that none may have."""
    words = []
    at = 1
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        found = re.compile(_WORD).match(text, at)
        if found is None:
            raise _refusal(
                text,
                f"{_shown(text[at])} is no part of a formula, use numbers, names, + - * / ** ( )",
                at + 1,
            )
        kind, word = str(found.lastgroup), found[0]
        if kind == "number":
            word = re.sub(r"^0+(?=[0-9])", "", word)  # Python reads no 007
            if not float(word) <= MAX_NUMBER:
                raise _refusal(
                    text, f"{_shown(word)} is too large, at most {MAX_NUMBER:,.0f} may stand", at + 1
                )
        elif kind == "name":
            word = word.translate(_SUBSCRIPTS)
            called = text[found.end() :].lstrip(" ").startswith("(")
            if word not in NAMES and word not in FUNCTIONS:
                raise _refusal(text, f"{_shown(word)} is not known, {_nearest(word, called)}", at + 1)
            kind = "function" if word in FUNCTIONS else "name"
        words.append(_Word(_SPELLINGS.get(word, word), kind, at + 1))
        at = found.end()
    return words


def _nearest(word: str, called: bool) -> str:
    from difflib import get_close_matches  # here: only a mistake needs it

    choices = tuple(FUNCTIONS) if called else NAMES
    meant = _ELSEWHERE.get(word.lower(), word.lower())
    near = get_close_matches(meant, choices, n=1)
    return f"did you mean {near[0]}?" if near else "use " + ", ".join(choices)


def _check_order(text: str, words: list[_Word]) -> None:
    """Refuse words that cannot follow each other, and parentheses that do not close each other."""
    if not words:
        raise _refusal(text, "is empty, write for instance =x1*sin(x2)")
    before = _Word("(", "sign", 1)  # as if all of it stood in parentheses
    opened: list[tuple[_Word, bool]] = []  # those not closed yet: are they a function's?
    for word in words:
        _check_pair(text, before, word)
        if word.text == "(":
            opened.append((word, before.kind == "function"))
            if len(opened) > MAX_NESTING:
                raise _refusal(text, f"more than {MAX_NESTING} parentheses are open here", word.column)
        elif word.text == ")":
            if not opened:
                raise _refusal(text, ") closes nothing, put a ( before it", word.column)
            opened.pop()
        elif word.text == "," and not (opened and opened[-1][1]):
            raise _refusal(text, "a comma can only stand between the values of min or max", word.column)
        before = word
    if before.kind == "function":
        raise _refusal(text, f"{before.text} needs parentheses: {_call(before.text)}", before.column)
    if not _ends_value(before):
        raise _refusal(text, f"a number or a name is missing after {before.text}", before.column)
    if opened:
        raise _refusal(text, "( is never closed, put a ) after what belongs in it", opened[-1][0].column)


def _call(name: str) -> str:
    return f"{name}(x1, x2)" if name in SEVERAL else f"{name}(x1)"


def _ends_value(word: _Word) -> bool:
    return word.kind in ("number", "name") or word.text == ")"


def _check_pair(text: str, before: _Word, word: _Word) -> None:
    if before.kind == "function" and word.text != "(":
        raise _refusal(text, f"{before.text} needs parentheses: {_call(before.text)}", before.column)
    if word.text == "//":
        raise _refusal(text, "// is not known, use /", word.column)
    begins = word.kind != "sign" or word.text == "("
    if begins and _ends_value(before):
        raise _refusal(text, f"an operator such as * is missing before {word.text}", word.column)
    # a + or a - may begin a value, too
    if not begins and word.text not in "+-" and not _ends_value(before):
        raise _refusal(text, f"a number or a name is missing before {word.text}", word.column)


# -- tree ------------------------------------------------------------------------------------


class _Tree:
    """The tree that Python's grammar makes of a formula, turned into steps; nothing else is done with it.

    It is no deeper than the text is long, and so is what walks it.
    """

    def __init__(self, text: str, words: list[_Word]) -> None:
        self.text = text
        self.code = ""
        self.columns: dict[int, int] = {}  # of the user's text, by the place in the code
        for word in words:
            self.columns[len(self.code)] = word.column
            self.code += word.text + " "

    def steps(self) -> Iterator[Step]:
        """Read the tree from its leaves up.

        Raises
        ------
        ValueError
            Where a node is of no kind that is named here.
        SyntaxError, RecursionError, MemoryError
            Where Python's parser gives up.
        """
        import ast  # here: only a formula needs it

        return self._walk(ast.parse(self.code, mode="eval").body)

    def _walk(self, node: ast.expr) -> Iterator[Step]:
        import ast

        column = self.columns.get(node.col_offset, 1)
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                yield Step("a number", column, 0, _constant(float(number)))
            case ast.Name(id="x1"):
                yield Step("x1", column, 0, itemgetter(0))
            case ast.Name(id="x2"):
                yield Step("x2", column, 0, itemgetter(1))
            case ast.Name(id=name) if name in CONSTANTS:
                yield Step(name, column, 0, _constant(CONSTANTS[name]))
            case ast.UnaryOp(op=sign, operand=operand) if type(sign).__name__ in SIGNS:
                yield from self._walk(operand)
                yield Step("the sign", column, 1, SIGNS[type(sign).__name__])
            case ast.BinOp(left=left, op=op, right=right) if type(op).__name__ in OPERATORS:
                yield from self._walk(left)
                yield from self._walk(right)
                word, function = OPERATORS[type(op).__name__]
                # nothing but parentheses stands between an operator and what it joins
                at = self.code.find(word, left.end_col_offset)
                yield Step(word, self.columns.get(at, column), 2, function)
            case ast.Call(func=ast.Name(id=name), args=operands, keywords=[]) if name in FUNCTIONS:
                self._check_count(name, len(operands), column)
                for operand in operands:
                    yield from self._walk(operand)
                yield Step(name, column, len(operands), FUNCTIONS[name])
            case _:
                raise _refusal(
                    self.text, "this is no part of a formula, use numbers, names, + - * / ** ( )", column
                )

    def _check_count(self, name: str, count: int, column: int) -> None:
        if name in SEVERAL and count < 2:
            raise _refusal(self.text, f"{name} takes two values or more, got {count}", column)
        if name not in SEVERAL and count != 1:
            raise _refusal(self.text, f"{name} takes one value, got {count}", column)


def _constant(value: float) -> Callable[..., Any]:
    return lambda _: value


# -- values ----------------------------------------------------------------------------------


def _check_values(formula: Formula) -> None:
    """Refuse a formula that is not a finite number, or too large, somewhere on the square.

    Tried are the tenths, edges and axes among them: places such as 0, 1/2 or 0.1, where what people write
    has its poles, are met exactly.
    """
    tenths = np.arange(-10.0 * REACH, 10.0 * REACH + 1.0) / 10.0
    x1, x2 = tenths[:, None], tenths[None, :]
    values = formula(x1, x2)
    strange = ~np.isfinite(values)
    if strange.any():
        # of all such places the one nearest to the centre says most: 0 for a logarithm
        i, j = np.unravel_index(np.argmin(np.where(strange, np.hypot(x1, x2), np.inf)), values.shape)
        at_place = (
            (step, np.broadcast_to(value, values.shape)[i, j]) for step, value in formula.results(x1, x2)
        )
        step = next(step for step, value in at_place if not np.isfinite(value))
        instead = f"write for instance {_INSTEAD[step.word]}" if step.word in _INSTEAD else "make it smaller"
        raise _refusal(
            formula.text,
            f"{step.word} does not give a finite number at x1 = {tenths[i]:g}, x2 = {tenths[j]:g}, {instead}",
            step.column,
        )
    i, j = np.unravel_index(np.argmax(np.abs(values)), values.shape)
    if abs(values[i, j]) > MAX_VALUE:
        raise _refusal(
            formula.text,
            f"is {values[i, j]:.3g} at x1 = {tenths[i]:g}, x2 = {tenths[j]:g}, and training diverges on "
            f"values beyond {MAX_VALUE:,.0f}: make it smaller",
        )


def _refusal(text: str, why: str, column: int | None = None) -> ValueError:
    place = f", column {column}" if column is not None else ""
    return ValueError(f'formula "{_shown(text)}"{place}: {why}')


def _shown(text: str) -> str:
    """Return a text as it can stand in one line: cut where it is long, escaped where it is not printable."""
    cut = text if len(text) <= 60 else text[:59] + "…"
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in cut
    )
