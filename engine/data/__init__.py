"""Samples: how they are drawn and split, and the targets and the task that they pose. Never training."""
