"""The chain of one weight, as lines of the ledger: factors, paths, this sample's part, and why it moves."""

import math
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from engine.analysis.chain import MOST_PATHS, Chain, Path, chain_of
from engine.analysis.ledger import Ledger
from playground.mathematics.line import Line
from playground.mathematics.moments import Moment
from playground.mathematics.place import BIAS, Place
from playground.mathematics.rounding import number_latex, number_text
from playground.style.scaling import Slow, real
from playground.texts import mathematics as texts
from playground.texts.names import number_of_neuron, output_name, source_name
from playground.texts.numbers import parameter_text, weight_text
from playground.widgets.mathematics.ledger_blocks import Block, Calculation, Look
from playground.widgets.mathematics.ledger_entries import Entry, Form, How, LineEntry, Mode
from playground.widgets.mathematics.ledger_words import Caption, Words

STRIP = Slow(40)  # the height of the parts of all samples
WIDEST = Slow(10)  # of the bar of one


class ChainAt:
    """The chain of a weight or bias for one sample of a step, computed when it is first seen."""

    def __init__(self, ledger: Ledger, place: Place, column: int) -> None:
        self.ledger, self.place, self.column = ledger, place, column

    @cached_property
    def chain(self) -> Chain:
        """The chain."""
        place = self.place
        assert place.neuron is not None
        source = None if place.source == BIAS else place.source
        return chain_of(self.ledger, place.layer, place.neuron, source, self.column)


def chain_entries(
    ledger: Ledger, moment: Moment, place: Place, column: int, decimals: int | None
) -> Iterator[Entry]:
    """Yield the factors of a weight's gradient, the parts of all samples, and where it moves and why."""
    at, alone = ChainAt(ledger, place, column), len(ledger.indices) == 1
    if ledger.layers[place.layer].slope is not None or not alone:
        yield Factors(at, moment, decimals, alone)
    if not alone:
        yield Parts(at, decimals)
    yield Why(at)


def why_entry(ledger: Ledger, place: Place) -> Entry:
    """Return where a weight moves, and why."""
    return Why(ChainAt(ledger, place, 0))


def path_entries(ledger: Ledger, place: Place, column: int, decimals: int | None) -> Iterator[Entry]:
    """Yield the paths from a weight to the loss, the strongest first, and what the others come to."""
    chain = ChainAt(ledger, place, column).chain
    for path in chain.paths:
        yield Way(ledger, chain, path, decimals)
    if len(chain.paths) < chain.count:
        yield Total(texts.OTHER_PATHS(n=chain.count - len(chain.paths)), chain.rest, decimals)
    yield Total(texts.ALL_PATHS(), chain.own, decimals)


def paths_title(ledger: Ledger, place: Place) -> str:
    """Return how many paths there are from a weight to the loss, and how many are listed."""
    count = math.prod(len(one.b) for one in ledger.layers[place.layer + 1 :])
    return texts.PATHS(n=count) if count <= MOST_PATHS else texts.STRONGEST(n=MOST_PATHS, count=count)


class Factors(LineEntry):
    """∂L/∂w of one sample as the product of its factors."""

    def __init__(self, at: ChainAt, moment: Moment, decimals: int | None, alone: bool) -> None:
        self._at, self._moment, self.decimals = at, moment, decimals
        self._caption = Caption(texts.CHAIN() if alone else texts.CHAIN_OF_SAMPLE(n=at.column + 1))

    @cached_property
    def line(self) -> Line:  # type: ignore[override]  # made when it is first seen
        """The line of the mathematics."""
        chain, place = self._at.chain, self._at.place
        key = "chain" if chain.slope is not None else "chain.output"
        key += ".bias" if chain.source is None else ".first" if chain.layer == 0 else ""
        values = {
            "da_i": chain.loss_slope, "slope_i": chain.slope, "dz_i": chain.error,
            "a_prev_j": chain.input, "x_j": chain.input,
        }  # fmt: skip
        bound = {"i": chain.neuron} if chain.source is None else {"i": chain.neuron, "j": chain.source}
        target = "db_i" if chain.source is None else "dw_ij"
        return Line(self._moment, place, key, target, values, chain.own, bound, chain.layer)

    @property
    def summary(self) -> str:
        """Nothing: the gradient itself says it."""
        return ""

    def blocks(self, how: How, /) -> Iterator[Block]:
        """Yield whose factors they are, and the line."""
        yield self._caption
        yield from super().blocks(how)


class Written:
    """An entry that is words, or a number without a formula.

    Attributes
    ----------
    decimals : int or None
        None for all digits.
    """

    summary = ""

    def __init__(self, decimals: int | None) -> None:
        self.decimals = decimals

    @property
    def said(self) -> str:
        """What a screen reader says."""
        raise NotImplementedError

    @property
    def value(self) -> float:
        """The number."""
        raise NotImplementedError

    def copied(self, form: Form) -> str:
        """Return it as it is copied."""
        if form is Form.NUMBERS:
            return repr(self.value)
        if form is Form.LATEX:
            return number_latex(self.value, self.decimals)
        return self.said if form is Form.TEXT else ""


class Way(Written):
    """One path: the neurons that it goes through, and its product."""

    def __init__(self, ledger: Ledger, chain: Chain, path: Path, decimals: int | None) -> None:
        super().__init__(decimals)
        self._names, self._path = texts.THEN().join(_names(ledger, chain, path)), path

    @property
    def said(self) -> str:
        """The way, its factors and its product."""
        return texts.PATH(way=self._names, numbers=self._numbers, result=self._result)

    @property
    def value(self) -> float:
        """Its product."""
        return self._path.product

    @property
    def _result(self) -> str:
        return number_text(self.value, self.decimals)

    @property
    def _numbers(self) -> str:
        factors = enumerate(self._path.factors)
        numbers = [(k, one, number_text(one, self.decimals)) for k, one in factors]
        in_brackets = [texts.BRACKETS(text=text) if k and one < 0.0 else text for k, one, text in numbers]
        return texts.TIMES().join(in_brackets)

    def blocks(self, how: How, /) -> Iterator[Block]:
        """Yield the way, and its product unless formulas alone are shown."""
        yield Caption(self._names)
        if how.mode is not Mode.SYMBOLS:
            result = texts.RESULT(relation="=", value=self._result)
            yield Calculation("", self._numbers, result, how.lines)

    def copied(self, form: Form) -> str:
        """Return the path as it is copied."""
        if form is not Form.LATEX:
            return super().copied(form)
        factors = [number_latex(one, self.decimals) for one in self._path.factors]
        product = r" \cdot ".join(
            f"({text})" if one < 0.0 else text for text, one in zip(factors, self._path.factors, strict=True)
        )
        return f"{product} = {number_latex(self.value, self.decimals)}"


def _names(ledger: Ledger, chain: Chain, path: Path) -> Iterator[str]:
    """Yield what a path goes through, from the weight's source to the output."""
    experiment, last = ledger.experiment, len(ledger.layers) - 1
    yield texts.BIAS() if chain.source is None else source_name(experiment, chain.layer, chain.source)
    for layer, neuron in enumerate(path.neurons, chain.layer):
        yield output_name(experiment, neuron) if layer == last else number_of_neuron(neuron)


class Total(Written):
    """The sum of several paths."""

    def __init__(self, name: str, value: float, decimals: int | None) -> None:
        super().__init__(decimals)
        self._name, self._value = name, value

    @property
    def said(self) -> str:
        """Its name, and the sum."""
        return texts.FIGURE(symbol=self._name, value=number_text(self.value, self.decimals))

    @property
    def value(self) -> float:
        """The sum."""
        return self._value

    def blocks(self, _: How, /) -> Iterator[Block]:
        """Yield the name of the sum, and the sum."""
        result = number_text(self.value, self.decimals)
        yield Calculation(self._name, "", texts.RESULT(relation="=", value=result))


class Parts(Written):
    """What each sample's own loss asks of the weight, beside the mean."""

    def __init__(self, at: ChainAt, decimals: int | None) -> None:
        super().__init__(decimals)
        self._at = at

    @property
    def said(self) -> str:
        """The part of the sample, and the mean."""
        chain = self._at.chain
        own, mean = (number_text(one, self.decimals) for one in (chain.own, chain.mean))
        return texts.PART(own=own, mean=mean, n=len(chain.parts))

    @property
    def value(self) -> float:
        """The mean."""
        return self._at.chain.mean

    def blocks(self, _: How, /) -> Iterator[Block]:
        """Yield a sentence and a strip of bars."""
        chain = self._at.chain
        yield Words(self.said)
        yield Strip(chain.parts, chain.sample, chain.mean)


class Strip:
    """A bar for each sample, up or down from 0; the chosen one stands out, and a line is at the mean."""

    def __init__(self, parts: np.ndarray, sample: int, mean: float) -> None:
        self._parts, self._sample, self._mean = parts, sample, mean

    def height(self, look: Look, width: float) -> float:
        """Return the height of the bars."""
        return min(real(STRIP) + look.line * 0.25, width)

    def paint(self, painter: QPainter, look: Look, width: float) -> None:
        """Paint the bars at the origin."""
        shares = self._shares()
        step, half = min(real(WIDEST), width / len(self._parts)), 0.5 * real(STRIP)
        for k, share in enumerate(shares[:-1]):
            high, colour = half * share, look.theme.accent if k == self._sample else look.theme.muted
            bar = QRectF(k * step, half - max(high, 0.0), max(step - 1.0, 1.0), max(abs(high), 1.0))
            painter.fillRect(bar, QColor(colour))
        end = step * len(self._parts)
        for level, colour, thick in ((0.0, look.theme.edge, 1.0), (shares[-1], look.theme.text, 1.5)):
            painter.setPen(QPen(QColor(colour), thick))
            painter.drawLine(QLineF(0.0, half - half * level, end, half - half * level))

    def _shares(self) -> list[float]:
        """Return each part and the mean as a share of the largest part; what is not finite is 0."""
        every = np.array([*self._parts, self._mean], dtype=np.float64)
        every[~np.isfinite(every)] = 0.0
        reach = float(np.abs(every).max())
        return (every / reach).tolist() if reach > 0.0 else [0.0] * len(every)


class Why(Written):
    """Where the weight moves, and why."""

    def __init__(self, at: ChainAt) -> None:
        super().__init__(None)
        self._at = at

    @property
    def said(self) -> str:
        """The sentence."""
        return _why(self._at.chain, self._at.chain.cause)

    @property
    def value(self) -> float:
        """How far it moves."""
        return self._at.chain.after - self._at.chain.before

    def blocks(self, _: How, /) -> Iterator[Block]:
        """Yield the sentence, with room for any other."""
        yield Words(self.said, lambda: [_why(self._at.chain, cause) for cause in texts.WHY])


def _why(chain: Chain, cause: str) -> str:
    if cause == "descent":
        cause = "rises" if chain.after > chain.before else "falls"
    return texts.WHY[cause](
        it=texts.BIAS() if chain.source is None else texts.WEIGHT(),
        gradient=weight_text(chain.mean),
        before=parameter_text(chain.before),
        after=parameter_text(chain.after),
    )
