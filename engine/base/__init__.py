"""What everything else stands on: recipes, checks, ranges and limits. Never the rest of the engine."""
