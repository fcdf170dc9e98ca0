"""What is said of an experiment from TensorFlow Playground's address bar. No Qt."""

from playground.texts.text import Text

BAD_VALUE = Text("TensorFlow Playground's address: {name} must be {allowed}, not “{value}”.")
NOT_SO = Text("TensorFlow Playground's address: {why}.")
A_SHAPE = Text("numbers of neurons such as 4,2")

TAKEN = Text("From TensorFlow Playground. Undo goes back. Not carried over: {what}.")
READ = Text("From TensorFlow Playground, without {what}.")  # on the command line
RANDOM_NUMBERS = Text("its random numbers (points and starting weights are drawn anew)")
DISCRETE = Text("discretize (press D)")
HIDDEN = Text("what it hides")
TUTORIAL = Text("its tutorial")
