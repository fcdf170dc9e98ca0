"""The words of every control, by its object name; those of a setting stand in `settings`. No Qt."""

from engine import DataSpec, Experiment
from playground.texts import settings
from playground.texts.names import capitalised, class_name, input_name
from playground.texts.tabs import TABS
from playground.texts.text import ControlWords

CONTROLS: dict[str, ControlWords] = {
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
        "Sets the data and, unless they have their own seed, the starting weights. Same seed, same run.",
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
    "data.clear": ControlWords(
        "Clear all points",
        "Remove all points, to draw on an empty plane. The weights stay; undo brings the points back.",
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
        "Shift and scale both columns to mean 0 and deviation 1. Without it the numbers stay as they are in "
        "the file, and large ones are hard to learn from. A calculation by hand has to do the same.",
        text="Standardise x₁ and x₂ (mean 0, deviation 1)",
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
        "Use these points; undo goes back.",
    ),
    "csv.cancel": ControlWords(
        "Cancel",
        "Leave everything as it is.",
    ),
    "csv.x1": ControlWords(
        "x₁",
        "The column of numbers that runs to the right in the plot: the network's first input.",
    ),
    "csv.x2": ControlWords(
        "x₂",
        "The column of numbers that runs upwards in the plot: the network's second input.",
    ),
    "csv.label": ControlWords(
        "Label",
        "The column to learn: words or numbers.",
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
    # -- features
    "features.formula": ControlWords(
        "Own formula",
        "An input of your own, computed from x1 and x2. The right one can replace a hidden layer.",
    ),
    "features.add_formula": ControlWords("Add the formula", "Give the network this input.", text="Add"),
    # -- network
    "network.output": ControlWords(
        "Output activation",
        "What the last layer makes of its sums: sigmoid and softmax give probabilities, linear a value.",
    ),
    "network.next_inputs": ControlWords("Next inputs", "Show the inputs that are out of sight, in turn."),
    "network.remove_layer": ControlWords(
        "Remove layer",
        "Take the last hidden layer away. The layer behind it takes over its weights, without the bend.",
    ),
    "network.add_layer": ControlWords(
        "Add layer",
        "Add a hidden layer before the output, like the last one. It begins by passing on what it gets.",
    ),
    "network.show_all": ControlWords("Show all", "Have the large plot show the network's output again."),
    "network.view": ControlWords(
        "The network",
        "Each square is a neuron: what it answers over the plane. A line is a weight: blue above 0, orange "
        "and dashed below, grey at 0, as wide as it is large. Arrow keys walk, Enter opens a neuron, + and "
        "− change its layer.",
    ),
    "network.status": ControlWords(
        "Size of the network, or what is pointed at",
        "How large the network is: more weights can learn more, and learn by heart more easily. While "
        "something in the drawing is pointed at, its numbers.",
    ),
    "network.more_inputs": ControlWords(
        "More inputs", "Show all features that there are.", text="more inputs"
    ),
    "network.own_formula": ControlWords(
        "Own formula", "Type an input of your own, such as x1*x2^2.", text="own formula…"
    ),
    # -- neuron
    "neuron.source": ControlWords("Weight or bias", "Which of the neuron's numbers is shown below."),
    "neuron.close": ControlWords("Close", "Close this card; Escape does the same.", text="×"),
    "neuron.focus": ControlWords(
        "Keep in the large plot", "Show this neuron in the large plot until Escape, or Show all."
    ),
    "neuron.remove": ControlWords(
        "Remove this neuron",
        "Take this neuron out of its layer, with its weights; all other weights are kept.",
        text="Remove",
    ),
    "neuron.value": ControlWords(
        "Value of the weight or bias",
        "The exact value. Enter sets it, also while training runs, which then goes on from there. Tab after "
        "a number sets it too, and goes on to the next weight; after the last, to the next neuron.",
    ),
    "neuron.freeze": ControlWords(
        "Freeze the whole neuron",
        "Frozen, the whole neuron learns no more, and keeps what it has learned.",
        text="Freeze",
    ),
    "neuron.silence": ControlWords(
        "Silence the whole neuron",
        "Silenced, the whole neuron counts as zero, as if it were cut out; it can come back as it was.",
        text="Silence",
    ),
    "neuron.freeze_weight": ControlWords(
        "Freeze this weight",
        "Frozen, this weight learns no more, and keeps what it has learned.",
        text="Freeze",
    ),
    "neuron.silence_weight": ControlWords(
        "Silence this weight",
        "Silenced, this weight counts as zero, as if it were cut out; it can come back as it was.",
        text="Silence",
    ),
    # -- training
    "training.more": ControlWords(
        "More training settings",
        "Momentum, schedule, clipping, stop rules and all other settings of training. (T)",
        text="More…",
    ),
    "training.dropout_of": ControlWords(
        "Dropout of",
        "The hidden layer whose dropout stands above, or all of them, for which it is then set at once.",
        text="of",
    ),
    # -- transport
    "transport.reset": ControlWords(
        "Reset", "The same start again: back to epoch 0 with the same data and the same first weights. (R)"
    ),
    "transport.reset_menu": ControlWords(
        "Ways to start again", "The same start again, other first weights, or other data as well."
    ),
    "transport.play": ControlWords("Play", "Start or pause training. (Space)"),
    "transport.step": ControlWords("Step", "Train one step, then pause. (→)"),
    "transport.step_menu": ControlWords(
        "What a step is", "Whether Step trains an epoch, a mini-batch, or goes through a sample."
    ),
    "transport.speed": ControlWords(
        "Speed", "How fast it trains: slowly enough to watch each step, or as fast as it goes."
    ),
    "transport.epoch": ControlWords("Epoch", "How often every train point has been learned from."),
    "transport.place": ControlWords(
        "Step · sample",
        "Mini-batches done of this epoch, and samples gone through of the next mini-batch; none while it "
        "trains too fast to count.",
    ),
    "transport.train_loss": ControlWords("Train loss", "The mean loss over the train points."),
    "transport.test_loss": ControlWords(
        "Test loss", "The mean loss over points that were never learned from: what counts."
    ),
    "transport.accuracy": ControlWords(
        "Accuracy, train / test",
        "The share of points whose class is told right. For regression R²: the share of the values' "
        "variance that is explained, where that follows from the loss.",
    ),
    "transport.epochs_a_second": ControlWords(
        "Epochs a second",
        "How many epochs a second it trains now: wider layers and smaller batches take longer.",
    ),
    # -- event
    "event.stay": ControlWords(
        "Back to the last good weights",
        "Training has gone back to the last weights with which all was well. Stay there, paused, and change "
        "what you like.",
        text="&Back to the last good weights",
    ),
    "event.slower": ControlWords(
        "Halve the learning rate and go on",
        "Smaller steps from the last good weights. Undo gives the old learning rate back.",
        text="Halve the &learning rate and go on",
    ),
    "event.close": ControlWords("Close", "Take this message away; training stays paused."),
    # -- notice
    "notice.close": ControlWords("Close message", "Take this message away."),
    # -- plot
    "plot.home": ControlWords("Back", "Show the whole square of the data again. (Home)"),
    "plot.hardest": ControlWords(
        "Hardest points",
        "The points with the largest losses. A train point that stays here may have the wrong label. Choose "
        "one to see it in the plot.",
    ),
    "plot.log": ControlWords(
        "Logarithmic loss axis",
        "A logarithmic loss axis shows progress among small losses. (L)",
        text="Log scale",
    ),
    "plot.metrics_part": ControlWords(
        "Metrics of", "Whose metrics: of the held-out points, or of those learned."
    ),
    "plot.view": ControlWords(
        "What the plot shows", "Choose what the plot shows: classes, doubt, errors, points.", text="View"
    ),
    "plot.discrete": ControlWords(
        "Discrete classes", "Show only which class is predicted where, and not how sure the network is. (D)"
    ),
    "plot.contour": ControlWords(
        "Decision contour", "The line along which the prediction changes: what learning bends. (C)"
    ),
    "plot.uncertainty": ControlWords(
        "Hatch where unsure", "Hatch the places where the network is undecided; they shrink as it learns. (U)"
    ),
    "plot.errors": ControlWords(
        "Ring errors", "A ring around every point that is classified wrong, train and test. (E)"
    ),
    "plot.train": ControlWords("Train points (filled)", "The points that the network learns from. (H)"),
    "plot.test": ControlWords(
        "Test points (hollow)", "The points that are held out: the network never learns from them. (Shift+H)"
    ),
    "plot.curve": ControlWords(
        "Loss, accuracy, metrics, hardest points",
        "What to see of the training. (Ctrl+1, Ctrl+2, …)",
    ),
    # -- presets
    "presets.open": ControlWords(
        "Open example",
        "Open the chosen example: training starts at epoch 0.",
        text="Open",
    ),
    "presets.cancel": ControlWords(
        "Cancel",
        "Return to your experiment unchanged.",
    ),
    "presets.list": ControlWords(
        "Examples",
        "Each example shows one thing.",
    ),
    # -- class
    "class.cancel": ControlWords(
        "Cancel",
        "Go back to the previous choice.",
    ),
    "class.ok": ControlWords(
        "OK",
        "Keep this choice; it is saved with the file.",
    ),
    "class.tree": ControlWords(
        "Controls",
        "What pupils see, and what they can change. Space shows or hides the selected row, L locks or "
        "unlocks it; on a heading, everything under it.",
    ),
    "class.sign": ControlWords(
        "Class view",
        "Some controls are hidden or locked for a class. Click to choose which. (Ctrl+L)",
    ),
    "class.everything": ControlWords(
        "Everything",
        "Show everything, lock nothing.",
    ),
    "class.first_steps": ControlWords(
        "First steps",
        "Show the few controls a beginner needs and hide all others.",
    ),
    "class.watch_only": ControlWords(
        "Watch only",
        "Show everything; lock all but Play, Step, Reset, Speed and what the plots show.",
    ),
    # -- document
    "document.restore": ControlWords(
        "Restore",
        "Open what was not saved, at epoch 0.",
    ),
    "document.forget": ControlWords(
        "Don't restore",
        "Discard it and begin with the default experiment.",
    ),
}

# controls that there are several of: of each hidden layer, of each input, of each class
OF_LAYER = {
    "width": ControlWords(
        "Hidden layer {n}: neurons",
        "Neurons in this layer. More can bend the boundary more often. A new one begins with outgoing "
        "weights of zero; the others keep what they have learned.",
    ),
    "activation": ControlWords(
        "Hidden layer {n}: activation",
        "What each neuron makes of its weighted sum. Without a bend in it, layers add nothing. The weights "
        "are kept.",
    ),
}
INPUT = ControlWords(
    "Input {name}",
    "Give the network {name} of each point. The right one can replace a hidden layer. A new input begins "
    "with weights of zero.",
    text="{name}",
)
CHIP = ControlWords("{name}", "The brush draws points of {name}. ({k})")
SLIDER = "{label} slider"
SWITCHED_ON = "{label}: on"  # of a check box that gives a setting a value, or none


def words_of(name: str) -> ControlWords:
    """Return the words of the control of that object name."""
    if name in CONTROLS:
        return CONTROLS[name]
    if name.endswith("_slider"):
        said = words_of(name.removesuffix("_slider"))
        return ControlWords(SLIDER.format(label=said.label), said.tip)
    if name.endswith("_on"):
        said = words_of(name.removesuffix("_on"))
        return ControlWords(SWITCHED_ON.format(label=said.label), said.tip, said.text)
    area, _, rest = name.partition(".")
    if area == "training":
        return settings.words(rest.removeprefix("stop_"))
    if area == "features":
        return input_words(input_name(Experiment(), rest))
    if area.startswith("layer") and area[5:].isdecimal():
        return _filled(OF_LAYER[rest], n=int(area[5:]) + 1)
    if area == "output" and rest in TABS:
        return TABS[rest]
    if area == "data" and rest.startswith("draw_"):
        k = int(rest.removeprefix("draw_"))
        return chip_words(class_name(DataSpec(), k), k)
    raise KeyError(f"no words for the control {name}")


def input_words(name: str) -> ControlWords:
    """Return the words of the switch of an input, by what it is called."""
    return _filled(INPUT, name=name)


def chip_words(name: str, k: int) -> ControlWords:
    """Return the words of what the brush draws: the class or value with that name, by the key k."""
    said = _filled(CHIP, name=name, k=k)
    return ControlWords(capitalised(said.label), said.tip)


def whats_this(name: str) -> str:
    """Return the longer help of a control; of a setting, with its range and formulas."""
    field = name.removeprefix("training.").removeprefix("stop_")
    if name.startswith("training.") and field in settings.SETTINGS:
        return settings.whats_this(field)
    said = words_of(name)
    return help_text(said)


def help_text(words: ControlWords) -> str:
    """Return words as the help text that What's This shows."""
    return f"<b>{words.label}</b><p>{words.tip}</p>"


def _filled(words: ControlWords, **arguments: object) -> ControlWords:
    return ControlWords(*(one.format(**arguments) for one in (words.label, words.tip, words.text)))
