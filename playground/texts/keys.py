"""The sheet of keys: the parts of the window with keys of their own, and what each key does. No Qt."""

from playground.texts.text import Text

TITLE = Text("Keyboard")
HINT = Text(
    "F6 goes from panel to panel, Tab through all controls. The arrow keys change the one in focus; Enter or "
    "Space presses a button, and anywhere else Space plays. Shift+F1 explains the control; if nothing is in "
    "focus, click what you want explained."
)

NETWORK = Text("Network")
WALK_NEURONS = Text("Move from neuron to neuron")
WALK_WEIGHTS = Text("Move through the neuron's weights and bias")
WALK_MANY = Text("Move by as many as are shown")
FIRST_OR_LAST_LAYER = Text("Go to the first layer, to the output")
OPEN_NEURON = Text("Open the neuron: its weights and bias")
CHANGE_WIDTH = Text("Add or remove a neuron in its layer")
REMOVE_NEURON = Text("Remove the neuron")

LEDGER = Text("Mathematics")
CHOOSE_SAMPLE = Text("Explain the previous or next sample")
WALK_STEP = Text("Walk through the rows, and light up what they are about")
WALK_ROWS = Text("Walk through the rows")
FIRST_OR_LAST_ROW = Text("To the first or last row")
OPEN_ROW = Text("Open or close a row")
COPY_TEXT = Text("Copy as text")
COPY_LATEX = Text("Copy as LaTeX")
COPY_NUMBERS = Text("Copy numbers")
COPY_CODE = Text("Copy code")

RUNS = Text("Table of runs")
FOLD_GROUP = Text("Close or open a group")
OPEN_RUN = Text("Open the run as it was; open or close a group")
STAR_RUN = Text("Star the run, or take the star off")
DELETE_RUNS = Text("Delete the selected runs")

PLOT = Text("Output plot")
MOVE_OR_PROBE = Text("Move the plot, or the probe")
ZOOM = Text("Zoom in or out")
WHOLE_SQUARE = Text("Show all the data")
END_PROBING = Text("Stop probing")

CURVES = Text("Loss, accuracy: the timeline")
GO_EPOCH = Text("Go to the previous or next epoch")
GO_MOMENT = Text("Go to a kept moment; by a tenth of the run")
GO_MARK = Text("Go to a mark: a change, the best, a divergence")
GO_ENDS = Text("Go to the beginning, back to the end")
STAY_HERE = Text("Stay here, close the readout")

HARDEST = Text("Hardest points")
CHOOSE_POINT = Text("Choose a point to mark in the plot")
FIRST_OR_LAST = Text("Choose the first or last point")

DRAWING = Text("Drawing points")
MOVE_BRUSH = Text("Move the brush; with Shift in small steps")
DRAW_POINT = Text("Draw a point there")
ERASE = Text("Erase there")
CHOOSE_LABEL = Text("Choose the class, or the value")
CHOOSE_TOOL = Text("Choose brush, eraser or move")
BRUSH_SIZE = Text("Make the brush smaller or larger")
FLIP_POINT = Text("Flip the point there")
STOP_DRAWING = Text("Stop drawing")

TABLE = Text("Table of points")
TYPE_NUMBER = Text("Type a number into the cell")
PASTE_CELLS = Text("Paste cells from a spreadsheet")
COPY_POINTS = Text("Copy the selected points")
DELETE_POINTS = Text("Delete the selected points")
UNDO_REDO = Text("Undo, redo")
CLOSE = Text("Close the table")

CLASS = Text("For a class")
SHOW_OR_HIDE = Text("Show or hide the control")
LOCK_OR_UNLOCK = Text("Lock or unlock it")

TOGETHER = Text("A | B, race")
PLAY_ALL = Text("Play or pause all the runs")
STEP_ALL = Text("Step all the runs")
RESET_ALL = Text("Reset all the runs")
LOG_OF_ALL = Text("Logarithmic loss axis")
BACK_TO_RUNS = Text("Back to the table of runs")
