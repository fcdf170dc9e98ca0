"""The words of the controls of the output plot, the curves and the line of notices. No Qt."""

from playground.texts.text import ControlWords

OUTPUT: dict[str, ControlWords] = {
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
}
