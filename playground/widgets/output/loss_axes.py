"""The axis beside a loss: how far it reaches, its ticks, and what is read at an epoch."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from playground.observers.curves import Curve, Floats
from playground.texts import output as texts
from playground.texts.numbers import NONE, tick_text
from playground.widgets.output.loss_marks import LEAST_LOSS

FIRST_EPOCHS = 10  # the length of the axis of epochs at the start
GROWTH = 1.05  # and grows by so much at a time: new ticks in every frame would cost 2 ms each
RUNAWAY = 20.0  # times the first loss: as far as a linear axis reaches
ABOVE = 2.0  # times the highest loss besides a spike: as far as the axis reaches then
SOLVED = 0.01  # lower losses are seen on a logarithmic axis
UNSEEN = 15.0  # times the rest: an axis up to there leaves the rest a few pixels
LEVEL = 0.25  # of the usual height: where a curve stays level, at least half of its losses are above that
HIGHEST = 1e30  # what is drawn of a loss on its way to infinity; Qt draws no larger numbers
BESIDE = 2.0  # times as high as for the run itself: an axis reaches no further for other curves
MOST_TICKS = 5  # of a logarithmic axis of many decades

Points = tuple[Floats, Floats]


def right_end(epoch: float) -> float:
    """Return the length of the axis of epochs: FIRST_EPOCHS, grown as often as needed."""
    if epoch <= FIRST_EPOCHS:
        return FIRST_EPOCHS
    return FIRST_EPOCHS * GROWTH ** math.ceil(math.log(epoch / FIRST_EPOCHS, GROWTH) - 1e-9)


def log_ticks(low: float, high: float) -> list[tuple[float, str]]:
    """Return ticks (log₁₀ of the loss, text) for an axis between two powers of ten: few enough to be read."""
    decades = round(high - low)
    digits = (1, 2, 5) if decades <= 2 else (1,)
    stride = max(1, math.ceil(decades / MOST_TICKS))
    losses = [
        digit * 10.0**power
        for power in range(round(low), round(high) + 1, stride)
        for digit in digits
        if power < round(high) or digit == 1
    ]
    return [(math.log10(loss), tick_text(loss)) for loss in losses]


def loss_range(curves: Sequence[Points], log: bool, usual: float = math.inf) -> tuple[float, float]:
    """Return the range of the loss axis: from 0, or whole powers of ten, to a little above the highest.

    A loss that runs away leaves a linear axis at the top, and so does a spike: showing all of it would
    flatten the rest.

    Parameters
    ----------
    curves : sequence of (epochs, values)
    log : bool
    usual : float
        As in `Curves`.
    """
    values = np.concatenate([y for _, y in curves]) if curves else np.empty(0)
    finite = values[np.isfinite(values)]
    if not len(finite):
        return 0.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    if log:
        return math.floor(low), max(math.ceil(high), math.floor(low) + 1)
    limit = _limit(curves, usual)
    high = min(high, max(limit, *(float(y[-1]) for _, y in curves)))  # where it is now, it is always seen
    if math.isfinite(first := float(values[0])):
        high = min(high, max(RUNAWAY * first, LEAST_LOSS))
    return 0.0, max(high * 1.05, LEAST_LOSS)


def with_others(low: float, high: float, others: Sequence[Points], log: bool) -> tuple[float, float]:
    """Return the range of the axis with room for other curves, unless that would flatten the run's own."""
    values = [y[np.isfinite(y)] for _, y in others]
    values = [y for y in values if len(y)]
    if not values:
        return low, high
    least, most = min(float(y.min()) for y in values), max(float(y.max()) for y in values)
    if log:
        return min(low, math.floor(least)), max(high, min(math.ceil(most), high + 1.0))
    return low, max(high, min(1.05 * most, BESIDE * high))


def _limit(curves: Sequence[Points], usual: float) -> float:
    """Return how far a linear axis reaches where there may be a spike.

    The first loss stays on the axis, unless the rest stays level so far below that it could not be seen.
    """
    begin = min(float(x[0]) for x, _ in curves)
    first = max(float(y[0]) for x, y in curves if x[0] == begin)
    if first > UNSEEN * usual and usual > SOLVED and any(np.median(y) >= LEVEL * usual for _, y in curves):
        return ABOVE * usual
    return max(ABOVE * usual, first)


def value_at(curve: Curve, epoch: float, text: Callable[[float], str], gaps: tuple[int, ...] = ()) -> str:
    """Return a curve's value at an epoch; where it was thinned out, about that of the drawn line."""
    within = [piece for piece in curve.pieces(gaps) if piece.epochs[0] <= epoch <= piece.epochs[-1]]
    if not within:
        return NONE
    piece = within[0]
    i = int(np.searchsorted(piece.epochs, epoch))
    if piece.epochs[i] == epoch:
        return text(float(piece.values[i]))
    between = float(np.interp(epoch, piece.epochs, piece.values))
    # what was thinned out lies between its neighbours
    known = i > 0 and piece.values[i - 1] == piece.values[i]
    return text(between) if known else texts.ABOUT(value=text(between))
