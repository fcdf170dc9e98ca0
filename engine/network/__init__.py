"""A network: layers as views on one flat vector, its forward and backward pass, its edits and masks. It knows no data and no training."""
