"""What everything else stands on: recipes of numpy calls, checks, ranges and limits. It knows nothing else of the engine."""
