"""Writes an expression: as symbols or with numbers in it; typeset, in plain text or in words. No Qt.

`Writer` walks through the tree and knows which part needs brackets; each subclass knows a way of writing.
"""

import ast
from collections.abc import Mapping
from typing import Any

import numpy as np

from playground.mathematics.expression import (
    Values,
    evaluated,
    function_of,
    index_of,
    length_of,
    opposite,
    split_name,
    value_of,
)
from playground.mathematics.rounding import RAISED, number_text
from playground.mathematics.symbols import SUBSCRIPTS, SYMBOLS, indexed
from playground.texts import formulas as words
from playground.texts.numbers import between_numbers

COMPARE, ADD, SIGNED, MULTIPLY, POWER, ATOM = range(6)  # from loose to tight
MOST_TERMS = 24  # of a sum that are written out
MOST_ROWS = 8  # of a matrix

Part = tuple[str, int]  # what is written, and how tightly it holds together


class Writer:
    """Writes expressions; the base writes plain text.

    Parameters
    ----------
    values : mapping, optional
        The numbers to write instead of the names; None to write symbols.
    bound : mapping of str to int, optional
        What each index is; the others are written as letters.
    decimals : int or None
        None for all digits.
    layer : int or None
        Counted from 0, to number the layers; None for letters.
    """

    minus, times, ellipsis = "−", "·", "…"
    of_cases = COMPARE  # how tightly a choice between two holds together
    infix: Mapping[type[ast.cmpop], str] = {ast.Gt: " > ", ast.Lt: " < ", ast.LtE: " ≤ ", ast.GtE: " ≥ "}

    def __init__(
        self,
        values: Values | None = None,
        bound: Mapping[str, int] | None = None,
        decimals: int | None = 3,
        layer: int | None = None,
    ) -> None:
        self.values, self.decimals = values, decimals
        self.bound: dict[str, int] = dict(bound or {})
        self.layer = layer

    def write(self, node: ast.expr) -> str:
        """Return an expression as it is written."""
        return self.part(node)[0]

    def part(self, node: ast.expr) -> Part:
        """Return an expression as it is written, and how tightly it holds together."""
        match node:
            case ast.Constant(value=int() | float() as value):
                return self.constant(value), ATOM
            case ast.Name(id=name):
                return self._name(name)
            case ast.UnaryOp(operand=operand):
                text, tight = self.part(operand)
                return self.negative(self._within(text, tight, MULTIPLY)), SIGNED
            case ast.BinOp():
                return self._operation(node)
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self.write(left) + self.infix[type(op)] + self.write(right), COMPARE
            case ast.Call():
                return self._call(node)
        raise ValueError(ast.unparse(node))

    def _name(self, name: str) -> Part:
        if name == "pi" or self.values is None:
            return self.symbol(name), ATOM
        value = value_of(name, self.values, self.bound)
        if np.ndim(value):
            return self.matrix(np.atleast_2d(value)), ATOM
        text = self.number(value)
        return text, self._signed(text, MULTIPLY if self.times in text else ATOM)

    def _signed(self, text: str, tight: int) -> int:
        """Return how tightly a part holds together that may start with a minus."""
        return SIGNED if text.startswith(self.minus) else tight

    def _operation(self, node: ast.BinOp) -> Part:
        match node.op:
            case ast.Add() | ast.Sub():
                right, tight = self.part(node.right)
                return self.added(self.write(node.left), right, tight, isinstance(node.op, ast.Sub)), ADD
            case ast.Mult() | ast.MatMult():
                left = self._within(*self.part(node.left), SIGNED)
                right = self._within(*self.part(node.right), MULTIPLY)
                return self.product(left, right, isinstance(node.op, ast.MatMult)), self._signed(
                    left, MULTIPLY
                )
            case ast.Div():
                return self.fraction(self.part(node.left), self.part(node.right))
            case _:
                base = self._within(*self.part(node.left), ATOM)
                return self.power(base, self.exponent(node.right)), POWER

    def _call(self, node: ast.Call) -> Part:
        match function_of(node), node.args:
            case "sum", [_, body]:
                return self._sum(index_of(node), body)
            case "where", [condition, first, second]:
                if self.values is None:
                    cases = (first, condition, second, opposite(condition))
                    return self.cases(*map(self.write, cases)), self.of_cases
                holds = bool(evaluated(condition, self.values, self.bound))
                return self.part(first if holds else second)
            case "times", [left, right]:
                parts = (self._within(*self.part(one), POWER) for one in (left, right))
                return self.elementwise(*parts), MULTIPLY
            case "T", [matrix]:
                if self.values is None:
                    return self.transposed(self.write(matrix)), POWER
                return self.matrix(np.atleast_2d(evaluated(node, self.values, self.bound))), ATOM
            case "exp", [argument]:
                return self.power("e", self.exponent(argument)), POWER
            case name, args:
                return self.function(name, [self.part(one) for one in args]), ATOM
        raise ValueError(ast.unparse(node))

    def _sum(self, index: str, body: ast.expr) -> Part:
        if self.values is None:
            text, tight = self.part(body)
            return self.summed(index, self._within(text, tight, MULTIPLY)), MULTIPLY
        count = length_of(body, index, self.values)
        if count == 1:
            return self.term(index, 0, body)
        shown = list(range(count))
        if count > MOST_TERMS:
            shown = [*range(MOST_TERMS - 2), -1, count - 1]
        text = ""
        for k in shown:
            term, tight = (self.ellipsis, ATOM) if k < 0 else self.term(index, k, body)
            text = self.added(text, term, tight, False) if text else term
        return text, ADD

    def term(self, index: str, k: int, body: ast.expr) -> Part:
        """Return term k of the sum of `body` over an index."""
        self.bound[index] = k
        part = self.part(body)
        del self.bound[index]
        return part

    def _within(self, text: str, tight: int, needed: int) -> str:
        """Return a part with brackets if it holds together less tightly than is needed."""
        return text if tight >= needed else self.brackets(text)

    # -- one way of writing each -------------------------------------------------------------

    def symbol(self, name: str) -> str:
        """Return a name, with its indices as numbers where they are bound."""
        base, indices = (name, "") if name in SYMBOLS else split_name(name)
        return indexed(SYMBOLS[base].text, self._indices(indices).translate(SUBSCRIPTS), "#")

    def _indices(self, letters: str) -> str:
        known = [str(self.bound[one] + 1) if one in self.bound else one for one in letters]
        return ("," if any(len(one) > 1 for one in known) else "").join(known)

    def constant(self, value: float) -> str:
        """Return a number that stands in the formula itself."""
        return number_text(value, None)

    def number(self, value: Any) -> str:
        """Return a number that takes the place of a name."""
        return number_text(value, self.decimals)

    def negative(self, text: str) -> str:
        """Return minus a part."""
        return self.minus + text

    def brackets(self, text: str) -> str:
        """Return a part in brackets."""
        return f"({text})"

    def added(self, left: str, right: str, tight: int, subtract: bool) -> str:
        """Return a sum or a difference of two parts: + −3 becomes − 3."""
        starts_below = right.startswith(self.minus)
        if subtract:
            return f"{left} {self.minus} {self.brackets(right) if tight <= SIGNED else right}"
        if starts_below:
            return f"{left} {self.minus} {right[len(self.minus) :]}"
        return f"{left} + {right}"

    def product(self, left: str, right: str, matrices: bool) -> str:
        """Return a product."""
        return f"{left} {right}" if matrices else f"{left}{self.times}{right}"

    def elementwise(self, left: str, right: str) -> str:
        """Return a product element by element."""
        return f"{left} ⊙ {right}"

    def fraction(self, left: Part, right: Part) -> Part:
        """Return a quotient."""
        if (left[0], right[0]) == ("1", "2"):
            return "½", ATOM
        text = f"{self._within(*left, SIGNED)} / {self._within(*right, POWER)}"
        return text, self._signed(text, MULTIPLY)

    def exponent(self, node: ast.expr) -> Part:
        """Return an exponent."""
        return self.part(node)

    def power(self, base: str, exponent: Part) -> str:
        """Return a power."""
        text, tight = exponent
        return base + (text.translate(RAISED) if text.isdecimal() else f"^{self._within(text, tight, ATOM)}")

    def transposed(self, text: str) -> str:
        """Return a matrix turned over."""
        return f"{text}ᵀ"

    def summed(self, index: str, body: str) -> str:
        """Return the sum over an index."""
        return f"Σ{index.translate(SUBSCRIPTS)} {body}"

    def cases(self, first: str, when: str, second: str, else_when: str) -> str:
        """Return one of two, each with its condition."""
        return words.CASES(first=first, when=when, second=second, else_when=else_when)

    def function(self, name: str, args: list[Part]) -> str:
        """Return a function of some parts."""
        inside = [text for text, _ in args]
        match name:
            case "abs":
                return f"|{inside[0]}|"
            case "floor":
                return f"⌊{inside[0]}⌋"
            case "sigma":
                return f"σ({inside[0]})"
            case "sqrt":
                return f"√{self._within(*args[0], ATOM)}"
        return f"{name}({between_numbers().join(inside)})"

    def matrix(self, M: Any) -> str:
        """Return a matrix, its rows one behind the other; of a large one the beginning."""
        rows = [self._row(row, " ") for row in M[:MOST_ROWS]]
        return f"[{'; '.join(rows)}{'; …' if len(M) > MOST_ROWS else ''}]"

    def _row(self, row: Any, between: str) -> str:
        entries = [self.number(value) for value in row[:MOST_ROWS]]
        return between.join([*entries, self.ellipsis] if len(row) > MOST_ROWS else entries)
