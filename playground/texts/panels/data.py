"""The words of the controls of examples and data. No Qt."""

from playground.texts.text import ControlWords

DATA: dict[str, ControlWords] = {
    # -- lesson
    "lesson.examples": ControlWords(
        "Examples",
        "Experiments that each show one thing about learning. Undo brings yours back. (Ctrl+E)",
        text="Examples…",
    ),
    "lesson.previous": ControlWords("Previous example", "Open the previous example. Undo goes back."),
    "lesson.next": ControlWords("Next example", "Open the next example. Undo goes back."),
    "lesson.close": ControlWords("Close text", "Close this text. Undo brings it back."),
    # -- data
    "data.samples": ControlWords(
        "Samples",
        "Training and test points together. A few points are easily memorised: watch the test loss.",
    ),
    "data.classes": ControlWords(
        "Classes",
        "How many classes there are to tell apart; each gets one output.",
    ),
    "data.seed": ControlWords(
        "Seed",
        "Sets the data and, unless they have their own seed, the starting weights. "
        "Same seed, same run on this computer.",
    ),
    "data.new_data": ControlWords(
        "New data",
        "New points of the same kind and new starting weights: a new seed. Your own points stay, but "
        "different ones are kept for testing. (N)",
    ),
    "data.labels": ControlWords(
        "What labels are",
        "Whether the network learns to tell classes apart or to predict values. Changing it restarts "
        "training.",
        text="Labels are",
    ),
    "data.one_input": ControlWords(
        "One input: no x₂",
        "The network learns values from x₁ alone, and the output plot shows them over x₁. Labels become "
        "values; inputs made of x₂ go, and undo brings them back. Changing it restarts training.",
        text="No x₂ (one input)",
    ),
    "data.standardise_values": ControlWords(
        "Standardise the values",
        "Train on values of mean 0 and standard deviation 1: large values are hard to learn from. They are "
        "still shown in their own units; the loss is that of the standardised ones. Changing it "
        "restarts training.",
        formula="(y − mean) / standard deviation",
        text="Standardise values",
    ),
    "data.clear": ControlWords(
        "Clear all points",
        "Remove all points, to draw on an empty plane. The weights stay; undo brings the points back.",
        text="Clear all",
    ),
    "data.draw": ControlWords(
        "Draw points",
        "Draw, erase, move or flip points, even during training. The data set becomes your own; undo brings "
        "it back. (Ctrl+D)",
    ),
    "data.table": ControlWords(
        "Table of points",
        "All points as numbers, to read, type and paste. Changes take effect at once.",
        text="Table…",
    ),
    "data.columns": ControlWords(
        "Columns of the imported table",
        "Choose again which columns are x₁, x₂, label and test: the imported table is kept while the program "
        "runs. (Ctrl+Shift+T)",
        text="Columns…",
    ),
    "data.open_csv": ControlWords(
        "Open CSV",
        "Load points from a file: choose two columns and a label. You can also drop a file on the window, "
        "or paste cells from a spreadsheet (Ctrl+V).",
        text="Open CSV…",
    ),
    "data.save_csv": ControlWords(
        "Save CSV",
        "Save all points, training and test, to a file for a spreadsheet. Training continues.",
        text="Save CSV…",
    ),
    "data.draw_size": ControlWords(
        "Size of brush and eraser",
        "How far from the pointer the brush and the eraser reach. ([ and ])",
    ),
    "data.draw_close": ControlWords(
        "Stop drawing",
        "Close the drawing tools. (Escape, or Ctrl+D)",
    ),
    "data.dataset": ControlWords(
        "Data set",
        "The problem to learn. Changing it restarts training.",
    ),
    "data.noise": ControlWords(
        "Noise",
        "How far points are scattered, or labels mixed up. With much noise, a perfect fit is overfitting.",
    ),
    "data.imbalance": ControlWords(
        "Imbalance",
        "0: all classes equally common. Nearer 1: each rarer than the one before, so accuracy looks better "
        "than it is.",
    ),
    "data.test_fraction": ControlWords(
        "Test fraction",
        "The share of points kept for testing only.",
    ),
    "data.draw_brush": ControlWords(
        "Brush",
        "Click for one point, drag for many. (B)",
    ),
    "data.draw_eraser": ControlWords(
        "Eraser",
        "Click or drag to remove points. (E)",
    ),
    "data.draw_move": ControlWords(
        "Move",
        "Drag a point somewhere else and watch the boundary follow. (M)",
    ),
    # -- csv
    "csv.encoding": ControlWords(
        "Encoding",
        "How the bytes of the file stand for letters. Change it where names or labels look wrong.",
    ),
    "csv.worksheet": ControlWords(
        "Worksheet",
        "Which worksheet of the workbook is read.",
    ),
    "csv.separator": ControlWords(
        "Separator",
        "What separates the cells of a row.",
    ),
    "csv.decimal": ControlWords(
        "Decimal mark",
        "What comes before the decimals: 0.5 or 0,5.",
    ),
    "csv.header": ControlWords(
        "Header",
        "Whether the first row holds names instead of a point.",
        text="First row names the columns",
    ),
    "csv.kind": ControlWords(
        "The label is",
        "A class, one of at most six; or a value to predict.",
        text="which is",
    ),
    "csv.standardise": ControlWords(
        "Standardise",
        "Shift and scale each column to mean 0 and standard deviation 1. Without it the numbers stay as "
        "they are in the file, and large ones are hard to learn from. A calculation by hand has to do the "
        "same.",
        text="Standardise x₁ and x₂ (mean 0, standard deviation 1)",
        formula="(x − mean) / standard deviation",
    ),
    "csv.preview": ControlWords(
        "First rows",
        "The first rows of the file: the chosen columns become the points.",
    ),
    "csv.problems": ControlWords(
        "Rows that cannot be read",
        "Which rows are left out, and why: fix them in the file, or continue without them.",
    ),
    "csv.import": ControlWords(
        "Import",
        "Use these points. Undo brings the old ones back.",
    ),
    "csv.cancel": ControlWords(
        "Cancel",
        "Leave everything as it is.",
    ),
    "csv.x1": ControlWords(
        "x₁",
        "The column for the horizontal axis: the network's first input.",
    ),
    "csv.x2": ControlWords(
        "x₂",
        "The column for the vertical axis: the network's second input. None: values are predicted from x₁ "
        "alone.",
    ),
    "csv.label": ControlWords(
        "Label",
        "The column to predict: words or numbers.",
    ),
    "reading.cancel": ControlWords(
        "Cancel reading",
        "Stop reading: everything stays as it is.",
        text="Cancel",
    ),
    "csv.test": ControlWords(
        "Test",
        "The column that says which points are for testing: train or test, 0 or 1. None: the test fraction "
        "decides.",
    ),
    "csv.standardise_values": ControlWords(
        "Standardise the values",
        "Train on values of mean 0 and standard deviation 1: large values are hard to learn from. They are "
        "still shown in their own units.",
        formula="(y − mean) / standard deviation",
    ),
    "csv.fold": ControlWords(
        "Ignore capitals and spaces",
        "Labels that differ only in capitals or spaces count as one: yes and Yes.",
        text="Ignore capitals and spaces in labels (yes = Yes)",
    ),
    "csv.add": ControlWords(
        "Add to the existing points",
        "Keep the existing points and add these; the weights stay. Without it these points replace them. "
        "Labels imported before keep their classes.",
    ),
    # -- table
    "table.paste": ControlWords(
        "Paste",
        "Paste cells from a spreadsheet here, starting at the selected cell. (Ctrl+V)",
    ),
    "table.delete": ControlWords(
        "Delete rows",
        "Remove the selected points. (Delete)",
    ),
    "table.close": ControlWords(
        "Close",
        "Close the table; the points stay. (Escape)",
    ),
    "table.undo": ControlWords(
        "Undo",
        "Undo the last change. (Ctrl+Z)",
    ),
    "table.redo": ControlWords(
        "Redo",
        "Redo what was undone. (Ctrl+Y)",
    ),
    "table.points": ControlWords(
        "Points",
        "Select a cell and type a number: it is used at once. Type into the last row to add a point.",
    ),
}
