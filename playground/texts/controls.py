"""The words of every control, by its object name; those of a setting stand in `settings`. No Qt."""

from engine import DataSpec, Experiment
from playground.texts import settings
from playground.texts.names import capitalised, class_name, input_name
from playground.texts.text import ControlWords

CONTROLS: dict[str, ControlWords] = {
    # -- data
    "data.samples": ControlWords(
        "Samples",
        "Train and test points together. Few points are easily learned by heart: watch the test loss.",
    ),
    "data.classes": ControlWords("Classes", "How many classes to tell apart; each gets one output."),
    "data.seed": ControlWords(
        "Seed",
        "Draws the data, and all else that is left to chance unless the start has a seed of its own: the "
        "same seed, the same run.",
    ),
    "data.new_data": ControlWords(
        "New data",
        "Draw other points of the same kind, and other first weights: a new seed. Own points stay, but "
        "others of them are held out. (N)",
    ),
    "data.labels": ControlWords(
        "What own points have",
        "Whether the network learns to tell classes apart, or to predict values. A change starts training "
        "again.",
        text="They have",
    ),
    "data.clear": ControlWords(
        "Clear all points",
        "Take all points away, to draw on an empty plane. The weights stay; Undo brings the points back.",
    ),
    "data.draw": ControlWords(
        "Draw points",
        "Brush, erase, move and flip points in the large plot, also while training runs: the network "
        "follows at once. A generated data set becomes your own. (Ctrl+D)",
    ),
    "data.table": ControlWords(
        "Table of points",
        "All points as numbers, to read, type and paste. What is typed is learned at once.",
        text="Table…",
    ),
    "data.open_csv": ControlWords(
        "Open CSV",
        "Learn points out of a file: choose two columns and a label. A file can also be dropped on the "
        "window, and cells of a spreadsheet be pasted (Ctrl+V).",
        text="Open CSV…",
    ),
    "data.save_csv": ControlWords(
        "Save CSV",
        "Write all points, train and test, into a file for a spreadsheet. Learning goes on.",
        text="Save CSV…",
    ),
    "data.draw_size": ControlWords(
        "Size of brush and eraser",
        "How far around the pointer the brush sprays, and the eraser reaches. ([ and ])",
    ),
    "data.draw_close": ControlWords("Stop drawing", "Put the tools away. (Escape, or Ctrl+D)"),
    "data.dataset": ControlWords("Data set", "The problem to learn. Another one starts training again."),
    "data.noise": ControlWords(
        "Noise", "0 to 1: how far points stray, or labels mix. With much noise a perfect fit is overfitting."
    ),
    "data.imbalance": ControlWords(
        "Imbalance",
        "0: all classes are as frequent. Towards 1 each is rarer than the one before: accuracy then looks "
        "better than it is, for a rare class is easily ignored.",
    ),
    "data.test_fraction": ControlWords(
        "Test fraction", "The share of the points that is held out: never learned from, only tested on."
    ),
    "data.draw_brush": ControlWords("Brush", "Click for one point, drag for many. (B)"),
    "data.draw_eraser": ControlWords("Eraser", "Click or drag to take points away. (E)"),
    "data.draw_move": ControlWords(
        "Move", "Drag a point to where it should be, and watch the boundary follow. (M)"
    ),
    # -- csv
    "csv.separator": ControlWords("Separator", "What stands between two cells of a row."),
    "csv.decimal": ControlWords("Decimal mark", "What stands before the decimals: 0.5 or 0,5."),
    "csv.header": ControlWords(
        "Header", "Whether the first row holds names, no point.", text="First row names the columns"
    ),
    "csv.kind": ControlWords(
        "The label is",
        "A class, to be told apart from at most five others; or a value, to be predicted.",
        text="which is",
    ),
    "csv.standardise": ControlWords(
        "Standardise",
        "Shift and scale both columns. Without it the numbers stay as they are in the file, and large ones "
        "are hard to learn from; with it a hand calculation has to do the same.",
        text="Standardise x₁ and x₂ (mean 0, deviation 1)",
    ),
    "csv.preview": ControlWords(
        "First rows", "What the first rows hold: the columns that are chosen become the points to learn."
    ),
    "csv.problems": ControlWords(
        "Rows that cannot be read",
        "Which rows will not be learned from, and why: mend them in the file, or go on without them.",
    ),
    "csv.import": ControlWords("Import", "Learn these points; Undo goes back."),
    "csv.cancel": ControlWords("Cancel", "Leave everything as it is."),
    "csv.x1": ControlWords(
        "x₁", "The column of numbers that goes to the right in the plot: the network's first input."
    ),
    "csv.x2": ControlWords(
        "x₂", "The column of numbers that goes up in the plot: the network's second input."
    ),
    "csv.label": ControlWords("Label", "The column that is to be learned: words or numbers."),
    "csv.add": ControlWords(
        "Add to the points there are",
        "Keep the points there are, and learn these as well; the weights stay. Without it these points take "
        "the place of the others. Labels that were imported before keep their classes.",
    ),
    # -- table
    "table.paste": ControlWords(
        "Paste", "Put the cells of a spreadsheet here, from the selected one on. (Ctrl+V)"
    ),
    "table.delete": ControlWords("Delete rows", "Take the selected points out. (Delete)"),
    "table.close": ControlWords("Close", "Close the table; the points stay. (Escape)"),
    "table.undo": ControlWords("Undo", "Take the last change back. (Ctrl+Z)"),
    "table.redo": ControlWords("Redo", "Make again what was taken back. (Ctrl+Y)"),
    "table.points": ControlWords(
        "Points", "Select a cell and type a number: it is learned at once. The last row takes a new point."
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
        "Open example", "Open the chosen example: training starts at epoch 0.", text="Open"
    ),
    "presets.cancel": ControlWords("Cancel", "Go back to the experiment as it is."),
    "presets.list": ControlWords("Examples", "What there is to see: each example teaches one thing."),
    # -- class
    "class.cancel": ControlWords("Cancel", "Put back what was there before."),
    "class.ok": ControlWords("OK", "Keep this choice; it is saved with the file."),
    "class.tree": ControlWords(
        "Controls",
        "What a class sees, and what it cannot change. Space shows or hides the chosen row, L locks it or "
        "takes the lock away; on a heading, all below it.",
    ),
    "class.sign": ControlWords(
        "Chosen for a class", "Some controls are hidden or locked for a class. Choose which. (Ctrl+L)"
    ),
    "class.everything": ControlWords("Everything", "Show everything, and lock nothing."),
    "class.first_steps": ControlWords(
        "First steps", "Show the few controls that a beginner needs, and hide all others."
    ),
    "class.watch_only": ControlWords(
        "Watch only", "Show everything; lock all but Play, Step, Reset, Speed and what the plots show."
    ),
    # -- document
    "document.restore": ControlWords("Restore", "Go on with what was left, as it was, from epoch 0."),
    "document.forget": ControlWords(
        "Don't restore", "Throw away what was left; training begins with the usual experiment."
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
