"""What the output plot and the tabs below it say. No Qt."""

from playground.texts.text import Text

HEADING = Text("OUTPUT")

# -- what the plot shows ----------------------------------------------------------------------

RANGE = Text("{name}: {low} … {high}")
OUTPUT = Text("output")
LARGEST_OUTPUT = Text("largest output")
SURE = Text("sure")
UNSURE = Text("unsure")
PROBABILITY = Text("P({name})")
AT_LEAST = Text("≥ {value}")
AT_MOST = Text("≤ {value}")
COLOURS = Text("{title} from {low} to {high}")  # of the colour bar, as a screen reader says it
LEGEND = Text("Legend: {entries}")
POINTS_OF = Text("{part} {n:,}")
FIRST_RINGED = Text("rings on the first {n:,} errors")

ALL_HIDDEN = Text("all hidden layers")

# -- the probe --------------------------------------------------------------------------------

PROBE = Text("Probe")
COORDINATE = Text("{axis} {value}")
PREDICTION = Text("prediction")
PREDICTED = Text("predicted")
TRAINING_POINT = Text("training point {n:,}")
TEST_POINT = Text("test point {n:,}")
LABEL_IS = Text("label {label}")
RIGHT = Text("✓ correct")
WRONG = Text("✗ wrong")

# -- loss and accuracy ------------------------------------------------------------------------

READOUT = Text("Readout")
EPOCH = Text("epoch")
EPOCH_FROM = Text("epoch, from {epoch:,}")
ACCURACY = Text("accuracy")
R2 = Text("R²")
NO_R2_CURVE = Text("With this loss, R² has no curve: see Metrics.")
AT_EPOCH = Text("epoch {epoch:,.0f}")
TRAIN_LOSS = Text("training loss")
TEST_LOSS = Text("test loss")
ON_TEST = Text("on test")
ABOUT = Text("≈ {value}")
LOSS_APPEARS = Text("Press Play: the loss appears here")
ACCURACY_APPEARS = Text("Press Play: the accuracy appears here")
R2_APPEARS = Text("Press Play: R² appears here")
OFF_AXIS = Text("↑ {value}")  # a spike that is higher than the axis
BEST = Text("best {part} {value}")
BEST_AT = Text("best {part} {value} at {epoch:,}")
BEST_SINCE = Text("best {part} {value} since {epoch:,}")
DIVERGED = Text("✕ diverged")

# -- metrics ----------------------------------------------------------------------------------

NO_POINTS = Text("no points yet")
NO_TRAINING_POINTS = Text("no training points yet")
PRECISION_SHORT = Text("prec.")
RECALL = Text("recall")
F1 = Text("F1")
MEAN = Text("mean")
CONFUSED = Text(
    "{n:,} points of {true} are predicted as {predicted}.",
    one="1 point of {true} is predicted as {predicted}.",
)
TOTALS = Text("accuracy {accuracy}    ROC AUC {auc}")
TOTALS_SHORT = Text("{accuracy}  AUC {auc}")
R2_LONG = Text("R²: variance explained")
MAE = Text("mean absolute error")
MAE_SHORT = Text("MAE")
RMSE = Text("root mean squared error")
RMSE_SHORT = Text("RMSE")
CLASS_SCORES = Text("{part}: accuracy {accuracy}, macro F1 {f1}")
VALUE_SCORES = Text("{part}: R² {r2}, RMSE {rmse}")
OF_TEST = Text("The test points, which the network never trains on. These count.")
OF_TRAIN = Text("The training points.")

# -- the hardest points -----------------------------------------------------------------------

POINT = Text("point")
LABEL = Text("label")
PART_NUMBER = Text("{part} {n:,}")
