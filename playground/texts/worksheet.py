"""Words of worksheets: one step of backpropagation to calculate by hand. No Qt."""

from playground.texts.text import Text

HEADING = Text("Worksheet")
TITLE = Text("One step of backpropagation")
SAVE = Text("Save the worksheet")
KINDS = {
    "GAPS": Text("with gaps to fill in"),
    "GAPS_AND_ANSWERS": Text("with gaps and a sheet of answers"),
    "WORKING": Text("with the working"),
}
DECIMALS = Text("{n} decimals")
NAME = Text("Name: ______________________________    Date: ______________")
TASK = Text(
    "A network with {network}. The loss is {loss}, the optimiser {optimizer}. One sample, one step: "
    "calculate every number, and round each to {decimals} decimals."
)
LAYERS = {
    "inputs": Text("{n} inputs", one="1 input"),
    "hidden": Text("{n} hidden neurons ({activation})", one="1 hidden neuron ({activation})"),
    "outputs": Text("{n} outputs ({activation})", one="1 output ({activation})"),
}
ROUNDED = Text("The numbers are those of the window, rounded to {decimals} decimals; dropout is off.")
DRAWN = Text("Exercise {seed}: the numbers are drawn.")
FIRST_STEP = Text("It is the optimiser's first step, t = 1: what it remembers is 0.")
NATURAL_LOG = Text("log is the natural logarithm.")
GIVEN = Text("Given")
ONE_TARGET = Text("y")
TARGET = Text("y{k}")
RATE = Text("learning rate η")
WEIGHTS_INTO = Text("weights into")
LIST = Text(", ")
FORWARD = Text("Forward: {layer}")
LOSS = Text("Loss")
BACKWARD = Text("Error: {layer}")
GRADIENT = Text("Gradient: {layer}")
UPDATE = Text("Update: {layer}")
OF_PARAMETER = Text("{neuron}, {source}")
ANSWERS = Text("Answers")
TOO_LARGE = Text(
    "A worksheet is for up to {most} weights and biases; this network has {n:,}. Remove layers, neurons or "
    "inputs first: undo brings them back."
)
TOO_LARGE_WEIGHTS = Text(
    "A worksheet is for weights from −{most:,.0f} to {most:,.0f}; some of this network are larger. "
    "Reset it first."
)
NO_POINTS = Text("There are no points yet, so there is nothing to calculate.")
CALCULATION = Text("{target} = {numbers} {relation} {result}")
RESULT = Text("{target} = {result}")
GAP, SHORT_GAP, RESULT_GAP = (Text("_" * n) for n in (60, 36, 12))
