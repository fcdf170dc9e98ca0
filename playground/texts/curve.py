"""What the page of a neuron's curve says. No Qt."""

from playground.texts.text import Text

G, SLOPE, Z = Text("g(z)"), Text("g′(z)"), Text("z")
TITLE = Text("{neuron}: {activation}")
AT = Text("z = {z}, a = g(z) = {a}, slope g′\u2060(z) = {slope}")
MANY = Text("z of the {n:,} points of the mini-batch: {low} to {high}")
SOFTMAX = Text("Softmax depends on all outputs: this is its curve while the others stay as they are.")
DEAD = Text("Dead: g′ is 0 for every training point. No error comes through, so training can't change it.")
OFF = Text("Off (g′ = 0) for {share} of the training points: no error of theirs comes through.")
ON = Text("On (g′ > 0) for all training points.")
SATURATED = Text("Saturated: almost flat for {share} of the training points. Hardly any error comes through.")
FLAT = Text("Almost flat for {share} of the training points.")
NEVER_FLAT = Text("The error of every training point comes through.")
NOTHING = Text("There is no point to show.")
