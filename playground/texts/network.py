"""What the network panel and its cards say. No Qt."""

from playground.texts.text import Text

HEADING = Text("NETWORK")
AREA = Text("The network")

# -- what the drawing shows -------------------------------------------------------------------

NEURON = Text("{name}: bias {bias}")
NEURON_WITH_DROPOUT = Text("{name}: bias {bias}, dropout {dropout:.6g}")
CLICK_NEURON = Text("{what}. Click to see its numbers")
WEIGHT = Text("{name}: {value}")
CLICK_WEIGHT = Text("{what}. Click to set it")
CURRENT = Text("{name}, bias {bias}")  # what a screen reader says of the neuron in focus
# the same where mathematics are shown
CHOOSE_NEURON = Text("{what}. Click to choose it, double-click to see its numbers")
CHOOSE_WEIGHT = Text("{what}. Click to choose it, double-click to set it")
NEURON_IN_STEP = Text("{what}, z = {z}, a = {a}, δ = {error}")
# a weight, with what its line shows
LINE_OF = {
    "gradients": Text("{what}, ∂L/∂w = {value}"),
    "updates": Text("{what}, update Δw = {value}"),
    "signals": Text("{what}, signal w·a = {value}"),
    "errors": Text("{what}, error w·δ = {value}"),
}
SIZE = Text("{layers}: {n:,} weights and biases", one="{layers}: one weight or bias")
COST = Text("{size}; about {seconds:.2g} s an epoch, {memory:.2g} GB of memory")
OUT_OF_SIGHT = Text(
    "{layer}: neurons {first:,}–{last:,} of {n:,}. Click for the next ones; Shift+click or right-click to go "
    "back"
)
MORE_BELOW = Text("+ {n:,} more"), Text("+ {n:,}")  # the second where there is little room
MORE_ABOVE = Text("↑ {n:,} more"), Text("↑ {n:,}")
NEURONS_IN_SIGHT = Text("{first:,}–{last:,}")

# the key, the longest words first
KEY_POSITIVE = Text("blue +"), Text("+"), Text("+")
KEY_NEGATIVE = Text("orange dashed −"), Text("−"), Text("−")
KEY_WIDTH = Text("thicker = larger"), Text("thicker = larger"), Text("larger")
KEY_BIAS = Text("bar = bias"), Text("bar = bias"), Text("bias")

# of what else the lines show: what the widest stands for
KEY_WIDEST = {
    "gradients": (Text("widest: ∂L/∂w = {value}"), Text("∂L/∂w ≤ {value}"), Text("∂w ≤ {value}")),
    "updates": (Text("widest: Δw = {value}"), Text("Δw ≤ {value}"), Text("Δw ≤ {value}")),
    "signals": (Text("widest: w·a = {value}"), Text("w·a ≤ {value}"), Text("w·a ≤ {value}")),
    "errors": (Text("widest: w·δ = {value}"), Text("w·δ ≤ {value}"), Text("w·δ ≤ {value}")),
}
KEY_SHOWS = {  # the name of the key for a screen reader
    "weights": Text("Key: blue +, orange dashed −, thicker = larger, bar = bias"),
    "gradients": Text("Key: each line is a gradient ∂L/∂w; blue +, orange dashed −, thicker = larger"),
    "updates": Text("Key: each line is an update Δw; blue +, orange dashed −, thicker = larger"),
    "signals": Text("Key: each line is a signal w·a; blue +, orange dashed −, thicker = larger"),
    "errors": Text("Key: each line is an error w·δ; blue +, orange dashed −, thicker = larger"),
}
KEY_TIP = Text(
    "Each line is what was chosen above, or what a moment of the step shows: blue when positive, orange and "
    "dashed when negative, faint grey at 0. The widest stands for the largest number of all."
)
KEY_NUMBERS = {  # of neurons: a, its mean over a mini-batch, δ
    "a": (Text("number = a"), Text("= a"), Text("a")),
    "ā": (Text("number = mean a"), Text("= mean a"), Text("ā")),
    "δ": (Text("number = δ"), Text("= δ"), Text("δ")),
}

# what the lines show
LINES = Text("Lines")
LINES_SHOW = {  # of each, its name, its symbol and what it is
    "weights": (Text("weights"), Text("w"), Text("w, as training has made it")),
    "gradients": (Text("gradients"), Text("∂L/∂w"), Text("∂L/∂w: how the loss rises as the weight rises")),
    "updates": (Text("updates"), Text("Δw"), Text("Δw: what the step that is shown, or is next, adds to it")),
    "signals": (
        Text("signals"),
        Text("w·a"),
        Text("w·a: what it passes on of a sample, or of several on average"),
    ),
}

# -- the controls around it -------------------------------------------------------------------

HIDDEN_LAYERS = Text("Hidden layers: {n}")
HIDDEN_LAYERS_SHORT = Text("Hidden: {n}")
INPUTS = Text("INPUTS")  # captions of the columns; a hidden layer has its name
OUTPUT = Text("OUTPUT")
NEURONS, ACTIVATION = Text("Neurons"), Text("Activation")  # captions of two rows of controls
NEURONS_AFTER = Text("neurons", one="neuron")  # after their number
OUTPUTS = Text("{n} outputs", one="1 output")
DROPOUT = Text("Dropout: {share:.6g}")  # a line of a tooltip
AUTO_OUTPUT = Text("What the problem needs: sigmoid, softmax or linear.")
MORE_INPUTS = Text("more inputs")
FEWER_INPUTS = Text("fewer inputs")
INPUTS_IN_SIGHT = Text("{first}–{last} of {n} …")

# -- a formula of one's own -------------------------------------------------------------------

FORMULA = Text("Own formula")
FORMULA_FROM = Text("Own formula, from x1 and x2")
FORMULA_FROM_X1 = Text("Own formula, from x1")
NO_X2 = Text("{name} needs x₂, and the data have none.")
FORMULA_REFUSED = Text("{reason} (character {place})")
FORMULA_HINT = Text("+ − * / ^, sin, cos, exp, … and numbers")
ALREADY_AN_INPUT = Text("{name} is already an input.")

# -- the card of a neuron ---------------------------------------------------------------------

NEURON_CARD = Text("Neuron")
WHOLE_NEURON = Text("The whole neuron")
BIAS = Text("bias")
FROM = Text("from {source}")
NOW = Text("now {value}")
SWITCHED_OFF = Text("switched off: counts as zero")
