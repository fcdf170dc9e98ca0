"""Writes an expression in LaTeX, as symbols or with numbers in it. No Qt."""

import ast
from collections.abc import Mapping
from typing import Any

from playground.mathematics.expression import split_name
from playground.mathematics.rounding import number_latex
from playground.mathematics.symbols import SYMBOLS, indexed
from playground.mathematics.writing import ATOM, MOST_ROWS, MULTIPLY, POWER, SIGNED, Part, Writer


class LatexWriter(Writer):
    """Writes LaTeX."""

    minus, times, ellipsis = "-", r" \cdot ", r"\cdots"
    of_cases = ATOM
    infix: Mapping[type[ast.cmpop], str] = {
        ast.Gt: " > ",
        ast.Lt: " < ",
        ast.LtE: r" \le ",
        ast.GtE: r" \ge ",
    }

    def __init__(self, *args: Any, plain: bool = False, **named: Any) -> None:
        super().__init__(*args, **named)
        self.plain = plain  # without layers
        self._raised = 0  # how deep in exponents

    def symbol(self, name: str) -> str:
        base, indices = (name, "") if name in SYMBOLS else split_name(name)
        pattern = SYMBOLS[base].latex
        if self.plain:
            pattern = pattern.replace("^{[l]}", "")
        elif self.layer is not None:
            for letters, by in (("[l]", 1), ("[l-1]", 0), ("[l+1]", 2)):
                pattern = pattern.replace(letters, f"[{self.layer + by}]")
        return indexed(pattern, self._indices(indices), "_{#}")

    def constant(self, value: float) -> str:
        return number_latex(value, None)

    def number(self, value: Any) -> str:
        return number_latex(value, self.decimals)

    def brackets(self, text: str) -> str:
        return rf"\left({text}\right)"

    def product(self, left: str, right: str, matrices: bool) -> str:
        if matrices or self.values is None:
            between = r" \cdot " if right[:1].isdigit() else r" \, "
            return f"{left}{between}{right}"
        return super().product(left, right, matrices)

    def elementwise(self, left: str, right: str) -> str:
        return rf"{left} \odot {right}"

    def fraction(self, left: Part, right: Part) -> Part:
        if self._raised:
            return f"{self._within(*left, SIGNED)}/{self._within(*right, POWER)}", MULTIPLY
        return rf"\frac{{{left[0]}}}{{{right[0]}}}", MULTIPLY

    def exponent(self, node: ast.expr) -> Part:
        self._raised += 1
        part = self.part(node)
        self._raised -= 1
        return part

    def power(self, base: str, exponent: Part) -> str:
        return f"{{{base}}}^{{{exponent[0]}}}" if "^" in base else f"{base}^{{{exponent[0]}}}"

    def transposed(self, text: str) -> str:
        return rf"{{{text}}}^{{\top}}"

    def summed(self, index: str, body: str) -> str:
        return rf"\sum_{{{index}}} {body}"

    def cases(self, first: str, when: str, second: str, else_when: str) -> str:
        return rf"\begin{{cases}} {first} & \quad {when} \\ {second} & \quad {else_when} \end{{cases}}"

    def function(self, name: str, args: list[Part]) -> str:
        inside = ", ".join(text for text, _ in args)
        match name:
            case "abs":
                return rf"\left|{inside}\right|"
            case "floor":
                return rf"\left\lfloor {inside} \right\rfloor"
            case "sqrt":
                return rf"\sqrt{{{inside}}}"
            case "sigma":
                return rf"\sigma\left({inside}\right)"
            case "sign":
                return rf"\operatorname{{sign}}\left({inside}\right)"
            case "g":
                return rf"g\left({inside}\right)"
        if len(args) == 1 and args[0][1] == ATOM:
            return rf"\{name} {inside}"
        return rf"\{name}\left({inside}\right)"

    def matrix(self, M: Any) -> str:
        rows = [self._row(row, " & ") for row in M[:MOST_ROWS]]
        if len(M) > MOST_ROWS:
            rows.append(r"\vdots")
        return r"\begin{pmatrix} " + r" \\ ".join(rows) + r" \end{pmatrix}"
