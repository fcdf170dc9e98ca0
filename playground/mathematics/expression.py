"""The language in which formulas are written down: Python's arithmetic, read as a tree. No Qt.

One expression, such as `1 / (1 + exp(-z))`, gives the typeset formula, the same with numbers in it, its
words, and a value to check the engine by. A name may end in indices, one letter each: `w_ij` is one of w.
Besides operators and `FUNCTIONS` there are `sum(j, …)` over an index, `where(condition, …, …)`, and for
matrices `@`, `T(…)` and `times(…, …)`, element by element.
"""

import ast
import math
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np

INDICES = "ijks"  # neuron, source, output, sample

Values = Mapping[str, Any]
Bound = Mapping[str, int | slice]
Read = Callable[[Any], Any]


def _sigma(z: Any) -> Any:
    return 1.0 / (1.0 + np.exp(-z))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "exp": np.exp,
    "log": np.log,
    "tanh": np.tanh,
    "sin": np.sin,
    "cos": np.cos,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "sign": np.sign,
    "floor": np.floor,
    "max": np.maximum,
    "min": np.minimum,
    "sigma": _sigma,
    "T": np.transpose,
    "times": np.multiply,
}
_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.Pow: np.power,
    ast.MatMult: np.matmul,
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Gt: np.greater,
    ast.Lt: np.less,
    ast.LtE: np.less_equal,
    ast.GtE: np.greater_equal,
}
_OPPOSITES: dict[type[ast.cmpop], ast.cmpop] = {
    ast.Gt: ast.LtE(),
    ast.Lt: ast.GtE(),
    ast.LtE: ast.Gt(),
    ast.GtE: ast.Lt(),
}


@cache
def parsed(expression: str) -> ast.expr:
    """Return an expression as a tree."""
    return ast.parse(expression, mode="eval").body


def split_name(name: str) -> tuple[str, str]:
    """Return a name without its indices, and these.

    Examples
    --------
    >>> split_name("w_ij"), split_name("learning_rate")
    (('w', 'ij'), ('learning_rate', ''))
    """
    base, _, last = name.rpartition("_")
    return (base, last) if base and set(last) <= set(INDICES) else (name, "")


@cache
def names_in(expression: str) -> frozenset[str]:
    """Return the names in an expression, with their indices; those of functions are left out."""
    nodes = list(ast.walk(parsed(expression)))
    calls = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    names = {node.id for node in nodes if isinstance(node, ast.Name) and id(node) not in calls}
    return frozenset(name for name in names if name not in INDICES)


def function_of(node: ast.Call) -> str:
    """Return the name of the function that is called."""
    assert isinstance(node.func, ast.Name)
    return node.func.id


def index_of(node: ast.Call) -> str:
    """Return the index that a sum runs over."""
    assert isinstance(node.args[0], ast.Name)
    return node.args[0].id


def opposite(condition: ast.expr) -> ast.expr:
    """Return the condition that holds where another does not."""
    assert isinstance(condition, ast.Compare)
    return ast.Compare(condition.left, [_OPPOSITES[type(condition.ops[0])]], condition.comparators)


def value_of(name: str, values: Values, bound: Bound) -> Any:
    """Return the number that a name stands for, with its indices where they are bound."""
    base, indices = split_name(name)
    if name in values or not indices:
        return values[name]
    return values[base][tuple(bound[letter] for letter in indices)]


def length_of(body: ast.expr, index: str, values: Values) -> int:
    """Return how many terms the sum of `body` over an index has."""
    for node in ast.walk(body):
        if isinstance(node, ast.Name):
            base, indices = split_name(node.id)
            if index in indices and base in values:
                return int(np.shape(values[base])[indices.index(index)])
    raise ValueError(ast.unparse(body))


def evaluated(node: ast.expr, values: Values, bound: Bound | None = None, read: Read | None = None) -> Any:
    """Return the value of an expression, of arrays element by element.

    Parameters
    ----------
    node : expr
    values : mapping of str to float, ndarray or callable
        By the names without indices; a function that is not in the language is a value too.
    bound : mapping of str to int
        What each index is, but for those that a sum runs over.
    read : callable, optional
        What is made of every number before it is calculated with: it is rounded as it is shown.
    """
    with np.errstate(all="ignore"):
        return _evaluated(node, values, bound or {}, read or (lambda value: value))


def _evaluated(node: ast.expr, values: Values, bound: Bound, read: Read) -> Any:
    def of(part: ast.expr) -> Any:
        return _evaluated(part, values, bound, read)

    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id="pi"):
            return math.pi
        case ast.Name(id=name):
            return read(value_of(name, values, bound))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -of(operand)
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATORS[type(op)](of(left), of(right))
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _COMPARISONS[type(op)](of(left), of(right))
        case ast.Call(args=[_, body]) if function_of(node) == "sum":
            return np.sum(_evaluated(body, values, {**bound, index_of(node): slice(None)}, read))
        case ast.Call(args=args) if function_of(node) == "where":
            return np.where(*map(of, args))
        case ast.Call(args=args):
            name = function_of(node)
            return (values[name] if name in values else FUNCTIONS[name])(*map(of, args))
    raise ValueError(ast.unparse(node))


def is_given(node: ast.expr, values: Values, bound: Bound) -> bool:
    """Whether an expression, with these numbers, is one number by itself."""
    match node:
        case ast.Call(args=[condition, first, second]) if function_of(node) == "where":
            return is_given(first if bool(evaluated(condition, values, bound)) else second, values, bound)
        case ast.Call(args=[_, body]) if function_of(node) == "sum":
            index = index_of(node)
            return length_of(body, index, values) == 1 and is_given(body, values, {**bound, index: 0})
    return isinstance(node, ast.Constant | ast.Name)
