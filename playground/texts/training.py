"""What the training strip and its drawer say, but for the words of each setting. No Qt."""

from playground.texts.text import Text

ALL_OF_THEM = Text("all")  # as a batch size: what is typed for as many samples as there are
ALL_SAMPLES = Text("all ({count})")

HEADING = Text("TRAINING")
DRAWER = Text("More training settings")
DRAWER_TITLE = Text("More settings")
MORE = Text("More…")
LESS = Text("Less")

# -- the groups of the drawer -----------------------------------------------------------------

GROUPS: dict[str, Text] = {
    "optimizer": Text("OPTIMISER"),
    "schedule": Text("SCHEDULE"),
    "loss": Text("LOSS"),
    "regularisation": Text("REGULARISATION"),
    "start": Text("START"),
    "stop": Text("PAUSE AT"),
    "numbers": Text("NUMBERS"),
}
NOTHING_ELSE_TO_SET = Text("{optimizer} has no other settings.")
NOTHING_TO_SET = Text("{loss} has no settings.")
RATE_NOW = Text("η now  {rate:.4g}")
NO_ACCURACY = Text("Regression has no accuracy: the data have values, not classes. Pause at a loss instead.")

# -- dropout ----------------------------------------------------------------------------------

ALL_LAYERS = Text("all hidden layers")
NO_LAYER = Text("no hidden layer")
NO_LAYER_TIP = Text("There is no hidden layer to apply dropout to: add one with + above the network.")
DIFFERS = Text("differs")
GIVEN = Text("set by hand")  # of starting weights
