"""The sheet of keys: the places that have keys of their own, and what each key does there. No Qt."""

from playground.texts.text import Text

TITLE = Text("Keyboard")
HINT = Text(
    "Tab walks through all controls, and the arrow keys change the one that has the focus. Shift+F1 explains "
    "it; without a focus, click on what you want explained."
)

NETWORK = Text("Network")
WALK_NEURONS = Text("Walk from neuron to neuron")
WALK_MANY = Text("Walk as many as are shown")
FIRST_OR_LAST_LAYER = Text("To the first layer, to the output")
OPEN_NEURON = Text("Open the neuron: its weights and bias")
CHANGE_WIDTH = Text("One neuron more or less in its layer")
REMOVE_NEURON = Text("Remove the neuron")

PLOT = Text("Output plot")
MOVE_OR_PROBE = Text("Move it, or walk the probe")
ZOOM = Text("Zoom in or out")
WHOLE_SQUARE = Text("Show the whole square")
END_PROBING = Text("Stop probing")

CURVES = Text("Loss and accuracy")
READ_EPOCH = Text("Read the epoch before or after")
READ_ENDS = Text("Read the first epoch or the last")
CLOSE_READOUT = Text("Close the readout")

HARDEST = Text("Hardest points")
CHOOSE_POINT = Text("Choose a point, marked in the plot")
FIRST_OR_LAST = Text("The first one, the last one")

DRAWING = Text("Drawing points")
MOVE_BRUSH = Text("Move the brush; with Shift in small steps")
DRAW_POINT = Text("Draw a point there")
ERASE = Text("Erase there")
CHOOSE_LABEL = Text("Choose the class, or the value")
CHOOSE_TOOL = Text("Brush, eraser, move a point")
BRUSH_SIZE = Text("Smaller or larger brush")
FLIP_POINT = Text("Flip the point there")
STOP_DRAWING = Text("Stop drawing")

TABLE = Text("Table of points")
TYPE_NUMBER = Text("Type a number into the cell")
PASTE_CELLS = Text("Paste cells from a spreadsheet")
COPY_POINTS = Text("Copy the chosen points")
DELETE_POINTS = Text("Delete the chosen points")
UNDO_REDO = Text("Undo, redo")
CLOSE = Text("Close it")

CLASS = Text("For a class")
SHOW_OR_HIDE = Text("Show the control, or hide it")
LOCK_OR_UNLOCK = Text("Lock it, or unlock it")
