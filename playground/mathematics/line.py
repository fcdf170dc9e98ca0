"""One line of the mathematics: a formula, the numbers in it, and what comes out. No Qt."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np

from engine.base.values import dataclass
from playground.mathematics.expression import Bound, Values, evaluated, is_given, parsed
from playground.mathematics.formulas import Formula, formulas
from playground.mathematics.latex import LatexWriter
from playground.mathematics.moments import Moment
from playground.mathematics.place import Place
from playground.mathematics.rounding import as_shown, comes_to
from playground.mathematics.writing import Writer

EQUAL, ROUNDED = "=", "≈"
MOST = 2_000  # numbers that a line is calculated with as they are shown; nobody does with more


@dataclass(frozen=True)
class Working:
    """A line in numbers, as it is read: `z₂ = 0.41·0.90 − 1.20·0.13 + 0.07 ≈ 0.28`.

    Attributes
    ----------
    target : str
        What is computed.
    numbers : str
        The formula with its numbers; "" where there is nothing to calculate.
    relation : str
        "=" if what a person gets who calculates with the numbers shown is, rounded, the result; else "≈".
    result : str
    """

    target: str
    numbers: str
    relation: str
    result: str


@dataclass(frozen=True, eq=False)
class Line:
    """One line of the mathematics; its texts are made when they are asked for.

    Attributes
    ----------
    moment : Moment
    place : Place or None
        The part of the network that it is about; None for all of it.
    formula : str
        The key of its formula, for the picture; "" where something is only given.
    target : str
        The name of what is computed, with its indices.
    values : mapping
        The numbers by their names.
    value : float or ndarray
        The result: the engine's own number.
    bound : mapping of str to int
        What each index is, counted from 0.
    layer : int or None
        Counted from 0.
    """

    moment: Moment
    place: Place | None
    formula: str
    target: str
    values: Values
    value: Any
    bound: Mapping[str, int]
    layer: int | None = None

    def working(self, decimals: int | None) -> Working:
        """Return the line in numbers.

        Parameters
        ----------
        decimals : int or None
            None for all digits.
        """
        target, result = self.symbol, self.result(decimals)
        if self._is_given:
            return Working(target, "", EQUAL, result)
        numbers = Writer(self.known, self.bound, decimals).write(self.node)
        return Working(target, numbers, self.relation(decimals), result)

    def relation(self, decimals: int | None) -> str:
        """Return "=" if a person who calculates with the numbers shown gets the result shown, else "≈"."""
        return EQUAL if self._adds_up(decimals) else ROUNDED

    @property
    def symbol(self) -> str:
        """The name of what is computed, as text."""
        return Writer(None, self.bound).symbol(self.target)

    def result(self, decimals: int | None) -> str:
        """Return the result as text."""
        return self._result(Writer(decimals=decimals))

    def text(self, decimals: int | None) -> str:
        """Return the line as text, with its formula."""
        shown = self.working(decimals)
        numbers = f"= {shown.numbers} " if shown.numbers else ""
        working = f"{shown.target} {numbers}{shown.relation} {shown.result}"
        return f"{self._formula.text}\n{working}" if self.formula else working

    def latex(self, decimals: int | None) -> str:
        """Return the line in LaTeX, below its formula: a block that can be typeset as it is."""
        target = LatexWriter(None, self.bound, layer=self.layer).symbol(self.target)
        result = self._result(LatexWriter(decimals=decimals))
        working = f"{target} &= {result}"
        if not self._is_given:
            numbers = LatexWriter(self.known, self.bound, decimals, self.layer).write(self.node)
            relation = "=" if self._adds_up(decimals) else r"\approx"
            working = f"{target} &= {numbers} {relation} {result}"
        lines = [self._formula.aligned, working] if self.formula else [working]
        return "\n".join([r"\begin{align*}", " \\\\\n".join(lines), r"\end{align*}"])

    def numbers(self) -> str:
        """Return the result to its last digit, in the form that programs read; a matrix has a row a line."""
        rows = np.atleast_2d(self.value) if np.ndim(self.value) else [[self.value]]
        return "\n".join("\t".join(str(value) for value in row) for row in rows)

    @cached_property
    def _formula(self) -> Formula:
        return formulas()[self.formula]

    @property
    def _is_given(self) -> bool:
        """Whether there is nothing to calculate: one number stands on the right."""
        return not self.formula or is_given(self.node, self.known, self.bound)

    @property
    def node(self) -> ast.expr:
        """The expression of its formula."""
        return parsed(self._formula.expression)

    @cached_property
    def known(self) -> Values:
        """The numbers, with that of the letter that stands for a part of the formula."""
        formula = self._formula
        if not formula.letter:
            return self.values
        name, _, index = formula.letter.partition("_")
        bound: Bound = {**self.bound, index: slice(None)} if index else self.bound
        return {**self.values, name: evaluated(parsed(formula.stands_for), self.values, bound)}

    def _result(self, writer: Writer) -> str:
        if np.ndim(self.value):
            return writer.matrix(np.asarray(self.value).reshape(len(self.value), -1))
        return writer.number(self.value)

    def _adds_up(self, decimals: int | None) -> bool:
        if not self.formula:
            return True
        left = MOST

        def read(number: Any) -> Any:
            nonlocal left
            left -= np.size(number)
            if left < 0:
                raise OverflowError
            return as_shown(number, decimals)

        try:
            calculated = np.ravel(evaluated(self.node, self.known, self.bound, read))
        except OverflowError:
            return False
        results = np.ravel(self.value)
        if decimals is None:
            return bool((calculated.astype(results.dtype) == results).all())
        pairs = zip(calculated.tolist(), results.tolist(), strict=True)
        return all(comes_to(one, result, decimals) for one, result in pairs)
