"""The network, drawn: its neurons, lines, inputs and layers, and the cards that open over it."""
