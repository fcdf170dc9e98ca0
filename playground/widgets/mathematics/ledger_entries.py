"""One line of the ledger as it is shown, said and copied."""

from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from typing import Protocol

import numpy as np

from engine.base.values import dataclass
from playground.mathematics.formulas import formulas
from playground.mathematics.line import Line, Working
from playground.mathematics.parts import matrices, terms
from playground.mathematics.rounding import number_text
from playground.texts import mathematics as texts
from playground.widgets.mathematics.ledger_blocks import Block, Calculation, FormulaBlock, Terms
from playground.widgets.mathematics.ledger_matrices import Matrices, Matrix

MOST_FIGURES = 12  # of a vector in a heading


class Mode(Enum):
    """What of a line is shown."""

    TERMS = "terms"
    MATRICES = "matrices"
    SYMBOLS = "symbols"


class Form(Enum):
    """How a line is copied."""

    TEXT = "text"
    LATEX = "latex"
    NUMBERS = "numbers"


@dataclass(frozen=True)
class How:
    """How much of a line is shown.

    Attributes
    ----------
    mode : Mode
    chosen : int or None
        The number of a term to mark.
    """

    mode: Mode = Mode.TERMS
    chosen: int | None = None


class Entry(Protocol):
    """A line of the ledger."""

    @property
    def said(self) -> str:
        """What a screen reader says."""

    @property
    def summary(self) -> str:
        """What a heading above it says of it, or ""."""

    def blocks(self, how: How, /) -> Iterator[Block]:
        """Yield what it is painted of, from top to bottom."""

    def copied(self, form: Form) -> str:
        """Return it as it is copied."""


class LineEntry:
    """A line of the mathematics: its formula, the numbers in it, the result.

    Parameters
    ----------
    line : Line
    decimals : int or None
        None for all digits.
    """

    def __init__(self, line: Line, decimals: int | None) -> None:
        self.line, self.decimals = line, decimals

    @cached_property
    def working(self) -> Working:
        """The line in numbers."""
        return self.line.working(self.decimals)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The terms of its sum, or none."""
        return terms(self.line, self.decimals)

    @property
    def said(self) -> str:
        """What a screen reader says: the formula in words, and then the numbers."""
        shown, key = self.working, self.line.formula
        if not key:
            return texts.FIGURE(symbol=shown.target, value=shown.result)
        how = texts.SAID if shown.relation == "=" else texts.SAID_ROUNDED
        return how(
            formula=formulas()[key].words, symbol=shown.target, numbers=shown.numbers, result=shown.result
        )

    @property
    def summary(self) -> str:
        """The result: of a vector the first numbers, of a matrix nothing."""
        shape = np.shape(self.line.value)
        if not shape:
            return texts.FIGURE(symbol=self.line.symbol, value=self.line.result(self.decimals))
        if len(shape) > 1 and shape[1] > 1:
            return ""
        some = np.asarray(self.line.value).ravel()
        numbers = [number_text(one, self.decimals) for one in some[:MOST_FIGURES]]
        more = [texts.MORE()] if len(some) > MOST_FIGURES else []
        value = texts.BETWEEN().join([*numbers, *more])
        value = texts.VECTOR(numbers=value) if len(some) > 1 else value
        return texts.FIGURE(symbol=self.line.symbol, value=value)

    def blocks(self, how: How, /) -> Iterator[Block]:
        """Yield the formula, and what of its numbers is to be seen."""
        if self.line.formula:
            yield FormulaBlock(self.line.formula)
        if how.mode is Mode.SYMBOLS and self.line.formula:
            return
        shown = self.working
        target = texts.TARGET(symbol=shown.target)
        if parts := matrices(self.line):
            yield Matrices((shown.target, *(parts if how.mode is Mode.MATRICES else _flat(parts))))
        elif self.terms:
            result = texts.RESULT(relation=shown.relation, value=shown.result)
            yield Terms(target, self.terms, result, how.chosen)
        elif shown.numbers and shown.numbers != shown.result:
            result = texts.RESULT(relation=shown.relation, value=shown.result)
            yield Calculation(target, shown.numbers, result)
        else:
            yield Calculation(target, "", shown.result)

    def copied(self, form: Form) -> str:
        """Return the line as it is copied."""
        if form is Form.NUMBERS:
            return self.line.numbers()
        return self.line.text(self.decimals) if form is Form.TEXT else self.line.latex(self.decimals)


def _flat(parts: tuple[Matrix | str, ...]) -> tuple[Matrix | str, ...]:
    """Return the result alone: a vector lies down, and says so."""
    result = parts[-1]
    assert not isinstance(result, str)
    return ("=", result.T, "ᵀ") if result.shape[1] == 1 < len(result) else ("=", result)
