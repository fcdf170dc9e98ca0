"""Analyses of a training run that do not change it."""
