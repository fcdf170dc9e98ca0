"""The words of every control, by its object name; those of a setting stand in `settings`. No Qt."""

from engine import DataSpec, Experiment
from playground.texts import settings
from playground.texts.names import capitalised, class_name, hidden_layer_name, input_name
from playground.texts.tabs import TABS
from playground.texts.text import ControlWords, Text

CONTROLS: dict[str, ControlWords] = {
    # -- lesson
    "lesson.examples": ControlWords(
        "Examples",
        "Experiments that each show one thing about learning. Undo brings yours back. (Ctrl+E)",
        text="Examples…",
    ),
    "lesson.previous": ControlWords("Previous example", "Open the previous example. Undo goes back."),
    "lesson.next": ControlWords("Next example", "Open the next example. Undo goes back."),
    "lesson.close": ControlWords("Close text", "Close this text. Undo brings it back."),
    # -- compare
    "compare.play": ControlWords(
        "Play all",
        "Train all the runs shown here on one clock; the open run waits. (Space)",
        text="Play all",
    ),
    "compare.step": ControlWords(
        "Step all", "Train each of the runs shown here by one epoch. (→)", text="Step"
    ),
    "compare.reset": ControlWords(
        "Reset all", "Take all the runs shown here back to their starting weights. (R)", text="Reset"
    ),
    "compare.clock": ControlWords(
        "Clock",
        "What the runs share at every moment: the number of epochs, or the time they have trained.",
    ),
    "compare.log": ControlWords(
        "Logarithmic loss axis", "Show small losses as clearly as large ones. (L)", text="Log"
    ),
    "compare.alike": ControlWords(
        "Same starting weights",
        "Both runs start from the same weights wherever their shapes allow, so that only what differs in "
        "their settings can make a difference.",
    ),
    "compare.close": ControlWords("Back to the runs", "Close this and show the table of runs. (Escape)"),
    "compare.loss": ControlWords(
        "Losses of the runs",
        "The losses of all the runs on one clock; the letter at the end of a curve says which run it is.",
    ),
    "compare.readout": ControlWords("Readout", "The losses of all the runs at one moment."),
    # -- race
    "race.what": ControlWords("What is raced", "The one setting in which the runs of the race differ."),
    "race.rates": ControlWords(
        "Learning rates", "The rates that are raced, separated by spaces. Each is one run."
    ),
    "race.with_goal": ControlWords(
        "Goal",
        "The first run with so low a loss wins: on test points, or on training points where there are no "
        "others. Without a goal the runs train until you pause them.",
        text="First with a loss below",
    ),
    "race.goal": ControlWords("Loss of the goal", "How low the loss has to be."),
    "race.clock": ControlWords(
        "Clock", "By epochs each run has learned as often as the others; by seconds, for as long."
    ),
    "race.start": ControlWords("Start the race", "Train all of them at once; the open run waits."),
    "race.cancel": ControlWords("Cancel", "Leave everything as it is."),
    "race.again": ControlWords("Another race", "Choose what is raced, and the goal.", text="Another race…"),
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
    # -- the gradient check
    "gradients.table": ControlWords(
        "Gradients, the largest difference first",
        "Choose a row: its line lights up in the network. A difference below 10⁻⁵ comes from the step and "
        "from rounding; a larger one without a reason is a mistake. Penalties are included, dropout is not. "
        "The loss is the mean over at most the first 200 training points.",
    ),
    "gradients.check": ControlWords(
        "Check all gradients", "Check the gradients of all weights and biases that the network has now."
    ),
    "gradients.stop": ControlWords("Stop", "Stop here, and show what is checked so far."),
    # -- starting weights
    "weights.layer": ControlWords("Layer", "The layer whose weights and biases are below."),
    "weights.numbers": ControlWords(
        "Weights and biases",
        "A row for each neuron: its weights, and its bias last. Select a cell and type a number.",
    ),
    "weights.paste": ControlWords(
        "Paste",
        "Paste numbers, starting at the selected cell; or all of the layer at once, in any shape. (Ctrl+V)",
    ),
    "weights.cancel": ControlWords("Cancel", "Keep the weights as they are. (Escape)"),
    "weights.set": ControlWords(
        "Set and restart",
        "Start training again, from exactly these weights and biases. Reset brings them back.",
    ),
    # -- features
    "features.formula": ControlWords(
        "Own formula",
        "An input of your own, computed from x1 and x2. The right one can replace a hidden layer.",
    ),
    "features.add_formula": ControlWords("Add the formula", "Make this an input of the network.", text="Add"),
    # -- network
    "network.lines": ControlWords(
        "What the lines show",
        "Weights; or what a training step makes of them: gradients, updates, the signals of a sample. The "
        "widest line stands for the largest number, and the largest are written beside their lines.",
    ),
    "network.output": ControlWords(
        "Output activation",
        "The function of the last layer: sigmoid and softmax give probabilities, linear gives a value.",
    ),
    "network.next_inputs": ControlWords("Next inputs", "Show the inputs that are out of sight, in turn."),
    "network.remove_layer": ControlWords(
        "Remove layer",
        "Remove the last hidden layer. Its weights are merged into the next layer, without its activation.",
    ),
    "network.add_layer": ControlWords(
        "Add layer",
        "Add a hidden layer before the output, like the last one. At first each neuron passes one input on.",
    ),
    "network.show_all": ControlWords(
        "Back to the network's output",
        "Show the network's output in the output plot again.",
        text="Show output",
    ),
    "network.view": ControlWords(
        "The network",
        "Each square is a neuron: its output over the plane. Each line is a weight: blue when positive, "
        "orange and dashed when negative, grey at 0; the wider, the larger. Arrow keys move between "
        "neurons, Enter opens one, + and − change the size of its layer.",
        formula="z = Σ w a + b,  a = g(z)",
    ),
    "network.key": ControlWords(
        "Key: blue +, orange dashed −, thicker = larger, bar = bias",
        "Each line is a weight: blue when positive, orange and dashed when negative, faint grey at 0; the "
        "thicker, the larger. The bar below a neuron is its bias: to the right when positive.",
    ),
    "network.status": ControlWords(
        "Size of the network, or what is under the pointer",
        "How large the network is. More weights can learn more, but also memorise more easily. Point at a "
        "neuron or a line to see its numbers here.",
    ),
    "network.more_inputs": ControlWords("More inputs", "Show all inputs.", text="more inputs"),
    "network.own_formula": ControlWords(
        "Own formula", "Type an input of your own, such as x1*x2^2.", text="own formula…"
    ),
    # -- neuron
    "neuron.source": ControlWords("Weight or bias", "Which of the neuron's numbers is shown below."),
    "neuron.close": ControlWords("Close", "Close this card. (Escape)", text="×"),
    "neuron.focus": ControlWords(
        "Pin in output plot", "Show this neuron in the output plot until you press Escape or Show output."
    ),
    "neuron.curve": ControlWords(
        "Curve of the neuron",
        "Show g(z) and g′(z) in the Maths view, with all training points: whether the neuron is saturated "
        "or dead.",
        text="Curve…",
    ),
    "neuron.remove": ControlWords(
        "Remove the neuron",
        "Remove this neuron and its weights from its layer. All other weights are kept.",
        text="Remove",
    ),
    "neuron.value": ControlWords(
        "Value of the weight or bias",
        "The exact value. Enter sets it, even during training, which then continues from there. Tab sets "
        "it and moves to the next weight; after the last weight, to the next neuron.",
        formula="z = Σ w a + b",
    ),
    "neuron.freeze": ControlWords(
        "Freeze the whole neuron",
        "A frozen neuron no longer learns; it keeps its weights as they are.",
        text="Freeze",
    ),
    "neuron.silence": ControlWords(
        "Switch off the whole neuron",
        "The neuron counts as zero until you switch it on again; its weights are kept.",
        text="Switch off",
    ),
    "neuron.freeze_weight": ControlWords(
        "Freeze this weight", "A frozen weight no longer learns; it keeps its value.", text="Freeze"
    ),
    "neuron.silence_weight": ControlWords(
        "Switch off this weight",
        "The weight counts as zero until you switch it on again; its value is kept.",
        text="Switch off",
    ),
    # -- training
    "training.more": ControlWords(
        "More training settings",
        "Momentum, schedule, clipping, when to pause, and all other training settings. (T)",
        text="More…",
    ),
    "training.close": ControlWords("Close the training settings", "Close these settings. (Esc, T)"),
    "window.side": ControlWords(
        "Data or training",
        "What the column on the left shows: the data, or the training settings.",
    ),
    "training.rate_now": ControlWords(
        "Learning rate now", "The learning rate of the current epoch, after schedule and warm-up."
    ),
    "training.dropout_of": ControlWords(
        "Dropout applies to",
        "Which hidden layers the dropout above applies to: one of them, or all together.",
        text="applies to",
    ),
    # -- transport
    "transport.reset": ControlWords(
        "Reset", "Restart training at epoch 0 with the same data and the same starting weights. (R)"
    ),
    "transport.reset_menu": ControlWords(
        "Ways to restart", "Restart with the same starting weights, with new ones, or with new data as well."
    ),
    "transport.play": ControlWords("Play", "Start or pause training. (Space)"),
    "transport.step": ControlWords("Step", "Train one step, then pause. (→)"),
    "transport.step_menu": ControlWords(
        "What a step is", "Choose whether Step trains on a whole epoch, one mini-batch or one sample."
    ),
    "transport.speed": ControlWords(
        "Speed", "How fast training runs: slow enough to watch each step, or as fast as possible."
    ),
    "transport.epoch": ControlWords(
        "Epoch", "How many times training has gone through all the training points."
    ),
    "transport.place": ControlWords(
        "Batch · sample",
        "Mini-batches done in this epoch, and samples done in the current mini-batch. Not shown while "
        "training is too fast to follow.",
    ),
    "transport.train_loss": ControlWords(
        "Training loss", "Average loss on the training points.", formula="mean of L(ŷ, y)"
    ),
    "transport.test_loss": ControlWords(
        "Test loss",
        "Average loss on the test points, which the network never trains on. This one counts.",
        formula="mean of L(ŷ, y)",
    ),
    "transport.accuracy": ControlWords(
        "Accuracy, train / test",
        "The share of points classified correctly. For regression with squared error, R²: the share of the "
        "variance that the network explains.",
        formula="R² = 1 − Σ (ŷ − y)² / Σ (y − mean)²",
    ),
    "transport.epochs_a_second": ControlWords(
        "Epochs a second",
        "How many epochs a second training does now. Wider layers and smaller batches take longer.",
    ),
    # -- views
    "view.build": ControlWords(
        "Build", "Build a network, choose data and train it: data, network and training settings. (F2)"
    ),
    "view.maths": ControlWords(
        "Maths", "See every number of a training step with its formula, for a sample that you choose. (F3)"
    ),
    "view.runs": ControlWords(
        "Runs", "All runs that are kept: look them up, compare them, open one as it was. (F4)"
    ),
    "window.middle": ControlWords("Beside the output", "What stands beside the output."),
    # -- runs
    "runs.table": ControlWords("Runs", "All runs that are kept."),
    "runs.filter": ControlWords(
        "Filter",
        "Show only runs that have all of these words: in their name, their note, or what was set, such as "
        "adam or 0.03.",
    ),
    "runs.only_starred": ControlWords("With a star only", "Show only runs that have a star.", text="Starred"),
    "runs.sort": ControlWords("Sort runs", "Which run is at the top. A click on a heading sorts by it, too."),
    "runs.name": ControlWords(
        "Name", "What you call this run. Without a name, it is called after its data and layers."
    ),
    "runs.note": ControlWords("Note", "What you expected, and what you saw."),
    "runs.star": ControlWords("Star", "A run with a star is never removed to make room. (*)", text="Star"),
    "runs.open": ControlWords(
        "Open run", "Open this run as it was, to train on or look at. Undo goes back. (Enter)", text="Open"
    ),
    "runs.as_a": ControlWords(
        "Compare as A", "Train this run side by side with another one, as A.", text="As A"
    ),
    "runs.as_b": ControlWords(
        "Compare as B", "Train this run side by side with another one, as B.", text="As B"
    ),
    "runs.pin": ControlWords(
        "Pin curves",
        "Show the loss of the selected runs over that of the present one in the loss plot.",
        text="Pin curves",
    ),
    "runs.delete": ControlWords(
        "Delete runs", "Delete the selected runs. Undo brings them back.", text="Delete"
    ),
    "runs.more": ControlWords(
        "More about runs",
        "A page about the selected runs, a table or one file of them to hand in, runs from a file. Without a "
        "selection, all that are listed.",
        text="More",
    ),
    "runs_page.title": ControlWords("Title", "The heading of the page."),
    "runs_page.page": ControlWords("Page", "The first page, as it will be."),
    "runs_page.save": ControlWords("Save the page", "Save the page as a PDF or as a web page.", text="Save…"),
    "runs_page.print": ControlWords("Print the page", "Choose a printer and print the page.", text="Print…"),
    "runs_page.cancel": ControlWords("Cancel", "Close without saving."),
    "runs.side_by_side": ControlWords(
        "Side by side",
        "Train two runs on one clock, each with its boundary and its network, and see what differs.",
        text="Side by side…",
    ),
    "runs.race": ControlWords(
        "Race",
        "One start under up to eight optimisers, learning rates or initialisers: which learns first?",
        text="Race…",
    ),
    "runs.pages": ControlWords("Table or comparison", "What the Runs view shows."),
    # -- mathematics
    "maths.pages": ControlWords("Views of the mathematics", "What the panel shows of the step."),
    "layers.picture": ControlWords(
        "The plane as a layer sees it",
        "Where this layer's activations put the grid and the data. Each layer bends straight lines, until a "
        "straight line can separate the classes.",
    ),
    "layers.slider": ControlWords(
        "From layer to layer",
        "Moves the plane through every layer to the output. (←, →; Page Up, Page Down: a whole layer)",
    ),
    "maths.part": ControlWords(
        "What to explain",
        "One training point, one test point, or the mini-batch that training takes next.",
        text="Explain",
    ),
    "maths.number": ControlWords(
        "Number of the point",
        "Which of the points is explained; in a mini-batch, which of its points is shown. (←, →)",
    ),
    "maths.previous": ControlWords(
        "Previous point", "Explain the previous point; in a mini-batch, show its previous point. (←)"
    ),
    "maths.next": ControlWords(
        "Next point", "Explain the next point; in a mini-batch, show its next point. (→)"
    ),
    "maths.ledger": ControlWords(
        "The step as formulas and numbers",
        "Every number of one training step, with its formula. Enter opens and closes a row; ↑ and ↓ walk "
        "through the rows and light up what each is about; ← and → choose another sample.",
    ),
    "maths.curve": ControlWords(
        "Curve of the neuron",
        "What the neuron makes of its z: g(z), and below it the slope g′(z), by which errors are multiplied "
        "on their way back. Each tick in the strip is a training point. ↑ and ↓ choose another neuron.",
    ),
    "maths.terms": ControlWords(
        "Terms", "Show each sum with all its terms, and each layer by its result.", text="Terms"
    ),
    "maths.matrices": ControlWords(
        "Matrices", "Show each layer as an equation of matrices.", text="Matrices"
    ),
    "maths.code": ControlWords(
        "Code",
        "Below each line, the lines of numpy with which this program computes it, and the same in PyTorch.",
        text="Code",
    ),
    "maths.symbols": ControlWords(
        "Symbols", "Show the formulas alone, and what their letters mean.", text="Symbols"
    ),
    "maths.decimals": ControlWords(
        "Decimals",
        "How many decimals the numbers show. Rounded numbers may not add up to the last digit; the network "
        "computes with all of them.",
    ),
    "plot.step": ControlWords(
        "Figures of the step",
        "Output, target and loss of the explained sample. Below: the length of the gradient of each layer's "
        "weights. Where it is small, the layer learns slowly.",
    ),
    "maths.start": ControlWords("To the start", "Back to the start of this step."),
    "maths.back": ControlWords(
        "Back", "Back by one moment of the step; an update of the weights is taken back exactly. (,)"
    ),
    "maths.play": ControlWords(
        "Play the step", "Go through the step moment by moment, and on to the next step.", text="Play"
    ),
    "maths.forward": ControlWords(
        "Next", "On to the next moment: forward, loss, backward, gradient, update. (.)"
    ),
    "maths.speed": ControlWords("Speed of the explained step", "How long each moment stays.", text="Speed"),
    # -- event
    "event.stay": ControlWords(
        "Stay at the last good weights",
        "Training has gone back to the last good weights. Stay paused there and change what you like.",
        text="&Stay at the last good weights",
    ),
    "event.slower": ControlWords(
        "Halve the learning rate and continue",
        "Take smaller steps from the last good weights. Undo brings the old learning rate back.",
        text="Halve the &learning rate and continue",
    ),
    "event.close": ControlWords("Close", "Close this message; training stays paused."),
    # -- the card of a first start
    "start.watch": ControlWords(
        "Watch one learn",
        "Starts training: the colours show what the network predicts, and the loss falls as it learns.",
    ),
    "start.examples": ControlWords(
        "Examples",
        "Open experiments that each show one thing, with a line on what to watch for.",
    ),
    "start.everything": ControlWords(
        "Everything",
        "Start on your own. Point at a control to see what it does.",
    ),
    # -- the user guide
    "guide.search": ControlWords(
        "Search the guide",
        "Lists the sections that contain all the words you type. Arrow keys and Enter move through them. "
        "(Ctrl+F)",
        text="Search",
    ),
    "guide.places": ControlWords("Sections", "Choose a section to read it."),
    "guide.text": ControlWords("Page", "The page of the guide. Arrow keys scroll it."),
    # -- About, and the error report
    "about.copy": ControlWords("Copy", "Copy all versions: the last digits of results depend on them."),
    "about.close": ControlWords("Close", "Close this box; training continues."),
    "errors.text": ControlWords("Error report", "What happened, the versions of everything, the experiment."),
    "errors.copy": ControlWords("Copy", "Copy the whole report."),
    "errors.close": ControlWords("Close", "Close the report; training continues."),
    # -- notice
    "diagnosis.remedy": ControlWords(
        "Apply the remedy", "Change this setting now; training continues. Undo takes it back."
    ),
    "diagnosis.why": ControlWords(
        "Why nothing is learned",
        "Show what was measured, and what a trial of the remedy led to.",
        text="Why?",
    ),
    "diagnosis.apply": ControlWords(
        "Apply this remedy", "Change this setting now; training continues. Undo takes it back."
    ),
    "diagnosis.next": ControlWords("Another cause", "Show the next of the causes that were found."),
    "diagnosis.close": ControlWords("Close", "Close this explanation."),
    "notice.details": ControlWords("Details", "Show what happened, as a report to copy.", text="Details…"),
    "notice.close": ControlWords("Close message", "Close this message."),
    # -- plot
    "plot.boundary": ControlWords(
        "Output plot",
        "The network's output at every place, with the training points (filled) and the test points "
        "(hollow). The line is the decision boundary. A step by sample rings its sample. Scroll to zoom, "
        "drag to move, double-click to go back. Rest the pointer anywhere to see what the network predicts "
        "there, or press P and the arrow keys.",
    ),
    "plot.bar": ControlWords("Colour bar", "Which colour stands for which output of the network."),
    "plot.home": ControlWords("Back", "Show all the data again. (Home)"),
    "plot.loss": ControlWords(
        "Loss plot",
        "Training and test loss by epoch. A test loss that rises while the training loss falls means "
        "overfitting. Dashed lines mark what was changed during training; where the loss itself changed, the "
        "curves have a gap. Rest the pointer on an epoch to read it. It is the timeline too: click, drag, "
        "or press ← and →, and the whole window shows that epoch; Play there begins a branch.",
    ),
    "plot.metrics": ControlWords(
        "Metrics",
        "Precision: of the points predicted as this class, the share that really are. Recall: of the "
        "points of this class, the share that was found. F1 combines the two. In the confusion matrix, each "
        "row is a true class, each column a predicted one. Where the test scores are much worse than the "
        "training scores, the network has memorised the training points.",
        formula="F1 = 2 precision · recall / (precision + recall)",
    ),
    "plot.hardest": ControlWords(
        "Hardest points",
        "The points with the largest losses. A training point that stays here may have the wrong label. "
        "Choose one to see it in the plot.",
    ),
    "plot.health": ControlWords(
        "Health by epoch",
        "One curve for each layer: its number stands at the end, “out” for the output. It is measured while "
        "you look. Rest the pointer on an epoch to read it, or press Tab, then ← and →.",
    ),
    "plot.health_figure": ControlWords("What of the layers", "What is shown of each layer."),
    "plot.health_layer": ControlWords("Layer", "Whose numbers the histograms show."),
    "plot.histograms": ControlWords(
        "Histograms",
        "How the weights w, the activations a over the training points, and the gradients ∂L/∂w of the layer "
        "are spread. Heights are square roots of the counts. Activations piled up at both ends of their "
        "range are saturated.",
    ),
    "time.play_back": ControlWords(
        "Play back",
        "Show the training so far from its beginning, or from the moment in sight. Nothing is trained. "
        "(Shift+Space)",
    ),
    "time.menu": ControlWords(
        "Time", "Go back to the best test loss, to a change, to an epoch, or to the end."
    ),
    "time.stop": ControlWords("Stop here", "Stay at the epoch that is shown. (Esc)", text="Stop"),
    "time.progress": ControlWords(
        "Training again",
        "This epoch is not kept: training is repeated from the nearest one that is, to the same weights.",
    ),
    "time.epoch": ControlWords("Epoch", "The number of the epoch to go to."),
    "time.go": ControlWords("Go to the epoch", "Show the run as it was there.", text="Go"),
    "time.cancel": ControlWords("Cancel", "Stay at this epoch."),
    "plot.log": ControlWords(
        "Logarithmic loss axis",
        "Use a logarithmic axis, which shows progress among small losses. (L)",
        text="Log",
    ),
    "plot.metrics_part": ControlWords(
        "Metrics of", "Show the metrics of the test points or the training points."
    ),
    "plot.view": ControlWords(
        "What the plot shows",
        "Choose what the plot shows: classes, uncertainty, errors, points.",
        text="View",
    ),
    "plot.discrete": ControlWords(
        "Discrete classes", "Show only the predicted class, not how sure the network is. (D)"
    ),
    "plot.contour": ControlWords(
        "Decision boundary", "Show the line where the predicted class changes: training bends it. (C)"
    ),
    "plot.uncertainty": ControlWords(
        "Hatch where unsure", "Hatch the places where the network is unsure; they shrink as it learns. (U)"
    ),
    "plot.errors": ControlWords(
        "Ring errors", "Ring every point that is classified wrongly, training or test. (E)"
    ),
    "plot.train": ControlWords("Training points (filled)", "Show the points that the network trains on. (H)"),
    "plot.test": ControlWords(
        "Test points (hollow)",
        "Show the points kept for testing: the network never trains on them. (Shift+H)",
    ),
    "plot.folds": ControlWords(
        "Fold lines",
        "Show where each neuron's weighted sum z is zero: there a ReLU switches on, a tanh or sigmoid is "
        "steepest. The first layer folds the plane along straight lines; deeper folds bend where they cross "
        "earlier ones. Training moves them to where the data need a bend. (K)",
    ),
    "plot.folds_of": ControlWords("Fold lines of", "Whose neurons' fold lines are shown."),
    "plot.curve": ControlWords(
        "Loss, accuracy, metrics, hardest points, health",
        "What to show here: loss, accuracy, metrics, … (Ctrl+1, Ctrl+2, …)",
    ),
    # -- report
    "report.title": ControlWords(
        "Title",
        "The heading of the page.",
    ),
    "report.note": ControlWords(
        "Note",
        "What you saw, and why you think it happened. It goes below the pictures; line breaks are kept.",
    ),
    "report.network": ControlWords(
        "Network",
        "Show the network with its weights.",
    ),
    "report.output": ControlWords(
        "Output",
        "Show the output of the network, with the points.",
    ),
    "report.curves": ControlWords(
        "Curves",
        "Show the loss by epoch.",
    ),
    "report.save": ControlWords(
        "Save the report",
        "Save the page as a PDF or as a web page.",
        text="Save…",
    ),
    "report.print": ControlWords(
        "Print the report",
        "Choose a printer and print the page.",
        text="Print…",
    ),
    "report.cancel": ControlWords(
        "Cancel",
        "Close without saving. What you typed will be there when you open the report again.",
    ),
    # -- worksheet
    "worksheet.kind": ControlWords(
        "Worksheet",
        "What is written on it: room for each number, or how each comes about.",
    ),
    "worksheet.decimals": ControlWords(
        "Rounded to",
        "How many decimals all numbers have: those that are given, too.",
    ),
    "worksheet.seed": ControlWords(
        "Exercise",
        "0: the weights and the sample of the window. From 1 on: the same network with other numbers; the "
        "same exercise always has the same ones.",
    ),
    "worksheet.title": ControlWords("Title", "The heading of the page."),
    "worksheet.save": ControlWords("Save the worksheet", "Save it as a PDF or as a web page.", text="Save…"),
    "worksheet.print": ControlWords("Print the worksheet", "Choose a printer and print it.", text="Print…"),
    "worksheet.cancel": ControlWords("Cancel", "Close without saving."),
    # -- a picture
    "picture.what": ControlWords(
        "Picture of",
        "What the picture shows. Training continues while it is taken.",
    ),
    "picture.format": ControlWords(
        "Format",
        "SVG and PDF stay sharp at any size. PNG works everywhere, and carries the experiment.",
    ),
    "picture.theme": ControlWords(
        "Background",
        "Light or dark, whatever the theme of the window.",
    ),
    "picture.width": ControlWords(
        "Width",
        "The width of the picture. A larger picture shows more; text and lines keep their size.",
    ),
    "picture.height": ControlWords(
        "Height",
        "The height of the picture. A larger picture shows more; text and lines keep their size.",
    ),
    "picture.scale": ControlWords(
        "Resolution",
        "More pixels for the same picture: sharper in print, and a larger file.",
    ),
    "picture.copy": ControlWords(
        "Copy the picture",
        "Put the picture on the clipboard, as PNG.",
        text="Copy",
    ),
    "picture.save": ControlWords(
        "Save the picture",
        "Choose a file, and write the picture to it.",
        text="Save…",
    ),
    "picture.cancel": ControlWords(
        "Cancel",
        "Close without saving.",
    ),
    # -- a film
    "film.what": ControlWords("Film of", "What the film shows. Below a part of the window stands the epoch."),
    "film.theme": ControlWords("Background", "Light or dark, whatever the theme of the window."),
    "film.first": ControlWords("From epoch", "The first epoch that is shown."),
    "film.last": ControlWords("To epoch", "The last epoch that is shown."),
    "film.every": ControlWords("Epochs per picture", "So many epochs lie between two pictures."),
    "film.width": ControlWords("Width", "The width of the film in pixels."),
    "film.height": ControlWords("Height", "The height of the film in pixels."),
    "film.rate": ControlWords("Speed", "How many pictures are shown in a second."),
    "film.save": ControlWords("Save the film", "Choose a file, and make the film.", text="Save…"),
    "film.cancel": ControlWords("Cancel", "Close without a film; one that is being made is not finished."),
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
    "class.lesson_title": ControlWords(
        "Title",
        "The title of the lesson. Pupils see it above the data; it is saved with the file.",
    ),
    "class.lesson_line": ControlWords(
        "What to do",
        "What pupils should do, and what to watch for. They see it above the data; it is saved with the "
        "file.",
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
        "Open the unsaved version; training starts at epoch 0.",
    ),
    "document.forget": ControlWords(
        "Don't restore",
        "Discard the unsaved version and start with the default experiment.",
    ),
    # -- kept runs
    "runs.delete_all": ControlWords(
        "Delete all",
        "Delete every kept run, starred ones too, with its curves, weights, name and note.",
    ),
    "runs.keep_all": ControlWords("Keep them", "Delete nothing."),
}

# of controls that there are several of: one for each hidden layer, each input, each class
OF_LAYER = {
    "width": ControlWords(
        "{layer}: neurons",
        "Neurons in this layer. More of them can bend the boundary more often. A new neuron starts with "
        "outgoing weights of zero, so the output does not change; the others keep what they have "
        "learned.",
    ),
    "activation": ControlWords(
        "{layer}: activation",
        "The function each neuron applies to its weighted sum. If it is a straight line, extra layers add "
        "nothing. The weights are kept.",
    ),
}
INPUT = ControlWords(
    "Input {name}",
    "Give the network {name} of each point. The right input can replace a hidden layer. A new input "
    "starts with weights of zero.",
    text="{name}",
)
CHIP = ControlWords("{name}", "The brush draws points of {name}. ({k})")
CHOSEN = Text("{label}: {hint}")  # what is chosen, with its formula
CONTROL_WITH_CHOICE = Text("{name}, {choice}")  # a control with what is chosen, for a screen reader
SLIDER = Text("{label} slider")
READ_AS = Text("= {number}")  # how a number that is being typed is read
READ_OUTSIDE = Text("= {number}: only from {low} to {high}")
READ_OUTSIDE_WHOLE = Text("= {number}: only whole numbers from {low} to {high}")
NOT_YET = Text("not a number yet")
SWITCHED_ON = Text("{label}: on")  # of a check box that gives a setting a value, or none


# of each of several runs that are shown together, by what follows its letter
OF_RUN = {
    "output": ControlWords(
        "Output of run {letter}", "What this run's network says over the plane, with its boundary."
    ),
    "network": ControlWords(
        "Network of run {letter}",
        "This run's network: what each neuron responds to; blue and orange lines are its weights.",
    ),
    "run": ControlWords(
        "Run {letter}", "Which run stands here. To compare a kept run, choose it in the table of runs."
    ),
    "setting": ControlWords(
        "One setting of run {letter} changed", "Choose one setting to change in this run alone."
    ),
    "value": ControlWords("Value in run {letter}", "The value of that setting in this run."),
    "take": ControlWords(
        "Continue with run {letter}",
        "Make this the open run, with all that it has learned. Undo brings back the one that was.",
        text="Continue with {letter}",
    ),
}
RACED = ControlWords("{name} takes part", "Whether one of the runs has this value.")


def words_of(name: str) -> ControlWords:
    """Return the words of the control of that object name."""
    if name in CONTROLS:
        return CONTROLS[name]
    if name.endswith("_slider"):
        number = words_of(name.removesuffix("_slider"))
        return ControlWords(SLIDER(label=number.label), number.tip, formula=number.formula)
    if name.endswith("_on"):
        number = words_of(name.removesuffix("_on"))
        return ControlWords(SWITCHED_ON(label=number.label), number.tip, number.text, number.formula)
    area, _, rest = name.partition(".")
    if area == "compare" and rest[1:2] == "_":  # of the run with that letter
        return _filled(OF_RUN[rest[2:]], letter=rest[0].upper())
    if area == "race" and rest.startswith("value_"):
        return _filled(RACED, name=rest.removeprefix("value_"))
    if area == "training":
        return settings.words(rest.removeprefix("stop_"))
    if area == "features":
        return input_words(input_name(Experiment(), rest))
    if area.startswith("layer") and area[5:].isdecimal():
        return _filled(OF_LAYER[rest], layer=capitalised(hidden_layer_name(int(area[5:]))))
    if area == "output" and rest in TABS:
        return TABS[rest]
    if area == "data" and rest.startswith("draw_"):
        k = int(rest.removeprefix("draw_"))
        return chip_words(class_name(DataSpec(), k), k)
    raise KeyError(f"no words for the control {name}")


def input_words(name: str, note: str = "") -> ControlWords:
    """Return the words of the switch of the input of that name; a note says what its axes are called."""
    words = _filled(INPUT, name=name)
    return ControlWords(words.label, f"{words.tip}\n{note}", words.text) if note else words


def chip_words(name: str, k: int) -> ControlWords:
    """Return the words of the chip for the class or value of that name; its key is k."""
    chip = _filled(CHIP, name=name, k=k)
    return ControlWords(capitalised(chip.label), chip.tip)


def more_of(name: str) -> str:
    """Return what What's This adds for a setting, as HTML: its range, and the formulas that read it."""
    field = name.removeprefix("training.").removesuffix("_slider").removesuffix("_on").removeprefix("stop_")
    return settings.more_of(field) if name.startswith("training.") and field in settings.SETTINGS else ""


def _filled(words: ControlWords, **arguments: object) -> ControlWords:
    label, tip, text = (one.format(**arguments) for one in (words.label, words.tip, words.text))
    return ControlWords(label, tip, text, words.formula)
