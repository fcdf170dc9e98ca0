"""The words of the card that a first start shows. No Qt."""

from playground.texts.text import Text

TITLE = Text("See a neural network learn")
LINE = Text("This one learns to tell orange points from blue ones.")
GUIDE = Text("More in the user guide: Help ▸ User guide.")
