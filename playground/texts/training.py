"""What the training strip and its drawer say, but for the words of each setting. No Qt."""

from playground.texts.text import Text

HEADING = Text("TRAINING")
DRAWER = Text("More training settings")
MORE = Text("More…")
LESS = Text("Less")
AUTO = Text("auto")
AUTO_LOSS = Text("What the problem and the output need.")

# -- the groups of the drawer -----------------------------------------------------------------

OPTIMIZER = Text("OPTIMIZER")
SCHEDULE = Text("SCHEDULE")
LOSS = Text("LOSS")
REGULARISATION = Text("REGULARISATION")
START = Text("START")
STOP = Text("PAUSE WHEN REACHED")
NUMBERS = Text("NUMBERS")

NOTHING_ELSE_TO_SET = Text("{optimizer} has no other settings.")
NOTHING_TO_SET = Text("{loss} has no settings.")
RATE_NOW = Text("η now  {rate:.4g}")
NO_ACCURACY = Text("Regression has no accuracy: the data have values, not classes. Pause at a loss instead.")
PRECISIONS: dict[str, Text] = {
    "float64": Text("float64: 15 digits"),
    "float32": Text("float32: 7 digits"),
}

# -- dropout ----------------------------------------------------------------------------------

ALL_LAYERS = Text("all hidden layers")
NO_LAYER = Text("no hidden layer")
NO_LAYER_TIP = Text("There is no hidden layer to apply dropout to: add one above the network.")
DIFFERS = Text("differs")
