"""The parts of a line that a page lays out itself: the terms of a sum, the matrices of a product. No Qt."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import numpy as np

from engine.base.recipes import Array
from playground.mathematics.expression import evaluated, function_of, index_of, length_of, value_of
from playground.mathematics.line import Line
from playground.mathematics.writing import Part, Writer

SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "−", ast.Mult: "·", ast.MatMult: "·"}
TIMES, TRANSPOSED = "⊙", "ᵀ"


def terms(line: Line, decimals: int | None) -> tuple[str, ...]:
    """Return the terms of a line's sum, each with its sign; none where it is no sum over an index."""
    if not line.formula or not any(_is_sum(node) for _, node in _summands(line.node)):
        return ()
    writer = Writer(line.known, line.bound, decimals)
    texts: list[str] = []
    for sign, (text, tight) in _terms(writer, line.node):
        texts.append(writer.added("", text, tight, sign < 0).strip() if texts else text)
    return tuple(texts)


def _is_sum(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and function_of(node) == "sum"


def _summands(node: ast.expr) -> Iterator[tuple[int, ast.expr]]:
    """Yield what is added, each with its sign, 1 or −1."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        yield from _summands(node.left)
        yield 1 if isinstance(node.op, ast.Add) else -1, node.right
    else:
        yield 1, node


def _terms(writer: Writer, node: ast.expr) -> Iterator[tuple[int, Part]]:
    for sign, one in _summands(node):
        if isinstance(one, ast.Call) and _is_sum(one):
            index, body = index_of(one), one.args[1]
            assert writer.values is not None
            for k in range(length_of(body, index, writer.values)):
                yield sign, writer.term(index, k, body)
        else:
            yield sign, writer.part(one)


def matrices(line: Line) -> tuple[Array | str, ...]:
    """Return the matrices of a line with the signs between them, and the result after "=".

    Vectors are columns. Empty where the line is of single numbers.
    """
    if not np.ndim(line.value):
        return ()
    result = _column(line.value)
    if not line.formula:
        return "=", result
    return "=", *_parts(line, line.node), "=", result


def _parts(line: Line, node: ast.expr) -> Iterator[Array | str]:
    match node:
        case ast.Name(id=name):
            yield _number(value_of(name, line.known, line.bound))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in SIGNS:
            yield from _parts(line, left)
            yield SIGNS[type(op)]
            yield from _parts(line, right)
        case ast.Call(args=[left, right]) if function_of(node) == "times":
            yield from _parts(line, left)
            yield TIMES
            yield from _parts(line, right)
        case ast.Call(args=[argument]) if function_of(node) != "T":
            yield function_of(node)
            yield from _parts(line, argument)
        case _:
            yield _number(evaluated(node, line.known, line.bound))


def _number(value: Any) -> Array | str:
    return _column(value)


def _column(value: Any) -> Array:
    """Return a vector as a column, a number as a matrix of one."""
    array = np.asarray(value)
    return array.reshape(len(array), -1) if array.ndim else array.reshape(1, 1)
