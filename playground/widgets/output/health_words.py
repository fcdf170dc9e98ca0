"""The health of layers in words: in a line above the curves, in a card, and for a screen reader."""

import math
from collections.abc import Iterator

from engine import Experiment
from engine.analysis.health import USUAL_RATIOS, LayerHealth
from playground.observers.health import HealthCurves
from playground.texts import health as texts
from playground.texts.names import layer_name
from playground.texts.numbers import NONE, count_text, power_text, share_text, weight_text
from playground.texts.text import Text

MOST_NAMED = 6  # neurons
WRITTEN_OUT = 1e6  # a factor that is no larger
UNLIKE = 10.0  # times: gradients that differ by less are alike


def summary(figure: str, curves: HealthCurves) -> str:
    """Return the newest figures of all layers in a few words; "" where they have none."""
    now = curves.now.layers
    if figure == "gradient":
        lengths = [one.gradient_norm for one in now]
        if len(now) < 2 or not min(lengths) > 0.0 or not math.isfinite(max(lengths)):
            return ""
        factor = max(lengths) / min(lengths)
        written = count_text(round(factor)) if factor < WRITTEN_OUT else power_text(factor, 0)
        return texts.FACTOR(factor=written) if factor >= UNLIKE else texts.ALIKE()
    if figure == "ratio":
        outside = sum(place_of(one.ratio) is not texts.WITHIN for one in now)
        return texts.SOME_OUTSIDE(n=outside) if outside else texts.ALL_WITHIN()
    if figure == "flat":
        known = [one for one in now if one.dead is not None or one.saturated is not None]
        flat = sum(len(one.dead_neurons or one.saturated_neurons or ()) for one in known)
        count = sum(one.neurons for one in known)
        return (texts.FLAT(n=flat, count=count) if flat else texts.NONE_FLAT(count=count)) if count else ""
    return ""


def place_of(ratio: float) -> Text:
    """Return where a ratio of update to weights is, beside the usual range."""
    if USUAL_RATIOS[0] <= ratio <= USUAL_RATIOS[1]:
        return texts.WITHIN
    return texts.ABOVE if ratio > USUAL_RATIOS[1] else texts.BELOW


def flat_words(share: float, layer: LayerHealth | None = None) -> str:
    """Return a share of dead or saturated neurons; a dash where an activation is never flat.

    Parameters
    ----------
    share : float
    layer : LayerHealth, optional
        The layer at that moment, where it is known which neurons they are.
    """
    if math.isnan(share):
        return NONE
    flat = (layer.dead_neurons or layer.saturated_neurons or ()) if layer is not None else ()
    if not flat:
        return share_text(share)
    numbers = ", ".join(str(k + 1) for k in flat[:MOST_NAMED]) + (", …" if len(flat) > MOST_NAMED else "")
    return texts.WHICH(share=share_text(share), neurons=texts.NEURONS(n=len(flat), numbers=numbers))


def described(figure: str, curves: HealthCurves, experiment: Experiment) -> Iterator[str]:
    """Yield the newest figure of each layer, for a screen reader."""
    for k, one in enumerate(curves.now.layers):
        if figure == "gradient":
            text = weight_text(one.gradient_norm)
        elif figure == "ratio":
            text = f"{weight_text(one.ratio)}, {place_of(one.ratio)()}"
        elif figure == "weights":
            text = weight_text(one.weight_norm)
        elif one.dead_neurons is not None:
            text = texts.DEAD(n=len(one.dead_neurons), count=one.neurons)
        elif one.saturated_neurons is not None:
            text = texts.SATURATED(n=len(one.saturated_neurons), count=one.neurons)
        else:
            continue
        yield texts.LAYER_FIGURE(layer=layer_name(experiment, k), figure=text)
