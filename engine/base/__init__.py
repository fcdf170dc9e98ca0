"""What the rest of the engine is built on: recipes, checks, settings and limits."""
