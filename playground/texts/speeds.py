"""The speeds of training, in words, from the slowest to the fastest."""

from typing import NamedTuple

from playground.texts.text import Text


class SpeedWords(NamedTuple):
    """What a menu and a tooltip say of a speed."""

    label: Text
    hint: Text


FULL = "full"
SPEEDS: dict[str, SpeedWords] = {
    "step": SpeedWords(
        Text("1 step a second"), Text("One mini-batch a second: watch each step move the boundary.")
    ),
    "steps": SpeedWords(Text("5 steps a second"), Text("Five mini-batches a second.")),
    "epoch": SpeedWords(Text("1 epoch a second"), Text("Every training point once a second.")),
    "epochs": SpeedWords(
        Text("10 epochs a second"), Text("Slow enough to see where the boundary moves next.")
    ),
    "brisk": SpeedWords(Text("100 epochs a second"), Text("Fast, but you can still follow the boundary.")),
    FULL: SpeedWords(Text("full speed"), Text("As fast as this computer can go.")),
}
