"""The words of the window itself: title, about. No Qt."""

from playground.texts.text import Text

FILE_TITLE = Text("{name}[*] · Neural Playground")  # [*] is where Qt marks what is not saved
FULL_SCREEN = Text("Full screen. F11 goes back to a window.")
OUTPUT = Text("Output")
