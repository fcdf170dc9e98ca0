"""Words of the page of the layers. No Qt."""

from playground.texts.text import Text

THE_PLANE = Text("the plane")
INPUTS = Text("the inputs")
THE_OUTPUT = Text("the output")
PLANE = Text("The plane and the data. Move the slider: every layer bends it.")
BETWEEN = Text("From {first} to {second}")
DIRECT = Text("What {layer} sees: {n} activations", one="What {layer} sees: one activation")
COMPONENTS = Text("What {layer} sees: two principal components of {n} activations, {share} of their variance")
TURN = Text("{text}. Drag, or use the arrow keys, to turn it.")
