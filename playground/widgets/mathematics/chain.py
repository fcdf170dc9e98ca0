"""The chain of one weight, as lines of the ledger: factors, paths, this sample's part, and why it moves."""

import math
from collections.abc import Iterator

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
from playground.widgets.mathematics.ledger_blocks import Block, Calculation, Caption, Look, Words
from playground.widgets.mathematics.ledger_entries import Entry, Form, How, LineEntry, Mode

STRIP = Slow(40)  # the height of the parts of all samples
WIDEST = Slow(10)  # of the bar of one


def chain_at(ledger: Ledger, place: Place, column: int) -> Chain:
    """Return the chain of a weight or bias, for one sample of a step."""
    assert place.neuron is not None
    source = None if place.source == BIAS else place.source
    return chain_of(ledger, place.layer, place.neuron, source, column)


def chain_entries(
    ledger: Ledger, moment: Moment, place: Place, column: int, decimals: int | None
) -> Iterator[Entry]:
    """Yield the factors of a weight's gradient, the parts of all samples, and where it moves and why."""
    chain, alone = chain_at(ledger, place, column), len(ledger.indices) == 1
    if chain.slope is not None or not alone:
        yield Factors(chain, moment, place, decimals, alone)
    if not alone:
        yield Parts(chain, decimals)
    yield Why(chain)


def path_entries(ledger: Ledger, place: Place, column: int, decimals: int | None) -> Iterator[Entry]:
    """Yield the paths from a weight to the loss, the strongest first, and what the others come to."""
    chain = chain_at(ledger, place, column)
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

    def __init__(self, chain: Chain, moment: Moment, place: Place, decimals: int | None, alone: bool) -> None:
        key = "chain" if chain.slope is not None else "chain.output"
        key += ".bias" if chain.source is None else ".first" if chain.layer == 0 else ""
        values = {
            "da_i": chain.loss_slope, "slope_i": chain.slope, "dz_i": chain.error,
            "a_prev_j": chain.input, "x_j": chain.input,
        }  # fmt: skip
        bound = {"i": chain.neuron} if chain.source is None else {"i": chain.neuron, "j": chain.source}
        target = "db_i" if chain.source is None else "dw_ij"
        super().__init__(Line(moment, place, key, target, values, chain.own, bound, chain.layer), decimals)
        self._caption = Caption(texts.CHAIN() if alone else texts.CHAIN_OF_SAMPLE(n=chain.sample + 1))

    @property
    def summary(self) -> str:
        """Nothing: the gradient itself says it."""
        return ""

    def blocks(self, how: How, /) -> Iterator[Block]:
        """Yield whose factors they are, and the line."""
        yield self._caption
        yield from super().blocks(how)


class Written:
    """An entry that is words or numbers without a formula."""

    summary = ""

    def __init__(self, text: str, value: float, decimals: int | None) -> None:
        self.said, self.value, self._decimals = text, value, decimals

    def copied(self, form: Form) -> str:
        """Return it as it is copied."""
        if form is Form.NUMBERS:
            return repr(self.value)
        if form is Form.LATEX:
            return number_latex(self.value, self._decimals)
        return self.said if form is Form.TEXT else ""


class Way(Written):
    """One path: the neurons that it goes through, and its product."""

    def __init__(self, ledger: Ledger, chain: Chain, path: Path, decimals: int | None) -> None:
        self._names, self._path = texts.THEN().join(_names(ledger, chain, path)), path
        numbers = [number_text(one, decimals) for one in path.factors]
        signs = [one < 0.0 for one in path.factors]
        texts_of = [
            texts.BRACKETS(text=text) if k and below else text
            for k, (text, below) in enumerate(zip(numbers, signs, strict=True))
        ]
        self._numbers, self._result = texts.TIMES().join(texts_of), number_text(path.product, decimals)
        said = texts.PATH(way=self._names, numbers=self._numbers, result=self._result)
        super().__init__(said, path.product, decimals)

    def blocks(self, how: How, /) -> Iterator[Block]:
        """Yield the way, and its product unless formulas alone are shown."""
        yield Caption(self._names)
        if how.mode is not Mode.SYMBOLS:
            yield Calculation("", self._numbers, texts.RESULT(relation="=", value=self._result))

    def copied(self, form: Form) -> str:
        """Return the path as it is copied."""
        if form is not Form.LATEX:
            return super().copied(form)
        factors = [number_latex(one, self._decimals) for one in self._path.factors]
        product = r" \cdot ".join(
            f"({text})" if one < 0.0 else text for text, one in zip(factors, self._path.factors, strict=True)
        )
        return f"{product} = {number_latex(self.value, self._decimals)}"


def _names(ledger: Ledger, chain: Chain, path: Path) -> Iterator[str]:
    """Yield what a path goes through, from the weight's source to the output."""
    experiment, last = ledger.experiment, len(ledger.layers) - 1
    yield texts.BIAS() if chain.source is None else source_name(experiment, chain.layer, chain.source)
    for layer, neuron in enumerate(path.neurons, chain.layer):
        yield output_name(experiment, neuron) if layer == last else number_of_neuron(neuron)


class Total(Written):
    """The sum of several paths."""

    def __init__(self, name: str, value: float, decimals: int | None) -> None:
        self._name, self._result = name, number_text(value, decimals)
        super().__init__(texts.FIGURE(symbol=name, value=self._result), value, decimals)

    def blocks(self, _: How, /) -> Iterator[Block]:
        """Yield the name of the sum, and the sum."""
        yield Calculation(self._name, "", texts.RESULT(relation="=", value=self._result))


class Parts(Written):
    """What each sample's own loss asks of the weight, beside the mean."""

    def __init__(self, chain: Chain, decimals: int | None) -> None:
        self._chain = chain
        own, mean = number_text(chain.own, decimals), number_text(chain.mean, decimals)
        said = texts.PART(own=own, mean=mean, n=len(chain.parts))
        super().__init__(said, chain.mean, decimals)

    def blocks(self, _: How, /) -> Iterator[Block]:
        """Yield a sentence and a strip of bars."""
        yield Words(self.said)
        yield Strip(self._chain.parts, self._chain.sample, self._chain.mean)


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

    def __init__(self, chain: Chain) -> None:
        super().__init__(_why(chain, chain.cause), chain.after - chain.before, None)
        self._longest = [_why(chain, cause) for cause in texts.WHY]

    def blocks(self, _: How, /) -> Iterator[Block]:
        """Yield the sentence."""
        yield Words(self.said, self._longest)


def _why(chain: Chain, cause: str) -> str:
    if cause == "descent":
        cause = "rises" if chain.after > chain.before else "falls"
    return texts.WHY[cause](
        it=texts.BIAS() if chain.source is None else texts.WEIGHT(),
        gradient=weight_text(chain.mean),
        before=parameter_text(chain.before),
        after=parameter_text(chain.after),
    )
