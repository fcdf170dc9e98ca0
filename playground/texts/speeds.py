"""The speeds of training, in words, from the slowest to the fastest."""

from typing import NamedTuple


class SpeedWords(NamedTuple):
    """What a menu and a tooltip say of a speed."""

    label: str
    hint: str


FULL = "full"
SPEEDS: dict[str, SpeedWords] = {
    "step": SpeedWords("1 step a second", "One mini-batch a second: watch each step move the boundary."),
    "steps": SpeedWords("5 steps a second", "Five mini-batches a second."),
    "epoch": SpeedWords("1 epoch a second", "Every training point once a second."),
    "epochs": SpeedWords("10 epochs a second", "Slow enough to see where the boundary moves next."),
    "brisk": SpeedWords("100 epochs a second", "Fast, but you can still follow the boundary."),
    FULL: SpeedWords("full speed", "As fast as this computer can go."),
}
