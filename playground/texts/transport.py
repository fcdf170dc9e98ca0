"""What the transport, the notice bar and the panel of a divergence say. No Qt."""

from typing import NamedTuple

from playground.texts.text import Text


class StepWords(NamedTuple):
    """What is said of a kind of step: in the menu, on the button, and what it does to learning."""

    menu: Text
    button: Text
    tip: Text


STEPS: dict[str, StepWords] = {
    "epoch": StepWords(
        Text("Step by &epoch"), Text("Step"), Text("Train to the end of the epoch, then pause.")
    ),
    "batch": StepWords(
        Text("Step by &mini-batch"),
        Text("Step batch"),
        Text("Train on one mini-batch: the weights move once."),
    ),
    "sample": StepWords(
        Text("Step by &sample"),
        Text("Step sample"),
        Text(
            "Go forward and back through one sample. The weights move with the last sample of the mini-batch."
        ),
    ),
}

TRANSPORT = Text("Transport")
PLAY = Text("Play")
PAUSE = Text("Pause")
EPOCH = Text("Epoch")
STEP_TIP = Text("{tip} (→)")
ACCURACY = Text("Accuracy, train / test")
R2 = Text("R², train / test")
BOTH = Text("{train} / {test}")
OF = Text("{done:,}/{n:,}")
BATCH_AND_SAMPLE = Text("{batch} · {sample}")
SPEED = Text("{speed} / s")
MEASURED = Text("Epochs a second {speed}")
READ = Text("{label} {value}")  # a figure, as a screen reader says it

# -- notices ----------------------------------------------------------------------------------

NO_NOTICE = Text("No message")
LEVELS: dict[str, Text] = {
    "info": Text("Note: {text}"),
    "warning": Text("Warning: {text}"),
    "error": Text("Error: {text}"),
}
# the usual keys, by the control that each works; "" for those of the window
KEY_HINTS: tuple[tuple[str, Text], ...] = (
    ("transport.play", Text("Space: play, pause")),
    ("transport.step", Text("→: step")),
    ("transport.reset", Text("R: reset")),
    ("", Text("F11: full screen")),
    ("", Text("F1: all keys")),
)

APPLY = Text("Apply: {remedy}")
APPLY_REMEDY = Text("&Apply: {remedy}")

WHAT_IS_WRONG = Text("The likeliest cause. Close the line below, and it is not shown again.")
WHAT_WAS_MEASURED = Text("What was measured while training went on, and what the remedy led to on a copy.")

# -- a divergence -----------------------------------------------------------------------------

STAY = Text("&Stay at {weights}")
WHAT_HAPPENED = Text(
    "Steps are counted from the starting weights. One number that is infinite or not a number spoils every "
    "number computed from it, so training went back to the last good weights."
)
WHY = Text("What probably made the steps too large. Change that, or halve the learning rate and continue.")
