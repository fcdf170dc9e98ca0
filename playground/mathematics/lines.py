"""The lines of a step: for a moment of it, and for a layer, a neuron or a weight. No Qt."""

from collections.abc import Callable, Iterator

from engine.analysis.ledger import Ledger
from playground.mathematics.backward import backward, gradient
from playground.mathematics.forward import forward, loss, sample
from playground.mathematics.line import Line
from playground.mathematics.moments import Moment, Phase
from playground.mathematics.place import Place
from playground.mathematics.subject import Subject
from playground.mathematics.update import update

_PHASES: dict[Phase, Callable[[Subject], Iterator[Line]]] = {
    Phase.SAMPLE: sample,
    Phase.FORWARD: forward,
    Phase.LOSS: loss,
    Phase.BACKWARD: backward,
    Phase.GRADIENT: gradient,
    Phase.UPDATE: update,
}


def lines(ledger: Ledger, moment: Moment, place: Place | None = None, column: int = 0) -> tuple[Line, ...]:
    """Return the lines of a moment.

    Parameters
    ----------
    ledger : Ledger
    moment : Moment
    place : Place or None
        A layer gives lines of matrices; a neuron its full sums; a weight or a bias what belongs to it alone.
        None for all that the moment is about. Lines about the whole step have no place.
    column : int
        Which of the ledger's samples is shown; sums over a mini-batch have all of them.
    """
    if place is not None and moment.layer is not None and place.layer != moment.layer:
        return ()
    return tuple(_PHASES[moment.phase](Subject(ledger, moment, place, column)))
