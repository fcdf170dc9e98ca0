"""Writes an expression in words, as a screen reader says it. No Qt."""

import ast
from collections.abc import Mapping

from playground.mathematics.expression import split_name
from playground.mathematics.symbols import SYMBOLS
from playground.mathematics.writing import ATOM, MULTIPLY, POWER, Part, Writer
from playground.texts import formulas as words


class WordsWriter(Writer):
    """Writes what a screen reader says of a formula in symbols."""

    minus = words.MINUS.text
    infix: Mapping[type[ast.cmpop], str] = {
        ast.Gt: words.GREATER.text,
        ast.Lt: words.LESS.text,
        ast.LtE: words.AT_MOST.text,
        ast.GtE: words.AT_LEAST.text,
    }

    def symbol(self, name: str) -> str:
        base, indices = (name, "") if name in SYMBOLS else split_name(name)
        said = words.SPOKEN[base]() if base in words.SPOKEN else SYMBOLS[base].text
        return words.INDEXED(name=said, index=" ".join(self._indices(indices))) if indices else said

    def negative(self, text: str) -> str:
        return words.NEGATIVE(a=text)

    def brackets(self, text: str) -> str:
        return words.BRACKETS(a=text)

    def added(self, left: str, right: str, tight: int, subtract: bool) -> str:
        if subtract:
            return words.DIFFERENCE(a=left, b=self._within(right, tight, MULTIPLY))
        return words.SUM(a=left, b=right)

    def product(self, left: str, right: str, _: bool) -> str:
        return words.PRODUCT(a=left, b=right)

    def elementwise(self, left: str, right: str) -> str:
        return words.ELEMENTWISE(a=left, b=right)

    def fraction(self, left: Part, right: Part) -> Part:
        if (left[0], right[0]) == ("1", "2"):
            return words.HALF(), ATOM
        parts = [self._within(*one, POWER) for one in (left, right)]
        return words.QUOTIENT(a=parts[0], b=parts[1]), MULTIPLY

    def power(self, base: str, exponent: Part) -> str:
        if exponent[0] == "2":
            return words.SQUARED(a=base)
        return words.POWER(a=base, b=self._within(*exponent, ATOM))

    def transposed(self, text: str) -> str:
        return words.TRANSPOSED(a=text)

    def summed(self, index: str, body: str) -> str:
        return words.SUMMED(index=index, a=body)

    def function(self, name: str, args: list[Part]) -> str:
        between = words.AND.text
        return words.FUNCTION(f=words.FUNCTIONS[name](), a=between.join(text for text, _ in args))
