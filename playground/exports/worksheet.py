"""A worksheet: one step of backpropagation to calculate by hand, with the working or with gaps. No Qt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine import ACTIVATIONS, LOSSES, OPTIMIZERS, Experiment, Problem, Samples, Split, parameter_count
from engine.base.checks import WEIGHT
from engine.base.values import dataclass
from engine.experiment import Weights
from playground.exports.document import WIDTH, Block, Document, Heading, PageBreak, Paragraph, Picture, Table
from playground.mathematics.expression import names_in
from playground.mathematics.formulas import formulas
from playground.mathematics.line import EQUAL, Line
from playground.mathematics.lines import lines
from playground.mathematics.meanings import meaning_of
from playground.mathematics.moments import Moment, Phase, moments
from playground.mathematics.place import BIAS, Place
from playground.mathematics.rounding import Exact, number_text
from playground.mathematics.writing import Writer
from playground.texts import worksheet as texts
from playground.texts.names import BIAS as BIAS_NAME
from playground.texts.names import layer_name, neuron_name, source_name
from playground.texts.text import Text

if TYPE_CHECKING:
    from engine.analysis.ledger import Ledger

MOST_PARAMETERS = 60
STEP, REACH = 0.1, 10  # drawn weights are up to so many steps from 0
SAMPLE_STEP, SAMPLE_REACH = 0.5, 4  # and drawn inputs
CONSTANTS = frozenset(name for one in ACTIVATIONS.values() for name in one.constants)
TEXT = 0.8  # the size of text on the page, over that in the pictures of formulas
BOX = re.compile(rb'viewBox="\S+ \S+ (\S+) \S+"')


class Kind(Enum):
    """What is written on a worksheet."""

    WORKING = auto()  # every number, and how it comes about
    GAPS = auto()
    GAPS_AND_ANSWERS = auto()  # the answers on a sheet of their own


class TooLargeError(ValueError):
    """A network has more weights, or larger ones, than anybody calculates by hand; the text says it."""


@dataclass(frozen=True, eq=False)
class Exercise:
    """The numbers of a step to calculate.

    Attributes
    ----------
    ledger : Ledger
        Of one sample; its weights, inputs and values are round numbers.
    decimals : int
    seed : int
        0 for the numbers of the window.
    """

    ledger: Ledger
    decimals: int
    seed: int


def exercise(
    experiment: Experiment,
    weights: Weights,
    problem: Problem,
    x: NDArray[np.floating],
    y: float,
    decimals: int,
    seed: int = 0,
) -> Exercise:
    """Return a step of a network with round numbers.

    Parameters
    ----------
    experiment : Experiment
        Dropout is left out, and precision is float64.
    weights : Weights
        As in `NetworkSpec.weights`.
    problem : Problem
    x, y : ndarray (inputs,), float
        What the network gets of a sample, and its label or value.
    decimals : int
        To which weights and inputs are rounded.
    seed : int
        From 1 on it draws other weights, inputs and labels.

    Raises
    ------
    TooLargeError
    """
    from engine import Trainer
    from engine.analysis.tracer import Tracer

    sizes = (len(x), *(len(layer) for layer in weights))
    if (n := parameter_count(sizes)) > MOST_PARAMETERS:
        raise TooLargeError(texts.TOO_LARGE(n=n, most=MOST_PARAMETERS))
    if not all(WEIGHT.low <= w <= WEIGHT.high for layer in weights for row in layer for w in row):
        raise TooLargeError(texts.TOO_LARGE_WEIGHTS(most=WEIGHT.high))
    if seed:
        rng = np.random.default_rng(seed)
        weights = tuple(tuple(tuple(_drawn(rng, len(row), STEP, REACH)) for row in one) for one in weights)
        x = np.array(_drawn(rng, len(x), SAMPLE_STEP, SAMPLE_REACH))
        y = _drawn_label(rng, problem)
    else:
        weights = tuple(
            tuple(tuple(round(value, decimals) for value in row) for row in one) for one in weights
        )
        x, y = x.round(decimals), round(y, decimals)
    hidden = tuple(replace(layer, dropout=0.0) for layer in experiment.network.hidden)
    network = replace(experiment.network, hidden=hidden, weights=weights)
    training = replace(experiment.training, dtype="float64", batch_size=1)
    labels = np.array([y]) if problem.kind == "regression" else np.array([int(y)])
    one = Samples(x[None], labels)
    data = Split(one, Samples(one.X[:0], one.y[:0]), problem)
    trainer = Trainer(replace(experiment, network=network, training=training), data)
    ledger = Tracer(trainer.experiment, data).trace(trainer.progress, "train", [0])
    return Exercise(ledger, decimals, seed)


def _drawn(rng: np.random.Generator, n: int, step: float, reach: int) -> list[float]:
    """Return round numbers other than 0."""
    sizes, signs = rng.integers(1, reach, n, endpoint=True), rng.choice((-1, 1), n)
    return [round(float(value) * step, 10) for value in sizes * signs]


def _drawn_label(rng: np.random.Generator, problem: Problem) -> float:
    if problem.kind == "regression":
        return _drawn(rng, 1, STEP, REACH)[0]
    return float(rng.integers(problem.size))


def worksheet(one: Exercise, kind: Kind, title: str = "") -> Document:
    """Return an exercise as a document.

    Parameters
    ----------
    one : Exercise
    kind : Kind
    title : str
        By default it says what there is to do.
    """
    gaps = kind is not Kind.WORKING
    sections = list(_sections(one.ledger))
    blocks: list[Block] = [Paragraph(texts.NAME())] if gaps else []
    every = [line for _, some in sections for line in some]
    blocks += [*_introduction(one), *_given(one), *_settings(every, one.decimals)]
    for heading, some in sections:
        blocks += [Heading(heading), *_formulas(some), _table(some, one, gaps)]
    if kind is Kind.GAPS_AND_ANSWERS:
        blocks += [PageBreak(), Heading(texts.ANSWERS())]
        for heading, some in sections:
            blocks += [Heading(heading), _answers(some, one)]
    return Document(title or texts.TITLE(), tuple(blocks))


# -- what is given -------------------------------------------------------------------------------


def _introduction(one: Exercise) -> Iterator[Block]:
    experiment, task = one.ledger.experiment, one.ledger.task
    parts = [texts.LAYERS["inputs"](n=len(one.ledger.X[0]))]
    for layer in experiment.network.hidden:
        label = ACTIVATIONS[layer.activation].label
        parts.append(texts.LAYERS["hidden"](n=layer.width, activation=label))
    parts.append(
        texts.LAYERS["outputs"](n=len(one.ledger.layers[-1].b), activation=ACTIVATIONS[task.output].label)
    )
    optimizer = OPTIMIZERS[experiment.training.optimizer]
    network, loss = texts.LIST().join(parts), LOSSES[task.loss].label
    yield Paragraph(texts.TASK(network=network, loss=loss, optimizer=optimizer.label, decimals=one.decimals))
    about = texts.DRAWN(seed=one.seed) if one.seed else texts.ROUNDED(decimals=one.decimals)
    yield Paragraph(about, small=True)
    if optimizer.moment_names:
        yield Paragraph(texts.FIRST_STEP(), small=True)


def _given(one: Exercise) -> Iterator[Block]:
    """Yield the sample, the learning rate, and the weights and biases of each layer."""
    ledger, experiment = one.ledger, one.ledger.experiment
    inputs, targets = ledger.X[0].tolist(), ledger.Y[:, 0].tolist()
    names = [source_name(experiment, 0, k) for k in range(len(inputs))]
    names += (
        [texts.TARGET(k=k) for k in range(1, len(targets) + 1)] if len(targets) > 1 else [texts.ONE_TARGET()]
    )
    given = [number_text(value, one.decimals) for value in inputs]
    given += [number_text(value, None) for value in (*targets, ledger.update.rate)]
    yield Heading(texts.GIVEN())
    yield Table((tuple(given),), (*names, texts.RATE()))
    for index, layer in enumerate(ledger.layers):
        sources = [source_name(experiment, index, k) for k in range(layer.W.shape[1])]
        rows = tuple(
            (neuron_name(experiment, index, j), *(number_text(w, one.decimals) for w in (*row, b)))
            for j, (row, b) in enumerate(zip(layer.W.tolist(), layer.b.tolist(), strict=True))
        )
        yield Table(rows, (texts.WEIGHTS_INTO(), *sources, BIAS_NAME()))


def _settings(some: list[Line], decimals: int) -> Iterator[Block]:
    """Yield the other numbers that stand in formulas: settings, and constants of activations."""
    found: dict[str, str] = {}
    for line in some:
        for name in _names_in(line):
            value = line.values.get(name)
            if name != "eta" and (isinstance(value, Exact) or name in CONSTANTS):
                symbol, meaning = Writer().symbol(name), meaning_of(line.formula, name)
                shown = texts.RESULT(target=symbol, result=number_text(value, decimals))
                found[meaning] = shown
    if found:
        yield Table(tuple((shown, meaning) for meaning, shown in found.items()))
    if any("log(" in formulas()[line.formula].expression for line in some if line.formula):
        yield Paragraph(texts.NATURAL_LOG(), small=True)


def _names_in(line: Line) -> list[str]:
    """Return the names in a line's formula, as they come in the alphabet."""
    if not line.formula:
        return []
    formula = formulas()[line.formula]
    parts = [one for one in (formula.expression, formula.stands_for) if one]
    return sorted(name for part in parts for name in names_in(part))


# -- what is to be calculated --------------------------------------------------------------------


def _sections(ledger: Ledger) -> Iterator[tuple[str, list[Line]]]:
    """Yield what is calculated, moment by moment: a heading, and its lines."""
    layers = range(len(ledger.layers))
    for moment in moments(len(layers))[1:]:
        if moment.layer is not None:
            words = texts.FORWARD if moment.phase is Phase.FORWARD else texts.BACKWARD
            yield _heading(words, ledger, moment.layer), _of_neurons(ledger, moment, moment.layer)
        elif moment.phase is Phase.LOSS:
            yield texts.LOSS(), list(lines(ledger, moment))
        else:
            words = texts.GRADIENT if moment.phase is Phase.GRADIENT else texts.UPDATE
            of = _of_neurons if moment.phase is Phase.GRADIENT else _of_parameters
            for layer in layers:
                yield _heading(words, ledger, layer), of(ledger, moment, layer)


def _heading(words: Text, ledger: Ledger, layer: int) -> str:
    return words(layer=layer_name(ledger.experiment, layer))


def _of_neurons(ledger: Ledger, moment: Moment, layer: int) -> list[Line]:
    """Return the lines of all neurons of a layer."""
    neurons = range(len(ledger.layers[layer].b))
    return [line for neuron in neurons for line in lines(ledger, moment, Place(layer, neuron))]


def _of_parameters(ledger: Ledger, moment: Moment, layer: int) -> list[Line]:
    """Return the lines of all weights and biases of a layer."""
    shape = ledger.layers[layer].W.shape
    sources = [(j, k) for j in range(shape[0]) for k in (*range(shape[1]), BIAS)]
    return [line for j, k in sources for line in lines(ledger, moment, Place(layer, j, k))]


def _formulas(some: list[Line]) -> Iterator[Picture]:
    """Yield the picture of each formula once."""
    for key in dict.fromkeys(line.formula for line in some if line.formula):
        content = formulas()[key].picture.read_bytes()
        box = BOX.search(content)
        assert box is not None  # every picture that is made has one
        yield Picture(content, formulas()[key].words, min(float(box[1]) * TEXT / WIDTH, 1.0))


def _table(some: list[Line], one: Exercise, gaps: bool) -> Table:
    """Return the lines with their numbers, or with room for them."""
    rows = []
    for line in some:
        shown, name = line.working(one.decimals), _parameter_name(line, one.ledger)
        numbers, relation, result = shown.numbers, shown.relation, shown.result
        if gaps and line.formula:
            numbers = (texts.SHORT_GAP if name else texts.GAP)() if numbers else ""
            relation, result = EQUAL, texts.RESULT_GAP()
        words = (texts.CALCULATION if numbers else texts.RESULT)(
            target=shown.target, numbers=numbers, relation=relation, result=result
        )
        rows.append((*name, words))
    return Table(tuple(rows))


def _answers(some: list[Line], one: Exercise) -> Table:
    """Return what comes out of each line."""
    shown = [(_parameter_name(line, one.ledger), line.working(one.decimals)) for line in some]
    return Table(tuple((*name, texts.RESULT(target=each.target, result=each.result)) for name, each in shown))


def _parameter_name(line: Line, ledger: Ledger) -> tuple[str, ...]:
    """Return the name of the weight that a line of the update is about: its target does not say it."""
    place = line.place
    if line.moment.phase is not Phase.UPDATE or place is None or place.source is None:
        return ()
    assert place.neuron is not None
    experiment, layer = ledger.experiment, place.layer
    source = BIAS_NAME() if place.source == BIAS else source_name(experiment, layer, place.source)
    return (texts.OF_PARAMETER(neuron=neuron_name(experiment, layer, place.neuron), source=source),)
