"""The words of the window itself: title, about. No Qt."""

from playground.texts.text import Text

FILE_TITLE = Text("{name}[*] – Neural Playground")  # [*] is where Qt marks what is not saved
FULL_SCREEN = Text("Full screen. F11 goes back to a window.")
OUTPUT = Text("Output")
ABOUT_TITLE = Text("About")
ABOUT = Text(
    "<h3>Neural Playground {version}</h3><p>See a neural network learn.</p>"
    "<p>The engine is an L-layer network in numpy: forward pass, backpropagation by the chain rule, "
    "gradient descent, exactly as in the textbook.</p>"
)
