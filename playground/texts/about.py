"""The words of the About box and of the error report. No Qt."""

from playground.texts.text import Text

TITLE = Text("About")
ABOUT = Text(
    "<h3>Neural Playground {version}</h3><p>See a neural network learn.</p>"
    "<p>The engine is a dense network in numpy: forward pass, backpropagation by the chain rule, gradient "
    "descent, as in the textbook.</p>"
)
VERSIONS_TABLE = Text("<div style='font-size:{size}px'>{table}</div>")
VERSIONS_COPIED = Text("Copied the versions of everything.")
COPIED = Text("Copied")

REPORT_TITLE = Text("Error report")
REPORT = Text(
    "Copy this and send it to whoever is helping you. It includes the open experiment. Nothing leaves this "
    "computer unless you send it."
)
HAPPENED = Text("What happened")
NO_ERROR = Text("No errors since the program started.")
VERSIONS = Text("Versions")
EXPERIMENT = Text("The experiment (Edit ▸ Paste experiment opens it)")
BLAS = Text("BLAS")
SYSTEM = Text("System")
PLATFORM = Text("Window system")
SCREEN = Text("Screen")
SCREEN_SIZE = Text("{width} × {height}, scale {scale:g}")
TEXT_SIZE = Text("Text size")
PERCENT = Text("{percent}%")
LOCALE = Text("Locale")
