"""Learning: from starting weights through epochs and live changes to a checkpoint. Never analysis."""
