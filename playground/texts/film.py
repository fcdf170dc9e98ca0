"""The words of films, and of their dialog. No Qt."""

from playground.texts.text import Text

CAPTION = Text("Epoch {epoch:,}")
LACKS = Text("a film as {suffix} needs a further package: python -m pip install 'neural-playground[{extra}]'")
TOO_LARGE = Text(
    "a film of {count:,} pictures of {width}×{height} is too large: "
    "take fewer, with a larger step between them, or smaller ones"
)
NO_RUN = Text("there is no run in {file}")
NO_STRETCH = Text("the film ends at epoch {last:,}, before it begins at epoch {first:,}")

# -- the dialog ----------------------------------------------------------------------------------

TITLE = Text("Film")
SAVE = Text("Save the film")
INTRODUCTION = Text(
    "This run, one picture after the other, with all that was changed while it trained. "
    "The window stays as it is, and training goes on."
)
FILES = {
    ".gif": Text("GIF films (*.gif)"),
    ".apng": Text("APNG films (*.apng)"),
    ".mp4": Text("MP4 films (*.mp4)"),
}
RATES = {
    "10": (Text("Slow (10 a second)"), Text("To follow each picture.")),
    "20": (Text("Usual (20 a second)"), Text("To see how the output takes shape.")),
    "40": (Text("Fast (40 a second)"), Text("For long runs.")),
}
COUNT = Text("{n:,} pictures, {seconds:.1f} seconds")
BACKWARDS = Text("The last epoch lies before the first.")
TOO_MANY = Text("{n:,} pictures of this size are too many: make them fewer, or smaller.")
MAKING = Text("{done:,} of {count:,} pictures")
BEGINNING = Text("Beginning…")
TOO_LARGE_TO_KEEP = Text(
    "The network is too large for its past to be kept: there can be no film of this run."
)
ENDED = Text("The film was not made: its program ended unexpectedly.")
