"""The network's output: the output plot, and below it loss, accuracy, metrics and the hardest points."""
