"""The words of every control, by its object name; those of a setting stand in `settings`. No Qt."""

from engine import DataSpec, Experiment
from playground.texts import settings
from playground.texts.names import capitalised, class_name, hidden_layer_name, input_name
from playground.texts.panels.data import DATA
from playground.texts.panels.dialogs import DIALOGS
from playground.texts.panels.network import NETWORK
from playground.texts.panels.output import OUTPUT
from playground.texts.panels.runs import RUNS
from playground.texts.tabs import TABS
from playground.texts.text import ControlWords, Text

CONTROLS = DATA | NETWORK | OUTPUT | RUNS | DIALOGS

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
