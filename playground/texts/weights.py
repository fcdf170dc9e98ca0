"""Words of the table of starting weights. No Qt."""

from playground.texts.text import Text

TITLE = Text("Starting weights")
HINT = Text(
    "Type the numbers of a book, fractions such as 1/3 too, or paste cells: one layer at a time. "
    "Training then starts from exactly these."
)
NOT_A_WEIGHT = Text("{place}: “{shown}” is not a number from −{most:,.0f} to {most:,.0f}.")
PLACE = Text("{neuron}, {source}")
DOES_NOT_FIT = Text(
    "{rows:,} × {columns:,} cells were copied; from this cell on there are {room_down:,} × {room_across:,}. "
    "All {n:,} numbers of the layer can be pasted too, in any shape."
)
PASTED = Text("{n:,} numbers pasted.", one="1 number pasted.")
SET = Text("Starting weights set.")
DRAWN = Text("drawn")
CALLED = Text("Starting weights")
