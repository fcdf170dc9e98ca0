"""The words of pictures that leave the program, and of their dialog. No Qt."""

from playground.texts.text import Text

TITLE = Text("Picture")
SAVE = Text("Save the picture")
PREVIEW = Text("The picture")
MAKING = Text("Making the picture…")
DOTS = Text("{width:,} × {height:,} pixels")
TOO_MANY = Text(
    "{width:,} × {height:,} pixels are too many: a picture of this shape can have {widest:,} × {highest:,}"
)
TOO_MANY_TO_COPY = Text("{width:,} × {height:,} pixels: too many to copy, but they can be saved")
COPIED = Text("The picture is on the clipboard.")

# what a picture can show, each with its hint in the list
KINDS = {
    "window": (Text("Window"), Text("All panels, as they are.")),
    "output": (Text("Output"), Text("The output of the network, with the points.")),
    "network": (Text("Network"), Text("The network with its weights and neuron maps.")),
    "curves": (Text("Curves"), Text("The loss by epoch, or the accuracy if that tab is open.")),
}
FORMATS = {
    "png": (Text("PNG"), Text("Pixels. Carries the experiment: open the picture, and you have it again.")),
    "svg": (Text("SVG"), Text("Shapes that stay sharp at any size; for web pages and drawing programs.")),
    "pdf": (Text("PDF"), Text("Shapes that stay sharp at any size; for print.")),
}
FILES = {
    "png": Text("PNG pictures (*.png)"),
    "svg": Text("SVG pictures (*.svg)"),
    "pdf": Text("PDF documents (*.pdf)"),
}
SCALES = {
    "1": (Text("Screen (× 1)"), Text("As many pixels as width and height say.")),
    "2": (Text("Fine (× 2)"), Text("For slides and high-resolution screens.")),
    "3": (Text("Print (× 3)"), Text("About 300 pixels to the inch.")),
    "4": (Text("Poster (× 4)"), Text("About 400 pixels to the inch.")),
}
BACKGROUNDS = {
    "light": (Text("Light"), Text("Best on paper and on slides.")),
    "dark": (Text("Dark"), Text("Best on dark slides.")),
}
TOO_LARGE = Text("The picture is too large for the available memory.")
