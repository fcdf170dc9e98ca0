"""The words of films. No Qt."""

from playground.texts.text import Text

CAPTION = Text("Epoch {epoch:,}")
LACKS = Text("a film as {suffix} needs a further package: python -m pip install 'neural-playground[{extra}]'")
TOO_LARGE = Text(
    "a film of {count:,} pictures of {width}×{height} is too large: "
    "take fewer, with a larger step between them, or smaller ones"
)
NO_STRETCH = Text("the film ends at epoch {last:,}, before it begins at epoch {first:,}")
