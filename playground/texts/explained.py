"""What the Maths view says around the ledger: the sample, the moments of the step, the player. No Qt."""

from playground.texts.text import ControlWords, Text

HEADING = Text("MATHS")
STEP = Text("STEP")
SAMPLE = Text("{name} = {value}")
NUMBERED = {"train": Text("Training point {n:,}"), "test": Text("Test point {n:,}")}
MINI_BATCH = Text("Mini-batch of {n:,} points", one="Mini-batch of one point")
CHOSEN = {"train": Text("Training point"), "test": Text("Test point"), "batch": Text("Next mini-batch")}
PARTS = {
    "train": Text("The step that this training point alone would make."),
    "test": Text("The step that this test point would make: the network never trains on it."),
    "batch": Text("The step that training makes next, with all samples of its mini-batch."),
}
OF = Text("of {n:,}")
NOTHING = Text("Nothing to explain: there are no points.")
OTHER_POINT = Text("Another point: the data changed.")
MOVED = {
    "train": Text("Now training point {n:,}: the data changed."),
    "test": Text("Now test point {n:,}: the data changed."),
}
NOTED = Text("{line}   {note}")
FULL = Text("all digits")
DECIMALS = Text("{n} decimals")
DECIMALS_TIP = Text("Numbers with {n} digits after the decimal mark.")
FULL_TIP = Text("Numbers to their last digit, as the network computes with them.")

PAGES = {
    "ledger": ControlWords("Ledger", "Every number of the step, with its formula.", text="Ledger"),
    "neuron": ControlWords(
        "Neuron", "The curve of the chosen neuron, and where all training points are on it.", text="Neuron"
    ),
    "layers": ControlWords(
        "Layers", "The plane and the data as each layer sees them: how the network bends them.", text="Layers"
    ),
    "gradients": ControlWords(
        "Gradient check",
        "Every gradient twice: by backpropagation, and measured as the slope of the loss.",
        text="Check",
    ),
}

# -- the moments -----------------------------------------------------------------------------

WHOLE = Text("The whole step: Play goes through it.")
WAITING = Text("The step is being computed…")
SET = Text("{what}: the inputs are set")
FORWARD = Text("Forward, {layer}: z = W·a + b, then a = g(z)")
LOSS = Text("Loss of the output")
BACKWARD = Text("Backward, {layer}: its error δ")
GRADIENT = Text("Gradient of every weight and bias")
UPDATE = Text("Update: the weights have moved")
UPDATE_TEST = Text("Update: the weights would move, but test points are never trained on")
MOMENT_OF = Text("{k}/{n}")
PAUSE = Text("Pause")
SPEEDS = {
    "slow": (Text("slow"), Text("Each moment stays for four seconds."), 4000),
    "usual": (Text("normal"), Text("Each moment stays for two seconds."), 2000),
    "quick": (Text("fast"), Text("Each moment stays for two thirds of a second."), 667),
    "rapid": (Text("very fast"), Text("Six moments a second."), 167),
}

# -- the tab of the step ---------------------------------------------------------------------

OUTPUT = Text("Output ŷ")
TARGET = Text("Target y")
LOSS_NAME = Text("Loss L")
MEAN_LOSS = Text("Mean loss L of {n:,} samples")
PENALTY = Text("Penalty")
VECTOR = Text("({numbers})")
GRADIENTS = Text("Size of the gradient ‖∂L/∂W‖, by layer")
NO_STEP = Text("Output, loss and gradients of a step are shown here once there are points.")
