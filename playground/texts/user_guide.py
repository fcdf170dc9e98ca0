"""The words of the window that shows the user guide; its pages are Markdown, in `assets/guide`. No Qt."""

from playground.texts.text import Text

TITLE = Text("User guide")
NOTHING_FOUND = Text("Nothing found. Try one word.")
PLACE = Text("{page}: {section}")  # as a screen reader says it
