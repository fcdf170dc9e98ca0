"""What is said of figures that are of a moment ago, while newer ones are being computed. No Qt."""

from playground.texts.text import Text

MARKED = Text("{figure}…")
EARLIER = Text("earlier…")  # above a table
VALUE = Text("An earlier value: the new one is being computed.")
FIGURES = Text("Earlier figures: the new ones are being computed.")
RINGS = Text("Dashed rings: the errors of a moment ago; the new ones are being computed.")
UNKNOWN = Text("Being computed.")
NAMED = Text("{name}. {note}")  # a figure, as a screen reader says it
