"""Words of the gradient check. No Qt."""

from playground.texts.text import Text

TITLE = Text("Gradient check")
WHAT = Text(
    "Each gradient of the mean training loss twice: by backpropagation, and measured as "
    "(L(w + h) − L(w − h)) / 2h with h = 10⁻⁶."
)
OF = Text("(Epoch {epoch:,}, {n:,} training points.)", one="(Epoch {epoch:,}, 1 training point.)")
NO_POINTS = Text("There are no training points yet, so there is no loss to measure.")

WHERE = Text("Weight or bias")
SYMBOL = Text("{layer}, {symbol}")
BIAS_OF = Text("bias of {neuron}")
ANALYTIC = Text("Computed")
NUMERIC = Text("Measured")
DIFFERENCE = Text("Difference")
WHY = Text("Why")
DIFFERENCE_IS = Text("The distance of the two, as a share of the larger one.")

KINK = Text("kink")
SINGLE = Text("single precision")
UNEXPLAINED = Text("not explained")
WHY_KINK = Text(
    "The loss bends within a step of this value, as with a ReLU at 0: what is measured mixes the slopes "
    "of both sides. Without the points for which it bends, the two agree."
)
WHY_SINGLE = Text("In double precision the two agree: the difference is the rounding of single precision.")
WHY_UNEXPLAINED = Text("Neither a kink nor single precision explains this difference: look at its layer.")

CHECKING = Text("{done:,} of {n:,} gradients checked …")
STOPPED = Text("Stopped: {done:,} of {n:,} gradients are checked.")
NONE_CHECKED = Text("None is checked.")
ALL_AGREE = Text("All agree: the largest difference is {worst}.")
EXPLAINED = Text(
    "{n:,} differ by more than 10⁻⁵, each for the reason given.",
    one="1 differs by more than 10⁻⁵, for the reason given.",
)
DIFFER = Text(
    "{n:,} differ by more than 10⁻⁵, and nothing explains it.",
    one="1 differs by more than 10⁻⁵, and nothing explains it.",
)
FAILED = Text("The gradients could not be checked: {error}")
