"""How well a network does: losses, accuracies and scores. Never training."""
