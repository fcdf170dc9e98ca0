"""The words about a class view: which controls are hidden or locked. No Qt."""

from playground.texts.text import Text

TITLE = Text("For a class")
LESSON = Text("{title}: {line}")  # as a screen reader says it
HINT = Text(
    "Write what pupils should do; hide what they don't need; lock what they may see but not change. Saved "
    "with the file. It guides, it doesn't protect: anyone can undo it here."
)
COLUMNS = (Text("Control"), Text("Shown"), Text("Locked"))
NOTHING = Text("Nothing is hidden or locked.")
HIDDEN = Text("{hidden} hidden")
LOCKED = Text("{locked} locked")
HIDDEN_AND_LOCKED = Text("{hidden} hidden, {locked} locked")
SIGN_TIP = Text("{count}. {tip}")

# what a screen reader says of a row, and of a heading
ROW_SHOWN = Text("shown")
ROW_HIDDEN = Text("hidden")
ROW_SHOWN_LOCKED = Text("shown, locked")
ROW_HIDDEN_LOCKED = Text("hidden, locked")
ASKED_FOR = Text("{control} (the text asks for it)")
COUNT_SHOWN = Text("{n} of {all} shown")
COUNT_LOCKED = Text("{n} of {all} locked")

LOCK = Text("Locked")
LOCKED_CONTROL = Text("Locked for this class (Ctrl+L to unlock).")
LOCKED_PANEL = Text("Everything here is locked for this class: unlock it under File ▸ For a class.")
UNKNOWN = Text("This version has no control called “{name}”. Was the file made with a newer one?")
TOO_LONG = Text("{name} has {n:,} characters: at most {most} fit")
NOT_LOCKABLE = Text("“{name}” can be hidden but not locked, because it changes nothing")

GROUPS = {
    "data": Text("Data"),
    "inputs": Text("Inputs"),
    "network": Text("Network"),
    "training": Text("Training"),
    "more": Text("More training settings"),
    "pauses": Text("Pause when reached"),
    "transport": Text("Training run"),
    "figures": Text("Progress"),
    "output": Text("Output"),
    "mathematics": Text("Mathematics"),
    "runs": Text("Runs"),
}
# of what is not a single control of the window, or reads differently in a list; others have their own label
LABELS = {
    "data.points": Text("Own points"),
    "data.save_csv": Text("Save points"),
    "features.formula": Text("Own formulas"),
    "network.view": Text("The network itself"),
    "network.layers": Text("Hidden layers"),
    "network.width": Text("Neurons in a layer"),
    "network.activation": Text("Activation of a layer"),
    "network.weights": Text("Weights: set, freeze, switch off"),
    "transport.reset": Text("Reset: same starting weights"),
    "transport.new_start": Text("New starting weights, same data"),
    "transport.play": Text("Play and pause"),
    "diagnosis.remedy": Text("Why nothing is being learned"),
    "plot.boundary": Text("Output plot"),
    "output.probe": Text("Probe under the pointer"),
    "time.travel": Text("Going back in time"),
    "view.maths": Text("The Maths view"),
    "view.runs": Text("The Runs view"),
    "runs.notes": Text("Name, note and star of a run"),
    "maths.sample": Text("Sample to explain"),
    "maths.player": Text("Explained step"),
    "maths.lines": Text("Terms, matrices, symbols"),
    "maths.neuron": Text("Curve of a neuron"),
    "maths.gradients": Text("Gradient check"),
}
