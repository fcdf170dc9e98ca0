"""The paths from a weight to the loss, as lines of the ledger."""

import math
from collections.abc import Iterator, Sequence

from engine.analysis.chain import MOST_PATHS, Chain, Path
from engine.analysis.ledger import Ledger
from playground.mathematics.line import EQUAL, ROUNDED
from playground.mathematics.place import Place
from playground.mathematics.rounding import as_shown, comes_to, number_latex, number_text
from playground.texts import mathematics as texts
from playground.texts.names import number_of_neuron, output_name, source_name
from playground.widgets.mathematics.chain import ChainAt, Written
from playground.widgets.mathematics.ledger_blocks import Block, Calculation
from playground.widgets.mathematics.ledger_entries import Entry, Form, How, Mode
from playground.widgets.mathematics.ledger_words import Caption


def path_entries(ledger: Ledger, place: Place, column: int, decimals: int | None) -> Iterator[Entry]:
    """Yield the paths from a weight to the loss, the strongest first, and what the others come to."""
    chain = ChainAt(ledger, place, column).chain
    for path in chain.paths:
        yield Way(ledger, chain, path, decimals)
    parts = [path.product for path in chain.paths]
    if len(chain.paths) < chain.count:
        parts.append(chain.rest)
        yield Total(texts.OTHER_PATHS(n=chain.count - len(chain.paths)), chain.rest, decimals)
    yield Total(texts.ALL_PATHS(), chain.own, decimals, parts)


def paths_title(ledger: Ledger, place: Place) -> str:
    """Return how many paths there are from a weight to the loss, and how many are listed."""
    count = math.prod(len(one.b) for one in ledger.layers[place.layer + 1 :])
    return texts.PATHS(n=count) if count <= MOST_PATHS else texts.STRONGEST(n=MOST_PATHS, count=count)


def _as_read(numbers: Sequence[float], decimals: int | None) -> Iterator[float]:
    """Yield numbers as one reads them off the screen."""
    return (float(as_shown(one, decimals)) for one in numbers)


def _relation(calculated: float, entry: Written) -> str:
    """Return "=" if what a person calculates from the numbers shown is the result shown, else "≈"."""
    return EQUAL if comes_to(calculated, entry.value, entry.decimals) else ROUNDED


class Way(Written):
    """One path: the neurons that it goes through, and its product."""

    def __init__(self, ledger: Ledger, chain: Chain, path: Path, decimals: int | None) -> None:
        super().__init__(decimals)
        self._names, self._path = texts.THEN().join(_names(ledger, chain, path)), path

    @property
    def said(self) -> str:
        """The way, its factors and its product."""
        shown = {"numbers": self._numbers, "relation": self._relation, "result": self._result}
        return texts.PATH(way=self._names, **shown)

    @property
    def value(self) -> float:
        """Its product."""
        return self._path.product

    @property
    def _relation(self) -> str:
        return _relation(math.prod(_as_read(self._path.factors, self.decimals)), self)

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
            result = texts.RESULT(relation=self._relation, value=self._result)
            yield Calculation("", self._numbers, result, how.lines)

    def copied(self, form: Form) -> str:
        """Return the path as it is copied."""
        if form is not Form.LATEX:
            return super().copied(form)
        factors = [number_latex(one, self.decimals) for one in self._path.factors]
        product = r" \cdot ".join(
            f"({text})" if one < 0.0 else text for text, one in zip(factors, self._path.factors, strict=True)
        )
        relation = "=" if self._relation == EQUAL else r"\approx"
        return f"{product} {relation} {number_latex(self.value, self.decimals)}"


def _names(ledger: Ledger, chain: Chain, path: Path) -> Iterator[str]:
    """Yield what a path goes through, from the weight's source to the output."""
    experiment, last = ledger.experiment, len(ledger.layers) - 1
    yield texts.BIAS() if chain.source is None else source_name(experiment, chain.layer, chain.source)
    for layer, neuron in enumerate(path.neurons, chain.layer):
        yield output_name(experiment, neuron) if layer == last else number_of_neuron(neuron)


class Total(Written):
    """The sum of several paths; `parts` are what is shown of it above."""

    def __init__(self, name: str, value: float, decimals: int | None, parts: Sequence[float] = ()) -> None:
        super().__init__(decimals)
        self._name, self._value, self._parts = name, value, parts

    @property
    def said(self) -> str:
        """Its name, and the sum."""
        return texts.TOTAL(name=self._name, relation=self._relation, value=self._result)

    @property
    def value(self) -> float:
        """The sum."""
        return self._value

    @property
    def _relation(self) -> str:
        return _relation(sum(_as_read(self._parts, self.decimals)), self) if self._parts else EQUAL

    def blocks(self, _: How, /) -> Iterator[Block]:
        """Yield the name of the sum, and the sum."""
        result = texts.RESULT(relation=self._relation, value=self._result)
        yield Calculation(self._name, "", result)
