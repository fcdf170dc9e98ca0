"""A network on one flat vector: forward and backward pass, edits and masks. It knows no training."""
