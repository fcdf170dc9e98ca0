"""The view of the mathematics: the ledger of a step, its formulas and its numbers."""
