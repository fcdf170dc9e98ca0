"""Learning: from the first weights through epochs and live changes to a checkpoint. It knows no analysis."""
