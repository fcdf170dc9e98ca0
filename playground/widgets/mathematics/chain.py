"""The chain of one weight, as lines of the ledger: its factors, this sample's part, and why it moves."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from engine.analysis.chain import Chain, chain_of
from engine.analysis.ledger import Ledger
from playground.mathematics.line import Line
from playground.mathematics.moments import Moment
from playground.mathematics.place import BIAS, Place
from playground.mathematics.rounding import number_latex, number_text
from playground.style.scaling import Slow, real
from playground.texts import mathematics as texts
from playground.texts.numbers import parameter_text, weight_text
from playground.widgets.mathematics.ledger_blocks import Block, Look
from playground.widgets.mathematics.ledger_entries import MOST_FIGURES, Entry, Form, How, LineEntry
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

    def summary(self, _most: int = MOST_FIGURES, /) -> str:
        """Return nothing: the gradient itself says it."""
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

    def __init__(self, decimals: int | None) -> None:
        self.decimals = decimals

    def summary(self, _most: int = MOST_FIGURES, /) -> str:
        """Return nothing: there is no result."""
        return ""

    @property
    def said(self) -> str:
        """What a screen reader says."""
        raise NotImplementedError

    @property
    def value(self) -> float:
        """The number."""
        raise NotImplementedError

    @property
    def _result(self) -> str:
        return number_text(self.value, self.decimals)

    def copied(self, form: Form) -> str:
        """Return it as it is copied."""
        if form is Form.NUMBERS:
            return repr(self.value)
        if form is Form.LATEX:
            return number_latex(self.value, self.decimals)
        return self.said if form is Form.TEXT else ""


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
