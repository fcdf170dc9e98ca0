"""Samples: how they are drawn and split, and the targets that their labels set. Never training."""
