"""How well a network does: losses, accuracies and scores. It knows no training."""
