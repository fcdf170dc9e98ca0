"""What the health of a network is called, and how it is read. No Qt."""

from playground.texts.text import Text

# -- what is shown, by its name, with what it means -------------------------------------------

FIGURES = {
    "gradient": (
        Text("Gradients"),
        Text(
            "‖∂L/∂W‖, the length of each layer's gradient over the training points. Where it shrinks from "
            "layer to layer towards the inputs, it vanishes, and the first layers hardly learn; where it "
            "grows, it explodes. The spread is the largest length over the smallest."
        ),
    ),
    "ratio": (
        Text("Update ÷ weights"),
        Text(
            "‖ΔW‖ ÷ ‖W‖, how much a step changes the weights of each layer. About a thousandth is usual. Far "
            "below, a layer hardly learns; far above, its weights are thrown about."
        ),
    ),
    "flat": (
        Text("Dead, saturated"),
        Text(
            "The share of each layer's neurons that let hardly any gradient through. A ReLU is dead if it is "
            "0 for every training point. Any other is saturated if its slope is below a twentieth of the "
            "steepest for nine points in ten."
        ),
    ),
    "weights": (
        Text("Weight norm"),
        Text("‖W‖, the length of each layer's weights. L2 and weight decay keep it small."),
    ),
    "histograms": (
        Text("Histograms"),
        Text(
            "How the weights, the activations and the gradients of one layer are spread. Heights are square "
            "roots of the counts, so that rare values are seen."
        ),
    ),
}
AXES = {
    "gradient": Text("‖∂L/∂W‖"),
    "ratio": Text("‖ΔW‖ ÷ ‖W‖"),
    "flat": Text("share"),
    "weights": Text("‖W‖"),
}

# -- beside the curves ------------------------------------------------------------------------

USUAL = Text("usual")
PERCENT = Text("{n}%")
OUTPUT_SHORT = Text("out")
FACTOR = Text("spread {factor}×")
ALIKE = Text("spread below 10×")
FLAT = Text("{n:,} of {count:,} neurons", one="1 of {count:,} neurons")
NONE_FLAT = Text("none of {count:,} neurons")
NEVER_FLAT = Text("These activations are never flat: no neuron can be dead or saturated.")
WITHIN = Text("in the usual range")
BELOW = Text("below the usual range")
ABOVE = Text("above the usual range")
SOME_OUTSIDE = Text("{n} layers outside", one="1 layer outside")
ALL_WITHIN = Text("all layers as usual")

# -- in words, for a card and a screen reader -------------------------------------------------

LAYER_FIGURE = Text("{layer}: {figure}")
WHICH = Text("{share}: {neurons}")
NEURONS = Text("neurons {numbers}", one="neuron {numbers}")
DEAD = Text("{n:,} of {count:,} dead")
SATURATED = Text("{n:,} of {count:,} saturated")
SPREAD = Text("{what}: {n:,}, from {least} to {most}, mean {mean}")
WEIGHTS = Text("weights w")
ACTIVATIONS = Text("activations a")
GRADIENTS = Text("gradients ∂L/∂w")
NOT_FINITE = Text("{n:,} not finite")
