"""What is said of data and documents that leave the program. No Qt."""

from playground.texts.text import Text

CURVES = Text("Save the curves")
WEIGHTS = Text("Save the weights")
CSV = Text("Tables (*.csv)")
SAVED = Text("Saved {file}.")
PRINTED = Text("Printed “{title}”.")
NOT_PRINTED = Text("Nothing was printed: the printer, or the file to print to, is not available.")
