"""What is said of data and documents that leave the program. No Qt."""

from playground.texts.text import Text

CURVES = Text("Save the curves")
WEIGHTS = Text("Save the weights")
CSV = Text("Tables (*.csv)")
ALL_FILES = Text("All files (*)")
SAVED = Text("Saved {file}.")
