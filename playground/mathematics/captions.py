"""What is explained, and what happens at each moment of its step, in words. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine import DataSpec, Split
from playground.mathematics.moments import Moment, Phase, moments
from playground.observers.ledger import AskLedger
from playground.observers.plane import in_own_units, is_line
from playground.texts import explained as texts
from playground.texts.names import class_label, layer_name, number_names, target_name
from playground.texts.numbers import value_text

if TYPE_CHECKING:
    from engine.analysis.ledger import Ledger


def sample_line(spec: DataSpec, data: Split, ask: AskLedger) -> str:
    """Return what is explained, in numbers: the point, or the points of a mini-batch."""
    part = data.test if ask.part == "test" else data.train
    if ask.part == "batch" or ask.index >= len(part):
        return "" if len(data.train) else texts.NOTHING()
    names, x = number_names(spec), part.X[ask.index]
    numbers = [float(value) for value in (x[:1] if is_line(spec) else x)]
    pairs = [
        texts.SAMPLE(name=name, value=value_text(value)) for name, value in zip(names, numbers, strict=False)
    ]
    y = float(in_own_units(np.ravel(part.y[ask.index]), data.values)[0])
    label = value_text(y) if spec.problem == "regression" else class_label(spec, int(y))
    return "   ".join([*pairs, texts.SAMPLE(name=target_name(spec), value=label)])


def caption_of_moment(ledger: Ledger | None, moment: Moment | None) -> str:
    """Return what happens at a moment of a step."""
    if ledger is None:
        return texts.WAITING()
    if moment is None:
        return texts.WHOLE()
    layer = "" if moment.layer is None else layer_name(ledger.experiment, moment.layer)
    match moment.phase:
        case Phase.SAMPLE:
            return texts.SET(what=what_is_explained(ledger))
        case Phase.FORWARD:
            return texts.FORWARD(layer=layer)
        case Phase.LOSS:
            return texts.LOSS()
        case Phase.BACKWARD:
            return texts.BACKWARD(layer=layer)
        case Phase.GRADIENT:
            return texts.GRADIENT()
        case Phase.UPDATE:
            return texts.UPDATE_TEST() if ledger.part == "test" else texts.UPDATE()


def what_is_explained(ledger: Ledger) -> str:
    """Return which sample, or mini-batch, a ledger is of."""
    if ledger.part == "batch":
        return texts.MINI_BATCH(n=len(ledger.indices))
    return texts.NUMBERED[ledger.part](n=ledger.indices[0] + 1)


def count_of_moment(ledger: Ledger | None, moment: Moment | None) -> str:
    """Return which of how many moments it is; "" for the whole step."""
    if ledger is None or moment is None:
        return ""
    every = moments(len(ledger.layers))
    return texts.MOMENT_OF(k=every.index(moment) + 1, n=len(every))
