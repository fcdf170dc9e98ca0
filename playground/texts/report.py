"""The words of a report on what was set and what came out, and of its dialog. No Qt."""

from playground.texts.text import Text

# -- what was set --------------------------------------------------------------------------------

WAS_SET = Text("What was set")
SETTING = Text("Setting")
VALUE = Text("Value")
BY_DEFAULT = Text("Default")
ALL_BY_DEFAULT = Text("Every setting is at its default.")
REST = Text("At their defaults: {settings}.")
OF_SETTING = Text("{label} {value}")
BETWEEN = Text(" · ")
LIST = Text(", ")
INPUTS = Text("Inputs")
HIDDEN_LAYERS = Text("Hidden layers")
NO_LAYER = Text("none")
LAYER = Text("{n:,} {activation}")
LAYER_DROPOUT = Text("{layer} (dropout {share:g})")
ALIKE = Text("{n} × {layer}")
AUTO_IS = Text("auto: {label}")
ON = Text("on")
OFF = Text("off")
DATA_SEED = Text("the data’s seed")
ALL_POINTS = Text("all")
# settings whose names in the window need their place there to be understood
CALLED = {
    "epochs": Text("Pause at epoch"),
    "target_loss": Text("Pause at loss"),
    "target_accuracy": Text("Pause at accuracy"),
    "patience": Text("Pause after epochs without progress"),
    "plateau_epochs": Text("Schedule: patience"),
    "decay_epochs": Text("Schedule: epochs T"),
    "decay_factor": Text("Schedule: factor γ"),
    "init_scale": Text("Scale s of the starting weights"),
    "init_bias": Text("Starting bias"),
    "weights_seed": Text("Seed of the starting weights"),
}

AT_EPOCH = Text("At epoch")
CHANGE = Text("Changed during training")
MORE_CHANGES = Text("{n:,} earlier changes are not listed.", one="1 earlier change is not listed.")

# -- what came out -------------------------------------------------------------------------------

CAME_OUT = Text("What came out")
TRAINING = Text("Training")
TEST = Text("Test")
ACCURACY = Text("Accuracy")
R2 = Text("R²")
POINTS = Text("Points")
TEST_POINTS = Text("Test points")
UNTRAINED = Text("Not trained yet: these are the starting weights.")
AFTER = Text(
    "Trained for {n:,} epochs ({steps:,} steps), with {weights:,} weights and biases.",
    one="Trained for 1 epoch ({steps:,} steps), with {weights:,} weights and biases.",
)
WITHIN = Text("Trained for {steps:,} steps, into epoch {epoch:,}, with {weights:,} weights and biases.")
BEST_TEST = Text("The best test loss was {loss}, at epoch {epoch:,}.")
BEST_TRAINING = Text("The best training loss was {loss}, at epoch {epoch:,}.")
BEST_TEST_SINCE = Text(
    "The best test loss since the change at epoch {since:,} was {loss}, at epoch {epoch:,}."
)
BEST_TRAINING_SINCE = Text(
    "The best training loss since the change at epoch {since:,} was {loss}, at epoch {epoch:,}."
)
NOTE = Text("Note")
DATE = Text("{day} {month} {year}")
MADE = Text("Neural Playground {version}, {when}")
MADE_SOMETIME = Text("Neural Playground {version}")
PICTURES = {
    "network": Text("The network after training"),
    "output": Text("The output of the network, with the points"),
    "curves": Text("The loss by epoch"),
}

# -- the dialog ----------------------------------------------------------------------------------

TITLE = Text("Report")
PAGE = Text("The page")
MAKING = Text("Making the page…")
SHOWN = Text("Pictures")
SAVE = Text("Save the report")
PDF = Text("PDF (*.pdf)")
HTML = Text("Web page (*.html)")
