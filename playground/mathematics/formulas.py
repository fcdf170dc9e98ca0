"""Every formula of a training step, by its key: those of the dictionaries and those of the structure. No Qt.

The picture of a formula is `assets/formulas/KEY.svg`; `python tests/formula_pictures.py` makes them.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import engine
from engine.base.values import dataclass
from playground.assets import ASSETS
from playground.mathematics.expression import names_in, parsed
from playground.mathematics.latex import LatexWriter
from playground.mathematics.spoken import WordsWriter
from playground.mathematics.writing import Writer
from playground.texts import formulas as words

PICTURES = ASSETS / "formulas"
WHERE = " where "
LETTER = ".letter"  # ends the key of what a letter stands for


@dataclass(frozen=True)
class Formula:
    """A formula in symbols: `target = expression`, and what a letter in it stands for.

    Attributes
    ----------
    key : str
    target : str
        A name, with its indices.
    expression : str
    letter, stands_for : str
        A name in the expression, and the expression that it stands for; or "".
    plain : bool
        Whether it is of any layer, so that no layer is counted.
    updates : bool
        Whether what it computes replaces what was there: the sign is an arrow.
    """

    key: str
    target: str
    expression: str
    letter: str = ""
    stands_for: str = ""
    plain: bool = False
    updates: bool = False

    @property
    def latex(self) -> str:
        """The formula in LaTeX."""
        return self._in_latex("")

    @property
    def aligned(self) -> str:
        """The formula in LaTeX, as a line of several that stand below each other."""
        return self._in_latex("&")

    @property
    def text(self) -> str:
        """The formula as plain text."""
        return ", ".join(self._written(Writer(), " ← " if self.updates else " = ", " = "))

    @property
    def words(self) -> str:
        """What a screen reader says."""
        sign = words.BECOMES if self.updates else words.EQUALS
        return ", ".join(self._written(WordsWriter(), sign.text, words.EQUALS.text))

    @property
    def picture(self) -> Path:
        """The file of its picture."""
        return PICTURES / f"{self.key}.svg"

    def _in_latex(self, mark: str) -> str:
        sign = r"\leftarrow" if self.updates else "="
        lines = self._written(LatexWriter(plain=self.plain), f" {mark}{sign} ", f" {mark}= ")
        if len(lines) == 1:
            return lines[0]
        below = r" \\ ".join(lines)
        return below if mark else rf"\begin{{array}}{{l}} {below} \end{{array}}"

    def _written(self, writer: Writer, sign: str, equals: str) -> list[str]:
        """Return the formula, and the letter in it if there is one."""
        sides = [(self.target, sign, self.expression), (self.letter, equals, self.stands_for)]
        return [f"{writer.symbol(a)}{sign}{writer.write(parsed(b))}" for a, sign, b in sides if a]


# key -> what is computed, and how; i is a neuron, j one of its inputs, k an output, s a sample
STRUCTURE: dict[str, str] = {
    "z.first": "z_i = sum(j, w_ij * x_j) + b_i",
    "z": "z_i = sum(j, w_ij * a_prev_j) + b_i",
    "z.first.matrix": "z = W @ x + b",
    "z.matrix": "z = W @ a_prev + b",
    "a.matrix": "a = g(z)",
    "mask.kept": "mask_i = 1 / (1 - dropout)",
    "mask.dropped": "mask_i = 0",
    "dropout": "a_i <- mask_i * a_i",
    "dropout.matrix": "a <- times(mask, a)",
    "dropout.slope": "slope_i <- mask_i * slope_i",
    "smoothing": "y_k <- (1 - label_smoothing) * y_k + label_smoothing / K",
    "signed": "y_k <- 2 * y_k - 1",
    "loss.mean": "L = 1 / n * sum(s, losses_s)",
    "penalty.l1": "R = l1 * sum(i, abs(weights_i))",
    "penalty.l2": "R = 1 / 2 * l2 * sum(i, weights_i**2)",
    "penalty": "R = l1 * sum(i, abs(weights_i)) + 1 / 2 * l2 * sum(i, weights_i**2)",
    "delta.matched.sigmoid": "dz = (-(y / yhat) + (1 - y) / (1 - yhat)) * (yhat * (1 - yhat))",
    "delta.matched.softmax": "dz_k = -(y_k / yhat_k) * (yhat_k * (1 - yhat_k)) + (1 - y_k) * yhat_k",
    "delta.matched": "delta_k = (yhat_k - y_k) / n",
    "delta.matched.one": "delta_k = yhat_k - y_k",
    "delta.matched.matrix": "delta = (yhat - y) / n",
    "delta.output": "delta_k = 1 / n * dyhat_k * slope_k",
    "delta.output.one": "delta_k = dyhat_k * slope_k",
    "delta.output.matrix": "delta = times(da, slope)",
    "da": "da_j = sum(i, w_next_ij * delta_next_i)",
    "delta": "delta_j = da_j * slope_j",
    "delta.matrix": "delta = times(T(W_next) @ delta_next, slope)",
    "dw.first": "dw_ij = sum(s, delta_is * x_js)",
    "dw.first.one": "dw_ij = delta_i * x_j",
    "dw.first.matrix": "dW = delta @ T(x)",
    "dw": "dw_ij = sum(s, delta_is * a_prev_js)",
    "dw.one": "dw_ij = delta_i * a_prev_j",
    "dw.matrix": "dW = delta @ T(a_prev)",
    "db": "db_i = sum(s, delta_is)",
    "db.one": "db_i = delta_i",
    # the chain of one weight, with one sample's own loss
    "chain": "dw_ij = da_i * slope_i * a_prev_j",
    "chain.first": "dw_ij = da_i * slope_i * x_j",
    "chain.bias": "db_i = da_i * slope_i",
    "chain.output": "dw_ij = dz_i * a_prev_j",
    "chain.output.first": "dw_ij = dz_i * x_j",
    "chain.output.bias": "db_i = dz_i",
    "l2": "g <- g + l2 * weight",
    "l1": "g <- g + l1 * sign(weight)",
    "l1.zero": "g <- g - min(max(g, -l1), l1)",
    "frozen": "g <- 0",
    "clip_value": "g <- min(max(g, -clip_value), clip_value)",
    "norm_g": "norm_g = sqrt(sum(i, g_i**2))",
    "clip_norm": "g <- g * min(1, clip_norm / norm_g)",
    "weight_decay": "weight <- weight - eta * weight_decay * weight",
    "stop": "weight <- 0",
    "flush": "weight <- 0",
    "norm_w": "norm_w = sqrt(sum(j, weights_j**2))",
    "max_norm": "weight <- weight * min(1, max_norm / norm_w)",
    "frozen.after": "theta <- theta_before",
    "warmup": "eta = learning_rate * (t + 1) / warmup_epochs",
}


@cache
def formulas() -> dict[str, Formula]:
    """Return all formulas by their keys."""
    return {one.key: one for one in _all()}


def _all() -> Iterator[Formula]:
    for key, line in STRUCTURE.items():
        target, sign, expression = line.split(" ", 2)
        yield Formula(key, target, expression, updates=sign == "<-")
    for name, activation in engine.ACTIVATIONS.items():
        index = "_k" if "_k" in activation.expression else ""
        yield from _entry(f"activation.{name}", f"g_of_z{index}", activation.expression)
        yield from _entry(f"activation.{name}.slope", f"slope_of_z{index}", activation.slope)
    for name, loss in engine.LOSSES.items():
        index = "_k" if "_k" in loss.slope else ""
        yield from _entry(f"loss.{name}", "L", loss.expression)
        yield from _entry(f"loss.{name}.slope", f"dyhat{index}", loss.slope)
    for name, kind in engine.OPTIMIZERS.items():
        for number, line in enumerate(kind.lines, 1):
            yield from _entry(f"optimizer.{name}.{number}", *line.split(" = ", 1))
    for name, schedule in engine.SCHEDULES.items():
        yield from _entry(f"schedule.{name}", "eta", schedule.expression)


def _entry(key: str, target: str, expression: str) -> Iterator[Formula]:
    """Yield the formula of an entry of a dictionary, and of the letter in it; they hold for every layer."""
    if not expression:
        return  # its lines then show the result alone
    expression, _, letter = expression.partition(WHERE)
    letter, _, stands_for = letter.partition(" = ")
    updates = target in expression and target in names_in(expression)  # few are worth parsing
    yield Formula(key, target, expression, letter, stands_for, plain=True, updates=updates)
    if letter:
        yield Formula(f"{key}{LETTER}", letter, stands_for, plain=True)
