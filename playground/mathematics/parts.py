"""The parts of a line that a page lays out itself: the terms of a sum, the matrices of a product. No Qt."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from engine.base.recipes import Array
from playground.mathematics.expression import evaluated, function_of, index_of, length_of
from playground.mathematics.line import EQUAL, Line
from playground.mathematics.rounding import number_text
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


def matrices(line: Line, decimals: int | None) -> tuple[Array | str, ...]:
    """Return the matrices of a line with the signs between them, and the result after "=" or "≈".

    Vectors are columns. Empty where the line is of single numbers.
    """
    if not np.ndim(line.value):
        return ()
    result = _column(line.value)
    if not line.formula:
        return EQUAL, result
    parts = (EQUAL, *_parts(line, line.node, decimals), line.relation(decimals), result)
    return tuple(_joined(parts))


def _parts(line: Line, node: ast.expr, decimals: int | None) -> Iterator[Array | str]:
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in SIGNS:
            yield from _parts(line, left, decimals)
            yield SIGNS[type(op)]
            yield from _parts(line, right, decimals)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            yield "("
            yield from _parts(line, left, decimals)
            yield ") /"
            yield from _parts(line, right, decimals)
        case ast.Call(args=[left, right]) if function_of(node) == "times":
            yield from _parts(line, left, decimals)
            yield TIMES
            yield from _parts(line, right, decimals)
        case ast.Call(args=[argument]) if function_of(node) != "T":
            yield function_of(node)
            yield from _parts(line, argument, decimals)
        case _:
            value = evaluated(node, line.known, line.bound)
            yield _column(value) if np.ndim(value) else number_text(value, decimals)


def _joined(parts: Iterable[Array | str]) -> Iterator[Array | str]:
    """Yield the parts, with signs that follow each other as one."""
    signs: list[str] = []
    for one in parts:
        if isinstance(one, str):
            signs.append(one)
            continue
        if signs:
            yield " ".join(signs)
        signs = []
        yield one


def _column(value: Any) -> Array:
    """Return a vector as a column."""
    array = np.asarray(value)
    return array.reshape(len(array), -1)
