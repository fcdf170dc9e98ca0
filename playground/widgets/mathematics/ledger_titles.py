"""What the rows of the ledger that open are called."""

from engine.analysis.ledger import Ledger
from playground.mathematics.moments import Moment, Phase
from playground.mathematics.place import BIAS, Place
from playground.texts import mathematics as texts
from playground.texts.names import capitalised, layer_name, number_of_neuron, output_name, source_name


def section_title(ledger: Ledger, moment: Moment) -> str:
    """Return the name of a moment of a step."""
    layer = "" if moment.layer is None else layer_name(ledger.experiment, moment.layer)
    titles = {
        Phase.SAMPLE: texts.SAMPLES if ledger.part == "batch" else texts.SAMPLE,
        Phase.FORWARD: texts.FORWARD,
        Phase.LOSS: texts.LOSS,
        Phase.BACKWARD: texts.BACKWARD,
        Phase.GRADIENT: texts.GRADIENT,
        Phase.UPDATE: texts.UPDATE,
    }
    return titles[moment.phase](layer=layer)


def part_title(ledger: Ledger, place: Place | None) -> str:
    """Return the name of a layer, a neuron or a weight in what it is a part of."""
    assert place is not None  # only a moment is of the whole network
    experiment = ledger.experiment
    if place.neuron is None:
        return capitalised(layer_name(experiment, place.layer))
    if place.source is None:
        last = place.layer == len(ledger.layers) - 1
        return output_name(experiment, place.neuron) if last else capitalised(number_of_neuron(place.neuron))
    if place.source == BIAS:
        return capitalised(texts.BIAS())
    return texts.FROM(source=source_name(experiment, place.layer, place.source))
