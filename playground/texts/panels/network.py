"""The words of the controls of the network, its training and its mathematics. No Qt."""

from playground.texts.text import ControlWords

NETWORK: dict[str, ControlWords] = {
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
}
