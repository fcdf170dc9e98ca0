"""What the data panel, the gallery and the drawing tools say, and what undo calls their changes. No Qt."""

from playground.texts.text import Text

# -- the panel -----------------------------------------------------------------------------------

TITLE = Text("DATA")
OWN_POINTS = Text("OWN POINTS")
LABELS = {
    "classes": (
        Text("classes (0–{most})"),
        Text("Each point belongs to a class, which the network learns to predict."),
    ),
    "values": (
        Text("values"),
        Text("Each point has a value, which the network learns to predict (regression)."),
    ),
}
COUNT = Text(
    "{n:,} points: {train:,} for training, {test:,} for testing",
    one="1 point: {train:,} for training, {test:,} for testing",
)
ALL_FOR_TRAINING = Text(
    "{n:,} points: all for training; with {least} or more, some are for testing",
    one="1 point: for training; with {least} or more, some are for testing",
)
NO_POINTS = Text("No points yet")
HARD_VALUES = Text("Values from {low} to {high} are hard to learn: the network may only find their mean.")
DRAWING = Text("✓ Drawing")

# -- the gallery ---------------------------------------------------------------------------------

GALLERY = Text("Data sets")
OWN = Text("own points")
OWN_HINT = Text("Yours: drawn, typed, pasted or from a CSV file.")
GROUPS = {
    "binary": Text("TWO CLASSES"),
    "multiclass": Text("SEVERAL CLASSES"),
    "regression": Text("REGRESSION: VALUES"),
    "own": Text("YOUR OWN: DRAWN, TYPED, PASTED OR FROM A CSV FILE"),
}

# -- drawing points ------------------------------------------------------------------------------

TOOLS = Text("Drawing tools")
VALUE = Text("the value {value}")
CLASS_HINT = Text(
    "Click or drag in the output plot. 0–5 choose the class; right-click or F flips a point; Escape ends. "
    "Arrow keys and Enter draw without a mouse."
)
VALUE_HINT = Text(
    "Click or drag in the output plot. 0–4 choose the value; right-click or F flips its value; Escape "
    "ends. Arrow keys and Enter draw without a mouse."
)
LINE_HINT = Text(
    "Click or drag in the output plot: across is x₁, the height is the value. Right-click or F mirrors a "
    "point; Escape ends. Arrow keys and Enter draw without a mouse."
)
NO_POINTS_SHOWN = Text("The plot shows a neuron, without the points: go back to the output to draw.")
FULL = Text("There are {n:,} points, the maximum: erase some first.")

# -- files ---------------------------------------------------------------------------------------

OPEN = Text("Open points")
SAVE = Text("Save points")
FILE_KINDS = Text("Tables ({patterns});;All files (*)")
SAVED = Text("Saved {n:,} points to {file}.", one="Saved 1 point to {file}.")
NOT_PASTED = Text("Nothing to paste: {why}")
NO_LAST_TABLE = Text("No imported table is kept for these points: open its file.")
CLIPBOARD = Text("the clipboard")

# -- what undo calls it --------------------------------------------------------------------------

EDIT_POINT = Text("edit a point")
ADD_POINT = Text("add a point")
ADD_POINTS = Text("add points")
DELETE_POINTS = Text("delete points")
PASTE_POINTS = Text("paste points")
CLEAR_POINTS = Text("clear points")
STROKES = {
    "brush": Text("draw points"),
    "eraser": Text("erase points"),
    "move": Text("move a point"),
    "flip": Text("flip a point"),
}
