"""Samples: how they are drawn and split, and the targets that their labels set. It knows no training."""
