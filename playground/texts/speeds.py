"""The speeds of training, in words, from the slowest to the fastest."""

from playground.texts.text import ControlWords, Text

FULL = "full"
SPEEDS: dict[str, ControlWords] = {
    "step": ControlWords("1 step a second", "One mini-batch a second: watch each step move the boundary."),
    "steps": ControlWords("5 steps a second", "Five mini-batches a second."),
    "epoch": ControlWords("1 epoch a second", "Every training point once a second."),
    "epochs": ControlWords("10 epochs a second", "Slow enough to see where the boundary moves next."),
    "brisk": ControlWords("100 epochs a second", "Fast, but you can still follow the boundary."),
    FULL: ControlWords("full speed", "As fast as this computer can go."),
}

# a person's first Play
WATCH_FIRST = Text("Ten seconds at 100 epochs a second, slow enough to watch; then full speed.")
FULL_SPEED_NOW = Text("Now at full speed. Choose a slower one under Speed to watch again.")
