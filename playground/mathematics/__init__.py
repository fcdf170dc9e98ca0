"""The mathematics of a training step as a person reads it: formulas, the numbers in them, code. No Qt."""
