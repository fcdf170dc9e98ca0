"""A network on one flat vector: forward and backward pass, edits, masks. Never data or training."""
