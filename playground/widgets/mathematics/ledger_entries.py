"""One line of the ledger as it is shown, said and copied."""

from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from typing import Protocol

import numpy as np

from engine.base.values import dataclass
from playground.mathematics.formulas import formulas
from playground.mathematics.line import Line, Working
from playground.mathematics.meanings import meanings
from playground.mathematics.parts import matrices, terms
from playground.mathematics.rounding import number_text
from playground.texts import mathematics as texts
from playground.texts.numbers import between_numbers
from playground.widgets.mathematics.ledger_blocks import Block, Calculation, FormulaBlock, Terms
from playground.widgets.mathematics.ledger_matrices import Matrices, Matrix
from playground.widgets.mathematics.ledger_meanings import Meanings
from playground.widgets.mathematics.ledger_words import Quoted

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
    CODE = "code"


@dataclass(frozen=True)
class How:
    """How much of a line is shown.

    Attributes
    ----------
    mode : Mode
    code : bool
        Whether its code is below it.
    chosen : int or None
        The number of a term to mark.
    lines : int or None
        How many lines there are for a calculation; None for as many as it needs.
    """

    mode: Mode = Mode.TERMS
    code: bool = False
    chosen: int | None = None
    lines: int | None = None


class Entry(Protocol):
    """A line of the ledger."""

    @property
    def said(self) -> str:
        """What a screen reader says."""

    def summary(self, most: int = MOST_FIGURES, /) -> str:
        """Return what a heading above it says of it, with at most so many numbers of a vector, or ""."""

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

    def summary(self, most: int = MOST_FIGURES, /) -> str:
        """Return the result: of a vector the first numbers, of a matrix nothing."""
        shape = np.shape(self.line.value)
        if not shape:
            return texts.FIGURE(symbol=self.line.symbol, value=self.line.result(self.decimals))
        if len(shape) > 1 and shape[1] > 1:
            return ""
        some = np.asarray(self.line.value).ravel()
        numbers = [number_text(one, self.decimals) for one in some[:most]]
        more = [texts.MORE()] if len(some) > most else []
        value = between_numbers().join([*numbers, *more])
        value = texts.VECTOR(numbers=value) if len(some) > 1 else value
        return texts.FIGURE(symbol=self.line.symbol, value=value)

    def blocks(self, how: How, /) -> Iterator[Block]:
        """Yield the formula, what of its numbers is to be seen or what its letters mean, and the code."""
        if self.line.formula:
            yield FormulaBlock(self.line.formula)
        if how.mode is not Mode.SYMBOLS or not self.line.formula:
            yield self._numbers(how)
        elif pairs := meanings(self.line.formula):
            yield Meanings(pairs)
        if how.code:
            for source, quoted in self._code():
                yield Quoted(source, quoted)

    def _code(self) -> Iterator[tuple[str, str]]:
        """Yield lines of code, after where they are from."""
        from playground.mathematics.code import code  # it reads the engine's source: only on demand

        if self.line.formula:
            quoted = code(self.line.formula)
            yield texts.NUMPY(where=quoted.where), quoted.numpy
            yield texts.PYTORCH(), quoted.pytorch

    def _numbers(self, how: How) -> Block:
        shown = self.working
        target = texts.TARGET(symbol=shown.target)
        if parts := matrices(self.line, self.decimals):
            return Matrices((shown.target, *(parts if how.mode is Mode.MATRICES else _flat(parts))))
        result = texts.RESULT(relation=shown.relation, value=shown.result)
        if self.terms:
            return Terms(target, self.terms, result, how.chosen)
        if not shown.numbers:
            return Calculation(target, "", shown.result, how.lines)
        return Calculation(target, shown.numbers, result, how.lines)

    def copied(self, form: Form) -> str:
        """Return the line as it is copied."""
        if form is Form.CODE:
            return "\n".join(f"{texts.COMMENT(text=source)}\n{quoted}" for source, quoted in self._code())
        if form is Form.NUMBERS:
            return self.line.numbers()
        return self.line.text(self.decimals) if form is Form.TEXT else self.line.latex(self.decimals)


def _flat(parts: tuple[Matrix | str, ...]) -> tuple[Matrix | str, ...]:
    """Return the result alone: a vector lies down, and says so."""
    result = parts[-1]
    assert not isinstance(result, str)
    return ("=", result.T, "ᵀ") if result.shape[1] == 1 < len(result) else ("=", result)
