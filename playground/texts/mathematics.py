"""What the ledger of a step says: its sections, the chain of one weight, code. No Qt."""

from playground.texts import keys
from playground.texts.text import Text

# -- sections: one for each moment of a step, and what is in it -------------------------------

SAMPLE = Text("Sample")
SAMPLES = Text("Mini-batch")
FORWARD = Text("Forward: {layer}")
LOSS = Text("Loss")
BACKWARD = Text("Backward: {layer}")
GRADIENT = Text("Gradient")
UPDATE = Text("Update")
FROM = Text("From {source}")
BIAS = Text("bias")


# -- lines ------------------------------------------------------------------------------------

FIGURE = Text("{symbol} = {value}")
TARGET = Text("{symbol} =")
RESULT = Text("{relation} {value}")
VECTOR = Text("({numbers})")
MORE = Text("…")
SUMMARY_GAP = Text("   ")
HEADING = Text("{title}: {summary}")
NUMPY = Text("numpy, in {where}")
PYTORCH = Text("PyTorch")
COMMENT = Text("# {text}")
SAID = Text("{formula}. {symbol} = {numbers} = {result}")
SAID_ROUNDED = Text("{formula}. {symbol} = {numbers}, rounded {result}")

# -- the chain of one weight ------------------------------------------------------------------

WEIGHT = Text("weight")
CHAIN = Text("The same as a chain of factors")
CHAIN_OF_SAMPLE = Text("Sample {n} alone, as a chain of factors")
PATHS = Text("All {n:,} paths to the loss", one="The one path to the loss")
STRONGEST = Text("The strongest {n} of {count:,} paths to the loss")
OTHER_PATHS = Text("the other {n:,}", one="the other one")
ALL_PATHS = Text("all together")
TOTAL = Text("{name} {relation} {value}")
PATH = Text("{way}: {numbers} {relation} {result}")
THEN = Text(" → ")
TIMES = Text("·")
BRACKETS = Text("({text})")
PART = Text("Sample by sample: this one {own}, the mean of all {n} {mean} (the line).")
WHY = {
    "rises": Text(
        "A larger {it} would lower the loss (∂L/∂w = {gradient}), so the step raises the {it}: "
        "{before} → {after}."
    ),
    "falls": Text(
        "A larger {it} would raise the loss (∂L/∂w = {gradient}), so the step lowers the {it}: "
        "{before} → {after}."
    ),
    "penalty": Text(
        "Not the data (∂L/∂w = {gradient}) but the penalty on large weights decides: {before} → {after}."
    ),
    "momentum": Text("Earlier steps carry it on, although ∂L/∂w = {gradient} now: {before} → {after}."),
    "decay": Text("Weight decay draws it towards 0 (∂L/∂w = {gradient}): {before} → {after}."),
    "stop": Text("The step would have changed its sign: L1 stops it at 0."),
    "limit": Text("The limit on the length of this neuron's weights decides: {before} → {after}."),
    "flush": Text("It is set to 0: it was smaller than the smallest normal number."),
    "rate": Text("It stays {before}: the schedule has lowered the learning rate to 0."),
    "fixed": Text("It is frozen or switched off, and stays {before}."),
    "input": Text("It stays {before}: what it is multiplied by is 0, so it has no effect."),
    "slope": Text("It stays {before}: its neuron's g′(z) is 0, so small changes have no effect."),
    "error": Text("It stays {before}: no error comes back to its neuron."),
    "balance": Text("It stays {before}: the samples pull equally in both directions."),
    "held": Text(
        "It stays {before}: the data pull at it (∂L/∂w = {gradient}), but the L1 penalty is stronger."
    ),
    "small": Text("It stays {before}: the step is smaller than the number's last digit."),
    "infinite": Text("Training has diverged: a number here is infinite or undefined."),
}

# -- copying ------------------------------------------------------------------------------------

COPY_AS = {
    "text": keys.COPY_TEXT,
    "latex": keys.COPY_LATEX,
    "numbers": keys.COPY_NUMBERS,
    "code": keys.COPY_CODE,
}
